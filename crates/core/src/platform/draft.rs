//! The draft: what an adapter makes of a platform's file. It is a log whose times may still be open: whose
//! clock, which day and month, which day at all, when it ended. `Draft::settle` makes events of it once
//! these are answered, so that changing an answer reads no file again.

use super::Unknown;
use crate::event::{Event, Field, Fields, Kind};
use crate::ledger::texts::{Text, Texts};
use crate::ledger::tuples::Tuples;
use crate::ledger::{IDENTITY, Ledger, Stated};
use crate::problem::{At, Fault, Irregularity, Note, NoteBuilder, Position, Reason};
use crate::question::{Answers, End, Told};
use crate::time::{Clock, DateOrder, Fit, Stamp, When, Zone, civil, write};

/// How far a leave may lie before its join, in seconds: clocks that were put back, and clocks that differ by
/// a second. Past this the row contradicts itself.
const MAX_BACKWARDS: i64 = 2 * 3_600;

const DAY: i64 = 86_400;

/// A platform's file as events. See the [module](self).
#[derive(Debug)]
pub struct Draft {
    texts: Texts,
    /// The text fields of each event, interned.
    rows: Tuples<{ Field::COUNT }, ()>,
    /// The fields that are times, of each event that has any; the first is of none.
    timed: Vec<Vec<(Field, When)>>,
    events: Vec<Drafted>,
    /// What is stated of an event's attendee and occurrence as a whole.
    stated: Vec<(Drafted, Stated)>,
    evidence: Evidence,
    /// The first time of each kind that a question could be about.
    first_civil: Option<Shown>,
    first_ambiguous: Option<(Shown, [i64; 2])>,
    first_of_day: Option<Shown>,
    without_seconds: bool,
    /// The zone of times without one, where the platform says that they are UTC.
    utc: Option<Zone>,
    notes: Vec<NoteBuilder>,
    unknown: Vec<Unknown>,
    /// Joins that only an end tells the end of, and the latest time that the file tells.
    open_joins: u64,
}

/// A text of the file and its line.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) line: u64,
    pub(crate) text: String,
    pub(crate) when: When,
}

#[derive(Clone, Copy, Debug)]
struct Drafted {
    when: When,
    kind: Kind,
    /// Whether it ends the stay that the event before it begins.
    ends_stay: bool,
    row: u32,
    timed: u32,
    line: u64,
}

/// Which orders of day and month a file's dates prove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) month_first: u64,
    pub(crate) day_first: u64,
}

impl Evidence {
    fn add(&mut self, order: DateOrder) {
        match order {
            DateOrder::MonthFirst => self.month_first += 1,
            DateOrder::DayFirst => self.day_first += 1,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            month_first: self.month_first + other.month_first,
            day_first: self.day_first + other.day_first,
        }
    }

    /// The order, where all that proves one proves the same.
    pub(crate) fn order(self) -> Option<DateOrder> {
        match (self.month_first, self.day_first) {
            (1.., 0) => Some(DateOrder::MonthFirst),
            (0, 1..) => Some(DateOrder::DayFirst),
            _ => None,
        }
    }
}

/// What a record states: the fields of the event log, of which some are times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'a> {
    fields: Fields<'a>,
    times: Vec<(Field, When)>,
}

impl<'a> Facts<'a> {
    /// Nothing.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With this field; blank text states nothing.
    #[must_use]
    pub(crate) fn with(mut self, field: Field, text: &'a str) -> Self {
        self.fields.set(field, text.as_bytes());
        self
    }

    /// With this field, which is a time: a session's facts as an instant, an instance's id as the clock
    /// showed it.
    #[must_use]
    pub(crate) fn with_time(mut self, field: Field, when: Option<When>) -> Self {
        self.times.extend(when.map(|when| (field, when)));
        self
    }

    fn has(&self, field: Field) -> bool {
        !self.fields.get(field).is_empty() || self.times.iter().any(|&(timed, _)| timed == field)
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            texts: Texts::default(),
            rows: Tuples::default(),
            timed: vec![Vec::new()],
            events: Vec::new(),
            stated: Vec::new(),
            evidence: Evidence::default(),
            first_civil: None,
            first_ambiguous: None,
            first_of_day: None,
            without_seconds: false,
            utc: None,
            notes: Vec::new(),
            unknown: Vec::new(),
            open_joins: 0,
        }
    }
}

impl Draft {
    /// Reads a time, and keeps what it proves of the file's other times.
    pub(crate) fn time(&mut self, line: u64, text: &str) -> Option<When> {
        let told = civil::read(text)?;
        if let Some(order) = told.order {
            self.evidence.add(order);
        }
        self.without_seconds |= !told.seconds;
        let shown = || Shown { line, text: text.to_owned(), when: told.when };
        match told.when {
            When::Instant(_) => return Some(told.when),
            When::Civil(_) => {}
            When::Ambiguous { month_first, day_first } => {
                self.first_ambiguous.get_or_insert_with(|| (shown(), [month_first, day_first]));
            }
            When::OfDay(_) => {
                self.first_of_day.get_or_insert_with(shown);
            }
        }
        if self.utc.is_none() {
            self.first_civil.get_or_insert_with(shown);
        }
        Some(told.when)
    }

    /// Reads a time of a file that has only instants; none where it is no instant. What is none asks nothing.
    pub(crate) fn instant(&mut self, line: u64, text: &str) -> Option<When> {
        let is_instant = matches!(civil::read(text)?.when, When::Instant(_));
        if is_instant { self.time(line, text) } else { None }
    }

    /// Says that the times to come that carry no zone are UTC, as the platform says: whose clock they are of
    /// is not asked.
    pub(crate) fn clock_is_utc(&mut self) {
        self.utc = Some(Zone::UTC);
    }

    /// Adds an event. What its kind needs and does not have is the fault of the record.
    pub(crate) fn event(
        &mut self,
        line: u64,
        kind: Kind,
        when: When,
        facts: &Facts<'_>,
    ) -> Result<(), Fault> {
        self.add(line, kind, when, facts, false)
    }

    /// Adds a stay: a join, and a leave where it is known. Each has a connection of its own, so that stays at
    /// the same time are devices at the same time; the same stay told twice is one.
    pub(crate) fn stay(
        &mut self,
        line: u64,
        join: When,
        leave: Option<When>,
        facts: &Facts<'_>,
    ) -> Result<(), Fault> {
        if let Some(leave) = leave {
            let since = leave.since(join);
            let of_day = matches!(leave, When::OfDay(_));
            let mut readings = since.into_iter().flatten().peekable();
            if !of_day && readings.peek().is_some() && readings.all(|seconds| seconds < -MAX_BACKWARDS) {
                return Err(fault(Reason::LeaveBeforeJoin));
            }
        }
        let connection = match leave {
            Some(leave) => format!("{}/{}", id_text(join, None), id_text(leave, None)),
            None => id_text(join, None),
        };
        let mut facts = facts.clone();
        if !facts.has(Field::ConnectionId) {
            facts = facts.with(Field::ConnectionId, &connection);
        }
        self.add(line, Kind::Joined, join, &facts, false)?;
        match leave {
            Some(leave) => self.add(line, Kind::Left, leave, &facts, true),
            None => Ok(()),
        }
    }

    /// Takes up what the platform states of the attendee in the occurrence as a whole, in place of what the
    /// stays would say: add the stay or failed join too.
    pub(crate) fn state(
        &mut self,
        line: u64,
        when: When,
        facts: &Facts<'_>,
        stated: Stated,
    ) -> Result<(), Fault> {
        let event = self.drafted(line, Kind::Joined, when, facts, false)?;
        self.stated.push((event, stated));
        Ok(())
    }

    fn add(
        &mut self,
        line: u64,
        kind: Kind,
        when: When,
        facts: &Facts<'_>,
        ends_stay: bool,
    ) -> Result<(), Fault> {
        let event = self.drafted(line, kind, when, facts, ends_stay)?;
        self.events.push(event);
        Ok(())
    }

    fn drafted(
        &mut self,
        line: u64,
        kind: Kind,
        when: When,
        facts: &Facts<'_>,
        ends_stay: bool,
    ) -> Result<Drafted, Fault> {
        if !facts.has(Field::SessionId) && !facts.has(Field::InstanceId) {
            return Err(fault(Reason::SessionMissing));
        }
        if kind.needs_attendee() && !IDENTITY.iter().any(|&field| facts.has(field)) {
            return Err(fault(Reason::NameMissing));
        }
        let texts: [&[u8]; Field::COUNT] = std::array::from_fn(|n| facts.fields.get(Field::ALL[n]));
        let row = self.rows.intern(&mut self.texts, &texts, &mut 0, |_, _| ());
        let timed = if facts.times.is_empty() {
            0
        } else if self.timed.last() == Some(&facts.times) {
            self.timed.len() - 1
        } else {
            self.timed.push(facts.times.clone());
            self.timed.len() - 1
        };
        let timed = crate::ledger::texts::id(timed);
        Ok(Drafted { when, kind, ends_stay, row, timed, line })
    }

    /// Gives this field, where it is a time, another one: `new` is asked with the session's id and the time,
    /// and says nothing where it stays.
    pub(crate) fn move_times(&mut self, field: Field, new: impl Fn(&str, When) -> Option<When>) {
        let Self { texts, rows, timed, events, .. } = self;
        let mut known = hashbrown::HashMap::<(u32, When), u32, rustc_hash::FxBuildHasher>::default();
        for event in events {
            let times = &timed[event.timed as usize];
            let Some(place) = times.iter().position(|&(timed, _)| timed == field) else { continue };
            let session = texts.get(rows.get(event.row).0[Field::SessionId as usize]);
            let Some(when) = new(session, times[place].1) else { continue };
            let next = crate::ledger::texts::id(timed.len());
            let number = *known.entry((event.timed, when)).or_insert(next);
            if number == next {
                let mut times = timed[event.timed as usize].clone();
                times[place].1 = when;
                timed.push(times);
            }
            event.timed = number;
        }
    }

    /// Counts an irregularity that was resolved, at this line.
    pub(crate) fn note(&mut self, what: Irregularity, line: u64) {
        self.note_of(what).add(1, Position { file: 0, line, column: 0 });
    }

    /// The same, told by its value.
    pub(crate) fn note_value(&mut self, what: Irregularity, value: &str) {
        self.note_of(what).add_value(value.to_owned());
    }

    fn note_of(&mut self, what: Irregularity) -> &mut NoteBuilder {
        let place = self.notes.iter().position(|note| note.what() == what).unwrap_or_else(|| {
            self.notes.push(NoteBuilder::new(what));
            self.notes.len() - 1
        });
        &mut self.notes[place]
    }

    /// Says that the file cannot tell this.
    pub(crate) fn unknown(&mut self, what: Unknown) {
        if !self.unknown.contains(&what) {
            self.unknown.push(what);
        }
    }

    /// The same of each that is missing.
    pub(crate) fn unknown_where<const N: usize>(&mut self, missing: [(bool, Unknown); N]) {
        missing.into_iter().filter(|&(missing, _)| missing).for_each(|(_, what)| self.unknown(what));
    }

    /// Says that somebody was still there when the file was made, and that nothing in it tells when the
    /// meeting ended: that will be asked.
    pub(crate) fn needs_end(&mut self) {
        self.open_joins += 1;
    }

    /// What was put right while reading, and what the file cannot tell.
    pub(crate) fn account(&mut self) -> (Vec<Note>, Vec<Unknown>) {
        if self.without_seconds {
            self.unknown(Unknown::Seconds);
        }
        self.unknown.sort_unstable();
        let notes = std::mem::take(&mut self.notes);
        (notes.into_iter().filter_map(NoteBuilder::finish).collect(), self.unknown.clone())
    }

    pub(crate) fn evidence(&self) -> Evidence {
        self.evidence
    }

    pub(crate) fn first_civil(&self) -> Option<&Shown> {
        self.first_civil.as_ref()
    }

    pub(crate) fn first_ambiguous(&self) -> Option<&(Shown, [i64; 2])> {
        self.first_ambiguous.as_ref()
    }

    pub(crate) fn first_of_day(&self) -> Option<&Shown> {
        self.first_of_day.as_ref()
    }

    pub(crate) fn open_joins(&self) -> u64 {
        self.open_joins
    }

    /// Adds the events to a ledger, as file `file`, with what the answers say of it; counts what the clock
    /// skipped or had twice. Nothing is added where an answer is missing ([`crate::log::Log::questions`]).
    pub(crate) fn settle(&self, file: u32, told: &Told<'_>, ledger: &mut Ledger, notes: &mut ClockNotes) {
        let settler = Settler { told, utc: Zone::utc() };
        let mut joined = None;
        for event in &self.events {
            let Some((mut seconds, fit)) = settler.instant(event.when) else { continue };
            let position = Position { file, line: event.line, column: 0 };
            if let (true, Some(join)) = (event.ends_stay, joined) {
                if seconds < join {
                    seconds = settler.later(event.when, seconds, fit);
                }
                if seconds < join && matches!(event.when, When::OfDay(_)) {
                    // Past midnight.
                    seconds += DAY;
                }
                if seconds < join {
                    notes.backwards.add(1, position);
                    seconds = join;
                }
            }
            joined = Some(seconds);
            match fit {
                Fit::Exact => {}
                Fit::Gap => notes.skipped.add(1, position),
                Fit::Fold => notes.twice.add(1, position),
            }
            let times = self.times(event, &settler);
            let fields = self.fields(event.row, &times);
            let stamp = Stamp { seconds, clock: Clock::Utc };
            ledger.add(&Event { stamp, kind: event.kind, fields }, file, event.line);
        }
        for (event, stated) in &self.stated {
            let Some((seconds, _)) = settler.instant(event.when) else { continue };
            let times = self.times(event, &settler);
            let fields = self.fields(event.row, &times);
            let stamp = Stamp { seconds, clock: Clock::Utc };
            ledger.state(&Event { stamp, kind: event.kind, fields }, *stated);
        }
        self.settle_end(file, &settler, ledger);
    }

    /// Closes every occurrence of the file of which it is not told at the end that was told.
    fn settle_end(&self, file: u32, settler: &Settler<'_>, ledger: &mut Ledger) {
        let Some(End::At(local)) = settler.told.end.filter(|_| self.open_joins > 0) else { return };
        // A file of instants has no zone: its end is told in theirs.
        let (seconds, _) = settler.zone().instant(local);
        let occurrence = |event: &Drafted| {
            [Field::EventCode, Field::SessionId, Field::InstanceId].map(|field| self.text(event.row, field))
        };
        let closed = self.events.iter().filter(|event| event.kind == Kind::RoomClosed);
        let mut done: Vec<_> = closed.map(|event| (occurrence(event), event.timed)).collect();
        for event in &self.events {
            let key @ ([code, session, instance], _) = (occurrence(event), event.timed);
            if done.contains(&key) {
                continue;
            }
            done.push(key);
            let mut times = self.times(event, settler);
            times.retain(|(field, _)| matches!(field, Field::SessionId | Field::InstanceId));
            let mut fields = Fields::default();
            for (field, text) in
                [(Field::EventCode, code), (Field::SessionId, session), (Field::InstanceId, instance)]
            {
                fields.set(field, self.texts.get(text).as_bytes());
            }
            for (field, text) in &times {
                fields.set(*field, text.as_bytes());
            }
            let stamp = Stamp { seconds, clock: Clock::Utc };
            ledger.add(&Event { stamp, kind: Kind::RoomClosed, fields }, file, event.line);
        }
    }

    /// An event's fields that are times, as texts.
    fn times(&self, event: &Drafted, settler: &Settler<'_>) -> Vec<(Field, String)> {
        let timed = self.timed[event.timed as usize].iter();
        timed.filter_map(|&(field, when)| Some((field, settler.text(field, when)?))).collect()
    }

    fn text(&self, row: u32, field: Field) -> Text {
        self.rows.get(row).0[field as usize]
    }

    fn fields<'b>(&'b self, row: u32, times: &'b [(Field, String)]) -> Fields<'b> {
        let mut fields = Fields::default();
        for (field, &text) in Field::ALL.into_iter().zip(&self.rows.get(row).0) {
            fields.set(field, self.texts.get(text).as_bytes());
        }
        for (field, text) in times {
            fields.set(*field, text.as_bytes());
        }
        fields
    }
}

/// Counts what settling puts right.
#[derive(Debug)]
pub(crate) struct ClockNotes {
    skipped: NoteBuilder,
    twice: NoteBuilder,
    backwards: NoteBuilder,
}

impl ClockNotes {
    pub(crate) fn new() -> Self {
        Self {
            skipped: NoteBuilder::new(Irregularity::ClockSkipped),
            twice: NoteBuilder::new(Irregularity::ClockTwice),
            backwards: NoteBuilder::new(Irregularity::LeaveBeforeJoin),
        }
    }

    pub(crate) fn finish(self) -> Vec<Note> {
        [self.skipped, self.twice, self.backwards].into_iter().filter_map(NoteBuilder::finish).collect()
    }
}

struct Settler<'t> {
    told: &'t Told<'t>,
    utc: Zone,
}

impl Settler<'_> {
    fn local(&self, when: When) -> Option<i64> {
        match when {
            When::OfDay(seconds) => Some(self.told.day?.local_midnight() + seconds),
            when => when.local(self.told.order),
        }
    }

    fn zone(&self) -> &Zone {
        self.told.zone.unwrap_or(&self.utc)
    }

    fn instant(&self, when: When) -> Option<(i64, Fit)> {
        match when {
            When::Instant(seconds) => Some((seconds, Fit::Exact)),
            when => {
                self.told.zone?;
                Some(self.zone().instant(self.local(when)?))
            }
        }
    }

    /// The later of two instants at which the clock showed the same.
    fn later(&self, when: When, earlier: i64, fit: Fit) -> i64 {
        let Some(local) = self.local(when).filter(|_| fit == Fit::Fold) else { return earlier };
        // Clocks are put back by half an hour, an hour or two.
        let mut later = [1_800, 3_600, 7_200].map(|back| earlier + back).into_iter();
        later.find(|&instant| self.zone().local(instant) == local).unwrap_or(earlier)
    }

    /// A time as a field's text: an id as the clock showed it, so that it is the same in every zone; a fact
    /// as an instant.
    fn text(&self, field: Field, when: When) -> Option<String> {
        if matches!(field, Field::SessionId | Field::InstanceId) {
            return Some(id_text(
                match when {
                    When::Instant(_) => when,
                    when => When::Civil(self.local(when)?),
                },
                self.told.order,
            ));
        }
        let (seconds, _) = self.instant(when)?;
        Some(format!("{}Z", write::second(seconds)))
    }
}

/// `2026-03-02T09:00:05`, with a `Z` if it is an instant; both readings where neither is chosen.
fn id_text(when: When, order: Option<DateOrder>) -> String {
    match (when, when.local(order)) {
        (_, Some(local)) => write::second(local),
        (When::Instant(seconds), _) => format!("{}Z", write::second(seconds)),
        (When::Ambiguous { month_first, day_first }, None) => {
            format!("{}|{}", write::second(month_first), write::second(day_first))
        }
        (When::Civil(local) | When::OfDay(local), None) => write::second(local),
    }
}

fn fault(reason: Reason) -> Fault {
    Fault { reason, field: None, at: At::Record, value: String::new() }
}

/// What the answers, and what was pooled over the whole log, say of a draft.
pub(crate) fn told<'a>(
    draft: &'a Draft,
    file: u32,
    answers: &'a Answers,
    pooled: Option<DateOrder>,
) -> Told<'a> {
    Told {
        zone: draft.utc.as_ref().or_else(|| answers.zone_of(file)),
        order: draft.evidence().order().or_else(|| answers.order_of(file)).or(pooled),
        day: answers.days.get(&file).copied(),
        end: answers.ends.get(&file).copied(),
    }
}
