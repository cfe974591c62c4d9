//! Random records to files, in every format and encoding (event-log.md, *Text rules*).

use super::pools::BLANKS;
use super::{Rng, Row};
use crate::{FIELDS, File};

/// Shares the records out to some files.
pub(super) fn files(rng: &mut Rng, rows: &[Row]) -> Vec<File> {
    let count = [1, 1, 2, 3, 4][rng.below(5)];
    let mut shares: Vec<Vec<&Row>> = vec![Vec::new(); count];
    for row in rows {
        shares[rng.below(count)].push(row);
    }
    let mut files = Vec::new();
    for (number, share) in (1..).zip(shares) {
        let (extension, text) = match rng.below(3) {
            0 => ("ndjson", ndjson(rng, &share)),
            _ => ("csv", csv(rng, &share)),
        };
        files.push(File { name: format!("log-{number}.{extension}"), bytes: encoded(rng, &text) });
    }
    files
}

fn encoded(rng: &mut Rng, text: &str) -> Vec<u8> {
    let with_mark = format!("\u{feff}{text}");
    match rng.below(8) {
        0 => with_mark.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => with_mark.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        2 | 3 => with_mark.into_bytes(),
        _ => text.to_owned().into_bytes(),
    }
}

/// A field's name as somebody may spell it.
fn spelled(rng: &mut Rng, field: &str) -> String {
    match rng.below(10) {
        0 => field.to_uppercase(),
        1 => field.replace('_', " "),
        2 => field.replace('_', "-"),
        3 => format!("  {field} "),
        4 => field.replace('_', " ").to_uppercase(),
        5 => field[..1].to_uppercase() + &field[1..].replacen('_', "-", 1),
        _ => field.to_owned(),
    }
}

/// The value of a field; one that is not known is blank, in one way or another.
fn value(rng: &mut Rng, row: &Row, field: &str) -> String {
    let known = row.iter().find(|(name, _)| *name == field).map(|(_, value)| value.clone());
    known.filter(|value| !value.is_empty()).unwrap_or_else(|| rng.pick(BLANKS).to_owned())
}

/// A column: the field in it, or what else its name is and it holds.
enum Column {
    Field(&'static str),
    Other(String),
}

fn csv(rng: &mut Rng, rows: &[&Row]) -> String {
    let delimiter = *rng.pick(&[&',', &',', &';', &'\t', &'|']);
    let end = rng.pick(&["\n", "\r\n"]);
    let mut columns = Vec::new();
    for field in FIELDS {
        let needed = rows.iter().any(|row| row.iter().any(|(name, _)| name == field));
        if needed || matches!(*field, "time" | "event") || rng.chance(20) {
            columns.push(Column::Field(field));
        }
    }
    if rng.chance(30) {
        for name in ["Comment", "x; y, z", "user id 2", "", "userid"] {
            if rng.chance(30) {
                columns.push(Column::Other(name.to_owned()));
            }
        }
    }
    rng.shuffle(&mut columns);
    if rng.chance(10) {
        // A second column for a field, after the first, which is the one that counts.
        let name = rng.pick(&["time", "user_id", "email", "session_name"]);
        if columns.iter().any(|column| matches!(column, Column::Field(field) if *field == name)) {
            columns.push(Column::Other(spelled(rng, name)));
        }
    }

    let mut records = Vec::new();
    let names: Vec<String> = columns
        .iter()
        .map(|column| match column {
            Column::Field(field) => spelled(rng, field),
            Column::Other(name) => name.clone(),
        })
        .collect();
    records.push(joined(rng, &names, delimiter));
    for row in rows {
        let mut fields = Vec::new();
        for column in &columns {
            fields.push(match column {
                Column::Field(field) => value(rng, row, field),
                Column::Other(_) => {
                    rng.pick(&["", "", "u9", "a \"b\", c", "2026-03-02T09:00:00Z", "ä;|\t"]).to_owned()
                }
            });
        }
        if rng.chance(2) {
            fields.pop();
        } else if rng.chance(2) {
            fields.push(rng.pick(&["", "more"]).to_owned());
        } else if rng.chance(1) {
            fields.fill(String::new());
        }
        records.push(joined(rng, &fields, delimiter));
    }

    let mut text = String::new();
    for record in records {
        if rng.chance(2) {
            text += end;
        }
        text += &record;
        text += end;
    }
    if rng.chance(20) {
        text.truncate(text.len() - end.len());
    }
    text
}

fn joined(rng: &mut Rng, fields: &[String], delimiter: char) -> String {
    let mut text = Vec::new();
    for field in fields {
        let quotes = field.contains([delimiter, '"', '\r', '\n']) || rng.chance(10);
        text.push(if quotes { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.clone() });
    }
    text.join(&delimiter.to_string())
}

fn ndjson(rng: &mut Rng, rows: &[&Row]) -> String {
    let end = rng.pick(&["\n", "\r\n"]);
    let mut text = String::new();
    for row in rows {
        if !text.is_empty() && rng.chance(3) {
            text += rng.pick(&["", "  "]);
            text += end;
        }
        // The first line shows what the file is.
        if !text.is_empty() && rng.chance(3) {
            text +=
                rng.pick(&["[1, 2]", "\"joined\"", "42", "null", "what?", "{\"time\": ", "{\"a\": 1} {}"]);
            text += end;
        }
        text += &object(rng, row);
        text += end;
    }
    if rng.chance(20) && !text.is_empty() {
        text.truncate(text.len() - end.len());
    }
    text
}

fn object(rng: &mut Rng, row: &Row) -> String {
    let mut fields: Vec<&str> = FIELDS.to_vec();
    rng.shuffle(&mut fields);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for field in fields {
        let value = value(rng, row, field);
        if value.trim().is_empty() {
            match rng.below(12) {
                0 => pairs.push((spelled(rng, field), "null".to_owned())),
                1 => pairs.push((spelled(rng, field), string(rng, &value))),
                _ => {}
            }
            continue;
        }
        let bare = serde_json::from_str::<serde_json::Value>(&value)
            .is_ok_and(|json| (json.is_number() || json.is_boolean()) && value.trim() == value);
        let written = if bare && rng.chance(50) { value } else { string(rng, &value) };
        pairs.push((spelled(rng, field), written));
    }
    if rng.chance(1) {
        let at = rng.below(pairs.len().max(1));
        if let Some((_, value)) = pairs.get_mut(at) {
            *value = rng.pick(&["{}", "[]", "{\"a\": [1]}", "[\"joined\"]"]).to_owned();
        }
    }
    if rng.chance(5) {
        // A key that comes again: the first counts.
        let at = rng.below(pairs.len().max(1));
        if let Some((key, _)) = pairs.get(at) {
            let again = (spelled(rng, key.trim()), "\"again\"".to_owned());
            pairs.push(again);
        }
    }
    if rng.chance(10) {
        let other =
            ("extra".to_owned(), rng.pick(&["{\"a\": [1, {\"b\": null}]}", "[]", "\"x\"", "1e5"]).to_owned());
        let at = rng.below(pairs.len() + 1);
        pairs.insert(at, other);
    }
    let space = rng.pick(&["", " "]);
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(key, value)| format!("{}:{space}{value}", serde_json::Value::from(key)))
        .collect();
    format!("{{{}}}", pairs.join(&format!(",{space}")))
}

/// A JSON string; now and then with every letter beyond ASCII escaped.
fn string(rng: &mut Rng, text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !rng.chance(15) {
        return json;
    }
    let mut escaped = String::new();
    for c in json.chars() {
        if c.is_ascii() {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped += &format!("\\u{unit:04x}");
            }
        }
    }
    escaped
}
