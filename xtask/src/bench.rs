//! `cargo xtask bench`: the built page and the command line beside others at the same job (`tests/bench`).

use crate::process::{executable, run};
use crate::{dist, root, setup};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;

pub(crate) fn command(args: &[&str]) -> Result<()> {
    if let Some(unknown) = args.iter().find(|arg| !is_flag(arg)) {
        bail!("`{unknown}` is not known: --quick, --hot, --sizes=MB,MB, --rounds=N, --only=NAME,NAME|goals");
    }
    if args.contains(&"--hot") {
        return hot();
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

/// The hot parts of the core one by one, natively and in wasm.
fn hot() -> Result<()> {
    setup::rust()?;
    setup::node()?;
    let built = |more: &[&str]| {
        let build = ["build", "--locked", "--release", "--package", "adsum-hot"];
        run(Command::new("cargo").current_dir(root()).args(build).args(more))
    };
    let target = root().join("target");
    built(&["--bin", "adsum-hot"])?;
    built(&["--lib", "--target", "wasm32-unknown-unknown"])?;
    let folder = target.join("bench").join("hot");
    let wasm = target.join("wasm32-unknown-unknown").join("release").join("adsum_hot.wasm");
    run(Command::new(setup::cargo_tool("wasm-bindgen-cli")?.join("wasm-bindgen"))
        .args(["--target", "nodejs", "--out-dir"])
        .args([&folder, &wasm]))?;
    let program = executable(&target.join("release").join("adsum-hot")).context("the program was built")?;
    run(Command::new("node").arg(root().join("tests/bench/hot.mjs")).args([&program, &folder]))
}

fn is_flag(arg: &str) -> bool {
    ["--quick", "--hot"].contains(&arg)
        || ["--sizes=", "--rounds=", "--only="].iter().any(|flag| arg.starts_with(flag))
}
