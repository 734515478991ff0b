//! Is this a reason that the log may keep? Not too long, and without a number that belongs to a person.

use super::{FieldError, RegistryError};
use crate::domain::text::check_text;

/// A reason as it is kept; none when it is empty.
pub(super) fn checked_reason(text: Option<&str>, longest: usize) -> Result<Option<String>, RegistryError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let kept = check_text(text, longest).map_err(|error| {
        RegistryError::Invalid(vec![FieldError::new("reason", text, error.to_string(), format!("at most {longest} characters"))])
    })?;
    Ok(Some(kept.to_owned()))
}
