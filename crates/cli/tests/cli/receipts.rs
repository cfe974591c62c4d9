//! `--receipt` and `adsum verify`.

use crate::world::World;
use std::fs;

const CHOICES: &str = "--from 2026-03-01 --to 2026-03-31 --time-zone Europe/Berlin --rejoin-gap 60 --join-restarts \
                       --log-time-zone Asia/Tokyo --csv spreadsheet";

const RECEIPT: &str = r#"{
  "adsum": "receipt",
  "version": 1,
  "made_by": "0.1.0",
  "report": "attendance",
  "name": "report.csv",
  "bytes": BYTES,
  "sha256": "SHA",
  "inputs": [
    {
      "name": "log.csv",
      "bytes": 648,
      "sha256": "LOG",
      "holds": [
        {
          "name": "log.csv",
          "taken_for": "native-csv",
          "read": 9,
          "used": 8,
          "rejected": 1
        }
      ]
    }
  ],
  "options": {
    "from": "2026-03-01",
    "to": "2026-03-31",
    "time_zone": "Europe/Berlin",
    "rejoin_gap": 60,
    "csv": "spreadsheet",
    "log_time_zone": "Asia/Tokyo",
    "join_restarts": true
  }
}
"#;

/// The SHA-256 of a file, by the system's own program.
fn sha256(world: &World, name: &str) -> String {
    let ran = std::process::Command::new("sha256sum").arg(world.path(name)).output().unwrap();
    String::from_utf8(ran.stdout).unwrap()[..64].to_owned()
}

#[test]
fn a_receipt_says_of_what_a_report_was_made_and_verify_makes_it_again() {
    let world = World::with_log("receipt");
    world
        .run(&format!("attendance log.csv -o report.csv --receipt {CHOICES}"))
        .did(&["wrote report.csv.receipt.json"]);
    let expected = RECEIPT
        .replace("BYTES", &world.text("report.csv").len().to_string())
        .replace("SHA", &sha256(&world, "report.csv"))
        .replace("LOG", &sha256(&world, "log.csv"))
        .replace("648", &world.text("log.csv").len().to_string());
    assert_eq!(world.text("report.csv.receipt.json"), expected);

    // Whatever the files are called now.
    world.put("renamed", world.text("log.csv"));
    for files in ["log.csv", "renamed report.csv", "report.csv log.csv"] {
        let ran = world.run(&format!("verify report.csv.receipt.json {files}")).did(&[]);
        assert!(ran.out.contains("same     the report made again"), "{}", ran.out);
        assert!(!ran.out.contains("DIFFERS"), "{}", ran.out);
    }
}

#[test]
fn a_part_of_a_report_has_no_receipt() {
    let world = World::with_log("receipt-of-part");
    world
        .run("attendance log.csv -o report.csv --receipt --sort AttendeeTotalTimeInSession")
        .ended(2, &["--receipt is of the whole report"]);
    assert_eq!(world.names(), ["log.csv"]);
}

#[test]
fn what_differs_is_told() {
    let world = World::with_log("receipt-differs");
    world.put("other.csv", world.text("log.csv").replace("Ada", "Eve"));
    world.put("empty.csv", "");
    world.run("attendance log.csv -o report.csv --receipt").did(&[]);
    let fails = |args: &str, said: &[&str]| {
        let ran = world.run(&format!("verify report.csv.receipt.json {args}"));
        assert_eq!(ran.code, 1, "{args}: {ran:?}");
        for said in said {
            assert!(ran.out.contains(said), "{args}: {said:?} is not said: {}", ran.out);
        }
    };
    fails("other.csv", &["DIFFERS  other.csv", "which is none of the files", "log.csv: ", "is missing"]);
    fails(
        "log.csv empty.csv",
        &["same     log.csv", "DIFFERS  empty.csv: 0 bytes", "same     the report made again"],
    );
    fails("report.csv", &["as it was saved", "is missing"]);
    world.put("report.csv", world.text("report.csv").replace("Ada", "Eve"));
    fails("log.csv report.csv", &["DIFFERS  report.csv", "not the report as it was saved"]);

    // A receipt that says something else than is so.
    let receipt = world.text("report.csv.receipt.json");
    world.put("report.csv.receipt.json", receipt.replace("\"used\": 8", "\"used\": 9"));
    fails("log.csv", &["DIFFERS  log.csv: other records are used of it"]);
    world.put(
        "report.csv.receipt.json",
        receipt.replace("\"rejoin_gap\": 0", "\"rejoin_gap\": 0, \"csv\": \"x\""),
    );
    assert_eq!(world.run("verify report.csv.receipt.json log.csv").code, 1);
    for (wrong, right) in
        [("\"UTC\"", "\"Mars\""), ("\"version\": 1", "\"version\": 2"), ("\"receipt\"", "\"mapping\"")]
    {
        world.put("report.csv.receipt.json", receipt.replace(wrong, right));
        let ran = world.run("verify report.csv.receipt.json log.csv");
        assert!(ran.code == 1 && ran.err.contains("cannot be gone by"), "{ran:?}");
    }
}

#[test]
fn sheets_workbooks_and_mapped_tables_have_receipts_too() {
    let world = World::with_log("receipt-sheets");
    world.run("smart-sessions log.csv -o book.xlsx --receipt").did(&["wrote book.xlsx.receipt.json"]);
    world.run("verify book.xlsx.receipt.json log.csv book.xlsx").did(&[]);
    world.run("smart-sessions log.csv -o sheets/ --receipt").did(&[]);
    world.run_with("", ["verify", "sheets/Usage graph.csv.receipt.json", "log.csv"]).did(&[]);
    world.put(
        "table.csv",
        "Student,In,Out\nAda,3/4/2026 9:00,3/4/2026 10:00\nBen,3/4/2026 9:00,3/4/2026 9:30\n",
    );
    world.put(
        "map.json",
        r#"{"adsum": "mapping", "version": 1, "columns": {"name": "Student", "join": "In", "leave": "Out"}}"#,
    );
    let told = "--log-time-zone UTC --date-order day-first";
    for logs in ["table.csv --mapping map.json", "table.csv map.json"] {
        world.run(&format!("attendance {logs} -o mapped.csv --receipt {told}")).did(&[]);
        let files = if logs.contains("--") { "table.csv" } else { "map.json table.csv" };
        world.run(&format!("verify mapped.csv.receipt.json {files}")).did(&[]);
    }
}

#[test]
fn what_is_read_within_higher_limits_is_so_again() {
    let world = World::with_log("receipt-limits");
    let report = include_str!("../../../../tests/corpus/graph/v1.0/report/report.json");
    world.put("long.json", format!("{report}{}", " ".repeat(64 << 20)));
    world.run("attendance long.json -o report.csv").ended(1, &["longer than 64 MiB", "--limits=10"]);
    world.run("attendance long.json -o report.csv --receipt --limits 10").did(&[]);
    let receipt = world.text("report.csv.receipt.json");
    assert!(receipt.contains("\"limits\": 10"), "{receipt}");
    world.run("verify report.csv.receipt.json long.json").did(&[]);
    world.put("report.csv.receipt.json", receipt.replace("\"limits\": 10", "\"limits\": 1"));
    assert_eq!(world.run("verify report.csv.receipt.json long.json").code, 1);
    world.put("report.csv.receipt.json", receipt.replace("\"limits\": 10", "\"limits\": 0"));
    world.run("verify report.csv.receipt.json long.json").ended(1, &["from 1 to 100"]);
    world.run("attendance long.json --limits 0").ended(2, &["from 1 to 100"]);
    world.run("attendance long.json --limits log.csv=2").ended(2, &["none of the logs"]);
}

#[test]
fn a_receipt_needs_files() {
    let world = World::with_log("receipt-files");
    assert_eq!(world.run("attendance log.csv --receipt").code, 2);
    assert_eq!(world.run("attendance - -o report.csv --receipt").code, 2);
    assert_eq!(world.run("verify log.csv log.csv").code, 1);
    assert_eq!(world.run("verify none.json log.csv").code, 1);
}

#[test]
fn a_workbook_can_say_itself_how_it_was_made() {
    let world = World::with_log("receipt-about");
    world.run("smart-sessions log.csv -o plain.xlsx").did(&[]);
    world.run("smart-sessions log.csv -o book.xlsx --about --receipt --log-time-zone Asia/Tokyo").did(&[]);
    assert!(world.text("book.xlsx.receipt.json").contains("\"about\": true"));
    world.run("verify book.xlsx.receipt.json log.csv book.xlsx").did(&[]);
    assert!(fs::read(world.path("book.xlsx")).unwrap() != fs::read(world.path("plain.xlsx")).unwrap());
    // It is part of what is made again.
    let receipt = world.text("book.xlsx.receipt.json");
    world.put("book.xlsx.receipt.json", receipt.replace("\"about\": true", "\"about\": false"));
    assert_eq!(world.run("verify book.xlsx.receipt.json log.csv").code, 1);
    // A sheet in CSV has no last sheet, and standard input no name.
    assert_eq!(world.run("smart-sessions log.csv -o sheets/ --about").code, 2);
    assert_eq!(world.run("smart-sessions - -o book.xlsx --about").code, 2);
}
