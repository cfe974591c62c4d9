//! Browsers that have passed a test, and wait for the next that wants one like them.

use crate::browser::Browser;
use crate::engine::{Engine, Options};
use crate::times::timed;
use anyhow::{Context, Result};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How many may wait: each takes some hundred megabytes.
const MOST: usize = 5;
/// How long it may take to make one as good as fresh.
const RENEWAL_LIMIT: Duration = Duration::from_secs(60);

static WAITING: Mutex<Vec<Browser>> = Mutex::new(Vec::new());
static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

/// The one in which all browsers, servers and proxies are: they outlast a test.
pub(crate) fn runtime() -> Result<&'static Runtime> {
    let made = || Builder::new_multi_thread().worker_threads(2).enable_all().build().ok();
    RUNTIME.get_or_init(made).as_ref().context("no runtime")
}

/// One as this test wants it: one that waits, as good as fresh, else a new one.
pub(crate) async fn take(engine: Engine, options: Options) -> Result<Browser> {
    while let Some(mut browser) = waiting(|all| {
        let is = all.iter().position(|one| one.is(engine, options));
        let place = is.or_else(|| all.iter().position(|one| one.can_be(engine, options)))?;
        Some(all.remove(place))
    }) {
        // One that cannot be used again is no matter: there are others.
        let renewed = tokio::time::timeout(RENEWAL_LIMIT, browser.renew(options));
        match timed(engine, "renewing", renewed).await {
            Ok(Ok(())) => return Ok(browser),
            Ok(Err(_)) | Err(_) => browser.close().await,
        }
    }
    timed(engine, "starting", Browser::start(engine, options)).await
}

/// For the next test. Who has waited longest goes.
pub(crate) async fn give_back(browser: Browser) {
    let gone = if browser.is_for_one() {
        Some(browser)
    } else {
        waiting(|all| {
            all.push(browser);
            (all.len() > MOST).then(|| all.remove(0))
        })
    };
    if let Some(browser) = gone {
        timed(browser.engine(), "closing", browser.close()).await;
    }
}

/// Closes all browsers. Nothing else ends them.
pub fn finish() {
    let Ok(runtime) = runtime() else { return };
    runtime.block_on(async {
        while let Some(browser) = waiting(Vec::pop) {
            browser.close().await;
        }
    });
}

fn waiting<T>(act: impl FnOnce(&mut Vec<Browser>) -> T) -> T {
    act(&mut WAITING.lock().unwrap_or_else(PoisonError::into_inner))
}
