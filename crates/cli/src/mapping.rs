//! `adsum mapping`: what the columns of a table may mean, as a file to correct and to give with the logs.

use crate::args::Mapping as Args;
use crate::failure::{Failure, name};
use crate::logs::Logs;
use crate::output::{Saved, Stdout, Target};
use crate::read;
use crate::words::{say, shortened};
use adsum_core::platform::{FirstRows, Guess, Mapping};

/// The name in a folder.
const FILE_NAME: &str = "mapping.json";
/// How many characters of a column's name are shown.
const COLUMN: usize = 60;

pub(crate) fn mapping(args: &Args) -> Result<(), Failure> {
    let target = Target::new(args.output.as_deref())?;
    target.check(None)?;
    let logs = Logs::only(&args.log);
    let mut saved = Saved::new(&logs.logs);
    let path = match target {
        Target::Stdout => None,
        Target::File(path) => Some(path),
        Target::Folder(folder) => Some(folder.join(FILE_NAME)),
    };
    if let Some(path) = &path {
        saved.check(path)?;
    }
    let log = read::read_all(&logs)?;
    let Some(first) = log.files.first().and_then(|file| file.first_rows.as_ref()) else {
        let message = format!("{} is no table with columns", name(&args.log));
        return Err(Failure::failed(
            message,
            "A mapping is for tables: CSV, or columns separated by tab, ; or |.",
        ));
    };
    let guess = Mapping::guess(first);
    let json = guess.mapping.to_json();
    match path {
        Some(path) => {
            saved.write(&path, |part| part(json.as_bytes()))?;
            saved.commit()?;
            say(&format!("wrote {}", name(&path)));
        }
        None => {
            let mut stdout = Stdout::default();
            stdout.write(json.as_bytes());
            stdout.finish()?;
        }
    }
    explain(first, &guess);
    Ok(())
}

/// Says what was guessed of each column, and what is missing.
fn explain(first: &FirstRows, guess: &Guess) {
    let facts = guess.mapping.facts(first);
    for ((column, fact), reason) in first.columns.iter().zip(facts).zip(&guess.reasons) {
        let meaning = match (fact, reason) {
            (Some(fact), Some(reason)) => format!("{} ({reason})", fact.text()),
            (Some(fact), None) => fact.text().to_owned(),
            (None, _) => "not used".to_owned(),
        };
        say(&format!("  {}: {meaning}", shortened(column, COLUMN)));
    }
    for lack in guess.mapping.lacks() {
        say(&format!("note: it lacks something: {}", lack.text()));
    }
    if !guess.mapping.tells_leaving() {
        say("note: it does not tell when somebody left: each stay would end when the session does");
    }
}
