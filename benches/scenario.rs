//! How long does a move of a dragged site take among 1,000,000 cells, and how long would working everything out anew?
//!
//! `cargo bench --bench scenario`. A box of 40 by 40 km, 12 districts, 1,000 places; a site is dragged 3,000 steps of some 100 m. Straight
//! lines within 1 km; then on foot within 1 km over a lattice of 400 by 400 crossings some 100 m apart, a street in five missing, with
//! attaching the site. Beside it the same figures from nothing: every cell's nearest place and the people within the limit by district.
//! Every 300th move is compared with them.

mod lattice;

use std::{hint::black_box, time::Instant};

use carereach::analysis::{
    coverage::{CellColumns, Cells, NearestPerCell, bands, nearest_distances},
    filter::Filter,
    places::{PlaceRow, Places},
    roads::{ATTACH_M, Limit, Network, Speeds, WalkCoverage, Walker},
    scenario::{Catchment, Drag, Rows, Scenario, steady, within},
    space::{Point, Space},
};
use carereach::domain::{facility::Status, street::Profile};

use lattice::{Random, lattice};

const CELLS: usize = 1_000_000;
const DISTRICTS: usize = 12;
const PLACES: usize = 1_000;
const MOVES: usize = 3_000;
const WITHIN_M: f64 = 1_000.0;

fn main() {
    let mut random = Random(2026);
    let points: Vec<Option<Point>> = (0..CELLS).map(|_| Some(point(&mut random))).collect();
    let zone = (0..CELLS).map(|_| below(&mut random, DISTRICTS) as u32).collect();
    let counts = vec![(0..CELLS).map(|_| below(&mut random, 60) as f64).collect()];
    let cells = Cells::new(Space::Sphere, CellColumns { points: points.clone(), zone, zones: DISTRICTS, counts });
    let places: Vec<Point> = (0..PLACES).map(|_| point(&mut random)).collect();
    println!("{CELLS} cells, {PLACES} places, within {WITHIN_M} m, {MOVES} moves, {} threads", rayon::current_num_threads());
    println!("{:<10} {:>10} {:>10} {:>10} {:>12} {:>8}", "by", "p50 ms", "p95 ms", "max ms", "anew ms", "anew/p95");

    let nearest = |site: Option<Point>| {
        let row = |point: Point| PlaceRow { point: Some(point), kind: 0, status: Status::Operating, offers: vec![] };
        let places = Places::new(Space::Sphere, places.iter().copied().chain(site).map(row).collect());
        nearest_distances(&places, &Filter::default(), &cells)
    };
    measure("straight", &cells, &nearest, &|at| within(&cells, at, WITHIN_M));

    let network = Network::build(&lattice(&mut random));
    let walker = Walker::new(&network, Profile::Walk, &Speeds::default());
    let people = walker.attach_all(&points, ATTACH_M);
    let nearest = |site: Option<Point>| {
        let open = places.iter().copied().chain(site).zip(0..).filter_map(|(at, row)| Some((row, walker.attach(at, ATTACH_M).ok()?)));
        WalkCoverage::new(&walker, open, &people, Limit::Nowhere).per_cell(&walker, &people).nearest
    };
    let reached = |at: Point| walker.attach(at, ATTACH_M).map_or(vec![], |place| walker.catchment(&place, &people, WITHIN_M));
    measure("on foot", &cells, &nearest, &reached);
}

fn measure(by: &str, cells: &Cells, nearest: &dyn Fn(Option<Point>) -> NearestPerCell, reached: &dyn Fn(Point) -> Catchment) {
    let covered = |per_cell: &NearestPerCell| bands(cells, per_cell, 0, &[WITHIN_M]).bands[0].covered;
    let scenario = Scenario::new(steady(&nearest(None), WITHIN_M), vec![]);
    let rows = Rows::new(cells, (0..DISTRICTS as u32).collect(), DISTRICTS as u32, DISTRICTS + 1);
    let drag = Drag::new(cells, rows, 0, scenario, &[], None);
    let (mut moves_ms, mut anew_ms) = (vec![], vec![]);
    let mut random = Random(7);
    let mut at = [108.91, 34.27];
    for number in 0..MOVES {
        at = [0, 1].map(|axis| (at[axis] + (random.unit() - 0.5) * 0.002).clamp([108.72, 34.12][axis], [109.1, 34.42][axis]));
        let started = Instant::now();
        let moved = black_box(drag.put(cells, &reached(at)));
        moves_ms.push(started.elapsed().as_secs_f64() * 1e3);
        if number % 300 == 0 {
            let started = Instant::now();
            let anew = covered(&nearest(Some(at)));
            anew_ms.push(started.elapsed().as_secs_f64() * 1e3);
            assert_eq!(moved.all.covered, anew, "as worked out anew");
        }
    }
    moves_ms.sort_by(f64::total_cmp);
    anew_ms.sort_by(f64::total_cmp);
    let (p50, p95, anew) = (moves_ms[MOVES / 2], moves_ms[MOVES * 95 / 100], anew_ms[anew_ms.len() / 2]);
    println!("{by:<10} {p50:>10.3} {p95:>10.3} {:>10.3} {anew:>12.1} {:>8.0}", moves_ms[MOVES - 1], anew / p95);
}

fn below(random: &mut Random, end: usize) -> usize {
    (random.unit() * end as f64) as usize
}

/// Somewhere in the box.
fn point(random: &mut Random) -> Point {
    [108.7 + random.unit() * 0.4348, 34.1 + random.unit() * 0.3597]
}
