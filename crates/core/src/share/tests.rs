//! What must hold of all that goes out, on the sample logs and on logs made to be awkward.

use super::*;
use crate::event::Field;
use crate::export::csv::{Flavour, cell_text};
use crate::ledger::attendee_fact;
use crate::log::Log;
use crate::report::attendance::Attendance;
use crate::report::smart_sessions::SmartSessions;
use crate::report::{Options, fold::folded};
use crate::sample::{self, Sample, Size};
use crate::table::Format;
use std::collections::{BTreeMap, BTreeSet};

const SEED: Seed = Seed::new(*b"sixteen bytes...");

/// Two people of one name, one of whom is known in two event codes; a room and a context called as somebody is; a
/// session of somebody who is not there, a teleport to somebody who is not, and one to somebody by another spelling.
const AWKWARD: &str = "\
time,event,event_code,session_id,session_name,session_owner,context_name,user_id,username,email,display_name,first_name,last_name,bubble_id,target_user_id,target_name,country
2026-03-02T09:00:00Z,joined,e1,s1,Ada Lovelace,Grace Hopper,ada@uni.example,u1,ada,Ada@uni.example,Ada Lovelace,Ada,Lovelace,,,,PT
2026-03-02T09:01:00Z,joined,e1,s1,Ada Lovelace,Grace Hopper,ada@uni.example,u2,,,Ada Lovelace,,,,,,PT
2026-03-02T09:02:00Z,joined,e1,s1,Ada Lovelace,Grace Hopper,ada@uni.example,,,,Zoe,,,,,,ES
2026-03-02T09:03:00Z,teleported,e1,s1,,,,,,,Zoe,,,,u1,,
2026-03-02T09:04:00Z,teleported,e1,s1,,,,u1,,,,,,,,Katherine Johnson,
2026-03-02T09:05:00Z,teleported,e1,s1,,,,u1,,,,,,,,ZOE,
2026-03-02T09:06:00Z,bubble_joined,e1,s1,,,,u1,,,,,,b1,,,
2026-03-02T09:30:00Z,left,e1,s1,,,,u1,,,,,,,,,
2026-03-02T09:00:00Z,joined,e2,s1,Algebra,ADA  lovelace,,u1,,,Ada Lovelace,,,,,,FR
2026-03-02T09:00:00Z,chat,e2,s1,,,,u1,,,,,,,,,
";

fn sample(sample: Sample) -> Log {
    let mut parcel = crate::container::Parcel::new(sample.file_name());
    sample::write(sample, Size::Demo, &mut |part| parcel.push(part));
    let mut log = Log::default();
    parcel.finish().into_iter().for_each(|reading| log.add(reading));
    log
}

fn logs() -> [Log; 3] {
    [sample(Sample::Classes), sample(Sample::Event), Log::of_csv(AWKWARD)]
}

/// Everything, by pseudonyms.
fn all(suppress: u64) -> Sharing {
    Sharing { seed: Some(SEED), suppress, ..Sharing::new(Purpose::Own, &SEED) }
}

/// Each table that goes out, as texts: with its columns' names, and its rows.
type Texts = BTreeMap<Which, (Vec<&'static str>, Vec<Vec<String>>)>;

fn texts(log: &mut Log, sharing: &Sharing) -> Texts {
    let options = Options::default();
    let input = log.input(&options.answers).unwrap();
    let codes = sharing.codes(input);
    let range = input.attendance_range(&options).unwrap();
    let attendance = Attendance::new(input, &options, &range);
    let smart = SmartSessions::new(input, &options, &input.smart_sessions_range(&options).unwrap());
    let sheets = smart.sheets();
    let mut texts = Texts::new();
    for which in Which::all() {
        let table: &dyn Table = match which {
            Which::Attendance => &attendance,
            Which::Sheet(sheet) => &sheets[sheet as usize],
        };
        let shared = Shared::new(table, which, sharing, codes.as_ref());
        let mut cells = Vec::new();
        let rows = (0..shared.len()).map(|row| {
            shared.row(row, &mut cells);
            shared.columns().iter().zip(&cells).map(|(column, cell)| cell_text(column.format, cell)).collect()
        });
        let rows = rows.collect();
        texts.insert(which, (shared.columns().iter().map(|column| column.name).collect(), rows));
    }
    texts
}

/// All that people are known by in a log, folded.
fn identities(log: &mut Log) -> BTreeSet<String> {
    let input = log.input(&Options::default().answers).unwrap();
    let mut known = BTreeSet::new();
    for (facts, attendee) in input.ledger.profiles() {
        let fact = |field| input.ledger.text(facts[attendee_fact(field)]);
        for field in [Field::UserId, Field::Username, Field::Email, Field::DisplayName] {
            known.insert(folded(fact(field)));
        }
        let full = [fact(Field::FirstName), fact(Field::LastName)].join(" ");
        known.insert(folded(full.trim()));
        known.insert(folded(input.ledger.identity(attendee).value));
    }
    known.extend(input.ledger.named_others().map(folded));
    known.remove("");
    known
}

#[test]
fn no_cell_has_what_somebody_is_known_by() {
    for mut log in logs() {
        let known = identities(&mut log);
        assert!(known.len() > 3);
        for (which, (columns, rows)) in texts(&mut log, &all(0)) {
            for (column, text) in rows.iter().flat_map(|row| columns.iter().zip(row)) {
                let text = folded(text);
                assert!(!known.contains(&text), "{which:?} {column}: {text}");
                // Nor in the middle of another text, where it is long enough to mean somebody.
                let part = known.iter().find(|one| one.len() > 7 && text.contains(*one));
                assert_eq!(part, None, "{which:?} {column}: {text}");
            }
        }
    }
}

#[test]
fn somebody_has_one_pseudonym_everywhere() {
    let mut log = Log::of_csv(AWKWARD);
    let found = texts(&mut log, &all(0));
    let column = |which: Which, name: &str| -> Vec<String> {
        let (columns, rows) = &found[&which];
        let place = columns.iter().position(|column| *column == name).unwrap();
        rows.iter().map(|row| row[place].clone()).collect()
    };
    let names = column(Which::Attendance, "NameOfAttendee");
    let set: BTreeSet<&String> = names.iter().collect();
    // u1 in two event codes, u2, and Zoe.
    assert_eq!((names.len(), set.len()), (4, 3));
    let ada = names.iter().find(|name| names.iter().filter(|other| other == name).count() == 2).unwrap();
    for (sheet, name) in [
        (Sheet::Usage, "User id"),
        (Sheet::Usage, "Attendee"),
        (Sheet::Engagement, "User"),
        (Sheet::Bubbles, "User id"),
        (Sheet::Teleports, "User"),
    ] {
        let codes = column(Which::Sheet(sheet), name);
        assert!(codes.contains(ada), "{sheet:?} {name}");
        assert!(codes.iter().all(|code| set.contains(code)), "{sheet:?} {name}: {codes:?}");
    }
    // Whoever teleported to Zoe by another spelling teleported to Zoe.
    let usage = column(Which::Sheet(Sheet::Teleports), "Person teleported to");
    assert!(usage.iter().filter(|code| set.contains(code)).count() >= 1, "{usage:?}");
    assert!(usage.iter().all(|code| code.starts_with("P-")), "{usage:?}");
    // A room that is called as two people are has a code of its own, and so has an owner who is nobody else.
    let rooms: BTreeSet<String> = column(Which::Attendance, "SessionName").into_iter().collect();
    assert!(
        rooms.contains("Algebra") && rooms.iter().any(|room| room.starts_with("P-") && !set.contains(room))
    );
    // A context that is somebody's address is that somebody.
    assert!(column(Which::Attendance, "ContextName").contains(ada));
}

#[test]
fn rows_stand_in_the_order_of_pseudonyms() {
    for mut log in logs() {
        for sharing in [all(0), Sharing::new(Purpose::Committee, &SEED), Sharing::new(Purpose::Public, &SEED)]
        {
            let found = texts(&mut log, &sharing);
            let (columns, rows) = &found[&Which::Attendance];
            let place = |name: &str| columns.iter().position(|column| *column == name);
            let code = place("NameOfAttendee").unwrap();
            let occurrence = place("SessionInstanceIdentifer");
            for pair in rows.windows(2) {
                let same = occurrence.is_some_and(|place| pair[0][place] == pair[1][place]);
                assert!(!same || pair[0][code] <= pair[1][code], "{pair:?}");
            }
        }
    }
}

#[test]
fn pseudonyms_follow_from_the_seed_and_the_person_alone() {
    let mut log = Log::of_csv(AWKWARD);
    let first = texts(&mut log, &all(0));
    assert_eq!(texts(&mut log, &all(0)), first);
    let other = Sharing { seed: Some(Seed::new([7; 16])), ..all(0) };
    assert_ne!(texts(&mut log, &other), first);
    // The same people in another order and with others between them.
    let mut lines: Vec<&str> = AWKWARD.lines().collect();
    lines[1..].reverse();
    let mut reversed = Log::of_csv(&(lines.join("\n") + "\n"));
    assert_eq!(texts(&mut reversed, &all(0)), first);
    let code = |log: &mut Log| {
        let found = texts(log, &all(0));
        found[&Which::Attendance].1.iter().map(|row| row[7].clone()).collect::<BTreeSet<_>>()
    };
    let fewer =
        code(&mut Log::of_csv(&AWKWARD.lines().take(3).map(|line| format!("{line}\n")).collect::<String>()));
    assert!(fewer.is_subset(&code(&mut log)));
}

#[test]
fn the_key_says_who_is_who() {
    for mut log in logs() {
        let known = identities(&mut log);
        let sharing = all(0);
        let codes = sharing.codes(log.input(&Options::default().answers).unwrap()).unwrap();
        let table = codes.key();
        let mut cells = Vec::new();
        let mut said = BTreeSet::new();
        let mut last = String::new();
        for row in 0..table.len() {
            table.row(row, &mut cells);
            let [code, what, text] = [0, 1, 2].map(|place| cell_text(Format::Text, &cells[place]));
            if row + 1 == table.len() {
                assert_eq!((code.as_str(), what.as_str(), Seed::read(&text)), ("", "seed", Some(SEED)));
                continue;
            }
            // By code, and so by nothing else.
            assert!(code >= last && code.len() == 10, "{code}");
            last = code;
            said.insert(folded(text.trim()));
        }
        let left: Vec<_> = known.iter().filter(|one| !said.contains(one.trim())).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// That nobody who knows the total of a room, or of a country, knows a count that is withheld.
#[test]
fn what_is_withheld_cannot_be_had_from_totals() {
    for mut log in logs() {
        let whole = texts(&mut log, &Sharing::new(Purpose::Own, &SEED));
        for least in [2, 3, 5, 10, 50] {
            let found = texts(&mut log, &Sharing { suppress: least, ..Sharing::new(Purpose::Own, &SEED) });
            for (sheet, count, groups) in
                [(Sheet::Countries, 4, vec![vec![0, 1], vec![3]]), (Sheet::UsageGraph, 4, vec![vec![0, 1]])]
            {
                let (which, mut any) = (Which::Sheet(sheet), false);
                let pairs: Vec<_> = whole[&which].1.iter().zip(&found[&which].1).collect();
                for (was, is) in &pairs {
                    let people: u64 = was[count].parse().unwrap();
                    assert!(is[count] == WITHHELD || (is[count] == was[count] && people >= least), "{is:?}");
                    any |= is[count] == WITHHELD;
                }
                assert!(any || least < 5, "{sheet:?} {least}");
                for group in groups {
                    let mut hidden: BTreeMap<Vec<&String>, (usize, u64, usize, bool)> = BTreeMap::new();
                    for (was, is) in &pairs {
                        let key = group.iter().map(|column| &was[*column]).collect();
                        let (cells, sum, of, _) = hidden.entry(key).or_default();
                        *of += 1;
                        if is[count] == WITHHELD {
                            *cells += 1;
                            *sum += was[count].parse::<u64>().unwrap();
                        }
                    }
                    for (key, (cells, sum, of, _)) in hidden {
                        // None, or two that are not determined; or nothing of the group is told.
                        let fine =
                            cells == 0 || (cells >= 2 && sum >= least && sum > cells as u64) || cells == of;
                        assert!(fine, "{sheet:?} {least} {key:?}: {cells} of {of}, in all {sum}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_room_too_small_to_hide_in_does_not_tell_its_countries() {
    let mut log = Log::of_csv(AWKWARD);
    let found = texts(&mut log, &Sharing::new(Purpose::Public, &SEED));
    let (_, rows) = &found[&Which::Sheet(Sheet::Countries)];
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row[3] == WITHHELD && row[4] == WITHHELD), "{rows:?}");
    assert!(found[&Which::Sheet(Sheet::Usage)].0.is_empty());
}

#[test]
fn oneself_gets_everything_as_it_is() {
    for mut log in logs() {
        let options = Options::default();
        let input = log.input(&options.answers).unwrap();
        let range = input.attendance_range(&options).unwrap();
        let sharing = Sharing::new(Purpose::Own, &SEED);
        let (mut whole, mut shared) = (Vec::new(), Vec::new());
        crate::export::files::attendance(input, &options, &range, Flavour::Data, &mut |part| {
            whole.extend_from_slice(part);
        });
        files::attendance(input, &options, &range, (&sharing, None), Flavour::Data, &mut |part| {
            shared.extend_from_slice(part);
        });
        assert_eq!(whole, shared);
        assert_eq!(files::labelled("report.csv", &sharing), "report.csv");
        assert_eq!(files::labelled("report.csv", &all(0)), "report (pseudonymised).csv");
    }
}

#[test]
fn purposes_leave_less_and_less() {
    for which in Which::all() {
        let columns = Purpose::ALL.map(|purpose| purpose.columns(which));
        assert_eq!(columns[0].len(), which.columns().len());
        assert!(columns[3].len() <= columns[0].len());
        // The committee needs no name, but for the pseudonym, and no moment of anybody.
        for &column in columns[2].iter().chain(&columns[3]) {
            let column = &which.columns()[column];
            let tells = Tells::of(column);
            assert!(!matches!(tells, Tells::More | Tells::Other), "{which:?} {}", column.name);
            assert!(
                !column.name.contains("Join Time") && !column.name.contains("JoinTime"),
                "{}",
                column.name
            );
        }
    }
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
    }
    assert_eq!(
        Seed::read("0123456789abcdef0123456789ABCDEF").unwrap().text(),
        "0123456789abcdef0123456789abcdef"
    );
    for text in ["", "1", "+123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdeg"] {
        assert_eq!(Seed::read(text), None, "{text}");
    }
}
