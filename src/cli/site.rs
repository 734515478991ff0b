//! `carereach site`: where new sites should open, on the registry's people or on plain files.

use std::{path::PathBuf, sync::Arc, time::Instant};

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
        pairs::Pairs,
        siting::{
            Aim, Answer as Chosen, Course, Demanded, Means, Progress, Question, Reach, Reason, Role, Sites, center, cover_all, cover_most,
            median, serve_most,
        },
        space::Point,
    },
    domain::street::Manner,
    exchange::plain::{Coordinates, PlainDemand, PlainSite, read_sites},
    registry::{Choice, Records, Registry, RegistryError, SeedDivisions, Snapshot},
    storage::Open,
};

/// More pairs of people and sites than this are not looked at without a limit.
const MOST_PAIRS: usize = 100_000_000;
/// Of so many people whom no site reaches it is said how far the nearest one is.
const MOST_LOST: usize = 1_000;

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
    /// Candidates: id, lon, lat and optional cost, capacity
    #[arg(long, value_name = "FILE")]
    candidates: PathBuf,
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
        let mut rows = self.candidates(&mut skipped)?;
        let (people, ground) = if self.ground.demand.is_some() {
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
        let (sites, reach, weights) = (self.sites_of(&rows)?, reach_of(&pairs, rows.len()), counts_of(&people));
        let means = Means { new_sites: self.sites, budget: self.budget };
        let question = Question { weights: &weights, sites: &sites, reach: &reach, means };
        let mut chosen = self.solve(&question, started);
        let seconds = started.elapsed().as_secs_f64();
        if self.within.is_some() {
            look_farther(&ground, &people, &rows, &mut chosen);
        }
        let names = Names { demand: people.iter().map(|row| row.id.as_str()).collect(), sites: rows.iter().map(Spot::id).collect() };
        let mut output = Output::of(&question, &chosen, &names, self.limit());
        output.model = self.code();
        output.inputs =
            (self.ground.by(), rows.iter().filter(|row| row.exists).count(), rows.iter().filter(|row| !row.exists).count()).into();
        output.skipped = skipped;
        output.seconds = seconds;
        self.print(&output)
    }

    /// What a model needs is there.
    fn check(&self) -> Result<(), Failure> {
        let needs_limit = matches!(self.model, Model::Lscp | Model::Mclp | Model::Cmclp);
        if needs_limit && self.within.is_none() {
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

    fn candidates(&self, skipped: &mut Vec<SkippedRow>) -> Result<Vec<Row>, Failure> {
        let coordinates = if self.ground.demand.is_some() { self.ground.coordinates() } else { Coordinates::LonLat };
        let candidates = read(&self.candidates, |source| read_sites(source, coordinates))?;
        skipped.extend(candidates.skipped.into_iter().map(SkippedRow::from));
        if candidates.records.is_empty() {
            return Err(Failure::Input(format!("{}: there is no candidate that can be used", self.candidates.display())));
        }
        let mut rows: Vec<Row> = candidates.records.into_iter().map(|site| Row { site, exists: false }).collect();
        rows.sort_by(|a, b| a.site.id.cmp(&b.site.id));
        if self.budget.is_some() && rows.iter().all(|row| row.site.cost.is_none()) {
            return Err(Failure::Input(format!("--budget: {} has no column cost", self.candidates.display())));
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
        let counts = snapshot.cells().counts(column);
        let person = |(cell, count): (usize, &f64)| PlainDemand {
            id: snapshot.cell_id(cell).to_string(),
            point: snapshot.cell_point(cell as u32),
            count: *count,
        };
        Ok((counts.iter().enumerate().map(person).collect(), snapshot))
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
        let limit = self.limit() + crate::analysis::space::ROUNDING_M;
        let bar = super::progress::Words::new();
        let mut watch = |progress: Progress| {
            bar.say(&format!("best {} bound {} gap {:.4}", progress.best, progress.bound, progress.gap));
            if started.elapsed().as_secs_f64() < self.time_limit { Course::Continue } else { Course::Stop }
        };
        match self.model {
            Model::Lscp => {
                let aim = if self.budget.is_some() { Aim::Cheapest } else { Aim::Fewest };
                cover_all(question, limit, aim, &mut watch)
            }
            Model::Mclp => cover_most(question, limit, &mut watch),
            Model::Cmclp => serve_most(question, limit, if self.everybody { Demanded::Everybody } else { Demanded::Most }, &mut watch),
            Model::PMedian => median(question, &mut watch),
            Model::PCenter => center(question, &mut watch),
        }
    }

    fn code(&self) -> &'static str {
        match self.model {
            Model::Lscp => "lscp",
            Model::Mclp => "mclp",
            Model::Cmclp => "cmclp",
            Model::PMedian => "p-median",
            Model::PCenter => "p-center",
        }
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

fn reach_of(pairs: &Pairs, sites: usize) -> Reach {
    let mut reach = Reach::new(sites);
    (0..pairs.len()).for_each(|point| reach.push(pairs.of(point)));
    reach
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

fn nearest_of(pairs: &Pairs, point: usize) -> Option<f64> {
    pairs.of(point).map(|(_, cost)| cost).min_by(f64::total_cmp)
}

fn points_of(rows: &[Row]) -> Vec<Option<Point>> {
    rows.iter().map(Spot::point).collect()
}
