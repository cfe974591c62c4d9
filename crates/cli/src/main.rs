//! Adsum on the command line: session logs in, attendance and engagement reports out.
//!
//! [`args`] says what can be asked for. [`read`] turns the files named into a log, [`report`], [`events`],
//! [`inspect`], [`mapping`] and [`sample`] are the commands, and [`output`] sees to it that a file is saved whole or not at all. What
//! is in the files is decided in the core, so that the page saves the same.

mod args;
mod events;
mod explain;
mod failure;
mod inspect;
mod json;
mod logs;
mod mapping;
mod of;
mod output;
mod people;
mod picture;
mod progress;
mod questions;
mod read;
mod receipts;
mod report;
mod sample;
mod share;
mod sheet;
mod summary;
mod verify;
mod view;
mod words;

use args::{Adsum, Command};
use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match Adsum::parse().command {
        Command::Attendance(args) => report::attendance(&args),
        Command::SmartSessions(args) => report::smart_sessions(&args),
        Command::Events(args) => events::events(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Picture(args) => picture::picture(&args),
        Command::People(args) => people::people(&args),
        Command::Inspect(args) => inspect::inspect(&args),
        Command::Mapping(args) => mapping::mapping(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::Sample(args) => sample::sample(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            words::say(&failure.to_string());
            failure.exit_code()
        }
    }
}
