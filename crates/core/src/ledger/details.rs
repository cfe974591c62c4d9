//! What an event is about besides somebody in an occurrence: its connection, bubble and target, and what its record
//! says of the session.
//!
//! Nearly every event of nearly every log names a connection at most, and says of the session what the first one of the
//! same presence said: the presence's *usual* facts. Such a detail is the connection's text itself: a number with
//! [`PLAIN`], that stands in no table.

use super::pairs::Pairs;
use super::texts::{Text, Texts};
use super::tuples::Tuples;
use super::{SESSION_FACTS, Taken};
use crate::bytes::same;
use crate::event::{self, Field, Fields};

/// Connection, bubble, target's id, target's name.
pub(crate) type Subject = [Text; 4];

/// Marks a number that is the text of a connection. There is no memory for as many texts, or rows of a table.
const PLAIN: u32 = 1 << 31;

/// No session facts.
pub(super) const NO_FACTS: u32 = u32::MAX;

/// The details of a log's events, each kept once.
#[derive(Debug, Default)]
pub(super) struct Details {
    /// Subjects that are more than a connection.
    pub(super) subjects: Tuples<4, ()>,
    /// The session facts of a record, where it states any.
    pub(super) facts: Tuples<8, ()>,
    /// Subject and session facts, where they are more than a connection with the usual facts.
    pub(super) pairs: Pairs,
}

impl Details {
    /// The number of a subject. What the last event of a presence was about is mostly what the next one is about: so
    /// that is compared first.
    #[inline]
    pub(super) fn subject_of(
        &mut self,
        texts: &mut Texts,
        subject: &event::Subject<'_>,
        last: Option<u32>,
        replaced: &mut u64,
    ) -> u32 {
        let [connection, rest @ ..] = subject;
        if rest.iter().all(|text| text.is_empty()) {
            if let Some(last) = last {
                let last = self.subject_in(last);
                if last & PLAIN != 0 && same(texts.bytes(Text::numbered(last & !PLAIN)), connection) {
                    return last;
                }
            }
            return PLAIN | texts.keep_apart(connection, replaced).number();
        }
        self.subjects.intern(texts, subject, replaced, |_, _| ())
    }

    /// The number of the session facts that these fields state.
    pub(super) fn facts_of(&mut self, texts: &mut Texts, fields: &Fields<'_>, replaced: &mut u64) -> u32 {
        let facts = SESSION_FACTS.map(|field| fields.get(field));
        if facts.iter().all(|fact| fact.is_empty()) {
            return NO_FACTS;
        }
        self.facts.intern(texts, &facts, replaced, |_, _| ())
    }

    /// The number of the detail of a subject and session facts, in a presence that has these usual ones.
    #[inline]
    pub(super) fn intern(&mut self, subject: u32, facts: u32, usual: u32) -> u32 {
        if facts == usual && subject & PLAIN != 0 { subject } else { self.pairs.intern((subject, facts)) }
    }

    /// The number, in a presence that has other usual facts, of a detail of one that has these.
    pub(super) fn unusual(&mut self, detail: u32, usual: u32) -> u32 {
        if detail & PLAIN != 0 { self.pairs.intern((detail, usual)) } else { detail }
    }

    /// What a detail is about.
    #[inline]
    pub(super) fn subject(&self, detail: u32) -> Subject {
        let subject = self.subject_in(detail);
        match subject & PLAIN {
            0 => self.subjects.get(subject).0,
            _ => [Text::numbered(subject & !PLAIN), Text::BLANK, Text::BLANK, Text::BLANK],
        }
    }

    /// The number of a detail's subject.
    #[inline]
    fn subject_in(&self, detail: u32) -> u32 {
        if detail & PLAIN != 0 { detail } else { self.pairs.get(detail).0 }
    }

    /// The number of the session facts that a detail states in a presence that has these usual ones.
    #[inline]
    pub(super) fn facts_in(&self, detail: u32, usual: u32) -> u32 {
        if detail & PLAIN != 0 { usual } else { self.pairs.get(detail).1 }
    }

    /// The session facts with this number, if they are any.
    #[inline]
    pub(super) fn facts(&self, number: u32) -> Option<&[Text; 8]> {
        (number != NO_FACTS).then(|| &self.facts.get(number).0)
    }

    /// Whoever is named: whom a session belongs to, and whom somebody teleported to.
    pub(super) fn named(&self) -> impl Iterator<Item = Text> {
        let owner = SESSION_FACTS.iter().position(|field| *field == Field::SessionOwner);
        let owners = self.facts.rows().iter().filter_map(move |(facts, ())| owner.map(|at| facts[at]));
        let targets = self.subjects.rows().iter().flat_map(|([_, _, id, name], ())| [*id, *name]);
        owners.chain(targets)
    }

    /// Takes up the details of another, whose texts were taken up. `target` is who somebody teleported to goes by.
    pub(super) fn take_up<'a>(
        &mut self,
        other: &Self,
        texts: &mut Texts,
        taken: &Taken<'a>,
        target: impl Fn(&mut Texts, Text) -> Text,
    ) -> Moved<'a> {
        let rows = taken.rows(&other.subjects, |([connection, bubble, id, name], _), ()| {
            let row = [connection, bubble, target(texts, id), name];
            self.subjects.intern_row(texts, row, |_, _| ())
        });
        let facts = taken.rows(&other.facts, |row, ()| self.facts.intern_hashed(texts, row, |_, _| ()));
        let subjects = Moved { here: taken.here, rows, facts };
        let pairs = other
            .pairs
            .rows()
            .iter()
            .map(|&(subject, fact)| self.pairs.intern((subjects.of(subject), subjects.facts(fact))));
        let rows = pairs.collect();
        Moved { rows, ..subjects }
    }
}

/// The numbers that another's details have here.
pub(super) struct Moved<'a> {
    here: &'a [Text],
    rows: Vec<u32>,
    facts: Vec<u32>,
}

impl Moved<'_> {
    /// The number here of what has this number there.
    #[inline]
    pub(super) fn of(&self, number: u32) -> u32 {
        match number & PLAIN {
            0 => self.rows[number as usize],
            _ => PLAIN | self.here[(number & !PLAIN) as usize].number(),
        }
    }

    /// The number here of the session facts that have this number there.
    pub(super) fn facts(&self, number: u32) -> u32 {
        self.facts.get(number as usize).copied().unwrap_or(NO_FACTS)
    }
}
