//! `carereach backup`: the whole registry into one file, while the service runs.

use std::path::{Path, PathBuf};

use super::{
    DatabaseArg, Failure,
    files::{OutputFile, say},
    progress::Progress,
    table::lines,
};
use crate::{
    registry::{Records, SeedDivisions},
    storage::{BackupError, Manifest, Open},
};

/// How to answer on standard output.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
pub enum Answer {
    Table,
    Json,
}

#[derive(clap::Args)]
pub struct Backup {
    /// The file, for instance registry-2026-11-24.zip; only its owner can read it
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

impl Backup {
    pub fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let file = OutputFile::create_private(&self.to)?;
        let progress = Progress::new("backup");
        let made = file
            .finish_file(|file| records.backup(file, &|done, total| progress.at(done, total)).map_err(|error| failure(&self.to, error)));
        progress.done();
        let manifest = made?;
        if self.format == Answer::Json {
            return say(&json(&self.to, &manifest));
        }
        let left_out = manifest.left_out.join(", ");
        say(&format!(
            "{}{}: {} rows of registry {}, revision {}, {} changes\nleft out: {left_out}\ncontent {}\n",
            table(&manifest),
            self.to.display(),
            rows(&manifest),
            manifest.registry,
            manifest.revision,
            manifest.change_seq,
            manifest.content_sha256
        ))
    }
}

/// A failure that names the file.
pub fn failure(file: &Path, error: BackupError) -> Failure {
    let message = match &error {
        BackupError::Storage(_) | BackupError::NotEmpty { .. } => error.to_string(),
        _ => format!("{}: {error}", file.display()),
    };
    match error {
        BackupError::Damaged(_) | BackupError::Newer { .. } | BackupError::NotEmpty { .. } => Failure::Input(message),
        BackupError::Storage(error) => crate::registry::RegistryError::from(error).into(),
        BackupError::File(_) | BackupError::Differs(_) | BackupError::Row(_) => Failure::Other(message),
    }
}

/// Rows in all tables.
pub fn rows(manifest: &Manifest) -> u64 {
    manifest.tables.iter().map(|entry| entry.rows).sum()
}

/// The tables that have rows.
pub fn table(manifest: &Manifest) -> String {
    let rows: Vec<Vec<String>> = manifest
        .tables
        .iter()
        .filter(|entry| entry.rows > 0)
        .map(|entry| vec![entry.table.clone(), entry.rows.to_string(), entry.sha256.chars().take(12).collect()])
        .collect();
    lines(&["table", "rows", "sha256"], &rows)
}

/// The manifest and the file's name.
pub fn json(file: &Path, manifest: &Manifest) -> String {
    let mut answer = serde_json::to_value(manifest).expect("a manifest is texts and numbers");
    answer["file"] = file.display().to_string().into();
    format!("{answer:#}\n")
}
