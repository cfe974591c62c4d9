//! The page in real browsers: the built `dist/index.html`, driven through WebDriver.
//!
//! A test is an async function that gets a [`Browser`]: a fresh profile in front of a fresh [server](net::Server)
//! that logs every request, with a [proxy](net::Proxy) in its way to everywhere else that lets nothing through
//! and logs that too. [`in_every_engine!`] makes a [`Case`] of it for each [`Engine`], and `tests/main.rs` runs them:
//! all in one program, so that a browser that has passed its test, and can be made as good as fresh, serves the next
//! that wants one like it. To start one takes longer than most tests.
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
mod case;
mod driver;
mod engine;
pub mod net;
mod pool;
mod times;

pub use browser::{Browser, HELD};
pub use case::{Case, in_order, slowest};
pub use engine::{Ability, Engine, Options, Viewport};
pub use pool::finish;
pub use times::spent;

use anyhow::{Context, Result, bail};
use hyper::header::{HeaderMap, HeaderName};
use std::path::{Path, PathBuf};

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

/// Makes a `cases()` of a file: each async function named, in each engine.
#[macro_export]
macro_rules! in_every_engine {
    ($($test:ident: $options:expr),+ $(,)?) => {
        pub(crate) fn cases() -> Vec<$crate::Case> {
            let mut cases = Vec::new();
            $(cases.extend($crate::Engine::ALL.map(|engine| $crate::Case::new(engine, stringify!($test), $options, $test)));)+
            cases
        }
    };
}
