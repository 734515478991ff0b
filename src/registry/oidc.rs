//! How does somebody sign in whom a provider of OpenID Connect has named? By the link that an administrator made before.
//!
//! The provider stands for the password; signing in adds nobody. Where an account has a second factor, the provider has to have
//! asked for one, or the sign-in is refused (docs/decisions/0012). How the provider is asked is the concern of `http`.

use super::{
    FieldError, Records, RegistryError,
    accounts::AccountChange,
    sessions::{again, end_replaced, refuse_locked},
};
use crate::{
    domain::{
        account::{Account, MAX_SUBJECT_CHARS, linked_subject},
        change::Actor,
        text::check_text,
    },
    storage::Reader,
};

/// Somebody whom a provider has named.
pub struct NamedSignIn<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// The subject that it says somebody is.
    pub subject: &'a str,
    /// Whether it asked for more than one factor.
    pub several_factors: bool,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
    /// The session that the browser had, which ends.
    pub replaces: Option<&'a str>,
}

impl Records {
    /// Signs in the account that is linked to the subject; answers the session's token, which is kept nowhere else.
    pub fn sign_in_named(&self, attempt: &NamedSignIn) -> Result<String, RegistryError> {
        let linked = linked_subject(attempt.issuer, attempt.subject);
        let (found, settings) =
            self.store.read(|reader| Ok::<_, RegistryError>((reader.account_by_subject(&linked)?, reader.settings()?)))?;
        let Some(account) = found.as_ref().filter(|account| !account.disabled) else {
            return Err(self.tell_unusable(found.as_ref())?);
        };
        let actor = Actor::account(&account.id, account.login.as_str());
        self.store.write(&self.stamp(actor), |writer| {
            let (mut account, secrets) = again(writer, &account.id)?;
            refuse_locked(&account, self.now())?;
            if account.oidc_subject.as_ref() != Some(&linked) {
                return Err(RegistryError::SignInFailed);
            }
            if account.second_factor && !attempt.several_factors {
                return Err(RegistryError::SecondFactorNeeded);
            }
            end_replaced(writer, attempt.replaces)?;
            self.start(writer, &mut account, &secrets, attempt.agent, &settings)
        })
    }
}

/// The link that a change wants, with its provider; `Some(None)` takes it away.
pub(super) fn checked_link(change: &AccountChange) -> Result<Option<Option<String>>, RegistryError> {
    let Some(wished) = &change.oidc_subject else { return Ok(None) };
    let Some(text) = wished else { return Ok(Some(None)) };
    let wrong = |reason: String| {
        let expected = format!("1 to {MAX_SUBJECT_CHARS} characters, as the provider writes it; null for none");
        RegistryError::Invalid(vec![FieldError::new("oidc_subject", text, reason, expected)])
    };
    let subject = check_text(text, MAX_SUBJECT_CHARS).map_err(|error| wrong(error.to_string()))?;
    if subject.is_empty() {
        return Err(wrong("is empty".to_owned()));
    }
    let none = || RegistryError::Conflict("no provider of OpenID Connect is set up here: start the service with --oidc-issuer".to_owned());
    let issuer = change.oidc_issuer.as_deref().ok_or_else(none)?;
    Ok(Some(Some(linked_subject(issuer, subject))))
}

/// A subject is one account's alone.
pub(super) fn refuse_linked(reader: &mut Reader, account: &Account) -> Result<(), RegistryError> {
    let Some(linked) = &account.oidc_subject else { return Ok(()) };
    match reader.account_by_subject(linked)?.filter(|other| other.id != account.id) {
        None => Ok(()),
        Some(other) => {
            Err(RegistryError::Conflict(format!("the account {} is linked to this subject already: unlink it first", other.login)))
        }
    }
}
