//! A driver process, and the certainty that it ends.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

/// On a busy computer everything takes its time.
const START_LIMIT: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(20);
/// A port that was free a moment ago may be somebody's by now: also one that ChromeDriver chose, which wants it twice,
/// as IPv4 and IPv6 have it.
const ATTEMPTS: usize = 5;

/// How to start a driver.
pub(crate) struct DriverCommand {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) port: Port,
    /// Whether its browser needs an X screen.
    pub(crate) display: bool,
}

/// How it comes to a port.
#[derive(Clone, Copy)]
pub(crate) enum Port {
    /// It chooses one and prints it after these words.
    Announced(&'static str),
    /// It is told one, by this argument.
    Given(&'static str),
}

/// A running driver.
pub(crate) struct Driver {
    port: u16,
    process: Process,
    // Ends after the driver.
    _display: Option<Process>,
}

impl Driver {
    /// Starts it on a port that nobody else has, so that no two tests want the same.
    pub(crate) async fn start(command: &DriverCommand, home: &Path) -> Result<Self> {
        let mut env = command.env.clone();
        let mut display = None;
        if command.display {
            let (screen, name) = start_display().await?;
            env.push(("DISPLAY".into(), name));
            display = Some(screen);
        }
        let mut problem = None;
        for _ in 0..ATTEMPTS {
            match Self::attempt(command, &env, home).await {
                Ok((process, port)) => return Ok(Self { port, process, _display: display }),
                Err(error) => problem = Some(error),
            }
        }
        Err(problem.context("no attempt")?)
    }

    async fn attempt(
        command: &DriverCommand,
        env: &[(String, String)],
        home: &Path,
    ) -> Result<(Process, u16)> {
        let mut start = Command::new(&command.program);
        start.args(&command.args).envs(env.iter().map(|(name, value)| (name, value))).env("HOME", home);
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            start.env(name, home.join(folder));
        }
        match command.port {
            Port::Announced(words) => {
                let mut process = Process::start(&mut start)?;
                let port = process.says(words).await?;
                Ok((process, port.parse().with_context(|| format!("a port in {port:?}"))?))
            }
            Port::Given(argument) => {
                let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?.port();
                start.arg(format!("{argument}{free}"));
                let mut process = Process::start(&mut start)?;
                process.answers(free).await?;
                Ok((process, free))
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The memory that it, its browser and all that the browser started take, in bytes: what they share counts once.
    pub(crate) fn memory(&self) -> Result<u64> {
        let first = self.process.child.id().context("the driver has ended")?;
        let mut parents = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let Ok(id) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
            // The name, in brackets, may hold anything; after it come the state and the parent.
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            let parent =
                stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
            parents.extend(parent.map(|parent: u32| (id, parent)));
        }
        let mut ours = vec![first];
        let mut next = 0;
        while let Some(&parent) = ours.get(next) {
            ours.extend(parents.iter().filter(|(_, its)| *its == parent).map(|(id, _)| *id));
            next += 1;
        }
        let of = |id: &u32| -> Option<u64> {
            let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
            let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Ok(ours.iter().filter_map(of).sum::<u64>() * 1024)
    }

    /// What it and its browser have printed.
    pub(crate) fn output(&self) -> Vec<String> {
        self.process.output()
    }
}

/// An X screen in memory, large enough for every window, and its name.
async fn start_display() -> Result<(Process, String)> {
    // It chooses a free number, and writes it.
    let mut command = Command::new(crate::engine::find(&["Xvfb"])?);
    command.args(["-displayfd", "1", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"]);
    let mut process = Process::start(&mut command)?;
    let number = process.says("").await.context("the X screen")?;
    Ok((process, format!(":{number}")))
}

/// A process that leads a group of its own, which ends with it, browser and all.
struct Process {
    child: Child,
    name: String,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    fn start(command: &mut Command) -> Result<Self> {
        let name = command.as_std().get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let lines = Arc::default();
        // All of it is read to the end: it must not block on a full pipe.
        collect(child.stdout.take().context("standard output")?, &lines);
        collect(child.stderr.take().context("standard error")?, &lines);
        Ok(Self { child, name, lines })
    }

    fn output(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for a line with these words and a number after them, and gives the number.
    async fn says(&mut self, words: &str) -> Result<String> {
        self.until(async |process| {
            process.output().into_iter().find_map(|line| {
                let (_, rest) = line.split_once(words)?;
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                (!digits.is_empty()).then_some(digits)
            })
        })
        .await
    }

    /// Waits until it answers on this port.
    async fn answers(&mut self, port: u16) -> Result<()> {
        self.until(async |_| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok().map(drop)).await
    }

    /// Waits until there is something to be found.
    async fn until<T>(&mut self, look: impl AsyncFn(&Self) -> Option<T>) -> Result<T> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            let found = look(self).await;
            // If it has ended, it was somebody else who answered.
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended ({status}); it said {:?}", self.name, self.output());
            }
            if let Some(found) = found {
                return Ok(found);
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("{} did not start; it said {:?}", self.name, self.output())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

fn collect(stream: impl AsyncRead + Unpin + Send + 'static, lines: &Arc<Mutex<Vec<String>>>) {
    let lines = Arc::clone(lines);
    tokio::spawn(async move {
        let mut stream = BufReader::new(stream).split(b'\n');
        while let Ok(Some(line)) = stream.next_segment().await {
            let line = String::from_utf8_lossy(&line).into_owned();
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}
