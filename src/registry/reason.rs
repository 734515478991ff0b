//! May these words be kept? Reasons, notes and answers: not too long, and without a number that belongs to a person.

use super::{FieldError, RegistryError};
use crate::domain::{
    personal_number::mask,
    text::{MAX_TEXT_CHARS, check_text},
};

/// Words as they are kept, trimmed; none when they are empty.
pub fn kept_words(field: &str, words: Option<&str>) -> Result<Option<String>, RegistryError> {
    let words = words.unwrap_or("");
    match check_text(words, MAX_TEXT_CHARS) {
        Ok("") => Ok(None),
        Ok(kept) => Ok(Some(kept.to_owned())),
        Err(error) => Err(refused(field, &mask(words), error.to_string())),
    }
}

/// The same where there have to be some.
pub fn needed_words(field: &str, words: Option<&str>) -> Result<String, RegistryError> {
    kept_words(field, words)?.ok_or_else(|| refused(field, "", "is missing".to_owned()))
}

fn refused(field: &str, value: &str, reason: String) -> RegistryError {
    let expected = format!("1 to {MAX_TEXT_CHARS} characters, without numbers that belong to a person");
    RegistryError::Invalid(vec![FieldError::new(field, value, reason, expected)])
}
