//! What does somebody show besides the password? Six digits that a telephone works out from a key and the time (RFC 6238).
//!
//! A code is taken once: the step it is of has to be later than the last one.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};

use super::{
    FieldError, Records, RegistryError,
    callers::SignedIn,
    hashing::random_bytes,
    sessions::{Verdict, again},
};
use crate::{
    domain::{account::Account, change::Action},
    storage::Secrets,
};

/// Who issues the codes, as telephones show it.
const ISSUER: &str = "carereach 惠及";
/// Bytes of a key, as RFC 4226 recommends.
const KEY_BYTES: usize = 20;

/// The key of a second factor, shown once.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct SecondFactorKey {
    /// The key in base 32, for typing.
    pub secret: String,
    /// The same as an address that telephones read from a picture.
    pub otpauth_url: String,
}

/// Whether a sign-in with the right password is complete.
pub(super) fn verdict(account: &Account, secrets: &Secrets, code: Option<&str>, now: DateTime<Utc>) -> Result<Verdict, RegistryError> {
    if !account.second_factor {
        return Ok(Verdict::Right(None));
    }
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else { return Ok(Verdict::CodeWanted) };
    let secret = secrets.totp_secret.as_deref().unwrap_or_default();
    let step = step_of(account, secret, code, now)?.filter(|step| secrets.totp_last_step.is_none_or(|last| *step > last));
    Ok(step.map_or(Verdict::CodeWrong, |step| Verdict::Right(Some(step))))
}

/// The step that a code is of: now, or one before or after.
fn step_of(account: &Account, secret: &str, code: &str, now: DateTime<Utc>) -> Result<Option<i64>, RegistryError> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let time = u64::try_from(now.timestamp()).unwrap_or(0);
    let step = totp(account, secret)?.check(&digits, time);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(account: &Account, secret: &str) -> Result<Totp, RegistryError> {
    let broken = |why: String| RegistryError::Shipped(format!("the second factor of {} cannot be worked out: {why}", account.login));
    let key = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).map_err(|error| broken(error.to_string()))?;
    let builder = Builder::new().with_secret(key).with_account_name(account.login.as_str()).with_issuer(Some(ISSUER));
    builder.build().map_err(|error| broken(error.to_string()))
}

impl Records {
    /// Makes a key for the account that asks; it is in force when a code of it is shown.
    pub fn begin_second_factor(&self, signed_in: &SignedIn, password: &str) -> Result<SecondFactorKey, RegistryError> {
        signed_in.session_id()?;
        self.prove(signed_in, "password", password)?;
        let secret = data_encoding::BASE32_NOPAD.encode(&random_bytes()[..KEY_BYTES]);
        let otpauth_url = totp(&signed_in.account, &secret)?.to_url().map_err(|error| RegistryError::Shipped(error.to_string()))?;
        self.store.write(&self.stamp(signed_in.caller.actor.clone()), |writer| {
            let (account, secrets) = again(writer, &signed_in.account.id)?;
            if account.second_factor {
                return Err(RegistryError::Conflict("there is a second factor already: switch it off first".to_owned()));
            }
            writer.keep_account(&account, &Secrets { totp_secret: Some(secret.clone()), totp_last_step: None, ..secrets })?;
            Ok(())
        })?;
        Ok(SecondFactorKey { secret, otpauth_url })
    }

    /// Puts the key into force once a code of it is shown.
    pub fn confirm_second_factor(&self, signed_in: &SignedIn, code: &str) -> Result<(), RegistryError> {
        signed_in.session_id()?;
        self.store.write(&self.stamp(signed_in.caller.actor.clone()), |writer| {
            let (mut account, mut secrets) = again(writer, &signed_in.account.id)?;
            let secret = secrets.totp_secret.clone().filter(|_| !account.second_factor);
            let Some(secret) = secret else {
                return Err(RegistryError::Conflict("no key waits for its first code: begin with POST".to_owned()));
            };
            let wrong = || FieldError::new("code", "", "is no code of the key at this time", "the six digits that the telephone shows now");
            let step = step_of(&account, &secret, code, self.now())?.ok_or_else(|| RegistryError::Invalid(vec![wrong()]))?;
            secrets.totp_last_step = Some(step);
            account.second_factor = true;
            writer.put_account(Action::Change, account, &secrets)?;
            Ok(())
        })
    }

    /// Switches the second factor off.
    pub fn end_second_factor(&self, signed_in: &SignedIn, password: &str) -> Result<(), RegistryError> {
        signed_in.session_id()?;
        self.prove(signed_in, "password", password)?;
        self.store.write(&self.stamp(signed_in.caller.actor.clone()), |writer| {
            let (mut account, secrets) = again(writer, &signed_in.account.id)?;
            account.second_factor = false;
            writer.put_account(Action::Change, account, &Secrets { totp_secret: None, totp_last_step: None, ..secrets })?;
            Ok(())
        })
    }
}
