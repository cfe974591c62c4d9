//! Exit codes and messages.

use crate::world::{LOG, World, YEAR};

#[test]
fn what_makes_no_sense_ends_with_2_and_says_what_does() {
    let world = World::with_log("usage");
    for (args, said) in [
        ("", "Usage: adsum <COMMAND>"),
        ("atendance log.csv", "attendance"),
        ("attendance", "<LOG>"),
        ("attendance --from 03/02/2026 log.csv", "year-month-day, for example 2026-03-02"),
        ("attendance --to 2026-02-30 log.csv", "year-month-day, for example 2026-03-02"),
        (
            "attendance --from 2026-03-02 --to 2026-03-01 log.csv",
            "ends (2026-03-01) before it begins (2026-03-02)",
        ),
        ("attendance --time-zone Berlin log.csv", "did you mean Europe/Berlin?"),
        ("attendance --log-time-zone europe/berln log.csv", "Europe/Berlin"),
        ("attendance --time-zone Middle-earth log.csv", "Europe/Berlin, America/New_York and so on"),
        ("attendance --rejoin-gap soon log.csv", "soon"),
        ("attendance --csv excel log.csv", "[possible values: spreadsheet, data]"),
        ("attendance --split log.csv", "Add -o FILE.csv"),
        ("attendance --split -o - log.csv", "Add -o FILE.csv"),
        ("attendance -o report.xlsx log.csv", "the attendance report is CSV"),
        ("attendance --rejected - log.csv", "--rejected needs the name of a file"),
        ("attendance - -", "can be read only once"),
        ("smart-sessions log.csv", "--output"),
        ("smart-sessions -o report.csv log.csv", "-o FILE.xlsx"),
        ("smart-sessions -o - log.csv", "-o FOLDER/"),
        ("smart-sessions --from 2026-03-02 --to 2026-03-01 -o r.xlsx log.csv", "before it begins"),
        ("inspect --from 2026-03-02 log.csv", "--from"),
        ("sample", "<classes|event>"),
        ("sample lectures", "classes, event"),
        ("sample classes --size big", "500000, 500k, 100M or 2G"),
    ] {
        let ran = world.run(args).ended(2, &[said]);
        assert_eq!(ran.out, "", "adsum {args}");
    }
    assert_eq!(world.names(), ["log.csv"]);
}

#[test]
fn what_cannot_be_done_ends_with_1_and_says_why() {
    let world = World::with_log("failing");
    world.put("year.csv", YEAR);
    world.put("people.csv", "name,age\nAda,36\n");
    world.put("empty.csv", "");
    world.put("table.xlsx", b"PK\x03\x04\x14\0\x08\0\xff\xfe");
    for (args, said) in [
        ("attendance missing.csv", "missing.csv could not be read: there is no such file"),
        ("attendance log.csv missing.csv", "missing.csv"),
        ("attendance logs/*.csv", "The * was not replaced by file names"),
        ("attendance .", ". is a folder"),
        ("attendance people.csv", "has no columns named `time` and `event`, but: name, age"),
        ("attendance empty.csv", "the file is empty"),
        ("attendance table.xlsx", "table.xlsx is not used: it is damaged or was cut off"),
        ("attendance people.csv empty.csv", "none of the files is a log"),
        ("inspect people.csv", "the file is no log"),
        ("attendance year.csv", "2026-01-15 to 2026-12-01 is longer than the 6 months"),
        ("attendance year.csv", "Add --split"),
        // Known before the log is read.
        ("attendance --from 2026-01-01 --to 2026-12-31 missing.csv", "2026-01-01 to 2026-12-31 is longer"),
        ("attendance log.csv -o nowhere/report.csv", "there is no folder nowhere"),
        ("attendance log.csv -o log.csv/", "a file has the folder's name"),
        ("attendance log.csv --rejected nowhere/rejected.csv", "there is no folder nowhere"),
        ("sample classes -o nowhere/classes.csv", "there is no folder nowhere"),
    ] {
        world.run(args).ended(1, &["error: ", said]);
    }
    assert_eq!(world.names(), ["empty.csv", "log.csv", "people.csv", "table.xlsx", "year.csv"]);
}

#[test]
fn a_file_that_is_no_log_is_left_out_with_a_warning() {
    let world = World::with_log("no-log");
    world.put("people.csv", "name,age\nAda,36\n");
    let warning = "warning: people.csv is not used: the first line has no columns named `time` and `event`";
    let ran = world.run("attendance people.csv log.csv").did(&[warning, "read 9 records: 8 used"]);
    assert_eq!(ran.out, crate::world::REPORT);
}

#[test]
fn help_is_there_for_every_command() {
    let world = World::new("help");
    for (args, said) in [
        ("--help", "adsum sample classes -o classes.csv"),
        ("attendance --help", "Examples:"),
        ("smart-sessions --help", "adsum smart-sessions summit.ndjson -o summit.xlsx"),
        ("inspect --help", "adsum inspect --json log.csv"),
        ("sample --help", "adsum sample event -o summit.ndjson"),
        ("--version", env!("CARGO_PKG_VERSION")),
    ] {
        let ran = world.run(args).did(&[]);
        assert!(ran.out.contains(said), "adsum {args}: {}", ran.out);
        assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "adsum {args}: {}", ran.out);
    }
}

#[test]
fn names_and_values_cannot_steer_the_terminal() {
    let world = World::new("terminal");
    world.put("evil\u{1b}[2J.csv", "na\u{202e}me,\u{1b}[31mage\nAda,36\n");
    world.put("log.csv", LOG.replace("yesterday", "yester\u{1b}]0;x\u{7}day\u{202e}"));
    for command in ["attendance", "inspect", "inspect --json"] {
        let args = command.split(' ').chain(["evil\u{1b}[2J.csv", "log.csv"]);
        let ran = world.run_with("", args).did(&[]);
        for text in [ran.out, ran.err] {
            let unsafe_ones = ['\u{1b}', '\u{7}', '\u{202e}'];
            assert!(!text.contains(unsafe_ones), "adsum {command}: {text:?}");
        }
    }
}
