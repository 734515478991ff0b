//! `carereach import`: a file into the registry; bad rows come back in a report.

use std::path::{Path, PathBuf};

use super::{
    DatabaseArg, Failure,
    files::{InputFile, OutputFile, read_package, same_file, say},
    import_osm::{ImportOsm, MapFile, tell},
    people::People,
    progress::Progress,
};
use crate::{
    domain::{change::Stamp, datum::Datum, position::AreaChoice},
    exchange::{Format, HsdsPackage, ReportFormat, write_refusals},
    registry::{ImportKind, ImportOptions, ImportSummary, Records, SeedDivisions},
    storage::{DatabaseUrl, Open},
};

/// Refused rows shown on standard error when no report is asked for.
const SHOWN: usize = 20;

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum What {
    Facilities,
    Organizations,
    Demand,
    Divisions,
    BaseMap,
    /// An HSDS 3.1 tabular data package: a folder or a .zip of CSV files
    Hsds,
    /// A map from OpenStreetMap: streets, divisions, facilities, addresses, a base map
    Osm,
}

/// What is read, wholly in memory.
enum Input {
    File(InputFile),
    Package(HsdsPackage),
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
    /// .csv (UTF-8 or GB18030), .xlsx or .geojson; for demand also a population grid, .tif; for hsds a folder or a .zip; for osm
    /// .osm.pbf or .osm
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// What the file's coordinates refer to: wgs84, cgcs2000, gcj02 or bd09
    #[arg(long, value_parser = datum)]
    datum: Option<Datum>,
    /// Where places may lie: W,S,E,N in degrees, or none; by default as the setting `area` says, otherwise Shaanxi's bounds
    #[arg(long, env = "CAREREACH_AREA", value_name = "W,S,E,N|none")]
    area: Option<AreaChoice>,
    /// The kind of places that tell none, by code, name or alias (hsds only)
    #[arg(long)]
    kind: Option<String>,
    #[command(flatten)]
    people: People,
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
        if self.what == What::Osm {
            return self.run_osm();
        }
        let report = self.report.as_deref().map(|path| self.open_report(path)).transpose()?;
        let input = self.read()?;
        let made = self.database_is_missing();
        let imported = self.import(&input);
        if made && matches!(imported, Err(Failure::Input(_))) {
            self.take_database_away();
        }
        let summary = imported?;
        for note in &summary.notes {
            eprintln!("note: {note}");
        }
        match report {
            Some((format, report)) => {
                let written = write_refusals(&summary.refusals, format)
                    .map_err(|error| Failure::Other(error.to_string()))
                    .and_then(|bytes| report.finish(|to| to.write_all(&bytes).map_err(|error| Failure::Other(error.to_string()))));
                if let Err(error) = written {
                    // What was refused must be heard all the same, and the rest is done.
                    show_refusals(&summary);
                    self.answer(&summary)?;
                    return Err(error);
                }
            }
            None => show_refusals(&summary),
        }
        self.answer(&summary)?;
        if self.strict && summary.refused > 0 {
            return Err(Failure::Input(format!("{} of {} rows were refused", summary.refused, summary.rows)));
        }
        Ok(())
    }

    fn run_osm(self) -> Result<(), Failure> {
        for (given, name) in [(self.datum.is_some(), "--datum"), (self.kind.is_some(), "--kind"), (self.report.is_some(), "--report")] {
            if given {
                return Err(Failure::Input(format!("{name} is not for maps: leave it out; --format json tells every problem of the file")));
            }
        }
        MapFile::of(&self.file)?;
        let made = self.database_is_missing();
        let url = if self.dry_run && made { &DatabaseUrl::SqliteMemory } else { &self.database.database };
        let records = Records::open(url, Open::Create, SeedDivisions::None)?;
        let imported = ImportOsm { file: &self.file, area_given: self.area.is_some(), dry_run: self.dry_run }.run(&records);
        drop(records);
        if made && matches!(imported, Err(Failure::Input(_))) {
            self.take_database_away();
        }
        let summary = imported?;
        if self.format == Answer::Json {
            let text = serde_json::to_string_pretty(&summary).map_err(|error| Failure::Other(error.to_string()))?;
            say(&(text + "\n"))?;
        } else {
            tell(&self.file, &summary)?;
        }
        if self.strict && summary.truncated {
            return Err(Failure::Input(format!("{}: the file ends before its end", self.file.display())));
        }
        Ok(())
    }

    fn read(&self) -> Result<Input, Failure> {
        let package = self.what == What::Hsds;
        if package && self.datum.is_some() {
            return Err(Failure::Input("--datum is not needed: HSDS is WGS84 by its standard; leave it out".to_owned()));
        }
        if !package && self.kind.is_some() {
            return Err(Failure::Input("--kind is for hsds packages: other files say it in a column kind (类别)".to_owned()));
        }
        self.people.check(self.what == What::Demand, Format::of_path(&self.file) == Some(Format::Tiff))?;
        if package { read_package(&self.file).map(Input::Package) } else { InputFile::read(&self.file).map(Input::File) }
    }

    fn import(&self, input: &Input) -> Result<ImportSummary, Failure> {
        let records = self.records()?;
        let progress = Progress::new("rows");
        let options = ImportOptions {
            datum: self.datum,
            area: records.area(self.area)?,
            stamp: Stamp::operator(),
            dry_run: self.dry_run,
            people: self.people.options(&self.file),
            progress: &|done, total| progress.at(done, total),
        };
        let imported = match input {
            Input::File(file) => records.import(self.kind(), &file.source(), &options),
            Input::Package(package) => records.import_hsds(package, self.kind.as_deref(), &options),
        };
        progress.done();
        Ok(imported?)
    }

    /// The report's format and file, opened before any work is done.
    fn open_report(&self, path: &Path) -> Result<(ReportFormat, OutputFile), Failure> {
        let format = report_format(path)?;
        if same_file(path, &self.file) {
            return Err(Failure::Input(format!(
                "--report {}: the report would take the place of the file that is read; give another name",
                path.display()
            )));
        }
        Ok((format, OutputFile::create(path)?))
    }

    fn database_is_missing(&self) -> bool {
        matches!(&self.database.database, DatabaseUrl::SqliteFile(path) if !path.exists())
    }

    /// A refused file leaves no new, empty database behind.
    fn take_database_away(&self) {
        if let DatabaseUrl::SqliteFile(path) = &self.database.database {
            for tail in ["", "-wal", "-shm"] {
                let mut name = path.clone().into_os_string();
                name.push(tail);
                // One that cannot be removed is an empty registry, which harms nobody.
                let _ = std::fs::remove_file(name);
            }
        }
    }

    /// The records; a dry run on a missing database leaves none behind.
    fn records(&self) -> Result<Records, Failure> {
        let url = if self.dry_run && self.database_is_missing() { &DatabaseUrl::SqliteMemory } else { &self.database.database };
        Ok(Records::open(url, Open::Create, SeedDivisions::Shaanxi)?)
    }

    fn kind(&self) -> ImportKind {
        match self.what {
            What::Facilities => ImportKind::Facilities,
            What::Organizations => ImportKind::Organizations,
            What::Demand => ImportKind::Demand,
            What::Divisions => ImportKind::Divisions,
            What::BaseMap => ImportKind::BaseMap,
            What::Hsds => ImportKind::Hsds,
            What::Osm => unreachable!("a map is taken by itself"),
        }
    }

    fn answer(&self, summary: &ImportSummary) -> Result<(), Failure> {
        if self.format == Answer::Json {
            let text = serde_json::to_string_pretty(summary).map_err(|error| Failure::Other(error.to_string()))?;
            return say(&(text + "\n"));
        }
        let dry = if summary.dry_run { " (dry run: nothing was written)" } else { "" };
        let same = if summary.added + summary.changed == 0 { "; nothing changed" } else { "" };
        let ImportSummary { rows, added, changed, unchanged, refused, .. } = summary;
        let file = self.file.display();
        let batch = summary.batch.as_ref().map_or(String::new(), |batch| format!("batch {batch}; `carereach undo {batch}` takes it out\n"));
        say(&format!("{file}: {rows} rows; {added} added, {changed} changed, {unchanged} unchanged, {refused} refused{same}{dry}\n{batch}"))
    }
}

fn report_format(path: &Path) -> Result<ReportFormat, Failure> {
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
