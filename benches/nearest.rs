//! How long does a question for the 5 nearest take, beside a plain rstar tree that knows only the right answers?
//!
//! `cargo bench --bench nearest`. A box of 40 by 40 km like Xi'an's, 9 kinds, a fifth of the places of the kind asked for,
//! 0.5 % of them on another's spot. The ceiling is one rstar tree in local metres that holds only the operating places of that
//! kind: no filters, no ties, no great circle. Runs are taken in turn; the table shows medians and their ratios to the ceiling.

use std::{hint::black_box, time::Instant};

use carereach::analysis::{
    filter::Filter,
    nearest::{Match, NearestQuery, left_out, nearest},
    places::{Offer, PlaceRow, Places},
    space::{Point, Space},
};
use carereach::domain::facility::Status;
use rstar::{RTree, primitives::GeomWithData};

const ASKED_KIND: u16 = 4;
const RARE_SERVICE: u16 = 7;
const QUESTIONS: usize = 4_000;
const ROUNDS: usize = 15;
const LIMIT: usize = 5;

/// Something measured: its name in the table and how to run it.
type Contender<'a> = (&'a str, Box<dyn Fn(Point) -> usize + 'a>);

fn main() {
    println!("nearest {LIMIT}, microseconds a question, medians of {ROUNDS} runs of {QUESTIONS} taken in turn");
    println!("{:>10}  {:<46} {:>9} {:>9} {:>8}", "places", "question", "median", "max/min", "ratio");
    for count in [10_000, 100_000, 1_000_000] {
        measure(count);
    }
}

fn measure(count: usize) {
    let mut random = Random(2026);
    let rows = places(&mut random, count);
    let raw = RTree::bulk_load(rows.iter().zip(0..).filter(|(row, _)| is_asked(row)).filter_map(in_metres).collect());
    let started = Instant::now();
    let places = Places::new(Space::Sphere, rows);
    let built_ms = started.elapsed().as_secs_f64() * 1e3;
    let questions: Vec<Point> = (0..QUESTIONS).map(|_| random.point()).collect();
    let kind = Filter { kinds: vec![ASKED_KIND], ..Filter::operating() };
    let offer = Filter { services: vec![1, 2], group: Some(1), ..kind.clone() };
    let rare = Filter { services: vec![RARE_SERVICE], ..Filter::operating() };
    let any = Filter::operating();
    let found: usize = places.accepted(&rare).count();
    let started = Instant::now();
    ask(&places, &rare, questions[0]);
    let first_ms = started.elapsed().as_secs_f64() * 1e3;
    for filter in [&kind, &offer, &rare, &any] {
        check(&places, filter, &questions[..if count > 100_000 { 10 } else { 50 }]);
    }
    let explain = |at: Point| {
        let query = NearestQuery { at, limit: LIMIT, within_m: None, filter: &offer };
        let matches = nearest(&places, &query);
        left_out(&places, &query, &matches, 10).len()
    };
    let rare_name = format!("a service that {found} of them offer");
    let contenders: Vec<Contender> = vec![
        ("raw rstar, a tree of the right answers", Box::new(|at| ask_raw(&raw, at))),
        ("kind, operating", Box::new(|at| ask(&places, &kind, at).len())),
        ("kind, operating, two services, group", Box::new(|at| ask(&places, &offer, at).len())),
        (&rare_name, Box::new(|at| ask(&places, &rare, at).len())),
        ("any kind, operating", Box::new(|at| ask(&places, &any, at).len())),
        ("the third, with 10 that were left out", Box::new(explain)),
    ];
    let times = take_turns(&contenders, &questions);
    let ceiling = median(&times[0]);
    for ((name, _), times) in contenders.iter().zip(&times) {
        let median = median(times);
        println!("{count:>10}  {name:<46} {median:>9.3} {:>9.2} {:>8.2}", spread(times), median / ceiling);
    }
    println!("{count:>10}  built in {built_ms:.0} ms; the rare question's first answer {first_ms:.2} ms");
}

fn ask(places: &Places, filter: &Filter, at: Point) -> Vec<Match> {
    nearest(places, &NearestQuery { at, limit: LIMIT, within_m: None, filter })
}

fn ask_raw(raw: &RTree<GeomWithData<Point, u32>>, at: Point) -> usize {
    let nearest = raw.nearest_neighbor_iter_with_distance_2(&metres(at)).take(LIMIT);
    black_box(nearest.map(|(place, square)| (place.data, square.sqrt())).collect::<Vec<_>>()).len()
}

/// Compares answers with a scan of every place.
fn check(places: &Places, filter: &Filter, questions: &[Point]) {
    for at in questions {
        let mut all: Vec<Match> = places.accepted(filter).map(|(row, _)| Match { row, distance_m: places.distance_m(*at, row) }).collect();
        all.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.row.cmp(&b.row)));
        all.truncate(LIMIT);
        assert_eq!(ask(places, filter, *at), all, "the nearest to {at:?} are those of a scan");
    }
}

fn places(random: &mut Random, count: usize) -> Vec<PlaceRow> {
    let mut rows: Vec<PlaceRow> = Vec::with_capacity(count);
    for at in 0..count {
        let twin = random.unit() < 0.005 && at > 0;
        let point = if twin { rows[random.below(at)].point } else { Some(random.point()) };
        let kind = if random.unit() < 0.2 { ASKED_KIND } else { [0, 1, 2, 3, 5, 6, 7, 8][random.below(8)] };
        let status = if random.unit() < 0.9 { Status::Operating } else { Status::Closed };
        let service = if random.unit() < 1e-4 { RARE_SERVICE } else { random.below(5) as u16 };
        let groups = if random.unit() < 0.5 { vec![] } else { vec![random.below(3) as u16] };
        rows.push(PlaceRow { point, kind, status, offers: vec![Offer { service, groups }] });
    }
    rows
}

fn is_asked(row: &PlaceRow) -> bool {
    row.kind == ASKED_KIND && row.status == Status::Operating
}

fn in_metres((row, number): (&PlaceRow, u32)) -> Option<GeomWithData<Point, u32>> {
    row.point.map(|point| GeomWithData::new(metres(point), number))
}

fn metres([lon, lat]: Point) -> Point {
    [(lon - 108.9) * 92_000.0, (lat - 34.2) * 111_195.0]
}

/// Times each contender in each round, microseconds a question.
fn take_turns(contenders: &[Contender], questions: &[Point]) -> Vec<Vec<f64>> {
    let mut times = vec![vec![]; contenders.len()];
    for _ in 0..ROUNDS {
        for ((_, ask), times) in contenders.iter().zip(&mut times) {
            let started = Instant::now();
            let found: usize = questions.iter().map(|at| ask(*at)).sum();
            times.push(started.elapsed().as_secs_f64() * 1e6 / questions.len() as f64);
            black_box(found);
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
