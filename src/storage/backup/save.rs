//! How is a registry written down whole? Table after table, a row at a time, in one transaction that sees one moment:
//! the service goes on meanwhile.

use std::io::{Seek, Write};

use chrono::Utc;
use diesel::{prelude::*, sql_query, sql_types::Text};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    BackupError, FORMAT, KIND, LEFT_OUT, MANIFEST, Manifest, OnProgress, TableEntry, Tally, content_hash, file_of, tables::TABLES,
};
use crate::storage::{Reader, connection::AnyConnection, row::clock, schema::registry};

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The last migration of a database.
pub(super) fn schema_version(conn: &mut AnyConnection) -> QueryResult<String> {
    let last: Option<Version> =
        sql_query("SELECT version FROM __diesel_schema_migrations ORDER BY version DESC LIMIT 1").get_result(conn).optional()?;
    Ok(last.map(|row| row.version).unwrap_or_default())
}

/// Reads every table, hands its lines out and answers what they come to.
pub(super) fn walk(
    conn: &mut AnyConnection,
    mut take: impl FnMut(&str, &[u8]) -> Result<(), BackupError>,
) -> Result<Vec<TableEntry>, BackupError> {
    let mut entries = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let mut tally = Tally::default();
        (table.each)(conn, &mut |mut line| {
            line.push('\n');
            tally.take(line.as_bytes());
            take(table.name, line.as_bytes())
        })?;
        entries.push(tally.entry(table.name));
    }
    Ok(entries)
}

impl Reader<'_> {
    /// Writes the whole registry, as it is at this moment, into a file.
    pub fn backup<W: Write + Seek>(&mut self, to: W, progress: OnProgress) -> Result<Manifest, BackupError> {
        let mut total = 0;
        for table in TABLES {
            total += usize::try_from((table.count)(self.conn)?).unwrap_or_default();
        }
        let mut zip = ZipWriter::new(to);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
        let file = |error: zip::result::ZipError| BackupError::File(error.into());
        // A table without rows has its file too, so that what is missing is never taken for empty.
        let (mut open, mut done) = (0, 0);
        let start_next = |zip: &mut ZipWriter<W>, open: &mut usize| {
            let started = zip.start_file(file_of(TABLES[*open].name), options).map_err(file);
            *open += 1;
            started
        };
        let tables = walk(self.conn, |table, line| {
            while open == 0 || TABLES[open - 1].name != table {
                start_next(&mut zip, &mut open)?;
            }
            zip.write_all(line).map_err(BackupError::File)?;
            done += 1;
            if done % 1_000 == 0 {
                progress(done, total);
            }
            Ok(())
        })?;
        while open < TABLES.len() {
            start_next(&mut zip, &mut open)?;
        }
        let (uid, revision, change_seq, change_hash): (String, i64, i64, String) =
            registry::table.select((registry::uid, registry::revision, registry::change_seq, registry::change_hash)).first(self.conn)?;
        let manifest = Manifest {
            kind: KIND.to_owned(),
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema_version(self.conn)?,
            made_at: clock(Utc::now()).and_utc(),
            registry: uid,
            revision,
            change_seq,
            change_hash,
            content_sha256: content_hash(&tables),
            tables,
            left_out: LEFT_OUT.map(str::to_owned).to_vec(),
        };
        zip.start_file(MANIFEST, options).map_err(file)?;
        zip.write_all(&serde_json::to_vec_pretty(&manifest)?).map_err(BackupError::File)?;
        zip.finish().map_err(file)?.flush().map_err(BackupError::File)?;
        Ok(manifest)
    }
}
