use super::{Sample, Size, write};
use crate::event::{Field, Kind};
use std::collections::{BTreeMap, BTreeSet};

fn bytes(sample: Sample, size: Size) -> Vec<u8> {
    let mut all = Vec::new();
    write(sample, size, &mut |part| all.extend_from_slice(part));
    all
}

fn text(sample: Sample, size: Size) -> String {
    String::from_utf8(bytes(sample, size)).unwrap()
}

/// FNV-1a, 64 bits.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The fields of a CSV line; the samples have no line breaks within fields.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let field = fields.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => field.push(other),
        }
    }
    assert!(!quoted, "{line}");
    fields
}

type Record = BTreeMap<&'static str, String>;

/// The records that have all their fields, by field name, and how many lines have not.
fn records(sample: Sample, size: Size) -> (Vec<Record>, usize) {
    let text = text(sample, size);
    let mut records = Vec::new();
    let mut broken = 0;
    match sample {
        Sample::Classes => {
            for line in text.lines().skip(1) {
                let fields = split(line);
                if fields.len() != Field::SPECIFIED {
                    broken += 1;
                    continue;
                }
                let named = Field::ALL.iter().map(|field| field.name()).zip(fields);
                records.push(named.filter(|(_, text)| !text.is_empty()).collect());
            }
        }
        Sample::Event => {
            for line in text.lines() {
                let Ok(object) = serde_json::from_str::<BTreeMap<String, serde_json::Value>>(line) else {
                    broken += 1;
                    continue;
                };
                let mut record = Record::new();
                for (key, value) in object {
                    let field = Field::from_header(&key).unwrap();
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    record.insert(field.name(), text);
                }
                records.push(record);
            }
        }
    }
    (records, broken)
}

fn kinds(records: &[Record]) -> BTreeMap<&str, usize> {
    let mut kinds = BTreeMap::new();
    for record in records {
        *kinds.entry(record["event"].as_str()).or_default() += 1;
    }
    kinds
}

#[test]
fn the_demos_are_the_same_bytes_everywhere() {
    for (sample, size, lines, expected) in [
        (Sample::Classes, 1_019_343, 7_778, 0x9038_08fb_1e0f_d7fc),
        (Sample::Event, 1_307_742, 6_684, 0xc97f_ff64_deec_89f9),
    ] {
        let first = bytes(sample, Size::Demo);
        assert_eq!(first, bytes(sample, Size::Demo), "{sample:?}");
        let found = first.iter().filter(|byte| **byte == b'\n').count();
        let got = (first.len(), found, hash(&first));
        assert_eq!(got, (size, lines, expected), "{sample:?}: {:#018x}", got.2);
    }
}

#[test]
fn parts_are_a_mebibyte() {
    for sample in Sample::ALL {
        let mut lengths = Vec::new();
        write(sample, Size::Bytes(4_000_000), &mut |part| lengths.push(part.len()));
        let last = lengths.pop().unwrap();
        assert!(lengths.len() >= 3 && lengths.iter().all(|length| *length == 1 << 20), "{lengths:?}");
        assert!(last > 0 && last <= 1 << 20);
    }
}

#[test]
fn the_csv_header_has_every_field_in_order() {
    let text = text(Sample::Classes, Size::Demo);
    let names: Vec<_> = Field::ALL.iter().take(Field::SPECIFIED).map(|field| field.name()).collect();
    assert_eq!(text.lines().next(), Some(names.join(",").as_str()));
}

#[test]
fn every_kind_of_event_occurs() {
    for sample in Sample::ALL {
        let (records, _) = records(sample, Size::Demo);
        let kinds = kinds(&records);
        for kind in Kind::ALL {
            assert!(kinds.contains_key(kind.name()), "{sample:?}: {kind:?}");
        }
        assert_eq!(kinds.len(), Kind::ALL.len() + 1, "one of them unknown: {kinds:?}");
    }
}

#[test]
fn all_but_the_few_records_can_be_used() {
    for (sample, size, unusable) in [
        (Sample::Classes, Size::Demo, 4),
        (Sample::Event, Size::Demo, 5),
        (Sample::Classes, Size::Bytes(1_000_000), 0),
        (Sample::Event, Size::Bytes(3_000_000), 0),
    ] {
        let (records, broken) = records(sample, size);
        let usable = |record: &Record| {
            let Some(kind) = Kind::from_name(record["event"].as_bytes()) else { return false };
            let identity = ["user_id", "username", "email", "display_name"];
            let time = chrono::DateTime::parse_from_rfc3339(&record["time"]).is_ok();
            let has = |name: &str| record.contains_key(name);
            time && has("session_id")
                && (!kind.needs_attendee() || identity.into_iter().any(has))
                && (!kind.needs_bubble() || has("bubble_id"))
                && (kind != Kind::Teleported || has("target_user_id") || has("target_name"))
        };
        let found = records.iter().filter(|record| !usable(record)).count() + broken;
        assert_eq!(found, unusable, "{sample:?} {size:?}");
    }
}

#[test]
fn the_size_asked_for_is_met() {
    for (sample, size) in [
        (Sample::Classes, 200_000),
        (Sample::Classes, 1_000_000),
        (Sample::Classes, 3_333_333),
        (Sample::Classes, 6_000_000),
        (Sample::Event, 500_000),
        (Sample::Event, 1_000_000),
        (Sample::Event, 3_333_333),
        (Sample::Event, 6_000_000),
    ] {
        let mut written = 0;
        write(sample, Size::Bytes(size), &mut |part| written += part.len() as u64);
        assert!(written.abs_diff(size) * 20 <= size, "{sample:?}: {written} for {size}");
    }
}

#[test]
fn a_size_of_next_to_nothing_is_a_small_log() {
    for sample in Sample::ALL {
        for size in [0, 1, 1000] {
            let length = bytes(sample, Size::Bytes(size)).len();
            assert!((1000..150_000).contains(&length), "{sample:?}: {length}");
        }
    }
}

#[test]
fn the_dates_stay_within_the_term_and_the_summit() {
    for (sample, first, last) in
        [(Sample::Classes, "2026-03-02", "2026-05-29"), (Sample::Event, "2026-04-21", "2026-04-22")]
    {
        for size in [Size::Demo, Size::Bytes(3_000_000)] {
            let days: BTreeSet<String> = records(sample, size)
                .0
                .iter()
                .filter_map(|record| chrono::DateTime::parse_from_rfc3339(&record["time"]).ok())
                .map(|time| time.to_utc().date_naive().to_string())
                .collect();
            assert_eq!(days.first().map(String::as_str), Some(first), "{sample:?}");
            assert_eq!(days.last().map(String::as_str), Some(last), "{sample:?}");
        }
    }
}

#[test]
fn the_demos_have_what_real_logs_have() {
    for sample in Sample::ALL {
        let (records, _) = records(sample, Size::Demo);
        let distinct: BTreeSet<_> = records.iter().collect();
        assert!(distinct.len() < records.len(), "records twice");
        let times: Vec<_> = records
            .iter()
            .filter_map(|record| chrono::DateTime::parse_from_rfc3339(&record["time"]).ok())
            .collect();
        assert!(!times.is_sorted(), "out of order");
        let any = |name: &str, test: &dyn Fn(&str) -> bool| {
            assert!(records.iter().any(|record| record.get(name).is_some_and(|text| test(text))), "{name}");
        };
        any("time", &|text| text.ends_with("+02:00"));
        any("time", &|text| text.contains('.'));
        any("role", &|text| text == "Moderator");
        any("role", &|text| text == "participant");
        any("display_name", &|text| !text.is_ascii());
        any("session_created", &|text| text.starts_with("2026-0"));
        any("capacity", &|text| text.parse::<u32>().is_ok());

        let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut addresses: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let mut came = BTreeSet::new();
        let mut failed = BTreeSet::new();
        for record in &records {
            let get = |name: &str| record.get(name).map_or("", String::as_str);
            if !get("user_id").is_empty() && !get("first_name").is_empty() {
                ids.entry(get("display_name")).or_default().insert(get("user_id"));
            }
            addresses.entry(get("email").to_lowercase()).or_default().insert(get("email"));
            let who = (get("session_id"), get("instance_id"), get("user_id"), get("display_name"));
            match get("event") {
                "joined" => came.insert(who),
                "join_failed" => failed.insert(who),
                _ => false,
            };
        }
        assert!(ids.values().any(|ids| ids.len() > 1), "two people of one name");
        assert!(addresses.values().any(|spellings| spellings.len() > 1), "an address in two spellings");
        assert!(failed.difference(&came).next().is_some(), "only tried to connect");
    }
    let (classes, _) = records(Sample::Classes, Size::Demo);
    let kinds = kinds(&classes);
    assert_eq!((kinds["session"], kinds["room_opened"]), (36, 36));
    assert!((30..36).contains(&kinds["room_closed"]), "some closings are missing: {kinds:?}");
    let (summit, _) = records(Sample::Event, Size::Demo);
    let countries: BTreeSet<_> = summit.iter().filter_map(|record| record.get("country")).collect();
    assert!(countries.len() >= 18, "{countries:?}");
    let rooms: BTreeSet<_> = summit.iter().filter_map(|record| record.get("session_name")).collect();
    assert_eq!(rooms.len(), 8);
}

#[test]
fn bubbles_hold_two_to_six() {
    for sample in Sample::ALL {
        let (records, _) = records(sample, Size::Demo);
        let mut bubbles: BTreeMap<(&str, &str), BTreeSet<(&str, &str)>> = BTreeMap::new();
        for record in records.iter().filter(|record| record["event"] == "bubble_joined") {
            let get = |name: &str| record.get(name).map_or("", String::as_str);
            let members = bubbles.entry((get("session_id"), get("bubble_id"))).or_default();
            members.insert((get("user_id"), get("display_name")));
        }
        assert!(bubbles.len() > 30);
        assert!(bubbles.values().all(|members| (2..=6).contains(&members.len())), "{bubbles:?}");
    }
}
