//! The network of a test: a server that logs every request, and a proxy that logs and refuses every other.

use anyhow::Result;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// A page of our own without a policy, at `/control`: it shows that the rig sees what a policy would stop.
const CONTROL: &str = r#"<!doctype html><meta charset="utf-8"><title>control</title><link rel="icon" href="data:,">
<h1>control</h1><label>Files <input type="file" multiple></label>"#;

/// What was asked for, one line for each request: method and target.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// All lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn push(&self, request: &Request<Incoming>) {
        let line = format!("{} {}", request.method(), request.uri());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

/// A static server on a port of its own, and thus an origin of its own.
pub struct Server {
    port: u16,
    log: Log,
}

impl Server {
    /// Serves this page at `/`, and at `/hosted` as a host does that sends the headers of `www/host`.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(page: Vec<u8>) -> Result<Self> {
        let page = Bytes::from(page);
        let headers = crate::host_headers()?;
        let (port, log) = listen(move |request| {
            let body = match (request.method(), request.uri().path()) {
                (&Method::GET, "/hosted") => {
                    let mut response = answer(StatusCode::OK, page.clone());
                    response.headers_mut().extend(headers.clone());
                    return response;
                }
                (&Method::GET, "/") => page.clone(),
                (&Method::GET, "/control") => Bytes::from_static(CONTROL.as_bytes()),
                _ => return answer(StatusCode::NOT_FOUND, Bytes::new()),
            };
            answer(StatusCode::OK, body)
        })
        .await?;
        Ok(Self { port, log })
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
        let (port, log) = listen(|_| answer(StatusCode::FORBIDDEN, Bytes::new())).await?;
        Ok(Self { port, log })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lines()
    }
}

fn answer(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    for (name, value) in [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")] {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}

/// Answers on a free port, until the runtime ends; the port and the log.
async fn listen<Answer>(answer: Answer) -> Result<(u16, Log)>
where
    Answer: Fn(&Request<Incoming>) -> Response<Full<Bytes>> + Send + Sync + 'static,
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
                    async move { Ok::<_, Infallible>(response) }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    Ok((port, log))
}
