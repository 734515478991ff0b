//! What does somebody type who looks for a place? Words, and perhaps a house number.

use super::{
    form::{Form, Word},
    marks::{BLOCK, Slices},
    sound::fold,
};

/// So many words are looked at; of more, the first.
const MOST_WORDS: usize = 8;
/// What may stand before the digits of a house number.
pub(super) const BEFORE_NUMBER: [char; 7] = ['甲', '乙', '丙', '丁', '戊', '附', '副'];
/// What may stand behind them.
const BEHIND_NUMBER: [&str; 13] = ["号院", "号楼", "号", "號", "弄", "栋", "棟", "幢", "院", "楼", "单元", "室", "座"];

/// A question for a place.
#[derive(Debug, Clone)]
pub struct Asked {
    pub(super) words: Words,
    pub(super) number: Option<Number>,
}

/// Words of which each has to fit; also when they are written as one.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub whole: Word,
    parts: Vec<Word>,
}

/// A house number, and the words beside it.
#[derive(Debug, Clone)]
pub(super) struct Number {
    /// The first digits.
    pub value: u32,
    /// All of it, folded, from the first digits on.
    pub text: String,
    /// The street, the place or both.
    pub rest: Option<Words>,
}

impl Asked {
    /// Reads what somebody typed; `None` when nothing of it is a letter or a digit.
    pub fn new(typed: &str) -> Option<Asked> {
        let typed: Vec<String> = typed.split_whitespace().map(without_tones).collect();
        let number = typed.iter().enumerate().find_map(|(at, word)| {
            let (before, number, behind) = split_number(word)?;
            let rest = typed[..at].iter().map(String::as_str).chain([before, behind]).chain(typed[at + 1..].iter().map(String::as_str));
            let (value, text) = number_of(number)?;
            Some(Number { value, text, rest: Words::new(rest) })
        });
        Some(Asked { words: Words::new(typed.iter().map(String::as_str))?, number })
    }
}

impl Asked {
    /// The word in which slips are forgiven: never in a house number.
    pub(super) fn but_for_slips(&self) -> Option<&Word> {
        let words = match &self.number {
            Some(number) => number.rest.as_ref()?,
            None => &self.words,
        };
        Some(&words.whole)
    }
}

impl Words {
    fn new<'a>(typed: impl Iterator<Item = &'a str>) -> Option<Words> {
        let typed: Vec<&str> = typed.filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
        let parts: Vec<Word> = typed.iter().filter_map(|word| Word::new(word)).collect();
        let whole = Word::new(&typed.join(" "))?;
        Some(Words { whole, parts: if parts.len() > 1 { parts } else { Vec::new() } })
    }

    /// Which texts of a block are worth comparing with them.
    pub fn shown(&self, slices: &Slices, block: usize) -> [u64; BLOCK] {
        let mut shown = slices.shown(self.whole.glance(), block);
        if let Some((first, others)) = self.parts.split_first() {
            let mut all = slices.shown(first.glance(), block);
            for part in others {
                all.iter_mut().zip(slices.shown(part.glance(), block)).for_each(|(all, bits)| *all &= bits);
            }
            shown.iter_mut().zip(all).for_each(|(any, bits)| *any |= bits);
        }
        shown
    }

    /// The one word, when there are no others.
    pub fn only(&self) -> Option<&Word> {
        self.parts.is_empty().then_some(&self.whole)
    }

    /// How well they fit a text: as one word, or the worst of them; 0 not at all.
    pub fn fit(&self, form: &Form) -> u32 {
        self.fit_by(|word| word.fit(form))
    }

    /// The same where a word may fit by something else too.
    pub fn fit_by(&self, fit: impl Fn(&Word) -> u32) -> u32 {
        let whole = fit(&self.whole);
        if self.parts.is_empty() || whole > 0 { whole } else { self.parts.iter().map(fit).min().unwrap_or(0) }
    }
}

/// A text with the house number that stands in it taken out: what is before, the number with all that belongs to it, what is
/// behind.
pub(super) fn split_number(text: &str) -> Option<(&str, &str, &str)> {
    let digits = text.find(is_digit)?;
    let mut start = digits;
    if let Some((at, _)) = text[..digits].char_indices().next_back().filter(|(_, c)| BEFORE_NUMBER.contains(c)) {
        start = at;
    }
    let mut end = digits;
    while let Some(length) = belongs(&text[end..]) {
        end += length;
    }
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// How many bytes of what begins here still belong to a house number.
fn belongs(text: &str) -> Option<usize> {
    if let Some(ending) = BEHIND_NUMBER.into_iter().find(|ending| text.starts_with(ending)) {
        return Some(ending.len());
    }
    let mut chars = text.chars();
    let first = chars.next()?;
    let alone = !chars.next().is_some_and(|next| next.is_ascii_alphabetic());
    let taken = is_digit(first) || "-－—/之".contains(first) || BEFORE_NUMBER.contains(&first) || (first.is_ascii_alphabetic() && alone);
    taken.then_some(first.len_utf8())
}

/// ASCII digits and full-width ones.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The number that a house number begins with, and all of it folded without 号.
pub(super) fn number_of(text: &str) -> Option<(u32, String)> {
    let text: String = fold(text).chars().filter(|c| !['号', '號'].contains(c)).collect();
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    Some((digits.parse().ok()?, text))
}

/// A word without the digits of tones, where each syllable has one: zhong1guan1cun1.
fn without_tones(word: &str) -> String {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let is_tone = |pair: [char; 2]| !pair[1].is_ascii_digit() || (pair[0].is_ascii_alphabetic() && ('1'..='5').contains(&pair[1]));
    let toned = digits > 1
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '\'')
        && word.chars().zip(word.chars().skip(1)).all(|(one, other)| is_tone([one, other]));
    if toned { word.chars().filter(|c| !c.is_ascii_digit()).collect() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_number_is_taken_out_wherever_it_stands() {
        for (text, parts) in [
            ("中关村大街27号", ("中关村大街", "27号", "")),
            ("中关村大街27", ("中关村大街", "27", "")),
            ("27号中关村大街", ("", "27号", "中关村大街")),
            ("中关村大街甲27号院3号楼", ("中关村大街", "甲27号院3号楼", "")),
            ("龙华路2591弄5号", ("龙华路", "2591弄5号", "")),
            ("大雅路12-1号", ("大雅路", "12-1号", "")),
            ("大雅路１２号", ("大雅路", "１２号", "")),
            ("大雅路12A", ("大雅路", "12A", "")),
            ("12BigStreet", ("", "12", "BigStreet")),
            ("101中学", ("", "101", "中学")),
        ] {
            assert_eq!(split_number(text), Some(parts), "{text}");
        }
        assert_eq!(split_number("中关村大街"), None);
        assert_eq!(number_of("甲２７号院"), Some((27, "甲27院".to_owned())));
        assert_eq!(number_of("99999999999号"), None);
    }

    #[test]
    fn digits_of_tones_are_left_out_and_others_are_not() {
        assert_eq!(without_tones("bei3jing1"), "beijing");
        for word in ["t3", "101", "zgc27", "beijing101", "27hao"] {
            assert_eq!(without_tones(word), word);
        }
    }

    #[test]
    fn what_is_no_word_asks_nothing() {
        assert!(Asked::new("  ").is_none() && Asked::new("，。").is_none());
        let asked = Asked::new("中关村大街, 27号").expect("a question");
        assert_eq!(asked.number.map(|number| (number.value, number.text)), Some((27, "27".to_owned())));
    }
}
