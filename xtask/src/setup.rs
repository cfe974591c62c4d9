//! Installs what is missing, and says what, why and how long it takes. Versions: `tools.toml`.

use crate::process::{executable, on_path, output, run, succeeds};
use crate::root;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Deserialize)]
struct Tools {
    node: Node,
    cargo: BTreeMap<String, CargoTool>,
    browser: Vec<Browser>,
}

#[derive(Deserialize)]
struct Node {
    minimum: u32,
}

#[derive(Deserialize)]
struct CargoTool {
    version: String,
    binary: String,
    why: String,
    minutes: u32,
    locked: bool,
    quick: bool,
    #[serde(default)]
    long: bool,
}

#[derive(Deserialize)]
struct Browser {
    name: String,
    /// Each can be any one of these.
    programs: Vec<Vec<String>>,
    packages: Vec<String>,
    /// The cargo tool that drives it, if it is one.
    driver: Option<String>,
}

impl Browser {
    fn missing(&self) -> Vec<String> {
        let there = |names: &&Vec<String>| names.iter().any(|name| on_path(name));
        self.programs.iter().filter(|names| !there(names)).map(|names| names.join(" or ")).collect()
    }
}

/// What the end-to-end tests can run in.
pub(crate) struct Browsers {
    /// Names of browsers that are not there, each with why. None on Debian.
    pub(crate) missing: Vec<(String, String)>,
    /// Folders of drivers that are no programs of the system.
    pub(crate) folders: Vec<PathBuf>,
}

fn tools() -> Result<Tools> {
    toml::from_str(include_str!("../tools.toml")).context("xtask/tools.toml")
}

/// `cargo xtask setup`.
pub(crate) fn everything() -> Result<()> {
    rust()?;
    npm()?;
    let tools = tools()?;
    // Drivers are installed with the browsers that they drive.
    let drives = |name: &String| tools.browser.iter().any(|browser| browser.driver.as_ref() == Some(name));
    for (name, _) in tools.cargo.iter().filter(|(name, tool)| !tool.long && !drives(name)) {
        cargo_tool(name)?;
    }
    browsers()?;
    println!("everything is installed");
    Ok(())
}

/// The wasm target and the components of `rust-toolchain.toml`. rustup adds them by itself, unless it was told
/// not to install anything automatically.
pub(crate) fn rust() -> Result<()> {
    if !on_path("rustup") {
        // A toolchain from elsewhere: cargo will say what it misses.
        return Ok(());
    }
    let rustup = |args: &[&str]| output(Command::new("rustup").current_dir(root()).args(args));
    if !rustup(&["target", "list", "--installed"])?.lines().any(|line| line == "wasm32-unknown-unknown") {
        println!("The worker is compiled to WebAssembly: adding that target to Rust (some seconds).");
        run(Command::new("rustup").current_dir(root()).args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    let installed = rustup(&["component", "list", "--installed"])?;
    for component in ["clippy", "rustfmt"] {
        if !installed.lines().any(|line| line.starts_with(component)) {
            println!("The checks use {component}: adding it to Rust (some seconds).");
            run(Command::new("rustup").current_dir(root()).args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Whether Node.js is there, and new enough.
pub(crate) fn node() -> Result<()> {
    let minimum = tools()?.node.minimum;
    let version = output(Command::new("node").arg("--version"))
        .with_context(|| format!("Node.js {minimum} or newer, with npm, is needed to build the page"))?;
    let major: u32 =
        version.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major < minimum {
        bail!("Node.js {minimum} or newer is needed to build the page; this one is {}", version.trim());
    }
    Ok(())
}

/// `npm ci` in `www/`, unless what is there was installed from these very files.
pub(crate) fn npm() -> Result<()> {
    node()?;
    npm_ci(&root().join("www"), "what bundles the page")
}

/// `npm ci` in this folder, unless what is there was installed from these very files.
pub(crate) fn npm_ci(folder: &Path, what: &str) -> Result<()> {
    let read = |name| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let wanted = read("package.json")? + &read("package-lock.json")?;
    let modules = folder.join("node_modules");
    unless_installed(&modules.join(".installed-from"), &wanted, || {
        println!("Installing {what}, from npm into {} (under a minute).", modules.display());
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        // No package of ours needs its install script: what they ship is complete without.
        run(Command::new(npm).current_dir(folder).args(["ci", "--ignore-scripts"]))
    })
}

/// Installs what is wanted, unless the stamp says that just that is there.
fn unless_installed(stamp: &Path, wanted: &str, install: impl FnOnce() -> Result<()>) -> Result<()> {
    if fs::read_to_string(stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    install()?;
    fs::write(stamp, wanted).with_context(|| stamp.display().to_string())
}

/// A Python with what a file names, at the versions that are pinned there, in a folder of its own.
pub(crate) fn python(pinned: &Path, home: &Path) -> Result<PathBuf> {
    let python = home.join("bin").join("python");
    let wanted = fs::read_to_string(pinned).with_context(|| pinned.display().to_string())?;
    unless_installed(&home.join("installed-from"), &wanted, || {
        run(Command::new("python3").args(["-m", "venv"]).arg(home))?;
        output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(pinned))?;
        Ok(())
    })?;
    Ok(python)
}

/// The command to run a program of an npm package.
pub(crate) fn npm_program(name: &str) -> Command {
    let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    Command::new(root().join("www").join("node_modules").join(".bin").join(file))
}

/// The folder with the programs of a cargo tool, installed if it was not.
pub(crate) fn cargo_tool(name: &str) -> Result<PathBuf> {
    let tools = tools()?;
    let tool = tools.cargo.get(name).with_context(|| format!("{name} is not in xtask/tools.toml"))?;
    let home = cache()?.join("tools").join(format!("{name}-{}", tool.version));
    let bin = home.join("bin");
    if executable(&bin.join(&tool.binary)).is_some() {
        return Ok(bin);
    }
    println!(
        "Installing {name} {}, which {} (about {} minutes, once), into {}",
        tool.version,
        tool.why,
        tool.minutes,
        home.display()
    );
    let mut install = Command::new("cargo");
    install
        .current_dir(root())
        .args(["install", name, "--version", &format!("={}", tool.version), "--root"])
        .arg(&home);
    if tool.locked {
        install.arg("--locked");
    }
    if tool.quick {
        install
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    }
    run(&mut install)?;
    Ok(bin)
}

/// The browsers of the end-to-end tests. On Debian and its kin they are installed, so that none is ever left out;
/// elsewhere what is there is used, if anything is.
pub(crate) fn browsers() -> Result<Browsers> {
    let browsers = tools()?.browser;
    let packages: Vec<String> = browsers
        .iter()
        .filter(|browser| !browser.missing().is_empty())
        .flat_map(|browser| browser.packages.iter().cloned())
        .collect();
    let debian = on_path("apt-get");
    if debian && !packages.is_empty() {
        println!("Installing browsers for the end-to-end tests (some minutes): {}", packages.join(", "));
        apt(&["update"])?;
        let mut install = vec!["install", "--yes", "--no-install-recommends"];
        install.extend(packages.iter().map(String::as_str));
        apt(&install)?;
    }
    let mut found = Browsers { missing: Vec::new(), folders: Vec::new() };
    for browser in &browsers {
        let missing = browser.missing();
        if missing.is_empty() {
            found.folders.extend(browser.driver.as_deref().map(cargo_tool).transpose()?);
        } else {
            found.missing.push((browser.name.clone(), format!("not on the PATH: {}", missing.join(", "))));
        }
    }
    if found.missing.len() == browsers.len() || (debian && !found.missing.is_empty()) {
        let lines: Vec<String> = found.missing.iter().map(|(name, why)| format!("{name}, {why}")).collect();
        bail!("the end-to-end tests lack {}", lines.join("; "));
    }
    Ok(found)
}

/// Installs a package, on Debian and its kin; whether that could be done.
pub(crate) fn package(name: &str, why: &str) -> Result<bool> {
    if !on_path("apt-get") {
        return Ok(false);
    }
    println!("Installing {name}, which {why} (under a minute).");
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", name])?;
    Ok(true)
}

fn apt(args: &[&str]) -> Result<()> {
    let root_user = succeeds(Command::new("sh").args(["-c", "test \"$(id -u)\" = 0"]));
    let mut command = Command::new(if root_user { "apt-get" } else { "sudo" });
    if !root_user {
        command.arg("apt-get");
    }
    run(command.args(args).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Where installed tools are kept.
fn cache() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = |below| set("HOME").map(|home| home.join(below));
    let folder = set("ADSUM_CACHE").or_else(|| {
        if cfg!(windows) {
            set("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            home("Library/Caches")
        } else {
            set("XDG_CACHE_HOME").or_else(|| home(".cache"))
        }
    });
    Ok(folder.context("no place for installed tools: set ADSUM_CACHE to a folder")?.join("adsum"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_halves_of_wasm_bindgen_are_equal() -> Result<()> {
        let cli = &tools()?.cargo["wasm-bindgen-cli"].version;
        let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml"))?.parse()?;
        assert_eq!(
            manifest["workspace"]["dependencies"]["wasm-bindgen"].as_str(),
            Some(format!("={cli}").as_str())
        );
        Ok(())
    }
}
