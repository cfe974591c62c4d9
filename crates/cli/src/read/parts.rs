//! One large event log in parts, each on a thread of its own. What is read is what reading it from its beginning gives:
//! a part that began in the middle of a record is read again.

use super::turns::in_order;
use super::{CHUNK, How, chunks, finish, push};
use adsum_core::container::{Parcel, Ways};
use adsum_core::intake::{Part, Reading};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// The shortest part, in bytes: putting parts together costs something as well.
const SHORTEST: u64 = 8 << 20;
/// How many parts each of the other threads reads, so that what is read is taken up while they read on.
const PARTS_EACH: u64 = 4;

/// Reads it, if it is a file of an event log that is worth it.
pub(super) fn read(path: &Path, name: &str, ways: &Ways, how: &How<'_>) -> io::Result<Option<Vec<Reading>>> {
    // Not by opening it: a pipe gives its bytes once.
    let data = fs::metadata(path)?;
    let threads = how.side_by_side.min(usize::try_from(data.len() / SHORTEST).unwrap_or(usize::MAX));
    if !data.is_file() || threads < 2 {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(CHUNK as u64).read_to_end(&mut start)?;
    let mut parcel = Parcel::reading(name, ways.clone());
    parcel.push(&start);
    let Some(begun) = parcel.begun() else { return Ok(None) };
    let others = threads - 1;
    let cuts = cuts(&mut file, data.len(), others as u64)?;
    how.progress.add(start.len() as u64);
    let part = |_: usize, &(from, to): &(u64, Option<u64>)| -> io::Result<Option<Part>> {
        let mut part = begun.part();
        chunks(bytes(path, (from, to))?, how, &mut |bytes| {
            part.push(bytes);
            how.progress.add(bytes.len() as u64);
        })?;
        Ok(part.finish(to.is_none()))
    };
    let ends = cuts.iter().skip(1).copied().map(Some).chain([None]);
    let ranges: Vec<(u64, Option<u64>)> = cuts.iter().copied().zip(ends).collect();
    let first = (start.len() as u64, cuts.first().copied());
    in_order(others, &ranges, &part, |parts| -> io::Result<()> {
        push(&mut parcel, bytes(path, first)?, how, &mut |_| {})?;
        for (&range, part) in ranges.iter().zip(parts) {
            if part?.is_none_or(|part| !parcel.take_up(&part)) {
                push(&mut parcel, bytes(path, range)?, how, &mut |_| {})?;
            }
        }
        Ok(())
    })?;
    Ok(Some(finish(parcel, how)))
}

/// Where the second and every later part begins: with a line.
///
/// The thread with the log reads the first one and takes the others up, which costs some eighth of reading them; so the
/// first one is as long as leaves all threads as much to do: x + (1 - x) / 8 = (1 - x) / others.
fn cuts(file: &mut File, size: u64, others: u64) -> io::Result<Vec<u64>> {
    let first = size / (8 + 7 * others) * 8_u64.saturating_sub(others);
    let first = first.max(CHUNK as u64);
    let parts = ((size - first) / SHORTEST).clamp(1, others * PARTS_EACH);
    let mut cuts = Vec::new();
    for number in 0..parts {
        let near = first + (size - first) / parts * number;
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
