//! A browser in front of our page, and what a test does with it.

use crate::driver::Driver;
use crate::engine::{Ability, BrowserLog, Engine, Options, Places, Viewport, WholePage};
use crate::net::{Proxy, Server};
use crate::times::timed;
use crate::{page, root};
use anyhow::{Context, Result, bail, ensure};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};
use fantoccini::elements::Element;
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// For [`Browser::open_changed`]: the page's own worker, held by the test.
pub const HELD: &str = "
    window.Worker = class extends Worker { constructor(...given) { super(...given); window.held = this; } }";

/// A browser with a fresh profile.
pub struct Browser {
    engine: Engine,
    options: Options,
    client: Client,
    server: Server,
    proxy: Proxy,
    downloads: PathBuf,
    /// How many lines the driver had printed when this test began.
    printed: AtomicUsize,
    // Dropped in this order: first the processes, then what they write to.
    driver: Driver,
    home: TempDir,
}

impl Browser {
    pub(crate) async fn start(engine: Engine, options: Options) -> Result<Self> {
        let server = Server::start(fs::read(page()?)?).await?;
        let proxy = Proxy::start().await?;
        let home = tempfile::Builder::new().prefix("adsum-e2e-").tempdir()?;
        let downloads = home.path().join("downloads");
        fs::create_dir(&downloads)?;
        // Sockets are kept here, and refused where others could reach them.
        fs::DirBuilder::new().mode(0o700).create(home.path().join("run"))?;
        let places =
            Places { home: home.path(), downloads: &downloads, proxy: proxy.port(), server: server.port() };
        let driver = Driver::start(&engine.driver(options, &places)?, home.path()).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(engine.capabilities(options, &places)?)
            .connect(&driver.url())
            .await?;
        // Scripts of tests wait, too; and on a busy computer everything takes its time.
        let patient = TimeoutConfiguration::new(Some(2 * PATIENCE), Some(2 * PATIENCE), None);
        client.update_timeouts(patient).await?;
        let printed = AtomicUsize::new(0);
        let browser = Self { engine, options, client, server, proxy, downloads, printed, driver, home };
        browser.engine.turn(&browser.client, options).await?;
        browser.resize(options.viewport).await?;
        Ok(browser)
    }

    /// Whether it is as a test wants it.
    pub(crate) fn is(&self, engine: Engine, options: Options) -> bool {
        self.engine == engine && self.options == options
    }

    /// Whether it can be made so.
    pub(crate) fn can_be(&self, engine: Engine, options: Options) -> bool {
        self.engine == engine && engine.turns(self.options, options)
    }

    pub(crate) fn is_for_one(&self) -> bool {
        self.options.own
    }

    /// Makes it as good as fresh, and as a test wants it that it [can be](Self::can_be) for: a new window and no other,
    /// nothing asked for so far, and nothing saved. Nothing that a test did is left, as pages can keep nothing, but what
    /// tests with a browser of their own do.
    pub(crate) async fn renew(&mut self, options: Options) -> Result<()> {
        let before = self.client.windows().await?;
        // WebKit's window has a bar of its own since something was downloaded; and a small window takes no tab.
        let tab = self.engine != Engine::WebKit && self.options.viewport == Viewport::Desktop;
        let window = self.client.new_window(tab).await?.handle;
        for window in before {
            self.client.switch_to_window(window).await?;
            self.client.close_window().await?;
        }
        self.client.switch_to_window(window).await?;
        if self.options != options {
            self.engine.turn(&self.client, options).await?;
            self.options = options;
        }
        self.resize(options.viewport).await?;
        self.settle().await?;
        self.server.renew();
        self.proxy.renew();
        if self.engine == Engine::Chromium {
            self.client.issue_cmd(BrowserLog).await?;
        }
        self.printed.store(self.driver.output().len(), Ordering::Relaxed);
        Ok(())
    }

    /// Removes what was downloaded, once nothing more comes.
    async fn settle(&self) -> Result<()> {
        let start = Instant::now();
        let mut before = self.downloaded()?;
        while !before.is_empty() {
            ensure!(start.elapsed() < PATIENCE, "downloads do not end: {before:?}");
            tokio::time::sleep(PAUSE).await;
            let now = self.downloaded()?;
            if now == before && !now.iter().any(|file| file.ends_with(self.engine.partial_ending())) {
                for name in &now {
                    self.remove_download(name)?;
                }
            }
            before = self.downloaded()?;
        }
        Ok(())
    }

    /// Gives the page its size.
    async fn resize(&self, viewport: Viewport) -> Result<()> {
        let (width, height) = viewport.size();
        if !self.engine.opens_small_windows() {
            return Ok(());
        }
        if viewport == Viewport::Desktop {
            return Ok(self.client.set_window_rect(0, 0, width, height).await?);
        }
        let before = self.client.windows().await?;
        let open =
            format!("window.open('about:blank', '_blank', 'popup,width={width},height={height}'); return 1");
        self.client.execute(&open, vec![]).await?;
        let start = Instant::now();
        let window = loop {
            let windows = self.client.windows().await?;
            if let Some(window) = windows.into_iter().find(|window| !before.contains(window)) {
                break window;
            }
            ensure!(start.elapsed() < PATIENCE, "no small window opened");
            tokio::time::sleep(PAUSE).await;
        };
        Ok(self.client.switch_to_window(window).await?)
    }

    /// Whether the engine has this; if not, says so, with the reason.
    #[must_use]
    #[allow(clippy::print_stderr, reason = "nothing is left out in silence")]
    pub fn can(&self, ability: Ability) -> bool {
        let reason = self.engine.lacks(ability);
        if let Some(reason) = reason {
            eprintln!("LEFT OUT in {}: {ability:?}, because {reason}", self.engine);
        }
        reason.is_none()
    }

    pub(crate) async fn close(self) {
        // A browser that is already gone has been closed; one that does not answer ends with its driver.
        let _ = tokio::time::timeout(PATIENCE, self.client.close()).await;
    }

    /// The memory that the browser takes, all of its processes, in bytes.
    ///
    /// # Errors
    /// If the system does not tell.
    pub fn memory(&self) -> Result<u64> {
        self.driver.memory()
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
        let address = format!("{}{path}", self.server.origin());
        Ok(timed(self.engine, "opening", self.client.goto(&address)).await?)
    }

    /// Opens our page, policy and all, in a window that this script has changed before: for browsers that lack
    /// something, or have what this one has not.
    ///
    /// # Errors
    /// The driver's, or what the script throws.
    pub async fn open_changed(&self, script: &str) -> Result<()> {
        self.open_at("/control").await?;
        // Writing a document into the window keeps what is in the window.
        let write = format!(
            "{script};
             const page = await (await fetch('/')).text();
             setTimeout(() => {{ document.open(); document.write(page); document.close(); }});"
        );
        self.script(&write, vec![]).await?;
        self.element("main").await.map(drop)
    }

    /// The same, with a script that every worker of the page begins with: the page starts its workers from text.
    ///
    /// # Errors
    /// The driver's, or what the script throws.
    pub async fn open_with_worker(&self, worker: &str, script: &str) -> Result<()> {
        let worker = json!(worker);
        self.open_changed(&format!(
            "const make = URL.createObjectURL.bind(URL);
             URL.createObjectURL = (blob) =>
               make(blob.type === 'text/javascript' ? new Blob([{worker}, ';', blob], {{ type: blob.type }}) : blob);
             {script}"
        ))
        .await
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
        let wait = async {
            let start = Instant::now();
            loop {
                match self.client.find(Locator::Css(selector)).await {
                    // WebKit's driver may find what the page replaces before it can name it.
                    Err(error)
                        if (error.is_no_such_element() || error.is_stale_element_reference())
                            && start.elapsed() < PATIENCE =>
                    {
                        tokio::time::sleep(PAUSE).await;
                    }
                    found => return found.with_context(|| format!("no {selector}")),
                }
            }
        };
        timed(self.engine, "waiting", wait).await
    }

    /// Waits until an element's visible text contains this.
    ///
    /// Not the driver's own command for it: WebKit's leaves out cells of tables that scroll.
    ///
    /// # Errors
    /// If it does not, with what it is instead.
    pub async fn text(&self, selector: &str, wanted: &str) -> Result<()> {
        let script = "const element = document.querySelector(args[0]);
                      return element?.getClientRects().length ? element.innerText ?? element.textContent : ''";
        let mut found = Value::Null;
        let wait = async {
            let start = Instant::now();
            while start.elapsed() < PATIENCE {
                found = self.run(script, vec![json!(selector)]).await?;
                if found.as_str().is_some_and(|text| text.contains(wanted)) {
                    return Ok(());
                }
                tokio::time::sleep(PAUSE).await;
            }
            bail!("{selector} has not the text {wanted:?} but {found}")
        };
        timed(self.engine, "waiting", wait).await
    }

    /// Clicks on an element, once it stands still: a driver computes where to click, and what comes above the element
    /// in that moment (a picture, a strip) would have it click on something else.
    ///
    /// # Errors
    /// If it does not come, or is covered.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element = self.element(selector).await?;
        let still = "const place = () => {
                         const element = document.querySelector(args[0]);
                         element?.scrollIntoView({ block: 'center', behavior: 'instant' });
                         const { x, y, width } = element?.getBoundingClientRect() ?? {};
                         return width > 0 ? [x, y, width].join() : '';
                     };
                     let last = '';
                     for (let same = 0, n = 0; same < 3 && n < 200; n++) {
                         await new Promise((done) => setTimeout(done, 25));
                         const now = place();
                         same = now && now === last ? same + 1 : 0;
                         last = now;
                     }";
        timed(self.engine, "standing", self.run(still, vec![json!(selector)])).await?;
        timed(self.engine, "clicking", element.click()).await.with_context(|| format!("clicking {selector}"))
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
        let input = self.element(selector).await?;
        Ok(timed(self.engine, "giving files", input.send_keys(&paths.join("\n"))).await?)
    }

    /// Waits for a download of this name to be complete, and gives its bytes. A link of this name has its size in
    /// `data-size`, because some engines write into the final name, and may pause while they do.
    ///
    /// # Errors
    /// If it does not come, with what came instead.
    pub async fn download(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.downloads.join(name);
        let size = "const wait = () => new Promise((done) => setTimeout(done, 20));
                    const link = () => [...document.querySelectorAll('a[data-size]')].find((a) => a.download === args[0]);
                    for (let n = 0; n < 500 && !link(); n++) await wait();
                    return Number(link()?.dataset.size ?? NaN)";
        let size = self.run(size, vec![json!(name)]).await?;
        let size = size.as_u64().with_context(|| format!("no link tells the size of {name}"))?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let now = fs::metadata(&path).ok().map(|file| file.len());
            let partial = self.downloaded()?.iter().any(|file| file.ends_with(self.engine.partial_ending()));
            if now == Some(size) && !partial {
                return Ok(fs::read(&path)?);
            }
            tokio::time::sleep(PAUSE).await;
        }
        let came = fs::metadata(&path).map(|file| file.len());
        bail!("no download {name:?} of {size} bytes but {came:?}; there are {:?}", self.downloaded()?)
    }

    /// Waits until our page shows its report, and works on nothing.
    ///
    /// # Errors
    /// If it does not come to that.
    pub async fn reported(&self) -> Result<()> {
        self.element("main[data-screen=report]:not([data-busy], [data-making])").await.map(drop)
    }

    /// Opens our page, gives it this text as a file `log.csv`, and waits for the report.
    ///
    /// # Errors
    /// If there is none.
    pub async fn give(&self, log: &str) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("log.csv");
        fs::write(&path, log)?;
        self.open().await?;
        self.upload("#files", &[&path]).await?;
        self.reported().await
    }

    /// Takes a sample log, `classes` or `event`, and waits for the report.
    ///
    /// # Errors
    /// If there is none.
    pub async fn sample(&self, name: &str) -> Result<()> {
        self.click(&format!("#sample-{name}")).await?;
        self.reported().await
    }

    /// Sets a field as a person's typing or choosing ends up.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn set(&self, selector: &str, value: &str) -> Result<()> {
        self.element(selector).await?;
        let script = "const field = document.querySelector(args[0]);
                      field.value = args[1];
                      field.dispatchEvent(new Event('input', { bubbles: true }));
                      field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.script(script, vec![json!(selector), json!(value)]).await.map(drop)
    }

    /// Makes sure that the page need not be scrolled sideways.
    ///
    /// # Errors
    /// If it must.
    pub async fn fits(&self) -> Result<()> {
        let widths = self.script("return [innerWidth, document.documentElement.scrollWidth]", vec![]).await?;
        ensure!(widths[0].as_u64() >= widths[1].as_u64(), "the content is wider than the window: {widths}");
        Ok(())
    }

    /// Saves by this button of our page, and gives the file's name and bytes.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn save(&self, button: &str) -> Result<(String, Vec<u8>)> {
        self.click(button).await?;
        self.saved(button).await
    }

    /// What this button of our page has just saved.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn saved(&self, button: &str) -> Result<(String, Vec<u8>)> {
        let link = self.element(&format!("{button}-link:not([hidden])")).await?;
        let name = link.attr("download").await?.context("the link has no name")?;
        let saving = timed(self.engine, "saving", self.download(&name));
        let bytes = saving.await.with_context(|| format!("saving {name}"))?;
        // The next one of its name gets that name.
        self.remove_download(&name)?;
        Ok((name, bytes))
    }

    /// Removes a file that was downloaded, so that the next one of its name gets that name.
    ///
    /// # Errors
    /// If it is not there.
    fn remove_download(&self, name: &str) -> Result<()> {
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
        timed(self.engine, "scripts", self.run(body, arguments)).await
    }

    async fn run(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
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

    /// What the page made the browser complain of: its errors, and where that can be told what it wrote to its
    /// console. Nothing, in an engine that cannot tell.
    ///
    /// # Errors
    /// The driver's.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        if !self.can(Ability::Console) {
            return Ok(Vec::new());
        }
        if self.engine == Engine::Firefox {
            // It tells also of itself.
            let of_page = |line: &String| {
                line.starts_with("JavaScript ")
                    && ["http:", "file:", "blob:"].iter().any(|scheme| line.contains(scheme))
            };
            let printed = self.printed.load(Ordering::Relaxed);
            return Ok(self.driver.output().into_iter().skip(printed).filter(of_page).collect());
        }
        let lines = self.client.issue_cmd(BrowserLog).await?;
        let lines = lines.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(lines.iter().map(|line| format!("{} {}", line["level"], line["message"])).collect())
    }

    /// What it and its driver printed last: why a browser ended stands nowhere else.
    pub(crate) fn last_words(&self) -> String {
        const LINES: usize = 20;
        let mut said = self.driver.output();
        let log = self.engine.log().and_then(|log| fs::read(self.home.path().join(log)).ok());
        let log = String::from_utf8_lossy(&log.unwrap_or_default()).into_owned();
        said.extend(log.lines().filter(|line| !line.contains(":CONSOLE:")).map(str::to_owned));
        said.split_off(said.len().saturating_sub(LINES)).join("\n")
    }

    /// Takes a picture of what is in view, into `target/screenshots/`.
    ///
    /// # Errors
    /// The driver's, or if it cannot be written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = root().join("target/screenshots");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        fs::write(&path, timed(self.engine, "pictures", self.client.screenshot()).await?)?;
        Ok(path)
    }

    /// Takes a picture of the whole page, where the driver can, else pictures of a part of it as it comes into view, into
    /// `target/screens/`.
    ///
    /// # Errors
    /// The driver's, or if it cannot be written.
    pub async fn whole_page(&self, name: &str, part: &str) -> Result<PathBuf> {
        let folder = root().join("target/screens");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        if self.engine.lacks(Ability::WholePage).is_some() {
            self.screenfuls(&path, part).await?;
            return Ok(path);
        }
        let answer = self.client.issue_cmd(WholePage(self.engine)).await?;
        let text = answer.get("data").unwrap_or(&answer).as_str().context("a picture")?;
        fs::write(&path, BASE64.decode(text)?)?;
        Ok(path)
    }

    /// Takes pictures of a part from its top to its end, each of what is in view; the second one's name ends in `-2`.
    /// Before an open dialog nothing moves.
    async fn screenfuls(&self, first: &Path, part: &str) -> Result<()> {
        let go = "
            const still = document.querySelector('dialog[open]');
            const { top, bottom } = document.querySelector(args[0]).getBoundingClientRect();
            if (args[1] > 1 && (still || bottom <= innerHeight + 1)) return false;
            if (!still) scrollBy({ top: args[1] > 1 ? innerHeight * 0.9 : top, behavior: 'instant' });
            await new Promise((done) => setTimeout(done, 300));
            return true";
        let name = first.with_extension("");
        for number in 1..40 {
            if self.script(go, vec![json!(part), json!(number)]).await? != json!(true) {
                break;
            }
            let path = match number {
                1 => first.to_owned(),
                _ => PathBuf::from(format!("{}-{number}.png", name.display())),
            };
            fs::write(path, self.client.screenshot().await?)?;
        }
        Ok(())
    }

    /// Which browser it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }
}
