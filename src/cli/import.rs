//! `carereach import`: a file into the registry; bad rows come back in a report.

use std::path::{Path, PathBuf};

use super::{
    DatabaseArg, Failure,
    files::{InputFile, OutputFile, read_package, same_file, say},
    progress::Progress,
};
use crate::{
    config::AreaChoice,
    domain::{change::Stamp, datum::Datum},
    exchange::{Format, HsdsPackage, ReportFormat, ToldOfFigures, write_refusals},
    registry::{ImportKind, ImportOptions, ImportSummary, PeopleOptions, Records, SeedDivisions},
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
    /// .csv (UTF-8 or GB18030), .xlsx or .geojson; for demand also a population grid, .tif; for hsds a folder or a .zip
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
    /// What the file's coordinates refer to: wgs84, cgcs2000, gcj02 or bd09
    #[arg(long, value_parser = datum)]
    datum: Option<Datum>,
    /// Where places may lie: W,S,E,N in degrees, or none; Shaanxi's bounds by default
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

/// What is said about a file of people (demand only).
#[derive(clap::Args)]
struct People {
    /// Whom a population grid counts: population (everybody) unless told otherwise
    #[arg(long, value_name = "CODE")]
    group: Option<String>,
    /// Which band of a population grid holds the counts, from 1
    #[arg(long, value_name = "N")]
    band: Option<u16>,
    /// The table gives totals of divisions, to be spread over their buildings or ground
    #[arg(long)]
    spread: bool,
    /// The year that the figures stand for
    #[arg(long, value_parser = year, value_name = "YYYY")]
    year: Option<i32>,
    /// What the figures count (口径), for instance: residents by place, census 2020
    #[arg(long, value_name = "TEXT")]
    definition: Option<String>,
}

impl People {
    /// The first option that was given.
    fn given(&self) -> Option<&'static str> {
        let given = [
            ("--group", self.group.is_some()),
            ("--band", self.band.is_some()),
            ("--spread", self.spread),
            ("--year", self.year.is_some()),
            ("--definition", self.definition.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }

    fn options(&self, file: &Path) -> PeopleOptions<'static> {
        PeopleOptions {
            group: self.group.clone(),
            band: self.band,
            spread: self.spread,
            definition: self.definition.clone(),
            year: self.year,
            file_name: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            buildings: &[],
        }
    }
}

fn year(text: &str) -> Result<i32, String> {
    text.parse().ok().filter(|year| ToldOfFigures::is_year(*year)).ok_or_else(|| "expected a year from 1900 to 2200".to_owned())
}

fn datum(text: &str) -> Result<Datum, String> {
    Datum::parse(text).ok_or_else(|| "no datum known here; expected wgs84, cgcs2000, gcj02 or bd09".to_owned())
}

impl Import {
    pub fn run(self) -> Result<(), Failure> {
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

    fn read(&self) -> Result<Input, Failure> {
        let package = self.what == What::Hsds;
        if package && self.datum.is_some() {
            return Err(Failure::Input("--datum is not needed: HSDS is WGS84 by its standard; leave it out".to_owned()));
        }
        if !package && self.kind.is_some() {
            return Err(Failure::Input("--kind is for hsds packages: other files say it in a column kind (类别)".to_owned()));
        }
        if let Some(option) = self.people.given().filter(|_| self.what != What::Demand) {
            return Err(Failure::Input(format!("{option} is for demand: it says what figures of people are")));
        }
        let grid = Format::of_path(&self.file) == Some(Format::Tiff);
        if let Some(option) = [("--group", self.people.group.is_some()), ("--band", self.people.band.is_some())]
            .into_iter()
            .find(|(_, given)| *given && !grid)
            .map(|(name, _)| name)
        {
            return Err(Failure::Input(format!("{option} is for population grids (.tif): a table names whom it counts in its headings")));
        }
        if grid && self.people.spread {
            return Err(Failure::Input("--spread is for tables: a population grid says itself where people live".to_owned()));
        }
        if package { read_package(&self.file).map(Input::Package) } else { InputFile::read(&self.file).map(Input::File) }
    }

    fn import(&self, input: &Input) -> Result<ImportSummary, Failure> {
        let records = self.records()?;
        let progress = Progress::new("rows");
        let options = ImportOptions {
            datum: self.datum,
            area: self.area.unwrap_or_default().0,
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
