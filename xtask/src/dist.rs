//! `cargo xtask dist`: the whole page in one file, `dist/index.html`; and beside it `dist/offline/`, for hosts.
//!
//! Trunk compiles `crates/web` and runs wasm-bindgen over it; its post-build hook, [`crate::fold`], does the rest.

use crate::process::{output, run};
use crate::{offline, root, setup};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn command() -> Result<()> {
    setup::rust()?;
    setup::npm()?;
    build()
}

/// Builds it, and says how large it is.
pub(crate) fn build() -> Result<()> {
    let tools = [setup::cargo_tool("trunk")?, setup::cargo_tool("wasm-bindgen-cli")?];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(tools.into_iter().chain(std::env::split_paths(&path)))?;

    // Trunk runs cargo offline, so that nothing is fetched behind our back; what is in the lock file comes now.
    run(Command::new("cargo").current_dir(root()).args(["fetch", "--locked", "--quiet"]))?;
    run(Command::new("trunk")
        .current_dir(root())
        .args(["--skip-version-check", "--log", "error", "build"])
        .env("PATH", path)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", rustflags()?)
        // Trunk takes any value but "true" and "false" for a mistake.
        .env_remove("NO_COLOR"))?;
    offline::write(&page())?;
    report(&page())
}

/// The built page.
pub(crate) fn page() -> PathBuf {
    root().join("dist").join("index.html")
}

/// Flags of `.cargo/config.toml`, and no folder of this computer in the file: the same sources give the same
/// bytes anywhere.
fn rustflags() -> Result<OsString> {
    let mut flags = OsString::from("-Ctarget-feature=+simd128");
    let mut remap = |from: &Path, to: &str| {
        flags.push(" --remap-path-prefix=");
        flags.push(from);
        flags.push(format!("={to}"));
    };
    // rustc lets the last one that fits win: so the general ones first.
    if let Some(cargo) = cargo_home() {
        remap(&cargo, "cargo");
        if let Ok(registries) = fs::read_dir(cargo.join("registry").join("src")) {
            for registry in registries {
                remap(&registry?.path(), "crates");
            }
        }
    }
    remap(&root(), "adsum");
    Ok(flags)
}

/// Where cargo keeps the sources of crates.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let default = || std::env::var_os(home).map(|home| Path::new(&home).join(".cargo"));
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(default)
}

fn report(page: &Path) -> Result<()> {
    let raw = fs::metadata(page).with_context(|| format!("{} was not built", page.display()))?.len();
    let brotli = output(Command::new("node").args([
        "-e",
        "process.stdout.write(String(require('zlib').brotliCompressSync(require('fs').readFileSync(process.argv[1])).length))",
    ]).arg(page))?;
    println!(
        "dist/index.html: {} KB, {} KB as brotli",
        raw.div_ceil(1000),
        brotli.parse::<u64>()?.div_ceil(1000)
    );
    Ok(())
}
