//! The timeline: the ledger read with one time zone for the times that carry none. It holds all that does
//! not depend on the report's options, so that changing those costs a pass over attendees, not over events.

pub use super::attended::Attended;
use super::attended::{FactsAt, Moment};
use super::entries::NONE;
pub use super::extent::Extent;
use super::happenings::{Happening, Latest};
use super::restarts::{self, Joining, Restarted};
use super::stays::{Scratch, Stay, unite};
use super::texts::{Text, id};
use super::{ATTENDEE_FACTS, Ledger, SESSION_FACTS, Stated, attendee_fact};
use crate::event::{Field, Kind};
use crate::problem::{Irregularity, Note, NoteBuilder};
use crate::report::role::Role;
use crate::time::{Clock, parse};
use crate::time::{Fit, Zone};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The session facts that are instants.
const SESSION_TIMES: [Field; 3] = [Field::SessionCreated, Field::StartsAt, Field::EndsAt];

/// The ledger in order of time. See the [module](self).
#[derive(Debug)]
pub struct Timeline {
    /// The log's time zone that it was read with.
    pub log_zone: Zone,
    /// Every occurrence's extent, by the ledger's number. Where several were joined, that of the first is of
    /// all of them, and the others have none.
    pub extents: Vec<Extent>,
    /// The meetings that look restarted, joined or not.
    pub restarted: Vec<Restarted>,
    /// When what was open in each occurrence ended, by the ledger's number; also of parts that were joined.
    ends: Vec<i64>,
    /// Every session's facts, by the ledger's number, in the order of [`SESSION_FACTS`].
    session_facts: Vec<[Text; 8]>,
    /// The instants that those tell which are in [`SESSION_TIMES`], in that order; none where they cannot be read.
    session_times: Vec<[Option<i64>; 3]>,
    /// Every attendee of an occurrence who joined, left or could not connect.
    pub attended: Vec<Attended>,
    /// Their numbers in the attendance report's order, once somebody asked for it.
    pub(crate) order: OnceLock<Vec<u32>>,
    mixed: Vec<[Text; ATTENDEE_FACTS]>,
    /// What lies between the stays of each of them.
    gaps: Vec<Stay>,
    /// When somebody joined who was there already, by the number of what they attended, in order of that.
    more_joins: Vec<(u32, i64)>,
    /// What platforms state of some of them instead.
    stated: Vec<Stated>,
    /// What was put right.
    pub notes: Vec<Note>,
    /// The first and last instant of the log, `session` records included.
    pub span: Option<(i64, i64)>,
    /// The same without `session` records.
    pub event_span: Option<(i64, i64)>,
}

impl Timeline {
    /// Reads the ledger with this zone for times without offset. No restart is joined.
    pub fn new(ledger: &Ledger, log_zone: &Zone) -> Self {
        Self::joined(ledger, log_zone, Joining { join: false, kept_apart: &BTreeSet::new() })
    }

    /// The same, with these restarts joined.
    pub fn joined(ledger: &Ledger, log_zone: &Zone, joining: Joining<'_>) -> Self {
        let mut timeline = Self {
            log_zone: log_zone.clone(),
            extents: vec![Extent::default(); ledger.occurrences().len()],
            restarted: Vec::new(),
            ends: Vec::new(),
            session_facts: Vec::new(),
            session_times: Vec::new(),
            attended: Vec::new(),
            order: OnceLock::new(),
            mixed: Vec::new(),
            gaps: Vec::new(),
            more_joins: Vec::new(),
            stated: Vec::new(),
            notes: Vec::new(),
            span: None,
            event_span: None,
        };
        timeline.hear_sessions(ledger);
        timeline.ends = timeline.extents.iter().map(|extent| extent.end()).collect();
        timeline.restarted = restarts::find(ledger, &timeline.extents, log_zone, joining);
        timeline.attend(ledger);
        timeline
    }

    /// First pass: what the records say of sessions and occurrences.
    fn hear_sessions(&mut self, ledger: &Ledger) {
        let mut clock = [Irregularity::ClockSkipped, Irregularity::ClockTwice].map(NoteBuilder::new);
        let mut facts = vec![[Latest::default(); 8]; ledger.sessions().len()];
        for (presence, (occurrence, _)) in ledger.all_presences() {
            let heard = &mut facts[ledger.occurrences()[occurrence as usize].1 as usize];
            let extent = self.hear_presence(ledger, presence, heard, &mut clock);
            let all = &mut self.extents[occurrence as usize];
            *all = all.and(extent);
        }
        for time in self.event_span.into_iter().flat_map(|(first, last)| [first, last]) {
            widen(&mut self.span, time);
        }
        self.session_facts = facts.into_iter().map(|facts| facts.map(Latest::text)).collect();
        let told =
            |session| SESSION_TIMES.map(|field| self.instant(ledger.text(self.session_fact(session, field))));
        self.session_times = (0..self.session_facts.len()).map(told).collect();
        self.notes.extend(clock.into_iter().filter_map(NoteBuilder::finish));
        self.check_schedules(ledger);
    }

    /// What the records of one presence say of its session and occurrence.
    ///
    /// Never inlined: browsers make fast code of a function that is called often, and not of a loop that runs long.
    #[inline(never)]
    fn hear_presence(
        &mut self,
        ledger: &Ledger,
        presence: u32,
        heard: &mut [Latest; 8],
        [skipped, twice]: &mut [NoteBuilder; 2],
    ) -> Extent {
        let mut extent = Extent::default();
        // What is stated again and again is heard once, as of the last time.
        let mut stated: Option<(u32, i64)> = None;
        for (number, entry) in ledger.entries_of(presence) {
            let stamp = entry.stamp();
            let mut time = stamp.seconds;
            if stamp.clock == Clock::Log {
                let (instant, fit) = self.log_zone.instant(stamp.seconds);
                time = instant;
                match fit {
                    Fit::Exact => {}
                    Fit::Gap => skipped.add(1, ledger.position(number)),
                    Fit::Fold => twice.add(1, ledger.position(number)),
                }
            }
            if entry.kind() == Kind::Session {
                widen(&mut self.span, time);
            }
            extent.hear(entry.kind(), time);
            let facts = ledger.facts_in(presence, entry.detail);
            stated = match stated {
                Some((same, last)) if same == facts => Some((same, last.max(time))),
                _ => {
                    hear(ledger, heard, stated);
                    Some((facts, time))
                }
            };
        }
        hear(ledger, heard, stated);
        for time in extent.first.into_iter().chain(extent.last) {
            widen(&mut self.event_span, time);
        }
        extent
    }

    /// Notes the times of sessions that cannot be read or cannot be.
    fn check_schedules(&mut self, ledger: &Ledger) {
        let mut unreadable = NoteBuilder::new(Irregularity::FactUnreadable);
        let mut backwards = NoteBuilder::new(Irregularity::EndsBeforeStart);
        // The ledger's numbers follow the order of the files; what the notes name must not.
        let mut unreadable_facts = Vec::new();
        let mut sessions_backwards = Vec::new();
        for (session, &([code, id], ())) in ledger.sessions().iter().enumerate() {
            let key = [code, id].map(|text| ledger.text(text));
            let times = self.session_times[session];
            for (field, time) in SESSION_TIMES.into_iter().zip(times) {
                let text = ledger.text(self.session_fact(session, field));
                if !text.is_empty() && time.is_none() {
                    unreadable_facts.push((key, field, text));
                }
            }
            if let [_, Some(start), Some(end)] = times
                && end < start
            {
                sessions_backwards.push(key);
            }
        }
        unreadable_facts.sort_unstable();
        for (_, field, text) in unreadable_facts {
            unreadable.add_value(format!("{}: {text}", field.name()));
        }
        sessions_backwards.sort_unstable();
        sessions_backwards.into_iter().for_each(|[_, id]| backwards.add_value(id.to_owned()));
        self.notes.extend([unreadable, backwards].into_iter().filter_map(NoteBuilder::finish));
    }

    /// Second pass: who attended what, and how long.
    fn attend(&mut self, ledger: &Ledger) {
        let mut attending = Attending::new(ledger);
        // The first part of each occurrence that was joined, and when the parts ended.
        let mut first: Vec<Option<u32>> = vec![None; if self.joins() { self.extents.len() } else { 0 }];
        for restarted in self.restarted.iter().filter(|restarted| restarted.joined) {
            let of_first = restarted.parts[0].occurrence;
            restarted.parts.iter().for_each(|part| first[part.occurrence as usize] = Some(of_first));
        }
        // A list that grows by copying would leave its old place behind, in wasm for good.
        self.attended.reserve_exact(ledger.presences().len());
        let mut in_parts: Vec<((u32, u32), u32, u32)> = Vec::new();
        for (presence, (occurrence, attendee)) in ledger.all_presences() {
            match first.get(occurrence as usize).copied().flatten() {
                Some(first) => in_parts.push(((first, attendee), occurrence, presence)),
                None => self.attend_one(&mut attending, (occurrence, attendee), &[(occurrence, presence)]),
            }
        }
        in_parts.sort_unstable();
        for parts in in_parts.chunk_by(|a, b| a.0 == b.0) {
            let whom = parts[0].0;
            let parts: Vec<_> =
                parts.iter().map(|&(_, occurrence, presence)| (occurrence, presence)).collect();
            self.attend_one(&mut attending, whom, &parts);
        }
        self.attended.shrink_to_fit();
        self.gaps.shrink_to_fit();
        self.unite_extents();
        let Attending { twice, joins, leaves, .. } = attending;
        self.notes.extend([twice, joins, leaves].into_iter().filter_map(NoteBuilder::finish));
        self.notes.extend(restarts::note(&self.restarted));
        self.notes.sort_by_key(|note| note.what);
    }

    fn joins(&self) -> bool {
        self.restarted.iter().any(|restarted| restarted.joined)
    }

    /// From here on the parts of what was joined are one occurrence, the first.
    fn unite_extents(&mut self) {
        for restarted in self.restarted.iter().filter(|restarted| restarted.joined) {
            let parts = restarted.parts.iter();
            let all = parts
                .map(|part| std::mem::take(&mut self.extents[part.occurrence as usize]))
                .fold(Extent::default(), Extent::and);
            self.extents[restarted.parts[0].occurrence as usize] = all;
        }
    }

    /// One attendee in one occurrence, which can have several parts: each with its presence.
    #[inline(never)]
    fn attend_one(
        &mut self,
        attending: &mut Attending<'_>,
        (occurrence, attendee): (u32, u32),
        parts: &[(u32, u32)],
    ) {
        let stated = match parts {
            [part] => {
                let stated = self.presence(attending, attendee, *part);
                std::mem::swap(&mut attending.all, &mut attending.happenings);
                stated
            }
            parts => self.in_parts(attending, attendee, parts),
        };
        let Attending { all: happenings, stays, .. } = attending;
        let attends = happenings
            .iter()
            .any(|happening| matches!(happening.kind, Kind::Joined | Kind::Left | Kind::JoinFailed));
        if attendee == NONE || !attends {
            return;
        }
        let first_gap = id(self.gaps.len());
        self.gaps.extend(stays.windows(2).map(|pair| (pair[0].1, pair[1].0)));
        let joins = happenings.iter().filter(|h| h.kind == Kind::Joined && !h.repeated).map(|h| h.time);
        let first_join = joins.clone().min();
        // Each stay begins with a join, so there is nothing more to note of most.
        if joins.clone().count() > stays.len() {
            note_more_joins(&mut self.more_joins, id(self.attended.len()), joins, stays);
        }
        let last_leave = stays.last().map(|stay| stay.1);
        self.extents[occurrence as usize].people += u64::from(!stays.is_empty());
        let facts = self.facts(attending);
        self.attended.push(Attended {
            occurrence,
            attendee,
            facts,
            first_join: Moment::of(first_join),
            last_leave: Moment::of(last_leave),
            gaps: (first_gap, id(self.gaps.len())),
            stated: stated.map_or(NONE, |stated| {
                self.stated.push(stated);
                id(self.stated.len() - 1)
            }),
        });
    }

    /// What is stated of one presence. Its stays and happenings are left in `attending`.
    fn presence(
        &self,
        attending: &mut Attending<'_>,
        attendee: u32,
        (occurrence, presence): (u32, u32),
    ) -> Option<Stated> {
        attending.ledger.happenings(presence, &self.log_zone, &mut attending.happenings);
        attending.look(attendee, self.ends_of(occurrence));
        attending.stated_of(occurrence, attendee)
    }

    /// The same of a presence in several parts; the happenings of all of them are left in `attending.all`.
    fn in_parts(&self, attending: &mut Attending<'_>, attendee: u32, parts: &[(u32, u32)]) -> Option<Stated> {
        attending.all.clear();
        let mut stays = Vec::new();
        let mut stated = Vec::new();
        for &part in parts {
            let stated_of_part = self.presence(attending, attendee, part);
            // Who was not there in a part has nothing to state of it.
            if !attending.stays.is_empty() || stated_of_part.is_some() {
                stated.push(stated_of_part);
            }
            stays.append(&mut attending.stays);
            attending.all.extend_from_slice(&attending.happenings);
        }
        unite(&mut stays);
        attending.stays = stays;
        if stated.iter().all(Option::is_none) {
            return None;
        }
        stated.into_iter().reduce(|one, other| Some(Stated::in_parts(one, other))).flatten()
    }

    /// Where the facts are that all the happenings of an attendee tell.
    fn facts(&mut self, attending: &mut Attending<'_>) -> FactsAt {
        let Attending { ledger, all, profiles, of_two, .. } = attending;
        latest_of_profiles(all, profiles);
        let mut mixed = |facts| {
            self.mixed.push(facts);
            id(self.mixed.len() - 1)
        };
        match **profiles {
            [] => FactsAt::NOBODY,
            [(profile, _)] => FactsAt::profile(profile),
            // All facts on one record and the id alone on others: so it is in most logs, and again and again the same
            // two. Which of them was heard last is all that their times decide.
            [(one, at), (other, then)] if at != then => {
                let row = of_two.entry(if at < then { [one, other] } else { [other, one] });
                FactsAt::row(*row.or_insert_with(|| mixed(resolve_facts(ledger, profiles))))
            }
            _ => FactsAt::row(mixed(resolve_facts(ledger, profiles))),
        }
    }

    /// When what is still open in this occurrence, or part of one, ends.
    pub(crate) fn ends_of(&self, occurrence: u32) -> i64 {
        self.ends[occurrence as usize]
    }

    /// An attendee fact, as it was in that occurrence; blank where not known.
    pub(crate) fn attendee_fact(&self, ledger: &Ledger, attended: &Attended, field: Field) -> Text {
        match attended.facts.get() {
            Ok(profile) => ledger.attendee_facts(profile)[attendee_fact(field)],
            Err(row) => self.mixed[row as usize][attendee_fact(field)],
        }
    }

    /// A fact of the session with this number; blank where not known.
    pub(crate) fn session_fact(&self, session: usize, field: Field) -> Text {
        let place = SESSION_FACTS.iter().position(|&fact| fact == field);
        place.map_or(Text::BLANK, |place| self.session_facts[session][place])
    }

    /// The instant that a fact's text tells, if it can be read.
    pub(crate) fn instant(&self, text: &str) -> Option<i64> {
        parse(text.as_bytes()).map(|stamp| self.log_zone.of(stamp))
    }

    /// The instant of a session's fact, if it is known and can be read.
    pub(crate) fn session_time(&self, session: usize, field: Field) -> Option<i64> {
        let place = SESSION_TIMES.iter().position(|&time| time == field)?;
        self.session_times[session][place]
    }

    /// What the platform states of it as a whole.
    pub(crate) fn stated(&self, attended: &Attended) -> Option<Stated> {
        self.stated.get(attended.stated as usize).copied()
    }

    fn gaps(&self, attended: &Attended) -> &[Stay] {
        let (start, end) = attended.gaps;
        &self.gaps[start as usize..end as usize]
    }

    /// Who attended what, each with when they joined while they were there already.
    pub(crate) fn attended_with_joins(&self) -> impl Iterator<Item = (&Attended, &[(u32, i64)])> {
        let mut rest = self.more_joins.as_slice();
        (0..).zip(&self.attended).map(move |(number, attended)| {
            let own;
            (own, rest) = rest.split_at(rest.iter().take_while(|join| join.0 == number).count());
            (attended, own)
        })
    }

    /// When somebody was there, in order.
    pub(crate) fn stays(&self, attended: &Attended) -> impl Iterator<Item = Stay> {
        attended.stays(self.gaps(attended))
    }

    /// Seconds present: those of the stays, or what the platform states.
    pub(crate) fn seconds(&self, attended: &Attended) -> u64 {
        let stated = self.stated(attended).and_then(|stated| stated.seconds);
        stated.unwrap_or_else(|| self.stays(attended).map(|stay| (stay.1 - stay.0).unsigned_abs()).sum())
    }

    /// The number of stays less one, where stays no more than `gap` seconds apart count as one; what the
    /// platform states, where it does; none where nobody knows.
    pub(crate) fn rejoins(&self, attended: &Attended, gap: u32) -> Option<u64> {
        match self.stated(attended) {
            Some(stated) => stated.rejoins,
            None => {
                Some(self.gaps(attended).iter().filter(|(end, next)| next - end > i64::from(gap)).count()
                    as u64)
            }
        }
    }
}

/// What the second pass carries along.
struct Attending<'a> {
    ledger: &'a Ledger,
    stated: Vec<((u32, u32), Stated)>,
    twice: NoteBuilder,
    joins: NoteBuilder,
    leaves: NoteBuilder,
    /// Those of one presence, and of all its parts.
    happenings: Vec<Happening>,
    all: Vec<Happening>,
    scratch: Scratch,
    /// The stays of who is looked at, and the profiles that their records state.
    stays: Vec<Stay>,
    profiles: Vec<(u32, i64)>,
    /// The rows of facts that were made of two profiles, the second of which was heard last.
    of_two: HashMap<[u32; 2], u32, FxBuildHasher>,
}

impl<'a> Attending<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        Self {
            ledger,
            stated: ledger.stated(),
            twice: NoteBuilder::new(Irregularity::LoggedTwice),
            joins: NoteBuilder::new(Irregularity::JoinWithoutLeave),
            leaves: NoteBuilder::new(Irregularity::LeaveWithoutJoin),
            happenings: Vec::new(),
            all: Vec::new(),
            scratch: Scratch::default(),
            stays: Vec::new(),
            profiles: Vec::new(),
            of_two: HashMap::default(),
        }
    }

    fn stated_of(&self, occurrence: u32, attendee: u32) -> Option<Stated> {
        let place = self.stated.binary_search_by_key(&(occurrence, attendee), |&(whom, _)| whom);
        place.ok().map(|place| self.stated[place].1)
    }

    /// Looks for the stays that the happenings of one presence tell, and notes what had to be put right in them.
    fn look(&mut self, attendee: u32, end: i64) {
        let Self { ledger, happenings, scratch, stays, .. } = self;
        stays.clear();
        for repeated in happenings.iter().filter(|happening| happening.repeated) {
            self.twice.add(1, ledger.position(repeated.entry));
        }
        if attendee == NONE {
            return;
        }
        let (joins_without_leave, leaves_without_join) = ledger.stays(happenings, end, scratch, stays);
        let last_of = |kind: Kind| {
            let last = happenings.iter().rev().find(|happening| happening.kind == kind);
            last.map_or_else(Default::default, |happening| ledger.position(happening.entry))
        };
        if joins_without_leave > 0 {
            self.joins.add(joins_without_leave, last_of(Kind::Joined));
        }
        if leaves_without_join > 0 {
            self.leaves.add(leaves_without_join, last_of(Kind::Left));
        }
    }
}

/// Notes the joins that begin none of these stays; of several in one second one does.
#[cold]
fn note_more_joins(
    more: &mut Vec<(u32, i64)>,
    number: u32,
    joins: impl Iterator<Item = i64>,
    stays: &[Stay],
) {
    let mut joins: Vec<i64> = joins.collect();
    joins.sort_unstable();
    let mut begins = stays.iter().map(|stay| stay.0).peekable();
    more.extend(
        joins.into_iter().filter(|&time| begins.next_if_eq(&time).is_none()).map(|time| (number, time)),
    );
}

/// The facts of one attendee as these records tell them: of each the latest, of roles the highest.
pub(crate) fn facts_of(ledger: &Ledger, happenings: &[Happening]) -> [Text; ATTENDEE_FACTS] {
    let mut profiles = Vec::new();
    latest_of_profiles(happenings, &mut profiles);
    resolve_facts(ledger, &profiles)
}

/// The same of profiles, each with the latest time at which it was stated.
fn resolve_facts(ledger: &Ledger, profiles: &[(u32, i64)]) -> [Text; ATTENDEE_FACTS] {
    const ROLE: usize = attendee_fact(Field::Role);
    let mut facts = [Latest::default(); ATTENDEE_FACTS];
    let mut rank = Role::Other;
    for &(profile, time) in profiles {
        for (n, (latest, &text)) in facts.iter_mut().zip(ledger.attendee_facts(profile)).enumerate() {
            if n != ROLE {
                latest.hear(ledger, time, text);
                continue;
            }
            let role = Role::of(ledger.text(text));
            if role > rank {
                (*latest, rank) = (Latest::default(), role);
            }
            if role == rank {
                latest.hear(ledger, time, text);
            }
        }
    }
    facts.map(Latest::text)
}

/// Puts every profile stated into `profiles`, with the latest time at which it was: what was said before changes no fact.
/// One that is far apart may come twice. The buffer is cleared first.
fn latest_of_profiles(happenings: &[Happening], profiles: &mut Vec<(u32, i64)>) {
    /// An attendee's records are of two or three kinds: with all facts, with the id alone.
    const NEAR: usize = 4;
    profiles.clear();
    for &Happening { profile, time, .. } in happenings {
        let mut near = profiles.iter_mut().rev().take(NEAR);
        match near.find(|(known, _)| *known == profile) {
            Some((_, latest)) => *latest = time.max(*latest),
            None if profile != NONE => profiles.push((profile, time)),
            None => {}
        }
    }
}

/// Hears what a record with these facts and of this time states of the session.
fn hear(ledger: &Ledger, heard: &mut [Latest; 8], stated: Option<(u32, i64)>) {
    if let Some((facts, time)) = stated
        && let Some(facts) = ledger.session_facts(facts)
    {
        for (latest, &text) in heard.iter_mut().zip(facts) {
            latest.hear(ledger, time, text);
        }
    }
}

fn widen(span: &mut Option<(i64, i64)>, time: i64) {
    *span = Some(span.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
}
