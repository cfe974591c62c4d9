//! Sorting.

use std::cmp::Ordering;

/// Sorts places (of rows, or of whatever else) by what stands there. The comparison must tell any two places apart.
///
/// It is handed over and not built in: a sort that is compiled anew for each comparison takes five kilobytes
/// of the page every time.
pub(crate) fn sort_places(places: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    places.sort_unstable_by(|&one, &other| compare(one, other));
}
