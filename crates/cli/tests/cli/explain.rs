//! `adsum explain`: figures in words, with the lines behind them.

use crate::world::World;

#[test]
fn figures_are_told_in_words() {
    let world = World::new("explain");
    world.put(
        "log.csv",
        "time,event,session_id,session_name,user_id,display_name,connection_id\n\
         2026-03-02T09:00:00Z,joined,a,Algebra,u1,Ada,laptop\n\
         2026-03-02T09:10:00Z,joined,a,Algebra,u1,Ada,phone\n\
         2026-03-02T09:13:00Z,left,a,Algebra,u1,Ada,laptop\n\
         2026-03-02T09:20:00Z,join_failed,a,Algebra,u2,Ben,\n\
         2026-03-02T10:00:00Z,room_closed,a,Algebra,,,\n",
    );
    let ran = world.run("explain log.csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "Ada (user_id u1) in Algebra, a\n  \
           present 01:00:00, 0 rejoins\n  \
           2026-03-02 09:00:00 to 2026-03-02 10:00:00, 01:00:00\n    \
             laptop: joined (log.csv:2); left 2026-03-02 09:13:00 (log.csv:4)\n    \
             phone: joined 2026-03-02 09:10:00 (log.csv:3); no leave, the room closed (log.csv:6)\n  \
           2 devices overlapped 00:03:00, counted once\n  \
           1 join without a leave, ended when the room closed\n\
         Ben (user_id u2) in Algebra, a\n  \
           present 00:00:00, 0 rejoins\n  \
           1 try to connect failed, and none succeeded\n"
    );
    let ran = world.run("explain --where NameOfAttendee=Ben --time-zone Europe/Berlin log.csv");
    assert!(ran.out.starts_with("Ben") && !ran.out.contains("Ada"), "{}", ran.out);
    let ran = world.run("explain --search nobody log.csv");
    assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("no row"), "{}", ran.err);
    assert_eq!(world.run("explain --where Nope=1 log.csv").code, 2);
}

#[test]
fn rows_of_sheets_are_told_in_words() {
    let world = World::new("explain-sheets");
    world.put(
        "log.csv",
        "time,event,session_id,session_name,user_id,display_name,bubble_id,country\n\
         2026-03-02T08:55:00Z,room_opened,a,Algebra,,,,\n\
         2026-03-02T09:00:00Z,joined,a,Algebra,u1,Ada,,PT\n\
         2026-03-02T09:05:00Z,bubble_joined,a,Algebra,u1,Ada,b1,\n\
         2026-03-02T09:06:00Z,bubble_joined,a,Algebra,u1,Ada,b2,\n\
         2026-03-02T09:10:00Z,join_failed,a,Algebra,u2,Ben,,\n\
         2026-03-02T10:00:00Z,left,a,Algebra,u1,Ada,,\n",
    );
    let room = "Algebra, a\n  \
         opened 2026-03-02 08:55:00 (log.csv:2)\n  \
         closed: not in the log; last event 2026-03-02 10:00:00 (log.csv:7)\n  \
         2 people\n    \
           Ada: 2026-03-02 09:00:00 to 2026-03-02 10:00:00, 01:00:00\n    \
           Ben: ? to ?, 00:00:00\n";
    assert_eq!(world.run("explain --sheet 1 log.csv").did(&[]).out, room);
    assert_eq!(world.run("explain --sheet countries --where Country=PT log.csv").did(&[]).out, room);
    // Two bubbles, one person.
    let ada = world.run("explain --sheet bubble log.csv").did(&[]).out;
    assert!(ada.starts_with("Ada (user_id u1) in Algebra, a\n  present 01:00:00"), "{ada}");
    assert_eq!(ada.matches("Ada").count(), 1, "{ada}");
    for args in ["--sheet usage", "--sheet bubble --where SessionName=Algebra"] {
        assert_eq!(world.run(&format!("explain {args} log.csv")).code, 2, "{args}");
    }
}
