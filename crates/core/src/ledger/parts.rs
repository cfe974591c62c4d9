//! An event's parts, each of which its neighbours in a log often share: where it happened, to whom, and what
//! it is about. Whoever remembers the number of a part need not say it again ([`Ledger::enter`]).

use super::entries::{Entry, NONE};
use super::texts::{Text, Texts};
use super::tuples::Tuples;
use super::{ATTENDEE_FACTS, IDENTITY, Ledger, Stated, attendee_fact};
use crate::event::{Event, Field, Fields, Kind, Subject};
use crate::people::Identifier;
use crate::time::Stamp;

/// Where an event happened, and what its record says of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The occurrence.
    pub(super) occurrence: u32,
    /// Its event code, within which attendees are known.
    code: Text,
    /// The session facts.
    facts: u32,
}

impl Place {
    /// The number of the event code.
    pub(crate) const fn code(self) -> u32 {
        self.code.number()
    }
}

/// Whom an event is about, with the facts that its record states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    profile: u32,
    pub(super) attendee: u32,
}

impl Who {
    /// Nobody is named.
    pub const NOBODY: Self = Self { profile: NONE, attendee: NONE };

    /// Whether anybody is named.
    pub const fn is_somebody(self) -> bool {
        self.profile != NONE
    }
}

impl Ledger {
    /// Adds an event that stands on `line` of the file numbered `file`.
    ///
    /// The event must have what its kind needs (a session or instance, an identity, a bubble, a target):
    /// [`crate::platform::event`] says so. Gives where it happened.
    pub fn add(&mut self, event: &Event<'_>, file: u32, line: u64) -> Place {
        let place = self.place(&event.fields);
        // A `session` record is about the session alone.
        let who = if event.kind == Kind::Session { Who::NOBODY } else { self.who(&event.fields) };
        let presence = self.presence_of(place, who);
        let subject = self.subject_of(&event.fields.subject(), presence);
        self.enter(event.stamp, event.kind, (place, who, subject), presence, file, line);
        if let (Ok(Some(stated)), true) = (Stated::of(&event.fields), who.is_somebody()) {
            self.stated.push(((place.occurrence, who.attendee), stated));
        }
        place
    }

    /// Whose presence an event of these parts belongs to.
    #[inline]
    pub(crate) fn presence_of(&mut self, place: Place, who: Who) -> u32 {
        self.presence(place.occurrence, who.attendee)
    }

    /// Adds an event of these parts to the presence that they belong to.
    #[inline]
    pub(crate) fn enter(
        &mut self,
        stamp: Stamp,
        kind: Kind,
        (place, who, subject): (Place, Who, u32),
        presence: u32,
        file: u32,
        line: u64,
    ) {
        let chain = &mut self.chains[presence as usize];
        if chain.is_empty() {
            chain.usual_facts = place.facts;
        }
        let detail = self.details.intern(subject, place.facts, chain.usual_facts);
        let entry = Entry::new(stamp, kind, who.profile, detail);
        self.append(presence, entry, file, line);
    }

    /// Where an event with these fields happened.
    pub(crate) fn place(&mut self, fields: &Fields<'_>) -> Place {
        // A session without occurrences has one, with the session's id; an occurrence without a session is
        // one (event log, "Fields" and "Rules").
        let (session, instance) = match (fields.get(Field::SessionId), fields.get(Field::InstanceId)) {
            (session, []) => (session, session),
            ([], instance) => (instance, instance),
            both => both,
        };
        let row = [fields.get(Field::EventCode), session, instance];
        let sessions = &mut self.sessions;
        let occurrence = self.occurrences.intern(
            &mut self.texts,
            &row,
            &mut self.replaced,
            |texts, &[code, session, _]| sessions.intern_row(texts, [code, session], |_, _| ()),
        );
        let facts = self.details.facts_of(&mut self.texts, fields, &mut self.replaced);
        Place { occurrence, code: self.occurrences.get(occurrence).0[0], facts }
    }

    /// Whom these fields name.
    pub(crate) fn who(&mut self, fields: &Fields<'_>) -> Who {
        if !fields.name_somebody() {
            return Who::NOBODY;
        }
        let mut row: [&[u8]; ATTENDEE_FACTS + 1] = [&[]; ATTENDEE_FACTS + 1];
        row[0] = fields.get(Field::EventCode);
        row[1..].copy_from_slice(fields.range(Field::UserId, Field::Country));
        let attendees = &mut self.attendees;
        let profile = self
            .profiles
            .intern(&mut self.texts, &row, &mut self.replaced, |texts, row| attendee(texts, attendees, row));
        Who { profile, attendee: self.profiles.get(profile).1 }
    }

    /// The number of what an event of this presence is about besides.
    #[inline]
    pub(crate) fn subject_of(&mut self, subject: &Subject<'_>, presence: u32) -> u32 {
        let chain = &self.chains[presence as usize];
        let last = (!chain.is_empty()).then(|| self.entries.get(chain.last).detail);
        self.details.subject_of(&mut self.texts, subject, last, &mut self.replaced)
    }
}

/// The attendee whose profile this is: known by the first identifying field that is not blank.
pub(super) fn attendee(
    texts: &mut Texts,
    attendees: &mut Tuples<3, Field>,
    profile: &[Text; ATTENDEE_FACTS + 1],
) -> u32 {
    let fact = |field: Field| profile[1 + attendee_fact(field)];
    let field = IDENTITY.into_iter().find(|&field| !fact(field).is_blank()).unwrap_or(Field::DisplayName);
    let value = match field {
        Field::Email | Field::DisplayName => {
            let value = Identifier::new(field, texts.get(fact(field))).value;
            texts.intern(&value)
        }
        _ => fact(field),
    };
    let name = texts.intern(field.name());
    attendees.intern_row(texts, [profile[0], name, value], |_, _| field)
}
