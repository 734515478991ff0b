//! How are names and addresses brought into one form before they are compared, and which words say where, not what?
//!
//! 1. *Fold*: NFKC, lower case; only letters, digits and a dash between digits stay. Chinese numerals become Arabic
//!    (十二 and 12 are one), leading zeros fall.
//! 2. *Strip*: names of divisions at the beginning, again and again (陕西省西安市碑林区...); the full names of the record's
//!    own divisions and the stop words wherever they stand. A text that is nothing else stays whole.
//! 3. What was stripped is remembered by level: two texts that name different districts contradict each other.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::domain::division::{DivisionCode, Level};

/// Characters behind which 西安 is a part of another name: 西安路, 西安村.
const GO_ON: &str = "路街巷道里门桥村镇社东西南北中大小";

/// Names of divisions, to be told from what a place itself is called.
#[derive(Debug, Clone, Default)]
pub struct PlaceNames {
    by_name: HashMap<Box<str>, Level>,
    by_code: HashMap<DivisionCode, Box<str>>,
    longest: usize,
}

impl PlaceNames {
    /// Takes codes and names of divisions; a name at two levels counts as the larger.
    pub fn new<'a>(divisions: impl Iterator<Item = (DivisionCode, &'a str)>) -> PlaceNames {
        let mut names = PlaceNames::default();
        for (code, name) in divisions {
            let name: Box<str> = fold(name).into();
            let length = name.chars().count();
            if length < 2 {
                continue;
            }
            names.longest = names.longest.max(length);
            let level = names.by_name.entry(name.clone()).or_insert(code.level());
            *level = code.level().min(*level);
            names.by_code.insert(code, name);
        }
        names
    }

    /// The folded names of a division and those above it, the largest first.
    fn chain(&self, division: DivisionCode) -> impl Iterator<Item = (Level, &str)> {
        Level::ALL.into_iter().filter_map(move |level| Some((level, &**self.by_code.get(&division.at(level)?)?)))
    }

    /// The longest division name of `deepest` or larger that a folded text begins with.
    fn beginning<'a>(&self, text: &'a str, deepest: Level) -> Option<(Level, &'a str)> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest);
        let known = ends.filter_map(|end| Some((*self.by_name.get(&text[..end])?, &text[..end])));
        known.filter(|(level, _)| *level <= deepest).last()
    }
}

/// A text without the words that say where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::analysis) struct Stripped {
    /// What is left, folded.
    pub text: String,
    /// Division names found, by level.
    pub places: BTreeMap<Level, Box<str>>,
    /// Everything taken out, in the order of taking.
    pub words: Vec<Box<str>>,
}

impl Stripped {
    /// Whether both name a division of some level and not the same.
    pub fn contradicts(&self, other: &Stripped) -> bool {
        self.places.iter().any(|(level, name)| other.places.get(level).is_some_and(|other| other != name))
    }
}

/// Folds a text and takes out the names of divisions of level `deepest` and larger, and the stop words, which are folded.
pub(in crate::analysis) fn strip(
    text: &str,
    division: Option<DivisionCode>,
    deepest: Level,
    names: &PlaceNames,
    stop_words: &[String],
) -> Stripped {
    let whole = fold(text);
    let mut found = Stripped { text: whole.clone(), ..Stripped::default() };
    loop {
        let known = names.beginning(&found.text, deepest).map(|(level, name)| (level, name.to_owned(), name.len()));
        let own = || division.and_then(|code| short_beginning(&found, code, names));
        let Some((level, name, length)) = known.or_else(own) else { break };
        found.words.push(found.text[..length].into());
        found.places.entry(level).or_insert(name.into());
        found.text.drain(..length);
    }
    let own = division.into_iter().flat_map(|code| names.chain(code)).filter(|(level, _)| *level <= deepest);
    for (level, name) in own {
        if take(&mut found, name) {
            found.places.entry(level).or_insert(name.into());
        }
    }
    for word in stop_words {
        take(&mut found, word);
    }
    if found.text.is_empty() { Stripped { text: whole, ..Stripped::default() } } else { found }
}

/// Takes a word out wherever it stands.
fn take(found: &mut Stripped, word: &str) -> bool {
    let holds = !word.is_empty() && found.text.contains(word);
    if holds {
        found.text = found.text.replace(word, "");
        found.words.push(word.into());
    }
    holds
}

/// 西安 for 西安市 at the beginning: the level, full name and length of an own province or city without its last character.
/// Names go from large to small, so behind a district's name 西安 is something else.
fn short_beginning(found: &Stripped, division: DivisionCode, names: &PlaceNames) -> Option<(Level, String, usize)> {
    let smaller = |level: Level| found.places.keys().next_back().is_none_or(|last| *last < level);
    names.chain(division).filter(|(level, _)| *level <= Level::City && smaller(*level)).find_map(|(level, name)| {
        let (last, _) = name.char_indices().next_back()?;
        let rest = found.text.strip_prefix(&name[..last])?;
        let goes_on = rest.chars().next().is_some_and(|next| GO_ON.contains(next));
        (name.chars().count() > 2 && !goes_on).then(|| (level, name.to_owned(), last))
    })
}

/// A text without case, width, white space and punctuation, its numerals Arabic.
pub(in crate::analysis) fn fold(text: &str) -> String {
    let kept = text.nfkc().filter_map(|c| match c {
        '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '~' | '〜' => Some('-'),
        c => c.is_alphanumeric().then_some(c),
    });
    let kept: Vec<char> = arabic(&kept.flat_map(char::to_lowercase).collect::<Vec<char>>());
    let digit = |at: Option<usize>| at.and_then(|at| kept.get(at)).is_some_and(char::is_ascii_digit);
    let between = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    let text = kept.iter().enumerate().filter(|(at, c)| **c != '-' || between(*at)).map(|(_, c)| *c);
    without_leading_zeros(text)
}

fn without_leading_zeros(text: impl Iterator<Item = char>) -> String {
    let mut kept = String::new();
    let mut text = text.peekable();
    let mut in_number = false;
    while let Some(c) = text.next() {
        let leads = c == '0' && !in_number && text.peek().is_some_and(char::is_ascii_digit);
        in_number = c.is_ascii_digit() && !leads;
        if !leads {
            kept.push(c);
        }
    }
    kept
}

/// Runs of Chinese numerals as Arabic ones: 二十三 as 23, 一〇二 as 102; what is no number, such as 百 alone, stays.
fn arabic(text: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|c| digit(**c).is_some() || matches!(c, '十' | '百')).count();
        match number(&text[at..at + run]) {
            Some(number) => out.extend(number.chars()),
            None => out.extend(&text[at..at + run.max(1)]),
        }
        at += run.max(1);
    }
    out
}

fn digit(c: char) -> Option<u32> {
    "零一二三四五六七八九".chars().position(|one| one == c).map(|value| value as u32).or((c == '〇').then_some(0))
}

fn number(run: &[char]) -> Option<String> {
    let digits: Option<String> = run.iter().map(|c| digit(*c).and_then(|value| char::from_digit(value, 10))).collect();
    if let Some(digits) = digits {
        return (!digits.is_empty()).then_some(digits);
    }
    let (mut sum, mut pending, mut unit) = (0, None, 1_000);
    for c in run {
        let value = match c {
            '十' => 10,
            '百' => 100,
            _ => {
                // Two digits in a row between units are no number, except for a filling zero.
                if pending.is_some_and(|value| value != 0) {
                    return None;
                }
                pending = digit(*c);
                continue;
            }
        };
        // Units go down, and only ten may stand for itself.
        if value >= unit || (value == 100 && pending.is_none()) {
            return None;
        }
        sum += value * pending.take().filter(|count| *count > 0).unwrap_or(1);
        unit = value;
    }
    Some((sum + pending.unwrap_or(0)).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).expect("a code of the test")
    }

    fn names() -> PlaceNames {
        let rows = [("99", "示例省"), ("9901", "云州市"), ("990102", "碑前区"), ("990103", "雁回区"), ("990102001001", "望河社区")];
        PlaceNames::new(rows.into_iter().map(|(number, name)| (code(number), name)))
    }

    #[test]
    fn numerals_width_case_and_brackets_fold() {
        assert_eq!(fold("第十二 社区（Ａ座）"), "第12社区a座");
        assert_eq!(fold("二十三号、一百零八号、一〇二室、012号"), "23号108号102室12号");
        assert_eq!(fold("百花路12－3号 - 南门"), "百花路12-3号南门");
        assert_eq!(fold("十里铺 二百"), "10里铺200");
        assert_eq!(fold("100号、0号、1-02"), "100号0号1-2");
    }

    #[test]
    fn the_numbers_to_999_fold_as_they_are_said() {
        let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        for number in 1..1_000_usize {
            let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
            let mut said = String::new();
            if hundreds > 0 {
                said.extend([digits[hundreds], '百']);
                if tens == 0 && ones > 0 {
                    said.push('零');
                }
            }
            if tens > 0 {
                if tens > 1 || hundreds > 0 {
                    said.push(digits[tens]);
                }
                said.push('十');
            }
            if ones > 0 {
                said.push(digits[ones]);
            }
            assert_eq!(fold(&said), number.to_string(), "{said}");
        }
    }

    #[test]
    fn division_names_at_the_beginning_and_own_ones_anywhere_are_stripped() {
        let stop = ["试点".to_owned()];
        let strip = |text, own: Option<&str>, deepest| strip(text, own.map(code), deepest, &names(), &stop);
        let found = strip("示例省云州市碑前区望河社区服务站(试点)", None, Level::District);
        assert_eq!(found.text, "望河社区服务站");
        assert_eq!(found.words.len(), 4);
        assert_eq!(found.places[&Level::District].as_ref(), "碑前区");
        assert_eq!(strip("爱心协会(碑前区)", Some("990102"), Level::District).text, "爱心协会");
        assert_eq!(strip("望河社区12号", None, Level::Community).text, "12号");
        assert_eq!(strip("碑前区", None, Level::District).text, "碑前区", "a text that is nothing else stays");
    }

    #[test]
    fn the_short_name_of_the_own_city_is_stripped_unless_it_goes_on() {
        let strip = |text| strip(text, Some(code("990102001001")), Level::District, &names(), &[]);
        assert_eq!(strip("云州养老院").text, "养老院");
        assert_eq!(strip("示例省云州养老院").text, "养老院");
        assert_eq!(strip("云州路社区").text, "云州路社区");
        assert_eq!(strip("碑前区云州养老院").text, "云州养老院");
    }

    #[test]
    fn different_districts_contradict_each_other_and_none_contradicts_nobody() {
        let strip = |text| strip(text, None, Level::District, &names(), &[]);
        assert!(strip("碑前区救助站").contradicts(&strip("雁回区救助站")));
        assert!(!strip("碑前区救助站").contradicts(&strip("云州市救助站")));
        assert!(!strip("救助站").contradicts(&strip("雁回区救助站")));
    }
}
