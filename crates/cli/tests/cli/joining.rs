//! `--join-restarts`, `--aliases` and `adsum people`.

use crate::world::World;

const LOG: &str = "\
time,event,session_id,instance_id,user_id,display_name,attendee_type
2026-03-02T09:00:00Z,joined,bio,a,w_1,Ann Lee,Guest
2026-03-02T09:10:00Z,left,bio,a,w_1,Ann Lee,Guest
2026-03-02T09:20:00Z,joined,bio,b,w_2,Ann Lee,Guest
2026-03-02T09:40:00Z,left,bio,b,w_2,Ann Lee,Guest
";

/// Of each row what joining changes: instance, times, total and rejoins.
fn rows(report: &str) -> Vec<String> {
    let of = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        [3, 14, 15, 16, 17].map(|n| cells[n]).join(" ")
    };
    report.lines().skip(1).map(of).collect()
}

#[test]
fn restarts_are_joined_if_wanted() {
    let world = World::new("restarts");
    world.put("log.csv", LOG);
    let apart = rows(&world.run("attendance log.csv").did(&[]).out);
    assert_eq!(apart.len(), 2);
    let shown = world.run("inspect log.csv").did(&[]).out;
    assert!(shown.contains("bio: 2026-03-02 09:00 to 09:10, 2026-03-02 09:20 to 09:40"), "{shown}");
    let ran = world.run("attendance --join-restarts log.csv").did(&["restarted meetings made one (1)"]);
    assert_eq!(
        rows(&ran.out),
        ["a 03/02/2026 09:00 03/02/2026 09:10 00:10:00 0", "a 03/02/2026 09:20 03/02/2026 09:40 00:20:00 0"]
    );
    let shown = world.run("inspect --join-restarts log.csv").did(&[]).out;
    assert!(shown.contains("bio on 2026-03-02: a + b"), "{shown}");
}

#[test]
fn people_are_suggested_and_joined_by_a_file() {
    let world = World::new("people");
    world.put("log.csv", LOG);
    let ran = world.run("people log.csv -o aliases.json").did(&["wrote aliases.json: 1 person"]);
    assert!(ran.out.contains("Ann Lee: the same name; guests get another id at each join"), "{}", ran.out);
    assert!(ran.out.contains("user_id w_2 (Ann Lee), in 1 occurrence of log.csv"), "{}", ran.out);
    let joined = ["a 03/02/2026 09:00 03/02/2026 09:40 00:30:00 1"];
    let said = ["people with several identities made one (1)"];
    for args in ["--aliases aliases.json log.csv", "aliases.json log.csv", "log.csv aliases.json"] {
        let ran = world.run(&format!("attendance --join-restarts {args}")).did(&said);
        assert_eq!(rows(&ran.out), joined, "{args}");
    }
    let shown = world.run("inspect log.csv aliases.json").did(&[]).out;
    assert!(shown.contains("Adsum alias file"), "{shown}");
    // What is joined is suggested no more, and stays in the file that is written anew.
    let ran = world.run("people log.csv aliases.json -o again.json").did(&[]);
    assert!(ran.out.starts_with("Nobody looks like"), "{}", ran.out);
    assert_eq!(world.text("again.json"), world.text("aliases.json"));
}

#[test]
fn what_is_no_alias_file_is_refused() {
    let world = World::with_log("no-aliases");
    world.put("broken.json", "{\"adsum\": \"aliases\", \"version\": 7, \"people\": []}");
    world.run("attendance --aliases log.csv log.csv").ended(1, &["log.csv is no alias file"]);
    world.run("attendance --aliases broken.json log.csv").ended(1, &["it is of version 7"]);
    // An alias file alone is no log.
    world.put("alone.json", "{\"adsum\": \"aliases\", \"version\": 1, \"people\": []}");
    world.run("attendance alone.json").ended(1, &["the file is no log"]);
}
