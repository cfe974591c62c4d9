//! The records are the same whatever the chunks are.

use proptest::prelude::*;

use super::*;
use crate::problem::Reason;

/// What a sink was told.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    Opened(Form),
    Record { line: u64, cells: Vec<String>, places: Vec<(u64, u32)> },
    Fault { line: u64, reason: Reason, start: String },
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[derive(Default)]
struct Log(Vec<Told>);

impl Sink for Log {
    fn opened(&mut self, form: Form) {
        self.0.push(Told::Opened(form));
    }

    fn record(&mut self, record: Record<'_>) {
        let cells = record.iter().map(text).collect();
        let places = (0..record.len()).map(|index| record.position_of(index)).collect();
        assert_eq!((record.line(), 1), record.position_of(0), "a record starts with its first field");
        self.0.push(Told::Record { line: record.line(), cells, places });
    }

    fn fault(&mut self, line: u64, reason: Reason, start: &[u8]) {
        assert!(start.len() <= MAX_RAW_START, "the start of a record is short");
        self.0.push(Told::Fault { line, reason, start: text(start) });
    }
}

/// Any of the readers.
trait Feed {
    fn take(&mut self, text: &[u8], log: &mut Log);
    fn end(&mut self, log: &mut Log);
}

macro_rules! feed {
    ($($reader:ty),*) => {$(
        impl Feed for $reader {
            fn take(&mut self, text: &[u8], log: &mut Log) {
                self.feed(text, log);
            }
            fn end(&mut self, log: &mut Log) {
                self.finish(log);
            }
        }
    )*};
}
feed!(CsvReader, LineReader, Source);

fn read<'a>(reader: &mut impl Feed, chunks: impl Iterator<Item = &'a [u8]>) -> Vec<Told> {
    let mut log = Log::default();
    for chunk in chunks {
        reader.take(chunk, &mut log);
    }
    reader.end(&mut log);
    log.0
}

/// A told thing in short: `3: a|b`, or `3! too-long: start`.
fn short(told: &Told) -> String {
    match told {
        Told::Opened(Form::Ndjson) => "ndjson".into(),
        Told::Opened(Form::Csv { delimiter }) => format!("csv {:?}", char::from(*delimiter)),
        Told::Record { line, cells, .. } => format!("{line}: {}", cells.join("|")),
        Told::Fault { line, reason, start } => format!("{line}! {}: {start}", reason.code()),
    }
}

/// What is told of `text`, in short, in chunks of any size.
#[track_caller]
fn check<R: Feed>(reader: impl Fn() -> R, text: impl AsRef<[u8]>, expected: &[&str]) {
    let text = text.as_ref();
    for size in [1, 2, 7, 64, text.len().max(1)] {
        let told = read(&mut reader(), text.chunks(size));
        let told: Vec<_> = told.iter().map(short).collect();
        assert_eq!(told, expected, "in chunks of {size}: {:?}", String::from_utf8_lossy(text));
    }
}

#[track_caller]
fn check_csv(text: &str, expected: &[&str]) {
    check(|| CsvReader::new(b','), text, expected);
}

fn limited(limit: usize) -> impl Fn() -> CsvReader {
    move || CsvReader::with_limit(b',', limit)
}

#[test]
fn csv_records() {
    check_csv("", &[]);
    check_csv("a", &["1: a"]);
    check_csv("a,b\nc,d\n", &["1: a|b", "2: c|d"]);
    check_csv("a,b\r\nc,d\r\n", &["1: a|b", "2: c|d"]);
    check_csv("a,b\nc,d", &["1: a|b", "2: c|d"]);
    check_csv(",\n,,", &["1: |", "2: ||"]);
    check_csv("a,\r\n,b\r\n", &["1: a|", "2: |b"]);
    check_csv("żółw,🦀\n漢字,\n", &["1: żółw|🦀", "2: 漢字|"]);
    check_csv("0,12345678,1234567,,123456789012345678,x\n", &["1: 0|12345678|1234567||123456789012345678|x"]);
    check(|| CsvReader::new(b'\t'), "a,b\tc\n\"d\te\"\tf", &["1: a,b|c", "2: d\te|f"]);
}

#[test]
fn csv_empty_lines_are_no_records_but_lines() {
    check_csv("\n\r\na\n\n\nb\n\n", &["3: a", "6: b"]);
    check_csv(" \n\"\"\n", &["1:  ", "2: "]);
    check_csv("\n", &[]);
    check_csv("\r\n", &[]);
}

#[test]
fn csv_quotes() {
    check_csv("\"a\",\"b,c\"\n", &["1: a|b,c"]);
    check_csv("\"a\",\"b\"\r\n\"c\"", &["1: a|b", "2: c"]);
    check_csv("\"a \"\"b\"\"\",\"\"\"\"\nc", &["1: a \"b\"|\"", "2: c"]);
    check_csv("\"a\"\"\"\r\n\"\",\"\"\r\n", &["1: a\"", "2: |"]);
    check_csv("x,\"one\ntwo\r\nthree\",y\nz\n", &["1: x|one\ntwo\r\nthree|y", "4: z"]);
    check_csv("\"one\n\n\",\"\n\"\nz", &["1: one\n\n|\n", "5: z"]);
    // As the csv crate has it.
    check_csv("\"abc\"def,\"a\"\"b\"c\"d\n", &["1: abcdef|a\"bc\"d"]);
    check_csv("ab\"c,d\"\n \"e,f\"\n", &["1: ab\"c|d\"", "2:  \"e|f\""]);
}

#[test]
fn csv_a_lone_cr_is_text() {
    check_csv("a\rb,\rc\n", &["1: a\rb|\rc"]);
    check_csv("\"a\rb\r\"\r,c\n", &["1: a\rb\r\r|c"]);
    check_csv("a\r\r\n", &["1: a\r"]);
    // But at the end of the file it is half a CRLF.
    check_csv("a,b\r", &["1: a|b"]);
    check_csv("a\n\r", &["1: a"]);
    check_csv("\"a\"\r", &["1: a"]);
    check_csv("\"a\"b\r", &["1: ab"]);
}

#[test]
fn csv_an_unclosed_quote_swallows_nobody() {
    // Open to the end of the file.
    check_csv("a\nb,\"c\nd,e\nf\n", &["1: a", "2! quote-never-closes: b,\"c", "3: d|e", "4: f"]);
    check_csv("a\r\n\"b\r\nc\r\n", &["1: a", "2! quote-never-closes: \"b", "3: c"]);
    check_csv("a\n\"b", &["1: a", "2! quote-never-closes: \"b"]);
    check_csv("\"", &["1! quote-never-closes: \""]);
    check_csv("\"\n\n\"\na", &["1: \n\n", "4: a"]);
    check_csv("\"a\n\"b\nc,d\n", &["1! quote-never-closes: \"a", "2! quote-never-closes: \"b", "3: c|d"]);
    // Closed by the opening quote of somebody after it.
    check_csv(
        "1,\"Ann,x\n2,\"Bob\",x\n3,\"Eve\",x\n",
        &["1! quote-never-closes: 1,\"Ann,x", "2: 2|Bob|x", "3: 3|Eve|x"],
    );
    check_csv("\"Ann\n\"\"\"Bob\"\" B\"\nc\n", &["1! quote-never-closes: \"Ann", "2: \"Bob\" B", "3: c"]);
    check_csv("\"Ann\nx\"\rBob\n", &["1! quote-never-closes: \"Ann", "2: x\"\rBob"]);
    // Open for longer than a record may be.
    check(
        limited(20),
        "a\nb,\"c\nddddddddd\neeeeeeeee\nf\n\"g\n\"\n",
        &["1: a", "2! quote-never-closes: b,\"c", "3: ddddddddd", "4: eeeeeeeee", "5: f", "6: g\n"],
    );
    // The fault is about one line, and so is what is shown of it.
    let long = "é".repeat(MAX_RAW_START);
    let start = format!("2! quote-never-closes: \"{}", "é".repeat(MAX_RAW_START / 2 - 1));
    check_csv(&format!("a\n\"{long}\nb\n"), &["1: a", &start, "3: b"]);
}

#[test]
fn csv_after_many_unclosed_quotes_they_end_with_their_line() {
    let mut text = String::new();
    let mut expected = Vec::new();
    for line in 1..=12 {
        text.push_str(&format!("{line},\"x\"\"y,z\r\n"));
        expected.push(match line {
            ..=8 => format!("{line}! quote-never-closes: {line},\"x\"\"y,z"),
            _ => format!("{line}: {line}|x\"y,z"),
        });
    }
    text.push_str("13,\"a\"b\n14,\"c\n\"d\",\"");
    expected.extend(["13: 13|ab".into(), "14: 14|c".into(), "15: d|".into()]);
    let expected: Vec<_> = expected.iter().map(String::as_str).collect();
    check(limited(200), &text, &expected);
    check_csv(&text, &expected);
}

#[test]
fn csv_long_lines() {
    let csv = limited(10);
    check(&csv, "0123456789\na\n", &["1: 0123456789", "2: a"]);
    check(&csv, "0123456789", &["1: 0123456789"]);
    check(&csv, "01234567890\na\n", &["1! too-long: 01234567890", "2: a"]);
    check(&csv, "01234567890", &["1! too-long: 01234567890"]);
    check(&csv, "a\n0123456789,123456\n\nb", &["1: a", "2! too-long: 0123456789,", "4: b"]);
    // With quotes, closed or not, in one line.
    check(&csv, "\"0123\",0123456789\na", &["1! too-long: \"0123\",0123", "2: a"]);
    check(&csv, "\"0123,0123456789\na", &["1! too-long: \"0123,01234", "2: a"]);
    // Over lines: what is passed over are the record's own.
    check(&csv, "\"a\nb\",0123456789\nc\n", &["1! too-long: \"a\nb\",01234", "3: c"]);
}

#[test]
fn csv_a_line_of_megabytes_is_a_fault_and_kept_by_nobody() {
    let long = "x,".repeat(3 << 19);
    let text = format!("a\n{long}\n\"{long}\nb\n");
    let start = |text: &str| text[..MAX_RAW_START].to_owned();
    for size in [1, 4096, text.len()] {
        let mut reader = CsvReader::new(b',');
        let told = read(&mut reader, text.as_bytes().chunks(size));
        let told: Vec<_> = told.iter().map(short).collect();
        let faults = [start(&long), start(&format!("\"{long}"))];
        assert_eq!(told[0], "1: a");
        assert_eq!(told[1], format!("2! too-long: {}", faults[0]));
        assert_eq!(told[2], format!("3! too-long: {}", faults[1]));
        assert_eq!(told[3..], ["4: b"]);
        assert!(reader.kept() <= 2 * MAX_RECORD, "kept {} bytes", reader.kept());
    }
}

/// Whatever a file holds and however it is cut, each byte is looked at a few times.
#[test]
fn csv_work_is_linear() {
    const LIMIT: usize = 500;
    let again = |part: &str| part.repeat(40_000 / part.len());
    let hostile = [
        again("\"\n"),
        again("\"a\n"),
        again("a,\"b\n"),
        again("\"a\nb\"c\n"),
        again("\"\na\"\n\"b\"\n"),
        again("\"\"\"\n\""),
        again("\""),
        again("\n"),
        again(","),
        again("\",\n\r"),
        format!("\"{}", again("a\n")),
        format!("{}\"", again("a\n")),
    ];
    for text in &hostile {
        for size in [1, 3, 1000, 4096, text.len()] {
            let mut reader = CsvReader::with_limit(b',', LIMIT);
            read(&mut reader, text.as_bytes().chunks(size));
            let most = 4 * text.len() + 3 * (MAX_OPEN_QUOTES + 1) * (LIMIT + 1);
            assert!(
                reader.work() <= most,
                "{} > {most}: chunks of {size} of {:?}",
                reader.work(),
                &text[..9]
            );
        }
    }
}

#[test]
fn positions() {
    #[track_caller]
    fn check(text: &str, expected: &[&[(u64, u32)]]) {
        for size in [1, 2, 7, 64] {
            let told = read(&mut CsvReader::new(b','), text.as_bytes().chunks(size));
            let found: Vec<_> = told
                .into_iter()
                .map(|told| match told {
                    Told::Record { places, .. } => places,
                    other => panic!("not a record: {other:?}"),
                })
                .collect();
            assert_eq!(found, expected, "in chunks of {size}: {text:?}");
        }
    }
    check("a,bc,,d\n\ne,f", &[&[(1, 1), (1, 3), (1, 6), (1, 7)], &[(3, 1), (3, 3)]]);
    check("żółw,🦀,x\n", &[&[(1, 1), (1, 6), (1, 8)]]);
    check("\"ż\nółw\",🦀,\"\n\n\"\"é\",z\r\na", &[&[(1, 1), (2, 6), (2, 8), (4, 6)], &[(5, 1)]]);
    check("\"a\"\"\"b,\"c\",\"\"\n", &[&[(1, 1), (1, 8), (1, 12)]]);

    struct Outside;
    impl Sink for Outside {
        fn record(&mut self, record: Record<'_>) {
            assert_eq!(record.get(2), b"");
            assert_eq!(record.position_of(2), (1, 4));
            assert_eq!(record.position_at(99), (1, 4));
            assert_eq!(record.raw(), b"a,b");
        }
        fn fault(&mut self, _: u64, _: Reason, _: &[u8]) {}
    }
    CsvReader::new(b',').feed(b"a,b\r\n", &mut Outside);
}

#[test]
fn ndjson_lines() {
    let lines = LineReader::new;
    check(lines, "", &[]);
    check(lines, "{\"a\":1}\n{\"b\":\"\\n,\"}\r\n{}", &["1: {\"a\":1}", "2: {\"b\":\"\\n,\"}", "3: {}"]);
    check(lines, "\n {}\n \t\r\n\r\n\u{a0}\n{}\r", &["2:  {}", "6: {}"]);
    let lines = || LineReader::with_limit(10);
    check(lines, "0123456789\na\n", &["1: 0123456789", "2: a"]);
    check(lines, "01234567890\na\n", &["1! too-long: 01234567890", "2: a"]);
    check(
        lines,
        "a\n01234567890123\n\nb\n0123456789",
        &["1: a", "2! too-long: 01234567890", "4: b", "5: 0123456789"],
    );
    check(lines, "01234567890", &["1! too-long: 01234567890"]);
}

#[test]
fn delimiters() {
    for (header, expected) in [
        ("time,event,user_id", b','),
        ("time;event;user_id", b';'),
        ("time\tevent\tuser_id", b'\t'),
        ("time|event|user_id", b'|'),
        ("Time ; EVENT;User ID", b';'),
        // Known fields count more than cells.
        ("time;event;a,b,c,d,e,f", b';'),
        ("\"a,b,c\";\"time\";\"user\"\"s, other\"", b';'),
        ("\"time\";\"event\n\"", b';'),
        ("a;b;c,d", b';'),
        ("a;b,c", b','),
        ("time", b','),
        ("", b','),
        ("\"time;event", b','),
    ] {
        assert_eq!(char::from(delimiter(header.as_bytes())), char::from(expected), "{header:?}");
    }
}

#[test]
fn sources() {
    let source = Source::new;
    check(source, "", &["csv ','"]);
    check(source, "time;event\n1;2\n", &["csv ';'", "1: time|event", "2: 1|2"]);
    check(source, "\u{FEFF}\r\n\ntime|event", &["csv '|'", "3: time|event"]);
    check(source, "\"time\"\t\"a\n,,,,b\"\r\n1\t2", &["csv '\\t'", "1: time|a\n,,,,b", "3: 1|2"]);
    check(source, " \n {\"a\":1}\n{}", &["ndjson", "2:  {\"a\":1}", "3: {}"]);
    check(source, "\"time;event\n1;2\n", &["csv ','", "1! quote-never-closes: \"time;event", "2: 1;2"]);
    let utf16: Vec<u8> = "\u{FEFF}time;naïve\r\n🦀;\"x\"".encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(source, utf16, &["csv ';'", "1: time|naïve", "2: 🦀|x"]);
    // What waits for more at the end is not lost.
    check(source, b"a\n\xEF", &["csv ','", "1: a", "2: \u{FFFD}"]);
    check(source, b"\xEF\xBB", &["csv ','", "1: \u{FFFD}"]);
}

#[test]
fn a_source_does_not_wait_for_ever() {
    let blank = "\n".repeat(MAX_RECORD + 10);
    let quote = format!("\"time;event\n{}", format!("{}\n", "x".repeat(999)).repeat(2 * MAX_RECORD / 1000));
    let line = "a;".repeat(MAX_RECORD);
    for (text, form, first) in [
        (format!("{blank}a;b\n"), b',', "1048587: a;b"),
        (quote, b',', "1! quote-never-closes: \"time;event"),
        (line, b';', "1! too-long: a;a;"),
    ] {
        for size in [1000, text.len()] {
            let mut told = read(&mut Source::new(), text.as_bytes().chunks(size)).into_iter();
            assert_eq!(told.next(), Some(Told::Opened(Form::Csv { delimiter: form })));
            assert!(told.next().is_some_and(|told| short(&told).starts_with(first)), "{first}");
        }
    }
}

/// A cell, whether it is quoted although it need not be, and where it ends the line.
fn cell() -> impl Strategy<Value = (String, bool)> {
    let character = prop_oneof![
        6 => prop_oneof![Just("a"), Just("Bc"), Just(" "), Just("ż"), Just("🦀"), Just(";")],
        3 => prop_oneof![Just(","), Just("\""), Just("\n"), Just("\r\n"), Just("\r")],
    ];
    (prop::collection::vec(character, 0..12).prop_map(|parts| parts.concat()), any::<bool>())
}

fn write(cell: &str, quoted: bool) -> String {
    if quoted || cell.contains([',', '\n', '\r']) || cell.starts_with('"') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into()
    }
}

/// Cuts where the numbers say, over and over.
fn cut<'a>(text: &'a [u8], sizes: &[usize]) -> Vec<&'a [u8]> {
    let mut chunks = Vec::new();
    let mut rest = text;
    for &size in sizes.iter().cycle() {
        if rest.is_empty() || sizes.iter().all(|&size| size == 0) {
            break;
        }
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        chunks.push(chunk);
        rest = after;
    }
    chunks.push(rest);
    chunks
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(&b"\"\"\"\n\n\r,,;a{"[..]).prop_map(|byte| vec![byte]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => Just("é🦀".as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..300).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn csv_as_the_csv_crate(
        rows in prop::collection::vec((prop::collection::vec(cell(), 1..6), any::<bool>()), 0..12),
        last_end in any::<bool>(),
        sizes in prop::collection::vec(1_usize..40, 1..4),
    ) {
        let mut text = String::new();
        let mut lines = Vec::new();
        for (cells, crlf) in &rows {
            let line = text.matches('\n').count() as u64 + 1;
            let row: Vec<_> = cells.iter().map(|(cell, quoted)| write(cell, *quoted)).collect();
            let row = row.join(",");
            if !row.is_empty() {
                lines.push(line);
            }
            text.push_str(&row);
            text.push_str(if *crlf { "\r\n" } else { "\n" });
        }
        if !last_end {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        // Cutting off the last line's end may have cut a quoted cell: then it is another test's.
        prop_assume!(last_end || rows.last().is_none_or(|(cells, _)| {
            cells.last().is_none_or(|(cell, quoted)| !write(cell, *quoted).ends_with(['\r', '\n']))
        }));
        let told = read(&mut CsvReader::new(b','), cut(text.as_bytes(), &sizes).into_iter());
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> =
            reader.byte_records().map(|record| record.unwrap().iter().map(super::tests::text).collect()).collect();
        let found: Vec<_> = told.iter().map(|told| match told {
            Told::Record { cells, .. } => cells.clone(),
            other => panic!("not a record: {other:?}"),
        }).collect();
        prop_assert_eq!(found, expected);
        let found: Vec<_> = told.iter().map(|told| match told {
            Told::Record { line, .. } => *line,
            _ => 0,
        }).collect();
        prop_assert_eq!(found, lines);
    }

    #[test]
    fn any_bytes_in_any_chunks(
        bytes in pieces(),
        sizes in prop::collection::vec(0_usize..30, 1..5),
        limit in 1_usize..60,
    ) {
        let chunks = cut(&bytes, &sizes);
        let whole = || std::iter::once(&bytes[..]);
        let csv = || CsvReader::with_limit(b',', limit);
        let told = read(&mut csv(), whole());
        prop_assert_eq!(&read(&mut csv(), chunks.iter().copied()), &told);
        let lines: Vec<_> = told.iter().map(|told| match told {
            Told::Record { line, .. } | Told::Fault { line, .. } => *line,
            Told::Opened(_) => 0,
        }).collect();
        prop_assert!(lines.is_sorted_by(|a, b| a < b), "a line is told of once: {:?}", lines);
        let lines = || LineReader::with_limit(limit);
        prop_assert_eq!(read(&mut lines(), chunks.iter().copied()), read(&mut lines(), whole()));
        prop_assert_eq!(read(&mut Source::new(), chunks.iter().copied()), read(&mut Source::new(), whole()));
    }
}
