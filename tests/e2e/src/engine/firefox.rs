//! Firefox, by choice its extended support release: what institutions have.

use super::{Options, Places, Viewport, find};
use crate::driver::{DriverCommand, Port};
use anyhow::Result;
use serde_json::{Value, json};

pub(super) const CHATTER: &[&str] = &[
    "content-signature-2.cdn.mozilla.net",
    "firefox-settings-attachments.cdn.mozilla.net",
    "firefox.settings.services.mozilla.com",
];

pub(super) fn driver() -> Result<DriverCommand> {
    Ok(DriverCommand {
        program: find(&["geckodriver"])?,
        // Its second port is not used, but the one that it takes by default may be taken.
        args: ["--port", "0", "--websocket-port", "0"].map(str::to_owned).into(),
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
        "layout.css.prefers-color-scheme.content-override": if options.dark { 0 } else { 1 },
        "intl.locale.requested": "en-US",
        "intl.accept_languages": options.language,
    });
    if options.viewport != Viewport::Desktop {
        // A coarse pointer that cannot hover.
        prefs["ui.primaryPointerCapabilities"] = json!(1);
        prefs["ui.allPointerCapabilities"] = json!(1);
        prefs["dom.w3c_touch_events.enabled"] = json!(1);
    }
    if options.still {
        prefs["ui.prefersReducedMotion"] = json!(1);
    }
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
