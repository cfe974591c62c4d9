//! Events as the reports see them: resolved in time, with the attendee known (event-log.md, *Events*, *Rules*).

use crate::joining::{join_restarts, rename};
use crate::read::{Log, Record};
use crate::time::zone;
use crate::{Options, read::Text};

/// The kind of an event (event-log.md, *Events*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// No event of the occurrence: only facts about the session.
    Session,
    /// The occurrence opened.
    RoomOpened,
    /// The occurrence closed.
    RoomClosed,
    /// A connection of the attendee came.
    Joined,
    /// A connection of the attendee went.
    Left,
    /// The attendee tried to connect and could not.
    JoinFailed,
    /// The attendee now has the role.
    RoleChanged,
    /// The attendee wrote in the room chat.
    Chat,
    /// The attendee entered the bubble.
    BubbleJoined,
    /// The attendee left the bubble.
    BubbleLeft,
    /// The bubble was locked.
    BubbleLocked,
    /// The bubble was unlocked.
    BubbleUnlocked,
    /// The attendee teleported to somebody.
    Teleported,
}

impl Kind {
    /// Every kind, with its name in the log.
    pub const NAMES: [(Kind, &'static str); 13] = [
        (Kind::Session, "session"),
        (Kind::RoomOpened, "room_opened"),
        (Kind::RoomClosed, "room_closed"),
        (Kind::Joined, "joined"),
        (Kind::Left, "left"),
        (Kind::JoinFailed, "join_failed"),
        (Kind::RoleChanged, "role_changed"),
        (Kind::Chat, "chat"),
        (Kind::BubbleJoined, "bubble_joined"),
        (Kind::BubbleLeft, "bubble_left"),
        (Kind::BubbleLocked, "bubble_locked"),
        (Kind::BubbleUnlocked, "bubble_unlocked"),
        (Kind::Teleported, "teleported"),
    ];

    /// The kind of a name, in any case, ignoring space around it.
    pub fn of(name: &str) -> Option<Kind> {
        let name = name.trim().to_lowercase();
        Kind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Whether a record of this kind is about an attendee, and of no use without one.
    pub fn needs_attendee(self) -> bool {
        use Kind::{BubbleJoined, BubbleLeft, Chat, JoinFailed, Joined, Left, RoleChanged, Teleported};
        matches!(
            self,
            Joined | Left | JoinFailed | RoleChanged | Chat | BubbleJoined | BubbleLeft | Teleported
        )
    }

    /// Whether a record of this kind is about a bubble, and of no use without one.
    pub fn needs_bubble(self) -> bool {
        use Kind::{BubbleJoined, BubbleLeft, BubbleLocked, BubbleUnlocked};
        matches!(self, BubbleJoined | BubbleLeft | BubbleLocked | BubbleUnlocked)
    }
}

/// Who an attendee is, within one event code (event-log.md, *Identity*): a value, and the field it comes from.
/// The order is that of the reports: by the value's bytes, then by field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The value, without the differences that do not count.
    pub value: String,
    /// 0: `user_id`, 1: `username`, 2: `email`, 3: `display_name`.
    pub field: u8,
}

impl Identity {
    /// The identity in a record's fields: the first of the four that is not blank.
    pub(crate) fn of(text: &Text) -> Option<Identity> {
        if !text.user_id.is_empty() {
            Some(Identity { value: text.user_id.clone(), field: 0 })
        } else if !text.username.is_empty() {
            Some(Identity { value: text.username.clone(), field: 1 })
        } else if !text.email.is_empty() {
            Some(Identity { value: text.email.to_lowercase(), field: 2 })
        } else if !text.display_name.is_empty() {
            let lower = text.display_name.to_lowercase();
            let words: Vec<&str> = lower.split_whitespace().collect();
            Some(Identity { value: words.join(" "), field: 3 })
        } else {
            None
        }
    }
}

/// One record, with everything that follows from it alone.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(crate) at: i64,
    pub(crate) kind: Kind,
    /// The event code; blank is a code of its own.
    pub(crate) code: String,
    /// The session's id, or, where that is blank, the occurrence's.
    pub(crate) session: String,
    /// The occurrence's id, or, where that is blank, the session's.
    pub(crate) instance: String,
    /// The same as the log has it: of a restarted meeting, the part.
    pub(crate) part: String,
    /// The attendee that the record names; a `session` record names none.
    pub(crate) who: Option<Identity>,
    /// The fields as written; blank ones are empty.
    pub(crate) text: Text,
}

impl Event {
    fn of(record: &Record, options: &Options) -> Event {
        let mut text = record.text.clone();
        if record.kind != Kind::Session {
            rename(&mut text, &options.aliases);
        }
        let or =
            |first: &String, second: &String| if first.is_empty() { second.clone() } else { first.clone() };
        Event {
            at: record.time.instant(&zone(&options.log_time_zone)),
            kind: record.kind,
            code: text.event_code.clone(),
            session: or(&text.session_id, &text.instance_id),
            instance: or(&text.instance_id, &text.session_id),
            part: or(&text.instance_id, &text.session_id),
            who: if record.kind == Kind::Session { None } else { Identity::of(&text) },
            text,
        }
    }

    /// The person teleported to: by id, or where there is none, by name.
    pub(crate) fn target(&self) -> Target {
        if self.text.target_user_id.is_empty() {
            Target::Name(self.text.target_name.clone())
        } else {
            Target::Id(self.text.target_user_id.clone())
        }
    }

    /// event-log.md, *One event logged twice counts once*.
    fn is_same_event(&self, other: &Event) -> bool {
        self.at == other.at
            && self.kind == other.kind
            && self.code == other.code
            && self.session == other.session
            && self.instance == other.instance
            && self.part == other.part
            && self.who == other.who
            && self.text.connection_id == other.text.connection_id
            && self.text.bubble_id == other.text.bubble_id
            && self.target() == other.target()
    }
}

/// See [`Event::target`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Id(String),
    Name(String),
}

/// Every used record of a log as an event.
pub(crate) fn events(log: &Log, options: &Options) -> Vec<Event> {
    let mut events: Vec<Event> = log.records.iter().map(|record| Event::of(record, options)).collect();
    if options.join_restarts {
        join_restarts(&mut events, &zone(&options.log_time_zone));
    }
    events
}

/// The events, each once. Only what makes events the same may be read from them, and the country, which is the
/// greatest in byte order of those on the records of the event; every other fact is heard on the records.
pub(crate) fn each_once(events: &[Event]) -> Vec<Event> {
    let mut once: Vec<Event> = Vec::new();
    for event in events {
        match once.iter_mut().find(|known| known.is_same_event(event)) {
            None => once.push(event.clone()),
            Some(known) if event.text.country > known.text.country => {
                known.text.country = event.text.country.clone();
            }
            Some(_) => {}
        }
    }
    once
}
