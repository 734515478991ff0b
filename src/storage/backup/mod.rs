//! How does a whole registry go into one file and come back, also into the other database?
//!
//! A backup is a zip: `<table>.jsonl`, a row a line (see `tables`), for every table, and `manifest.json` with version, counts,
//! the SHA-256 of each file and one over all of them. That content hash names the content alone: neither the database nor
//! its order of rows shows in it. Left out are sessions and one-time links, which are keys to the service that was
//! running, and imports that nobody has proposed yet.

mod restore;
mod save;
mod tables;
mod verify;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

pub use self::verify::BackupFile;
use super::StorageError;

/// The form of the file, raised when an older program could no longer read it.
const FORMAT: u32 = 1;
/// What `manifest.json` calls the file.
const KIND: &str = "carereach-backup";
/// The manifest's name inside the file.
const MANIFEST: &str = "manifest.json";
/// What is not in a backup, in words.
const LEFT_OUT: [&str; 3] = ["session", "one_time_link", "import_draft other than proposed"];

/// Is told rows done and rows in all.
pub type OnProgress<'p> = &'p dyn Fn(usize, usize);

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Manifest {
    /// `carereach-backup`.
    pub kind: String,
    /// The form of the file.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The last migration of the database that it was made from.
    pub schema: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Names the registry.
    pub registry: String,
    /// The registry's revision.
    pub revision: i64,
    /// The number of the last change; 0 for an empty log.
    pub change_seq: i64,
    /// The hash of the last change: whoever keeps it can prove the log later.
    pub change_hash: String,
    /// Every table, in the order of the file.
    pub tables: Vec<TableEntry>,
    /// What is not in it.
    pub left_out: Vec<String>,
    /// SHA-256 over `<table> <rows> <sha256>` and a line feed for every table, in hexadecimal digits.
    pub content_sha256: String,
}

/// A table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableEntry {
    /// The table; its file is `<table>.jsonl`.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Bytes of the file, unpacked.
    pub bytes: u64,
    /// SHA-256 of the file, unpacked, in hexadecimal digits.
    pub sha256: String,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup's manifest.
    pub manifest: Manifest,
    /// Rows written, all of them read back and compared.
    pub rows: u64,
    /// Tables with rows that this version no longer keeps; what they held has to be imported again.
    pub left: Vec<&'static str>,
}

/// Why a backup is not made or not taken.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be written or read.
    #[error("the file cannot be read or written: {0}")]
    File(std::io::Error),
    /// The file is not what a backup is.
    #[error("this is no whole backup: {0}; nothing was written")]
    Damaged(String),
    /// The file is of a later version.
    #[error(
        "the backup was made by carereach {program}, which is later than this one: restore it with that version or a later one; nothing was written"
    )]
    Newer {
        /// The version that made it.
        program: String,
    },
    /// The registry that it should go into is in use.
    #[error(
        "the registry at {url} already holds {what}: restore into a new one (--database with another name), or move this one away first; nothing was written"
    )]
    NotEmpty {
        /// Its address.
        url: String,
        /// What it holds.
        what: String,
    },
    /// What was written reads back differently.
    #[error("what was written reads back differently ({0}): the database is damaged or its disk is; nothing was kept")]
    Differs(String),
    /// A row cannot be written down or read.
    #[error("a row is not what its table promises: {0}")]
    Row(#[from] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<diesel::result::Error> for BackupError {
    fn from(error: diesel::result::Error) -> Self {
        BackupError::Storage(error.into())
    }
}

/// Counts and hashes the lines of one table.
#[derive(Default)]
struct Tally {
    rows: u64,
    bytes: u64,
    digest: Sha256,
}

impl Tally {
    /// Takes a line with its line feed.
    fn take(&mut self, line: &[u8]) {
        self.rows += 1;
        self.bytes += line.len() as u64;
        self.digest.update(line);
    }

    fn entry(self, table: &str) -> TableEntry {
        let sha256 = data_encoding::HEXLOWER.encode(&self.digest.finalize());
        TableEntry { table: table.to_owned(), rows: self.rows, bytes: self.bytes, sha256 }
    }
}

/// The hash that names the content.
fn content_hash(tables: &[TableEntry]) -> String {
    let mut digest = Sha256::new();
    for TableEntry { table, rows, sha256, .. } in tables {
        digest.update(format!("{table} {rows} {sha256}\n"));
    }
    data_encoding::HEXLOWER.encode(&digest.finalize())
}

fn file_of(table: &str) -> String {
    format!("{table}.jsonl")
}

/// Bytes as Base64 inside JSON.
mod base64_text {
    use data_encoding::BASE64;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        BASE64.decode(String::deserialize(from)?.as_bytes()).map_err(D::Error::custom)
    }
}
