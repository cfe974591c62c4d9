//! What `cargo xtask test --long` adds that needs tools of its own: coverage, mutants, the reports in SQL, a host.

use crate::process::{executable, on_path, run};
use crate::{dist, root, setup};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How many lines of the core the tests must run, of a hundred.
const LINES: f64 = 95.0;

/// How many of the mutants must be caught, of a hundred.
const CAUGHT: usize = 90;

/// Which mutants are tried, where `ADSUM_SHARD` does not say otherwise: every twelfth, which takes about an hour.
const SHARD: &str = "3/12";

/// How many random logs are reported on in SQL.
const LOGS: &str = "200";

/// Runs the tests with counters, and says which lines of the core they run.
pub(crate) fn coverage() -> Result<()> {
    if on_path("rustup") {
        run(Command::new("rustup").current_dir(root()).args(["component", "add", "llvm-tools"]))?;
    }
    let program = setup::cargo_tool("cargo-llvm-cov")?.join("cargo-llvm-cov");
    let report = root().join("target").join("coverage.json");
    run(Command::new(program)
        .current_dir(root())
        .args(["llvm-cov", "test", "--locked", "--workspace", "--exclude", "adsum-e2e", "--exclude", "xtask"])
        .args(["--json", "--summary-only", "--output-path"])
        .arg(&report))?;
    let report: Value = serde_json::from_str(&fs::read_to_string(&report)?)?;
    let files = report["data"][0]["files"].as_array().context("no files were counted")?;
    let mut all = Vec::new();
    for file in files {
        let name = file["filename"].as_str().unwrap_or_default().replace('\\', "/");
        let Some((_, name)) = name.split_once("crates/core/src/") else { continue };
        // Tests are no part of what is tested.
        if name.ends_with("tests.rs") {
            continue;
        }
        let count = |what: &str| file["summary"]["lines"][what].as_u64().unwrap_or_default();
        all.push((count("count"), count("covered"), name.to_owned()));
    }
    all.sort_by_key(|(count, covered, _)| covered.abs_diff(*count));
    let (count, covered) = all.iter().fold((0, 0), |sum, file| (sum.0 + file.0, sum.1 + file.1));
    for (count, covered, name) in all.iter().rev().take(12) {
        println!("  {:>4} of {count:>4} lines are not run: {name}", count - covered);
    }
    let share = covered as f64 * 100.0 / count.max(1) as f64;
    println!("{covered} of {count} lines of crates/core are run by the tests: {share:.2} %");
    ensure!(share >= LINES, "that is less than {LINES} %");
    Ok(())
}

/// Alters the ledger and the reports, one place at a time, and sees whether the tests notice.
///
/// `ADSUM_SHARD=K/N` says which mutants are tried, `ADSUM_MUTANTS=FILE` of which file alone.
pub(crate) fn mutants() -> Result<()> {
    let program = setup::cargo_tool("cargo-mutants")?.join("cargo-mutants");
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let out = root().join("target").join("mutants");
    fs::create_dir_all(&out)?;
    let mut command = Command::new(program);
    command.current_dir(root()).args(["mutants", "-j1", "--profile", "mutants", "--no-shuffle", "--output"]);
    command.arg(&out).args(["--minimum-test-timeout", "60"]);
    match said("ADSUM_MUTANTS") {
        Some(file) => command.args(["--file", &file]),
        None => command.args(["--file", "crates/core/src/ledger/**", "--file", "crates/core/src/report/**"]),
    };
    let shard = said("ADSUM_SHARD").unwrap_or_else(|| SHARD.to_owned());
    command.args(["--shard", &shard, "--sharding", "round-robin"]);
    // The tests that look at the ledger and the reports from outside, with fewer random logs: seconds a mutant. Only
    // they are built, and from both packages, which the baseline does not do by itself.
    command.args(["--test-package", "adsum-core,adsum-oracle", "--cargo-arg=--package=adsum-oracle"]);
    for target in ["--lib", "--test=platforms", "--test=corpus", "--test=differential"] {
        command.arg(format!("--cargo-arg={target}"));
    }
    command.args(["--", "--", "ledger::", "report::", "every_case", "the_core_agrees", "what_is_behind"]);
    command.env("ADSUM_LOGS", "40");
    // It fails where a mutant was missed, which is what is counted here.
    let status = command.status().context("cargo-mutants")?;
    let lines = |name: &str| {
        let text = fs::read_to_string(out.join("mutants.out").join(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (caught, missed) = (lines("caught.txt").len() + lines("timeout.txt").len(), lines("missed.txt"));
    let all = caught + missed.len();
    if all == 0 {
        bail!("no mutant was tried ({status})");
    }
    println!("{caught} of {all} mutants were caught");
    ensure!(caught * 100 >= all * CAUGHT, "that is less than {CAUGHT} %");
    Ok(())
}

/// Both reports of random logs by the command line and by DuckDB (`tests/sql`), cell by cell.
pub(crate) fn sql() -> Result<()> {
    setup::node()?;
    let folder = root().join("tests").join("sql");
    setup::npm_ci(&folder, "DuckDB")?;
    let logs = root().join("target").join("sql");
    if logs.exists() {
        fs::remove_dir_all(&logs)?;
    }
    let cargo = |args: &[&str]| run(Command::new("cargo").current_dir(root()).args(args));
    cargo(&["build", "--locked", "--package", "adsum"])?;
    let logs = logs.to_string_lossy().into_owned();
    cargo(&["run", "--locked", "--package", "adsum-oracle", "--example", "logs", "--", &logs, LOGS])?;
    let adsum = executable(&root().join("target").join("debug").join("adsum"));
    let adsum = adsum.context("the command line was built")?;
    run(Command::new("node").current_dir(&folder).arg("run.mjs").arg(adsum).arg(logs))
}

/// Serves the built page by nginx with the header file for it (`www/host`), and looks at what comes.
pub(crate) fn host() -> Result<()> {
    if !on_path("nginx") && !setup::package("nginx-light", "serves the page with the headers of www/host")? {
        println!("host: SKIPPED, because there is no nginx");
        return Ok(());
    }
    dist::command()?;
    let folder = root().join("target").join("host");
    fs::create_dir_all(&folder)?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let (page, headers) = (root().join("dist"), root().join("www").join("host").join("nginx.conf"));
    let settings = format!(
        "daemon off; pid nginx.pid; error_log stderr; events {{}}\nhttp {{ access_log off; types {{ text/html html; }}\n\
         client_body_temp_path a; proxy_temp_path b; fastcgi_temp_path c; uwsgi_temp_path d; scgi_temp_path e;\n\
         server {{ listen 127.0.0.1:{port}; root {}; include {}; }} }}\n",
        page.display(),
        headers.display()
    );
    fs::write(folder.join("settings"), settings)?;
    let mut nginx = Command::new("nginx");
    let mut server = nginx.arg("-p").arg(&folder).args(["-c", "settings", "-e", "stderr"]).spawn()?;
    let answer = ask(port);
    server.kill()?;
    server.wait()?;
    let answer = answer?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("an end of the headers")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    ensure!(head.starts_with("HTTP/1.1 200"), "nginx answered {head}");
    ensure!(answer[end + 4..] == fs::read(dist::page())?, "nginx sent another page");
    let wanted = fs::read_to_string(root().join("www").join("host").join("_headers"))?;
    let wanted: Vec<&str> = wanted.lines().filter(|line| line.starts_with(' ')).map(str::trim).collect();
    for header in &wanted {
        ensure!(head.lines().any(|line| line == *header), "nginx does not send `{header}` but\n{head}");
    }
    println!("nginx sends the page as it is, with its {} headers", wanted.len());
    Ok(())
}

/// What a server at this port answers to a request for its first page, once it is there.
fn ask(port: u16) -> Result<Vec<u8>> {
    let start = Instant::now();
    let mut stream = loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(error) if start.elapsed() > Duration::from_secs(10) => return Err(error).context("nginx"),
            Err(_) => sleep(Duration::from_millis(50)),
        }
    };
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}
