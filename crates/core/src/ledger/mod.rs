//! The ledger: a log's events kept compactly, so that every report, date range, time zone and rejoin gap
//! can be answered without reading the log again.
//!
//! It is free of order: the same events give the same reports in whatever order, from whatever files and
//! through whatever [merges](Ledger::merge) they came. Numbers handed out inside (of texts, sessions,
//! attendees) do depend on the order, so nothing that a user sees may.
//!
//! What it holds: each text once ([`texts`]), each distinct row of texts once ([`tuples`]), and for each
//! event twenty bytes ([`entries`]). Times stay as the log has them, with or without offset; a
//! [`Timeline`](timeline::Timeline) is the ledger read with one time zone for those without.

mod attended;
mod details;
pub mod entries;
mod extent;
pub mod happenings;
mod packed;
pub mod pairs;
pub mod parts;
mod presences;
pub mod restarts;
pub mod stays;
pub mod texts;
pub mod timeline;
pub mod tuples;

use crate::event::{Event, Field, Fields, UNKNOWN};
use crate::people::Renaming;
use crate::problem::Position;
use details::{Details, Moved, NO_FACTS, Subject};
use entries::{Entries, Entry, NONE};
use hashbrown::HashMap;
use parts::attendee;
use presences::Presences;
use rustc_hash::FxBuildHasher;
use texts::{Text, Texts};
use tuples::Tuples;

/// The session facts, in the order in which they are kept (event log, "Facts on several records").
pub const SESSION_FACTS: [Field; 8] = [
    Field::SessionName,
    Field::SessionOwner,
    Field::SessionCreated,
    Field::StartsAt,
    Field::EndsAt,
    Field::Capacity,
    Field::ContextName,
    Field::ContextId,
];

/// How many attendee facts there are: the consecutive fields from `user_id` to `country`.
pub const ATTENDEE_FACTS: usize = Field::Country as usize - Field::UserId as usize + 1;

/// Where an attendee fact stands among the kept ones.
pub const fn attendee_fact(field: Field) -> usize {
    field as usize - Field::UserId as usize
}

/// The fields that can identify an attendee, in their order (event log, "Identity").
pub(crate) const IDENTITY: [Field; 4] = [Field::UserId, Field::Username, Field::Email, Field::DisplayName];

/// An attendee's identity: within which event code, by which field, with which normalised value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The event code.
    pub event_code: &'a str,
    /// The field that identifies.
    pub field: Field,
    /// Its value; lower case for an e-mail, also with spaces collapsed for a display name.
    pub value: &'a str,
}

/// What a platform states of one attendee in one occurrence as a whole, where it does not tell the stays that
/// would say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Seconds present; none where the stays that are known say it.
    pub seconds: Option<u64>,
    /// How often the attendee rejoined; none where nobody knows.
    pub rejoins: Option<u64>,
}

impl Stated {
    /// The greatest number that an event log can state: sums of it stay numbers.
    const MOST: u64 = 1 << 40;

    /// Statements on two parts of one presence, that were not at the same time: times add up, and coming back
    /// is a rejoin. Where one part has none, nobody knows.
    fn in_parts(one: Option<Self>, other: Option<Self>) -> Self {
        let both = one.zip(other);
        Self {
            seconds: both.and_then(|(one, other)| Some(one.seconds? + other.seconds?)),
            rejoins: both.and_then(|(one, other)| Some(one.rejoins? + other.rejoins? + 1)),
        }
    }

    /// Two statements on the same: the longer time, and rejoins only where both know them.
    fn and(self, other: Self) -> Self {
        let rejoins = self.rejoins.zip(other.rejoins).map(|(one, other)| one.max(other));
        Self { seconds: self.seconds.max(other.seconds), rejoins }
    }

    /// What an event's own fields state; the field that cannot be read, if there is one.
    pub(crate) fn of(fields: &Fields<'_>) -> Result<Option<Self>, Field> {
        const FIELDS: [Field; 2] = [Field::StatedSeconds, Field::StatedRejoins];
        if FIELDS.iter().all(|&field| fields.get(field).is_empty()) {
            return Ok(None);
        }
        let number = |field| match std::str::from_utf8(fields.get(field)).unwrap_or("?").trim() {
            "" => Ok(None),
            text if field == Field::StatedRejoins && text.eq_ignore_ascii_case(UNKNOWN) => Ok(None),
            text => text.parse().ok().filter(|&number| number <= Self::MOST).map(Some).ok_or(field),
        };
        let [seconds, rejoins] = FIELDS.map(number);
        Ok(Some(Self { seconds: seconds?, rejoins: rejoins? }))
    }
}

/// The events of a log. See the [module](self).
#[derive(Debug)]
pub struct Ledger {
    texts: Texts,
    /// Event code, session id.
    sessions: Tuples<2, ()>,
    /// Event code, session id, instance id; the session.
    occurrences: Tuples<3, u32>,
    /// Event code, name of the identifying field, normalised value; the field.
    attendees: Tuples<3, Field>,
    /// Event code and the attendee facts of a record; the attendee.
    profiles: Tuples<{ ATTENDEE_FACTS + 1 }, u32>,
    details: Details,
    /// Occurrence and attendee ([`NONE`]: nobody): whom a chain of entries is about.
    presences: Presences,
    /// The entries of each presence.
    chains: Vec<Chain>,
    entries: Entries,
    /// What is stated of an occurrence's attendee as a whole, in no particular order.
    stated: Vec<((u32, u32), Stated)>,
    replaced: u64,
}

/// So many entries behind the first one of a presence are brought near: some 300 KB, in which most that it has are.
const AHEAD: u32 = 1 << 14;

/// The entries of one presence, each of which knows the next.
#[derive(Clone, Copy, Debug)]
struct Chain {
    /// [`NONE`] where there are none.
    first: u32,
    last: u32,
    /// The session facts that the first one states: see [`details`].
    usual_facts: u32,
}

impl Default for Chain {
    fn default() -> Self {
        Self { first: NONE, last: NONE, usual_facts: NO_FACTS }
    }
}

impl Chain {
    const fn is_empty(&self) -> bool {
        self.last == NONE
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger {
    /// An empty ledger.
    pub fn new() -> Self {
        Self {
            texts: Texts::default(),
            sessions: Tuples::default(),
            occurrences: Tuples::default(),
            attendees: Tuples::default(),
            profiles: Tuples::default(),
            details: Details::default(),
            presences: Presences::default(),
            chains: Vec::new(),
            entries: Entries::default(),
            stated: Vec::new(),
            replaced: 0,
        }
    }

    /// Adds what is stated of this event's attendee in its occurrence as a whole.
    pub fn state(&mut self, event: &Event<'_>, stated: Stated) {
        let place = self.place(&event.fields);
        let who = self.who(&event.fields);
        if who.is_somebody() {
            self.stated.push(((place.occurrence, who.attendee), stated));
        }
    }

    /// What is stated of attendees in occurrences, by both, in their order.
    pub(crate) fn stated(&self) -> Vec<((u32, u32), Stated)> {
        let mut all = self.stated.clone();
        all.sort_unstable_by_key(|&(whom, _)| whom);
        all.dedup_by(|next, last| {
            let same = next.0 == last.0;
            if same {
                last.1 = last.1.and(next.1);
            }
            same
        });
        all
    }

    /// The number of an attendee's presence in an occurrence; of [`NONE`], nobody's.
    #[inline]
    fn presence(&mut self, occurrence: u32, attendee: u32) -> u32 {
        let presence = self.presences.intern(occurrence, attendee);
        if presence as usize == self.chains.len() {
            self.chains.push(Chain::default());
        }
        presence
    }

    #[inline]
    fn append(&mut self, presence: u32, entry: Entry, file: u32, line: u64) {
        let number = self.entries.push(entry, file, line);
        let chain = &mut self.chains[presence as usize];
        if chain.is_empty() {
            chain.first = number;
        } else {
            self.entries.get_mut(chain.last).next = number;
        }
        chain.last = number;
    }

    /// Gives back the memory that only new events need. The next one takes it again, in a while that grows with the log.
    pub fn rest(&mut self) {
        self.texts.rest();
        self.presences.pairs.rest();
        self.details.pairs.rest();
        self.chains.shrink_to_fit();
    }

    /// Takes up all events of another ledger; files and lines are added to their positions. The result is the ledger
    /// of both logs.
    pub fn merge(&mut self, other: &Self, (files, lines): (u32, u64)) {
        self.take_up(other, (files, lines), &Renaming::default());
    }

    /// The ledger of the same log in which everybody goes by the identity that the renaming gives them.
    #[must_use]
    pub(crate) fn renamed(&self, renaming: &Renaming) -> Self {
        let mut renamed = Self::new();
        renamed.take_up(self, (0, 0), renaming);
        renamed
    }

    /// Whom the renaming gives another identity, by number: the identity and the text that tells it.
    fn renamed_attendees(
        &mut self,
        other: &Self,
        renaming: &Renaming,
    ) -> HashMap<u32, (Field, [Text; 2]), FxBuildHasher> {
        let mut renamed = HashMap::default();
        if renaming.is_empty() {
            return renamed;
        }
        for (number, &([_, _, value], field)) in (0..).zip(other.attendees.rows()) {
            if let Some((to, text)) = renaming.of(field, other.text(value)) {
                let value = self.texts.intern(&to.value);
                renamed.insert(number, (to.field, [value, self.texts.intern(text)]));
            }
        }
        renamed
    }

    fn take_up(&mut self, other: &Self, further: (u32, u64), renaming: &Renaming) {
        let texts = self.texts.merge(&other.texts);
        let taken = Taken { there: &other.texts, here: &texts };
        let renamed = self.renamed_attendees(other, renaming);
        let occurrences = taken.rows(&other.occurrences, |row, _| {
            let sessions = &mut self.sessions;
            self.occurrences.intern_hashed(&mut self.texts, row, |texts, &[code, session, _]| {
                sessions.intern_row(texts, [code, session], |_, _| ())
            })
        });
        let profiles = taken.rows(&other.profiles, |(mut row, mut hash), attendee| {
            if let Some(&(field, [_, text])) = renamed.get(&attendee) {
                row[1 + attendee_fact(field)] = text;
                hash = tuples::hash_row(&self.texts, &row);
            }
            let attendees = &mut self.attendees;
            let attendee = |texts: &mut Texts, row: &_| self::attendee(texts, attendees, row);
            self.profiles.intern_hashed(&mut self.texts, (row, hash), attendee)
        });
        let details = self.details.take_up(&other.details, &mut self.texts, &taken, |texts, target| {
            // Who teleported to somebody teleported to them, whatever they were called.
            let to = renaming.of(Field::UserId, texts.get(target));
            to.map_or(target, |(_, text)| texts.intern(text))
        });

        let first = self.entries.take_up(&other.entries, further, |entry| {
            if entry.profile != NONE {
                entry.profile = profiles[entry.profile as usize];
            }
            entry.detail = details.of(entry.detail);
        });
        self.link(other, first, &occurrences, &details);
        self.take_up_stated(other, &taken, &occurrences, &renamed);
        self.replaced += other.replaced;
    }

    /// Puts the other's chains, whose entries are here from `first` on, behind those that are about the same.
    fn link(&mut self, other: &Self, first: u32, occurrences: &[u32], details: &Moved<'_>) {
        for (&(occurrence, _), chain) in other.presences().iter().zip(&other.chains) {
            if chain.is_empty() {
                continue;
            }
            let usual_facts = details.facts(chain.usual_facts);
            let more = Chain { first: first + chain.first, last: first + chain.last, usual_facts };
            // All of them are about one attendee, whom their profiles name.
            let attendee = match self.entries.get(more.first).profile {
                NONE => NONE,
                profile => self.profiles.get(profile).1,
            };
            let presence = self.presence(occurrences[occurrence as usize], attendee);
            let chain = &mut self.chains[presence as usize];
            if chain.is_empty() {
                *chain = more;
                continue;
            }
            self.entries.get_mut(chain.last).next = more.first;
            chain.last = more.last;
            if chain.usual_facts != more.usual_facts {
                let mut next = more.first;
                while next != NONE {
                    let entry = self.entries.get_mut(next);
                    entry.detail = self.details.unusual(entry.detail, more.usual_facts);
                    next = entry.next;
                }
            }
        }
    }

    fn take_up_stated(
        &mut self,
        other: &Self,
        taken: &Taken<'_>,
        occurrences: &[u32],
        renamed: &HashMap<u32, (Field, [Text; 2]), FxBuildHasher>,
    ) {
        if other.stated.is_empty() {
            return;
        }
        let mut number = 0;
        let attendees = taken.rows(&other.attendees, |([code, mut name, mut value], _), mut field| {
            if let Some(&(to, [to_value, _])) = renamed.get(&number) {
                (name, value, field) = (self.texts.intern(to.name()), to_value, to);
            }
            number += 1;
            self.attendees.intern_row(&mut self.texts, [code, name, value], |_, _| field)
        });
        let first = self.stated.len();
        self.stated.extend(other.stated.iter().map(|&((occurrence, attendee), stated)| {
            ((occurrences[occurrence as usize], attendees[attendee as usize]), stated)
        }));
        if renamed.is_empty() {
            return;
        }
        // What is stated of a part of somebody's presence says nothing of the whole.
        let mut parts: HashMap<(u32, u32), u32, FxBuildHasher> = HashMap::default();
        for &(occurrence, attendee) in other.presences() {
            if let Some(&attendee) = attendees.get(attendee as usize) {
                *parts.entry((occurrences[occurrence as usize], attendee)).or_default() += 1;
            }
        }
        for (whom, stated) in &mut self.stated[first..] {
            if parts.get(whom).is_some_and(|&parts| parts > 1) {
                *stated = Stated { seconds: None, rejoins: None };
            }
        }
    }

    fn chain(&self, first: u32) -> impl Iterator<Item = (u32, &Entry)> {
        let mut next = first;
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let number = next;
            let entry = self.entries.get(number);
            next = entry.next;
            Some((number, entry))
        })
    }

    /// The entries about one presence, with their numbers, in no particular order.
    pub(crate) fn entries_of(&self, presence: u32) -> impl Iterator<Item = (u32, &Entry)> {
        self.chain(self.chains.get(presence as usize).map_or(NONE, |chain| chain.first))
    }

    /// The same of every presence, by number, where all of them are gone through: so they come to be
    /// [near](Entries::approach).
    pub(crate) fn all_presences(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        let mut near = 0;
        (0..).zip(self.presences()).map(move |(presence, &whom)| {
            // Presences are numbered as they begin.
            let first = self.chains.get(presence as usize).map_or(NONE, |chain| chain.first);
            while first != NONE && near < first.saturating_add(AHEAD).min(self.entries.len()) {
                near = self.entries.approach(near);
            }
            (presence, whom)
        })
    }

    /// Occurrence and attendee of every presence, by number; the attendee is [`NONE`] where nobody is named.
    pub(crate) fn presences(&self) -> &[(u32, u32)] {
        self.presences.pairs.rows()
    }

    /// Session of every occurrence, with event code, session id and instance id, by number.
    pub(crate) fn occurrences(&self) -> &[([Text; 3], u32)] {
        self.occurrences.rows()
    }

    /// Event code and session id of every session, by number.
    pub(crate) fn sessions(&self) -> &[([Text; 2], ())] {
        self.sessions.rows()
    }

    /// How many attendees there are, over all event codes.
    pub fn attendees(&self) -> usize {
        self.attendees.rows().len()
    }

    /// Who an attendee is.
    pub fn identity(&self, attendee: u32) -> Identity<'_> {
        let &([code, _, value], field) = self.attendees.get(attendee);
        Identity { event_code: self.text(code), field, value: self.text(value) }
    }

    /// The attendee of this event code that has this user id, if there is one.
    pub(crate) fn attendees_by_user_id(&self) -> impl Iterator<Item = ((Text, Text), u32)> {
        (0..).zip(self.attendees.rows()).filter_map(|(attendee, &([code, _, value], field))| {
            (field == Field::UserId).then_some(((code, value), attendee))
        })
    }

    /// The event code within which an attendee is known.
    pub(crate) fn event_code(&self, attendee: u32) -> Text {
        self.attendees.get(attendee).0[0]
    }

    /// What is stated of attendees, each combination once, with whom it is stated of.
    pub(crate) fn profiles(&self) -> impl Iterator<Item = (&[Text], u32)> {
        self.profiles.rows().iter().map(|(row, attendee)| (&row[1..], *attendee))
    }

    /// The attendee facts that a profile states.
    pub(crate) fn attendee_facts(&self, profile: u32) -> &[Text] {
        &self.profiles.get(profile).0[1..]
    }

    /// The number of the session facts that a detail of this presence states.
    #[inline]
    pub(crate) fn facts_in(&self, presence: u32, detail: u32) -> u32 {
        self.details.facts_in(detail, self.chains[presence as usize].usual_facts)
    }

    /// The session facts with this number; none where none are stated.
    pub(crate) fn session_facts(&self, number: u32) -> Option<&[Text; 8]> {
        self.details.facts(number)
    }

    /// Connection, bubble, target's id and target's name of a detail.
    pub(crate) fn subject(&self, detail: u32) -> Subject {
        self.details.subject(detail)
    }

    /// Whoever is named without being an attendee for that: whom a session belongs to, whom somebody teleported to (by
    /// id and by name). With repetitions.
    pub(crate) fn named_others(&self) -> impl Iterator<Item = &str> {
        self.details.named().map(|text| self.text(text)).filter(|text| !text.is_empty())
    }

    /// A text by its number.
    pub(crate) fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }

    /// An entry by its number.
    pub(crate) fn entry(&self, number: u32) -> &Entry {
        self.entries.get(number)
    }

    /// Event code, session id and instance id of an occurrence.
    pub(crate) fn occurrence_key(&self, occurrence: u32) -> [Text; 3] {
        self.occurrences.get(occurrence).0
    }

    /// Where an entry stands.
    pub(crate) fn position(&self, entry: u32) -> Position {
        self.entries.position(entry)
    }

    /// How many events it holds.
    pub fn len(&self) -> u32 {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many texts held bytes that are no UTF-8, and had them replaced by U+FFFD.
    pub fn replaced(&self) -> u64 {
        self.replaced
    }
}

/// The texts of another ledger, and what they are here.
struct Taken<'a> {
    there: &'a Texts,
    here: &'a [Text],
}

impl Taken<'_> {
    /// Takes rows over from the other's table, and gives their numbers here by their numbers there. Each comes with its
    /// hash, made of the texts there: those are as near as they were just read, where the same texts here are far.
    fn rows<const N: usize, V: Copy>(
        &self,
        other: &Tuples<N, V>,
        mut intern: impl FnMut(([Text; N], u32), V) -> u32,
    ) -> Vec<u32> {
        let rows = other.rows().iter().map(|&(row, value)| {
            let hash = tuples::hash_row(self.there, &row);
            intern((row.map(|text| self.here[text.index()]), hash), value)
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn stated(seconds: Option<u64>, rejoins: Option<u64>) -> Stated {
        Stated { seconds, rejoins }
    }

    #[test]
    fn statements_on_parts_add_up() {
        let (one, other) = (stated(Some(600), Some(1)), stated(Some(900), Some(2)));
        assert_eq!(Stated::in_parts(Some(one), Some(other)), stated(Some(1500), Some(4)));
        let unknown = stated(None, None);
        for parts in [(Some(one), None), (None, Some(one)), (Some(one), Some(unknown))] {
            assert_eq!(Stated::in_parts(parts.0, parts.1), unknown);
        }
        assert_eq!(
            Stated::in_parts(Some(one), Some(stated(None, Some(0)))),
            stated(None, Some(2)),
            "each is known for itself"
        );
    }

    #[test]
    fn of_two_statements_on_the_same_the_longer_counts() {
        let (one, other) = (stated(Some(600), Some(3)), stated(Some(900), Some(2)));
        assert_eq!(
            (one.and(other), other.and(one)),
            (stated(Some(900), Some(3)), stated(Some(900), Some(3)))
        );
        assert_eq!(one.and(stated(None, None)), stated(Some(600), None));
    }
}
