//! What was not used, and what was put right: rejected records and notes, with positions.

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
}

impl Reason {
    /// Every reason; a reason's place is its number.
    pub const ALL: [Self; 14] = [
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
        }
    }
}

/// What is wrong with a record, as the reader of its platform found it; the position is added by whoever
/// knows where the record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Why.
    pub reason: Reason,
    /// The field that it is about; none where it is the whole record.
    pub field: Option<Field>,
    /// That field's place in the record, from 0, where the record has it.
    pub place: Option<usize>,
}
