//! How long does walking take: every node's nearest place, five nearest to a point, the area within reach, one place closed?
//!
//! `cargo bench --bench walking`. A lattice of 400 by 400 crossings some 100 m apart, a street in five missing, 4,000 places
//! beside the streets. Beside it: a plain search of the bench's own from all places at once, with the standard library's heap
//! and lengths in floating point; and one place that closes and opens again, as a snapshot takes over the distances of the one
//! before, beside finding them all anew. Runs are taken in turn; the table shows medians and ratios.
//! `benches/peers` measures scipy and pandana on the same lattice, which `-- --lattice FILE` writes.

mod lattice;

use std::{cmp::Reverse, collections::BinaryHeap, fmt::Write, hint::black_box, time::Instant};

use carereach::analysis::{
    roads::{ATTACH_M, Attached, Attachment, Limit, Network, Speeds, WalkCoverage, WalkQuery, Walker},
    space::{Point, Space},
};
use carereach::domain::street::{Profile, Streets};

use lattice::{Random, SIDE, STEP, lattice};

const PLACES: usize = 4_000;
const ROUNDS: usize = 11;

/// Something measured: its name in the table, how often it is done in one run, and how to run it.
type Contender<'a> = (&'a str, usize, Box<dyn FnMut() + 'a>);

fn main() {
    let mut random = Random(2026);
    let streets = lattice(&mut random);
    let arguments: Vec<String> = std::env::args().collect();
    let places: Vec<Option<Point>> = (0..PLACES).map(|_| Some(point(&mut random))).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--lattice") {
        std::fs::write(&arguments[at + 1], as_text(&streets, &places)).expect("the file can be written");
        return;
    }
    let started = Instant::now();
    let network = Network::build(&streets);
    let built_ms = milliseconds(started);
    let bytes = network.to_bytes();
    let started = Instant::now();
    let network = Network::from_bytes(&bytes).expect("its own bytes");
    println!(
        "{} nodes, {} edges: built in {built_ms:.0} ms, kept in {} kB, loaded in {:.0} ms",
        network.nodes(),
        network.edges(),
        bytes.len() / 1000,
        milliseconds(started)
    );
    measure(&network, &streets, &places, &mut random);
}

fn measure(network: &Network, streets: &Streets, places: &[Option<Point>], random: &mut Random) {
    let walker = Walker::new(network, Profile::Walk, &Speeds::default());
    let attached = walker.attach_all(places, ATTACH_M);
    let open: Vec<(u32, Attachment)> = (0..PLACES as u32).filter_map(|row| Some((row, attached.get(row).ok()?))).collect();
    let cells: Vec<Option<Point>> = (0..100_000).map(|_| Some(point(random))).collect();
    let (nobody, cells) = (walker.attach_all(&[], ATTACH_M), walker.attach_all(&cells, ATTACH_M));
    let plain = Plain::new(streets);
    let sources = plain.sources(streets, places);
    let mut standing = WalkCoverage::new(&walker, open.iter().copied(), &cells, Limit::Nowhere);
    let mut told = standing.per_cell(&walker, &cells).nearest;
    let mut told_again = |coverage: &WalkCoverage, changed: Vec<u32>| {
        let mut next = told.clone();
        for cell in changed {
            let place = coverage.of_cell(&walker, cell);
            next.distance_m.set(cell as usize, place.map_or(f64::INFINITY, |(_, metres, _)| metres));
            next.row.set(cell as usize, place.map_or(u32::MAX, |(row, ..)| row));
        }
        told = next;
    };
    let (mut row, mut reached, mut ringed, mut spots) = (0, 0, 0, Random(7));
    let query = WalkQuery { count: 5, limit: Limit::Nowhere };
    let mut from = Random(8);
    let mut contenders: Vec<Contender> = vec![
        ("nearest place of every node", 1, Box::new(|| drop(black_box(cover(&walker, &open, &nobody))))),
        ("  the same, plain", 1, Box::new(|| drop(black_box(plain.nearest(&sources))))),
        ("nearest place of 100,000 cells too", 1, Box::new(|| drop(black_box(cover(&walker, &open, &cells).per_cell(&walker, &cells))))),
        (
            "five nearest from a point, attaching it",
            1_000,
            Box::new(|| {
                let at = walker.attach(point(&mut spots), ATTACH_M).expect("streets are near");
                black_box(walker.nearest(&attached, &at, &query, |_| true));
            }),
        ),
        ("  attaching alone", 1_000, Box::new(|| assert!(black_box(walker.attach(point(&mut from), ATTACH_M)).is_ok()))),
        (
            "ground within 15 minutes",
            50,
            Box::new(|| {
                reached = (reached + 41) % PLACES;
                black_box(walker.reach(&open[reached].1, &[Limit::Seconds(900.0)]));
            }),
        ),
        (
            "  within 5, 10 and 15 minutes",
            50,
            Box::new(|| {
                ringed = (ringed + 41) % PLACES;
                black_box(walker.reach(&open[ringed].1, &[300.0, 600.0, 900.0].map(Limit::Seconds)));
            }),
        ),
        (
            "  one place closed and opened, brought up to date",
            100,
            Box::new(|| {
                row = (row + 37) % PLACES;
                let (row, place) = open[row];
                let closed = standing.close(&walker, &cells, row);
                told_again(&standing, closed);
                let opened = standing.open(&walker, &cells, row, place);
                told_again(&standing, opened);
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
    let ours = median(&times[0]);
    println!("{:<46} {:>10} {:>9} {:>9}", "work", "ms", "max/min", "ratio");
    for ((name, ..), times) in contenders.iter().zip(&times) {
        println!("{name:<46} {:>10.4} {:>9.2} {:>9.4}", median(times), spread(times), median(times) / ours);
    }
}

fn cover(walker: &Walker, open: &[(u32, Attachment)], cells: &Attached) -> WalkCoverage {
    WalkCoverage::new(walker, open.iter().copied(), cells, Limit::Nowhere)
}

/// The bench's own graph: a node for every crossing.
struct Plain {
    next: Vec<Vec<(u32, f64)>>,
}

impl Plain {
    fn new(streets: &Streets) -> Plain {
        let mut next = vec![vec![]; streets.points.len()];
        for way in &streets.ways {
            for pair in way.points.windows(2) {
                let metres = length_m(streets, pair[0], pair[1]);
                next[pair[0] as usize].push((pair[1], metres));
                next[pair[1] as usize].push((pair[0], metres));
            }
        }
        Plain { next }
    }

    /// The crossing nearest to each place, by its number in the lattice, and metres to it.
    fn sources(&self, streets: &Streets, places: &[Option<Point>]) -> Vec<(u32, f64)> {
        let crossing = |[lon, lat]: Point| {
            let [column, row] = [(lon - 108.7) / STEP[0], (lat - 34.1) / STEP[1]].map(|part| (part.round() as usize).min(SIDE - 1));
            (row * SIDE + column) as u32
        };
        places
            .iter()
            .flatten()
            .map(|place| (crossing(*place), Space::Sphere.distance_m(degrees(streets, crossing(*place)), *place)))
            .collect()
    }

    fn nearest(&self, sources: &[(u32, f64)]) -> Vec<(f64, u32)> {
        let mut best = vec![(f64::INFINITY, u32::MAX); self.next.len()];
        let mut heap = BinaryHeap::new();
        for ((node, metres), row) in sources.iter().zip(0..) {
            if (*metres, row) < best[*node as usize] {
                best[*node as usize] = (*metres, row);
                heap.push((Reverse(metres.to_bits()), *node));
            }
        }
        while let Some((Reverse(bits), node)) = heap.pop() {
            let (metres, row) = best[node as usize];
            if metres.to_bits() != bits {
                continue;
            }
            for (to, more) in &self.next[node as usize] {
                if (metres + more, row) < best[*to as usize] {
                    best[*to as usize] = (metres + more, row);
                    heap.push((Reverse((metres + more).to_bits()), *to));
                }
            }
        }
        best
    }
}

/// `edge,from,to,metres` and `place,crossing,metres` lines for other programs.
fn as_text(streets: &Streets, places: &[Option<Point>]) -> String {
    let mut text = String::new();
    for way in &streets.ways {
        let (from, to) = (way.points[0], way.points[1]);
        writeln!(text, "edge,{from},{to},{:.3}", length_m(streets, from, to)).expect("a text takes text");
    }
    for (node, metres) in Plain::new(streets).sources(streets, places) {
        writeln!(text, "place,{node},{metres:.3}").expect("a text takes text");
    }
    text
}

fn degrees(streets: &Streets, point: u32) -> Point {
    streets.points[point as usize].map(|part| f64::from(part) / 1e7)
}

fn length_m(streets: &Streets, from: u32, to: u32) -> f64 {
    Space::Sphere.distance_m(degrees(streets, from), degrees(streets, to))
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The slowest over the fastest: above 1.5 the machine was busy, and the run should be repeated.
fn spread(times: &[f64]) -> f64 {
    times.iter().copied().fold(0.0, f64::max) / times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Somewhere in the lattice.
fn point(random: &mut Random) -> Point {
    [108.702 + random.unit() * 0.43, 34.102 + random.unit() * 0.355]
}
