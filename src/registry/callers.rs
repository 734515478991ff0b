//! Who asks? Credentials become a caller with the rights of its account.

use super::{Registry, RegistryError};
use crate::domain::permission::Caller;

/// What a request shows of itself.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    None,
    /// The token of a session's cookie.
    Session(String),
    /// An API token.
    Token(String),
}

impl Registry {
    /// The caller that the credentials stand for.
    pub fn caller(&self, credentials: &Credentials) -> Result<Caller, RegistryError> {
        match credentials {
            Credentials::None => Ok(Caller::public()),
            Credentials::Session(_) | Credentials::Token(_) => Err(RegistryError::SessionEnded),
        }
    }
}
