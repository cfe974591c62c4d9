//! `--for`, `--pseudonyms`, `--suppress`.

use crate::world::World;
use std::fs;

const SEED: &str = "--seed 000102030405060708090a0b0c0d0e0f";
/// What the log's people are known by.
const KNOWN: [&str; 4] = ["Ada", "Ben", "ada@", "ben@"];
const LOG: &str = "\
time,event,session_id,session_name,session_owner,user_id,display_name,email,country
2026-03-02T09:00:00Z,joined,bio,Biology,Ada Low,u-1,Ada Low,ada@uni.example,PT
2026-03-02T09:01:00Z,joined,bio,Biology,Ada Low,u-2,Ben Oh,ben@uni.example,ES
2026-03-02T09:30:00Z,left,bio,Biology,Ada Low,u-2,Ben Oh,ben@uni.example,ES
2026-03-02T10:00:00Z,left,bio,Biology,Ada Low,u-1,Ada Low,ada@uni.example,PT
";

fn world(name: &str) -> World {
    let world = World::new(name);
    world.put("log.csv", LOG);
    world
}

/// The cells of a simple CSV file.
fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn a_committee_gets_pseudonyms_and_the_key_stays_apart() {
    let world = world("share-committee");
    let args = format!("attendance log.csv -o out.csv --for committee --pseudonyms key.csv {SEED}");
    world.run(&args).did(&["pseudonymised: still personal data", "keep it apart"]);
    let report = world.text("out.csv");
    assert!(KNOWN.iter().all(|known| !report.contains(known)), "{report}");
    let report = rows(&report);
    let head = "SessionDate,SessionName,SessionIdentifier,SessionInstanceIdentifer,NameOfAttendee,AttendeeRole,\
                AttendeeTotalTimeInSession,AttendeeTotalRejoins";
    assert_eq!(report[0].join(","), head);
    assert_eq!(report.len(), 3);
    assert!(report[1][4] < report[2][4] && report[1][4].starts_with("P-"), "{report:?}");

    let key = rows(&world.text("key.csv"));
    assert_eq!(key[0].join(","), "Pseudonym,Field,Text");
    assert_eq!(key.last().unwrap()[1..].join(","), "seed,000102030405060708090a0b0c0d0e0f");
    let code = |text: &str| key.iter().find(|row| row[2] == text).map(|row| row[0].clone());
    assert_eq!(code("ada@uni.example"), code("Ada Low"));
    assert_eq!(code("ada@uni.example"), code("u-1"));
    let ada = report.iter().find(|row| Some(&row[4]) == code("u-1").as_ref()).unwrap();
    assert_eq!(ada[6], "01:00:00");

    // The workbook has the same pseudonyms, and both are the same bytes another time.
    world.run(&format!("smart-sessions log.csv -o sheets/ --for committee {SEED}")).did(&[]);
    let usage = world.text("sheets/Usage (detailed view) (pseudonymised).csv");
    assert!(
        usage.contains(&code("u-1").unwrap()) && KNOWN.iter().all(|known| !usage.contains(known)),
        "{usage}"
    );
    assert!(!world.path("sheets/User level engagement (bubble) (pseudonymised).csv").exists());
    let before = world.text("out.csv");
    world.run(&args).did(&[]);
    assert_eq!(world.text("out.csv"), before);
    // Without a seed it is random.
    world.run("attendance log.csv -o other.csv --for committee").did(&[]);
    world.run("attendance log.csv -o third.csv --for committee").did(&[]);
    assert_ne!(world.text("other.csv"), world.text("third.csv"));
    for folder in [false, true] {
        let to = if folder { "folder/" } else { "book.xlsx" };
        world.run(&format!("smart-sessions log.csv -o {to} --for public {SEED}")).did(&[]);
    }
    let again = fs::read(world.path("book.xlsx")).unwrap();
    world.run(&format!("smart-sessions log.csv -o book.xlsx --for public {SEED}")).did(&[]);
    assert_eq!(fs::read(world.path("book.xlsx")).unwrap(), again);
    // Two people are too few to tell where they are from.
    let countries = world.text("folder/User by countries (pseudonymised).csv");
    assert_eq!(rows(&countries)[1][1..], ["Biology", "Y", "withheld", "withheld"]);
}

#[test]
fn what_goes_out_can_be_chosen() {
    let world = world("share-chosen");
    world
        .run("attendance log.csv -o out.csv --for registrar --columns NameOfAttendee,EmailOfAttendee")
        .did(&[]);
    let report = world.text("out.csv");
    assert_eq!(report.lines().next(), Some("NameOfAttendee,EmailOfAttendee"));
    assert!(report.contains("Ada Low,ada@uni.example"), "{report}");
    // For oneself, too, with everything.
    world.run(&format!("attendance log.csv -o own.csv --pseudonyms key.csv {SEED}")).did(&[]);
    let own = world.text("own.csv");
    assert_eq!(rows(&own)[0].len(), 20);
    assert!(KNOWN.iter().all(|known| !own.contains(known)), "{own}");
    world.run("smart-sessions log.csv -o sheets/ --suppress 2").did(&[]);
    let countries = world.text("sheets/User by countries.csv");
    assert_eq!(countries.matches("withheld").count(), 4, "{countries}");
    world.run("smart-sessions log.csv -o plain/ --for committee --suppress 0").did(&[]);
    let countries = world.text("plain/User by countries (pseudonymised).csv");
    assert!(countries.contains("Biology,Y,ES,1"), "{countries}");
}

#[test]
fn what_goes_out_has_a_receipt_that_names_nobody() {
    let world = world("share-receipt");
    world.put("Ada.csv", LOG);
    world.put(
        "who.json",
        r#"{"adsum": "aliases", "version": 1, "people": [{"is": [{"field": "user_id", "value": "u-1"}, {"field": "user_id", "value": "u-2"}]}]}"#,
    );
    let shared = "--for committee --pseudonyms key.csv --receipt";
    world
        .run(&format!("attendance Ada.csv -o out.csv --columns SessionName,NameOfAttendee {shared}"))
        .did(&[]);
    world.run(&format!("smart-sessions Ada.csv -o book.xlsx --suppress 3 {shared}")).did(&[]);
    world.run(&format!("smart-sessions Ada.csv -o sheets/ {shared}")).did(&[]);
    let receipt = world.text("out.csv.receipt.json");
    let known = KNOWN.iter().any(|known| receipt.contains(known));
    assert!(!known && receipt.contains("\"for\": \"committee\""), "{receipt}");
    // Each has random pseudonyms of its own, and so has the key: of the last one.
    let sheet = "sheets/User by countries (pseudonymised).csv";
    let verify = ["verify", &format!("{sheet}.receipt.json"), "Ada.csv", sheet, "--seed", "key.csv"];
    world.run_with("", verify).did(&[]);
    let ran = world.run("verify out.csv.receipt.json Ada.csv out.csv --seed key.csv");
    assert!(ran.code == 1 && ran.err.contains("without their seed"), "{ran:?}");
    let ran = world.run("verify out.csv.receipt.json Ada.csv out.csv");
    assert!(ran.code == 1 && ran.err.contains("without their seed"), "{ran:?}");
    for (args, report) in [("attendance", "own.csv"), ("smart-sessions", "own.xlsx")] {
        let how = format!("--aliases who.json --for public --suppress 3 --receipt {SEED}");
        world.run(&format!("{args} Ada.csv -o {report} {how}")).did(&[]);
        let receipt = world.text(&format!("{report}.receipt.json"));
        assert!(!receipt.contains("u-1") && !receipt.contains("00010203"), "{receipt}");
        let verify = format!("verify {report}.receipt.json Ada.csv {report} {SEED}");
        let ran = world.run(&verify);
        assert!(ran.code == 1 && ran.err.contains("alias file"), "{ran:?}");
        world.run(&format!("{verify} --aliases who.json")).did(&[]);
    }
    // By name, the receipt is as any other.
    world.run("attendance Ada.csv -o named.csv --for registrar --receipt").did(&[]);
    world.run("verify named.csv.receipt.json Ada.csv named.csv").did(&[]);
}

#[test]
fn who_is_in_a_bubble_stays_while_counts_are_withheld() {
    let world = world("share-bubbles");
    world.put("log.csv", format!("{LOG}2026-03-02T09:10:00Z,bubble_joined,bio,,,u-1,,,\n"));
    world.run("smart-sessions log.csv -o all/ --suppress 2").did(&[]);
    assert!(!world.path("all/User level engagement (bubble).csv").exists());
    world.run("smart-sessions log.csv -o all/ --suppress 1 --pseudonyms key.csv").did(&[]);
    assert!(world.path("all/User level engagement (bubble) (pseudonymised).csv").exists());
}

#[test]
fn what_goes_against_it_is_refused() {
    let world = world("share-refused");
    for args in [
        "--for committee --sort AttendeeTotalTimeInSession",
        "--for committee --where SessionName=Biology",
        "--seed 000102030405060708090a0b0c0d0e0f",
        "--for committee --seed 12",
        "--for everybody",
        "--pseudonyms log.csv",
        "--pseudonyms out.csv",
    ] {
        let ran = world.run(&format!("attendance log.csv -o out.csv {args}"));
        assert_eq!(ran.code, 2, "{args}: {ran:?}");
    }
    assert_eq!(world.names(), ["log.csv"]);
    assert_eq!(world.text("log.csv"), LOG);
}
