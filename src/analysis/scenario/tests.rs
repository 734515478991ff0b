//! Is what opens and closes step by step what working everything out from nothing gives?

use super::*;
use crate::{
    analysis::{
        cells::{CellColumns, NO_ZONE},
        random::Random,
        roads::{Network, Speeds, Walker, tests::world},
        space::{Point, Space},
    },
    domain::street::Profile,
};

/// People in three zones and outside of them, whole numbers.
struct Land {
    points: Vec<Option<Point>>,
    cells: Cells,
    rows: Rows,
    /// By cell, by hand.
    row: Vec<Option<usize>>,
}

fn land(random: &mut Random, count: usize, somewhere: &impl Fn(&mut Random) -> Point) -> Land {
    let points: Vec<Option<Point>> = (0..count).map(|_| Some(somewhere(random)).filter(|_| !random.chance(0.05))).collect();
    let zone: Vec<u32> = (0..count).map(|_| [0, 1, 2, NO_ZONE][random.below(4)]).collect();
    let counts = vec![(0..count).map(|_| random.below(90) as f64).collect()];
    let row = |(point, zone): (&Option<Point>, &u32)| point.and([Some(1), Some(0), None, Some(2)][(*zone).min(3) as usize]);
    let row = points.iter().zip(&zone).map(row).collect();
    let cells = Cells::new(Space::Sphere, CellColumns { points: points.clone(), zone, zones: 3, counts });
    let rows = Rows::new(&cells, vec![1, 0, NO_ROW], 2, 3);
    Land { points, cells, rows, row }
}

impl Land {
    /// From nothing: people covered by row, everybody by row.
    fn scan(&self, covered: &dyn Fn(u32) -> bool) -> Vec<Tally> {
        let mut rows = vec![Tally::default(); 3];
        for (cell, row) in self.row.iter().enumerate() {
            let Some(row) = row else { continue };
            rows[*row].total += self.cells.counts(0)[cell];
            rows[*row].covered += if covered(cell as u32) { self.cells.counts(0)[cell] } else { 0.0 };
        }
        rows
    }
}

/// Whom a point reaches, in some way of measuring.
type Measure<'a> = &'a dyn Fn(Point) -> Catchment;

/// Does steps at random, undoes some, drags one; every figure is compared with a scan that knows only distances.
fn do_at_random(random: &mut Random, land: &Land, measure: Measure, somewhere: &dyn Fn(&mut Random) -> Point) {
    let reach = |at: Point| -> Vec<bool> {
        let mut reached = vec![false; land.points.len()];
        measure(at).iter().for_each(|(cell, _)| reached[*cell as usize] = true);
        reached
    };
    let quiet: Vec<Point> = (0..3).map(|_| somewhere(random)).collect();
    let sites: Vec<Point> = (0..8).map(|_| somewhere(random)).collect();
    let (quiet, by_hand): (Vec<_>, Vec<_>) = (quiet.into_iter().map(reach).collect(), sites.iter().map(|at| reach(*at)).collect());
    let steady = (0..land.points.len()).map(|cell| quiet.iter().any(|reached| reached[cell])).collect();
    let made = sites.iter().enumerate().map(|(site, at)| Site { catchment: measure(*at), stands: site < 4 }).collect();
    let mut scenario = Scenario::new(steady, made);
    let mut open: Vec<bool> = (0..8).map(|site| site < 4).collect();
    let covered = |open: &[bool], cell: usize| {
        quiet.iter().any(|reached| reached[cell]) || by_hand.iter().zip(open).any(|(reached, open)| *open && reached[cell])
    };
    for _ in 0..25 {
        let before: Vec<bool> = (0..land.points.len()).map(|cell| covered(&open, cell)).collect();
        let pick = |random: &mut Random| random.chance(0.7).then(|| random.below(8));
        let (closes, opens) = (pick(random), pick(random));
        if closes == opens {
            continue;
        }
        let (gained, lost) = scenario.apply(Step { closes, opens });
        opens.into_iter().for_each(|site| open[site] = true);
        closes.into_iter().for_each(|site| open[site] = false);
        let changed = |was: bool| {
            let cells = (0..land.points.len()).filter(|cell| before[*cell] == was && covered(&open, *cell) != was);
            cells.map(|cell| cell as u32).collect::<Vec<_>>()
        };
        assert_eq!((gained, lost), (changed(false), changed(true)));
        assert_eq!(scenario.figures(&land.cells, &land.rows, 0), land.scan(&|cell| covered(&open, cell as usize)));
    }
    drag_at_random(random, land, (scenario, open), (&quiet, &by_hand), measure, somewhere);
}

fn drag_at_random(
    random: &mut Random,
    land: &Land,
    (scenario, open): (Scenario, Vec<bool>),
    (quiet, by_hand): (&[Vec<bool>], &[Vec<bool>]),
    measure: Measure,
    somewhere: &dyn Fn(&mut Random) -> Point,
) {
    let covered = |open: &[bool], extra: &[u32], cell: u32| {
        let there = |reached: &Vec<bool>| reached[cell as usize];
        quiet.iter().any(there) || by_hand.iter().zip(open).any(|(reached, open)| *open && there(reached)) || extra.contains(&cell)
    };
    let first = (0..8).find(|site| !open[*site]);
    let steps: Vec<Step> = first.map(|opens| Step { opens: Some(opens), closes: None }).into_iter().collect();
    let closes = (0..8).find(|site| open[*site]);
    let drag = Drag::new(&land.cells, land.rows.clone(), 0, scenario, &steps, closes);
    let mut undone = open.clone();
    first.into_iter().for_each(|site| undone[site] = true);
    let mut others = undone.clone();
    closes.into_iter().for_each(|site| others[site] = false);
    let before = land.scan(&|cell| covered(&open, &[], cell));
    for _ in 0..10 {
        let catchment = measure(somewhere(random));
        let extra: Vec<u32> = catchment.iter().map(|(cell, _)| *cell).collect();
        let moved = drag.put(&land.cells, &catchment);
        let now = land.scan(&|cell| covered(&others, &extra, cell));
        let people = |wanted: &dyn Fn(u32) -> bool| drag::sum(&land.scan(wanted)).covered;
        assert_eq!(moved.all, drag::sum(&now));
        assert_eq!(moved.newly_covered, people(&|cell| covered(&others, &extra, cell) && !covered(&open, &[], cell)));
        assert_eq!(moved.newly_lost, people(&|cell| !covered(&others, &extra, cell) && covered(&open, &[], cell)));
        assert_eq!(moved.lost_without, moved.all.covered - people(&|cell| covered(&undone, &[], cell)));
        let differing = before.iter().zip(&now).enumerate().filter(|(_, (before, now))| before != now);
        assert_eq!(moved.rows, differing.map(|(row, (before, now))| (row, before.covered, *now)).collect::<Vec<_>>());
    }
}

#[test]
fn figures_after_any_sequence_are_those_of_a_scan_along_straight_lines() {
    let mut random = Random(41);
    let somewhere = |random: &mut Random| [random.between(108.9, 108.95), random.between(34.2, 34.25)];
    for within_m in [200.0, 700.0, 1_500.0, 9_000.0] {
        for _ in 0..6 {
            let land = land(&mut random, 700, &somewhere);
            // A scan of all points, not the balls of the curve.
            let measure = |at: Point| {
                let measured =
                    land.points.iter().zip(0..).filter_map(|(point, cell)| Some((cell, Space::Sphere.distance_m((*point)?, at))));
                let scanned: Catchment = measured.filter(|(_, metres)| *metres <= within_m).collect();
                let mut found = within(&land.cells, at, within_m);
                found.sort_unstable_by_key(|(cell, _)| *cell);
                assert_eq!(found, scanned);
                found
            };
            do_at_random(&mut random, &land, &measure, &somewhere);
        }
    }
}

#[test]
fn figures_after_any_sequence_are_those_of_a_scan_on_foot() {
    let mut random = Random(42);
    for round in 0..12 {
        let side = 3 + round % 3;
        let network = Network::build(&world::town(&mut random, side));
        let walker = Walker::new(&network, Profile::ALL[round % 3], &Speeds::default());
        let somewhere = |random: &mut Random| world::somewhere(random, side);
        let land = land(&mut random, 150, &somewhere);
        let people = walker.attach_all(&land.points, 200.0);
        let within_m = [150.0, 400.0, 900.0][round % 3];
        let measure = |at: Point| walker.attach(at, 200.0).map_or(vec![], |place| walker.catchment(&place, &people, within_m));
        do_at_random(&mut random, &land, &measure, &somewhere);
    }
}

#[test]
fn who_is_steady_is_told_by_a_closed_limit() {
    let per_cell: NearestPerCell = [(500.0, 1), (500.001, 1), (f64::INFINITY, u32::MAX)].into_iter().collect();
    assert_eq!(steady(&per_cell, 500.0), [true, false, false]);
}
