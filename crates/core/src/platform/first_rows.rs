//! The first rows of any table, with a name for each column: what somebody is shown who says what the
//! columns mean, and what a guess is made from.

use super::row::{self, CrToLf, Row};
use super::unreadable;
use crate::time::civil;
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

/// How many rows are kept behind the header: enough for a guess, few enough to send around.
const MOST_ROWS: usize = 50;
/// How many columns are kept.
const MOST_COLUMNS: usize = 100;
/// How many characters of a cell are kept: more than any name, time or address has.
const MOST_CHARACTERS: usize = 200;

/// The first rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstRows {
    /// The columns' names, each there once: a second `Name` is `Name (2)`, one without a name `(3)`.
    pub columns: Vec<String>,
    /// The rows behind the header, each as long as there are columns, without blank ones.
    pub rows: Vec<Vec<String>>,
    /// The line that each row starts on, from 1.
    pub lines: Vec<u64>,
}

impl FirstRows {
    /// Of a text, or of its beginning where it is not `complete`. None where it is no table: JSON, XML, no
    /// text at all, or less than two columns.
    pub(crate) fn new(text: &[u8], complete: bool) -> Option<Self> {
        if matches!(text.trim_ascii_start().first()?, b'{' | b'[' | b'<')
            || unreadable::refuse(text).is_some()
        {
            return None;
        }
        let mut cr = CrToLf::fits(text).then(CrToLf::default);
        let text = match &mut cr {
            Some(cr) => cr.turn(text),
            None => text,
        };
        let mut rows = row::rows(text, row::delimiter(text), row::MAX_OPENING_ROWS);
        if !complete && rows.len() < row::MAX_OPENING_ROWS {
            // The last one is cut where the text is.
            rows.pop();
        }
        let header = header(&rows)?;
        let columns = names(&rows[header]);
        let below = rows[header + 1..].iter().filter(|row| !row.is_blank()).take(MOST_ROWS);
        let mut first = Self { columns, rows: Vec::new(), lines: Vec::new() };
        let width = below.clone().map(Row::len).max().unwrap_or_default().max(first.columns.len());
        let width = width.min(MOST_COLUMNS);
        for place in first.columns.len()..width {
            first.columns.push(nameless(place));
        }
        first.columns.truncate(width);
        for row in below {
            let cell = |place| row.get(place).chars().take(MOST_CHARACTERS).collect();
            first.rows.push((0..width).map(cell).collect());
            first.lines.push(row.line());
        }
        Some(first)
    }

    /// The rows as an adapter takes them.
    pub(super) fn as_rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.rows.iter().zip(&self.lines);
        rows.map(|(cells, &line)| Row::new(line, cells.iter().map(String::as_bytes)))
    }
}

/// Where the header stands: the first row that is about as wide as the table and has no time in it, else the
/// first that is no single cell.
fn header(rows: &[Row<'_>]) -> Option<usize> {
    let widest = rows.iter().map(Row::len).max()?;
    let is_time = |cell: &str| civil::read(cell).is_some() || civil::is_date(cell);
    let heads = |row: &Row<'_>| row.len() > 1 && row.len() * 2 > widest && !row.cells().any(is_time);
    rows.iter().position(heads).or_else(|| rows.iter().position(|row| row.len() > 1))
}

/// The names of a header's columns, each there once.
pub(super) fn names(header: &Row<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    let mut taken: HashSet<String, FxBuildHasher> = HashSet::default();
    // The last number of each name: a header of a hundred thousand equal names is read once, not once a name.
    let mut numbers: HashMap<String, usize, FxBuildHasher> = HashMap::default();
    for (place, cell) in header.cells().enumerate() {
        let cell: String = cell.chars().take(MOST_CHARACTERS).collect();
        let mut name = if cell.is_empty() { nameless(place) } else { cell.clone() };
        if !taken.insert(plain(&name)) {
            let number = numbers.entry(plain(&cell)).or_insert(1);
            loop {
                *number += 1;
                name = format!("{cell} ({number})").trim_start().to_owned();
                if taken.insert(plain(&name)) {
                    break;
                }
            }
        }
        names.push(name);
    }
    names
}

/// A column's name without what spreadsheets change in it: case and spaces.
pub(super) fn plain(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn nameless(place: usize) -> String {
    format!("({})", place + 1)
}

/// The place of a column that is [named](nameless) by it.
pub(super) fn nameless_place(name: &str) -> Option<usize> {
    let number: usize = name.strip_prefix('(')?.strip_suffix(')')?.parse().ok()?;
    number.checked_sub(1).filter(|&place| place < MOST_COLUMNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, columns: &[&str], rows: usize) {
        let first = FirstRows::new(text.as_bytes(), true).unwrap_or_default();
        assert_eq!(first.columns, columns, "{text}");
        assert_eq!((first.rows.len(), first.lines.len()), (rows, rows), "{text}");
        assert!(first.rows.iter().all(|row| row.len() == columns.len()), "{text}");
    }

    #[test]
    fn columns_have_names_of_their_own() {
        check("a,b\n1,2\n\n3,4\n", &["a", "b"], 2);
        check("Name;Name;;Name (2)\nx;y;z;w", &["Name", "Name (2)", "(3)", "Name (2) (2)"], 1);
        check("a,b\n1,2,3\n", &["a", "b", "(3)"], 1);
        check("a\tb\r1\t2\r", &["a", "b"], 1);
    }

    #[test]
    fn the_header_is_found_below_what_stands_above_it() {
        check(
            "Course: Biology,,,\n,,,\nWho,In,Out,Room\nAda,9:00,10:00,1\n",
            &["Who", "In", "Out", "Room"],
            1,
        );
        check("Exported,2026-03-02 10:00\nWho,In\nAda,9:00\n", &["Who", "In"], 1);
    }

    #[test]
    fn what_is_no_table_has_none() {
        for text in ["", " \n", "{\"a\":1}", "<a/>", "one\ntwo\n", "%PDF-1.7\n1,2\n"] {
            assert_eq!(FirstRows::new(text.as_bytes(), true), None, "{text}");
        }
        let cut = FirstRows::new(b"a,b\n1,2\n3,", false).unwrap();
        assert_eq!(cut.rows, [["1", "2"]]);
    }
}
