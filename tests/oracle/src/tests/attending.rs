//! The attendance report: identity, facts, rows, range, order.

use super::{attendance_rows, days, log, utc};
use crate::{Options, attendance};

/// Rows of only: session, instance, username, role, type.
fn short(text: &str, options: &Options) -> Vec<String> {
    let rows = attendance_rows(text, options);
    let short = |row: &String| {
        let fields: Vec<&str> = row.split(',').collect();
        [fields[2], fields[3], fields[11], fields[12], fields[13]].join(" ")
    };
    rows.iter().map(short).collect()
}

#[test]
fn one_whole_row() {
    let text = "time,event,session_id,instance_id,session_name,session_owner,session_created,context_name,context_id,user_id,username,display_name,first_name,last_name,email,role
2026-03-02T09:01:59Z,joined,s,i,,,,,,7,ann,Ann B,Ann,\"Bell, Jr.\",ann@x.org,presenter
2026-03-02T09:59:59Z,left,s,i,,,,,,7,,,,,,MODERATOR
2026-03-02T09:00:30Z,room_opened,s,i,Old,Ada,2026-02-01 08:00,Course,c1,,,,,,,
2026-03-02T10:00:00Z,room_closed,s,i,New,,,,,,,,,,,
";
    assert_eq!(
        attendance(&log(text), &Options { time_zone: "Europe/Berlin".into(), ..utc() }).unwrap(),
        "SessionDate,SessionName,SessionIdentifier,SessionInstanceIdentifer,SessionOwner,RoomOpened,RoomClosed,\
         NameOfAttendee,FirstNameOfAttendee,LastNameOfAttendee,EmailOfAttendee,Username,AttendeeRole,\
         AttendeeType,AttendeeFirstJoinTime,AttendeeLastLeaveTime,AttendeeTotalTimeInSession,\
         AttendeeTotalRejoins,ContextName,ContextIdentifier\r\n\
         02/01/2026 09:00,New,s,i,Ada,03/02/2026 10:00,03/02/2026 11:00,Ann B,Ann,\"Bell, Jr.\",ann@x.org,ann,\
         Moderator,Registered,03/02/2026 10:01,03/02/2026 10:59,00:58:00,0,Course,c1\r\n"
    );
}

#[test]
fn who_is_who() {
    let text = "time,event,event_code,session_id,user_id,username,email,display_name
2026-03-02T09:00:00Z,joined,E,s,x,,,
2026-03-02T09:00:00Z,joined,E,s,,x,,
2026-03-02T09:00:00Z,joined,E,s,,,A@X.org,
2026-03-02T09:00:01Z,left,E,s,,,a@x.ORG,
2026-03-02T09:00:00Z,joined,E,s,,,,Éve  Z
2026-03-02T09:00:01Z,left,E,s,,,, éVE z
2026-03-02T09:00:00Z,joined,,s,x,,,
";
    // By first join, Username (the display name for lack of one), identity's value, its field, event code.
    assert_eq!(
        short(text, &utc()),
        ["s s   Guest", "s s   Registered", "s s   Registered", "s s  éVE z  Guest", "s s x  Registered"]
    );
}

#[test]
fn sessions_and_instances() {
    let text = "time,event,session_id,instance_id,session_name,user_id,username
2026-03-02T09:00:00Z,joined,s,,Name,1,a
2026-03-02T09:00:00Z,joined,,s,,2,b
2026-03-02T09:00:00Z,joined,s,s,,3,c
2026-03-02T09:00:00Z,joined,s,i,,4,d
2026-03-02T09:00:00Z,joined,,i,,5,e
2026-03-02T09:00:00Z,session,t,i,,6,f
";
    assert_eq!(
        short(text, &utc()),
        [
            "i i e  Registered",
            "s i d  Registered",
            "s s a  Registered",
            "s s b  Registered",
            "s s c  Registered"
        ]
    );
    // The name is the session's: heard on one occurrence, shown on all.
    let named = attendance_rows(text, &utc()).iter().filter(|row| row.starts_with(",Name,")).count();
    assert_eq!(named, 4);
}

#[test]
fn facts_and_roles() {
    let text = "time,event,session_id,user_id,username,role,attendee_type
2026-03-02T09:00:00Z,joined,s,1,b,Observer,
2026-03-02T09:00:00Z,chat,s,1,c,Teacher,
2026-03-02T08:00:00Z,joined,s,1,z,,
2026-03-02T10:00:00Z,chat,s,1,,,
2026-03-02T11:00:00Z,session,s,1,s,Moderator,Staff
2026-03-02T10:30:00Z,joined,t,1,d, PARTICIPANT ,
2026-03-02T10:40:00Z,left,t,1,,Zookeeper,Staff
2026-03-02T10:50:00Z,chat,u,1,only chat,,
2026-03-02T10:55:00Z,join_failed,v,1,failed,,
";
    // The latest, then the greater; `session` records are not the attendee's; only some kinds make a row.
    assert_eq!(
        short(text, &utc()),
        ["s s c Teacher Registered", "t t d Participant Staff", "v v failed  Registered"]
    );
    assert!(attendance_rows(text, &utc())[2].ends_with(",Registered,,,00:00:00,0,,"));
}

#[test]
fn range() {
    let text = "time,event,session_id,user_id,username
2026-03-01T22:59:59Z,room_opened,a,,
2026-03-02T12:00:00Z,joined,a,1,a
2026-03-01T23:00:00Z,joined,b,1,b
2026-03-03T22:59:59Z,room_opened,c,,
2026-03-03T12:00:00Z,joined,c,1,c
2026-03-03T23:00:00Z,joined,d,1,d
2026-03-09T23:00:00Z,left,c,1,c
";
    // Berlin is an hour ahead: from 23:00Z before the first day, to before 23:00Z on the last.
    let berlin = Options { time_zone: "Europe/Berlin".into(), ..days("2026-03-02", "2026-03-03") };
    assert_eq!(short(text, &berlin), ["b b b  Registered", "c c c  Registered"]);
    assert_eq!(short(text, &Options { from: None, ..berlin.clone() }).len(), 3);
    assert_eq!(short(text, &Options { to: None, ..berlin }).len(), 3);
    assert_eq!(short(text, &days("2026-04-02", "2026-04-03")).len(), 0);
}

#[test]
fn six_months() {
    let text = "time,event,session_id,user_id\n2026-03-02T12:00:00Z,joined,a,1\n";
    let refused = |from, to| attendance(&log(text), &days(from, to)).is_err();
    assert!(!refused("2026-03-02", "2026-09-01"));
    assert!(refused("2026-03-02", "2026-09-02"));
    // Six months after August 31 there is no 31st: the 28th is the end, and the 27th the last day.
    assert!(!refused("2025-08-31", "2026-02-27"));
    assert!(refused("2025-08-31", "2026-02-28"));
    // The log's own days count as well, `session` records aside.
    let wide = |kind| format!("{text}2026-09-02T00:00:00Z,{kind},a,1\n");
    assert!(attendance(&log(&wide("chat")), &utc()).is_err());
    assert!(attendance(&log(&wide("session")), &utc()).is_ok());
}

#[test]
fn order_does_not_matter_and_empty_is_a_header() {
    let empty = attendance(&log(""), &utc()).unwrap();
    assert!(empty.starts_with("SessionDate,") && empty.ends_with(",ContextIdentifier\r\n"));
    let a = "time,event,session_id,user_id\n2026-03-02T09:00:00Z,joined,s,b\n2026-03-02T09:00:00Z,joined,s,a\n2026-03-02T08:00:00Z,left,s,a\n";
    let b = "time,event,session_id,user_id\n2026-03-02T08:00:00Z,left,s,a\n2026-03-02T09:00:00Z,joined,s,a\n2026-03-02T09:00:00Z,joined,s,b\n";
    assert_eq!(attendance_rows(a, &utc()), attendance_rows(b, &utc()));
}
