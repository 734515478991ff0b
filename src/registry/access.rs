//! How well are people served by the places of a kind, when places share their supply?

use super::{Choice, FieldError, RegistryError, Snapshot};
use crate::{
    analysis::{
        access::{Access, Decay, Evenness, evenness, floating_catchment, gravity},
        filter::Filter,
        pairs::Pairs,
        roads::Estimate,
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
        let filter = self.filter(&question.choice).map_err(RegistryError::Invalid)?;
        let column = self.counted(question.count.as_deref())?;
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

    /// The column of people that a word means; refused where there is no demand data yet.
    pub fn counted(&self, group: Option<&str>) -> Result<usize, RegistryError> {
        let column = self.count_column(group).map_err(|error| RegistryError::Invalid(vec![error]))?;
        if self.groups().is_empty() {
            return Err(RegistryError::Invalid(vec![FieldError::new("group", "", "there is no demand data yet", "import demand first")]));
        }
        Ok(column)
    }

    /// Accepted places within a limit of every cell, in metres of this manner.
    fn pairs(&self, manner: Manner, filter: &Filter, within_m: f64) -> Pairs {
        let accept = |row: u32| filter.accepts(self.places(), row);
        if let Some((walker, _)) = self.walker(manner) {
            let (cells, places) = (self.cells_on_roads(&walker, manner), self.places_on_roads(&walker, manner));
            return walker.pairs(&cells, &places, within_m, accept);
        }
        let place = |row: u32| self.places().point(row).filter(|_| accept(row));
        let places: Vec<Option<Point>> = (0..self.places().len() as u32).map(place).collect();
        self.pairs_in_a_line(manner, &self.cell_points(), &places, within_m)
    }

    /// Which of some places lie within a limit of every cell, in metres of this manner.
    pub fn pairs_with(&self, manner: Manner, places: &[Option<Point>], within_m: f64) -> Pairs {
        let Some((walker, _)) = self.walker(manner) else {
            return self.pairs_in_a_line(manner, &self.cell_points(), places, within_m);
        };
        let places = walker.attach_all(places, manner.pace.attach_m());
        walker.pairs(&self.cells_on_roads(&walker, manner), &places, within_m, |_| true)
    }

    /// Which of some places lie within a limit of some points, in metres of this manner.
    pub fn pairs_between(&self, manner: Manner, points: &[Option<Point>], places: &[Option<Point>], within_m: f64) -> Pairs {
        let Some((walker, _)) = self.walker(manner) else { return self.pairs_in_a_line(manner, points, places, within_m) };
        let [points, places] = [points, places].map(|points| walker.attach_all(points, manner.pace.attach_m()));
        walker.pairs(&points, &places, within_m, |_| true)
    }

    fn pairs_in_a_line(&self, manner: Manner, points: &[Option<Point>], places: &[Option<Point>], within_m: f64) -> Pairs {
        match manner.by {
            By::Straight => Pairs::straight(Space::Sphere, points, places, within_m),
            By::OnFoot(profile) => Pairs::estimated(Space::Sphere, points, places, within_m, &Estimate::of(manner.pace, profile)),
        }
    }

    /// Where people live.
    pub(super) fn cell_points(&self) -> Vec<Option<Point>> {
        (0..self.cell_count() as u32).map(|cell| self.cell_point(cell)).collect()
    }
}
