//! CSV as RFC 4180 has it: reading (event-log.md, *Text rules*) and writing Data CSV (reports.md, *Both*).
//!
//! The reader is written out here, and not taken from a crate, because a rejected record is reported with the
//! line that it starts on, also after empty lines and after fields with line breaks.

/// One record of a CSV text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line that the record starts on, from 1; every LF ends a line, also in a quoted field.
    pub(crate) line: u64,
    /// The fields, unquoted.
    pub(crate) fields: Vec<String>,
}

/// All records of a CSV text. An empty line is no record.
pub(crate) fn rows(text: &str, delimiter: char) -> Vec<Row> {
    let chars: Vec<char> = text.chars().collect();
    let mut rows = Vec::new();
    let mut at = 0;
    let mut line = 1;
    while at < chars.len() {
        let start = at;
        let start_line = line;
        let mut fields = Vec::new();
        let mut field = String::new();
        // A record: fields up to a line break that is not quoted.
        loop {
            if chars.get(at) == Some(&'"') && field.is_empty() {
                at += 1;
                while at < chars.len() {
                    if chars[at] == '"' && chars.get(at + 1) == Some(&'"') {
                        field.push('"');
                        at += 2;
                    } else if chars[at] == '"' {
                        at += 1;
                        break;
                    } else {
                        line += u64::from(chars[at] == '\n');
                        field.push(chars[at]);
                        at += 1;
                    }
                }
            }
            // What is not quoted (also, leniently, what follows a closing quote).
            while at < chars.len() && chars[at] != delimiter && !ends_line(&chars, at) {
                field.push(chars[at]);
                at += 1;
            }
            fields.push(std::mem::take(&mut field));
            if chars.get(at) == Some(&delimiter) {
                at += 1;
            } else {
                break;
            }
        }
        let empty_line = at == start;
        if at < chars.len() {
            at += if chars[at] == '\r' { 2 } else { 1 };
            line += 1;
        }
        if !empty_line {
            rows.push(Row { line: start_line, fields });
        }
    }
    rows
}

fn ends_line(chars: &[char], at: usize) -> bool {
    chars[at] == '\n' || (chars[at] == '\r' && chars.get(at + 1) == Some(&'\n'))
}

/// Data CSV: CRLF after every row, quotes only where RFC 4180 needs them (reports.md, *Both*).
pub(crate) fn data_csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    for row in std::iter::once(&header).chain(rows) {
        let quoted: Vec<String> = row.iter().map(|field| quote(field)).collect();
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quote(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
