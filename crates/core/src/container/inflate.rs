//! An entry of a ZIP, unpacked piece by piece from the archive's bytes.

use super::limits::{Budget, Trouble};
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

/// How much is unpacked at once.
pub(super) const PIECE: usize = 64 << 10;

/// A file in a ZIP, as the archive's list has it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Where its packed bytes stand.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) size: u64,
    pub(super) crc: u32,
    pub(super) method: Method,
    pub(super) encrypted: bool,
    pub(super) folder: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
    Other,
}

/// An entry being unpacked.
#[derive(Debug)]
pub(super) struct Inflate {
    entry: Entry,
    at: usize,
    state: Decompress,
    crc: Crc,
    given: u64,
    ended: bool,
}

impl Inflate {
    pub(super) fn new(entry: Entry) -> Result<Self, Trouble> {
        if entry.encrypted {
            return Err(Trouble::Encrypted);
        }
        if entry.method == Method::Other {
            return Err(Trouble::Method);
        }
        let at = entry.start;
        Ok(Self { entry, at, state: Decompress::new(false), crc: Crc::new(), given: 0, ended: false })
    }

    /// How many packed bytes were read.
    pub(super) fn read(&self) -> usize {
        self.at - self.entry.start
    }

    /// Unpacks the next piece from the archive; how long it is, which is 0 at the end. There it is compared
    /// with what the archive says.
    pub(super) fn next(
        &mut self,
        archive: &[u8],
        out: &mut [u8],
        budget: &mut Budget,
    ) -> Result<usize, Trouble> {
        let packed = archive.get(self.at..self.entry.end).ok_or(Trouble::Damaged)?;
        let mut length = 0;
        match self.entry.method {
            Method::Stored => {
                length = packed.len().min(out.len());
                out[..length].copy_from_slice(&packed[..length]);
                self.at += length;
            }
            _ if self.ended => {}
            _ => {
                let mut packed = packed;
                while length == 0 && !self.ended {
                    let before = (self.state.total_in(), self.state.total_out());
                    let status = self.state.decompress(packed, out, FlushDecompress::None);
                    let taken = usize::try_from(self.state.total_in() - before.0).unwrap_or(0);
                    length = usize::try_from(self.state.total_out() - before.1).unwrap_or(0);
                    packed = packed.get(taken..).ok_or(Trouble::Damaged)?;
                    self.at += taken;
                    self.ended = status.map_err(|_| Trouble::Damaged)? == Status::StreamEnd;
                    if taken == 0 && length == 0 && !self.ended {
                        return Err(Trouble::Damaged);
                    }
                }
            }
        }
        let piece = out.get(..length).ok_or(Trouble::Damaged)?;
        budget.count(length)?;
        self.crc.update(piece);
        self.given += length as u64;
        if length == 0 && (self.crc.sum() != self.entry.crc || self.given != self.entry.size) {
            return Err(Trouble::Damaged);
        }
        Ok(length)
    }
}

/// An entry to read from, for readers of XML. What has no markup for long is given up: it would be held whole.
pub(super) struct Part<'a> {
    archive: &'a [u8],
    inflate: Inflate,
    budget: &'a mut Budget,
    piece: Vec<u8>,
    at: usize,
    end: usize,
    plain: usize,
}

impl<'a> Part<'a> {
    pub(super) fn new(archive: &'a [u8], entry: &Entry, budget: &'a mut Budget) -> Result<Self, Trouble> {
        let inflate = Inflate::new(entry.clone())?;
        Ok(Self { archive, inflate, budget, piece: vec![0; PIECE], at: 0, end: 0, plain: 0 })
    }
}

impl Read for Part<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let length = there.len().min(out.len());
        out[..length].copy_from_slice(&there[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.end {
            let next = self.inflate.next(self.archive, &mut self.piece, self.budget);
            (self.at, self.end) = (0, next.map_err(io::Error::other)?);
            match memchr::memrchr2(b'<', b'>', &self.piece[..self.end]) {
                Some(mark) => self.plain = self.end - mark,
                None => self.plain += self.end,
            }
            let limits = self.budget.limits;
            if self.plain > limits.piece() {
                return Err(io::Error::other(Trouble::TooMuchText(limits)));
            }
        }
        Ok(&self.piece[self.at..self.end])
    }

    fn consume(&mut self, length: usize) {
        self.at += length;
    }
}
