//! `carereach site`: where new sites should open, on the registry's people or on plain files.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    DatabaseArg, Failure,
    files::say,
    ground::{Ground, GroundArgs, Spot, counts_of},
    nearest::metres,
    plain::{SkippedRow, missing, read, show_skipped},
    site_answer::{Names, Output, table},
};
use crate::{
    analysis::{
        siting::{Answer as Chosen, Course, Demanded, Halt, Means, Progress, Question, Reason, Role, Sites},
        space::Point,
    },
    domain::{
        plan::{Candidates, SitingModel},
        street::Manner,
    },
    exchange::plain::{Coordinates, PlainDemand, PlainSite, read_sites},
    registry::{
        Choice, Grounds, Records, Registry, RegistryError, SeedDivisions, Snapshot, Spot as Spotted,
        siting::{MOST_LOST, MOST_PAIRS, model_code, nearest_of, needs_limit, reach_of, solve},
    },
    storage::Open,
};

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}

/// Which best is meant.
#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
pub enum Model {
    /// Fewest sites (cheapest, with --budget) that have everybody within --within
    Lscp,
    /// Most people within --within
    Mclp,
    /// The same with room for so many only at each site
    Cmclp,
    /// Least sum of people x cost
    PMedian,
    /// Least largest cost of anybody
    PCenter,
}

impl From<Model> for SitingModel {
    fn from(model: Model) -> SitingModel {
        match model {
            Model::Lscp => SitingModel::Lscp,
            Model::Mclp => SitingModel::Mclp,
            Model::Cmclp => SitingModel::Cmclp,
            Model::PMedian => SitingModel::PMedian,
            Model::PCenter => SitingModel::PCenter,
        }
    }
}

/// Where candidates come from.
#[derive(Debug, Clone)]
enum Whence {
    File(PathBuf),
    Registry(Candidates),
}

fn candidates_from(text: &str) -> Result<Whence, String> {
    let spacing = |text: &str| metres(text).map(|spacing_m| spacing_m.max(0.0));
    Ok(match text.split_once(':') {
        None if text == "idle" => Whence::Registry(Candidates::Idle {}),
        Some(("grid", spacing_m)) => Whence::Registry(Candidates::Grid { spacing_m: spacing(spacing_m)? }),
        Some(("streets", spacing_m)) => Whence::Registry(Candidates::Streets { spacing_m: spacing(spacing_m)? }),
        _ => Whence::File(PathBuf::from(text)),
    })
}

#[derive(clap::Args)]
pub struct Site {
    /// Which best is meant
    #[arg(long)]
    model: Model,
    /// New sites at most, on top of existing ones (lscp: the fewest that do, unless given)
    #[arg(long, value_name = "N")]
    sites: Option<usize>,
    /// The reach in metres, or in the unit of the cost matrix; closed
    #[arg(long, value_name = "M", value_parser = metres, allow_negative_numbers = true)]
    within: Option<f64>,
    /// What may be spent on new sites, by the candidates' column cost
    #[arg(long, value_name = "B", value_parser = metres, allow_negative_numbers = true)]
    budget: Option<f64>,
    /// Seconds after which the best so far is answered, with its bound
    #[arg(long, value_name = "S", value_parser = metres, allow_negative_numbers = true, default_value = "60")]
    time_limit: f64,
    /// Taken for the sake of scripts: the search draws nothing at random, so that it changes nothing
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// cmclp: everybody has to be served, or it is impossible
    #[arg(long)]
    everybody: bool,
    /// Candidates: a file with id, lon, lat and optional cost, capacity; on the registry also grid:METRES over the people,
    /// streets:METRES for corners of the map's streets, or idle for premises that are closed or suspended
    #[arg(long, value_name = "FILE|grid:M|streets:M|idle", value_parser = candidates_from)]
    candidates: Whence,
    /// Existing sites that stay: id, lon, lat and optional capacity
    #[arg(long, value_name = "FILE", requires = "demand")]
    existing: Option<PathBuf>,
    #[command(flatten)]
    ground: GroundArgs,
    #[command(flatten)]
    database: DatabaseArg,
    /// Existing sites of the registry that stay: those that operate, of these kinds
    #[arg(long, value_delimiter = ',', conflicts_with = "demand")]
    kind: Vec<String>,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Format,
}

/// Where distances are measured.
enum Where<'a> {
    Files(Ground<'a>),
    Registry(Manner, Arc<Snapshot>),
}

/// A site of the question, in the order of ids.
struct Row {
    site: PlainSite,
    exists: bool,
}

impl Spot for Row {
    fn id(&self) -> &str {
        &self.site.id
    }

    fn point(&self) -> Option<Point> {
        self.site.point
    }
}

impl Site {
    pub fn run(self) -> Result<(), Failure> {
        self.check()?;
        let mut skipped = Vec::new();
        let mut rows = match &self.candidates {
            Whence::File(path) => self.candidates(path, &mut skipped)?,
            Whence::Registry(_) => Vec::new(),
        };
        let (people, ground) = if self.ground.demand.is_some() {
            if let Whence::Registry(_) = self.candidates {
                return Err(Failure::Input(
                    "--candidates: grid, streets and idle are for the registry; give a file beside --demand".to_owned(),
                ));
            }
            if let Some(path) = &self.existing {
                let existing = read(path, |source| read_sites(source, self.ground.coordinates()))?;
                skipped.extend(existing.skipped.into_iter().map(SkippedRow::from));
                join(&mut rows, existing.records)?;
            }
            let mut people = self.ground.people()?;
            let ground = self.ground.open(&mut people)?;
            skipped.append(&mut people.skipped);
            (people.rows, Where::Files(ground))
        } else {
            let (people, snapshot) = self.on_registry(&mut rows)?;
            (people, Where::Registry(snapshot.manner(self.ground.roads.on_registry()?), snapshot))
        };
        if self.within.is_none() && self.ground.costs.is_none() && people.len().saturating_mul(rows.len()) > MOST_PAIRS {
            return Err(missing("--within M", "so many people and sites are too many pairs; say beyond which distance nobody goes"));
        }
        let pairs = match &ground {
            Where::Files(ground) => ground.pairs(&people, &rows, self.limit(), &mut skipped),
            Where::Registry(manner, snapshot) => snapshot.pairs_with(*manner, &points_of(&rows), self.limit()),
        };
        let started = Instant::now();
        let (sites, reach, weights) = (self.sites_of(&rows)?, reach_of(&pairs, 0..pairs.len(), rows.len()), counts_of(&people));
        let means = Means { new_sites: self.sites, budget: self.budget };
        let halt = halt_after(self.time_limit);
        let question = Question { weights: &weights, sites: &sites, reach: &reach, means, halt: &halt };
        let mut chosen = self.solve(&question, started);
        let seconds = started.elapsed().as_secs_f64();
        if self.within.is_some() {
            look_farther(&ground, &people, &rows, &mut chosen);
        }
        let names = Names { demand: people.iter().map(|row| row.id.as_str()).collect(), sites: rows.iter().map(Spot::id).collect() };
        let mut output = Output::of(&question, &chosen, &names, self.limit());
        output.model = model_code(self.model.into());
        output.inputs =
            (self.ground.by(), rows.iter().filter(|row| row.exists).count(), rows.iter().filter(|row| !row.exists).count()).into();
        output.skipped = skipped;
        output.seconds = seconds;
        self.print(&output)
    }

    /// What a model needs is there.
    fn check(&self) -> Result<(), Failure> {
        if needs_limit(self.model.into()) && self.within.is_none() {
            return Err(missing("--within M", "who is farther than that is not covered"));
        }
        if self.model != Model::Lscp && self.sites.is_none() && self.budget.is_none() {
            return Err(missing("--sites N or --budget B", "without either everything would be opened"));
        }
        if self.everybody && self.model != Model::Cmclp {
            return Err(Failure::Input("--everybody is for --model cmclp".to_owned()));
        }
        Ok(())
    }

    fn limit(&self) -> f64 {
        self.within.unwrap_or(f64::INFINITY)
    }

    fn candidates(&self, path: &Path, skipped: &mut Vec<SkippedRow>) -> Result<Vec<Row>, Failure> {
        let coordinates = if self.ground.demand.is_some() { self.ground.coordinates() } else { Coordinates::LonLat };
        let candidates = read(path, |source| read_sites(source, coordinates))?;
        skipped.extend(candidates.skipped.into_iter().map(SkippedRow::from));
        if candidates.records.is_empty() {
            return Err(Failure::Input(format!("{}: there is no candidate that can be used", path.display())));
        }
        let mut rows: Vec<Row> = candidates.records.into_iter().map(|site| Row { site, exists: false }).collect();
        rows.sort_by(|a, b| a.site.id.cmp(&b.site.id));
        if self.budget.is_some() && rows.iter().all(|row| row.site.cost.is_none()) {
            return Err(Failure::Input(format!("--budget: {} has no column cost", path.display())));
        }
        Ok(rows)
    }

    /// The registry's people, and its places of the kinds asked for as sites that stay.
    fn on_registry(&self, rows: &mut Vec<Row>) -> Result<(Vec<PlainDemand>, Arc<Snapshot>), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let snapshot = Registry::new(records, None)?.snapshot();
        if !self.kind.is_empty() {
            let choice = Choice { kinds: self.kind.clone(), ..Choice::default() };
            let filter = snapshot.filter(&choice).map_err(RegistryError::Invalid)?;
            let serving = (0..snapshot.facilities().len()).filter(|row| filter.accepts(snapshot.places(), *row as u32));
            let existing = serving.filter_map(|row| {
                let facility = &snapshot.facilities()[row];
                let point = Some(snapshot.places().point(row as u32)?);
                Some(PlainSite { id: facility.id.to_string(), point, cost: None, capacity: facility.capacity.map(f64::from) })
            });
            join(rows, existing.collect())?;
        }
        let column = snapshot.counted(self.ground.group.as_deref())?;
        if let Whence::Registry(wanted) = &self.candidates {
            join_candidates(rows, self.generated(&snapshot, wanted, column)?)?;
        }
        let counts = snapshot.cells().counts(column);
        let person = |(cell, count): (usize, &f64)| PlainDemand {
            id: snapshot.cell_id(cell).to_string(),
            point: snapshot.cell_point(cell as u32),
            count: *count,
        };
        Ok((counts.iter().enumerate().map(person).collect(), snapshot))
    }

    /// Candidates that the registry knows of: over the people of a column, in the streets, or in idle premises.
    fn generated(&self, snapshot: &Snapshot, wanted: &Candidates, column: usize) -> Result<Vec<PlainSite>, Failure> {
        let lived_in = snapshot.cells().counts(column).iter().zip(0..).filter(|(count, _)| **count > 0.0);
        let people: Vec<Point> = lived_in.filter_map(|(_, cell)| snapshot.cell_point(cell)).collect();
        let by = self.ground.roads.on_registry()?;
        let grounds = Grounds { division: None, by, within_m: self.limit(), people: &people, exclude: &[] };
        let spots = snapshot.candidates(wanted, &grounds).map_err(RegistryError::Invalid)?;
        let site = |spot: Spotted| PlainSite { id: spot.id, point: Some(spot.point), cost: spot.cost, capacity: spot.capacity };
        Ok(spots.into_iter().map(site).collect())
    }

    fn sites_of(&self, rows: &[Row]) -> Result<Sites, Failure> {
        let without = rows.iter().find(|row| self.model == Model::Cmclp && row.site.capacity.is_none());
        if let Some(row) = without {
            return Err(Failure::Input(format!(
                "--model cmclp: {} has no capacity; expected a number in its column capacity",
                row.site.id
            )));
        }
        let costless = rows.iter().find(|row| self.budget.is_some() && !row.exists && row.site.cost.is_none());
        if let Some(row) = costless {
            return Err(Failure::Input(format!("--budget: {} has no cost; expected a number in its column cost", row.site.id)));
        }
        Ok(Sites {
            role: rows.iter().map(|row| if row.exists { Role::Stays } else { Role::Candidate }).collect(),
            cost: rows.iter().map(|row| if self.budget.is_some() { row.site.cost.unwrap_or(0.0) } else { 1.0 }).collect(),
            capacity: rows.iter().map(|row| row.site.capacity.unwrap_or(f64::INFINITY)).collect(),
        })
    }

    fn solve(&self, question: &Question, started: Instant) -> Chosen {
        let bar = super::progress::Words::new();
        let mut watch = |progress: Progress| {
            bar.say(&format!("best {} bound {} gap {:.4}", progress.best, progress.bound, progress.gap));
            if started.elapsed().as_secs_f64() < self.time_limit { Course::Continue } else { Course::Stop }
        };
        let demanded = if self.everybody { Demanded::Everybody } else { Demanded::Most };
        solve(self.model.into(), question, self.limit(), demanded, &mut watch)
    }

    fn print(&self, output: &Output) -> Result<(), Failure> {
        match self.format {
            Format::Json => say(&(serde_json::to_string(output).map_err(|error| Failure::Other(error.to_string()))? + "\n")),
            Format::Table => {
                show_skipped(&output.skipped);
                say(&table(output))
            }
        }
    }
}

/// Puts generated candidates beside the existing sites; an idle place of the registry is none that operates.
fn join_candidates(rows: &mut Vec<Row>, candidates: Vec<PlainSite>) -> Result<(), Failure> {
    let existing: Vec<PlainSite> = std::mem::take(rows).into_iter().map(|row| row.site).collect();
    rows.extend(candidates.into_iter().map(|site| Row { site, exists: false }));
    rows.sort_by(|a, b| a.site.id.cmp(&b.site.id));
    join(rows, existing)
}

/// Halts a search after so many seconds, while it does not ask whether to go on; the clock ends with the program.
fn halt_after(seconds: f64) -> Halt {
    let switch = Arc::new(AtomicBool::new(false));
    let halt = Halt::by(Arc::clone(&switch));
    if let Ok(limit) = Duration::try_from_secs_f64(seconds) {
        std::thread::spawn(move || {
            std::thread::sleep(limit);
            switch.store(true, Ordering::Relaxed);
        });
    }
    halt
}

/// Adds existing sites to the candidates; an id means one site.
fn join(rows: &mut Vec<Row>, existing: Vec<PlainSite>) -> Result<(), Failure> {
    let taken = |site: &PlainSite| rows.binary_search_by(|row| row.site.id.cmp(&site.id)).is_ok();
    if let Some(both) = existing.iter().find(|site| taken(site)) {
        return Err(Failure::Input(format!("{}: this id is a candidate and an existing site; expected it in one of the two", both.id)));
    }
    rows.extend(existing.into_iter().map(|site| Row { site, exists: true }));
    rows.sort_by(|a, b| a.site.id.cmp(&b.site.id));
    Ok(())
}

/// For people whom no site reaches: at which limit they would be reached.
fn look_farther(ground: &Where, people: &[PlainDemand], rows: &[Row], chosen: &mut Chosen) {
    let mut lost: Vec<(u32, &mut Option<f64>)> = Vec::new();
    for reason in &mut chosen.reasons {
        if let Reason::Unreachable { demand, nearest_cost } = reason {
            lost.push((*demand, nearest_cost));
        }
    }
    if lost.is_empty() {
        return;
    }
    lost.truncate(MOST_LOST);
    let nearest: Vec<Option<f64>> = match ground {
        Where::Files(ground) => {
            let alone: Vec<PlainDemand> = lost.iter().map(|(demand, _)| people[*demand as usize].clone()).collect();
            let pairs = ground.pairs(&alone, rows, f64::INFINITY, &mut Vec::new());
            (0..lost.len()).map(|row| nearest_of(&pairs, row)).collect()
        }
        Where::Registry(manner, snapshot) => {
            let alone: Vec<Option<Point>> = lost.iter().map(|(demand, _)| people[*demand as usize].point).collect();
            let pairs = snapshot.pairs_between(*manner, &alone, &points_of(rows), f64::INFINITY);
            (0..lost.len()).map(|row| nearest_of(&pairs, row)).collect()
        }
    };
    lost.into_iter().zip(nearest).for_each(|((_, cost), nearest)| *cost = nearest);
}

fn points_of(rows: &[Row]) -> Vec<Option<Point>> {
    rows.iter().map(Spot::point).collect()
}
