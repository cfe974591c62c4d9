//! `adsum attendance`.

use crate::world::{LOG, REPORT, World, YEAR, names};
use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::Intake;
use adsum_core::log::Log;
use adsum_core::report::Options;
use adsum_core::time::Zone;

#[test]
fn writes_the_report_to_standard_output_and_the_sums_to_standard_error() {
    let world = World::with_log("attendance");
    let ran = world
        .run("attendance log.csv")
        .did(&["read 9 records: 8 used, 1 not used (the time cannot be read: 1)", "hint: --rejected FILE"]);
    assert_eq!(ran.out, REPORT);
    assert_eq!(world.run("attendance -o - log.csv").did(&[]).out, REPORT);
    assert_eq!(world.names(), ["log.csv"]);
}

#[test]
fn reads_standard_input() {
    let world = World::new("stdin");
    assert_eq!(world.run_on(LOG, "attendance -").did(&["read 9 records"]).out, REPORT);
}

/// A file that is large enough is read in parts, by several threads; standard input is not. In some of it a part may begin
/// anywhere between two lines, in some nearly every line break stands in quotes.
#[test]
fn a_large_log_is_the_same_read_in_parts() {
    let world = World::new("large");
    let plain = "Ada ".repeat(500);
    let quoted = format!("\"{}\"", "2026-03-02T09:00:00Z,joined,S,x,Ada\n".repeat(55));
    let mut log = String::from("time,event,session_id,user_id,display_name\n");
    for n in 0..22_000 {
        let name = if n / 4_000 % 2 == 0 { &plain } else { &quoted };
        let (minute, second) = (n / 60 % 60, n % 60);
        let kind = ["joined", "left", "chat", "came"][n / 700 % 4];
        log += &format!("2026-03-02T09:{minute:02}:{second:02}Z,{kind},S{},u{},{name}\n", n / 7_000, n % 600);
    }
    world.put("large.csv", &log);
    for command in ["attendance", "inspect"] {
        let in_parts = world.run(&format!("{command} large.csv")).did(&[]);
        let piped = world.run_on(&log, &format!("{command} -")).did(&[]);
        let renamed = |text: &str| text.replace("large.csv", "stdin");
        assert!(renamed(&in_parts.out) == piped.out, "{command}");
        assert!(renamed(&in_parts.err) == piped.err, "{command}: {}", in_parts.err);
    }
}

#[test]
fn many_logs_are_one() {
    let world = World::new("many");
    let (header, lines) = LOG.split_once('\n').unwrap();
    let mut args = String::from("attendance");
    for (n, line) in lines.lines().enumerate() {
        world.put(&format!("{n}.csv"), format!("{header}\n{line}\n"));
        args.insert_str("attendance".len(), &format!(" {n}.csv"));
    }
    assert_eq!(world.run(&args).did(&["read 9 records: 8 used, 1 not used"]).out, REPORT);
    // Whichever thread is first: positions are those of the files as they were named.
    let inspection = world.run(&args.replace("attendance", "inspect")).did(&[]).out;
    for _ in 0..5 {
        assert_eq!(world.run(&args.replace("attendance", "inspect")).did(&[]).out, inspection);
    }
}

#[test]
fn saves_a_file() {
    let world = World::with_log("saving");
    world.put("report.csv", "last week's");
    world.run("attendance -o report.csv log.csv").did(&["wrote report.csv: 3 rows", "read 9 records"]);
    assert_eq!(world.text("report.csv"), REPORT);
    world
        .run("attendance -o report.csv --csv spreadsheet log.csv")
        .did(&["1 text that looks like a formula"]);
    let marked = format!("\u{feff}{}", REPORT.replace("=Ben", "'=Ben"));
    assert_eq!(world.text("report.csv"), marked);
    assert_eq!(world.names(), ["log.csv", "report.csv"]);
}

#[test]
fn saves_in_a_folder() {
    let world = World::with_log("folder");
    world.run("attendance -o deep/reports/ --rejected deep/reports/not.csv log.csv").did(&[]);
    assert_eq!(names(&world.path("deep/reports")), ["attendance_2026-03-02_2026-03-09.csv", "not.csv"]);
    world.run("attendance -o deep --rejected deep log.csv").did(&[]);
    assert_eq!(
        names(&world.path("deep")),
        ["attendance_2026-03-02_2026-03-09.csv", "not-used.csv", "reports"]
    );
}

#[test]
fn a_year_is_split() {
    let world = World::new("split");
    world.put("year.csv", YEAR);
    world.run("attendance --split -o out.csv year.csv").did(&[
        "wrote out_2026-01-15_2026-07-14.csv: 1 row\n",
        "wrote out_2026-07-15_2026-12-01.csv: 1 row\n",
    ]);
    assert_eq!(world.names(), ["out_2026-01-15_2026-07-14.csv", "out_2026-07-15_2026-12-01.csv", "year.csv"]);
    assert!(world.text("out_2026-01-15_2026-07-14.csv").contains(",a,a,"));
    assert!(world.text("out_2026-07-15_2026-12-01.csv").contains(",b,b,"));
    world.run("attendance --split --from 2025-01-01 --to 2025-12-31 -o old/ year.csv").did(&[
        "no session began in this range (2025-01-01 to 2025-06-30); the log runs from 2026-01-15 09:00",
    ]);
    assert_eq!(names(&world.path("old")).len(), 2);
}

#[test]
fn choices_reach_the_report() {
    let world = World::with_log("choices");
    for (choice, rows, found) in [
        ("--from 2026-03-03", 1, "03/09/2026 08:56"),
        ("--to 2026-03-02", 2, "03/02/2026 08:55"),
        ("--time-zone Asia/Tokyo", 3, "03/02/2026 17:55"),
        ("--time-zone america/los_angeles --to 2026-03-01", 0, "SessionDate"),
        ("--log-time-zone Asia/Tokyo", 3, "03/02/2026 08:55"),
    ] {
        let ran = world.run(&format!("attendance {choice} log.csv")).did(&[]);
        assert_eq!(ran.out.lines().count(), rows + 1, "{choice}: {}", ran.out);
        assert!(ran.out.contains(found), "{choice}: {}", ran.out);
    }
    world.put("local.csv", LOG.replace("2026-03-02T08:55:00Z", "2026-03-02 17:55"));
    let ran = world.run("attendance --log-time-zone Asia/Tokyo local.csv").did(&[]);
    assert_eq!(ran.out, REPORT);
    let back = LOG.replace("2026-03-02T10:00:00Z,left", "2026-03-02T09:01:00Z,left")
        + "2026-03-02T09:02:00Z,joined,bio-1,w01,Cells,ada,Ada\n";
    world.put("back.csv", back);
    for (gap, rejoins) in [(59, "1"), (60, "0")] {
        let ran = world.run(&format!("attendance --rejoin-gap {gap} --to 2026-03-02 back.csv")).did(&[]);
        assert_eq!(ran.out.lines().nth(1).unwrap().rsplit(',').nth(2), Some(rejoins), "{}", ran.out);
    }
}

#[test]
fn an_empty_report_says_why() {
    let world = World::with_log("empty");
    world.put("nobody.csv", "time,event,session_id\n2026-03-02T09:00:00Z,room_opened,a\n");
    world.put("nothing.csv", "time,event,session_id\n");
    for (args, why) in [
        ("--from 2027-01-01 log.csv", "no session began in this range"),
        ("--to 2020-01-01 log.csv", "the log runs from 2026-03-02 08:55 to 2026-03-09 09:30"),
        ("nobody.csv", "nobody joined or tried to"),
        ("nothing.csv", "the log has no events"),
        ("--split --from 2027-01-01 log.csv -o out.csv", "no session began in this range"),
    ] {
        let ran = world.run(&format!("attendance {args}")).did(&["the report is empty: ", why]);
        assert!(ran.out.lines().count() <= 1, "{}", ran.out);
    }
}

#[test]
fn saves_what_was_not_used() {
    let world = World::with_log("rejected");
    let ran = world.run("attendance --rejected not.csv log.csv").did(&["wrote not.csv: 1 row"]);
    assert_eq!(ran.out, REPORT);
    assert!(!ran.err.contains("hint:"), "{}", ran.err);
    let saved = world.text("not.csv");
    assert!(
        saved.starts_with(
            "File,Line,Column,Field,Value,Reason,Hint,Record\r\nlog.csv,9,1,time,yesterday,the time"
        ),
        "{saved}"
    );
    // None: a table without rows, so that an old one does not mislead.
    world.put("good.csv", LOG.replace("yesterday", "2026-03-09T09:00:00Z"));
    world
        .run("attendance --rejected not.csv good.csv")
        .did(&["wrote not.csv: 0 rows", "read 9 records: 9 used\n"]);
    assert_eq!(world.text("not.csv").lines().count(), 1);
}

#[test]
fn the_bytes_are_the_core_s() {
    let world = World::new("bytes");
    world.run("sample classes -o classes.csv").did(&[]);
    for (name, flavour) in [("data", Flavour::Data), ("spreadsheet", Flavour::Spreadsheet)] {
        let mut intake = Intake::new("classes.csv");
        intake.push(world.text("classes.csv").as_bytes());
        let mut log = Log::default();
        log.add(intake.finish());
        let zone = Zone::named("Europe/Berlin").unwrap();
        let options = Options { zone, rejoin_gap: 60, ..Options::default() };
        let input = log.input(&options.answers).unwrap();
        let range = files::attendance_range(input, &options).unwrap();
        let mut bytes = Vec::new();
        files::attendance(input, &options, &range, flavour, &mut |part| bytes.extend_from_slice(part));
        let args = format!("attendance --csv {name} --time-zone Europe/Berlin --rejoin-gap 60 classes.csv");
        assert_eq!(world.run(&args).did(&[]).out.as_bytes(), bytes);
    }
}

#[test]
fn asks_what_a_file_leaves_open() {
    let world = World::new("asks");
    let row = "Ada,ada@uni.example,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60,No,No\n";
    let head = "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n";
    world.put("participants_981.csv", format!("{head}{row}"));
    let asked = world.run("attendance participants_981.csv");
    assert_eq!((asked.code, asked.out.as_str()), (1, ""));
    for text in
        ["nothing is guessed", "2026-03-04 09:00", "2026-04-03 09:00", "--date-order", "--log-time-zone"]
    {
        assert!(asked.err.contains(text), "{text} in {}", asked.err);
    }
    let half = world.run("attendance --date-order month-first participants_981.csv");
    assert!(half.code == 1 && !half.err.contains("--date-order"), "{}", half.err);
    let told = "attendance --date-order month-first --log-time-zone Asia/Tokyo participants_981.csv";
    assert!(world.run(told).did(&[]).out.contains("03/04/2026 00:00,03/04/2026 01:00,01:00:00"));

    world.put("list.csv", "Full Name\tUser Action\tTimestamp\nAda\tJoined\t13/3/2026, 09:00:00\n");
    let asked = world.run("attendance --log-time-zone UTC list.csv");
    assert!(asked.code == 1 && asked.err.contains("--ended"), "{}", asked.err);
    let told =
        world.run("attendance --log-time-zone UTC --ended list.csv=2026-03-13T09:30 list.csv").did(&[]);
    assert!(told.out.contains("03/13/2026 09:30,00:30:00"), "{}", told.out);
    assert_eq!(world.run("attendance --ended other.csv=last list.csv").code, 2);
}

#[test]
fn rows_and_columns_as_somebody_wants_them() {
    let world = World::with_log("view");
    for (args, expected) in [
        (
            "--columns nameofattendee,AttendeeTotalTimeInSession --sort AttendeeTotalTimeInSession:asc",
            "NameOfAttendee,AttendeeTotalTimeInSession\r\nCleo,00:33:50\r\n=Ben,00:40:00\r\nAda,01:03:50\r\n",
        ),
        (
            "--columns Username --sort NameOfAttendee:desc --where SessionName~CELL",
            "Username\r\ncleo\r\nada\r\nben\r\n",
        ),
        ("--columns NameOfAttendee --search 00:40", "NameOfAttendee\r\n=Ben\r\n"),
        ("--columns NameOfAttendee --where NameOfAttendee=ada", "NameOfAttendee\r\n"),
    ] {
        assert_eq!(world.run(&format!("attendance {args} log.csv")).did(&[]).out, expected, "{args}");
    }
    for args in ["--sort Name", "--columns Username,Nobody", "--where Username", "--where Nobody=x"] {
        let ran = world.run(&format!("attendance {args} log.csv"));
        assert!(ran.code == 2 && ran.out.is_empty(), "{args}: {}", ran.err);
    }
}
