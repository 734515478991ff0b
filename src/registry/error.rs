//! What can stand between a question or an import and its answer.

use crate::{exchange::ReadError, storage::StorageError};

/// A field of a question that was read but is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The parameter or option, for instance `within_m`.
    pub field: String,
    /// The value, shortened.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
    /// What would be right.
    pub expected: String,
}

impl FieldError {
    /// A field error in one line of code.
    pub fn new(field: &str, value: impl ToString, reason: impl Into<String>, expected: impl Into<String>) -> Self {
        let value: String = value.to_string().chars().take(80).collect();
        Self { field: field.to_owned(), value, reason: reason.into(), expected: expected.into() }
    }
}

/// Why the registry does not answer.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Fields that cannot be accepted, all at once.
    #[error("{}", join(.0))]
    Invalid(Vec<FieldError>),
    /// No such record.
    #[error("there is no {what} with the id {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The standard is not verified, so switched off.
    #[error("the standard {code} is not verified (未核实) and switched off: ask with within_m={reach} instead")]
    StandardOff {
        /// Its code.
        code: String,
        /// Its reach in metres, or a dash.
        reach: String,
    },
    /// No place of the registry fits an address.
    #[error("no place or address in the registry fits the text: give lon and lat, or other words")]
    AddressUnknown,
    /// The whole file is refused.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file cannot be written.
    #[error("{name} cannot be written: {cause}")]
    Write {
        /// The file.
        name: String,
        /// Why.
        cause: String,
    },
    /// The shipped rows do not fit this version.
    #[error("the shipped rows cannot be read: {0}")]
    Shipped(String),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl RegistryError {
    /// Whether the input or the call is wrong, rather than the system.
    pub fn is_callers(&self) -> bool {
        match self {
            RegistryError::Invalid(_)
            | RegistryError::NotFound { .. }
            | RegistryError::StandardOff { .. }
            | RegistryError::AddressUnknown
            | RegistryError::Read(_)
            | RegistryError::Storage(StorageError::Missing(_)) => true,
            RegistryError::Write { .. } | RegistryError::Shipped(_) | RegistryError::Storage(_) => false,
        }
    }
}

fn join(errors: &[FieldError]) -> String {
    errors
        .iter()
        .map(|error| format!("{}={}: {}; expected {}", error.field, error.value, error.reason, error.expected))
        .collect::<Vec<_>>()
        .join("\n")
}
