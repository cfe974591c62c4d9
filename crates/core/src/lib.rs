//! Adsum's core: session logs in, attendance and engagement reports out.
//!
//! It does no I/O. It is fed bytes and hands out bytes, so that the page, the command line and whatever
//! else carries it give the same bytes for the same log and options.
//!
//! # The pipeline
//!
//! 1. [`source`]: chunks of bytes to records, each with its [position](problem::Position).
//! 2. [`platform`]: records to [events](event::Event), one file per producer.
//! 3. [`ledger`]: events kept compactly; identity, facts, stays; two ledgers merge into one.
//! 4. [`report`]: a ledger and [options](report::Options) to [tables](table::Table).
//! 5. [`export`]: tables to bytes: CSV, XLSX, ZIP.
//!
//! [`intake`] runs steps 1 to 3 for one file. Bad input is not an error anywhere: a record that cannot be
//! used becomes a [rejected record](problem::Rejected), an irregularity that was resolved a
//! [note](problem::Note), and the counts add up.

pub mod aside;
mod bytes;
pub mod container;
pub mod event;
pub mod export;
pub mod intake;
pub mod ledger;
pub mod log;
mod order;
mod pack;
pub mod people;
pub mod platform;
pub mod problem;
pub mod question;
pub mod report;
pub mod sample;
pub mod share;
pub mod source;
pub mod table;
pub mod time;
