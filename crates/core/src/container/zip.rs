//! ZIP: held whole, because its list of files is at the end; then its files one by one, a piece at a time.

use super::inflate::{Entry, Inflate, Method, PIECE};
use super::limits::{Budget, Limits, Trouble};
use super::{Address, Parcel, is_litter, ods, say_skipped, xlsx};
use crate::intake::{Reading, Refusal};
use crate::platform::{DOCUMENT, WORKBOOK};
use ::zip::{CompressionMethod, ZipArchive};
use memchr::memmem;
use std::io::Cursor;

/// How many pieces are unpacked in a step: some milliseconds of work.
const PIECES: usize = 16;

/// How many lines a list of files may seem to have for each that it may have, before it is read: an archive in the
/// archive has one too.
const LISTED: usize = 4;

/// A ZIP, or what is made like one.
#[derive(Debug)]
pub(super) struct Zip {
    to: Address,
    held: Vec<u8>,
    /// How long it is, held or not.
    bytes: u64,
    /// Where in it the unpacking is.
    at: usize,
    work: Work,
    readings: Vec<Reading>,
    skipped: Vec<String>,
}

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one a file")]
enum Work {
    Unopened,
    Archive { entries: std::vec::IntoIter<Entry>, current: Option<(Inflate, Box<Parcel>)>, budget: Budget },
    Workbook(Box<dyn Workbook>),
    Ended,
}

/// A workbook being read, sheet by sheet.
pub(super) trait Workbook: std::fmt::Debug + Send {
    /// Reads the next sheet; none at the end.
    fn sheet(&mut self, archive: &[u8], to: &SheetOf<'_>) -> Result<Option<Option<Reading>>, Trouble>;
}

/// Where sheets belong.
#[derive(Debug)]
pub(super) struct SheetOf<'a> {
    pub(super) label: &'a str,
    pub(super) name: &'a str,
    pub(super) ways: &'a super::Ways,
}

impl Zip {
    pub(super) fn new(to: &Address) -> Self {
        Self {
            to: to.clone(),
            held: Vec::new(),
            bytes: 0,
            at: 0,
            work: Work::Unopened,
            readings: Vec::new(),
            skipped: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.to.ways.limits.packed() as u64 {
            self.held = Vec::new();
        } else {
            self.held.extend_from_slice(bytes);
        }
    }

    pub(super) fn counts(&self) -> (u64, u64) {
        let mut counts = match &self.work {
            Work::Archive { current: Some((_, parcel)), .. } => parcel.counts(),
            _ => (0, 0),
        };
        for reading in &self.readings {
            counts = (counts.0 + reading.file.used, counts.1 + reading.file.rejected);
        }
        counts
    }

    pub(super) fn worked(&self, bytes: u64) -> u64 {
        let inside = match &self.work {
            Work::Archive { current: Some((inflate, _)), .. } => inflate.read(),
            _ => 0,
        };
        (bytes / 2).saturating_add((self.at + inside) as u64 / 2).min(bytes)
    }

    /// Unpacks some more; whether there is more.
    pub(super) fn step(&mut self) -> bool {
        if let Err(trouble) = self.try_step() {
            self.readings.push(self.to.refused(self.bytes, trouble));
            self.work = Work::Ended;
        }
        !matches!(self.work, Work::Ended)
    }

    fn try_step(&mut self) -> Result<(), Trouble> {
        match &mut self.work {
            Work::Unopened => self.open(),
            Work::Archive { .. } => {
                for _ in 0..PIECES {
                    self.piece()?;
                }
                Ok(())
            }
            Work::Workbook(book) => {
                let to = SheetOf { label: &self.to.label, name: &self.to.name, ways: &self.to.ways };
                match book.sheet(&self.held, &to)? {
                    Some(reading) => self.readings.extend(reading),
                    None => self.work = Work::Ended,
                }
                Ok(())
            }
            Work::Ended => Ok(()),
        }
    }

    fn open(&mut self) -> Result<(), Trouble> {
        let limits = self.to.ways.limits;
        if self.bytes > limits.packed() as u64 {
            return Err(Trouble::TooLarge(limits));
        }
        let entries = list(&self.held, limits)?;
        let budget = Budget::new(self.bytes, self.to.most.max(limits.free()), limits);
        let find = |name: &str| entries.iter().find(|entry| entry.name == name);
        if let Some(book) = find("xl/workbook.xml") {
            self.work = Work::Workbook(Box::new(xlsx::Book::open(&self.held, &entries, book, budget)?));
            return Ok(());
        }
        let kind = match find("mimetype") {
            Some(entry) => small(&self.held, entry, budget)?,
            None => Vec::new(),
        };
        let refusal = if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            let content = find("content.xml").ok_or(Trouble::Damaged)?;
            self.work = Work::Workbook(Box::new(ods::Book::new(content.clone(), budget)));
            return Ok(());
        } else if !kind.is_empty()
            || ["word/document.xml", "ppt/presentation.xml"].into_iter().any(|name| find(name).is_some())
        {
            DOCUMENT
        } else if ["xl/workbook.bin", "Index/Document.iwa"].into_iter().any(|name| find(name).is_some()) {
            WORKBOOK
        } else if self.to.in_archive {
            Refusal::Packed(Trouble::Nested)
        } else {
            let entries = entries.into_iter();
            self.work = Work::Archive { entries, current: None, budget };
            return Ok(());
        };
        self.readings.push(self.to.refused(self.bytes, refusal));
        self.work = Work::Ended;
        Ok(())
    }

    /// Unpacks a piece of the current file, or begins the next.
    fn piece(&mut self) -> Result<(), Trouble> {
        let Work::Archive { entries, current, budget } = &mut self.work else { return Ok(()) };
        if let Some((inflate, parcel)) = current {
            let mut piece = vec![0; PIECE];
            let trouble = match inflate.next(&self.held, &mut piece, budget) {
                Ok(0) => None,
                Ok(length) => {
                    parcel.push(&piece[..length]);
                    return Ok(());
                }
                Err(trouble @ Trouble::TooDense(_)) => return Err(trouble),
                Err(trouble) => Some(trouble),
            };
            self.at += inflate.read();
            if let Some((_, parcel)) = current.take() {
                match trouble {
                    None => self.readings.extend(parcel.finish()),
                    Some(trouble) => self.readings.push(parcel.to.refused(parcel.bytes, trouble)),
                }
            }
            return Ok(());
        }
        let Some(entry) = entries.next() else {
            if self.readings.is_empty() {
                self.readings.push(self.to.refused(self.bytes, Refusal::Empty));
            }
            say_skipped(&mut self.readings, std::mem::take(&mut self.skipped));
            self.work = Work::Ended;
            return Ok(());
        };
        if entry.folder {
            return Ok(());
        }
        if is_litter(&entry.name) {
            self.skipped.push(entry.name);
            return Ok(());
        }
        let to = self.to.member(&entry.name, budget.allowed());
        let size = entry.size;
        match Inflate::new(entry) {
            Ok(inflate) => *current = Some((inflate, Box::new(Parcel::at(to)))),
            Err(trouble) => self.readings.push(to.refused(size, trouble)),
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Vec<Reading> {
        while self.step() {}
        if self.readings.is_empty() {
            // A workbook without rows.
            self.readings.push(self.to.refused(self.bytes, Refusal::Empty));
        }
        self.readings
    }
}

/// The archive's list of files.
fn list(held: &[u8], limits: Limits) -> Result<Vec<Entry>, Trouble> {
    // Before it is read: a list of millions takes memory that nothing else bounds.
    let most = limits.members().saturating_mul(LISTED);
    if memmem::find_iter(held, b"PK\x01\x02").nth(most).is_some() {
        return Err(Trouble::TooMany(limits));
    }
    let mut archive = ZipArchive::new(Cursor::new(held)).map_err(|_| Trouble::Damaged)?;
    if archive.has_duplicate_names() {
        return Err(Trouble::SameName);
    }
    if archive.len() > limits.members() {
        return Err(Trouble::TooMany(limits));
    }
    (0..archive.len()).map(|index| entry(&mut archive, index).ok_or(Trouble::Damaged)).collect()
}

fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Option<Entry> {
    let file = archive.by_index_raw(index).ok()?;
    let start = usize::try_from(file.data_start()?).ok()?;
    let end = start.checked_add(usize::try_from(file.compressed_size()).ok()?)?;
    let name = match file.name() {
        Ok(name) => name.into_owned(),
        Err(_) => String::from_utf8_lossy(file.name_raw()).into_owned(),
    };
    let method = match file.compression() {
        CompressionMethod::Stored => Method::Stored,
        CompressionMethod::Deflated => Method::Deflated,
        _ => Method::Other,
    };
    let (size, crc, encrypted, folder) = (file.size(), file.crc32(), file.encrypted(), file.is_dir());
    Some(Entry { name, start, end, size, crc, method, encrypted, folder })
}

/// The first piece of a small file.
fn small(held: &[u8], entry: &Entry, mut budget: Budget) -> Result<Vec<u8>, Trouble> {
    let mut piece = vec![0; PIECE];
    let length = Inflate::new(entry.clone())?.next(held, &mut piece, &mut budget)?;
    piece.truncate(length);
    Ok(piece)
}
