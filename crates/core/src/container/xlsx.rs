//! XLSX: cells from the sheets' XML as it is unpacked. Only the shared texts and the formats are held.

use super::inflate::{Entry, Part};
use super::limits::{Budget, Trouble};
use super::number::{self, Kind};
use super::sheet::{Cells, MAX_CELL, Sheet};
use super::xml::{Element, Mark, walk};
use super::zip::{SheetOf, Workbook};
use crate::intake::Reading;
use std::borrow::Cow;

/// A workbook being read.
#[derive(Debug)]
pub(super) struct Book {
    /// Names of sheets, and where they stand.
    sheets: Vec<(String, Entry)>,
    next: usize,
    texts: Texts,
    /// What numbers stand for, by the style of their cell.
    styles: Vec<Kind>,
    since_1904: bool,
    budget: Budget,
    cells: Cells,
}

/// The texts that cells share.
#[derive(Debug, Default)]
struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    fn get(&self, index: usize) -> &str {
        let end = |index: usize| self.ends.get(index).map(|&end| end as usize);
        let start = index.checked_sub(1).map_or(Some(0), end);
        start.zip(end(index)).and_then(|(start, end)| self.all.get(start..end)).unwrap_or_default()
    }
}

impl Book {
    /// Reads what all sheets share.
    pub(super) fn open(
        archive: &[u8],
        entries: &[Entry],
        book: &Entry,
        budget: Budget,
    ) -> Result<Self, Trouble> {
        let limits = budget.limits;
        let mut opened = Self {
            sheets: Vec::new(),
            next: 0,
            texts: Texts::default(),
            styles: Vec::new(),
            since_1904: false,
            budget,
            cells: Cells::new(limits),
        };
        let find = |name: &str| entries.iter().find(|entry| entry.name == name);
        let mut related = Vec::new();
        if let Some(relations) = find("xl/_rels/workbook.xml.rels") {
            related = opened.relations(archive, relations)?;
        }
        let kind = |ending: &str| {
            related.iter().find(|one| one.kind.ends_with(ending)).and_then(|one| find(&one.path))
        };
        if let Some(texts) = kind("/sharedStrings") {
            opened.read_texts(archive, texts)?;
        }
        if let Some(styles) = kind("/styles") {
            opened.read_styles(archive, styles)?;
        }
        let mut named = Vec::new();
        let since_1904 = &mut opened.since_1904;
        walk(Part::new(archive, book, &mut opened.budget)?, |mark| {
            if let Mark::Open(element) = mark {
                match element.name() {
                    "workbookPr" => *since_1904 = is_true(element.attribute("date1904")),
                    "sheet" if named.len() >= limits.sheets() => return Err(Trouble::TooMany(limits)),
                    "sheet" => named.push((element.attribute("name"), element.attribute("id"))),
                    _ => {}
                }
            }
            Ok(())
        })?;
        for (name, id) in named {
            let of_id = related.iter().find(|one| Some(&one.id) == id.as_ref());
            if let Some(one) = of_id.filter(|one| one.kind.ends_with("/worksheet")) {
                let entry = find(&one.path).ok_or(Trouble::Damaged)?;
                opened.sheets.push((name.unwrap_or_default(), entry.clone()));
            }
        }
        Ok(opened)
    }

    fn relations(&mut self, archive: &[u8], entry: &Entry) -> Result<Vec<Related>, Trouble> {
        let mut related = Vec::new();
        let most = self.budget.limits.sheets().saturating_mul(4);
        walk(Part::new(archive, entry, &mut self.budget)?, |mark| {
            if let Mark::Open(element) = mark
                && element.name() == "Relationship"
                && related.len() < most
            {
                let text = |name| element.attribute(name).unwrap_or_default();
                related.push(Related { id: text("Id"), kind: text("Type"), path: path(&text("Target")) });
            }
            Ok(())
        })?;
        Ok(related)
    }

    fn read_texts(&mut self, archive: &[u8], entry: &Entry) -> Result<(), Trouble> {
        let Self { texts, budget, .. } = self;
        let limits = budget.limits;
        let mut text = RichText::default();
        walk(Part::new(archive, entry, budget)?, |mark| {
            text.take(&mark);
            match mark {
                Mark::Text(more) if text.wanted() => {
                    // Before it grows: growing takes as much again for a moment.
                    if texts.all.len() + more.len() > limits.shared_text() {
                        return Err(Trouble::TooMuchText(limits));
                    }
                    texts.all.push_str(more);
                }
                Mark::Close("si") => {
                    if texts.ends.len() >= limits.shared_texts() {
                        return Err(Trouble::TooMuchText(limits));
                    }
                    texts.ends.push(u32::try_from(texts.all.len()).unwrap_or(u32::MAX));
                }
                _ => {}
            }
            Ok(())
        })
    }

    fn read_styles(&mut self, archive: &[u8], entry: &Entry) -> Result<(), Trouble> {
        let Self { styles, budget, .. } = self;
        let mut formats: Vec<(u64, Kind)> = Vec::new();
        let mut of_cells = false;
        walk(Part::new(archive, entry, budget)?, |mark| {
            match mark {
                Mark::Open(element) => match element.name() {
                    "numFmt" if formats.len() < MAX_STYLES => {
                        let code = element.attribute("formatCode").unwrap_or_default();
                        formats.push((element.number("numFmtId").unwrap_or(0), number::of_format(&code)));
                    }
                    "cellXfs" => of_cells = true,
                    "xf" if of_cells && styles.len() < MAX_STYLES => {
                        let id = element.number("numFmtId").unwrap_or(0);
                        let own = formats.iter().find(|(known, _)| *known == id);
                        styles.push(own.map_or_else(|| number::built_in(id), |(_, kind)| *kind));
                    }
                    _ => {}
                },
                Mark::Close("cellXfs") => of_cells = false,
                _ => {}
            }
            Ok(())
        })
    }
}

/// How many formats and styles are known at most: more than Excel allows.
const MAX_STYLES: usize = 70_000;

impl Workbook for Book {
    fn sheet(&mut self, archive: &[u8], to: &SheetOf<'_>) -> Result<Option<Option<Reading>>, Trouble> {
        let Some((name, entry)) = self.sheets.get(self.next) else { return Ok(None) };
        let mut sheet = Sheet::new(to, name, self.next);
        self.next += 1;
        let Self { texts, styles, since_1904, budget, cells, .. } = self;
        let mut at = At::default();
        walk(Part::new(archive, entry, budget)?, |mark| {
            at.text.take(&mark);
            match mark {
                Mark::Open(element) => at.open(element),
                Mark::Text(text) if (at.text.wanted() || at.in_value) && at.value.len() < MAX_CELL => {
                    at.value.push_str(text);
                }
                Mark::Text(_) => {}
                Mark::Close("v") => at.in_value = false,
                Mark::Close("c") => {
                    sheet.cell(at.column, &at.cell_text(texts, styles, *since_1904), cells)?;
                    at.column += 1;
                    at.value.clear();
                }
                Mark::Close("row") => {
                    sheet.end_row(at.row, 1, cells)?;
                    at.row += 1;
                }
                Mark::Close(_) => {}
            }
            Ok(())
        })?;
        Ok(Some(sheet.finish()))
    }
}

/// Where in a sheet the reading is.
#[derive(Debug, Default)]
struct At {
    /// Row and column, from 0.
    row: u64,
    column: u64,
    /// The cell's type and style.
    kind: String,
    style: usize,
    value: String,
    in_value: bool,
    text: RichText,
}

impl At {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "row" => {
                // One that goes back is taken for the next.
                let row = element.number("r").and_then(|row| row.checked_sub(1));
                self.row = row.unwrap_or(0).max(self.row);
                self.column = 0;
            }
            "c" => {
                let place = element.attribute("r");
                self.column = place.and_then(|place| column(&place)).unwrap_or(self.column);
                self.kind = element.attribute("t").unwrap_or_default();
                self.style = element.number("s").and_then(|style| usize::try_from(style).ok()).unwrap_or(0);
                self.value.clear();
            }
            "v" => self.in_value = true,
            _ => {}
        }
    }

    fn cell_text<'a>(&'a self, texts: &'a Texts, styles: &[Kind], since_1904: bool) -> Cow<'a, str> {
        let value = self.value.as_str();
        match self.kind.as_str() {
            "s" => {
                let text = value.trim().parse().map_or("", |index| texts.get(index));
                text[..text.floor_char_boundary(MAX_CELL)].into()
            }
            "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.into(),
            "d" => value.replacen('T', " ", 1).into(),
            "" | "n" => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let kind = styles.get(self.style).copied().unwrap_or(Kind::Plain);
                    number::text(number, kind, since_1904).into()
                }
                _ => value.into(),
            },
            // "str", "inlineStr" and "e": as it is.
            _ => value.into(),
        }
    }
}

/// Which text of a shared or inline text counts: that of `t`, in runs or not, but not how it is spoken.
#[derive(Debug, Default)]
struct RichText {
    in_text: bool,
    spoken: bool,
}

impl RichText {
    fn take(&mut self, mark: &Mark<'_>) {
        match mark {
            Mark::Open(element) => match element.name() {
                "t" => self.in_text = true,
                "rPh" => self.spoken = true,
                _ => {}
            },
            Mark::Close("t") => self.in_text = false,
            Mark::Close("rPh") => self.spoken = false,
            _ => {}
        }
    }

    fn wanted(&self) -> bool {
        self.in_text && !self.spoken
    }
}

/// A part of the workbook, as the list of its parts has it.
struct Related {
    id: String,
    kind: String,
    path: String,
}

/// Where in the archive a part stands that is named in the workbook's folder.
fn path(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("xl/{}", target.strip_prefix("./").unwrap_or(target)),
    }
}

fn is_true(value: Option<String>) -> bool {
    value.is_some_and(|value| value == "1" || value == "true")
}

/// The column of a place such as `AB12`, from 0.
fn column(place: &str) -> Option<u64> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |sum, letter| sum * 26 + u64::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}
