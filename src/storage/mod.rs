//! How are records kept? The only SQL and the only diesel of the house.
//!
//! The face is [`Store`]: `read` and `write` hand out a [`Reader`] or [`Writer`] inside one transaction.
//! The rooms above see domain types and this face, never a connection, so that a second database can join
//! without touching them.

mod base_map;
mod connection;
mod demand;
mod divisions;
mod error;
mod facilities;
mod organizations;
mod reference;
mod row;
mod schema;
mod services;
mod url;
mod watch;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

pub use self::{
    connection::Open,
    error::StorageError,
    reference::ReferenceRows,
    url::{DatabaseUrl, DatabaseUrlError},
    watch::Watcher,
};
use self::{connection::Pool, schema::registry};

/// The registry's database.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
    url: DatabaseUrl,
}

/// Reads inside one transaction: everything it answers is of the same moment.
pub struct Reader<'c> {
    conn: &'c mut SqliteConnection,
}

/// Writes inside one transaction: all of it is kept, or nothing.
pub struct Writer<'c> {
    reader: Reader<'c>,
}

/// What became of records that were handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Upserted {
    /// New ids.
    pub added: usize,
    /// Ids that were there with other content.
    pub changed: usize,
    /// Ids that were there with the same content.
    pub unchanged: usize,
}

impl Upserted {
    /// Whether the database differs from before.
    pub fn changed_anything(&self) -> bool {
        self.added + self.changed > 0
    }
}

/// The registry's own row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Names this registry among all.
    pub uid: String,
    /// Raised by every write that changed something.
    pub number: i64,
    /// When it was last raised.
    pub changed_at: DateTime<Utc>,
}

impl Store {
    /// Opens the database; with [`Open::Create`] a missing one is made and an older one brought up to date.
    pub fn open(url: &DatabaseUrl, open: Open) -> Result<Store, StorageError> {
        Ok(Store { pool: connection::open(url, open)?, url: url.clone() })
    }

    /// Runs `work` on one consistent state of the registry.
    pub fn read<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Reader) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.connection()?;
        conn.transaction(|conn| work(&mut Reader { conn }).map_err(Step::Work)).map_err(Step::into_error)
    }

    /// Runs `work` as the only writer (`BEGIN IMMEDIATE`); an error undoes all of it.
    pub fn write<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Writer) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.connection()?;
        conn.immediate_transaction(|conn| work(&mut Writer { reader: Reader { conn } }).map_err(Step::Work)).map_err(Step::into_error)
    }

    /// Tells when another process or connection has written.
    pub fn watch(&self) -> Result<Watcher, StorageError> {
        let conn = if self.url == DatabaseUrl::SqliteMemory { None } else { Some(self.connection()?) };
        Watcher::new(conn)
    }

    fn connection(&self) -> Result<connection::Pooled, StorageError> {
        self.pool.get().map_err(|error| StorageError::Pool(error.to_string()))
    }
}

/// Either the work's own error or the transaction's.
enum Step<E> {
    Work(E),
    Transaction(diesel::result::Error),
}

impl<E> From<diesel::result::Error> for Step<E> {
    fn from(error: diesel::result::Error) -> Self {
        Step::Transaction(error)
    }
}

impl<E: From<StorageError>> Step<E> {
    fn into_error(self) -> E {
        match self {
            Step::Work(error) => error,
            Step::Transaction(error) => StorageError::Query(error).into(),
        }
    }
}

impl Reader<'_> {
    /// Which registry this is and how far it has come.
    pub fn revision(&mut self) -> Result<Revision, StorageError> {
        let (uid, number, changed_at): (String, i64, NaiveDateTime) =
            registry::table.select((registry::uid, registry::revision, registry::changed_at)).first(self.conn)?;
        Ok(Revision { uid, number, changed_at: changed_at.and_utc() })
    }
}

impl<'c> Writer<'c> {
    /// The same transaction, for reading.
    pub fn reader(&mut self) -> &mut Reader<'c> {
        &mut self.reader
    }

    /// Raises the revision: to be called once by a write that changed something.
    pub fn raise_revision(&mut self, now: DateTime<Utc>) -> Result<(), StorageError> {
        diesel::update(registry::table)
            .set((registry::revision.eq(registry::revision + 1), registry::changed_at.eq(now.naive_utc())))
            .execute(self.conn())?;
        Ok(())
    }

    fn conn(&mut self) -> &mut SqliteConnection {
        self.reader.conn
    }
}
