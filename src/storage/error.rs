//! What can go wrong between the registry and its database.

use std::path::PathBuf;

use diesel::result::{DatabaseErrorKind, Error};

/// A failure of storage.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database file is not there and was not to be made.
    #[error("there is no registry at {0}: `carereach import` makes one, or give --database sqlite:PATH")]
    Missing(PathBuf),
    /// The database cannot be opened.
    #[error("the database {url} cannot be opened: {cause}")]
    Open {
        /// Its address.
        url: String,
        /// What the driver says.
        cause: String,
    },
    /// The file is of a later version, of another program, or damaged.
    #[error("the database cannot be brought up to this version: {0}")]
    Migration(String),
    /// No connection was free in time.
    #[error("no connection to the database was free in time: {0}")]
    Pool(String),
    /// The connection broke; whether a write that was being kept is kept is not known.
    #[error("the connection to the database broke: {0}")]
    Gone(String),
    /// The server only reads: a standby, or one that is set so.
    #[error("the database server only reads at the moment (a standby that was not promoted yet); writes work again once a primary answers")]
    Standby,
    /// Somebody else is writing for longer than one waits.
    #[error("somebody else is writing to the database and does not come to an end: try again later")]
    Busy,
    /// No room is left.
    #[error("the disk, or what the database may take of it, is full; nothing of this write was kept: make room and try again")]
    Full,
    /// The file or its folder cannot be written.
    #[error(
        "the database file or its folder cannot be written by this user: give both the right to write (SQLite keeps -wal and -shm files beside it)"
    )]
    ReadOnly,
    /// A statement failed.
    #[error("the database refused: {0}")]
    Query(diesel::result::Error),
    /// A stored value is not what its column promises.
    #[error("{table} {key}: column {column} holds what it should not: {why}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The record.
        key: String,
        /// The column.
        column: &'static str,
        /// What is wrong.
        why: String,
    },
}

impl From<diesel::result::Error> for StorageError {
    fn from(error: diesel::result::Error) -> Self {
        if let Error::DatabaseError(kind, info) = &error {
            // SQLite speaks English only; what PostgreSQL says may be in any language, so its kinds decide.
            match (kind, info.message()) {
                (DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, said) => {
                    return StorageError::Gone(said.to_owned());
                }
                (DatabaseErrorKind::ReadOnlyTransaction, _) => return StorageError::Standby,
                (DatabaseErrorKind::SerializationFailure, _) => return StorageError::Busy,
                (_, "database is locked" | "database table is locked") => return StorageError::Busy,
                (_, "database or disk is full" | "disk I/O error") => return StorageError::Full,
                (_, "attempt to write a readonly database") => return StorageError::ReadOnly,
                _ => {}
            }
        }
        StorageError::Query(error)
    }
}

impl StorageError {
    /// Whether trying again later may help: the database is locked, full or away.
    pub fn is_unavailable(&self) -> bool {
        match self {
            StorageError::Pool(_)
            | StorageError::Open { .. }
            | StorageError::Gone(_)
            | StorageError::Standby
            | StorageError::Busy
            | StorageError::Full
            | StorageError::ReadOnly => true,
            StorageError::Query(_) | StorageError::Missing(_) | StorageError::Migration(_) | StorageError::Corrupt { .. } => false,
        }
    }
}
