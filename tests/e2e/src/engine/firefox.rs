//! Firefox, by choice its extended support release: what institutions have.

use super::{Options, Places, Viewport, find};
use crate::driver::{DriverCommand, Port};
use anyhow::{Result, ensure};
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use url::{ParseError, Url};

pub(super) const CHATTER: &[&str] = &[
    "content-signature-2.cdn.mozilla.net",
    "firefox-settings-attachments.cdn.mozilla.net",
    "firefox.settings.services.mozilla.com",
];

pub(super) fn driver() -> Result<DriverCommand> {
    Ok(DriverCommand {
        program: find(&["geckodriver"])?,
        // Its second port is not used, but the one that it takes by default may be taken.
        args: ["--port", "0", "--websocket-port", "0", "--allow-system-access"].map(str::to_owned).into(),
        env: vec![
            // A screen that is larger than every window that a test wants.
            ("MOZ_HEADLESS_WIDTH".into(), "1600".into()),
            ("MOZ_HEADLESS_HEIGHT".into(), "1400".into()),
        ],
        port: Port::Announced("Listening on 127.0.0.1:"),
        display: false,
    })
}

pub(super) fn capabilities(options: Options, places: &Places<'_>) -> Result<Value> {
    let mut prefs = json!({
        "browser.download.folderList": 2,
        "browser.download.dir": places.downloads,
        "browser.download.useDownloadDir": true,
        "browser.download.alwaysOpenPanel": false,
        "browser.download.always_ask_before_handling_new_types": false,
        // Everything meets the proxy but our own server, loopback too.
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": places.proxy,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": places.proxy,
        "network.proxy.allow_hijacking_localhost": true,
        "network.proxy.no_proxies_on": format!("127.0.0.1:{}", places.server),
        // What it complains of in the page goes to its standard error, from where the rig takes it.
        "browser.dom.window.dump.enabled": true,
        "devtools.console.stdout.content": true,
        // Small windows are opened by script.
        "dom.disable_open_during_load": false,
        "intl.locale.requested": "en-US",
    });
    if !options.wasm {
        prefs["javascript.options.wasm"] = json!(false);
    }
    if let Some(agent) = options.user_agent {
        prefs["general.useragent.override"] = json!(agent);
    }
    let firefox =
        json!({ "binary": find(&["firefox-esr", "firefox"])?, "args": ["-headless"], "prefs": prefs });
    Ok(json!({ "browserName": "firefox", "moz:firefoxOptions": firefox }))
}

/// How long its pages may take to hear of another preference.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// Preferences that it follows while it runs.
pub(super) async fn turn(client: &Client, options: Options) -> Result<()> {
    let small = options.viewport != Viewport::Desktop;
    // A coarse pointer that cannot hover; else what it finds itself.
    let pointer = if small { json!(1) } else { Value::Null };
    let prefs = json!({
        "layout.css.prefers-color-scheme.content-override": if options.dark { 0 } else { 1 },
        "intl.accept_languages": options.language,
        "ui.primaryPointerCapabilities": pointer,
        "ui.allPointerCapabilities": pointer,
        "dom.w3c_touch_events.enabled": if small { 1 } else { 0 },
        "ui.prefersReducedMotion": i32::from(options.still),
    });
    let set = "for (const [name, value] of Object.entries(arguments[0])) {
                   if (value === null) Services.prefs.clearUserPref(name);
                   else if (typeof value === 'number') Services.prefs.setIntPref(name, value);
                   else Services.prefs.setStringPref(name, value);
               }";
    client.issue_cmd(Context("chrome")).await?;
    let done = client.execute(set, vec![prefs]).await;
    client.issue_cmd(Context("content")).await?;
    done?;
    // Its pages live in other processes.
    let wanted = json!([options.dark, small, options.still, options.language]);
    let now = "const is = (what) => matchMedia(`(${what})`).matches;
               return [is('prefers-color-scheme: dark'), is('pointer: coarse'), is('prefers-reduced-motion: reduce'),
                       navigator.language]";
    let start = Instant::now();
    loop {
        let found = client.execute(now, vec![]).await?;
        if found == wanted {
            return Ok(());
        }
        ensure!(start.elapsed() < PATIENCE, "it is {found}, and should be {wanted}");
        tokio::time::sleep(PAUSE).await;
    }
}

/// Says whose scripts are run from now on: a page's (`content`), or the browser's (`chrome`).
#[derive(Debug)]
struct Context(&'static str);

impl WebDriverCompatibleCommand for Context {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/moz/context", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "context": self.0 }).to_string()))
    }
}
