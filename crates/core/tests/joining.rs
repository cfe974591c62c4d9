//! Restarts and people, from files to reports: what is suggested, and what joining changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use adsum_core::export::csv::Flavour;
use adsum_core::export::files;
use adsum_core::intake::{Intake, Platform, Refusal};
use adsum_core::log::Log;
use adsum_core::people::suggest::{Doubt, Likeness};
use adsum_core::question::Answers;
use adsum_core::report::Options;

fn log_of(files: &[(&str, &str)], chunk: usize) -> Log {
    let mut log = Log::default();
    for (name, text) in files {
        let mut intake = Intake::new(*name);
        text.as_bytes().chunks(chunk).for_each(|bytes| intake.push(bytes));
        log.add(intake.finish());
    }
    log
}

/// Everything that is saved, as bytes.
fn everything(log: &mut Log, answers: Answers) -> Vec<u8> {
    let options = Options { answers, ..Options::default() };
    files::archive(log, &options, Flavour::Data, None).unwrap().0
}

const HEADER: &str = "time,event,session_id,instance_id,user_id,username,email,display_name,attendee_type\n";

/// One who comes at this minute and goes ten later.
fn stay(minute: u32, session: &str, who: &str) -> String {
    let end = minute + 10;
    format!(
        "2026-03-02T09:{minute:02}:00Z,joined,{session},,{who}\n2026-03-02T09:{end:02}:00Z,left,{session},,{who}\n"
    )
}

/// What is suggested of these stays: likeness, doubts and values.
fn suggested(stays: &[(u32, &str, &str)]) -> Vec<(Likeness, Vec<Doubt>, Vec<String>)> {
    let stays: String = stays.iter().map(|&(minute, session, who)| stay(minute, session, who)).collect();
    let mut log = log_of(&[("log.csv", &format!("{HEADER}{stays}"))], usize::MAX);
    let found = log.input(&Answers::default()).unwrap().same_people();
    let told = found.list.into_iter().map(|one| {
        let values = one.members.into_iter().map(|member| member.identifier.value).collect();
        (one.likeness, one.doubts, values)
    });
    told.collect()
}

#[test]
fn who_may_be_the_same() {
    use Doubt::{AccountsDiffer, EmailsDiffer, SameTime};
    use Likeness::{BracketName, GuestIds, SameEmail, SameName, TurnedName};
    #[allow(clippy::type_complexity, reason = "a table")]
    let cases: &[(&[(u32, &str, &str)], &[(Likeness, &[Doubt], &[&str])])] = &[
        // A guest's id is another at each join.
        (
            &[(0, "s", "w_1,,,Ann Lee,Guest"), (20, "s", "w_2,,,ann  lee,Guest")],
            &[(GuestIds, &[], &["w_1", "w_2"])],
        ),
        // Two devices, or two people.
        (
            &[(0, "s", "w_1,,,Ann Lee,Guest"), (5, "s", "w_2,,,Ann Lee,Guest")],
            &[(GuestIds, &[SameTime], &["w_1", "w_2"])],
        ),
        // A name here, an address there.
        (
            &[(0, "s", ",,,Ann Lee,"), (0, "t", ",,ann@x.org,Ann Lee,")],
            &[(SameName, &[], &["ann@x.org", "ann lee"])],
        ),
        // One address in two fields.
        (
            &[(0, "s", ",Ann@x.org,,Ann,"), (0, "t", ",,ann@x.org,A. Lee,")],
            &[(SameEmail, &[], &["Ann@x.org", "ann@x.org"])],
        ),
        (
            &[(0, "s", ",,,\"Lee, Ann\","), (0, "t", ",,,Ann Lee,")],
            &[(TurnedName, &[], &["ann lee", "lee, ann"])],
        ),
        (
            &[(0, "s", ",,,Ali (Alison Smith),"), (0, "t", ",,,Alison Smith,")],
            &[(BracketName, &[], &["ali (alison smith)", "alison smith"])],
        ),
        // Namesakes.
        (
            &[(0, "s", ",,ann@x.org,Ann Lee,"), (0, "t", ",,ann@y.org,Ann Lee,")],
            &[(SameName, &[EmailsDiffer], &["ann@x.org", "ann@y.org"])],
        ),
        (
            &[(0, "s", "u1,,,Ann Lee,"), (0, "t", "u2,,,Ann Lee,")],
            &[(SameName, &[AccountsDiffer], &["u1", "u2"])],
        ),
        // One word says who only in one session.
        (&[(0, "s", "w_1,,,Ann,Guest"), (0, "t", "w_2,,,Ann,Guest")], &[]),
        (&[(0, "s", "w_1,,,Ann,Guest"), (20, "s", "w_2,,,Ann,Guest")], &[(GuestIds, &[], &["w_1", "w_2"])]),
        // Nobody's names.
        (&[(0, "s", "w_1,,,iPad,Guest"), (20, "s", "w_2,,,iPad,Guest")], &[]),
        (&[(0, "s", "w_1,,,,Guest"), (20, "s", "w_2,,,,Guest")], &[]),
        (&[(0, "s", "w_1,,,Zoom user,Guest"), (20, "s", "w_2,,,Zoom User,Guest")], &[]),
        (&[(0, "s", "w_1,,,+49 30 1234,Guest"), (20, "s", "w_2,,,+49 30 1234,Guest")], &[]),
    ];
    for (stays, expected) in cases {
        let expected: Vec<_> = expected
            .iter()
            .map(|(likeness, doubts, values)| {
                (*likeness, doubts.to_vec(), values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(suggested(stays), expected, "{stays:?}");
        let backwards: Vec<_> = stays.iter().rev().copied().collect();
        assert_eq!(suggested(&backwards), expected, "backwards: {stays:?}");
    }
}

#[test]
fn what_is_accepted_is_as_if_it_had_been_logged_so() {
    let text = |ids: [&str; 3]| {
        let rows = [(0, "s"), (20, "s"), (0, "t")].into_iter().zip(ids);
        let rows: String = rows
            .map(|((minute, session), id)| stay(minute, session, &format!("{id},,,Ann Lee,Guest")))
            .collect();
        format!("{HEADER}{rows}{}", stay(5, "s", "u9,,,Bo,"))
    };
    let mut log = log_of(&[("log.csv", &text(["w_1", "w_2", "w_3"]))], usize::MAX);
    let before = everything(&mut log, Answers::default());
    let found = log.input(&Answers::default()).unwrap().same_people();
    let mut answers = Answers::default();
    answers.aliases.people.extend(found.list.iter().map(|one| one.person()));
    let joined = everything(&mut log, answers.clone());
    assert_ne!(joined, before);
    let mut rewritten = log_of(&[("log.csv", &text(["w_1"; 3]))], usize::MAX);
    assert_eq!(joined, everything(&mut rewritten, Answers::default()));
    assert!(log.input(&answers).unwrap().same_people().list.is_empty());
    // Taken back, it is as before.
    assert_eq!(everything(&mut log, Answers::default()), before);
}

#[test]
fn joining_restarts_is_as_if_they_had_one_id() {
    let text = |ids: [&str; 2]| {
        let rows: String = [(0, ids[0]), (30, ids[1])]
            .into_iter()
            .map(|(minute, id)| stay(minute, "s", "u1,,,Ann Lee,").replace(",s,,", &format!(",s,{id},")))
            .collect();
        format!("{HEADER}{rows}")
    };
    let mut log = log_of(&[("log.csv", &text(["b", "a"]))], usize::MAX);
    let answers = Answers { join_restarts: true, ..Answers::default() };
    let joined = everything(&mut log, answers.clone());
    assert_eq!(joined, everything(&mut log_of(&[("log.csv", &text(["b", "b"]))], 7), Answers::default()));
    // Kept apart, it is as it was.
    let place = log.input(&answers).unwrap().timeline.restarted[0].place.clone();
    let apart = Answers { kept_apart: [place].into(), ..answers };
    assert_eq!(everything(&mut log, apart), everything(&mut log, Answers::default()));
}

#[test]
fn an_alias_file_is_told_among_logs() {
    let aliases = r#"{
  "adsum": "aliases", "version": 1,
  "people": [{ "name": "Ann Lee", "is": [{ "field": "user_id", "value": "w_2" }, { "field": "user_id", "value": "w_1" }] }]
}"#;
    let rows = [stay(0, "s", "w_1,,,Ann Lee,Guest"), stay(20, "s", "w_2,,,Ann Lee,Guest")].concat();
    let text = format!("{HEADER}{rows}");
    let mut files = [("a.json", aliases), ("log.csv", text.as_str())];
    let mut reports = Vec::new();
    for chunk in [1, 7, usize::MAX] {
        files.reverse();
        let mut log = log_of(&files, chunk);
        let of_aliases = log.files.iter().find(|file| file.name == "a.json").unwrap();
        assert_eq!(of_aliases.verdict, Ok(Platform::AliasFile));
        assert_eq!((of_aliases.read, log.counts()), (0, (4, 4, 0)));
        let answers = Answers { aliases: log.aliases().clone(), ..Answers::default() };
        assert_eq!(log.input(&answers).unwrap().ledger.attendees(), 1);
        reports.push(everything(&mut log, answers));
    }
    assert!(reports.windows(2).all(|pair| pair[0] == pair[1]));
    let broken = log_of(&[("a.json", r#"{"adsum":"aliases","version":1,"people":"#)], 3);
    assert!(matches!(broken.files[0].verdict, Err(Refusal::Broken(_))));
}
