//! The native event log as NDJSON (event log).

use crate::event::{Event, Field, Fields};
use crate::problem::{At, Fault, Reason};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// How many different keys of NDJSON objects are remembered: a log has some dozens; one that invents keys
/// must not fill the memory.
const MAX_KEYS: usize = 1000;

/// The keys of an NDJSON log, as met so far.
#[derive(Debug, Default)]
pub struct Keys {
    known: Vec<(Box<str>, Option<Field>)>,
    /// The key expected next: objects of a log have theirs in the same order.
    next: usize,
}

impl Keys {
    /// Keys that the event log does not know, in the order in which they were met.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        self.known.iter().filter(|(_, field)| field.is_none()).map(|(key, _)| &**key)
    }

    /// Whether this looks like an event log at all.
    pub fn are_native(&self) -> bool {
        self.known.iter().any(|(_, field)| matches!(field, Some(Field::Time | Field::Event)))
    }

    /// Whether an event's time was among them.
    pub fn have_time(&self) -> bool {
        self.known.iter().any(|(_, field)| *field == Some(Field::Time))
    }

    /// All of them, in the order in which they were met.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.known.iter().map(|(key, _)| &**key)
    }

    /// Has met this one, too.
    pub fn meet(&mut self, key: &str) {
        self.field(key);
    }

    fn field(&mut self, key: &str) -> Option<Field> {
        let place = match self.known.get(self.next) {
            Some((known, _)) if **known == *key => Some(self.next),
            _ => self.known.iter().position(|(known, _)| **known == *key),
        };
        if let Some(place) = place {
            self.next = place + 1;
            return self.known[place].1;
        }
        let field = Field::from_header(key);
        if self.known.len() < MAX_KEYS {
            self.known.push((key.into(), field));
            self.next = self.known.len();
        }
        field
    }

    /// Reads a line's object. Its values live in `values`, and what was replaced in text that is no UTF-8
    /// is counted there.
    pub fn read<'a>(&mut self, line: &'a str, values: &mut Values<'a>) -> Result<(), Fault> {
        self.next = 0;
        values.0 = [const { None }; Field::COUNT];
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let read = serde::Deserializer::deserialize_map(&mut deserializer, Object { keys: self, values })
            .and_then(|()| deserializer.end());
        read.map_err(|error| {
            // The error counts lines from this one; where it is, the position says.
            let mut value = error.to_string();
            value.truncate(value.rfind(" at line ").unwrap_or(value.len()));
            Fault {
                reason: Reason::NotAnObject,
                field: None,
                at: At::Byte(error.column().saturating_sub(1)),
                value,
            }
        })
    }
}

/// The values of the object read last, by field.
#[derive(Debug)]
pub struct Values<'a>([Option<&'a RawValue>; Field::COUNT]);

impl Default for Values<'_> {
    fn default() -> Self {
        Self([const { None }; Field::COUNT])
    }
}

/// The texts of an object's values; those with escapes are kept here.
#[derive(Debug)]
pub struct Texts<'a>([Cow<'a, str>; Field::COUNT]);

impl<'a> Values<'a> {
    /// The values as texts: strings without their escapes; numbers, true and false as written; null blank.
    pub fn texts(&self, line: &str) -> Result<Texts<'a>, Fault> {
        let mut texts = Texts([const { Cow::Borrowed("") }; Field::COUNT]);
        for (n, field) in Field::ALL.into_iter().enumerate() {
            let Some(value) = self.0[n] else { continue };
            let raw = value.get();
            let fault = || Fault {
                reason: Reason::NotText,
                field: Some(field),
                at: at(line, Some(value)),
                value: raw.to_owned(),
            };
            texts.0[n] = match raw.as_bytes() {
                [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Cow::Borrowed(&raw[1..raw.len() - 1]),
                [b'"', ..] => Cow::Owned(serde_json::from_str(raw).map_err(|_| fault())?),
                [b'{' | b'[', ..] => return Err(fault()),
                b"null" => continue,
                _ => Cow::Borrowed(raw),
            };
        }
        Ok(texts)
    }

    /// The event that these values, as texts, are.
    pub fn event<'t>(&self, line: &str, texts: &'t Texts<'a>) -> Result<Event<'t>, Fault> {
        let mut fields = Fields::default();
        for (field, text) in Field::ALL.into_iter().zip(&texts.0) {
            fields.set(field, text.as_bytes());
        }
        super::event(fields, |field| at(line, self.0[field as usize]))
    }
}

/// Where in its line a value stands: it is a slice of the line.
fn at(line: &str, value: Option<&RawValue>) -> At {
    value.map_or(At::Record, |value| At::Byte(value.get().as_ptr().addr() - line.as_ptr().addr()))
}

struct Object<'k, 'v, 'a> {
    keys: &'k mut Keys,
    values: &'v mut Values<'a>,
}

impl<'a> Visitor<'a> for Object<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key_seed(Key(self.keys))? {
            match field {
                // A field named twice: the first one is used.
                Some(field) if self.values.0[field as usize].is_none() => {
                    self.values.0[field as usize] = Some(map.next_value()?);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Key<'k>(&'k mut Keys);

impl<'a> DeserializeSeed<'a> for Key<'_> {
    type Value = Option<Field>;

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<Field>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.field(key))
    }
}
