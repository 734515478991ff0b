//! How is the database opened? Embedded SQLite with write-ahead log, foreign keys and migrations inside.

use std::{fs, time::Duration};

use chrono::Utc;
use diesel::{
    connection::SimpleConnection,
    prelude::*,
    r2d2::{self, ConnectionManager, CustomizeConnection},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DatabaseUrl, StorageError, schema::registry};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How long a statement waits for another writer.
const BUSY_TIMEOUT_MS: u64 = 10_000;
const CONNECTIONS: u32 = 8;

pub(super) type Pool = r2d2::Pool<ConnectionManager<SqliteConnection>>;
pub(super) type Pooled = r2d2::PooledConnection<ConnectionManager<SqliteConnection>>;

/// Whether a missing database is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Make it, or bring it up to date.
    Create,
    /// It must be there.
    Existing,
}

pub(super) fn open(url: &DatabaseUrl, open: Open) -> Result<Pool, StorageError> {
    let (address, connections) = match url {
        DatabaseUrl::SqliteMemory => (":memory:".to_owned(), 1),
        DatabaseUrl::SqliteFile(path) => {
            if open == Open::Existing && !path.exists() {
                return Err(StorageError::Missing(path.clone()));
            }
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder).map_err(|error| StorageError::Open { url: url.to_string(), cause: error.to_string() })?;
            }
            (path.to_string_lossy().into_owned(), CONNECTIONS)
        }
    };
    let cannot_open = |cause: String| StorageError::Open { url: url.to_string(), cause };
    // Look once without the pool, which would retry a hopeless address until its time-out.
    SqliteConnection::establish(&address)
        .map_err(|error| cannot_open(error.to_string()))
        .and_then(|mut conn| prepare(&mut conn).map_err(|error| cannot_open(error.to_string())))?;
    let pool = r2d2::Pool::builder()
        .max_size(connections)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))
        .connection_customizer(Box::new(Pragmas))
        .build(ConnectionManager::new(address))
        .map_err(|error| cannot_open(error.to_string()))?;
    let mut conn = pool.get().map_err(|error| StorageError::Pool(error.to_string()))?;
    migrate(&mut conn)?;
    Ok(pool)
}

#[derive(Debug)]
struct Pragmas;

impl CustomizeConnection<SqliteConnection, r2d2::Error> for Pragmas {
    fn on_acquire(&self, conn: &mut SqliteConnection) -> Result<(), r2d2::Error> {
        prepare(conn).map_err(r2d2::Error::QueryError)
    }
}

fn prepare(conn: &mut SqliteConnection) -> QueryResult<()> {
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
    ))
}

fn migrate(conn: &mut SqliteConnection) -> Result<(), StorageError> {
    let pending = conn.has_pending_migration(MIGRATIONS).map_err(|error| StorageError::Migration(error.to_string()))?;
    if pending {
        // Two processes may start at once: the second waits for the first and finds nothing left to do.
        conn.immediate_transaction(|conn| conn.run_pending_migrations(MIGRATIONS).map(drop))
            .map_err(|error: Box<dyn std::error::Error + Send + Sync>| StorageError::Migration(error.to_string()))?;
    }
    let rows: i64 = registry::table.count().get_result(conn)?;
    if rows == 0 {
        let now = Utc::now().naive_utc();
        diesel::insert_or_ignore_into(registry::table)
            .values((
                registry::id.eq(1),
                registry::uid.eq(uuid::Uuid::now_v7().to_string()),
                registry::revision.eq(0),
                registry::changed_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}
