//! How does somebody sign in and out? Password, second factor, lock-out; a session is a random value that only the browser has.
//!
//! 1. The account is looked up; an unknown login takes as long as a wrong password and is answered in the same words.
//! 2. The password is compared outside of any transaction, since that takes time on purpose.
//! 3. One transaction looks at the account again, counts the failure or begins the session, and tells the log.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::{
    Records, RegistryError,
    callers::SignedIn,
    hashing::{random_token, token_hash},
    second_factor,
};
use crate::{
    domain::{
        account::{Account, Login, MAX_PASSWORD_CHARS},
        change::{Action, Actor, RecordType, Stamp},
        settings::Settings,
    },
    storage::{Secrets, Session, Writer},
};

/// The longest name of a browser that is kept, in characters.
const LONGEST_AGENT: usize = 200;

/// What somebody shows to sign in.
pub struct SignIn<'a> {
    /// The login as typed.
    pub login: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// Six digits of the second factor.
    pub code: Option<&'a str>,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
    /// The session that the browser had, which ends.
    pub replaces: Option<&'a str>,
}

/// A session as its account sees it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct SessionItem {
    /// Its id.
    pub id: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last asked; to the minute.
    pub seen_at: DateTime<Utc>,
    /// What the browser called itself.
    pub agent: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// What an attempt with the right password comes to.
pub(super) enum Verdict {
    /// It succeeds; with the step of the code that it showed.
    Right(Option<i64>),
    /// The password is wrong after all.
    Wrong,
    /// A code is wanted too.
    CodeWanted,
    /// The code is wrong, or was used already.
    CodeWrong,
}

impl Records {
    /// Signs in; answers the session's token, which is kept nowhere else.
    pub fn sign_in(&self, attempt: &SignIn) -> Result<String, RegistryError> {
        let login = Login::parse(attempt.login);
        let (found, settings) = self.store.read(|reader| {
            let found = match &login {
                Ok(login) => reader.account_by_login(login)?,
                Err(_) => None,
            };
            Ok::<_, RegistryError>((found, reader.settings()?))
        })?;
        let usable = found.as_ref().filter(|(account, _)| !account.disabled);
        if let Some((account, _)) = usable {
            refuse_locked(account, self.now())?;
        }
        let fits = self.fits(attempt.password, usable.and_then(|(_, secrets)| secrets.password_hash.as_deref()));
        let Some((account, secrets)) = usable else {
            return Err(self.tell_unusable(found.as_ref().map(|(account, _)| account))?);
        };
        let verdict = if fits { second_factor::verdict(account, secrets, attempt.code, self.now())? } else { Verdict::Wrong };
        match verdict {
            Verdict::Right(step) => self.begin_session(account, step, attempt, &settings),
            Verdict::CodeWanted => Err(RegistryError::SecondFactorNeeded),
            Verdict::Wrong => Err(self.count_failure(&account.id, &settings, RegistryError::SignInFailed)?),
            Verdict::CodeWrong => Err(self.count_failure(&account.id, &settings, RegistryError::SecondFactorNeeded)?),
        }
    }

    /// Ends the session.
    pub fn sign_out(&self, signed_in: &SignedIn) -> Result<(), RegistryError> {
        let session = signed_in.session_id()?;
        self.end_session(signed_in, session)
    }

    /// The sessions of the account that asks.
    pub fn sessions(&self, signed_in: &SignedIn) -> Result<Vec<SessionItem>, RegistryError> {
        let now = self.now();
        self.store.read(|reader| {
            let limits = reader.settings()?.session_limits();
            let sessions = reader.sessions_of(&signed_in.account.id)?;
            let items = sessions.into_iter().filter(|one| !limits.is_over(one.created_at, one.seen_at, now)).map(|one| SessionItem {
                current: signed_in.session.as_ref() == Some(&one.id),
                id: one.id,
                created_at: one.created_at,
                seen_at: one.seen_at,
                agent: one.agent,
            });
            Ok(items.collect())
        })
    }

    /// Ends one session of the account that asks.
    pub fn end_session(&self, signed_in: &SignedIn, id: &str) -> Result<(), RegistryError> {
        let account = &signed_in.account;
        self.store.write(&self.stamp(signed_in.caller.actor.clone()), |writer| {
            if !writer.end_session(&account.id, id)? {
                return Err(RegistryError::NotFound { what: "session", id: id.to_owned() });
            }
            writer.log(Action::SignOut, RecordType::Session, &account.id, None, said(account.login.as_str(), None));
            Ok(())
        })
    }

    /// Whether a password fits; one that is longer than any is not hashed.
    pub(super) fn fits(&self, password: &str, hash: Option<&str>) -> bool {
        let looked_at = if password.chars().count() > MAX_PASSWORD_CHARS { None } else { hash };
        self.hashing.fits(if looked_at.is_some() { password } else { "" }, looked_at)
    }

    fn begin_session(&self, account: &Account, step: Option<i64>, attempt: &SignIn, settings: &Settings) -> Result<String, RegistryError> {
        let actor = Actor::account(&account.id, account.login.as_str());
        self.store.write(&self.stamp(actor), |writer| {
            let (mut account, mut secrets) = again(writer, &account.id)?;
            refuse_locked(&account, self.now())?;
            if let Some(step) = step {
                // Two that show the same code at once: the second finds the step taken.
                if secrets.totp_last_step.is_some_and(|last| step <= last) {
                    return Err(RegistryError::SecondFactorNeeded);
                }
                secrets.totp_last_step = Some(step);
            }
            end_replaced(writer, attempt.replaces)?;
            self.start(writer, &mut account, &secrets, attempt.agent, settings)
        })
    }

    /// Begins a session inside a transaction; answers its token.
    pub(super) fn start(
        &self,
        writer: &mut Writer,
        account: &mut Account,
        secrets: &Secrets,
        agent: Option<&str>,
        settings: &Settings,
    ) -> Result<String, RegistryError> {
        let (now, limits) = (self.now(), settings.session_limits());
        let over = |limit: TimeDelta| now - limit;
        writer.forget_sessions(
            over(TimeDelta::minutes(i64::from(limits.idle_minutes))),
            over(TimeDelta::hours(i64::from(limits.max_hours))),
        )?;
        (account.failures, account.locked_until, account.last_sign_in_at) = (0, None, Some(now));
        writer.keep_account(account, secrets)?;
        let token = random_token();
        let agent = agent.map(|agent| agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect());
        let session =
            Session { id: uuid::Uuid::now_v7().to_string(), account_id: account.id.clone(), created_at: now, seen_at: now, agent };
        writer.add_session(&session, &token_hash(&token))?;
        writer.log(Action::SignIn, RecordType::Session, &account.id, None, said(account.login.as_str(), None));
        Ok(token)
    }

    /// Counts a wrong password or code; answers the refusal.
    pub(super) fn count_failure(&self, id: &str, settings: &Settings, refusal: RegistryError) -> Result<RegistryError, RegistryError> {
        self.store.write(&self.stamp(Actor::public()), |writer| {
            let (mut account, secrets) = again(writer, id)?;
            let now = self.now();
            if let Err(locked) = refuse_locked(&account, now) {
                return Ok(locked);
            }
            writer.log(Action::SignInFailed, RecordType::Session, id, None, said(account.login.as_str(), None));
            let (failures, locked_until) = settings.lock_out().after_failure(account.failures, now);
            (account.failures, account.locked_until) = (failures, locked_until);
            writer.keep_account(&account, &secrets)?;
            Ok(match locked_until {
                None => refusal,
                Some(until) => {
                    writer.log(Action::Lock, RecordType::Account, id, None, said(account.login.as_str(), Some(until)));
                    locked(until)
                }
            })
        })
    }

    /// Tells the log of an attempt with a login that is not there or not usable. One that is not there is not kept: people
    /// type passwords into the wrong field.
    pub(super) fn tell_unusable(&self, account: Option<&Account>) -> Result<RegistryError, RegistryError> {
        let (id, told) = account.map_or(("-", None), |account| (account.id.as_str(), said(account.login.as_str(), None)));
        self.store.write(&self.stamp(Actor::public()), |writer| {
            writer.log(Action::SignInFailed, RecordType::Session, id, None, told);
            Ok(RegistryError::SignInFailed)
        })
    }

    /// A write by somebody, by the registry's clock.
    pub(super) fn stamp(&self, actor: Actor) -> Stamp {
        Stamp { at: Some(self.now()), ..Stamp::by(actor) }
    }
}

/// The account as it is now, inside the transaction.
pub(super) fn again(writer: &mut Writer, id: &str) -> Result<(Account, Secrets), RegistryError> {
    writer.reader().account(id)?.filter(|(account, _)| !account.disabled).ok_or(RegistryError::SignInFailed)
}

/// Ends the session that the browser had.
pub(super) fn end_replaced(writer: &mut Writer, token: Option<&str>) -> Result<(), RegistryError> {
    if let Some(token) = token
        && let Some(old) = writer.reader().session(&token_hash(token))?
    {
        writer.end_session(&old.account_id, &old.id)?;
    }
    Ok(())
}

pub(super) fn refuse_locked(account: &Account, now: DateTime<Utc>) -> Result<(), RegistryError> {
    account.locked(now).map_or(Ok(()), |until| Err(locked(until)))
}

fn locked(until: DateTime<Utc>) -> RegistryError {
    RegistryError::AccountLocked { until: until.to_rfc3339_opts(SecondsFormat::Secs, true) }
}

fn said(login: &str, locked_until: Option<DateTime<Utc>>) -> Option<String> {
    let mut told = serde_json::json!({ "login": login });
    if let Some(until) = locked_until {
        told["locked_until"] = until.to_rfc3339_opts(SecondsFormat::Secs, true).into();
    }
    Some(told.to_string())
}
