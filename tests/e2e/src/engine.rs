//! What differs between the browsers: how they are started, and what they do on their own.
//!
//! To add one: a variant, its arm in each function here, and a line in `in_every_engine!`.

use anyhow::{Result, anyhow};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use serde_json::{Value, json};
use std::fmt;
use std::path::{Path, PathBuf};
use url::{ParseError, Url};

/// A browser engine, with the driver that speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, by chromedriver.
    Chromium,
}

/// The size of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Viewport {
    /// 1280 by 900.
    #[default]
    Desktop,
    /// A phone of 390 by 844, with touch and three pixels to one.
    Phone,
}

/// How a test wants its browser.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The size of the page.
    pub viewport: Viewport,
    /// Whether the system prefers dark.
    pub dark: bool,
    /// Whether there is WebAssembly: hardened browsers have none.
    pub wasm: bool,
    /// The language that the browser asks pages for.
    pub language: &'static str,
}

impl Default for Options {
    fn default() -> Self {
        Self { viewport: Viewport::Desktop, dark: false, wasm: true, language: "en-US" }
    }
}

/// Where a browser finds its things, all of them fresh.
pub(crate) struct Places<'a> {
    pub(crate) profile: &'a Path,
    pub(crate) downloads: &'a Path,
    pub(crate) proxy: u16,
    /// The port of our own server: the one that is reached without the proxy.
    pub(crate) server: u16,
}

/// How to start a driver.
pub(crate) struct DriverCommand {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
    /// What it prints before the port that it chose.
    pub(crate) announces: &'static str,
}

impl Engine {
    pub(crate) fn driver(self) -> Result<DriverCommand> {
        match self {
            Self::Chromium => Ok(DriverCommand {
                program: find(&["chromedriver"])?,
                args: vec!["--port=0".into()],
                announces: "started successfully on port ",
            }),
        }
    }

    pub(crate) fn capabilities(self, options: Options, places: &Places<'_>) -> Result<Capabilities> {
        let value = match self {
            Self::Chromium => chromium(options, places)?,
        };
        match value {
            Value::Object(map) => Ok(map),
            _ => Err(anyhow!("capabilities are an object")),
        }
    }

    /// Hosts that the browser itself talks to, whatever the page. They meet the proxy like everything else.
    pub(crate) fn chatter(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "accounts.google.com",
                "clients2.google.com",
                "content-autofill.googleapis.com",
                "start.duckduckgo.com",
                "update.googleapis.com",
            ],
        }
    }

    /// The ending of a file that is still being downloaded.
    pub(crate) fn partial_ending(self) -> &'static str {
        match self {
            Self::Chromium => "crdownload",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chromium => "chromium",
        })
    }
}

fn chromium(options: Options, places: &Places<'_>) -> Result<Value> {
    let mut args = vec![
        "--headless".to_owned(),
        // In a container there is no room for its sandbox, nor in /dev/shm. It meets only our own page.
        "--no-sandbox".into(),
        "--disable-dev-shm-usage".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter".into(),
        "--force-color-profile=srgb".into(),
        format!("--lang={}", options.language),
        format!("--accept-lang={}", options.language),
        format!("--user-data-dir={}", places.profile.display()),
        format!("--proxy-server=http://127.0.0.1:{}", places.proxy),
        // Loopback goes through the proxy too, but for our own server.
        format!("--proxy-bypass-list=<-loopback>;127.0.0.1:{}", places.server),
    ];
    if options.dark {
        args.push("--blink-settings=preferredColorScheme=0".into());
    }
    if !options.wasm {
        args.push("--js-flags=--jitless".into());
    }
    let mut chrome = json!({
        "binary": find(&["chromium", "chromium-browser", "google-chrome"])?,
        "prefs": {
            "download.default_directory": places.downloads,
            "download.prompt_for_download": false,
            "intl.accept_languages": options.language,
            "profile.default_content_setting_values.automatic_downloads": 1,
        },
    });
    match options.viewport {
        Viewport::Desktop => args.push("--window-size=1280,900".into()),
        Viewport::Phone => {
            chrome["mobileEmulation"] = json!({
                "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 3, "touch": true },
                "userAgent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 \
                              (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
            });
        }
    }
    chrome["args"] = json!(args);
    Ok(
        json!({ "browserName": "chrome", "goog:chromeOptions": chrome, "goog:loggingPrefs": { "browser": "ALL" } }),
    )
}

/// The first of these programs that is on the PATH.
fn find(names: &[&str]) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| {
            anyhow!("{} is not on the PATH; on Debian `cargo xtask setup` installs it", names.join(" or "))
        })
}

/// Asks chromedriver for the console. Not part of the WebDriver standard.
#[derive(Debug)]
pub(crate) struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (hyper::Method, Option<String>) {
        (hyper::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
