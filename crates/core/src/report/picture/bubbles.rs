//! Who was in bubbles, from when to when, and in how large ones: a row a person.
//!
//! A connection is in one bubble at a time: from joining it until it leaves it or joins another; where the log tells
//! neither, until its person left the room.

use super::count::steps;
use super::{Guest, Order, Person, Picture, Pictures, Tick, Twin, median};
use crate::event::Kind;
use crate::ledger::Ledger;
use crate::ledger::happenings::Happening;
use crate::ledger::stays::{Stay, unite};
use crate::ledger::texts::Text;
use crate::report::smart_sessions::{Map, ticks};
use crate::table::{Cell, Column, Format};
use serde::Serialize;
use std::borrow::Cow;

/// How many people there are at least in a bubble of each size that is told apart.
pub const SIZES: [u64; 4] = [1, 2, 3, 5];

const COLUMNS: [Column; 9] = [
    Column::new("Name", Format::Text),
    Column::new("First in", Format::Minute),
    Column::new("Last out", Format::Minute),
    Column::new("Bubbles", Format::Count),
    Column::new("Time in bubbles", Format::Duration),
    Column::new("Alone", Format::Duration),
    Column::new("In twos", Format::Duration),
    Column::new("In threes and fours", Format::Duration),
    Column::new("In larger ones", Format::Duration),
];

/// Everybody who was in a bubble of a session.
#[derive(Clone, Debug, Serialize)]
pub struct Bubbles {
    /// From the first to the last instant that is shown.
    pub span: (i64, i64),
    /// How many bubbles somebody was in.
    pub bubbles: u64,
    /// The bubble in which the most people were at once.
    pub largest: Circle,
    /// The median time in bubbles, in seconds.
    pub median: u64,
    /// The people, in the order asked for.
    pub people: Vec<Mingler>,
    /// Times to stand along the picture.
    #[serde(skip)]
    pub ticks: Vec<Tick>,
}

/// A bubble with many people in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Circle {
    /// Its id.
    pub bubble: String,
    /// How many were in it at once.
    pub people: u64,
    /// When that was first so.
    pub at: i64,
    /// The same on the clock of the report's zone.
    pub local: i64,
}

/// Somebody who was in bubbles. The person's stays and seconds are those in bubbles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mingler {
    /// Who, and when they were in any bubble.
    pub person: Person,
    /// How many bubbles they were in.
    pub bubbles: u64,
    /// From when to when they were in a bubble of which size, by its place in [`SIZES`]. In order; of somebody with
    /// two devices in two bubbles they overlap.
    pub pieces: Vec<(Stay, usize)>,
}

/// What is known of somebody before the sizes are.
struct Found<'a> {
    name: String,
    identity: (&'a str, u8),
    /// In order of the bubble, then of time.
    visits: Vec<(Text, Stay)>,
}

impl Pictures<'_> {
    /// Who was in the bubbles of a session, by its place; none where nobody was in any.
    pub fn bubbles(&self, place: usize, order: Order) -> Option<Bubbles> {
        let ledger = self.input.ledger;
        let scope = self.scope(Some(place));
        let mut found = Vec::new();
        self.each_guest(scope, |guest| {
            let visits = visits(ledger, &guest);
            if !visits.is_empty() {
                let identity = ledger.identity(guest.attendee);
                let identity = (identity.value, identity.field.rank());
                found.push(Found { name: self.name_of(&guest), identity, visits });
            }
        });
        let mut stays: Map<Text, Vec<Stay>> = Map::default();
        for &(bubble, stay) in found.iter().flat_map(|found| &found.visits) {
            stays.entry(bubble).or_default().push(stay);
        }
        let lines: Map<Text, Vec<(i64, u64)>> =
            stays.into_iter().map(|(bubble, stays)| (bubble, steps(&stays))).collect();
        let circles = lines.iter().flat_map(|(&bubble, line)| line.iter().map(move |&step| (bubble, step)));
        let largest = circles.max_by(|(a, (at, one)), (b, (then, other))| {
            // The first of equal ones, whatever number it has.
            one.cmp(other).then_with(|| then.cmp(at)).then_with(|| ledger.text(*b).cmp(ledger.text(*a)))
        });
        let (bubble, (at, most)) = largest?;
        let largest =
            Circle { bubble: ledger.text(bubble).to_owned(), people: most, at, local: self.zone.local(at) };
        let classes: Map<Text, Vec<(i64, usize)>> =
            lines.iter().map(|(&bubble, line)| (bubble, classes(line))).collect();
        let mut people: Vec<_> = found.into_iter().map(|found| mingler(found, &classes)).collect();
        people.sort_unstable_by(|(a, one), (b, other)| {
            order.compare(&a.person, &b.person).then_with(|| one.cmp(other))
        });
        let people: Vec<Mingler> = people.into_iter().map(|(mingler, _)| mingler).collect();
        let of_people = people.iter().flat_map(|mingler| &mingler.person.stays).copied();
        let span = of_people.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))?;
        let mut seconds: Vec<u64> = people.iter().map(|mingler| mingler.person.seconds).collect();
        seconds.sort_unstable();
        Some(Bubbles {
            span,
            bubbles: lines.len() as u64,
            largest,
            median: median(&seconds),
            people,
            ticks: ticks(&self.zone, span.0, span.0, span.1),
        })
    }

    /// The table that tells it: a row a person.
    pub fn bubbles_twin(&self, bubbles: &Bubbles) -> Twin {
        let row = |mingler: &Mingler| {
            let person = &mingler.person;
            let mut of_size = [0; SIZES.len()];
            for &((from, to), size) in &mingler.pieces {
                of_size[size] += to.abs_diff(from);
            }
            let mut row = vec![
                Cell::Text(Cow::Owned(person.name.clone())),
                person.stays.first().map_or(Cell::Blank, |stay| self.time(stay.0)),
                self.time(person.last()),
                Cell::Count(mingler.bubbles),
                Cell::Seconds(person.seconds),
            ];
            row.extend(of_size.map(Cell::Seconds));
            row
        };
        Twin { picture: Picture::Bubbles, columns: &COLUMNS, rows: bubbles.people.iter().map(row).collect() }
    }
}

fn mingler<'a>(found: Found<'a>, classes: &Map<Text, Vec<(i64, usize)>>) -> (Mingler, (&'a str, u8)) {
    let Found { name, identity, visits } = found;
    let mut stays: Vec<Stay> = visits.iter().map(|visit| visit.1).collect();
    unite(&mut stays);
    let seconds = stays.iter().map(|stay| stay.1.abs_diff(stay.0)).sum();
    let mut pieces = Vec::new();
    for (bubble, stay) in &visits {
        cut(*stay, classes.get(bubble).map_or(&[], Vec::as_slice), &mut pieces);
    }
    pieces.sort_unstable();
    let bubbles = visits.chunk_by(|a, b| a.0 == b.0).count() as u64;
    (Mingler { person: Person { name, stays, seconds }, bubbles, pieces }, identity)
}

/// When somebody was in which bubble, in order of the bubble, then of time. Who was there for 0 seconds is left out:
/// they were with nobody.
fn visits(ledger: &Ledger, guest: &Guest<'_>) -> Vec<(Text, Stay)> {
    let is_move = |one: &&Happening| matches!(one.kind, Kind::BubbleJoined | Kind::BubbleLeft);
    let mut moves: Vec<&Happening> = guest.happenings.iter().filter(is_move).collect();
    let order =
        |a: &Happening, b: &Happening| ledger.connection_order(ledger.connection(a), ledger.connection(b));
    moves.sort_by(|a, b| order(a, b).then(a.time.cmp(&b.time)));
    let mut visits: Vec<(Text, Stay)> = Vec::new();
    for connection in moves.chunk_by(|a, b| order(a, b).is_eq()) {
        let mut inside: Option<(Text, i64)> = None;
        for second in connection.chunk_by(|a, b| a.time == b.time) {
            let at = second[0].time;
            let bubbles =
                |kind| second.iter().filter(move |one| one.kind == kind).map(|one| ledger.bubble(one));
            let joined = |bubble| bubbles(Kind::BubbleJoined).any(|one| one == bubble);
            let left = |bubble| bubbles(Kind::BubbleLeft).any(|one| one == bubble);
            // In and out in one second comes to nothing; out and in again, too.
            let other = bubbles(Kind::BubbleJoined)
                .filter(|&bubble| !left(bubble) && inside.is_none_or(|inside| inside.0 != bubble))
                .max_by_key(|&bubble| ledger.text(bubble));
            match inside {
                Some((bubble, from)) if other.is_some() || left(bubble) && !joined(bubble) => {
                    let gone = left(bubble) && !joined(bubble);
                    visits.push((bubble, (from, if gone { at } else { until(guest, from, at) })));
                    inside = other.map(|other| (other, at));
                }
                None => inside = other.map(|other| (other, at)),
                Some(_) => {}
            }
        }
        if let Some((bubble, from)) = inside {
            visits.push((bubble, (from, until(guest, from, i64::MAX))));
        }
    }
    visits.sort_unstable();
    let mut united = Vec::with_capacity(visits.len());
    for of_one in visits.chunk_by(|a, b| a.0 == b.0) {
        let mut stays: Vec<Stay> =
            of_one.iter().map(|visit| visit.1).filter(|stay| stay.0 < stay.1).collect();
        unite(&mut stays);
        united.extend(stays.into_iter().map(|stay| (of_one[0].0, stay)));
    }
    united
}

/// When somebody was out of a bubble that they entered, where no leave tells it: when they left the room, at most
/// at `latest`.
fn until(guest: &Guest<'_>, from: i64, latest: i64) -> i64 {
    let stay = guest.stays.iter().find(|stay| stay.0 <= from && from <= stay.1);
    stay.map_or(guest.end, |stay| stay.1).min(latest).max(from)
}

/// How many were in a bubble from when on, by the place in [`SIZES`], where that changes.
fn classes(line: &[(i64, u64)]) -> Vec<(i64, usize)> {
    let class = |people: u64| SIZES.partition_point(|&least| least <= people).saturating_sub(1);
    let mut classes: Vec<(i64, usize)> = line.iter().map(|&(at, people)| (at, class(people))).collect();
    classes.dedup_by_key(|step| step.1);
    classes
}

/// A stay in a bubble, cut where the bubble's size changes.
fn cut((from, to): Stay, classes: &[(i64, usize)], pieces: &mut Vec<(Stay, usize)>) {
    let first = classes.partition_point(|step| step.0 <= from).saturating_sub(1);
    for (n, &(at, size)) in classes.iter().enumerate().skip(first) {
        let next = classes.get(n + 1).map_or(to, |step| step.0);
        let piece = (at.max(from), next.min(to));
        if piece.0 < piece.1 {
            pieces.push((piece, size));
        }
        if next >= to {
            break;
        }
    }
}
