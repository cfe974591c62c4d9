//! `cargo xtask bench`: the built page and the command line beside others at the same job (`tests/bench`).

use crate::process::{executable, output, run};
use crate::{dist, root, setup};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn command(args: &[&str]) -> Result<()> {
    if let Some(unknown) = args.iter().find(|arg| !is_flag(arg)) {
        bail!("`{unknown}` is not known: --quick, --sizes=MB,MB, --rounds=N, --only=NAME,NAME");
    }
    setup::browsers()?;
    let folder = root().join("tests").join("bench");
    let work = root().join("target").join("bench");
    fs::create_dir_all(&work).with_context(|| work.display().to_string())?;
    let python = peers(&folder, &work)?;
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

/// Fetches the others, at the versions that are pinned, and gives the Python that has DuckDB.
fn peers(folder: &Path, work: &Path) -> Result<PathBuf> {
    setup::npm_ci(folder, "the others")?;
    let home = work.join("python");
    let python = home.join("bin").join("python");
    let pinned = folder.join("requirements.txt");
    let stamp = home.join("installed-from");
    let wanted = fs::read_to_string(&pinned).with_context(|| pinned.display().to_string())?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&pinned))?;
    fs::write(&stamp, wanted).with_context(|| stamp.display().to_string())?;
    Ok(python)
}
