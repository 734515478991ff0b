//! May this text be kept? Not too long, no control characters, and no number that belongs to a person.

use super::personal_number;

/// The longest name, in characters.
pub const MAX_NAME_CHARS: usize = 120;
/// The longest other text, in characters.
pub const MAX_TEXT_CHARS: usize = 1000;

/// Why a text is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Longer than allowed.
    #[error("has {found} characters, at most {limit} are taken")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A control character other than a line break or tab.
    #[error("holds a control character")]
    Control,
    /// A resident id, disability card, bank card or mobile number.
    #[error("holds a personal number (resident id, disability card, bank card or mobile)")]
    PersonalNumber,
}

/// Trims a text and checks length, control characters and personal numbers.
pub fn check_text(text: &str, limit: usize) -> Result<&str, TextError> {
    let text = text.trim();
    let found = text.chars().count();
    if found > limit {
        return Err(TextError::TooLong { found, limit });
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(TextError::Control);
    }
    if !personal_number::find(text).is_empty() {
        return Err(TextError::PersonalNumber);
    }
    Ok(text)
}
