//! Text rules and rejections.

use super::log;
use crate::{File, Kind, Log, read};

fn reasons(log: &Log) -> Vec<(u64, &str, &str)> {
    log.rejected.iter().map(|rejected| (rejected.line, rejected.field, rejected.reason)).collect()
}

#[test]
fn every_encoding_delimiter_and_spelling() {
    let text =
        " TIME ;Event;session-id;User Id;Comment\r\n2026-03-02T09:00:00Z;JOINED;s;\"a;\"\"b\"\"\r\nc\";x\r\n";
    let with_mark = format!("\u{feff}{text}");
    let bytes = [
        text.as_bytes().to_vec(),
        with_mark.as_bytes().to_vec(),
        with_mark.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        with_mark.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        text.replace(";x\r", ",x\r").replace(';', ",").replace("a,", "a;").into_bytes(),
        text.replace(';', "|").replace("a|", "a;").into_bytes(),
        text.replace(';', "\t").replace("a\t", "a;").into_bytes(),
    ];
    for bytes in bytes {
        let log = read(&[File { name: "x".into(), bytes }]);
        assert_eq!((log.read, log.used), (1, 1));
        assert_eq!(log.records[0].kind, Kind::Joined);
        assert_eq!(log.records[0].text.user_id, "a;\"b\"\r\nc");
    }
}

#[test]
fn objects() {
    let text = "{\"Time\": \"2026-03-02T09:00:00Z\", \"event\": \"joined\", \"session_id\": 1.50, \"user_id\": null, \"username\": true, \"x\": {\"y\": [1]}, \"USER-NAME\": 1, \"userName\": [], \"event\": \"left\"}\r\n\r\n[1]\r\n{\"time\": {}}\r\n{";
    let log = read(&[File { name: "a".into(), bytes: text.into() }]);
    assert_eq!((log.read, log.used), (4, 1));
    assert_eq!(log.records[0].text.session_id, "1.50");
    assert_eq!(log.records[0].text.username, "true");
    assert_eq!(log.records[0].text.user_id, "");
    assert_eq!(log.records[0].kind, Kind::Joined);
    assert_eq!(reasons(&log), [(3, "", "not-an-object"), (4, "time", "not-text"), (5, "", "not-an-object")]);
}

#[test]
fn the_first_column_of_a_name_counts() {
    let log = log("time,event,session_id,user_id,User ID\n2026-03-02T09:00:00Z,chat,s,a,b\n");
    assert_eq!(log.records[0].text.user_id, "a");
}

#[test]
fn rejections_with_line_field_and_reason() {
    let log = log("time,event,session_id,instance_id,user_id,bubble_id,target_name,role
2026-03-02T09:00:00Z,session,s,,,,,\"two
lines\"

 ,joined,s,,u,,,
soon,joined,s,,u,,,
2026-03-02T09:00:00Z,,s,,u,,,
2026-03-02T09:00:00Z,enter,s,,u,,,
2026-03-02T09:00:00Z,joined, ,,u,,,
2026-03-02T09:00:00Z,joined,,i,,,,
2026-03-02T09:00:00Z,bubble_joined,,i,,,,
2026-03-02T09:00:00Z,bubble_joined,,i,u,,,
2026-03-02T09:00:00Z,bubble_locked,,i,,,,
2026-03-02T09:00:00Z,teleported,,i,u,,,
2026-03-02T09:00:00Z,joined,,i,u,,
2026-03-02T09:00:00Z,joined,,i,u,,,,
,,,,,,,
2026-03-02T09:00:00Z,bubble_unlocked,s,,,b,,");
    assert_eq!((log.read, log.used), (15, 2));
    assert_eq!(
        reasons(&log),
        [
            (5, "time", "time-missing"),
            (6, "time", "time-unreadable"),
            (7, "event", "event-missing"),
            (8, "event", "event-unknown"),
            (9, "session_id", "session-missing"),
            (10, "user_id", "attendee-missing"),
            (11, "user_id", "attendee-missing"),
            (12, "bubble_id", "bubble-missing"),
            (13, "bubble_id", "bubble-missing"),
            (14, "target_user_id", "target-missing"),
            (15, "", "too-few-fields"),
            (16, "", "too-many-fields"),
            (17, "time", "time-missing"),
        ]
    );
}
