//! The rejected records as a table, to look at and to save.

use super::attendance::text;
use crate::event::Field;
use crate::log::Log;
use crate::table::{Cell, Column, Format, Table};

/// The columns.
pub const COLUMNS: [Column; 8] = [
    Column::new("File", Format::Text),
    Column::new("Line", Format::Count),
    Column::new("Column", Format::Count),
    Column::new("Field", Format::Text),
    Column::new("Value", Format::Text),
    Column::new("Reason", Format::Text),
    Column::new("Hint", Format::Text),
    Column::new("Record", Format::Text),
];

/// The rejected records of a log.
#[derive(Clone, Copy, Debug)]
pub struct RejectedTable<'a> {
    log: &'a Log,
}

impl<'a> RejectedTable<'a> {
    /// Of this log.
    pub fn new(log: &'a Log) -> Self {
        Self { log }
    }
}

impl Table for RejectedTable<'_> {
    fn name(&self) -> &'static str {
        "Not used"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    fn len(&self) -> usize {
        self.log.rejected.len()
    }

    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        let rejected = self.log.rejected.get(index);
        let position = rejected.position;
        let file = self.log.files.get(position.file as usize).map_or("", |file| file.name.as_str());
        let column = u64::from(position.column);
        cells.clear();
        cells.extend([
            text(file),
            Cell::Count(position.line),
            if column == 0 { Cell::Blank } else { Cell::Count(column) },
            text(rejected.field.map_or("", Field::name)),
            text(rejected.value),
            text(rejected.reason.text()),
            text(rejected.reason.hint()),
            text(rejected.record),
        ]);
    }
}
