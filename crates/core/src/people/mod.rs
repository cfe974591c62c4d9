//! People known by several identities: who is the same, as the user says, and who may be.
//!
//! The ledger knows an attendee by the first identifying field that is not blank (event log, "Identity"). A
//! platform can give one person several: a new id at each join, a name in one file and an e-mail in another.
//! [`suggest`] finds such people with the evidence, and never joins anybody. What the user accepts are
//! [`Aliases`]; the log is then read as if every record of the person had the first of their identities: the
//! best identifying field (`user_id`, `username`, `email`, `display_name`), and of that the least value by
//! bytes. Records that have it already stay as they are; in others that one field is set, and so is the
//! target of a teleport. Aliases hold in every event code. People who share an identity are one.

pub(crate) mod name;
pub mod suggest;

use crate::event::Field;
use crate::ledger::IDENTITY;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// The version of alias files that is written, and read.
pub const VERSION: u32 = 1;

/// The longest alias file, in bytes: a hundred thousand people and more.
pub const MAX_FILE: usize = 16 << 20;

/// An identity, in whatever event code: by which field, with which normalised value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// The field: `user_id`, `username`, `email` or `display_name`.
    pub field: Field,
    /// Its value; lower case for an e-mail, also with spaces collapsed for a display name.
    pub value: String,
}

impl Identifier {
    /// The identity that a field with this text tells.
    pub fn new(field: Field, text: &str) -> Self {
        let value = match field {
            Field::Email => text.to_lowercase(),
            Field::DisplayName => {
                let words: Vec<&str> = text.split_whitespace().collect();
                words.join(" ").to_lowercase()
            }
            _ => text.to_owned(),
        };
        Self { field, value }
    }

    fn key(&self) -> (u8, &str) {
        (self.field.rank(), &self.value)
    }
}

impl PartialOrd for Identifier {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Identifier {
    /// The better field first, then by the value's bytes.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// One person and their identities.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// What they are called, for people to read; also shown where the first of their identities is a name.
    pub name: String,
    /// Their identities.
    pub is: Vec<Identifier>,
}

/// Who is the same person, as the user says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    /// The people; in no particular order.
    pub people: Vec<Person>,
}

/// Why a text is no alias file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AliasError {
    /// It is no JSON of this form.
    #[error("{0}")]
    Form(String),
    /// It is of another version.
    #[error("it is of version {0}, and this Adsum reads version {VERSION}")]
    Version(u32),
    /// A person is told by a field that identifies nobody.
    #[error("`{0}` identifies nobody; use user_id, username, email or display_name")]
    Field(String),
    /// An identity without a value.
    #[error("an identity of `{0}` has no value")]
    Blank(String),
}

/// An alias file.
#[derive(Serialize, Deserialize)]
struct File {
    adsum: String,
    version: u32,
    people: Vec<FilePerson>,
}

#[derive(Serialize, Deserialize)]
struct FilePerson {
    #[serde(default)]
    name: String,
    is: Vec<FileIdentifier>,
}

#[derive(Serialize, Deserialize)]
struct FileIdentifier {
    field: String,
    value: String,
}

impl Aliases {
    /// Whether nobody is said to be the same as anybody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Takes up what another says.
    pub fn extend(&mut self, other: &Self) {
        for person in &other.people {
            if !self.people.contains(person) {
                self.people.push(person.clone());
            }
        }
    }

    /// Reads an alias file.
    pub fn read(text: &str) -> Result<Self, AliasError> {
        let file: File = serde_json::from_str(text).map_err(|error| AliasError::Form(error.to_string()))?;
        if file.version != VERSION {
            return Err(AliasError::Version(file.version));
        }
        let mut people = Vec::new();
        for FilePerson { name, is } in file.people {
            let mut read = Vec::new();
            for FileIdentifier { field, value } in is {
                let known = IDENTITY.into_iter().find(|known| known.name() == field);
                let known = known.ok_or_else(|| AliasError::Field(field.clone()))?;
                if value.trim().is_empty() {
                    return Err(AliasError::Blank(field));
                }
                read.push(Identifier::new(known, &value));
            }
            people.push(Person { name, is: read });
        }
        Ok(Self { people })
    }

    /// The alias file that says the same: people in order of name and identities, so that equal aliases give
    /// equal bytes.
    pub fn write(&self) -> String {
        let mut people = self.people.clone();
        people.iter_mut().for_each(|person| {
            person.is.sort_unstable();
            person.is.dedup();
        });
        people.sort_unstable();
        people.dedup();
        let people = people.into_iter().map(|Person { name, is }| FilePerson {
            name,
            is: is
                .into_iter()
                .map(|Identifier { field, value }| FileIdentifier { field: field.name().to_owned(), value })
                .collect(),
        });
        let file = File { adsum: "aliases".to_owned(), version: VERSION, people: people.collect() };
        // Texts and numbers alone: there is nothing that could not be written.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Which identity stands for which.
    pub(crate) fn renaming(&self) -> Renaming {
        let mut numbers: HashMap<&Identifier, usize, FxBuildHasher> = HashMap::default();
        let mut sets = Sets::default();
        for identifier in self.people.iter().flat_map(|person| &person.is) {
            numbers.entry(identifier).or_insert_with(|| sets.add());
        }
        for person in &self.people {
            let mut of_person = person.is.iter().filter_map(|identifier| numbers.get(identifier));
            if let Some(&first) = of_person.next() {
                of_person.for_each(|&other| sets.unite(first, other));
            }
        }
        let mut best: HashMap<usize, &Identifier, FxBuildHasher> = HashMap::default();
        for (&identifier, &number) in &numbers {
            let set = sets.find(number);
            let best = best.entry(set).or_insert(identifier);
            *best = identifier.min(best);
        }
        // A name is shown as a person wrote it; of several that say the same, the least.
        let mut written: HashMap<Identifier, &str, FxBuildHasher> = HashMap::default();
        for Person { name, .. } in &self.people {
            let shown = written.entry(Identifier::new(Field::DisplayName, name)).or_insert(name);
            *shown = name.as_str().min(shown);
        }
        let to = numbers.iter().filter_map(|(&identifier, &number)| {
            let to = *best.get(&sets.find(number))?;
            let text = written.get(to).filter(|_| to.field == Field::DisplayName);
            let text = text.map_or_else(|| to.value.clone(), |&text| text.to_owned());
            (identifier != to).then(|| (identifier.clone(), (to.clone(), text)))
        });
        Renaming { to: to.collect() }
    }
}

/// Which identity stands for which, with the text that tells it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renaming {
    to: HashMap<Identifier, (Identifier, String), FxBuildHasher>,
}

impl Renaming {
    pub(crate) fn is_empty(&self) -> bool {
        self.to.is_empty()
    }

    /// What stands for this identity; none where it stands for itself.
    pub(crate) fn of(&self, field: Field, value: &str) -> Option<(&Identifier, &str)> {
        if self.is_empty() || value.is_empty() {
            return None;
        }
        let (to, text) = self.to.get(&Identifier { field, value: value.to_owned() })?;
        Some((to, text))
    }
}

/// Numbers in disjoint sets.
#[derive(Debug, Default)]
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    pub(crate) fn of(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// Adds a number, in a set of its own.
    fn add(&mut self) -> usize {
        self.0.push(self.0.len());
        self.0.len() - 1
    }

    /// The number that stands for the set.
    pub(crate) fn find(&self, mut number: usize) -> usize {
        while self.0[number] != number {
            number = self.0[number];
        }
        number
    }

    /// Makes one of two sets.
    pub(crate) fn unite(&mut self, one: usize, other: usize) {
        let (mut one, mut other) = (one, other);
        // Both ways to the root are shortened, so that long chains do not come about.
        let root = self.find(one).min(self.find(other));
        while self.0[one] != root {
            one = std::mem::replace(&mut self.0[one], root);
        }
        while self.0[other] != root {
            other = std::mem::replace(&mut self.0[other], root);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, is: &[(Field, &str)]) -> Person {
        let is = is.iter().map(|&(field, text)| Identifier::new(field, text)).collect();
        Person { name: name.to_owned(), is }
    }

    #[test]
    fn a_file_comes_back_in_its_order() {
        let text = r#"{"adsum":"aliases","version":1,"people":[
            {"name":"Zoë","is":[{"field":"display_name","value":"zoë  K"},{"field":"email","value":"Z@x.org"}]},
            {"name":"Ann","is":[{"field":"user_id","value":"w_2"},{"field":"user_id","value":"w_1"}]}]}"#;
        let aliases = Aliases::read(text).unwrap();
        assert_eq!(
            aliases.people[0],
            person("Zoë", &[(Field::DisplayName, "Zoë K"), (Field::Email, "z@x.org")])
        );
        let written = aliases.write();
        let again = Aliases::read(&written).unwrap();
        assert_eq!(again.people[0].name, "Ann");
        assert_eq!(again.people[0].is[0].value, "w_1");
        assert_eq!(again.write(), written);
    }

    #[test]
    fn what_is_no_alias_file_is_told_so() {
        for (text, why) in [
            (r#"{"adsum":"aliases"}"#, "missing field `version`"),
            (r#"{"adsum":"aliases","version":2,"people":[]}"#, "version 2"),
            (
                r#"{"adsum":"aliases","version":1,"people":[{"is":[{"field":"role","value":"x"}]}]}"#,
                "`role` identifies nobody",
            ),
            (
                r#"{"adsum":"aliases","version":1,"people":[{"is":[{"field":"email","value":" "}]}]}"#,
                "`email` has no value",
            ),
        ] {
            let error = Aliases::read(text).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn people_who_share_an_identity_are_one() {
        let people = [
            person("Ann Lee", &[(Field::UserId, "w_2"), (Field::UserId, "w_1")]),
            person("Ann", &[(Field::DisplayName, "Ann Lee"), (Field::UserId, "w_2")]),
            person("Bo X", &[(Field::DisplayName, "x, bo"), (Field::DisplayName, "bo x")]),
        ];
        for turn in 0..3 {
            let mut people = people.to_vec();
            people.rotate_left(turn);
            let renaming = Aliases { people }.renaming();
            let of = |field, value: &str| renaming.of(field, value).map(|(to, text)| (to.field, text));
            assert_eq!(of(Field::UserId, "w_2"), Some((Field::UserId, "w_1")));
            assert_eq!(of(Field::DisplayName, "ann lee"), Some((Field::UserId, "w_1")));
            assert_eq!(of(Field::UserId, "w_1"), None);
            assert_eq!(of(Field::DisplayName, "x, bo"), Some((Field::DisplayName, "Bo X")));
        }
    }
}
