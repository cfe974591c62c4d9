//! What differs between the browsers: how they are started, what they do on their own, and what they cannot.
//!
//! To add one: a variant, a file below `engine/`, its arm in each function here, and a line in
//! `in_every_engine!`.

mod chromium;
mod firefox;
mod webkit;

use crate::driver::DriverCommand;
use anyhow::{Result, anyhow};
use fantoccini::Client;
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
    /// Firefox (on Debian its extended support release), by geckodriver.
    Firefox,
    /// WebKitGTK's own small browser, by its own driver: the nearest to Safari that runs on Linux.
    WebKit,
}

/// Something that tests use and that not every engine or driver has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// To tell what the page made the browser complain of.
    Console,
    /// To print the page as PDF.
    Print,
    /// To take a picture of more than is in view.
    WholePage,
}

impl Engine {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Why it lacks this, if it does. This is the one place where it is said.
    #[must_use]
    pub fn lacks(self, ability: Ability) -> Option<&'static str> {
        match (self, ability) {
            (Self::WebKit, Ability::Console) => {
                Some("WebKitWebDriver has no command for the console, and MiniBrowser prints none of it")
            }
            (Self::WebKit, Ability::Print) => Some("WebKitWebDriver has no command for printing"),
            (Self::WebKit, Ability::WholePage) => Some("WebKitWebDriver sees what is in view"),
            _ => None,
        }
    }
}

/// The size of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Viewport {
    /// 1280 by 900 or so: a window is not all page.
    #[default]
    Desktop,
    /// A tablet of 820 by 1180, with touch (in Chromium also its pixels).
    Tablet,
    /// A phone of 390 by 844, with touch (in Chromium also its pixels).
    Phone,
    /// A window of 1280 by 1024, its content at four times the size: 320 pixels are left. The window may be larger
    /// where an engine opens none so small.
    Zoomed,
}

impl Viewport {
    /// Width and height of the page itself, in its own pixels.
    #[must_use]
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 900),
            Self::Tablet => (820, 1180),
            Self::Phone => (390, 844),
            Self::Zoomed => (320, 640),
        }
    }
}

/// How a test wants its browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The size of the page.
    pub viewport: Viewport,
    /// Whether the system prefers dark.
    pub dark: bool,
    /// Whether there is WebAssembly: hardened browsers have none.
    pub wasm: bool,
    /// The language that the browser asks pages for.
    pub language: &'static str,
    /// Whether the system prefers less motion.
    pub still: bool,
    /// What the browser says that it is, if not the truth.
    pub user_agent: Option<&'static str>,
    /// Whether it is to be used for nothing else: where something is kept in it, or its memory is measured.
    pub own: bool,
}

impl Options {
    /// What most tests want.
    pub const USUAL: Self = Self {
        viewport: Viewport::Desktop,
        dark: false,
        wasm: true,
        language: "en-US",
        still: false,
        user_agent: None,
        own: false,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Where a browser finds its things, all of them fresh.
pub(crate) struct Places<'a> {
    pub(crate) home: &'a Path,
    pub(crate) downloads: &'a Path,
    pub(crate) proxy: u16,
    /// The port of our own server: the one that is reached without the proxy.
    pub(crate) server: u16,
}

impl Engine {
    /// The file, in its home, in which it says what its driver does not print.
    pub(crate) fn log(self) -> Option<&'static str> {
        (self == Self::Chromium).then_some(chromium::LOG)
    }

    pub(crate) fn driver(self, options: Options, places: &Places<'_>) -> Result<DriverCommand> {
        match self {
            Self::Chromium => chromium::driver(),
            Self::Firefox => firefox::driver(),
            Self::WebKit => webkit::driver(options, places),
        }
    }

    pub(crate) fn capabilities(self, options: Options, places: &Places<'_>) -> Result<Capabilities> {
        let value = match self {
            Self::Chromium => chromium::capabilities(options, places)?,
            Self::Firefox => firefox::capabilities(options, places)?,
            Self::WebKit => webkit::capabilities(options, places)?,
        };
        match value {
            Value::Object(map) => Ok(map),
            _ => Err(anyhow!("capabilities are an object")),
        }
    }

    /// Whether a browser that was started for one test can be made as another wants it, without a new start.
    pub(crate) fn turns(self, from: Options, to: Options) -> bool {
        let same = match self {
            Self::Chromium => from,
            Self::Firefox => Options {
                viewport: to.viewport,
                dark: to.dark,
                still: to.still,
                language: to.language,
                ..from
            },
            Self::WebKit => Options { viewport: to.viewport, ..from },
        };
        same == to && !to.own
    }

    /// Makes of a browser what can be changed while it runs; its windows are not touched.
    pub(crate) async fn turn(self, client: &Client, options: Options) -> Result<()> {
        match self {
            Self::Firefox => firefox::turn(client, options).await,
            Self::Chromium | Self::WebKit => Ok(()),
        }
    }

    /// Whether phones and tablets are windows of their own: a window with a toolbar does not get as narrow.
    pub(crate) fn opens_small_windows(self) -> bool {
        self != Self::Chromium
    }

    /// Hosts that the browser itself talks to, whatever the page. They meet the proxy like everything else.
    pub(crate) fn chatter(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => chromium::CHATTER,
            Self::Firefox => firefox::CHATTER,
            Self::WebKit => &[],
        }
    }

    /// The ending of a file that is still being downloaded.
    pub(crate) fn partial_ending(self) -> &'static str {
        match self {
            Self::Chromium => ".crdownload",
            Self::Firefox => ".part",
            Self::WebKit => ".wkdownload",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

/// The first of these programs that is on the PATH.
pub(crate) fn find(names: &[&str]) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| {
            anyhow!(
                "{} is not on the PATH; `cargo xtask test e2e` installs it on Debian, and puts it there",
                names.join(" or ")
            )
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

/// Asks for a picture of the whole page, where a driver has a command for that. Not part of the WebDriver standard.
#[derive(Debug)]
pub(crate) struct WholePage(pub(crate) Engine);

impl WebDriverCompatibleCommand for WholePage {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let command = if self.0 == Engine::Firefox { "moz/screenshot/full" } else { "goog/cdp/execute" };
        base.join(&format!("session/{}/{command}", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (hyper::Method, Option<String>) {
        if self.0 == Engine::Firefox {
            return (hyper::Method::GET, None);
        }
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        let body = json!({ "cmd": "Page.captureScreenshot", "params": params });
        (hyper::Method::POST, Some(body.to_string()))
    }
}
