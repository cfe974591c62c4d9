//! `adsum picture`: what the pictures show, as numbers and as tables.

use crate::world::World;

#[test]
fn a_picture_is_numbers_or_a_table() {
    let world = World::new("picture");
    world.put(
        "log.csv",
        "time,event,session_id,session_name,user_id,display_name,starts_at,ends_at,capacity,bubble_id,target_user_id\n\
         2026-03-02T08:00:00Z,session,a,Algebra,,,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,1,,\n\
         2026-03-02T09:00:00Z,joined,a,,u1,Ada,,,,,\n\
         2026-03-02T09:10:00Z,joined,a,,u2,Ben,,,,,\n\
         2026-03-02T09:12:00Z,bubble_joined,a,,u1,Ada,,,,b1,\n\
         2026-03-02T09:13:00Z,teleported,a,,u2,Ben,,,,,u1\n\
         2026-03-02T09:13:00Z,bubble_joined,a,,u2,Ben,,,,b1,\n\
         2026-03-02T09:20:00Z,bubble_left,a,,u1,Ada,,,,b1,\n\
         2026-03-02T09:30:00Z,left,a,,u2,Ben,,,,,\n\
         2026-03-02T09:50:00Z,left,a,,u1,Ada,,,,,\n",
    );
    for (what, table, finding) in [
        (
            "rooms",
            "Room,Scheduled from,Scheduled to,First in,Last out,Capacity,People at most,Most at,Over capacity,Schedule used\r\n\
             Algebra,2026-03-02 09:00,2026-03-02 10:00,2026-03-02 09:00,2026-03-02 09:50,1,2,2026-03-02 09:10,00:20:00,00:50:00\r\n",
            "The fullest was Algebra: 2 for a capacity of 1, at 2026-03-02 09:10. 1 room held more",
        ),
        (
            "bubbles --order name",
            "Name,First in,Last out,Bubbles,Time in bubbles,Alone,In twos,In threes and fours,In larger ones\r\n\
             Ada,2026-03-02 09:12,2026-03-02 09:20,1,00:08:00,00:01:00,00:07:00,00:00:00,00:00:00\r\n\
             Ben,2026-03-02 09:13,2026-03-02 09:30,1,00:17:00,00:10:00,00:07:00,00:00:00,00:00:00\r\n",
            "2 people in 1 bubble; the largest held 2, first at 2026-03-02 09:13.",
        ),
        (
            "teleports",
            "Teleported,To,Times\r\nBen,Ada,1\r\n",
            "1 teleport by 1 person to 1 person. Most were by Ben (1), and most to Ada (1).",
        ),
        (
            "attendance --session Algebra --time-zone Europe/Berlin",
            "Name,First in,Last out,Time present,Stays\r\n\
             Ada,2026-03-02 10:00,2026-03-02 10:50,00:50:00,1\r\n\
             Ben,2026-03-02 10:10,2026-03-02 10:30,00:20:00,1\r\n",
            "2 people came; 1 of them for at least half",
        ),
    ] {
        let ran = world.run(&format!("picture {what} --table log.csv"));
        assert_eq!((ran.code, ran.out.as_str()), (0, table), "{}", ran.err);
        assert!(ran.err.contains(finding), "{}", ran.err);
    }
    for what in ["usage", "retention", "rooms", "bubbles", "teleports", "attendance"] {
        let ran = world.run(&format!("picture {what} log.csv"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap_or_default();
        assert_eq!(told["picture"], what, "{}", ran.out);
        assert!(told["finding"].as_str().is_some_and(|words| words.contains('.')), "{}", ran.out);
        assert!(told["shown"].as_object().is_some_and(|shown| shown.len() > 1), "{}", ran.out);
    }
    let ran = world.run("picture usage log.csv");
    assert!(
        ran.out.contains("\"finding\": \"2 people came; most at once were 2, first at 2026-03-02 09:10.")
    );
    let ran = world.run("picture countries log.csv");
    assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("nothing"), "{}", ran.err);
    assert_eq!(world.run("picture usage --session Nope log.csv").code, 2);
    assert_eq!(world.run("picture portrait log.csv").code, 2);
}

#[test]
fn of_sessions_of_one_name_it_is_said_which() {
    let world = World::new("picture-which");
    let joins: String = (2..5)
        .map(|day| format!("2026-03-0{day}T09:00:00Z,joined,a,{day},Algebra,u1\n2026-03-0{day}T09:30:00Z,left,a,{day},,u1\n"))
        .collect();
    world.put("log.csv", format!("time,event,session_id,instance_id,session_name,user_id\n{joins}"));
    let ran = world.run("picture usage --session Algebra log.csv");
    assert!(ran.code == 2 && ran.err.contains("\"2026-03-03 09:00 Algebra\""), "{}", ran.err);
    let args = ["picture", "usage", "--session", "2026-03-03 09:00 Algebra", "log.csv"];
    let ran = world.run_with("", args);
    assert!(ran.code == 0 && ran.out.contains("\"began\": 1772528400"), "{} {}", ran.out, ran.err);
}
