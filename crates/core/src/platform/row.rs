//! The rows of a platform's table as people really have them: padded, re-saved by a spreadsheet, with
//! several tables in one file.

use super::draft::Draft;
use super::fault;
use crate::bytes;
use crate::problem::{Fault, Reason};
use crate::source::{CsvReader, DELIMITERS, Record, Sink};
use crate::time::{When, civil};
use std::borrow::Cow;

/// A row: its cells without what spreadsheets and padding put around them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row<'a> {
    cells: Vec<Cow<'a, str>>,
    /// Where in the record each cell stands, from the first that is not where it seems.
    moved: Option<(usize, usize)>,
    line: u64,
}

impl<'a> Row<'a> {
    pub(crate) fn new(line: u64, cells: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut cells: Vec<_> = cells.map(clean).collect();
        // Rows are padded to the widest table of the file.
        while cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        Self { cells, moved: None, line }
    }

    /// The line that it starts on, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are up to the last that is not empty.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether every cell is empty.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.is_empty()
    }

    /// A cell's text; empty where there is none.
    pub(crate) fn get(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", |cell| cell)
    }

    /// A column's text; empty where there is no such column.
    pub(crate) fn at(&self, column: Option<usize>) -> &str {
        column.map_or("", |place| self.get(place))
    }

    /// The cells.
    pub(crate) fn cells(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.cells.iter().map(|cell| &**cell)
    }

    /// Where in the record as it is written the cell at `place` stands.
    pub(crate) fn place_in_record(&self, place: usize) -> usize {
        match self.moved {
            Some((from, by)) if place > from => place + by,
            _ => place,
        }
    }

    /// Puts together times that a spreadsheet cut in two cells, a date and a time of day, where the row has
    /// more cells than its table's header.
    pub(crate) fn join_times(&mut self, width: usize) {
        let is_time = |date: &str, time: &str| civil::is_date(date) && civil::is_time_of_day(time);
        if !self.cells.windows(2).any(|pair| is_time(&pair[0], &pair[1])) {
            return;
        }
        self.join(width, is_time);
        // Where a time was missing, both its cells are empty.
        self.join(width, |date, time| date.is_empty() && time.is_empty());
    }

    fn join(&mut self, width: usize, belong: impl Fn(&str, &str) -> bool) {
        let mut excess = self.cells.len().saturating_sub(width);
        let cells = std::mem::take(&mut self.cells);
        // One pass, as a row may have half a million cells.
        self.cells.reserve(cells.len());
        let mut cells = cells.into_iter().peekable();
        while let Some(date) = cells.next() {
            match cells.next_if(|time| excess > 0 && belong(&date, time)) {
                Some(time) => {
                    let place = self.cells.len();
                    let (from, by) = self.moved.unwrap_or((place, 0));
                    self.moved = Some((from.min(place), by + 1));
                    self.cells.push(format!("{date} {time}").trim().to_owned().into());
                    excess -= 1;
                }
                None => self.cells.push(date),
            }
        }
    }

    /// The same, owned.
    pub(crate) fn into_owned(self) -> Row<'static> {
        let cells = self.cells.into_iter().map(|cell| Cow::Owned(cell.into_owned())).collect();
        Row { cells, moved: self.moved, line: self.line }
    }
}

impl Row<'_> {
    /// Puts together times at these places that a spreadsheet cut in two cells, also where the row's last
    /// cells are empty, so that its length does not tell.
    pub(crate) fn join_times_at(&mut self, places: &[usize], width: usize) {
        self.join_times(width);
        for &place in places {
            if civil::is_date(self.get(place)) && civil::is_time_of_day(self.get(place + 1)) {
                self.join_times(self.len() - 1);
            }
        }
    }

    /// Join and leave of a row that is a stay; no leave where the cell is empty.
    pub(crate) fn stay(
        &self,
        join: usize,
        leave: usize,
        draft: &mut Draft,
    ) -> Result<(When, Option<When>), Fault> {
        let mut read = |place: usize| match self.get(place) {
            "" | "-" | "--" => Ok(None),
            text => match draft.time(self.line, text) {
                Some(when) => Ok(Some(when)),
                None => Err(fault(Reason::JoinUnreadable, self, Some(place))),
            },
        };
        let (joined, left) = (read(join)?, read(leave)?);
        let joined = joined.ok_or_else(|| fault(Reason::JoinMissing, self, Some(join)))?;
        Ok((joined, left))
    }
}

/// The header of the one table of a file, which may have rows above it, and may stand in it again.
#[derive(Debug)]
pub(crate) struct Header {
    row: Row<'static>,
    met: bool,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// It is the header, or blank.
    Structure,
    /// Above the table.
    Above,
    /// In the table.
    Below,
}

impl Header {
    pub(crate) fn new(row: &Row<'static>) -> Self {
        Self { row: row.clone(), met: false }
    }

    /// How many columns it has.
    pub(crate) fn width(&self) -> usize {
        self.row.len()
    }

    /// Where the next row stands.
    pub(crate) fn part(&mut self, row: &Row<'_>) -> Part {
        if row.is_blank() {
            return Part::Structure;
        }
        if row.cells().eq(self.row.cells()) {
            self.met = true;
            return Part::Structure;
        }
        if self.met { Part::Below } else { Part::Above }
    }
}

/// A cell's text: without space around it, without NULs, out of `="..."`, which keeps a spreadsheet from
/// reading it as a date.
fn clean(cell: &[u8]) -> Cow<'_, str> {
    let mut text = bytes::lossy(cell);
    if text.contains('\0') {
        text = Cow::Owned(text.replace('\0', ""));
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(bare(text)),
        Cow::Owned(text) => Cow::Owned(bare(&text).to_owned()),
    }
}

fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).map_or(text, str::trim)
}

/// What stands between the cells of a text of which a platform's table is known: under it most rows have as
/// many cells as a neighbour of theirs, and many of them.
pub(crate) fn delimiter(text: &[u8]) -> u8 {
    // A table made for tabs may have commas in every name.
    let order = [b'\t', b';', b',', b'|'];
    debug_assert!(order.iter().all(|delimiter| DELIMITERS.contains(delimiter)));
    let score = |delimiter: u8| {
        let widths: Vec<usize> = rows(text, delimiter, MAX_OPENING_ROWS).iter().map(Row::len).collect();
        let agreeing = |place: usize| {
            let width = widths[place];
            let neighbours = [place.checked_sub(1), Some(place + 1)];
            neighbours.into_iter().flatten().any(|other| widths.get(other) == Some(&width))
        };
        (0..widths.len())
            .filter(|&place| widths[place] > 1 && agreeing(place))
            .map(|place| widths[place] - 1)
            .sum()
    };
    let mut best = (0, b',');
    for delimiter in order {
        let score: usize = score(delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// How many rows of a file are looked at to tell what it is.
pub(crate) const MAX_OPENING_ROWS: usize = 200;

/// The first rows of a text; the last may be cut where the text is.
pub(crate) fn rows(text: &[u8], delimiter: u8, most: usize) -> Vec<Row<'static>> {
    struct Kept(Vec<Row<'static>>, usize);

    impl Sink for Kept {
        fn record(&mut self, record: Record<'_>) {
            if self.0.len() < self.1 {
                self.0.push(Row::new(record.line(), record.iter()).into_owned());
            }
        }

        fn fault(&mut self, _: u64, _: Reason, _: &[u8]) {}
    }

    let mut kept = Kept(Vec::new(), most);
    let mut reader = CsvReader::new(delimiter);
    reader.feed(text, &mut kept);
    reader.finish(&mut kept);
    kept.0
}

/// Turns each CR into a line end. For files with nothing else at the end of a line.
#[derive(Debug, Default)]
pub(crate) struct CrToLf(Vec<u8>);

impl CrToLf {
    /// Whether that is how these lines end.
    pub(crate) fn fits(text: &[u8]) -> bool {
        memchr::memchr(b'\n', text).is_none() && memchr::memchr(b'\r', text).is_some()
    }

    pub(crate) fn turn(&mut self, text: &[u8]) -> &[u8] {
        self.0.clear();
        self.0.extend(text.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }));
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(cells: &[&'a str]) -> Row<'a> {
        Row::new(1, cells.iter().map(|cell| cell.as_bytes()))
    }

    #[test]
    fn cells_are_cleaned_and_padding_is_cut() {
        let row = row(&[" a\u{A0}", "=\"2026-03-03 09:00:00\"", "x\0y", "", "\u{202F}"]);
        assert_eq!(row.cells().collect::<Vec<_>>(), ["a", "2026-03-03 09:00:00", "xy"]);
    }

    #[test]
    fn times_cut_in_two_cells_are_joined() {
        let mut row = row(&["Ana", "3/10/25", "8:00", "3/10/25", "9:00", "1h", "x"]);
        row.join_times(5);
        assert_eq!(row.cells().collect::<Vec<_>>(), ["Ana", "3/10/25 8:00", "3/10/25 9:00", "1h", "x"]);
        assert_eq!([0, 1, 4].map(|place| row.place_in_record(place)), [0, 1, 6]);
        row.join_times(2);
        assert_eq!(row.len(), 5);
        let mut gone = self::row(&["Ana", "3/10/25", "8:00", "", "", "1h", "x"]);
        gone.join_times(5);
        assert_eq!(gone.cells().collect::<Vec<_>>(), ["Ana", "3/10/25 8:00", "", "1h", "x"]);
    }

    #[test]
    fn a_header_tells_what_stands_above_it() {
        let mut header = Header::new(&row(&["Name", "Join"]).into_owned());
        let rows: [&[&str]; 6] =
            [&["Meeting", "x"], &[""], &["Name", "Join"], &["Ana", "9:00"], &[], &["Name", "Join"]];
        let parts = rows.map(|cells| header.part(&row(cells)));
        let expected =
            [Part::Above, Part::Structure, Part::Structure, Part::Below, Part::Structure, Part::Structure];
        assert_eq!(parts, expected);
    }

    #[test]
    fn the_delimiter_is_the_one_with_which_rows_agree() {
        let teams = "1. Summary\t\nStart time\t14/11/22, 09:29:07\nEnd time\t14/11/22, 09:50:14\n\nName\tA\tB\nDoe, Jane\tx, y\tz\nRoe, Jo\tx\tz\n";
        assert_eq!(delimiter(teams.as_bytes()), b'\t');
        assert_eq!(delimiter(teams.replace('\t', ";").as_bytes()), b';');
        assert_eq!(delimiter(b"Name,Email,Time\nAna,a@b,1\nBo,b@b,2\n"), b',');
        assert_eq!(delimiter(b""), b',');
    }

    #[test]
    fn bare_cr_ends_lines_where_nothing_else_does() {
        assert!(CrToLf::fits(b"a\rb\r") && !CrToLf::fits(b"a\r\nb") && !CrToLf::fits(b"a"));
        assert_eq!(CrToLf::default().turn(b"a\rb\r"), b"a\nb\n");
    }
}
