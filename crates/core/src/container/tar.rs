//! tar: streamed, file by file. Only files are read; what else there is in it is passed over and said.

use super::limits::Trouble;
use super::{Address, Parcel, is_litter, say_skipped};
use crate::intake::{Reading, Refusal};

/// Everything in a tar stands in blocks of so many bytes.
const BLOCK: usize = 512;

/// The longest record of a long name.
const MAX_RECORD: u64 = 64 << 10;

/// A tar being unpacked.
#[derive(Debug)]
pub(super) struct Tar {
    to: Address,
    state: State,
    /// The name that the next file has, where it is too long for its header.
    long_name: Option<String>,
    readings: Vec<Reading>,
    skipped: Vec<String>,
}

#[derive(Debug)]
enum State {
    Header(Vec<u8>),
    Body { left: u64, padding: u64, what: What },
    Ended,
    Refused(Trouble),
}

#[derive(Debug)]
enum What {
    Member(Box<Parcel>),
    /// A record of the next file's name, GNU's or POSIX's.
    Name(u8, Vec<u8>),
    Nothing,
}

/// Whether a file begins with the header of a tar.
pub(super) fn is_header(block: &[u8]) -> bool {
    block.get(257..262) == Some(b"ustar") && block.get(..BLOCK).is_some_and(is_sound)
}

/// Whether a header's sum is right, which counts itself as spaces.
fn is_sound(block: &[u8]) -> bool {
    let sum = |(place, &byte): (usize, &u8)| u64::from(if (148..156).contains(&place) { b' ' } else { byte });
    octal(&block[148..156]) == Some(block.iter().enumerate().map(sum).sum())
}

/// A number of a header: octal digits, or bytes where it is too large for them.
fn octal(digits: &[u8]) -> Option<u64> {
    if let Some((&0x80, bytes)) = digits.split_first() {
        return bytes.iter().try_fold(0_u64, |sum, &byte| sum.checked_mul(256)?.checked_add(u64::from(byte)));
    }
    let digits = digits.trim_ascii_start();
    let end = digits.iter().position(|byte| !(b'0'..=b'7').contains(byte)).unwrap_or(digits.len());
    digits[..end].iter().try_fold(0_u64, |sum, &byte| sum.checked_mul(8)?.checked_add(u64::from(byte - b'0')))
}

fn text(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

impl Tar {
    pub(super) fn new(to: &Address) -> Self {
        let state = State::Header(Vec::new());
        Self { to: to.clone(), state, long_name: None, readings: Vec::new(), skipped: Vec::new() }
    }

    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            match &mut self.state {
                State::Header(block) => {
                    let now = take(&mut bytes, (BLOCK - block.len()) as u64);
                    block.extend_from_slice(now);
                    if block.len() == BLOCK {
                        let block = std::mem::take(block);
                        self.state = self.header(&block).unwrap_or_else(State::Refused);
                    }
                }
                State::Body { left, padding, what } => {
                    let now = take(&mut bytes, *left);
                    *left -= now.len() as u64;
                    what.push(now);
                    if *left == 0 {
                        *padding -= take(&mut bytes, *padding).len() as u64;
                    }
                    if *left == 0 && *padding == 0 {
                        self.end_body();
                    }
                }
                State::Ended | State::Refused(_) => return,
            }
        }
    }

    fn header(&mut self, block: &[u8]) -> Result<State, Trouble> {
        if block.iter().all(|&byte| byte == 0) {
            return Ok(State::Ended);
        }
        let left = octal(&block[124..136]).filter(|_| is_sound(block)).ok_or(Trouble::Damaged)?;
        let kind = block[156];
        let mut name = text(&block[..100]);
        let prefix = text(&block[345..500]);
        if !prefix.is_empty() && &block[257..263] == b"ustar\0" {
            name = format!("{prefix}/{name}");
        }
        let what = match kind {
            b'L' | b'x' if left <= MAX_RECORD => What::Name(kind, Vec::new()),
            b'L' | b'x' | b'g' | b'K' => What::Nothing,
            _ => self.file(kind, self.long_name.clone().unwrap_or(name))?,
        };
        if !matches!(kind, b'L' | b'x' | b'g' | b'K') {
            self.long_name = None;
        }
        let padding = left.next_multiple_of(BLOCK as u64).checked_sub(left).ok_or(Trouble::Damaged)?;
        if left > 0 {
            return Ok(State::Body { left, padding, what });
        }
        self.state = State::Body { left, padding, what };
        self.end_body();
        Ok(State::Header(Vec::new()))
    }

    fn file(&mut self, kind: u8, name: String) -> Result<What, Trouble> {
        if kind == b'5' {
            return Ok(What::Nothing);
        }
        if !matches!(kind, 0 | b'0' | b'7') || is_litter(&name) {
            self.skipped.push(name);
            return Ok(What::Nothing);
        }
        let limits = self.to.ways.limits;
        if self.readings.len() >= limits.members() {
            return Err(Trouble::TooMany(limits));
        }
        Ok(What::Member(Box::new(Parcel::at(self.to.member(&name, self.to.most)))))
    }

    fn end_body(&mut self) {
        let State::Body { what, .. } = std::mem::replace(&mut self.state, State::Header(Vec::new())) else {
            return;
        };
        match what {
            What::Member(parcel) => self.readings.extend(parcel.finish()),
            What::Name(b'L', record) => self.long_name = Some(text(&record)),
            What::Name(_, record) => self.long_name = path(&record).or(self.long_name.take()),
            What::Nothing => {}
        }
    }

    pub(super) fn counts(&self) -> (u64, u64) {
        let mut counts = match &self.state {
            State::Body { what: What::Member(parcel), .. } => parcel.counts(),
            _ => (0, 0),
        };
        for reading in &self.readings {
            counts = (counts.0 + reading.file.used, counts.1 + reading.file.rejected);
        }
        counts
    }

    pub(super) fn finish(mut self, bytes: u64) -> Vec<Reading> {
        match self.state {
            // Of what is cut off nothing is used; what was all there is.
            State::Body { what: What::Member(parcel), .. } => {
                self.readings.push(parcel.to.refused(parcel.bytes, Trouble::Damaged));
            }
            State::Refused(trouble) => self.readings.push(self.to.refused(bytes, trouble)),
            State::Header(block) if !block.is_empty() => {
                self.readings.push(self.to.refused(bytes, Trouble::Damaged));
            }
            State::Header(_) | State::Body { .. } | State::Ended => {}
        }
        if self.readings.is_empty() {
            self.readings.push(self.to.refused(bytes, Refusal::Empty));
        }
        say_skipped(&mut self.readings, self.skipped);
        self.readings
    }
}

impl What {
    fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Member(parcel) => parcel.push(bytes),
            Self::Name(_, record) => record.extend_from_slice(bytes),
            Self::Nothing => {}
        }
    }
}

/// Cuts off so many bytes, or all there are.
fn take<'a>(bytes: &mut &'a [u8], most: u64) -> &'a [u8] {
    let length = usize::try_from(most).map_or(bytes.len(), |most| most.min(bytes.len()));
    let (now, later) = bytes.split_at(length);
    *bytes = later;
    now
}

/// The name in a POSIX record, whose lines are `length key=value`.
fn path(record: &[u8]) -> Option<String> {
    let mut rest = record;
    loop {
        let space = memchr::memchr(b' ', rest)?;
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let line = rest.get(space + 1..length)?;
        if let Some(path) = line.strip_prefix(b"path=") {
            return Some(String::from_utf8_lossy(path.strip_suffix(b"\n").unwrap_or(path)).into_owned());
        }
        rest = &rest[length..];
    }
}
