//! The network of a test: a server that logs every request, and a proxy that logs and refuses every other.

use anyhow::Result;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// A page of our own without a policy, at `/control`: it shows that the rig sees what a policy would stop.
const CONTROL: &str = r#"<!doctype html><meta charset="utf-8"><title>control</title><link rel="icon" href="data:,">
<h1>control</h1><label>Files <input type="file" multiple></label>"#;

const HTML: &str = "text/html; charset=utf-8";

/// What was asked for, one line for each request: method and target.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// All lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn push(&self, request: &Request<Incoming>) {
        let line = format!("{} {}", request.method(), request.uri());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

/// What a static server has: by path, what it is and its bytes.
type Files = Arc<Mutex<BTreeMap<String, (&'static str, Bytes)>>>;

/// A static server on a port of its own, and thus an origin of its own.
pub struct Server {
    port: u16,
    page: Vec<u8>,
    log: Log,
    files: Files,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Serves this page at `/`, and at `/hosted` as a host does that sends the headers of `www/host`.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(page: Vec<u8>) -> Result<Self> {
        let headers = crate::host_headers()?;
        let files = Files::default();
        let stopped = Arc::new(AtomicBool::new(false));
        let (served, over) = (Arc::clone(&files), Arc::clone(&stopped));
        let (port, log) = listen(move |request| {
            if over.load(Ordering::SeqCst) {
                return None;
            }
            let files = served.lock().unwrap_or_else(PoisonError::into_inner);
            let found = files.get(request.uri().path()).filter(|_| request.method() == Method::GET);
            Some(match found {
                Some((kind, body)) => {
                    let mut response = answer(StatusCode::OK, kind, body.clone());
                    if request.uri().path() == "/hosted" {
                        response.headers_mut().extend(headers.clone());
                    }
                    response
                }
                None => answer(StatusCode::NOT_FOUND, HTML, Bytes::new()),
            })
        })
        .await?;
        let server = Self { port, page, log, files, stopped };
        server.renew();
        Ok(server)
    }

    /// From now on is as it was at first.
    pub(crate) fn renew(&self) {
        self.stopped.store(false, Ordering::SeqCst);
        self.log.clear();
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.put("/hosted", HTML, self.page.clone());
        self.put("/", HTML, self.page.clone());
        self.put("/control", HTML, CONTROL.as_bytes().to_vec());
    }

    /// From now on has this file, of this type.
    pub fn put(&self, path: &str, kind: &'static str, body: Vec<u8>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), (kind, Bytes::from(body)));
    }

    /// From now on answers nobody: connections end before there is an answer, as where there is no network.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// Its origin, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What was asked of it.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        self.log.lines()
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// A proxy that refuses everything.
pub struct Proxy {
    port: u16,
    log: Log,
}

impl Proxy {
    pub(crate) async fn start() -> Result<Self> {
        let (port, log) = listen(|_| Some(answer(StatusCode::FORBIDDEN, HTML, Bytes::new()))).await?;
        Ok(Self { port, log })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lines()
    }

    pub(crate) fn renew(&self) {
        self.log.clear();
    }
}

fn answer(status: StatusCode, kind: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    for (name, value) in [("content-type", kind), ("cache-control", "no-store")] {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}

/// Answers on a free port, until the runtime ends; the port and the log. Who gets no answer is hung up on.
async fn listen<Answer>(answer: Answer) -> Result<(u16, Log)>
where
    Answer: Fn(&Request<Incoming>) -> Option<Response<Full<Bytes>>> + Send + Sync + 'static,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    let log = Log::default();
    let (answer, kept) = (Arc::new(answer), log.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (answer, log) = (Arc::clone(&answer), kept.clone());
            tokio::spawn(async move {
                let service = service_fn(move |request: Request<Incoming>| {
                    log.push(&request);
                    let response = answer(&request);
                    // An error ends the connection.
                    async move { response.ok_or_else(|| std::io::Error::other("stopped")) }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    Ok((port, log))
}
