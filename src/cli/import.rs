//! `carereach import`: a file into the registry; bad rows come back in a report.

use std::{io::Write, path::PathBuf};

use super::{
    DatabaseArg, Failure,
    files::{InputFile, write_whole},
    progress::Progress,
};
use crate::{
    config::AreaChoice,
    domain::datum::Datum,
    exchange::{ReportFormat, write_refusals},
    registry::{ImportKind, ImportOptions, ImportSummary, Records, SeedDivisions},
    storage::{DatabaseUrl, Open},
};

/// Refused rows shown on standard error when no report is asked for.
const SHOWN: usize = 20;

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    Facilities,
    Organizations,
    Demand,
    Divisions,
    BaseMap,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Answer {
    Table,
    Json,
}

#[derive(clap::Args)]
pub struct Import {
    /// What the file holds
    what: What,
    /// .csv (UTF-8 or GB18030), .xlsx or .geojson
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// What the file's coordinates refer to: wgs84, cgcs2000, gcj02 or bd09
    #[arg(long, value_parser = datum)]
    datum: Option<Datum>,
    /// Where places may lie: W,S,E,N in degrees, or none; Shaanxi's bounds by default
    #[arg(long, env = "CAREREACH_AREA", value_name = "W,S,E,N|none")]
    area: Option<AreaChoice>,
    /// Do everything but write
    #[arg(long)]
    dry_run: bool,
    /// Write the refused rows here, .csv or .json
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// End with exit 2 when a row was refused
    #[arg(long)]
    strict: bool,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

fn datum(text: &str) -> Result<Datum, String> {
    Datum::parse(text).ok_or_else(|| "no datum known here; expected wgs84, cgcs2000, gcj02 or bd09".to_owned())
}

impl Import {
    pub fn run(self) -> Result<(), Failure> {
        let report_format = self.report.as_deref().map(report_format).transpose()?;
        let file = InputFile::read(&self.file)?;
        let records = self.records()?;
        let progress = Progress::new("rows");
        let options = ImportOptions {
            datum: self.datum,
            area: self.area.unwrap_or_default().0,
            dry_run: self.dry_run,
            progress: &|done, total| progress.at(done, total),
        };
        let imported = records.import(self.kind(), &file.source(), &options);
        progress.done();
        let summary = imported?;
        for note in &summary.notes {
            eprintln!("note: {note}");
        }
        match (&self.report, report_format) {
            (Some(path), Some(format)) => write_whole(path, |to| {
                let cannot = |error: &dyn std::fmt::Display| Failure::Other(format!("{}: {error}", path.display()));
                let bytes = write_refusals(&summary.refusals, format).map_err(|error| cannot(&error))?;
                to.write_all(&bytes).map_err(|error| cannot(&error))
            })?,
            _ => show_refusals(&summary),
        }
        self.answer(&summary)?;
        if self.strict && summary.refused > 0 {
            return Err(Failure::Input(format!("{} of {} rows were refused", summary.refused, summary.rows)));
        }
        Ok(())
    }

    /// The records; a dry run on a missing database leaves none behind.
    fn records(&self) -> Result<Records, Failure> {
        let missing = matches!(&self.database.database, DatabaseUrl::SqliteFile(path) if !path.exists());
        let url = if self.dry_run && missing { &DatabaseUrl::SqliteMemory } else { &self.database.database };
        Ok(Records::open(url, Open::Create, SeedDivisions::Shaanxi)?)
    }

    fn kind(&self) -> ImportKind {
        match self.what {
            What::Facilities => ImportKind::Facilities,
            What::Organizations => ImportKind::Organizations,
            What::Demand => ImportKind::Demand,
            What::Divisions => ImportKind::Divisions,
            What::BaseMap => ImportKind::BaseMap,
        }
    }

    fn answer(&self, summary: &ImportSummary) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        let written = if self.format == Answer::Json {
            let text = serde_json::to_string_pretty(summary).map_err(|error| Failure::Other(error.to_string()))?;
            writeln!(out, "{text}")
        } else {
            let dry = if summary.dry_run { " (dry run: nothing was written)" } else { "" };
            let same = if summary.added + summary.changed == 0 { "; nothing changed" } else { "" };
            writeln!(
                out,
                "{}: {} rows; {} added, {} changed, {} unchanged, {} refused{same}{dry}",
                self.file.display(),
                summary.rows,
                summary.added,
                summary.changed,
                summary.unchanged,
                summary.refused
            )
        };
        written.map_err(|error| Failure::Other(error.to_string()))
    }
}

fn report_format(path: &std::path::Path) -> Result<ReportFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("csv") => Ok(ReportFormat::Csv),
        Some("json") => Ok(ReportFormat::Json),
        _ => Err(Failure::Input(format!("--report {}: the ending tells no format known here; expected .csv or .json", path.display()))),
    }
}

fn show_refusals(summary: &ImportSummary) {
    for refusal in summary.refusals.iter().take(SHOWN) {
        eprintln!("row {}, {} = {:?}: {}; expected {}", refusal.row, refusal.column, refusal.value, refusal.reason, refusal.expected);
    }
    if summary.refusals.len() > SHOWN {
        eprintln!("and {} more; --report FILE.csv names them all", summary.refusals.len() - SHOWN);
    }
}
