//! `carereach export`: the registry to a file.

use std::path::PathBuf;

use super::{DatabaseArg, Failure, files::write_whole};
use crate::{
    registry::{ExportKind, ExportOptions, Records, SeedDivisions},
    storage::Open,
};

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    Facilities,
}

#[derive(clap::Args)]
pub struct Export {
    /// What to write
    what: What,
    /// The file, .csv or .geojson
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// With the true points of protected places: for the operator's own use, not for passing on
    #[arg(long)]
    with_protected: bool,
    /// Also the sites of organizations
    #[arg(long)]
    with_sites: bool,
}

impl Export {
    pub fn run(self) -> Result<(), Failure> {
        let What::Facilities = self.what;
        let kind = match self.to.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => ExportKind::FacilitiesCsv,
            Some("geojson" | "json") => ExportKind::FacilitiesGeoJson,
            _ => {
                let path = self.to.display();
                return Err(Failure::Input(format!("--to {path}: the ending tells no format known here; expected .csv or .geojson")));
            }
        };
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let options = ExportOptions { with_protected: self.with_protected, with_sites: self.with_sites };
        let written = write_whole(&self.to, |to| Ok(records.export(kind, options, to)?))?;
        println!("{}: {written} facilities", self.to.display());
        Ok(())
    }
}
