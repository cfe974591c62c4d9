//! `adsum smart-sessions`.

use crate::world::{World, YEAR, names};
use std::fs;

const SHEETS: [&str; 7] = [
    "High Level (detailed view).csv",
    "Usage (detailed view).csv",
    "Usage graph.csv",
    "User by countries.csv",
    "User engagement (high level).csv",
    "User level engagement (bubble).csv",
    "User level engagement (teleport).csv",
];

#[test]
fn saves_a_workbook_of_equal_bytes() {
    let world = World::with_log("workbook");
    world.run("smart-sessions log.csv -o one.xlsx").did(&["wrote one.xlsx: ", "read 9 records: 8 used"]);
    world.run("smart-sessions log.csv -o two.XLSX --csv spreadsheet").did(&[]);
    let [one, two] = ["one.xlsx", "two.XLSX"].map(|name| fs::read(world.path(name)).unwrap());
    assert!(one.starts_with(b"PK"));
    assert_eq!(one, two);
}

#[test]
fn saves_a_csv_file_a_sheet() {
    let world = World::with_log("sheets");
    world
        .run("smart-sessions log.csv -o sheets/")
        .did(&["wrote sheets/High Level (detailed view).csv: 1 row\n"]);
    assert_eq!(names(&world.path("sheets")), SHEETS);
    let usage = world.text("sheets/Usage (detailed view).csv");
    assert!(
        usage.starts_with("Event id/short-code,Room name,Privacy (Y/N),User id,Attendee,Count of entry\r\n")
    );
    assert!(usage.contains(",Cells,Y,ben,=Ben,1\r\n"), "{usage}");
    // The folder is there now: no slash is needed.
    world.run("smart-sessions log.csv -o sheets --csv spreadsheet").did(&["formula"]);
    assert!(world.text("sheets/Usage (detailed view).csv").contains(",'=Ben,"));
    assert_eq!(world.names(), ["log.csv", "sheets"]);
}

#[test]
fn any_length_and_split() {
    let world = World::new("smart-split");
    world.put("year.csv", YEAR);
    world.run("smart-sessions year.csv -o year.xlsx").did(&[]);
    world.run("smart-sessions --split year.csv -o year.xlsx").did(&[]);
    world.run("smart-sessions --split year.csv -o year/").did(&[]);
    let parts = ["2026-01-15_2026-07-14", "2026-07-15_2026-12-01"];
    let workbooks = parts.map(|part| format!("year_{part}.xlsx"));
    assert_eq!(world.names(), ["year", "year.csv", "year.xlsx", &workbooks[0], &workbooks[1]]);
    assert_eq!(names(&world.path("year")), parts);
    assert_eq!(names(&world.path("year").join(parts[1])), SHEETS);
}

#[test]
fn an_empty_report_says_why() {
    let world = World::with_log("smart-empty");
    for target in ["-o out.xlsx", "-o out/"] {
        let args = format!("smart-sessions --from 2030-01-01 log.csv {target}");
        world.run(&args).did(&["the report is empty: nothing happened in this range"]);
    }
}

#[test]
fn one_sheet_as_somebody_wants_it() {
    let world = World::with_log("one-sheet");
    world.run("smart-sessions log.csv -o sheets/").did(&[]);
    let whole = world.text("sheets/Usage (detailed view).csv");
    assert_eq!(world.run("smart-sessions --sheet 4 log.csv").did(&[]).out, whole);
    world.run("smart-sessions --sheet usage-detailed log.csv -o one.csv").did(&["wrote one.csv: "]);
    assert_eq!(world.text("one.csv"), whole);
    for (args, expected) in [
        ("--columns Attendee --sort Attendee:desc", "Attendee\r\nCleo\r\nAda\r\n=Ben\r\n"),
        ("--columns Attendee --search ben", "Attendee\r\n=Ben\r\n"),
    ] {
        assert_eq!(world.run(&format!("smart-sessions --sheet 4 {args} log.csv")).did(&[]).out, expected);
    }
    for args in [
        "--sort Attendee -o out.xlsx",
        "--sheet 4 -o out.xlsx",
        "--sheet 4 --about -o out.csv",
        "--sheet 4 --for public -o out.csv",
        "--sheet 4 --sort Attendee --receipt -o out.csv",
        "--sheet 4 --split",
        "--sheet 4 --sort NameOfAttendee",
    ] {
        let ran = world.run(&format!("smart-sessions {args} log.csv"));
        assert!(ran.code == 2 && ran.out.is_empty(), "{args}: {}", ran.err);
    }
    world.run("smart-sessions --sheet 4 --receipt -o kept.csv log.csv").did(&["wrote kept.csv"]);
    world.run("verify kept.csv.receipt.json log.csv kept.csv").did(&[]);
}
