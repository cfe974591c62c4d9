//! Both reports of a log as rows of cells, so that they can be related.

use crate::Part;
use adsum_core::container::Parcel;
use adsum_core::log::Log;
use adsum_core::question::Answers;

#[path = "../common/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests use the rest")]
mod common;

/// A table: its name, its columns' names, its rows.
type Table = (String, Vec<String>, Vec<Vec<String>>);

/// The attendance report, then the seven sheets.
pub(crate) struct Reports(Vec<Table>);

/// What the core says, of all parts together.
pub(crate) fn reports(parts: &[Part]) -> Reports {
    let mut all: Option<Reports> = None;
    for (files, options) in parts {
        let mut log = Log::default();
        for file in files {
            let mut parcel = Parcel::new(&*file.name);
            parcel.push(&file.bytes);
            parcel.finish().into_iter().for_each(|reading| log.add(reading));
            // Somebody looks at what there is so far: that must not change what comes of it with more files.
            drop(log.input(&Answers::default()));
        }
        let mut read = common::Read(log);
        let mut tables = vec![table("attendance", &read.attendance(options))];
        tables.extend(read.sheets(options).iter().map(|(name, csv)| table(name, csv)));
        match &mut all {
            None => all = Some(Reports(tables)),
            Some(all) => all.0.iter_mut().zip(tables).for_each(|(one, more)| one.2.extend(more.2)),
        }
    }
    all.expect("a side has a part")
}

fn table(name: &str, text: &str) -> Table {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = rows.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    (name.to_owned(), rows.next().unwrap_or_default(), rows.collect())
}

impl Reports {
    pub(crate) fn is_too_long(&self) -> bool {
        self.0[0].1 == ["too long"]
    }

    pub(crate) fn rows(&self) -> usize {
        self.0.iter().map(|(_, _, rows)| rows.len()).sum()
    }

    pub(crate) fn each_cell(&mut self, change: &dyn Fn(&str, &str) -> String) {
        for (_, columns, rows) in &mut self.0 {
            for (column, cell) in rows.iter_mut().flat_map(|row| columns.iter().zip(row)) {
                *cell = change(column, cell);
            }
        }
    }

    pub(crate) fn sorted(mut self) -> Self {
        self.0.iter_mut().for_each(|(_, _, rows)| rows.sort());
        self
    }

    pub(crate) fn attendance_alone(mut self) -> Self {
        self.0.truncate(1);
        self
    }

    pub(crate) fn without_attendance(mut self) -> Self {
        self.0.remove(0);
        self
    }

    /// Whether they are equal; else the first difference.
    pub(crate) fn compare(&self, other: &Self) -> Result<(), String> {
        for ((name, columns, rows), (_, other_columns, other_rows)) in self.0.iter().zip(&other.0) {
            if columns != other_columns {
                return Err(format!("{name}: {columns:?}, {other_columns:?}"));
            }
            for place in 0..rows.len().max(other_rows.len()) {
                let (one, two) = (rows.get(place), other_rows.get(place));
                if one != two {
                    return Err(format!("{name}, row {place}\n  one:   {one:?}\n  other: {two:?}"));
                }
            }
        }
        Ok(())
    }
}
