//! How far and how fast does one walk over a real map file, beside other programs on the same file?
//!
//! `cargo bench --bench walking_map -- --map FILE.osm --write ANSWERS.csv`; `make bench` runs it and then
//! `benches/walking_peers.py`, which asks scipy, pandana and Valhalla the same questions of the same file. Places and people
//! stand beside street points drawn at random, the same every time. Without `--map` there is nothing to do.

use std::{collections::HashSet, fmt::Write, fs::File, hint::black_box, path::Path, time::Instant};

use carereach::{
    analysis::{
        roads::{ATTACH_M, Attachment, Limit, Network, Speeds, WalkCoverage, WalkQuery, Walker},
        space::Point,
    },
    domain::street::{Profile, Streets},
    exchange::{OsmFormat, OsmSource, read_osm_streets},
};

const PLACES: usize = 60;
const CELLS: usize = 5_000;
/// Cells that are compared with every place.
const PAIRED: usize = 25;
const ROUNDS: usize = 11;

/// Something measured: its name, how often it is done in one run, and how to run it.
type Contender<'a> = (&'a str, usize, Box<dyn FnMut() + 'a>);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let Some(map) = after("--map") else { return println!("walking over a map file: give one with -- --map FILE.osm") };
    let started = Instant::now();
    let streets = read(Path::new(map));
    let read_ms = milliseconds(started);
    let started = Instant::now();
    let network = Network::build(&streets);
    let (nodes, edges) = (network.nodes(), network.edges());
    println!("{map}: {nodes} nodes, {edges} edges; read in {read_ms:.0} ms, built in {:.0} ms", milliseconds(started));
    let answers = measure(&network, &mut Drawn::from(&streets));
    match after("--write") {
        Some(file) => std::fs::write(file, answers).expect("the file can be written"),
        None => print!("{answers}"),
    }
}

fn read(path: &Path) -> Streets {
    let size = std::fs::metadata(path).expect("the map is there").len();
    let open = || File::open(path).map(|file| Box::new(file) as Box<dyn std::io::Read + Send>);
    let format = if path.extension().is_some_and(|ending| ending == "pbf") { OsmFormat::Pbf } else { OsmFormat::Xml };
    let source = OsmSource { name: "map", format, open: &open, size };
    read_osm_streets(&source, &|_, _| {}).expect("the map can be read").0
}

/// Lines for another program: what was asked, the answers, and how long they took.
fn measure(network: &Network, drawn: &mut Drawn) -> String {
    let walker = Walker::new(network, Profile::Walk, &Speeds::default());
    let places: Vec<Option<Point>> = (0..PLACES).map(|_| Some(drawn.beside(15.0))).collect();
    let cells: Vec<Option<Point>> = (0..CELLS).map(|_| Some(drawn.beside(40.0))).collect();
    let people: Vec<u32> = (0..CELLS).map(|_| (drawn.unit() * 60.0) as u32).collect();
    let (on_roads, attached) = (walker.attach_all(&places, ATTACH_M), walker.attach_all(&cells, ATTACH_M));
    let open: Vec<(u32, Attachment)> = (0..PLACES as u32).filter_map(|row| Some((row, on_roads.get(row).ok()?))).collect();
    let answer = WalkCoverage::new(&walker, open.iter().copied(), &attached, Limit::Nowhere).per_cell(&walker, &attached);
    let mut lines = String::new();
    let mut line = |text: std::fmt::Arguments| writeln!(lines, "{text}").expect("a text takes text");
    for [lon, lat] in places.iter().flatten() {
        line(format_args!("place,{lon:.7},{lat:.7}"));
    }
    for (row, [lon, lat]) in cells.iter().flatten().enumerate() {
        line(format_args!("cell,{lon:.7},{lat:.7},{},{:.3}", people[row], answer.nearest.distance_m[row]));
    }
    let everything = WalkQuery { count: PLACES, limit: Limit::Nowhere };
    for row in 0..PAIRED as u32 {
        let Ok(from) = attached.get(row) else { continue };
        for found in walker.nearest(&on_roads, &from, &everything, |_| true) {
            let ways_m = from.way_m() + on_roads.get(found.row).map_or(0.0, |to| to.way_m());
            line(format_args!("pair,{row},{},{:.3},{:.3}", found.row, found.distance_m, found.distance_m - ways_m));
        }
    }
    let standing = WalkCoverage::new(&walker, open.iter().copied(), &attached, Limit::Nowhere);
    let mut standing = (standing, 0);
    let five = WalkQuery { count: 5, limit: Limit::Nowhere };
    let (mut asked, mut from, mut reached) = (0, 0, 0);
    let mut contenders: Vec<Contender> = vec![
        (
            "nearest of every cell",
            1,
            Box::new(|| {
                let coverage = WalkCoverage::new(&walker, open.iter().copied(), &attached, Limit::Nowhere);
                black_box(coverage.per_cell(&walker, &attached));
            }),
        ),
        (
            "one place closed and opened",
            20,
            Box::new(|| {
                standing.1 = (standing.1 + 7) % open.len();
                let (row, place) = open[standing.1];
                black_box(standing.0.close(&walker, &attached, row));
                black_box(standing.0.open(&walker, &attached, row, place));
            }),
        ),
        (
            "five nearest from a point",
            500,
            Box::new(|| {
                asked = (asked + 37) % CELLS;
                if let Some(from) = cells[asked].and_then(|at| walker.attach(at, ATTACH_M).ok()) {
                    black_box(walker.nearest(&on_roads, &from, &five, |_| true));
                }
            }),
        ),
        (
            "all places from a point",
            20,
            Box::new(|| {
                from = (from + 37) % CELLS;
                if let Some(from) = cells[from].and_then(|at| walker.attach(at, ATTACH_M).ok()) {
                    black_box(walker.nearest(&on_roads, &from, &everything, |_| true));
                }
            }),
        ),
        (
            "ground within 15 minutes",
            20,
            Box::new(|| {
                reached = (reached + 7) % open.len();
                black_box(walker.reach(&open[reached].1, &[Limit::Seconds(900.0)]));
            }),
        ),
    ];
    let mut times = vec![vec![]; contenders.len()];
    for _ in 0..ROUNDS {
        for ((_, count, work), times) in contenders.iter_mut().zip(&mut times) {
            let started = Instant::now();
            (0..*count).for_each(|_| work());
            times.push(milliseconds(started) / *count as f64);
        }
    }
    for ((name, ..), mut times) in contenders.into_iter().zip(times) {
        times.sort_unstable_by(f64::total_cmp);
        line(format_args!("time,{name},{:.5},{:.5}", times[ROUNDS / 2], times[0]));
    }
    lines
}

/// Draws spots beside the streets (Knuth's MMIX generator).
struct Drawn {
    points: Vec<Point>,
    state: u64,
}

impl Drawn {
    fn from(streets: &Streets) -> Drawn {
        let used: HashSet<u32> = streets.ways.iter().flat_map(|way| way.points.iter().copied()).collect();
        let mut used: Vec<u32> = used.into_iter().collect();
        used.sort_unstable();
        let degrees = |point: u32| streets.points[point as usize].map(|part| f64::from(part) / 1e7);
        Drawn { points: used.into_iter().map(degrees).collect(), state: 2026 }
    }

    fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A spot within about so many metres of some point of a street.
    fn beside(&mut self, metres: f64) -> Point {
        let drawn = (self.unit() * self.points.len() as f64) as usize;
        let [lon, lat] = self.points[drawn];
        let degrees = metres / 111_195.0;
        [lon + (self.unit() * 2.0 - 1.0) * degrees / lat.to_radians().cos(), lat + (self.unit() * 2.0 - 1.0) * degrees]
    }
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}
