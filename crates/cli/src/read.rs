//! Files to a log: every file on a thread of its own as far as there are processors, added in the order in
//! which they were named.

mod parts;
mod turns;

use crate::failure::{Failure, name};
use crate::logs::Logs;
use crate::progress::Progress;
use crate::words::{say, shown};
use adsum_core::container::limits::Limits;
use adsum_core::container::{Parcel, Ways};
use adsum_core::export::receipt::{Content, Fingerprint};
use adsum_core::intake::{FileSummary, Platform, ReadAs, Reading, Refusal};
use adsum_core::log::Log;
use adsum_core::people::Aliases;
use adsum_core::platform::Mapping;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use turns::in_order;

/// How much is read at once: enough that the system is seldom asked, little enough to stay in the cache.
const CHUNK: usize = 1 << 20;

/// Reads these files as one log. A file that is no log is [told](refused) and left out; that none is one is a
/// failure.
pub(crate) fn read(logs: &Logs) -> Result<Log, Failure> {
    Ok(read_logs(logs, false)?.log)
}

/// The same, with what a receipt says of them if that is wanted.
pub(crate) fn read_logs(logs: &Logs, hash: bool) -> Result<AllRead, Failure> {
    let read = read_known(logs, hash)?;
    read.log.files.iter().for_each(refused);
    if usable(&read.log) { Ok(read) } else { Err(nothing_usable(&read.log)) }
}

/// Whether any file is a log.
pub(crate) fn usable(log: &Log) -> bool {
    log.files.iter().any(|file| file.verdict.as_ref().is_ok_and(|platform| platform.is_log()))
}

/// What these alias files say.
pub(crate) fn aliases(paths: &[PathBuf]) -> Result<Aliases, Failure> {
    let mut aliases = Aliases::default();
    for path in paths {
        let text = fs::read(path).map_err(|error| unreadable(path, &error))?;
        let said = Aliases::read(&String::from_utf8_lossy(&text)).map_err(|error| {
            let message = format!("{} is no alias file: {}", name(path), shown(&error.to_string()));
            Failure::failed(message, "'adsum people -o FILE' makes one.")
        })?;
        aliases.extend(&said);
    }
    Ok(aliases)
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
pub(crate) fn read_all(logs: &Logs) -> Result<Log, Failure> {
    Ok(read_known(logs, false)?.log)
}

/// What was read.
pub(crate) struct AllRead {
    pub(crate) log: Log,
    /// The mappings that were at hand.
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) of_paths: OfPaths,
}

/// Reads these files, logs or not; with their sizes and SHA-256 if that is wanted.
pub(crate) fn read_known(logs: &Logs, hash: bool) -> Result<AllRead, Failure> {
    let mut mappings = mappings(logs)?;
    let (log, of_paths) = read_with(logs, &mappings.clone().into(), hash)?;
    // A mapping in a container is known only now.
    let known = mappings.len();
    for file in log.files.iter().filter(|file| file.verdict == Err(Refusal::Mapping)) {
        mappings.extend(file.mapping.clone().filter(|mapping| !mappings.contains(mapping)));
    }
    if mappings.len() == known || logs.logs.iter().any(|path| is_stdin(path)) {
        return Ok(AllRead { log, mappings, of_paths });
    }
    let (log, of_paths) = read_with(logs, &mappings.clone().into(), hash)?;
    Ok(AllRead { log, mappings, of_paths })
}

/// Of each path the places of its files in the log, and its content if that was wanted.
pub(crate) type OfPaths = Vec<(Range<usize>, Option<Content>)>;

fn read_with(logs: &Logs, mappings: &Arc<[Mapping]>, hash: bool) -> Result<(Log, OfPaths), Failure> {
    let (said, limits) = (logs.said()?, logs.within()?);
    let as_said = |said: Option<&Platform>| match said {
        None => ReadAs::Detected(Arc::clone(mappings)),
        Some(Platform::Mapped) => ReadAs::Mapped(Arc::clone(mappings)),
        Some(&platform) => ReadAs::Platform(platform),
    };
    let ways = |number: usize, path: &Path| {
        let number = u32::try_from(number).ok();
        let all = number.and_then(|number| said.get(&number));
        let limits = number.and_then(|number| limits.get(&number)).copied().unwrap_or_default();
        let inside = logs.said_inside(&path.to_string_lossy());
        let inside = inside.into_iter().map(|(name, platform)| (name, as_said(Some(&platform))));
        (path.to_string_lossy().into_owned(), Ways::new(as_said(all), inside).within(limits))
    };
    read_paths(&logs.logs, &ways, hash)
}

/// Reads these files, each under the name and in the ways that are said.
pub(crate) fn read_paths(
    paths: &[PathBuf],
    ways: &(impl Fn(usize, &Path) -> (String, Ways) + Sync),
    hash: bool,
) -> Result<(Log, OfPaths), Failure> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::usage("standard input ('-') can be read only once", "Name '-' once."));
    }
    let total = total_bytes(paths)?;
    let progress = Progress::reading(total);
    let stop = AtomicBool::new(false);
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let workers = processors.min(paths.len());
    // With a receipt, its bytes are looked at one after the other.
    let side_by_side = if hash { 1 } else { processors / workers.max(1) };
    let read = |index: usize, path: &PathBuf| {
        let print = hash.then(Fingerprint::default);
        let how = How { print, side_by_side, stop: &stop, progress: &progress };
        let reading = read_one(path, ways(index, path), how);
        stop.fetch_or(reading.is_err(), Ordering::Relaxed);
        reading
    };
    in_order(workers, paths, &read, |all_read| {
        let mut log = Log::default();
        let mut of_paths = Vec::new();
        for read in all_read {
            let (readings, content) = read?;
            let first = log.files.len();
            readings.into_iter().for_each(|reading| log.add(reading));
            of_paths.push((first..log.files.len(), content));
        }
        Ok((log, of_paths))
    })
}

/// The longest mapping file.
const MAX_MAPPING: u64 = 64 << 10;

/// The mappings that are named, and those that stand among the logs, which are known by what is in them.
fn mappings(logs: &Logs) -> Result<Vec<Mapping>, Failure> {
    let mut mappings = Vec::new();
    for path in &logs.mapping {
        let text = fs::read(path).map_err(|error| unreadable(path, &error))?;
        let mapping = Mapping::from_json(&String::from_utf8_lossy(&text)).map_err(|error| {
            let message = format!("{} cannot be used as a mapping: {}", name(path), shown(&error.to_string()));
            Failure::failed(message, "'adsum mapping LOG' writes one to start from; 'adsum mapping --help' shows what stands in it.")
        })?;
        mappings.push(mapping);
    }
    for path in logs.logs.iter().filter(|path| !is_stdin(path)) {
        // Only a small file is looked at twice; a pipe gives its bytes once.
        if fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= MAX_MAPPING) {
            let text = fs::read(path).map_err(|error| unreadable(path, &error))?;
            mappings.extend(Mapping::told(&text).and_then(Result::ok));
        }
    }
    Ok(mappings)
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

/// How a file is to be read.
struct How<'a> {
    /// What its bytes are told to, if that is wanted.
    print: Option<Fingerprint>,
    /// How many parts of it can be read at once.
    side_by_side: usize,
    stop: &'a AtomicBool,
    progress: &'a Progress,
}

/// What came of a file, and what was in it if that is wanted.
type OneRead = (Vec<Reading>, Option<Content>);

fn read_one(path: &Path, (name, ways): (String, Ways), how: How<'_>) -> Result<OneRead, Failure> {
    let failed = |error| unreadable(path, &error);
    if is_stdin(path) {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            say("reading what is typed here; Ctrl-D on a line of its own ends it (Windows: Ctrl-Z, Enter)");
        }
        return feed(Parcel::reading("stdin", ways), stdin.lock(), how).map_err(failed);
    }
    if how.side_by_side > 1
        && let Some(readings) = parts::read(path, &name, &ways, &how).map_err(failed)?
    {
        return Ok((readings, None));
    }
    let file = File::open(path).map_err(failed)?;
    feed(Parcel::reading(name, ways), file, how).map_err(failed)
}

fn feed(mut parcel: Parcel, from: impl Read, mut how: How<'_>) -> io::Result<OneRead> {
    let mut print = how.print.take();
    push(&mut parcel, from, &how, &mut |bytes| {
        if let Some(print) = &mut print {
            print.push(bytes);
        }
    })?;
    Ok((finish(parcel, &how), print.map(Fingerprint::finish)))
}

/// Gives all these bytes to a parcel, and each also to `look`.
fn push(parcel: &mut Parcel, from: impl Read, how: &How<'_>, look: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    let mut worked = parcel.worked();
    chunks(from, how, &mut |bytes| {
        parcel.push(bytes);
        look(bytes);
        worked = tell(parcel, worked, how);
    })
}

/// Gives all these bytes, a piece at a time.
fn chunks(mut from: impl Read, how: &How<'_>, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK];
    // Once another file failed there will be no report, and nobody looks at this one any more.
    while !how.stop.load(Ordering::Relaxed) {
        match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => take(&chunk[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn finish(mut parcel: Parcel, how: &How<'_>) -> Vec<Reading> {
    let mut worked = parcel.worked();
    while !how.stop.load(Ordering::Relaxed) && parcel.unpack() {
        worked = tell(&parcel, worked, how);
    }
    parcel.finish()
}

/// Says how far it is; `worked` is what was said before.
fn tell(parcel: &Parcel, worked: u64, how: &How<'_>) -> u64 {
    how.progress.add(parcel.worked().saturating_sub(worked));
    parcel.worked().max(worked)
}

/// Tells that a file is no log, and why.
pub(crate) fn refused(file: &FileSummary) {
    if let Err(refusal) = &file.verdict
        && *refusal != Refusal::Mapping
    {
        let higher = refusal.limits().and_then(Limits::higher);
        let raise = higher.map(|limits| format!("If you trust it, read it with --limits={limits}."));
        let more = how_to_map(file).or(raise).map_or_else(String::new, |more| format!("\n{more}"));
        say(&format!(
            "warning: {} is not used: {}\n{}{more}",
            shown(&file.name),
            why(refusal),
            refusal.hint()
        ));
    }
}

/// How somebody can say what the columns of a table mean that is not known.
pub(crate) fn how_to_map(file: &FileSummary) -> Option<String> {
    let (Err(Refusal::NoColumns { .. } | Refusal::NotMapped { .. }), Some(_)) =
        (&file.verdict, &file.first_rows)
    else {
        return None;
    };
    Some(format!(
        "'adsum mapping {} -o map.json' guesses what its columns mean; correct that, then add --mapping map.json",
        shown(&file.name)
    ))
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
