//! What accessibility and siting stand on at the command line: people, and how far places are from them, from plain files.

use std::path::PathBuf;

use super::{
    Failure,
    plain::{Costs, SkippedRow, read, space},
    roads::{ON_NO_ROAD, RoadArgs},
};
use crate::{
    analysis::{pairs::Pairs, roads::Network, space::Point},
    exchange::plain::{Coordinates, PlainDemand, read_plain_demand},
    registry::STRAIGHT_METHOD,
};

/// The files of an analysis, and how distance is measured between them.
#[derive(clap::Args)]
pub struct GroundArgs {
    /// Demand from a file: id, lon, lat, population and other counts
    #[arg(long, value_name = "FILE")]
    pub demand: Option<PathBuf>,
    /// Which people: a target group of the registry, or a column of the demand file
    #[arg(long)]
    pub group: Option<String>,
    /// The files hold x and y in metres on a plane
    #[arg(long, requires = "demand")]
    pub plane: bool,
    /// A cost matrix with from, to, cost instead of distances
    #[arg(long, value_name = "FILE", requires = "demand")]
    pub costs: Option<PathBuf>,
    #[command(flatten)]
    pub roads: RoadArgs,
}

/// Something that people are far from or near to.
pub trait Spot {
    /// Its id as text.
    fn id(&self) -> &str;
    /// Where it is.
    fn point(&self) -> Option<Point>;
}

/// People of a file, in the order of ids.
pub struct People {
    /// The rows.
    pub rows: Vec<PlainDemand>,
    /// Rows that could not be used.
    pub skipped: Vec<SkippedRow>,
}

/// How many live at each point.
pub fn counts_of(people: &[PlainDemand]) -> Vec<f64> {
    people.iter().map(|row| row.count).collect()
}

impl GroundArgs {
    /// What the files' coordinates are.
    pub fn coordinates(&self) -> Coordinates {
        match (&self.costs, self.plane) {
            (Some(_), _) => Coordinates::None,
            (None, true) => Coordinates::Plane,
            (None, false) => Coordinates::LonLat,
        }
    }

    /// How distances are told in the answer.
    pub fn by(&self) -> &'static str {
        if self.costs.is_some() { "costs" } else { self.roads.by().code() }
    }

    /// How they are worked out.
    pub fn method(&self) -> &'static str {
        method(&self.roads, self.coordinates())
    }

    /// The people of the demand file.
    pub fn people(&self) -> Result<People, Failure> {
        let path = self.demand.as_ref().ok_or_else(|| super::plain::missing("--demand FILE", "the files need the people too"))?;
        let read = read(path, |source| read_plain_demand(source, self.coordinates(), self.group.as_deref()))?;
        let mut rows = read.records;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(People { rows, skipped: read.skipped.into_iter().map(SkippedRow::from).collect() })
    }

    /// Opens what distances are measured with, once. What cannot be used of it is told with the people.
    pub fn open(&self, people: &mut People) -> Result<Ground<'_>, Failure> {
        let Some(path) = &self.costs else {
            return Ok(Ground {
                args: self,
                measure: self.roads.network()?.map_or(Measure::Line, |network| Measure::Streets(Box::new(network))),
            });
        };
        let costs = Costs::read(path)?;
        people.skipped.extend(costs.skipped.iter().cloned().map(SkippedRow::from));
        let without = people.rows.iter().filter(|row| !costs.knows(&row.id)).count();
        if without > 0 {
            eprintln!("note: {}: {without} of {} demand ids have no row in it and reach nothing", path.display(), people.rows.len());
        }
        Ok(Ground { args: self, measure: Measure::Costs(costs) })
    }
}

/// What distances between files are measured with.
pub struct Ground<'a> {
    args: &'a GroundArgs,
    measure: Measure,
}

enum Measure {
    Costs(Costs),
    Streets(Box<Network>),
    Line,
}

impl Ground<'_> {
    /// Which of some spots, in the order of ids, lie within a limit of each point where people live, in metres or in the unit
    /// of the cost matrix. What is on no road is told.
    pub fn pairs(&self, people: &[PlainDemand], spots: &[impl Spot], within: f64, skipped: &mut Vec<SkippedRow>) -> Pairs {
        let from: Vec<Option<Point>> = people.iter().map(|row| row.point).collect();
        let to: Vec<Option<Point>> = spots.iter().map(Spot::point).collect();
        let roads = &self.args.roads;
        let network = match &self.measure {
            Measure::Costs(costs) => {
                let row_of = |to: &str| spots.binary_search_by(|spot| spot.id().cmp(to)).ok().map(|row| row as u32);
                let near = |row: &PlainDemand| costs.to(&row.id, row_of).into_iter().filter(|(_, cost)| *cost <= within).collect();
                return Pairs::from_rows(people.iter().map(near).collect());
            }
            Measure::Streets(network) => Some(&**network),
            Measure::Line => None,
        };
        let Some(walker) = roads.walker(network) else {
            let space = space(self.args.coordinates());
            return match roads.estimate() {
                Some(estimate) => Pairs::estimated(space, &from, &to, within, &estimate),
                None => Pairs::straight(space, &from, &to, within),
            };
        };
        let attach_m = roads.manner().pace.attach_m();
        let (homes, places) = (walker.attach_all(&from, attach_m), walker.attach_all(&to, attach_m));
        let no_road = |id: &str| SkippedRow { id: id.to_owned(), reason: ON_NO_ROAD.to_owned() };
        skipped.extend(places.off_road().map(|(row, _)| no_road(spots[row as usize].id())));
        skipped.extend(homes.off_road().map(|(row, _)| no_road(&people[row as usize].id)));
        walker.pairs(&homes, &places, within, |_| true)
    }
}

/// How distances between files are worked out.
pub fn method(roads: &RoadArgs, coordinates: Coordinates) -> &'static str {
    roads.method().unwrap_or(match coordinates {
        Coordinates::LonLat => STRAIGHT_METHOD,
        Coordinates::Plane => "Euclidean metres on a plane, closed threshold",
        Coordinates::None => "the given cost matrix, closed threshold; a missing pair is unreachable",
    })
}
