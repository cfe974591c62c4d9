//! A folder of a test's own, and the program run in it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Two sessions, three people; one record that cannot be used, in line 9.
pub(crate) const LOG: &str = "\
time,event,session_id,instance_id,session_name,username,display_name
2026-03-02T08:55:00Z,room_opened,bio-1,w01,Cells,,
2026-03-02T08:56:10Z,joined,bio-1,w01,Cells,ada,Ada
2026-03-02T09:00:05Z,joined,bio-1,w01,Cells,ben,=Ben
2026-03-02T09:40:05Z,left,bio-1,w01,Cells,ben,=Ben
2026-03-02T10:00:00Z,left,bio-1,w01,Cells,ada,Ada
2026-03-02T10:00:00Z,room_closed,bio-1,w01,Cells,,
2026-03-09T08:56:10Z,joined,bio-1,w02,Cells,cleo,Cleo
yesterday,left,bio-1,w02,Cells,cleo,Cleo
2026-03-09T09:30:00Z,left,bio-1,w02,Cells,cleo,Cleo
";

/// What the attendance report makes of [`LOG`].
pub(crate) const REPORT: &str = "\
SessionDate,SessionName,SessionIdentifier,SessionInstanceIdentifer,SessionOwner,RoomOpened,RoomClosed,NameOfAttendee,FirstNameOfAttendee,LastNameOfAttendee,EmailOfAttendee,Username,AttendeeRole,AttendeeType,AttendeeFirstJoinTime,AttendeeLastLeaveTime,AttendeeTotalTimeInSession,AttendeeTotalRejoins,ContextName,ContextIdentifier\r
,Cells,bio-1,w01,,03/02/2026 08:55,03/02/2026 10:00,Ada,,,,ada,,Registered,03/02/2026 08:56,03/02/2026 10:00,01:03:50,0,,\r
,Cells,bio-1,w01,,03/02/2026 08:55,03/02/2026 10:00,=Ben,,,,ben,,Registered,03/02/2026 09:00,03/02/2026 09:40,00:40:00,0,,\r
,Cells,bio-1,w02,,,,Cleo,,,,cleo,,Registered,03/09/2026 08:56,03/09/2026 09:30,00:33:50,0,,\r
";

/// A log whose sessions lie eleven months apart.
pub(crate) const YEAR: &str = "\
time,event,session_id,username
2026-01-15T09:00:00Z,joined,a,ada
2026-01-15T10:00:00Z,left,a,ada
2026-12-01T09:00:00Z,joined,b,ada
2026-12-01T10:00:00Z,left,b,ada
";

/// A test's folder.
pub(crate) struct World(PathBuf);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    /// An empty folder of this name.
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// With [`LOG`] in it.
    pub(crate) fn with_log(name: &str) -> Self {
        let world = Self::new(name);
        world.put("log.csv", LOG);
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn text(&self, name: &str) -> String {
        let bytes = fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        String::from_utf8(bytes).unwrap()
    }

    /// The names of everything in the folder, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        names(&self.0)
    }

    /// Runs the program with these arguments, separated by spaces.
    pub(crate) fn run(&self, args: &str) -> Ran {
        self.run_on("", args)
    }

    /// Runs it with this on standard input.
    pub(crate) fn run_on(&self, stdin: &str, args: &str) -> Ran {
        self.run_with(stdin, args.split_whitespace())
    }

    /// Runs it with arguments that may have spaces in them.
    pub(crate) fn run_with(&self, stdin: &str, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
        let mut child = self.command(args).spawn().unwrap();
        let input = stdin.as_bytes().to_owned();
        let mut pipe = child.stdin.take().unwrap();
        // Who reads nothing closes the pipe; that is its right.
        let writer = std::thread::spawn(move || drop(pipe.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The program, not yet run.
    pub(crate) fn command(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adsum"));
        command.args(args).current_dir(&self.0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

impl Ran {
    /// It went well, and said each of these.
    #[track_caller]
    pub(crate) fn did(self, said: &[&str]) -> Self {
        self.ended(0, said)
    }

    /// It ended with this code, and said each of these.
    #[track_caller]
    pub(crate) fn ended(self, code: i32, said: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}", self.err);
        for text in said {
            assert!(self.err.contains(text), "{text:?} is not in:\n{}", self.err);
        }
        self
    }
}
