//! Files to a log: every file on a thread of its own as far as there are processors, added in the order in
//! which they were named.

use crate::failure::{Failure, name};
use crate::progress::Progress;
use crate::words::{say, shown};
use adsum_core::container::Parcel;
use adsum_core::intake::{FileSummary, Reading, Refusal};
use adsum_core::log::Log;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// How much is read at once: enough that the system is seldom asked, little enough to stay in the cache.
const CHUNK: usize = 1 << 20;

/// Reads these files as one log. A file that is no log is [told](refused) and left out; that none is one is a
/// failure.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Log, Failure> {
    let log = read_all(paths)?;
    log.files.iter().for_each(refused);
    if usable(&log) { Ok(log) } else { Err(nothing_usable(&log)) }
}

/// Whether any file is a log.
pub(crate) fn usable(log: &Log) -> bool {
    log.files.iter().any(|file| file.verdict.is_ok())
}

/// That no file is a log.
pub(crate) fn nothing_usable(log: &Log) -> Failure {
    Failure::failed(
        match log.files.len() {
            1 => "the file is no log that adsum can read",
            _ => "none of the files is a log that adsum can read",
        },
        "",
    )
}

/// Reads these files, logs or not.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Log, Failure> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::usage("standard input ('-') can be read only once", "Name '-' once."));
    }
    let total = total_bytes(paths)?;
    let progress = Progress::reading(total);
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(paths.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            let sender = sender.clone();
            let (next, stop, progress) = (&next, &stop, &progress);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(index) else { break };
                    let reading = read_one(path, stop, progress);
                    stop.fetch_or(reading.is_err(), Ordering::Relaxed);
                    if sender.send((index, reading)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut log = Log::default();
        let mut early = BTreeMap::new();
        let mut next = 0;
        let mut failure: Option<(usize, Failure)> = None;
        for (index, reading) in receiver {
            match reading {
                Ok(reading) => {
                    early.insert(index, reading);
                }
                Err(error) if failure.as_ref().is_none_or(|&(first, _)| index < first) => {
                    failure = Some((index, error));
                }
                Err(_) => {}
            }
            while let Some(readings) = early.remove(&next) {
                Vec::into_iter(readings).for_each(|reading| log.add(reading));
                next += 1;
            }
        }
        failure.map_or(Ok(log), |(_, error)| Err(error))
    })
}

/// Whether standard input is meant.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of all files, if all have a size. That a file is missing is said here, before any is read.
fn total_bytes(paths: &[PathBuf]) -> Result<Option<u64>, Failure> {
    let mut total = Some(0);
    for path in paths {
        if is_stdin(path) {
            total = None;
            continue;
        }
        let data = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if data.is_dir() {
            return Err(Failure::failed(
                format!("{} is a folder", name(path)),
                "Name the files in it, for example with FOLDER/*.csv.",
            ));
        }
        total = total.filter(|_| data.is_file()).map(|total| total + data.len());
    }
    Ok(total)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let mut failure = Failure::file("read", path, error);
    if let Failure::Failed { hint, .. } = &mut failure
        && path.to_string_lossy().contains(['*', '?'])
    {
        *hint = "The * was not replaced by file names: nothing matches it, or this command prompt does not do so.".to_owned();
    }
    failure
}

fn read_one(path: &Path, stop: &AtomicBool, progress: &Progress) -> Result<Vec<Reading>, Failure> {
    if is_stdin(path) {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            say("reading what is typed here; Ctrl-D on a line of its own ends it (Windows: Ctrl-Z, Enter)");
        }
        return feed("stdin", stdin.lock(), stop, progress).map_err(|error| unreadable(path, &error));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    feed(&path.to_string_lossy(), file, stop, progress).map_err(|error| unreadable(path, &error))
}

fn feed(name: &str, mut from: impl Read, stop: &AtomicBool, progress: &Progress) -> io::Result<Vec<Reading>> {
    let mut parcel = Parcel::new(name);
    let mut worked = 0;
    let mut tell = |parcel: &Parcel| {
        progress.add(parcel.worked().saturating_sub(worked));
        worked = parcel.worked().max(worked);
    };
    let mut chunk = vec![0; CHUNK];
    // Once another file failed there will be no report, and nobody looks at this one any more.
    while !stop.load(Ordering::Relaxed) {
        match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => {
                parcel.push(&chunk[..read]);
                tell(&parcel);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    while !stop.load(Ordering::Relaxed) && parcel.unpack() {
        tell(&parcel);
    }
    Ok(parcel.finish())
}

/// Tells that a file is no log, and why.
pub(crate) fn refused(file: &FileSummary) {
    if let Err(refusal) = &file.verdict {
        say(&format!("warning: {} is not used: {}\n{}", shown(&file.name), why(refusal), refusal.hint()));
    }
}

/// Why a file is no log, with what it has instead.
pub(crate) fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoColumns { found, .. } => {
            let found: Vec<_> = found.iter().map(|column| shown(column)).collect();
            format!("{refusal}, but: {}", found.join(", "))
        }
        other => other.to_string(),
    }
}
