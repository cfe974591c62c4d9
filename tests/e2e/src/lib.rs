//! The page in real browsers: the built `dist/index.html`, driven through WebDriver.
//!
//! A test is an async function that gets a [`Browser`]: a fresh profile in front of a fresh [server](net::Server)
//! that logs every request, with a [proxy](net::Proxy) in its way to everywhere else that lets nothing through
//! and logs that too. [`in_every_engine!`] makes one `#[test]` of it for each [`Engine`]:
//!
//! ```ignore
//! async fn the_page_answers(browser: &Browser) -> Result<()> {
//!     browser.open().await?;
//!     browser.element("main[data-screen=start]").await.map(drop)
//! }
//! in_every_engine! { the_page_answers: Options::default() }
//! ```
#![cfg(unix)]

mod browser;
mod driver;
mod engine;
pub mod net;

pub use browser::Browser;
pub use engine::{Ability, Engine, Options, Viewport};

use anyhow::{Context, Result, bail};
use hyper::header::{HeaderMap, HeaderName};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a test may take. Engines that start at once on a busy computer need most of it to start.
const TEST_LIMIT: Duration = Duration::from_secs(240);

/// The built page: `$ADSUM_PAGE`, or `dist/index.html`.
///
/// # Errors
/// If it has not been built.
pub fn page() -> Result<PathBuf> {
    let page = std::env::var_os("ADSUM_PAGE").map_or_else(|| root().join("dist/index.html"), PathBuf::from);
    if !page.is_file() {
        bail!("{} is not there: build it with `cargo xtask dist`", page.display());
    }
    page.canonicalize().context("the built page")
}

/// The headers that hosts are given in `www/host`, as the file for hosts with `_headers` has them.
///
/// # Errors
/// If that cannot be read.
pub fn host_headers() -> Result<HeaderMap> {
    let text = std::fs::read_to_string(root().join("www/host/_headers"))?;
    let mut headers = HeaderMap::new();
    for line in text.lines().filter(|line| line.starts_with(' ')) {
        let (name, value) = line.trim().split_once(": ").context("a name and a value")?;
        headers.insert(HeaderName::try_from(name)?, value.parse()?);
    }
    Ok(headers)
}

/// The top of the checkout.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Runs one test in one engine; what [`in_every_engine!`] calls. A failure leaves a screenshot.
///
/// # Errors
/// The test's, or what kept it from starting.
pub fn run<Test>(engine: Engine, name: &str, options: Options, test: Test) -> Result<()>
where
    Test: AsyncFnOnce(&Browser) -> Result<()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let browser = Browser::start(engine, options).await.with_context(|| format!("starting {engine}"))?;
        let result = tokio::time::timeout(TEST_LIMIT, test(&browser))
            .await
            .unwrap_or_else(|_| bail!("not done after {TEST_LIMIT:?}"));
        let result = match result {
            Ok(()) => Ok(()),
            Err(error) => {
                // If the page itself gave up, why is what is to be known.
                let failure =
                    browser.script("return document.querySelector('#failure')?.textContent", vec![]);
                let error = match failure.await {
                    Ok(Value::String(why)) if !why.is_empty() => {
                        error.context(format!("the page failed: {why}"))
                    }
                    _ => error,
                };
                let shot = browser.screenshot(&format!("failed-{engine}-{name}")).await;
                Err(error.context(match shot {
                    Ok(path) => format!("in {engine}; it looked like {}", path.display()),
                    Err(_) => format!("in {engine}"),
                }))
            }
        };
        browser.close().await;
        result
    })
}

/// Makes a `#[test]` for each engine of each async function named.
#[macro_export]
macro_rules! in_every_engine {
    ($($test:ident: $options:expr),+ $(,)?) => {
        $crate::in_every_engine! { @engine chromium Chromium $($test: $options),+ }
        $crate::in_every_engine! { @engine firefox Firefox $($test: $options),+ }
        $crate::in_every_engine! { @engine webkit WebKit $($test: $options),+ }
    };
    (@engine $module:ident $engine:ident $($test:ident: $options:expr),+) => {
        mod $module {
            #[allow(unused_imports, reason = "for the options")]
            use super::*;
            $(
                #[test]
                fn $test() -> anyhow::Result<()> {
                    $crate::run($crate::Engine::$engine, stringify!($test), $options, super::$test)
                }
            )+
        }
    };
}
