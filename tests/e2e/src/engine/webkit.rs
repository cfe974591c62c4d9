//! WebKitGTK. It has no headless mode: it gets a screen of its own, in memory.

use super::{Options, Places, find};
use crate::driver::{DriverCommand, Port};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn driver(options: Options, places: &Places<'_>) -> Result<DriverCommand> {
    // Where downloads go cannot be told it otherwise.
    let config = places.home.join("config");
    fs::create_dir_all(&config)?;
    let downloads = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", places.downloads.display());
    fs::write(config.join("user-dirs.dirs"), downloads)?;
    let mut env: Vec<(String, String)> = [
        ("GDK_BACKEND", "x11"),
        ("NO_AT_BRIDGE", "1"),
        ("GIO_USE_VFS", "local"),
        ("GSETTINGS_BACKEND", "memory"),
        ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ("LANG", "C.UTF-8"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    if !options.wasm {
        env.push(("JSC_useWasm".into(), "0".into()));
    }
    Ok(DriverCommand {
        program: find(&["WebKitWebDriver"])?,
        args: vec!["--host=127.0.0.1".into()],
        env,
        port: Port::Given("--port="),
        display: true,
    })
}

pub(super) fn capabilities(options: Options, places: &Places<'_>) -> Result<Value> {
    let mut args = vec![
        "--automation".to_owned(),
        // Small windows are opened by script.
        "--javascript-can-open-windows-automatically=true".into(),
        format!("--proxy=http://127.0.0.1:{}", places.proxy),
        format!("--ignore-host=127.0.0.1:{}", places.server),
    ];
    if options.dark {
        args.push("--dark-mode".into());
    }
    args.extend(options.user_agent.map(|agent| format!("--user-agent={agent}")));
    Ok(json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": mini_browser()?, "args": args },
    }))
}

/// It is no program for people, so it lies among the libraries: `/usr/lib/<machine>/webkit2gtk-4.1/MiniBrowser`.
fn mini_browser() -> Result<PathBuf> {
    let mut found = Vec::new();
    for top in [Path::new("/usr/lib"), Path::new("/usr/lib64"), Path::new("/usr/libexec")] {
        for folder in std::iter::once(top.to_path_buf()).chain(folders(top)) {
            found.extend(
                folders(&folder)
                    .filter(|inner| {
                        name(inner).starts_with("webkit2gtk-") || name(inner).starts_with("webkitgtk-")
                    })
                    .map(|inner| inner.join("MiniBrowser"))
                    .filter(|program| program.is_file()),
            );
        }
    }
    found.sort();
    found.pop().context("no MiniBrowser of WebKitGTK; on Debian it comes with webkit2gtk-driver")
}

fn folders(of: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(of).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
