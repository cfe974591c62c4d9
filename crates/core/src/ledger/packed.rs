//! A ledger as bytes: what merging it needs, and no more.

use super::details::Details;
use super::entries::Entries;
use super::pairs::Pairs;
use super::presences::Presences;
use super::texts::{Text, Texts};
use super::tuples::Tuples;
use super::{Chain, Ledger, Stated};
use crate::event::Field;
use crate::pack::{Packer, Unpacker};

/// No number that is stated is as great.
const NOT_STATED: u64 = u64::MAX;

impl Ledger {
    /// Packs it.
    pub(crate) fn pack(&self, into: &mut Packer) {
        let Self { texts, sessions: _, occurrences, attendees, profiles, details, .. } = self;
        texts.pack(into);
        // Which sessions there are follows from the occurrences.
        occurrences.pack(into, |&session| session);
        attendees.pack(into, |&field| field as u32);
        profiles.pack(into, |&attendee| attendee);
        details.pack(into);
        self.presences.pairs.pack(into);
        into.rows(self.chains.iter().map(|&Chain { first, last, usual_facts }| [first, last, usual_facts]));
        self.entries.pack(into);
        into.rows(self.stated.iter().map(|&((occurrence, attendee), _)| [occurrence, attendee]));
        for (_, stated) in &self.stated {
            into.number(stated.seconds.unwrap_or(NOT_STATED));
            into.number(stated.rejoins.unwrap_or(NOT_STATED));
        }
        into.number(self.replaced);
    }

    /// Unpacks one, to be [merged](Self::merge) into another: it cannot find what it has.
    pub(crate) fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let known = |number| (number != NOT_STATED).then_some(number);
        Some(Self {
            texts: Texts::unpack(from)?,
            sessions: Tuples::default(),
            occurrences: Tuples::unpack(from, Some)?,
            attendees: Tuples::unpack(from, |place| Field::ALL.get(place as usize).copied())?,
            profiles: Tuples::unpack(from, Some)?,
            details: Details::unpack(from)?,
            presences: Presences::unpacked(Pairs::unpack(from)?),
            chains: from
                .rows()?
                .map(|[first, last, usual_facts]| Chain { first, last, usual_facts })
                .collect(),
            entries: Entries::unpack(from)?,
            stated: {
                let whom = from.rows()?.map(|[occurrence, attendee]| (occurrence, attendee));
                let mut number = || from.number().map(known);
                let stated = whom.map(|whom| Some((whom, Stated { seconds: number()?, rejoins: number()? })));
                stated.collect::<Option<_>>()?
            },
            replaced: from.number()?,
        })
    }
}

impl Texts {
    fn pack(&self, into: &mut Packer) {
        into.number(self.blocks.len() as u64);
        self.blocks.iter().for_each(|block| into.text(block.as_bytes()));
        into.rows(self.spans.iter().map(|&span| super::entries::split(span)));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let blocks = from.number()?;
        let text = |_| Some(std::str::from_utf8(from.text()?).ok()?.to_owned());
        let blocks = (0..blocks).map(text).collect::<Option<_>>()?;
        let spans = from.rows()?.map(|[high, low]| (u64::from(high) << 32) | u64::from(low)).collect();
        Some(Self { blocks, spans, ..Self::default() })
    }
}

impl<const N: usize, V: Copy> Tuples<N, V> {
    pub(super) fn pack(&self, into: &mut Packer, value: impl Fn(&V) -> u32) {
        into.rows(self.rows.iter().map(|(row, _)| row.map(Text::number)));
        into.numbers(self.rows.iter().map(|(_, of_row)| value(of_row)));
    }

    pub(super) fn unpack(from: &mut Unpacker<'_>, value: impl Fn(u32) -> Option<V>) -> Option<Self> {
        let rows = from.rows()?.map(|row| row.map(Text::numbered));
        let rows = rows.zip(from.numbers()?).map(|(row, number)| Some((row, value(number)?)));
        Some(Self { rows: rows.collect::<Option<_>>()?, ..Self::default() })
    }
}

impl Details {
    fn pack(&self, into: &mut Packer) {
        self.subjects.pack(into, |()| 0);
        self.facts.pack(into, |()| 0);
        self.pairs.pack(into);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self {
            subjects: Tuples::unpack(from, |_| Some(()))?,
            facts: Tuples::unpack(from, |_| Some(()))?,
            pairs: Pairs::unpack(from)?,
        })
    }
}

impl Pairs {
    fn pack(&self, into: &mut Packer) {
        into.rows(self.rows.iter().map(|&(first, second)| [first, second]));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self { rows: from.rows()?.map(|[first, second]| (first, second)).collect(), ..Self::default() })
    }
}
