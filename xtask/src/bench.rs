//! `cargo xtask bench`: the built page and the command line beside others at the same job (`tests/bench`).

use crate::process::{executable, run};
use crate::{dist, root, setup};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;

pub(crate) fn command(args: &[&str]) -> Result<()> {
    if let Some(unknown) = args.iter().find(|arg| !is_flag(arg)) {
        bail!("`{unknown}` is not known: --quick, --sizes=MB,MB, --rounds=N, --only=NAME,NAME");
    }
    setup::browsers()?;
    let folder = root().join("tests").join("bench");
    let work = root().join("target").join("bench");
    fs::create_dir_all(&work).with_context(|| work.display().to_string())?;
    // The others, at the versions that are pinned.
    setup::npm_ci(&folder, "the others")?;
    let python = setup::python(&folder.join("requirements.txt"), &work.join("python"))?;
    dist::command()?;
    run(Command::new("cargo").current_dir(root()).args([
        "build",
        "--locked",
        "--release",
        "--package",
        "adsum",
    ]))?;
    let adsum = executable(&root().join("target").join("release").join("adsum"));
    let adsum = adsum.context("the command line was built")?;
    run(Command::new("node")
        .current_dir(&folder)
        .arg("run.mjs")
        .args([&root().join("dist"), &adsum, &python, &work])
        .args(args))
}

fn is_flag(arg: &str) -> bool {
    arg == "--quick" || ["--sizes=", "--rounds=", "--only="].iter().any(|flag| arg.starts_with(flag))
}
