//! How does a password come to an account? Changed by its owner, set by a one-time link, or by the operator.

use super::{
    FieldError, Records, RegistryError,
    callers::SignedIn,
    sessions::{again, refuse_locked},
};
use crate::{
    domain::{
        account::{Account, Login, PasswordFault, PasswordRules},
        change::Action,
    },
    storage::{Secrets, Writer},
};

impl Records {
    /// Changes the password of the account that asks; its other sessions end.
    pub fn change_password(&self, signed_in: &SignedIn, old: &str, new: &str) -> Result<(), RegistryError> {
        let session = signed_in.session_id()?;
        self.prove(signed_in, "old", old)?;
        let rules = self.store.read(|reader| reader.settings())?.password_rules();
        let mut faults = rules.broken(new, &signed_in.account.login);
        if new == old {
            faults.push(PasswordFault::Same);
        }
        refuse_faults("new", &rules, &faults)?;
        let hash = self.hashing.hash(new);
        self.store.write(&self.stamp(signed_in.caller.actor.clone()), |writer| {
            let (account, secrets) = again(writer, &signed_in.account.id)?;
            self.put_password(writer, account, Secrets { password_hash: Some(hash), ..secrets })?;
            writer.end_sessions(&signed_in.account.id, Some(session))?;
            Ok(())
        })
    }

    /// Whether somebody who is signed in knows the password; a wrong one counts like one at signing in.
    pub(super) fn prove(&self, signed_in: &SignedIn, field: &str, password: &str) -> Result<(), RegistryError> {
        let id = &signed_in.account.id;
        let (found, settings) = self.store.read(|reader| Ok::<_, RegistryError>((reader.account(id)?, reader.settings()?)))?;
        let (account, secrets) = found.ok_or(RegistryError::SessionEnded)?;
        refuse_locked(&account, self.now())?;
        if self.fits(password, secrets.password_hash.as_deref()) {
            return Ok(());
        }
        let wrong = FieldError::new(field, "", "is not the password of the account", "the password you signed in with");
        Err(self.count_failure(id, &settings, RegistryError::Invalid(vec![wrong]))?)
    }

    /// The hash of a new password that keeps the rules, or all rules that it breaks.
    pub(super) fn hash_of_new(&self, field: &str, password: &str, login: &Login, rules: &PasswordRules) -> Result<String, RegistryError> {
        refuse_faults(field, rules, &rules.broken(password, login))?;
        Ok(self.hashing.hash(password))
    }

    /// Puts a new password into force; the account is no longer locked.
    pub(super) fn put_password(&self, writer: &mut Writer, account: Account, secrets: Secrets) -> Result<Account, RegistryError> {
        let now = Account {
            must_change: false,
            has_password: true,
            password_changed_at: Some(self.now()),
            failures: 0,
            locked_until: None,
            ..account
        };
        Ok(writer.put_account(Action::Change, now, &secrets)?)
    }
}

/// Names every broken rule; the password itself is in no answer.
fn refuse_faults(field: &str, rules: &PasswordRules, faults: &[PasswordFault]) -> Result<(), RegistryError> {
    if faults.is_empty() {
        return Ok(());
    }
    let expected = format!(
        "{} characters at least, {} of: small letters, capitals, digits, other characters; not the login, not the one before",
        rules.min_length, rules.classes
    );
    Err(RegistryError::Invalid(faults.iter().map(|fault| FieldError::new(field, "", fault.to_string(), expected.clone())).collect()))
}
