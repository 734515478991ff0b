//! Who administers the accounts, and how? Added, changed, disabled, reset; never so that nobody is left to administer.

use super::{
    FieldError, Records, RegistryError, Stale,
    oidc::{checked_link, refuse_linked},
    setup::refuse_taken,
};
use crate::{
    domain::{
        account::{Account, Login, Purpose},
        change::Action,
        permission::{Caller, Grant, Jurisdiction, Right, Role},
        text::{MAX_NAME_CHARS, check_text},
    },
    storage::{Reader, Secrets, Writer},
};

/// The most grants of one account.
const MOST_GRANTS: usize = 50;

/// A role and where it holds, as they are written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WishedGrant {
    /// A role: organization, caseworker, planner, registrar, approver, auditor, administrator.
    pub role: String,
    /// `all`, a division's code, or `unit:CODE` of a reporting unit.
    pub jurisdiction: String,
}

/// A new account.
#[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// What it signs in with.
    pub login: String,
    /// Who or what it is.
    pub name: String,
    /// Its roles.
    #[serde(default)]
    pub grants: Vec<WishedGrant>,
}

/// What changes of an account.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// Who or what it is.
    pub name: Option<String>,
    /// All its roles from now on.
    pub grants: Option<Vec<WishedGrant>>,
    /// Whether it may not sign in any more.
    pub disabled: Option<bool>,
    /// The subject by which the provider of OpenID Connect names it; null for none any more.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    pub oidc_subject: Option<Option<String>>,
    /// The provider that this installation uses; never the client's to say.
    #[serde(skip)]
    #[schema(ignore)]
    pub oidc_issuer: Option<String>,
}

/// A member that is there, be it null.
fn stated<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    serde::Deserialize::deserialize(value).map(Some)
}

impl Records {
    /// Adds an account without a password; answers it with the token of the link that sets one.
    pub fn add_account(&self, caller: &Caller, new: &NewAccount) -> Result<(Account, String), RegistryError> {
        self.add(caller, new, None).map(|(account, token)| (account, token.unwrap_or_default()))
    }

    /// Adds an account with a password.
    pub fn add_account_with_password(&self, caller: &Caller, new: &NewAccount, password: &str) -> Result<Account, RegistryError> {
        self.add(caller, new, Some(password)).map(|(account, _)| account)
    }

    fn add(&self, caller: &Caller, new: &NewAccount, password: Option<&str>) -> Result<(Account, Option<String>), RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        let login = parsed_login("login", &new.login)?;
        let name = checked_name(&new.name)?;
        let rules = self.store.read(|reader| reader.settings())?.password_rules();
        let password_hash = password.map(|password| self.hash_of_new("password", password, &login, &rules)).transpose()?;
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            refuse_taken(writer.reader(), &login)?;
            let grants = checked_grants(writer.reader(), &new.grants)?;
            let begun = self.new_account(&uuid::Uuid::now_v7().to_string(), login, name, grants);
            let has_password = password_hash.is_some();
            let begun = Account { has_password, password_changed_at: has_password.then(|| self.now()), ..begun };
            let account = writer.add_account(begun, &Secrets { password_hash, ..Secrets::default() })?;
            let link = if has_password { None } else { Some(self.add_link(writer, Purpose::NewAccount, Some(&account.id))?) };
            Ok((account, link))
        })
    }

    /// All accounts, by login.
    pub fn accounts(&self, caller: &Caller) -> Result<Vec<Account>, RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        Ok(self.store.read(|reader| reader.accounts())?)
    }

    /// One account.
    pub fn account(&self, caller: &Caller, id: &str) -> Result<Account, RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        self.store.read(|reader| Ok(found(reader, id)?.0))
    }

    /// The account with this login.
    pub fn account_with_login(&self, caller: &Caller, login: &str) -> Result<Account, RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        let none = || RegistryError::NotFound { what: "account", id: login.to_owned() };
        let login = Login::parse(login).map_err(|_| none())?;
        Ok(self.store.read(|reader| reader.account_by_login(&login))?.ok_or_else(none)?.0)
    }

    /// Changes an account that was read with this version; whom it disables or unlinks from a provider, it signs out.
    pub fn change_account(
        &self,
        caller: &Caller,
        id: &str,
        version: Option<i64>,
        change: &AccountChange,
    ) -> Result<Account, RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        let name = change.name.as_deref().map(checked_name).transpose()?;
        let link = checked_link(change)?;
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            let (before, secrets) = found(writer.reader(), id)?;
            let grants = change.grants.as_deref().map(|grants| checked_grants(writer.reader(), grants)).transpose()?;
            let mut after = before.clone();
            after.name = name.unwrap_or(after.name);
            after.grants = grants.unwrap_or(after.grants);
            after.disabled = change.disabled.unwrap_or(after.disabled);
            after.oidc_subject = link.unwrap_or(after.oidc_subject);
            if version.is_some_and(|version| version != before.version) {
                return Err(RegistryError::Stale(Box::new(stale(&before, &after))));
            }
            keep_an_administrator(writer, caller, &before, &after)?;
            refuse_linked(writer.reader(), &after)?;
            let after = writer.put_account(Action::Change, after, &secrets)?;
            let unlinked = before.oidc_subject.is_some() && after.oidc_subject != before.oidc_subject;
            if after.disabled || unlinked {
                writer.end_sessions(id, None)?;
            }
            Ok(after)
        })
    }

    /// Takes an account's password away, unlocks it and ends its sessions; answers the token of a link that sets a new one.
    pub fn reset_account(&self, caller: &Caller, id: &str) -> Result<String, RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            let (account, _) = found(writer.reader(), id)?;
            if account.disabled {
                return Err(RegistryError::Conflict("the account is disabled: enable it first".to_owned()));
            }
            // The second factor goes too: whoever lost the telephone is reset as well.
            let after = Account { failures: 0, locked_until: None, has_password: false, second_factor: false, ..account };
            writer.put_account(Action::Reset, after, &Secrets::default())?;
            writer.end_sessions(id, None)?;
            self.add_link(writer, Purpose::Reset, Some(id))
        })
    }

    /// Sets an account's password for somebody else, who has to change it.
    pub fn set_password(&self, caller: &Caller, id: &str, password: &str) -> Result<(), RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        let ((account, _), settings) = self.store.read(|reader| Ok::<_, RegistryError>((found(reader, id)?, reader.settings()?)))?;
        let hash = self.hash_of_new("password", password, &account.login, &settings.password_rules())?;
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            let (account, secrets) = found(writer.reader(), id)?;
            let secrets = Secrets { password_hash: Some(hash), ..secrets };
            let account = self.put_password(writer, account, secrets.clone())?;
            writer.put_account(Action::Change, Account { must_change: true, ..account }, &secrets)?;
            writer.end_sessions(id, None)?;
            Ok(())
        })
    }

    /// Lets a locked account try again.
    pub fn unlock_account(&self, caller: &Caller, id: &str) -> Result<(), RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            let (account, secrets) = found(writer.reader(), id)?;
            if account.failures > 0 || account.locked_until.is_some() {
                writer.put_account(Action::Unlock, Account { failures: 0, locked_until: None, ..account }, &secrets)?;
            }
            Ok(())
        })
    }
}

fn found(reader: &mut Reader, id: &str) -> Result<(Account, Secrets), RegistryError> {
    reader.account(id)?.ok_or_else(|| RegistryError::NotFound { what: "account", id: id.to_owned() })
}

/// Somebody always has to be left who administers, and nobody takes that from themselves by mistake.
fn keep_an_administrator(writer: &mut Writer, caller: &Caller, before: &Account, after: &Account) -> Result<(), RegistryError> {
    let able = |account: &Account| account.is_administrator() && !account.disabled;
    let shut_out = before.oidc_subject.is_some() && after.oidc_subject.is_none() && !after.has_password;
    if !able(before) || (able(after) && !shut_out) {
        return Ok(());
    }
    if caller.account_id() == Some(before.id.as_str()) {
        return Err(RegistryError::Conflict("you cannot take the administrator's role from yourself: another one can".to_owned()));
    }
    if !writer.reader().accounts()?.iter().any(|other| other.id != before.id && able(other) && other.has_password) {
        return Err(RegistryError::Conflict("this is the last administrator: make another one first".to_owned()));
    }
    Ok(())
}

fn stale(before: &Account, after: &Account) -> Stale {
    let as_json = |account: &Account| {
        let grants: Vec<_> = account
            .grants
            .iter()
            .map(|grant| serde_json::json!({ "role": grant.role, "jurisdiction": grant.jurisdiction.to_string() }))
            .collect();
        let subject = account.issuer_and_subject().map(|(_, subject)| subject);
        serde_json::json!({
            "name": account.name, "grants": grants, "disabled": account.disabled, "oidc_subject": subject, "version": before.version,
        })
    };
    let (current, yours) = (as_json(before), as_json(after));
    let fields = ["name", "grants", "disabled", "oidc_subject"]
        .iter()
        .filter(|field| current[**field] != yours[**field])
        .map(|field| (*field).to_owned());
    Stale { fields: fields.collect(), current, yours }
}

/// A login that can be taken, or what is wrong with it.
pub(super) fn parsed_login(field: &str, text: &str) -> Result<Login, RegistryError> {
    Login::parse(text).map_err(|error| RegistryError::Invalid(vec![FieldError::new(field, text, error.to_string(), Login::EXPECTED)]))
}

pub(super) fn checked_name(text: &str) -> Result<String, RegistryError> {
    let wrong = |reason: String| {
        let expected = format!("1 to {MAX_NAME_CHARS} characters");
        RegistryError::Invalid(vec![FieldError::new("name", text, reason, expected)])
    };
    let name = check_text(text, MAX_NAME_CHARS).map_err(|error| wrong(error.to_string()))?;
    if name.is_empty() { Err(wrong("is empty".to_owned())) } else { Ok(name.to_owned()) }
}

/// Grants whose roles exist and whose divisions and reporting units are in the registry; each once.
fn checked_grants(reader: &mut Reader, wished: &[WishedGrant]) -> Result<Vec<Grant>, RegistryError> {
    let mut errors = Vec::new();
    if wished.len() > MOST_GRANTS {
        errors.push(FieldError::new("grants", wished.len(), "are too many", format!("{MOST_GRANTS} at most")));
    }
    let mut grants = Vec::new();
    for (place, wish) in wished.iter().take(MOST_GRANTS).enumerate() {
        let role = Role::parse(&wish.role);
        if role.is_none() {
            let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
            errors.push(FieldError::new(
                &format!("grants[{place}].role"),
                &wish.role,
                "no such role",
                format!("one of {}", roles.join(", ")),
            ));
        }
        match checked_jurisdiction(reader, &format!("grants[{place}].jurisdiction"), &wish.jurisdiction)? {
            Ok(jurisdiction) => {
                if matches!(jurisdiction, Jurisdiction::Organization(_)) && role.is_some_and(|role| role != Role::Organization) {
                    let expected = "the role organization with org:ID, and no other role with it";
                    errors.push(FieldError::new(
                        &format!("grants[{place}].jurisdiction"),
                        &wish.jurisdiction,
                        "does not go with the role",
                        expected,
                    ));
                }
                grants.extend(role.map(|role| Grant { role, jurisdiction }));
            }
            Err(error) => errors.push(error),
        }
    }
    grants.sort();
    grants.dedup();
    if errors.is_empty() { Ok(grants) } else { Err(RegistryError::Invalid(errors)) }
}

/// A jurisdiction whose division or reporting unit is in the registry.
pub(super) fn checked_jurisdiction(
    reader: &mut Reader,
    field: &str,
    text: &str,
) -> Result<Result<Jurisdiction, FieldError>, RegistryError> {
    let expected = "all, the code of a division in the registry, unit:CODE of a reporting unit, or org:ID of an organization";
    let jurisdiction: Jurisdiction = match text.parse() {
        Ok(jurisdiction) => jurisdiction,
        Err(_) => return Ok(Err(FieldError::new(field, text, "is no jurisdiction", expected))),
    };
    let there = match &jurisdiction {
        Jurisdiction::All => true,
        Jurisdiction::Division(code) => reader.divisions()?.iter().any(|division| division.code == *code),
        Jurisdiction::Unit(unit) => reader.reference_rows()?.reporting_units.iter().any(|one| one.code == *unit),
        Jurisdiction::Organization(id) => !reader.organizations_by_id(&[id.as_str()])?.is_empty(),
    };
    Ok(if there { Ok(jurisdiction) } else { Err(FieldError::new(field, text, "is not in the registry", expected)) })
}
