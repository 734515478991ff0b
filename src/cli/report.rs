//! `carereach report`: a hand-in made again from the hash of what it was made from.

use std::path::PathBuf;

use super::{DatabaseArg, Failure, files::write_whole};
use crate::{
    domain::permission::Caller,
    exchange::hand_in::Paper,
    registry::{HandInFormat, Records, Registry, SeedDivisions},
    storage::Open,
};

#[derive(clap::Args)]
pub struct Report {
    /// SHA-256 of what the report was made from, as it stands in the report
    hash: String,
    /// The file: .xlsx, .html, .geojson or .gpkg
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The paper that .html is laid out for
    #[arg(long, value_parser = paper, default_value = "a4", value_name = "a4|a3")]
    paper: Paper,
    #[command(flatten)]
    database: DatabaseArg,
}

fn paper(text: &str) -> Result<Paper, String> {
    Paper::parse(text).ok_or_else(|| "expected a4 or a3".to_owned())
}

impl Report {
    pub fn run(self) -> Result<(), Failure> {
        let ending = self.to.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        let format = HandInFormat::of_ending(&ending, self.paper).ok_or_else(|| {
            let path = self.to.display();
            Failure::Input(format!("--to {path}: the ending tells no format known here; expected .xlsx, .html, .geojson or .gpkg"))
        })?;
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let made = Registry::new(records, None)?.hand_in_again(&Caller::operator(), &self.hash, format)?;
        write_whole(&self.to, |to| {
            to.write_all(&made.bytes).map_err(|error| Failure::Input(format!("{}: cannot be written: {error}", self.to.display())))
        })?;
        println!("{}: {} ({})", self.to.display(), made.name, made.hash);
        Ok(())
    }
}
