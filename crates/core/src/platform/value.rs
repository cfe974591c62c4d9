//! Parts of a JSON document, each with the line that it stands on.

use crate::intake::Refusal;
use crate::platform::foreign::OPENING;
use crate::problem::{At, Fault, MAX_SHOWN, Reason};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A document, and where its lines end.
#[derive(Debug)]
pub(super) struct Source<'a> {
    text: &'a str,
    line_ends: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, line_ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect() }
    }
}

/// A part of a document that may be anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    document: &'a Source<'a>,
    raw: &'a RawValue,
}

/// The members of an object, by name.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
    pub(super) part: Part<'a>,
    members: BTreeMap<String, &'a RawValue>,
}

impl<'a> Part<'a> {
    /// A whole document; refused where it is no JSON, or cut off.
    pub(super) fn whole(document: &'a Source<'a>) -> Result<Self, Refusal> {
        match serde_json::from_str(document.text) {
            Ok(raw) => Ok(Self { document, raw }),
            Err(error) => Err(Refusal::Broken(error.to_string())),
        }
    }

    /// The line that it starts on, from 1.
    pub(super) fn line(self) -> u64 {
        let offset = (self.raw.get().as_ptr() as usize).wrapping_sub(self.document.text.as_ptr() as usize);
        1 + self.document.line_ends.partition_point(|&end| end < offset) as u64
    }

    /// As a rejected record shows it.
    pub(super) fn shown(self) -> &'a str {
        let raw = self.raw.get();
        &raw[..raw.floor_char_boundary(MAX_SHOWN)]
    }

    /// Its members, if it is an object.
    pub(super) fn object(self) -> Option<Object<'a>> {
        let members = serde_json::from_str(self.raw.get()).ok()?;
        Some(Object { part: self, members })
    }

    /// Its parts, if it is a list; else nothing.
    pub(super) fn list(self) -> Vec<Self> {
        let parts: Vec<&RawValue> = serde_json::from_str(self.raw.get()).unwrap_or_default();
        parts.into_iter().map(|raw| Self { document: self.document, raw }).collect()
    }

    /// Its text: of a text what it says, of a number or truth value how it is written, else nothing.
    pub(super) fn text(self) -> String {
        match self.raw.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str(self.raw.get()).unwrap_or_default(),
            Some(b'{' | b'[' | b'n') | None => String::new(),
            Some(_) => self.raw.get().to_owned(),
        }
    }
}

impl<'a> Object<'a> {
    /// A member, unless it is missing or null.
    pub(super) fn get(&self, name: &str) -> Option<Part<'a>> {
        let raw = *self.members.get(name)?;
        (raw.get() != "null").then_some(Part { document: self.part.document, raw })
    }

    /// A member's text; nothing where it is missing, null, an object or a list.
    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).map_or_else(String::new, Part::text)
    }

    /// A member's parts; nothing where it is missing or no list.
    pub(super) fn list(&self, name: &str) -> Vec<Part<'a>> {
        self.get(name).map_or_else(Vec::new, Part::list)
    }

    /// A member's members, where it is an object.
    pub(super) fn object(&self, name: &str) -> Option<Self> {
        self.get(name)?.object()
    }
}

/// Whether a member of this name stands in the opening of a document. What is longer than an opening is not
/// looked at, so that it is the same however the file comes.
pub(super) fn has_member(opening: &str, name: &str) -> bool {
    let opening = &opening[..opening.floor_char_boundary(OPENING)];
    let quoted = format!("\"{name}\"");
    opening.match_indices(&quoted).any(|(place, _)| {
        let behind = &opening[place + quoted.len()..];
        behind.trim_start().starts_with(':')
    })
}

/// The fault of a part.
pub(super) fn part_fault(reason: Reason, value: &str) -> Fault {
    Fault { reason, field: None, at: At::Record, value: value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_with_their_lines() {
        let document = "{\n \"a\": [1,\n {\"b\": \"\\u00e9\", \"c\": null, \"d\": true}],\n \"e\": {}}";
        let source = Source::new(document);
        let whole = Part::whole(&source).unwrap().object().unwrap();
        let list = whole.list("a");
        assert_eq!((list.len(), list[0].line(), list[1].line()), (2, 2, 3));
        let inner = list[1].object().unwrap();
        assert_eq!(
            [inner.text("b"), inner.text("c"), inner.text("d"), inner.text("x")],
            ["é", "", "true", ""]
        );
        assert!(inner.get("c").is_none() && list[0].object().is_none() && inner.list("b").is_empty());
        assert_eq!((list[0].text(), whole.text("e")), ("1".to_owned(), String::new()));
        assert!(matches!(Part::whole(&Source::new("{\"a\": [1,")), Err(Refusal::Broken(_))));
        assert!(Part::whole(&Source::new(&"[".repeat(100_000))).is_err());
    }

    #[test]
    fn members_are_found_in_openings() {
        assert!(has_member("{ \"a\" : 1", "a") && !has_member("{\"b\": \"a\"}", "a") && !has_member("", "a"));
    }
}
