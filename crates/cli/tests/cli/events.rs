//! `adsum events`, and what is said of single files.

use crate::world::{LOG, REPORT, World};

const ZOOM: &str = "\
Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n\
Ana,ana@x.edu,3/4/2026 09:00:00 AM,3/4/2026 10:00:00 AM,60\n";

#[test]
fn the_events_give_the_same_report() {
    let world = World::with_log("events");
    world.run("events log.csv -o events.csv").did(&["wrote events.csv: 8 rows", "read 9 records"]);
    assert_eq!(world.run("attendance events.csv").did(&["8 used"]).out, REPORT);
    assert_eq!(world.run_on(LOG, "events -").did(&[]).out, world.text("events.csv"));
    world.run("events log.csv -o log.csv").ended(2, &["would be overwritten"]);
}

#[test]
fn a_single_file_has_another_clock_and_order() {
    let world = World::new("single");
    world.put("a.csv", ZOOM);
    world.put("b.csv", ZOOM.replace("Ana,ana", "Bo,bo"));
    let told = "--log-time-zone UTC --log-time-zone b.csv=Asia/Tokyo --date-order day-first --date-order b.csv=month-first";
    let out = world.run(&format!("events {told} a.csv b.csv")).did(&[]).out;
    assert!(
        out.contains("2026-04-03T09:00:00Z,joined,a") && out.contains("2026-03-04T00:00:00Z,joined,b"),
        "{out}"
    );
    let shown = world.run(&format!("inspect {told} a.csv b.csv")).did(&[]).out;
    for text in ["The day (a.csv), The month (b.csv)", "UTC (a.csv), Asia/Tokyo (b.csv)"] {
        assert!(shown.contains(text), "{shown}");
    }
    world.put("log.csv", LOG);
    world.run("attendance --log-time-zone log.csv=UTC log.csv").ended(2, &["is an event log"]);
    world.run("attendance --log-time-zone UTC --log-time-zone UTC a.csv").ended(2, &["more than once"]);
}

#[test]
fn what_a_name_and_a_file_tell_is_offered() {
    let world = World::new("offered");
    world.put(
        "Seminar_2026-03-04.csv",
        "Name,Email,Duration,Time joined,Time exited\nAna,,58 min,09:02,10:00\n",
    );
    world.put("list.csv", "Full Name,User Action,Timestamp\nAda,Joined,2026-03-13 09:00:00\n");
    world
        .run("attendance --log-time-zone UTC Seminar_2026-03-04.csv")
        .ended(1, &["--day Seminar_2026-03-04.csv=2026-03-04"]);
    world.run("attendance --log-time-zone UTC list.csv").ended(1, &["the file was last saved at", "(UTC)"]);
}
