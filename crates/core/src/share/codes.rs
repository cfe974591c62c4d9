//! Pseudonyms: a random code for each person of a log, and the table that says who is who.
//!
//! A code follows from the person and a seed that is random and secret; so it carries no order, is the same in every
//! report of the same log, and cannot be had from a name without the seed.

use crate::event::Field;
use crate::ledger::{IDENTITY, attendee_fact};
use crate::order::sort_places;
use crate::report::Input;
use crate::report::fold::folded;
use crate::table::{Cell, Column, Format, Table};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What pseudonyms are made of: 16 random bytes. Who has it can tell who is who, as with the key table.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; 16]);

impl Seed {
    /// Of these bytes, which the caller has from a source of randomness.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads 32 digits, 0 to f.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u128::from_str_radix(text, 16).ok()?;
        Some(Self(number.to_be_bytes()))
    }

    /// The same 32 digits.
    pub fn text(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }
}

impl std::fmt::Debug for Seed {
    /// A secret is not shown by accident.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seed(..)")
    }
}

/// Digits and letters that are not taken for each other.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a code has, behind its `P-`. 40 bits: a million people have one in two together, and that is seen to.
const LENGTH: usize = 8;

/// How many first names of one person are put before how many last names.
const NAMES: usize = 12;

/// A person, as pseudonyms know them: an identity, in whichever event code; or whoever a text names that is nobody's, or
/// several people's.
#[derive(Debug)]
struct Person {
    code: String,
    /// What they are known by: the field's name, and the text as the log has it; each once.
    texts: Vec<(&'static str, String)>,
}

/// Places by text.
type Places = HashMap<String, Option<u32>, FxBuildHasher>;

/// The pseudonyms of all people in a log.
#[derive(Debug)]
pub struct Codes {
    seed: Seed,
    people: Vec<Person>,
    /// The place of each attendee's person.
    of_attendee: Vec<u32>,
    /// The place of each person in the order of codes.
    ranks: Vec<u32>,
    /// Texts, folded, that people are known by: the place of the person; none where it is several.
    known: Places,
    /// The codes that there are.
    taken: Places,
}

impl Codes {
    /// Those of a log.
    pub fn new(input: Input<'_>, seed: &Seed) -> Self {
        let mut codes = Self {
            seed: seed.clone(),
            people: Vec::new(),
            of_attendee: Vec::new(),
            ranks: Vec::new(),
            known: Places::default(),
            taken: Places::default(),
        };
        codes.people(input);
        codes.others(input);
        codes.rank_codes();
        codes
    }

    /// Whether they are made of this seed.
    pub fn are_of(&self, seed: &Seed) -> bool {
        self.seed == *seed
    }

    /// Everybody who is an attendee.
    fn people(&mut self, input: Input<'_>) {
        let ledger = input.ledger;
        // By content: numbers follow the order of reading, and of two codes that are the same one must give way.
        let identity = |attendee: u32| {
            let identity = ledger.identity(attendee);
            (identity.field.rank(), identity.value)
        };
        let mut order: Vec<u32> = (0..crate::ledger::texts::id(ledger.attendees())).collect();
        sort_places(&mut order, &mut |one, other| identity(one).cmp(&identity(other)));
        self.of_attendee = vec![0; order.len()];
        let mut last = None;
        for attendee in order {
            let (rank, value) = identity(attendee);
            if last != Some((rank, value)) {
                last = Some((rank, value));
                self.add(&format!("{rank}"), value);
            }
            let place = crate::ledger::texts::id(self.people.len()) - 1;
            self.of_attendee[attendee as usize] = place;
            self.say(place, ledger.identity(attendee).field, value);
        }
        let mut names: BTreeMap<u32, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for (facts, attendee) in ledger.profiles() {
            let Some(&place) = self.of_attendee.get(attendee as usize) else { continue };
            let fact = |field| ledger.text(facts[attendee_fact(field)]).trim();
            for field in IDENTITY {
                self.say(place, field, fact(field));
            }
            let (first, last) = (fact(Field::FirstName), fact(Field::LastName));
            self.say(place, Field::DisplayName, [first, last].join(" ").trim());
            let (firsts, lasts) = names.entry(place).or_default();
            firsts.insert(first);
            lasts.insert(last);
        }
        // A report may take the one of one record and the other of another.
        for (place, (firsts, lasts)) in names {
            for first in firsts.iter().filter(|first| !first.is_empty()).take(NAMES) {
                for last in lasts.iter().filter(|last| !last.is_empty()).take(NAMES) {
                    self.say(place, Field::DisplayName, &[*first, *last].join(" "));
                }
            }
        }
    }

    fn rank_codes(&mut self) {
        let mut places: Vec<u32> = (0..crate::ledger::texts::id(self.people.len())).collect();
        let code = |place: u32| &self.people[place as usize].code;
        sort_places(&mut places, &mut |one, other| code(one).cmp(code(other)));
        self.ranks = vec![0; places.len()];
        (0..).zip(places).for_each(|(rank, place)| self.ranks[place as usize] = rank);
    }

    /// Somebody is known by a text.
    fn say(&mut self, place: u32, field: Field, text: &str) {
        if text.is_empty() {
            return;
        }
        let of = self.known.entry(folded(text)).or_insert(Some(place));
        if *of != Some(place) {
            *of = None;
        }
        let texts = &mut self.people[place as usize].texts;
        if !texts.iter().any(|(name, known)| *name == field.name() && known == text) {
            texts.push((field.name(), text.to_owned()));
        }
    }

    /// Whoever is named without being an attendee: who a session belongs to, whom somebody teleported to.
    fn others(&mut self, input: Input<'_>) {
        let mut texts: Vec<String> = input.ledger.named_others().map(str::to_owned).collect();
        let several = self.people.iter().flat_map(|person| &person.texts);
        let several = several.filter(|(_, text)| self.known.get(&folded(text)) == Some(&None));
        texts.extend(several.map(|(_, text)| text.clone()));
        let mut order: Vec<u32> = (0..crate::ledger::texts::id(texts.len())).collect();
        sort_places(&mut order, &mut |one, other| texts[one as usize].cmp(&texts[other as usize]));
        for text in order {
            let text = texts[text as usize].trim();
            let key = folded(text);
            if key.is_empty() || matches!(self.known.get(&key), Some(Some(_))) {
                continue;
            }
            let place = self.add("text", &key);
            self.people[place as usize].texts.push(("named", text.to_owned()));
            self.known.insert(key, Some(place));
        }
    }

    /// Somebody who has no code yet.
    fn add(&mut self, kind: &str, value: &str) -> u32 {
        let code = self.free(kind, value);
        let place = crate::ledger::texts::id(self.people.len());
        self.taken.insert(code.clone(), Some(place));
        self.people.push(Person { code, texts: Vec::new() });
        place
    }

    /// A code that nobody has yet.
    fn free(&self, kind: &str, value: &str) -> String {
        let mut again = 0_u32;
        loop {
            let mut hash = Sha256::new();
            hash.update(self.seed.0);
            for part in [kind, &again.to_string(), value] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            let mut code = "P-".to_owned();
            code.extend(
                hash.finalize().iter().take(LENGTH).map(|byte| char::from(LETTERS[usize::from(byte & 31)])),
            );
            if !self.taken.contains_key(&code) {
                return code;
            }
            again += 1;
        }
    }

    /// The pseudonym of an attendee.
    pub(super) fn of(&self, attendee: u32) -> &str {
        let place = self.of_attendee.get(attendee as usize).copied().unwrap_or_default();
        self.people.get(place as usize).map_or("", |person| person.code.as_str())
    }

    /// The place of an attendee in the order of pseudonyms.
    pub(super) fn rank(&self, attendee: u32) -> u32 {
        let place = self.of_attendee.get(attendee as usize).copied().unwrap_or_default();
        self.ranks.get(place as usize).copied().unwrap_or_default()
    }

    /// The pseudonym of whom a text names, if it names somebody.
    pub(super) fn somebody(&self, text: &str) -> Option<&str> {
        let place = (*self.known.get(&folded(text.trim()))?)?;
        Some(self.people[place as usize].code.as_str())
    }

    /// The same of a text that names somebody for certain.
    pub(super) fn anybody(&self, text: &str) -> Cow<'_, str> {
        let code = self.somebody(text).map(Cow::Borrowed);
        code.unwrap_or_else(|| self.free("text", &folded(text.trim())).into())
    }

    /// Who is who.
    pub fn key(&self) -> KeyTable {
        let mut order = vec![0; self.ranks.len()];
        (0..).zip(&self.ranks).for_each(|(place, &rank)| order[rank as usize] = place);
        let mut rows = Vec::new();
        for person in order.into_iter().map(|place: usize| &self.people[place]) {
            let mut texts: Vec<u32> = (0..crate::ledger::texts::id(person.texts.len())).collect();
            let text = |place: u32| &person.texts[place as usize];
            sort_places(&mut texts, &mut |one, other| text(one).cmp(text(other)));
            for (what, text) in texts.into_iter().map(text) {
                rows.push([person.code.clone(), (*what).to_owned(), text.clone()]);
            }
        }
        rows.push([String::new(), "seed".to_owned(), self.seed.text()]);
        KeyTable { rows }
    }
}

/// The table that says who is who: a row for each text that a person is known by, in the order of pseudonyms; at the
/// end the seed, by which the same people get the same pseudonyms again. It is to be kept apart from what was shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyTable {
    rows: Vec<[String; 3]>,
}

const COLUMNS: [Column; 3] = [
    Column::new("Pseudonym", Format::Text),
    Column::new("Field", Format::Text),
    Column::new("Text", Format::Text),
];

impl Table for KeyTable {
    fn name(&self) -> &'static str {
        "Pseudonyms"
    }

    fn columns(&self) -> &[Column] {
        &COLUMNS
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        cells.clear();
        cells.extend(self.rows[index].iter().map(|text| match text.as_str() {
            "" => Cell::Blank,
            text => Cell::Text(text.into()),
        }));
    }
}
