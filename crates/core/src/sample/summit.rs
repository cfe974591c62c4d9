//! An online summit of two days, with rooms to listen, to work and to meet in.

use super::Size;
use super::chance::Chance;
use super::meeting::{Flow, Meeting, Scene, Session};
use super::pen::{Format, Pen};
use super::people::Person;

/// Tuesday, 21 April 2026, in days since 1970.
const FIRST_DAY: i64 = 20_564;
/// How many people a set of eight rooms usually has.
const PEOPLE: u32 = 180;
/// About what a person adds to the log, and how much less a set has in all: the fewer there are, the fewer
/// bubbles.
const BYTES_PER_PERSON: u64 = 7550;
const BYTES_LESS: u64 = 30_000;
const ROOMS: u32 = 8;

/// A day of the summit and a minute of that day.
type Moment = (i64, i64);

/// Name, day and minutes of the schedule that was set, how many it admits; 0 for what was not set.
const ROOM_LIST: [(&str, Moment, Moment, u32); ROOMS as usize] = [
    ("Main Stage", (0, 480), (1, 990), 500),
    ("Networking Lounge", (0, 0), (0, 0), 150),
    ("Workshop: Mapping Floodplains", (0, 600), (0, 690), 60),
    ("Workshop: Sensors, Open and Cheap", (0, 600), (0, 690), 60),
    ("Round Table: Who Pays for Repairs?", (0, 810), (0, 900), 40),
    ("Workshop: Teaching Resilience", (1, 600), (1, 690), 60),
    ("Round Table: Small Harbours", (1, 810), (1, 900), 40),
    ("Brightwater Exhibition Hall", (1, 780), (1, 900), 0),
];

/// A sitting of the programme.
struct Item {
    room: u32,
    day: i64,
    /// Minutes of the day.
    from: i64,
    to: i64,
    /// Of a thousand people, how many come; where there are two at once, of those with this remainder.
    share: u32,
    half: Option<u32>,
    /// Whether the room opens before and closes after.
    opens: bool,
    closes: bool,
    kind: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Talk,
    Workshop,
    Table,
    Lounge,
}

const fn item(room: u32, day: i64, (from, to): (i64, i64), share: u32, kind: Style) -> Item {
    Item { room, day, from, to, share, half: None, opens: true, closes: true, kind }
}

const PROGRAMME: [Item; 16] = [
    Item { closes: false, ..item(0, 0, (480, 570), 820, Style::Talk) },
    Item { closes: false, ..item(1, 0, (570, 605), 330, Style::Lounge) },
    Item { half: Some(0), ..item(2, 0, (600, 690), 520, Style::Workshop) },
    Item { half: Some(1), ..item(3, 0, (600, 690), 480, Style::Workshop) },
    Item { opens: false, closes: false, ..item(1, 0, (690, 790), 420, Style::Lounge) },
    Item { half: Some(1), ..item(4, 0, (810, 900), 430, Style::Table) },
    Item { opens: false, ..item(1, 0, (900, 935), 240, Style::Lounge) },
    Item { opens: false, ..item(0, 0, (930, 990), 560, Style::Talk) },
    Item { closes: false, ..item(0, 1, (480, 540), 700, Style::Talk) },
    Item { closes: false, ..item(1, 1, (540, 600), 330, Style::Lounge) },
    Item { half: Some(0), ..item(5, 1, (600, 690), 500, Style::Workshop) },
    Item { opens: false, closes: false, ..item(1, 1, (690, 790), 380, Style::Lounge) },
    Item { half: Some(1), ..item(6, 1, (810, 900), 400, Style::Table) },
    Item { half: Some(0), ..item(7, 1, (780, 900), 480, Style::Lounge) },
    Item { opens: false, ..item(1, 1, (900, 930), 200, Style::Lounge) },
    Item { opens: false, ..item(0, 1, (930, 990), 600, Style::Talk) },
];

/// Records that cannot be used; they stand at the end of the log.
const UNUSABLE: [&str; 5] = [
    r#"{"time":"2026-04-21T25:10:00Z","event":"joined","event_code":"COAST26","session_id":"room-1","user_id":"001301"}"#,
    r#"{"time":"2026-04-21T11:52:31Z","event":"applause","event_code":"COAST26","session_id":"room-1","user_id":"001301"}"#,
    r#"{"time":"2026-04-22T08:14:09Z","event":"chat","event_code":"COAST26","session_id":"room-1"}"#,
    r#"{"time":"2026-04-22T11:40:13Z","event":"teleported","event_code":"COAST26","session_id":"room-2","user_id":"001301"}"#,
    r#"{"time":"2026-04-22T11:41:50Z","event":"bubble_joined","event_code":"COAST26","session_id":"roo"#,
];

/// Writes the log.
pub(super) fn write(size: Size, pen: &mut Pen<'_>) {
    let mut scene = Scene::default();
    match size {
        Size::Demo => {
            set(&mut scene, pen, 0, PEOPLE);
            for line in UNUSABLE {
                pen.line(line);
            }
        }
        Size::Bytes(bytes) => {
            let sets = (bytes / (u64::from(PEOPLE) * BYTES_PER_PERSON)).max(1);
            for number in 0..sets {
                let share = bytes.saturating_sub(pen.written()) / (sets - number);
                let people =
                    u32::try_from((share + BYTES_LESS) / BYTES_PER_PERSON).unwrap_or(u32::MAX).max(4);
                set(&mut scene, pen, u32::try_from(number).unwrap_or(u32::MAX), people);
            }
        }
    }
}

/// Eight rooms on two days.
fn set(scene: &mut Scene, pen: &mut Pen<'_>, number: u32, people: u32) {
    let mut chance = Chance::new(0x5e70_0000_0000_0000 | u64::from(number));
    let at = |(day, minutes): Moment| (FIRST_DAY + day) * 86_400 + minutes * 60;
    // Neighbouring sets have some people in common; the hosts are a set's first eight.
    let first_person = number.wrapping_mul(150);

    scene.clear();
    for (index, (name, starts, ends, capacity)) in (0..).zip(ROOM_LIST) {
        let room = number * ROOMS + index;
        let scheduled = ends.1 > 0;
        scene.sessions.push(Session {
            code: "COAST26",
            id: format!("room-{}", room + 1),
            name: if number == 0 { name.to_owned() } else { format!("{name} ({})", number + 1) },
            owner: Person::of_summit(first_person, 0).full_name(),
            created: at((-48 + i64::from(index * 2), 540 + i64::from(index * 7))),
            starts: if scheduled { at(starts) } else { 0 },
            ends: if scheduled { at(ends) } else { 0 },
            capacity,
            context_name: "Coastal Cities Summit".to_owned(),
            context_id: "coastal-cities".to_owned(),
            salt: room,
            ..Session::default()
        });
        scene.announce(index, at((0, 420)) + i64::from(index * 3));
    }
    for (index, item) in (0..).zip(&PROGRAMME) {
        let Item { room, day, from, to, share, half, opens, closes, kind } = *item;
        let (start, end) = (at((day, from)), at((day, to)));
        let lounge = kind == Style::Lounge;
        let (rounds, chat, teleports) = match kind {
            Style::Talk => ((start, 0, 0), 70, 0),
            Style::Workshop => ((start + 2400, 900, 1), 200, 60),
            Style::Table => ((start + 1200, 1200, 2), 200, 90),
            Style::Lounge => ((start + 120, 420, u32::try_from((to - from) / 7).unwrap_or(0)), 30, 330),
        };
        let meeting = Meeting {
            room,
            start,
            end,
            flow: if lounge { Flow::Passing } else { Flow::Seated },
            opens,
            closes,
            // A leave missing where the room goes on for days would count as days of presence.
            gaps: !matches!(room, 0 | 1),
            pause: false,
            chat,
            teleports,
            presenters: if lounge { 0 } else { 3 },
            rounds,
            first_bubble: index * 200 + 1,
            first_device: index * 8,
        };
        let today = u32::from(day == 1);
        let host = Person::of_summit(first_person + room, today).as_moderator();
        let mut luck = Chance::new((u64::from(number) << 32) | u64::from(index) | (1 << 24));
        let attendees = (ROOMS..people.max(ROOMS + 2)).filter_map(|place| {
            let person = Person::of_summit(first_person + place, today);
            let free = half.is_none_or(|half| place % 2 == half);
            let share = if half.is_some() { share * 3 / 2 } else { share };
            (free && luck.of_thousand(share * person.diligence / 875)).then_some(person)
        });
        scene.hold(&meeting, &mut chance, host, attendees);
    }
    scene.write(&mut chance, pen);
}

/// The form of the log.
pub(super) const FORMAT: Format = Format::Ndjson;
