//! `carereach restore`: a backup into a registry that nobody has used yet, in either database.

use std::{fs, path::PathBuf};

use super::{
    DatabaseArg, Failure,
    backup::{Answer, failure, json, table},
    files::say,
    progress::Progress,
};
use crate::registry::Records;

#[derive(clap::Args)]
pub struct Restore {
    /// The file that `backup` made
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

impl Restore {
    pub fn run(self) -> Result<(), Failure> {
        let name = self.from.display();
        let file = fs::File::open(&self.from).map_err(|error| Failure::Input(format!("{name}: cannot be read: {error}")))?;
        let progress = Progress::new("restore");
        let restored = Records::restore(&self.database.database, file, &|done, total| progress.at(done, total));
        progress.done();
        let restored = restored.map_err(|error| failure(&self.from, error))?;
        if self.format == Answer::Json {
            return say(&json(&self.from, &restored.manifest));
        }
        for table in &restored.left {
            eprintln!("note: {table} is not kept by this version and was left out: import the map again");
        }
        let url = &self.database.database;
        say(&format!(
            "{}{url}: {} rows written, read back and found the same as in {name} (content {})\nnot restored: {}; everybody signs in again\n",
            table(&restored.manifest),
            restored.rows,
            restored.manifest.content_sha256,
            restored.manifest.left_out.join(", ")
        ))
    }
}
