//! Chromium, and what is built from it.

use super::{Options, Places, Viewport, find};
use crate::driver::{DriverCommand, Port};
use anyhow::Result;
use serde_json::{Value, json};

pub(super) const CHATTER: &[&str] = &[
    "accounts.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "start.duckduckgo.com",
    "update.googleapis.com",
];

/// What it says of itself, in its home.
pub(super) const LOG: &str = "chromium.log";

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";
/// Safari on an iPad says that it is on a Mac.
const IPAD: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                    (KHTML, like Gecko) Version/26.0 Safari/605.1.15";

pub(super) fn driver() -> Result<DriverCommand> {
    Ok(DriverCommand {
        program: find(&["chromedriver"])?,
        args: vec!["--port=0".into()],
        env: Vec::new(),
        port: Port::Announced("started successfully on port "),
        display: false,
    })
}

pub(super) fn capabilities(options: Options, places: &Places<'_>) -> Result<Value> {
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
        format!("--user-data-dir={}", places.home.join("profile").display()),
        // Its driver throws away what it prints.
        "--enable-logging".into(),
        format!("--log-file={}", places.home.join(LOG).display()),
        format!("--proxy-server=http://127.0.0.1:{}", places.proxy),
        // Loopback goes through the proxy too, but for our own server.
        format!("--proxy-bypass-list=<-loopback>;127.0.0.1:{}", places.server),
    ];
    if options.dark {
        args.push("--blink-settings=preferredColorScheme=0".into());
    }
    if options.still {
        args.push("--force-prefers-reduced-motion".into());
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
    let (width, height) = options.viewport.size();
    let mut emulate = |ratio: u32, user_agent: &str| {
        chrome["mobileEmulation"] = json!({
            "deviceMetrics": { "width": width, "height": height, "pixelRatio": ratio, "touch": true },
            "userAgent": options.user_agent.unwrap_or(user_agent),
        });
    };
    match options.viewport {
        Viewport::Desktop => {
            args.push(format!("--window-size={width},{height}"));
            args.extend(options.user_agent.map(|agent| format!("--user-agent={agent}")));
        }
        Viewport::Tablet => emulate(2, IPAD),
        Viewport::Phone | Viewport::Zoomed => emulate(3, IPHONE),
    }
    chrome["args"] = json!(args);
    Ok(
        json!({ "browserName": "chrome", "goog:chromeOptions": chrome, "goog:loggingPrefs": { "browser": "ALL" } }),
    )
}
