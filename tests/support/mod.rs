//! Where a test's registry is kept: in SQLite, or in PostgreSQL when `CAREREACH_TEST_DATABASE=postgres`, so that the same
//! tests run on both.

mod choice;
pub mod postgres;
mod programs;
mod unprivileged;

pub use choice::on_postgres;

use carereach::storage::DatabaseUrl;

/// A database of a test's own.
pub struct Database {
    /// Its address.
    pub url: DatabaseUrl,
    /// The folder of SQLite's file, gone with the test.
    _folder: Option<tempfile::TempDir>,
}

/// A new database with this version's tables and nothing in them.
pub fn fresh() -> Database {
    if on_postgres() {
        return Database { url: postgres::fresh(), _folder: None };
    }
    fresh_sqlite()
}

/// A place for a new database of SQLite's.
pub fn fresh_sqlite() -> Database {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Database { url: DatabaseUrl::SqliteFile(folder.path().join("registry.db")), _folder: Some(folder) }
}
