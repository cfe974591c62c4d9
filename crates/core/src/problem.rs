//! What was not used, and what was put right: rejected records and notes, with positions.

mod packed;

use crate::event::Field;

/// Where in a file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// The file's number within the log, from 0.
    pub file: u32,
    /// The line, from 1.
    pub line: u64,
    /// The character in that line, from 1; 0 where the whole record is meant.
    pub column: u32,
}

/// Why a record could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// `time` is blank.
    TimeMissing,
    /// `time` is no time that the event log knows.
    TimeUnreadable,
    /// `event` is blank.
    EventMissing,
    /// `event` is no kind that the event log knows.
    EventUnknown,
    /// Neither `instance_id` nor `session_id`.
    SessionMissing,
    /// An attendee's event without any identity.
    AttendeeMissing,
    /// A `bubble_*` event without `bubble_id`.
    BubbleMissing,
    /// A `teleported` event without target.
    TargetMissing,
    /// More fields than the header.
    TooManyFields,
    /// Fewer fields than the header.
    TooFewFields,
    /// A quote that opens in this record never closes.
    QuoteNeverCloses,
    /// The record is longer than the limit.
    TooLong,
    /// An NDJSON line that is no JSON object.
    NotAnObject,
    /// A known field holds an object or an array.
    NotText,
    /// A platform's row without a time of joining.
    JoinMissing,
    /// A platform's time that cannot be read.
    JoinUnreadable,
    /// A platform's row that names nobody.
    NameMissing,
    /// A leave long before its join.
    LeaveBeforeJoin,
    /// A row in no table of the file that is known.
    RowUnknown,
    /// A part of a document or an element without what an event needs.
    PartUnknown,
    /// An action of which a mapping does not say what it means.
    ActionUnknown,
    /// A duration that cannot be read.
    DurationUnreadable,
    /// `stated_seconds` or `stated_rejoins` is no number.
    StatedUnreadable,
}

impl Reason {
    /// Every reason; a reason's place is its number.
    pub const ALL: [Self; 23] = [
        Self::TimeMissing,
        Self::TimeUnreadable,
        Self::EventMissing,
        Self::EventUnknown,
        Self::SessionMissing,
        Self::AttendeeMissing,
        Self::BubbleMissing,
        Self::TargetMissing,
        Self::TooManyFields,
        Self::TooFewFields,
        Self::QuoteNeverCloses,
        Self::TooLong,
        Self::NotAnObject,
        Self::NotText,
        Self::JoinMissing,
        Self::JoinUnreadable,
        Self::NameMissing,
        Self::LeaveBeforeJoin,
        Self::RowUnknown,
        Self::PartUnknown,
        Self::ActionUnknown,
        Self::DurationUnreadable,
        Self::StatedUnreadable,
    ];

    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TimeMissing => "time-missing",
            Self::TimeUnreadable => "time-unreadable",
            Self::EventMissing => "event-missing",
            Self::EventUnknown => "event-unknown",
            Self::SessionMissing => "session-missing",
            Self::AttendeeMissing => "attendee-missing",
            Self::BubbleMissing => "bubble-missing",
            Self::TargetMissing => "target-missing",
            Self::TooManyFields => "too-many-fields",
            Self::TooFewFields => "too-few-fields",
            Self::QuoteNeverCloses => "quote-never-closes",
            Self::TooLong => "too-long",
            Self::NotAnObject => "not-an-object",
            Self::NotText => "not-text",
            Self::JoinMissing => "join-missing",
            Self::JoinUnreadable => "join-unreadable",
            Self::NameMissing => "name-missing",
            Self::LeaveBeforeJoin => "leave-before-join",
            Self::RowUnknown => "row-unknown",
            Self::PartUnknown => "part-unknown",
            Self::ActionUnknown => "action-unknown",
            Self::DurationUnreadable => "duration-unreadable",
            Self::StatedUnreadable => "stated-unreadable",
        }
    }

    /// What is wrong, in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::TimeMissing => "the time is missing",
            Self::TimeUnreadable => "the time cannot be read",
            Self::EventMissing => "the kind of event is missing",
            Self::EventUnknown => "the kind of event is not known",
            Self::SessionMissing => "neither a session nor an instance is named",
            Self::AttendeeMissing => "nobody is named",
            Self::BubbleMissing => "the bubble is missing",
            Self::TargetMissing => "the person teleported to is missing",
            Self::TooManyFields => "more fields than the header has",
            Self::TooFewFields => "fewer fields than the header has",
            Self::QuoteNeverCloses => "a quotation mark opens here and never closes",
            Self::TooLong => "the record is longer than 1 MiB",
            Self::NotAnObject => "the line is not a JSON object",
            Self::NotText => "the field holds a list or an object instead of a text",
            Self::JoinMissing => "the row does not say when the attendee joined",
            Self::JoinUnreadable => "the time cannot be read",
            Self::NameMissing => "nobody is named",
            Self::LeaveBeforeJoin => "the leave lies before the join",
            Self::RowUnknown => "the row belongs to no table that is known",
            Self::PartUnknown => "this part of the document cannot be read as an event",
            Self::ActionUnknown => "the action is neither a join nor a leave",
            Self::DurationUnreadable => "the duration cannot be read",
            Self::StatedUnreadable => "what is stated of the attendee is no number",
        }
    }

    /// What a person can do about it.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::TimeMissing => "Fill in the field `time`, for example 2026-03-02T09:00:05Z.",
            Self::TimeUnreadable => {
                "Write times as 2026-03-02T09:00:05Z, with an offset as 2026-03-02T10:00:05+01:00, or as 2026-03-02 10:00:05 in the log's own time zone."
            }
            Self::EventMissing => "Fill in the field `event`, for example joined or left.",
            Self::EventUnknown => {
                "Use one of: session, room_opened, room_closed, joined, left, join_failed, role_changed, chat, bubble_joined, bubble_left, bubble_locked, bubble_unlocked, teleported."
            }
            Self::SessionMissing => "Fill in `session_id` or `instance_id`.",
            Self::AttendeeMissing => "Fill in one of `user_id`, `username`, `email` or `display_name`.",
            Self::BubbleMissing => "Fill in `bubble_id`.",
            Self::TargetMissing => "Fill in `target_user_id` or `target_name`.",
            Self::TooManyFields => "A text that holds the separator must stand in quotation marks.",
            Self::TooFewFields => {
                "Every line needs as many fields as the header; was the file cut off or edited?"
            }
            Self::QuoteNeverCloses => {
                "Close the quotation mark, or write it twice (\"\") where it belongs to the text."
            }
            Self::TooLong => "Is a line break or a closing quotation mark missing?",
            Self::NotAnObject => {
                "Each line must be one object, as {\"time\": \"2026-03-02T09:00:05Z\", \"event\": \"joined\"}; was the file cut off?"
            }
            Self::NotText => "Write the value as a text or a number.",
            Self::JoinMissing | Self::NameMissing | Self::RowUnknown => {
                "Was the file edited, or cut off? Download it from the platform again."
            }
            Self::JoinUnreadable => {
                "Was the file saved by a spreadsheet? Download it from the platform again, and add it as it is."
            }
            Self::LeaveBeforeJoin => "Correct the row, or download the file from the platform again.",
            Self::PartUnknown => "Was the file cut off? Download it from the platform again.",
            Self::ActionUnknown => {
                "If it tells that somebody came or went, say so where you say what the columns mean."
            }
            Self::DurationUnreadable => {
                "Durations are numbers, or h:mm:ss; what the numbers count is said where you say what the columns mean."
            }
            Self::StatedUnreadable => {
                "`stated_seconds` and `stated_rejoins` are whole numbers; rejoins that nobody knows are `unknown`. Leave both blank where stays tell it."
            }
        }
    }
}

/// What is wrong with a record, as the reader of its platform found it; the line is added by whoever knows
/// where the record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Why.
    pub reason: Reason,
    /// The field that it is about; none where it is the whole record.
    pub field: Option<Field>,
    /// Where in the record.
    pub at: At,
    /// The value found there.
    pub value: String,
}

/// A place in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// All of it.
    Record,
    /// Its field with this number, from 0.
    Field(usize),
    /// The byte at this offset of its raw text.
    Byte(usize),
}

/// A record that could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected<'a> {
    /// Where it stands.
    pub position: Position,
    /// Why it was not used.
    pub reason: Reason,
    /// The field that it is about; none where it is the whole record.
    pub field: Option<Field>,
    /// The value found there, at most [`MAX_SHOWN`] bytes of it.
    pub value: &'a str,
    /// The record as it is written, at most [`MAX_SHOWN`] bytes of it.
    pub record: &'a str,
}

/// How much of a value or record is kept for display, in bytes: enough to recognise it by.
pub const MAX_SHOWN: usize = 1000;

/// How much text of rejected records is kept, in bytes. A gigabyte of garbage must not need a gigabyte of
/// memory: past this, records are kept with position and reason alone.
pub const MAX_KEPT_TEXT: usize = 64 << 20;

/// How many rejected records are kept one by one; past this they are counted by reason alone.
pub const MAX_KEPT: usize = 1_000_000;

/// The rejected records of a file or log. All are counted; see [`MAX_KEPT`] for what is kept of them.
#[derive(Clone, Debug, Default)]
pub struct RejectedRecords {
    kept: Vec<Kept>,
    texts: String,
    counts: [u64; Reason::ALL.len()],
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    position: Position,
    reason: Reason,
    field: Option<Field>,
    /// Where in the texts the value starts, the record starts, and it ends.
    texts: [u32; 3],
}

impl RejectedRecords {
    /// Takes up a rejected record.
    pub fn push(&mut self, rejected: Rejected<'_>) {
        self.counts[rejected.reason as usize] += 1;
        if self.kept.len() >= MAX_KEPT {
            return;
        }
        let mut texts = [offset(self.texts.len()); 3];
        if self.texts.len() < MAX_KEPT_TEXT {
            self.texts.push_str(shown(rejected.value));
            texts[1] = offset(self.texts.len());
            self.texts.push_str(shown(rejected.record));
            texts[2] = offset(self.texts.len());
        }
        let Rejected { position, reason, field, .. } = rejected;
        self.kept.push(Kept { position, reason, field, texts });
    }

    /// Takes up another's; files and lines are added to their positions.
    pub fn merge(&mut self, other: &Self, (files, lines): (u32, u64)) {
        for rejected in other.iter() {
            let Position { file, line, column } = rejected.position;
            let position = Position { file: file + files, line: line + lines, column };
            self.push(Rejected { position, ..rejected });
        }
        for (n, count) in other.counts.iter().enumerate() {
            let kept = other.kept.iter().filter(|kept| kept.reason as usize == n).count() as u64;
            self.counts[n] += count - kept;
        }
    }

    /// How many there are, kept or not.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many were rejected for each reason, most first, reasons without any left out.
    pub fn by_reason(&self) -> Vec<(Reason, u64)> {
        let mut reasons: Vec<_> =
            Reason::ALL.into_iter().zip(self.counts).filter(|&(_, count)| count > 0).collect();
        reasons.sort_by_key(|&(reason, count)| (std::cmp::Reverse(count), reason));
        reasons
    }

    /// How many are kept one by one.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The kept ones, in the order in which they were met.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Rejected<'_>> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// One of the kept ones; `index` is below [`len`](Self::len).
    pub fn get(&self, index: usize) -> Rejected<'_> {
        let Kept { position, reason, field, texts } = self.kept[index];
        let [value, record, end] = texts.map(|at| at as usize);
        let text = |from: usize, to: usize| &self.texts[from..to];
        Rejected { position, reason, field, value: text(value, record), record: text(record, end) }
    }
}

fn offset(length: usize) -> u32 {
    // The texts end soon after MAX_KEPT_TEXT.
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn shown(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_SHOWN)]
}

/// What was put right, or is worth knowing, without anything being rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Irregularity {
    /// The same event was logged more than once.
    LoggedTwice,
    /// A join has no leave.
    JoinWithoutLeave,
    /// A leave has no join.
    LeaveWithoutJoin,
    /// A time without offset that the log's zone skipped when its clocks went forward.
    ClockSkipped,
    /// A time without offset that the log's zone had twice when its clocks went back.
    ClockTwice,
    /// A session's date or schedule that cannot be read.
    FactUnreadable,
    /// A scheduled end before its start.
    EndsBeforeStart,
    /// Text that is not UTF-8.
    TextReplaced,
    /// A column that the event log does not know.
    ColumnIgnored,
    /// A column that stands twice.
    ColumnRepeated,
    /// A platform's leave that lies before its join, by little.
    LeaveBeforeJoin,
    /// Time in a waiting room.
    WaitingRoom,
    /// An attendee whose total the platform states, but not the stays.
    StaysUnknown,
    /// Somebody who registered and did not come.
    NoShow,
    /// A platform's event of a kind that no report asks for.
    EventIgnored,
    /// A code page that only the letters of a file tell.
    EncodingGuessed,
    /// A file in an archive that is nobody's.
    MemberSkipped,
    /// A meeting that was restarted, whose occurrences were joined.
    RestartJoined,
    /// A person known by several identities, which were joined.
    PersonJoined,
}

impl Irregularity {
    /// A stable name, for scripts and for the page's catalogue of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LoggedTwice => "logged-twice",
            Self::JoinWithoutLeave => "join-without-leave",
            Self::LeaveWithoutJoin => "leave-without-join",
            Self::ClockSkipped => "clock-skipped",
            Self::ClockTwice => "clock-twice",
            Self::FactUnreadable => "fact-unreadable",
            Self::EndsBeforeStart => "ends-before-start",
            Self::TextReplaced => "text-replaced",
            Self::ColumnIgnored => "column-ignored",
            Self::ColumnRepeated => "column-repeated",
            Self::LeaveBeforeJoin => "leave-before-join",
            Self::WaitingRoom => "waiting-room",
            Self::StaysUnknown => "stays-unknown",
            Self::NoShow => "no-show",
            Self::EventIgnored => "event-ignored",
            Self::EncodingGuessed => "encoding-guessed",
            Self::MemberSkipped => "member-skipped",
            Self::RestartJoined => "restart-joined",
            Self::PersonJoined => "person-joined",
        }
    }

    /// What it is, in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::LoggedTwice => "events logged more than once",
            Self::JoinWithoutLeave => "joins without a leave",
            Self::LeaveWithoutJoin => "leaves without a join",
            Self::ClockSkipped => "times that the clock skipped",
            Self::ClockTwice => "times that the clock showed twice",
            Self::FactUnreadable => "dates of sessions that cannot be read",
            Self::EndsBeforeStart => "schedules that end before they start",
            Self::TextReplaced => "texts that are not UTF-8",
            Self::ColumnIgnored => "columns that are not used",
            Self::ColumnRepeated => "columns that stand twice",
            Self::LeaveBeforeJoin => "leaves just before their join",
            Self::WaitingRoom => "times in a waiting room",
            Self::StaysUnknown => "attendees of whom only first join and last leave are known",
            Self::NoShow => "people who registered and did not come",
            Self::EventIgnored => "events of kinds that are not used",
            Self::EncodingGuessed => "encoding told by the letters of the text",
            Self::MemberSkipped => "files of the archive that were passed over",
            Self::RestartJoined => "restarted meetings made one",
            Self::PersonJoined => "people with several identities made one",
        }
    }

    /// What Adsum did about it, and what a person can do.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::LoggedTwice => "Each counts once. Was a file added twice?",
            Self::JoinWithoutLeave => {
                "The attendee counts as present until the room closed or, where that is not in the log, until its last event."
            }
            Self::LeaveWithoutJoin => "They open nothing and add no time. Does the log begin too late?",
            Self::ClockSkipped => {
                "Clocks went forward then: such a time does not exist in the log's time zone and was moved forward. Is the log's time zone right?"
            }
            Self::ClockTwice => "Clocks went back then: the earlier of the two moments was taken.",
            Self::FactUnreadable => "They count as not known. Write them as 2026-03-02T09:00:00Z.",
            Self::EndsBeforeStart => "The duration in the report is negative.",
            Self::TextReplaced => {
                "What could not be read shows as \u{FFFD}. Save the file as UTF-8 and add it again."
            }
            Self::ColumnIgnored => "The event log has no such field.",
            Self::ColumnRepeated => "The first one is used.",
            Self::LeaveBeforeJoin => "The attendee counts as present for 0 seconds.",
            Self::WaitingRoom => "Who waits is not in the session yet: the time is not counted.",
            Self::StaysUnknown => {
                "They count as present all the time in between; how often they rejoined is not known."
            }
            Self::NoShow => "They are in no report: nothing says that they tried to join.",
            Self::EventIgnored => "They say nothing of who was there, or the reports do not ask for it.",
            Self::EncodingGuessed => {
                "The file does not say how its letters are written. If names look wrong, save it as UTF-8 and add it again."
            }
            Self::MemberSkipped => "They are what systems put beside people's files, or links.",
            Self::RestartJoined => {
                "As you chose: each is one occurrence, with the id of its first part; the time between the parts counts for nobody."
            }
            Self::PersonJoined => "As you chose: all that these identities did, one person did.",
        }
    }
}

/// An irregularity that was resolved: what, how often, and where for example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What.
    pub what: Irregularity,
    /// How often.
    pub count: u64,
    /// The values that it is about, where they say more than the count: names of columns, dates.
    pub values: Vec<String>,
    /// The first places, in the order of files and lines; at most [`MAX_EXAMPLES`].
    pub examples: Vec<Position>,
}

impl Note {
    /// Takes up another note on the same irregularity.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for value in &other.values {
            if self.values.len() < MAX_EXAMPLES && !self.values.contains(value) {
                self.values.push(value.clone());
            }
        }
        self.examples.extend_from_slice(&other.examples);
        self.examples.sort_unstable();
        self.examples.truncate(MAX_EXAMPLES);
    }
}

/// How many places a note shows: enough to find the cause, few enough to read.
pub const MAX_EXAMPLES: usize = 20;

/// Counts one irregularity and keeps its first places.
#[derive(Clone, Debug)]
pub(crate) struct NoteBuilder {
    note: Note,
    places: std::collections::BinaryHeap<Position>,
}

impl NoteBuilder {
    pub(crate) fn new(what: Irregularity) -> Self {
        let note = Note { what, count: 0, values: Vec::new(), examples: Vec::new() };
        Self { note, places: std::collections::BinaryHeap::new() }
    }

    /// What it counts.
    pub(crate) fn what(&self) -> Irregularity {
        self.note.what
    }

    /// Counts `count` of them at this place.
    pub(crate) fn add(&mut self, count: u64, position: Position) {
        self.note.count += count;
        if self.places.len() < MAX_EXAMPLES {
            self.places.push(position);
        } else if let Some(mut last) = self.places.peek_mut()
            && position < *last
        {
            *last = position;
        }
    }

    /// Counts so many of them, of which no place is known.
    pub(crate) fn add_count(&mut self, count: u64) {
        self.note.count += count;
    }

    /// Counts one of them, told by its value.
    pub(crate) fn add_value(&mut self, value: String) {
        self.note.count += 1;
        if self.note.values.len() < MAX_EXAMPLES && !self.note.values.contains(&value) {
            self.note.values.push(value);
        }
    }

    /// The note, if there was anything.
    pub(crate) fn finish(mut self) -> Option<Note> {
        self.note.examples = self.places.into_sorted_vec();
        (self.note.count > 0).then_some(self.note)
    }
}
