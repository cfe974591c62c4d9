//! One cell: its type, its number format, its text.

use std::io::Write as _;

use super::style::{QUOTED, Style};
use super::text::Strings;
use crate::table::{Cell, Format};
use crate::time;

/// The longest text of a cell, in UTF-16 units: the limit of the file format.
pub(super) const MAX_TEXT_UNITS: usize = 32_767;

/// Days from 1899-12-30, where a workbook's dates start, to 1970-01-01.
const EPOCH_DAY: i64 = 25_569;

/// The days that are dates in a workbook: 1900-03-01 (before it, programs disagree, because of a leap day
/// that never was) to 9999-12-31.
const DAYS: std::ops::RangeInclusive<i64> = 61..=2_958_465;

const DAY_SECONDS: i64 = 86_400;
const DAY_MINUTES: i64 = 1_440;

/// The longest length of time that is written as a number: programs show none past 9999-12-31.
const MAX_SECONDS: u64 = 2_958_466 * 86_400 - 1;

/// The greatest count that is written as a number: spreadsheets keep 15 digits.
const MAX_COUNT: u64 = 999_999_999_999_999;

/// What the cells of a workbook share, and what happened to them.
pub(super) struct Texts {
    pub(super) strings: Strings,
    dangerous: fn(&str) -> bool,
    /// Texts that were cut.
    pub(super) cut: usize,
    /// Dangerous texts, which were marked.
    pub(super) marked: usize,
}

impl Texts {
    pub(super) fn new(dangerous: fn(&str) -> bool) -> Self {
        Self { strings: Strings::default(), dangerous, cut: 0, marked: 0 }
    }

    /// Writes a cell of a column of `format` at `place` (as `B7`).
    pub(super) fn write(&mut self, out: &mut Vec<u8>, place: Place<'_>, format: Format, cell: &Cell<'_>) {
        match value(cell, format) {
            Value::Blank => {}
            Value::Number(number, format) => {
                begin(out, place, Style::of(format));
                out.extend_from_slice(b"><v>");
                push_number(out, number);
                out.extend_from_slice(b"</v></c>");
            }
            Value::Text(whole) => {
                let text = cut(&whole, MAX_TEXT_UNITS);
                let marked = (self.dangerous)(&whole);
                self.cut += usize::from(text.len() < whole.len());
                self.marked += usize::from(marked);
                self.write_text(out, place, if marked { QUOTED } else { Style::of(Format::Text) }, text);
            }
        }
    }

    /// Writes a text, which is short enough.
    pub(super) fn write_text(&mut self, out: &mut Vec<u8>, place: Place<'_>, style: Style, text: &str) {
        begin(out, place, style);
        out.extend_from_slice(b" t=\"s\"><v>");
        time::write::count(out, self.strings.number(text).into());
        out.extend_from_slice(b"</v></c>");
    }
}

/// Where a cell is: the letters of its column, and its row, from 1.
pub(super) type Place<'a> = (&'a str, u64);

/// The beginning of a cell's tag.
fn begin(out: &mut Vec<u8>, (column, row): Place<'_>, style: Style) {
    out.extend_from_slice(b"<c r=\"");
    out.extend_from_slice(column.as_bytes());
    time::write::count(out, row);
    out.extend_from_slice(b"\" s=\"");
    time::write::count(out, style.number() as u64);
    out.push(b'"');
}

/// The shortest number that reads back as the same one.
pub(super) fn push_number(out: &mut Vec<u8>, number: f64) {
    // Writing to a vector cannot fail.
    write!(out, "{number}").unwrap_or_default();
}

/// A cell of a chart's line or axis, as the file keeps it there; none where the line has a gap.
pub(super) fn number(cell: &Cell<'_>, format: Format) -> Option<f64> {
    match value(cell, format) {
        Value::Number(number, _) => Some(number),
        _ => None,
    }
}

/// What a cell becomes.
enum Value<'a> {
    Blank,
    /// A number, and the format it is shown in.
    Number(f64, Format),
    Text(std::borrow::Cow<'a, str>),
}

fn value<'a>(cell: &'a Cell<'_>, format: Format) -> Value<'a> {
    match cell {
        Cell::Blank => Value::Blank,
        Cell::Text(text) if text.is_empty() => Value::Blank,
        Cell::Text(text) => Value::Text(text.as_ref().into()),
        Cell::Local(seconds) => {
            let format = match format {
                Format::Date | Format::Clock | Format::UsMinute => format,
                _ => Format::Minute,
            };
            match serial(*seconds, format) {
                Some(serial) => Value::Number(serial, format),
                None => Value::Text(spelled(*seconds, format).into()),
            }
        }
        Cell::Seconds(seconds) if *seconds <= MAX_SECONDS => {
            Value::Number(float(*seconds) / 86_400.0, Format::Duration)
        }
        Cell::Seconds(s) => Value::Text(format!("{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60).into()),
        Cell::Count(count) if *count <= MAX_COUNT => Value::Number(float(*count), Format::Count),
        Cell::Count(count) => Value::Text(count.to_string().into()),
        // A workbook has no such number.
        Cell::Hours(hours) if !hours.is_finite() => Value::Blank,
        Cell::Hours(hours) => Value::Number(*hours, Format::Hours),
    }
}

#[expect(clippy::cast_precision_loss, reason = "all callers stay below 2^53")]
fn float(number: u64) -> f64 {
    number as f64
}

/// A workbook's number for a local time, seconds cut off; none if it is no date there.
fn serial(seconds: i64, format: Format) -> Option<f64> {
    let day = seconds.div_euclid(DAY_SECONDS) + EPOCH_DAY;
    let minute = seconds.rem_euclid(DAY_SECONDS) / 60;
    if format == Format::Clock {
        return Some(float(minute.unsigned_abs()) / 1_440.0);
    }
    if !DAYS.contains(&day) {
        return None;
    }
    match format {
        Format::Date => Some(float(day.unsigned_abs())),
        _ => Some(float((day * DAY_MINUTES + minute).unsigned_abs()) / 1_440.0),
    }
}

/// A local time in words, as its number format would show it.
fn spelled(seconds: i64, format: Format) -> String {
    let mut out = Vec::new();
    match format {
        Format::UsMinute => time::write::us_minute(&mut out, seconds),
        Format::Date => time::write::date(&mut out, seconds),
        _ => time::write::minute(&mut out, seconds),
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The longest beginning of `text` of at most `limit` UTF-16 units.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    // A character has no more units than bytes.
    if text.len() <= limit {
        return text;
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > limit {
            return &text[..at];
        }
    }
    text
}

/// Text for a title: control characters become spaces, and it is no longer than a title may be.
pub(super) fn printable(text: &str) -> String {
    /// What the format allows in document properties and alternative texts, less what is put around it.
    const MAX_UNITS: usize = 200;
    let text: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') { ' ' } else { c })
        .collect();
    cut(text.trim(), MAX_UNITS).to_owned()
}

/// How wide a text is, in digits: East Asian characters count double, marks that combine nothing.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0,
            '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' => 2,
            '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' => 2,
            '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}' => 2,
            _ => 1,
        })
        .sum()
}

/// How wide a cell is shown, in digits.
pub(super) fn cell_width(cell: &Cell<'_>, format: Format) -> usize {
    match value(cell, format) {
        Value::Blank => 0,
        Value::Text(text) => width(&text),
        Value::Number(number, format) => match format {
            Format::UsMinute | Format::Minute => 16,
            Format::Date => 10,
            Format::Clock => 5,
            Format::Duration => 9,
            Format::Count => format!("{number:.0}").len(),
            Format::Hours | Format::Text => format!("{number:.2}").len(),
        },
    }
}
