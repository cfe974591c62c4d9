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
