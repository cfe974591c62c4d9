//! NDJSON: one object a line (event-log.md, head and *Text rules*).

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's keys and values as they stand in the line, in that order, keys that come twice included.
pub(crate) struct Pairs(pub(crate) Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs;
            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// The object in a line; none where the line is anything else.
pub(crate) fn object(line: &str) -> Option<Pairs> {
    serde_json::from_str(line).ok()
}

/// A value as the text of a field: a number or true/false as written, null as blank.
/// None where the value is no text: an object or an array.
pub(crate) fn text(value: &RawValue) -> Option<String> {
    let raw = value.get();
    match raw.chars().next() {
        Some('{' | '[') => None,
        Some('"') => serde_json::from_str(raw).ok(),
        Some('n') => Some(String::new()),
        _ => Some(raw.to_owned()),
    }
}
