//! What must hold on any input.
//!
//! A [`Target`] takes bytes and panics where something does not hold. `cargo xtask fuzz` looks for such bytes with
//! libFuzzer, on the stable toolchain; `tests/replay.rs` runs every target over its seeds, what was ever found
//! (`corpus/<target>/`) and the first bytes of every file of `tests/corpus`, in every run of the tests.
#![allow(clippy::panic, reason = "that is how a target says that something does not hold")]

mod pack;
mod read;
mod text;
mod time;

use read::Opening;

/// Something that must hold.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of its corpus.
    pub name: &'static str,
    /// Panics where it does not hold.
    pub run: fn(&[u8]),
}

macro_rules! targets {
    ($($name:literal $run:expr,)+) => {
        /// Every target.
        pub const TARGETS: &[Target] = &[$(Target { name: $name, run: $run }),+];
    };
}

targets! {
    "encoding" text::encoding,
    "csv" text::csv,
    "ndjson" text::ndjson,
    "formula" text::formula,
    "time" time::event_log,
    "civil" time::platforms,
    "zone" time::zone,
    "day" time::day,
    "any" |data| read::anything(Opening::NONE, data),
    "native-csv" |data| read::native(Opening::NATIVE_CSV, data),
    "native-ndjson" |data| read::native(Opening::NONE, data),
    "teams-report" |data| read::anything(Opening::TEAMS_REPORT, data),
    "teams-list" |data| read::anything(Opening::TEAMS_LIST, data),
    "zoom-participants" |data| read::anything(Opening::ZOOM_PARTICIPANTS, data),
    "zoom-meetings" |data| read::anything(Opening::ZOOM_MEETINGS, data),
    "zoom-webhooks" |data| read::anything(Opening::ZOOM_WEBHOOKS, data),
    "bbb-events" |data| read::anything(Opening::BBB_EVENTS, data),
    "bbb-dashboard" |data| read::anything(Opening::BBB_DASHBOARD, data),
    "collaborate" |data| read::anything(Opening::COLLABORATE, data),
    "graph" |data| read::anything(Opening::GRAPH, data),
    "meet-csv" |data| read::anything(Opening::MEET_CSV, data),
    "webex" |data| read::anything(Opening::WEBEX, data),
    "jitsi" |data| read::anything(Opening::JITSI, data),
    "adobe" |data| read::anything(Opening::ADOBE, data),
    "forced" read::forced,
    "mapping" read::mapping,
    "mapped" read::mapped,
    "gzip" pack::gzip,
    "tar" pack::tar,
    "zip" pack::zip,
    "xlsx" pack::xlsx,
    "ods" pack::ods,
}

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
