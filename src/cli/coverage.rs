//! `carereach coverage`: people within reach, in bands and by zone, on the registry or on plain files.

use std::path::{Path, PathBuf};

use super::{
    DatabaseArg, Failure,
    bands::{BandRow, FiguresRow, ZoneRow, every},
    files::say,
    ground::method,
    nearest::{metres, seconds},
    plain::{Costs, PlainPlaces, SkippedRow, missing, read, show_skipped, space},
    roads::{ON_NO_ROAD, RoadArgs},
    table::{csv_text, lines, percent},
    zones::zone_rows,
};
use crate::{
    analysis::{
        cells::{CellColumns, Cells, NO_ZONE},
        coverage::{NearestPerCell, bands, nearest_distances},
        filter::Filter,
        roads::Limit,
    },
    domain::{
        division::{DivisionCode, Level},
        small_count::SmallCounts,
        street::By,
    },
    exchange::plain::{Coordinates, PlainDemand, read_plain_demand, read_zones},
    registry::{Choice, CoverageBand, CoverageQuestion, Records, Registry, SeedDivisions},
    storage::Open,
};

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Answer {
    Table,
    Json,
    Csv,
}

#[derive(clap::Args)]
pub struct Coverage {
    /// Limits in metres, closed; comma-separated
    #[arg(long, value_delimiter = ',', value_parser = metres, allow_negative_numbers = true, required_unless_present = "within_s", value_name = "M,M")]
    within: Vec<f64>,
    /// Instead: limits in seconds on foot, closed; comma-separated
    #[arg(long, value_delimiter = ',', value_parser = seconds, allow_negative_numbers = true, conflicts_with_all = ["within", "costs"], value_name = "S,S")]
    within_s: Vec<f64>,
    /// Facilities from a file instead of the registry: id, lon, lat and optional name, kind, capacity
    #[arg(long, value_name = "FILE", requires = "demand")]
    facilities: Option<PathBuf>,
    /// Demand from a file: id, lon, lat, population and other counts
    #[arg(long, value_name = "FILE", requires = "facilities")]
    demand: Option<PathBuf>,
    /// The files hold x and y in metres on a plane
    #[arg(long, requires = "facilities")]
    plane: bool,
    /// A cost matrix with from, to, cost instead of distances
    #[arg(long, value_name = "FILE", requires = "facilities")]
    costs: Option<PathBuf>,
    /// Zones to add up by: polygons with id or code and name, .geojson
    #[arg(long, value_name = "FILE", requires = "facilities", conflicts_with = "costs")]
    zones: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArg,
    /// Only these kinds, by code, name or alias; comma-separated
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// Which people: a target group of the registry, or a column of the demand file
    #[arg(long)]
    group: Option<String>,
    /// The level of the zones (registry only): province, city, district, street, community
    #[arg(long, value_parser = level, conflicts_with = "facilities")]
    level: Option<Level>,
    /// Only this division (registry only)
    #[arg(long, value_parser = division, conflicts_with = "facilities")]
    division: Option<DivisionCode>,
    #[command(flatten)]
    roads: RoadArgs,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "expected province, city, district, street or community".to_owned())
}

fn division(text: &str) -> Result<DivisionCode, String> {
    DivisionCode::parse(text).map_err(|error| error.to_string())
}

#[derive(serde::Serialize)]
struct Inputs {
    facilities: usize,
    cells: usize,
    group: String,
    kind: Vec<String>,
    method: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<String>,
    /// What the people's figures are, by file.
    figures: Vec<FiguresRow>,
}

#[derive(serde::Serialize)]
struct Output {
    by: &'static str,
    bands: Vec<BandRow>,
    zones: Vec<ZoneRow>,
    unreachable: usize,
    skipped: Vec<SkippedRow>,
    inputs: Inputs,
}

impl Coverage {
    pub fn run(mut self) -> Result<(), Failure> {
        for limits in [&mut self.within, &mut self.within_s] {
            limits.sort_unstable_by(f64::total_cmp);
            limits.dedup();
        }
        if !self.within_s.is_empty() && self.roads.by() == By::Straight {
            return Err(Failure::Input("--within-s: nobody walks a straight line; say --by walk, elder or step-free".to_owned()));
        }
        let output = match (&self.facilities, &self.demand) {
            (Some(facilities), Some(demand)) => self.on_files(facilities, demand)?,
            (None, None) => self.on_registry()?,
            (Some(_), None) => return Err(missing("--demand FILE", "--facilities needs the people too")),
            (None, Some(_)) => return Err(missing("--facilities FILE", "--demand needs the places too")),
        };
        self.print(&output)
    }

    fn on_registry(&self) -> Result<Output, Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let snapshot = Registry::new(records, None)?.snapshot();
        let manner = snapshot.manner(self.roads.on_registry()?);
        let walked = self.within_s.iter().filter_map(|seconds| manner.metres_in(*seconds));
        let answer = snapshot.coverage(&CoverageQuestion {
            manner,
            choice: Choice { kinds: self.kind.clone(), ..Choice::default() },
            within_m: self.within.iter().copied().chain(walked).collect(),
            standard: None,
            count: self.group.clone(),
            level: self.level,
            division: self.division,
            small_counts: SmallCounts::Told,
        })?;
        Ok(Output {
            by: answer.by,
            bands: self.told(&answer.bands),
            zones: answer
                .zones
                .iter()
                .map(|zone| ZoneRow {
                    id: zone.code.map(|code| code.to_string()),
                    name: zone.name.map(str::to_owned),
                    total: every(zone.total),
                    bands: self.told(&zone.bands),
                })
                .collect(),
            unreachable: answer.unreachable,
            skipped: answer.skipped.iter().map(|one| SkippedRow { id: one.id.to_owned(), reason: one.reason.to_owned() }).collect(),
            inputs: Inputs {
                facilities: answer.inputs.facilities,
                cells: answer.inputs.cells,
                group: answer.group.to_owned(),
                kind: answer.kind.iter().map(|kind| (*kind).to_owned()).collect(),
                method: answer.inputs.method.to_owned(),
                snapshot: Some(answer.inputs.snapshot.to_owned()),
                figures: answer.inputs.figures.iter().map(FiguresRow::from).collect(),
            },
        })
    }

    /// The registry's bands, by the limits that were asked for.
    fn told(&self, bands: &[CoverageBand]) -> Vec<BandRow> {
        let mut rows: Vec<BandRow> = bands.iter().map(BandRow::from).collect();
        for (row, seconds) in rows.iter_mut().zip(&self.within_s) {
            (row.within_m, row.within_s) = (None, Some(*seconds));
        }
        rows
    }

    fn on_files(&self, facilities: &Path, demand: &Path) -> Result<Output, Failure> {
        let coordinates = match (&self.costs, self.plane) {
            (Some(_), _) => Coordinates::None,
            (None, true) => Coordinates::Plane,
            (None, false) => Coordinates::LonLat,
        };
        let places = PlainPlaces::read(facilities, coordinates)?;
        let filter = places.filter(&self.kind)?;
        let mut people = read(demand, |source| read_plain_demand(source, coordinates, self.group.as_deref()))?;
        people.records.sort_by(|a, b| a.id.cmp(&b.id));
        let mut skipped: Vec<SkippedRow> = places.skipped.iter().cloned().chain(people.skipped).map(SkippedRow::from).collect();
        let zones = match &self.zones {
            Some(path) => {
                let zones = read(path, read_zones)?;
                skipped.extend(zones.skipped.into_iter().map(SkippedRow::from));
                zones.records
            }
            None => Vec::new(),
        };
        let cells = cells_of(&people.records, coordinates);
        let (by, per_cell) = match &self.costs {
            Some(path) => {
                let costs = Costs::read(path)?;
                skipped.extend(costs.skipped.iter().cloned().map(SkippedRow::from));
                ("costs", by_costs(&people.records, |id| costs.from(id, &places, &filter).first().copied()))
            }
            None => (self.roads.by().code(), self.distances(&places, &filter, &people.records, &mut skipped)?),
        };
        let limits = if self.within_s.is_empty() { &self.within } else { &self.within_s };
        let measured = bands(&cells, &per_cell, 0, limits);
        let mut rows = zone_rows(&zones, &people.records, &per_cell, limits);
        let mut bands = BandRow::of(&measured.bands);
        if !self.within_s.is_empty() {
            rows.iter_mut().for_each(|row| row.bands.iter_mut().for_each(BandRow::tell_in_seconds));
            bands.iter_mut().for_each(BandRow::tell_in_seconds);
        }
        Ok(Output {
            by,
            bands,
            zones: rows,
            unreachable: measured.unreachable_cells,
            skipped,
            inputs: Inputs {
                facilities: (0..places.places.len() as u32).filter(|&row| filter.accepts(&places.places, row)).count(),
                cells: people.records.len(),
                group: self.group.clone().unwrap_or_else(|| "population".to_owned()),
                kind: self.kind.clone(),
                method: method(&self.roads, coordinates).to_owned(),
                snapshot: None,
                figures: Vec::new(),
            },
        })
    }

    /// The nearest place of every cell, over the streets of a map where one is given; what is on no road is told.
    fn distances(
        &self,
        places: &PlainPlaces,
        filter: &Filter,
        people: &[PlainDemand],
        skipped: &mut Vec<SkippedRow>,
    ) -> Result<NearestPerCell, Failure> {
        let network = self.roads.network()?;
        let Some(walker) = self.roads.walker(network.as_ref()) else {
            let coordinates = if self.plane { Coordinates::Plane } else { Coordinates::LonLat };
            let mut nearest = nearest_distances(&places.places, filter, &cells_of(people, coordinates));
            if let Some(estimate) = self.roads.estimate() {
                let walked = |metres: f64| estimate.walked_m(metres);
                let told = |metres: f64| if self.within_s.is_empty() { walked(metres) } else { estimate.walk_s(walked(metres)) };
                nearest.distance_m = nearest.distance_m.map(|metres| told(*metres));
            }
            return Ok(nearest);
        };
        let attach_m = self.roads.manner().pace.attach_m();
        let of_places: Vec<_> = (0..places.places.len() as u32).map(|row| places.places.point(row)).collect();
        let of_cells: Vec<_> = people.iter().map(|cell| cell.point).collect();
        let (attached, cells) = (walker.attach_all(&of_places, attach_m), walker.attach_all(&of_cells, attach_m));
        let no_road = |id: &str| SkippedRow { id: id.to_owned(), reason: ON_NO_ROAD.to_owned() };
        skipped.extend(attached.off_road().map(|(row, _)| no_road(&places.facilities[row as usize].id)));
        skipped.extend(cells.off_road().map(|(row, _)| no_road(&people[row as usize].id)));
        let accept = |row| filter.accepts(&places.places, row);
        if self.within_s.is_empty() {
            return Ok(walker.cover(&attached, accept, &cells, Limit::Nowhere).nearest);
        }
        // Ranked by time: what is farther may be sooner, over a ferry.
        let walked = walker.cover(&attached, accept, &cells, Limit::Seconds(f64::MAX));
        Ok(NearestPerCell { distance_m: walked.walk_s.into(), row: walked.nearest.row })
    }

    fn print(&self, output: &Output) -> Result<(), Failure> {
        // People read a share in per cent; machines get the number as it is.
        let share = |share: f64| if self.format == Answer::Table { percent(share) } else { share.to_string() };
        let row = |zone: &str, name: &str, band: &BandRow| {
            vec![
                zone.to_owned(),
                name.to_owned(),
                band.within_m.or(band.within_s).unwrap_or_default().to_string(),
                band.covered.to_string(),
                band.left_over.to_string(),
                band.total.to_string(),
                share(band.share),
            ]
        };
        let mut rows: Vec<Vec<String>> = output.bands.iter().map(|band| row("all", "", band)).collect();
        for zone in &output.zones {
            let name = zone.name.as_deref().unwrap_or_default();
            rows.extend(zone.bands.iter().map(|band| row(zone.id.as_deref().unwrap_or("-"), name, band)));
        }
        let within = if self.within_s.is_empty() { "within_m" } else { "within_s" };
        let headings = ["zone", "name", within, "covered", "left_over", "total", "share"];
        let text = match self.format {
            Answer::Json => serde_json::to_string(output).map_err(|error| Failure::Other(error.to_string()))? + "\n",
            Answer::Table => lines(&headings, &rows),
            Answer::Csv => csv_text(&headings, &rows)?,
        };
        for figures in output.inputs.figures.iter().filter(|_| self.format == Answer::Table) {
            eprintln!("figures: {}", figures.line);
        }
        if self.format != Answer::Json {
            eprintln!("{}: {}", output.by, output.inputs.method);
            show_skipped(&output.skipped);
        }
        say(&text)
    }
}

/// People as columns.
fn cells_of(people: &[PlainDemand], coordinates: Coordinates) -> Cells {
    let columns = CellColumns {
        // With a cost matrix no coordinates are read; the cells still have to count.
        points: people.iter().map(|cell| cell.point.or((coordinates == Coordinates::None).then_some([0.0, 0.0]))).collect(),
        zone: vec![NO_ZONE; people.len()],
        zones: 0,
        counts: vec![people.iter().map(|cell| cell.count).collect()],
    };
    Cells::new(space(coordinates), columns)
}

fn by_costs(people: &[PlainDemand], cheapest: impl Fn(&str) -> Option<(u32, f64)>) -> NearestPerCell {
    people.iter().map(|cell| cheapest(&cell.id).map_or((f64::INFINITY, u32::MAX), |(row, cost)| (cost, row))).collect()
}
