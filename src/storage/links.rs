//! How does somebody without a password get one? One-time links by their hash, used once, for a day.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, clock},
    schema::one_time_link,
};
use crate::domain::account::Purpose;

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// For which account; `None` for the first one.
    pub account_id: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it does not hold any more.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = one_time_link, treat_none_as_default_value = false)]
struct LinkRow {
    token_hash: String,
    purpose: String,
    account_id: Option<String>,
    created_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
}

impl Reader<'_> {
    /// The link whose token has this hash.
    pub fn link(&mut self, token_hash: &str) -> Result<Option<Link>, StorageError> {
        let row: Option<LinkRow> = one_time_link::table.filter(one_time_link::token_hash.eq(token_hash)).first(self.conn).optional()?;
        row.map(|row| {
            Ok(Link {
                purpose: At { table: "one_time_link", key: "-" }.word("purpose", &row.purpose, Purpose::parse)?,
                account_id: row.account_id,
                created_at: row.created_at.and_utc(),
                expires_at: row.expires_at.and_utc(),
                used_at: row.used_at.map(|time| time.and_utc()),
            })
        })
        .transpose()
    }
}

impl Writer<'_> {
    /// Keeps a new link; earlier ones for the same account and purpose do not hold any more.
    pub fn add_link(&mut self, new: &Link, token_hash: &str) -> Result<(), StorageError> {
        let earlier = one_time_link::table.filter(one_time_link::used_at.is_null());
        match &new.account_id {
            Some(id) => diesel::delete(earlier.filter(one_time_link::account_id.eq(id.clone()))).execute(self.conn())?,
            None => diesel::delete(earlier.filter(one_time_link::purpose.eq(new.purpose.code()))).execute(self.conn())?,
        };
        let row = LinkRow {
            token_hash: token_hash.to_owned(),
            purpose: new.purpose.code().to_owned(),
            account_id: new.account_id.clone(),
            created_at: clock(new.created_at),
            expires_at: clock(new.expires_at),
            used_at: None,
        };
        diesel::insert_into(one_time_link::table).values(&row).execute(self.conn())?;
        Ok(())
    }

    /// Marks a link as used.
    pub fn use_link(&mut self, token_hash: &str) -> Result<(), StorageError> {
        let now = self.now();
        diesel::update(one_time_link::table.filter(one_time_link::token_hash.eq(token_hash)))
            .set(one_time_link::used_at.eq(clock(now)))
            .execute(self.conn())?;
        Ok(())
    }
}
