//! How is the whole registry kept elsewhere, and how does it come back?

use std::io::{Read, Seek, Write};

use super::Records;
use crate::storage::{BackupError, BackupFile, DatabaseUrl, Manifest, OnProgress, Open, Restored, Store};

impl Records {
    /// Writes the whole registry, as it is at this moment, into a file; whoever serves it goes on.
    pub fn backup<W: Write + Seek>(&self, to: W, progress: OnProgress) -> Result<Manifest, BackupError> {
        self.store.read(|reader| reader.backup(to, progress))
    }

    /// Verifies a backup and brings it into a registry that nobody has used yet; a missing one is made.
    pub fn restore<R: Read + Seek>(url: &DatabaseUrl, from: R, progress: OnProgress) -> Result<Restored, BackupError> {
        // The file first: a damaged one leaves no new database behind.
        let mut backup = BackupFile::open(from)?;
        Store::open(url, Open::Create)?.restore(&mut backup, progress)
    }
}
