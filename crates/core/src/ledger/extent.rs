//! When an occurrence was.

use crate::event::Kind;

/// When an occurrence was, as its events tell; `session` records aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The earliest `room_opened`.
    pub opened: Option<i64>,
    /// The latest `room_closed`.
    pub closed: Option<i64>,
    /// The earliest event.
    pub first: Option<i64>,
    /// The latest event.
    pub last: Option<i64>,
    /// Records of somebody entering a bubble, also those logged twice.
    pub bubbles: u64,
    /// Records of a teleport, also those logged twice.
    pub teleports: u64,
    /// Who was in it. Known once the timeline has looked at who attended.
    pub people: u64,
}

impl Extent {
    pub(super) fn hear(&mut self, kind: Kind, time: i64) {
        if kind == Kind::Session {
            return;
        }
        let earlier = |known: Option<i64>| Some(known.map_or(time, |known| known.min(time)));
        let later = |known: Option<i64>| Some(known.map_or(time, |known| known.max(time)));
        self.first = earlier(self.first);
        self.last = later(self.last);
        match kind {
            Kind::RoomOpened => self.opened = earlier(self.opened),
            Kind::RoomClosed => self.closed = later(self.closed),
            Kind::BubbleJoined => self.bubbles += 1,
            Kind::Teleported => self.teleports += 1,
            _ => {}
        }
    }

    /// When the occurrence began: `RoomOpened` or, where that is not known, its earliest event.
    pub fn began(&self) -> Option<i64> {
        self.opened.or(self.first)
    }

    /// When a join without a leave ends: `RoomClosed` or, where that is not known, the last event.
    pub(super) fn end(&self) -> i64 {
        self.closed.or(self.last).unwrap_or(i64::MIN)
    }

    /// Of two parts of an occurrence: of both.
    pub(super) fn and(self, other: Self) -> Self {
        let earlier = |one: Option<i64>, two: Option<i64>| one.into_iter().chain(two).min();
        Self {
            opened: earlier(self.opened, other.opened),
            closed: self.closed.max(other.closed),
            first: earlier(self.first, other.first),
            last: self.last.max(other.last),
            bubbles: self.bubbles + other.bubbles,
            teleports: self.teleports + other.teleports,
            people: self.people + other.people,
        }
    }
}
