//! `cargo xtask serve`: builds the page and serves it on this computer.
//!
//! Our own few lines, because the small server crates have not had a release in years and the kept ones bring an
//! async runtime. It answers GET and HEAD for files below two folders, and nothing else.

use crate::process::run;
use crate::{dist, root, setup};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

const PORT: u16 = 8080;
/// How many ports after the first are tried.
const TRIES: u16 = 20;
/// Requests answered at once. A browser opens six connections to a host.
const THREADS: usize = 8;
/// The longest request head that is read: browsers send under 2 KB.
const HEAD: u64 = 16 * 1024;
/// A connection that says nothing for this long is closed.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn command(args: &[&str]) -> Result<()> {
    let first = match args {
        [] => PORT,
        ["--port", port] => port.parse().with_context(|| format!("`{port}` is not a port"))?,
        other => bail!("`serve` takes only `--port N`, not `{}`", other.join(" ")),
    };
    setup::rust()?;
    setup::npm()?;
    dist::build()?;
    let samples = samples()?;

    let listener = (first..=first.saturating_add(TRIES))
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .with_context(|| format!("no free port from {first} to {}", first.saturating_add(TRIES)))?;
    let site = Arc::new(Site { page: root().join("dist"), samples });
    let address = format!("http://{}", listener.local_addr()?);
    println!("\nAdsum is at {address}/   (Ctrl-C stops it)");
    println!("Sample logs to download and drop on it: {address}/samples/");

    let workers: Vec<_> = (0..THREADS)
        .map(|_| {
            let (listener, site) = (listener.try_clone()?, Arc::clone(&site));
            Ok(std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    // A browser that goes away in the middle is nothing to report.
                    let _ = site.answer(stream);
                }
            }))
        })
        .collect::<Result<_>>()?;
    for worker in workers {
        let _ = worker.join();
    }
    Ok(())
}

/// The sample logs as files, made by the command line from the same generator as the page's own.
fn samples() -> Result<PathBuf> {
    let folder = root().join("target/samples");
    fs::create_dir_all(&folder)?;
    for (sample, name) in [("classes", "classes-spring-2026.csv"), ("event", "summit-2026.ndjson")] {
        let mut adsum = Command::new("cargo");
        adsum.current_dir(root()).args(["run", "--quiet", "--locked", "--package", "adsum", "--", "sample"]);
        run(adsum.arg(sample).arg("-o").arg(folder.join(name)))?;
    }
    Ok(folder)
}

struct Site {
    page: PathBuf,
    samples: PathBuf,
}

enum Answer {
    File(PathBuf),
    Page(String),
    Missing,
}

impl Site {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut reader = BufReader::new(stream.try_clone()?.take(HEAD));
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut line = String::new();
        while reader.read_line(&mut line)? > 2 {
            line.clear();
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (status, kind, body) = match method {
            "GET" | "HEAD" => match self.find(target) {
                Answer::File(path) => ("200 OK", content_type(&path), fs::read(&path)?),
                Answer::Page(html) => ("200 OK", "text/html; charset=utf-8", html.into_bytes()),
                Answer::Missing => ("404 Not Found", "text/plain", b"not found\n".to_vec()),
            },
            _ => ("405 Method Not Allowed", "text/plain", b"only GET\n".to_vec()),
        };
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        if method != "HEAD" {
            stream.write_all(&body)?;
        }
        stream.flush()
    }

    fn find(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        match path {
            "/" => return Answer::File(self.page.join("index.html")),
            "/samples/" => return list(&self.samples).map_or(Answer::Missing, Answer::Page),
            _ => {}
        }
        let found = match path.strip_prefix("/samples/") {
            Some(name) => below(&self.samples, name),
            None => path.strip_prefix('/').and_then(|name| below(&self.page, name)),
        };
        found.map_or(Answer::Missing, Answer::File)
    }
}

/// The file of that percent-encoded name below the folder. Nothing outside it, however the name is written.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = decode(name)?;
    let plain = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    let path = folder.join(&name).canonicalize().ok()?;
    (plain && path.is_file() && path.starts_with(folder.canonicalize().ok()?)).then_some(path)
}

fn decode(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// A plain page of links to the samples.
fn list(folder: &Path) -> Option<String> {
    let mut files = Vec::new();
    walk(folder, folder, &mut files).ok()?;
    files.sort();
    let links: String = files
        .iter()
        .map(|name| {
            let href: String = name
                .bytes()
                .map(|byte| match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
                        char::from(byte).to_string()
                    }
                    byte => format!("%{byte:02X}"),
                })
                .collect();
            let text = name.replace('&', "&amp;").replace('<', "&lt;");
            format!("<li><a href=\"{href}\" download>{text}</a>\n")
        })
        .collect();
    Some(format!(
        "<!doctype html><meta charset=utf-8><title>Sample logs</title><h1>Sample logs</h1><ul>\n{links}</ul>"
    ))
}

fn walk(top: &Path, folder: &Path, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(top, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(top) {
            files.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "json" | "webmanifest" => "application/json",
        "csv" => "text/csv",
        "ndjson" | "jsonl" => "application/x-ndjson",
        "xml" => "application/xml",
        "txt" | "log" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "gz" => "application/gzip",
        "zip" => "application/zip",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_folder_are_found() {
        let folder = root().join("xtask");
        assert!(below(&folder, "src/serve.rs").is_some());
        assert!(below(&folder, "src%2Fserve.rs").is_some());
        for outside in [
            "../Cargo.toml",
            "%2e%2e/Cargo.toml",
            "..%2FCargo.toml",
            "/etc/hosts",
            "%2Fetc%2Fhosts",
            "src",
            "",
        ] {
            assert!(below(&folder, outside).is_none(), "{outside}");
        }
        for broken in ["%", "%4", "%zz", "%ff"] {
            assert!(below(&folder, broken).is_none(), "{broken}");
        }
    }
}
