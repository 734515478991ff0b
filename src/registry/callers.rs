//! Who asks? Credentials become a caller with the rights of its account.
//!
//! A session is over after some time without a request and in any case in the evening; reading it writes nothing but the
//! minute of the last request. Somebody who has to change the password first is signed in without any right.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Records, Registry, RegistryError, hashing::token_hash};
use crate::{
    domain::{
        account::Account,
        change::{Actor, Stamp},
        division::ReportingUnit,
        permission::{Caller, Extent, Jurisdiction, Right, Role},
        settings::Settings,
    },
    storage::StorageError,
};

/// How exactly the last request of a session or token is remembered.
const REMEMBERED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// The difference of Shaanxi's clocks from UTC, for the last day of a token.
const LOCAL: TimeDelta = TimeDelta::hours(8);

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

/// What somebody has to do before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// The password is too old or was set by somebody else.
    ChangePassword,
    /// Administrators need a second factor here.
    SetUpSecondFactor,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// As the registry asks for rights.
    pub caller: Caller,
    /// The account.
    pub account: Account,
    /// The session's id; `None` for a token.
    pub session: Option<String>,
    /// What it has to do first.
    pub must: Option<Must>,
}

impl SignedIn {
    /// The refusal of whoever has something to do first.
    pub fn is_ready(&self) -> Result<(), RegistryError> {
        match self.must {
            None => Ok(()),
            Some(Must::ChangePassword) => Err(RegistryError::PasswordChangeNeeded),
            Some(Must::SetUpSecondFactor) => Err(RegistryError::SecondFactorMissing),
        }
    }

    /// The session's id, or the refusal of a token.
    pub fn session_id(&self) -> Result<&str, RegistryError> {
        self.session.as_deref().ok_or(RegistryError::SessionNeeded)
    }
}

impl Registry {
    /// The caller that the credentials stand for.
    pub fn caller(&self, credentials: &Credentials) -> Result<Caller, RegistryError> {
        Ok(self.signed_in(credentials)?.map_or_else(Caller::public, |signed_in| signed_in.caller))
    }

    /// Who the credentials stand for; nobody when there are none.
    pub fn signed_in(&self, credentials: &Credentials) -> Result<Option<SignedIn>, RegistryError> {
        let (settings, snapshot) = (self.settings(), self.snapshot());
        self.records().signed_in(credentials, &settings, snapshot.reporting_units())
    }
}

impl Records {
    fn signed_in(
        &self,
        credentials: &Credentials,
        settings: &Settings,
        units: &[ReportingUnit],
    ) -> Result<Option<SignedIn>, RegistryError> {
        match credentials {
            Credentials::None => Ok(None),
            Credentials::Session(token) => self.by_session(token, settings, units).map(Some),
            Credentials::Token(token) => self.by_token(token, settings, units).map(Some),
        }
    }

    fn by_session(&self, token: &str, settings: &Settings, units: &[ReportingUnit]) -> Result<SignedIn, RegistryError> {
        let now = self.now();
        let hash = token_hash(token);
        let found = self.store.read(|reader| {
            let Some(session) = reader.session(&hash)? else { return Ok::<_, StorageError>(None) };
            Ok(reader.account(&session.account_id)?.map(|(account, _)| (session, account)))
        })?;
        let (session, account) = found.ok_or(RegistryError::SessionEnded)?;
        if account.disabled || settings.session_limits().is_over(session.created_at, session.seen_at, now) {
            return Err(RegistryError::SessionEnded);
        }
        if now - session.seen_at >= REMEMBERED_EVERY {
            // A database that only reads for a while, as a standby does, must not sign anybody out.
            self.remember(|writer| writer.touch_session(&session.id, now));
        }
        let must = must(&account, settings, now);
        Ok(SignedIn { caller: caller(&account, must, units), session: Some(session.id), account, must })
    }

    fn by_token(&self, token: &str, settings: &Settings, units: &[ReportingUnit]) -> Result<SignedIn, RegistryError> {
        let now = self.now();
        let hash = token_hash(token);
        let found = self.store.read(|reader| {
            let Some(token) = reader.api_token(&hash)? else { return Ok::<_, StorageError>(None) };
            Ok(reader.account(&token.account_id)?.map(|(account, _)| (token, account)))
        })?;
        let (token, account) = found.ok_or(RegistryError::SessionEnded)?;
        let expired = token.expires_on.is_some_and(|last| local_day(now) > last);
        if account.disabled || expired || token.revoked_at.is_some() {
            return Err(RegistryError::SessionEnded);
        }
        if token.last_used_at.is_none_or(|last| now - last >= REMEMBERED_EVERY) {
            self.remember(|writer| writer.touch_api_token(&token.id, now));
        }
        // Whoever made the token knew the password then; only the second factor is asked of tokens too.
        let must = must(&account, settings, now).filter(|must| *must == Must::SetUpSecondFactor);
        let caller = caller(&account, must, units).narrowed(&token.rights, Extent::of(&token.jurisdiction, units));
        Ok(SignedIn { caller, account, session: None, must })
    }

    /// Writes what may be lost.
    fn remember(&self, work: impl FnOnce(&mut crate::storage::Writer) -> Result<(), StorageError>) {
        if let Err(error) = self.store.write(&Stamp::by(Actor::system()), work) {
            tracing::debug!(%error, "when a session or token was last used could not be kept");
        }
    }
}

fn caller(account: &Account, must: Option<Must>, units: &[ReportingUnit]) -> Caller {
    let grants = if must.is_some() { &[][..] } else { &account.grants };
    Caller::account(&account.id, account.login.as_str(), grants, units)
}

fn must(account: &Account, settings: &Settings, now: DateTime<Utc>) -> Option<Must> {
    if account.has_password && (account.must_change || settings.password_rules().is_too_old(account.password_changed_at, now)) {
        Some(Must::ChangePassword)
    } else if needs_second_factor(account, settings) && !account.second_factor {
        Some(Must::SetUpSecondFactor)
    } else {
        None
    }
}

/// The day in Shaanxi.
pub fn local_day(now: DateTime<Utc>) -> NaiveDate {
    (now + LOCAL).date_naive()
}

/// Whether an account has to have a second factor.
pub(super) fn needs_second_factor(account: &Account, settings: &Settings) -> bool {
    settings.second_factor_for_administrators && account.has_role(Role::Administrator)
}

/// Which of the wished rights and which jurisdiction a token of this account may have.
pub(super) fn may_hand_on(account: &Account, rights: &[Right], jurisdiction: &Jurisdiction, units: &[ReportingUnit]) -> Result<(), Right> {
    let own = caller(account, None, units);
    let token = own.clone().narrowed(rights, Extent::of(jurisdiction, units));
    match rights.iter().find(|right| !own.may_somewhere(**right) || !token.may_somewhere(**right)) {
        Some(right) => Err(*right),
        None => Ok(()),
    }
}
