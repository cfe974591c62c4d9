//! The opening of a text, until it tells how to go on.

use crate::aside::{Aside, aside};
use crate::platform::foreign::{self, OPENING};
use crate::platform::native::{Keys, Values};
use crate::problem::Reason;
use crate::source::{CsvReader, Form, Opening, Record, Sink};
use std::borrow::Cow;

/// The opening of a text, held back until it tells whether this is an event log, which is not held back any
/// longer, or until there is enough of it to tell what else it is.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    pub(super) held: Vec<u8>,
    opening: Opening,
    form: Option<Form>,
    /// Whether the header or first line was looked at.
    looked: bool,
}

pub(super) enum Decision {
    Wait,
    Native,
    Tell,
    Aliases,
}

impl Waiting {
    /// Of a file of which it is not asked whether it is an event log.
    pub(super) fn for_others() -> Self {
        Self { looked: true, ..Self::default() }
    }

    /// Takes the next text; what is decided, and all of the text.
    pub(super) fn feed<'a>(&'a mut self, text: &'a [u8]) -> (Decision, Cow<'a, [u8]>) {
        if self.form.is_none() {
            self.form = self.opening.feed(text).map(|(form, _)| form);
        }
        // What is decided by the first chunk is not copied.
        let mut held = std::mem::take(&mut self.held);
        if held.is_empty() {
            let decision = self.look(text);
            if !matches!(decision, Decision::Wait) {
                return (decision, Cow::Borrowed(text));
            }
            held.extend_from_slice(text);
            self.held = held;
            return (Decision::Wait, Cow::Borrowed(&[]));
        }
        held.extend_from_slice(text);
        match self.look(&held) {
            Decision::Wait => {
                self.held = held;
                (Decision::Wait, Cow::Borrowed(&[]))
            }
            decision => (decision, Cow::Owned(held)),
        }
    }

    pub(super) fn finish(&mut self) -> Decision {
        if self.form.is_none() {
            self.form = Some(self.opening.finish().0);
        }
        self.looked |= self.held.is_empty();
        if !self.looked && is_native(self.form, &self.held) {
            return Decision::Native;
        }
        Decision::Tell
    }

    fn look(&mut self, text: &[u8]) -> Decision {
        match aside(text) {
            Aside::Aliases => return Decision::Aliases,
            // Blank text alone is not waited for any longer than anything else.
            Aside::NotYet if text.len() < OPENING => return Decision::Wait,
            Aside::NotYet | Aside::No => {}
        }
        let complete = match self.form {
            Some(Form::Ndjson) => memchr::memchr(b'\n', text.trim_ascii_start()).is_some(),
            Some(Form::Csv { .. }) => true,
            None => false,
        };
        if complete && !self.looked {
            self.looked = true;
            if is_native(self.form, text) {
                return Decision::Native;
            }
        }
        let is_xml = || text.trim_ascii_start().starts_with(b"<");
        if text.len() >= OPENING && (self.form.is_some() || is_xml()) {
            Decision::Tell
        } else {
            Decision::Wait
        }
    }
}

/// How much of a text is cut into records at once, looking for the first of them.
const STEP: usize = 4 << 10;

/// Whether the header is an event log's, or the first line an event.
fn is_native(form: Option<Form>, text: &[u8]) -> bool {
    match form {
        Some(Form::Csv { delimiter }) => {
            let mut first = First::default();
            let mut reader = CsvReader::new(delimiter);
            for part in text.chunks(STEP) {
                reader.feed(part, &mut first);
                if first.seen {
                    return first.is_native;
                }
            }
            reader.finish(&mut first);
            first.is_native
        }
        Some(Form::Ndjson) => {
            let line = text.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default();
            let mut keys = Keys::default();
            let line = String::from_utf8_lossy(line);
            keys.read(&line, &mut Values::default()).is_ok() && keys.have_time()
        }
        None => false,
    }
}

/// Looks at the first record alone.
#[derive(Debug, Default)]
struct First {
    seen: bool,
    is_native: bool,
}

impl Sink for First {
    fn record(&mut self, record: Record<'_>) {
        if !self.seen {
            self.seen = true;
            self.is_native = foreign::is_native(&mut record.iter());
        }
    }

    fn fault(&mut self, _: u64, _: Reason, _: &[u8]) {}
}
