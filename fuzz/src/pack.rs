//! Containers. The first byte says whether the bytes are the container itself or what a sound one holds, so that
//! the fuzzer need not find a checksum by chance.

use crate::read::whole;
use adsum_core::intake::ReadAs;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A gzip's first bytes: no name, no time.
const GZIP: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

fn held(bytes: &[u8]) {
    whole(bytes, &ReadAs::default());
}

/// A packed stream as it comes, or one that is sound.
pub(crate) fn gzip(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    if kind & 1 == 0 {
        return held(&[&GZIP, data].concat());
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    if gzip.write_all(data).is_ok() {
        held(&gzip.finish().unwrap_or_default());
    }
}

/// Headers with a right sum: each block whose place the first byte's bits name.
pub(crate) fn tar(data: &[u8]) {
    const BLOCK: usize = 512;
    let Some((&headers, data)) = data.split_first() else { return };
    let mut tar = data.to_owned();
    tar.resize(tar.len().next_multiple_of(BLOCK).max(BLOCK), 0);
    for (place, block) in tar.chunks_mut(BLOCK).enumerate() {
        if place == 0 || place < 8 && headers >> place & 1 == 1 {
            block[257..265].copy_from_slice(b"ustar\x0000");
            block[148..156].fill(b' ');
            let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
            block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
    }
    held(&tar);
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        // A name that is there already is left out.
        if zip.start_file(*name, stored).is_ok() {
            let _ = zip.write_all(bytes);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A broken archive, an altered one, or one of some files.
pub(crate) fn zip(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    match kind % 3 {
        0 => held(&[b"PK\x03\x04", data].concat()),
        1 => {
            // The bytes are places and what stands there, behind the mark that tells an archive.
            let mut zip =
                archive(&[("a.csv", b"time,event\n2026-03-02T09:00:00Z,joined\n"), ("b.csv", b"x")]);
            for change in data.chunks_exact(2) {
                let place = 4 + usize::from(change[0]) % (zip.len() - 4);
                zip[place] = change[1];
            }
            held(&zip);
        }
        _ => {
            let parts: Vec<_> = data.splitn(4, |&byte| byte == 0xFF).collect();
            let names = ["a.csv", "../b.gz", "c.xlsx", "d/"];
            held(&archive(&names.into_iter().zip(parts).collect::<Vec<_>>()));
        }
    }
}

/// A workbook's parts, one behind the other with a byte between them that no XML has: sheet, shared texts, styles.
pub(crate) fn xlsx(data: &[u8]) {
    const BOOK: &[u8] = b"<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
    const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"a.xml\"/>\
        <Relationship Id=\"b\" Type=\"/sharedStrings\" Target=\"b.xml\"/>\
        <Relationship Id=\"c\" Type=\"/styles\" Target=\"c.xml\"/></Relationships>";
    let mut parts = data.splitn(3, |&byte| byte == 0xFF);
    let sheet = [b"<worksheet><sheetData>", parts.next().unwrap_or_default()].concat();
    let texts = [b"<sst>", parts.next().unwrap_or(b"<si><t>time</t></si></sst>")].concat();
    let styles = [b"<styleSheet>", parts.next().unwrap_or(b"</styleSheet>")].concat();
    for sheet in [sheet.clone(), [sheet, b"</sheetData></worksheet>".to_vec()].concat()] {
        held(&archive(&[
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/a.xml", &sheet),
            ("xl/b.xml", &texts),
            ("xl/c.xml", &styles),
        ]));
    }
}

/// The content of an OpenDocument workbook, ended as it is or as it should be.
pub(crate) fn ods(data: &[u8]) {
    const OPEN: &[u8] = b"<o><office:spreadsheet><table:table table:name=\"S\">";
    const CLOSE: &[u8] = b"</table:table></office:spreadsheet></o>";
    for close in [&b""[..], CLOSE] {
        let content = [OPEN, data, close].concat();
        let kind = b"application/vnd.oasis.opendocument.spreadsheet";
        held(&archive(&[("mimetype", kind), ("content.xml", &content)]));
    }
}
