//! What can stand between a question or an import and its answer.

use crate::{
    domain::permission::Denied,
    exchange::{OsmError, ReadError},
    storage::StorageError,
};

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

/// Both versions of a record that somebody else has changed meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Stale {
    /// As it is now, with its version.
    pub current: serde_json::Value,
    /// As the write wants it.
    pub yours: serde_json::Value,
    /// Fields in which the two differ.
    pub fields: Vec<String>,
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
    /// Somebody may not do this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Clashes with what is stored.
    #[error("{0}")]
    Conflict(String),
    /// Somebody decides on what they proposed.
    #[error("another person has to decide on this proposal: it is your own")]
    OwnProposal,
    /// The record has changed since the proposal was made.
    #[error("the record has changed since this was proposed (version {base} then, {current} now): send it back, or propose it anew")]
    StaleProposal {
        /// The version it was made on.
        base: i64,
        /// The version now.
        current: i64,
    },
    /// The record has changed since it was read.
    #[error("the record has changed since it was read")]
    Stale(Box<Stale>),
    /// The session or token is none, or no longer.
    #[error("the session has ended or the token does not hold: sign in again")]
    SessionEnded,
    /// Unknown login or wrong password; which of the two is not said.
    #[error("login or password is wrong")]
    SignInFailed,
    /// The password was right, a code of the second factor is wanted too, or the one given is wrong.
    #[error("give the six digits of the second factor in `code`")]
    SecondFactorNeeded,
    /// The account needs a second factor and has none yet.
    #[error("set up the second factor first (POST /api/v1/session/second-factor): administrators need one here")]
    SecondFactorMissing,
    /// A token where a person is asked for.
    #[error("this is done by a person in a session, not with a token: sign in")]
    SessionNeeded,
    /// Too many wrong passwords.
    #[error("too many wrong passwords: the account is locked until {until}; an administrator can unlock it")]
    AccountLocked {
        /// Until when, UTC.
        until: String,
    },
    /// The password has to be changed before anything else.
    #[error("change the password first (PUT /api/v1/session/password): it is too old or was set by somebody else")]
    PasswordChangeNeeded,
    /// A one-time link that was used or is too old.
    #[error("the link was used already or is too old: ask for a new one")]
    LinkGone,
    /// As much goes on already as may go on at once.
    #[error("two siting runs are going on already: try again in {retry_after_s} s, or cancel one of them")]
    Busy {
        /// When to come back, in seconds.
        retry_after_s: u64,
    },
    /// No place of the registry fits an address.
    #[error("no place or address in the registry fits the text: give lon and lat, or other words")]
    AddressUnknown,
    /// Streets do not lead from here to there.
    #[error("no way on foot leads there: the streets are parted by what nobody crosses, or are not on the map")]
    NoWay,
    /// The whole file is refused.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The whole map file is refused.
    #[error(transparent)]
    Map(#[from] OsmError),
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
            | RegistryError::Busy { .. }
            | RegistryError::NoWay
            | RegistryError::Denied(_)
            | RegistryError::Conflict(_)
            | RegistryError::OwnProposal
            | RegistryError::StaleProposal { .. }
            | RegistryError::Stale(_)
            | RegistryError::SessionEnded
            | RegistryError::SignInFailed
            | RegistryError::SecondFactorNeeded
            | RegistryError::SecondFactorMissing
            | RegistryError::SessionNeeded
            | RegistryError::AccountLocked { .. }
            | RegistryError::PasswordChangeNeeded
            | RegistryError::LinkGone
            | RegistryError::Read(_)
            | RegistryError::Map(_)
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
