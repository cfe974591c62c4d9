//! `cargo xtask fuzz`: looks for inputs on which something does not hold (`fuzz/`), with libFuzzer.
//!
//! The instrumentation is made by flags that the stable compiler takes, so no other toolchain is needed; the core
//! has no `unsafe`, so what a sanitizer would find is not looked for. What is found goes to `fuzz/corpus/<target>/`,
//! where the tests replay it from then on.

use crate::process::{output, run};
use crate::{root, setup};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Counters and comparisons that guide the fuzzer, and overflow checks as in tests.
const RUSTFLAGS: [&str; 8] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions",
];

/// How long each target runs where nothing else is said, in seconds.
pub(crate) const SECONDS: u32 = 60;

pub(crate) fn command(args: &[&str]) -> Result<()> {
    let (mut seconds, mut wanted) = (SECONDS, Vec::new());
    let mut args = args.iter();
    while let Some(&arg) = args.next() {
        match arg {
            "--seconds" => {
                let value = args.next().context("--seconds needs a number")?;
                seconds = value.parse().with_context(|| format!("`{value}` is no number of seconds"))?;
            }
            target => wanted.push(target),
        }
    }
    fuzz(&wanted, seconds)
}

/// Fuzzes these targets, or all, each for so many seconds.
pub(crate) fn fuzz(wanted: &[&str], seconds: u32) -> Result<()> {
    setup::rust()?;
    let program = build()?;
    let all = output(Command::new(&program).env("ADSUM_FUZZ", "list"))?;
    let all: Vec<&str> = all.split_whitespace().collect();
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        bail!("`{unknown}` is no target; there are: {}", all.join(", "));
    }
    let targets = if wanted.is_empty() { &all } else { wanted };
    let mut failed = Vec::new();
    for target in targets {
        println!("\n--- {target}");
        let corpus = root().join("fuzz/corpus").join(target);
        let scratch = root().join("target/fuzz/corpus").join(target);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&scratch)?;
        let mut prefix = OsString::from("-artifact_prefix=");
        prefix.push(corpus.join("found-"));
        let found = run(Command::new(&program)
            .env("ADSUM_FUZZ", target)
            .args([
                format!("-max_total_time={seconds}"),
                "-max_len=8192".to_owned(),
                "-verbosity=0".to_owned(),
            ])
            .args(["-timeout=20", "-rss_limit_mb=2048"])
            .arg(prefix)
            .args([&scratch, &corpus, &root().join("tests/corpus")]));
        // An empty folder says nothing.
        let _ = fs::remove_dir(&corpus);
        if found.is_err() {
            failed.push(*target);
        }
    }
    if failed.is_empty() { Ok(()) } else { bail!("something does not hold in {}", failed.join(", ")) }
}

fn build() -> Result<PathBuf> {
    let host = output(Command::new("rustc").args(["--print", "host-tuple"]))?.trim().to_owned();
    let target = root().join("target/fuzz");
    run(Command::new("cargo")
        .current_dir(root())
        .args(["build", "--locked", "--release", "--package", "adsum-fuzz", "--features", "libfuzzer"])
        .args(["--target", &host, "--target-dir"])
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS.join("\u{1f}")))?;
    Ok(target.join(host).join("release").join("fuzz"))
}
