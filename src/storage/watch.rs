//! Has somebody else written? SQLite's data_version tells one connection about the commits of all others; PostgreSQL
//! sends a notification, and where that is lost the registry's own row is asked once a second.

use std::time::{Duration, Instant};

use diesel::{connection::SimpleConnection, prelude::*, r2d2::ManageConnection, sql_query, sql_types::BigInt};

use super::{
    CHANNEL, DatabaseUrl, StorageError,
    connection::{AnyConnection, Connector},
    schema::registry,
};

/// How often PostgreSQL is asked although it has not spoken: behind a pooler or after a fail-over nothing may come.
const ASK_EVERY: Duration = Duration::from_millis(500);

/// Sees commits made through any other connection, of this process or another. It has a connection of its own.
pub struct Watcher {
    /// `None` for a registry in memory, which nobody else can reach.
    connector: Option<Connector>,
    conn: Option<AnyConnection>,
    seen: i64,
    asked: Instant,
}

#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Watcher {
    pub(super) fn new(url: &DatabaseUrl) -> Result<Watcher, StorageError> {
        let connector = (*url != DatabaseUrl::SqliteMemory).then(|| Connector::new(url));
        let mut watcher = Watcher { connector, conn: None, seen: 0, asked: Instant::now() };
        watcher.changed()?;
        Ok(watcher)
    }

    /// Whether there was a commit since the last call; after an error the next call connects again.
    pub fn changed(&mut self) -> Result<bool, StorageError> {
        let Some(connector) = &self.connector else { return Ok(false) };
        let fresh = self.conn.is_none();
        if fresh {
            let mut conn = connector.connect().map_err(|error| StorageError::Pool(error.to_string()))?;
            if let AnyConnection::Postgres(conn) = &mut conn {
                conn.batch_execute(&format!("LISTEN {CHANNEL}"))?;
            }
            self.conn = Some(conn);
        }
        let looked = self.look(fresh);
        if looked.is_err() {
            self.conn = None;
        }
        looked
    }

    fn look(&mut self, fresh: bool) -> Result<bool, StorageError> {
        let version = match &mut self.conn {
            None => return Ok(false),
            Some(AnyConnection::Sqlite(conn)) => sql_query("PRAGMA data_version").get_result::<DataVersion>(conn)?.data_version,
            Some(AnyConnection::Postgres(conn)) => {
                let mut told = fresh;
                for notification in conn.notifications_iter() {
                    notification?;
                    told = true;
                }
                if !told && self.asked.elapsed() < ASK_EVERY {
                    return Ok(false);
                }
                self.asked = Instant::now();
                registry::table.select(registry::revision).first(conn)?
            }
        };
        let changed = version != self.seen;
        self.seen = version;
        Ok(changed)
    }
}
