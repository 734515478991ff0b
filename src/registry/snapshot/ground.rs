//! What of a snapshot does not change when a record does? Divisions, people, the rows that give words their
//! meaning: read and worked out once, and shared by every snapshot until one of them is written.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use geo::InteriorPoint;
use rayon::prelude::*;

use super::{Found, view::view_of};
use crate::{
    analysis::{
        cells::{CellColumns, Cells, NO_ZONE},
        locator::Locator,
        search::{Entry, Folded},
        space::Space,
    },
    domain::{
        demand::{DemandSource, DemandTable},
        division::{Division, DivisionCode, Level, ReportingUnit},
        division_change::DivisionChange,
        id::CellId,
        kind::{Catalogue, POPULATION},
        position::Position,
        standard::Standard,
    },
    registry::units::Heirs,
    storage::{ReferenceRows, Revision, RowVersions},
};

/// The registry without its records.
pub(super) struct Ground {
    pub(super) catalogue: Catalogue,
    pub(super) standards: Vec<Standard>,
    pub(super) row_versions: RowVersions,
    pub(super) reporting_units: Vec<ReportingUnit>,
    pub(super) divisions: BTreeMap<DivisionCode, Division>,
    pub(super) locator: Locator,
    /// Where records count that declare a division that has ended.
    pub(super) heirs: Option<Heirs>,
    pub(super) groups: Vec<String>,
    pub(super) demand_sources: Vec<DemandSource>,
    pub(super) cell_ids: Vec<CellId>,
    pub(super) cell_points: Vec<[f64; 2]>,
    pub(super) cells: Cells,
    pub(super) zone_codes: Vec<DivisionCode>,
    /// The middle of each zone's cells.
    pub(super) zone_points: Vec<[f64; 2]>,
    /// People of every division that cells lie in, and of all above.
    pub(super) people: HashMap<DivisionCode, f64>,
    /// The box of all cells.
    pub(super) bounds: Option<[f64; 4]>,
    /// The same without those that stand far off.
    pub(super) view: Option<[f64; 4]>,
    /// The divisions in force as they are searched for.
    pub(super) found: Vec<(u64, Arc<Folded>)>,
}

/// What the ground is made of.
pub(super) struct Parts {
    pub(super) rows: ReferenceRows,
    pub(super) row_versions: RowVersions,
    pub(super) divisions: Vec<Division>,
    pub(super) changes: Vec<DivisionChange>,
    pub(super) demand: DemandTable,
    pub(super) demand_sources: Vec<DemandSource>,
}

impl Ground {
    /// Works everything out, in the units in force.
    pub(super) fn of(parts: Parts) -> Ground {
        let Parts { rows, row_versions, divisions, changes, mut demand, demand_sources } = parts;
        let catalogue = Catalogue::new(rows.kinds, rows.service_types, rows.target_groups);
        let heirs = Heirs::in_force(&divisions, &changes);
        if let Some(heirs) = &heirs {
            demand.cells.iter_mut().for_each(|cell| heirs.move_cell(cell));
        }
        let divisions: BTreeMap<_, _> = divisions.into_iter().map(|division| (division.code, with_centre(division))).collect();
        let locator = Locator::new(divisions.values());
        let zones = zones_of(&demand, &locator);
        let (zone_codes, cells) = cells_of(&demand, zones);
        let found = found_divisions(&divisions);
        let (people, zone_points, bounds) = sums_of(&demand, &zone_codes, &cells);
        let cell_points: Vec<[f64; 2]> = demand.cells.iter().map(|cell| [cell.position.lon(), cell.position.lat()]).collect();
        let view = view_of(&cell_points);
        Ground {
            catalogue,
            standards: rows.standards,
            row_versions,
            reporting_units: rows.reporting_units,
            divisions,
            locator,
            heirs,
            cell_points,
            cell_ids: demand.cells.into_iter().map(|cell| cell.id).collect(),
            groups: demand.groups,
            demand_sources,
            cells,
            zone_codes,
            zone_points,
            people,
            bounds,
            view,
            found,
        }
    }
}

/// Whether two states of a registry stand on the same ground.
pub(super) fn same_ground(one: &Revision, other: &Revision) -> bool {
    (&one.uid, one.land, one.people) == (&other.uid, other.land, other.people)
}

/// Gives a division with a boundary a point for its label.
fn with_centre(mut division: Division) -> Division {
    if division.centre.is_none() {
        let point = division.boundary.as_ref().and_then(InteriorPoint::interior_point);
        division.centre = point.and_then(|point| Position::new(point.x(), point.y()).ok());
    }
    division
}

/// The division of each cell: as declared, otherwise the smallest whose boundary holds it.
fn zones_of(demand: &DemandTable, locator: &Locator) -> Vec<Option<DivisionCode>> {
    demand.cells.iter().map(|cell| cell.division.or_else(|| locator.locate([cell.position.lon(), cell.position.lat()]))).collect()
}

fn cells_of(demand: &DemandTable, zones: Vec<Option<DivisionCode>>) -> (Vec<DivisionCode>, Cells) {
    let mut codes: Vec<DivisionCode> = zones.iter().flatten().copied().collect();
    codes.sort_unstable();
    codes.dedup();
    let number: HashMap<DivisionCode, u32> = codes.iter().copied().zip(0u32..).collect();
    let zone = zones.into_iter().map(|zone| zone.and_then(|code| number.get(&code).copied()).unwrap_or(NO_ZONE)).collect();
    let points = demand.cells.iter().map(|cell| Some([cell.position.lon(), cell.position.lat()])).collect();
    // Without demand there is one group, of nobody.
    let groups = demand.groups.len().max(usize::from(demand.cells.is_empty()));
    let counts = (0..groups).map(|group| demand.cells.iter().map(|cell| cell.counts[group]).collect()).collect();
    let columns = CellColumns { points, zone, zones: codes.len(), counts };
    (codes, Cells::new(Space::Sphere, columns))
}

fn found_divisions(divisions: &BTreeMap<DivisionCode, Division>) -> Vec<(u64, Arc<Folded>)> {
    let in_force: Vec<_> = divisions.values().enumerate().filter(|(_, division)| division.valid_to.is_none()).collect();
    let texts = |(row, division): (usize, &Division)| {
        let entry = Entry {
            id: division.code.to_string().into(),
            name: division.name.as_str().into(),
            name_en: division.name_en.as_deref().map(Into::into),
            detail: "".into(),
        };
        (Found::Division(row as u32).number(), Arc::new(entry.into()))
    };
    in_force.into_par_iter().map(texts).collect()
}

type Sums = (HashMap<DivisionCode, f64>, Vec<[f64; 2]>, Option<[f64; 4]>);

/// People of divisions, middles of zones, the box of all cells.
fn sums_of(demand: &DemandTable, zone_codes: &[DivisionCode], cells: &Cells) -> Sums {
    let mut bounds = None;
    let mut zone_points = vec![[0.0; 2]; zone_codes.len()];
    let mut sizes = vec![0.0f64; zone_codes.len()];
    let mut of_zones = vec![0.0; zone_codes.len()];
    let everyone = demand.groups.iter().position(|group| group == POPULATION);
    for (row, cell) in demand.cells.iter().enumerate() {
        let [lon, lat] = [cell.position.lon(), cell.position.lat()];
        include(&mut bounds, [lon, lat]);
        if let Some(zone) = cells.zone(row as u32).map(|zone| zone as usize) {
            sizes[zone] += 1.0;
            let middle: &mut [f64; 2] = &mut zone_points[zone];
            middle[0] += (lon - middle[0]) / sizes[zone];
            middle[1] += (lat - middle[1]) / sizes[zone];
            of_zones[zone] += everyone.map_or(0.0, |column| cell.counts[column]);
        }
    }
    let mut people: HashMap<DivisionCode, f64> = HashMap::new();
    for (code, count) in zone_codes.iter().zip(of_zones) {
        for code in Level::ALL.into_iter().filter_map(|level| code.at(level)) {
            *people.entry(code).or_default() += count;
        }
    }
    (people, zone_points, bounds)
}

/// Lets a box hold a point too.
pub(super) fn include(bounds: &mut Option<[f64; 4]>, [lon, lat]: [f64; 2]) {
    let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
    *bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
}
