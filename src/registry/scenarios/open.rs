//! Which places are open when a plan is done, and which of them is nearest to everybody?

use super::terms::{Deeds, Scope};
use crate::{
    analysis::{
        coverage::{NearestPerCell, nearest_distances},
        filter::Filter,
        places::{PlaceRow, Places},
        roads::{Barred, Estimate, Limit, Speeds, WalkCoverage, Walker},
        space::{Point, Space},
    },
    domain::{
        facility::Status,
        plan::{Deed, PlanAction},
        street::{By, Manner},
    },
    registry::Snapshot,
};

/// A place that is open when the plan is done: the row of a facility, or the number of a spot of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Open {
    /// A facility that no action touches.
    Facility(usize),
    /// What an action opens.
    Spot(usize),
}

impl Snapshot {
    /// Everything that serves when the plan is done.
    pub(super) fn open_when_done(&self, scope: &Scope, deeds: &Deeds) -> Vec<Open> {
        let touched = deeds.touched();
        let stay = self.places().accepted(&scope.filter).filter(|(row, _)| !touched.contains(row));
        let stay = stay.map(|(row, _)| Open::Facility(row as usize));
        stay.chain((0..deeds.spots.len()).filter(|spot| deeds.spots[*spot].action.is_some()).map(Open::Spot)).collect()
    }

    pub(super) fn point_of(&self, deeds: &Deeds, open: Open) -> Option<Point> {
        match open {
            Open::Facility(row) => self.places().point(row as u32),
            Open::Spot(spot) => deeds.spots[spot].point,
        }
    }

    /// Facility, action, name and places of what is open when the plan is done.
    pub(super) fn named(&self, actions: &[PlanAction], deeds: &Deeds, open: Open) -> (Option<&str>, Option<String>, String, Option<f64>) {
        let (row, action) = match open {
            Open::Facility(row) => (Some(row), None),
            Open::Spot(spot) => (deeds.spots[spot].facility, deeds.spots[spot].action),
        };
        let facility = row.map(|row| &self.facilities()[row]);
        let action_of = action.map(|action| &actions[action]);
        let name = match (facility, action_of.map(|action| &action.deed)) {
            (Some(facility), _) => facility.name.to_string(),
            (None, Some(Deed::Build { name, .. })) => name.clone(),
            _ => String::new(),
        };
        let capacity = self.capacity_when_done(actions, row, action);
        (facility.map(|facility| facility.id.as_str()), action_of.map(|action| action.id.clone()), name, capacity)
    }

    /// The nearest of some places (numbers and points) of every cell; where it is walked over streets, within a limit.
    pub(in crate::registry) fn nearest_of(
        &self,
        manner: Manner,
        within_m: f64,
        open: &[(u32, Point)],
        barred: Option<&Barred>,
    ) -> NearestPerCell {
        let Some((walker, profile)) = self.walker(manner) else { return self.nearest_in_a_line(manner, open) };
        let (attach_m, cells) = (manner.pace.attach_m(), self.cells_on_roads(&walker, manner));
        let limit = Limit::Metres(within_m);
        let walked = |walker: &Walker, cells: &_| {
            let open = open.iter().filter_map(|(number, point)| Some((*number, walker.attach(*point, attach_m).ok()?)));
            WalkCoverage::new(walker, open, cells, limit).per_cell(walker, cells).nearest
        };
        match barred {
            None => walked(&walker, &cells),
            Some(barred) => {
                let after = Walker::new(&barred.network, profile, &Speeds::from(manner.pace));
                walked(&after, &barred.attach(&after, &cells, &self.cell_points(), attach_m))
            }
        }
    }

    fn nearest_in_a_line(&self, manner: Manner, open: &[(u32, Point)]) -> NearestPerCell {
        let row = |(_, point): &(u32, Point)| PlaceRow { point: Some(*point), kind: 0, status: Status::Operating, offers: vec![] };
        let places = Places::new(Space::Sphere, open.iter().map(row).collect());
        let found = nearest_distances(&places, &Filter::default(), self.cells());
        let number = |row: &u32| open.get(*row as usize).map_or(u32::MAX, |(number, _)| *number);
        let row = found.row.map(number);
        let By::OnFoot(profile) = manner.by else { return NearestPerCell { row, ..found } };
        let estimate = Estimate::of(manner.pace, profile);
        NearestPerCell { distance_m: found.distance_m.map(|metres| estimate.walked_m(*metres)), row }
    }
}
