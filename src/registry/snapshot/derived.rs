//! What follows from the columns of a snapshot: people by division, middles of zones, sites, bounds.

use std::collections::HashMap;

use crate::{
    analysis::cells::Cells,
    domain::{
        demand::DemandTable,
        division::{DivisionCode, Level},
        facility::Facility,
        kind::POPULATION,
    },
};

/// What is derived from the columns above when a snapshot is loaded.
#[derive(Default)]
pub(super) struct Derived {
    /// People of every division that cells lie in, and of all above.
    pub(super) people: HashMap<DivisionCode, f64>,
    /// The middle of each zone's cells.
    pub(super) zone_points: Vec<[f64; 2]>,
    /// Rows of the facilities that an organization runs.
    pub(super) sites: HashMap<Box<str>, Vec<u32>>,
    pub(super) bounds: Option<[f64; 4]>,
}

impl Derived {
    pub(super) fn of(facilities: &[Facility], demand: &DemandTable, zone_codes: &[DivisionCode], cells: &Cells) -> Derived {
        let mut derived = Derived { zone_points: vec![[0.0; 2]; zone_codes.len()], ..Derived::default() };
        let mut sizes = vec![0.0f64; zone_codes.len()];
        let everyone = demand.groups.iter().position(|group| group == POPULATION);
        let mut people = vec![0.0; zone_codes.len()];
        for (row, cell) in demand.cells.iter().enumerate() {
            derived.include([cell.position.lon(), cell.position.lat()]);
            if let Some(zone) = cells.zone(row as u32).map(|zone| zone as usize) {
                sizes[zone] += 1.0;
                derived.zone_points[zone][0] += (cell.position.lon() - derived.zone_points[zone][0]) / sizes[zone];
                derived.zone_points[zone][1] += (cell.position.lat() - derived.zone_points[zone][1]) / sizes[zone];
                people[zone] += everyone.map_or(0.0, |column| cell.counts[column]);
            }
        }
        for (code, people) in zone_codes.iter().zip(people) {
            for code in Level::ALL.into_iter().filter_map(|level| code.at(level)) {
                *derived.people.entry(code).or_default() += people;
            }
        }
        for (row, facility) in facilities.iter().enumerate() {
            if let Some(position) = facility.shown_position() {
                derived.include([position.lon(), position.lat()]);
            }
            if let Some(operator) = &facility.operator {
                derived.sites.entry(operator.as_str().into()).or_default().push(row as u32);
            }
        }
        derived
    }

    fn include(&mut self, [lon, lat]: [f64; 2]) {
        let [west, south, east, north] = self.bounds.unwrap_or([lon, lat, lon, lat]);
        self.bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
    }
}
