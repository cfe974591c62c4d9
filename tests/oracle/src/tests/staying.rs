//! Stays, netting, duplicates, the rejoin gap, joins and leaves that miss each other.

use super::{attendance_rows, log, utc};
use crate::{Notes, Options, notes};

/// A log of one attendee in one occurrence on 2026-03-02: `j` or `l`, a clock, and a connection, as in
/// `j 09:00:00 c1`; `c` and a clock is the room's closing.
fn moves(text: &str) -> String {
    let mut csv = "time,event,session_id,user_id,connection_id\n".to_owned();
    for line in text.split(", ") {
        let parts: Vec<&str> = line.split(' ').collect();
        let (event, who) = match parts[0] {
            "j" => ("joined", "u"),
            "l" => ("left", "u"),
            _ => ("room_closed", ""),
        };
        csv += &format!("2026-03-02T{}Z,{event},s,{who},{}\n", parts[1], parts.get(2).unwrap_or(&""));
    }
    csv
}

/// First join, last leave, total and rejoins, with a rejoin gap.
fn stayed_with_gap(text: &str, rejoin_gap: u32) -> String {
    let rows = attendance_rows(&moves(text), &Options { rejoin_gap, ..utc() });
    assert_eq!(rows.len(), 1);
    let fields: Vec<&str> = rows[0].split(',').collect();
    fields[14..18].join(",").replace("03/02/2026 ", "")
}

fn stayed(text: &str) -> String {
    stayed_with_gap(text, 0)
}

fn noted(text: &str) -> (usize, usize, usize) {
    let Notes { duplicates, joins_without_leave, leaves_without_join } = notes(&log(&moves(text)), &utc());
    (duplicates, joins_without_leave, leaves_without_join)
}

#[test]
fn stays() {
    assert_eq!(stayed("j 09:00:10, l 10:01:15"), "09:00,10:01,01:01:05,0");
    assert_eq!(stayed("j 09:00:00, l 09:10:00, j 09:20:00, l 09:30:30"), "09:00,09:30,00:20:30,1");
    // Two devices at once are one stay.
    assert_eq!(stayed("j 09:00:00 a, j 09:05:00 b, l 09:10:00 a, l 09:20:00 b"), "09:00,09:20,00:20:00,0");
    assert_eq!(stayed("j 09:00:00, j 09:05:00, l 09:10:00, l 09:20:00"), "09:00,09:20,00:20:00,0");
    // A connection is open or not: a second join changes nothing, the first leave ends it.
    assert_eq!(stayed("j 09:00:00 a, j 09:05:00 a, l 09:10:00 a, l 09:20:00 a"), "09:00,09:10,00:10:00,0");
    // One with an id and one without are two.
    assert_eq!(stayed("j 09:00:00 a, j 09:05:00, l 09:10:00 a, l 09:20:00"), "09:00,09:20,00:20:00,0");
}

#[test]
fn a_second_is_netted() {
    // Leaving and joining in one second is no rejoin.
    assert_eq!(stayed("j 09:00:00, l 09:10:00, j 09:10:00, l 09:20:00"), "09:00,09:20,00:20:00,0");
    assert_eq!(stayed("j 09:00:00 a, l 09:10:00 a, j 09:10:00 a, l 09:20:00 a"), "09:00,09:20,00:20:00,0");
    // Nor is another device that comes as the first one goes.
    assert_eq!(stayed("j 09:00:00 a, l 09:10:00 a, j 09:10:00 b, l 09:20:00 b"), "09:00,09:20,00:20:00,0");
    // Joining and leaving in one second is a stay of 0 seconds.
    assert_eq!(stayed("j 09:00:00, l 09:00:00"), "09:00,09:00,00:00:00,0");
    assert_eq!(stayed("j 09:00:00 a, l 09:00:00 a, j 09:30:00 a, l 09:31:00 a"), "09:00,09:31,00:01:00,1");
    assert_eq!(noted("j 09:00:00, l 09:00:00"), (0, 0, 0));
}

#[test]
fn rejoin_gap() {
    let text = "j 09:00:00, l 09:10:00, j 09:10:30, l 09:20:00";
    assert_eq!(stayed_with_gap(text, 29), "09:00,09:20,00:19:30,1");
    assert_eq!(stayed_with_gap(text, 30), "09:00,09:20,00:19:30,0");
}

#[test]
fn joins_without_a_leave() {
    // To the room's closing, else the occurrence's last event, never before the join.
    assert_eq!(stayed("j 09:00:00, c 09:30:00"), "09:00,09:30,00:30:00,0");
    assert_eq!(stayed("j 09:00:00, c 09:20:00, c 09:30:00, c 09:10:00"), "09:00,09:30,00:30:00,0");
    assert_eq!(stayed("j 09:00:00, c 08:30:00"), "09:00,09:00,00:00:00,0");
    assert_eq!(stayed("j 09:00:00 a, j 09:05:00 b, l 09:10:00 a"), "09:00,09:10,00:10:00,0");
    assert_eq!(noted("j 09:00:00 a, j 09:05:00 b, l 09:10:00 a"), (0, 1, 0));
    // Without ids a leave closes the latest; with one, two joins are one open connection.
    assert_eq!(noted("j 09:00:00, j 09:05:00, j 09:06:00, l 09:10:00"), (0, 2, 0));
    assert_eq!(noted("j 09:00:00 a, j 09:05:00 a"), (0, 1, 0));
}

#[test]
fn leaves_without_a_join() {
    assert_eq!(stayed("l 09:00:00"), ",,00:00:00,0");
    assert_eq!(stayed("l 09:00:00, j 09:05:00, l 09:06:00, l 09:07:00 a"), "09:05,09:06,00:01:00,0");
    assert_eq!(noted("l 09:00:00, j 09:05:00, l 09:06:00, l 09:07:00 a"), (0, 0, 2));
}

#[test]
fn twice_logged_counts_once() {
    assert_eq!(stayed("j 09:00:00, j 09:00:00, l 09:10:00, c 09:30:00"), "09:00,09:10,00:10:00,0");
    assert_eq!(noted("j 09:00:00, j 09:00:00, j 09:00:00, l 09:10:00, c 09:30:00, c 09:30:00"), (3, 0, 0));
    // Another connection is another event.
    assert_eq!(noted("j 09:00:00 a, j 09:00:00 b"), (0, 2, 0));
}

#[test]
fn hours_run_past_24() {
    let text =
        "time,event,session_id,user_id\n2026-03-02T09:00:00Z,joined,s,u\n2026-03-06T13:00:01Z,left,s,u\n";
    assert!(attendance_rows(text, &utc())[0].contains(",100:00:01,0,"));
}
