//! Counts that are withheld, and the second ones that are withheld with them: a total less the counts that are shown
//! must not give away the one that is not.

use crate::order::sort_places;

/// Which counts are withheld.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Withheld {
    /// Of each row whether its counts are; blank: none are.
    counts: Vec<bool>,
    /// Of each row whether what they are counts of is, too.
    labels: Vec<bool>,
    count_columns: Vec<usize>,
    label_column: usize,
}

impl Withheld {
    /// In these columns.
    pub(super) fn of(self, count_columns: Vec<usize>, label_column: usize) -> Self {
        Self { count_columns, label_column, ..self }
    }

    /// Whether this cell is.
    pub(super) fn is(&self, row: usize, column: usize) -> bool {
        let so = |of: &[bool]| of.get(row).copied().unwrap_or_default();
        (self.count_columns.contains(&column) && so(&self.counts))
            || (self.label_column == column && so(&self.labels))
    }

    /// Whether any is.
    pub(super) fn any(&self) -> bool {
        self.counts.contains(&true)
    }
}

/// Withholds counts under `least`, and in each group as many more, the smallest first, that two are withheld or none,
/// and that those withheld come to at least `least` and are not all 1. Whoever knows a group's total knows no single
/// one of them. A group of `rooms` that is too small for that keeps what it counts by to itself.
///
/// Rows lie in one group of `rooms`, and in one of `others` or none.
pub(super) fn withhold(counts: &[u64], rooms: &[Vec<usize>], others: &[Vec<usize>], least: u64) -> Withheld {
    if least <= 1 {
        return Withheld::default();
    }
    let mut withheld: Vec<bool> = counts.iter().map(|count| *count < least).collect();
    loop {
        let before = withheld.iter().filter(|so| **so).count();
        for group in rooms.iter().chain(others) {
            complement(counts, group, least, &mut withheld);
        }
        // One group's second cell may be another's first.
        if withheld.iter().filter(|so| **so).count() == before {
            break;
        }
    }
    let mut labels = vec![false; counts.len()];
    for group in rooms {
        let hidden = Hidden::of(counts, group, &withheld);
        if hidden.cells > 0 && hidden.tells(least) {
            group.iter().for_each(|&row| labels[row] = true);
        }
    }
    Withheld { counts: withheld, labels, ..Withheld::default() }
}

/// What is withheld in a group.
struct Hidden {
    cells: u64,
    sum: u64,
}

impl Hidden {
    fn of(counts: &[u64], group: &[usize], withheld: &[bool]) -> Self {
        let hidden = group.iter().filter(|row| withheld[**row]);
        hidden.fold(Self { cells: 0, sum: 0 }, |hidden, &row| Self {
            cells: hidden.cells + 1,
            sum: hidden.sum + counts[row],
        })
    }

    /// Whether a total would tell too much of it.
    const fn tells(&self, least: u64) -> bool {
        self.cells < 2 || self.sum < least || self.sum <= self.cells
    }
}

fn complement(counts: &[u64], group: &[usize], least: u64, withheld: &mut [bool]) {
    if !group.iter().any(|&row| withheld[row]) {
        return;
    }
    let mut shown: Vec<u32> =
        (0..).zip(group).filter(|(_, row)| !withheld[**row]).map(|(at, _)| at).collect();
    let key = |at: u32| (counts[group[at as usize]], at);
    sort_places(&mut shown, &mut |one, other| key(one).cmp(&key(other)));
    for row in shown.into_iter().map(|at| group[at as usize]) {
        if !Hidden::of(counts, group, withheld).tells(least) {
            break;
        }
        withheld[row] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(counts: &[u64], rooms: &[Vec<usize>], others: &[Vec<usize>]) -> String {
        let withheld = withhold(counts, rooms, others, 5).of(vec![0], 1);
        let show = |row: usize| match (withheld.is(row, 0), withheld.is(row, 1)) {
            (true, true) => "??".to_owned(),
            (true, false) => "?".to_owned(),
            (false, _) => counts[row].to_string(),
        };
        (0..counts.len()).map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_second_count_goes_with_a_small_one() {
        for (counts, expected) in [
            (&[10, 9, 8][..], "10 9 8"),
            (&[10, 4, 8], "10 ? ?"),
            (&[10, 4, 4], "10 ? ?"),
            // Three of one person each come to 3: a fourth goes with them.
            (&[1, 1, 1, 9, 20], "? ? ? ? 20"),
            (&[4, 10], "? ?"),
            // Nothing is left to go with it.
            (&[4], "??"),
            (&[2, 1], "?? ??"),
            (&[5], "5"),
            (&[], ""),
        ] {
            assert_eq!(shown(counts, &[(0..counts.len()).collect()], &[]), expected, "{counts:?}");
        }
    }

    #[test]
    fn two_groupings_hold_together() {
        // Two rooms by three countries: the second cell of the first room is the only small one of its country.
        let counts = [3, 6, 20, 30, 31, 32];
        let rooms = [vec![0, 1, 2], vec![3, 4, 5]];
        let countries = [vec![0, 3], vec![1, 4], vec![2, 5]];
        assert_eq!(shown(&counts, &rooms, &countries), "? ? 20 ? ? 32");
        assert_eq!(shown(&counts, &rooms, &[]), "? ? 20 30 31 32");
    }

    #[test]
    fn no_number_withholds_nothing() {
        for least in [0, 1] {
            assert!(!withhold(&[1, 2], &[vec![0, 1]], &[], least).any());
        }
    }
}
