//! How does somebody without a password get one? By a one-time link: of the first start, of a new account, of a reset.
//!
//! There is no default password. A link holds for a day, once; only its hash is kept.

use chrono::TimeDelta;

use super::{
    Records, RegistryError,
    accounts::{checked_name, parsed_login},
    hashing::{random_token, token_hash},
};
use crate::{
    domain::{
        account::{Account, Login, Purpose},
        change::Actor,
        permission::{Grant, Jurisdiction, Role},
    },
    storage::{Link, Reader, Secrets, StorageError, Writer},
};

/// How long a link holds.
const HOLDS: TimeDelta = TimeDelta::hours(24);

/// What a link is for, as the page asks before it shows its form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct SetupQuestion {
    /// `first_administrator`, `new_account` or `reset`.
    #[schema(value_type = String)]
    pub purpose: Purpose,
    /// What the account signs in with; null for the first administrator, who chooses it.
    pub login: Option<String>,
}

/// What somebody sends who opened a link.
pub struct SetupForm<'a> {
    /// The link's token.
    pub token: &'a str,
    /// The login, of the first administrator.
    pub login: Option<&'a str>,
    /// The name, of the first administrator.
    pub name: Option<&'a str>,
    /// The password.
    pub password: &'a str,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
}

impl Records {
    /// The token of a link for the first administrator, when there is none; earlier ones do not hold any more.
    pub fn first_start(&self) -> Result<Option<String>, RegistryError> {
        if !self.setup_needed()? {
            return Ok(None);
        }
        let made = self.store.write(&self.stamp(Actor::system()), |writer| self.add_link(writer, Purpose::FirstAdministrator, None));
        match made {
            // A service that starts while only a standby answers reads all the same; the next start prints the link.
            Err(RegistryError::Storage(error)) if error.is_unavailable() => {
                tracing::warn!(%error, "no link for the first administrator: the database cannot be written now");
                Ok(None)
            }
            made => made.map(Some),
        }
    }

    /// Whether nobody can administer this registry.
    pub fn setup_needed(&self) -> Result<bool, RegistryError> {
        Ok(self.store.read(no_administrator)?)
    }

    /// What a link is for.
    pub fn setup_question(&self, token: &str) -> Result<SetupQuestion, RegistryError> {
        self.store.read(|reader| {
            let link = self.holding_link(reader, token)?;
            let account = account_of(reader, &link)?;
            Ok(SetupQuestion { purpose: link.purpose, login: account.map(|(account, _)| account.login.to_string()) })
        })
    }

    /// Sets the password that a link is for, makes the first administrator, and signs in; answers the session's token.
    pub fn set_up(&self, form: &SetupForm) -> Result<String, RegistryError> {
        let (link, account, settings) = self.store.read(|reader| {
            let link = self.holding_link(reader, form.token)?;
            Ok::<_, RegistryError>((link.clone(), account_of(reader, &link)?, reader.settings()?))
        })?;
        let login = match &account {
            Some((account, _)) => account.login.clone(),
            None => parsed_login("login", form.login.unwrap_or_default())?,
        };
        let name = checked_name(form.name.filter(|name| !name.trim().is_empty()).unwrap_or(login.as_str()))?;
        let hash = self.hash_of_new("password", form.password, &login, &settings.password_rules())?;
        let id = account.map_or_else(|| uuid::Uuid::now_v7().to_string(), |(account, _)| account.id);
        self.store.write(&self.stamp(Actor::account(&id, login.as_str())), |writer| {
            // Again, now that nobody else writes: a link is used once.
            let link_again = self.holding_link(writer.reader(), form.token)?;
            if link_again != link {
                return Err(RegistryError::LinkGone);
            }
            writer.use_link(&token_hash(form.token))?;
            let (account, secrets) = match account_of(writer.reader(), &link)? {
                Some((account, secrets)) => (account, Secrets { password_hash: Some(hash), ..secrets }),
                None => self.add_first(writer, &id, &login, name, hash)?,
            };
            let mut account = self.put_password(writer, account, secrets.clone())?;
            writer.end_sessions(&id, None)?;
            self.start(writer, &mut account, &secrets, form.agent, &settings)
        })
    }

    fn add_first(
        &self,
        writer: &mut Writer,
        id: &str,
        login: &Login,
        name: String,
        hash: String,
    ) -> Result<(Account, Secrets), RegistryError> {
        if !no_administrator(writer.reader())? {
            return Err(RegistryError::LinkGone);
        }
        refuse_taken(writer.reader(), login)?;
        let grants = vec![Grant { role: Role::Administrator, jurisdiction: Jurisdiction::All }];
        let secrets = Secrets { password_hash: Some(hash), ..Secrets::default() };
        let account = writer.add_account(self.new_account(id, login.clone(), name, grants), &secrets)?;
        Ok((account, secrets))
    }

    /// An account as it begins.
    pub(super) fn new_account(&self, id: &str, login: Login, name: String, grants: Vec<Grant>) -> Account {
        Account {
            id: id.to_owned(),
            login,
            name,
            grants,
            disabled: false,
            must_change: false,
            has_password: false,
            password_changed_at: None,
            second_factor: false,
            oidc_subject: None,
            failures: 0,
            locked_until: None,
            created_at: self.now(),
            last_sign_in_at: None,
            version: 0,
        }
    }

    /// Makes a link; answers its token, which is kept nowhere else.
    pub(super) fn add_link(&self, writer: &mut Writer, purpose: Purpose, account_id: Option<&str>) -> Result<String, RegistryError> {
        let token = random_token();
        let now = self.now();
        let account_id = account_id.map(str::to_owned);
        writer.add_link(&Link { purpose, account_id, created_at: now, expires_at: now + HOLDS, used_at: None }, &token_hash(&token))?;
        Ok(token)
    }

    /// The link of a token, while it holds.
    fn holding_link(&self, reader: &mut Reader, token: &str) -> Result<Link, RegistryError> {
        let link = reader.link(&token_hash(token))?.ok_or(RegistryError::LinkGone)?;
        let holds = link.used_at.is_none() && self.now() < link.expires_at;
        if holds { Ok(link) } else { Err(RegistryError::LinkGone) }
    }
}

/// The account of a link; a link whose account is disabled does not hold.
fn account_of(reader: &mut Reader, link: &Link) -> Result<Option<(Account, Secrets)>, RegistryError> {
    let Some(id) = &link.account_id else { return Ok(None) };
    reader.account(id)?.filter(|(account, _)| !account.disabled).map(Some).ok_or(RegistryError::LinkGone)
}

pub(super) fn refuse_taken(reader: &mut Reader, login: &Login) -> Result<(), RegistryError> {
    match reader.account_by_login(login)? {
        None => Ok(()),
        Some(_) => Err(RegistryError::Conflict(format!("there is an account with the login {login} already"))),
    }
}

fn no_administrator(reader: &mut Reader) -> Result<bool, StorageError> {
    let able =
        |account: &Account| account.is_administrator() && !account.disabled && (account.has_password || account.oidc_subject.is_some());
    Ok(!reader.accounts()?.iter().any(able))
}

/// The address of a link behind the address of the service.
pub fn setup_path(token: &str) -> String {
    format!("/setup?token={token}")
}
