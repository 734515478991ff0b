//! How is a database opened? SQLite or PostgreSQL behind one type of connection, chosen by the address's scheme.
//!
//! SQLite gets its write-ahead log, foreign keys and a busy time-out on every connection; PostgreSQL UTC and time-outs.
//! Migrations run on the concrete connection, under a lock that lets several processes start at once.

use std::{fs, time::Duration};

use chrono::Utc;
use diesel::{
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    dsl::sql,
    migration::MigrationSource,
    pg::PgConnection,
    prelude::*,
    r2d2::{self, R2D2Connection},
    sql_types::Text,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DatabaseUrl, StorageError, schema::registry};

const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// How long a statement of SQLite waits for another writer.
const BUSY_TIMEOUT_MS: u64 = 10_000;
/// A connection is exchanged for a new one after this.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// A connection that nobody wanted for so long is closed.
const IDLE: Duration = Duration::from_secs(10 * 60);
/// How long a request waits for a connection before it is told to come back later.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(3);
const CONNECTIONS: u32 = 8;
/// The lock of PostgreSQL's that one writer, or one migration, holds at a time: "carereach" in ASCII, cut to eight bytes.
const WRITER_LOCK: i64 = i64::from_be_bytes(*b"carereac");

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// Embedded.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}

/// Inserts many rows in one statement, which only the concrete connections can.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            $crate::storage::connection::AnyConnection::Sqlite(conn) => diesel::insert_into($table).values($rows).execute(conn),
            $crate::storage::connection::AnyConnection::Postgres(conn) => diesel::insert_into($table).values($rows).execute(conn),
        }
    };
}
pub(super) use insert_all;

pub(super) type Pool = r2d2::Pool<Connector>;
pub(super) type Pooled = r2d2::PooledConnection<Connector>;

/// Whether a missing database is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Make it, or bring it up to date.
    Create,
    /// It must be there.
    Existing,
}

/// Connects by the address's scheme, so that a mistyped one never becomes a file.
#[derive(Debug, Clone)]
pub(super) struct Connector(DatabaseUrl);

impl Connector {
    pub(super) fn new(url: &DatabaseUrl) -> Connector {
        Connector(url.clone())
    }

    pub(super) fn establish(&self) -> Result<AnyConnection, r2d2::Error> {
        let connected = match &self.0 {
            DatabaseUrl::SqliteMemory => SqliteConnection::establish(":memory:").map(AnyConnection::Sqlite),
            DatabaseUrl::SqliteFile(path) => SqliteConnection::establish(&path.to_string_lossy()).map(AnyConnection::Sqlite),
            DatabaseUrl::Postgres(address) => PgConnection::establish(&address.for_libpq()).map(AnyConnection::Postgres),
        };
        let mut conn = connected.map_err(r2d2::Error::ConnectionError)?;
        prepare(&mut conn).map_err(r2d2::Error::QueryError)?;
        Ok(conn)
    }
}

/// A connection of the pool, and whether it has to be replaced: its server is gone, or takes no writes.
pub(super) struct Link {
    pub(super) conn: AnyConnection,
    pub(super) spent: bool,
}

impl diesel::r2d2::ManageConnection for Connector {
    type Connection = Link;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Link, r2d2::Error> {
        Ok(Link { conn: self.establish()?, spent: false })
    }

    /// Asked whenever a connection is handed out: one whose server has gone is replaced by a new one.
    fn is_valid(&self, link: &mut Link) -> Result<(), r2d2::Error> {
        link.conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        link.spent || link.conn.is_broken()
    }
}

/// Whether the server behind a connection no longer answers. SQLite has no server.
pub(super) fn is_gone(conn: &mut AnyConnection) -> bool {
    matches!(conn, AnyConnection::Postgres(_)) && conn.ping().is_err()
}

/// Opens a pool on a database that is there and of this version.
pub(super) fn open(url: &DatabaseUrl, open: Open) -> Result<Pool, StorageError> {
    let connections = match url {
        DatabaseUrl::SqliteMemory => 1,
        DatabaseUrl::SqliteFile(path) => {
            if open == Open::Existing && !path.exists() {
                return Err(StorageError::Missing(path.clone()));
            }
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder).map_err(|error| StorageError::Open { url: url.to_string(), cause: error.to_string() })?;
            }
            CONNECTIONS
        }
        DatabaseUrl::Postgres(_) => CONNECTIONS,
    };
    let cannot_open = |cause: String| StorageError::Open { url: url.to_string(), cause };
    let connector = Connector::new(url);
    // Look without the pool, which would retry a hopeless address until its time-out; twice, as the first of several
    // servers may have died while it was being asked.
    connector.establish().or_else(|_| connector.establish()).map(drop).map_err(|error| cannot_open(plain(&error)))?;
    // A registry in memory lives in its connection: no pool may exchange that one for a fresh one.
    let lasting = matches!(url, DatabaseUrl::SqliteMemory);
    let pool = r2d2::Pool::builder()
        .max_size(connections)
        .min_idle(Some(1))
        .max_lifetime((!lasting).then_some(LIFETIME))
        .idle_timeout((!lasting).then_some(IDLE))
        // Whoever asks for a connection is told by its error, and the follower tells the log once.
        .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
        .connection_timeout(if matches!(url, DatabaseUrl::Postgres(_)) {
            CONNECTION_TIMEOUT
        } else {
            Duration::from_millis(BUSY_TIMEOUT_MS)
        })
        .build(connector)
        .map_err(|error| cannot_open(error.to_string()))?;
    let mut conn = pool.get().map_err(|error| StorageError::Pool(error.to_string()))?;
    migrate(&mut conn.conn)?;
    drop(conn);
    Ok(pool)
}

/// What the driver says, without the wrapping of the pool; in our words where its own do not say what to do.
fn plain(error: &r2d2::Error) -> String {
    let said = match error {
        r2d2::Error::ConnectionError(error) => error.to_string(),
        r2d2::Error::QueryError(error) => error.to_string(),
    };
    match said.as_str() {
        "attempt to write a readonly database" | "unable to open database file" => StorageError::ReadOnly.to_string(),
        _ => said,
    }
}

fn prepare(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => conn.batch_execute(&format!(
            "PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
        )),
        AnyConnection::Postgres(conn) => {
            conn.batch_execute("SET TIME ZONE 'UTC'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning")
        }
    }
}

/// Begins a transaction that sees one state of the database throughout.
pub(super) fn begin_reading(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::begin_transaction(conn),
        AnyConnection::Postgres(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
    }
}

/// Begins a transaction as the only writer. SQLite's deferred transactions fail under several writers, so its lock is
/// taken at once; on PostgreSQL writers queue at a lock of ours, so that the log's numbers follow the commits.
pub(super) fn begin_writing(conn: &mut AnyConnection) -> Result<(), StorageError> {
    match conn {
        AnyConnection::Sqlite(conn) => Ok(AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?),
        AnyConnection::Postgres(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")?;
            let locked = lock_for_writing(conn);
            if locked.is_err() {
                // The first error is the one to tell.
                let _ = AnsiTransactionManager::rollback_transaction(conn);
            }
            locked
        }
    }
}

/// Whether the server takes no writes: a standby, or one that is set so.
fn reads_only(conn: &mut PgConnection) -> QueryResult<bool> {
    let setting: String = diesel::select(sql::<Text>("current_setting('transaction_read_only')")).get_result(conn)?;
    Ok(setting == "on")
}

fn lock_for_writing(conn: &mut PgConnection) -> Result<(), StorageError> {
    // A standby says so here, in every language that a server speaks, before anything was tried.
    if reads_only(conn)? {
        return Err(StorageError::Standby);
    }
    // A server that has gone meanwhile is found by whoever gets this error.
    conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})")).map_err(|_| StorageError::Busy)
}

/// Ends a transaction: kept after success, undone after an error.
pub(super) fn end<T, E>(conn: &mut AnyConnection, worked: Result<T, E>, failed: impl Fn(diesel::result::Error) -> E) -> Result<T, E> {
    type Manager = <AnyConnection as Connection>::TransactionManager;
    match worked {
        Ok(value) => match Manager::commit_transaction(conn) {
            Ok(()) => Ok(value),
            Err(error) => Err(failed(error)),
        },
        Err(error) => {
            // The first error is the one to tell; a connection that cannot even undo is broken and is dropped by the pool.
            let _ = Manager::rollback_transaction(conn);
            Err(error)
        }
    }
}

fn migrate(conn: &mut AnyConnection) -> Result<(), StorageError> {
    type Failure = Box<dyn std::error::Error + Send + Sync>;
    let failed = |error: Failure| StorageError::Migration(error.to_string());
    match conn {
        AnyConnection::Sqlite(conn) => {
            if conn.has_pending_migration(SQLITE_MIGRATIONS).map_err(failed)? {
                // Two processes may start at once: the second waits for the first and finds nothing left to do.
                conn.immediate_transaction(|conn| conn.run_pending_migrations(SQLITE_MIGRATIONS).map(drop)).map_err(failed)?;
            }
        }
        AnyConnection::Postgres(conn) => {
            // A standby takes no migration, not even the question for one: its primary has brought it up to date.
            if !reads_only(conn)? && conn.has_pending_migration(POSTGRES_MIGRATIONS).map_err(failed)? {
                conn.transaction(|conn| {
                    conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})"))?;
                    conn.run_pending_migrations(POSTGRES_MIGRATIONS).map(drop)
                })
                .map_err(failed)?;
            }
        }
    }
    let rows: i64 = registry::table.count().get_result(conn)?;
    if rows == 0 {
        let inserted = diesel::insert_into(registry::table)
            .values((
                registry::id.eq(1),
                registry::uid.eq(uuid::Uuid::now_v7().to_string()),
                registry::revision.eq(0i64),
                registry::changed_at.eq(super::row::clock(Utc::now())),
            ))
            .execute(conn);
        // Another process that starts at the same moment may have been first.
        if !matches!(inserted, Ok(_) | Err(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _))) {
            inserted?;
        }
    }
    Ok(())
}

/// The migrations of this version, by their numbers.
pub(super) fn known_migrations(conn: &AnyConnection) -> Result<Vec<String>, StorageError> {
    match conn {
        AnyConnection::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(SQLITE_MIGRATIONS),
        AnyConnection::Postgres(_) => versions::<diesel::pg::Pg>(POSTGRES_MIGRATIONS),
    }
}

fn versions<DB: diesel::backend::Backend>(migrations: EmbeddedMigrations) -> Result<Vec<String>, StorageError> {
    let all = MigrationSource::<DB>::migrations(&migrations).map_err(|error| StorageError::Migration(error.to_string()))?;
    Ok(all.iter().map(|one| one.name().version().to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_in_memory_keeps_its_only_connection_for_ever() {
        let pool = open(&DatabaseUrl::SqliteMemory, Open::Create).expect("a registry in memory");
        assert_eq!((pool.max_size(), pool.max_lifetime(), pool.idle_timeout()), (1, None, None));
    }
}
