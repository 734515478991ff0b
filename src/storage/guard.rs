//! How does the log's own keeper get past the triggers that keep the log append-only? In one transaction, by name, and
//! they stand again before it ends: restoring into a new registry and archiving the oldest changes need it, nobody else.

use diesel::{connection::SimpleConnection, prelude::*, sql_query, sql_types::Text};

use super::connection::AnyConnection;

#[derive(QueryableByName)]
struct Trigger {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Runs `work` without the triggers of the log; must be called inside a transaction, which an error has to undo.
pub(super) fn lifted<T>(conn: &mut AnyConnection, work: impl FnOnce(&mut AnyConnection) -> QueryResult<T>) -> QueryResult<T> {
    let again = match conn {
        AnyConnection::Sqlite(conn) => {
            let triggers: Vec<Trigger> =
                sql_query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'change' ORDER BY name").load(conn)?;
            let drops: String = triggers.iter().map(|trigger| format!("DROP TRIGGER {};", trigger.name)).collect();
            conn.batch_execute(&drops)?;
            triggers.into_iter().map(|trigger| trigger.sql + ";").collect()
        }
        AnyConnection::Postgres(conn) => {
            conn.batch_execute("ALTER TABLE change DISABLE TRIGGER USER")?;
            "ALTER TABLE change ENABLE TRIGGER USER".to_owned()
        }
    };
    let worked = work(conn)?;
    conn.batch_execute(&again)?;
    Ok(worked)
}
