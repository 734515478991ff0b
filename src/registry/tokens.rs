//! What do other programs show? API tokens: no more than their account may, in a part of where it may, until a day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    FieldError, Records, RegistryError,
    accounts::checked_jurisdiction,
    callers::{SignedIn, local_day, may_hand_on},
    hashing::{random_token, token_hash},
};
use crate::{
    domain::{
        account::Account,
        permission::{Caller, Jurisdiction, Right},
        text::{MAX_NAME_CHARS, check_text},
    },
    storage::ApiToken,
};

/// What every token begins with, so that one that was left lying about is known for what it is.
const PREFIX: &str = "crt_";
/// The longest that a token holds.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// A token that is wished for.
#[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do; of what its account may.
    pub rights: Vec<String>,
    /// Where: `all`, a division's code, or `unit:CODE`; everywhere its account may by default.
    #[serde(default = "everywhere")]
    pub jurisdiction: String,
    /// The last day on which it holds; within a year.
    pub expires_on: NaiveDate,
}

fn everywhere() -> String {
    Jurisdiction::All.to_string()
}

/// Whose a token is.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct TokenOwner {
    /// The account's id.
    pub id: String,
    /// What it signs in with.
    pub login: String,
}

/// A token as it is listed; the token itself was shown once.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct TokenItem {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Whose it is.
    pub account: TokenOwner,
    /// What it may do.
    #[schema(value_type = Vec<String>)]
    pub rights: Vec<Right>,
    /// Where.
    pub jurisdiction: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it holds.
    pub expires_on: Option<NaiveDate>,
    /// When it was last used; to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A token that was just made.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct MadeToken {
    /// The token, shown this once.
    pub token: String,
    /// What is kept of it.
    pub item: TokenItem,
}

impl From<ApiToken> for TokenItem {
    fn from(token: ApiToken) -> Self {
        TokenItem {
            id: token.id,
            name: token.name,
            account: TokenOwner { id: token.account_id, login: token.login },
            rights: token.rights,
            jurisdiction: token.jurisdiction.to_string(),
            created_at: token.created_at,
            expires_on: token.expires_on,
            last_used_at: token.last_used_at,
            revoked_at: token.revoked_at,
        }
    }
}

impl Records {
    /// Makes a token of the account that is signed in.
    pub fn add_token(&self, signed_in: &SignedIn, new: &NewToken) -> Result<MadeToken, RegistryError> {
        signed_in.session_id()?;
        signed_in.is_ready()?;
        self.make_token(&signed_in.caller, &signed_in.account, new)
    }

    /// Makes a token of an account, at the command line.
    pub fn add_token_for(&self, caller: &Caller, account: &Account, new: &NewToken) -> Result<MadeToken, RegistryError> {
        caller.require_somewhere(Right::ManageAccounts)?;
        self.make_token(caller, account, new)
    }

    fn make_token(&self, caller: &Caller, account: &Account, new: &NewToken) -> Result<MadeToken, RegistryError> {
        let mut errors = Vec::new();
        let name = match check_text(&new.name, MAX_NAME_CHARS) {
            Ok("") => Err("is empty".to_owned()),
            Ok(name) => Ok(name.to_owned()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(reason) = &name {
            errors.push(FieldError::new("name", &new.name, reason.clone(), format!("1 to {MAX_NAME_CHARS} characters")));
        }
        let today = local_day(self.now());
        if new.expires_on < today || new.expires_on - today > LONGEST {
            errors.push(FieldError::new("expires_on", new.expires_on, "is over, or farther than a year away", "a day within a year"));
        }
        let rights = rights(&new.rights, &mut errors);
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            let jurisdiction = match checked_jurisdiction(writer.reader(), "jurisdiction", &new.jurisdiction)? {
                Ok(jurisdiction) => jurisdiction,
                Err(error) => {
                    errors.push(error);
                    Jurisdiction::All
                }
            };
            let units = writer.reader().reference_rows()?.reporting_units;
            if let Err(right) = may_hand_on(account, &rights, &jurisdiction, &units) {
                errors.push(FieldError::new("rights", right, "is no right of the account there", "rights that the account has itself"));
            }
            if !errors.is_empty() {
                return Err(RegistryError::Invalid(std::mem::take(&mut errors)));
            }
            let token = format!("{PREFIX}{}", random_token());
            let kept = ApiToken {
                id: uuid::Uuid::now_v7().to_string(),
                account_id: account.id.clone(),
                login: account.login.to_string(),
                name: name.unwrap_or_default(),
                rights,
                jurisdiction,
                created_at: self.now(),
                expires_on: Some(new.expires_on),
                last_used_at: None,
                revoked_at: None,
            };
            writer.add_api_token(&kept, &token_hash(&token))?;
            Ok(MadeToken { token, item: kept.into() })
        })
    }

    /// The tokens of the account that asks; all of them for those who manage accounts.
    pub fn tokens(&self, caller: &Caller) -> Result<Vec<TokenItem>, RegistryError> {
        let own = if caller.may_somewhere(Right::ManageAccounts) { None } else { Some(caller.account_id().unwrap_or_default()) };
        let tokens = self.store.read(|reader| reader.api_tokens(own))?;
        Ok(tokens.into_iter().map(TokenItem::from).collect())
    }

    /// Takes the validity of a token away: of one's own, or of any for those who manage accounts.
    pub fn revoke_token(&self, caller: &Caller, id: &str) -> Result<(), RegistryError> {
        let any = caller.may_somewhere(Right::ManageAccounts);
        self.store.write(&self.stamp(caller.actor.clone()), |writer| {
            let own = if any { None } else { Some(caller.account_id().unwrap_or_default()) };
            let token = writer.reader().api_tokens(own)?.into_iter().find(|token| token.id == id);
            let token = token.ok_or_else(|| RegistryError::NotFound { what: "token", id: id.to_owned() })?;
            if token.revoked_at.is_none() {
                writer.revoke_api_token(&token)?;
            }
            Ok(())
        })
    }
}

fn rights(wished: &[String], errors: &mut Vec<FieldError>) -> Vec<Right> {
    let codes = || Right::ALL.iter().map(|right| right.code()).collect::<Vec<_>>().join(", ");
    if wished.is_empty() {
        errors.push(FieldError::new("rights", "", "are none", format!("one or more of {}", codes())));
    }
    let mut rights = Vec::new();
    for word in wished {
        match Right::parse(word) {
            Some(right) if !rights.contains(&right) => rights.push(right),
            Some(_) => {}
            None => errors.push(FieldError::new("rights", word, "no such right", format!("one of {}", codes()))),
        }
    }
    rights
}
