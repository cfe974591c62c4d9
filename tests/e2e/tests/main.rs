//! All end-to-end tests, in one program: see the crate's documentation. Its arguments are those of every Rust test
//! (`--help` lists them); a test is called by file, engine and name, and any part of that chooses.

/// Makes a list of the files beside this one.
macro_rules! files {
    ($($file:ident),+ $(,)?) => {
        $(#[cfg(unix)] mod $file;)+

        #[cfg(unix)]
        const FILES: &[(&str, fn() -> Vec<adsum_e2e::Case>)] = &[$((stringify!($file), $file::cases)),+];
    };
}

files! {
    accessibility, containers, device, host, hostile_names, joining, journey, languages, large, mapping, offline, page,
    pictures, policy, print, proof, receipts, rig, screens, settings, sharing, single_files, tables, worker_deaths,
}

#[cfg(unix)]
use {
    adsum_e2e::Case,
    libtest_mimic::{Failed, Trial},
};

#[cfg(unix)]
#[allow(clippy::print_stdout, reason = "what a run tells")]
fn main() -> anyhow::Result<std::process::ExitCode> {
    nothing_is_left_out()?;
    let mut arguments = libtest_mimic::Arguments::from_args();
    // Tests wait as often as they work.
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    arguments.test_threads.get_or_insert(cores + 1);
    let mut cases: Vec<_> =
        FILES.iter().flat_map(|(file, cases)| cases().into_iter().map(|case| case.of(file))).collect();
    cases.extend([
        Case::plain("every_file_has_the_same_headers", host::every_file_has_the_same_headers).of("host"),
        Case::plain("every_language_has_every_text", languages::every_language_has_every_text)
            .of("languages"),
        Case::plain("every_code_of_the_core_is_translated", languages::every_code_of_the_core_is_translated)
            .of("languages"),
    ]);
    let trials = adsum_e2e::in_order(cases).into_iter().map(|case| {
        let (name, asked) = (case.name().to_owned(), case.is_asked_for());
        let run = || case.run().map_err(|error| Failed::from(format!("{error:?}")));
        Trial::test(name, run).with_ignored_flag(asked)
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    adsum_e2e::finish();
    if !arguments.list {
        print!("the longest:\n{}\n{}", adsum_e2e::slowest(10), adsum_e2e::spent());
    }
    Ok(conclusion.exit_code())
}

#[cfg(not(unix))]
fn main() {}

/// A file that is not in the list, and a test that only the usual harness would find, would never run.
#[cfg(unix)]
fn nothing_is_left_out() -> anyhow::Result<()> {
    for entry in std::fs::read_dir(adsum_e2e::root().join("tests/e2e/tests"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_none_or(|ending| ending != "rs") || name == "main" {
            continue;
        }
        anyhow::ensure!(
            FILES.iter().any(|(file, _)| *file == name),
            "{name} is not in the list of tests/main.rs"
        );
        let text = std::fs::read_to_string(&path)?;
        anyhow::ensure!(
            !text.contains("#[test]"),
            "{name} has a test that is not in the list of tests/main.rs"
        );
    }
    Ok(())
}
