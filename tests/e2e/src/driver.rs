//! A driver process, and the certainty that it ends.

use crate::engine::DriverCommand;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const START_LIMIT: Duration = Duration::from_secs(60);

/// A running driver. It leads a process group of its own, which ends with it, browser and all.
pub(crate) struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts it on a port that it chooses itself, so that no two tests want the same.
    pub(crate) async fn start(command: &DriverCommand, home: &Path) -> Result<Self> {
        let mut child = Command::new(&command.program)
            .args(&command.args)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", command.program.display()))?;
        let stdout = child.stdout.take().context("the driver's output")?;
        let mut driver = Self { child, port: 0 };
        let mut lines = BufReader::new(stdout).lines();
        let announced = tokio::time::timeout(START_LIMIT, async {
            while let Some(line) = lines.next_line().await? {
                if let Some((_, rest)) = line.split_once(command.announces) {
                    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                    return digits.parse().with_context(|| format!("a port in {line:?}"));
                }
            }
            bail!("the driver ended without naming a port")
        });
        driver.port = announced.await.context("the driver did not start")??;
        // It must not block on a full pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(driver)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
