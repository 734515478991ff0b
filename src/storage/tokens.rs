//! What do other programs show instead of a password? API tokens by their hash, with scope and expiry.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock, json_text, list_text},
    schema::{account, api_token},
};
use crate::domain::{
    change::{Action, RecordType},
    permission::{Jurisdiction, Right},
};

/// An API token; the token itself is known to nobody but its owner.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiToken {
    /// Its id, which is no secret.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// What the account signs in with.
    pub login: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<Right>,
    /// Where.
    pub jurisdiction: Jurisdiction,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it holds.
    pub expires_on: Option<NaiveDate>,
    /// When it was last used; to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = api_token, treat_none_as_default_value = false)]
struct TokenRow {
    id: String,
    token_hash: String,
    account_id: String,
    name: String,
    rights: String,
    jurisdiction: String,
    created_at: NaiveDateTime,
    expires_on: Option<NaiveDate>,
    last_used_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

/// A token as the log tells it.
#[derive(serde::Serialize)]
struct Told<'a> {
    id: &'a str,
    account_id: &'a str,
    name: &'a str,
    rights: &'a [Right],
    jurisdiction: String,
    expires_on: Option<NaiveDate>,
    revoked: bool,
}

fn told(token: &ApiToken, revoked: bool) -> String {
    json_text(&Told {
        id: &token.id,
        account_id: &token.account_id,
        name: &token.name,
        rights: &token.rights,
        jurisdiction: token.jurisdiction.to_string(),
        expires_on: token.expires_on,
        revoked,
    })
}

impl Reader<'_> {
    /// The token with this hash.
    pub fn api_token(&mut self, token_hash: &str) -> Result<Option<ApiToken>, StorageError> {
        let row: Option<TokenRow> = api_token::table.filter(api_token::token_hash.eq(token_hash)).first(self.conn).optional()?;
        row.map(|row| self.with_login(row)).transpose()
    }

    /// The tokens of an account or of all, the newest first.
    pub fn api_tokens(&mut self, account_id: Option<&str>) -> Result<Vec<ApiToken>, StorageError> {
        let mut query = api_token::table.order((api_token::created_at.desc(), api_token::id.desc())).into_boxed();
        if let Some(id) = account_id {
            query = query.filter(api_token::account_id.eq(id.to_owned()));
        }
        let rows: Vec<TokenRow> = query.load(self.conn)?;
        rows.into_iter().map(|row| self.with_login(row)).collect()
    }

    fn with_login(&mut self, row: TokenRow) -> Result<ApiToken, StorageError> {
        let login: String = account::table.filter(account::id.eq(&row.account_id)).select(account::login).first(self.conn)?;
        let at = At { table: "api_token", key: &row.id };
        let rights: Vec<String> = at.list("rights", &row.rights)?;
        Ok(ApiToken {
            rights: rights.iter().map(|right| at.word("rights", right, Right::parse)).collect::<Result<_, _>>()?,
            jurisdiction: at.word("jurisdiction", &row.jurisdiction, |text| text.parse().ok())?,
            id: row.id,
            account_id: row.account_id,
            login,
            name: row.name,
            created_at: row.created_at.and_utc(),
            expires_on: row.expires_on,
            last_used_at: row.last_used_at.map(|time| time.and_utc()),
            revoked_at: row.revoked_at.map(|time| time.and_utc()),
        })
    }
}

impl Writer<'_> {
    /// Keeps a new token.
    pub fn add_api_token(&mut self, new: &ApiToken, token_hash: &str) -> Result<(), StorageError> {
        self.log(Action::Add, RecordType::Token, &new.id, None, Some(told(new, false)));
        let row = TokenRow {
            id: new.id.clone(),
            token_hash: token_hash.to_owned(),
            account_id: new.account_id.clone(),
            name: new.name.clone(),
            rights: list_text(&new.rights),
            jurisdiction: new.jurisdiction.to_string(),
            created_at: clock(new.created_at),
            expires_on: new.expires_on,
            last_used_at: None,
            revoked_at: None,
        };
        diesel::insert_into(api_token::table).values(&row).execute(self.conn())?;
        Ok(())
    }

    /// Takes a token's validity away.
    pub fn revoke_api_token(&mut self, token: &ApiToken) -> Result<(), StorageError> {
        self.log(Action::Remove, RecordType::Token, &token.id, Some(told(token, false)), Some(told(token, true)));
        let now = self.now();
        diesel::update(api_token::table.filter(api_token::id.eq(&token.id)))
            .set(api_token::revoked_at.eq(clock(now)))
            .execute(self.conn())?;
        Ok(())
    }

    /// Remembers that a token was used.
    pub fn touch_api_token(&mut self, id: &str, now: DateTime<Utc>) -> Result<(), StorageError> {
        diesel::update(api_token::table.filter(api_token::id.eq(id))).set(api_token::last_used_at.eq(clock(now))).execute(self.conn())?;
        Ok(())
    }
}
