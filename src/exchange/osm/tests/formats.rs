//! Do both formats tell the same, and does an independent reader see the same in a real file?

use std::{fs, path::PathBuf};

use osmpbf::{Element as Other, ElementReader};
use proptest::prelude::*;

use crate::exchange::osm::{OsmFormat, OsmReport};

use super::{
    broken::town,
    read,
    world::{Pairs, Style, World},
};

const TAGS: [(&str, &str); 14] = [
    ("highway", "residential"),
    ("highway", "steps"),
    ("highway", "motorway"),
    ("name", "南街 <&\"> 号"),
    ("building", "house"),
    ("natural", "water"),
    ("leisure", "park"),
    ("bridge", "yes"),
    ("amenity", "community_centre"),
    ("type", "multipolygon"),
    ("boundary", "administrative"),
    ("admin_level", "8"),
    ("addr:housenumber", "7"),
    ("addr:street", "南街"),
];

fn pairs() -> impl Strategy<Value = Pairs> {
    let pair = prop::sample::select(&TAGS[..]).prop_map(|(key, value)| (key.to_owned(), value.to_owned()));
    prop::collection::vec(pair, 0..4)
}

fn worlds() -> impl Strategy<Value = World> {
    let place = [1_089_000_000..1_089_100_000, 342_000_000..342_100_000];
    let nodes = prop::collection::vec((1i64..40, place, pairs()), 0..30);
    let ways = prop::collection::vec((-3i64..20, prop::collection::vec(1i64..42, 0..8), prop::bool::ANY, pairs()), 0..12);
    let members =
        prop::collection::vec((0u64..3, -3i64..22, prop::sample::select(&["outer", "inner", ""][..]).prop_map(str::to_owned)), 0..5);
    let relations = prop::collection::vec((1i64..9, members, pairs()), 0..5);
    (nodes, ways, relations).prop_map(|(nodes, ways, relations)| {
        let closed = |(id, mut refs, closed, tags): (i64, Vec<i64>, bool, Pairs)| {
            refs.extend(refs.first().copied().filter(|_| closed));
            (id, refs, tags)
        };
        World { nodes, ways: ways.into_iter().map(closed).collect(), relations }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_same_map_is_the_same_in_both_formats(world in worlds(), dense: bool, packed: bool, block in 1usize..9) {
        let xml = read(OsmFormat::Xml, &world.xml()).expect("a map");
        let pbf = read(OsmFormat::Pbf, &world.pbf(Style { dense, packed, block })).expect("a map");
        prop_assert_eq!(&xml.streets, &pbf.streets);
        prop_assert_eq!(&xml.divisions, &pbf.divisions);
        prop_assert_eq!(&xml.facilities, &pbf.facilities);
        prop_assert_eq!(&xml.addresses, &pbf.addresses);
        prop_assert_eq!(&xml.base, &pbf.base);
        prop_assert_eq!(&xml.buildings, &pbf.buildings);
        prop_assert_eq!(&xml.report, &pbf.report);
    }
}

#[test]
fn a_town_holds_what_was_put_into_it() {
    let extract = read(OsmFormat::Pbf, &town().pbf(Style { dense: true, packed: true, block: 3 })).expect("a map");
    let OsmReport { nodes, ways, relations, ref problems, truncated, .. } = extract.report;
    assert_eq!((nodes, ways, relations, problems.len(), truncated), (20, 7, 2, 0, false), "{problems:?}");
    assert_eq!((extract.streets.ways.len(), extract.streets.stops.len(), extract.streets.barriers.len()), (3, 1, 2));
    assert_eq!((extract.divisions.len(), extract.facilities.len(), extract.buildings.len()), (1, 1, 1));
    assert!(extract.divisions[0].boundary.is_some());
}

#[test]
fn the_progress_ends_at_the_end_of_the_second_pass() {
    let bytes = town().xml();
    let last = std::sync::Mutex::new((0, 0));
    let open = || -> std::io::Result<Box<dyn std::io::Read + Send>> { Ok(Box::new(std::io::Cursor::new(town().xml()))) };
    let source = super::OsmSource { name: "map", format: OsmFormat::Xml, open: &open, size: bytes.len() as u64 };
    let tell = |done, of| *last.lock().expect("nobody panics") = (done, of);
    let streets = crate::exchange::osm::read_osm_streets(&source, &tell).expect("a map").0;
    assert_eq!(streets, read(OsmFormat::Xml, &bytes).expect("a map").streets, "streets alone are the same streets");
    assert_eq!(*last.lock().expect("nobody panics"), (2 * bytes.len() as u64, 2 * bytes.len() as u64));
}

/// Where the real maps lie, if they are there.
fn shared(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    let root = std::env::var_os("CAREREACH_SHARED").map_or(beside, PathBuf::from);
    Some(root.join("data/osm").join(name)).filter(|path| path.is_file())
}

#[test]
fn an_independent_reader_counts_the_same_in_what_was_written_and_in_a_real_file() {
    let mut files =
        vec![town().pbf(Style { dense: true, packed: true, block: 3 }), town().pbf(Style { dense: false, packed: false, block: 30 })];
    files.extend(shared("pyrosm_test.osm.pbf").map(|path| fs::read(path).expect("a file")));
    for bytes in files {
        let (mut counts, mut refs) = ((0u64, 0u64, 0u64), 0usize);
        let other = ElementReader::new(std::io::Cursor::new(bytes.clone()));
        other
            .for_each(|element| match element {
                Other::Node(_) | Other::DenseNode(_) => counts.0 += 1,
                Other::Way(way) => {
                    counts.1 += 1;
                    refs += way.refs().count();
                }
                Other::Relation(_) => counts.2 += 1,
            })
            .expect("a map");
        let extract = read(OsmFormat::Pbf, &bytes).expect("a map");
        assert_eq!((extract.report.nodes, extract.report.ways, extract.report.relations), counts);
        assert!(refs > 0);
    }
}

#[test]
fn real_maps_are_read_with_streets_that_meet() {
    for name in ["beijing_tsinghua_map.osm", "beijing_cau_map.osm", "shanghai_center.osm", "shanghai_shu_map.osm"] {
        let Some(path) = shared(name) else { continue };
        let extract = read(OsmFormat::Xml, &fs::read(path).expect("a file")).expect("a map");
        let mut ends = vec![0u32; extract.streets.points.len()];
        extract
            .streets
            .ways
            .iter()
            .flat_map(|way| [way.points.first(), way.points.last()])
            .flatten()
            .for_each(|end| ends[*end as usize] += 1);
        let meeting = ends.iter().filter(|count| **count > 1).count();
        assert!(extract.streets.ways.len() > 150 && meeting > 50, "{name}: {meeting}");
        assert!(!extract.addresses.is_empty() && !extract.base.is_empty() && !extract.report.truncated, "{name}");
    }
}
