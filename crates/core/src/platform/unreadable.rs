//! Files that are no text, told by their first bytes: refused with what to do instead, before anybody is
//! shown column names of garbage.

use crate::intake::Refusal;

/// How much of a file is looked at.
const LOOKED_AT: usize = 4 << 10;

/// In which share of a text there may be characters that no text has: one in this many. One stray NUL costs
/// a row, not the file.
const STRAY: usize = 50;

pub(crate) const WORKBOOK: Refusal = no_text(
    "a workbook of a spreadsheet",
    "Open it, save the sheet with the attendance as CSV, and add that; better still, add the file as the platform gave it.",
);
const ARCHIVE: Refusal =
    no_text("an archive or a compressed file", "Unpack it, and add the files that are in it.");
pub(crate) const DOCUMENT: Refusal =
    no_text("a document", "Download the attendance from the platform as CSV, JSON or XML, and add that.");
const MEDIUM: Refusal = no_text(
    "a picture, a sound or a film",
    "Download the attendance from the platform as CSV, JSON or XML, and add that.",
);
const UNMARKED: Refusal = no_text(
    "a file of bytes that are no text",
    "If it is a table, save it as CSV in UTF-8, and add that; else download it from the platform again.",
);
const PAGE: Refusal = Refusal::OfNoUse {
    what: "a web page",
    why: "it is what a browser shows, not the file that a platform exports",
    instead: "Sign in on the platform, and download the attendance as CSV, JSON or XML.",
};

const fn no_text(what: &'static str, instead: &'static str) -> Refusal {
    Refusal::OfNoUse { what, why: "it is no text, so nothing in it can be read as attendance", instead }
}

/// Why a file cannot be read at all, by its opening; none where it may be text. UTF-8 comes as it is in the
/// file, so these are the file's bytes wherever it has no mark.
pub(super) fn refuse(opening: &[u8]) -> Option<Refusal> {
    let opening = &opening[..opening.len().min(LOOKED_AT)];
    by_signature(opening).or_else(|| is_garbage(opening).then_some(UNMARKED))
}

fn by_signature(opening: &[u8]) -> Option<Refusal> {
    let starts = |signatures: &[&[u8]]| signatures.iter().any(|signature| opening.starts_with(signature));
    let has = |text: &[u8]| memchr::memmem::find(opening, text).is_some();
    if starts(&[b"PK\x03\x04", b"PK\x05\x06"]) {
        let sheet: [&[u8]; 4] =
            [b"xl/", b"opendocument.spreadsheet", b"Index/Tables", b"[Content_Types].xml"];
        let text: [&[u8]; 4] = [b"word/", b"ppt/", b"opendocument.text", b"epub+zip"];
        return Some(if text.iter().any(|name| has(name)) {
            DOCUMENT
        } else if sheet.iter().any(|name| has(name)) {
            WORKBOOK
        } else {
            ARCHIVE
        });
    }
    // The workbooks of before 2007; other documents of that time are as good as none.
    if starts(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"]) {
        return Some(WORKBOOK);
    }
    if starts(&[
        b"\x1F\x8B",
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A\x07",
        b"BZh91AY&SY",
        b"\xFD7zXZ\0",
        b"\x28\xB5\x2F\xFD",
    ]) {
        return Some(ARCHIVE);
    }
    if starts(&[b"%PDF-", b"{\\rtf"]) {
        return Some(DOCUMENT);
    }
    let boxed = opening.get(4..8) == Some(b"ftyp");
    if boxed
        || starts(&[
            b"\x89PNG\r\n",
            b"\xFF\xD8\xFF",
            b"GIF87a",
            b"GIF89a",
            b"RIFF",
            b"OggS\0",
            b"ID3\x03",
            b"ID3\x04",
        ])
        || starts(&[b"\x1A\x45\xDF\xA3", b"II*\0", b"MM\0*"])
    {
        return Some(MEDIUM);
    }
    let text = behind_prolog(opening);
    let starts = |mark: &[u8]| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    if starts(b"<!doctype html") || starts(b"<html") {
        return Some(PAGE);
    }
    starts(b"<!doctype").then_some(Refusal::DocumentType)
}

/// What of XML stands behind its declaration and comments.
fn behind_prolog(text: &[u8]) -> &[u8] {
    let mut text = text.trim_ascii_start();
    while let Some((start, end)) = [(b"<?".as_slice(), b"?>".as_slice()), (b"<!--", b"-->")]
        .into_iter()
        .find(|(start, _)| text.starts_with(start))
        && let Some(at) = memchr::memmem::find(&text[start.len()..], end)
    {
        text = text[start.len() + at + end.len()..].trim_ascii_start();
    }
    text
}

/// Whether there are too many characters that no text has.
fn is_garbage(opening: &[u8]) -> bool {
    let odd = |byte: &&u8| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let odd = opening.iter().filter(odd).count();
    odd > 1 && odd * STRAY > opening.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(opening: &[u8], expected: Option<Refusal>) {
        assert_eq!(refuse(opening), expected, "{}", String::from_utf8_lossy(opening));
    }

    #[test]
    fn what_is_no_text_is_told_by_its_first_bytes() {
        check(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml", Some(WORKBOOK));
        check(b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Some(WORKBOOK));
        check(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml  word/document.xml", Some(DOCUMENT));
        check(b"PK\x03\x04\x14\0\0\0\x08\0report.csv", Some(ARCHIVE));
        check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", Some(WORKBOOK));
        check(b"\x1F\x8B\x08\0", Some(ARCHIVE));
        check(b"%PDF-1.7\n", Some(DOCUMENT));
        check(b"\x89PNG\r\n\x1A\n", Some(MEDIUM));
        check(b"\xFF\xD8\xFF\xE0", Some(MEDIUM));
        check(b"\0\0\0\x1Cftypmp42", Some(MEDIUM));
        check(b"\n<!DOCTYPE html><title>Sign in</title>", Some(PAGE));
        check(b"<HTML>", Some(PAGE));
        check(b"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-\"><html/>", Some(PAGE));
        check(b"<!DOCTYPE recording [<!ENTITY a \"b\">]><recording/>", Some(Refusal::DocumentType));
        check(b"<?xml version=\"1.0\"?>\n<!-- > -->\n<!-- -->\n<!doctype a>", Some(Refusal::DocumentType));
        check(b"N\0a\0m\0e\0\t\0J\0o\0i\0n\0", Some(UNMARKED));
    }

    #[test]
    fn text_is_text() {
        for text in [
            "",
            "P",
            "PK",
            "<?xml",
            "<!-- <!DOCTYPE a> --><a/>",
            "<!doc",
            "Name,Join\r\n\u{1B}x\x0C\n",
            "\0",
            "{}",
            "<html",
            "%PDF",
            "žluťoučký kůň",
        ] {
            let page = (text == "<html").then_some(PAGE);
            check(text.as_bytes(), page);
        }
        // A NUL in a row.
        check(&[b"a,b\n1,2\n".repeat(20).as_slice(), b"x\0\0,\n"].concat(), None);
    }
}
