//! How does a backup become a registry? In one transaction: written, read back, compared, and only then kept.

use std::io::{Read, Seek};

use diesel::{connection::SimpleConnection, prelude::*};

use super::{
    BackupError, BackupFile, OnProgress, Restored, TableEntry, save,
    tables::{RETIRED, TABLES, tables_of},
};
use crate::storage::{
    CHANNEL, Reader, StorageError, Store,
    connection::AnyConnection,
    guard,
    schema::{change, one_time_link, session},
};

/// Lines put in at a time: so many, or so many bytes.
const LINES: usize = 2_000;
const BYTES: usize = 8 << 20;

/// What a registry holds before anybody has worked with it: the rows the product ships and the log that tells of them.
const SHIPPED: [&str; 9] =
    ["registry", "kind", "service_type", "target_group", "standard", "reporting_unit", "division", "change", "setting"];

impl Store {
    /// Brings a backup into this registry, which must not have been used yet.
    pub fn restore<R: Read + Seek>(&self, from: &mut BackupFile<R>, progress: OnProgress) -> Result<Restored, BackupError> {
        self.write_raw(|conn| {
            let schema = save::schema_version(conn)?;
            if from.manifest.schema > schema {
                return Err(BackupError::Newer { program: from.manifest.program.clone() });
            }
            if let Some(what) = work_done_in(conn)? {
                return Err(BackupError::NotEmpty { url: self.url.to_string(), what });
            }
            guard::lifted(conn, |conn| {
                diesel::delete(session::table).execute(conn)?;
                diesel::delete(one_time_link::table).execute(conn)?;
                TABLES.iter().rev().try_for_each(|table| (table.empty)(conn).map(drop))
            })?;
            let rows = put_in(conn, from, progress)?;
            compare(conn, from)?;
            if let AnyConnection::Postgres(conn) = conn {
                conn.batch_execute(&format!("NOTIFY {CHANNEL}"))?;
            }
            let promised = |name: &str| from.manifest.tables.iter().any(|entry| entry.table == name && entry.rows > 0);
            let left = RETIRED.iter().map(|(name, _)| *name).filter(|name| promised(name)).collect();
            Ok(Restored { manifest: from.manifest.clone(), rows, left })
        })
    }
}

/// What somebody has put into this registry already, in words.
fn work_done_in(conn: &mut AnyConnection) -> Result<Option<String>, StorageError> {
    let mut held = Vec::new();
    for table in TABLES.iter().filter(|table| !SHIPPED.contains(&table.name)) {
        let rows = (table.count)(conn)?;
        if rows > 0 {
            held.push(format!("{rows} rows of {}", table.name));
        }
    }
    let by_others: i64 = change::table.filter(change::actor.ne("system")).count().get_result(conn)?;
    if by_others > 0 {
        held.push(format!("{by_others} changes made by people"));
    }
    Ok((!held.is_empty()).then(|| held.join(", ")))
}

fn put_in<R: Read + Seek>(conn: &mut AnyConnection, from: &mut BackupFile<R>, progress: OnProgress) -> Result<u64, BackupError> {
    let total = from.manifest.tables.iter().map(|entry| entry.rows).sum::<u64>();
    let mut done = 0;
    for table in tables_of(&from.manifest.schema.clone()) {
        let (mut lines, mut bytes) = (Vec::with_capacity(LINES), 0);
        from.lines(table.name, |line| {
            bytes += line.len();
            lines.push(line.to_owned());
            if lines.len() >= LINES || bytes >= BYTES {
                (table.insert)(conn, &lines)?;
                done += lines.len() as u64;
                progress(usize::try_from(done).unwrap_or(usize::MAX), usize::try_from(total).unwrap_or(usize::MAX));
                lines.clear();
                bytes = 0;
            }
            Ok(())
        })?;
        if !lines.is_empty() {
            (table.insert)(conn, &lines)?;
            done += lines.len() as u64;
        }
    }
    Ok(done)
}

/// Reads back what was written: the same content hash, and a chain of changes that holds.
fn compare<R: Read + Seek>(conn: &mut AnyConnection, from: &BackupFile<R>) -> Result<(), BackupError> {
    let found = save::walk(conn, |_, _| Ok(()))?;
    let promised = |table: &str| from.manifest.tables.iter().find(|entry| entry.table == table);
    let differs = |found: &&TableEntry| match promised(&found.table) {
        Some(promised) => promised != *found,
        None => found.rows > 0,
    };
    let differing: Vec<&str> = found.iter().filter(differs).map(|found| found.table.as_str()).collect();
    if !differing.is_empty() {
        return Err(BackupError::Differs(differing.join(", ")));
    }
    let proven = (Reader { conn }).prove_chain()?;
    match proven {
        Ok(_) => Ok(()),
        Err(broken) => Err(BackupError::Damaged(format!(
            "its log of changes was altered before it was backed up: change {} {}",
            broken.seq, broken.why
        ))),
    }
}
