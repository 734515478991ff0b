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

/// The text as a workbook's text cell holds it: nothing runs there, but an apostrophe that [`off`] would take away gets another.
pub(super) fn in_workbook(text: &str) -> Cow<'_, str> {
    if off(text) == text { Cow::Borrowed(text) } else { Cow::Owned(format!("'{text}")) }
}

/// The text without the apostrophe that [`on`] put before it.
pub(super) fn off(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Whether a spreadsheet would take the text for a formula, also in full width, which some of them turn into half width.
pub(super) fn is_formula(text: &str) -> bool {
    match text.chars().next() {
        Some('=' | '@' | '＝' | '＠' | '\t' | '\r' | '\n') => true,
        Some('+' | '-' | '＋' | '－') => {
            !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '＋' | '－' | ' ' | '.' | '(' | ')'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_disarmed_and_comes_back_as_it_was() {
        for text in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-x", "'=1", "''=1", "＝1+1", "＋x", "\n=1"] {
            assert_eq!(on(text), format!("'{text}"));
            assert_eq!((off(&on(text)), off(&in_workbook(text))), (text, text));
        }
        for text in ["=1+1", "'=1", "'quoted'", "", "-12.5", "+86 29 8888", "plain"] {
            assert_eq!(off(&on(text)), text);
        }
        assert_eq!((on("+86 29 8888"), on("－")), ("+86 29 8888".into(), "－".into()));
        assert_eq!((in_workbook("=1"), in_workbook("'=1")), ("=1".into(), "''=1".into()));
    }
}
