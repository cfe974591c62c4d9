//! Bytes to text (event-log.md, *Text rules*).

/// The text of a file: UTF-8 with or without a byte order mark, or UTF-16 with one.
/// What is not valid in its encoding becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        String::from_utf8_lossy(rest).into_owned()
    } else if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        utf16(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        utf16(rest, u16::from_be_bytes)
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let mut units = Vec::new();
    for pair in bytes.chunks(2) {
        units.push(if pair.len() == 2 { unit([pair[0], pair[1]]) } else { 0xFFFD });
    }
    String::from_utf16_lossy(&units)
}
