//! A ZIP file as it is laid out: entries, one after the other, and the directory behind them.
//!
//! Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.4. Every entry is deflated, was "made on Unix" and is as
//! old as a ZIP can say (1980-01-01), so that the same content gives the same bytes from any machine.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use super::Error;

/// How hard to compress: the usual trade.
const LEVEL: u32 = 6;

/// How much is handed to the compression at once, whatever the pieces the caller writes: its result depends on them.
const PIECE_BYTES: usize = 1 << 16;

/// The longest file, and the longest archive, without the 64-bit extension, which not every program knows.
const MAX_BYTES: u64 = u32::MAX as u64;

/// Of a program for version 2.0, on Unix.
const MADE_BY: u16 = (3 << 8) | VERSION;
const VERSION: u16 = 20;
/// The name is UTF-8.
const UTF8: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// Midnight of 1980-01-01, as MS-DOS writes time and date.
const TIME: u16 = 0;
const DATE: u16 = (1 << 5) | 1;
/// A plain file that its owner may write and everybody read.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// Where the CRC stands in a local header; the two sizes follow.
const CRC_AT: usize = 14;

/// A ZIP file being written. Names are taken as they are.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    /// What is complete.
    out: Vec<u8>,
    /// The entry that is being written.
    entry: Option<Entry>,
    directory: Vec<u8>,
    entries: u16,
}

#[derive(Debug)]
struct Entry {
    name: String,
    /// Where its local header stands.
    at: usize,
    /// Holds `out` while the entry is written.
    deflate: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    length: u64,
    /// Bytes that the compression has not seen yet: always less than a piece.
    pending: Vec<u8>,
}

impl Writer {
    /// Ends the entry before, if any, and starts the next.
    pub(crate) fn start(&mut self, name: &str) -> Result<(), Error> {
        self.end()?;
        self.entries = self.entries.checked_add(1).ok_or(Error::TooManyFiles)?;
        let at = self.out.len();
        let mut out = std::mem::take(&mut self.out);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&VERSION.to_le_bytes());
        header(&mut out, name, &[0; 12])?;
        out.extend_from_slice(name.as_bytes());
        self.entry = Some(Entry {
            name: name.to_owned(),
            at,
            deflate: DeflateEncoder::new(out, Compression::new(LEVEL)),
            crc: Crc::new(),
            length: 0,
            pending: Vec::with_capacity(PIECE_BYTES),
        });
        Ok(())
    }

    /// Adds bytes to the current entry.
    pub(crate) fn write(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        let entry = self.entry.as_mut().ok_or(Error::NotStarted)?;
        entry.length = entry.length.saturating_add(bytes.len() as u64);
        if entry.length > MAX_BYTES {
            return Err(Error::TooLong { name: entry.name.clone() });
        }
        while entry.pending.len() + bytes.len() >= PIECE_BYTES {
            let (now, later) = bytes.split_at(PIECE_BYTES - entry.pending.len());
            entry.pending.extend_from_slice(now);
            entry.deflate_pending()?;
            bytes = later;
        }
        entry.pending.extend_from_slice(bytes);
        Ok(())
    }

    /// The bytes of the whole file.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.end()?;
        let at = offset(self.out.len())?;
        let size = offset(self.directory.len())?;
        self.out.append(&mut self.directory);
        self.out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        for _ in ["on this disk", "in all"] {
            self.out.extend_from_slice(&self.entries.to_le_bytes());
        }
        self.out.extend_from_slice(&size.to_le_bytes());
        self.out.extend_from_slice(&at.to_le_bytes());
        // No comment.
        self.out.extend_from_slice(&[0, 0]);
        Ok(self.out)
    }

    /// Completes the current entry: its local header tells sizes that are known only now.
    fn end(&mut self) -> Result<(), Error> {
        let Some(mut entry) = self.entry.take() else { return Ok(()) };
        entry.deflate_pending()?;
        let Entry { name, at, deflate, crc, length, .. } = entry;
        let mut out = deflate.finish()?;
        let content = at + CRC_AT + 16 + name.len();
        let mut facts = [0; 12];
        facts[..4].copy_from_slice(&crc.sum().to_le_bytes());
        facts[4..8].copy_from_slice(&offset(out.len() - content)?.to_le_bytes());
        facts[8..].copy_from_slice(&offset(usize::try_from(length).unwrap_or(usize::MAX))?.to_le_bytes());
        out[at + CRC_AT..at + CRC_AT + facts.len()].copy_from_slice(&facts);

        let directory = &mut self.directory;
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&MADE_BY.to_le_bytes());
        directory.extend_from_slice(&VERSION.to_le_bytes());
        header(directory, &name, &facts)?;
        // No comment, on the first disk, of no special kind.
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&ATTRIBUTES.to_le_bytes());
        directory.extend_from_slice(&offset(at)?.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
        self.out = out;
        Ok(())
    }
}

impl Entry {
    fn deflate_pending(&mut self) -> Result<(), Error> {
        self.crc.update(&self.pending);
        self.deflate.write_all(&self.pending)?;
        self.pending.clear();
        Ok(())
    }
}

/// What a local header and the directory have in common: from the flags to the length of the extra field.
fn header(out: &mut Vec<u8>, name: &str, facts: &[u8; 12]) -> Result<(), Error> {
    let length = u16::try_from(name.len()).map_err(|_| Error::TooLong { name: name.to_owned() })?;
    for field in [UTF8, DEFLATED, TIME, DATE] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    out.extend_from_slice(facts);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    Ok(())
}

fn offset(bytes: usize) -> Result<u32, Error> {
    u32::try_from(bytes).map_err(|_| Error::TooLarge)
}
