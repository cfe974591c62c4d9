//! Which time zone somebody may have meant.

use super::Zone;

/// How many are offered: a choice, not a list.
const OFFERED: usize = 3;
/// A text so short lies within too many names.
const SHORTEST_PART: usize = 3;

impl Zone {
    /// The names most like `name`, best first; at most three, none where none is like it. The place alone
    /// (`Berlin`, `new york`) is enough.
    pub fn nearest(name: &str) -> Vec<&'static str> {
        let wanted = key(name);
        let mut found: Vec<_> = Self::all_names()
            .filter(|known| !is_reversed(known))
            .filter_map(|known| Some((distance(&wanted, &key(known))?, known)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).take(OFFERED).collect()
    }
}

/// Whether the name says the opposite of what it looks like: `Etc/GMT+1` is an hour *behind* UTC, and who
/// writes `GMT+1` means an hour ahead.
fn is_reversed(name: &str) -> bool {
    name.starts_with("Etc/GMT") || name.starts_with("GMT")
}

fn key(name: &str) -> String {
    name.trim().replace([' ', '-'], "_").to_lowercase()
}

/// How unlike the names are; none where they are not alike at all.
fn distance(wanted: &str, known: &str) -> Option<usize> {
    let place = known.rsplit('/').next().unwrap_or(known);
    if wanted == place {
        return Some(0);
    }
    if wanted.len() >= SHORTEST_PART && known.contains(wanted) {
        return Some(1);
    }
    let most = wanted.chars().count() / 3;
    let edits = edits(wanted, known).min(edits(wanted, place));
    (edits <= most).then_some(1 + edits)
}

/// How many characters must be added, dropped, replaced or exchanged with their neighbour to make one text
/// of the other.
fn edits(one: &str, other: &str) -> usize {
    let [one, other] = [one, other].map(|text| text.chars().collect::<Vec<_>>());
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let replaced = last[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                let exchanged: &Vec<usize> = &before;
                least = least.min(exchanged[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        for (name, best) in [
            ("Berlin", "Europe/Berlin"),
            ("europe/berln", "Europe/Berlin"),
            ("Europe/Belrin", "Europe/Berlin"),
            ("New York", "America/New_York"),
            ("America/New York", "America/New_York"),
            ("Asia/Kolkatta", "Asia/Kolkata"),
            ("São_Paulo", "America/Sao_Paulo"),
        ] {
            assert_eq!(Zone::nearest(name).first(), Some(&best), "{name}");
        }
    }

    #[test]
    fn offers_nothing_that_misleads() {
        for name in ["", "x", "GMT+1", "UTC+01:00", "Middle-earth"] {
            assert_eq!(Zone::nearest(name), Vec::<&str>::new(), "{name}");
        }
    }

    #[test]
    fn counts_edits() {
        for (one, other, count) in
            [("", "", 0), ("", "ab", 2), ("ab", "ba", 1), ("abc", "axc", 1), ("abc", "ac", 1)]
        {
            assert_eq!(edits(one, other), count);
            assert_eq!(edits(other, one), count);
        }
    }
}
