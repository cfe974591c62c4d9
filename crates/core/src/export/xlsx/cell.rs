//! One cell: its type, its number format, its text.

use chrono::{DateTime, Datelike, Timelike};
use rust_xlsxwriter::{Color, Format as Style, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::Written;
use crate::table::{Cell, Format};

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

/// The cell styles of a workbook.
pub(super) struct Styles {
    pub(super) header: Style,
    text: Style,
    quoted: Style,
    plain: Style,
    dangerous: fn(&str) -> bool,
}

impl Styles {
    pub(super) fn new(dangerous: fn(&str) -> bool) -> Self {
        let header = Style::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E3_EAF3))
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x0012_436D));
        let text = Self::column(Format::Text);
        let quoted = text.clone().set_quote_prefix();
        Self { header, text, quoted, plain: Style::new(), dangerous }
    }

    /// The style of a whole column.
    pub(super) fn column(format: Format) -> Style {
        let style = Style::new().set_num_format(Self::number_format(format));
        match format {
            Format::Text => style,
            // As their headers: all are of one length, so they line up anyway.
            Format::UsMinute | Format::Minute | Format::Date | Format::Clock => {
                style.set_align(FormatAlign::Left)
            }
            // The indent keeps them from touching what comes next.
            Format::Duration | Format::Count | Format::Hours => {
                style.set_align(FormatAlign::Right).set_indent(1)
            }
        }
    }

    /// How a workbook spells a format.
    pub(super) fn number_format(format: Format) -> &'static str {
        match format {
            Format::Text => "@",
            Format::UsMinute => "mm/dd/yyyy hh:mm",
            Format::Minute => "yyyy-mm-dd hh:mm",
            Format::Date => "yyyy-mm-dd",
            Format::Clock => "hh:mm",
            Format::Duration => "[hh]:mm:ss",
            Format::Count => "0",
            Format::Hours => "0.00",
        }
    }

    /// Writes one cell of a column of `format`.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        format: Format,
        cell: &Cell<'_>,
        written: &mut Written,
    ) -> Result<(), XlsxError> {
        let value = value(cell, format);
        match value {
            Value::Blank => {}
            Value::Number(number, own) if own == format => {
                sheet.write_number(row, column, number)?;
            }
            Value::Number(number, own) => {
                sheet.write_number_with_format(row, column, number, &Self::column(own))?;
            }
            Value::Text(text) => {
                let whole = text.as_ref();
                let mut text = cut(whole, MAX_TEXT_UNITS);
                let marked = (self.dangerous)(whole);
                let style = match (marked, format) {
                    (true, _) => Some(&self.quoted),
                    (false, Format::Text) => None,
                    (false, _) => Some(&self.text),
                };
                if library_misreads(text) {
                    let (kept, escaped) = escaped(text);
                    text = kept;
                    let style = style.unwrap_or(&self.text);
                    sheet.write_rich_string_with_format(
                        row,
                        column,
                        &[(&self.plain, escaped.as_str())],
                        style,
                    )?;
                } else if let Some(style) = style {
                    sheet.write_string_with_format(row, column, text, style)?;
                } else {
                    sheet.write_string(row, column, text)?;
                }
                written.texts_cut += usize::from(text.len() < whole.len());
                written.texts_marked += usize::from(marked);
            }
        }
        Ok(())
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
        // A workbook has no such number; the library would write a formula.
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
    let Some(time) = DateTime::from_timestamp(seconds, 0) else { return format!("{seconds} s") };
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute) = (time.hour(), time.minute());
    match format {
        Format::UsMinute => format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}"),
        Format::Date => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
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

/// Whether the library would not write this text as it is. It takes a text in `<r>…</r>` for markup of its
/// own, unescaped; and where something like `_x0041` stands before a control character, the underscore of
/// that one's escape would complete it.
fn library_misreads(text: &str) -> bool {
    (text.starts_with("<r>") && text.ends_with("</r>"))
        || (text.contains("_x") && text.contains(|c: char| c.is_ascii_control() || c >= '\u{FFFE}'))
}

/// Such a text for the library's other way in, which escapes markup and control characters but not the
/// escape itself; and how much of the text that is. The library counts the markup against the limit of a
/// cell, hence the cut.
fn escaped(text: &str) -> (&str, String) {
    // `<r><t xml:space="preserve"></t></r>` and a reserve; a character becomes at most seven.
    const ROOM: usize = (MAX_TEXT_UNITS - 67) / 7;
    let kept = cut(text, ROOM);
    (kept, kept.replace("_x", "_x005F_x"))
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
