//! Which row of the catalogue does a word mean, and if none: which words come near?

use std::collections::HashMap;

use crate::domain::{
    kind::{Catalogue, Kind, ServiceType, TargetGroup},
    vocabulary::{Named, Vocabulary},
};

/// A vocabulary with its words as written beside it: files repeat the same few words in every row, which then need no folding.
pub(super) struct Lexicon<'c, T> {
    rows: &'c Vocabulary<T>,
    as_written: HashMap<&'c str, &'c T>,
}

impl<'c, T: Named> Lexicon<'c, T> {
    fn new(rows: &'c Vocabulary<T>) -> Self {
        let words = rows.rows().iter().flat_map(Named::words);
        Self { rows, as_written: words.filter_map(|word| Some((word, rows.find(word)?))).collect() }
    }

    /// The row that a word means.
    pub fn find(&self, word: &str) -> Option<&'c T> {
        self.as_written.get(word).copied().or_else(|| self.rows.find(word))
    }

    /// What would have been right instead of `word`, among the rows that `takes` says yes to.
    pub fn expected(&self, what: &str, word: &str, takes: impl Fn(&T) -> bool) -> String {
        expected(what, word, self.rows, takes)
    }
}

/// The words of the whole catalogue.
pub(super) struct Lexicons<'c> {
    pub kinds: Lexicon<'c, Kind>,
    pub service_types: Lexicon<'c, ServiceType>,
    pub target_groups: Lexicon<'c, TargetGroup>,
}

impl<'c> Lexicons<'c> {
    /// Lays the words out for reading a file.
    pub fn of(catalogue: &'c Catalogue) -> Self {
        Self {
            kinds: Lexicon::new(&catalogue.kinds),
            service_types: Lexicon::new(&catalogue.service_types),
            target_groups: Lexicon::new(&catalogue.target_groups),
        }
    }
}

/// All codes are listed when there are at most this many.
const FEW: usize = 20;
/// So many near words are listed otherwise.
const NEAR: usize = 5;

/// What would have been right instead of `word`: all codes when there are few, otherwise the nearest ones.
fn expected<T: Named>(what: &str, word: &str, rows: &Vocabulary<T>, takes: impl Fn(&T) -> bool) -> String {
    let rows: Vec<&T> = rows.rows().iter().filter(|row| takes(row)).collect();
    let mut near: Vec<(u32, &&T)> = rows.iter().map(|row| (row.words().map(|own| likeness(word, own)).max().unwrap_or(0), row)).collect();
    near.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    let names: Vec<String> = near.iter().filter(|(likeness, _)| *likeness > 0).take(NEAR).map(|(_, row)| shown(**row)).collect();
    let near_names = if names.is_empty() { String::new() } else { format!("; near: {}", names.join(", ")) };
    if rows.len() <= FEW {
        let codes: Vec<&str> = rows.iter().map(|row| row.code()).collect();
        format!("{what}: one of {}{near_names}", codes.join(", "))
    } else {
        format!("{what}: the code or name of one of {} rows{near_names}", rows.len())
    }
}

fn shown<T: Named>(row: &T) -> String {
    match row.words().nth(1) {
        Some(name) => format!("{} ({name})", row.code()),
        None => row.code().to_string(),
    }
}

/// Twice the shared pairs of neighbouring characters in a thousandth of all pairs (Dice 1945).
fn likeness(a: &str, b: &str) -> u32 {
    let (a, b) = (pairs(a), pairs(b));
    let shared = a.iter().filter(|pair| b.contains(pair)).count();
    (2000 * shared).checked_div(a.len() + b.len()).unwrap_or(0) as u32
}

fn pairs(word: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = word.chars().take(60).flat_map(char::to_lowercase).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(&'static str, &'static str);

    impl Named for Row {
        fn code(&self) -> &str {
            self.0
        }
        fn words(&self) -> impl Iterator<Item = &str> {
            [self.0, self.1].into_iter()
        }
    }

    #[test]
    fn near_words_come_first() {
        let rows = Vocabulary::new(vec![Row("shelter", "救助管理站"), Row("elderly-day-care", "社区老年人日间照料中心")]);
        let text = expected("kind", "老年日间照料", &rows, |_| true);
        assert!(text.ends_with("near: elderly-day-care (社区老年人日间照料中心)") && text.contains("shelter"), "{text}");
    }
}
