//! The seven sheets of the Smart Sessions report.

use super::{days, log, sheet, utc};
use crate::{Options, smart_sessions};

#[test]
fn names_and_headers() {
    let sheets = smart_sessions(&log(""), &utc());
    let expected = [
        (
            "High Level (detailed view)",
            "Event id/short-code,Start Date (yyyy-mm-dd),End Date (yyyy-mm-dd),Room name,Privacy (Y/N),\
             Room capacity,Start Time (hh:mm),End Time (hh:mm),Duration\r\n",
        ),
        ("User by countries", "Event id/short-code,Room name,Privacy (Y/N),Country,Num users\r\n"),
        (
            "Usage graph",
            "Event id/short-code,Room name,Privacy (Y/N),Total Users Join,Total Unique User Join,\
             Start Date and Time (yyyy-mm-dd hh:mm)\r\n",
        ),
        (
            "Usage (detailed view)",
            "Event id/short-code,Room name,Privacy (Y/N),User id,Attendee,Count of entry\r\n",
        ),
        (
            "User engagement (high level)",
            "Event id/short-code,Room name,User,No of bubbles made,Chat interaction (Y/N),No of teleportation,\
             Country,Date (yyyy-mm-dd)\r\n",
        ),
        (
            "User level engagement (bubble)",
            "Event id/short-code,User id,User,Room name,Bubble id,Lock bubble (Y/N),\
             Total number of people in bubble,Start Date and Time (yyyy-mm-dd hh:mm)\r\n",
        ),
        (
            "User level engagement(teleport)",
            "Event id/short-code,User id,User,Room name,Person teleported to,Num times teleported,\
             Start Date and Time (yyyy-mm-dd hh:mm)\r\n",
        ),
    ];
    assert_eq!(sheets, expected.map(|(name, header)| (name.to_owned(), header.to_owned())));
}

#[test]
fn high_level() {
    let text = "time,event,event_code,session_id,session_name,starts_at,ends_at,capacity,user_id
2026-03-02T08:00:00Z,session,E,a,Algebra,2026-03-02T23:00:30Z,2026-03-03T00:30:30Z, 050 ,
2026-03-02T08:00:00Z,session,E,b,,soon,2026-03-03T00:30:00Z,some,
2026-03-01T08:00:00Z,session,E,c,C,2026-02-01T00:00:00Z,2026-03-02T00:00:00Z,,
2026-03-01T08:00:00Z,session,E,d,D,2026-02-01T00:00:00Z,2026-03-02T00:00:01Z,,
2026-03-01T08:00:00Z,session,E,e,E,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z,,
2026-03-01T08:00:00Z,session,E,f,F,2026-03-03T00:00:00Z,,,
2026-03-01T08:00:00Z,session,E,g,G,,2026-03-02T23:59:59Z,,
2026-03-02T12:00:00Z,chat,,h,H,2026-03-02T12:00:00Z,2026-03-02T11:10:00Z,,u
";
    // c ends as the range begins, f starts as it ends; e has no length, but lies in it.
    assert_eq!(
        sheet(text, 0, &days("2026-03-02", "2026-03-02")),
        [
            ",2026-03-02,2026-03-02,H,Y,,12:00,11:10,-0.8333333333333334",
            "E,,2026-03-03,,Y,some,,00:30,",
            "E,2026-03-02,2026-03-03,Algebra,Y,50,23:00,00:30,1.5",
            "E,2026-02-01,2026-03-02,D,Y,,00:00,00:00,696.0002777777778",
            "E,2026-03-02,2026-03-02,E,Y,,00:00,00:00,0",
            "E,,2026-03-02,G,Y,,,23:59,",
        ]
    );
}

#[test]
fn countries() {
    let text = "time,event,session_id,session_name,user_id,country
2026-03-02T09:00:00Z,joined,s,Room,a,AT
2026-03-02T10:00:00Z,joined,s,,a,DE
2026-03-02T09:00:00Z,joined,s,,b,AT
2026-03-02T09:00:00Z,joined,s,,b,AT
2026-03-02T11:00:00Z,chat,s,,b,FR
2026-03-02T09:00:00Z,joined,s,,c,
2026-03-02T08:00:00Z,chat,s,,c,FR
2026-03-02T08:00:00Z,role_changed,s,,c,GR
2026-03-03T09:00:00Z,joined,s,,c,PT
2026-03-02T09:00:00Z,joined,s,,d,
2026-03-03T09:00:00Z,chat,s,,d,PT
2026-03-02T09:00:00Z,join_failed,s,,e,UK
";
    // c's join says nothing, so their latest known country in the range counts (GR: the greater of two at once).
    assert_eq!(
        sheet(text, 1, &days("2026-03-02", "2026-03-02")),
        [",Room,Y,,1", ",Room,Y,AT,2", ",Room,Y,DE,1", ",Room,Y,GR,1"]
    );
}

#[test]
fn the_country_of_an_event_logged_twice() {
    let text = "time,event,session_id,user_id,country
2026-03-02T09:00:00Z,joined,s,a,AT
2026-03-02T09:00:00.9Z,joined,s,a,DE
2026-03-02T09:00:00Z,joined,s,a,
";
    assert_eq!(sheet(text, 1, &utc()), [",,Y,DE,1"]);
}

#[test]
fn graph() {
    let text = "time,event,session_id,user_id,connection_id
2026-03-02T09:00:59Z,joined,s,a,1
2026-03-02T09:01:00Z,joined,s,a,1
2026-03-02T09:01:30Z,joined,s,a,2
2026-03-02T09:01:59Z,joined,s,b,1
2026-03-02T09:01:59Z,joined,s,b,1
2026-03-02T09:01:59Z,left,s,b,1
2026-03-02T09:02:59Z,join_failed,s,b,1
";
    // Kolkata is 5 h 30 min ahead.
    assert_eq!(
        sheet(text, 2, &Options { time_zone: "Asia/Kolkata".into(), ..utc() }),
        [",,Y,1,1,2026-03-02 14:30", ",,Y,3,2,2026-03-02 14:31"]
    );
}

#[test]
fn usage() {
    let text = "time,event,session_id,user_id,username,email,display_name,first_name,last_name
2026-03-02T09:00:00Z,joined,s,7,ann,,,Ann,Bell
2026-03-02T09:10:00Z,joined,s,7,,,,,
2026-03-02T09:10:00Z,joined,s,8,,,Bob,,
2026-03-02T09:10:00Z,joined,s,,cleo,c@x,,,
2026-03-02T09:10:00Z,joined,s,,,D@x,,,
2026-03-02T09:10:00Z,joined,s,9,,,,,
2026-03-02T09:10:00Z,joined,s,,,,Eve,,
2026-03-02T09:10:00Z,joined,s,6,,,Zed,Zoe,
2026-03-02T09:10:00Z,chat,s,5,,,Chat,,
2026-03-02T09:10:00Z,joined,r,9,,,Room r,,
2026-03-04T09:10:00Z,joined,s,9,,,Later,,
";
    // Rooms by id (both have no name), people by the name shown.
    assert_eq!(
        sheet(text, 3, &days("2026-03-02", "2026-03-03")),
        [
            ",,Y,9,Room r,1",
            ",,Y,9,,1",
            ",,Y,7,Ann Bell,2",
            ",,Y,8,Bob,1",
            ",,Y,D@x,D@x,1",
            ",,Y,,Eve,1",
            ",,Y,6,Zoe,1",
            ",,Y,cleo,cleo,1",
        ]
    );
}

#[test]
fn engagement() {
    let text = "time,event,session_id,user_id,bubble_id,target_name,country
2026-03-02T08:00:00Z,role_changed,s,a,,,AT
2026-03-02T09:00:00Z,bubble_joined,s,a,1,,
2026-03-02T09:01:00Z,bubble_joined,s,a,1,,
2026-03-02T09:02:00Z,bubble_joined,s,a,2,,
2026-03-02T09:03:00Z,teleported,s,a,,Bob,
2026-03-02T09:03:00Z,teleported,s,a,,Bob,
2026-03-02T09:04:00Z,teleported,s,a,,Bob,
2026-03-03T09:00:00Z,chat,s,a,,,
2026-03-03T23:30:00Z,left,s,a,,,DE
2026-03-04T09:00:00Z,left,s,a,,,FR
2026-03-05T09:00:00Z,joined,s,a,,,
2026-03-06T09:00:00Z,left,s,a,,,UK
2026-03-02T09:00:00Z,join_failed,s,b,,,UK
";
    assert_eq!(
        sheet(text, 4, &days("2026-03-02", "2026-03-05")),
        [",,,2,N,2,AT,2026-03-02", ",,,0,Y,0,DE,2026-03-03", ",,,0,N,0,FR,2026-03-05"]
    );
    // In Berlin the DE of 23:30Z is the next day's; countries from before the range are not heard.
    let berlin = Options { time_zone: "Europe/Berlin".into(), ..days("2026-03-03", "2026-03-03") };
    assert_eq!(sheet(text, 4, &berlin), [",,,0,Y,0,,2026-03-03"]);
}

#[test]
fn bubbles() {
    let text = "time,event,event_code,session_id,user_id,display_name,bubble_id
2026-03-02T09:00:30Z,bubble_joined,E,r,a,Ann,1
2026-03-02T09:00:30Z,bubble_joined,E,r,a,,1
2026-03-02T09:05:00Z,bubble_joined,E,r,a,,2
2026-03-02T09:05:00Z,bubble_joined,E,r,a,,10
2026-03-02T09:00:00Z,bubble_joined,E,r,b,Zoe,1
2026-03-09T09:00:00Z,bubble_joined,E,r,c,,1
2026-03-09T09:00:00Z,bubble_locked,E,r,,,1
2026-03-09T09:01:00Z,bubble_unlocked,E,r,,,1
2026-03-02T09:00:00Z,bubble_unlocked,E,r,,,2
2026-03-02T09:00:00Z,bubble_locked,E,q,,,2
";
    // The lock and the people are the whole log's, the rows the range's.
    assert_eq!(
        sheet(text, 5, &days("2026-03-02", "2026-03-02")),
        [
            "E,a,Ann,,1,Y,3,2026-03-02 09:00",
            "E,a,Ann,,10,N,1,2026-03-02 09:05",
            "E,a,Ann,,2,N,1,2026-03-02 09:05",
            "E,b,Zoe,,1,Y,3,2026-03-02 09:00",
        ]
    );
}

#[test]
fn teleports() {
    let text = "time,event,event_code,session_id,user_id,username,first_name,target_user_id,target_name
2026-03-02T09:00:00Z,teleported,E,r,a,,,b,Old
2026-03-02T09:00:30Z,teleported,E,r,a,,,b,New
2026-03-02T09:00:30Z,teleported,E,r,a,,,b,Newer
2026-03-02T09:00:30Z,teleported,E,r,a,,,x,Old
2026-03-02T09:00:40Z,teleported,E,r,a,,,x,Mid
2026-03-02T09:00:40Z,teleported,E,r,a,,,x,New
2026-03-02T09:00:00Z,teleported,E,r,a,,,,Cleo
2026-03-02T09:00:59Z,teleported,E,r,a,,,,Cleo
2026-03-02T09:01:00Z,teleported,E,r,a,,,y,
2026-03-02T09:00:50Z,teleported,E,r,a,,,z,
2026-03-01T09:00:00Z,chat,E,q,b,,Bob,,
2026-03-01T09:00:00Z,chat,F,r,x,,Wrong code,,
2026-03-01T09:00:00Z,chat,E,r,,y,Not by id,,
";
    // b is an attendee elsewhere in the event code; x is none, so the row's latest (greater) name is shown.
    assert_eq!(
        sheet(text, 6, &days("2026-03-02", "2026-03-02")),
        [
            "E,a,,,Bob,2,2026-03-02 09:00",
            "E,a,,,Cleo,2,2026-03-02 09:00",
            "E,a,,,New,2,2026-03-02 09:00",
            "E,a,,,z,1,2026-03-02 09:00",
            "E,a,,,y,1,2026-03-02 09:01",
        ]
    );
}
