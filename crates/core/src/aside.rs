//! Files that are no log but say how to read one. They are dropped with the logs and told by their first key.

/// What an opening says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    /// An [alias file](crate::people::Aliases).
    Aliases,
    /// A log, or something else.
    No,
    /// Too little of it is there to tell.
    NotYet,
}

/// Tells whether a text opens as `{"adsum": "aliases"`.
pub(crate) fn aside(opening: &[u8]) -> Aside {
    let mut rest = opening.trim_ascii_start();
    for token in ["{", "\"adsum\"", ":", "\"aliases\""] {
        let token = token.as_bytes();
        let there = rest.len().min(token.len());
        if rest[..there] != token[..there] {
            return Aside::No;
        }
        if there < token.len() {
            return Aside::NotYet;
        }
        rest = rest[there..].trim_ascii_start();
    }
    Aside::Aliases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_by_the_first_key() {
        let text = b" {\n  \"adsum\" : \"aliases\", \"version\": 1";
        for end in 0..24 {
            assert_eq!(aside(&text[..end]), Aside::NotYet, "{end}");
        }
        assert_eq!(aside(text), Aside::Aliases);
        for other in ["{\"time\"", "{\"adsum\":\"mapping\"", "time,event", "[{\"adsum\"", "<"] {
            assert_eq!(aside(other.as_bytes()), Aside::No, "{other}");
        }
    }
}
