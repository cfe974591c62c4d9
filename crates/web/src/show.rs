//! What the core says, as the plain data that the page shows.

use crate::dto::{
    AxisTick, ColumnHead, DayChoice, FileCard, Graph, IdentifierText, MemberText, NoteText, PeopleText,
    PersonText, Place, Preview, QuestionText, ReasonCount, Refused, RestartPlace, RestartText, RoomLine,
    SuggestionText,
};
use crate::mapping;
use adsum_core::container::limits::Limits;
use adsum_core::event::Field;
use adsum_core::export::csv::cell_text;
use adsum_core::intake::{FileSummary, Platform, Reading, Refusal};
use adsum_core::log::Log;
use adsum_core::people::Person;
use adsum_core::people::suggest::{Suggestion, Suggestions};
use adsum_core::problem::{Note, Reason};
use adsum_core::question::{Ask, End, Question};
use adsum_core::report::choices::Choice;
use adsum_core::report::smart_sessions::{Line, Sheet, SmartSessions, Tick};
use adsum_core::report::view::{Facet, main_columns};
use adsum_core::report::{Input, Options};
use adsum_core::table::{Format, Table};
use adsum_core::time::{DateOrder, Day, Zone, write};

/// A file that was read.
pub(crate) fn file(reading: &Reading) -> FileCard {
    let file = &reading.file;
    let files = std::slice::from_ref(file);
    let (table, plan, reasons) = mapping::of_file(file);
    FileCard {
        name: file.name.clone(),
        bytes: file.bytes,
        encoding: file.encoding.code(),
        platform: file.verdict.as_ref().map_or("", |platform: &Platform| platform.name()),
        platform_code: file.verdict.as_ref().map_or("", |platform: &Platform| platform.code()),
        evidence: file.evidence.clone(),
        unknown: file.unknown.iter().map(|unknown| unknown.text()).collect(),
        unknown_codes: file.unknown.iter().map(|unknown| unknown.code()).collect(),
        is_log: file.verdict.as_ref().is_ok_and(|platform| platform.is_log()),
        people: reading.aliases.iter().flat_map(|aliases| &aliases.people).map(person).collect(),
        refusal: file.verdict.as_ref().err().map(|refusal| Refused {
            code: refusal.code(),
            text: refusal.to_string(),
            hint: refusal.hint(),
            parts: parts(refusal),
            found: match refusal {
                Refusal::NoColumns { found, .. } => found.clone(),
                _ => Vec::new(),
            },
            raise: refusal.limits().and_then(Limits::higher).map_or(0, Limits::times),
        }),
        read: file.read,
        used: file.used,
        rejected: file.rejected,
        notes: file.notes.iter().map(|one| note(one, files)).collect(),
        table,
        plan,
        reasons,
        mapping: match (&file.verdict, &file.mapping) {
            (Err(Refusal::Mapping), Some(mapping)) => mapping.columns.values().cloned().collect(),
            _ => Vec::new(),
        },
    }
}

/// What the sentence of a refusal names: for the sentence in another language.
fn parts(refusal: &Refusal) -> Vec<String> {
    let owned = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect();
    match refusal {
        Refusal::NoColumns { missing, .. } => owned(&[missing]),
        Refusal::OfNoUse { what, why, instead } => owned(&[what, why, instead]),
        Refusal::NotThis { platform, seems } => {
            owned(&[platform.code(), platform.needs(), seems.map_or("", Platform::code)])
        }
        Refusal::NotMapped { missing } => missing.clone(),
        Refusal::Broken(why) => vec![why.clone()],
        Refusal::MappingBroken(why) => vec![why.to_string()],
        Refusal::Empty | Refusal::NoEvents | Refusal::Mapping | Refusal::DocumentType => Vec::new(),
        // Only limits are in these words.
        Refusal::TooLong { .. } | Refusal::Packed(_) => {
            let text = refusal.to_string();
            let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
            numbers.map(str::to_owned).collect()
        }
    }
}

pub(crate) fn note(note: &Note, files: &[FileSummary]) -> NoteText {
    let place = |position: &adsum_core::problem::Position| Place {
        file: files.get(position.file as usize).map_or_else(String::new, |file| file.name.clone()),
        line: position.line,
    };
    NoteText {
        code: note.what.code(),
        text: note.what.text(),
        hint: note.what.hint(),
        count: note.count,
        values: note.values.clone(),
        places: note.examples.iter().map(place).collect(),
    }
}

fn person(person: &Person) -> PersonText {
    let is = person.is.iter();
    PersonText {
        name: person.name.clone(),
        is: is
            .map(|one| IdentifierText { field: one.field.name().to_owned(), value: one.value.clone() })
            .collect(),
    }
}

/// Who may be the same person.
pub(crate) fn people(found: Suggestions, files: &[FileSummary]) -> PeopleText {
    let list = found.list.into_iter().map(|one| suggestion(one, files)).collect();
    PeopleText { list, left_out: found.left_out }
}

fn suggestion(suggestion: Suggestion, files: &[FileSummary]) -> SuggestionText {
    let name = |&file: &u32| files.get(file as usize).map(|file| file.name.clone());
    SuggestionText {
        person: person(&suggestion.person()),
        likeness: suggestion.likeness.code(),
        text: suggestion.likeness.text(),
        doubts: suggestion.doubts.iter().map(|doubt| doubt.text()).collect(),
        in_one_session: suggestion.in_one_session,
        members: suggestion
            .members
            .into_iter()
            .map(|member| {
                let mut files: Vec<String> = member.files.iter().filter_map(name).collect();
                files.sort_unstable();
                MemberText { name: member.name, email: member.email, occurrences: member.occurrences, files }
            })
            .collect(),
    }
}

/// Meetings that look restarted.
pub(crate) fn restarted(input: Input<'_>, zone: &Zone) -> Vec<RestartText> {
    let restarted = input.timeline.restarted.iter().map(|one| RestartText {
        place: RestartPlace {
            day: one.place.day.to_string(),
            event_code: one.place.event_code.clone(),
            session_id: one.place.session_id.clone(),
        },
        name: one
            .parts
            .first()
            .map_or("", |part| input.fact_of_occurrence(part.occurrence, Field::SessionName))
            .to_owned(),
        parts: one
            .parts
            .iter()
            .map(|part| {
                let [began, ended] = [part.began, part.ended].map(|instant| minute(zone.local(instant)));
                (began, ended, part.instance_id.clone())
            })
            .collect(),
        joined: one.joined,
    });
    restarted.collect()
}

pub(crate) fn reason((reason, count): (Reason, u64)) -> ReasonCount {
    ReasonCount { code: reason.code(), text: reason.text(), hint: reason.hint(), count }
}

pub(crate) fn choice((choice, from, to): (Choice, Day, Day)) -> DayChoice {
    DayChoice { code: choice.code(), from: from.to_string(), to: to.to_string() }
}

/// A question as it is asked, with what it is of each of its files.
pub(crate) fn asked(asked: Question, by_file: &[Question], log: &Log, options: &Options) -> QuestionText {
    let several = asked.files.len() > 1;
    let same = |one: &&Question| several && one.code() == asked.code();
    let each = by_file.iter().filter(same).map(|one| question(one.clone(), log, options)).collect();
    QuestionText { each, ..question(asked, log, options) }
}

/// A question, with the value that it shows in words of the core.
fn question(question: Question, log: &Log, options: &Options) -> QuestionText {
    let answers = &options.answers;
    let file = question.files.first().copied().unwrap_or_default();
    let zone = answers.zone_of(question.position.file).filter(|_| !question.open);
    let (mut readings, mut contradictory, mut converted, mut attendees) = (None, false, None, 0);
    let taken = match question.ask {
        Ask::DateOrder { month_first, day_first, contradictory: both } => {
            readings = Some((minute(month_first), minute(day_first)));
            contradictory = both;
            let order = log.date_order(file, answers).filter(|_| !question.open);
            order.map_or("", DateOrder::code).to_owned()
        }
        Ask::Zone { local } => {
            converted = local
                .zip(zone)
                .map(|(local, zone)| (minute(local), minute(options.zone.local(zone.instant(local).0))));
            zone.map_or_else(String::new, |zone| zone.name().to_owned())
        }
        Ask::Day => answers.days.get(&file).map_or_else(String::new, ToString::to_string),
        Ask::End { attendees: there } => {
            attendees = there;
            match answers.ends.get(&file) {
                None => String::new(),
                Some(End::LastEvent) => "last".to_owned(),
                Some(End::At(local)) => minute(*local),
            }
        }
    };
    QuestionText {
        code: question.code(),
        open: question.open,
        line: question.position.line,
        files: question.files,
        value: question.value,
        readings,
        contradictory,
        taken,
        converted,
        attendees,
        suggested: question.suggested.map_or_else(String::new, |day| day.to_string()),
        each: Vec::new(),
    }
}

fn minute(local: i64) -> String {
    written(write::minute, local)
}

pub(crate) fn span(span: Option<(i64, i64)>, zone: &Zone) -> (String, String) {
    let text = |instant| minute(zone.local(instant));
    span.map_or_else(Default::default, |(first, last)| (text(first), text(last)))
}

/// What a writer makes of a value.
pub(crate) fn written<V>(write: fn(&mut Vec<u8>, V), value: V) -> String {
    let mut out = Vec::new();
    write(&mut out, value);
    String::from_utf8_lossy(&out).into_owned()
}

/// The lines of the rooms that were joined most.
pub(crate) fn graph(report: &SmartSessions<'_>, most: usize) -> Graph {
    Graph {
        sheet: Sheet::UsageGraph as usize,
        rooms: report.joined_rooms(),
        lines: report.lines(most).into_iter().map(line).collect(),
    }
}

fn line(line: Line<'_>) -> RoomLine {
    RoomLine {
        code: line.code.to_owned(),
        name: line.name.to_owned(),
        joins: line.joins,
        people: line.people,
        peak: minute(line.peak.0),
        peak_joins: line.peak.1,
        step: line.step.minutes(),
        points: line.points.iter().map(|point| (point.time, point.joins, point.people)).collect(),
        ticks: line.ticks.into_iter().map(tick).collect(),
    }
}

pub(crate) fn tick(tick: Tick) -> AxisTick {
    AxisTick {
        time: tick.time,
        day: written(write::date, tick.local),
        clock: if tick.is_day { String::new() } else { written(write::clock, tick.local) },
    }
}

/// A table without anything in it.
pub(crate) fn heading(name: &'static str) -> Preview {
    Preview { name, columns: Vec::new(), count: 0, rows: Vec::new() }
}

pub(crate) fn preview(table: &dyn Table, count: usize) -> Preview {
    let columns = table.columns().iter().zip(main_columns(table, count));
    Preview {
        name: table.name(),
        columns: columns
            .map(|(column, main)| ColumnHead {
                name: column.name,
                figures: is_figure(column.format),
                facet: Facet::of(column).map_or("", Facet::code),
                main,
            })
            .collect(),
        count: table.len(),
        rows: rows(table, 0, count),
    }
}

fn is_figure(format: Format) -> bool {
    matches!(format, Format::Count | Format::Hours | Format::Duration)
}

/// So many rows from the one at `first` on, as far as there are any.
pub(crate) fn rows(table: &dyn Table, first: usize, count: usize) -> Vec<Vec<String>> {
    let columns = table.columns();
    let mut cells = Vec::with_capacity(columns.len());
    let last = table.len().min(first.saturating_add(count));
    (first..last)
        .map(|index| {
            table.row(index, &mut cells);
            columns.iter().zip(&cells).map(|(column, cell)| cell_text(column.format, cell)).collect()
        })
        .collect()
}
