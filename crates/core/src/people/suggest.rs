//! Who may be the same person, with the evidence. Nothing is joined here.
//!
//! Compared are the identities of one event code, by what their records state: the same e-mail address first
//! (whichever field it stands in), then the same name, then a name with its words turned around, then a name
//! in brackets. A name of one word says who only among the attendees of one session. Blank names and
//! placeholders are nobody's. What speaks against it is told as well: see [`Doubt`].
//!
//! It costs a pass over what is stated of attendees, not over events; only the stays of those suggested are
//! looked at.

use super::name::{self, Keys};
use super::{Identifier, Person, Sets};
use crate::event::Field;
use crate::ledger::attendee_fact;
use crate::ledger::stays::Scratch;
use crate::ledger::texts::{Text, id};
use crate::report::Input;
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

/// How many suggestions are made: more than anybody looks through.
pub const MAX_SUGGESTIONS: usize = 500;

/// How many identities one suggestion has at most. A guest of every meeting of a year has some hundred.
pub const MAX_IDENTITIES: usize = 1_000;

/// How many accounts one person has at most: more people than that have one name.
const MAX_ACCOUNTS: usize = 10;

/// What a suggestion rests on; the weakest of what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same e-mail address.
    SameEmail,
    /// The same name under ids that guests are given anew at each join.
    GuestIds,
    /// The same name, with an id or an e-mail address here and without there.
    SameName,
    /// `Last, First` here and `First Last` there.
    TurnedName,
    /// A name that stands in brackets after another.
    BracketName,
}

impl Likeness {
    /// Every one, the strongest first.
    pub const ALL: [Self; 5] =
        [Self::SameEmail, Self::GuestIds, Self::SameName, Self::TurnedName, Self::BracketName];

    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameEmail => "same-email",
            Self::GuestIds => "guest-ids",
            Self::SameName => "same-name",
            Self::TurnedName => "turned-name",
            Self::BracketName => "bracket-name",
        }
    }

    /// In words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::SameEmail => "the same e-mail address",
            Self::GuestIds => "the same name; guests get another id at each join",
            Self::SameName => "the same name, known better in one place than in another",
            Self::TurnedName => "the same name with last and first name exchanged",
            Self::BracketName => "one's name stands in brackets after the other's",
        }
    }
}

/// What speaks against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// Their e-mail addresses differ.
    EmailsDiffer,
    /// Each has an account of its own.
    AccountsDiffer,
    /// They were in one occurrence at the same time: two people, or two devices of one.
    SameTime,
}

impl Doubt {
    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmailsDiffer => "emails-differ",
            Self::AccountsDiffer => "accounts-differ",
            Self::SameTime => "same-time",
        }
    }

    /// In words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::EmailsDiffer => "their e-mail addresses differ",
            Self::AccountsDiffer => "each has an account of its own",
            Self::SameTime => "they were there at the same time: two devices, or two people?",
        }
    }
}

/// One of the identities that may be one person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The identity.
    pub identifier: Identifier,
    /// A name that its records state; the least by bytes.
    pub name: String,
    /// An e-mail address that they state; the least by bytes.
    pub email: String,
    /// The files in which it stands, by number.
    pub files: Vec<u32>,
    /// In how many occurrences it is.
    pub occurrences: u64,
}

/// Identities that may be one person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it rests on.
    pub likeness: Likeness,
    /// What speaks against it; where anything does, it is not to be accepted without a look.
    pub doubts: Vec<Doubt>,
    /// The identities, at least two, the best first.
    pub members: Vec<Member>,
    /// Whether some of them were in one session.
    pub in_one_session: bool,
}

impl Suggestion {
    /// The person that they are, if it is accepted.
    pub fn person(&self) -> Person {
        let names = self.members.iter().map(|member| member.name.as_str()).filter(|name| !name.is_empty());
        // As it is usually written, not `Last, First`, without brackets.
        let name = names.min_by_key(|name| (name.contains(['(', ',']), *name)).unwrap_or_default();
        Person {
            name: name.to_owned(),
            is: self.members.iter().map(|member| member.identifier.clone()).collect(),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Those without doubt first, then by likeness, name and identities.
    pub list: Vec<Suggestion>,
    /// How many more there are than the [most](MAX_SUGGESTIONS).
    pub left_out: usize,
}

/// What the records of one attendee state, as far as it is compared.
#[derive(Debug, Default)]
struct Stated<'a> {
    /// Each once, the least by bytes first.
    names: Vec<&'a str>,
    emails: Vec<Cow<'a, str>>,
    guest: bool,
}

/// Who is compared by what.
struct Finder<'a> {
    input: Input<'a>,
    stated: Vec<Stated<'a>>,
    sets: Sets,
    /// The weakest likeness that made a set, by the number that stands for it.
    likeness: HashMap<usize, Likeness, FxBuildHasher>,
    /// The sessions of attendees whose name is one word.
    sessions: HashMap<usize, Vec<u32>, FxBuildHasher>,
}

impl Input<'_> {
    /// Who may be the same person.
    pub fn same_people(&self) -> Suggestions {
        let mut finder = Finder::new(*self);
        finder.unite_by_email();
        finder.unite_by_name();
        finder.suggestions()
    }
}

impl<'a> Finder<'a> {
    fn new(input: Input<'a>) -> Self {
        let ledger = input.ledger;
        let mut stated: Vec<Stated<'a>> = Vec::new();
        stated.resize_with(ledger.attendees(), Stated::default);
        for (facts, attendee) in ledger.profiles() {
            let fact = |field| ledger.text(facts[attendee_fact(field)]);
            let of = &mut stated[attendee as usize];
            match fact(Field::DisplayName) {
                "" => {}
                name => of.names.push(name),
            }
            of.guest |= fact(Field::AttendeeType).eq_ignore_ascii_case("guest");
            let addresses =
                [Field::UserId, Field::Username, Field::Email].map(|field| name::email(fact(field)));
            of.emails.extend(addresses.into_iter().flatten());
        }
        for of in &mut stated {
            of.names.sort_unstable();
            of.names.dedup();
            of.emails.sort_unstable();
            of.emails.dedup();
        }
        let sets = Sets::of(stated.len());
        Self { input, stated, sets, likeness: HashMap::default(), sessions: HashMap::default() }
    }

    fn code(&self, attendee: usize) -> Text {
        self.input.ledger.event_code(id(attendee))
    }

    fn unite(&mut self, one: usize, other: usize, likeness: Likeness) {
        let [a, b] = [one, other].map(|number| self.sets.find(number));
        if a == b {
            return;
        }
        let weakest =
            [a, b].into_iter().filter_map(|set| self.likeness.remove(&set)).fold(likeness, Ord::max);
        self.sets.unite(a, b);
        self.likeness.insert(self.sets.find(a), weakest);
    }

    fn unite_by_email(&mut self) {
        let mut first: HashMap<(Text, &str), usize, FxBuildHasher> = HashMap::default();
        let mut pairs = Vec::new();
        for (attendee, stated) in self.stated.iter().enumerate() {
            for email in &stated.emails {
                let one = *first.entry((self.code(attendee), email)).or_insert(attendee);
                if one != attendee {
                    pairs.push((one, attendee));
                }
            }
        }
        drop(first);
        pairs.into_iter().for_each(|(one, other)| self.unite(one, other, Likeness::SameEmail));
    }

    fn unite_by_name(&mut self) {
        // Many attendees have the same name, each in another event code or session.
        let mut known: HashMap<&str, Option<Rc<Keys>>, FxBuildHasher> = HashMap::default();
        let mut keys: Vec<(usize, Rc<Keys>)> = Vec::new();
        for (attendee, stated) in self.stated.iter().enumerate() {
            for &name in &stated.names {
                let of_name = known.entry(name).or_insert_with(|| name::keys(name).map(Rc::new));
                keys.extend(of_name.clone().map(|keys| (attendee, keys)));
            }
        }
        let short = keys.iter().filter(|(_, keys)| !keys.full).map(|&(attendee, _)| attendee);
        self.sessions = self.sessions_of(&short.collect());
        let mut first: HashMap<(Text, u32, &str), usize, FxBuildHasher> = HashMap::default();
        for (attendee, keys) in &keys {
            // A name of one word counts within each session alone.
            let everywhere = [u32::MAX];
            let sessions = match keys.full {
                true => everywhere.as_slice(),
                false => self.sessions.get(attendee).map_or(&[][..], Vec::as_slice),
            };
            let mut pairs = Vec::new();
            for &session in sessions {
                let place = (self.code(*attendee), session, keys.exact.as_str());
                pairs.push(*first.entry(place).or_insert(*attendee));
            }
            pairs.into_iter().for_each(|one| self.unite(one, *attendee, Likeness::SameName));
        }
        let everywhere = |attendee: usize, name| (self.input.ledger.event_code(id(attendee)), u32::MAX, name);
        let mut more = Vec::new();
        for (attendee, keys) in &keys {
            let turned = keys.turned.iter().map(|name| (name, Likeness::TurnedName));
            let bracketed = keys.bracketed.iter().map(|name| (name, Likeness::BracketName));
            for (name, likeness) in turned.chain(bracketed) {
                if let Some(&one) = first.get(&everywhere(*attendee, name.as_str())) {
                    more.push((likeness, one, *attendee));
                }
            }
        }
        // The stronger first, so that a set is as strong as can be.
        more.sort_by_key(|&(likeness, ..)| likeness);
        more.into_iter().for_each(|(likeness, one, other)| self.unite(one, other, likeness));
    }

    /// The sessions of these attendees, each once.
    fn sessions_of(
        &self,
        attendees: &HashSet<usize, FxBuildHasher>,
    ) -> HashMap<usize, Vec<u32>, FxBuildHasher> {
        let ledger = self.input.ledger;
        let mut sessions: HashMap<usize, Vec<u32>, FxBuildHasher> = HashMap::default();
        if attendees.is_empty() {
            return sessions;
        }
        for &(occurrence, attendee) in ledger.presences() {
            if attendees.contains(&(attendee as usize)) {
                let session = ledger.occurrences()[occurrence as usize].1;
                sessions.entry(attendee as usize).or_default().push(session);
            }
        }
        for sessions in sessions.values_mut() {
            sessions.sort_unstable();
            sessions.dedup();
        }
        sessions
    }

    fn suggestions(mut self) -> Suggestions {
        let mut sets: HashMap<usize, Vec<usize>, FxBuildHasher> = HashMap::default();
        for attendee in 0..self.stated.len() {
            let set = self.sets.find(attendee);
            if self.likeness.contains_key(&set) {
                sets.entry(set).or_default().push(attendee);
            }
        }
        sets.retain(|_, members| members.len() <= MAX_IDENTITIES);
        let mut found: Vec<Found> = Vec::new();
        for (set, mut members) in sets {
            let ledger = self.input.ledger;
            members.sort_by_key(|&attendee| {
                let identity = ledger.identity(id(attendee));
                (identity.field.rank(), identity.value)
            });
            let likeness = self.likeness[&set];
            if let Some((likeness, doubts)) = self.judged(likeness, &members) {
                found.push(Found { likeness, doubts, members });
            }
        }
        let name = |found: &Found| self.stated[found.members[0]].names.first().copied().unwrap_or_default();
        let identity = |found: &Found| {
            let identity = self.input.ledger.identity(id(found.members[0]));
            (identity.value, identity.event_code)
        };
        found.sort_by(|a, b| {
            let key = |found: &Found| (!found.doubts.is_empty(), found.likeness);
            key(a).cmp(&key(b)).then_with(|| (name(a), identity(a)).cmp(&(name(b), identity(b))))
        });
        let left_out = found.len().saturating_sub(MAX_SUGGESTIONS);
        found.truncate(MAX_SUGGESTIONS);
        self.sessions.clear();
        Suggestions { list: self.told(found), left_out }
    }

    /// The likeness, told more precisely, and what speaks against it as far as the facts tell; none where they are
    /// too many to be one person.
    fn judged(&self, likeness: Likeness, members: &[usize]) -> Option<(Likeness, Vec<Doubt>)> {
        let has_id = |attendee: usize| {
            matches!(self.input.ledger.identity(id(attendee)).field, Field::UserId | Field::Username)
        };
        let guests =
            members.iter().filter(|&&attendee| has_id(attendee) && self.stated[attendee].guest).count();
        let mut doubts = Vec::new();
        let likeness = match likeness {
            Likeness::SameName if guests > 0 && members.iter().all(|&one| has_id(one)) => Likeness::GuestIds,
            other => other,
        };
        if likeness == Likeness::SameEmail {
            return Some((likeness, doubts));
        }
        let mut groups = Sets::of(members.len());
        let mut first: HashMap<&str, usize, FxBuildHasher> = HashMap::default();
        for (place, &attendee) in members.iter().enumerate() {
            for email in &self.stated[attendee].emails {
                groups.unite(*first.entry(email).or_insert(place), place);
            }
        }
        // Those who share an address count once.
        let apart = |is: &dyn Fn(usize) -> bool| {
            let places = (0..members.len()).filter(|&place| is(members[place]));
            places.map(|place| groups.find(place)).collect::<BTreeSet<_>>().len()
        };
        if apart(&|attendee| !self.stated[attendee].emails.is_empty()) > 1 {
            doubts.push(Doubt::EmailsDiffer);
        }
        match apart(&|attendee| has_id(attendee) && !self.stated[attendee].guest) {
            0 | 1 => {}
            2..=MAX_ACCOUNTS => doubts.push(Doubt::AccountsDiffer),
            _ => return None,
        }
        Some((likeness, doubts))
    }

    /// With all that is to be shown of them.
    fn told(&self, found: Vec<Found>) -> Vec<Suggestion> {
        let ledger = self.input.ledger;
        let mut presences: HashMap<usize, Vec<u32>, FxBuildHasher> = HashMap::default();
        for &attendee in found.iter().flat_map(|found| &found.members) {
            presences.insert(attendee, Vec::new());
        }
        for (presence, &(_, attendee)) in (0..).zip(ledger.presences()) {
            if let Some(of) = presences.get_mut(&(attendee as usize)) {
                of.push(presence);
            }
        }
        let mut list: Vec<Suggestion> = found.into_iter().map(|found| self.tell(found, &presences)).collect();
        // Stable: what is doubtful only now goes behind, in the order that it has.
        list.sort_by_key(|suggestion| !suggestion.doubts.is_empty());
        list
    }

    fn tell(&self, found: Found, presences: &HashMap<usize, Vec<u32>, FxBuildHasher>) -> Suggestion {
        let Found { likeness, mut doubts, members } = found;
        let mut stays: Vec<(u32, i64, i64, usize)> = Vec::new();
        let mut sessions: Vec<(u32, usize)> = Vec::new();
        let told = members.iter().map(|&attendee| {
            let of = &presences[&attendee];
            let mut files = BTreeSet::new();
            let mut occurrences = BTreeSet::new();
            for &presence in of {
                let (occurrence, _) = self.input.ledger.presences()[presence as usize];
                occurrences.insert(occurrence);
                sessions.push((self.input.ledger.occurrences()[occurrence as usize].1, attendee));
                files.extend(self.files_of(presence));
                let of_presence = self.stays_of(presence, occurrence).into_iter();
                stays.extend(of_presence.map(|(start, end)| (occurrence, start, end, attendee)));
            }
            let identity = self.input.ledger.identity(id(attendee));
            let stated = &self.stated[attendee];
            Member {
                identifier: Identifier { field: identity.field, value: identity.value.to_owned() },
                name: stated.names.first().copied().unwrap_or_default().to_owned(),
                email: stated.emails.first().cloned().unwrap_or_default().into_owned(),
                files: files.into_iter().collect(),
                occurrences: occurrences.len() as u64,
            }
        });
        let members = told.collect();
        if likeness != Likeness::SameEmail && at_once(&mut stays) {
            doubts.push(Doubt::SameTime);
        }
        sessions.sort_unstable();
        sessions.dedup();
        let in_one_session = sessions.windows(2).any(|pair| pair[0].0 == pair[1].0);
        Suggestion { likeness, doubts, members, in_one_session }
    }

    fn files_of(&self, presence: u32) -> BTreeSet<u32> {
        let entries = self.input.ledger.entries_of(presence);
        entries.map(|(number, _)| self.input.ledger.position(number).file).collect()
    }

    fn stays_of(&self, presence: u32, occurrence: u32) -> Vec<(i64, i64)> {
        let Input { ledger, timeline } = self.input;
        let (mut happenings, mut stays) = (Vec::new(), Vec::new());
        ledger.happenings(presence, &timeline.log_zone, &mut happenings);
        ledger.stays(&happenings, timeline.ends_of(occurrence), &mut Scratch::default(), &mut stays);
        stays
    }
}

struct Found {
    likeness: Likeness,
    doubts: Vec<Doubt>,
    members: Vec<usize>,
}

/// Whether two attendees' stays in one occurrence overlap, by more than that one ends as the other begins.
fn at_once(stays: &mut [(u32, i64, i64, usize)]) -> bool {
    stays.sort_unstable();
    // The stay that ends last so far, in this occurrence.
    let mut last: Option<(u32, i64, usize)> = None;
    for &(occurrence, start, end, attendee) in stays.iter() {
        match last {
            Some((of, until, other)) if of == occurrence => {
                if start < until && other != attendee {
                    return true;
                }
                if end > until {
                    last = Some((occurrence, end, attendee));
                }
            }
            _ => last = Some((occurrence, end, attendee)),
        }
    }
    false
}
