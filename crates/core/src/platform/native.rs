//! The native event log as NDJSON (event log).

use crate::bytes;
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
        let is_it = |place: &usize| bytes::same(self.known[*place].0.as_bytes(), key.as_bytes());
        // An object that lacks some keys goes on with one of the next.
        let place = (self.next..self.known.len()).chain(0..self.next).find(is_it);
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

    /// The event of a line that is written as most are: one object of texts without escapes and of whole numbers, at most a
    /// space behind each colon and comma. None of any other, nor of one in which something is wrong: such a line
    /// has to be [read](Self::read) as JSON, which takes three times as long.
    pub fn event<'a>(&mut self, line: &'a str) -> Option<Event<'a>> {
        self.next = 0;
        let mut fields = Fields::default();
        let mut seen = 0_u32;
        let mut rest = line.strip_prefix('{')?;
        loop {
            let (key, after) = plain_text(rest)?;
            let after = after.strip_prefix(':')?;
            let after = after.strip_prefix(' ').unwrap_or(after);
            let (value, after) = plain_text(after).or_else(|| whole_number(after))?;
            // A field named twice: the first one is used.
            if let Some(field) = self.field(key) {
                let bit = 1 << field as u32;
                if seen & bit == 0 {
                    fields.set(field, value.as_bytes());
                }
                seen |= bit;
            }
            if after == "}" {
                return super::event(fields, |_| At::Record).ok();
            }
            let after = after.strip_prefix(',')?;
            rest = after.strip_prefix(' ').unwrap_or(after);
        }
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

/// A text in quotes without escapes, and what stands behind it. JSON lets no control character stand in one.
fn plain_text(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix('"')?;
    let special = |word: u64| bytes::equal(word, b'"') | bytes::equal(word, b'\\') | bytes::less(word, b' ');
    let (words, tail) = line.as_bytes().as_chunks::<8>();
    let in_words = words.iter().zip((0..).step_by(8)).find_map(|(word, at)| {
        let found = special(u64::from_le_bytes(*word));
        (found != 0).then_some(at + found.trailing_zeros() as usize / 8)
    });
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..b' ');
    let end = in_words.or_else(|| Some(8 * words.len() + tail.iter().position(is_special)?))?;
    let (text, rest) = line.split_at_checked(end)?;
    Some((text, rest.strip_prefix('"')?))
}

/// A whole number as JSON writes it, not below nothing, and what stands behind it.
fn whole_number(line: &str) -> Option<(&str, &str)> {
    let end = line.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (number, rest) = line.split_at_checked(end)?;
    let is_one = number == "0" || number.starts_with(|first: char| matches!(first, '1'..='9'));
    is_one.then_some((number, rest))
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

const _: () = assert!(Field::COUNT <= 32, "a bit a field");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What comes of a line, and which keys were met.
    fn told(read: impl Fn(&mut Keys) -> Option<String>) -> Option<(String, Vec<String>)> {
        let mut keys = Keys::default();
        keys.read(r#"{"zzz":1,"event":"x","time":2}"#, &mut Values::default()).ok()?;
        let event = read(&mut keys)?;
        Some((event, keys.names().map(str::to_owned).collect()))
    }

    fn by_json(line: &str) -> Option<(String, Vec<String>)> {
        told(|keys| {
            let mut values = Values::default();
            keys.read(line, &mut values).ok()?;
            let texts = values.texts(line).ok()?;
            values.event(line, &texts).ok().map(|event| format!("{event:?}"))
        })
    }

    fn at_once(line: &str) -> Option<(String, Vec<String>)> {
        told(|keys| keys.event(line).map(|event| format!("{event:?}")))
    }

    #[test]
    fn most_lines_are_read_at_once() {
        for line in [
            r#"{"time":"2026-03-02T09:00:00Z","event":"joined","session_id":"a","user_id":"u1"}"#,
            r#"{"time": "2026-03-02T09:00:00Z", "event": "joined", "session_id": "a", "user_id": 17, "capacity": 0}"#,
            r#"{"user_id":"u1","time":"2026-03-02T09:00:00Z","event":"joined","session_id":"Zoë","x":"","user_id":"u2"}"#,
        ] {
            assert!(at_once(line).is_some(), "{line}");
            assert_eq!(at_once(line), by_json(line), "{line}");
        }
    }

    /// Lines that are nearly events: of pieces that matter to JSON, and of those that make one.
    fn lines() -> impl Strategy<Value = String> {
        let value = prop_oneof![
            4 => "\"[a-zA-Zë 0-9,:{}\\[\\]]{0,20}\"",
            1 => "\"[\\x00-\\x7f]{0,9}\"",
            1 => "\"\\\\u00[0-9a-f]{2}\\\\n\"",
            1 => "-?[0-9]{1,3}(\\.[0-9])?",
            1 => prop_oneof![Just("null"), Just("true"), Just("[1]"), Just("{}"), Just("01"), Just("")].prop_map(str::to_owned),
        ];
        let key = prop_oneof![
            Just("user_id"),
            Just("username"),
            Just("display_name"),
            Just("capacity"),
            Just("unknown"),
            Just("zzz"),
            Just("")
        ];
        let space = prop_oneof![8 => Just(""), 4 => Just(" "), 1 => Just("  "), 1 => Just("\t")];
        let member = (key, space.clone(), value, space)
            .prop_map(|(key, before, value, after)| format!("\"{key}\":{before}{value},{after}"));
        let end = prop_oneof![
            8 => Just("\"session_id\":\"a\"}"), 1 => Just("\"session_id\":\"a\"} "), 1 => Just("\"session_id\":\"a\"}}"), 1 => Just("}"), 1 => Just("")
        ];
        (proptest::collection::vec(member, 0..5), end).prop_map(|(members, end)| {
            format!("{{\"time\":\"2026-03-02T09:00:00Z\",\"event\":\"joined\",{}{end}", members.concat())
        })
    }

    proptest! {
        #[test]
        fn what_is_read_at_once_is_what_json_says(line in lines()) {
            if let Some(event) = at_once(&line) {
                prop_assert_eq!(Some(event), by_json(&line), "{}", line);
            }
        }
    }
}
