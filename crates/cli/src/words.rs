//! Words and numbers for people, on a terminal.

use std::borrow::Cow;
use std::io::{self, Write as _};

/// Says a line or more on standard error. If nobody listens, nothing is lost.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A text from a log as a terminal can show it: what would move the cursor, change colours, reverse or hide
/// text is written as `\u{202e}`.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unsafe(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// The first characters of a text, as a terminal can show them.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", shown(&text[..end])),
        None => shown(text).into_owned(),
    }
}

/// Controls (of both kinds), marks of direction, what has no width, and what separates lines.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A number with a comma between thousands.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many of something: `1 row`, `2 rows`.
pub(crate) fn count(count: u64, one: &str, more: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { more })
}

/// A size: `812 bytes`, `1.8 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    match units.into_iter().find(|&(_, unit)| bytes >= unit) {
        Some((name, unit)) => {
            let tenths = bytes / (unit / 10);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => count(bytes, "byte", "bytes"),
    }
}

/// An instant as `2026-03-02T09:00:05Z`.
pub(crate) fn instant(seconds: i64) -> String {
    format!("{}Z", adsum_core::time::write::second(seconds))
}

/// What a zone's clock showed at an instant, as `2026-03-02 10:00`.
pub(crate) fn minute(local: i64) -> String {
    let mut out = Vec::new();
    adsum_core::time::write::minute(&mut out, local);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas() {
        for (value, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (7_778, "7,778"), (1_234_567, "1,234,567")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn sizes_are_cut_off() {
        for (value, text) in [(1, "1 byte"), (999, "999 bytes"), (1_999, "1.9 kB"), (25_000_000, "25.0 MB")] {
            assert_eq!(size(value), text);
        }
    }

    #[test]
    fn a_terminal_is_not_told_what_to_do() {
        for (text, safe) in [
            ("Zoë 李 😀", "Zoë 李 😀"),
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\tb\r\n", "a\\tb\\r\\n"),
            ("\u{202e}fdp", "\\u{202e}fdp"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("a\u{200b}b", "a\\u{200b}b"),
        ] {
            assert_eq!(shown(text), safe);
        }
        assert_eq!(shortened("Zoë 李", 3), "Zoë…");
        assert_eq!(shortened("Zoë", 3), "Zoë");
    }

    #[test]
    fn instants() {
        assert_eq!(instant(1_772_442_005), "2026-03-02T09:00:05Z");
        assert_eq!(instant(-1), "1969-12-31T23:59:59Z");
        assert_eq!(minute(1_772_442_005), "2026-03-02 09:00");
    }
}
