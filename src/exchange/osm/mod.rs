//! What does a map from OpenStreetMap hold for us? Streets to walk, barriers, divisions, care facilities, named spots,
//! buildings and what is drawn beneath, read from `.osm.pbf` and `.osm`.
//!
//! The file is gone through twice, so that memory holds only what is wanted of it:
//!
//! 1. Ways and relations: tags become facts and go; nodes of ways stay as small differences.
//! 2. Nodes: coordinates of those that a wanted way names, and nodes that say something themselves.
//! 3. Ways and relations become features.
//!
//! Whatever is broken in the file is counted in the report with examples, and the rest is used. Refuses to know what a
//! network is, and which of two records of one facility is right.

mod addresses;
mod assemble;
mod barriers;
mod blob;
mod block;
mod care;
mod element;
mod error;
mod facts;
mod layers;
mod nodes;
mod pbf;
mod problem;
mod read;
mod relations;
mod rings;
mod rules;
mod scan;
mod shapes;
mod spots;
mod store;
mod streets;
mod wire;
mod xml;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use geo_types::MultiPolygon;

use crate::domain::{address_point::AddressPoint, base_map::BaseFeature, building::Building, kind::Catalogue, street::Streets};

pub use care::OsmFacility;
pub use error::OsmError;
pub use problem::OsmProblem;
pub use read::{read_osm, read_osm_streets};
pub use scan::{OsmFormat, OsmSource};

/// What a reader of maps must know besides the file.
pub struct OsmReading<'a> {
    /// Kinds with the tags that make an element a facility of theirs.
    pub catalogue: &'a Catalogue,
    /// Called from one thread with the bytes done and the bytes in all, of both passes.
    pub progress: &'a (dyn Fn(u64, u64) + Sync),
}

/// Everything that is taken from a map file.
#[derive(Debug, Default)]
pub struct OsmExtract {
    /// What can be walked, and what nobody crosses.
    pub streets: Streets,
    /// Divisions with their boundaries.
    pub divisions: Vec<OsmDivision>,
    /// Care facilities of known kinds.
    pub facilities: Vec<OsmFacility>,
    /// Named spots and house numbers.
    pub addresses: Vec<AddressPoint>,
    /// What is drawn beneath the answers.
    pub base: Vec<BaseFeature>,
    /// Buildings with the room they offer.
    pub buildings: Vec<Building>,
    /// What the file is and what was wrong in it.
    pub report: OsmReport,
}

/// A division as the map knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct OsmDivision {
    /// Id of the relation; of a closed way its id below zero.
    pub osm_id: i64,
    /// Its name; empty where the map gives none.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// From 2, a country, to 11.
    pub admin_level: u8,
    /// Digits of a division code, where the map gives one.
    pub code: Option<String>,
    /// Its boundary in WGS84; `None` where no ring of it closes.
    pub boundary: Option<MultiPolygon<f64>>,
}

/// What a map file is and what was wrong in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct OsmReport {
    /// West, south, east, north in degrees of all nodes in use.
    pub bounds: Option<[f64; 4]>,
    /// The same as the file states it, where it does.
    pub header_bounds: Option<[f64; 4]>,
    /// When the data stands for: as the file states it, otherwise the newest change in it.
    pub data_as_of: Option<DateTime<Utc>>,
    /// Nodes in the file.
    pub nodes: u64,
    /// Ways in the file.
    pub ways: u64,
    /// Relations in the file.
    pub relations: u64,
    /// What was wrong, by sort.
    pub problems: Vec<OsmProblem>,
    /// Whether the file breaks off before its end.
    pub truncated: bool,
}
