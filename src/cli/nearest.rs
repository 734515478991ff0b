//! `carereach nearest`: the nearest places to a point or to each of many, on the registry or on plain files.

use std::path::PathBuf;

use super::{
    DatabaseArg, Failure,
    files::say,
    plain::{Costs, PlainPlaces, SkippedRow, missing, read, show_skipped},
    roads::{ON_NO_ROAD, RoadArgs},
    table::{csv_text, lines},
};
use crate::{
    analysis::{
        filter::Filter,
        nearest::{NearestQuery, nearest},
        places::Places,
        roads::{Attached, Limit, WalkQuery},
    },
    domain::{position::Position, street::By},
    exchange::plain::{Coordinates, PlainPoint, read_points},
    registry::{Choice, ESTIMATED_METHOD, MEASURED_METHOD, Records, Registry, RegistryError, SeedDivisions},
    storage::Open,
};

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Answer {
    Table,
    Json,
    Csv,
    Geojson,
}

#[derive(clap::Args)]
pub struct Nearest {
    /// One point, LON,LAT (X,Y with --plane)
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, value_parser = point)]
    at: Option<[f64; 2]>,
    /// Many points: a file with id, lon, lat
    #[arg(long, value_name = "FILE", conflicts_with = "at")]
    points: Option<PathBuf>,
    /// Facilities from a file instead of the registry: id, lon, lat and optional name, kind, capacity
    #[arg(long, value_name = "FILE")]
    facilities: Option<PathBuf>,
    /// The files hold x and y in metres on a plane
    #[arg(long, requires = "facilities")]
    plane: bool,
    /// A cost matrix with from, to, cost instead of distances
    #[arg(long, value_name = "FILE", requires = "facilities", requires = "points")]
    costs: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArg,
    /// How many at most
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// No farther than this, in metres (closed)
    #[arg(long, value_name = "M", value_parser = metres, allow_negative_numbers = true)]
    within: Option<f64>,
    /// No longer than this on foot, in seconds (closed), ranked by time on plain files; instead of --within
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true, conflicts_with_all = ["within", "costs"])]
    within_s: Option<f64>,
    /// Only these kinds, by code, name or alias; comma-separated
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// Only places that offer one of these services (registry only)
    #[arg(long, value_delimiter = ',', conflicts_with = "facilities")]
    service: Vec<String>,
    /// Only places that admit this target group (registry only)
    #[arg(long, conflicts_with = "facilities")]
    group: Option<String>,
    /// Only these statuses, or any; operating ones by default (registry only)
    #[arg(long, value_delimiter = ',', conflicts_with = "facilities")]
    status: Vec<String>,
    #[command(flatten)]
    roads: RoadArgs,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

/// Reads a pair of numbers.
pub fn point(text: &str) -> Result<[f64; 2], String> {
    let parts: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).filter(|part: &f64| part.is_finite()).collect();
    match parts[..] {
        [x, y] if text.split(',').count() == 2 => Ok([x, y]),
        _ => Err("expected two numbers, longitude first: 108.94,34.26".to_owned()),
    }
}

/// Reads a distance.
pub fn metres(text: &str) -> Result<f64, String> {
    text.trim()
        .parse()
        .ok()
        .filter(|metres: &f64| metres.is_finite() && *metres >= 0.0)
        .ok_or_else(|| "expected metres, 0 or more".to_owned())
}

/// Reads a time.
pub fn seconds(text: &str) -> Result<f64, String> {
    metres(text).map_err(|_| "expected seconds, 0 or more".to_owned())
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum PointName {
    Id(String),
    At { lon: f64, lat: f64 },
    OnPlane { x: f64, y: f64 },
}

impl PointName {
    fn text(&self) -> String {
        match self {
            PointName::Id(id) => id.clone(),
            PointName::At { lon: x, lat: y } | PointName::OnPlane { x, y } => format!("{x},{y}"),
        }
    }
}

/// A point to ask from, with its name in the answer.
type NamedPoint = (PointName, [f64; 2]);

#[derive(serde::Serialize)]
struct Found {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    distance_m: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    walk_s: Option<f64>,
    #[serde(skip)]
    at: Option<[f64; 2]>,
}

#[derive(serde::Serialize)]
struct OfPoint {
    point: PointName,
    matches: Vec<Found>,
}

#[derive(serde::Serialize)]
struct Output {
    by: &'static str,
    /// Whether over the streets of a map; otherwise distances on foot are an estimate.
    measured: bool,
    results: Vec<OfPoint>,
    skipped: Vec<SkippedRow>,
}

impl Nearest {
    pub fn run(self) -> Result<(), Failure> {
        if self.limit == 0 {
            return Err(Failure::Input("--limit 0: nothing would be found; expected 1 or more".to_owned()));
        }
        if self.within_s.is_some() && self.roads.by() == By::Straight {
            return Err(Failure::Input("--within-s: nobody walks a straight line; say --by walk, elder or step-free".to_owned()));
        }
        let output = match &self.facilities {
            Some(path) => self.on_files(path.clone())?,
            None => self.on_registry()?,
        };
        self.print(&output)
    }

    fn coordinates(&self) -> Coordinates {
        if self.plane { Coordinates::Plane } else { Coordinates::LonLat }
    }

    /// The points asked for, and those that could not be read.
    fn points(&self, coordinates: Coordinates) -> Result<(Vec<NamedPoint>, Vec<SkippedRow>), Failure> {
        if let Some([x, y]) = self.at {
            let name = if self.plane { PointName::OnPlane { x, y } } else { PointName::At { lon: x, lat: y } };
            if !self.plane {
                Position::new(x, y).map_err(|error| Failure::Input(format!("--at {x},{y}: {error}")))?;
            }
            return Ok((vec![(name, [x, y])], Vec::new()));
        }
        let path = self.points.as_ref().ok_or_else(|| missing("--at LON,LAT or --points FILE", "say where from"))?;
        let read = read(path, |source| read_points(source, coordinates))?;
        let points = read.records.into_iter().filter_map(|PlainPoint { id, point }| Some((PointName::Id(id), point?))).collect();
        Ok((points, read.skipped.into_iter().map(SkippedRow::from).collect()))
    }

    fn on_registry(&self) -> Result<Output, Failure> {
        let (points, skipped) = self.points(Coordinates::LonLat)?;
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let snapshot = Registry::new(records, None)?.snapshot();
        let manner = snapshot.manner(self.roads.on_registry()?);
        let choice =
            Choice { kinds: self.kind.clone(), services: self.service.clone(), group: self.group.clone(), statuses: self.status.clone() };
        let filter = snapshot.filter(&choice).map_err(RegistryError::Invalid)?;
        let named = |row: u32| {
            let facility = &snapshot.facilities()[row as usize];
            (facility.id.to_string(), Some(facility.name.to_string()), Some(facility.kind.to_string()))
        };
        let within_m = self.within.or(self.within_s.and_then(|seconds| manner.metres_in(seconds)));
        let results = points.into_iter().map(|(point, at)| {
            let query = NearestQuery { at, limit: self.limit, within_m, filter: &filter };
            let matches = snapshot.nearest_in(manner, &query).matches.into_iter().map(|one| {
                let (id, name, kind) = named(one.row);
                Found { id, name, kind, distance_m: one.distance_m, walk_s: one.walk_s, at: snapshot.places().point(one.row) }
            });
            OfPoint { point, matches: matches.collect() }
        });
        Ok(Output { by: manner.by.code(), measured: snapshot.is_measured(manner), results: results.collect(), skipped })
    }

    fn on_files(&self, facilities: PathBuf) -> Result<Output, Failure> {
        let coordinates = if self.costs.is_some() { Coordinates::None } else { self.coordinates() };
        let places = PlainPlaces::read(&facilities, coordinates)?;
        let filter = places.filter(&self.kind)?;
        let named = |row: u32| {
            let facility = &places.facilities[row as usize];
            (facility.id.clone(), facility.name.clone(), facility.kind.clone())
        };
        let mut output = match &self.costs {
            Some(path) => self.by_costs(&Costs::read(path)?, &places, &filter)?,
            None => {
                let (points, skipped) = self.points(coordinates)?;
                self.search((points, skipped), &places.places, &filter, named)?
            }
        };
        output.skipped.extend(places.skipped.into_iter().map(SkippedRow::from));
        Ok(output)
    }

    fn search(
        &self,
        (points, mut skipped): (Vec<NamedPoint>, Vec<SkippedRow>),
        places: &Places,
        filter: &Filter,
        named: impl Fn(u32) -> (String, Option<String>, Option<String>),
    ) -> Result<Output, Failure> {
        let network = self.roads.network()?;
        let walker = self.roads.walker(network.as_ref());
        let attach_m = self.roads.manner().pace.attach_m();
        let of_places: Vec<_> = (0..places.len() as u32).map(|row| places.point(row)).collect();
        let attached = walker.map(|walker| walker.attach_all(&of_places, attach_m));
        for (row, _) in attached.iter().flat_map(Attached::off_road) {
            skipped.push(SkippedRow { id: named(row).0, reason: ON_NO_ROAD.to_owned() });
        }
        let found = |row: u32, distance_m: f64, walk_s: Option<f64>| {
            let (id, name, kind) = named(row);
            Found { id, name, kind, distance_m, walk_s, at: places.point(row) }
        };
        let mut results = Vec::with_capacity(points.len());
        for (point, at) in points {
            let matches = match (&walker, &attached) {
                (Some(walker), Some(attached)) => {
                    let Ok(from) = walker.attach(at, attach_m) else {
                        skipped.push(SkippedRow { id: point.text(), reason: ON_NO_ROAD.to_owned() });
                        results.push(OfPoint { point, matches: Vec::new() });
                        continue;
                    };
                    let asked = WalkQuery { count: self.limit, limit: self.limit_on_foot() };
                    let walked = walker.nearest(attached, &from, &asked, |row| filter.accepts(places, row)).into_iter();
                    walked.map(|one| found(one.row, one.distance_m, Some(one.walk_s))).collect()
                }
                _ => {
                    let estimate = self.roads.estimate();
                    let straight = |metres: f64| estimate.map_or(metres, |estimate| estimate.straight_m(metres));
                    let in_time = self.within_s.zip(estimate).map(|(seconds, estimate)| estimate.metres_in(seconds));
                    let query = NearestQuery { at, limit: self.limit, within_m: self.within.or(in_time).map(straight), filter };
                    let told = |metres: f64| estimate.map_or(metres, |estimate| estimate.walked_m(metres));
                    let seconds = |metres: f64| estimate.map(|estimate| estimate.walk_s(estimate.walked_m(metres)));
                    nearest(places, &query).into_iter().map(|one| found(one.row, told(one.distance_m), seconds(one.distance_m))).collect()
                }
            };
            results.push(OfPoint { point, matches });
        }
        Ok(Output { by: self.roads.by().code(), measured: walker.is_some(), results, skipped })
    }

    fn limit_on_foot(&self) -> Limit {
        match (self.within, self.within_s) {
            (Some(metres), _) => Limit::Metres(metres),
            (None, Some(seconds)) => Limit::Seconds(seconds),
            (None, None) => Limit::Nowhere,
        }
    }

    fn by_costs(&self, costs: &Costs, places: &PlainPlaces, filter: &Filter) -> Result<Output, Failure> {
        let path = self.points.as_ref().ok_or_else(|| missing("--points FILE", "a cost matrix is asked by the ids of points"))?;
        let points = read(path, |source| read_points(source, Coordinates::None))?;
        let results = points.records.into_iter().map(|PlainPoint { id, .. }| {
            let reachable =
                costs.from(&id, places, filter).into_iter().filter(|(_, cost)| self.within.is_none_or(|within| *cost <= within));
            let matches = reachable.take(self.limit).map(|(row, distance_m)| {
                let facility = &places.facilities[row as usize];
                Found {
                    id: facility.id.clone(),
                    name: facility.name.clone(),
                    kind: facility.kind.clone(),
                    distance_m,
                    walk_s: None,
                    at: None,
                }
            });
            OfPoint { matches: matches.collect(), point: PointName::Id(id) }
        });
        let results = results.collect();
        let skipped = points.skipped.into_iter().chain(costs.skipped.iter().cloned()).map(SkippedRow::from).collect();
        Ok(Output { by: "costs", measured: false, results, skipped })
    }

    fn print(&self, output: &Output) -> Result<(), Failure> {
        let text = match self.format {
            Answer::Json => serde_json::to_string(output).map_err(|error| Failure::Other(error.to_string()))? + "\n",
            Answer::Geojson => geojson_text(output),
            Answer::Csv => csv_text(&HEADINGS, &rows(output, |metres| metres.to_string()))?,
            Answer::Table => {
                let rows: Vec<Vec<String>> = rows(output, |metres| format!("{metres:.1}"));
                lines(&HEADINGS, &rows)
            }
        };
        if self.format != Answer::Json {
            if output.by != "straight" && output.by != "costs" {
                eprintln!("{}: {}", output.by, if output.measured { MEASURED_METHOD } else { ESTIMATED_METHOD });
            }
            show_skipped(&output.skipped);
        }
        say(&text)
    }
}

const HEADINGS: [&str; 6] = ["point", "rank", "id", "name", "kind", "distance_m"];

/// A row for each match, and one without a match for each point that has none.
fn rows(output: &Output, metres: impl Fn(f64) -> String) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for result in &output.results {
        let point = result.point.text();
        if result.matches.is_empty() {
            rows.push(vec![point, String::new(), String::new(), String::new(), String::new(), String::new()]);
            continue;
        }
        rows.extend(result.matches.iter().enumerate().map(|(place, found)| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            vec![point.clone(), (place + 1).to_string(), found.id.clone(), text(&found.name), text(&found.kind), metres(found.distance_m)]
        }));
    }
    rows
}

fn geojson_text(output: &Output) -> String {
    let features: Vec<serde_json::Value> = output
        .results
        .iter()
        .flat_map(|result| result.matches.iter().enumerate().map(move |(place, found)| (&result.point, place + 1, found)))
        .map(|(point, rank, found)| {
            let geometry = found.at.map(|[x, y]| serde_json::json!({ "type": "Point", "coordinates": [x, y] }));
            let properties = serde_json::json!({ "point": point, "rank": rank, "id": found.id, "name": found.name, "kind": found.kind, "distance_m": found.distance_m });
            serde_json::json!({ "type": "Feature", "geometry": geometry, "properties": properties })
        })
        .collect();
    serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string() + "\n"
}
