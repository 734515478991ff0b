//! What can go wrong between the registry and its database.

use std::path::PathBuf;

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
    /// A statement failed.
    #[error("the database refused: {0}")]
    Query(#[from] diesel::result::Error),
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

impl StorageError {
    /// Whether trying again later may help: the database is locked, full or away.
    pub fn is_unavailable(&self) -> bool {
        match self {
            StorageError::Pool(_) | StorageError::Open { .. } => true,
            StorageError::Query(diesel::result::Error::DatabaseError(_, info)) => {
                let message = info.message();
                message.contains("locked") || message.contains("full") || message.contains("busy")
            }
            StorageError::Query(_) | StorageError::Missing(_) | StorageError::Migration(_) | StorageError::Corrupt { .. } => false,
        }
    }
}
