//! In which order is a map file read? Ways and relations, then nodes, then what they make.

use std::sync::atomic::AtomicU64;

use chrono::DateTime;

use crate::domain::{kind::Catalogue, street::Streets};

use super::{
    OsmError, OsmExtract, OsmReading, OsmReport, OsmSource,
    addresses::Spots,
    assemble::Assembly,
    care::Matcher,
    element::Wants,
    facts::Reader,
    nodes::{Nodes, Sightings, settle},
    problem::Problems,
    scan::{Head, Pass, Progress},
    store::{Harvest, WayIndex},
    streets::Collected,
};

/// The most nodes that can be numbered.
const MOST_NODES: u64 = u32::MAX as u64;

/// Reads everything that is wanted of a map file.
///
/// An error means that nothing could be read; whatever else is wrong stands in [`OsmReport::problems`].
pub fn read_osm(source: &OsmSource, reading: &OsmReading) -> Result<OsmExtract, OsmError> {
    let reader = Reader { matcher: Some(Matcher::new(reading.catalogue)) };
    read(source, &reader, reading)
}

/// Reads only the streets and barriers, for analyses on plain files; `progress` is told the bytes done and in all.
pub fn read_osm_streets(source: &OsmSource, progress: &(dyn Fn(u64, u64) + Sync)) -> Result<(Streets, OsmReport), OsmError> {
    let catalogue = Catalogue::default();
    let extract = read(source, &Reader { matcher: None }, &OsmReading { catalogue: &catalogue, progress })?;
    Ok((extract.streets, extract.report))
}

fn read(source: &OsmSource, reader: &Reader, reading: &OsmReading) -> Result<OsmExtract, OsmError> {
    let progress = Progress { tell: reading.progress, of: source.size.saturating_mul(2), done: AtomicU64::new(0) };
    let pass = |nodes: bool| Pass { source, wants: Wants { nodes, ways: !nodes }, progress: &progress };
    let mut problems = Problems::default();

    let mut harvest = Harvest::default();
    let head =
        pass(false).scan(|made: &mut Harvest, element| made.take(element, reader), &mut |made| harvest.append(made), &mut problems)?;
    let index = WayIndex::new(&mut harvest);
    let mut nodes = Nodes::new(wanted_nodes(&harvest, &index, source)?);

    let mut sightings = Sightings::default();
    let (ids, places) = nodes.split();
    let looked = pass(true).scan(
        |made: &mut Sightings, element| made.take(element, ids, reader),
        &mut |mut made| {
            settle(ids, places, &mut made);
            sightings.append(made);
        },
        &mut problems,
    )?;
    let head = Head { newest_s: head.newest_s.max(looked.newest_s), ..head };

    let numbers = harvest.names.merge(&sightings.names);
    sightings.points.iter_mut().for_each(|point| point.facts.renumber(&numbers));
    problems.merge(std::mem::take(&mut harvest.problems));
    problems.merge(std::mem::take(&mut sightings.problems));
    let counts = (sightings.seen, harvest.ways_seen, harvest.relations_seen);
    let names = std::mem::take(&mut harvest.names);
    let mut assembly = Assembly {
        nodes: &nodes,
        names: &names,
        catalogue: reading.catalogue,
        problems: &mut problems,
        collected: Collected::default(),
        spots: Spots::default(),
        extract: OsmExtract::default(),
    };
    assembly.points(&mut sightings.points);
    assembly.ways(&mut harvest, &index);
    assembly.relations(&mut harvest, &index);
    let Assembly { collected, spots, mut extract, .. } = assembly;
    extract.streets = collected.into_streets(&names, &nodes, &sightings.points);
    extract.addresses = spots.into_points(&names);
    extract.report = report(head, counts, bounds(&nodes, &sightings), problems);
    Ok(extract)
}

/// Ids of the nodes of every needed way.
fn wanted_nodes(harvest: &Harvest, index: &WayIndex, source: &OsmSource) -> Result<Vec<i64>, OsmError> {
    let needed = || (0..harvest.ways.len()).filter(|way| index.needed[*way]);
    let count: usize = needed().map(|way| harvest.ways.refs(way).count()).sum();
    if count as u64 >= MOST_NODES {
        return Err(OsmError::TooLarge { file: source.name.into(), limit: MOST_NODES });
    }
    let mut ids = Vec::with_capacity(count);
    needed().for_each(|way| ids.extend(harvest.ways.refs(way)));
    Ok(ids)
}

/// West, south, east, north of all nodes in use.
fn bounds(nodes: &Nodes, sightings: &Sightings) -> Option<[f64; 4]> {
    let all = (0..nodes.len()).filter_map(|number| nodes.place(number)).chain(sightings.points.iter().map(|point| point.at));
    let sides = all.fold(None, |sides: Option<[i32; 4]>, [lon, lat]| {
        let [w, s, e, n] = sides.unwrap_or([lon, lat, lon, lat]);
        Some([w.min(lon), s.min(lat), e.max(lon), n.max(lat)])
    });
    sides.map(|sides| sides.map(|side| f64::from(side) / 1e7))
}

fn report(head: Head, (nodes, ways, relations): (u64, u64, u64), bounds: Option<[f64; 4]>, problems: Problems) -> OsmReport {
    let data_as_of = head.as_of_s.or(head.newest_s).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let truncated = problems.truncated();
    let header_bounds = head.bounds;
    OsmReport { bounds, header_bounds, data_as_of, nodes, ways, relations, problems: problems.into_rows(), truncated }
}
