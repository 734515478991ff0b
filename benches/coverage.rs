//! How long does it take to find every cell's nearest place and the people within 1 km, by district?
//!
//! `cargo bench --bench coverage`. A box of 40 by 40 km like Xi'an's, 20,000 places, up to 1,000,000 cells in 12 districts,
//! in no order. Beside it: reading the arrays alone, the least that any answer costs, and one question after the other to an
//! rstar tree in local metres, shared among the same threads; and one place that opens or closes, districts again, as a
//! snapshot takes over the distances of the one before. Runs are taken in turn; the table shows medians and ratios.

use std::{cell::RefCell, hint::black_box, time::Instant};

use carereach::analysis::{
    counted::Counted,
    coverage::{CellColumns, Cells, NearestPerCell, bands, nearest_distances},
    filter::Filter,
    places::{PlaceRow, Places},
    space::{Point, Space},
    update::{Now, Touched},
};
use carereach::domain::facility::Status;
use rayon::prelude::*;
use rstar::{RTree, primitives::GeomWithData};

const PLACES: usize = 20_000;
const DISTRICTS: usize = 12;
const WITHIN_M: f64 = 1_000.0;
const ROUNDS: usize = 11;

/// Something measured: its name in the table and how to run it.
type Contender<'a> = (&'a str, Box<dyn Fn() -> f64 + 'a>);

fn main() {
    println!("coverage by {PLACES} places within {WITHIN_M} m, {} threads, medians of {ROUNDS} runs", rayon::current_num_threads());
    println!("{:>10}  {:<46} {:>9} {:>9} {:>8}", "cells", "work", "ms", "max/min", "ratio");
    for count in [10_000, 100_000, 1_000_000] {
        measure(count);
    }
}

fn measure(count: usize) {
    let mut random = Random(2026);
    let points: Vec<Point> = (0..PLACES).map(|_| random.point()).collect();
    let row = |point: &Point| PlaceRow { point: Some(*point), kind: 0, status: Status::Operating, offers: vec![] };
    let places = Places::new(Space::Sphere, points.iter().map(row).collect());
    let columns = columns(&mut random, count);
    let started = Instant::now();
    let cells = Cells::new(Space::Sphere, columns.clone());
    let built_ms = started.elapsed().as_secs_f64() * 1e3;
    let raw = RTree::bulk_load(points.iter().zip(0..).map(|(point, row)| GeomWithData::new(metres(*point), row)).collect());
    let filter = Filter::operating();
    let per_cell = nearest_distances(&places, &filter, &cells);
    check(&places, &columns, &per_cell, &mut random);
    let turn = OneMore::new(&cells, &points, &per_cell);
    let contenders: Vec<Contender> = vec![
        ("nearest and people within 1 km by district", Box::new(|| cover(&places, &filter, &cells))),
        ("  of it people within 1 km by district", Box::new(|| bands(&cells, &per_cell, 0, &[WITHIN_M]).bands[0].covered)),
        ("one place opened or closed, districts again", Box::new(|| turn.next())),
        ("reading the arrays", Box::new(|| read(&columns))),
        ("rstar, one cell after the other", Box::new(|| cover_raw(&raw, &columns))),
    ];
    let times = take_turns(&contenders);
    let ours = median(&times[0]);
    for ((name, _), times) in contenders.iter().zip(&times) {
        println!("{count:>10}  {name:<46} {:>9.2} {:>9.2} {:>8.3}", median(times), spread(times), median(times) / ours);
    }
    println!("{count:>10}  the table of cells was built in {built_ms:.0} ms");
}

fn cover(places: &Places, filter: &Filter, cells: &Cells) -> f64 {
    let per_cell = nearest_distances(places, filter, cells);
    black_box(bands(cells, &per_cell, 0, &[WITHIN_M])).bands[0].covered
}

/// A place that opens in one run and closes in the next.
struct OneMore<'a> {
    cells: &'a Cells,
    filter: Filter,
    at: Point,
    /// Without it and with it.
    places: [Places; 2],
    numbers: Vec<u32>,
    /// Whether it is open, the distances of that state, and what was counted of them.
    standing: RefCell<(bool, NearestPerCell, Counted)>,
}

impl<'a> OneMore<'a> {
    fn new(cells: &'a Cells, points: &[Point], per_cell: &NearestPerCell) -> OneMore<'a> {
        let at = [108.9171, 34.2791];
        let table = |points: &mut dyn Iterator<Item = Point>| {
            let row = |point| PlaceRow { point: Some(point), kind: 0, status: Status::Operating, offers: vec![] };
            Places::new(Space::Sphere, points.map(row).collect())
        };
        let places = [table(&mut points.iter().copied()), table(&mut points.iter().copied().chain([at]))];
        let (filter, numbers) = (Filter::operating(), (0..=points.len() as u32).collect());
        let turn = OneMore {
            cells,
            filter,
            at,
            places,
            numbers,
            standing: RefCell::new((false, per_cell.clone(), Counted::new(cells, per_cell, 0, &[WITHIN_M]))),
        };
        turn.next();
        let anew = nearest_distances(&turn.places[1], &turn.filter, cells);
        assert!(turn.standing.borrow().1 == anew, "as found anew");
        assert!(turn.standing.borrow().2 == Counted::new(cells, &anew, 0, &[WITHIN_M]), "as counted anew");
        turn
    }

    /// Opens or closes it, and counts by district.
    fn next(&self) -> f64 {
        let mut standing = self.standing.borrow_mut();
        let (open, last, counted) = &*standing;
        let (opens, mut next, mut counted) = (!open, last.clone(), counted.clone());
        let number = self.places[0].len() as u32;
        let touched = Touched { number, was_at: open.then_some(self.at), row: opens.then_some(number) };
        let now = Now { cells: self.cells, places: &self.places[usize::from(opens)], filter: &self.filter, numbers: &self.numbers };
        let changed = next.update(&now, &[touched]).expect("few cells are touched");
        counted.update(self.cells, &next, &changed);
        let covered = black_box(counted.coverage(&[WITHIN_M])).bands[0].covered;
        *standing = (opens, next, counted);
        covered
    }
}

/// Adds up what the question is about, without an answer.
fn read(columns: &CellColumns) -> f64 {
    let points = columns.points.iter().flatten().map(|[lon, lat]| lon + lat);
    points.sum::<f64>() + columns.counts[0].iter().sum::<f64>() + columns.zone.iter().map(|zone| f64::from(*zone)).sum::<f64>()
}

fn cover_raw(raw: &RTree<GeomWithData<Point, u32>>, columns: &CellColumns) -> f64 {
    let nearest = |point: &Option<Point>| {
        let at = metres((*point)?);
        let (_, square) = raw.nearest_neighbor_iter_with_distance_2(&at).next()?;
        Some(square.sqrt())
    };
    let distances: Vec<f64> = columns.points.par_iter().map(|point| nearest(point).unwrap_or(f64::INFINITY)).collect();
    let mut covered = [0.0; DISTRICTS];
    for ((distance_m, zone), people) in distances.iter().zip(&columns.zone).zip(&columns.counts[0]) {
        if *distance_m <= WITHIN_M {
            covered[*zone as usize] += people;
        }
    }
    covered.iter().sum()
}

/// Compares a sample of the cells with a scan of every place.
fn check(places: &Places, columns: &CellColumns, per_cell: &NearestPerCell, random: &mut Random) {
    for _ in 0..100 {
        let cell = random.below(columns.points.len());
        let at = columns.points[cell].expect("every cell of the bench has a point");
        let measured = (0..places.len() as u32).map(|row| (places.distance_m(at, row), row));
        let nearest = measured.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        assert_eq!(Some((per_cell.distance_m[cell], per_cell.row[cell])), nearest, "the nearest of {at:?} is that of a scan");
    }
}

fn columns(random: &mut Random, count: usize) -> CellColumns {
    let points: Vec<Option<Point>> = (0..count).map(|_| Some(random.point())).collect();
    let district = |point: &Option<Point>| point.map_or(0, |[lon, lat]| ((lon - 108.7) * 9.1) as u32 * 3 + ((lat - 34.1) * 8.3) as u32);
    let zone = points.iter().map(district).collect();
    CellColumns { zone, zones: DISTRICTS, counts: vec![(0..count).map(|_| (random.unit() * 60.0).floor()).collect()], points }
}

fn metres([lon, lat]: Point) -> Point {
    [(lon - 108.9) * 92_000.0, (lat - 34.2) * 111_195.0]
}

/// Times each contender in each round, in milliseconds.
fn take_turns(contenders: &[Contender]) -> Vec<Vec<f64>> {
    let mut times = vec![vec![]; contenders.len()];
    for _ in 0..ROUNDS {
        for ((_, work), times) in contenders.iter().zip(&mut times) {
            let started = Instant::now();
            black_box(work());
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    times
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

/// A linear congruential generator (Knuth, MMIX).
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, end: usize) -> usize {
        (self.unit() * end as f64) as usize
    }

    /// Somewhere in the box.
    fn point(&mut self) -> Point {
        [108.7 + self.unit() * 0.4348, 34.1 + self.unit() * 0.3597]
    }
}
