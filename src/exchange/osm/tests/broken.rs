//! Is a broken file reported, and the rest of it used? Never a panic, whatever the bytes.

use proptest::prelude::*;

use crate::exchange::osm::{OsmError, OsmFormat};

use super::{
    count, examples, map, nodes, read, tag_texts, way,
    world::{Style, World, field, packed, plain, put_blob},
};

const STYLE: Style = Style { dense: true, packed: true, block: 2 };

/// A small town: streets, a lake of two ways, a division, a centre, a house, a ferry.
pub fn town() -> World {
    let tags = |pairs: &[(&str, &str)]| pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect::<Vec<_>>();
    let at = |id: i64| [1_089_000_000 + (id % 5) as i32 * 10_000, 342_000_000 + (id / 5) as i32 * 10_000];
    let mut world = World { nodes: (1..=20).map(|id| (id, at(id), Vec::new())).collect(), ..World::default() };
    world.nodes[3].2 = tags(&[("amenity", "community_centre"), ("name", "社区中心")]);
    world.nodes[4].2 = tags(&[("barrier", "gate"), ("access", "private")]);
    world.nodes[9].2 = tags(&[("addr:housenumber", "3"), ("addr:street", "东街")]);
    world.ways = vec![
        (1, vec![1, 2, 3, 4], tags(&[("highway", "primary"), ("name", "东街")])),
        (2, vec![4, 5, 9], tags(&[("highway", "steps")])),
        (3, vec![6, 7, 12], vec![]),
        (4, vec![12, 11, 6], vec![]),
        (5, vec![13, 14, 19, 18, 13], tags(&[("building", "apartments"), ("building:levels", "6")])),
        (6, vec![15, 16, 17], tags(&[("highway", "motorway")])),
        (7, vec![1, 20], tags(&[("route", "ferry"), ("duration", "0:10")])),
    ];
    let outer = |way| (1u64, way, "outer".to_owned());
    world.relations = vec![
        (1, vec![outer(3), outer(4)], tags(&[("type", "multipolygon"), ("natural", "water"), ("name", "湖")])),
        (2, vec![outer(3), outer(4)], tags(&[("type", "boundary"), ("boundary", "administrative"), ("admin_level", "8"), ("name", "镇")])),
    ];
    world
}

#[test]
fn a_truncated_file_gives_what_came_before() {
    let bytes = town().pbf(STYLE);
    let whole = read(OsmFormat::Pbf, &bytes).expect("a map");
    assert!(!whole.report.truncated);
    let cut = read(OsmFormat::Pbf, &bytes[..bytes.len() - 3]).expect("a map");
    assert!(cut.report.truncated && cut.streets.ways.len() == whole.streets.ways.len());
    assert_eq!(count(&cut, "truncated"), 1, "told once, though both passes meet it");
    let text = town().xml();
    let cut = read(OsmFormat::Xml, &text[..text.len() - 120]).expect("a map");
    assert!(cut.report.truncated && !cut.streets.ways.is_empty());
}

#[test]
fn a_changed_block_is_told_by_its_byte_and_the_others_are_used() {
    let world = town();
    let mut bytes = world.pbf(Style { block: 100, ..STYLE });
    // The blocks: header, nodes, ways, relations. A byte in the middle of the last one's packed data is changed.
    let last = {
        let mut offsets = vec![];
        let mut at = 0;
        while at < bytes.len() {
            offsets.push(at);
            let header = u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize;
            // The length of the blob is the varint at the header's end, of one or two bytes.
            let end = at + 4 + header;
            let size = if bytes[end - 2] == 0x18 {
                bytes[end - 1] as usize
            } else {
                (bytes[end - 2] as usize & 0x7f) | (bytes[end - 1] as usize) << 7
            };
            at = end + size;
        }
        offsets[3]
    };
    let end = bytes.len();
    bytes[last + (end - last) / 2 + 10] ^= 0x55;
    let extract = read(OsmFormat::Pbf, &bytes).expect("a map");
    assert_eq!((extract.report.ways, extract.report.relations, count(&extract, "bad-block")), (7, 0, 1));
    assert!(examples(&extract, "bad-block")[0].starts_with(&format!("block at byte {last}: ")), "{:?}", examples(&extract, "bad-block"));
    assert!(!extract.report.truncated);
}

#[test]
fn what_is_no_map_is_refused_with_what_would_be_right() {
    let of = |format, bytes: &[u8]| read(format, bytes).map(|_| ()).expect_err("no map").to_string();
    for format in [OsmFormat::Pbf, OsmFormat::Xml] {
        assert!(matches!(read(format, b""), Err(OsmError::Empty { .. })));
        for bytes in [&b"id,name,lon,lat\n1,a,108,34\n"[..], b"\x1f\x8b\x08\x00\x00\x00", &[0xff; 300], &[0; 300]] {
            let told = of(format, bytes);
            assert!(told.contains("map: ") && told.contains("expected"), "{told}");
        }
    }
    assert!(of(OsmFormat::Xml, b"<?xml version='1.0'?><gpx></gpx>").contains("<osm>"));
    assert!(of(OsmFormat::Xml, b"<osmChange version='0.6'></osmChange>").contains("osmChange"));
    assert!(of(OsmFormat::Xml, &town().pbf(STYLE)).contains(".osm.pbf"));
    let mut history = Vec::new();
    put_blob(&mut history, "OSMHeader", &field(4, b"HistoricalInformation"), STYLE);
    assert!(of(OsmFormat::Pbf, &history).contains("history"));
    let mut unknown = Vec::new();
    put_blob(&mut unknown, "OSMHeader", &field(4, b"Holograms"), STYLE);
    assert!(of(OsmFormat::Pbf, &unknown).contains("Holograms"));
}

#[test]
fn a_map_is_known_by_its_bytes_whatever_it_is_called() {
    assert_eq!(OsmFormat::of_bytes(&town().pbf(STYLE)), Some(OsmFormat::Pbf));
    assert_eq!(OsmFormat::of_bytes(b"\xef\xbb\xbf\n<?xml version='1.0'?><osm/>"), Some(OsmFormat::Xml));
    assert_eq!([&b""[..], b"id,name", &[0; 64]].map(OsmFormat::of_bytes), [None; 3]);
}

#[test]
fn lengths_beyond_the_format_are_not_believed() {
    let mut bytes = Vec::new();
    put_blob(&mut bytes, "OSMHeader", b"", STYLE);
    let lie = [field(1, b"OSMData"), plain(3, 1 << 40)].concat();
    bytes.extend((lie.len() as u32).to_be_bytes());
    bytes.extend(lie);
    let extract = read(OsmFormat::Pbf, &bytes).expect("a map");
    assert!(extract.report.truncated && count(&extract, "framing-lost") == 1);
    // 40 MB of zeros in a few thousand bytes.
    let mut bomb = Vec::new();
    put_blob(&mut bomb, "OSMHeader", b"", STYLE);
    put_blob(&mut bomb, "OSMData", &vec![0; 40 << 20], STYLE);
    let extract = read(OsmFormat::Pbf, &bomb).expect("a map");
    assert!(examples(&extract, "bad-block")[0].contains("32 MB"));
    let endless = format!("<osm><node id='1' lon='108' lat='34'><tag k='{}'/></node></osm>", "x".repeat(2 << 20));
    let extract = read(OsmFormat::Xml, endless.as_bytes()).expect("a map");
    assert!(examples(&extract, "bad-xml")[0].contains("longer than"), "{:?}", extract.report.problems);
}

#[test]
fn numbers_that_add_up_beyond_their_size_are_wrapped() {
    // 2^64 - 2 is the zigzag form of the largest number; two of them in a row are too much.
    let most = || [u64::MAX - 1; 2].into_iter();
    let dense = field(2, &[packed(1, most()), packed(8, most()), packed(9, most())].concat());
    let way = field(3, &[plain(1, 5), packed(8, most())].concat());
    let relation = field(4, &[plain(1, 6), packed(8, [0, 0].into_iter()), packed(9, most()), packed(10, [1, 1].into_iter())].concat());
    let scales = [plain(17, u64::MAX >> 1), plain(18, u64::MAX >> 1), plain(19, u64::MAX), plain(20, u64::MAX >> 1)].concat();
    let texts = field(1, &field(1, b""));
    let mut bytes = Vec::new();
    put_blob(&mut bytes, "OSMHeader", b"", STYLE);
    put_blob(&mut bytes, "OSMData", &[texts, field(2, &[dense, way, relation].concat()), scales].concat(), STYLE);
    let extract = read(OsmFormat::Pbf, &bytes).expect("a map");
    assert_eq!((extract.report.nodes, extract.report.ways, extract.report.relations), (2, 1, 1), "{:?}", extract.report.problems);
    assert_eq!(count(&extract, "off-earth"), 2);
}

#[test]
fn broken_xml_is_told_by_its_byte_and_what_came_before_is_used() {
    let inner = nodes(1..=3) + &way(1, &[1, 2, 3], &["highway=path"]) + "<way id='2'><nd ref='1'></way>";
    let extract = map(&inner);
    assert_eq!((extract.streets.ways.len(), extract.report.truncated), (1, true));
    assert!(examples(&extract, "bad-xml")[0].starts_with("byte "));
}

#[test]
fn odd_elements_are_counted_and_the_rest_is_used() {
    let twice = "<node id='1' lon='108.5' lat='34.2'/>";
    let off = "<node id='50' lon='200' lat='34.2'/><node id='51' lon='108.9'/><node id='x' lon='1' lat='1'/>";
    let gone = "<node id='60' action='delete' lon='108.9' lat='34.2'><tag k='amenity' v='community_centre'/></node><way id='61' visible='false'><nd ref='1'/><nd ref='2'/></way>";
    let ways = way(1, &[1, 2, 2, 3], &["highway=path"])
        + &way(2, &[1], &["highway=path"])
        + &way(3, &[2, 2], &["highway=path"])
        + &way(1, &[1, 3], &["highway=path"])
        + &way(4, &[1, 3], &["highway=teleport"])
        + &way(-5, &[-1, 1], &["highway=path"]);
    let extract = map(&(nodes(1..=3) + "<node id='-1' lon='108.9' lat='34.3'/>" + twice + off + gone + &ways));
    let codes = ["node-twice", "off-earth", "bad-element", "deleted", "short-way", "repeated-node", "way-twice", "unknown-highway"];
    assert_eq!(codes.map(|code| count(&extract, code)), [1, 2, 1, 2, 2, 1, 1, 1], "{:?}", extract.report.problems);
    assert_eq!(extract.streets.ways.len(), 2);
    assert_eq!(extract.streets.ways[0].points.len(), 3);
    assert!(extract.facilities.is_empty());
    assert_eq!(extract.streets.points[1], [1_089_010_000, 342_000_000], "the first place told of a node holds");
}

#[test]
fn an_outline_that_crosses_itself_is_told_and_kept() {
    let bow = "<node id='1' lon='108.90' lat='34.20'/><node id='2' lon='108.91' lat='34.21'/><node id='3' lon='108.91' lat='34.20'/><node id='4' lon='108.90' lat='34.215'/>";
    let extract = map(&(bow.to_owned() + &way(9, &[1, 2, 3, 4, 1], &["leisure=park"])));
    assert_eq!((extract.base.len(), examples(&extract, "self-crossing")), (1, vec!["way 9".to_owned()]));
}

#[test]
fn nodes_may_come_after_the_ways_that_name_them() {
    let extract = map(&(way(1, &[1, 2], &["highway=path"]) + &tag_texts(&["a=b"]) + &nodes(1..=2)));
    assert_eq!((extract.streets.ways.len(), extract.report.nodes, extract.report.truncated), (1, 2, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn changed_and_cut_bytes_never_end_in_a_panic(
        packed: bool, dense: bool, flips in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 0..6), cut in any::<prop::sample::Index>(), cuts: bool,
    ) {
        for (format, mut bytes) in [(OsmFormat::Pbf, town().pbf(Style { dense, packed, block: 4 })), (OsmFormat::Xml, town().xml())] {
            for (place, bit) in &flips {
                let place = place.index(bytes.len());
                bytes[place] ^= 1 << bit;
            }
            if cuts {
                bytes.truncate(cut.index(bytes.len() + 1));
            }
            match read(format, &bytes) {
                Ok(extract) => {
                    let points = extract.streets.points.len() as u32;
                    prop_assert!(extract.streets.ways.iter().all(|way| way.points.len() > 1 && way.points.iter().all(|point| *point < points)));
                    prop_assert!(extract.streets.ways.iter().all(|way| way.points.windows(2).all(|pair| pair[0] != pair[1])));
                }
                Err(error) => prop_assert!(error.to_string().starts_with("map: ")),
            }
        }
    }

    #[test]
    fn any_bytes_behind_a_good_beginning_end_in_a_report(contents in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = Vec::new();
        put_blob(&mut bytes, "OSMHeader", b"", STYLE);
        put_blob(&mut bytes, "OSMData", &contents, STYLE);
        prop_assert!(read(OsmFormat::Pbf, &bytes).is_ok());
        let text = [&b"<osm>"[..], &contents].concat();
        prop_assert!(read(OsmFormat::Xml, &text).is_ok());
    }
}
