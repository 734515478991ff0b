//! What accessibility and siting stand on at the command line: people, and how far places are from them, from plain files.

use std::path::PathBuf;

use super::{
    Failure,
    plain::{Costs, SkippedRow, read, space},
    roads::{ON_NO_ROAD, RoadArgs},
};
use crate::{
    analysis::{pairs::Pairs, roads::Limit, space::Point},
    exchange::plain::{Coordinates, PlainDemand, read_plain_demand},
    registry::{ESTIMATED_METHOD, MEASURED_METHOD, STRAIGHT_METHOD},
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

impl People {
    /// How many live at each point.
    pub fn counts(&self) -> Vec<f64> {
        self.rows.iter().map(|row| row.count).collect()
    }
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
        match self.coordinates() {
            Coordinates::None => "the given cost matrix, closed threshold; a missing pair is unreachable",
            Coordinates::Plane => "Euclidean metres on a plane, closed threshold",
            Coordinates::LonLat => match self.roads.method() {
                Some(MEASURED_METHOD) => MEASURED_METHOD,
                Some(_) => ESTIMATED_METHOD,
                None => STRAIGHT_METHOD,
            },
        }
    }

    /// The people of the demand file.
    pub fn people(&self) -> Result<People, Failure> {
        let path = self.demand.as_ref().ok_or_else(|| super::plain::missing("--demand FILE", "the files need the people too"))?;
        let read = read(path, |source| read_plain_demand(source, self.coordinates(), self.group.as_deref()))?;
        let mut rows = read.records;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(People { rows, skipped: read.skipped.into_iter().map(SkippedRow::from).collect() })
    }

    /// Which of some spots, in the order of ids, lie within a limit of each point where people live, in metres or in the unit
    /// of the cost matrix. What is on no road is told.
    pub fn pairs(&self, people: &mut People, spots: &[impl Spot + Sync], within: f64) -> Result<Pairs, Failure> {
        if let Some(path) = &self.costs {
            let costs = Costs::read(path)?;
            people.skipped.extend(costs.skipped.iter().cloned().map(SkippedRow::from));
            let row_of = |to: &str| spots.binary_search_by(|spot| spot.id().cmp(to)).ok().map(|row| row as u32);
            let near = |row: &PlainDemand| costs.to(&row.id, row_of).into_iter().filter(|(_, cost)| *cost <= within).collect();
            let pairs = Pairs::from_rows(people.rows.iter().map(near).collect());
            let without = people.rows.iter().filter(|row| !costs.knows(&row.id)).count();
            if without > 0 {
                eprintln!("note: {}: {without} of {} demand ids have no row in it and reach nothing", path.display(), people.rows.len());
            }
            return Ok(pairs);
        }
        let from: Vec<Option<Point>> = people.rows.iter().map(|row| row.point).collect();
        let to: Vec<Option<Point>> = spots.iter().map(Spot::point).collect();
        let network = self.roads.network()?;
        let Some(walker) = self.roads.walker(network.as_ref()) else {
            let straight = |within_m| Pairs::straight(space(self.coordinates()), &from, &to, within_m);
            return Ok(match self.roads.estimate() {
                Some(estimate) => straight(estimate.straight_m(within)).scaled(|metres| estimate.walked_m(metres)),
                None => straight(within),
            });
        };
        let attach_m = self.roads.manner().pace.attach_m();
        let (homes, places) = (walker.attach_all(&from, attach_m), walker.attach_all(&to, attach_m));
        let no_road = |id: &str| SkippedRow { id: id.to_owned(), reason: ON_NO_ROAD.to_owned() };
        people.skipped.extend(places.off_road().map(|(row, _)| no_road(spots[row as usize].id())));
        people.skipped.extend(homes.off_road().map(|(row, _)| no_road(&people.rows[row as usize].id)));
        Ok(walker.pairs(&homes, &places, if within.is_finite() { Limit::Metres(within) } else { Limit::Nowhere }))
    }
}
