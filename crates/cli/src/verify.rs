//! `adsum verify`: whether files are those of a receipt, and still give its report.

use crate::args::Verify;
use crate::failure::{Failure, name};
use crate::read;
use crate::words::{count, shown};
use adsum_core::container::Ways;
use adsum_core::export::receipt::{self, Content, Fingerprint, Given, Origin, Receipt, ReceiptError};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The longest receipt, in bytes: one of 5,000 files has some two million.
const MAX_RECEIPT: u64 = 64 << 20;
/// How much is read at once.
const CHUNK: usize = 1 << 20;

pub(crate) fn verify(args: &Verify) -> Result<(), Failure> {
    let receipt = read_receipt(&args.receipt)?;
    let origin = receipt.origin().map_err(|error| no_receipt(&args.receipt, &error))?;
    let mut account = Account::default();
    let found = compare_files(&receipt, &args.files, &mut account)?;
    if let Some(paths) = found {
        make_again(&receipt, &origin, &paths, &mut account).map_err(|failure| more(failure, &receipt))?;
    }
    account.finish(&receipt)
}

/// What was seen.
#[derive(Default)]
struct Account {
    same: Vec<String>,
    differs: Vec<String>,
}

impl Account {
    fn finish(self, receipt: &Receipt) -> Result<(), Failure> {
        use std::io::Write as _;
        let mut out = std::io::stdout().lock();
        let lines = self.same.iter().map(|line| format!("same     {line}"));
        let lines = lines.chain(self.differs.iter().map(|line| format!("DIFFERS  {line}")));
        for line in lines {
            // Whoever reads on no more has seen enough.
            if writeln!(out, "{line}").is_err() {
                break;
            }
        }
        match self.differs.len() as u64 {
            0 => Ok(()),
            differs => Err(Failure::failed(
                format!("{} from the receipt", count(differs, "thing differs", "things differ")),
                other_version(receipt),
            )),
        }
    }
}

fn other_version(receipt: &Receipt) -> String {
    match receipt.made_by.as_str() {
        env!("CARGO_PKG_VERSION") => String::new(),
        other => {
            format!("It was made by adsum {}, and this is adsum {}.", shown(other), env!("CARGO_PKG_VERSION"))
        }
    }
}

fn more(failure: Failure, receipt: &Receipt) -> Failure {
    match failure {
        Failure::Failed { message, hint } if hint.is_empty() => {
            Failure::failed(message, other_version(receipt))
        }
        other => other,
    }
}

fn no_receipt(path: &Path, error: &ReceiptError) -> Failure {
    Failure::failed(
        format!("{} cannot be gone by: {}", name(path), shown(&error.to_string())),
        "'adsum attendance -o FILE --receipt' makes one.",
    )
}

fn read_receipt(path: &Path) -> Result<Receipt, Failure> {
    let unreadable = |error: &std::io::Error| Failure::file("read", path, error);
    let mut text = String::new();
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    match file.take(MAX_RECEIPT).read_to_string(&mut text) {
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {}
        done => drop(done.map_err(|error| unreadable(&error))?),
    }
    Receipt::read(&text).map_err(|error| no_receipt(path, &error))
}

/// Finds each file of the receipt by its content. Their paths, in the receipt's order, where all are there.
fn compare_files(
    receipt: &Receipt,
    paths: &[PathBuf],
    account: &mut Account,
) -> Result<Option<Vec<PathBuf>>, Failure> {
    let mut found: Vec<Option<PathBuf>> = vec![None; receipt.inputs.len()];
    for path in paths {
        let content = content(path)?;
        let wanted = |(place, given): &(usize, &Given)| given.content == content && found[*place].is_none();
        let place = receipt.inputs.iter().enumerate().find(wanted).map(|(place, _)| place);
        let named = crate::receipts::file_name(path);
        if let Some(place) = place {
            account.same.push(format!("{}: {}", name(path), digest(&content)));
            found[place] = Some(path.clone());
        } else if content == receipt.content {
            account.same.push(format!("{}: {}, the report as it was saved", name(path), digest(&content)));
        } else if named == receipt.name {
            let what = format!("{}: {}, and not the report as it was saved", name(path), digest(&content));
            account.differs.push(what);
        } else {
            account.differs.push(format!("{}: {}, which is none of the files", name(path), digest(&content)));
        }
    }
    for given in found.iter().zip(&receipt.inputs).filter_map(|(path, given)| path.is_none().then_some(given))
    {
        account.differs.push(format!("{}: {}, is missing", shown(&given.name), digest(&given.content)));
    }
    Ok(found.into_iter().collect())
}

fn digest(content: &Content) -> String {
    format!("{} bytes, SHA-256 {}", content.bytes, shown(&content.sha256))
}

fn content(path: &Path) -> Result<Content, Failure> {
    let unreadable = |error: std::io::Error| Failure::file("read", path, &error);
    if fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Err(Failure::failed(format!("{} is a folder", name(path)), "Name the files in it."));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut print = Fingerprint::default();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(print.finish()),
            Ok(read) => print.push(&chunk[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
}

/// Reads the files as the receipt says, and compares the records' account and the report.
fn make_again(
    receipt: &Receipt,
    origin: &Origin,
    paths: &[PathBuf],
    account: &mut Account,
) -> Result<(), Failure> {
    // Under the names of then: some formats keep a fact in them.
    let how = |given: &Given| Ok((given.name.clone(), receipt.ways(given, &origin.recipe.mappings)?));
    let how: Vec<(String, Ways)> = receipt
        .inputs
        .iter()
        .map(how)
        .collect::<Result<_, ReceiptError>>()
        .map_err(|error| Failure::failed(format!("the receipt cannot be gone by: {error}"), ""))?;
    let ways = |place: usize, _: &Path| how.get(place).cloned().unwrap_or_default();
    let (mut log, of_paths) = read::read_paths(paths, &ways, false)?;
    for (given, (files, _)) in receipt.inputs.iter().zip(of_paths) {
        let counted = |held: &[receipt::Held]| -> Vec<(String, u64, u64, u64)> {
            held.iter().map(|held| (held.taken_for.clone(), held.read, held.used, held.rejected)).collect()
        };
        let found = receipt::held(log.files.get(files).unwrap_or_default());
        if counted(&found) != counted(&given.holds) {
            account.differs.push(format!("{}: other records are used of it", shown(&given.name)));
        }
    }
    let mut print = Fingerprint::default();
    let made = receipt::make(&mut log, receipt.report, origin, &mut |part| print.push(part));
    made.map_err(|error| Failure::failed(format!("the report cannot be made again: {error}"), ""))?;
    let made = print.finish();
    let said = format!("the report made again: {}", digest(&made));
    if made == receipt.content {
        account.same.push(said);
    } else {
        account.differs.push(format!("{said}, but it was {}", digest(&receipt.content)));
    }
    Ok(())
}
