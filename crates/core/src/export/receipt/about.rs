//! The last sheet of a workbook that says how it was made: the options and the files, each with size, SHA-256 and
//! account of its records. What a receipt says, but of the workbook itself: no file can hold its own SHA-256.

use super::{Chosen, Given};
use crate::table::{Cell, Column, Format, Table};
use serde_json::Value;

const COLUMNS: [Column; 2] = [Column::new("Item", Format::Text), Column::new("Value", Format::Text)];

/// The options by their names in a receipt, in words. Of those that name people or sessions it says how many.
const OPTIONS: [(&str, &str); 14] = [
    ("from", "First day"),
    ("to", "Last day"),
    ("time_zone", "Time zone"),
    ("log_time_zone", "Time zone of the log"),
    ("log_time_zones", "Time zone of the log in"),
    ("date_order", "Order of day and month"),
    ("date_orders", "Order of day and month in"),
    ("days", "Day of"),
    ("ends", "End of the meeting in"),
    ("rejoin_gap", "Rejoin gap (seconds)"),
    ("join_restarts", "Restarted meetings joined"),
    ("kept_apart", "Restarted meetings kept apart"),
    ("aliases", "People known by several identities"),
    ("mappings", "Mapping of columns"),
];

/// How a workbook was made, as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutTable {
    rows: Vec<(String, String)>,
}

impl AboutTable {
    /// Of these options and files.
    pub(super) fn new(options: &Chosen, given: &[Given]) -> Self {
        let mut about = Self { rows: Vec::new() };
        about.say("Made with", concat!("Adsum ", env!("CARGO_PKG_VERSION")));
        about.say("To repeat it", "The same files, options and version give the same bytes");
        // Texts and numbers alone: there is nothing that could not be written.
        let options = serde_json::to_value(options).unwrap_or_default();
        let files: Vec<&str> =
            given.iter().flat_map(|given| &given.holds).map(|held| held.name.as_str()).collect();
        for (name, words) in OPTIONS {
            about.option(name, words, &options[name], &files);
        }
        for (number, given) in (1..).zip(given) {
            about.given(number, given);
        }
        about
    }

    /// Of items and what is said of them.
    pub(crate) fn of(rows: Vec<(String, String)>) -> Self {
        Self { rows }
    }

    fn say(&mut self, item: impl Into<String>, value: impl Into<String>) {
        self.rows.push((item.into(), value.into()));
    }

    fn option(&mut self, name: &str, words: &str, value: &Value, files: &[&str]) {
        match (name, value) {
            (_, Value::Null) => {}
            ("aliases", value) => {
                self.say(words, value["people"].as_array().map_or(0, Vec::len).to_string());
            }
            ("kept_apart", Value::Array(all)) => self.say(words, all.len().to_string()),
            ("log_time_zones" | "date_orders" | "days" | "ends", Value::Object(by_file)) => {
                for (file, value) in by_file {
                    let name = file.parse().ok().and_then(|file: usize| files.get(file)).copied();
                    self.say(format!("{words} {}", name.unwrap_or(file)), text(value));
                }
            }
            (_, Value::Array(all)) => all.iter().for_each(|one| self.say(words, text(one))),
            (_, Value::Bool(so)) => self.say(words, if *so { "yes" } else { "no" }),
            (_, value) => self.say(words, text(value)),
        }
    }

    fn given(&mut self, number: usize, given: &Given) {
        let file = format!("File {number}");
        self.say(file.as_str(), given.name.as_str());
        self.say(format!("{file}: bytes"), given.content.bytes.to_string());
        self.say(format!("{file}: SHA-256"), given.content.sha256.as_str());
        for (name, code) in given.read_as.iter().map(|code| (&given.name, code)).chain(&given.read_inside) {
            self.say(format!("{file}: {name} read as"), code.as_str());
        }
        if !given.limits.is_usual() {
            self.say(format!("{file}: limits, times the usual"), given.limits.to_string());
        }
        for held in &given.holds {
            // What is in a container has a name of its own.
            let of = if held.name == given.name { file.clone() } else { format!("{file}: {}", held.name) };
            self.say(format!("{of}: taken for"), held.taken_for.as_str());
            self.say(format!("{of}: records read"), held.read.to_string());
            self.say(format!("{of}: records used"), held.used.to_string());
            self.say(format!("{of}: records rejected"), held.rejected.to_string());
        }
    }
}

/// A value as it is read, without quotes.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Table for AboutTable {
    fn name(&self) -> &'static str {
        "About this report"
    }

    fn columns(&self) -> &[Column] {
        &COLUMNS
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row<'a>(&'a self, index: usize, cells: &mut Vec<Cell<'a>>) {
        let (item, value) = &self.rows[index];
        cells.clear();
        cells.extend([item, value].map(|text| Cell::Text(text.as_str().into())));
    }
}
