//! Which numbers does a phone field hold, and do two fields share one?
//!
//! 1. A field is split at slashes, commas and semicolons; extensions (转, a short group behind a long one) and +86 fall.
//! 2. Numbers with fewer than [`LEAST_DIGITS`] digits, such as public hotlines, say nothing about a place.
//! 3. Two numbers are the same when one ends in the other: the area code may be missing.

use unicode_normalization::UnicodeNormalization;

/// The fewest digits of a number that belongs to somebody.
pub const LEAST_DIGITS: usize = 7;

/// The numbers of a phone field, digits only.
pub(super) fn numbers(field: &str) -> Vec<Box<str>> {
    let field: String = field.nfkc().collect();
    let separators = ['/', '、', ',', ';', '或', '\n', '|'];
    let mut found: Vec<Box<str>> = field.split(separators).filter_map(number).collect();
    found.sort();
    found.dedup();
    found
}

fn number(text: &str) -> Option<Box<str>> {
    let lower = text.to_lowercase();
    let text = lower.split(['转']).next().unwrap_or("").split("ext").next().unwrap_or("");
    let mut groups: Vec<String> = text
        .split(|c: char| !c.is_ascii_digit() && c != '+')
        .map(|group| group.chars().filter(char::is_ascii_digit).collect())
        .filter(|group: &String| !group.is_empty())
        .collect();
    let long_before_last = groups.iter().rev().skip(1).any(|group| group.len() >= LEAST_DIGITS);
    if long_before_last && groups.last().is_some_and(|last| last.len() <= 5) {
        groups.pop();
    }
    let digits = groups.concat();
    let digits = match digits.strip_prefix("86") {
        Some(rest) if text.trim_start().starts_with('+') || digits.len() > 12 => rest,
        _ => digits.strip_prefix("0086").unwrap_or(&digits),
    };
    (digits.len() >= LEAST_DIGITS).then(|| digits.into())
}

/// Whether two fields share a number.
pub(super) fn share(a: &[Box<str>], b: &[Box<str>]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.ends_with(&**b) || b.ends_with(&**a)))
}

/// The last digits, which two numbers that are the same have in common.
pub(super) fn ending(number: &str) -> &str {
    &number[number.len() - LEAST_DIGITS..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        share(&numbers(a), &numbers(b))
    }

    #[test]
    fn a_number_is_the_same_with_and_without_area_code_country_code_and_extension() {
        assert!(same("029-88881234", "88881234"));
        assert!(same("(029) 8888 1234", "+86 29 88881234转801"));
        assert!(same("029-88881234-801", "0086 029 88881234"));
        assert!(same("88881234/88885678", "029-88885678"));
        assert!(same("４００－123-4567", "4001234567"));
        assert!(!same("029-88881234", "029-88881235"));
        assert!(!same("029-88881234", "0913-88881234"));
    }

    #[test]
    fn a_hotline_belongs_to_nobody() {
        assert!(numbers("12345").is_empty());
        assert!(!same("110", "110"));
        assert!(numbers("").is_empty());
    }
}
