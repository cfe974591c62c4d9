//! Writes records as CSV or NDJSON into a reused buffer, and hands it out in parts.

use crate::event::Field;

/// How large a part is; the last one is shorter. A record may lie across two parts.
pub(super) const PART: usize = 1 << 20;

const SECONDS_PER_DAY: i64 = 86_400;
const COMMAS: [u8; Field::SPECIFIED] = [b','; Field::SPECIFIED];

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// CSV with every field of the specification, in its order.
    Csv,
    /// One JSON object a line, without the fields that are blank.
    Ndjson,
}

/// The clock that a time is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// `Z`.
    Utc,
    /// `Z`, with thousandths of a second.
    Thousandths,
    /// So many minutes ahead of UTC.
    Minutes(i32),
    /// Central European time, or its summer time from 29 March 2026.
    Central,
}

/// The writer. The fields of a record are given in the specification's order, none twice.
pub(super) struct Pen<'a> {
    buffer: Vec<u8>,
    handed: u64,
    format: Format,
    /// CSV: fields begun in this record. NDJSON: not 0 after the first.
    begun: usize,
    part: &'a mut dyn FnMut(&[u8]),
}

impl<'a> Pen<'a> {
    /// A pen; for CSV the header row is written at once.
    pub(super) fn new(format: Format, part: &'a mut dyn FnMut(&[u8])) -> Self {
        let mut pen =
            Self { buffer: Vec::with_capacity(PART + (PART >> 4)), handed: 0, format, begun: 0, part };
        if format == Format::Csv {
            for (index, field) in Field::ALL.into_iter().take(Field::SPECIFIED).enumerate() {
                if index > 0 {
                    pen.buffer.push(b',');
                }
                pen.buffer.extend_from_slice(field.name().as_bytes());
            }
            pen.buffer.push(b'\n');
        }
        pen
    }

    /// How many bytes were written so far.
    pub(super) fn written(&self) -> u64 {
        self.handed + u64::try_from(self.buffer.len()).unwrap_or(0)
    }

    /// A field that is text in several pieces; nothing where all are empty.
    pub(super) fn text(&mut self, field: Field, pieces: &[&str]) {
        if pieces.iter().all(|piece| piece.is_empty()) {
            return;
        }
        let special = |byte: u8| matches!(byte, b'"' | b',' | b'\\');
        let plain = !pieces.iter().any(|piece| piece.bytes().any(special));
        self.open(field);
        if plain {
            for piece in pieces {
                self.buffer.extend_from_slice(piece.as_bytes());
            }
        } else {
            let (around, escape): (&[u8], u8) = match self.format {
                Format::Csv => (b"\"", b'"'),
                Format::Ndjson => (b"", b'\\'),
            };
            self.buffer.extend_from_slice(around);
            for byte in pieces.iter().flat_map(|piece| piece.bytes()) {
                if byte == b'"' || (byte == b'\\' && self.format == Format::Ndjson) {
                    self.buffer.push(escape);
                }
                self.buffer.push(byte);
            }
            self.buffer.extend_from_slice(around);
        }
        self.close();
    }

    /// A field that is a text and a number of at least `digits` digits: `b` and 7 as `b007`.
    pub(super) fn numbered(&mut self, field: Field, before: &str, number: u32, digits: usize, after: &str) {
        self.open(field);
        self.buffer.extend_from_slice(before.as_bytes());
        self.digits(number, digits);
        self.buffer.extend_from_slice(after.as_bytes());
        self.close();
    }

    /// A field that is a count: in JSON a number.
    pub(super) fn count(&mut self, field: Field, number: u32) {
        match self.format {
            Format::Csv => self.numbered(field, "", number, 1, ""),
            Format::Ndjson => {
                self.key(field);
                self.digits(number, 1);
            }
        }
    }

    /// A field of eight hexadecimal digits.
    pub(super) fn hex(&mut self, field: Field, number: u32) {
        self.open(field);
        for shift in (0..8).rev() {
            let digit = (number >> (shift * 4)) & 15;
            self.buffer.push(b"0123456789abcdef"[digit as usize]);
        }
        self.close();
    }

    /// A field that is an instant, in seconds since 1970.
    pub(super) fn instant(&mut self, field: Field, seconds: i64, offset: Offset) {
        let minutes = match offset {
            Offset::Utc | Offset::Thousandths => 0,
            Offset::Minutes(minutes) => minutes,
            Offset::Central => central_minutes(seconds),
        };
        let local = seconds + i64::from(minutes) * 60;
        let (year, month, day) = civil(local.div_euclid(SECONDS_PER_DAY));
        let clock = local.rem_euclid(SECONDS_PER_DAY);
        self.open(field);
        self.digits(year, 4);
        self.mark_and_two(b'-', month);
        self.mark_and_two(b'-', day);
        self.mark_and_two(b'T', narrow(clock / 3600));
        self.mark_and_two(b':', narrow(clock / 60 % 60));
        self.mark_and_two(b':', narrow(clock % 60));
        match offset {
            Offset::Utc => self.buffer.push(b'Z'),
            Offset::Thousandths => {
                self.buffer.push(b'.');
                self.digits(narrow(seconds.wrapping_mul(7919).rem_euclid(1000)), 3);
                self.buffer.push(b'Z');
            }
            Offset::Minutes(_) | Offset::Central => {
                let ahead = minutes.unsigned_abs();
                self.mark_and_two(if minutes < 0 { b'-' } else { b'+' }, ahead / 60);
                self.mark_and_two(b':', ahead % 60);
            }
        }
        self.close();
    }

    /// Ends the record.
    pub(super) fn end(&mut self) {
        match self.format {
            Format::Csv => {
                let missing = Field::SPECIFIED.saturating_sub(self.begun.max(1));
                self.buffer.extend_from_slice(&COMMAS[..missing]);
            }
            Format::Ndjson => self.buffer.push(b'}'),
        }
        self.begun = 0;
        self.end_line();
    }

    /// A whole line as it is: the records that cannot be used.
    pub(super) fn line(&mut self, line: &str) {
        self.buffer.extend_from_slice(line.as_bytes());
        self.end_line();
    }

    /// Hands out what is left.
    pub(super) fn finish(mut self) {
        if !self.buffer.is_empty() {
            (self.part)(&self.buffer);
            self.buffer.clear();
        }
    }

    fn end_line(&mut self) {
        self.buffer.push(b'\n');
        while let Some(part) = self.buffer.get(..PART) {
            (self.part)(part);
            self.handed += 1 << 20;
            self.buffer.drain(..PART);
        }
    }

    fn key(&mut self, field: Field) {
        self.buffer.extend_from_slice(if self.begun == 0 { b"{\"" } else { b",\"" });
        self.buffer.extend_from_slice(field.name().as_bytes());
        self.buffer.extend_from_slice(b"\":");
        self.begun = 1;
    }

    fn open(&mut self, field: Field) {
        match self.format {
            Format::Csv => {
                let index = field as usize;
                let begun = self.begun.max(1);
                debug_assert!(index >= self.begun, "fields in order, none twice: {field:?}");
                self.buffer.extend_from_slice(&COMMAS[..(index + 1).saturating_sub(begun)]);
                self.begun = index + 1;
            }
            Format::Ndjson => {
                self.key(field);
                self.buffer.push(b'"');
            }
        }
    }

    fn close(&mut self) {
        if self.format == Format::Ndjson {
            self.buffer.push(b'"');
        }
    }

    fn mark_and_two(&mut self, mark: u8, number: u32) {
        self.buffer.extend_from_slice(&[mark, digit(number / 10), digit(number)]);
    }

    fn digits(&mut self, number: u32, least: usize) {
        let mut digits = [b'0'; 10];
        let mut first = digits.len();
        let mut rest = number;
        while rest > 0 {
            first -= 1;
            digits[first] = digit(rest);
            rest /= 10;
        }
        let first = first.min(digits.len() - least.clamp(1, 10));
        self.buffer.extend_from_slice(&digits[first..]);
    }
}

/// Minutes that Central European clocks are ahead of UTC, in 2026 up to October.
pub(super) fn central_minutes(seconds: i64) -> i32 {
    /// 2026-03-29T01:00:00Z
    const SUMMER_TIME: i64 = 20_541 * SECONDS_PER_DAY + 3600;
    if seconds < SUMMER_TIME { 60 } else { 120 }
}

fn digit(number: u32) -> u8 {
    b"0123456789"[(number % 10) as usize]
}

fn narrow(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// Year, month and day of the day so many days after 1970-01-01, for days after it.
fn civil(days: i64) -> (u32, u32, u32) {
    // Years begin in March, so that the leap day is a year's last; eras are 400 years.
    let days = narrow(days) + 719_468;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + days / 146_097 * 400 + u32::from(month <= 2), month, day)
}
