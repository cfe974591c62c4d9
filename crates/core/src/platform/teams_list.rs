//! Microsoft Teams: the attendance list of 2020: `Full Name`, `User Action`, `Timestamp`, a row whenever
//! somebody joined or left. It has not even a title: the session is the file's name.
//!
//! In English the actions are known by name. In other languages they are told by their order, if it tells: the
//! action that comes first of nobody and is always the next of somebody who is there is that of leaving; the
//! others, which are everybody's first, are those of joining. What joins, of two, those who were there before
//! is not told, so that of a list with two of them it is said that the time of some joins is not known.
//! Where the order does not tell, the file is not taken for such a list: nothing is guessed.

use super::draft::{Draft, Facts};
use super::row::{Header, Part, Row};
use super::teams::bare_name;
use super::{Found, Opening, Platform, Reader, TableReader, Tally, Unknown, Use, Verdict, fault};
use crate::event::{Field, Kind};
use crate::problem::{Fault, Reason};
use crate::time::civil;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;

const NAME: usize = 0;
const ACTION: usize = 1;
const TIME: usize = 2;
const WIDTH: usize = 3;

/// How long somebody is there at most before leaving, in seconds, where the order of actions tells what they
/// are: a list of who was present on which day has rows further apart.
const LONGEST: i64 = 12 * 3_600;

pub(super) fn detect(opening: &Opening<'_>) -> Option<Verdict> {
    // Of a large meeting a notice stands above the header.
    let mut rows = opening.rows().iter().filter(|row| !row.is_blank()).skip_while(|row| row.len() == 1);
    let header = rows.next().filter(|row| row.len() == WIDTH && !row.cells().any(civil::is_time))?;
    let rows: Vec<Row<'static>> = rows
        .cloned()
        .map(|mut row| {
            row.join_times(WIDTH);
            row
        })
        .collect();
    let first = rows.first().filter(|row| row.len() == WIDTH && civil::is_time(row.get(TIME)))?;
    let known = English::action(first.get(ACTION)).is_some();
    let words = if known { Words::English } else { Words::by_order(&rows, header)? };
    let mut evidence = vec![format!("its columns are “{}”", header.cells().collect::<Vec<_>>().join("”, “"))];
    evidence.push(match &words {
        Words::English => format!("the first action is “{}”", first.get(ACTION)),
        Words::Told { join, leave } => {
            format!("“{}” is what everybody did first, and “{leave}” never", join.join("” or “"))
        }
    });
    let list = List {
        stem: opening.stem().to_owned(),
        header: Header::new(header),
        words,
        open: HashMap::default(),
    };
    let reader = Reader::Table(Box::new(list));
    Some(Verdict::Is(Found { platform: Platform::TeamsList, evidence, reader }))
}

/// What the list says that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Joined,
    /// Was, or may have been, there when the list was started.
    JoinedBefore,
    Left,
}

struct English;

impl English {
    fn action(word: &str) -> Option<Action> {
        Some(match word {
            "Joined" => Action::Joined,
            "Joined before" => Action::JoinedBefore,
            "Left" => Action::Left,
            _ => return None,
        })
    }
}

/// The words for what somebody did.
#[derive(Debug)]
enum Words {
    English,
    Told { join: Vec<String>, leave: String },
}

impl Words {
    /// As the order of the actions of two people or more tells them.
    fn by_order(rows: &[Row<'_>], header: &Row<'_>) -> Option<Self> {
        let mut people: BTreeMap<String, Vec<&Row<'_>>> = BTreeMap::new();
        // The last row may be cut where the opening is.
        let whole = rows.iter().filter(|row| !row.cells().eq(header.cells()));
        for row in whole.filter(|row| row.len() == WIDTH && civil::is_time(row.get(TIME))) {
            people.entry(row.get(NAME).to_lowercase()).or_default().push(row);
        }
        let words = |place: fn(usize) -> bool| {
            let rows = people.values().flat_map(|rows| rows.iter().enumerate());
            let mut words: Vec<&str> =
                rows.filter(|&(n, _)| place(n)).map(|(_, row)| row.get(ACTION)).collect();
            words.sort_unstable();
            words.dedup();
            words
        };
        let (join, later) = (words(|n| n == 0), words(|n| n > 0));
        let leave: Vec<&str> = later.into_iter().filter(|word| !join.contains(word)).collect();
        let [leave] = leave.as_slice() else { return None };
        let is_leave = |row: &Row<'_>| row.get(ACTION) == *leave;
        let alternate = people.values().all(|rows| {
            rows.windows(2).all(|pair| {
                let between = civil::read(pair[0].get(TIME)).zip(civil::read(pair[1].get(TIME)));
                let soon = between.is_some_and(|(from, to)| {
                    to.when
                        .since(from.when)
                        .into_iter()
                        .flatten()
                        .any(|seconds| (0..=LONGEST).contains(&seconds))
                });
                is_leave(pair[0]) != is_leave(pair[1]) && (soon || is_leave(pair[0]))
            })
        });
        let words = join.len() <= 2
            && !join.contains(&"")
            && join.iter().chain([leave]).all(|word| !civil::is_time(word));
        let told =
            Self::Told { join: join.into_iter().map(str::to_owned).collect(), leave: (*leave).to_owned() };
        (people.len() > 1 && words && alternate).then_some(told)
    }

    fn action(&self, word: &str) -> Option<Action> {
        match self {
            Self::English => English::action(word),
            Self::Told { leave, .. } if word == leave => Some(Action::Left),
            Self::Told { join, .. } if join.iter().all(|join| join != word) => None,
            Self::Told { join, .. } if join.len() > 1 => Some(Action::JoinedBefore),
            Self::Told { .. } => Some(Action::Joined),
        }
    }
}

/// Reads a list.
#[derive(Debug)]
struct List {
    stem: String,
    header: Header,
    words: Words,
    /// How often each is in the meeting.
    open: HashMap<String, u64, FxBuildHasher>,
}

impl TableReader for List {
    fn row(&mut self, row: &mut Row<'_>, draft: &mut Draft) -> Result<Use, Fault> {
        row.join_times(WIDTH);
        // Lists of several meetings may stand one behind the other.
        if self.header.part(row) != Part::Below {
            return Ok(Use::Structure);
        }
        let Some(action) = self.words.action(row.get(ACTION)) else {
            return Err(fault(Reason::RowUnknown, row, Some(ACTION)));
        };
        let when = match (row.get(TIME), draft.time(row.line(), row.get(TIME))) {
            ("", _) => return Err(fault(Reason::JoinMissing, row, Some(TIME))),
            (_, None) => return Err(fault(Reason::JoinUnreadable, row, Some(TIME))),
            (_, Some(when)) => when,
        };
        let (name, attendee_type) = bare_name(row.get(NAME));
        let facts = Facts::new()
            .with(Field::SessionId, &self.stem)
            .with(Field::DisplayName, name)
            .with(Field::AttendeeType, attendee_type);
        let kind = if action == Action::Left { Kind::Left } else { Kind::Joined };
        draft.event(row.line(), kind, when, &facts)?;
        let open = self.open.entry(name.to_lowercase()).or_default();
        match action {
            Action::Left => *open = open.saturating_sub(1),
            Action::Joined => *open += 1,
            Action::JoinedBefore => {
                *open += 1;
                draft.unknown(Unknown::EarlierJoins);
            }
        }
        Ok(Use::Record)
    }

    fn finish(&mut self, draft: &mut Draft, _: &mut Tally) {
        for _ in self.open.values().filter(|&&open| open > 0) {
            draft.needs_end();
        }
        for unknown in [
            Unknown::SessionName,
            Unknown::SessionId,
            Unknown::Owner,
            Unknown::RoomTimes,
            Unknown::Emails,
            Unknown::Roles,
        ] {
            draft.unknown(unknown);
        }
    }
}
