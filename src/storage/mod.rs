//! How are records kept? The only SQL and the only diesel of the house.
//!
//! The face is [`Store`]: `read` and `write` hand out a [`Reader`] or [`Writer`] inside one transaction.
//! The rooms above see domain types and this face, never a connection: whether records are in SQLite or in
//! PostgreSQL is known here alone. Every write says who writes and is told by the log of the same transaction.

mod accounts;
mod as_of;
mod backup;
mod batches;
mod changes;
mod check;
mod connection;
mod demand;
mod demand_sources;
mod demand_table;
mod division_changes;
mod divisions;
mod error;
mod facilities;
mod gaps;
mod geopackage;
mod guard;
mod hand_ins;
mod imports;
mod inspections;
mod links;
mod map_parts;
mod organizations;
mod plans;
mod projects;
mod proposals;
mod reference;
mod reports;
mod retention;
mod row;
mod schema;
mod services;
mod sessions;
mod settings;
mod tokens;
mod url;
mod verdicts;
mod watch;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{connection::SimpleConnection, prelude::*};

pub use self::{
    accounts::Secrets,
    as_of::State,
    backup::{BackupError, BackupFile, Manifest, OnProgress, Restored, TableEntry},
    batches::Touched,
    changes::{BrokenLink, ChangeFilter, RowVersions},
    check::{EngineComplaints, Migrations, OpenReferences},
    connection::Open,
    error::StorageError,
    geopackage::{GeoPackageLayer, GeoPackageRow, GeoPackageType, GeoPackageValue, write_geopackage},
    hand_ins::KeptHandIn,
    links::Link,
    map_parts::KeptMapPart,
    proposals::ProposalFilter,
    reference::{ReferenceRows, RowsBy},
    reports::{Closed, Report},
    retention::Forgotten,
    sessions::Session,
    tokens::ApiToken,
    url::{DatabaseUrl, DatabaseUrlError, PostgresAddress},
    watch::Watcher,
};
use self::{
    changes::Ledger,
    connection::{AnyConnection, Pool},
    schema::registry,
};
use crate::domain::change::{Action, Stamp};

/// The channel on which a server of PostgreSQL's tells that there is a new change.
const CHANNEL: &str = "carereach_change";
/// How long a write looks for a server that takes it, among several.
const LOOK_FOR_PRIMARY: Duration = Duration::from_secs(2);
/// How long it rests between two looks: each opens a connection, and a server has only so many.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(50);
/// How long a connection is waited for when the database is known to be away.
const AWAY_WAIT: Duration = Duration::from_millis(300);

/// The registry's database.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
    url: DatabaseUrl,
    /// Set by the watcher.
    away: Arc<AtomicBool>,
}

/// Reads inside one transaction: everything it answers is of the same moment.
pub struct Reader<'c> {
    conn: &'c mut AnyConnection,
}

/// Writes inside one transaction: all of it is kept, or nothing.
pub struct Writer<'c> {
    reader: Reader<'c>,
    ledger: Ledger,
    /// What replacing and adding records is called in the log, when it is not just that.
    action: Option<Action>,
}

/// A record as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// The record.
    pub record: T,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// The number of the change that wrote it last; 0 for one written before there was a log.
    pub version: i64,
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
    /// The revision that last touched divisions or the rows that give words their meaning.
    pub land: i64,
    /// The revision that last touched demand.
    pub people: i64,
    /// The revision that last touched the base map.
    pub base: i64,
}

impl Store {
    /// Opens the database; with [`Open::Create`] a missing one is made and an older one brought up to date.
    pub fn open(url: &DatabaseUrl, open: Open) -> Result<Store, StorageError> {
        Ok(Store { pool: connection::open(url, open)?, url: url.clone(), away: Arc::default() })
    }

    /// Runs `work` on one consistent state of the registry.
    pub fn read<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut Reader) -> Result<T, E>) -> Result<T, E> {
        let mut link = self.connection()?;
        let begun = connection::begin_reading(&mut link.conn);
        begun.map_err(|error| E::from(self.failed(&mut link, error.into())))?;
        let worked = work(&mut Reader { conn: &mut link.conn });
        self.end(&mut link, worked)
    }

    /// Runs `work` as the only writer; an error undoes all of it. The log says who wrote and why.
    pub fn write<T, E: From<StorageError>>(&self, stamp: &Stamp, work: impl FnOnce(&mut Writer) -> Result<T, E>) -> Result<T, E> {
        self.write_raw(|conn| {
            let mut writer = Writer::open(conn, stamp)?;
            let value = work(&mut writer)?;
            writer.close_ledger()?;
            Ok(value)
        })
    }

    /// A transaction of the only writer, without the log.
    fn write_raw<T, E: From<StorageError>>(&self, work: impl FnOnce(&mut AnyConnection) -> Result<T, E>) -> Result<T, E> {
        let mut link = self.writing_connection()?;
        let worked = work(&mut link.conn);
        self.end(&mut link, worked)
    }

    /// A connection on which a transaction of the only writer has begun. Of several servers the first that answers is
    /// taken, which may be a standby: such a connection is given up, and the next one looks for the primary again.
    fn writing_connection(&self) -> Result<connection::Pooled, StorageError> {
        let until = Instant::now() + LOOK_FOR_PRIMARY;
        let mut link = self.connection()?;
        loop {
            match connection::begin_writing(&mut link.conn) {
                Ok(()) => return Ok(link),
                Err(error) => {
                    let error = self.failed(&mut link, error);
                    // Nothing has been tried yet: beginning again is safe. Old connections may lead to a server that is gone.
                    let again = matches!(error, StorageError::Standby | StorageError::Gone(_));
                    if !again || Instant::now() > until {
                        return Err(error);
                    }
                    drop(link);
                    thread::sleep(LOOK_AGAIN_AFTER);
                    // The first error says more than that no further connection was to be had.
                    link = self.connection().map_err(|_| error)?;
                }
            }
        }
    }

    /// Ends a transaction and gives a connection up whose server is gone.
    fn end<T, E: From<StorageError>>(&self, link: &mut connection::Link, worked: Result<T, E>) -> Result<T, E> {
        let well = worked.is_ok();
        match connection::end(&mut link.conn, worked, |error| E::from(StorageError::from(error))) {
            Ok(value) => Ok(value),
            Err(_) if connection::is_gone(&mut link.conn) => {
                link.spent = true;
                let what = if well { "while the write was being kept: look whether it was" } else { "during the work" };
                Err(StorageError::Gone(what.to_owned()).into())
            }
            Err(error) => Err(error),
        }
    }

    fn failed(&self, link: &mut connection::Link, error: StorageError) -> StorageError {
        let gone = connection::is_gone(&mut link.conn);
        link.spent = gone || matches!(error, StorageError::Standby);
        if gone { StorageError::Gone(error.to_string()) } else { error }
    }

    /// Whether other servers may work on the same database.
    pub fn is_shared(&self) -> bool {
        matches!(self.url, DatabaseUrl::Postgres(_))
    }

    /// Tells when another process or connection has written.
    pub fn watch(&self) -> Result<Watcher, StorageError> {
        Watcher::new(&self.url, Arc::clone(&self.away))
    }

    /// Whether the follower of this registry finds the database away.
    pub fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// A database that is known to be away is not waited for: who asks is told at once.
    fn connection(&self) -> Result<connection::Pooled, StorageError> {
        let got = if self.is_away() { self.pool.get_timeout(AWAY_WAIT) } else { self.pool.get() };
        got.map_err(|error| StorageError::Pool(error.to_string()))
    }
}

impl Reader<'_> {
    /// Which registry this is and how far it has come.
    pub fn revision(&mut self) -> Result<Revision, StorageError> {
        let (uid, number, changed_at, land, people, base): (String, i64, NaiveDateTime, i64, i64, i64) = registry::table
            .select((
                registry::uid,
                registry::revision,
                registry::changed_at,
                registry::land_revision,
                registry::people_revision,
                registry::base_revision,
            ))
            .first(self.conn)?;
        Ok(Revision { uid, number, changed_at: changed_at.and_utc(), land, people, base })
    }
}

impl<'c> Writer<'c> {
    fn open(conn: &'c mut AnyConnection, stamp: &Stamp) -> Result<Writer<'c>, StorageError> {
        let mut reader = Reader { conn };
        let ledger = Ledger::open(&mut reader, stamp)?;
        Ok(Writer { reader, ledger, action: None })
    }

    /// The same transaction, for reading.
    pub fn reader(&mut self) -> &mut Reader<'c> {
        &mut self.reader
    }

    /// Calls what is written from here on by another name in the log than adding and changing.
    pub fn call_it(&mut self, action: Option<Action>) {
        self.action = action;
    }

    fn conn(&mut self) -> &mut AnyConnection {
        self.reader.conn
    }

    /// Wakes the servers that follow the same PostgreSQL; they hear it when this transaction is kept.
    fn tell_followers(&mut self) -> Result<(), StorageError> {
        match self.conn() {
            AnyConnection::Sqlite(_) => Ok(()),
            AnyConnection::Postgres(conn) => Ok(conn.batch_execute(&format!("NOTIFY {CHANNEL}"))?),
        }
    }
}
