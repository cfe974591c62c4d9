//! One large event log in parts, each on a thread of its own. What is read is what reading it from its beginning gives:
//! a part that began in the middle of a record is read again.

use super::{CHUNK, How, chunks, finish, push};
use adsum_core::container::{Parcel, Ways};
use adsum_core::intake::{Part, Reading};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::thread;

/// The shortest part, in bytes: putting parts together costs something as well.
const SHORTEST: u64 = 8 << 20;

/// Reads it, if it is a file of an event log that is worth it.
pub(super) fn read(path: &Path, name: &str, ways: &Ways, how: &How<'_>) -> io::Result<Option<Vec<Reading>>> {
    // Not by opening it: a pipe gives its bytes once.
    let data = fs::metadata(path)?;
    let count = (data.len() / SHORTEST).min(how.side_by_side as u64);
    if !data.is_file() || count < 2 {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(CHUNK as u64).read_to_end(&mut start)?;
    let mut parcel = Parcel::reading(name, ways.clone());
    parcel.push(&start);
    let Some(begun) = parcel.begun() else { return Ok(None) };
    let cuts = cuts(&mut file, data.len(), count)?;
    how.progress.add(start.len() as u64);
    let begun = &begun;
    let part = |range: (u64, Option<u64>)| -> io::Result<Option<Part>> {
        let mut part = begun.part();
        chunks(bytes(path, range)?, how, &mut |bytes| {
            part.push(bytes);
            how.progress.add(bytes.len() as u64);
        })?;
        Ok(part.finish(range.1.is_none()))
    };
    let ends = cuts.iter().skip(1).copied().map(Some).chain([None]);
    let ranges: Vec<(u64, Option<u64>)> = cuts.iter().copied().zip(ends).collect();
    let parts: Vec<io::Result<Option<Part>>> = thread::scope(|scope| {
        let running: Vec<_> = ranges.iter().map(|&range| scope.spawn(move || part(range))).collect();
        let first = (start.len() as u64, cuts.first().copied());
        let first = bytes(path, first).and_then(|bytes| push(&mut parcel, bytes, how, &mut |_| {}));
        let others = running
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(io::Error::other("a part could not be read"))));
        first.map(|()| others.collect())
    })?;
    for (&range, part) in ranges.iter().zip(parts) {
        if part?.is_none_or(|part| !parcel.take_up(&part)) {
            push(&mut parcel, bytes(path, range)?, how, &mut |_| {})?;
        }
    }
    Ok(Some(finish(parcel, how)))
}

/// Where the second and every later part begins: with a line.
fn cuts(file: &mut File, size: u64, count: u64) -> io::Result<Vec<u64>> {
    let mut cuts = Vec::new();
    for number in 1..count {
        let near = size / count * number;
        file.seek(SeekFrom::Start(near))?;
        let passed = BufReader::new(&mut *file).skip_until(b'\n')? as u64;
        cuts.push(near + passed);
    }
    cuts.dedup();
    Ok(cuts)
}

/// The bytes of a file from one place to another, or to the end.
fn bytes(path: &Path, (from, to): (u64, Option<u64>)) -> io::Result<impl io::Read> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    Ok(file.take(to.map_or(u64::MAX, |to| to.saturating_sub(from))))
}
