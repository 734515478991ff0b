//! `carereach export`: the registry to a file.

use std::path::PathBuf;

use super::{DatabaseArg, Failure, files::write_whole};
use crate::{
    exchange::ExportFormat,
    registry::{ExportKind, ExportOptions, Records, SeedDivisions},
    storage::Open,
};

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    Facilities,
    Organizations,
}

#[derive(clap::Args)]
pub struct Export {
    /// What to write
    what: What,
    /// The file: .csv, .xlsx, .geojson, .gpkg or .fgb
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// With the true points of protected places: for the operator's own use, not for passing on
    #[arg(long)]
    with_protected: bool,
    /// With the mobiles of contacts: for the operator's own use, not for passing on
    #[arg(long)]
    with_contacts: bool,
    /// Among facilities also the sites of organizations
    #[arg(long)]
    with_sites: bool,
    /// Only these kinds, by code, name or alias; comma-separated
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// Only in this division, by its code
    #[arg(long, value_name = "CODE")]
    division: Option<String>,
    /// Only these statuses; all by default
    #[arg(long, value_delimiter = ',')]
    status: Vec<String>,
    /// Map-approval number to write into the file (审图号); without one it is marked for internal use
    #[arg(long, env = "CAREREACH_MAP_APPROVAL", value_name = "NUMBER")]
    map_approval: Option<String>,
}

impl Export {
    pub fn run(self) -> Result<(), Failure> {
        let (kind, what) = match self.what {
            What::Facilities => (ExportKind::Facilities, "facilities"),
            What::Organizations => (ExportKind::Organizations, "organizations"),
        };
        let format = ExportFormat::of_path(&self.to).ok_or_else(|| {
            let (path, endings) = (self.to.display(), ExportFormat::endings());
            Failure::Input(format!("--to {path}: the ending tells no format known here; expected one of {endings}"))
        })?;
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let options = ExportOptions {
            with_protected: self.with_protected,
            with_contacts: self.with_contacts,
            with_sites: self.with_sites,
            kinds: self.kind,
            division: self.division,
            statuses: self.status,
            map_approval: self.map_approval,
        };
        let written = write_whole(&self.to, |to| Ok(records.export((kind, format), &options, to)?))?;
        println!("{}: {written} {what}", self.to.display());
        Ok(())
    }
}
