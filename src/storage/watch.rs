//! Has somebody else written? SQLite's data_version tells one connection about the commits of all others; PostgreSQL
//! sends a notification, and where that is lost the registry's own row is asked twice a second.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{connection::SimpleConnection, prelude::*, sql_query, sql_types::BigInt};

use super::{
    CHANNEL, DatabaseUrl, StorageError,
    connection::{AnyConnection, Connector},
    schema::registry,
};

/// How often PostgreSQL is asked although it has not spoken: behind a pooler or after a fail-over nothing may come.
const ASK_EVERY: Duration = Duration::from_millis(500);

/// Sees commits made through any other connection, of this process or another. It has a connection of its own, and tells
/// the store whether the database is away.
pub struct Watcher {
    /// `None` for a registry in memory, which nobody else can reach.
    connector: Option<Connector>,
    conn: Option<AnyConnection>,
    seen: Seen,
    asked: Instant,
    away: Arc<AtomicBool>,
}

/// What a commit alters: SQLite's data_version, or which registry PostgreSQL holds and its last change.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Nothing,
    Version(i64),
    Registry(String, i64, i64),
}

#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Watcher {
    pub(super) fn new(url: &DatabaseUrl, away: Arc<AtomicBool>) -> Result<Watcher, StorageError> {
        let connector = (*url != DatabaseUrl::SqliteMemory).then(|| Connector::new(url));
        let mut watcher = Watcher { connector, conn: None, seen: Seen::Nothing, asked: Instant::now(), away };
        watcher.changed()?;
        Ok(watcher)
    }

    /// Whether there was a commit since the last call; after an error the next call connects again, and finds a change when
    /// one was missed meanwhile.
    pub fn changed(&mut self) -> Result<bool, StorageError> {
        let looked = self.look();
        if looked.is_err() {
            self.conn = None;
        }
        self.away.store(looked.is_err(), Ordering::Relaxed);
        looked
    }

    fn look(&mut self) -> Result<bool, StorageError> {
        let Some(connector) = &self.connector else { return Ok(false) };
        let fresh = self.conn.is_none();
        let conn = match &mut self.conn {
            Some(conn) => conn,
            none => {
                let mut conn = connector.establish().map_err(|error| StorageError::Pool(error.to_string()))?;
                if let AnyConnection::Postgres(conn) = &mut conn {
                    // A standby does not listen: it is asked instead, and once it is promoted too.
                    let _ = conn.batch_execute(&format!("LISTEN {CHANNEL}"));
                }
                none.insert(conn)
            }
        };
        let now = match conn {
            AnyConnection::Sqlite(conn) => {
                let version = sql_query("PRAGMA data_version").get_result::<DataVersion>(conn)?.data_version;
                // A new connection's number says nothing about an old one's.
                if fresh && self.seen != Seen::Nothing {
                    self.seen = Seen::Version(version);
                    return Ok(true);
                }
                Seen::Version(version)
            }
            AnyConnection::Postgres(conn) => {
                let mut told = fresh;
                for notification in conn.notifications_iter() {
                    notification?;
                    told = true;
                }
                if !told && self.asked.elapsed() < ASK_EVERY {
                    return Ok(false);
                }
                self.asked = Instant::now();
                let (uid, revision, change) =
                    registry::table.select((registry::uid, registry::revision, registry::change_seq)).first(conn)?;
                Seen::Registry(uid, revision, change)
            }
        };
        let changed = now != self.seen;
        self.seen = now;
        Ok(changed)
    }
}
