//! `adsum people`: who may be the same person, and why.

use crate::args::People;
use crate::failure::{Failure, name};
use crate::output::{Saved, Stdout, Target};
use crate::questions;
use crate::read;
use crate::words::{count, number, say, shortened, shown};
use adsum_core::export::files::ALIASES_NAME;
use adsum_core::log::Log;
use adsum_core::people::Aliases;
use adsum_core::people::suggest::{Member, Suggestion, Suggestions};
use std::fmt::Write as _;

/// How many characters of a name or id are shown.
const VALUE: usize = 60;
/// How many identities of one person, and files of one identity, are shown.
const SHOWN: usize = 6;

pub(crate) fn people(args: &People) -> Result<(), Failure> {
    let logs = &args.logs.logs;
    let target = Target::new(args.output.as_deref())?;
    target.check(None)?;
    let path = match &target {
        Target::Stdout => None,
        Target::File(path) => Some(path.clone()),
        Target::Folder(folder) => Some(folder.join(ALIASES_NAME)),
    };
    let mut saved = Saved::new(logs);
    path.iter().try_for_each(|path| saved.check(path))?;
    let mut log = read::read(&args.logs)?;
    let answers = args.told.answers(&log)?;
    let found = questions::input(&mut log, &answers)?.same_people();
    let mut stdout = Stdout::default();
    stdout.write(write(&log, &found).as_bytes());
    stdout.finish()?;
    if let Some(path) = path {
        let certain = found.list.iter().filter(|suggestion| suggestion.doubts.is_empty());
        let mut aliases = answers.aliases;
        aliases.extend(&Aliases { people: certain.map(Suggestion::person).collect() });
        let text = aliases.write();
        saved.write(&path, |part| part(text.as_bytes()))?;
        saved.commit()?;
        let people = count(aliases.people.len() as u64, "person", "people");
        say(&format!("wrote {}: {people}; look through it before you use it", name(&path)));
    }
    Ok(())
}

fn write(log: &Log, found: &Suggestions) -> String {
    let mut out = String::new();
    if found.list.is_empty() {
        out.push_str("Nobody looks like the same person under two identities.\n");
    }
    for (title, doubtful) in
        [("May be the same person", false), ("Less likely, because something speaks against it", true)]
    {
        let some: Vec<_> = found.list.iter().filter(|one| one.doubts.is_empty() != doubtful).collect();
        if !some.is_empty() {
            let _ = writeln!(out, "{title} ({})", number(some.len() as u64));
            some.into_iter().for_each(|suggestion| write_one(&mut out, log, suggestion));
        }
    }
    if found.left_out > 0 {
        let _ = writeln!(out, "… and {} more", number(found.left_out as u64));
    }
    out
}

fn write_one(out: &mut String, log: &Log, suggestion: &Suggestion) {
    let place = if suggestion.in_one_session { "in one session" } else { "in different sessions" };
    let name = suggestion.person().name;
    let _ = writeln!(out, "  {}: {}, {place}", shortened(&name, VALUE), suggestion.likeness.text());
    for doubt in &suggestion.doubts {
        let _ = writeln!(out, "    but {}", doubt.text());
    }
    for member in suggestion.members.iter().take(SHOWN) {
        let _ = writeln!(out, "    {}", identity(log, member));
    }
    let more = suggestion.members.len().saturating_sub(SHOWN);
    if more > 0 {
        let _ = writeln!(out, "    … and {} more", number(more as u64));
    }
}

/// `user_id w_1 (Ann Lee, ann@x.org), in 2 occurrences of bbb.xml`.
fn identity(log: &Log, member: &Member) -> String {
    let known = [&member.name, &member.email].into_iter().filter(|text| !text.is_empty());
    let known: Vec<String> = known.map(|text| shortened(text, VALUE)).collect();
    let names = member.files.iter().take(SHOWN).filter_map(|&file| log.files.get(file as usize));
    let mut files: Vec<String> = names.map(|file| shown(&file.name).into_owned()).collect();
    files.sort_unstable();
    if member.files.len() > SHOWN {
        files.push("…".to_owned());
    }
    format!(
        "{} {} ({}), in {} of {}",
        member.identifier.field.name(),
        shortened(&member.identifier.value, VALUE),
        known.join(", "),
        count(member.occurrences, "occurrence", "occurrences"),
        files.join(", ")
    )
}
