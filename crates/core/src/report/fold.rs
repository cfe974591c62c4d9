//! Texts folded for looking for them: without case, and Latin letters without accents.

/// Latin-1 Supplement and Latin Extended-A from U+00C0 on, by letter; a dot: the letter stays as it is.
const LATIN: &str = "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeeggggggg\
                     ghhhhiiiiiiiiii..jjkk.llllll..llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
/// Latin Extended Additional, from U+1E00 on.
const ADDITIONAL: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrss\
                          ssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooo\
                          oooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Puts the folded text into `out`, behind what it holds.
pub(super) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for character in text.chars() {
        match character {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            // Marks that stand behind the letter that they belong to.
            '\u{300}'..='\u{36f}' => {}
            _ => match letter(character) {
                Some(letter) => out.push(letter),
                None => out.extend(character.to_lowercase()),
            },
        }
    }
}

/// The folded text.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn letter(character: char) -> Option<char> {
    let code = character as usize;
    let (first, letters) = if code < 0x1E00 { (0xC0, LATIN) } else { (0x1E00, ADDITIONAL) };
    let letter = *letters.as_bytes().get(code.checked_sub(first)?)?;
    (letter != b'.').then_some(char::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count() {
        for (text, expected) in [
            ("Ada LOVELACE", "ada lovelace"),
            ("Çelik, Şükrü Ğ. İnan", "celik, sukru g. inan"),
            ("Nguyễn Thị Ánh", "nguyen thi anh"),
            ("Łukasz Żółć Øre Straße Æsop œuvre", "lukasz zolc ore strasse aesop oeuvre"),
            ("Cafe\u{301}", "cafe"),
            ("ÀÿĀſẀỹ×÷", "ayaswy×÷"),
            ("МОСКВА Ωmega 日本 ½", "москва ωmega 日本 ½"),
        ] {
            assert_eq!(folded(text), expected);
            assert_eq!(folded(&folded(text)), expected, "folded twice");
        }
        assert_eq!((LATIN.len(), ADDITIONAL.len()), (0x180 - 0xC0, 0x100));
    }
}
