//! What does the page learn about whoever is signed in, and about accounts? Names of places beside their codes, no secrets.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    Page, Registry, RegistryError, Snapshot,
    callers::{SignedIn, needs_second_factor},
};
use crate::domain::{
    account::Account,
    permission::{Caller, Grant, Jurisdiction, Right, Role},
};

/// A role and where it holds.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct GrantItem {
    /// The role.
    #[schema(value_type = String)]
    pub role: Role,
    /// `all`, a division's 12 digits, or `unit:CODE`.
    pub jurisdiction: String,
    /// What the place is called; null when it is no longer in the registry.
    pub jurisdiction_name: Option<String>,
}

/// A second factor, as its owner sees it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct SecondFactorItem {
    /// Whether it is in force.
    pub enabled: bool,
    /// Whether the account has to have one.
    pub required: bool,
}

/// The account that is signed in.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct SignedInAccount {
    /// Its id.
    pub id: String,
    /// What it signs in with.
    pub login: String,
    /// Who or what it is.
    pub name: String,
    /// Its roles.
    pub grants: Vec<GrantItem>,
    /// What it may do somewhere.
    #[schema(value_type = Vec<String>)]
    pub rights: Vec<Right>,
    /// Whether nothing else is allowed before the password is changed.
    pub must_change_password: bool,
    /// Its second factor.
    pub second_factor: SecondFactorItem,
    /// When it last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// Who is signed in, and what the page has to know to sign in.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct SessionState {
    /// The account; null for nobody.
    pub account: Option<SignedInAccount>,
    /// Seconds without a request after which a session ends.
    pub idle_timeout_s: u32,
    /// Whether one may sign in by OpenID Connect.
    pub oidc: bool,
    /// Whether nobody administers this registry yet.
    pub setup_needed: bool,
    /// When records want a look, as the settings say.
    pub care: CareLimits,
    /// What a new password needs, as the settings say.
    pub password: PasswordNeeds,
}

/// What a new password needs.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PasswordNeeds {
    /// Characters at least.
    pub min_length: u32,
    /// Of small letters, capitals, digits and others, so many sorts at least.
    pub classes: u32,
}

/// When records want a look.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct CareLimits {
    /// Days after which a facility is due to be checked again.
    pub check_every_days: u32,
    /// The same by code of the kind, where it differs.
    pub check_every_days_by_kind: BTreeMap<String, u32>,
    /// Days before the due day from which a check is due soon.
    pub check_due_soon_days: u32,
    /// Days after which a vacancy is shown as stale.
    pub vacancy_stale_days: u32,
}

/// An account as administrators see it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct AccountItem {
    /// Its id.
    pub id: String,
    /// What it signs in with.
    pub login: String,
    /// Who or what it is.
    pub name: String,
    /// Its roles.
    pub grants: Vec<GrantItem>,
    /// Whether it may not sign in any more.
    pub disabled: bool,
    /// Until when it is locked.
    pub locked_until: Option<DateTime<Utc>>,
    /// Whether it has a second factor.
    pub second_factor: bool,
    /// The provider of OpenID Connect that names it.
    pub oidc_issuer: Option<String>,
    /// The subject that it has there.
    pub oidc_subject: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// Its version, for `If-Match`.
    pub version: i64,
}

impl Registry {
    /// What `GET /api/v1/session` answers; `oidc` where a provider of OpenID Connect is set up.
    pub fn session_state(&self, signed_in: Option<&SignedIn>, oidc: bool) -> Result<SessionState, RegistryError> {
        let (settings, snapshot) = (self.settings(), self.snapshot());
        Ok(SessionState {
            account: signed_in.map(|signed_in| {
                let account = &signed_in.account;
                SignedInAccount {
                    id: account.id.clone(),
                    login: account.login.to_string(),
                    name: account.name.clone(),
                    grants: account.grants.iter().map(|grant| grant_item(grant, &snapshot)).collect(),
                    rights: signed_in.caller.rights(),
                    must_change_password: signed_in.must == Some(super::Must::ChangePassword),
                    second_factor: SecondFactorItem { enabled: account.second_factor, required: needs_second_factor(account, &settings) },
                    last_sign_in_at: account.last_sign_in_at,
                }
            }),
            idle_timeout_s: settings.idle_timeout_minutes * 60,
            care: CareLimits {
                check_every_days: settings.check_every_days,
                check_every_days_by_kind: settings.check_every_days_by_kind.clone(),
                check_due_soon_days: settings.check_due_soon_days,
                vacancy_stale_days: settings.vacancy_stale_days,
            },
            password: PasswordNeeds { min_length: settings.password_min_length, classes: settings.password_classes },
            oidc,
            setup_needed: self.records().setup_needed()?,
        })
    }

    /// A page of accounts, by login: those whose login or name holds the text and that have the role.
    pub fn account_page(
        &self,
        caller: &Caller,
        text: Option<&str>,
        role: Option<Role>,
        (cursor, limit): (Option<&str>, usize),
    ) -> Result<Page<AccountItem>, RegistryError> {
        let text = text.map(str::to_lowercase);
        let fits = |account: &Account| {
            let named =
                text.as_ref().is_none_or(|text| account.login.as_str().contains(text) || account.name.to_lowercase().contains(text));
            named && role.is_none_or(|role| account.has_role(role))
        };
        let accounts = self.records().accounts(caller)?.into_iter().filter(fits);
        Ok(Page::after(accounts, cursor, limit, |account| account.login.to_string(), |account| self.account_item(account)))
    }

    /// An account as administrators see it.
    pub fn account_item(&self, account: Account) -> AccountItem {
        let snapshot = self.snapshot();
        let (oidc_issuer, oidc_subject) =
            account.issuer_and_subject().map(|(issuer, subject)| (issuer.to_owned(), subject.to_owned())).unzip();
        AccountItem {
            grants: account.grants.iter().map(|grant| grant_item(grant, &snapshot)).collect(),
            locked_until: account.locked(self.records().now()),
            id: account.id,
            login: account.login.to_string(),
            name: account.name,
            disabled: account.disabled,
            second_factor: account.second_factor,
            oidc_issuer,
            oidc_subject,
            created_at: account.created_at,
            last_sign_in_at: account.last_sign_in_at,
            version: account.version,
        }
    }
}

fn grant_item(grant: &Grant, snapshot: &Snapshot) -> GrantItem {
    let jurisdiction_name = match &grant.jurisdiction {
        Jurisdiction::All => Some("全部".to_owned()),
        Jurisdiction::Division(code) => snapshot.divisions().get(code).map(|division| division.name.clone()),
        Jurisdiction::Unit(unit) => snapshot.reporting_units().iter().find(|one| one.code == *unit).map(|one| one.name_zh.clone()),
        Jurisdiction::Organization(id) => snapshot.organization(id.as_str()).map(|one| one.name.clone()),
    };
    GrantItem { role: grant.role, jurisdiction: grant.jurisdiction.to_string(), jurisdiction_name }
}
