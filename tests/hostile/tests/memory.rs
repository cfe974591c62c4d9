//! Giants and bombs: what reading them takes of memory at most. A program of its own, as it counts all memory.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the figures go there")]

use adsum_core::container::Parcel;
use adsum_core::log::Log;
use adsum_core::question::Answers;
use adsum_core::time::Zone;
use flate2::Compression;
use flate2::write::GzEncoder;
use peak_alloc::PeakAlloc;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CHUNK: usize = 1 << 20;
const HEAD: &str = "time,event,session_id,display_name,user_id\n";

/// The given pieces of text, the middle one so many times.
struct Giant {
    start: String,
    middle: Vec<u8>,
    times: usize,
    end: &'static str,
}

fn giant(start: impl Into<String>, middle: impl AsRef<[u8]>, bytes: usize, end: &'static str) -> Giant {
    let unit = middle.as_ref();
    let times = bytes / unit.len();
    // In chunks of about a MiB, as files are read.
    let each = (CHUNK / unit.len()).clamp(1, times);
    Giant { start: start.into(), middle: unit.repeat(each), times: times / each, end }
}

impl Giant {
    fn read(&self) -> Log {
        let mut parcel = Parcel::new("giant");
        parcel.push(self.start.as_bytes());
        (0..self.times).for_each(|_| parcel.push(&self.middle));
        parcel.push(self.end.as_bytes());
        done(parcel)
    }

    fn bytes(&self) -> Vec<u8> {
        [self.start.as_bytes(), &self.middle.repeat(self.times), self.end.as_bytes()].concat()
    }
}

fn done(parcel: Parcel) -> Log {
    let mut log = Log::default();
    parcel.finish().into_iter().for_each(|reading| log.add(reading));
    for file in &log.files {
        assert_eq!(file.read, file.used + file.rejected);
    }
    let _ = log.input(&Answers::in_zone(Zone::UTC)).map(|input| input.overview());
    log
}

fn read(bytes: &[u8]) -> Log {
    let mut parcel = Parcel::new("bomb");
    bytes.chunks(CHUNK).for_each(|bytes| parcel.push(bytes));
    done(parcel)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The list of an archive that says a hundred times that its one file is there, under other names.
fn overlapping() -> Vec<u8> {
    let zip = archive(&[("aaaa.csv", &vec![b'\n'; 4 << 20])]);
    let list = zip.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let end = zip.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let mut bytes = zip[..list].to_vec();
    for number in 0..100 {
        let mut line = zip[list..end].to_vec();
        line[46..50].copy_from_slice(format!("{number:04}").as_bytes());
        bytes.extend(line);
    }
    let length = u32::try_from(bytes.len() - list).unwrap();
    let mut last = zip[end..].to_vec();
    last[8..10].copy_from_slice(&100_u16.to_le_bytes());
    last[10..12].copy_from_slice(&100_u16.to_le_bytes());
    last[12..16].copy_from_slice(&length.to_le_bytes());
    bytes.extend(last);
    bytes
}

fn book(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    archive(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"S\" r:id=\"a\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"a.xml\"/>\
              <Relationship Id=\"b\" Type=\"x/sharedStrings\" Target=\"b.xml\"/></Relationships>",
        ),
        ("xl/a.xml", sheet),
        ("xl/b.xml", texts),
    ])
}

fn ods(rows: &[u8]) -> Vec<u8> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &[b"<o><table:table>", rows, b"</table:table></o>"].concat()),
    ])
}

const GB: usize = 1_000_000_000;
const MB: usize = 1_000_000;

type Case = (&'static str, usize, &'static str, fn() -> Vec<u8>);
type Streamed = (&'static str, usize, &'static str, fn() -> Giant);

/// The most memory in MB, and what it is for. Measured were at most two thirds of each.
///
/// What is streamed: a chunk, and a record of 1 MiB in some copies.
const STREAMED: usize = 16;
/// Nearly a million rejected records, kept one by one with their texts.
const REJECTED: usize = 200;
/// A record of 1 MiB that is all delimiters: a range a field, twice while the list of them grows.
const COLUMNS: usize = 80;
/// The texts that a workbook's cells share, which are held whole: 64 MiB, and where each ends.
const SHARED: usize = 180;

/// What is fed as it is made: a name, the most memory, and what becomes of it.
const GIANTS: [Streamed; 20] = [
    ("one line of 1 GB", STREAMED, "empty", || giant("", "x", GB, "")),
    ("one line of 1 GB in a log", STREAMED, "native-csv", || giant(HEAD, "x", GB, "\n")),
    ("one line of JSON of 1 GB", STREAMED, "no-events", || giant("{\"time\":\"", "x", GB, "\"}")),
    ("a quote that never closes", REJECTED, "native-csv", || {
        giant(format!("{HEAD}\""), "x,y\n", 50 * MB, "")
    }),
    ("a million columns", COLUMNS, "no-columns", || giant("", "x,", 2 * MB, "\n1,2\n")),
    ("a million columns of other names", COLUMNS, "no-columns", || {
        giant("time,event", ",a b", 4 * MB, "\n1,2\n")
    }),
    ("only delimiters", COLUMNS, "empty", || giant("", ",", 100 * MB, "")),
    ("rows of delimiters", REJECTED, "native-csv", || giant(HEAD, ",,,,\n", 20 * MB, "")),
    ("only quotes", STREAMED, "empty", || giant("", "\"", 100 * MB, "")),
    ("only NULs", STREAMED, "of-no-use", || giant("", "\0", 100 * MB, "")),
    ("only marks of order", STREAMED, "empty", || giant("", "\u{FEFF}", 99 * MB, "")),
    ("ten million empty lines", STREAMED, "empty", || giant("", "\n", 10 * MB, "")),
    ("ten million empty lines in a log", STREAMED, "native-csv", || giant(HEAD, "\r\n", 20 * MB, "")),
    ("lines that are nothing", REJECTED, "native-csv", || giant(HEAD, "nothing at all\n", 50 * MB, "")),
    ("deep JSON", STREAMED, "empty", || giant("", "[", 50 * MB, "")),
    ("deep JSON in a log", STREAMED, "no-events", || {
        giant("{\"time\":\"2026-03-02T09:00:00Z\",\"event\":", "{\"a\":", 50 * MB, "")
    }),
    ("deep XML", STREAMED, "empty", || giant("<recording>", "<a>", 50 * MB, "")),
    ("one element of 100 MB", STREAMED, "bbb-events", || {
        giant("<recording><event a=\"", "x", 100 * MB, "\"/></recording>")
    }),
    ("a DOCTYPE of 100 MB", STREAMED, "document-type", || {
        giant("<!DOCTYPE a [", "<!ENTITY a \"&b;&b;\">", 100 * MB, "]><recording/>")
    }),
    ("a name of 1 MB", STREAMED, "native-csv", || {
        giant(format!("{HEAD}2026-03-02T09:00:00Z,joined,a,"), "x", MB, ",u\n")
    }),
];

/// What is held whole, which does not count: a name, the most memory, and what becomes of it.
const BOMBS: [Case; 12] = [
    ("a gzip of zeros", STREAMED, "of-no-use", || gzip(&vec![0; 200 * MB])),
    ("a gzip of lines", STREAMED, "empty", || gzip(&giant("", "\n", 50 * MB, "").bytes())),
    ("a gzip in a gzip", STREAMED, "of-no-use", || gzip(&gzip(&vec![0; 200 * MB]))),
    ("a zip of zeros", STREAMED, "packed-too-dense", || archive(&[("a.csv", &vec![0; 200 * MB])])),
    ("a zip of files that overlap", STREAMED, "empty", overlapping),
    ("a zip with a list of 100,000 files", STREAMED, "packed-too-many", || {
        [b"PK\x03\x04".to_vec(), b"PK\x01\x02".repeat(100_000), b"PK\x05\x06".to_vec()].concat()
    }),
    ("a workbook of shared texts", SHARED, "packed-too-much-text", || {
        book(b"<worksheet/>", &giant("<sst>", "<si><t>abcdefgh</t></si>", 210 * MB, "</sst>").bytes())
    }),
    ("a cell at XFD1048576", STREAMED, "no-columns", || {
        book(b"<worksheet><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></worksheet>", b"<sst/>")
    }),
    ("a row of the same cell", STREAMED, "no-columns", || {
        book(&giant("<w><row>", "<c r=\"A1\"><v>1</v></c>", 50 * MB, "</row></w>").bytes(), b"<sst/>")
    }),
    ("a sheet of deep elements", STREAMED, "packed-damaged", || {
        book(&giant("<w>", "<a>", 50 * MB, "").bytes(), b"<sst/>")
    }),
    ("a cell repeated over a sheet", STREAMED, "packed-too-many-cells", || {
        ods(b"<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell \
              table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row>")
    }),
    ("a paragraph without end", STREAMED, "packed-too-dense", || {
        ods(&giant("<table:table-row><table:table-cell>", "<text:p>x</text:p>", 50 * MB, "").bytes())
    }),
];

fn check(name: &str, most: usize, becomes: &str, run: impl FnOnce() -> Log) -> Option<String> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let begun = std::time::Instant::now();
    let log = run();
    let took = begun.elapsed().as_secs_f64();
    let peak = (MEMORY.peak_usage() - before) / MB;
    let code =
        log.files[0].verdict.as_ref().map_or_else(|refusal| refusal.code(), |platform| platform.code());
    let said = format!("{name}: {peak} MB of {most}, {took:.1} s, {code}");
    println!("{said}");
    (peak > most || code != becomes).then_some(said)
}

/// One test, as tests run beside each other and the memory is all of theirs.
#[test]
fn giants_and_bombs_stay_within_their_memory() {
    let mut wrong = Vec::new();
    for (name, most, becomes, make) in GIANTS {
        let giant = make();
        wrong.extend(check(name, most, becomes, || giant.read()));
    }
    for (name, most, becomes, make) in BOMBS {
        let bytes = make();
        wrong.extend(check(name, most, becomes, || read(&bytes)));
    }
    assert!(wrong.is_empty(), "more memory, or said something else: {wrong:#?}");
}
