//! `cargo xtask test`: every check, in the order in which they are cheapest to fail.

use crate::process::{failure, output, run};
use crate::{dist, fold, fuzz, long, root, setup};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: [Step; 7] = [
    Step { name: "fmt", what: "the Rust code is formatted", run: fmt },
    Step { name: "clippy", what: "no warning, on this computer and in wasm", run: clippy },
    Step { name: "deny", what: "licences, origins and known faults of what we depend on", run: deny },
    Step { name: "unit", what: "unit, golden and property tests", run: unit },
    Step { name: "dist", what: "the page in one file", run: dist::command },
    Step { name: "types", what: "the TypeScript, against the built worker", run: types },
    Step { name: "e2e", what: "the built page in real browsers", run: e2e },
];

/// What `--long` adds, with how long it takes on two cores.
const LONG: [Step; 8] = [
    Step { name: "hostile", what: "files cut at every byte, 50,000 flipped bits (2 min)", run: hostile },
    Step { name: "again", what: "the page built again elsewhere, byte by byte (15 min)", run: again },
    Step {
        name: "fuzz",
        what: "every target of fuzz/, a minute each (35 min)",
        run: || fuzz::fuzz(&[], fuzz::SECONDS),
    },
    Step { name: "sql", what: "both reports of 200 random logs by DuckDB as well (3 min)", run: long::sql },
    Step {
        name: "workbooks",
        what: "workbooks as openpyxl and LibreOffice read them (a minute)",
        run: long::workbooks,
    },
    Step {
        name: "host",
        what: "the page served by nginx with the headers of www/host (a minute)",
        run: long::host,
    },
    Step { name: "coverage", what: "95 % of the core's lines are run (10 min)", run: long::coverage },
    Step {
        name: "mutants",
        what: "90 % of what is altered is noticed, a sixth of it (half an hour)",
        run: long::mutants,
    },
];

pub(crate) fn command(args: &[&str]) -> Result<()> {
    if args.iter().any(|arg| ["--help", "-h"].contains(arg)) {
        println!("cargo xtask test [step...]    without a step: all of them, in this order\n");
        for step in &STEPS {
            println!("  {:<8} {}", step.name, step.what);
        }
        println!("\nwith --long, or where they are named, also:\n");
        for step in &LONG {
            println!("  {:<8} {}", step.name, step.what);
        }
        return Ok(());
    }
    let mut steps = Vec::new();
    let long = args.contains(&"--long");
    for arg in args.iter().filter(|arg| **arg != "--long") {
        match STEPS.iter().chain(&LONG).find(|step| step.name == *arg) {
            Some(step) => steps.push(step),
            None => bail!("`{arg}` is not a step; `cargo xtask test --help` lists them"),
        }
    }
    if steps.is_empty() {
        steps.extend(&STEPS);
        steps.extend(LONG.iter().filter(|_| long));
        // What takes long or may fail for want of something is best known before the first check.
        setup::everything()?;
    }

    let mut durations = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        println!("\n=== {} ({} of {}): {}", step.name, number + 1, steps.len(), step.what);
        let start = Instant::now();
        let result = (step.run)();
        durations.push((step.name, start.elapsed(), if result.is_ok() { "ok" } else { "FAILED" }));
        if result.is_err() {
            summary(&durations);
            return result.with_context(|| {
                format!("the step `{0}` failed; alone it runs with `cargo xtask test {0}`", step.name)
            });
        }
    }
    summary(&durations);
    Ok(())
}

fn summary(durations: &[(&str, Duration, &str)]) {
    println!("\n=== summary");
    for (name, duration, result) in durations {
        println!("  {name:<8} {:>7.1} s  {result}", duration.as_secs_f64());
    }
    let total: Duration = durations.iter().map(|(_, duration, _)| *duration).sum();
    println!("  {:<8} {:>7.1} s", "all", total.as_secs_f64());
}

fn cargo(args: &[&str]) -> Result<()> {
    run(Command::new("cargo").current_dir(root()).args(args))
}

fn fmt() -> Result<()> {
    setup::rust()?;
    cargo(&["fmt", "--all", "--check"])
}

fn clippy() -> Result<()> {
    setup::rust()?;
    cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    cargo(&[
        "clippy",
        "--locked",
        "--package",
        "adsum-web",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ])
}

fn deny() -> Result<()> {
    let program = setup::cargo_tool("cargo-deny")?.join("cargo-deny");
    let deny = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(root()).args(["--locked"]).args(args);
        command
    };
    run(&mut deny(&["check", "bans", "licenses", "sources"]))?;
    // The database of known faults is a git repository. Where it cannot be had, that is no fault of ours.
    match failure(&mut deny(&["fetch", "db"])) {
        None => run(&mut deny(&["check", "advisories"])),
        Some(reason) => {
            println!("advisories: SKIPPED, because their database cannot be fetched: {reason}");
            Ok(())
        }
    }
}

fn unit() -> Result<()> {
    cargo(&["test", "--locked", "--workspace", "--exclude", "adsum-e2e"])
}

fn hostile() -> Result<()> {
    cargo(&["test", "--locked", "--package", "adsum-hostile", "--", "--ignored"])
}

/// Builds the last commit's page in another folder, from nothing, and compares: whoever has the sources can say whether
/// a page was made from them.
fn again() -> Result<()> {
    let git = |args: &[&str]| output(Command::new("git").current_dir(root()).args(args));
    ensure!(
        git(&["status", "--porcelain"])?.trim().is_empty(),
        "what is not committed cannot be built elsewhere: commit it first"
    );
    let elsewhere = root().join("target").join("again");
    if elsewhere.exists() {
        fs::remove_dir_all(&elsewhere)?;
    }
    git(&["clone", "--quiet", ".", &elsewhere.to_string_lossy()])?;
    dist::build()?;
    run(Command::new("cargo").current_dir(&elsewhere).args(["xtask", "dist"]))?;
    let page = |root: &Path| fs::read(root.join("dist").join("index.html"));
    ensure!(page(&root())? == page(&elsewhere)?, "the page built in {} is another", elsewhere.display());
    println!("the same bytes, from {} and {}", root().display(), elsewhere.display());
    Ok(fs::remove_dir_all(&elsewhere)?)
}

fn types() -> Result<()> {
    setup::npm()?;
    fold::types()
}

fn e2e() -> Result<()> {
    let browsers = setup::browsers()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(browsers.folders.into_iter().chain(std::env::split_paths(&path)))?;
    let mut tests = Command::new("cargo");
    tests
        .current_dir(root())
        .args(["test", "--locked", "--package", "adsum-e2e"])
        .env("ADSUM_PAGE", dist::page())
        .env("PATH", path);
    if !browsers.missing.is_empty() {
        tests.arg("--");
    }
    for (name, why) in &browsers.missing {
        println!("e2e: SKIPPED in {name}, {why}");
        tests.args(["--skip", &format!("{name}::")]);
    }
    run(&mut tests)?;
    for (name, why) in &browsers.missing {
        println!("e2e: SKIPPED in {name}, {why}");
    }
    Ok(())
}
