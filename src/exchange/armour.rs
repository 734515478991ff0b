//! May this text be opened in a spreadsheet? A cell that begins like a formula would be run there.
//!
//! Text files that people open in a spreadsheet get an apostrophe before such a cell, and the readers take it off
//! again: `off(on(text)) == text` for every trimmed text. Plain numbers and phone numbers are left alone.

use std::borrow::Cow;

/// The text with an apostrophe before it where a spreadsheet would run it as a formula.
pub(super) fn on(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    if is_formula(bare) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the apostrophe that [`on`] put before it.
pub(super) fn off(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn is_formula(text: &str) -> bool {
    match text.chars().next() {
        Some('=' | '@' | '\t' | '\r') => true,
        Some('+' | '-') => !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '.' | '(' | ')')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_disarmed_and_comes_back_as_it_was() {
        for text in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x", "'=1", "''=1"] {
            assert_eq!(on(text), format!("'{text}"));
        }
        for text in ["=1+1", "'=1", "'quoted'", "", "-12.5", "+86 29 8888", "plain"] {
            assert_eq!(off(&on(text)), text);
        }
        assert_eq!(on("+86 29 8888"), "+86 29 8888");
    }
}
