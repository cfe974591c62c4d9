//! Where results go. A file is written beside its place under another name and then renamed, so that a
//! failure leaves no half file; several files come all or none; and no log is ever overwritten.

use crate::failure::{Failure, name};
use crate::read::is_stdin;
use same_file::Handle;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf, is_separator};

/// What `-o` names.
#[derive(Debug)]
pub(crate) enum Target {
    /// Nothing, or `-`.
    Stdout,
    /// A file.
    File(PathBuf),
    /// A folder: one that exists, or a name with a slash at its end.
    Folder(PathBuf),
}

impl Target {
    /// Tells which.
    pub(crate) fn new(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| !is_stdin(path)) else { return Ok(Self::Stdout) };
        let text = path.to_string_lossy();
        if text.is_empty() {
            return Err(Failure::usage("-o needs the name of a file or folder", ""));
        }
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        if !text.ends_with(is_separator) {
            return Ok(Self::File(path.to_owned()));
        }
        if fs::symlink_metadata(without_slash(path)).is_ok() {
            let message = format!("{} cannot be saved: a file has the folder's name", name(path));
            return Err(Failure::failed(message, "Choose another name."));
        }
        Ok(Self::Folder(path.to_owned()))
    }

    /// Whether something can be saved there, as far as it can be told before anything is read.
    /// `folder` will be made.
    pub(crate) fn check(&self, folder: Option<&Path>) -> Result<(), Failure> {
        let Self::File(path) = self else { return Ok(()) };
        let parent = parent(path);
        if parent.is_dir() || folder.is_some_and(|folder| folder == parent) {
            return Ok(());
        }
        Err(Failure::failed(
            format!("{} cannot be saved: there is no folder {}", name(path), name(parent)),
            "Make the folder first, or correct the name.",
        ))
    }
}

fn without_slash(path: &Path) -> PathBuf {
    path.components().collect()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Files being saved. Dropped before [`commit`](Self::commit), it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Saved<'a> {
    /// What must not be overwritten.
    logs: &'a [PathBuf],
    pending: Vec<Pending>,
}

#[derive(Debug)]
struct Pending {
    /// As the user named it.
    path: PathBuf,
    /// Where it will be, links followed.
    place: PathBuf,
    /// Where it is until then; none where it is no file that could be renamed (`/dev/null`).
    temporary: Option<PathBuf>,
    file: File,
}

impl<'a> Saved<'a> {
    /// Nothing yet; none of these logs may be overwritten.
    pub(crate) fn new(logs: &'a [PathBuf]) -> Self {
        Self { logs, pending: Vec::new() }
    }

    /// Refuses a file that is one of the logs.
    pub(crate) fn check(&self, path: &Path) -> Result<(), Failure> {
        // Only files are opened to compare them: a pipe would notice.
        if !path.is_file() {
            return Ok(());
        }
        let Ok(target) = Handle::from_path(path) else { return Ok(()) };
        let is_target = |log: &Path| {
            let log = match is_stdin(log) {
                true => Handle::stdin(),
                false if log.is_file() => Handle::from_path(log),
                false => return false,
            };
            log.is_ok_and(|log| log == target)
        };
        match self.logs.iter().find(|log| is_target(log)) {
            Some(_) => Err(Failure::usage(
                format!("{} is one of the logs and would be overwritten", name(path)),
                "Choose another name to save under.",
            )),
            None => Ok(()),
        }
    }

    /// Writes a file, which gets its name in [`commit`](Self::commit).
    /// `content` hands out its parts.
    pub(crate) fn write<T>(
        &mut self,
        path: &Path,
        content: impl FnOnce(&mut dyn FnMut(&[u8])) -> T,
    ) -> Result<T, Failure> {
        self.check(path)?;
        let failed = |error: &io::Error| Failure::file("saved", path, error);
        fs::create_dir_all(parent(path)).map_err(|error| failed(&error))?;
        let place = place(path).map_err(|error| failed(&error))?;
        if self.pending.iter().any(|other| other.place == place) {
            return Err(Failure::usage(
                format!("{} is named for two files to save", name(path)),
                "Choose another name for one of them.",
            ));
        }
        let mut pending = Pending::create(path, place).map_err(|error| failed(&error))?;
        let mut result = Ok(());
        let made = content(&mut |part| {
            if result.is_ok() {
                result = pending.file.write_all(part);
            }
        });
        result.map_err(|error| failed(&error))?;
        self.pending.push(pending);
        Ok(made)
    }

    /// Gives every file its name.
    pub(crate) fn commit(mut self) -> Result<(), Failure> {
        // First all on the disk, then all names: what fails, fails mostly there.
        for pending in self.pending.iter().filter(|pending| pending.temporary.is_some()) {
            pending.file.sync_all().map_err(|error| Failure::file("saved", &pending.path, &error))?;
        }
        for pending in &mut self.pending {
            if let Some(temporary) = &pending.temporary {
                fs::rename(temporary, &pending.place)
                    .map_err(|error| Failure::file("saved", &pending.path, &error))?;
                pending.temporary = None;
            }
        }
        Ok(())
    }
}

impl Pending {
    fn create(path: &Path, place: PathBuf) -> io::Result<Self> {
        let existing = fs::metadata(&place).ok();
        if existing.as_ref().is_some_and(|existing| !existing.is_file()) {
            let file = OpenOptions::new().write(true).open(&place)?;
            return Ok(Self { path: path.to_owned(), place, temporary: None, file });
        }
        if existing.as_ref().is_some_and(|existing| existing.permissions().readonly()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "write-protected"));
        }
        let (temporary, file) = temporary(&place)?;
        let pending = Self { path: path.to_owned(), place, temporary: Some(temporary), file };
        if let Some(existing) = existing {
            // Who may read a report is the user's decision; it outlives the report's renewal. Where the
            // system knows no permissions, there are none to keep.
            let _ = pending.file.set_permissions(existing.permissions());
        }
        Ok(pending)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Where a file will be: links are followed, so that what they point to is renewed.
fn place(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let file = path.file_name().ok_or(error)?;
            Ok(fs::canonicalize(parent(path))?.join(file))
        }
        result => result,
    }
}

/// A new file beside another, in the same folder and so on the same disk.
fn temporary(place: &Path) -> io::Result<(PathBuf, File)> {
    let process = std::process::id();
    for attempt in 0_u32.. {
        let path = place.with_file_name(format!(".adsum-{process}-{attempt}.tmp"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Standard output, handed parts.
#[derive(Debug, Default)]
pub(crate) struct Stdout {
    error: Option<io::Error>,
}

impl Stdout {
    /// Writes a part. Where nobody reads on (`| head`) the program ends here: all that would follow is work
    /// for nobody, and nothing went wrong.
    pub(crate) fn write(&mut self, part: &[u8]) {
        if self.error.is_none()
            && let Err(error) = io::stdout().write_all(part)
        {
            self.fail(error);
        }
    }

    /// Ends it.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        if let Err(error) = io::stdout().flush() {
            self.fail(error);
        }
        match self.error {
            None => Ok(()),
            Some(error) => Err(Failure::file("written", Path::new("standard output"), &error)),
        }
    }

    fn fail(&mut self, error: io::Error) {
        if error.kind() == io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        self.error.get_or_insert(error);
    }
}
