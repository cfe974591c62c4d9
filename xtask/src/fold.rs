//! The fold: what Trunk's post-build hook does to make one file.
//!
//! In: `index.html` as Trunk left it, and `adsum-web.js`, `adsum-web.d.ts`, `adsum-web_bg.wasm`, all in Trunk's
//! staging folder. Then, with intermediate files in `target/fold/`:
//!
//! 1. the types of `www/src` are checked against the glue's (tsc);
//! 2. `worker.ts` and the glue become one classic script, as text;
//! 3. `main.ts`, with that text in it, becomes the page's script; `check.ts` the small one before it; `style.css` is
//!    minified (all by esbuild);
//! 4. the wasm goes through wasm-opt, zstd and base64 into an inert element;
//! 5. each takes the place of its `<!-- fold: … -->` comment, and the policy names their hashes;
//! 6. the page tells its version, its commit, and the SHA-256 of itself as it is before that is put in.
//!
//! Only `index.html` stays. The same sources give the same bytes: nothing here knows the time or the place.

use crate::process::run;
use crate::{dist, root, setup};
use anyhow::{Context, Result, bail, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compiler has inlined what is worth it, and left out what browsers are to make fast code of by itself.
const NO_INLINING: [&str; 6] = [
    "--always-inline-max-function-size",
    "0",
    "--flexible-inline-max-function-size",
    "0",
    "--one-caller-inline-max-function-size",
    "0",
];
/// What wasm-opt may use: what rustc 1.95 emits for wasm32-unknown-unknown, with simd128. All of it is in Safari 16.4.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// How hard the wasm is packed: zstd's most. A quarter smaller than deflate, whose window of 32 KB is small for code,
/// and as quickly unpacked. (xz: a tenth smaller still, unpacked four times slower. Brotli needs a large decoder.)
const LEVEL: i32 = 22;

/// The oldest browsers that are supported, for esbuild.
const TARGETS: &str = "--target=safari16.4,chrome109,firefox115";

pub(crate) fn command() -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("`fold` is called by Trunk's hook; people call `cargo xtask dist`")?;
    let fold = root().join("target").join("fold");
    fs::create_dir_all(&fold)?;
    for name in ["adsum-web.js", "adsum-web.d.ts", "adsum-web_bg.wasm"] {
        fs::copy(staging.join(name), fold.join(name))
            .with_context(|| format!("Trunk's output lacks {name}"))?;
    }

    types()?;
    let parts = Parts {
        style: style(&fold)?,
        check: script(&fold, "check.ts", &["--target=es2015"])?,
        script: {
            let worker = script(&fold, "worker.ts", &[TARGETS])?;
            fs::write(fold.join("worker.txt"), worker.trim_end())?;
            script(&fold, "main.ts", &[TARGETS, "--loader:.txt=text"])?
        },
        wasm: BASE64_STANDARD.encode(zstd::bulk::compress(&optimised(&fold)?, LEVEL)?),
    };
    let page = parts.into_page(&fs::read_to_string(staging.join("index.html"))?, &commit())?;

    for entry in fs::read_dir(&staging)? {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }
            .with_context(|| path.display().to_string())?;
    }
    fs::write(staging.join("index.html"), page)?;
    Ok(())
}

/// Checks the TypeScript, against the glue of the last build.
pub(crate) fn types() -> Result<()> {
    ensure!(
        root().join("target/fold/adsum-web.d.ts").is_file(),
        "the types of the worker come from its build: run `cargo xtask dist` first"
    );
    run(setup::npm_program("tsc").args(["--project", "tsconfig.json"]).current_dir(root().join("www")))
}

/// What goes into the page, ready to be put there.
struct Parts {
    style: String,
    check: String,
    script: String,
    wasm: String,
}

impl Parts {
    fn into_page(self, html: &str, commit: &str) -> Result<String> {
        // The check is a hint, not a gate; what the gate names is exactly what is in the file.
        let policy = [
            "default-src 'none'".to_owned(),
            format!("script-src {} {} 'wasm-unsafe-eval'", hash(&self.check), hash(&self.script)),
            format!("style-src {}", hash(&self.style)),
            "img-src data: blob:".to_owned(),
            "worker-src blob:".to_owned(),
            "connect-src 'none'".to_owned(),
            "base-uri 'none'".to_owned(),
            "form-action 'none'".to_owned(),
            "require-trusted-types-for 'script'".to_owned(),
            "trusted-types adsum".to_owned(),
        ]
        .join("; ");
        let mut page = html.to_owned();
        for (name, text) in [
            ("build", build(commit)),
            ("policy", format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#)),
            ("style", element("style", &self.style)?),
            ("check", element("script", &self.check)?),
            ("script", element("script", &self.script)?),
            (
                "wasm",
                format!("<script type=\"application/wasm+zstd+base64\" id=\"wasm\">{}</script>", self.wasm),
            ),
        ] {
            let place = format!("<!-- fold: {name} -->");
            ensure!(page.matches(&place).count() == 1, "www/index.html needs exactly one `{place}`");
            page = page.replace(&place, &text);
        }
        // Before the policy, nothing may be loaded or run.
        let before = page.split("<meta http-equiv").next().unwrap_or_default();
        for tag in ["<script", "<style", "<link", "<img"] {
            ensure!(!before.contains(tag), "www/index.html: `{tag}` comes before the policy");
        }
        let digest = hex(&Sha256::digest(&page));
        Ok(page.replacen(NO_DIGEST, &NO_DIGEST.replace("\"\"", &format!("\"{digest}\"")), 1))
    }
}

/// What a page has in the place of its own SHA-256 while that is computed. The command that the page shows for
/// checking a saved file puts this back.
const NO_DIGEST: &str = r#"<meta name="sha256" content="">"#;

/// What the page tells of its build.
fn build(commit: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(r#"<meta name="version" content="{version}"><meta name="commit" content="{commit}">{NO_DIGEST}"#)
}

/// The commit that is built, marked where the checkout differs from it; "unknown" without git.
fn commit() -> String {
    let described = Command::new("git")
        .args(["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"])
        .current_dir(root())
        .output();
    let name = described.ok().filter(|output| output.status.success()).map(|output| output.stdout);
    let name = String::from_utf8_lossy(name.as_deref().unwrap_or(b"unknown")).trim().to_owned();
    name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

pub(crate) fn element(name: &str, content: &str) -> Result<String> {
    let lower = content.to_ascii_lowercase();
    for trap in [&format!("</{name}"), "<!--"] {
        if lower.contains(trap) {
            bail!("the {name} contains `{trap}`, which HTML would take for its own");
        }
    }
    Ok(format!("<{name}>{content}</{name}>"))
}

pub(crate) fn hash(content: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content)))
}

/// Bundles one script of `www/src`, as a classic script.
fn script(fold: &Path, name: &str, options: &[&str]) -> Result<String> {
    let out = fold.join(Path::new(name).with_extension("js"));
    let alias = |module: &str, file: &str| format!("--alias:{module}={}", fold.join(file).display());
    run(setup::npm_program("esbuild")
        .current_dir(root().join("www"))
        .arg(format!("src/{name}"))
        .args([
            "--bundle",
            "--minify",
            "--format=iife",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
            // In the glue's way of fetching the wasm by itself, which the worker does not use.
            "--log-override:empty-import-meta=silent",
        ])
        .args([alias("adsum-web", "adsum-web.js"), alias("worker-source", "worker.txt")])
        .arg(format!("--outfile={}", out.display()))
        .args(options))?;
    Ok(fs::read_to_string(out)?.trim_end().to_owned())
}

fn style(fold: &Path) -> Result<String> {
    let out = fold.join("style.css");
    run(setup::npm_program("esbuild")
        .current_dir(root().join("www"))
        .args([
            "style.css",
            "--bundle",
            "--minify",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=warning",
            TARGETS,
        ])
        .arg(format!("--outfile={}", out.display())))?;
    Ok(fs::read_to_string(out)?.trim_end().to_owned())
}

fn optimised(fold: &Path) -> Result<Vec<u8>> {
    let out = fold.join("optimised.wasm");
    run(setup::npm_program("wasm-opt")
        .current_dir(fold)
        .args(["adsum-web_bg.wasm", "-O3", "--strip-debug", "--strip-producers"])
        .args(NO_INLINING)
        .args(WASM_FEATURES)
        .args(["--output", "optimised.wasm"]))?;
    let wasm = fs::read(out)?;
    for folder in [Some(root()), dist::cargo_home()].into_iter().flatten() {
        let name = folder.to_string_lossy();
        let found = wasm.windows(name.len()).any(|window| window == name.as_bytes());
        ensure!(!found, "the wasm names {name}, a folder of this computer: build it with `cargo xtask dist`");
    }
    Ok(wasm)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<meta charset=\"utf-8\"><!-- fold: policy --><!-- fold: build --><!-- fold: style --><!-- fold: wasm -->\
                        <!-- fold: check --><!-- fold: script -->";

    fn parts(script: &str) -> Parts {
        Parts { style: "a{}".into(), check: "1".into(), script: script.into(), wasm: "AAAA".into() }
    }

    #[test]
    fn the_policy_names_what_is_in_the_page() -> Result<()> {
        let page = parts("go()").into_page(HTML, "c0ffee")?;
        assert!(page.contains("<script>go()</script>"));
        for content in ["go()", "1", "a{}"] {
            assert!(page.contains(&hash(content)));
        }
        assert!(!page.contains("unsafe-inline") && !page.contains("'unsafe-eval'"));
        Ok(())
    }

    /// As the command does that the page shows: put nothing where the digest stands, and digest the rest.
    #[test]
    fn the_page_names_its_own_digest() -> Result<()> {
        let page = parts("go()").into_page(HTML, "c0ffee")?;
        let start = page.find(r#"name="sha256" content=""#).context("no digest")? + 23;
        let named = page[start..start + 64].to_owned();
        let rest = page.replacen(&named, "", 1);
        assert_eq!(named, hex(&Sha256::digest(rest)));
        assert!(page.contains(r#"content="c0ffee""#));
        Ok(())
    }

    #[test]
    fn a_page_without_a_place_or_with_a_script_before_the_policy_is_refused() {
        assert!(parts("go()").into_page(&HTML.replace("<!-- fold: script -->", ""), "").is_err());
        assert!(parts("go()").into_page(&format!("<script>early()</script>{HTML}"), "").is_err());
        assert!(parts("'</script>'").into_page(HTML, "c0ffee").is_err());
    }
}
