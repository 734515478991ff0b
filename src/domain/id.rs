//! How is a record named? Ids are text, never parsed: `60750101.0` stays so.

use std::fmt;

/// The longest id that is taken, in characters.
pub const MAX_ID_CHARS: usize = 64;

/// Why a text cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing but white space.
    #[error("is empty")]
    Empty,
    /// Longer than [`MAX_ID_CHARS`].
    #[error("has {found} characters, at most {MAX_ID_CHARS} are taken")]
    TooLong {
        /// The number of characters found.
        found: usize,
    },
    /// A line break, tab or other control character.
    #[error("holds a control character")]
    Control,
}

/// Trims and checks an id: 1 to [`MAX_ID_CHARS`] characters without control characters.
pub fn check_id(text: &str) -> Result<&str, IdError> {
    let text = text.trim();
    let found = text.chars().count();
    if found == 0 {
        Err(IdError::Empty)
    } else if found > MAX_ID_CHARS {
        Err(IdError::TooLong { found })
    } else if text.chars().any(char::is_control) {
        Err(IdError::Control)
    } else {
        Ok(text)
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses an id: trimmed, 1 to 64 characters, no control characters.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check_id(text).map(|id| Self(id.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// Names a facility. Facilities and organizations' sites share one space of ids.
    FacilityId
);
text_id!(
    /// Names an organization.
    OrganizationId
);
text_id!(
    /// Names a demand cell.
    CellId
);
text_id!(
    /// Names a service.
    ServiceId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_trimmed_and_never_parsed() {
        assert_eq!(FacilityId::parse(" 60750101.0 ").map(|id| id.to_string()), Ok("60750101.0".into()));
    }

    #[test]
    fn an_empty_a_long_and_a_broken_id_are_refused() {
        assert_eq!(FacilityId::parse("  "), Err(IdError::Empty));
        assert_eq!(FacilityId::parse(&"x".repeat(65)), Err(IdError::TooLong { found: 65 }));
        assert_eq!(FacilityId::parse("a\nb"), Err(IdError::Control));
        assert!(FacilityId::parse(&"社".repeat(64)).is_ok());
    }
}
