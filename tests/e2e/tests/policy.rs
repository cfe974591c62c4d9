//! Nothing leaves the page: what the policy forbids is tried, and must neither work nor arrive anywhere.
#![cfg(unix)]

use adsum_e2e::net::Server;
use adsum_e2e::{Browser, Options, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::time::Duration;

in_every_engine! {
    nothing_is_sent_after_loading: Options::default(),
    the_page_is_confined: Options::default(),
    a_worker_of_the_page_is_confined: Options::default(),
    without_a_policy_the_rig_sees_it_all: Options::default(),
}

/// Time for a request to arrive that should not have been made.
const SETTLE: Duration = Duration::from_millis(500);

/// A function for page and worker: tries each way out and says for each "done" or "blocked".
///
/// `eval` is the page's own: scripts of a test may have one that no policy binds.
const ATTEMPTS: &str = r"
    const scope = typeof window === 'object' ? window : self;
    const attempt = async (ways) => {
      const results = {};
      for (const [name, way] of Object.entries(ways)) {
        try { await way(); results[name] = 'done'; } catch (error) { results[name] = 'blocked'; }
      }
      return results;
    };
    const ways = (own, canary) => ({
      'fetch own host': () => fetch(own + '/fetched'),
      'fetch other host': () => fetch(canary + '/fetched', { mode: 'no-cors' }),
      'XMLHttpRequest': () => new Promise((done, failed) => {
        const request = new XMLHttpRequest();
        request.onload = done;
        request.onerror = failed;
        request.open('POST', canary + '/xhr');
        request.send('data');
      }),
      'WebSocket': () => new Promise((done, failed) => {
        const socket = new WebSocket(canary.replace('http', 'ws') + '/socket');
        socket.onopen = done;
        socket.onerror = failed;
      }),
      'EventSource': () => new Promise((done, failed) => {
        const source = new EventSource(canary + '/events');
        source.onopen = done;
        source.onerror = () => { source.close(); failed(); };
      }),
      'import': () => import(own + '/module.js'),
      'eval': () => scope.eval('1'),
      'Function': () => new scope.Function('return 1')(),
    });
";

/// Ways that only a document has.
const DOCUMENT_WAYS: &str = r"
    const documentWays = (own, canary) => ({
      'image': () => new Promise((done, failed) => {
        const image = new Image();
        image.onload = done;
        image.onerror = failed;
        image.src = canary + '/image';
      }),
      'inline script': () => {
        const script = document.createElement('script');
        script.text = 'window.ranInline = true';
        document.head.append(script);
        if (!window.ranInline) throw new Error();
      },
      'script of the own host': () => new Promise((done, failed) => {
        const script = document.createElement('script');
        script.onload = done;
        script.onerror = failed;
        script.src = own + '/script.js';
        document.head.append(script);
      }),
      'HTML from text': () => { document.createElement('div').innerHTML = '<b>bold</b>'; },
      'worker from a URL': () => new Worker(own + '/worker.js'),
      'worker from a blob of others': () => new Worker(URL.createObjectURL(new Blob(['1']))),
      'second policy': () => trustedTypes.createPolicy('adsum', { createScriptURL: (url) => url }),
      'other policy': () => trustedTypes.createPolicy('other', { createScriptURL: (url) => url }),
    });
";

fn all_blocked(results: &Value, at_least: usize) -> Result<()> {
    let results = results.as_object().map(|map| map.iter().collect::<Vec<_>>()).unwrap_or_default();
    ensure!(results.len() >= at_least, "only {} ways were tried", results.len());
    let open: Vec<_> = results.iter().filter(|(_, result)| **result != "blocked").collect();
    ensure!(open.is_empty(), "not blocked: {open:?}");
    Ok(())
}

/// Only the page itself was asked for, nothing else anywhere.
async fn nothing_was_sent(browser: &Browser, canary: &Server) -> Result<()> {
    tokio::time::sleep(SETTLE).await;
    let (own, other, canary) = (browser.server().log(), browser.sent_elsewhere(), canary.log());
    ensure!(own == ["GET /"], "our server was asked {own:?}");
    ensure!(other.is_empty() && canary.is_empty(), "others were asked {other:?} {canary:?}");
    Ok(())
}

async fn origins(browser: &Browser) -> Result<(Server, Vec<Value>)> {
    let canary = Server::start(Vec::new()).await?;
    let arguments = vec![json!(browser.server().origin()), json!(canary.origin())];
    Ok((canary, arguments))
}

async fn nothing_is_sent_after_loading(browser: &Browser) -> Result<()> {
    let (canary, _) = origins(browser).await?;
    browser.open().await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    nothing_was_sent(browser, &canary).await
}

async fn the_page_is_confined(browser: &Browser) -> Result<()> {
    let (canary, arguments) = origins(browser).await?;
    browser.open().await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    let script = format!(
        "{ATTEMPTS} {DOCUMENT_WAYS}
         const [own, canary] = args;
         let violations = 0;
         addEventListener('securitypolicyviolation', () => violations++);
         const results = await attempt({{ ...ways(own, canary), ...documentWays(own, canary) }});
         // It answers true even where it is blocked: only the violation and the proxy tell.
         const before = violations;
         navigator.sendBeacon(canary + '/beacon', 'data');
         await new Promise((done) => setTimeout(done, 100));
         results.beacon = violations > before ? 'blocked' : 'done';
         return results;"
    );
    all_blocked(&browser.script(&script, arguments).await?, 17)?;
    nothing_was_sent(browser, &canary).await
}

/// The page's own worker takes no code from a test, and the page lets nobody else start one. But an empty frame
/// inherits the page's policy and may make its one `adsum` policy for itself: with it the test starts a worker as
/// the page does, from a blob: URL under the same rules.
async fn a_worker_of_the_page_is_confined(browser: &Browser) -> Result<()> {
    let (canary, arguments) = origins(browser).await?;
    browser.open().await?;
    browser.element("main[data-screen=start]:not([data-busy])").await?;
    let script = format!(
        "{IN_A_WORKER}
         const frame = document.createElement('iframe');
         document.body.append(frame);
         const inner = frame.contentWindow;
         const policy = inner.trustedTypes?.createPolicy('adsum', {{ createScriptURL: (url) => url }});
         return inWorker((url) => new inner.Worker(policy ? policy.createScriptURL(url) : url), args);"
    );
    all_blocked(&browser.script(&with_source(&script), arguments).await?, 9)?;
    nothing_was_sent(browser, &canary).await
}

/// Starts a worker that makes the attempts, and gives its results.
const IN_A_WORKER: &str = r"
    const inWorker = (start, origins) => new Promise((done, failed) => {
      const worker = start(URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' })));
      worker.onerror = (event) => failed(new Error('worker: ' + event.message));
      worker.onmessage = (event) => done(event.data);
      worker.postMessage(origins);
    });
";

fn with_source(script: &str) -> String {
    let source = format!(
        "{ATTEMPTS}
         onmessage = async (event) => {{
           const [own, canary] = event.data;
           postMessage(await attempt({{
             ...ways(own, canary),
             'importScripts': () => importScripts(own + '/script.js'),
           }}));
         }};"
    );
    format!("const SOURCE = {};\n{script}", json!(source))
}

/// The control: the same attempts, where nothing forbids them, do arrive and are seen.
async fn without_a_policy_the_rig_sees_it_all(browser: &Browser) -> Result<()> {
    let (canary, arguments) = origins(browser).await?;
    browser.open_at("/control").await?;
    let page =
        browser.script(&format!("{ATTEMPTS} return attempt(ways(...args))"), arguments.clone()).await?;
    ensure!(page["fetch own host"] == "done" && page["eval"] == "done", "in the page: {page}");
    let worker = format!("{IN_A_WORKER} return inWorker((url) => new Worker(url), args)");
    let worker = browser.script(&with_source(&worker), arguments).await?;
    ensure!(worker["fetch own host"] == "done" && worker["eval"] == "done", "in the worker: {worker}");

    let own = browser.server().log();
    ensure!(
        own.iter().filter(|line| line.ends_with("/fetched")).count() == 2,
        "our server was asked {own:?}"
    );
    // Both were stopped by the proxy, which saw the origin of the canary.
    let other = browser.sent_elsewhere();
    for wanted in ["/fetched", "/xhr", "/events"] {
        ensure!(other.iter().filter(|line| line.ends_with(wanted)).count() >= 2, "the proxy saw {other:?}");
    }
    ensure!(canary.log().is_empty(), "the proxy let something through");
    Ok(())
}
