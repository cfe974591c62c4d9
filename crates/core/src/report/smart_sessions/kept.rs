//! The report without its log, so that looking at another page of a sheet does not make it anew.

use super::people::Person;
use super::{
    BubbleJoin, CountryCount, Engagement, EntryCount, Map, MinuteCount, Set, SmartSessions, Step, Teleport,
};
use crate::ledger::texts::Text;
use crate::report::{Input, Range};
use crate::time::Zone;

/// What was made: all of a [report](SmartSessions) but the log.
#[derive(Debug)]
pub struct Kept {
    zone: Zone,
    range: Range,
    people: Vec<Person>,
    rooms: Vec<u32>,
    countries: Vec<CountryCount>,
    minutes: Vec<MinuteCount>,
    steps: Map<u32, (Step, Vec<MinuteCount>)>,
    entries: Vec<EntryCount>,
    engagement: Vec<Engagement>,
    bubble_joins: Vec<BubbleJoin>,
    teleports: Vec<Teleport>,
    bubble_people: Map<(u32, Text), u64>,
    locked: Set<(u32, Text)>,
    target_names: Map<(Text, Text), String>,
}

impl<'a> SmartSessions<'a> {
    /// What was made, without the log: to be kept, and put [back](Self::back).
    pub fn keep(self) -> Kept {
        let Self {
            input: _,
            zone,
            range,
            people,
            rooms,
            countries,
            minutes,
            steps,
            entries,
            engagement,
            bubble_joins,
            teleports,
            bubble_people,
            locked,
            target_names,
        } = self;
        Kept {
            zone,
            range,
            people,
            rooms,
            countries,
            minutes,
            steps,
            entries,
            engagement,
            bubble_joins,
            teleports,
            bubble_people,
            locked,
            target_names,
        }
    }

    /// The report that was kept. `input` is what it was made of.
    pub fn back(input: Input<'a>, kept: Kept) -> Self {
        let Kept {
            zone,
            range,
            people,
            rooms,
            countries,
            minutes,
            steps,
            entries,
            engagement,
            bubble_joins,
            teleports,
            bubble_people,
            locked,
            target_names,
        } = kept;
        Self {
            input,
            zone,
            range,
            people,
            rooms,
            countries,
            minutes,
            steps,
            entries,
            engagement,
            bubble_joins,
            teleports,
            bubble_people,
            locked,
            target_names,
        }
    }
}
