//! Accounts with their grants and what they prove themselves by; the log never sees a hash or a secret.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock},
    schema::{account, account_grant},
};
use crate::domain::{
    account::{Account, Login},
    change::{Action, RecordType},
    permission::{Grant, Jurisdiction, Role},
};

/// What an account proves itself by.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The password's hash, as a PHC text.
    pub password_hash: Option<String>,
    /// The key of the second factor, in base 32.
    pub totp_secret: Option<String>,
    /// The last step whose code was taken.
    pub totp_last_step: Option<i64>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = account, treat_none_as_null = true, treat_none_as_default_value = false)]
struct AccountRow {
    id: String,
    login: String,
    name: String,
    password_hash: Option<String>,
    password_changed_at: Option<NaiveDateTime>,
    must_change: bool,
    totp_secret: Option<String>,
    totp_enabled: bool,
    totp_last_step: Option<i64>,
    oidc_subject: Option<String>,
    failures: i32,
    locked_until: Option<NaiveDateTime>,
    disabled: bool,
    created_at: NaiveDateTime,
    last_sign_in_at: Option<NaiveDateTime>,
    version: i64,
}

#[derive(Insertable)]
#[diesel(table_name = account_grant)]
struct GrantRow<'a> {
    account_id: &'a str,
    role: &'a str,
    jurisdiction: String,
}

/// An account as the log tells it.
#[derive(serde::Serialize)]
struct Told<'a> {
    id: &'a str,
    login: &'a str,
    name: &'a str,
    grants: Vec<String>,
    disabled: bool,
    must_change_password: bool,
    password_changed_at: Option<DateTime<Utc>>,
    second_factor: bool,
    oidc_subject: Option<&'a str>,
}

fn told(account: &Account) -> String {
    super::row::json_text(&Told {
        id: &account.id,
        login: account.login.as_str(),
        name: &account.name,
        grants: account.grants.iter().map(|grant| format!("{}={}", grant.role, grant.jurisdiction)).collect(),
        disabled: account.disabled,
        must_change_password: account.must_change,
        password_changed_at: account.password_changed_at,
        second_factor: account.second_factor,
        oidc_subject: account.oidc_subject.as_deref(),
    })
}

impl Reader<'_> {
    /// The account with this id, and what it proves itself by.
    pub fn account(&mut self, id: &str) -> Result<Option<(Account, Secrets)>, StorageError> {
        let row: Option<AccountRow> = account::table.filter(account::id.eq(id)).first(self.conn).optional()?;
        self.with_grants(row)
    }

    /// The account that signs in with this.
    pub fn account_by_login(&mut self, login: &Login) -> Result<Option<(Account, Secrets)>, StorageError> {
        let row: Option<AccountRow> = account::table.filter(account::login.eq(login.as_str())).first(self.conn).optional()?;
        self.with_grants(row)
    }

    /// The account that a provider of OpenID Connect names so.
    pub fn account_by_subject(&mut self, subject: &str) -> Result<Option<Account>, StorageError> {
        let row: Option<AccountRow> = account::table.filter(account::oidc_subject.eq(subject)).first(self.conn).optional()?;
        Ok(self.with_grants(row)?.map(|(account, _)| account))
    }

    /// All accounts, by login.
    pub fn accounts(&mut self) -> Result<Vec<Account>, StorageError> {
        let rows: Vec<AccountRow> = account::table.order(account::login).load(self.conn)?;
        let grants: Vec<(String, String, String)> =
            account_grant::table.order((account_grant::role, account_grant::jurisdiction)).load(self.conn)?;
        let mut by_account: BTreeMap<String, Vec<Grant>> = BTreeMap::new();
        for (id, role, jurisdiction) in grants {
            let grant = grant_from(&id, &role, &jurisdiction)?;
            by_account.entry(id).or_default().push(grant);
        }
        rows.into_iter()
            .map(|row| {
                let grants = by_account.remove(&row.id).unwrap_or_default();
                Ok(from_row(row, grants)?.0)
            })
            .collect()
    }

    fn with_grants(&mut self, row: Option<AccountRow>) -> Result<Option<(Account, Secrets)>, StorageError> {
        let Some(row) = row else { return Ok(None) };
        let grants: Vec<(String, String)> = account_grant::table
            .filter(account_grant::account_id.eq(&row.id))
            .select((account_grant::role, account_grant::jurisdiction))
            .order((account_grant::role, account_grant::jurisdiction))
            .load(self.conn)?;
        let grants = grants.iter().map(|(role, jurisdiction)| grant_from(&row.id, role, jurisdiction)).collect::<Result<_, _>>()?;
        from_row(row, grants).map(Some)
    }
}

impl Writer<'_> {
    /// Adds an account; answers it with its version.
    pub fn add_account(&mut self, mut new: Account, secrets: &Secrets) -> Result<Account, StorageError> {
        new.version = self.log(Action::Add, RecordType::Account, &new.id, None, Some(told(&new)));
        diesel::insert_into(account::table).values(&to_row(&new, secrets)).execute(self.conn())?;
        self.put_grants(&new)?;
        Ok(new)
    }

    /// Writes an account as it is now. What the log tells of it has a new version; counts of failures have not.
    pub fn put_account(&mut self, action: Action, mut now: Account, secrets: &Secrets) -> Result<Account, StorageError> {
        let before = self.reader().account(&now.id)?.map(|(before, _)| told(&before));
        let after = told(&now);
        if before.as_deref() != Some(after.as_str()) || !matches!(action, Action::Change) {
            now.version = self.log(action, RecordType::Account, &now.id, before, Some(after));
        }
        self.keep_account(&now, secrets)?;
        self.put_grants(&now)?;
        Ok(now)
    }

    /// Writes what signing in changes of an account, which the log tells by itself.
    pub fn keep_account(&mut self, now: &Account, secrets: &Secrets) -> Result<(), StorageError> {
        diesel::update(account::table.filter(account::id.eq(now.id.clone()))).set(&to_row(now, secrets)).execute(self.conn())?;
        Ok(())
    }

    fn put_grants(&mut self, account: &Account) -> Result<(), StorageError> {
        diesel::delete(account_grant::table.filter(account_grant::account_id.eq(&account.id))).execute(self.conn())?;
        for grant in &account.grants {
            let row = GrantRow { account_id: &account.id, role: grant.role.code(), jurisdiction: grant.jurisdiction.to_string() };
            diesel::insert_into(account_grant::table).values(&row).execute(self.conn())?;
        }
        Ok(())
    }
}

fn grant_from(id: &str, role: &str, jurisdiction: &str) -> Result<Grant, StorageError> {
    let at = At { table: "account_grant", key: id };
    Ok(Grant {
        role: at.word("role", role, Role::parse)?,
        jurisdiction: at.word("jurisdiction", jurisdiction, |text| text.parse::<Jurisdiction>().ok())?,
    })
}

fn to_row(account: &Account, secrets: &Secrets) -> AccountRow {
    AccountRow {
        id: account.id.clone(),
        login: account.login.to_string(),
        name: account.name.clone(),
        password_hash: secrets.password_hash.clone(),
        password_changed_at: account.password_changed_at.map(clock),
        must_change: account.must_change,
        totp_secret: secrets.totp_secret.clone(),
        totp_enabled: account.second_factor,
        totp_last_step: secrets.totp_last_step,
        oidc_subject: account.oidc_subject.clone(),
        failures: i32::try_from(account.failures).unwrap_or(i32::MAX),
        locked_until: account.locked_until.map(clock),
        disabled: account.disabled,
        created_at: clock(account.created_at),
        last_sign_in_at: account.last_sign_in_at.map(clock),
        version: account.version,
    }
}

fn from_row(row: AccountRow, grants: Vec<Grant>) -> Result<(Account, Secrets), StorageError> {
    let at = At { table: "account", key: &row.id };
    let account = Account {
        login: Login::parse(&row.login).map_err(|error| at.corrupt("login", error))?,
        failures: at.count("failures", Some(i64::from(row.failures)))?.unwrap_or(0),
        id: row.id,
        name: row.name,
        grants,
        disabled: row.disabled,
        must_change: row.must_change,
        has_password: row.password_hash.is_some(),
        password_changed_at: row.password_changed_at.map(|time| time.and_utc()),
        second_factor: row.totp_enabled,
        oidc_subject: row.oidc_subject,
        locked_until: row.locked_until.map(|time| time.and_utc()),
        created_at: row.created_at.and_utc(),
        last_sign_in_at: row.last_sign_in_at.map(|time| time.and_utc()),
        version: row.version,
    };
    let secrets = Secrets { password_hash: row.password_hash, totp_secret: row.totp_secret, totp_last_step: row.totp_last_step };
    Ok((account, secrets))
}
