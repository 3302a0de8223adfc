//! What hostile texts are made of.

use std::borrow::Cow;

use crate::dice::Dice;

/// What means something to some reader: quotes, ends of lines, what is invisible, what takes several bytes.
const HOSTILE: [&str; 36] = [
    "'", "\"", "`", "\\", "''", "\"\"", "``", "\\'", "\0", "\n", "\r\n", "\r", "\t", "\u{b}", "\u{1a}", "\u{a0}",
    "\u{feff}", "\u{2028}", "\u{200b}", "\u{202e}", "é", "ß", "İ", "表", "😀", "e\u{301}", ";", "%", "@", "--", "/*",
    "*/", "$", "#", "{{", "0",
];

/// The words of the text of a number.
pub(crate) fn words<'a>(number: u64, grammar: &[&'a str]) -> Vec<Cow<'a, str>> {
    let mut dice = Dice::new(number);
    let longest = match dice.below(16) {
        0..8 => 8,
        8..15 => 32,
        _ => 160,
    };
    let length = dice.below(longest) + 1;
    let mut words: Vec<Cow<'a, str>> = Vec::with_capacity(length);
    for _ in 0..length {
        let word = match dice.below(16) {
            0 => Cow::Borrowed(dice.pick(&HOSTILE)),
            1 => Cow::Owned(character(&mut dice).to_string()),
            2 => words.get(dice.below(words.len())).cloned().unwrap_or_default(),
            3 => Cow::Borrowed(dice.pick(&[" ", "\n"])),
            _ => Cow::Borrowed(dice.pick(grammar)),
        };
        words.push(word);
    }
    words
}

/// A text of tens of thousands of words, nearly all of them the same: what takes time that grows with the square of a
/// length does not come to its end.
pub(crate) fn long(number: u64, grammar: &[&str]) -> String {
    const LENGTH: usize = 20_000;
    let mut dice = Dice::new(number);
    let mut word = || match dice.below(4) {
        0 => dice.pick(&HOSTILE).to_owned(),
        _ => dice.pick(grammar).to_owned(),
    };
    let (first, other, last) = (word(), word(), word());
    let many = match number % 3 {
        0 => other.repeat(LENGTH),
        1 => format!("{other} ").repeat(LENGTH),
        _ => format!("{other}{last}").repeat(LENGTH / 2),
    };
    format!("{first}{many}{last}")
}

fn character(dice: &mut Dice) -> char {
    let limit = if dice.below(2) == 0 { 0x80 } else { 0x11_0000 };
    u32::try_from(dice.below(limit)).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
}
