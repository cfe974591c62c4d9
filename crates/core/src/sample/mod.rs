//! Synthetic session logs: the page's built-in samples, and logs of any size to measure with.
//!
//! Every byte follows from the sample and the size: no clock, no randomness of the machine, integers only.
//! **A change to what is written here changes the golden files made from it, and the hashes in the tests.**
//! Memory does not grow with the size. All people, courses and companies are invented.
//!
//! # [`Sample::Classes`]
//!
//! CSV with a header row: a university's courses with one session a week from 2 March to 29 May 2026,
//! twelve weeks with the week after Easter free (so that summer time begins within it). In it:
//!
//! - some fifteen to thirty attendees a session: a burst around the start, late comers, early leavers,
//!   a break in the long sessions; a moderator who opens the room, at times a stand-in;
//! - dropped connections, second devices at the same time, clients that do not number their connections;
//! - leaves and closings that are missing, people who only tried to connect;
//! - students who present for a while, breakout bubbles, some locked, a few teleports, chat;
//! - guests with a display name alone, some of which a spreadsheet would take for a formula;
//! - names in several scripts, two people of one name, roles in small letters, e-mail addresses in two
//!   spellings, accounts with a username alone;
//! - times with offsets and with thousandths, records out of order, records twice;
//! - in the demo, four records that cannot be used.
//!
//! # [`Sample::Event`]
//!
//! NDJSON: an online summit on 21 and 22 April 2026. Eight rooms: a stage and a lounge (no schedule set) on
//! both days, workshops, round tables and an exhibition; 180 people from some twenty countries, a few of
//! whom travel between the days; some known by e-mail address alone. The lounge is full of bubbles of two to
//! six, locks and teleports. All else as above; in the demo, five records that cannot be used.

mod chance;
mod classes;
mod meeting;
mod pen;
mod people;
mod summit;

/// Which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sample {
    /// A term of classes, as CSV.
    Classes,
    /// A summit of two days, as NDJSON.
    Event,
}

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// What the page has built in: some thousand records, and a few that cannot be used.
    Demo,
    /// About so many bytes, without records that cannot be used: more courses or rooms with more people, in
    /// the same weeks or days. From half a million on it is within a few per cent.
    Bytes(u64),
}

impl Sample {
    /// Every sample.
    pub const ALL: [Self; 2] = [Self::Classes, Self::Event];

    /// The name of its file.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Classes => "classes-spring-2026.csv",
            Self::Event => "summit-2026.ndjson",
        }
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Classes => "Classes, spring 2026",
            Self::Event => "Coastal Cities Summit 2026",
        }
    }

    /// What is in the demo, in a line.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Classes => "Three weekly online courses at a university over one term (CSV, invented)",
            Self::Event => {
                "A two-day online event with eight rooms, 180 people, bubbles and chat (NDJSON, invented)"
            }
        }
    }
}

/// Writes a sample, part by part: 1 MiB each, the last one shorter. A record may lie across two parts.
pub fn write(sample: Sample, size: Size, part: &mut dyn FnMut(&[u8])) {
    match sample {
        Sample::Classes => {
            let mut pen = pen::Pen::new(classes::FORMAT, part);
            classes::write(size, &mut pen);
            pen.finish();
        }
        Sample::Event => {
            let mut pen = pen::Pen::new(summit::FORMAT, part);
            summit::write(size, &mut pen);
            pen.finish();
        }
    }
}

#[cfg(test)]
mod tests;
