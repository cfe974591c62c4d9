//! One presence's events in order of time, with those logged twice marked.

use super::Ledger;
use super::entries::{Entry, NONE};
use super::texts::Text;
use crate::event::Kind;
use crate::time::Zone;
use std::cmp::Ordering;

/// An event of one attendee in one occurrence (or of nobody), with its instant.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    /// When: seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// What.
    pub kind: Kind,
    /// The profile that the record states, or [`NONE`].
    pub profile: u32,
    /// The detail that the record states.
    pub detail: u32,
    /// The entry's number.
    pub entry: u32,
    /// Whether an equal event stands before this one: it counts for the facts that it states, no more
    /// (event log, "One event logged twice counts once").
    pub repeated: bool,
}

/// What, besides time, occurrence and attendee, makes two records one event: kind, connection, bubble, and
/// the target's id or, where there is none, its name.
type Key<'a> = (Kind, &'a str, Text, (bool, Text));

impl Ledger {
    /// Puts the events of a presence into `happenings`, in order of time; the buffer is cleared first.
    /// Equal events stand together.
    #[inline(never)]
    pub(crate) fn happenings(&self, presence: u32, log_zone: &Zone, happenings: &mut Vec<Happening>) {
        happenings.clear();
        happenings.extend(self.entries_of(presence).map(|entry| happening(entry, log_zone)));
        self.in_order(happenings);
    }

    /// Puts them in order, and marks those logged twice.
    fn in_order(&self, happenings: &mut [Happening]) {
        // Almost every log has an attendee's events in order and in different seconds: nothing to do then.
        if happenings.is_sorted_by(|a, b| a.time < b.time) {
            return;
        }
        happenings.sort_unstable_by(|a, b| {
            let keys = || self.key(a).cmp(&self.key(b));
            a.time.cmp(&b.time).then_with(keys).then(a.entry.cmp(&b.entry))
        });
        for n in 1..happenings.len() {
            let (before, this) = (&happenings[n - 1], &happenings[n]);
            happenings[n].repeated = before.time == this.time && self.key(before) == self.key(this);
        }
    }

    fn key(&self, happening: &Happening) -> Key<'_> {
        let [connection, bubble, target, target_name] = self.subject(happening.detail);
        (happening.kind, self.text(connection), bubble, target_key(target, target_name))
    }

    /// The connection that a happening is about; blank where the log does not say. Several texts can be the same one:
    /// see [`connection_order`](Self::connection_order).
    pub(crate) fn connection(&self, happening: &Happening) -> Text {
        self.subject(happening.detail)[0]
    }

    /// The order of two connections: equal where they are the same.
    pub(crate) fn connection_order(&self, one: Text, other: Text) -> Ordering {
        self.texts.order(one, other)
    }

    /// The bubble that a happening is about.
    pub(crate) fn bubble(&self, happening: &Happening) -> Text {
        self.subject(happening.detail)[1]
    }

    /// The attendee facts that a happening states; none where nobody is named.
    pub(crate) fn facts_at(&self, happening: &Happening) -> Option<&[Text]> {
        (happening.profile != NONE).then(|| self.attendee_facts(happening.profile))
    }
}

fn happening((number, entry): (u32, &Entry), log_zone: &Zone) -> Happening {
    Happening {
        time: log_zone.of(entry.stamp()),
        kind: entry.kind(),
        profile: entry.profile,
        detail: entry.detail,
        entry: number,
        repeated: false,
    }
}

/// A target is its id, or where there is none its name; whether it is an id comes first.
pub(crate) fn target_key(id: Text, name: Text) -> (bool, Text) {
    if id.is_blank() { (false, name) } else { (true, id) }
}

/// The latest of the texts heard for one fact; at the same time the greater in byte order (event log,
/// "Facts on several records").
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Latest {
    time: i64,
    text: Text,
}

impl Latest {
    /// Hears what a record of this time states; blank states nothing.
    pub(crate) fn hear(&mut self, ledger: &Ledger, time: i64, text: Text) {
        if text.is_blank() || text == self.text && time <= self.time {
            return;
        }
        let wins = self.text.is_blank()
            || time > self.time
            || time == self.time && ledger.text(text) > ledger.text(self.text);
        if wins {
            *self = Self { time, text };
        }
    }

    /// What won; blank where nothing was heard.
    pub(crate) fn text(self) -> Text {
        self.text
    }
}
