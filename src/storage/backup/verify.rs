//! Is a file a whole backup? Every hash, count and line is looked at before anything is written.

use std::io::{BufRead, BufReader, Read, Seek};

use zip::{ZipArchive, result::ZipError};

use super::{
    BackupError, FORMAT, KIND, MANIFEST, Manifest, TableEntry, Tally, content_hash, file_of,
    tables::{RETIRED, TABLES, tables_of},
};

/// More than a manifest or a row ever has: a file that claims more is not read to its end.
const LONGEST_MANIFEST: u64 = 1 << 20;
const LONGEST_LINE: u64 = 256 << 20;

/// A backup that holds what its manifest promises.
pub struct BackupFile<R: Read + Seek> {
    archive: ZipArchive<R>,
    /// What it says about itself.
    pub manifest: Manifest,
}

fn damaged(why: impl Into<String>) -> BackupError {
    BackupError::Damaged(why.into())
}

fn unzipped(error: ZipError, what: &str) -> BackupError {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => BackupError::File(error),
        other => damaged(format!("{what}: {other}")),
    }
}

impl<R: Read + Seek> BackupFile<R> {
    /// Opens a backup and verifies all of it.
    pub fn open(from: R) -> Result<BackupFile<R>, BackupError> {
        let mut archive = ZipArchive::new(from).map_err(|error| unzipped(error, "the file"))?;
        let mut text = Vec::new();
        let file = archive.by_name(MANIFEST).map_err(|error| unzipped(error, MANIFEST))?;
        file.take(LONGEST_MANIFEST).read_to_end(&mut text).map_err(|error| damaged(format!("{MANIFEST}: {error}")))?;
        let manifest = manifest_from(&text)?;
        let mut backup = BackupFile { archive, manifest };
        backup.verify()?;
        Ok(backup)
    }

    fn verify(&mut self) -> Result<(), BackupError> {
        let (schema, promised) = (self.manifest.schema.clone(), self.manifest.tables.clone());
        let is_retired = |name: &str| RETIRED.iter().any(|(retired, until)| name == *retired && schema.as_str() < *until);
        let names: Vec<&str> = promised.iter().map(|entry| entry.table.as_str()).collect();
        let known: Vec<&str> = tables_of(&schema).map(|table| table.name).collect();
        if !names.iter().filter(|name| !is_retired(name)).eq(&known) {
            return Err(damaged(format!("its tables are {}; expected {}", names.join(" "), known.join(" "))));
        }
        if content_hash(&promised) != self.manifest.content_sha256 {
            return Err(damaged("the manifest's content_sha256 is not that of its tables"));
        }
        promised.iter().try_for_each(|promised| self.verify_table(promised))
    }

    /// One table's file is what the manifest promises, and each of its lines a row.
    fn verify_table(&mut self, promised: &TableEntry) -> Result<(), BackupError> {
        let (name, mut tally) = (file_of(&promised.table), Tally::default());
        let table = TABLES.iter().find(|table| table.name == promised.table);
        self.lines(&promised.table, |line| {
            tally.take(line.as_bytes());
            let checked = table.map_or(Ok(()), |table| (table.check)(line));
            checked.map_err(|error| damaged(format!("{name} line {}: {error}", tally.rows)))
        })?;
        let found = tally.entry(&promised.table);
        if found != *promised {
            return Err(damaged(format!(
                "{name} has {} rows, {} bytes, SHA-256 {}; the manifest promises {}, {}, {}",
                found.rows, found.bytes, found.sha256, promised.rows, promised.bytes, promised.sha256
            )));
        }
        Ok(())
    }

    /// Hands out the lines of a table, each with its line feed.
    pub(super) fn lines(&mut self, table: &str, mut take: impl FnMut(&str) -> Result<(), BackupError>) -> Result<(), BackupError> {
        let name = file_of(table);
        let file = self.archive.by_name(&name).map_err(|error| unzipped(error, &name))?;
        let mut file = BufReader::with_capacity(1 << 16, file);
        let mut line = String::new();
        loop {
            line.clear();
            let read = (&mut file).take(LONGEST_LINE).read_line(&mut line).map_err(|error| damaged(format!("{name}: {error}")))?;
            match read {
                0 => return Ok(()),
                _ if !line.ends_with('\n') => return Err(damaged(format!("{name}: its last line is cut off or too long"))),
                _ => take(&line)?,
            }
        }
    }
}

fn manifest_from(text: &[u8]) -> Result<Manifest, BackupError> {
    let whole: serde_json::Value = serde_json::from_slice(text).map_err(|error| damaged(format!("{MANIFEST}: {error}")))?;
    if whole["kind"] != KIND {
        return Err(damaged(format!("{MANIFEST} does not say it is a {KIND}")));
    }
    // A later form may have another manifest: its form is looked at first.
    if whole["format"].as_u64().is_some_and(|format| format > u64::from(FORMAT)) {
        return Err(BackupError::Newer { program: whole["program"].as_str().unwrap_or("of another version").to_owned() });
    }
    serde_json::from_value(whole).map_err(|error| damaged(format!("{MANIFEST}: {error}")))
}
