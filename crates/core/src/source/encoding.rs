//! The encodings of the event log: UTF-8 with or without byte order mark, UTF-16 with one.

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
}

const UTF8_BOM: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_LE_BOM: &[u8] = &[0xFF, 0xFE];
const UTF16_BE_BOM: &[u8] = &[0xFE, 0xFF];
const REPLACEMENT: &str = "\u{FFFD}";

/// Bytes of any of the [encodings](Encoding) to UTF-8, without the byte order mark.
///
/// UTF-8 passes through uncopied and unchecked: whoever keeps a text replaces what cannot be read.
#[derive(Debug, Default)]
pub struct Decoder {
    /// None while the file's first bytes may still become a byte order mark.
    found: Option<Encoding>,
    /// Those first bytes: `held[..held_len]`.
    held: [u8; 2],
    held_len: usize,
    /// The first byte of a UTF-16 unit that the chunk's end cut in two.
    half: Option<u8>,
    /// A high surrogate whose low one has not come yet.
    high: Option<u16>,
    replaced: u64,
    text: Vec<u8>,
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

    /// How many unpaired surrogates, and a last half of a unit, were replaced by U+FFFD.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }

    /// The text of the file's next bytes; some of it may come only with later ones.
    pub fn decode<'a>(&'a mut self, chunk: &'a [u8]) -> &'a [u8] {
        let chunk = match self.found {
            Some(_) => chunk,
            None => match self.sniff(chunk) {
                Some(skip) => &chunk[skip.min(chunk.len())..],
                None => return &[],
            },
        };
        match self.encoding() {
            Encoding::Utf8 if self.held_len > 0 => {
                self.text.clear();
                self.text.extend_from_slice(&self.held[..self.held_len]);
                self.text.extend_from_slice(chunk);
                self.held_len = 0;
                &self.text
            }
            Encoding::Utf8 | Encoding::Utf8Bom => {
                // What the start of the file may have needed is given back.
                if self.text.capacity() > 0 {
                    self.text = Vec::new();
                }
                chunk
            }
            Encoding::Utf16Le => self.convert(chunk, u16::from_le_bytes),
            Encoding::Utf16Be => self.convert(chunk, u16::from_be_bytes),
        }
    }

    /// The text that was still waiting for more when the file ended.
    pub fn finish(&mut self) -> &[u8] {
        self.text.clear();
        self.text.extend_from_slice(&self.held[..self.held_len]);
        self.held_len = 0;
        let half = self.half.take().is_some();
        let high = self.high.take().is_some();
        if half || high {
            self.replace();
        }
        &self.text
    }

    /// Looks for a byte order mark; once that is decided, how many bytes of `chunk` belong to it.
    fn sniff(&mut self, chunk: &[u8]) -> Option<usize> {
        let mut start = [0; 3];
        let mut len = 0;
        for (place, &byte) in start.iter_mut().zip(self.held[..self.held_len].iter().chain(chunk)) {
            *place = byte;
            len += 1;
        }
        let start = &start[..len];
        let (found, mark) = if start.starts_with(UTF8_BOM) {
            (Encoding::Utf8Bom, UTF8_BOM)
        } else if start.starts_with(UTF16_LE_BOM) {
            (Encoding::Utf16Le, UTF16_LE_BOM)
        } else if start.starts_with(UTF16_BE_BOM) {
            (Encoding::Utf16Be, UTF16_BE_BOM)
        } else if [UTF8_BOM, UTF16_LE_BOM, UTF16_BE_BOM].iter().any(|mark| mark.starts_with(start)) {
            // A mark cut short has at most two bytes.
            for (place, &byte) in self.held.iter_mut().zip(start) {
                *place = byte;
            }
            self.held_len = len.min(self.held.len());
            return None;
        } else {
            self.found = Some(Encoding::Utf8);
            return Some(0);
        };
        self.found = Some(found);
        let skip = mark.len() - self.held_len;
        self.held_len = 0;
        Some(skip)
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
            Ok(byte) if byte.is_ascii() && self.high.is_none() => self.text.push(byte),
            _ => self.push_wide(unit),
        }
    }

    fn push_wide(&mut self, unit: u16) {
        let low = (0xDC00..=0xDFFF).contains(&unit);
        let code = match self.high.take() {
            Some(high) if low => 0x1_0000 + (u32::from(high - 0xD800) << 10) + u32::from(unit - 0xDC00),
            alone => {
                if alone.is_some() {
                    self.replace();
                }
                if (0xD800..=0xDBFF).contains(&unit) {
                    self.high = Some(unit);
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
        for bytes in
            [&b"\xEF"[..], b"\xEF\xBB", b"\xEF\xBBx", b"\xEFxyz", b"\xFF", b"\xFFx", b"\xFE", b"\xFE\xFE"]
        {
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
        let chunk = b"time,event\n";
        assert_eq!(decoder.decode(chunk).as_ptr(), chunk.as_ptr());
        assert_eq!(decoder.decode(chunk).as_ptr(), chunk.as_ptr());
    }
}
