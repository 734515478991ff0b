//! How well are people served by the places of a kind, when places share their supply?

use rayon::prelude::*;

use super::{Choice, CoverageQuestion, FieldError, RegistryError, Snapshot};
use crate::{
    analysis::{
        access::{Access, Decay, Evenness, evenness, floating_catchment, gravity},
        filter::Filter,
        pairs::Pairs,
        roads::{Estimate, Limit, WalkQuery},
        space::{Point, Space},
    },
    domain::street::{By, Manner},
};

/// Points of the Lorenz curve: tenths of the people.
const LORENZ_STEPS: usize = 10;

/// What is to be worked out.
#[derive(Debug, Clone)]
pub struct AccessQuestion {
    /// How distances are measured.
    pub manner: Manner,
    /// Which places serve.
    pub choice: Choice,
    /// Which people: a column of the demand data.
    pub count: Option<String>,
    /// What distance does.
    pub decay: Decay,
    /// Whether places share their supply among all who reach them; gravity has no competition.
    pub shared: bool,
}

/// How well every cell is served.
pub struct AccessAnswer {
    /// Which people were counted.
    pub group: String,
    /// By cell.
    pub access: Access,
    /// Over all people.
    pub evenness: Evenness,
    /// The places of all that serve together.
    pub supply_total: f64,
    /// How many serve and stand on the map.
    pub facilities: usize,
    /// Rows of places that serve and have no capacity on record: they count as nothing.
    pub without_capacity: Vec<u32>,
}

impl Snapshot {
    /// Scores of all cells.
    pub fn access(&self, question: &AccessQuestion) -> Result<AccessAnswer, RegistryError> {
        let coverage = CoverageQuestion {
            choice: question.choice.clone(),
            count: question.count.clone(),
            within_m: vec![0.0],
            ..CoverageQuestion::default()
        };
        let (filter, column, _) = self.coverage_terms(&coverage)?;
        if self.groups().is_empty() {
            return Err(RegistryError::Invalid(vec![FieldError::new("group", "", "there is no demand data yet", "import demand first")]));
        }
        let serves = |row: usize| filter.accepts(self.places(), row as u32) && self.places().point(row as u32).is_some();
        let capacity = |row: usize| self.facilities()[row].capacity;
        let rows: Vec<usize> = (0..self.facilities().len()).filter(|row| serves(*row)).collect();
        let mut supply = vec![0.0; self.facilities().len()];
        rows.iter().for_each(|&row| supply[row] = capacity(row).map_or(0.0, f64::from));
        let people = self.cells().counts(column);
        let pairs = self.pairs(question.manner, &filter, question.decay.reach());
        let access = match question.shared {
            true => floating_catchment(people, &supply, &pairs, &question.decay),
            false => gravity(&supply, &pairs, &question.decay),
        };
        Ok(AccessAnswer {
            group: self.groups()[column].clone(),
            evenness: evenness(people, &access.scores, LORENZ_STEPS),
            access,
            supply_total: supply.iter().sum(),
            facilities: rows.len(),
            without_capacity: rows.iter().filter(|&&row| capacity(row).is_none()).map(|&row| row as u32).collect(),
        })
    }

    /// Accepted places within a limit of every cell, in metres of this manner.
    pub fn pairs(&self, manner: Manner, filter: &Filter, within_m: f64) -> Pairs {
        if let Some((walker, _)) = self.walker(manner) {
            let (places, cells) = (self.places_on_roads(&walker, manner), self.cells_on_roads(&walker, manner));
            let asked = WalkQuery { count: usize::MAX, limit: Limit::Metres(within_m) };
            let of_cell = |cell: u32| match cells.get(cell) {
                Ok(from) => {
                    let found = walker.nearest(&places, &from, &asked, |row| filter.accepts(self.places(), row));
                    found.into_iter().map(|one| (one.row, one.distance_m)).collect()
                }
                Err(_) => Vec::new(),
            };
            return Pairs::from_rows((0..self.cell_count() as u32).into_par_iter().map(of_cell).collect());
        }
        let cells: Vec<Option<Point>> = (0..self.cell_count() as u32).map(|cell| self.cell_point(cell)).collect();
        let accepted = |row: u32| self.places().point(row).filter(|_| filter.accepts(self.places(), row));
        let places: Vec<Option<Point>> = (0..self.places().len() as u32).map(accepted).collect();
        match manner.by {
            By::Straight => Pairs::straight(Space::Sphere, &cells, &places, within_m),
            By::OnFoot(profile) => {
                let estimate = Estimate::of(manner.pace, profile);
                Pairs::straight(Space::Sphere, &cells, &places, estimate.straight_m(within_m)).scaled(|metres| estimate.walked_m(metres))
            }
        }
    }
}
