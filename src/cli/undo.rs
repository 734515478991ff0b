//! `carereach undo`: takes a whole import out again.

use super::{DatabaseArg, Failure, files::say};
use crate::{
    domain::permission::Caller,
    registry::{Records, SeedDivisions},
    storage::Open,
};

#[derive(clap::Args)]
pub struct Undo {
    /// The batch, as `import` named it
    batch: String,
    #[command(flatten)]
    database: DatabaseArg,
    /// Why, for the log
    #[arg(long)]
    reason: Option<String>,
}

impl Undo {
    pub fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::Shaanxi)?;
        let batch = records.undo_batch(&Caller::operator(), &self.batch, self.reason)?;
        let (file, added, changed, removed) = (batch.file_name, batch.added, batch.changed, batch.removed);
        say(&format!("{file}: undone; {added} added, {changed} changed and {removed} removed records are as they were before\n"))
    }
}
