//! Has somebody else written? SQLite's data_version tells one connection about the commits of all others.

use diesel::{prelude::*, sql_query, sql_types::BigInt};

use super::{StorageError, connection::Pooled};

/// Sees commits made through any other connection, of this process or another.
pub struct Watcher {
    /// `None` for a registry in memory, which nobody else can reach.
    conn: Option<Pooled>,
    seen: i64,
}

#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Watcher {
    pub(super) fn new(conn: Option<Pooled>) -> Result<Watcher, StorageError> {
        let mut watcher = Watcher { conn, seen: 0 };
        watcher.changed()?;
        Ok(watcher)
    }

    /// Whether there was a commit since the last call.
    pub fn changed(&mut self) -> Result<bool, StorageError> {
        let Some(conn) = &mut self.conn else { return Ok(false) };
        let version = sql_query("PRAGMA data_version").get_result::<DataVersion>(&mut **conn)?.data_version;
        let changed = version != self.seen;
        self.seen = version;
        Ok(changed)
    }
}
