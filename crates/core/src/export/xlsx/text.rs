//! Texts in the file: escaped as XML, and as the format wants what XML cannot hold.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use memchr::memmem;
use rustc_hash::FxBuildHasher;

/// Appends a text, for an element or an attribute in double quotes.
///
/// What is no character of XML becomes `_xHHHH_`, and a text that has such a mark already gets its underscore
/// escaped (ECMA-376, part 1, 22.9.2.19). The carriage return is marked, since XML turns it into a line feed.
pub(super) fn push(out: &mut Vec<u8>, text: &str) {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let mark;
        let written: &[u8] = match c {
            '&' => b"&amp;",
            '<' => b"&lt;",
            '>' => b"&gt;",
            '"' => b"&quot;",
            '_' if is_mark(&text[at..]) => b"_x005F_",
            _ if is_marked(c) => {
                mark = format!("_x{:04X}_", u32::from(c));
                mark.as_bytes()
            }
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[plain..at]);
        out.extend_from_slice(written);
        plain = at + c.len_utf8();
    }
    out.extend_from_slice(&text.as_bytes()[plain..]);
}

/// A text, escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    push(&mut out, text);
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether this, once it is written, begins like `_x0041_`.
fn is_mark(text: &str) -> bool {
    let Some(behind) = text.strip_prefix("_x") else { return false };
    let digits = behind.bytes().take_while(u8::is_ascii_hexdigit).take(4).count();
    digits == 4 && behind[4..].starts_with(|c| c == '_' || is_marked(c))
}

/// Whether this is no character of XML, or none that it keeps.
fn is_marked(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0B'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// The texts of a workbook, each once: cells have their numbers.
#[derive(Default)]
pub(super) struct Strings {
    /// The elements, one after the other, as they stand in the file.
    elements: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// Their numbers, found by their bytes.
    numbers: HashTable<u32>,
    /// How often cells refer to one.
    uses: u64,
    scratch: Vec<u8>,
}

impl Strings {
    /// The number of a text.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        self.uses += 1;
        self.scratch.clear();
        self.scratch.extend_from_slice(if needs_space(text) {
            b"<si><t xml:space=\"preserve\">"
        } else {
            b"<si><t>"
        });
        push(&mut self.scratch, text);
        self.scratch.extend_from_slice(b"</t></si>");

        let Self { elements, ends, numbers, scratch, .. } = self;
        let hash = |bytes: &[u8]| FxBuildHasher.hash_one(bytes);
        let known =
            numbers.find(hash(scratch), |number| element(elements, ends, *number) == scratch.as_slice());
        if let Some(number) = known {
            return *number;
        }
        // A text takes bytes, and memory ends long before there are so many.
        let number = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        elements.extend_from_slice(scratch);
        ends.push(elements.len());
        numbers.insert_unique(hash(scratch), number, |number| hash(element(elements, ends, *number)));
        number
    }

    /// The beginning of `xl/sharedStrings.xml`, and the rest of it but for the last tag.
    pub(super) fn file(&self) -> (String, &[u8]) {
        let (uses, count) = (self.uses, self.ends.len());
        let begin = format!(
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{uses}" uniqueCount="{count}">"#
        );
        (begin, &self.elements)
    }
}

fn element<'a>(elements: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|end| elements.get(start..*end)).unwrap_or_default()
}

/// Whether a program would drop white space of this text if it were not told to keep it.
fn needs_space(text: &str) -> bool {
    let ends = [text.chars().next(), text.chars().next_back()];
    ends.into_iter().flatten().any(char::is_whitespace) || memmem::find(text.as_bytes(), b"\n").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_marked() {
        for (text, want) in [
            ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;'"),
            ("\0\r\u{1f}\u{FFFE}", "_x0000__x000D__x001F__xFFFE_"),
            ("a\tb\nc", "a\tb\nc"),
            ("_x0041_", "_x005F_x0041_"),
            ("_x0041", "_x0041"),
            ("_x00g1_ _X0041_", "_x00g1_ _X0041_"),
            ("__x0041_é", "__x005F_x0041_é"),
            ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
            ("_x0041\u{1}", "_x005F_x0041_x0001_"),
        ] {
            assert_eq!(escaped(text), want);
        }
    }

    #[test]
    fn a_text_is_kept_once() {
        let mut strings = Strings::default();
        let numbers: Vec<u32> = ["a", "b", "a", " a", "b", "_x0061_"].map(|text| strings.number(text)).into();
        assert_eq!(numbers, [0, 1, 0, 2, 1, 3]);
        let (begin, rest) = strings.file();
        assert!(begin.ends_with(r#"count="6" uniqueCount="4">"#), "{begin}");
        assert_eq!(
            rest,
            b"<si><t>a</t></si><si><t>b</t></si><si><t xml:space=\"preserve\"> a</t></si><si><t>_x005F_x0061_</t></si>"
        );
    }
}
