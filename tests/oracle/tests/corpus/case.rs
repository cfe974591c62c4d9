//! The folders of the corpus.

use adsum_oracle::{FIELDS, File, Options};
use std::path::{Path, PathBuf};

/// One folder.
pub(crate) struct Case {
    /// The folder's name.
    pub(crate) name: String,
    folder: PathBuf,
    /// The log.
    pub(crate) files: Vec<File>,
    /// `from`, `to`, `time-zone`, `log-time-zone`, `rejoin-gap`, `join-restarts = yes`, and for each person
    /// `same = user_id:w_1 | email:ann@x.org`.
    pub(crate) options: Options,
    /// `attendance = csv`: the attendance report is shown as the CSV that it is.
    pub(crate) attendance_as_csv: bool,
    /// `rejected = csv`: the file of the rejected records is shown, too.
    pub(crate) rejected_as_csv: bool,
    /// `spreadsheet = yes`: what the spreadsheet flavour says is shown, too.
    pub(crate) spreadsheet: bool,
    /// `oracle = no`: the oracle, which is naive on purpose, does not know this rule.
    pub(crate) oracle: bool,
    /// `expected.txt`, if it is there.
    pub(crate) expected: Option<String>,
}

/// Every case, in the order of their names.
pub(crate) fn all() -> Vec<Case> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/native");
    let versions = entries(&corpus).into_iter().filter(|path| path.is_dir());
    versions.flat_map(|version| entries(&version)).map(Case::read).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder's entry").path()).collect();
    entries.sort();
    entries
}

impl Case {
    fn read(folder: PathBuf) -> Self {
        let name = file_name(&folder);
        let mut case = Self {
            name,
            files: Vec::new(),
            options: Options::default(),
            attendance_as_csv: false,
            rejected_as_csv: false,
            spreadsheet: false,
            oracle: true,
            expected: None,
            folder,
        };
        let mut why = false;
        for path in entries(&case.folder) {
            let bytes = std::fs::read(&path).expect("a file of the corpus");
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
            match file_name(&path).as_str() {
                "why.txt" => {
                    why =
                        text(&bytes).starts_with("event-log.md, ") || text(&bytes).starts_with("reports.md, ")
                }
                "expected.txt" => case.expected = Some(text(&bytes)),
                "options.txt" => text(&bytes).lines().for_each(|line| case.option(line)),
                log => case.files.push(File { name: log.to_owned(), bytes }),
            }
        }
        assert!(why, "{}: why.txt does not begin with a section of the specification", case.name);
        assert!(!case.files.is_empty(), "{}: there is no log", case.name);
        case
    }

    fn option(&mut self, line: &str) {
        let bad = || -> ! { panic!("{}: options.txt: {line:?}", self.name) };
        let Some((name, value)) = line.split_once(" = ") else { bad() };
        match (name, value) {
            ("from", day) => self.options.from = Some(day.parse().expect("a day")),
            ("to", day) => self.options.to = Some(day.parse().expect("a day")),
            ("time-zone", zone) => self.options.time_zone = zone.to_owned(),
            ("log-time-zone", zone) => self.options.log_time_zone = zone.to_owned(),
            ("rejoin-gap", seconds) => self.options.rejoin_gap = seconds.parse().expect("seconds"),
            ("join-restarts", "yes") => self.options.join_restarts = true,
            ("same", person) => {
                let is = person.split(" | ").map(|one| one.split_once(':').unwrap_or_else(|| bad()));
                let known =
                    |name| FIELDS.iter().copied().find(|field| *field == name).unwrap_or_else(|| bad());
                let is = is.map(|(field, value)| (known(field), value.to_owned())).collect();
                self.options.aliases.push(is);
            }
            ("attendance", "csv") => self.attendance_as_csv = true,
            ("rejected", "csv") => self.rejected_as_csv = true,
            ("spreadsheet", "yes") => self.spreadsheet = true,
            ("oracle", "no") => self.oracle = false,
            _ => bad(),
        }
    }

    /// Writes `expected.txt`.
    pub(crate) fn bless(&self, made: &str) {
        std::fs::write(self.folder.join("expected.txt"), made).expect("a place to write to");
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned()
}
