//! How much memory does a large map take? Run by hand: `cargo test --release big_map -- --ignored --nocapture`.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Write},
};

use crate::exchange::osm::{OsmFormat, OsmReading, OsmSource, read_osm};

use super::{
    catalogue,
    world::{Style, World, put_blob},
};

/// Buildings in one block of the file, and rows and columns of blocks.
const HOUSES: usize = 8000;

/// The value of a line of `/proc/self/status` in MB; 0 where there is no such thing.
fn status_mb(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|text| text.strip_prefix(line)?.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// Houses of five nodes in rows with a street for every hundred of them.
fn quarter(number: usize) -> World {
    let mut world = World::default();
    let first = (number * HOUSES * 4) as i64 + 1;
    let tag = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    for house in 0..HOUSES {
        let node = first + house as i64 * 4;
        // Corners wander by a few decimetres, so that coordinates pack no better than real ones.
        let wander = |k: usize| (house * 7919 + k * 104_729 + number * 31) as i32 % 97;
        let (x, y) = (
            1_050_000_000 + (number % 60) as i32 * 500_000 + (house % 100) as i32 * 4000,
            330_000_000 + (number / 60) as i32 * 500_000 + (house / 100) as i32 * 4000,
        );
        for (k, (dx, dy)) in [(0, 0), (2000, 0), (2000, 1500), (0, 1500)].into_iter().enumerate() {
            world.nodes.push((node + k as i64, [x + dx + wander(k), y + dy + wander(k + 4)], Vec::new()));
        }
        world.ways.push((
            (number * HOUSES * 2 + house) as i64 + 1,
            vec![node, node + 1, node + 2, node + 3, node],
            vec![tag("building", "yes")],
        ));
    }
    for street in 0..HOUSES / 100 {
        let refs = (0..100).map(|house| first + (street * 100 + house) as i64 * 4).collect();
        let name = tag("name", &format!("第{street}街"));
        world.ways.push(((number * HOUSES * 2 + HOUSES + street) as i64 + 1, refs, vec![tag("highway", "residential"), name]));
    }
    world
}

#[test]
#[ignore = "writes and reads a file of hundreds of megabytes; a figure to look at, not to hold"]
fn a_big_map_is_read_in_bounded_memory() {
    let quarters: usize = std::env::var("CAREREACH_QUARTERS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("big.osm.pbf");
    let style = Style { dense: true, packed: true, block: HOUSES };
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    let mut header = Vec::new();
    put_blob(&mut header, "OSMHeader", b"", style);
    file.write_all(&header).expect("written");
    for number in 0..quarters {
        // Each quarter begins with a header of its own, which is left out.
        file.write_all(&quarter(number).pbf(style)[header_len(style)..]).expect("written");
    }
    file.flush().expect("written");
    let size = std::fs::metadata(&path).expect("a file").len();
    let before_mb = status_mb("VmRSS:");
    let open = || -> std::io::Result<Box<dyn Read + Send>> { Ok(Box::new(BufReader::new(File::open(&path)?))) };
    let source = OsmSource { name: "big", format: OsmFormat::Pbf, open: &open, size };
    let extract = read_osm(&source, &OsmReading { catalogue: &catalogue(), progress: &|_, _| {} }).expect("a map");
    let report = &extract.report;
    println!("{} MB, {} nodes, {} ways; before {before_mb} MB, most {} MB", size >> 20, report.nodes, report.ways, status_mb("VmHWM:"));
    assert_eq!((extract.buildings.len(), extract.streets.ways.len()), (quarters * HOUSES, quarters * HOUSES / 100));
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

fn header_len(style: Style) -> usize {
    World::default().pbf(style).len()
}
