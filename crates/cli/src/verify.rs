//! `adsum verify`: whether files are those of a receipt, and still give its report.

use crate::args::Verify;
use crate::failure::{Failure, name};
use crate::read;
use crate::words::{count, shown};
use adsum_core::container::Ways;
use adsum_core::export::receipt::check::{Check, Finding, Seen};
use adsum_core::export::receipt::{Content, Fingerprint, Receipt, ReceiptError};
use adsum_core::share::Seed;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The longest receipt, in bytes: one of 5,000 files has some two million.
const MAX_RECEIPT: u64 = 64 << 20;
/// How much is read at once.
const CHUNK: usize = 1 << 20;

pub(crate) fn verify(args: &Verify) -> Result<(), Failure> {
    let receipt = read_receipt(&args.receipt)?;
    let seed = args.seed.as_deref().map(read_seed).transpose()?;
    let mut check = Check::new(receipt, seed);
    for path in &args.files {
        check.offer(&crate::receipts::file_name(path), &content(path)?);
    }
    if !args.aliases.is_empty() && !check.aliases(read::aliases(&args.aliases)?) {
        return Err(Failure::failed("these aliases are not those that were used", ""));
    }
    if let Some(order) = check.order() {
        let paths: Vec<PathBuf> = order.into_iter().map(|number| args.files[number].clone()).collect();
        if let Err(failure) = make_again(&mut check, &args.receipt, &paths) {
            tell(check.findings(), check.receipt());
            return Err(more(failure, check.receipt()));
        }
    }
    tell(check.findings(), check.receipt());
    match check.findings().iter().filter(|finding| finding.seen.differs()).count() as u64 {
        0 => Ok(()),
        differs => Err(Failure::failed(
            format!("{} from the receipt", count(differs, "thing differs", "things differ")),
            other_version(check.receipt()),
        )),
    }
}

/// Says what was seen: first what is the same.
fn tell(findings: &[Finding], receipt: &Receipt) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for differs in [false, true] {
        for finding in findings.iter().filter(|finding| finding.seen.differs() == differs) {
            let said = if differs { "DIFFERS " } else { "same    " };
            // Whoever reads on no more has seen enough.
            if writeln!(out, "{said} {}", words(finding, receipt)).is_err() {
                return;
            }
        }
    }
}

fn words(finding: &Finding, receipt: &Receipt) -> String {
    let (file, is) = (shown(&finding.name), digest(&finding.content));
    match finding.seen {
        Seen::Input => format!("{file}: {is}"),
        Seen::Report => format!("{file}: {is}, the report as it was saved"),
        Seen::OtherReport => format!("{file}: {is}, and not the report as it was saved"),
        Seen::Stranger => format!("{file}: {is}, which is none of the files"),
        Seen::Missing => format!("{file}: {is}, is missing"),
        Seen::OtherRecords => format!("{file}: other records are used of it"),
        Seen::Again => format!("the report made again: {is}"),
        Seen::AgainOther => format!("the report made again: {is}, but it was {}", digest(&receipt.content)),
    }
}

/// The seed, as it is typed or at the end of a key file.
fn read_seed(text: &str) -> Result<Seed, Failure> {
    if let Some(seed) = Seed::read(text) {
        return Ok(seed);
    }
    let path = Path::new(text);
    let bytes = fs::read(path).map_err(|error| Failure::file("read", path, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let seed = last.rsplit([',', ';', '\t']).next().and_then(|cell| Seed::read(cell.trim_matches('"')));
    let hint = "Write 32 digits, 0 to f, or name the file that --pseudonyms saved.";
    seed.ok_or_else(|| Failure::failed(format!("{} has no seed at its end", name(path)), hint))
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
fn make_again(check: &mut Check, receipt: &Path, paths: &[PathBuf]) -> Result<(), Failure> {
    let wrong = |error: ReceiptError| match error {
        ReceiptError::Seed => Failure::failed(error.to_string(), "Add --seed DIGITS, or --seed KEYFILE."),
        ReceiptError::Aliases => Failure::failed(error.to_string(), "Add --aliases FILE."),
        error => no_receipt(receipt, &error),
    };
    let origin = check.origin().map_err(wrong)?;
    let how: Vec<(String, Ways)> =
        (0..paths.len()).map(|place| check.way(place)).collect::<Result<_, _>>().map_err(wrong)?;
    let ways = |place: usize, _: &Path| how.get(place).cloned().unwrap_or_default();
    let (mut log, of_paths) = read::read_paths(paths, &ways, false)?;
    for (place, (files, _)) in of_paths.into_iter().enumerate() {
        check.records(place, log.files.get(files).unwrap_or_default());
    }
    let again = check.again(&mut log, &origin);
    again.map_err(|error| Failure::failed(format!("the report cannot be made again: {error}"), ""))
}
