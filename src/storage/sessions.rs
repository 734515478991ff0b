//! Who is signed in? Sessions by the hash of their token; only the log tells that one began or ended.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{Reader, StorageError, Writer, row::clock, schema::session};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, which is no secret.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it last asked; to the minute.
    pub seen_at: DateTime<Utc>,
    /// What the browser called itself.
    pub agent: Option<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
struct SessionRow {
    id: String,
    token_hash: String,
    account_id: String,
    created_at: NaiveDateTime,
    seen_at: NaiveDateTime,
    agent: Option<String>,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Session {
            id: row.id,
            account_id: row.account_id,
            created_at: row.created_at.and_utc(),
            seen_at: row.seen_at.and_utc(),
            agent: row.agent,
        }
    }
}

impl Reader<'_> {
    /// The session whose token has this hash.
    pub fn session(&mut self, token_hash: &str) -> Result<Option<Session>, StorageError> {
        let row: Option<SessionRow> = session::table.filter(session::token_hash.eq(token_hash)).first(self.conn).optional()?;
        Ok(row.map(Session::from))
    }

    /// The sessions of an account, the newest first.
    pub fn sessions_of(&mut self, account_id: &str) -> Result<Vec<Session>, StorageError> {
        let rows: Vec<SessionRow> = session::table
            .filter(session::account_id.eq(account_id))
            .order((session::created_at.desc(), session::id.desc()))
            .load(self.conn)?;
        Ok(rows.into_iter().map(Session::from).collect())
    }
}

impl Writer<'_> {
    /// Keeps a new session.
    pub fn add_session(&mut self, new: &Session, token_hash: &str) -> Result<(), StorageError> {
        let row = SessionRow {
            id: new.id.clone(),
            token_hash: token_hash.to_owned(),
            account_id: new.account_id.clone(),
            created_at: clock(new.created_at),
            seen_at: clock(new.seen_at),
            agent: new.agent.clone(),
        };
        diesel::insert_into(session::table).values(&row).execute(self.conn())?;
        Ok(())
    }

    /// Remembers that a session asked.
    pub fn touch_session(&mut self, id: &str, now: DateTime<Utc>) -> Result<(), StorageError> {
        diesel::update(session::table.filter(session::id.eq(id))).set(session::seen_at.eq(clock(now))).execute(self.conn())?;
        Ok(())
    }

    /// Ends a session of an account; answers whether there was one.
    pub fn end_session(&mut self, account_id: &str, id: &str) -> Result<bool, StorageError> {
        let own = session::table.filter(session::account_id.eq(account_id)).filter(session::id.eq(id));
        Ok(diesel::delete(own).execute(self.conn())? > 0)
    }

    /// Ends all sessions of an account but one; answers how many.
    pub fn end_sessions(&mut self, account_id: &str, but: Option<&str>) -> Result<usize, StorageError> {
        let own = session::table.filter(session::account_id.eq(account_id)).filter(session::id.ne(but.unwrap_or_default()));
        Ok(diesel::delete(own).execute(self.conn())?)
    }

    /// Forgets the sessions that have been over for certain: nobody asked since, or they began before.
    pub fn forget_sessions(&mut self, seen_before: DateTime<Utc>, begun_before: DateTime<Utc>) -> Result<usize, StorageError> {
        let over = session::seen_at.le(clock(seen_before)).or(session::created_at.le(clock(begun_before)));
        Ok(diesel::delete(session::table.filter(over)).execute(self.conn())?)
    }
}
