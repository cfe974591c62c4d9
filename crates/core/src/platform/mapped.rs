//! Any table, read as a [`Mapping`] says.
//!
//! A row is a stay (join, and leave or duration), or an action, a join or a leave. Times are read as every
//! adapter reads them, so that zone and order of day and month are asked as of any file. Where date and time
//! stand in two columns, a leave more than half a day before its join is one of the next day.
//!
//! *Occurrences.* Without a column that tells the session, the session is the file's name. Without one that
//! tells the occurrence, it is the day of the join, as its clock showed it; what goes on past midnight, without
//! a pause of four hours, is of the day on which it began.

use super::draft::{Draft, Facts};
use super::first_rows::{FirstRows, names};
use super::mapping::{Fact, Mapping, Places};
use super::row::Row;
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, fault};
use crate::event::{Field, Kind};
use crate::problem::{Fault, Reason};
use crate::time::{When, civil};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

const DAY: i64 = 86_400;
/// Nobody teaches on past midnight after a pause as long as this.
const PAUSE: i64 = 4 * 3_600;

/// The first of these mappings that fits a table, and how the table is read with it. Which one that is does
/// not depend on their order: it is the one that names most columns.
pub(super) fn detect(opening: &Opening<'_>, mappings: &[Mapping]) -> Option<(Found, Mapping)> {
    let fitting = mappings.iter().filter_map(|mapping| Some((found(opening, mapping)?, mapping)));
    let best = fitting.max_by_key(|(_, mapping)| (mapping.columns.len(), mapping.to_json()));
    best.map(|(found, mapping)| (found, mapping.clone()))
}

/// The columns that a table has not, of the mapping that comes nearest.
pub(super) fn missing(opening: &Opening<'_>, mappings: &[Mapping]) -> Vec<String> {
    let missing = |mapping: &Mapping| {
        let of_rows = opening.rows().iter().filter_map(|row| mapping.places(&names(row)).err());
        of_rows.min_by_key(Vec::len).unwrap_or_else(|| mapping.columns.values().cloned().collect())
    };
    mappings.iter().map(missing).min_by_key(|missing| (missing.len(), missing.clone())).unwrap_or_default()
}

fn found(opening: &Opening<'_>, mapping: &Mapping) -> Option<Found> {
    let (header, places) = opening.rows().iter().find_map(|row| {
        let places = mapping.places(&names(row)).ok()?;
        Some((row, places))
    })?;
    let columns = mapping.columns.iter().map(|(fact, column)| format!("“{column}” is the {}", fact.text()));
    let evidence = vec![format!("the mapping says: {}", columns.collect::<Vec<_>>().join(", "))];
    let plan = Plan { mapping: mapping.clone(), places, stem: opening.stem().to_owned() };
    let reader =
        Rows { plan, header: header.clone(), days: BTreeMap::new(), open: 0, occurrences: BTreeSet::new() };
    Some(Found { platform: Platform::Mapped, evidence, reader: Reader::Table(Box::new(reader)) })
}

/// How a row is understood.
#[derive(Debug)]
struct Plan {
    mapping: Mapping,
    places: Places,
    /// The file's name, which is the session where nothing else tells.
    stem: String,
}

/// What a row says.
struct Understood<'r> {
    name: Cow<'r, str>,
    session: &'r str,
    what: What,
}

/// What a row tells that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Joined, and left where that is known.
    Stay(When, Option<When>),
    /// Joined.
    Joined(When),
    /// Left.
    Left(When),
}

impl What {
    fn start(self) -> When {
        match self {
            Self::Stay(join, _) => join,
            Self::Joined(when) | Self::Left(when) => when,
        }
    }

    fn end(self) -> When {
        match self {
            Self::Stay(join, leave) => leave.unwrap_or(join),
            Self::Joined(when) | Self::Left(when) => when,
        }
    }
}

impl Plan {
    fn text<'r>(&self, row: &'r Row<'_>, fact: Fact) -> &'r str {
        match row.at(self.places.of(fact)) {
            "-" | "--" => "",
            text => text,
        }
    }

    fn fault(&self, reason: Reason, row: &Row<'_>, fact: Fact) -> Fault {
        fault(reason, row, self.places.of(fact))
    }

    fn understand<'r>(
        &'r self,
        row: &'r Row<'_>,
        time: &mut dyn FnMut(&str) -> Option<When>,
    ) -> Result<Understood<'r>, Fault> {
        let name = match (
            self.text(row, Fact::Name),
            self.text(row, Fact::FirstName),
            self.text(row, Fact::LastName),
        ) {
            ("", first, "") => Cow::Borrowed(first),
            ("", "", last) => Cow::Borrowed(last),
            ("", first, last) => Cow::Owned(format!("{first} {last}")),
            (name, ..) => Cow::Borrowed(name),
        };
        if name.is_empty()
            && self.text(row, Fact::Email).is_empty()
            && self.text(row, Fact::UserId).is_empty()
        {
            let who = [Fact::Name, Fact::FirstName, Fact::LastName, Fact::Email, Fact::UserId];
            let place = who.into_iter().find_map(|fact| self.places.of(fact));
            return Err(fault(Reason::NameMissing, row, place));
        }
        let what = if self.mapping.has_actions() { self.action(row, time)? } else { self.stay(row, time)? };
        Ok(Understood { name, session: self.session(row), what })
    }

    /// The session's id: what the columns tell, else the file's name.
    fn session<'r>(&'r self, row: &'r Row<'_>) -> &'r str {
        match (self.text(row, Fact::SessionId), self.text(row, Fact::SessionName)) {
            ("", "") => &self.stem,
            ("", name) => name,
            (id, _) => id,
        }
    }

    fn action(&self, row: &Row<'_>, time: &mut dyn FnMut(&str) -> Option<When>) -> Result<What, Fault> {
        let action = self.text(row, Fact::Action).to_lowercase();
        let is_one = |texts: &[String]| texts.iter().any(|text| text.to_lowercase() == action);
        let (joined, left) = (is_one(&self.mapping.joins), is_one(&self.mapping.leaves));
        if !joined && !left {
            return Err(self.fault(Reason::ActionUnknown, row, Fact::Action));
        }
        let when = self.time(row, Fact::Time, Fact::Date, time)?;
        let when = when.ok_or_else(|| self.fault(Reason::TimeMissing, row, Fact::Time))?;
        Ok(if joined { What::Joined(when) } else { What::Left(when) })
    }

    fn stay(&self, row: &Row<'_>, time: &mut dyn FnMut(&str) -> Option<When>) -> Result<What, Fault> {
        let join = self.time(row, Fact::Join, Fact::Date, time)?;
        let join = join.ok_or_else(|| self.fault(Reason::JoinMissing, row, Fact::Join))?;
        let own_day = !self.text(row, Fact::LeaveDate).is_empty();
        let date = if own_day { Fact::LeaveDate } else { Fact::Date };
        let mut leave = self.time(row, Fact::Leave, date, time)?;
        if let (Some(when), false, Some(_)) = (leave, own_day, self.places.of(Fact::Date)) {
            let mut readings = when.since(join).into_iter().flatten().peekable();
            if readings.peek().is_some() && readings.all(|seconds| seconds < -DAY / 2) {
                leave = Some(when.plus(DAY));
            }
        }
        let duration = self.text(row, Fact::Duration);
        if leave.is_none() && !duration.is_empty() {
            let seconds = self.mapping.duration_in.read(duration);
            let seconds =
                seconds.ok_or_else(|| self.fault(Reason::DurationUnreadable, row, Fact::Duration))?;
            leave = Some(join.plus(seconds));
        }
        Ok(What::Stay(join, leave))
    }

    /// A time, put together with the date that stands in another column; none where the cell is blank.
    fn time(
        &self,
        row: &Row<'_>,
        fact: Fact,
        date: Fact,
        read: &mut dyn FnMut(&str) -> Option<When>,
    ) -> Result<Option<When>, Fault> {
        let text = self.text(row, fact);
        if text.is_empty() {
            return Ok(None);
        }
        let date = self.text(row, date);
        let when = if date.is_empty() { read(text) } else { read(&joined(date, text)) };
        when.map(Some).ok_or_else(|| self.fault(Reason::JoinUnreadable, row, fact))
    }
}

/// A date and a time of the day as one text. Spreadsheets write a midnight behind the one and the day 0 of
/// their calendar before the other.
fn joined<'t>(date: &str, time: &'t str) -> Cow<'t, str> {
    let ends = date.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(end, _)| end);
    let mut fronts = ends.chain([date.len()]).collect::<Vec<_>>().into_iter().rev().map(|end| &date[..end]);
    let Some(date) = fronts.find(|front| civil::is_date(front)) else { return Cow::Borrowed(time) };
    let starts = time.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(start, _)| start);
    let mut backs = [0].into_iter().chain(starts).map(|start| time[start..].trim());
    if civil::read(time).is_some_and(|told| !matches!(told.when, When::OfDay(_))) {
        return Cow::Borrowed(time);
    }
    match backs.find(|back| civil::is_time_of_day(back)) {
        Some(time) => Cow::Owned(format!("{date} {time}")),
        None => Cow::Borrowed(time),
    }
}

/// Reads the rows.
#[derive(Debug)]
struct Rows {
    plan: Plan,
    header: Row<'static>,
    /// From when to when there is something, by session and day.
    days: BTreeMap<(String, When), (i64, i64)>,
    /// Joins of which nothing tells the end, and the occurrences that there are.
    open: u64,
    occurrences: BTreeSet<(String, String, Option<When>)>,
}

impl TableReader for Rows {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        let is_header = row.len() == self.header.len() && row.cells().eq(self.header.cells());
        if row.is_blank() || row.line() <= self.header.line() || is_header {
            return Ok(Use::Structure);
        }
        row.join_times(self.header.len());
        let line = row.line();
        let plan = &self.plan;
        let Understood { name, session, what } = plan.understand(row, &mut |text| draft.time(line, text))?;
        let [first, last, email, user, role, country, instance] = [
            Fact::FirstName,
            Fact::LastName,
            Fact::Email,
            Fact::UserId,
            Fact::Role,
            Fact::Country,
            Fact::Instance,
        ]
        .map(|fact| plan.text(row, fact));
        let session_name = match (plan.places.of(Fact::SessionId), plan.text(row, Fact::SessionName)) {
            (None, "") => session,
            (_, name) => name,
        };
        let day = day_of(what.start()).filter(|_| instance.is_empty());
        let facts = Facts::new()
            .with(Field::SessionId, session)
            .with(Field::SessionName, session_name)
            .with(Field::InstanceId, if day.is_none() && instance.is_empty() { session } else { instance })
            .with_time(Field::InstanceId, day)
            .with(Field::UserId, user)
            .with(Field::DisplayName, &name)
            .with(Field::FirstName, first)
            .with(Field::LastName, last)
            .with(Field::Email, email)
            .with(Field::Role, role)
            .with(Field::Country, country);
        match what {
            What::Stay(join, leave) => draft.stay(line, join, leave, &facts)?,
            What::Joined(when) => draft.event(line, Kind::Joined, when, &facts)?,
            What::Left(when) => draft.event(line, Kind::Left, when, &facts)?,
        }
        self.open += u64::from(matches!(what, What::Stay(_, None)));
        if let Some(day) = day {
            goes_on(&mut self.days, session, day, what);
        }
        self.occurrences.insert((session.to_owned(), instance.to_owned(), day));
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, _: &mut Tally) {
        let places = &self.plan.places;
        for (fact, unknown) in [(Fact::Email, Unknown::Emails), (Fact::Role, Unknown::Roles)] {
            if places.of(fact).is_none() {
                draft.unknown(unknown);
            }
        }
        if places.of(Fact::SessionId).is_none() {
            draft.unknown(Unknown::SessionId);
        }
        draft.unknown(Unknown::Owner);
        draft.unknown(Unknown::RoomTimes);
        let before = self.past_midnight();
        draft.move_times(Field::InstanceId, |session, day| before.get(&(session.to_owned(), day)).copied());
        // When all of several occurrences ended, one answer cannot tell.
        if self.occurrences.len() - before.len() == 1 {
            (0..self.open).for_each(|_| draft.needs_end());
        }
    }
}

impl Rows {
    /// Of each day that only goes on with what began on the day before: that day.
    fn past_midnight(&self) -> BTreeMap<(String, When), When> {
        let mut before = BTreeMap::new();
        let mut last: Option<(&String, When, i64)> = None;
        for ((session, day), &(start, end)) in &self.days {
            let goes_on = last.filter(|&(other, yesterday, until)| {
                let next = day.since(yesterday) == [Some(DAY), None];
                other == session && next && start - until < PAUSE
            });
            match goes_on {
                Some((_, yesterday, _)) => {
                    before.insert((session.clone(), *day), yesterday);
                    last = None;
                }
                None => last = Some((session, *day, end)),
            }
        }
        before
    }
}

/// Takes up that there is something in a session on a day.
fn goes_on(days: &mut BTreeMap<(String, When), (i64, i64)>, session: &str, day: When, what: What) {
    let (Some(start), Some(end)) = (seconds(what.start()), seconds(what.end())) else { return };
    let span = days.entry((session.to_owned(), day)).or_insert((start, end));
    *span = (span.0.min(start), span.1.max(end));
}

/// Seconds of a time of which it is known what it is, on its own clock.
fn seconds(when: When) -> Option<i64> {
    match when {
        When::Instant(seconds) | When::Civil(seconds) => Some(seconds),
        When::Ambiguous { .. } | When::OfDay(_) => None,
    }
}

/// The day of a time, as the clock showed it: its midnight.
fn day_of(when: When) -> Option<When> {
    let midnight = |seconds: i64| seconds - seconds.rem_euclid(DAY);
    match when {
        When::Instant(seconds) => Some(When::Instant(midnight(seconds))),
        When::Civil(local) => Some(When::Civil(midnight(local))),
        When::Ambiguous { month_first, day_first } => {
            Some(When::Ambiguous { month_first: midnight(month_first), day_first: midnight(day_first) })
        }
        When::OfDay(_) => None,
    }
}

/// What a row would be with a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPreview {
    /// The row's line, from 1.
    pub line: u64,
    /// What it would say, or why it would not be used.
    pub row: Result<Seen, (Reason, String)>,
}

/// What a row would say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who: the name, else the e-mail address, else the id.
    pub who: String,
    /// In which session.
    pub session: String,
    /// What they did.
    pub what: What,
}

/// The first rows of a file of this name, as a mapping would read them; nothing where it does not fit.
pub fn preview(name: &str, first: &FirstRows, mapping: &Mapping) -> Vec<RowPreview> {
    let Ok(places) = mapping.places(&first.columns) else { return Vec::new() };
    let plan = Plan { mapping: mapping.clone(), places, stem: super::stem(name).to_owned() };
    let seen = |row: &Row<'_>| {
        let understood = plan.understand(row, &mut |text| civil::read(text).map(|told| told.when))?;
        let others = [Fact::Email, Fact::UserId].map(|fact| plan.text(row, fact));
        let who = [&*understood.name, others[0], others[1]].into_iter().find(|text| !text.is_empty());
        let (who, session) = (who.unwrap_or_default().to_owned(), understood.session.to_owned());
        Ok(Seen { who, session, what: understood.what })
    };
    let preview = |row: Row<'_>| RowPreview {
        line: row.line(),
        row: seen(&row).map_err(|fault: Fault| (fault.reason, fault.value)),
    };
    first.as_rows().map(preview).collect()
}
