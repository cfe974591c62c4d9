//! The program as a user runs it: the real binary, files of the test's own, exit codes, what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod attendance;
mod events;
mod explain;
mod inspect;
mod joining;
mod mapping;
mod picture;
mod receipts;
mod safety;
mod sample;
mod sharing;
mod smart_sessions;
mod usage;
mod world;
