//! The people of the samples, all invented: a person follows from a number, so that none need be kept.

use super::chance::{Chance, mix};
use super::pen::{Offset, Pen};
use crate::event::Field;

/// Given names with the initial used for logins; family names with their form in logins.
struct Names {
    given: [(&'static str, &'static str); 12],
    family: [(&'static str, &'static str); 12],
}

const NAMES: [Names; 5] = [
    Names {
        given: [
            ("Anna", "a"),
            ("Ben", "b"),
            ("Clara", "c"),
            ("Daniel", "d"),
            ("Emma", "e"),
            ("Grace", "g"),
            ("Hannah", "h"),
            ("Isaac", "i"),
            ("Leo", "l"),
            ("Nora", "n"),
            ("Owen", "o"),
            ("Ruth", "r"),
        ],
        family: [
            ("Baker", "baker"),
            ("Carter", "carter"),
            ("Dalton", "dalton"),
            ("Ellis", "ellis"),
            ("Fletcher", "fletcher"),
            ("Hale", "hale"),
            ("Mercer", "mercer"),
            ("Norwood", "norwood"),
            ("O'Hara", "ohara"),
            ("Palmer", "palmer"),
            ("Sutton", "sutton"),
            ("Whitby", "whitby"),
        ],
    },
    Names {
        given: [
            ("Łukasz", "l"),
            ("Agnieszka", "a"),
            ("Jiří", "j"),
            ("Šárka", "s"),
            ("Paweł", "p"),
            ("Zofia", "z"),
            ("Katarína", "k"),
            ("Márton", "m"),
            ("Eszter", "e"),
            ("Tomáš", "t"),
            ("Ivana", "i"),
            ("Bogdan", "b"),
        ],
        family: [
            ("Wójcik", "wojcik"),
            ("Dvořák", "dvorak"),
            ("Novák", "novak"),
            ("Zając", "zajac"),
            ("Horvat", "horvat"),
            ("Kiss", "kiss"),
            ("Nagy", "nagy"),
            ("Król", "krol"),
            ("Marek", "marek"),
            ("Popescu", "popescu"),
            ("Šimek", "simek"),
            ("Żak", "zak"),
        ],
    },
    Names {
        given: [
            ("Zoë", "z"),
            ("Jürgen", "j"),
            ("Søren", "s"),
            ("Åsa", "a"),
            ("Björn", "b"),
            ("Käthe", "k"),
            ("Femke", "f"),
            ("Daan", "d"),
            ("Ingrid", "i"),
            ("Lotte", "l"),
            ("Mikko", "m"),
            ("Noor", "n"),
        ],
        family: [
            ("Müller", "mueller"),
            ("van den Berg", "vandenberg"),
            ("Lindström", "lindstrom"),
            ("Østergaard", "ostergaard"),
            ("Jansen", "jansen"),
            ("Maes", "maes"),
            ("Peeters", "peeters"),
            ("Weiß", "weiss"),
            ("Virtanen", "virtanen"),
            ("Claes", "claes"),
            ("de Smet", "desmet"),
            ("Bakker", "bakker"),
        ],
    },
    Names {
        given: [
            ("José", "j"),
            ("Inês", "i"),
            ("Chloé", "c"),
            ("François", "f"),
            ("Lucía", "l"),
            ("Marco", "m"),
            ("Giulia", "g"),
            ("Théo", "t"),
            ("Beatriz", "b"),
            ("Elena", "e"),
            ("Rui", "r"),
            ("Núria", "n"),
        ],
        family: [
            ("Almeida", "almeida"),
            ("Gonçalves", "goncalves"),
            ("Lefèvre", "lefevre"),
            ("Moreau", "moreau"),
            ("Muñoz", "munoz"),
            ("Peña", "pena"),
            ("Ricci", "ricci"),
            ("Conti", "conti"),
            ("Ferreira", "ferreira"),
            ("Girard", "girard"),
            ("Serrano", "serrano"),
            ("Vidal", "vidal"),
        ],
    },
    Names {
        given: [
            ("Amina", "a"),
            ("Kwame", "k"),
            ("Priya", "p"),
            ("Arjun", "a"),
            ("Chidi", "c"),
            ("Nandi", "n"),
            ("Mei", "m"),
            ("Jun", "j"),
            ("Yusuf", "y"),
            ("Leila", "l"),
            ("Sunita", "s"),
            ("Tariq", "t"),
        ],
        family: [
            ("Okafor", "okafor"),
            ("Mensah", "mensah"),
            ("Iyer", "iyer"),
            ("Rao", "rao"),
            ("Dlamini", "dlamini"),
            ("Tan", "tan"),
            ("Nguyễn", "nguyen"),
            ("Demir", "demir"),
            ("Haddad", "haddad"),
            ("Thapa", "thapa"),
            ("Otieno", "otieno"),
            ("Lim", "lim"),
        ],
    },
];

/// From one person to the next in the pairs of names; has no divisor in common with their number.
const NAME_STRIDE: u64 = 271;

/// Names in other scripts: given, family, as displayed, in logins.
const OTHER_SCRIPTS: [(&str, &str, &str, &str); 8] = [
    ("太郎", "山田", "山田太郎", "tyamada"),
    ("محمد", "الخطيب", "محمد الخطيب", "malkhatib"),
    ("Ольга", "Морозова", "Ольга Морозова", "omorozova"),
    ("Ελένη", "Παππά", "Ελένη Παππά", "epappa"),
    ("美咲", "鈴木", "鈴木美咲", "msuzuki"),
    ("지우", "박", "박지우", "jpark"),
    ("אורי", "לוי", "אורי לוי", "olevi"),
    ("अनिता", "जोशी", "अनिता जोशी", "ajoshi"),
];

/// What guests of a class call themselves; some a spreadsheet would take for a formula.
const GUESTS: [&str; 12] = [
    "@mina",
    "Rosa (phone)",
    "Tablet 2",
    "+ Oskar",
    "Visitor",
    "Sam \"Sparky\" Ito",
    "Zoë's sister",
    "Pereira, Lúcia",
    "guest speaker",
    "Кирилл",
    "Interpreter",
    "=^.^= Nia",
];

/// Countries of the summit: name, minutes ahead of UTC in April, how many of a hundred come from there.
const COUNTRIES: [(&str, i32, u32); 21] = [
    ("Germany", 120, 13),
    ("United Kingdom", 60, 11),
    ("France", 120, 9),
    ("Netherlands", 120, 8),
    ("Spain", 120, 7),
    ("Poland", 120, 6),
    ("United States", -240, 6),
    ("India", 330, 5),
    ("Italy", 120, 5),
    ("Portugal", 60, 4),
    ("Sweden", 120, 4),
    ("Kenya", 180, 3),
    ("Nigeria", 60, 3),
    ("Japan", 540, 3),
    ("Brazil", -180, 3),
    ("Canada", -240, 3),
    ("Greece", 180, 2),
    ("South Africa", 120, 2),
    ("Australia", 600, 1),
    ("Nepal", 345, 1),
    ("Ireland", 60, 1),
];

/// What the log knows a person by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Id,
    Username,
    Email,
    DisplayName,
}

/// A role in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Moderator,
    Presenter,
    Participant,
}

/// Somebody in a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    number: u32,
    known: Known,
    given: &'static str,
    family: &'static str,
    display: (&'static str, &'static str),
    login: (&'static str, &'static str),
    domain: &'static str,
    country: &'static str,
    /// Whether the client writes roles in small letters.
    small_letters: bool,
    /// The role held on joining.
    pub(super) role: Role,
    /// The clock that the client writes.
    pub(super) offset: Offset,
    /// Whether the client numbers its connections.
    pub(super) connections: bool,
    /// Of a thousand sessions, how many the person comes to.
    pub(super) diligence: u32,
}

impl Person {
    /// A member of the university, by number.
    pub(super) fn of_university(number: u32) -> Self {
        let mut chance = Chance::new(0xc1a5_5e50_0000_0000 | u64::from(number));
        let known = if is_namesake(number) || !chance.of_thousand(80) { Known::Id } else { Known::Username };
        let country = match chance.below(100) {
            0..=49 => "Belgium",
            50..=61 => "Netherlands",
            62..=69 => "France",
            70..=75 => "Germany",
            76..=79 => "Luxembourg",
            _ => "",
        };
        let offset = match chance.below(100) {
            0..=63 => Offset::Utc,
            64..=84 => Offset::Central,
            85..=94 => Offset::Thousandths,
            95..=96 => Offset::Minutes(0),
            97..=98 => Offset::Minutes(330),
            _ => Offset::Minutes(-240),
        };
        Self { offset, country, known, ..Self::named(number, "example.edu", &mut chance) }
    }

    /// A guest of the university without an account.
    pub(super) fn guest_of_university(number: u32) -> Self {
        let mut chance = Chance::new(0x60e5_7000_0000_0000 | u64::from(number));
        let display = (GUESTS[(number % 12) as usize], "");
        let person = Self::named(number, "", &mut chance);
        Self { known: Known::DisplayName, display, country: "", ..person }
    }

    /// A member of the summit, by number; `day` is 0 or 1, for a few travel between the two.
    pub(super) fn of_summit(number: u32, day: u32) -> Self {
        let mut chance = Chance::new(0x5077_1700_0000_0000 | u64::from(number));
        let known = match chance.below(100) {
            _ if is_namesake(number) => Known::Id,
            0..=63 => Known::Id,
            64..=71 => Known::Username,
            72..=88 => Known::Email,
            _ => Known::DisplayName,
        };
        let mut share = chance.below(100);
        if day == 1 && number % 41 == 5 {
            share = (share + 31) % 100;
        }
        let mut from = ("", 0);
        for (country, minutes, weight) in COUNTRIES {
            if share < weight {
                from = (country, minutes);
                break;
            }
            share -= weight;
        }
        let (country, minutes) = from;
        let country = if chance.of_thousand(40) { "" } else { country };
        let offset = match chance.below(100) {
            0..=63 => Offset::Utc,
            64..=69 => Offset::Thousandths,
            _ => Offset::Minutes(minutes),
        };
        let domain = chance.pick(&["example.org", "example.com", "example.com", "example.edu"]);
        Self { known, country, offset, ..Self::named(number, domain, &mut chance) }
    }

    fn named(number: u32, domain: &'static str, chance: &mut Chance) -> Self {
        // Two people of one name: they differ in everything else.
        let name = if number % 29 == 28 { number - 21 } else { number };
        let (given, family, display, login) = if name % 23 == 9 {
            let (given, family, display, login) = OTHER_SCRIPTS[(name / 23 % 8) as usize];
            (given, family, (display, ""), (login, ""))
        } else {
            // A walk through all 720 pairs, the next round begun elsewhere.
            let pair = (u64::from(name) * NAME_STRIDE + u64::from(name / 720) * 97) % 720;
            let pair = u32::try_from(pair).unwrap_or(0);
            let group = &NAMES[(pair % 5) as usize];
            let (given, initial) = group.given[(pair / 5 % 12) as usize];
            let (family, login) = group.family[(pair / 60 % 12) as usize];
            (given, family, (given, family), (initial, login))
        };
        let display = if !is_namesake(number) && chance.of_thousand(60) { (given, "") } else { display };
        Self {
            number,
            known: Known::Id,
            given,
            family,
            display,
            login,
            domain,
            country: "",
            small_letters: chance.of_thousand(120),
            role: Role::Participant,
            offset: Offset::Utc,
            connections: !chance.of_thousand(130),
            diligence: 760 + chance.below(230),
        }
    }

    /// The name as a session's owner.
    pub(super) fn full_name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// With an account and a name, as those who run sessions are.
    pub(super) fn as_moderator(self) -> Self {
        Self {
            known: Known::Id,
            connections: true,
            role: Role::Moderator,
            display: (self.given, self.family),
            ..self
        }
    }

    /// The fields that say who: all of them where the person joins, else as many as it takes.
    pub(super) fn write(&self, pen: &mut Pen<'_>, say: &Saying) {
        let all = say.everything;
        let account = matches!(self.known, Known::Id | Known::Username);
        if self.known == Known::Id {
            pen.numbered(Field::UserId, "", self.id(), 6, "");
        }
        if self.known == Known::Username || (all && account) {
            pen.text(Field::Username, &[self.login.0, self.login.1, &self.suffix()]);
        }
        if all || say.named || !account {
            self.write_display(pen, Field::DisplayName);
        }
        if all && account {
            pen.text(Field::FirstName, &[self.given]);
            pen.text(Field::LastName, &[self.family]);
        }
        if self.known == Known::Email || (all && account) {
            self.write_email(pen, say.capitals && self.number.is_multiple_of(3));
        }
        if let Some(role) = say.role {
            pen.text(Field::Role, &[self.role_text(role)]);
        }
        if all && self.number % 4 != 1 {
            pen.text(Field::AttendeeType, &[if account { "Registered" } else { "Guest" }]);
        }
        if all {
            pen.text(Field::Country, &[self.country]);
        }
    }

    /// The fields that say that this is the person teleported to.
    pub(super) fn write_target(&self, pen: &mut Pen<'_>, named: bool) {
        let by_id = self.known == Known::Id;
        if by_id {
            pen.numbered(Field::TargetUserId, "", self.id(), 6, "");
        }
        if named || !by_id {
            self.write_display(pen, Field::TargetName);
        }
    }

    /// The id of one of the person's connections in the session with this salt.
    pub(super) fn connection(&self, salt: u32, device: u32) -> u32 {
        let spread = mix((u64::from(salt) << 32 | u64::from(self.number)).wrapping_add(0xc0de));
        // Devices differ in the last digits, so that no two of a person's connections are one.
        u32::try_from(spread >> 32).unwrap_or(0) ^ (device & 0xff)
    }

    fn id(&self) -> u32 {
        1000 + self.number.wrapping_mul(7)
    }

    fn suffix(&self) -> String {
        (self.number + 1).to_string()
    }

    fn write_display(&self, pen: &mut Pen<'_>, field: Field) {
        let (first, second) = self.display;
        pen.text(field, &[first, if second.is_empty() { "" } else { " " }, second]);
    }

    fn write_email(&self, pen: &mut Pen<'_>, capitals: bool) {
        let (first, second) = self.login;
        if capitals {
            let first = first.to_ascii_uppercase();
            let domain = self.domain.replacen('e', "E", 1);
            pen.text(Field::Email, &[&first, second, &self.suffix(), "@", &domain]);
        } else {
            pen.text(Field::Email, &[first, second, &self.suffix(), "@", self.domain]);
        }
    }

    fn role_text(&self, role: Role) -> &'static str {
        match (role, self.small_letters) {
            (Role::Moderator, false) => "Moderator",
            (Role::Moderator, true) => "moderator",
            (Role::Presenter, false) => "Presenter",
            (Role::Presenter, true) => "presenter",
            (Role::Participant, false) => "Participant",
            (Role::Participant, true) => "participant",
        }
    }
}

/// How much of a person a record says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saying {
    /// All that is known.
    pub(super) everything: bool,
    /// The display name, also where the id would do.
    pub(super) named: bool,
    /// The e-mail address with capitals, as some devices write it.
    pub(super) capitals: bool,
    /// The role, where the record has one.
    pub(super) role: Option<Role>,
}

/// Whether the person has the same name as another.
const fn is_namesake(number: u32) -> bool {
    number % 29 == 28 || number % 29 == 7
}
