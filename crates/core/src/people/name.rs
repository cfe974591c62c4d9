//! Names as evidence: what two of them have in common that could be one person's.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::borrow::Cow;

/// What people and platforms write where a name belongs. A name of these words alone is nobody's.
const PLACEHOLDERS: [&str; 52] = [
    "admin",
    "android",
    "anonym",
    "anonyme",
    "anonymous",
    "anonymus",
    "anónimo",
    "anônimo",
    "attendee",
    "call",
    "caller",
    "computer",
    "convidado",
    "desconocido",
    "desconhecido",
    "desktop",
    "external",
    "gast",
    "gość",
    "guest",
    "guests",
    "host",
    "in",
    "inconnu",
    "invitado",
    "invité",
    "laptop",
    "mac",
    "me",
    "moderator",
    "n",
    "name",
    "none",
    "null",
    "organizer",
    "ospite",
    "participant",
    "pc",
    "phone",
    "presenter",
    "sconosciuto",
    "student",
    "teacher",
    "teams",
    "telephone",
    "test",
    "unbekannt",
    "undefined",
    "unknown",
    "unverified",
    "user",
    "zoom",
];

/// What a device calls itself, with whatever follows.
const DEVICES: [&str; 12] = [
    "galaxy", "huawei", "ipad", "iphone", "ipod", "macbook", "oneplus", "oppo", "redmi", "samsung", "vivo",
    "xiaomi",
];

/// Names as they are compared.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    /// The name itself.
    pub(crate) exact: String,
    /// Whether it has two words at least, so that it says who among many.
    pub(crate) full: bool,
    /// `first last`, where it is written `Last, First`.
    pub(crate) turned: Option<String>,
    /// What stands before brackets, and in them.
    pub(crate) bracketed: Vec<String>,
}

/// The name in one form of Unicode, in lower case, with spaces collapsed.
fn normal(name: &str) -> String {
    if name.is_ascii() {
        return words_of(name).to_ascii_lowercase();
    }
    words_of(&ComposingNormalizerBorrowed::new_nfc().normalize(name)).to_lowercase()
}

fn words_of(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ")
}

/// How a name can be compared; none where it is nobody's.
pub(crate) fn keys(name: &str) -> Option<Keys> {
    let mut exact = normal(name);
    let mut bracketed = Vec::new();
    if let Some((before, inside)) = exact.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        let (before, inside) = (before.trim().to_owned(), inside.trim().to_owned());
        if is_placeholder(&inside) {
            // "Ann Lee (Guest)" is Ann Lee.
            exact = before;
        } else if before == inside {
            exact = before;
        } else {
            bracketed = [before, inside].into_iter().filter(|name| is_full(name)).collect();
        }
    }
    if is_placeholder(&exact) {
        return None;
    }
    let turned = match exact.split_once(',') {
        Some((last, first))
            if !first.contains(',') && !last.trim().is_empty() && !first.trim().is_empty() =>
        {
            Some(format!("{} {}", first.trim(), last.trim()))
        }
        _ => None,
    };
    Some(Keys { full: is_full(&exact), exact, turned, bracketed })
}

/// Whether a name, in lower case, is nobody's: blank, a placeholder, a device, a number.
pub(crate) fn is_placeholder(name: &str) -> bool {
    let words: Vec<&str> =
        name.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => true,
        [one] if one.chars().count() == 1 && one.is_ascii() => true,
        [first, ..] if DEVICES.contains(first) => true,
        words => words.iter().all(|word| PLACEHOLDERS.contains(word)),
    }
}

fn is_full(name: &str) -> bool {
    name.split_whitespace().nth(1).is_some() && !is_placeholder(name)
}

/// An e-mail address in lower case, if the text is one.
pub(crate) fn email(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let (user, domain) = text.split_once('@')?;
    let is_one = !user.is_empty() && domain.contains('.') && !domain.contains('@') && !text.contains(' ');
    let is_low = || text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    is_one.then(|| if is_low() { text.into() } else { text.to_lowercase().into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_nobody() {
        for name in [
            "",
            "  ",
            "Guest",
            "guest 12",
            "iPad",
            "iPad (2)",
            "iPhone 15 Pro Max",
            "Unknown",
            "Zoom user",
            "Zoom User 3",
            "Anonymous",
            "12345",
            "+49 30 123456",
            "+1 (555) 010-0199",
            "***",
            "X",
            "Gast",
            "invité",
            "Unknown (Guest)",
            "Call-in User_1",
        ] {
            assert_eq!(keys(name), None, "{name}");
        }
    }

    #[test]
    fn names_are_compared_without_what_does_not_count() {
        let exact = |name| keys(name).map(|keys| keys.exact).unwrap_or_default();
        // Composed and not.
        assert_eq!(exact("Jose\u{301}  Garc\u{ed}a "), exact("jos\u{e9} garci\u{301}a"));
        assert_eq!(exact("Ann Lee (Guest)"), "ann lee");
        assert_eq!(exact("Ann Lee (ann lee)"), "ann lee");
        assert_eq!(keys("Lee, Ann").and_then(|keys| keys.turned).as_deref(), Some("ann lee"));
        assert_eq!(keys("Lee, Ann, Dr").and_then(|keys| keys.turned), None);
        assert_eq!(
            keys("Ali (Alison Smith)").map(|keys| keys.bracketed).unwrap_or_default(),
            ["alison smith"]
        );
        assert_eq!(exact("李"), "李");
    }

    #[test]
    fn addresses() {
        assert_eq!(email(" Ann@X.org ").as_deref(), Some("ann@x.org"));
        for text in ["ann", "ann@x", "@x.org", "a b@x.org", "a@b@x.org"] {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
