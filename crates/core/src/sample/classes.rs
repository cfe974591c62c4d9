//! A term of classes at a university, one weekly session a course.

use super::Size;
use super::chance::{Chance, mix};
use super::meeting::{Flow, Meeting, Scene, Session};
use super::pen::{Format, Pen, central_minutes};
use super::people::Person;

/// Monday, 2 March 2026, in days since 1970.
const FIRST_MONDAY: i64 = 20_514;
/// The week of the term without classes, counted from 0.
const FREE_WEEK: u32 = 5;
const WEEKS: u32 = 12;
/// About what one attendee adds to the log in one session.
const BYTES_PER_PLACE: u64 = 1050;
/// About what a session adds that nobody comes to.
const BYTES_PER_SESSION: u64 = 1500;
/// The usual number of people in a course.
const PLACES: u64 = 24;

/// Name, letters of its id, minutes, and how many are in it in the small sample.
const COURSES: [(&str, &str, i64, u32); 8] = [
    ("Rivers, Lakes and Seas", "geo", 90, 28),
    ("Statistics for Everyone", "sta", 75, 25),
    ("History of Maps", "his", 50, 22),
    ("Introduction to Acoustics", "phy", 90, 24),
    ("Writing Workshop \"Short Forms\"", "wri", 100, 24),
    ("Éléments de linguistique", "lin", 60, 24),
    ("Food Chemistry", "che", 75, 24),
    ("Cities & Transport", "urb", 50, 24),
];

/// Records that cannot be used, and after which session they stand.
const UNUSABLE: [(u32, &str); 4] = [
    // The letter O for the digit 0.
    (4, "2026-03-1OT09:14:22Z,joined,spring26,sta-101,,sta-101-w02,,,,,,,,001161,,,,,,,,,,,,"),
    // An event that the format does not have.
    (11, "2026-03-25T10:31:07Z,hand_raised,spring26,sta-101,,sta-101-w04,,,,,,,,001196,,,,,,,,,,,,"),
    // Nobody is named.
    (19, "2026-04-20T08:02:40Z,joined,spring26,geo-100,,geo-100-w07,,,,,,,,,,,,,,,,,,,,"),
    // Cut off.
    (28, "2026-05-13T08:47:55Z,chat,spring26,sta-101,,sta-101-w10,,,"),
];

/// Writes the log.
pub(super) fn write(size: Size, pen: &mut Pen<'_>) {
    let (courses, weeks, target) = match size {
        Size::Demo => (3, WEEKS, None),
        Size::Bytes(bytes) => {
            let session = BYTES_PER_SESSION + PLACES * BYTES_PER_PLACE;
            let weeks = (bytes / session).clamp(1, u64::from(WEEKS));
            let courses = (bytes / (session * weeks)).max(1);
            (u32::try_from(courses).unwrap_or(u32::MAX), u32::try_from(weeks).unwrap_or(WEEKS), Some(bytes))
        }
    };
    let weights: u64 = (0..courses).map(weight).sum();
    let mut left = weights * u64::from(weeks);
    let mut scene = Scene::default();
    for week in 0..weeks {
        for course in 0..courses {
            let places = match target {
                None => COURSES[(course % 8) as usize].3,
                // The rest of the bytes, shared among the rest of the sessions by their weights.
                Some(target) => {
                    let rest = u128::from(target.saturating_sub(pen.written()));
                    let share = rest * u128::from(weight(course)) / u128::from(left.max(1));
                    let share = u64::try_from(share).unwrap_or(u64::MAX).saturating_sub(BYTES_PER_SESSION);
                    u32::try_from(share / BYTES_PER_PLACE).unwrap_or(u32::MAX).max(3)
                }
            };
            left -= weight(course);
            session(&mut scene, pen, Slot { week, course, courses, places });
            if size == Size::Demo {
                let number = week * courses + course;
                for (_, line) in UNUSABLE.iter().filter(|(after, _)| *after == number) {
                    pen.line(line);
                }
            }
        }
    }
}

/// Which session of the term, and how many people are in its course.
struct Slot {
    week: u32,
    course: u32,
    courses: u32,
    places: u32,
}

/// How large a course is, against others.
fn weight(course: u32) -> u64 {
    60 + mix(u64::from(course)) % 81
}

fn session(scene: &mut Scene, pen: &mut Pen<'_>, slot: Slot) {
    let Slot { week, course, courses, places } = slot;
    let (name, letters, minutes, _) = COURSES[(course % 8) as usize];
    let mut chance = Chance::new((u64::from(course) << 8) | u64::from(week));

    let calendar_week = if week < FREE_WEEK { week } else { week + 1 };
    let weekday = if courses <= 3 { course * 2 } else { course % 5 };
    let hour = if courses <= 3 { 10 } else { 8 + course / 5 % 10 };
    let day = FIRST_MONDAY + i64::from(calendar_week * 7 + weekday);
    let local = day * 86_400 + i64::from(hour) * 3600;
    let start = local - i64::from(central_minutes(local)) * 60;
    let end = start + minutes * 60;

    // Teachers are numbered from 0 below the students.
    let teacher = Person::of_university(course).as_moderator();
    let stand_in = Person::of_university((course + 1) % courses.max(2)).as_moderator();
    let host = if (course * 5 + week) % 17 == 8 { stand_in } else { teacher };

    let group = course / 8;
    scene.clear();
    scene.sessions.push(Session {
        code: "spring26",
        id: format!("{letters}-{}", 100 + course),
        name: if group == 0 { name.to_owned() } else { format!("{name} ({})", group + 1) },
        instance: format!("{letters}-{}-w{:02}", 100 + course, week + 1),
        owner: teacher.full_name(),
        created: (FIRST_MONDAY - 25 + i64::from(course % 14)) * 86_400
            + 32_400
            + i64::from(course % 977) * 37,
        starts: start,
        ends: end,
        capacity: 10 * (places / 10 + 1),
        context_name: if group == 0 { name.to_owned() } else { format!("{name}, group {}", group + 1) },
        context_id: format!("{}26S-{}", letters.to_ascii_uppercase(), 100 + course),
        name_everywhere: true,
        salt: (course << 4) | week,
    });
    let breakouts = chance.of_thousand(700);
    let meeting = Meeting {
        room: 0,
        start,
        end,
        flow: Flow::Seated,
        opens: true,
        closes: true,
        gaps: true,
        pause: minutes >= 90,
        chat: 370,
        teleports: 60,
        presenters: chance.below(3),
        rounds: (start + minutes * 38, minutes * 7 + chance.seconds(200), u32::from(breakouts) * 2),
        first_bubble: week * 100 + 1,
        first_device: 0,
    };
    scene.announce(0, start - 1800 - chance.seconds(1200));

    // Students take about five courses, neighbours in number much the same ones.
    let pool = courses.saturating_mul(8).max(120);
    let offset = course.wrapping_mul(7) % pool;
    let guests = [0, 0, 0, 1, 1, 2][chance.below(6) as usize];
    let first_guest = week * 5 + course * 3;
    let mut luck = Chance::new((1 << 48) | (u64::from(course) << 8) | u64::from(week));
    let students = (0..places.min(pool)).filter_map(|place| {
        let student = Person::of_university(courses + (offset + place) % pool);
        luck.of_thousand(student.diligence).then_some(student)
    });
    let guests = (0..guests).map(|guest| Person::guest_of_university(first_guest + guest));
    scene.hold(&meeting, &mut chance, host, students.chain(guests));
    scene.write(&mut chance, pen);
}

/// The form of the log.
pub(super) const FORMAT: Format = Format::Csv;
