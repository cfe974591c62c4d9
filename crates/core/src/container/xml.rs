//! The XML of workbooks, mark by mark.

use super::limits::Trouble;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};
use std::io::{self, BufRead};

/// How deep elements may lie in each other; those of workbooks have some ten levels.
const MAX_DEPTH: usize = 100;

/// The most of an attribute's value that is taken, in bytes: hundreds of them are held.
const MAX_ATTRIBUTE: usize = 16 << 10;

/// What is met in a document.
pub(super) enum Mark<'a> {
    /// An element opens.
    Open(&'a Element<'a>),
    /// An element of this name closes.
    Close(&'a str),
    /// Some text, perhaps not all that there is here.
    Text(&'a str),
}

/// An element's name and attributes, without their namespaces.
pub(super) struct Element<'a>(&'a BytesStart<'a>);

impl Element<'_> {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute's value, if it has it.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let attribute = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.unwrap_or_else(|_| attribute.value.clone());
        Some(value[..value.floor_char_boundary(MAX_ATTRIBUTE)].to_owned())
    }

    /// The same, as a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Goes through a document.
pub(super) fn walk(
    document: impl BufRead,
    mut take: impl FnMut(Mark<'_>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let mut reader = Reader::from_reader(document);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| why(&error))? {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Trouble::Damaged);
                }
                take(Mark::Open(&Element(&start)))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                take(Mark::Close(end.local_name().into_inner()))?;
            }
            Event::Text(text) => take(Mark::Text(&text.xml10_content()))?,
            Event::CData(text) => take(Mark::Text(&text.xml10_content()))?,
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => take(Mark::Text(character.encode_utf8(&mut [0; 4])))?,
                _ => {
                    if let Some(text) = quick_xml::escape::resolve_predefined_entity(&name) {
                        take(Mark::Text(text))?;
                    }
                }
            },
            Event::DocType(_) => return Err(Trouble::DocumentType),
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(Trouble::Damaged),
            _ => {}
        }
        buffer.clear();
    }
}

fn why(error: &Error) -> Trouble {
    let Error::Io(error) = error else { return Trouble::Damaged };
    let error: &io::Error = error;
    error.get_ref().and_then(|inner| inner.downcast_ref::<Trouble>()).copied().unwrap_or(Trouble::Damaged)
}
