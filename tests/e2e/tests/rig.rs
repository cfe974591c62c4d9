//! The rig itself: files in, files out, on a page of its own.
#![cfg(unix)]

use adsum_e2e::{Browser, Options, in_every_engine};
use anyhow::{Result, ensure};
use serde_json::json;

in_every_engine! {
    files_go_in: Options::default(),
    files_come_out: Options::default(),
}

async fn files_go_in(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let files = [folder.path().join("one.csv"), folder.path().join("zwei ü.ndjson")];
    for file in &files {
        std::fs::write(file, "x")?;
    }
    browser.open_at("/control").await?;
    browser.upload("input[type=file]", &[&files[0], &files[1]]).await?;
    let names = browser
        .script("return [...document.querySelector('input').files].map((f) => f.name)", vec![])
        .await?;
    ensure!(names == json!(["one.csv", "zwei ü.ndjson"]), "{names}");
    Ok(())
}

async fn files_come_out(browser: &Browser) -> Result<()> {
    browser.open_at("/control").await?;
    let save = "const a = document.createElement('a');
                a.href = URL.createObjectURL(new Blob([args[1]], { type: 'text/csv' }));
                a.download = args[0];
                a.dataset.size = args[1].length;
                document.body.append(a);
                a.click();";
    browser.script(save, vec![json!("répört 1.csv"), json!("a,b\n")]).await?;
    ensure!(browser.download("répört 1.csv").await? == b"a,b\n");
    ensure!(browser.downloaded()? == ["répört 1.csv"]);
    Ok(())
}
