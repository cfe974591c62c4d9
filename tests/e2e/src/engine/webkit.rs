//! WebKitGTK. It has no headless mode: it gets a screen of its own, in memory.

use super::{Options, Places, find};
use crate::driver::{DriverCommand, Port};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) fn driver(options: Options, places: &Places<'_>) -> Result<DriverCommand> {
    // Where downloads go cannot be told it otherwise.
    let config = places.home.join("config");
    fs::create_dir_all(&config)?;
    let downloads = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", places.downloads.display());
    fs::write(config.join("user-dirs.dirs"), downloads)?;
    if options.still {
        let folder = config.join("gtk-3.0");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")?;
    }
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
    if options.language != Options::default().language {
        env.extend(locale(options.language, places.home)?);
    }
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

/// It asks pages for the language of the system's locale, which must exist: here is one of its own.
fn locale(language: &str, home: &Path) -> Result<[(String, String); 2]> {
    let folder = home.join("locales");
    fs::create_dir_all(&folder)?;
    let source = if language.contains('-') {
        language.replace('-', "_")
    } else {
        format!("{language}_{}", language.to_uppercase())
    };
    let name = format!("{source}.UTF-8");
    let mut localedef = Command::new("localedef");
    localedef.args(["--quiet", "--no-archive", "-f", "UTF-8", "-i", &source]).arg(folder.join(&name));
    // It may warn, and end as if it had failed.
    let told = localedef.output().context("no localedef; on Debian it is in libc-bin")?;
    ensure!(
        folder.join(&name).is_dir(),
        "no locale {name}; on Debian its source comes with `locales`: {}",
        String::from_utf8_lossy(&told.stderr)
    );
    Ok([("LOCPATH".into(), folder.display().to_string()), ("LC_ALL".into(), name)])
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
