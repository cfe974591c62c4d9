//! What `cargo xtask test --long` adds that needs tools of its own: coverage, mutants, the reports in SQL, a host.

use crate::process::{executable, on_path, output, run};
use crate::{dist, root, setup};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How many lines of the core the tests must run, of a hundred.
const LINES: f64 = 95.0;

/// How many of the mutants must be caught, of a hundred.
const CAUGHT: usize = 90;

/// Which mutants are tried, where `ADSUM_SHARD` does not say otherwise: every sixth, some 230, which takes half an hour
/// on a computer that has nothing else to do.
const SHARD: &str = "3/6";

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
/// In a copy of the sources, so that nobody else meets what is altered, with one folder of build results: a mutant is
/// built anew in seconds. First the tests that compare both reports with the oracle, which are quickest built and run;
/// what they miss is tried again with the core's own.
///
/// `ADSUM_SHARD=K/N` says which mutants are tried, `ADSUM_MUTANTS=FILE` of which file alone.
pub(crate) fn mutants() -> Result<()> {
    let home = root().join("target").join("mutants");
    let tree = home.join("tree");
    copy_sources(&tree)?;
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let all = ["crates/core/src/ledger/**", "crates/core/src/report/**"].map(str::to_owned);
    let files = said("ADSUM_MUTANTS").map_or_else(|| all.to_vec(), |file| vec![file]);
    let files: Vec<String> = files.into_iter().flat_map(|file| ["--file".to_owned(), file]).collect();
    let shard = said("ADSUM_SHARD").unwrap_or_else(|| SHARD.to_owned());
    let of_shard = ["--shard", &shard, "--sharding", "round-robin"].map(str::to_owned);
    let which = [files.as_slice(), &of_shard].concat();
    let oracle = ["--test=corpus", "--test=differential"];
    let (mut caught, missed) = pass(&home, "oracle", &which, ("adsum-oracle", &oracle, &ORACLE_TESTS))?;
    let own = [
        "--lib",
        "--test=codes",
        "--test=parts",
        "--test=platforms",
        "--test=workbook",
        "--test=native_log",
        "--test=joining",
    ];
    let all = caught.len() + missed.len();
    if !missed.is_empty() {
        let names = missed.iter().flat_map(|name| ["--re".to_owned(), format!("^{}$", escaped(name))]);
        let which: Vec<String> = files.into_iter().chain(names).collect();
        let (also, _) = pass(&home, "own", &which, ("adsum-core", &own, &[]))?;
        // Some kinds of mutants are tried whatever names are asked for.
        caught.extend(also.into_iter().filter(|name| missed.contains(name)));
    }
    missed.iter().filter(|name| !caught.contains(name)).for_each(|name| println!("  missed: {name}"));
    let caught = caught.len();
    ensure!(all > 0, "no mutant was tried");
    println!("{caught} of {all} mutants were caught");
    ensure!(caught * 100 >= all * CAUGHT, "that is less than {CAUGHT} %");
    Ok(())
}

/// The tests that compare with the oracle, and what their logs come to.
const ORACLE_TESTS: [&str; 3] = ["every_case", "the_core_agrees", "what_is_behind"];

/// Tries these mutants with these tests of a package: which were caught, and which were not.
fn pass(
    home: &Path,
    name: &str,
    which: &[String],
    (package, targets, tests): (&str, &[&str], &[&str]),
) -> Result<(Vec<String>, Vec<String>)> {
    let mut command = modest(&setup::cargo_tool("cargo-mutants")?.join("cargo-mutants"));
    let (tree, out) = (home.join("tree"), home.join(name));
    fs::create_dir_all(&out)?;
    let test = |command: &mut Command| {
        command.current_dir(&tree).env("CARGO_TARGET_DIR", home.join("target"));
        command.env("CARGO_INCREMENTAL", "1").env("ADSUM_LOGS", "60");
    };
    // Without a mutant all must be well.
    let mut baseline = Command::new("cargo");
    test(&mut baseline);
    baseline
        .args(["test", "--quiet", "--locked", "--profile", "mutants", "--package", package])
        .args(targets);
    run(baseline.arg("--").args(tests))?;
    test(&mut command);
    command.args(["mutants", "--in-place", "--baseline=skip", "--timeout=60", "--profile=mutants"]);
    command.args(["--no-shuffle", "--test-package", package, "--output"]).arg(&out).args(which);
    command.args(["--cargo-arg=--locked".to_owned(), format!("--cargo-arg=--package={package}")]);
    command.args(targets.iter().map(|target| format!("--cargo-arg={target}")));
    // It fails where a mutant was missed, which is what is counted here.
    command.arg("--").arg("--").args(tests).status().context("cargo-mutants")?;
    let lines = |name: &str| -> Vec<String> {
        let text = fs::read_to_string(out.join("mutants.out").join(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    };
    Ok(([lines("caught.txt"), lines("timeout.txt")].concat(), lines("missed.txt")))
}

/// A program that may take no more than so much memory, where that can be said: a mutant may ask for all that there is.
fn modest(program: &Path) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 8000000; exec \"$0\" \"$@\""]).arg(program);
    command
}

/// Puts what git knows of, or would take, into a folder.
fn copy_sources(to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let list = output(Command::new("git").current_dir(root()).args(list))?;
    for name in list.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root().join(name), to.join(name));
        // What is deleted and not committed is in the list, too.
        if from.is_file() {
            fs::create_dir_all(to.parent().context("a folder")?)?;
            fs::copy(from, to)?;
        }
    }
    Ok(())
}

/// A text as a pattern for itself.
fn escaped(text: &str) -> String {
    let special = |c: char| r"\.+*?()|[]{}^$#&-~".contains(c);
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
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
    let adsum = command_line()?;
    let logs = logs.to_string_lossy().into_owned();
    let make = ["run", "--locked", "--package", "adsum-oracle", "--example", "logs", "--", &logs, LOGS];
    run(Command::new("cargo").current_dir(root()).args(make))?;
    run(Command::new("node").current_dir(&folder).arg("run.mjs").arg(adsum).arg(logs))
}

/// Builds the command line as tests want it.
fn command_line() -> Result<PathBuf> {
    run(Command::new("cargo").current_dir(root()).args(["build", "--locked", "--package", "adsum"]))?;
    executable(&root().join("target").join("debug").join("adsum")).context("the command line was built")
}

/// Workbooks of samples, of hostile names, of nothing and of many rows, as openpyxl and LibreOffice read them
/// (`tests/workbooks`).
pub(crate) fn workbooks() -> Result<()> {
    let folder = root().join("tests").join("workbooks");
    let work = root().join("target").join("workbooks");
    fs::create_dir_all(&work)?;
    let python = setup::python(&folder.join("requirements.txt"), &work.join("python"))?;
    let mut office = "soffice";
    if !on_path(office) && !setup::package("libreoffice-calc", "opens the workbooks")? {
        println!("LibreOffice: LEFT OUT, because it is not there");
        office = "-";
    }
    let adsum = command_line()?;
    let mut logs = Vec::new();
    for (name, sample) in [
        ("classes", ["sample", "classes"].as_slice()),
        ("event", &["sample", "event"]),
        ("large", &["sample", "event", "--size", "12M"]),
    ] {
        let log = work.join(name).with_extension("csv");
        output(Command::new(&adsum).args(sample).arg("-o").arg(&log))?;
        logs.push(log);
    }
    let make = ["run", "--locked", "--package", "adsum-hostile", "--example", "names"];
    let names = output(Command::new("cargo").current_dir(root()).args(make))?;
    let head = names.lines().next().unwrap_or_default().to_owned();
    for (name, text) in [("names", names), ("empty", head)] {
        logs.push(work.join(name).with_extension("csv"));
        fs::write(work.join(name).with_extension("csv"), text)?;
    }
    run(Command::new(python).arg(folder.join("check.py")).arg(adsum).arg(office).arg(&work).args(logs))
}

/// Serves the built page by nginx with the header file for it (`www/host`), and looks at what comes. One process serves it:
/// of several, others would outlive the one that is ended.
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
        "daemon off; master_process off; pid nginx.pid; error_log stderr; events {{}}\nhttp {{ access_log off; types {{ text/html html; }}\n\
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
