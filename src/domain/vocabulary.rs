//! Which row does a word mean? Kinds, service types and target groups are taken by code,
//! Chinese or English name, or alias.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// A row that people call by several words.
pub trait Named {
    /// The stable code.
    fn code(&self) -> &str;
    /// Every word that means this row, the code among them.
    fn words(&self) -> impl Iterator<Item = &str>;
}

/// Rows in the order they were given, found by any of their words.
#[derive(Debug, Clone)]
pub struct Vocabulary<T> {
    rows: Vec<T>,
    by_word: HashMap<String, usize>,
}

impl<T> Default for Vocabulary<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_word: HashMap::new() }
    }
}

impl<T: Named> Vocabulary<T> {
    /// Builds the look-up; of two rows that claim a word the first keeps it.
    pub fn new(rows: Vec<T>) -> Self {
        let mut by_word = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            by_word.insert(fold(row.code()), place);
        }
        for (place, row) in rows.iter().enumerate() {
            for word in row.words() {
                by_word.entry(fold(word)).or_insert(place);
            }
        }
        Self { rows, by_word }
    }

    /// The place of the row that `word` means, in the order of [`Vocabulary::rows`].
    pub fn place(&self, word: &str) -> Option<usize> {
        self.by_word.get(&fold(word)).copied()
    }

    /// The row that `word` means.
    pub fn find(&self, word: &str) -> Option<&T> {
        self.place(word).map(|place| &self.rows[place])
    }

    /// All rows.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }
}

/// Words are compared without case, width, spaces and the usual brackets and dashes.
fn fold(word: &str) -> String {
    let counts = |c: &char| !c.is_whitespace() && !matches!(c, '(' | ')' | '-' | '_' | '"' | '\'' | '“' | '”' | '·' | '\u{feff}');
    if word.is_ascii() {
        // NFKC changes nothing here, and most questions come by code.
        return word.chars().filter(counts).map(|c| c.to_ascii_lowercase()).collect();
    }
    word.nfkc().filter(counts).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(&'static str, &'static [&'static str]);

    impl Named for Row {
        fn code(&self) -> &str {
            self.0
        }
        fn words(&self) -> impl Iterator<Item = &str> {
            self.1.iter().copied()
        }
    }

    #[test]
    fn a_word_is_found_whatever_its_case_width_and_brackets() {
        let words = Vocabulary::new(vec![Row("day-care", &["日间照料中心（托老所）", "Day care"])]);
        for word in ["day-care", "DAY CARE", " 日间照料中心(托老所) ", "ｄａｙ－ｃａｒｅ"] {
            assert_eq!(words.place(word), Some(0), "{word}");
        }
        assert_eq!(words.place("school"), None);
    }
}
