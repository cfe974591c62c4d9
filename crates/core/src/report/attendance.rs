//! The attendance report (reports, 1): one row per attendee and occurrence.

use super::detail::About;
use super::role::Role;
use super::{Input, Options, Range};
use crate::event::Field;
use crate::ledger::timeline::Attended;
use crate::order::sort_places;
use crate::table::{Cell, Column, Format, Table};
use crate::time::Zone;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The columns, letter for letter as the seed has them, `SessionInstanceIdentifer` included.
pub const COLUMNS: [Column; 20] = [
    Column::new("SessionDate", Format::UsMinute),
    Column::new("SessionName", Format::Text),
    Column::new("SessionIdentifier", Format::Text),
    Column::new("SessionInstanceIdentifer", Format::Text),
    Column::new("SessionOwner", Format::Text),
    Column::new("RoomOpened", Format::UsMinute),
    Column::new("RoomClosed", Format::UsMinute),
    Column::new("NameOfAttendee", Format::Text),
    Column::new("FirstNameOfAttendee", Format::Text),
    Column::new("LastNameOfAttendee", Format::Text),
    Column::new("EmailOfAttendee", Format::Text),
    Column::new("Username", Format::Text),
    Column::new("AttendeeRole", Format::Text),
    Column::new("AttendeeType", Format::Text),
    Column::new("AttendeeFirstJoinTime", Format::UsMinute),
    Column::new("AttendeeLastLeaveTime", Format::UsMinute),
    Column::new("AttendeeTotalTimeInSession", Format::Duration),
    Column::new("AttendeeTotalRejoins", Format::Count),
    Column::new("ContextName", Format::Text),
    Column::new("ContextIdentifier", Format::Text),
];

/// The report. Its rows are made when asked for.
#[derive(Debug)]
pub struct Attendance<'a> {
    pub(super) input: Input<'a>,
    zone: Zone,
    rejoin_gap: u32,
    /// Numbers in [`Timeline::attended`](crate::ledger::timeline::Timeline), in the report's order.
    rows: Vec<u32>,
}

/// A report without its log, so that looking at another page of it does not make it anew.
#[derive(Debug)]
pub struct Kept {
    zone: Zone,
    rejoin_gap: u32,
    rows: Vec<u32>,
}

impl<'a> Attendance<'a> {
    /// The report on the occurrences that began in the range, whole.
    pub fn new(input: Input<'a>, options: &Options, range: &Range) -> Self {
        let timeline = input.timeline;
        let mut report =
            Self { input, zone: options.zone.clone(), rejoin_gap: options.rejoin_gap, rows: Vec::new() };
        let order = timeline.order.get_or_init(|| report.in_order());
        let began = |row: u32| timeline.extents[timeline.attended[row as usize].occurrence as usize].began();
        let of_range = order.iter().filter(|&&row| began(row).is_some_and(|began| range.contains(began)));
        report.rows = of_range.copied().collect();
        report
    }

    /// All rows in the report's order, whatever the options: first all by the place of their occurrence, then those of
    /// each place.
    fn in_order(&self) -> Vec<u32> {
        let attended = &self.input.timeline.attended;
        let ranks = self.occurrence_ranks();
        let mut ends = vec![0; ranks.len()];
        for row in attended {
            ends[ranks[row.occurrence as usize] as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut starts = ends.clone();
        let mut ordered = vec![0; attended.len()];
        for (number, row) in (0..).zip(attended) {
            let start = &mut starts[ranks[row.occurrence as usize] as usize];
            *start -= 1;
            ordered[*start] = number;
        }
        for (&start, &end) in starts.iter().zip(&ends) {
            sort_places(&mut ordered[start..end], &mut |a, b| {
                self.order(&attended[a as usize], &attended[b as usize])
            });
        }
        ordered
    }

    /// What was made, without the log: to be kept, and put [back](Self::back).
    pub fn keep(self) -> Kept {
        Kept { zone: self.zone, rejoin_gap: self.rejoin_gap, rows: self.rows }
    }

    /// The report that was kept. `input` is what it was made of.
    pub fn back(input: Input<'a>, Kept { zone, rejoin_gap, rows }: Kept) -> Self {
        Self { input, zone, rejoin_gap, rows }
    }

    /// Every occurrence's place in the report's order: when it began, session id, instance id. Occurrences
    /// that differ in the event code alone share a place.
    fn occurrence_ranks(&self) -> Vec<u32> {
        let occurrences = self.input.ledger.occurrences();
        let began = |number: u32| self.input.timeline.extents[number as usize].began();
        let ids = |number: u32| {
            let [_, session, instance] = occurrences[number as usize].0;
            [session, instance].map(|text| self.input.ledger.text(text))
        };
        // Texts lie far: they are looked at where it takes them.
        let compare = |a: u32, b: u32| began(a).cmp(&began(b)).then_with(|| ids(a).cmp(&ids(b)));
        let mut order: Vec<u32> = (0..).zip(occurrences).map(|(number, _)| number).collect();
        sort_places(&mut order, &mut |a, b| compare(a, b));
        let mut ranks = vec![0; order.len()];
        let mut rank = 0;
        for (n, &number) in order.iter().enumerate() {
            if n > 0 && compare(order[n - 1], number).is_ne() {
                rank += 1;
            }
            ranks[number as usize] = rank;
        }
        ranks
    }

    /// The order within an occurrence: first join (blank last), Username, identity, event code.
    fn order(&self, a: &Attended, b: &Attended) -> Ordering {
        let first_join = |row: &Attended| (row.first_join().is_none(), row.first_join());
        let identity = |row: &Attended| {
            let identity = self.input.ledger.identity(row.attendee);
            (identity.value, identity.field.rank(), identity.event_code)
        };
        first_join(a)
            .cmp(&first_join(b))
            .then_with(|| self.username(a).cmp(self.username(b)))
            .then_with(|| identity(a).cmp(&identity(b)))
    }

    fn fact(&self, row: &Attended, field: Field) -> &'a str {
        let Input { ledger, timeline } = self.input;
        ledger.text(timeline.attendee_fact(ledger, row, field))
    }

    /// The username; where there is none, the display name.
    fn username(&self, row: &Attended) -> &'a str {
        match self.fact(row, Field::Username) {
            "" => self.fact(row, Field::DisplayName),
            username => username,
        }
    }

    fn attendee_type(&self, row: &Attended) -> &'a str {
        match self.fact(row, Field::AttendeeType) {
            "" => match self.input.ledger.identity(row.attendee).field {
                Field::UserId | Field::Username => "Registered",
                _ => "Guest",
            },
            stated => stated,
        }
    }

    fn time(&self, instant: Option<i64>) -> Cell<'a> {
        instant.map_or(Cell::Blank, |instant| Cell::Local(self.zone.local(instant)))
    }
}

impl Table for Attendance<'_> {
    fn about(&self, index: usize) -> Option<About> {
        let Input { ledger, timeline } = self.input;
        let row = &timeline.attended[*self.rows.get(index)? as usize];
        Some(About {
            session: ledger.occurrences()[row.occurrence as usize].1,
            occurrence: Some(row.occurrence),
            attendee: Some(row.attendee),
        })
    }

    fn name(&self) -> &'static str {
        "Attendance"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    #[inline(never)]
    fn row<'b>(&'b self, index: usize, cells: &mut Vec<Cell<'b>>) {
        let Input { ledger, timeline } = self.input;
        let row = &timeline.attended[self.rows[index] as usize];
        let ([_, session_id, instance_id], session) = ledger.occurrences()[row.occurrence as usize];
        let session = session as usize;
        let extent = timeline.extents[row.occurrence as usize];
        let of_session = |field| text(ledger.text(timeline.session_fact(session, field)));
        let of_attendee = |field| text(self.fact(row, field));
        let rejoins = timeline.rejoins(row, self.rejoin_gap);
        cells.clear();
        cells.extend([
            self.time(timeline.session_time(session, Field::SessionCreated)),
            of_session(Field::SessionName),
            text(ledger.text(session_id)),
            text(ledger.text(instance_id)),
            of_session(Field::SessionOwner),
            self.time(extent.opened),
            self.time(extent.closed),
            of_attendee(Field::DisplayName),
            of_attendee(Field::FirstName),
            of_attendee(Field::LastName),
            of_attendee(Field::Email),
            text(self.username(row)),
            text(Role::written(self.fact(row, Field::Role))),
            text(self.attendee_type(row)),
            self.time(row.first_join()),
            self.time(row.last_leave()),
            Cell::Seconds(timeline.seconds(row)),
            rejoins.map_or(Cell::Blank, Cell::Count),
            of_session(Field::ContextName),
            of_session(Field::ContextId),
        ]);
    }
}

/// A text cell; blank where there is no text.
pub(super) fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Blank } else { Cell::Text(Cow::Borrowed(text)) }
}
