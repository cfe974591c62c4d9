//! Texts that a spreadsheet would run as a formula, the mark that keeps it from doing so, and the way back
//! (reports, "Both").
//!
//! A text is looked at in *segments*: it, and what follows each line feed, carriage return, `;` and tab in
//! it, because a spreadsheet of another locale, or one told another separator, starts a cell there. A
//! segment *starts dangerously* if its first character, spaces and characters without width left aside, is
//! `=` `+` `-` `@`, a full-width one of these, or NUL; the text as a whole also if it is tab, CR or LF.
//!
//! Two details:
//!
//! - In the segments after the first, `"` is left aside too. A reader that splits at `;` sees the `""` that
//!   CSV makes of it as an empty quotation, and `""=1+1` then is a cell that says `=1+1`.
//! - Blank lines and a CR before its LF start no cell that says anything; they are not dangerous inside.

use std::borrow::Cow;

/// Whether a spreadsheet would run the text, or a part of it, as a formula.
///
/// A text that is as a whole a plain number is none, nor is a lone dash. A plain number is an optional sign,
/// digits, and optionally one `.` or `,` with more digits; so every E.164 phone number (`+` and 7 to 15
/// digits) is one. Neither white space nor an exponent belongs to it.
pub fn is_dangerous(text: &str) -> bool {
    !is_harmless(text) && segments(text).any(|segment| starts_dangerously(segment.text, segment.first))
}

/// The text with a `'` before every segment that starts dangerously. A segment that already starts with
/// one or more `'` before what is dangerous gets one more, so that [`unmark`] is exact.
pub fn mark(text: &str) -> Cow<'_, str> {
    if is_harmless(text) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::new();
    let mut copied = 0;
    for segment in segments(text) {
        let inner = segment.text.trim_start_matches('\'');
        if starts_dangerously(inner, segment.first) {
            marked.push_str(text.get(copied..segment.start).unwrap_or_default());
            marked.push('\'');
            copied = segment.start;
        }
    }
    finish(text, marked, copied)
}

/// The text that [`mark`] was given. For a text that it never returns: without one `'` before every segment
/// where it stands before something dangerous.
pub fn unmark(text: &str) -> Cow<'_, str> {
    let mut unmarked = String::new();
    let mut copied = 0;
    for segment in segments(text) {
        let inner = segment.text.trim_start_matches('\'');
        if inner.len() < segment.text.len() && starts_dangerously(inner, segment.first) {
            unmarked.push_str(text.get(copied..segment.start).unwrap_or_default());
            copied = segment.start + 1;
        }
    }
    finish(text, unmarked, copied)
}

/// The rest of the text after what was copied; the text itself if nothing was.
fn finish(text: &str, mut changed: String, copied: usize) -> Cow<'_, str> {
    if changed.is_empty() && copied == 0 {
        return Cow::Borrowed(text);
    }
    changed.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(changed)
}

/// The text from the start of a segment on (and past its end).
struct Segment<'a> {
    text: &'a str,
    start: usize,
    first: bool,
}

/// Where another reader would start a cell.
fn segments(text: &str) -> impl Iterator<Item = Segment<'_>> {
    let separators =
        text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'\n' | b'\r' | b';' | b'\t'));
    std::iter::once(0).chain(separators.map(|(place, _)| place + 1)).map(|start| Segment {
        text: text.get(start..).unwrap_or_default(),
        start,
        first: start == 0,
    })
}

/// Whether the first character that counts is dangerous; reads no further than to that.
fn starts_dangerously(segment: &str, first: bool) -> bool {
    for character in segment.chars() {
        match character {
            '=' | '+' | '-' | '@' | '\0' => return true,
            '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' => return true,
            '\t' | '\r' | '\n' => return first,
            '"' if !first => {}
            other if is_left_aside(other) => {}
            _ => return false,
        }
    }
    false
}

/// White space, characters without width, and those that only turn the direction of writing.
fn is_left_aside(character: char) -> bool {
    match character {
        ' ' => true,
        '!'..='~' => false,
        '\u{ad}' // soft hyphen
        | '\u{200b}'..='\u{200d}' // zero width space, non-joiner, joiner
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // direction
        | '\u{2060}' | '\u{feff}' => true, // word joiner, byte order mark
        other => other.is_whitespace(),
    }
}

/// A plain number or a lone dash, and nothing else.
fn is_harmless(text: &str) -> bool {
    if text == "-" {
        return true;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match unsigned.split_once(['.', ',']) {
        Some((whole, fraction)) => are_digits(whole) && are_digits(fraction),
        None => are_digits(unsigned),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts that are left as they are.
    const HARMLESS: &[&str] = &[
        "",
        " ",
        "Ann",
        "Ann Lee",
        "2026",
        "1.5",
        "-",
        "-5",
        "+5",
        "-5.25",
        "+3.14",
        "-1,5",
        "+0",
        "-007",
        "-123456789012345678901234567890",
        "+491701234567",
        "+1234567",
        "+123456789012345",
        "a=b",
        "a+b",
        "a-b",
        "ann@example.com",
        "a;b",
        "a; b",
        "a;;b",
        "a\nb",
        "a\r\nb",
        "a\n\nb",
        "a\n",
        "a\r\n",
        "a;",
        "a\t",
        "a\t\tb",
        ";",
        ";;",
        "'",
        "''",
        "'a",
        "'a=b",
        "a'=b",
        "(=1)",
        "\"=1+1\"",
        "\"=1+1",
        "#REF!",
        "/1",
        "*1",
        "%0A",
        "|calc",
        "\u{2013}",
        "\u{2212}5",
        "\u{2013}5",
        "é=1",
        "日本=1",
        "\u{200b}",
        "a\u{200b}=1",
        " 'a",
        " '=1",
        "a; '=1",
        "a;\"b",
        "a;\"'=1",
        "!=1",
        "~=1",
        "\u{1}=1",
        "a\0",
        "a\u{2028}=1",
        "a\u{b}=1",
        ".5",
        ",=1",
    ];

    /// Texts that are marked, and how.
    const MARKED: &[(&str, &str)] = &[
        ("=", "'="),
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t", "'\t"),
        ("\ta", "'\ta"),
        ("\ra", "'\ra"),
        ("\na", "'\na"),
        ("\r\na", "'\r\na"),
        ("\0", "'\0"),
        ("\0=1", "'\0=1"),
        (" =1", "' =1"),
        ("   +1+1", "'   +1+1"),
        (" \t", "' \t"),
        (" \n", "' \n"),
        ("\u{a0}=1", "'\u{a0}=1"),
        ("\u{3000}=1", "'\u{3000}=1"),
        ("\u{2028}=1", "'\u{2028}=1"),
        ("\u{b}=1", "'\u{b}=1"),
        ("\u{c}-x", "'\u{c}-x"),
        ("\u{85}@x", "'\u{85}@x"),
        ("\u{200b}=1", "'\u{200b}=1"),
        ("\u{200c}=1", "'\u{200c}=1"),
        ("\u{200d}=1", "'\u{200d}=1"),
        ("\u{feff}=1", "'\u{feff}=1"),
        ("\u{2060}=1", "'\u{2060}=1"),
        ("\u{200e}=1", "'\u{200e}=1"),
        ("\u{200f}=1", "'\u{200f}=1"),
        ("\u{202a}=1", "'\u{202a}=1"),
        ("\u{202e}=1", "'\u{202e}=1"),
        ("\u{2066}=1", "'\u{2066}=1"),
        ("\u{2069}=1", "'\u{2069}=1"),
        ("\u{ad}=1", "'\u{ad}=1"),
        (" \u{200b}\u{a0}\u{2060} =1", "' \u{200b}\u{a0}\u{2060} =1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        (" ＝1", "' ＝1"),
        // No plain number, no phone number, no lone dash.
        ("--", "'--"),
        ("- ", "'- "),
        (" -", "' -"),
        ("+", "'+"),
        (" -5", "' -5"),
        ("-5 ", "'-5 "),
        ("- 5", "'- 5"),
        ("-5%", "'-5%"),
        ("-1e5", "'-1e5"),
        ("-.5", "'-.5"),
        ("-5.", "'-5."),
        ("-1.2.3", "'-1.2.3"),
        ("-1.000,5", "'-1.000,5"),
        ("+-5", "'+-5"),
        ("+1 555 0100", "'+1 555 0100"),
        ("+49-170-1234567", "'+49-170-1234567"),
        ("-٥", "'-٥"),
        ("-A1", "'-A1"),
        ("- item", "'- item"),
        ("@ann", "'@ann"),
        ("＋5", "'＋5"),
        // What another locale would split off.
        ("a;=1", "a;'=1"),
        ("a; =1", "a;' =1"),
        ("a\t=1", "a\t'=1"),
        ("a\n=1", "a\n'=1"),
        ("a\r=1", "a\r'=1"),
        ("a\r\n=1", "a\r\n'=1"),
        ("a\n\n=1", "a\n\n'=1"),
        (";=1", ";'=1"),
        (";;@x", ";;'@x"),
        ("a;\0", "a;'\0"),
        ("a;\u{200b}＝1", "a;'\u{200b}＝1"),
        ("=1;=2;b;=3", "'=1;'=2;b;'=3"),
        ("- one\n- two", "'- one\n'- two"),
        ("\t=1", "'\t'=1"),
        ("a;-5", "a;'-5"),
        ("-5;a", "'-5;a"),
        ("-;-", "'-;'-"),
        ("a;\"=1", "a;'\"=1"),
        ("a;\"\" \"=1", "a;'\"\" \"=1"),
        ("a\n\"=1\"", "a\n'\"=1\""),
        // Marked before, or looking so.
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("' =1", "'' =1"),
        ("'\u{200b}=1", "''\u{200b}=1"),
        ("'-5", "''-5"),
        ("'-", "''-"),
        ("'\t", "''\t"),
        ("a;'=1", "a;''=1"),
        ("'=1;''=2", "''=1;'''=2"),
        ("a;'\"=1", "a;''\"=1"),
    ];

    #[test]
    fn marks_what_is_dangerous_and_nothing_else() {
        for text in HARMLESS {
            assert!(!is_dangerous(text), "{text:?}");
            assert!(matches!(mark(text), Cow::Borrowed(same) if same == *text), "{text:?}");
            assert_eq!(unmark(text), *text, "{text:?}");
        }
        for (text, marked) in MARKED {
            let quoted = text.starts_with('\'') || text.contains(";'");
            assert_eq!(is_dangerous(text), !quoted, "{text:?}");
            assert_eq!(mark(text), *marked, "{text:?}");
            assert_eq!(unmark(marked), *text, "{marked:?}");
            assert!(!is_dangerous(marked), "{marked:?}");
        }
    }

    #[test]
    fn takes_no_mark_off_that_belongs_to_the_text() {
        assert_eq!(unmark("'Ann"), "'Ann");
        assert_eq!(unmark("a';=1"), "a';=1");
        assert_eq!(unmark("'"), "'");
        assert_eq!(unmark("'=1;'b;'=2"), "=1;'b;=2");
    }

    /// Texts of the characters that matter, thickly sown.
    pub(in crate::export) fn nasty() -> impl Strategy<Value = String> {
        prop_oneof![
            "[-=+@'\";,\t\r\n\0 a1.\u{200b}\u{a0}＝]{0,12}",
            "[-+']{0,3}[0-9]{0,16}([.,][0-9]{0,2})?",
            ".{0,20}",
            any::<String>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn the_way_back_is_exact(text in nasty()) {
            let marked = mark(&text);
            prop_assert_eq!(unmark(&marked), text.as_str());
            prop_assert!(!is_dangerous(&marked));
            prop_assert!(!is_dangerous(&text) || marked != text.as_str());
            // Marking again is another layer, that comes off alone.
            let twice = mark(&marked);
            prop_assert_eq!(unmark(&twice), marked.as_ref());
        }

        #[test]
        fn unmark_takes_anything(text in nasty()) {
            prop_assert!(unmark(&text).len() <= text.len());
        }
    }
}
