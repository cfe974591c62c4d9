//! `adsum events`: all that the files say, as one event log.

use crate::args::Events;
use crate::failure::Failure;
use crate::output::{Saved, Stdout, Target};
use crate::progress::Progress;
use crate::questions;
use crate::read;
use crate::summary::{self, Made};
use adsum_core::export::files;

pub(crate) fn events(args: &Events) -> Result<(), Failure> {
    let logs = &args.logs.logs;
    let path = match Target::new(args.output.as_deref())? {
        Target::Stdout => None,
        Target::Folder(folder) => Some(folder.join(files::EVENTS_NAME)),
        target @ Target::File(_) => {
            target.check(None)?;
            args.output.clone()
        }
    };
    let mut saved = Saved::new(logs);
    path.as_deref().map_or(Ok(()), |path| saved.check(path))?;
    let mut log = read::read(&args.logs)?;
    let answers = args.told.answers(&log)?;

    let working = Progress::working("writing the events");
    let input = questions::input(&mut log, &answers)?;
    let mut made = Vec::new();
    if let Some(path) = path {
        let written = saved.write(&path, |part| files::events(input, part))?;
        made.push(Made { path, written, remark: None });
        saved.commit()?;
        drop(working);
    } else {
        drop(working);
        let mut stdout = Stdout::default();
        files::events(input, &mut |part| stdout.write(part));
        stdout.finish()?;
    }
    // Records that were not used can be saved with the reports.
    summary::say(&mut log, &answers, &made, true);
    Ok(())
}
