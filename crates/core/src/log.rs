//! The log: all files that were added, as one.

use crate::intake::{FileSummary, Reading};
use crate::ledger::Ledger;
use crate::ledger::restarts::Joining;
use crate::ledger::texts::id;
use crate::ledger::timeline::Timeline;
use crate::people::{Aliases, Renaming};
use crate::platform::draft::{ClockNotes, Draft, Evidence, told};
use crate::problem::{Irregularity, Note, NoteBuilder, Position, RejectedRecords};
use crate::question::{self, Answers, Ask, Question, Unanswered};
use crate::report::Input;
use crate::time::{DateOrder, When, Zone};

/// All files that were added. The reports are the same in whatever order they came.
#[derive(Debug, Default)]
pub struct Log {
    /// The files, in the order in which they were added; a [position](crate::problem::Position) names one by
    /// its place here.
    pub files: Vec<FileSummary>,
    /// Every rejected record.
    pub rejected: RejectedRecords,
    /// What the event logs say.
    ledger: Ledger,
    /// What files of platforms say, by file.
    drafts: Vec<(u32, Draft)>,
    /// What alias files say.
    aliases: Aliases,
    ready: Option<Ready>,
}

/// The log, ready for reports under some answers.
#[derive(Debug)]
struct Ready {
    answers: Answers,
    /// The events of all files; none where the event logs are all there is, and nobody has an alias.
    settled: Option<Ledger>,
    timeline: Timeline,
}

impl Log {
    /// The log of one event log, none of whose records is rejected.
    #[cfg(test)]
    pub(crate) fn of_csv(csv: &str) -> Self {
        let mut intake = crate::intake::Intake::new("log.csv");
        intake.push(csv.as_bytes());
        let reading = intake.finish();
        assert_eq!(reading.file.rejected, 0, "{:?}", reading.file);
        let mut log = Self::default();
        log.add(reading);
        log
    }

    /// Adds a file.
    pub fn add(&mut self, reading: Reading) {
        let Reading { file: mut summary, ledger, draft, aliases, rejected } = reading;
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        if self.files.is_empty() {
            self.ledger = ledger;
        } else {
            self.ledger.merge(&ledger, (file, 0));
        }
        self.drafts.extend(draft.map(|draft| (file, draft)));
        aliases.iter().for_each(|aliases| self.aliases.extend(aliases));
        self.rejected.merge(&rejected, (file, 0));
        for note in &mut summary.notes {
            note.examples.iter_mut().for_each(|position| position.file += file);
        }
        self.files.push(summary);
        self.ready = None;
    }

    /// What the files leave open, and what was taken where they do not: the open questions and the others.
    /// The order of day and month is asked once, of all files that leave it open.
    pub fn questions(&self, answers: &Answers) -> Vec<Question> {
        let (orders, mut questions): (Vec<_>, Vec<_>) =
            self.questions_by_file(answers).into_iter().partition(Question::is_order);
        questions.extend(question::once(orders));
        questions.sort_by_key(|question| (question.position, question.code()));
        questions
    }

    /// The same, each of one file, in the order of the files.
    pub fn questions_by_file(&self, answers: &Answers) -> Vec<Question> {
        let pool = self.pool();
        let of = |(file, draft): &(u32, Draft)| draft_questions(draft, *file, answers, pool);
        let mut questions: Vec<Question> = self.drafts.iter().flat_map(of).collect();
        for question in questions.iter_mut().filter(|question| question.ask == Ask::Day) {
            let file = self.files.get(question.position.file as usize);
            question.suggested = file.and_then(|file| question::day_in_name(&file.name));
        }
        questions
    }

    /// The order of day and month that was taken for a file, where it was needed and is known.
    pub fn date_order(&self, file: u32, answers: &Answers) -> Option<DateOrder> {
        let (_, draft) = self.drafts.iter().find(|(number, _)| *number == file)?;
        told(draft, file, answers, self.pool().order()).order
    }

    /// What the dates of all files prove.
    fn pool(&self) -> Evidence {
        self.drafts.iter().fold(Evidence::default(), |pool, (_, draft)| pool.and(draft.evidence()))
    }

    /// Makes it ready for reports, with these answers. What is ready stays ready until a file is added or an
    /// answer is another.
    pub fn input(&mut self, answers: &Answers) -> Result<Input<'_>, Unanswered> {
        if self.ready.as_ref().is_none_or(|ready| ready.answers != *answers) {
            let mut open = self.questions(answers);
            open.retain(|question| question.open);
            if !open.is_empty() {
                return Err(Unanswered(open));
            }
            // The old one goes first: two need not fit in memory.
            self.ready = None;
            self.ledger.rest();
        }
        let Self { ready, ledger, drafts, .. } = self;
        let pool = drafts.iter().fold(Evidence::default(), |pool, (_, draft)| pool.and(draft.evidence()));
        let ready = ready.get_or_insert_with(|| Ready::new(ledger, drafts, answers, pool.order()));
        Ok(Input { ledger: ready.settled.as_ref().unwrap_or(ledger), timeline: &ready.timeline })
    }

    /// What the alias files among the files say. It takes effect once it is among the
    /// [answers](Answers::aliases), so that it can be taken back.
    pub fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    /// The events of the event logs. Those of other files are in the [input](Self::input) alone.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Records read, used and rejected, over all files: read = used + rejected.
    pub fn counts(&self) -> (u64, u64, u64) {
        self.files.iter().fold((0, 0, 0), |(read, used, rejected), file| {
            (read + file.read, used + file.used, rejected + file.rejected)
        })
    }
}

/// What one file leaves open.
fn draft_questions(draft: &Draft, file: u32, answers: &Answers, pool: Evidence) -> Vec<Question> {
    let told = told(draft, file, answers, pool.order());
    let mut questions = Vec::new();
    let mut ask = |ask, line, value: &str, open| {
        let position = Position { file, line, column: 0 };
        let value = value.to_owned();
        questions.push(Question { ask, files: vec![file], position, value, suggested: None, open });
    };
    if let (Some((shown, [month_first, day_first])), None) =
        (draft.first_ambiguous(), draft.evidence().order())
    {
        let contradictory = pool.month_first > 0 && pool.day_first > 0;
        let asked = Ask::DateOrder { month_first: *month_first, day_first: *day_first, contradictory };
        ask(asked, shown.line, &shown.text, told.order.is_none());
    }
    if let Some(shown) = draft.first_of_day() {
        ask(Ask::Day, shown.line, &shown.text, told.day.is_none());
    }
    if let Some(shown) = draft.first_civil() {
        let local = match shown.when {
            When::OfDay(seconds) => told.day.map(|day| day.local_midnight() + seconds),
            when => when.local(told.order),
        };
        ask(Ask::Zone { local }, shown.line, &shown.text, told.zone.is_none());
    }
    if draft.open_joins() > 0 {
        ask(Ask::End { attendees: draft.open_joins() }, 0, "", told.end.is_none());
    }
    questions
}

impl Ready {
    fn new(ledger: &Ledger, drafts: &[(u32, Draft)], answers: &Answers, pooled: Option<DateOrder>) -> Self {
        let zone = answers.log_zone.clone().unwrap_or(Zone::UTC);
        let mut notes = ClockNotes::new();
        let mut settled = (!drafts.is_empty()).then(|| {
            let mut settled = Ledger::new();
            settled.merge(ledger, (0, 0));
            for (file, draft) in drafts {
                draft.settle(*file, &told(draft, *file, answers, pooled), &mut settled, &mut notes);
            }
            settled
        });
        let renaming = answers.aliases.renaming();
        let mut joined = None;
        if !renaming.is_empty() {
            let all = settled.as_ref().unwrap_or(ledger);
            joined = people_joined(all, &renaming);
            settled = Some(all.renamed(&renaming));
        }
        let joining = Joining { join: answers.join_restarts, kept_apart: &answers.kept_apart };
        settled.iter_mut().for_each(Ledger::rest);
        let mut timeline = Timeline::joined(settled.as_ref().unwrap_or(ledger), &zone, joining);
        add_notes(&mut timeline.notes, notes.finish());
        add_notes(&mut timeline.notes, joined.into_iter().collect());
        Self { answers: answers.clone(), settled, timeline }
    }
}

/// Who goes by another identity than before.
fn people_joined(ledger: &Ledger, renaming: &Renaming) -> Option<Note> {
    let identities = (0..ledger.attendees()).map(|number| ledger.identity(id(number)));
    let renamed = identities.filter_map(|one| renaming.of(one.field, one.value));
    let mut people: Vec<_> = renamed.collect();
    people.sort_unstable();
    people.dedup();
    let mut note = NoteBuilder::new(Irregularity::PersonJoined);
    people.into_iter().for_each(|(_, text)| note.add_value(text.to_owned()));
    note.finish()
}

fn add_notes(notes: &mut Vec<Note>, more: Vec<Note>) {
    for note in more {
        match notes.iter_mut().find(|known| known.what == note.what) {
            Some(known) => known.merge(&note),
            None => notes.push(note),
        }
    }
    notes.sort_by_key(|note| note.what);
}
