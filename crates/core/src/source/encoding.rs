//! The encodings of the files: UTF-8 and UTF-16, with or without byte order mark, and code pages of Windows.
//!
//! What has no mark is told by evidence, always from the same bytes, whatever the chunks:
//!
//! - UTF-16 from the first [`START`] bytes: one of its two orders makes plain text of them, with ASCII in it.
//! - A code page from the first byte on that is no ASCII: most of what is no ASCII in the
//!   [window](super::codepage::WINDOW) from there on is broken UTF-8, and makes words of a language. Before
//!   that byte all of them read alike, so nothing waits for it. What is UTF-8 but for a few bytes stays UTF-8.

use super::codepage::{self, Page, WINDOW};

/// How a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8 without byte order mark, or what is taken for it.
    #[default]
    Utf8,
    /// UTF-8 with byte order mark.
    Utf8Bom,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// The code page of Central Europe.
    Windows1250,
    /// The code page of Cyrillic letters.
    Windows1251,
    /// The code page of Western Europe.
    Windows1252,
    /// The code page of Greek letters.
    Windows1253,
    /// The code page of Turkish.
    Windows1254,
}

impl Encoding {
    /// A stable name, for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
            Self::Windows1250 => "windows-1250",
            Self::Windows1251 => "windows-1251",
            Self::Windows1252 => "windows-1252",
            Self::Windows1253 => "windows-1253",
            Self::Windows1254 => "windows-1254",
        }
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 with byte order mark",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            page => page.code(),
        }
    }

    /// Whether it is a code page, which a file does not say and only its letters tell.
    pub const fn is_guessed(self) -> bool {
        matches!(
            self,
            Self::Windows1250 | Self::Windows1251 | Self::Windows1252 | Self::Windows1253 | Self::Windows1254
        )
    }
}

const UTF8_BOM: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_LE_BOM: &[u8] = &[0xFF, 0xFE];
const UTF16_BE_BOM: &[u8] = &[0xFE, 0xFF];
const REPLACEMENT: &str = "\u{FFFD}";

/// How many bytes are looked at for a mark, or for UTF-16 without one: a header's first words.
const START: usize = 256;

/// Which share of the characters must be ASCII for UTF-16 to be told without a mark: one in so many. Tables
/// have delimiters, digits and line ends in any language; bytes read in the wrong order have next to none.
const ASCII_SHARE: usize = 8;

/// How many characters must be there for that: fewer may be anything.
const MIN_UNITS: usize = 8;

/// Bytes of any of the [encodings](Encoding) to UTF-8, without the byte order mark.
///
/// UTF-8 passes through uncopied and unchecked: whoever keeps a text replaces what cannot be read.
#[derive(Debug, Default)]
pub struct Decoder {
    /// None while there are too few bytes to tell a mark or UTF-16.
    found: Option<Encoding>,
    /// What is told of the bytes that are no ASCII, where there is no mark.
    high: HighBytes,
    /// The byte before the first of them.
    before: u8,
    /// What is held back meanwhile.
    held: Vec<u8>,
    /// The first byte of a UTF-16 unit that the chunk's end cut in two.
    half: Option<u8>,
    /// A high surrogate whose low one has not come yet.
    surrogate: Option<u16>,
    replaced: u64,
    text: Vec<u8>,
}

#[derive(Debug, Default)]
enum HighBytes {
    /// There was none yet.
    #[default]
    None,
    /// They are held back until there are enough.
    Waiting,
    /// They are UTF-8, or replaced by whoever keeps them.
    Utf8,
    /// They are of a code page.
    Page(Box<Page>),
}

impl Decoder {
    /// A decoder for one file.
    pub fn new() -> Self {
        Self::default()
    }

    /// How the file is encoded; UTF-8 until something else was found.
    pub fn encoding(&self) -> Encoding {
        self.found.unwrap_or_default()
    }

    /// How many unpaired surrogates, a last half of a unit, and bytes that a code page has not, were replaced
    /// by U+FFFD.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Whether it is UTF-8, as far as it was read, and nothing is held back.
    pub fn is_plain(&self) -> bool {
        matches!(self.found, Some(Encoding::Utf8 | Encoding::Utf8Bom))
            && matches!(self.high, HighBytes::None | HighBytes::Utf8)
    }

    /// A decoder for what stands behind some line of a file that is [plain](Self::is_plain) up to there, and of which
    /// [it may be known](Self::knows_utf8) that its bytes that are no ASCII are UTF-8.
    pub fn behind_a_line(utf8: bool) -> Self {
        let high = if utf8 { HighBytes::Utf8 } else { HighBytes::None };
        Self { found: Some(Encoding::Utf8), high, before: b'\n', ..Self::default() }
    }

    /// Whether it is known that bytes that are no ASCII are UTF-8.
    pub fn knows_utf8(&self) -> bool {
        matches!(self.high, HighBytes::Utf8)
    }

    /// Knows it from now on: what the first bytes that are no ASCII were, all are.
    pub fn know_utf8(&mut self) {
        self.high = HighBytes::Utf8;
    }

    /// The text of the file's next bytes; some of it may come only with later ones.
    pub fn decode<'a>(&'a mut self, chunk: &'a [u8]) -> &'a [u8] {
        if self.found.is_some() {
            return self.go_on(chunk);
        }
        if self.held.is_empty() && chunk.len() >= START {
            let mark = self.sniff(chunk);
            return self.go_on(&chunk[mark..]);
        }
        self.held.extend_from_slice(chunk);
        if self.held.len() < START {
            return &[];
        }
        self.start()
    }

    /// The text that was still waiting for more when the file ended.
    pub fn finish(&mut self) -> &[u8] {
        let mut text = match self.found {
            None => self.start().to_vec(),
            Some(_) => Vec::new(),
        };
        if matches!(self.high, HighBytes::Waiting) {
            let held = std::mem::take(&mut self.held);
            self.tell(&held);
            text.extend_from_slice(self.go_on(&held));
        }
        self.text = text;
        let half = self.half.take().is_some();
        let surrogate = self.surrogate.take().is_some();
        if half || surrogate {
            self.replace();
        }
        &self.text
    }

    /// The text of the first bytes, which were held back.
    fn start(&mut self) -> &[u8] {
        let held = std::mem::take(&mut self.held);
        let mark = self.sniff(&held);
        let text = self.go_on(&held[mark..]).to_vec();
        self.text = text;
        &self.text
    }

    /// Tells the encoding by its mark, or UTF-16 without one; how many bytes the mark has.
    fn sniff(&mut self, start: &[u8]) -> usize {
        let start = &start[..start.len().min(START)];
        let (found, mark) = if start.starts_with(UTF8_BOM) {
            (Encoding::Utf8Bom, UTF8_BOM.len())
        } else if start.starts_with(UTF16_LE_BOM) {
            (Encoding::Utf16Le, UTF16_LE_BOM.len())
        } else if start.starts_with(UTF16_BE_BOM) {
            (Encoding::Utf16Be, UTF16_BE_BOM.len())
        } else if is_utf16(start, u16::from_le_bytes) {
            (Encoding::Utf16Le, 0)
        } else if is_utf16(start, u16::from_be_bytes) {
            (Encoding::Utf16Be, 0)
        } else {
            (Encoding::Utf8, 0)
        };
        if found == Encoding::Utf8Bom {
            self.high = HighBytes::Utf8;
        }
        self.found = Some(found);
        mark
    }

    /// The text of bytes behind the mark.
    fn go_on<'a>(&'a mut self, chunk: &'a [u8]) -> &'a [u8] {
        match self.encoding() {
            Encoding::Utf16Le => return self.convert(chunk, u16::from_le_bytes),
            Encoding::Utf16Be => return self.convert(chunk, u16::from_be_bytes),
            _ => {}
        }
        // What the start of the file may have needed is given back.
        if self.text.capacity() > 0 && matches!(self.high, HighBytes::None | HighBytes::Utf8) {
            self.text = Vec::new();
        }
        match &self.high {
            HighBytes::Utf8 => chunk,
            HighBytes::Page(_) => self.convert_page(&[], chunk),
            HighBytes::None if chunk.is_ascii() => {
                self.before = chunk.last().copied().unwrap_or(self.before);
                chunk
            }
            HighBytes::None => {
                let at = chunk.iter().position(|byte| !byte.is_ascii()).unwrap_or(chunk.len());
                let (ascii, rest) = chunk.split_at(at);
                self.before = ascii.last().copied().unwrap_or(self.before);
                if rest.len() < WINDOW {
                    self.high = HighBytes::Waiting;
                    self.held.extend_from_slice(rest);
                    return ascii;
                }
                self.tell(rest);
                if matches!(self.high, HighBytes::Utf8) { chunk } else { self.convert_page(ascii, rest) }
            }
            HighBytes::Waiting => {
                self.held.extend_from_slice(chunk);
                if self.held.len() < WINDOW {
                    return &[];
                }
                let held = std::mem::take(&mut self.held);
                self.tell(&held);
                if matches!(self.high, HighBytes::Page(_)) {
                    return self.convert_page(&[], &held);
                }
                self.text = held;
                &self.text
            }
        }
    }

    /// Tells what bytes are that are no ASCII, of which these are the first.
    fn tell(&mut self, bytes: &[u8]) {
        self.high = match codepage::tell(self.before, &bytes[..bytes.len().min(WINDOW)]) {
            Some(page) => {
                self.found = Some(page.encoding());
                HighBytes::Page(Box::new(page))
            }
            None => HighBytes::Utf8,
        };
    }

    /// Some text, and bytes of the code page behind it.
    fn convert_page(&mut self, ascii: &[u8], bytes: &[u8]) -> &[u8] {
        self.text.clear();
        self.text.extend_from_slice(ascii);
        if let HighBytes::Page(page) = &self.high {
            self.replaced += page.convert(bytes, &mut self.text);
        }
        &self.text
    }

    fn convert(&mut self, chunk: &[u8], unit: impl Fn([u8; 2]) -> u16) -> &[u8] {
        self.text.clear();
        let mut chunk = chunk;
        if let (Some(first), Some((&second, rest))) = (self.half, chunk.split_first()) {
            self.half = None;
            self.push(unit([first, second]));
            chunk = rest;
        }
        let (pairs, rest) = chunk.as_chunks::<2>();
        self.text.reserve(pairs.len());
        for &pair in pairs {
            self.push(unit(pair));
        }
        if let [half] = rest {
            self.half = Some(*half);
        }
        &self.text
    }

    #[inline]
    fn push(&mut self, unit: u16) {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() && self.surrogate.is_none() => self.text.push(byte),
            _ => self.push_wide(unit),
        }
    }

    fn push_wide(&mut self, unit: u16) {
        let low = (0xDC00..=0xDFFF).contains(&unit);
        let code = match self.surrogate.take() {
            Some(high) if low => 0x1_0000 + (u32::from(high - 0xD800) << 10) + u32::from(unit - 0xDC00),
            alone => {
                if alone.is_some() {
                    self.replace();
                }
                if (0xD800..=0xDBFF).contains(&unit) {
                    self.surrogate = Some(unit);
                    return;
                }
                u32::from(unit)
            }
        };
        match char::from_u32(code) {
            Some(character) => {
                self.text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            None => self.replace(),
        }
    }

    fn replace(&mut self) {
        self.replaced += 1;
        self.text.extend_from_slice(REPLACEMENT.as_bytes());
    }
}

/// Whether the start of a file is text in UTF-16 of this order. A last half of a unit is passed over.
fn is_utf16(start: &[u8], unit: impl Fn([u8; 2]) -> u16) -> bool {
    let (pairs, _) = start.as_chunks::<2>();
    let mut ascii = 0;
    let mut low_next = false;
    for &pair in pairs {
        let unit = unit(pair);
        let low = (0xDC00..=0xDFFF).contains(&unit);
        let control = unit < 0x20 && !matches!(unit, 0x09 | 0x0A | 0x0D) || unit == 0x7F;
        if low != low_next || control || unit >= 0xFFFE {
            return false;
        }
        low_next = (0xD800..=0xDBFF).contains(&unit);
        ascii += usize::from(unit < 0x7F);
    }
    pairs.len() >= MIN_UNITS && ascii * ASCII_SHARE >= pairs.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text, encoding and count are the same whatever the chunks are.
    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding, replaced: u64) {
        for size in [1, 2, 3, 5, 64] {
            let mut decoder = Decoder::new();
            let mut found = Vec::new();
            for chunk in bytes.chunks(size) {
                found.extend_from_slice(decoder.decode(chunk));
                found.extend_from_slice(decoder.decode(&[]));
            }
            found.extend_from_slice(decoder.finish());
            assert_eq!(String::from_utf8_lossy(&found), text, "in chunks of {size}");
            assert_eq!((decoder.encoding(), decoder.replaced()), (encoding, replaced), "in chunks of {size}");
        }
    }

    fn utf16(mark: bool, text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some('\u{FEFF}');
        let text: String = mark.into_iter().chain(text.chars()).collect();
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf8_is_passed_on() {
        check(b"", "", Encoding::Utf8, 0);
        check("zażółć,🦀\n".as_bytes(), "zażółć,🦀\n", Encoding::Utf8, 0);
        check(b"\xEF\xBB\xBFtime", "time", Encoding::Utf8Bom, 0);
        check(b"\xEF\xBB\xBF", "", Encoding::Utf8Bom, 0);
        check("\u{FEFF}\u{FEFF}x".as_bytes(), "\u{FEFF}x", Encoding::Utf8Bom, 0);
    }

    #[test]
    fn what_only_starts_like_a_mark_is_text() {
        for bytes in [&b"\xEF"[..], b"\xEF\xBB", b"\xFF", b"\xFF,", b"\xFE"] {
            check(bytes, &String::from_utf8_lossy(bytes), Encoding::Utf8, 0);
        }
    }

    #[test]
    fn utf16_is_converted() {
        let text = "time,Zoë,漢字,🦀🎉\r\n";
        check(&utf16(true, text, u16::to_le_bytes), text, Encoding::Utf16Le, 0);
        check(&utf16(true, text, u16::to_be_bytes), text, Encoding::Utf16Be, 0);
        check(b"\xFF\xFE", "", Encoding::Utf16Le, 0);
    }

    #[test]
    fn broken_utf16_is_replaced_and_counted() {
        // A high surrogate before a letter, before another high one, a low one alone, one at the end.
        check(b"\xFF\xFE\x3D\xD8a\0", "\u{FFFD}a", Encoding::Utf16Le, 1);
        check(b"\xFE\xFF\xD8\x3D\xD8\x3D\xDE\x00", "\u{FFFD}😀", Encoding::Utf16Be, 1);
        check(b"\xFF\xFE\x00\xDEa\0", "\u{FFFD}a", Encoding::Utf16Le, 1);
        check(b"\xFF\xFEa\0\x3D\xD8", "a\u{FFFD}", Encoding::Utf16Le, 1);
        check(b"\xFF\xFEa\0b", "a\u{FFFD}", Encoding::Utf16Le, 1);
    }

    #[test]
    fn utf8_is_not_copied() {
        let mut decoder = Decoder::new();
        let chunk = "time,event\n".repeat(START).into_bytes();
        let chunk = chunk.as_slice();
        assert_eq!(decoder.decode(chunk).as_ptr(), chunk.as_ptr());
        assert_eq!(decoder.decode(chunk).as_ptr(), chunk.as_ptr());
    }

    #[test]
    fn utf16_is_told_without_its_mark() {
        for text in ["Name\tJoin time\n", "名前,参加\r\n山田,2026/3/2 9:00\r\n", "Imię\t🦀\tTime\r\n"]
        {
            check(&utf16(false, text, u16::to_le_bytes), text, Encoding::Utf16Le, 0);
            check(&utf16(false, text, u16::to_be_bytes), text, Encoding::Utf16Be, 0);
            let long = text.repeat(50);
            check(&utf16(false, &long, u16::to_le_bytes), &long, Encoding::Utf16Le, 0);
            check(&utf16(false, &long, u16::to_be_bytes), &long, Encoding::Utf16Be, 0);
        }
        for text in ["a\0,b\0\n", "\0\0\0\0", "漢字漢字漢字", "ab"] {
            check(text.as_bytes(), text, Encoding::Utf8, 0);
        }
    }

    #[test]
    fn a_code_page_is_told_by_its_letters() {
        check(b"name\nZo\xEB\n", "name\nZoë\n", Encoding::Windows1252, 0);
        check(
            b"Imi\xEA i nazwisko;do\xB3\xB9czenie\n",
            "Imię i nazwisko;dołączenie\n",
            Encoding::Windows1250,
            0,
        );
        // 0x81 is nothing in windows-1252.
        check(b"Zo\xEB, Bront\xEB\x81\n", "Zoë, Brontë\u{FFFD}\n", Encoding::Windows1252, 1);
        // Far behind the opening, which told nothing; and told long before the end.
        let ascii = "a,b\n".repeat(50_000);
        let bytes = [ascii.as_bytes(), b"Zo\xEB\n"].concat();
        check(&bytes, &format!("{ascii}Zoë\n"), Encoding::Windows1252, 0);
        let bytes = [b"Zo\xEB\n", ascii.as_bytes(), b"Bront\xEB\n"].concat();
        check(&bytes, &format!("Zoë\n{ascii}Brontë\n"), Encoding::Windows1252, 0);
        let mut decoder = Decoder::new();
        assert_eq!(decoder.decode(&bytes), format!("Zoë\n{ascii}Brontë\n").as_bytes());
    }

    #[test]
    fn utf8_with_a_few_broken_bytes_stays_utf8() {
        let text = [&"zażółć\n".repeat(20_000).into_bytes()[..], b"Zo\xEB\n"].concat();
        check(&text, &String::from_utf8_lossy(&text), Encoding::Utf8, 0);
        // What was told in the beginning holds for all of it.
        let text = ["zażółć\n".as_bytes(), &b"a,b\n".repeat(20_000), &b"Zo\xEB\n".repeat(9)].concat();
        check(&text, &String::from_utf8_lossy(&text), Encoding::Utf8, 0);
    }
}
