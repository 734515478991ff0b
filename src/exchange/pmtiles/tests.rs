//! Archives that the test writes itself, whole and damaged.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Entries as number, run, length, offset.
fn directory(entries: &[[u64; 4]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    varint(&mut bytes, entries.len() as u64);
    let mut before = 0;
    for [number, ..] in entries {
        varint(&mut bytes, number - before);
        before = *number;
    }
    entries.iter().for_each(|entry| varint(&mut bytes, entry[1]));
    entries.iter().for_each(|entry| varint(&mut bytes, entry[2]));
    for (place, [_, _, _, offset]) in entries.iter().enumerate() {
        let follows = place > 0 && entries[place - 1][2] + entries[place - 1][3] == *offset;
        varint(&mut bytes, if follows { 0 } else { offset + 1 });
    }
    bytes
}

/// An archive with these tiles; with `leaf` entries in each leaf directory, or everything in the root.
fn archive(tiles: &BTreeMap<u64, Vec<u8>>, leaf: Option<usize>, kind: u8, compression: u8) -> Vec<u8> {
    let (mut data, mut entries) = (Vec::new(), Vec::new());
    for (number, bytes) in tiles {
        let bytes = if compression == 2 { gzip(bytes) } else { bytes.clone() };
        entries.push([*number, 1, bytes.len() as u64, data.len() as u64]);
        data.extend(bytes);
    }
    let (mut leaves, mut root) = (Vec::new(), entries.clone());
    if let Some(size) = leaf {
        root.clear();
        for chunk in entries.chunks(size) {
            let bytes = gzip(&directory(chunk));
            root.push([chunk[0][0], 0, bytes.len() as u64, leaves.len() as u64]);
            leaves.extend(bytes);
        }
    }
    let root = gzip(&directory(&root));
    let description = gzip(br#"{"name":"made","attribution":"a test","vector_layers":[{"id":"water"}]}"#);
    let mut bytes = b"PMTiles\x03".to_vec();
    let mut offset = LENGTH;
    for section in [&root, &description, &leaves, &data] {
        bytes.extend(offset.to_le_bytes());
        bytes.extend((section.len() as u64).to_le_bytes());
        offset += section.len() as u64;
    }
    bytes.extend([0; 24]);
    bytes.extend([1, 2, compression, kind, 0, 4]);
    for degrees in [108.5f64, 34.0, 109.25, 34.5] {
        bytes.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    bytes.resize(LENGTH as usize, 0);
    [bytes, root, description, leaves, data].concat()
}

fn open(bytes: Vec<u8>) -> Result<PmTiles<Cursor<Vec<u8>>>, PmTilesError> {
    PmTiles::open(Cursor::new(bytes))
}

#[test]
fn tiles_are_numbered_as_the_specification_s_examples() {
    let examples =
        [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 0, 1), 2), ((1, 1, 1), 3), ((1, 1, 0), 4), ((2, 0, 0), 5), ((12, 3423, 1763), 19_078_479)];
    for ((z, x, y), number) in examples {
        assert_eq!(tile_number(z, x, y), Some(number), "{z}/{x}/{y}");
    }
    assert_eq!((tile_number(2, 4, 0), tile_number(40, 0, 0)), (None, None));
}

#[test]
fn the_numbers_of_a_zoom_follow_the_curve_from_neighbour_to_neighbour() {
    for zoom in 1..6u8 {
        let side = 1u32 << zoom;
        let mut by_number: Vec<(u64, [i64; 2])> = (0..side * side)
            .map(|place| (place % side, place / side))
            .map(|(x, y)| (tile_number(zoom, x, y).expect("on the map"), [i64::from(x), i64::from(y)]))
            .collect();
        by_number.sort_unstable();
        for pair in by_number.windows(2) {
            let ((number, [x, y]), (next, [to_x, to_y])) = (pair[0], pair[1]);
            assert_eq!((next - number, (to_x - x).abs() + (to_y - y).abs()), (1, 1));
        }
    }
}

#[test]
fn every_tile_comes_back_from_the_root_and_from_leaves_and_no_other_is_there() {
    let places = (0..5u8).flat_map(|z| (0..1u32 << z).flat_map(move |x| (0..1u32 << z).map(move |y| (z, x, y))));
    let places: Vec<_> = places.collect();
    let kept = |place: &&(u8, u32, u32)| (place.1 * 3 + place.2) % 4 != 1;
    let text = |(z, x, y): &(u8, u32, u32)| format!("{z}/{x}/{y}").into_bytes();
    let number = |(z, x, y): &(u8, u32, u32)| tile_number(*z, *x, *y).expect("on the map");
    let tiles: BTreeMap<u64, Vec<u8>> = places.iter().filter(kept).map(|place| (number(place), text(place))).collect();
    for (leaf, compression) in [(None, 1), (None, 2), (Some(1), 2), (Some(7), 1)] {
        let archive = open(archive(&tiles, leaf, 1, compression)).expect("an archive");
        for place in &places {
            let (z, x, y) = *place;
            let tile = archive.tile(z, x, y).expect("readable");
            assert!(tile.as_ref().is_none_or(|tile| tile.gzip == (compression == 2)));
            let tile = tile.map(|tile| tile.unpacked().expect("unpacks"));
            assert_eq!(tile, Some(text(place)).filter(|_| kept(&place)), "{z}/{x}/{y}");
        }
        assert_eq!((archive.zooms(), archive.bounds(), archive.kind()), ((0, 4), [108.5, 34.0, 109.25, 34.5], TileKind::Vector));
        assert_eq!(archive.described("attribution"), Some(&serde_json::json!("a test")));
    }
}

#[test]
fn a_run_of_equal_tiles_is_written_once() {
    let root = Directory::parse(&directory(&[[5, 3, 10, 0], [9, 1, 4, 10]])).expect("a directory");
    let found: Vec<_> = (4..11).map(|number| root.find(number)).collect();
    let (run, other) = (Some(Found::Tile { offset: 0, length: 10 }), Some(Found::Tile { offset: 10, length: 4 }));
    assert_eq!(found, [None, run, run, run, None, other, None]);
}

#[test]
fn what_cannot_be_read_is_refused_with_what_would_be_right() {
    let tiles = BTreeMap::from([(0, b"tile".to_vec())]);
    let good = || archive(&tiles, None, 1, 2);
    let changed = |at: usize, byte: u8| {
        let mut bytes = good();
        bytes[at] = byte;
        open(bytes).map(drop).expect_err("it is damaged").to_string()
    };
    assert!(open(b"GIF89a".to_vec()).is_err() && open(vec![]).is_err() && open(b"PMTiles\x03".to_vec()).is_err());
    assert!(changed(0, b'X').contains("no PMTiles file"));
    assert!(changed(7, 2).contains("version 2"));
    assert!(changed(98, 3).contains("gzip or none"));
    assert!(changed(97, 4).contains("directory"));
    assert!(changed(99, 0).contains("vector tiles"));
    assert!(changed(15, 0xff).contains("beyond the end"));
    assert!(changed(127, 0).contains("gzip"));
    let loops = |leaf: &[[u64; 4]]| {
        let root = gzip(&directory(leaf));
        let mut bytes = archive(&tiles, None, 1, 2);
        // The root directory is at the end, and the leaves are the same bytes: a leaf that is its own leaf.
        let at = bytes.len() as u64;
        for field in [8, 40] {
            bytes[field..field + 8].copy_from_slice(&at.to_le_bytes());
            bytes[field + 8..field + 16].copy_from_slice(&(root.len() as u64).to_le_bytes());
        }
        bytes.extend(&root);
        (bytes, root.len() as u64)
    };
    // The length of the directory depends a little on the length that it says of itself.
    let length = (20..60).find(|length| loops(&[[0, 0, *length, 0]]).1 == *length).expect("a directory that knows its length");
    let archive = open(loops(&[[0, 0, length, 0]]).0).expect("it looks well");
    assert!(archive.tile(0, 0, 0).is_err_and(|error| error.to_string().contains("too deep")));
}

#[test]
fn a_directory_that_unpacks_to_more_than_any_should_is_refused() {
    let bomb = gzip(&vec![0; MOST_UNPACKED as usize + 2]);
    assert!(unpack(&bomb, MOST_UNPACKED).is_err_and(|error| error.to_string().contains("more than any should")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damage_anywhere_is_an_error_or_another_tile_but_never_a_panic(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut: Option<prop::sample::Index>,
        plain: bool,
    ) {
        let tiles = (0..40u64).map(|number| (number, vec![number as u8; 9])).collect();
        let mut bytes = archive(&tiles, Some(6), 1, 1);
        if plain {
            // Says that nothing is compressed, so that damage reaches the directory's own numbers.
            bytes[97] = 1;
        }
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(archive) = open(bytes) {
            for (z, x, y) in [(0, 0, 0), (1, 1, 0), (2, 3, 3), (3, 1, 1), (31, 5, 5)] {
                let _ = archive.tile(z, x, y).map(|tile| tile.map(PmTile::unpacked));
            }
        }
    }

    #[test]
    fn any_bytes_are_a_directory_or_an_error(bytes: Vec<u8>, number: u64) {
        let _ = Directory::parse(&bytes).map(|directory| directory.find(number));
    }
}
