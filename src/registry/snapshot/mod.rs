//! The registry as one immutable value: what every question is answered from.
//!
//! It holds only what may leave the service: protected places lose their true position before they
//! come in, so that no tile, export, distance or log can give it away.

mod found;
mod ground;
mod keys;
mod load;
mod map;
mod rows;
mod view;
mod written;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Utc};

use self::ground::Ground;
pub(in crate::registry) use self::{found::Found, keys::Keys, map::MapGround};
use crate::{
    analysis::{
        base_tiles::BaseMap,
        cells::Cells,
        clusters::PlaceTiles,
        locator::Locator,
        places::Places,
        search::{AddressIndex, SearchIndex},
    },
    domain::{
        demand::DemandSource,
        division::{Division, DivisionCode, Level, ReportingUnit},
        facility::Facility,
        id::CellId,
        kind::{Catalogue, POPULATION},
        organization::Organization,
        position::Position,
        standard::Standard,
        street::{By, Manner, Pace},
    },
    registry::{
        distances::DistancesKept,
        walking::{PeopleOnRoads, PlacesOnRoads},
    },
    storage::{Kept, Revision},
};

/// The immutable registry.
pub struct Snapshot {
    revision: Revision,
    etag: String,
    /// The last change of the log that is in it.
    seq: i64,
    /// How fast people walk, as the settings say now.
    pace: Pace,
    ground: Arc<Ground>,
    map: Arc<MapGround>,
    facilities: Vec<Arc<Facility>>,
    kept: Vec<(DateTime<Utc>, i64)>,
    facility_divisions: Vec<Option<DivisionCode>>,
    protected: Vec<bool>,
    veil: u64,
    organizations: Vec<Arc<Kept<Organization>>>,
    places: Places,
    place_tiles: OnceLock<PlaceTiles>,
    merged_facilities: BTreeMap<String, String>,
    merged_organizations: BTreeMap<String, String>,
    search: SearchIndex,
    /// Rows of the facilities that an organization runs.
    sites: HashMap<Box<str>, Vec<u32>>,
    bounds: Option<[f64; 4]>,
    view: Option<[f64; 4]>,
    keys: Keys,
    distances: DistancesKept,
    places_on_roads: PlacesOnRoads,
    cells_on_roads: PeopleOnRoads,
}

impl Snapshot {
    /// Which state of which registry this is.
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// The number of the last change of the log that is in it.
    pub fn change_seq(&self) -> i64 {
        self.seq
    }

    /// Names the state in `ETag` and in the inputs of an answer.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Kinds, service types and target groups.
    pub fn catalogue(&self) -> &Catalogue {
        &self.ground.catalogue
    }

    /// Standards, verified or not.
    pub fn standards(&self) -> &[Standard] {
        &self.ground.standards
    }

    /// The number of the change that last wrote a kind; 0 when none did, or when the log has forgotten it.
    pub fn kind_version(&self, code: &str) -> i64 {
        self.ground.row_versions.kinds.get(code).copied().unwrap_or(0)
    }

    /// The same for a standard.
    pub fn standard_version(&self, code: &str) -> i64 {
        self.ground.row_versions.standards.get(code).copied().unwrap_or(0)
    }

    /// Who reports to the province.
    pub fn reporting_units(&self) -> &[ReportingUnit] {
        &self.ground.reporting_units
    }

    /// Facilities and sites as the public may see them, in the order of ids; the row of [`Snapshot::places`].
    pub fn facilities(&self) -> &[Arc<Facility>] {
        &self.facilities
    }

    /// When the record of a row last changed.
    pub fn updated_at(&self, row: usize) -> DateTime<Utc> {
        self.kept[row].0
    }

    /// The number of the change that last wrote the record of a row.
    pub fn version(&self, row: usize) -> i64 {
        self.kept[row].1
    }

    /// The division of a row: as declared, otherwise by its position.
    pub fn facility_division(&self, row: usize) -> Option<DivisionCode> {
        self.facility_divisions[row]
    }

    /// The row of a facility.
    pub fn facility_row(&self, id: &str) -> Option<usize> {
        self.facilities.binary_search_by(|facility| facility.id.as_str().cmp(id)).ok()
    }

    /// The row of a facility, also by an id that was merged into it.
    pub fn facility_row_or_heir(&self, id: &str) -> Option<usize> {
        self.facility_row(id).or_else(|| self.facility_row(self.merged_facilities.get(id)?))
    }

    /// Ids of facilities that became part of this one.
    pub fn merged_into_facility<'a>(&'a self, id: &str) -> Vec<&'a str> {
        self.merged_facilities.iter().filter(|(_, heir)| *heir == id).map(|(old, _)| old.as_str()).collect()
    }

    /// Organizations in the order of ids.
    pub fn organizations(&self) -> &[Arc<Kept<Organization>>] {
        &self.organizations
    }

    /// The organization with this id.
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        self.kept_organization(id).map(|one| &one.record)
    }

    /// The organization with this id, with its version.
    pub fn kept_organization(&self, id: &str) -> Option<&Kept<Organization>> {
        let row = self.organizations.binary_search_by(|one| one.record.id.as_str().cmp(id)).ok()?;
        Some(&self.organizations[row])
    }

    /// The organization with this id, also by an id that was merged into it.
    pub fn organization_or_heir(&self, id: &str) -> Option<&Kept<Organization>> {
        self.kept_organization(id).or_else(|| self.kept_organization(self.merged_organizations.get(id)?))
    }

    /// Ids of organizations that became part of this one.
    pub fn merged_into_organization<'a>(&'a self, id: &str) -> Vec<&'a str> {
        self.merged_organizations.iter().filter(|(_, heir)| *heir == id).map(|(old, _)| old.as_str()).collect()
    }

    /// The points that nearest and coverage search.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The places as maps show them.
    pub fn place_tiles(&self) -> &PlaceTiles {
        self.place_tiles.get_or_init(|| PlaceTiles::new(&self.places))
    }

    /// Every division by its code.
    pub fn divisions(&self) -> &BTreeMap<DivisionCode, Division> {
        &self.ground.divisions
    }

    /// Which division holds which point.
    pub fn locator(&self) -> &Locator {
        &self.ground.locator
    }

    /// The smallest division whose boundary holds a position.
    pub fn locate(&self, position: Position) -> Option<DivisionCode> {
        self.ground.locator.locate([position.lon(), position.lat()])
    }

    /// Whether of this kind only a public front point is shown.
    pub fn is_protected(&self, kind: &str) -> bool {
        self.ground.catalogue.kinds.find(kind).is_some_and(|kind| kind.protected)
    }

    /// Whether the facility with this id, or what it became part of, is a protected place now.
    pub fn protects(&self, id: &str) -> bool {
        self.facility_row_or_heir(id).is_some_and(|row| self.protected[row])
    }

    /// Tells one set of protected places from another.
    pub fn veil(&self) -> u64 {
        self.veil
    }

    /// Codes of the counts that the demand data has.
    pub fn groups(&self) -> &[String] {
        &self.ground.groups
    }

    /// What the counts of each group are, by every file that they come from.
    pub fn demand_sources(&self) -> &[DemandSource] {
        &self.ground.demand_sources
    }

    /// Demand cells; their zones are [`Snapshot::zone_codes`].
    pub fn cells(&self) -> &Cells {
        &self.ground.cells
    }

    /// The id of a cell.
    pub fn cell_id(&self, row: usize) -> &CellId {
        &self.ground.cell_ids[row]
    }

    /// How many cells there are.
    pub fn cell_count(&self) -> usize {
        self.ground.cell_ids.len()
    }

    /// The division of each zone of the cells, ascending.
    pub fn zone_codes(&self) -> &[DivisionCode] {
        &self.ground.zone_codes
    }

    /// Measuring like this, at the pace that the settings say.
    pub fn manner(&self, by: By) -> Manner {
        Manner { by, pace: self.pace }
    }

    /// The imported map.
    pub(in crate::registry) fn map(&self) -> &Arc<MapGround> {
        &self.map
    }

    /// The base map to be asked for tiles.
    pub(super) fn base_tiles(&self) -> &BaseMap {
        &self.map.base
    }

    /// Names and addresses by their words, pinyin and initials.
    pub fn search_index(&self) -> &SearchIndex {
        &self.search
    }

    /// The named spots of an imported map, where there is one; after a start, waits until they can be searched.
    pub fn address_index(&self) -> Option<&AddressIndex> {
        self.map.addresses()
    }

    /// Distances that were worked out already.
    pub(in crate::registry) fn distances_kept(&self) -> &DistancesKept {
        &self.distances
    }

    /// Where places meet the streets, as far as somebody asked.
    pub(in crate::registry) fn places_kept_on_roads(&self) -> &PlacesOnRoads {
        &self.places_on_roads
    }

    /// Where people meet the streets, as far as somebody asked; shared by snapshots on the same ground and map.
    pub(in crate::registry) fn cells_kept_on_roads(&self) -> &PeopleOnRoads {
        &self.cells_on_roads
    }
}

impl Snapshot {
    /// The box of everything that has a place: west, south, east, north.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        self.bounds
    }

    /// The same without what stands far off all the rest: what a map shows first.
    pub fn view(&self) -> Option<[f64; 4]> {
        self.view
    }

    /// People counted in a division.
    pub fn people_in(&self, code: DivisionCode) -> f64 {
        self.ground.people.get(&code).copied().unwrap_or(0.0)
    }

    /// People counted in all.
    pub fn people_in_all(&self) -> f64 {
        let everyone = self.ground.groups.iter().position(|group| group == POPULATION);
        everyone.map_or(0.0, |column| self.ground.cells.counts(column).iter().sum())
    }

    /// Rows of the facilities that an organization runs.
    pub fn sites_of(&self, organization: &str) -> &[u32] {
        self.sites.get(organization).map_or(&[], Vec::as_slice)
    }

    /// Where a division's label stands.
    pub fn division_point(&self, code: DivisionCode) -> Option<[f64; 2]> {
        let centre = self.ground.divisions.get(&code).and_then(|division| division.centre);
        centre.map(|centre| [centre.lon(), centre.lat()])
    }

    /// Where a zone is: its division's label, otherwise the middle of its cells.
    pub fn zone_point(&self, zone: u32) -> Option<[f64; 2]> {
        self.division_point(self.ground.zone_codes[zone as usize]).or_else(|| self.ground.zone_points.get(zone as usize).copied())
    }

    /// Where a cell is.
    pub fn cell_point(&self, cell: u32) -> Option<[f64; 2]> {
        self.ground.cell_points.get(cell as usize).copied()
    }

    /// Divisions in force, of a level or of all.
    pub fn in_force(&self, level: Option<Level>) -> impl Iterator<Item = &Division> {
        self.ground
            .divisions
            .values()
            .filter(move |division| division.valid_to.is_none() && level.is_none_or(|level| division.code.level() == level))
    }

    /// Whether the registry holds a made-up city (示例数据).
    pub fn is_sample(&self) -> bool {
        self.ground.divisions.keys().next_back().is_some_and(|code| code.is_sample())
    }

    /// The smallest division that holds all facilities and people that say where they are; the first of the largest
    /// ones when the registry is empty.
    pub fn top_division(&self) -> Option<&Division> {
        let mut codes = self.facility_divisions.iter().flatten().chain(&self.ground.zone_codes);
        let Some(first) = codes.next() else { return self.ground.divisions.values().next() };
        let mut rest: Vec<DivisionCode> = codes.copied().collect();
        rest.dedup();
        Level::ALL
            .into_iter()
            .rev()
            .filter_map(|level| first.at(level))
            .find(|top| rest.iter().all(|code| top.contains(*code)))
            .and_then(|code| self.ground.divisions.get(&code))
    }

    /// A test whether a text fits the facility of a row; an id that was merged away fits what it became part of.
    pub fn facility_text(&self, text: &str) -> impl Fn(usize) -> bool + '_ {
        let fits = self.search.matches(text);
        let first = self.ground.found.len();
        let heir = self.merged_facilities.get(text.trim()).and_then(|id| self.facility_row(id));
        move |row| heir == Some(row) || fits(first + row)
    }

    /// The division and those above it, from large to small, by name.
    pub fn division_path(&self, code: DivisionCode) -> Vec<&str> {
        Level::ALL
            .into_iter()
            .filter_map(|level| code.at(level))
            .filter_map(|code| self.ground.divisions.get(&code))
            .map(|division| division.name.as_str())
            .collect()
    }
}
