use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::cell::MAX_TEXT_UNITS;
use super::*;
use crate::table::{Cell, Column, Format};

/// Rows made by a function of their number.
struct Rows {
    name: &'static str,
    columns: &'static [Column],
    len: usize,
    row: fn(usize) -> Vec<Cell<'static>>,
}

impl Table for Rows {
    fn name(&self) -> &'static str {
        self.name
    }
    fn columns(&self) -> &'static [Column] {
        self.columns
    }
    fn len(&self) -> usize {
        self.len
    }
    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        cells.clear();
        cells.extend((self.row)(index));
    }
}

const fn column(name: &'static str, format: Format) -> Column {
    Column { name, format }
}

const ALL: &[Column] = &[
    column("Text", Format::Text),
    column("US", Format::UsMinute),
    column("Minute", Format::Minute),
    column("Date", Format::Date),
    column("Clock", Format::Clock),
    column("Duration", Format::Duration),
    column("Count", Format::Count),
    column("Hours", Format::Hours),
];

const GRAPH: &[Column] = &[
    column("Event id/short-code", Format::Text),
    column("Room name", Format::Text),
    column("Privacy (Y/N)", Format::Text),
    column("Total Users Join", Format::Count),
    column("Total Unique User Join", Format::Count),
    column("Start Date and Time (yyyy-mm-dd hh:mm)", Format::Minute),
];

const TEXTS: &[Column] = &[column("Text", Format::Text)];

fn text(text: &str) -> Cell<'static> {
    Cell::Text(text.to_owned().into())
}

/// 2026-11-03 09:05:59.
const NOW: i64 = 1_793_696_759;

fn graph_row(index: usize) -> Vec<Cell<'static>> {
    let (room, minute) = (index / 24, index % 24);
    let joins = 3 + (minute * 7 + room * 5) % 19;
    let name = ["=1+1", "Öffentliche Vorlesung", "教室 三", "Usage!A1"][room % 4];
    vec![
        text("00042"),
        text(name),
        text("Y"),
        Cell::Count(joins as u64),
        Cell::Count((joins - joins / 4) as u64),
        Cell::Local(NOW + 60 * 13 * minute as i64),
    ]
}

fn graph(len: usize) -> Rows {
    Rows { name: "Usage graph", columns: GRAPH, len, row: graph_row }
}

fn groups(len: usize, each: usize) -> Vec<ChartGroup> {
    (0..len.div_ceil(each))
        .map(|number| ChartGroup {
            title: match &graph_row(number * each)[1] {
                Cell::Text(text) => text.to_string(),
                _ => String::new(),
            },
            first_row: number * each,
            last_row: (number * each + each - 1).min(len - 1),
        })
        .collect()
}

fn chart(groups: Vec<ChartGroup>) -> ChartSpec<'static> {
    ChartSpec {
        sheet: 0,
        groups,
        category_column: 5,
        value_columns: vec![3, 4],
        value_title: "Joins per minute",
    }
}

fn starts_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

fn workbook<'a>(sheets: &'a [&'a dyn Table], chart: Option<&'a ChartSpec<'a>>) -> Workbook<'a> {
    Workbook { title: "Smart Sessions", created: NOW, sheets, chart, dangerous: starts_like_a_formula }
}

/// The file `path` of the archive, or nothing.
fn part(bytes: &[u8], path: &str) -> String {
    let mut zip = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    if let Ok(mut file) = zip.by_name(path) {
        file.read_to_string(&mut text).unwrap();
    }
    text
}

fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// Serial number and number format of a sheet's cell.
fn number(data: &Data) -> f64 {
    match data {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        Data::DateTime(time) => time.as_f64(),
        other => panic!("no number: {other:?}"),
    }
}

/// The number format of a cell, by way of its style.
fn shown_as(bytes: &[u8], cell: &str) -> String {
    let sheet = part(bytes, "xl/worksheets/sheet1.xml");
    let styles = part(bytes, "xl/styles.xml");
    let of = |text: &str, from: &str, to: &str| -> String {
        let start = text.find(from).unwrap_or_else(|| panic!("{from} in {text}")) + from.len();
        text[start..].split(to).next().unwrap().to_owned()
    };
    let style: usize = of(&sheet, &format!("<c r=\"{cell}\" s=\""), "\"").parse().unwrap();
    let xf = of(&styles, "<cellXfs", "</cellXfs>").split("<xf ").nth(style + 1).unwrap().to_owned();
    let quoted = if xf.contains("quotePrefix=\"1\"") { "'" } else { "" };
    match of(&xf, "numFmtId=\"", "\"").as_str() {
        "0" => format!("{quoted}General"),
        "1" => format!("{quoted}0"),
        "2" => format!("{quoted}0.00"),
        "49" => format!("{quoted}@"),
        id => quoted.to_owned() + &of(&styles, &format!("numFmtId=\"{id}\" formatCode=\""), "\""),
    }
}

#[test]
fn every_kind_of_cell_has_its_type_and_format() {
    let table = Rows {
        name: "All",
        columns: ALL,
        len: 1,
        row: |_| {
            vec![
                text("007"),
                Cell::Local(NOW),
                Cell::Local(NOW),
                Cell::Local(NOW),
                Cell::Local(NOW),
                Cell::Seconds(100 * 3_600 + 61),
                Cell::Count(12),
                Cell::Hours(1.25),
            ]
        },
    };
    let written = workbook(&[&table], None).write().unwrap();
    let rows = cells(&written.bytes, "All");
    let header: Vec<Data> = ALL.iter().map(|column| Data::String(column.name.to_owned())).collect();
    assert_eq!(rows[0], header);
    assert_eq!(rows[1][0], Data::String("007".to_owned()));
    let day = 46_329.0;
    let minute = 545.0 / 1_440.0;
    let want = [day + minute, day + minute, day, minute, 360_061.0 / 86_400.0, 12.0, 1.25];
    for (cell, want) in rows[1][1..].iter().zip(want) {
        assert_eq!(number(cell), want);
    }
    for cell in &rows[1][1..6] {
        assert!(matches!(cell, Data::DateTime(_)), "{cell:?}");
    }
    let want =
        ["@", "mm/dd/yyyy hh:mm", "yyyy-mm-dd hh:mm", "yyyy-mm-dd", "hh:mm", "[hh]:mm:ss", "0", "0.00"];
    for (cell, want) in ["A2", "B2", "C2", "D2", "E2", "F2", "G2", "H2"].iter().zip(want) {
        assert_eq!(shown_as(&written.bytes, cell), want, "{cell}");
    }
}

#[test]
fn blank_stays_empty() {
    let row = |_| {
        let mut cells = vec![Cell::Blank; 7];
        cells[0] = text("");
        cells.push(Cell::Hours(f64::NAN));
        cells
    };
    let table = Rows { name: "All", columns: ALL, len: 3, row };
    let written = workbook(&[&table], None).write().unwrap();
    assert_eq!(cells(&written.bytes, "All").len(), 1);
    assert!(!part(&written.bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
}

#[test]
fn a_date_that_a_workbook_has_not_is_text_in_the_same_form() {
    const COLUMNS: &[Column] =
        &[column("Minute", Format::Minute), column("Date", Format::Date), column("US", Format::UsMinute)];
    let row = |index| {
        let day = [-25_509, -25_508, 2_932_896, 2_932_897, i64::MAX / 86_400][index];
        vec![Cell::Local(day * 86_400 + 59); 3]
    };
    let written = workbook(&[&Rows { name: "Old", columns: COLUMNS, len: 5, row }], None).write().unwrap();
    let rows = cells(&written.bytes, "Old");
    let words = |row: usize| rows[row].iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(words(1), ["1900-02-28 00:00", "1900-02-28", "02/28/1900 00:00"]);
    assert_eq!(rows[2].iter().map(number).collect::<Vec<_>>(), [61.0; 3]);
    assert_eq!(rows[3].iter().map(number).collect::<Vec<_>>(), [2_958_465.0; 3]);
    assert_eq!(words(4), ["10000-01-01 00:00", "10000-01-01", "01/01/10000 00:00"]);
    assert!(matches!(&rows[5][0], Data::String(_)));
    assert_eq!(shown_as(&written.bytes, "A2"), "@");
}

#[test]
fn a_cell_of_another_kind_than_its_column_keeps_its_own_format() {
    let row = |_| {
        let mut cells = vec![text("3"); 8];
        cells[0] = Cell::Local(NOW);
        cells[1] = Cell::Count(u64::MAX);
        cells[2] = Cell::Seconds(u64::MAX);
        cells
    };
    let written = workbook(&[&Rows { name: "All", columns: ALL, len: 1, row }], None).write().unwrap();
    assert_eq!(shown_as(&written.bytes, "A2"), "yyyy-mm-dd hh:mm");
    assert_eq!(shown_as(&written.bytes, "G2"), "@");
    let rows = cells(&written.bytes, "All");
    assert_eq!(rows[1][1], Data::String("18446744073709551615".to_owned()));
    assert_eq!(rows[1][2], Data::String("5124095576030431:00:15".to_owned()));
    assert_eq!(rows[1][6], Data::String("3".to_owned()));
}

/// What is text must come back as the same text, whatever it looks like.
#[test]
fn text_is_text() {
    const HARD: &[&str] = &[
        "=1+1",
        "=HYPERLINK(\"http://example.org\")",
        "+49 151 1234567",
        "-",
        "@SUM(A1)",
        "{=1}",
        "http://example.org",
        "mailto:a@example.org",
        "internal:Sheet1!A1",
        "1",
        "007",
        "1e5",
        "2026-11-03",
        "TRUE",
        "#N/A",
        "'quoted",
        " leading and trailing ",
        "two\nlines",
        "carriage\r\nreturn",
        "tab\there",
        "\u{1}\u{8}\u{1F}",
        "_x0041_",
        "_x005F_x0041_",
        "_x0041_x0042_",
        "_x00\u{1}",
        "_x0041\u{1}",
        "<r><t>rich</t></r>",
        "<r></r>",
        "<r>_x0041_&amp;\u{1} =</r>",
        "<b>&\"'</b>",
        "Zoë 教室 👩‍🏫 \u{202E}abc",
        "\u{FFFE}\u{FFFF}",
        "\u{7F}\u{85}\u{2028}",
    ];
    let row = |index: usize| vec![text(HARD[index])];
    let written =
        workbook(&[&Rows { name: "T", columns: TEXTS, len: HARD.len(), row }], None).write().unwrap();
    let rows = cells(&written.bytes, "T");
    for (row, want) in rows[1..].iter().zip(HARD) {
        // U+FFFE and U+FFFF are no XML characters and stay escaped when read back.
        let want = want.replace('\u{FFFE}', "_xFFFE_").replace('\u{FFFF}', "_xFFFF_");
        let got = row[0].to_string().replace('\u{FFFE}', "_xFFFE_").replace('\u{FFFF}', "_xFFFF_");
        assert!(matches!(row[0], Data::String(_)), "{want:?}: {:?}", row[0]);
        assert_eq!(got, want);
    }
    let sheet = part(&written.bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f") && !sheet.contains("hyperlink"), "{sheet}");
    assert_eq!(written.texts_marked, 5);
    for (index, hard) in HARD.iter().enumerate() {
        let want = if starts_like_a_formula(hard) { "'@" } else { "@" };
        assert_eq!(shown_as(&written.bytes, &format!("A{}", index + 2)), want, "{hard}");
    }
}

#[test]
fn text_longer_than_a_cell_is_cut_at_a_character_and_counted() {
    let row = |index: usize| {
        vec![text(&match index {
            0 => "a".repeat(MAX_TEXT_UNITS),
            1 => "a".repeat(MAX_TEXT_UNITS + 1),
            2 => "é".repeat(MAX_TEXT_UNITS),
            3 => "👩".repeat(MAX_TEXT_UNITS / 2 + 1),
            4 => format!("<r>{}</r>", "<\u{1}_x0041_".repeat(3_000)),
            _ => format!("={}", "1".repeat(MAX_TEXT_UNITS)),
        })]
    };
    let written = workbook(&[&Rows { name: "T", columns: TEXTS, len: 6, row }], None).write().unwrap();
    let rows = cells(&written.bytes, "T");
    let lengths: Vec<usize> = rows[1..].iter().map(|row| row[0].to_string().encode_utf16().count()).collect();
    assert_eq!(lengths, [32_767, 32_767, 32_767, 32_766, 27_007, 32_767]);
    assert_eq!((written.texts_cut, written.texts_marked), (3, 1));
    assert!(rows[5][0].to_string().starts_with("<r><\u{1}_x0041_<"));
}

#[test]
fn a_sheet_has_frozen_header_filter_and_print_set_up() {
    let table = graph(30);
    let bytes = workbook(&[&table], None).write().unwrap().bytes;
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for fact in [
        r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#,
        r#"<autoFilter ref="A1:F31"/>"#,
        r#"orientation="landscape""#,
        r#"<pageSetUpPr fitToPage="1"/>"#,
        r#"fitToHeight="0""#,
        r#"<ignoredError sqref="A1:F31" numberStoredAsText="1"/>"#,
    ] {
        assert!(sheet.contains(fact), "{fact} in {sheet}");
    }
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("'Usage graph'!$1:$1</definedName>"), "{book}");
    assert!(!book.contains("activeTab"), "the first sheet is shown");
}

#[test]
fn an_empty_table_is_a_header() {
    let table = graph(0);
    let bytes = workbook(&[&table, &Rows { name: "T", columns: TEXTS, len: 0, row: graph_row }], None)
        .write()
        .unwrap()
        .bytes;
    assert_eq!(cells(&bytes, "Usage graph").len(), 1);
    assert_eq!(cells(&bytes, "T"), [[Data::String("Text".to_owned())]]);
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains(r#"<autoFilter ref="A1:F1"/>"#));
}

#[test]
fn a_long_table_goes_on_in_further_sheets_and_none_is_lost() {
    let name = "User level engagement(teleport)";
    for (len, want) in [(0, 1), (9, 1), (10, 2), (18, 2), (19, 3)] {
        let table = Rows { name, columns: TEXTS, len, row: |index| vec![text(&format!("row {index}"))] };
        let bytes = workbook(&[&table], None).write_with_rows(10).unwrap().bytes;
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
        let names = book.sheet_names();
        let all = [name, "User level engagement(telep (2)", "User level engagement(telep (3)"];
        assert_eq!(names, &all[..want], "{len} rows");
        let rows: Vec<Data> =
            names.iter().flat_map(|name| cells(&bytes, name).into_iter().skip(1).flatten()).collect();
        let want: Vec<Data> = (0..len).map(|index| Data::String(format!("row {index}"))).collect();
        assert_eq!(rows, want);
    }
}

#[test]
fn widths_fit_the_text_within_bounds() {
    const COLUMNS: &[Column] = &[
        column("A", Format::Text),
        column("B", Format::Text),
        column("C", Format::Text),
        column("Start Date (yyyy-mm-dd)", Format::Date),
    ];
    let row = |index: usize| {
        let late = if index < 1_000 { 5 } else { 50 };
        vec![text(&"x".repeat(late)), text(&"教".repeat(12)), text(&"x".repeat(900)), Cell::Local(NOW)]
    };
    let bytes =
        workbook(&[&Rows { name: "W", columns: COLUMNS, len: 1_002, row }], None).write().unwrap().bytes;
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let widths: Vec<f64> = sheet
        .split("<col ")
        .skip(1)
        .map(|col| {
            col.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap().floor()
        })
        .collect();
    assert_eq!(widths, [8.0, 26.0, 60.0, 16.0]);
}

#[test]
fn each_group_has_a_chart_with_a_literal_title() {
    let table = graph(96);
    let spec = chart(groups(96, 24));
    let written = workbook(&[&table], Some(&spec)).write().unwrap();
    assert_eq!(written.charts_left_out, 0);
    let drawing = part(&written.bytes, "xl/drawings/drawing1.xml");
    assert_eq!(drawing.matches("<xdr:graphicFrame ").count(), 4);
    assert!(drawing.contains("editAs=\"absolute\""));
    for (number, title, rows) in
        [(1, "=1+1", "2:$F$25"), (2, "Öffentliche Vorlesung", "26:$F$49"), (4, "Usage!A1", "74:$F$97")]
    {
        let chart = part(&written.bytes, &format!("xl/charts/chart{number}.xml"));
        let at = |what: &str| chart.matches(what).count();
        assert_eq!(at("<c:lineChart>"), 1);
        assert_eq!(at(&format!("<a:t>{title}</a:t>")), 1, "{chart}");
        assert_eq!(at("<c:title><c:tx><c:strRef>"), 0, "no title is a reference");
        assert_eq!(at(&format!("<c:cat><c:numRef><c:f>'Usage graph'!$F${rows}</c:f>")), 2, "{chart}");
        assert_eq!(at("<c:tx><c:strRef><c:f>'Usage graph'!$D$1</c:f>"), 1);
        assert_eq!(at("<c:tx><c:strRef><c:f>'Usage graph'!$E$1</c:f>"), 1);
        assert_eq!(at(r#"<c:numFmt formatCode="yyyy-mm-dd hh:mm" sourceLinked="0"/>"#), 1);
        assert_eq!(at(r#"<c:legendPos val="b"/>"#), 1);
        assert_eq!(at("<a:t>Joins per minute</a:t>"), 1);
        assert_eq!(at("<a:t>Start Date and Time (yyyy-mm-dd hh:mm)</a:t>"), 1);
        assert_eq!((at("<c:dateAx>"), at("<c:auto ")), (0, 0), "minutes are no days");
        for fact in [
            "12436D",
            "F46A25",
            r#"<a:prstDash val="dash"/>"#,
            r#"symbol val="circle""#,
            r#"symbol val="square""#,
        ] {
            assert!(at(fact) > 0, "{fact} in {chart}");
        }
    }
}

#[test]
fn no_title_becomes_a_reference_or_breaks_the_file() {
    for title in [
        "=A1",
        "=(1)",
        "=[x]y!A1",
        "=Sheet!A1",
        "Sheet!$A$1:$B$2",
        "'a'!A1",
        "!A1",
        "a!b!C3",
        "x\u{0}\u{1}y",
        "",
        "<a:t>&",
    ] {
        let table = graph(24);
        let spec = chart(vec![ChartGroup { title: title.to_owned(), first_row: 0, last_row: 23 }]);
        let bytes = workbook(&[&table], Some(&spec)).write().unwrap().bytes;
        let chart = part(&bytes, "xl/charts/chart1.xml");
        assert_eq!(chart.matches("<c:strRef>").count(), 2, "only the two lines' names: {title:?} {chart}");
        let shown = title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace(['\0', '\u{1}'], " ");
        assert!(chart.contains(&shown), "{chart}");
        assert!(!chart.contains("_x0001_") && !part(&bytes, "xl/drawings/drawing1.xml").contains('\u{1}'));
    }
}

#[test]
fn there_are_at_most_fifty_charts() {
    let table = graph(53 * 4);
    let spec = chart(groups(53 * 4, 4));
    let written = workbook(&[&table], Some(&spec)).write().unwrap();
    assert_eq!(written.charts_left_out, 3);
    assert!(!part(&written.bytes, "xl/charts/chart50.xml").is_empty());
    assert!(part(&written.bytes, "xl/charts/chart51.xml").is_empty());
}

#[test]
fn a_chart_ends_with_its_sheet() {
    let table = graph(24);
    let group = |first_row, last_row| ChartGroup { title: "Room".to_owned(), first_row, last_row };
    let spec = chart(vec![group(0, 5), group(6, 14), group(12, 23)]);
    let bytes = workbook(&[&table], Some(&spec)).write_with_rows(11).unwrap().bytes;
    for (chart, rows) in [
        (1, "'Usage graph'!$D$2:$D$7<"),
        (2, "'Usage graph'!$D$8:$D$11<"),
        (3, "'Usage graph (2)'!$D$4:$D$11<"),
    ] {
        let chart = part(&bytes, &format!("xl/charts/chart{chart}.xml"));
        assert!(chart.contains(rows), "{rows} in {chart}");
    }
    assert!(part(&bytes, "xl/worksheets/sheet2.xml").contains("<drawing "));
}

#[test]
fn a_chart_that_does_not_fit_its_table_is_refused() {
    let table = graph(24);
    let group = |first_row, last_row| ChartGroup { title: String::new(), first_row, last_row };
    let mut spec = chart(vec![group(0, 24)]);
    let refused = |spec: &ChartSpec<'_>| workbook(&[&table], Some(spec)).write().unwrap_err().to_string();
    assert_eq!(refused(&spec), "the graph of the workbook asks for row 24, but there are 24");
    spec.groups = vec![group(5, 4)];
    assert!(refused(&spec).contains("row 5"));
    spec.groups.clear();
    spec.value_columns = vec![6];
    assert!(refused(&spec).contains("column 6, but there are 6"));
    spec.sheet = 1;
    assert!(refused(&spec).contains("sheet 1, but there are 1"));
}

#[test]
fn the_document_names_title_and_given_time_and_nobody() {
    let table = graph(1);
    let sheets: [&dyn Table; 1] = [&table];
    for (created, want) in [
        (NOW, "2026-11-03T09:05:59Z"),
        (i64::MIN, "1900-01-01T00:00:00Z"),
        (i64::MAX, "9999-12-31T23:59:59Z"),
    ] {
        let bytes =
            Workbook { created, title: "A & B\u{1}", ..workbook(&sheets, None) }.write().unwrap().bytes;
        let core = part(&bytes, "docProps/core.xml");
        for fact in [
            format!(r#"<dcterms:created xsi:type="dcterms:W3CDTF">{want}</dcterms:created>"#),
            format!(r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{want}</dcterms:modified>"#),
            "<dc:title>A &amp; B</dc:title>".to_owned(),
            "<dc:creator></dc:creator>".to_owned(),
        ] {
            assert!(core.contains(&fact), "{fact} in {core}");
        }
    }
}

#[test]
fn equal_input_gives_equal_bytes() {
    let (one, two) =
        (graph(96), Rows { name: "T", columns: TEXTS, len: 50, row: |n| vec![text(&format!("={n}"))] });
    let spec = chart(groups(96, 24));
    let first = workbook(&[&one, &two], Some(&spec)).write().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(workbook(&[&one, &two], Some(&spec)).write().unwrap() == first);
    let mut zip = ::zip::ZipArchive::new(Cursor::new(&first.bytes)).unwrap();
    for index in 0..zip.len() {
        assert_eq!(zip.by_index(index).unwrap().last_modified(), Some(::zip::DateTime::default()));
    }
}
