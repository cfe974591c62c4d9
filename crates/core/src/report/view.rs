//! A table as somebody wants to see it: some of its rows, in another order, with some of its columns. Whoever
//! shows or saves a table asks here, so that what is saved is what was seen.

use super::detail::About;
use super::fold::{fold_into, folded};
use crate::export::csv::plain;
use crate::ledger::texts::Texts;
use crate::order::sort_places;
use crate::table::{Cell, Column, Table};
use memchr::memmem::Finder;
use std::cmp::Ordering;

/// What is wanted of a table. Without anything said it is the table as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// What the rows are sorted by; none: the table's own order.
    pub sort: Option<Sort>,
    /// Rows that have this in some cell, shown or not; blank: all. Case, and accents on Latin letters, do not
    /// count.
    pub search: String,
    /// Rows that are so in these columns.
    pub filters: Vec<Filter>,
    /// The columns that are shown, by place, each once; none: all.
    pub columns: Vec<usize>,
}

/// What rows are sorted by. Numbers and lengths of time are compared as numbers, times as times, texts without
/// case and accents; blank comes last in either direction, and what is equal stays in the table's own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's place in the table.
    pub column: usize,
    /// The greatest first.
    pub descending: bool,
}

/// What the rows are like in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The column's place in the table.
    pub column: usize,
    /// The cell's text.
    pub text: String,
    /// Whether the cell is exactly that (and blank, if that is blank), or only has it somewhere.
    pub whole: bool,
}

/// What a column is good for, to choose rows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// The session, or room.
    Session,
    /// Who.
    Person,
    /// In which role.
    Role,
}

impl Facet {
    /// A stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Person => "person",
            Self::Role => "role",
        }
    }

    /// What this column of a report is good for; none: for nothing special.
    pub fn of(column: &Column) -> Option<Self> {
        match column.name {
            "SessionName" | "Room name" => Some(Self::Session),
            "NameOfAttendee" | "User" | "Attendee" => Some(Self::Person),
            "AttendeeRole" => Some(Self::Role),
            _ => None,
        }
    }
}

/// Of each column, whether a table is shown with it at first. The attendance report's are many, and most say the
/// same in row after row. Where none of the first so many rows has a name, what stands for it is shown instead.
pub fn main_columns(table: &dyn Table, rows: usize) -> Vec<bool> {
    const REST: [&str; 11] = [
        "SessionDate",
        "SessionInstanceIdentifer",
        "SessionOwner",
        "RoomOpened",
        "RoomClosed",
        "FirstNameOfAttendee",
        "LastNameOfAttendee",
        "EmailOfAttendee",
        "AttendeeType",
        "ContextName",
        "ContextIdentifier",
    ];
    const INSTEAD: [(&str, &str); 2] = [("SessionName", "SessionIdentifier"), ("NameOfAttendee", "Username")];
    let columns = table.columns();
    let mut known = vec![table.is_empty(); columns.len()];
    let mut cells = Vec::new();
    for index in 0..table.len().min(rows) {
        table.row(index, &mut cells);
        known.iter_mut().zip(&cells).for_each(|(known, cell)| *known |= *cell != Cell::Blank);
    }
    let mut main: Vec<bool> = columns.iter().map(|column| !REST.contains(&column.name)).collect();
    let place = |name| columns.iter().position(|column| column.name == name);
    for (name, instead) in INSTEAD {
        if let (Some(name), Some(instead)) = (place(name), place(instead)) {
            main[name] = known[name] || !known[instead];
            main[instead] = !main[name];
        }
    }
    main
}

/// What a shape makes of a table: which rows, in which order, with which columns. It holds no cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Places of the columns.
    columns: Vec<usize>,
    heads: Vec<Column>,
    /// Places of the rows.
    rows: Vec<u32>,
}

impl View {
    /// The view of this shape. Columns that the table does not have are left out, and what is said of them counts
    /// for nothing.
    pub fn new(table: &dyn Table, shape: &Shape) -> Self {
        let mut columns: Vec<usize> = Vec::new();
        for &column in &shape.columns {
            if column < table.columns().len() && !columns.contains(&column) {
                columns.push(column);
            }
        }
        if columns.is_empty() {
            columns = (0..table.columns().len()).collect();
        }
        let heads = columns.iter().map(|&column| table.columns()[column]).collect();
        let mut rows = matching(table, shape);
        if let Some(sort) = shape.sort
            && sort.column < table.columns().len()
        {
            rows = sorted(table, &rows, sort);
        }
        Self { columns, heads, rows }
    }

    /// The view as a table. `table` is the one that it was made of, or an equal one.
    pub fn of<'a>(&'a self, table: &'a dyn Table) -> ViewTable<'a> {
        ViewTable { view: self, table }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The places in the table of so many rows from the one at `first` on, as far as there are any.
    pub fn places(&self, first: usize, count: usize) -> &[u32] {
        let first = first.min(self.rows.len());
        &self.rows[first..self.rows.len().min(first.saturating_add(count))]
    }
}

/// A [`View`] of a table, as a table.
#[derive(Clone, Copy)]
pub struct ViewTable<'a> {
    view: &'a View,
    table: &'a dyn Table,
}

impl Table for ViewTable<'_> {
    fn name(&self) -> &'static str {
        self.table.name()
    }

    fn file_stem(&self) -> &'static str {
        self.table.file_stem()
    }

    fn columns(&self) -> &[Column] {
        &self.view.heads
    }

    fn len(&self) -> usize {
        self.view.rows.len()
    }

    fn about(&self, index: usize) -> Option<About> {
        self.table.about(*self.view.rows.get(index)? as usize)
    }

    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        let mut whole = Vec::new();
        self.table.row(self.view.rows[index] as usize, &mut whole);
        let cell = |&column: &usize| {
            whole.get_mut(column).map_or(Cell::Blank, |cell| std::mem::replace(cell, Cell::Blank))
        };
        cells.clear();
        cells.extend(self.view.columns.iter().map(cell));
    }
}

/// The different texts in a column, in the order of texts, blank last; at most so many, and whether there are more.
pub fn values(table: &dyn Table, column: usize, most: usize) -> (Vec<String>, bool) {
    let Some(format) = table.columns().get(column).map(|column| column.format) else {
        return Default::default();
    };
    let mut known = Texts::default();
    let mut found: Vec<(Key, String)> = Vec::new();
    let mut blank = false;
    let mut more = false;
    let (mut cells, mut text) = (Vec::new(), Vec::new());
    for index in 0..table.len() {
        table.row(index, &mut cells);
        text.clear();
        plain(format, &cells[column], &mut text);
        let text = String::from_utf8_lossy(&text);
        let number = known.intern(&text);
        let is_known = if number.is_blank() { blank } else { number.index() <= found.len() };
        if is_known {
            continue;
        }
        more = found.len() + usize::from(blank) == most;
        if more {
            break;
        }
        if number.is_blank() {
            blank = true;
            continue;
        }
        found.push((Key::Text(folded(&text)), text.into_owned()));
    }
    let mut order: Vec<u32> = (0..crate::ledger::texts::id(found.len())).collect();
    sort_places(&mut order, &mut |one, other| {
        let ((one, its), (other, others)) = (&found[one as usize], &found[other as usize]);
        one.compare(other).then_with(|| its.cmp(others))
    });
    let mut texts: Vec<String> =
        order.into_iter().map(|place| std::mem::take(&mut found[place as usize].1)).collect();
    if blank {
        texts.push(String::new());
    }
    (texts, more)
}

/// The rows that are asked for, in the table's order.
fn matching(table: &dyn Table, shape: &Shape) -> Vec<u32> {
    let search = folded(shape.search.trim());
    let filters: Vec<_> =
        shape.filters.iter().filter(|filter| filter.column < table.columns().len()).collect();
    let all = 0..crate::ledger::texts::id(table.len());
    if search.is_empty() && filters.is_empty() {
        return all.collect();
    }
    let finder = Finder::new(search.as_bytes());
    let wanted: Vec<String> = filters.iter().map(|filter| folded(&filter.text)).collect();
    let mut cells = Vec::new();
    let (mut text, mut row) = (Vec::new(), String::new());
    let fits = |&index: &u32| {
        table.row(index as usize, &mut cells);
        let mut is_so = |(filter, wanted): (&&Filter, &String)| {
            text.clear();
            plain(table.columns()[filter.column].format, &cells[filter.column], &mut text);
            match filter.whole {
                true => text == filter.text.as_bytes(),
                false => folded(&String::from_utf8_lossy(&text)).contains(wanted.as_str()),
            }
        };
        if !filters.iter().zip(&wanted).all(&mut is_so) {
            return false;
        }
        if search.is_empty() {
            return true;
        }
        // One text of the whole row, its cells apart: what is looked for has no such separator.
        row.clear();
        text.clear();
        for (column, cell) in table.columns().iter().zip(&cells) {
            match cell {
                Cell::Text(text) => fold_into(text, &mut row),
                cell => {
                    text.clear();
                    plain(column.format, cell, &mut text);
                    row.push_str(std::str::from_utf8(&text).unwrap_or_default());
                }
            }
            row.push('\u{1F}');
        }
        finder.find(row.as_bytes()).is_some()
    };
    all.filter(fits).collect()
}

/// What a cell is compared by.
#[derive(Clone, Debug)]
enum Key {
    Whole(u64),
    Decimal(f64),
    Time(i64),
    Text(String),
    Blank,
}

impl Key {
    fn of(cell: &Cell<'_>) -> Self {
        match cell {
            Cell::Text(text) if text.is_empty() => Self::Blank,
            Cell::Text(text) => Self::Text(folded(text)),
            &Cell::Local(local) => Self::Time(local),
            &(Cell::Seconds(number) | Cell::Count(number)) => Self::Whole(number),
            // What is no number is not known.
            &Cell::Hours(hours) if hours.is_finite() => Self::Decimal(hours),
            Cell::Blank | Cell::Hours(_) => Self::Blank,
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Whole(_) => 0,
            Self::Decimal(_) => 1,
            Self::Time(_) => 2,
            Self::Text(_) => 3,
            Self::Blank => 4,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.cmp(other),
            (Self::Decimal(one), Self::Decimal(other)) => one.total_cmp(other),
            (Self::Time(one), Self::Time(other)) => one.cmp(other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (one, other) => one.rank().cmp(&other.rank()),
        }
    }
}

fn sorted(table: &dyn Table, rows: &[u32], sort: Sort) -> Vec<u32> {
    let mut cells = Vec::new();
    let mut keys = Vec::with_capacity(rows.len());
    for &row in rows {
        table.row(row as usize, &mut cells);
        keys.push(Key::of(&cells[sort.column]));
    }
    let mut order: Vec<u32> = (0..crate::ledger::texts::id(rows.len())).collect();
    sort_places(&mut order, &mut |at, behind| {
        let (one, other) = (&keys[at as usize], &keys[behind as usize]);
        let blank = |key: &Key| matches!(key, Key::Blank);
        let order = blank(one).cmp(&blank(other)).then_with(|| {
            let order = one.compare(other);
            if sort.descending { order.reverse() } else { order }
        });
        order.then(at.cmp(&behind))
    });
    order.into_iter().map(|place| rows[place as usize]).collect()
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
