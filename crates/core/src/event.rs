//! The event: what every platform's record becomes, and all that the ledger is fed (event log, "Events").

use crate::bytes::same;
use crate::time::Stamp;

/// A text field of the native event log, in the order of the specification's table (event log, "Fields").
///
/// `time`, `event` and `role` have readings of their own; the rest are kept as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// The instant.
    Time,
    /// The kind of event.
    Event,
    /// The event app's id or short code.
    EventCode,
    /// The scheduled session; in Smart Sessions terms, the room.
    SessionId,
    /// Its name.
    SessionName,
    /// One occurrence of the session.
    InstanceId,
    /// The owner's name.
    SessionOwner,
    /// When the session was created.
    SessionCreated,
    /// Scheduled start.
    StartsAt,
    /// Scheduled end.
    EndsAt,
    /// How many the room admits.
    Capacity,
    /// Course, group or forum.
    ContextName,
    /// Its id.
    ContextId,
    /// The attendee's id.
    UserId,
    /// The attendee's login name.
    Username,
    /// The name shown in the session.
    DisplayName,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail address.
    Email,
    /// Role in the session.
    Role,
    /// Whether the attendee has an account.
    AttendeeType,
    /// Where they joined from.
    Country,
    /// Which of the attendee's connections (devices) this is about.
    ConnectionId,
    /// The bubble.
    BubbleId,
    /// The person teleported to: id.
    TargetUserId,
    /// The person teleported to: name.
    TargetName,
    /// Seconds present in the occurrence as a whole, as a platform states them.
    StatedSeconds,
    /// Rejoins in the occurrence as a whole, as a platform states them, or [`UNKNOWN`].
    StatedRejoins,
}

/// What stands for rejoins that nobody knows, where blank would say that nothing is stated.
pub const UNKNOWN: &str = "unknown";

impl Field {
    /// How many fields there are.
    pub const COUNT: usize = 28;

    /// How many of them the specification has. The others are Adsum's own: without them, what a platform
    /// states in place of stays could not be written as an event log.
    pub const SPECIFIED: usize = 26;

    /// Every field, in the specification's order; Adsum's own at the end.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Time,
        Self::Event,
        Self::EventCode,
        Self::SessionId,
        Self::SessionName,
        Self::InstanceId,
        Self::SessionOwner,
        Self::SessionCreated,
        Self::StartsAt,
        Self::EndsAt,
        Self::Capacity,
        Self::ContextName,
        Self::ContextId,
        Self::UserId,
        Self::Username,
        Self::DisplayName,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Role,
        Self::AttendeeType,
        Self::Country,
        Self::ConnectionId,
        Self::BubbleId,
        Self::TargetUserId,
        Self::TargetName,
        Self::StatedSeconds,
        Self::StatedRejoins,
    ];

    /// The field's name in the native event log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Event => "event",
            Self::EventCode => "event_code",
            Self::SessionId => "session_id",
            Self::SessionName => "session_name",
            Self::InstanceId => "instance_id",
            Self::SessionOwner => "session_owner",
            Self::SessionCreated => "session_created",
            Self::StartsAt => "starts_at",
            Self::EndsAt => "ends_at",
            Self::Capacity => "capacity",
            Self::ContextName => "context_name",
            Self::ContextId => "context_id",
            Self::UserId => "user_id",
            Self::Username => "username",
            Self::DisplayName => "display_name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Role => "role",
            Self::AttendeeType => "attendee_type",
            Self::Country => "country",
            Self::ConnectionId => "connection_id",
            Self::BubbleId => "bubble_id",
            Self::TargetUserId => "target_user_id",
            Self::TargetName => "target_name",
            Self::StatedSeconds => "stated_seconds",
            Self::StatedRejoins => "stated_rejoins",
        }
    }

    /// Where an identifying field stands in the order of identities (event log, "Identity"): `user_id`,
    /// `username`, `email`, `display_name`; others behind.
    pub const fn rank(self) -> u8 {
        match self {
            Self::UserId => 0,
            Self::Username => 1,
            Self::Email => 2,
            Self::DisplayName => 3,
            other => 4 + other as u8,
        }
    }

    /// The field that a header cell or key names: case, surrounding space and the difference between
    /// space, `-` and `_` are ignored (event log, "Text rules").
    pub fn from_header(cell: &str) -> Option<Self> {
        let mut key = String::with_capacity(cell.len());
        for character in cell.trim().chars() {
            match character {
                ' ' | '-' | '_' => key.push('_'),
                other => key.extend(other.to_lowercase()),
            }
        }
        Self::ALL.into_iter().find(|field| field.name() == key)
    }
}

/// What an event says (event log, "Events").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// No event of the occurrence: only facts about the session or room.
    Session,
    /// The occurrence opened.
    RoomOpened,
    /// The occurrence closed.
    RoomClosed,
    /// An attendee's connection came.
    Joined,
    /// An attendee's connection went.
    Left,
    /// The attendee tried to connect and could not.
    JoinFailed,
    /// The attendee now has `role`.
    RoleChanged,
    /// The attendee wrote in the room chat.
    Chat,
    /// The attendee entered a bubble.
    BubbleJoined,
    /// The attendee left a bubble.
    BubbleLeft,
    /// The bubble was locked.
    BubbleLocked,
    /// The bubble was unlocked.
    BubbleUnlocked,
    /// The attendee teleported to a person.
    Teleported,
}

impl Kind {
    /// Every kind, in the specification's order; a kind's place is its number in the ledger.
    pub const ALL: [Self; 13] = [
        Self::Session,
        Self::RoomOpened,
        Self::RoomClosed,
        Self::Joined,
        Self::Left,
        Self::JoinFailed,
        Self::RoleChanged,
        Self::Chat,
        Self::BubbleJoined,
        Self::BubbleLeft,
        Self::BubbleLocked,
        Self::BubbleUnlocked,
        Self::Teleported,
    ];

    /// The kind's name in the native event log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::RoomOpened => "room_opened",
            Self::RoomClosed => "room_closed",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::JoinFailed => "join_failed",
            Self::RoleChanged => "role_changed",
            Self::Chat => "chat",
            Self::BubbleJoined => "bubble_joined",
            Self::BubbleLeft => "bubble_left",
            Self::BubbleLocked => "bubble_locked",
            Self::BubbleUnlocked => "bubble_unlocked",
            Self::Teleported => "teleported",
        }
    }

    /// The kind with this name, in any case; surrounding white space is ignored.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        Self::written(name).or_else(|| Self::loosely(trimmed(name)))
    }

    /// The kind whose name is written exactly so, as nearly every log does.
    fn written(name: &[u8]) -> Option<Self> {
        let of_length = Self::of_length(name.len()).iter();
        of_length.copied().find(|kind| same(name, kind.name().as_bytes()))
    }

    /// The kinds whose names have so many bytes: so few that hardly any name is compared in vain.
    const fn of_length(length: usize) -> &'static [Self] {
        match length {
            4 => &[Self::Left, Self::Chat],
            6 => &[Self::Joined],
            7 => &[Self::Session],
            10 => &[Self::Teleported],
            11 => &[Self::RoomOpened, Self::RoomClosed, Self::JoinFailed, Self::BubbleLeft],
            12 => &[Self::RoleChanged],
            13 => &[Self::BubbleJoined, Self::BubbleLocked],
            15 => &[Self::BubbleUnlocked],
            _ => &[],
        }
    }

    fn loosely(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| name.eq_ignore_ascii_case(kind.name().as_bytes()))
    }

    /// Whether the event is an attendee's, and so needs an identity.
    pub const fn needs_attendee(self) -> bool {
        matches!(
            self,
            Self::Joined
                | Self::Left
                | Self::JoinFailed
                | Self::RoleChanged
                | Self::Chat
                | Self::BubbleJoined
                | Self::BubbleLeft
                | Self::Teleported
        )
    }

    /// Whether the event is about a bubble, and so needs its id.
    pub const fn needs_bubble(self) -> bool {
        matches!(self, Self::BubbleJoined | Self::BubbleLeft | Self::BubbleLocked | Self::BubbleUnlocked)
    }
}

/// One event, borrowed from the record it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// When.
    pub stamp: Stamp,
    /// What.
    pub kind: Kind,
    /// Every text field; empty where not known. `time` and `event` are not looked at again.
    pub fields: Fields<'a>,
}

/// The text fields of an event, by [`Field`]. Text is UTF-8; where it is not, the ledger replaces what
/// cannot be read and counts it.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>([&'a [u8]; Field::COUNT]);

impl Default for Fields<'_> {
    fn default() -> Self {
        Self([&[]; Field::COUNT])
    }
}

impl<'a> Fields<'a> {
    /// The field's text; empty where it is not known. White space alone counts as not known.
    #[inline]
    pub fn get(&self, field: Field) -> &'a [u8] {
        self.0[field as usize]
    }

    /// Whether there is anything that identifies an attendee.
    #[inline]
    pub fn name_somebody(&self) -> bool {
        crate::ledger::IDENTITY.iter().any(|&field| !self.get(field).is_empty())
    }

    /// Sets a field; text of white space alone is stored as not known.
    #[inline]
    pub fn set(&mut self, field: Field, text: &'a [u8]) {
        self.0[field as usize] = said(text);
    }

    /// What the event is about besides an attendee in a session.
    #[inline]
    pub fn subject(&self) -> Subject<'a> {
        SUBJECT.map(|field| self.get(field))
    }

    /// Consecutive fields from `first` to `last`, both included.
    #[inline]
    pub fn range(&self, first: Field, last: Field) -> &[&'a [u8]] {
        &self.0[first as usize..=last as usize]
    }
}

/// What an event can be about besides an attendee in a session.
pub const SUBJECT: [Field; 4] =
    [Field::ConnectionId, Field::BubbleId, Field::TargetUserId, Field::TargetName];

/// The texts of [`SUBJECT`]; empty where not known.
pub type Subject<'a> = [&'a [u8]; SUBJECT.len()];

/// A text, or nothing where it says nothing.
#[inline]
pub fn said(text: &[u8]) -> &[u8] {
    if is_blank(text) { &[] } else { text }
}

/// A text without the white space around it, which need not be ASCII: a time copied from a page may have a
/// no-break space at its end.
#[inline]
pub fn trimmed(text: &[u8]) -> &[u8] {
    match (text.first(), text.last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => std::str::from_utf8(text).map_or(text.trim_ascii(), |text| text.trim().as_bytes()),
    }
}

/// Whether a text says nothing: empty, or white space alone.
#[inline]
pub fn is_blank(text: &[u8]) -> bool {
    match text.first() {
        None => true,
        Some(first) if first.is_ascii_graphic() => false,
        Some(_) => match std::str::from_utf8(text) {
            Ok(text) => text.trim().is_empty(),
            Err(_) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_name() {
        for kind in Kind::ALL {
            let name = kind.name().as_bytes();
            assert_eq!((Kind::written(name), Kind::from_name(name)), (Some(kind), Some(kind)));
            assert_eq!(Kind::from_name(&[b" ", &*name.to_ascii_uppercase()].concat()), Some(kind));
            assert_eq!(Kind::from_name(&name[1..]), None);
        }
    }
}
