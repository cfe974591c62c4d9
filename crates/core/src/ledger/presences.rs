//! Who was where: an attendee, or nobody, in an occurrence; each known by a number.

use super::entries::NONE;
use super::pairs::Pairs;

/// Presences, each kept once.
///
/// Nearly every event is of somebody who is where they were met last. Nearly every other one is of somebody who comes to
/// an occurrence that is newer here than all in which they were met, and so is new there. Neither needs a table, of which
/// every look costs a way into far memory: the [pairs](Pairs) make theirs once somebody is met in an earlier one again.
#[derive(Debug, Default)]
pub(super) struct Presences {
    pub(super) pairs: Pairs,
    /// By attendee.
    met: Vec<Met>,
    /// The presence of nobody in each occurrence; [`NONE`] where there is none.
    nobody: Vec<u32>,
}

/// Where an attendee was met.
#[derive(Clone, Copy, Debug)]
struct Met {
    /// The occurrence in which they were met last, and their presence there.
    last: (u32, u32),
    /// All in which they were met have lower numbers than this.
    beyond: u32,
}

impl Presences {
    /// Those that another instance packed, to be read alone.
    pub(super) fn unpacked(pairs: Pairs) -> Self {
        Self { pairs, ..Self::default() }
    }

    /// The number of an attendee's presence in an occurrence; of [`NONE`], nobody's.
    #[inline]
    pub(super) fn intern(&mut self, occurrence: u32, attendee: u32) -> u32 {
        match self.met.get(attendee as usize) {
            Some(&Met { last: (last, presence), .. }) if last == occurrence => presence,
            _ => self.elsewhere(occurrence, attendee),
        }
    }

    /// The same of whoever was not met there last.
    #[inline(never)]
    fn elsewhere(&mut self, occurrence: u32, attendee: u32) -> u32 {
        let pair = (occurrence, attendee);
        if attendee == NONE {
            let presence = at(&mut self.nobody, occurrence, NONE);
            if *presence == NONE {
                *presence = self.pairs.add(pair);
            }
            return *presence;
        }
        let met = at(&mut self.met, attendee, Met { last: (NONE, NONE), beyond: 0 });
        let known = occurrence < met.beyond;
        let presence = if known { self.pairs.intern(pair) } else { self.pairs.add(pair) };
        *met = Met { last: (occurrence, presence), beyond: met.beyond.max(occurrence + 1) };
        presence
    }
}

/// What is at this place of a list, which is made as long as that needs.
fn at<T: Copy>(list: &mut Vec<T>, place: u32, nothing: T) -> &mut T {
    let place = place as usize;
    if list.len() <= place {
        list.resize(place + 1, nothing);
    }
    &mut list[place]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Whatever comes in whatever order, equal presences have one number, and numbers are in the order of coming.
        #[test]
        fn equal_presences_are_one(
            met in prop::collection::vec((0_u32..6, prop::option::weighted(0.8, 0_u32..4)), 0..200)
        ) {
            let mut presences = Presences::default();
            let mut known = BTreeMap::new();
            for (occurrence, attendee) in met {
                let pair = (occurrence, attendee.unwrap_or(NONE));
                let next = u32::try_from(known.len()).unwrap();
                let number = *known.entry(pair).or_insert(next);
                prop_assert_eq!(presences.intern(pair.0, pair.1), number);
                prop_assert_eq!(presences.pairs.rows()[number as usize], pair);
            }
            prop_assert_eq!(presences.pairs.rows().len(), known.len());
        }
    }

    #[test]
    fn who_goes_from_one_to_the_next_needs_no_table() {
        let mut presences = Presences::default();
        for occurrence in 0..100 {
            for attendee in [NONE, 1, 2, 1, NONE, 2] {
                presences.intern(occurrence, attendee);
            }
        }
        assert_eq!((presences.pairs.rows().len(), presences.pairs.index.len()), (300, 0));
        assert_eq!(presences.intern(99, 2), 299);
        assert_eq!(presences.pairs.index.len(), 0);
        assert_eq!((presences.intern(7, 2), presences.pairs.index.len()), (23, 300));
    }
}
