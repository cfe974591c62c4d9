//! A browser in front of our page, and what a test does with it.

use crate::driver::Driver;
use crate::engine::{Engine, Options, Places};
use crate::net::{Proxy, Server};
use crate::{page, root};
use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// A browser with a fresh profile.
pub struct Browser {
    engine: Engine,
    client: Client,
    server: Server,
    proxy: Proxy,
    downloads: PathBuf,
    // Dropped in this order: first the processes, then what they write to.
    _driver: Driver,
    _home: TempDir,
}

impl Browser {
    pub(crate) async fn start(engine: Engine, options: Options) -> Result<Self> {
        let server = Server::start(fs::read(page()?)?).await?;
        let proxy = Proxy::start().await?;
        let home = tempfile::Builder::new().prefix("adsum-e2e-").tempdir()?;
        let downloads = home.path().join("downloads");
        fs::create_dir(&downloads)?;
        let driver = Driver::start(&engine.driver()?, home.path()).await?;
        let places = Places {
            profile: &home.path().join("profile"),
            downloads: &downloads,
            proxy: proxy.port(),
            server: server.port(),
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(engine.capabilities(options, &places)?)
            .connect(&driver.url())
            .await?;
        Ok(Self { engine, client, server, proxy, downloads, _driver: driver, _home: home })
    }

    pub(crate) async fn close(self) {
        // A browser that is already gone has been closed.
        let _ = self.client.close().await;
    }

    /// For what has no helper here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The server that the page comes from.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// What was sent, or tried, to anywhere but our server, without what the browser sends on its own.
    #[must_use]
    pub fn sent_elsewhere(&self) -> Vec<String> {
        let own = |line: &String| {
            let target = line.split_once(' ').map_or("", |(_, target)| target);
            let host = target.split_once("://").map_or(target, |(_, rest)| rest);
            let host = host.split(['/', ':']).next().unwrap_or_default();
            self.engine.chatter().contains(&host)
        };
        self.proxy.log().into_iter().filter(|line| !own(line)).collect()
    }

    /// Opens our page.
    ///
    /// # Errors
    /// The driver's.
    pub async fn open(&self) -> Result<()> {
        self.open_at("/").await
    }

    /// Opens another path of our server.
    ///
    /// # Errors
    /// The driver's.
    pub async fn open_at(&self, path: &str) -> Result<()> {
        Ok(self.client.goto(&format!("{}{path}", self.server.origin())).await?)
    }

    /// Opens our page from disk.
    ///
    /// # Errors
    /// The driver's.
    pub async fn open_from_disk(&self) -> Result<()> {
        Ok(self.client.goto(&format!("file://{}", page()?.display())).await?)
    }

    /// Waits for an element.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn element(&self, selector: &str) -> Result<Element> {
        self.client
            .wait()
            .at_most(PATIENCE)
            .every(PAUSE)
            .for_element(Locator::Css(selector))
            .await
            .with_context(|| format!("no {selector}"))
    }

    /// Waits until an element's visible text contains this.
    ///
    /// # Errors
    /// If it does not, with what it is instead.
    pub async fn text(&self, selector: &str, wanted: &str) -> Result<()> {
        let mut found = String::new();
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            // An element may be replaced between finding and reading it.
            if let Ok(text) = self.element(selector).await?.text().await {
                if text.contains(wanted) {
                    return Ok(());
                }
                found = text;
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("{selector} has not the text {wanted:?} but {found:?}")
    }

    /// Gives files to the page's file input, as if chosen.
    ///
    /// # Errors
    /// If there is no input, or no such file.
    pub async fn upload(&self, selector: &str, files: &[&Path]) -> Result<()> {
        let mut paths = Vec::new();
        for file in files {
            let path = file.canonicalize().with_context(|| file.display().to_string())?;
            paths.push(path.to_str().context("a path in UTF-8")?.to_owned());
        }
        Ok(self.element(selector).await?.send_keys(&paths.join("\n")).await?)
    }

    /// Waits for a download of this name to be complete, and gives its bytes.
    ///
    /// # Errors
    /// If it does not come, with what came instead.
    pub async fn download(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.downloads.join(name);
        let start = Instant::now();
        let mut size = None;
        while start.elapsed() < PATIENCE {
            let now = fs::metadata(&path).ok().map(|file| file.len());
            let partial = self.downloaded()?.iter().any(|file| file.ends_with(self.engine.partial_ending()));
            // Some engines write into the final name: so it must also have stopped growing.
            if now.is_some() && now == size && !partial {
                return Ok(fs::read(&path)?);
            }
            size = now;
            tokio::time::sleep(PAUSE * 4).await;
        }
        bail!("no download {name:?}; there are {:?}", self.downloaded()?)
    }

    /// Removes a file that was downloaded, so that the next one of its name gets that name.
    ///
    /// # Errors
    /// If it is not there.
    pub fn remove_download(&self, name: &str) -> Result<()> {
        Ok(fs::remove_file(self.downloads.join(name))?)
    }

    /// The names in the download folder.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn downloaded(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.downloads)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    /// Runs a script in the page: the body of an async function, whose result comes back as JSON.
    ///
    /// # Errors
    /// What it throws.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async (...args) => {{ {body} }})(...[...arguments].slice(0, -1))
               .then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let mut answer = self.client.execute_async(&script, arguments).await?;
        match answer.get("error") {
            Some(error) => bail!("the script threw {error}"),
            None => Ok(answer["value"].take()),
        }
    }

    /// What the page wrote to its console, and what the browser complained of there.
    ///
    /// # Errors
    /// The driver's; not every driver can tell.
    pub async fn console(&self) -> Result<Vec<String>> {
        let command = crate::engine::BrowserLog;
        let lines = self.client.issue_cmd(command).await?;
        let lines = lines.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(lines.iter().map(|line| format!("{} {}", line["level"], line["message"])).collect())
    }

    /// Takes a picture of what is in view, into `target/screenshots/`.
    ///
    /// # Errors
    /// The driver's, or if it cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = root().join("target/screenshots");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        fs::write(&path, self.client.screenshot().await?)?;
        Ok(path)
    }
}
