//! What the columns of a table mean, between the page and the core.

use crate::dto::{MappingSeen, Plan, SeenRow, TableRows};
use adsum_core::intake::FileSummary;
use adsum_core::platform::{Fact, FirstRows, Mapping, RowPreview, Unit, What, preview};

/// How many rows are shown as they would be read.
const SHOWN: usize = 8;

/// A file's first rows, what its columns mean or may mean, and why that is guessed.
pub(crate) fn of_file(file: &FileSummary) -> (Option<TableRows>, Option<Plan>, Vec<String>) {
    let Some(first) = &file.first_rows else { return (None, None, Vec::new()) };
    let (mapping, reasons) = match &file.mapping {
        Some(mapping) => (mapping.clone(), vec![String::new(); first.columns.len()]),
        None => {
            let guess = Mapping::guess(first);
            (guess.mapping, guess.reasons.into_iter().map(Option::unwrap_or_default).collect())
        }
    };
    let FirstRows { columns, rows, lines } = first.clone();
    (Some(TableRows { columns, rows, lines }), Some(plan(first, mapping)), reasons)
}

fn plan(first: &FirstRows, mapping: Mapping) -> Plan {
    let code = |fact: Option<Fact>| fact.map_or_else(String::new, |fact| fact.code().to_owned());
    Plan {
        facts: mapping.facts(first).into_iter().map(code).collect(),
        duration_in: mapping.duration_in.code().to_owned(),
        joins: mapping.joins,
        leaves: mapping.leaves,
    }
}

/// What comes of a plan for a file of this name.
pub(crate) fn see(name: &str, table: TableRows, plan: Plan) -> MappingSeen {
    let first = FirstRows { columns: table.columns, rows: table.rows, lines: table.lines };
    let facts = plan.facts.iter().map(|code| Fact::from_code(code)).zip(&first.columns);
    let columns = facts.filter_map(|(fact, column)| Some((fact?, column.clone()))).collect();
    let duration_in = Unit::from_code(&plan.duration_in).unwrap_or_default();
    let mapping = Mapping { columns, duration_in, joins: plan.joins, leaves: plan.leaves };
    let rows = preview(name, &first, &mapping).into_iter().take(SHOWN).map(row).collect();
    let lacks = mapping.lacks();
    MappingSeen {
        json: mapping.to_json(),
        tells_leaving: mapping.tells_leaving(),
        rows: if lacks.is_empty() { rows } else { Vec::new() },
        lacks: lacks.into_iter().map(|lack| lack.code()).collect(),
    }
}

fn row(RowPreview { line, row }: RowPreview) -> SeenRow {
    let blank = String::new;
    match row {
        Ok(seen) => {
            let (joined, left) = match seen.what {
                What::Stay(join, leave) => (join.text(), leave.map_or_else(blank, |leave| leave.text())),
                What::Joined(when) => (when.text(), blank()),
                What::Left(when) => (blank(), when.text()),
            };
            SeenRow {
                line,
                who: seen.who,
                session: seen.session,
                joined,
                left,
                reason: blank(),
                reason_code: "",
                value: blank(),
            }
        }
        Err((reason, value)) => {
            let (code, text) = (reason.code(), reason.text().to_owned());
            let (who, session, joined, left) = (blank(), blank(), blank(), blank());
            SeenRow { line, who, session, joined, left, reason: text, reason_code: code, value }
        }
    }
}
