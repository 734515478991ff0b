//! Do made-up towns give the answers of the plain search?

use crate::{
    analysis::{
        random::Random,
        roads::{ATTACH_M, Attached, Door, Limit, Network, Speeds, WalkCoverage, WalkQuery, Walker, tests::plain::Plain, tests::world::*},
        space::Point,
    },
    domain::street::{Profile, Streets},
};

/// Lengths are rounded to the millimetre edge by edge, and ways to the network are found on flat ground.
const CLOSE_M: f64 = 0.1;

struct Town {
    streets: Streets,
    network: Network,
    places: Vec<Option<Point>>,
    side: usize,
}

impl Town {
    fn new(seed: u64) -> Town {
        let mut random = Random(seed);
        let side = 2 + random.below(4);
        let streets = town(&mut random, side);
        let network = Network::build(&streets);
        Town { network, places: (0..24).map(|_| Some(somewhere(&mut random, side))).collect(), streets, side }
    }

    fn walker(&self, profile: Profile) -> Walker<'_> {
        Walker::new(&self.network, profile, &Speeds::default())
    }

    /// The plain search over the places; those that lie ambiguously are left out of both.
    fn plain(&self, profile: Profile) -> (Plain, Attached, Vec<Option<f64>>) {
        let mut plain = Plain::new(&self.streets, profile == Profile::StepFree, Speeds::default().metres_a_second(profile));
        let mut ways = vec![];
        let mut places = vec![];
        for place in self.places.iter().flatten() {
            let way = plain.attach(*place, ATTACH_M);
            places.push(way.is_ok().then_some(*place));
            ways.push(way.unwrap_or(None));
        }
        (plain, self.walker(profile).attach_all(&places, ATTACH_M), ways)
    }
}

/// Every profile in some towns.
fn everywhere(seeds: std::ops::Range<u64>, check: impl Fn(&Town, Profile, u64)) {
    for seed in seeds {
        let town = Town::new(seed);
        assert!(town.side > 1);
        Profile::ALL.into_iter().for_each(|profile| check(&town, profile, seed));
    }
}

#[test]
fn places_attach_where_a_scan_over_all_pieces_finds_the_nearest() {
    everywhere(0..60, |town, profile, seed| {
        let (_, attached, ways) = town.plain(profile);
        for (row, way) in ways.iter().enumerate() {
            let attachment = attached.get(row as u32).ok();
            assert_eq!(attachment.is_some(), way.is_some(), "town {seed}, {profile:?}, place {row}");
            if let (Some(attachment), Some(way)) = (attachment, way) {
                assert!((attachment.way_m() - way).abs() < 0.01, "town {seed}, place {row}: {} {way}", attachment.way_m());
            }
        }
    });
}

#[test]
fn the_nearest_places_are_those_of_the_plain_search() {
    everywhere(0..40, |town, profile, seed| {
        let (plain, attached, _) = town.plain(profile);
        let walker = town.walker(profile);
        for (row, by_time) in [(0, false), (1, true), (2, false), (3, true)] {
            let Ok(from) = attached.get(row) else { continue };
            let limit = if by_time { Limit::Seconds(1e6) } else { Limit::Nowhere };
            let found = walker.nearest(&attached, &from, &WalkQuery { count: 99, limit }, |row| row % 3 != 1);
            let expected = plain.from(row as usize, by_time);
            let rank = |row: usize| if by_time { expected[row].1 } else { expected[row].0 };
            let reached = (0..expected.len()).filter(|row| row % 3 != 1 && rank(*row).is_finite());
            assert_eq!(found.len(), reached.count(), "town {seed}, {profile:?}, from {row}");
            for near in &found {
                let (metres, seconds) = expected[near.row as usize];
                let (own, their) = if by_time { (near.walk_s, seconds) } else { (near.distance_m, metres) };
                assert!((own - their).abs() < CLOSE_M, "town {seed}, {profile:?}, {row} to {near:?}: {metres} m, {seconds} s");
            }
            assert!(found.is_sorted_by_key(|near| if by_time { near.walk_s } else { near.distance_m }));
            let three = walker.nearest(&attached, &from, &WalkQuery { count: 3, limit }, |row| row % 3 != 1);
            assert_eq!(three, found[..found.len().min(3)]);
        }
    });
}

#[test]
fn every_cell_has_the_nearest_place_of_the_plain_search() {
    everywhere(0..40, |town, profile, seed| {
        let (plain, attached, _) = town.plain(profile);
        let walker = town.walker(profile);
        let limit_m = 700.0;
        let answer = walker.cover(&attached, |row| row % 4 == 0, &attached, Limit::Metres(limit_m));
        assert_eq!(answer.off_road, attached.off_road().count());
        for cell in 0..town.places.len() {
            let expected = plain.from(cell, false);
            let nearest = expected.iter().step_by(4).map(|cost| cost.0).fold(f64::INFINITY, f64::min);
            let own = answer.nearest.distance_m[cell];
            let near_limit = (nearest - limit_m).abs() < CLOSE_M;
            let nearest = if nearest > limit_m || attached.get(cell as u32).is_err() { f64::INFINITY } else { nearest };
            assert!(
                own == nearest || (own - nearest).abs() < CLOSE_M || near_limit,
                "town {seed}, {profile:?}, cell {cell}: {own} {nearest}"
            );
            if own.is_finite() {
                let (row_m, row_s) = expected[answer.nearest.row[cell] as usize];
                assert!((row_m - own).abs() < CLOSE_M && (row_s > 0.0 || own == 0.0));
            }
        }
    });
}

#[test]
fn opening_and_closing_places_gives_what_working_it_all_out_anew_gives() {
    for seed in 0..60 {
        let (town, mut random) = (Town::new(seed), Random(seed + 1_000));
        let profile = Profile::ALL[random.below(3)];
        let walker = town.walker(profile);
        let cells: Vec<_> = (0..60).map(|_| Some(somewhere(&mut random, town.side))).collect();
        let (cells, places) = (walker.attach_all(&cells, ATTACH_M), walker.attach_all(&town.places, ATTACH_M));
        let limit = [Limit::Nowhere, Limit::Metres(400.0), Limit::Seconds(500.0)][random.below(3)];
        let mut open = std::collections::BTreeMap::new();
        let mut coverage = WalkCoverage::new(&walker, [], &cells, limit);
        for _ in 0..40 {
            let before = coverage.cells.clone();
            let row = random.below(places.len() / 2) as u32;
            let spot = places.get(random.below(places.len()) as u32);
            let changed = match spot {
                Ok(place) if random.chance(0.6) => {
                    open.insert(row, place);
                    coverage.open(&walker, &cells, row, place)
                }
                _ => {
                    open.remove(&row);
                    coverage.close(&walker, &cells, row)
                }
            };
            let anew = WalkCoverage::new(&walker, open.iter().map(|(row, place)| (*row, *place)), &cells, limit);
            assert!(coverage.labels == anew.labels, "town {seed}: the nodes are those of working it all out anew");
            assert_eq!(coverage.cells, anew.cells, "town {seed}");
            let differs = (0..cells.len()).filter(|cell| before[*cell] != anew.cells[*cell]);
            assert!(differs.into_iter().all(|cell| changed.contains(&(cell as u32))), "every cell that changed is named");
        }
    }
}

#[test]
fn a_route_is_as_long_as_its_distance_and_its_steps_add_up() {
    everywhere(0..40, |town, profile, seed| {
        let walker = town.walker(profile);
        let attached = walker.attach_all(&town.places, ATTACH_M);
        let door = |row: u32| Some(Door { at: town.places[row as usize]?, attachment: attached.get(row).ok()? });
        for (limit, a) in [(Limit::Nowhere, 0), (Limit::Seconds(1e6), 1), (Limit::Nowhere, 2)] {
            let Some(from) = door(a) else { continue };
            let all = walker.nearest(&attached, &from.attachment, &WalkQuery { count: 99, limit }, |_| true);
            for b in 0..attached.len() as u32 {
                let Some(to) = door(b) else { continue };
                let route = walker.route(&from, &to, limit);
                let near = all.iter().find(|near| near.row == b);
                assert_eq!(route.is_some(), near.is_some(), "town {seed}, {profile:?}, {a} to {b}");
                let (Some(route), Some(near)) = (route, near) else { continue };
                assert_eq!((route.length_m, route.walk_s), (near.distance_m, near.walk_s));
                let sum = |of: fn(&crate::analysis::roads::RouteStep) -> f64| route.steps.iter().map(of).sum::<f64>();
                assert!((sum(|step| step.length_m) - route.length_m).abs() < 0.002);
                assert!((sum(|step| step.walk_s) - route.walk_s).abs() < 0.01, "{} {}", sum(|step| step.walk_s), route.walk_s);
                let drawn: f64 = route.line.windows(2).map(|pair| crate::analysis::space::Space::Sphere.distance_m(pair[0], pair[1])).sum();
                assert!((drawn - route.length_m).abs() < CLOSE_M, "town {seed}: drawn {drawn}, said {}", route.length_m);
                assert_eq!((route.line.first(), route.line.last()), (Some(&from.at), Some(&to.at)));
            }
        }
    });
}
