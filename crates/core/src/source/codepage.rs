//! Texts of one byte a character, as spreadsheets save them on Windows: told by evidence, and turned into UTF-8.
//!
//! Nothing in such a file says which of the code pages it is in. What tells is whether the bytes make words:
//! each language has letters of its own, and the page is that of the language which explains most of them.

use super::Encoding;

/// How much of a file is looked at, from its first byte that is no ASCII. So a text is held back by at most
/// this much, once, and what it is told to be does not depend on how it arrived.
pub(super) const WINDOW: usize = 64 << 10;

/// In which share of a text there may be characters that no text has: one in this many.
const STRAY: usize = 50;

/// The characters of the bytes 0x80 to 0xFF; U+FFFD where there is none.
#[derive(Clone, Debug)]
pub(super) struct Page {
    encoding: Encoding,
    characters: [char; 128],
}

const WINDOWS_1250: &str = concat!(
    "€\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź",
    "\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż",
    "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß",
    "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"
);
const WINDOWS_1251: &str = concat!(
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ",
    "\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї",
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя"
);
const WINDOWS_1252: &str = concat!(
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ",
    "\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
    "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
);
const WINDOWS_1253: &str = concat!(
    "€\u{FFFD}‚ƒ„…†‡\u{FFFD}‰\u{FFFD}‹\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}‘’“”•–—\u{FFFD}™\u{FFFD}›\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}",
    "\u{A0}΅Ά£¤¥¦§¨©\u{FFFD}«¬\u{AD}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ",
    "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\u{FFFD}ΣΤΥΦΧΨΩΪΫάέήί",
    "ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\u{FFFD}"
);
const WINDOWS_1254: &str = concat!(
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}\u{FFFD}Ÿ",
    "\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß",
    "àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ"
);

/// A language: its code page, the letters it has beside ASCII's, in lower case, and beginnings of words that
/// stand in the headers of its exports. Among those that explain a text equally well, the first is taken.
struct Language {
    encoding: Encoding,
    letters: &'static str,
    words: &'static [&'static str],
}

const fn language(encoding: Encoding, letters: &'static str, words: &'static [&'static str]) -> Language {
    Language { encoding, letters, words }
}

const LANGUAGES: [Language; 17] = [
    language(Encoding::Windows1252, "äöüßé", &["teilnehmer", "dauer"]),
    language(Encoding::Windows1252, "éèêëàâçîïôùûœ", &["participant", "dur"]),
    language(Encoding::Windows1252, "áéíóúüñºª", &["nombre", "hora"]),
    language(Encoding::Windows1252, "áàâãçéêíóôõúºª", &["nome", "hora"]),
    language(Encoding::Windows1252, "àèéìòù", &["nome", "ora "]),
    language(Encoding::Windows1252, "åäöæøé", &["namn", "navn", "nimi"]),
    language(Encoding::Windows1252, "éëïöüèáóí", &["naam", "tijd"]),
    language(Encoding::Windows1250, "ąćęłńóśźż", &["nazwisk", "spotkani", "godzina", "czas"]),
    language(Encoding::Windows1250, "áčďéěíňóřšťúůýžĺľôŕä", &["jm\u{e9}no", "meno", "doba", "trv"]),
    language(Encoding::Windows1250, "áéíóöőúüű", &["n\u{e9}v", "csatlakoz"]),
    language(Encoding::Windows1250, "ăâîşţ", &["nume", "durata"]),
    language(Encoding::Windows1250, "čćđšž", &["ime", "trajanje"]),
    language(Encoding::Windows1254, "çğıöşüâî", &["ad", "kat\u{131}l", "toplant"]),
    language(Encoding::Windows1252, "áéíóúýþæöð", &["nafn"]),
    language(Encoding::Windows1251, "абвгдежзийклмнопрстуфхцчшщъыьэюяё", &["имя", "врем", "участ"]),
    language(Encoding::Windows1251, "абвгдежзийклмнопрстуфхцчшщьюяєіїґўјљњћђџ", &[]),
    language(Encoding::Windows1253, "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", &["όνομα", "ώρα", "διάρκεια"]),
];

/// The page that a text is in, told from the bytes from its first that is no ASCII on, at most [`WINDOW`];
/// none where it is UTF-8, broken or not, or no text. `before` is the byte before them.
pub(super) fn tell(before: u8, window: &[u8]) -> Option<Page> {
    let (characters, broken) = utf8(window);
    if broken <= characters || is_garbage(window) {
        return None;
    }
    let mut best: Option<((usize, usize), Page)> = None;
    for language in &LANGUAGES {
        let page = Page::of(language.encoding)?;
        let score = language.score(before, window, &page);
        if score.0 > 0 && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, page));
        }
    }
    let ((explained, _), page) = best?;
    // Most of what is no ASCII makes letters of one language, or the signs that go with any.
    (explained * 2 >= broken).then_some(page)
}

/// How many characters beside ASCII are whole in UTF-8, and how many bytes belong to none. A last character
/// that is cut off is neither.
fn utf8(mut text: &[u8]) -> (usize, usize) {
    let (mut characters, mut broken) = (0, 0);
    let count = |text: &[u8]| text.iter().filter(|&&byte| byte >= 0xC0).count();
    loop {
        match std::str::from_utf8(text) {
            Ok(rest) => return (characters + count(rest.as_bytes()), broken),
            Err(error) => {
                let (valid, rest) = text.split_at(error.valid_up_to());
                characters += count(valid);
                let Some(length) = error.error_len() else { return (characters, broken) };
                broken += length;
                text = &rest[length..];
            }
        }
    }
}

fn is_garbage(window: &[u8]) -> bool {
    let odd = |byte: &&u8| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let odd = window.iter().filter(odd).count();
    odd > 1 && odd * STRAY > window.len()
}

impl Language {
    /// How many bytes make letters of this language in words of it, and whether its words are there.
    fn score(&self, before: u8, window: &[u8], page: &Page) -> (usize, usize) {
        let mut explained = 0;
        let mut before = char::from(before);
        for (place, &byte) in window.iter().enumerate() {
            let character = page.character(byte);
            if !byte.is_ascii() {
                let after = window.get(place + 1).map_or(' ', |&byte| page.character(byte));
                let in_word = before.is_alphabetic() || after.is_alphabetic();
                let lower = character.to_lowercase().next().unwrap_or(character);
                let odd_case = character.is_uppercase() && before.is_lowercase();
                let sign =
                    matches!(character, '€' | '„' | '“' | '”' | '’' | '–' | '—' | '…' | '«' | '»' | '\u{a0}');
                explained += usize::from(in_word && !odd_case && self.letters.contains(lower) || sign);
            }
            before = character;
        }
        let words = || {
            let text: String = window.iter().map(|&byte| page.character(byte)).collect();
            let text = text.to_lowercase();
            self.words.iter().filter(|word| text.contains(**word)).count()
        };
        (explained, if explained > 0 { words() } else { 0 })
    }
}

impl Page {
    fn of(encoding: Encoding) -> Option<Self> {
        let characters = match encoding {
            Encoding::Windows1250 => WINDOWS_1250,
            Encoding::Windows1251 => WINDOWS_1251,
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Windows1253 => WINDOWS_1253,
            Encoding::Windows1254 => WINDOWS_1254,
            _ => return None,
        };
        let mut page = Self { encoding, characters: [char::REPLACEMENT_CHARACTER; 128] };
        for (place, character) in page.characters.iter_mut().zip(characters.chars()) {
            *place = character;
        }
        Some(page)
    }

    /// Which it is.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    fn character(&self, byte: u8) -> char {
        match byte.checked_sub(0x80) {
            None => char::from(byte),
            Some(place) => self.characters.get(usize::from(place)).copied().unwrap_or_default(),
        }
    }

    /// Adds these bytes to a text; how many had no character.
    pub(super) fn convert(&self, mut bytes: &[u8], text: &mut Vec<u8>) -> u64 {
        let mut replaced = 0;
        text.reserve(bytes.len());
        while let Some(at) = bytes.iter().position(|byte| !byte.is_ascii()) {
            let (ascii, rest) = bytes.split_at(at);
            text.extend_from_slice(ascii);
            let character = self.character(rest[0]);
            replaced += u64::from(character == char::REPLACEMENT_CHARACTER);
            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            bytes = &rest[1..];
        }
        text.extend_from_slice(bytes);
        replaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, encoding: Encoding) {
        let page = Page::of(encoding).unwrap();
        let byte = |character: char| match character {
            ascii if ascii.is_ascii() => u8::try_from(ascii).unwrap(),
            other => u8::try_from(page.characters.iter().position(|&known| known == other).unwrap() + 0x80)
                .unwrap(),
        };
        let bytes: Vec<u8> = text.chars().map(byte).collect();
        let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap();
        let told = tell(first.checked_sub(1).map_or(b' ', |before| bytes[before]), &bytes[first..])
            .map(|page| page.encoding());
        assert_eq!(told, Some(encoding), "{text}");
        let mut back = Vec::new();
        assert_eq!(page.convert(&bytes, &mut back), 0);
        assert_eq!(String::from_utf8(back).unwrap(), text);
    }

    #[test]
    fn the_page_is_that_of_the_language() {
        check("Imię i nazwisko;Pierwsze dołączenie;Ostatnie wyjście\nŁukasz Żak", Encoding::Windows1250);
        check("1. Podsumowanie\nTytuł spotkania;x\nGodzina rozpoczęcia", Encoding::Windows1250);
        check("Jméno účastníka;Připojení;Odchod\nJiří Dvořák", Encoding::Windows1250);
        check("Név;Első csatlakozás;Időtartam", Encoding::Windows1250);
        check("Zoë,Brontë", Encoding::Windows1252);
        check("Hora de início;Duração;Função", Encoding::Windows1252);
        check("Jürgen Groß;1 Std.", Encoding::Windows1252);
        check("Søren Kærgård", Encoding::Windows1252);
        check("José Muñoz – “Física”", Encoding::Windows1252);
        check("Иван Петров;Время входа", Encoding::Windows1251);
        check("Адміністратор;Їжак", Encoding::Windows1251);
        check("Όνομα;Ώρα εισόδου\nΓιώργος", Encoding::Windows1253);
        check("Ayşe Yılmaz;Katılım süresi", Encoding::Windows1254);
        check("Þórður Guðmundsson", Encoding::Windows1252);
    }

    #[test]
    fn utf8_stays_utf8() {
        for text in [
            &b"\xC5\x82ukasz \xFF \xC3\xB3"[..],
            "zażółć".as_bytes(),
            b"\xC5",
            b"\xE2\x82",
            b"\xFF",
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01",
        ] {
            assert!(tell(b' ', text).is_none(), "{}", String::from_utf8_lossy(text));
        }
    }
}
