//! A test: what it is called, what it wants, and how it is run.

use crate::browser::Browser;
use crate::engine::{Engine, Options};
use crate::pool;
use crate::times::timed;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a test may take. Engines that start at once on a busy computer need most of it to start.
const TEST_LIMIT: Duration = Duration::from_secs(240);

/// How long each test took.
static TIMES: Mutex<Vec<(Duration, String)>> = Mutex::new(Vec::new());

/// A test, in one engine if it wants any.
pub struct Case {
    name: String,
    browser: Option<(Engine, Options)>,
    asked: bool,
    test: Run,
}

/// Runs a test of this name.
type Run = Box<dyn FnOnce(&str) -> Result<()> + Send>;

impl Case {
    /// A test in a browser.
    pub fn new<Test>(engine: Engine, name: &str, options: Options, test: Test) -> Self
    where
        Test: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static,
    {
        let run = move |name: &str| run(engine, name, options, test);
        Self {
            name: format!("{engine}::{name}"),
            browser: Some((engine, options)),
            asked: false,
            test: Box::new(run),
        }
    }

    /// A test that needs no browser.
    pub fn plain(name: &str, test: fn() -> Result<()>) -> Self {
        Self { name: name.to_owned(), browser: None, asked: false, test: Box::new(move |_| test()) }
    }

    /// The same, run only where it is asked for.
    #[must_use]
    pub fn asked_for(self) -> Self {
        Self { asked: true, ..self }
    }

    /// The same, of this file.
    #[must_use]
    pub fn of(self, file: &str) -> Self {
        Self { name: format!("{file}::{}", self.name), ..self }
    }

    /// File, engine and test.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it runs only where it is asked for.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.asked
    }

    /// Runs it.
    ///
    /// # Errors
    /// Its own, or what kept it from starting.
    pub fn run(self) -> Result<()> {
        let start = Instant::now();
        let result = (self.test)(&self.name);
        TIMES.lock().unwrap_or_else(PoisonError::into_inner).push((start.elapsed(), self.name));
        result
    }
}

/// Those that want the same browser after one another, and engines by turns, so that few are open at once. First come
/// those that want one of their own: they take longest.
#[must_use]
pub fn in_order(mut cases: Vec<Case>) -> Vec<Case> {
    let mut wanted: Vec<Options> = Vec::new();
    for (_, options) in cases.iter().filter_map(|case| case.browser) {
        if !wanted.contains(&options) {
            wanted.push(options);
        }
    }
    wanted.sort_by_key(|options| !options.own);
    cases.sort_by_key(|case| {
        case.browser.and_then(|(_, options)| wanted.iter().position(|other| *other == options))
    });
    cases
}

/// The tests so far that took longest, a line each.
#[must_use]
pub fn slowest(number: usize) -> String {
    let mut times = TIMES.lock().unwrap_or_else(PoisonError::into_inner).clone();
    times.sort_by(|(one, _), (other, _)| other.cmp(one));
    let mut text = String::new();
    for (time, name) in times.iter().take(number) {
        let _ = writeln!(text, "{:>6.1} s  {name}", time.as_secs_f64());
    }
    text
}

/// Runs one test in one engine. A failure leaves a screenshot.
fn run<Test>(engine: Engine, name: &str, options: Options, test: Test) -> Result<()>
where
    Test: AsyncFnOnce(&Browser) -> Result<()>,
{
    pool::runtime()?.block_on(async {
        let browser = pool::take(engine, options).await.with_context(|| format!("starting {engine}"))?;
        let result = timed(engine, "tests", tokio::time::timeout(TEST_LIMIT, test(&browser)))
            .await
            .unwrap_or_else(|_| bail!("not done after {TEST_LIMIT:?}"));
        let Err(error) = result else {
            pool::give_back(browser).await;
            return Ok(());
        };
        // If the page itself gave up, why is what is to be known.
        let failure = browser.script("return document.querySelector('#failure')?.textContent", vec![]);
        let error = match failure.await {
            Ok(Value::String(why)) if !why.is_empty() => error.context(format!("the page failed: {why}")),
            _ => error,
        };
        let shot = browser.screenshot(&format!("failed-{}", name.replace("::", "-"))).await;
        let last_words = browser.last_words();
        // Whatever is wrong with it, no other test is to have it.
        browser.close().await;
        Err(error.context(match shot {
            Ok(path) => format!("in {engine}; it looked like {}", path.display()),
            Err(_) => format!("in {engine}, which could not be looked at; it said last:\n{last_words}"),
        }))
    })
}
