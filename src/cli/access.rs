//! `carereach access`: how well people are served where places share their supply, on the registry or on plain files.

use std::path::PathBuf;

use super::{
    DatabaseArg, Failure,
    files::say,
    ground::{GroundArgs, Spot, counts_of},
    nearest::metres,
    plain::{PlainPlaces, SkippedRow, missing, show_skipped},
    table::lines,
};
use crate::{
    analysis::{
        access::{Access as Scores, Decay, Evenness, evenness, floating_catchment, gravity},
        space::Point,
    },
    exchange::plain::PlainFacility,
    registry::{AccessQuestion, Choice, Records, Registry, SeedDivisions},
    storage::Open,
};

/// Points of the Lorenz curve: tenths of the people.
const LORENZ_STEPS: usize = 10;

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Answer {
    Table,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
enum Method {
    /// Two-step floating catchment: weight 1 within a limit
    #[value(name = "2sfca")]
    Floating,
    /// Enhanced: weights by bands (--steps)
    #[value(name = "e2sfca")]
    Enhanced,
    /// Gaussian floating catchment, cut off at --within
    Gaussian,
    /// Supply by distance, without competition
    Gravity,
}

#[derive(clap::Args)]
pub struct Access {
    /// How accessibility is worked out
    #[arg(long)]
    method: Method,
    /// The catchment in metres, closed (gravity: everywhere unless given)
    #[arg(long, value_name = "M", value_parser = metres, allow_negative_numbers = true)]
    within: Option<f64>,
    /// Bands of the enhanced method, LIMIT:WEIGHT in metres, closed
    #[arg(long, value_name = "M:W,...", value_delimiter = ',', value_parser = step, default_values = ["1000:1", "3000:0.68", "5000:0.22"])]
    steps: Vec<(f64, f64)>,
    /// Gaussian: sigma in metres, exp(-d²/2σ²)
    #[arg(long, value_name = "M", value_parser = positive, allow_negative_numbers = true)]
    bandwidth: Option<f64>,
    /// Gravity: capacity x (d/scale)^-exponent
    #[arg(long, value_parser = positive, allow_negative_numbers = true, default_value = "1")]
    exponent: f64,
    /// Gravity: metres that count as 1
    #[arg(long, value_name = "M", value_parser = positive, allow_negative_numbers = true, default_value = "1000")]
    scale: f64,
    /// Gravity: nothing counts as nearer than this, in metres
    #[arg(long, value_name = "M", value_parser = positive, allow_negative_numbers = true, default_value = "1")]
    least: f64,
    /// Facilities from a file instead of the registry: id, lon, lat, capacity and optional name, kind
    #[arg(long, value_name = "FILE", requires = "demand")]
    facilities: Option<PathBuf>,
    #[command(flatten)]
    ground: GroundArgs,
    #[command(flatten)]
    database: DatabaseArg,
    /// Only these kinds, by code, name or alias; comma-separated
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

fn positive(text: &str) -> Result<f64, String> {
    metres(text).ok().filter(|number| *number > 0.0).ok_or_else(|| "expected a number above 0".to_owned())
}

fn step(text: &str) -> Result<(f64, f64), String> {
    let parts = text.split_once(':').and_then(|(limit, weight)| Some((metres(limit).ok()?, metres(weight).ok()?)));
    parts.ok_or_else(|| "expected LIMIT:WEIGHT, metres and a weight of 0 or more, for instance 1000:1".to_owned())
}

#[derive(serde::Serialize)]
struct Score {
    id: String,
    score: f64,
}

#[derive(serde::Serialize)]
struct Inputs {
    by: &'static str,
    method: &'static str,
    group: String,
    facilities: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<String>,
}

#[derive(serde::Serialize)]
struct Output {
    method: &'static str,
    scores: Vec<Score>,
    supply_total: f64,
    /// The supply of places that nobody reaches: it is in no score.
    supply_unused: f64,
    /// Over all people: 0 when they are served alike.
    gini: f64,
    /// Share of people and of what they have, from the worst served, by tenths.
    lorenz: Vec<[f64; 2]>,
    skipped: Vec<SkippedRow>,
    inputs: Inputs,
}

impl Spot for PlainFacility {
    fn id(&self) -> &str {
        &self.id
    }

    fn point(&self) -> Option<Point> {
        self.point
    }
}

impl Access {
    pub fn run(self) -> Result<(), Failure> {
        let decay = self.decay()?;
        let output = match (&self.facilities, &self.ground.demand) {
            (Some(facilities), Some(_)) => self.on_files(facilities, &decay)?,
            (None, Some(_)) => return Err(missing("--facilities FILE", "--demand needs the places too")),
            _ => self.on_registry(decay)?,
        };
        self.print(&output)
    }

    fn decay(&self) -> Result<Decay, Failure> {
        let within = || self.within.ok_or_else(|| missing("--within M", "the catchment has a limit"));
        Ok(match self.method {
            Method::Floating => Decay::Within(within()?),
            Method::Enhanced => Decay::Steps(self.bands()?),
            Method::Gaussian => Decay::Gaussian {
                bandwidth: self.bandwidth.ok_or_else(|| missing("--bandwidth M", "sigma of the bell curve, in metres"))?,
                within: within()?,
            },
            Method::Gravity => {
                Decay::Power { exponent: self.exponent, scale: self.scale, within: self.within.unwrap_or(f64::INFINITY), least: self.least }
            }
        })
    }

    /// The bands by limit; one limit has one weight.
    fn bands(&self) -> Result<Vec<(f64, f64)>, Failure> {
        let mut steps = self.steps.clone();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        match steps.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(Failure::Input(format!("--steps: the limit {} is given twice", pair[0].0))),
            None => Ok(steps),
        }
    }

    fn scores(&self, people: &[f64], supply: &[f64], pairs: &crate::analysis::pairs::Pairs, decay: &Decay) -> (Scores, Evenness) {
        let access = match self.method {
            Method::Gravity => gravity(supply, pairs, decay),
            _ => floating_catchment(people, supply, pairs, decay),
        };
        let evenness = evenness(people, &access.scores, LORENZ_STEPS);
        (access, evenness)
    }

    fn on_files(&self, facilities: &std::path::Path, decay: &Decay) -> Result<Output, Failure> {
        let places = PlainPlaces::read(facilities, self.ground.coordinates())?;
        let filter = places.filter(&self.kind)?;
        let mut people = self.ground.people()?;
        people.skipped.extend(places.skipped.iter().cloned().map(SkippedRow::from));
        let accepted = (0u32..).zip(&places.facilities).filter(|(row, _)| filter.accepts(&places.places, *row));
        let (used, without): (Vec<_>, Vec<_>) = accepted.map(|(_, place)| place.clone()).partition(|place| place.capacity.is_some());
        people.skipped.extend(without.into_iter().map(|place| SkippedRow { id: place.id, reason: NO_CAPACITY.to_owned() }));
        if used.is_empty() {
            return Err(Failure::Input(format!(
                "{}: no facility has a capacity to share; expected a column capacity",
                facilities.display()
            )));
        }
        let supply: Vec<f64> = used.iter().map(|place| place.capacity.unwrap_or_default()).collect();
        let ground = self.ground.open(&mut people)?;
        let pairs = ground.pairs(&people.rows, &used, decay.reach(), &mut people.skipped);
        let (access, evenness) = self.scores(&counts_of(&people.rows), &supply, &pairs, decay);
        Ok(Output {
            method: self.code(),
            scores: people.rows.iter().zip(&access.scores).map(|(row, score)| Score { id: row.id.clone(), score: *score }).collect(),
            supply_total: supply.iter().sum(),
            supply_unused: access.unused,
            gini: evenness.gini,
            lorenz: evenness.lorenz,
            skipped: people.skipped,
            inputs: Inputs {
                by: self.ground.by(),
                method: self.ground.method(),
                group: self.ground.group.clone().unwrap_or_else(|| "population".to_owned()),
                facilities: used.len(),
                snapshot: None,
            },
        })
    }

    fn on_registry(&self, decay: Decay) -> Result<Output, Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let snapshot = Registry::new(records, None)?.snapshot();
        let manner = snapshot.manner(self.ground.roads.on_registry()?);
        let answer = snapshot.access(&AccessQuestion {
            manner,
            choice: Choice { kinds: self.kind.clone(), ..Choice::default() },
            count: self.ground.group.clone(),
            decay,
            shared: self.method != Method::Gravity,
        })?;
        let no_capacity =
            |row: &u32| SkippedRow { id: snapshot.facilities()[*row as usize].id.to_string(), reason: NO_CAPACITY.to_owned() };
        let scores = answer.access.scores.iter().enumerate();
        Ok(Output {
            method: self.code(),
            scores: scores.map(|(cell, score)| Score { id: snapshot.cell_id(cell).to_string(), score: *score }).collect(),
            supply_total: answer.supply_total,
            supply_unused: answer.access.unused,
            gini: answer.evenness.gini,
            lorenz: answer.evenness.lorenz,
            skipped: answer.without_capacity.iter().map(no_capacity).collect(),
            inputs: Inputs {
                by: manner.by.code(),
                method: snapshot.method(manner),
                group: answer.group,
                facilities: answer.facilities,
                snapshot: Some(snapshot.etag().to_owned()),
            },
        })
    }

    fn code(&self) -> &'static str {
        match self.method {
            Method::Floating => "2sfca",
            Method::Enhanced => "e2sfca",
            Method::Gaussian => "gaussian",
            Method::Gravity => "gravity",
        }
    }

    fn print(&self, output: &Output) -> Result<(), Failure> {
        let rows: Vec<Vec<String>> = output.scores.iter().map(|row| vec![row.id.clone(), row.score.to_string()]).collect();
        let text = match self.format {
            Answer::Json => serde_json::to_string(output).map_err(|error| Failure::Other(error.to_string()))? + "\n",
            Answer::Csv => super::table::csv_text(&["id", "score"], &rows)?,
            Answer::Table => lines(&["id", "score"], &rows),
        };
        if self.format != Answer::Json {
            eprintln!(
                "{}: supply {} of which nobody reaches {}; Gini {:.4}",
                output.method, output.supply_total, output.supply_unused, output.gini
            );
            show_skipped(&output.skipped);
        }
        say(&text)
    }
}

/// Why a place serves nobody here.
const NO_CAPACITY: &str = "no capacity on record: it has nothing to share";
