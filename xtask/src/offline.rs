//! `dist/offline/`: what a host puts beside the page so that people may keep it on their device.
//!
//! The page itself is not touched: its policy lets it register nothing. `offline.html` registers `sw.js`, which names
//! every file that it keeps by its SHA-256.

use crate::fold::{element, hash, hex};
use crate::root;
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Every file that is kept but the page, and what it is.
const KEPT: [(&str, &str); 4] = [
    ("offline.html", "text/html; charset=utf-8"),
    ("adsum.webmanifest", "application/manifest+json"),
    ("adsum-192.png", "image/png"),
    ("adsum-512.png", "image/png"),
];

/// Where `sw.js` has them.
const NO_FILES: &str = "const FILES = {};";

/// Writes the folder, for the page that was built.
pub(crate) fn write(page: &Path) -> Result<()> {
    let source = root().join("www/host/offline");
    let text = |name: &str| fs::read_to_string(source.join(name)).with_context(|| format!("no {name}"));
    let folder = page.with_file_name("offline");
    fs::create_dir_all(&folder)?;
    let html = chooser(&text("offline.html")?, &text("offline.css")?, &text("offline.js")?)?;
    fs::write(folder.join("offline.html"), html)?;
    for (name, _) in &KEPT[1..] {
        fs::copy(source.join(name), folder.join(name)).with_context(|| format!("no {name}"))?;
    }
    let mut files = vec![("", "text/html; charset=utf-8", fs::read(page)?)];
    for (name, kind) in KEPT {
        files.push((name, kind, fs::read(folder.join(name))?));
    }
    fs::write(folder.join("sw.js"), worker(&text("sw.js")?, &files)?)?;
    Ok(())
}

/// The page on which it is chosen, with a policy of its own.
fn chooser(html: &str, style: &str, script: &str) -> Result<String> {
    let policy = [
        "default-src 'none'".to_owned(),
        format!("script-src {}", hash(script)),
        format!("style-src {}", hash(style)),
        "img-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        "connect-src 'none'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types offline".to_owned(),
    ]
    .join("; ");
    let mut page = html.to_owned();
    for (name, text) in [
        ("policy", format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#)),
        ("style", element("style", style)?),
        ("script", element("script", script)?),
    ] {
        let place = format!("<!-- fold: {name} -->");
        ensure!(page.matches(&place).count() == 1, "offline.html needs exactly one `{place}`");
        page = page.replace(&place, &text);
    }
    Ok(page)
}

/// The service worker, with the files that it keeps.
fn worker(script: &str, files: &[(&str, &str, Vec<u8>)]) -> Result<String> {
    ensure!(script.matches(NO_FILES).count() == 1, "sw.js needs exactly one `{NO_FILES}`");
    let list = files.iter().fold(String::new(), |list, (name, kind, bytes)| {
        let digest = hex(&Sha256::digest(bytes));
        list + &format!("  \"{name}\": {{ type: \"{kind}\", sha256: \"{digest}\" }},\n")
    });
    Ok(script.replace(NO_FILES, &format!("const FILES = {{\n{list}}};")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_named_by_its_digest() -> Result<()> {
        let made = worker("a\nconst FILES = {};\nb", &[("", "text/html", b"page".to_vec())])?;
        let digest = hex(&Sha256::digest("page"));
        assert_eq!(
            made,
            format!("a\nconst FILES = {{\n  \"\": {{ type: \"text/html\", sha256: \"{digest}\" }},\n}};\nb")
        );
        assert!(worker("nothing", &[]).is_err());
        Ok(())
    }

    #[test]
    fn the_policy_names_what_is_in_the_page() -> Result<()> {
        let html = "<!-- fold: policy --><!-- fold: style --><!-- fold: script -->";
        let page = chooser(html, "a{}", "go()")?;
        assert!(page.contains(&hash("go()")) && page.contains(&hash("a{}")) && !page.contains("unsafe"));
        assert!(chooser("<!-- fold: style -->", "", "").is_err());
        Ok(())
    }

    /// What a host is told to send with the page is what the worker sends with it.
    #[test]
    fn the_headers_are_those_of_hosts() -> Result<()> {
        let [worker, headers] =
            ["offline/sw.js", "_headers"].map(|name| fs::read_to_string(root().join("www/host").join(name)));
        let (worker, headers) = (worker?, headers?);
        let told = headers.lines().filter_map(|line| line.trim().split_once(": "));
        let told: Vec<_> = told.filter(|(name, _)| *name != "Cache-Control").collect();
        assert!(told.len() > 4, "{told:?}");
        for (name, value) in told {
            assert!(worker.contains(&format!("\"{name}\": \"{value}\"")), "{name}: {value}");
        }
        Ok(())
    }
}
