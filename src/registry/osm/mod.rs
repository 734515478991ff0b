//! How does a map file become a working registry? Streets, a base map, named spots and buildings as parts of the map;
//! boundaries for divisions; care facilities as records of an empty registry, as a draft for a registrar otherwise.
//!
//! 1. The same file as last time is told by its hash, and nothing is read.
//! 2. The file is read (`exchange`), and the network is made of its streets (`analysis`).
//! 3. One transaction writes all of it as one batch; a dry run undoes it.

mod divisions;
mod facilities;

use crate::{
    analysis::roads::Network,
    domain::{
        change::Stamp,
        kind::Catalogue,
        map_part::{MapPart, MapSource},
        position::{Area, AreaChoice, Position, SHAANXI},
        street::Profile,
    },
    exchange::{self, OsmExtract, OsmProblem, OsmReading, OsmSource, pack_addresses, pack_base_map},
    storage::{KeptMapPart, StorageError, Upserted, Writer},
};

use self::{divisions::DivisionsTaken, facilities::FacilitiesTaken};
use super::{
    FieldError, Records, RegistryError,
    import::{Origin, batch_of, new_batch},
    seed::{self, SeedDivisions},
    snapshot::MapGround,
};

/// How far beyond the map's own box places may lie, in degrees: about a kilometre.
const MARGIN_DEG: f64 = 0.01;

/// How a map file is to be taken.
pub struct OsmOptions<'a> {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Whether somebody has said where places may lie; otherwise the file says it.
    pub area_given: bool,
    /// Who brings the file in.
    pub stamp: Stamp,
    /// Do everything but write.
    pub dry_run: bool,
    /// Is told bytes done and bytes in all.
    pub progress: &'a (dyn Fn(u64, u64) + Sync),
}

/// What became of a map file.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct OsmSummary {
    /// Whether this very file is in the registry already, and nothing was read.
    pub same_file: bool,
    /// The day the data stands for, where the file tells.
    pub data_as_of: Option<chrono::DateTime<chrono::Utc>>,
    /// Nodes, ways and relations in the file.
    pub elements: [u64; 3],
    /// Kilometres of streets that people may walk.
    pub street_km: f64,
    /// Edges and nodes of the network.
    pub network: [usize; 2],
    /// Parts of the network that the largest cannot be reached from, with kilometres and a street's name, the longest first.
    pub islands: Vec<IslandItem>,
    /// Features drawn beneath the answers.
    pub base_features: usize,
    /// Named spots and house numbers.
    pub addresses: usize,
    /// Buildings.
    pub buildings: usize,
    /// What became of the divisions.
    pub divisions: DivisionsTaken,
    /// What became of the care facilities.
    pub facilities: FacilitiesTaken,
    /// Where places may lie from now on; none when that was said before.
    pub area: Option<[f64; 4]>,
    /// What was wrong in the file, by sort.
    pub problems: Vec<ProblemItem>,
    /// Whether the file breaks off before its end.
    pub truncated: bool,
    /// The file whose map this one replaces.
    pub replaces: Option<String>,
    /// The registry's area (west, south, east, north), when the map lies wholly outside it; it stays.
    pub outside_area: Option<[f64; 4]>,
    /// Whether nothing was written on purpose.
    pub dry_run: bool,
    /// The batch, by which records and divisions can be undone; none when nothing changed.
    pub batch: Option<String>,
}

/// A part of the network that hangs by itself.
#[derive(Debug, Clone, serde::Serialize)]
pub struct IslandItem {
    /// Kilometres of its streets.
    pub km: f64,
    /// The name of its longest street.
    pub street: Option<String>,
    /// Somewhere on it: longitude and latitude.
    pub at: [f64; 2],
}

/// One sort of fault in a map file.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ProblemItem {
    /// Stable code of the sort.
    pub code: &'static str,
    /// What is wrong and what was done.
    pub what: &'static str,
    /// How often.
    pub count: u64,
    /// The first ones.
    pub examples: Vec<String>,
}

/// Ends a dry run's transaction without keeping it.
enum Undo {
    DryRun(Box<Taken>),
    Failed(RegistryError),
}

impl From<StorageError> for Undo {
    fn from(error: StorageError) -> Self {
        Undo::Failed(error.into())
    }
}

impl From<RegistryError> for Undo {
    fn from(error: RegistryError) -> Self {
        Undo::Failed(error)
    }
}

/// What one transaction wrote.
#[derive(Default)]
struct Taken {
    divisions: DivisionsTaken,
    facilities: FacilitiesTaken,
    area: Option<[f64; 4]>,
    batch: Option<String>,
}

impl Records {
    /// Reads a map into the registry.
    pub fn import_osm(&self, source: &OsmSource, options: &OsmOptions) -> Result<OsmSummary, RegistryError> {
        let (kept, before, catalogue) = self.store.read(|reader| {
            let rows = reader.reference_rows()?;
            let catalogue = Catalogue::new(rows.kinds, rows.service_types, rows.target_groups);
            // Parts that this version cannot read, or that an earlier one kept less in, are made anew, also from the same file.
            let of_this_file = reader.map_parts()?.iter().all(|part| part.source.sha256 == options.sha256);
            let before = reader.map_parts()?.into_iter().find(|part| part.part == MapPart::Streets);
            Ok::<_, RegistryError>((of_this_file && MapGround::read(reader)?.is_up_to_date(), before, catalogue))
        })?;
        if kept {
            return Ok(OsmSummary { same_file: true, dry_run: options.dry_run, ..OsmSummary::default() });
        }
        let mut extract = exchange::read_osm(source, &OsmReading { catalogue: &catalogue, progress: options.progress })?;
        let mut summary = OsmSummary { dry_run: options.dry_run, ..counted(&extract) };
        let map = MapSource { name: source.name.to_owned(), sha256: options.sha256.clone(), data_as_of: extract.report.data_as_of };
        // Of a whole province each of these is large: it goes when it is packed, before the next one is worked on.
        let base = pack_base_map(&std::mem::take(&mut extract.base));
        let addresses = pack_addresses(&std::mem::take(&mut extract.addresses));
        let buildings = exchange::pack_buildings(&std::mem::take(&mut extract.buildings));
        let network = Network::build(&std::mem::take(&mut extract.streets));
        tell_of(&network, &mut summary);
        if let Some(before) = &before {
            spare(before, source.name, &summary)?;
            summary.replaces = Some(before.source.name.clone());
        }
        summary.outside_area = self.lies_outside(&extract)?;
        let parts = [
            (MapPart::Base, base),
            (MapPart::Streets, network.to_bytes()),
            (MapPart::Addresses, addresses),
            (MapPart::Buildings, buildings),
        ];
        drop(network);
        let written = self.store.write(&options.stamp, |writer| {
            let taken = self.take_map(writer, &extract, &map, options, &parts)?;
            if options.dry_run { Err(Undo::DryRun(Box::new(taken))) } else { Ok(taken) }
        });
        let taken = match written {
            Ok(taken) => taken,
            Err(Undo::DryRun(taken)) => Taken { batch: None, ..*taken },
            Err(Undo::Failed(error)) => return Err(error),
        };
        let Taken { divisions, facilities, area, batch } = taken;
        Ok(OsmSummary { divisions, facilities, area, batch, ..summary })
    }

    /// The area of the registry, when the map lies wholly outside it.
    fn lies_outside(&self, extract: &OsmExtract) -> Result<Option<[f64; 4]>, RegistryError> {
        let Some(AreaChoice(Some(area))) = self.store.read(|reader| reader.settings())?.area else { return Ok(None) };
        let outside = area_of(extract).is_some_and(|map| !map.overlaps(area));
        Ok(outside.then(|| [area.west(), area.south(), area.east(), area.north()]))
    }

    fn take_map(
        &self,
        writer: &mut Writer,
        extract: &OsmExtract,
        map: &MapSource,
        options: &OsmOptions,
        parts: &[(MapPart, Vec<u8>)],
    ) -> Result<Taken, RegistryError> {
        for (part, bytes) in parts {
            writer.replace_map_part(*part, map, bytes)?;
        }
        let area = if options.area_given { None } else { set_area(writer, extract)? };
        let in_shaanxi = area_of(extract).is_some_and(|area| area.overlaps(SHAANXI));
        if in_shaanxi {
            seed::seed_divisions(writer, SeedDivisions::Shaanxi)?;
        }
        // What can be undone is a batch; the parts of the map before it are not.
        let id = new_batch(writer);
        let divisions = divisions::take(writer, &extract.divisions)?;
        let facilities = facilities::take(writer, &extract.facilities, map)?;
        let written = Upserted { added: divisions.added + facilities.added, changed: divisions.bounded, unchanged: 0 };
        let origin = Origin { kind: "osm".to_owned(), file_name: map.name.clone(), sha256: map.sha256.clone() };
        let batch = if written.changed_anything() {
            writer.insert_batch(&batch_of(&id, &origin, written, 0, writer))?;
            Some(id)
        } else {
            None
        };
        Ok(Taken { divisions, facilities, area: area.map(|area| [area.west(), area.south(), area.east(), area.north()]), batch })
    }
}

/// Refuses a file that holds less than a map when it would replace one.
fn spare(before: &KeptMapPart, name: &str, summary: &OsmSummary) -> Result<(), RegistryError> {
    let reason = match (summary.truncated, summary.network) {
        (true, _) => "the file is cut off",
        (false, [0, _]) => "the file holds no street that people may walk",
        (false, _) => return Ok(()),
    };
    let expected = format!("a whole map; the one of {} stays as it is", before.source.name);
    Err(RegistryError::Invalid(vec![FieldError::new("file", name, reason, expected)]))
}

/// What can be told of a file before its network is made.
fn counted(extract: &OsmExtract) -> OsmSummary {
    let report = &extract.report;
    let problem = |problem: &OsmProblem| ProblemItem {
        code: problem.code,
        what: problem.what,
        count: problem.count,
        examples: problem.examples.clone(),
    };
    OsmSummary {
        data_as_of: report.data_as_of,
        elements: [report.nodes, report.ways, report.relations],
        base_features: extract.base.len(),
        addresses: extract.addresses.len(),
        buildings: extract.buildings.len(),
        problems: report.problems.iter().map(problem).collect(),
        truncated: report.truncated,
        ..OsmSummary::default()
    }
}

/// Adds what its network tells.
fn tell_of(network: &Network, summary: &mut OsmSummary) {
    let mut islands: Vec<IslandItem> = network
        .islands(Profile::Walk)
        .iter()
        .map(|island| IslandItem { km: island.length_m / 1e3, street: island.street.as_deref().map(str::to_owned), at: island.at })
        .collect();
    islands.sort_by(|one, other| other.km.total_cmp(&one.km));
    (summary.street_km, summary.network, summary.islands) = (network.length_m() / 1e3, [network.edges(), network.nodes()], islands);
}

/// The box of the map with a margin: as the file states it, otherwise of what is in it.
fn area_of(extract: &OsmExtract) -> Option<Area> {
    let [west, south, east, north] = extract.report.header_bounds.or(extract.report.bounds)?;
    // Outward to whole ten-thousandths, as people write such a box.
    let down = |degrees: f64| (degrees * 1e4).floor() / 1e4;
    let low = Position::new(down(west - MARGIN_DEG).max(-180.0), down(south - MARGIN_DEG).max(-90.0)).ok()?;
    let high = Position::new((-down(-east - MARGIN_DEG)).min(180.0), (-down(-north - MARGIN_DEG)).min(90.0)).ok()?;
    format!("{},{},{},{}", low.lon(), low.lat(), high.lon(), high.lat()).parse().ok()
}

/// Lets the file say where places may lie, where nobody has said it yet.
fn set_area(writer: &mut Writer, extract: &OsmExtract) -> Result<Option<Area>, RegistryError> {
    if writer.reader().settings()?.area.is_some() {
        return Ok(None);
    }
    let Some(area) = area_of(extract) else { return Ok(None) };
    super::settings::put(writer, "area", &serde_json::Value::String(area.to_string()))?;
    Ok(Some(area))
}
