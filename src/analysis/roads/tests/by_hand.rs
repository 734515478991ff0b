//! Are the answers those that one works out by hand?

use crate::{
    analysis::roads::{ATTACH_M, Attachment, Limit, Network, OffRoad, Speeds, WalkQuery, Walker},
    analysis::space::Point,
    domain::street::{Barrier, BarrierClass, Profile, Stop, Street, StreetClass, Streets},
};

use super::world::{at, points, street};

fn streets(metres: &[[f64; 2]], ways: Vec<Street>) -> Streets {
    Streets { points: points(metres), ways, ..Streets::default() }
}

fn attach(network: &Network, profile: Profile, place: Point) -> Result<Attachment, OffRoad> {
    Walker::new(network, profile, &Speeds::default()).attach(place, ATTACH_M)
}

/// Metres and seconds from one point to another, to a tenth; `None` where there is no way.
fn walk(network: &Network, profile: Profile, from: Point, to: Point) -> Option<(f64, f64)> {
    let walker = Walker::new(network, profile, &Speeds::default());
    let places = walker.attach_all(&[Some(to)], ATTACH_M);
    let from = walker.attach(from, ATTACH_M).ok()?;
    let found = walker.nearest(&places, &from, &WalkQuery { count: 1, limit: Limit::Nowhere }, |_| true);
    let tenth = |number: f64| (number * 10.0).round() / 10.0;
    found.first().map(|near| (tenth(near.distance_m), tenth(near.walk_s)))
}

#[test]
fn the_way_to_the_street_along_it_and_from_it_count() {
    let network = Network::build(&streets(&[[0.0, 0.0], [600.0, 0.0]], vec![street(&[0, 1])]));
    let walked = walk(&network, Profile::Walk, at(100.0, 30.0), at(500.0, -20.0));
    assert_eq!(walked, Some((450.0, 337.5)), "30 m + 400 m + 20 m at 4.8 km/h");
    assert_eq!(walk(&network, Profile::Elder, at(100.0, 30.0), at(500.0, -20.0)), Some((450.0, 540.0)));
    assert_eq!((network.nodes(), network.edges(), network.length_m().round()), (2, 1, 600.0));
}

#[test]
fn points_between_crossings_are_shape_and_crossings_are_nodes() {
    let metres = [[0.0, 0.0], [100.0, 50.0], [200.0, 0.0], [200.0, 300.0], [400.0, 0.0]];
    let network = Network::build(&streets(&metres, vec![street(&[0, 1, 2, 4]), street(&[2, 3])]));
    assert_eq!((network.nodes(), network.edges()), (4, 3));
    let ring = Network::build(&streets(&metres, vec![street(&[0, 1, 2, 3, 0])]));
    assert_eq!((ring.nodes(), ring.edges()), (1, 1), "a ring returns to its node");
    let half = walk(&ring, Profile::Walk, at(0.0, 0.0), at(200.0, 300.0));
    assert_eq!(half.map(|(metres, _)| metres.round()), Some(361.0), "by the diagonal side of the ring: sqrt(200² + 300²)");
}

#[test]
fn going_round_may_be_shorter_than_along_the_edge() {
    // A ring of 4 x 200 m with one node: from 20 m before its node to 20 m behind it.
    let square = [[0.0, 0.0], [200.0, 0.0], [200.0, 200.0], [0.0, 200.0]];
    let ring = Network::build(&streets(&square, vec![street(&[0, 1, 2, 3, 0])]));
    assert_eq!(walk(&ring, Profile::Walk, at(20.0, 0.0), at(0.0, 20.0)).map(|(metres, _)| metres), Some(40.0));
}

#[test]
fn the_shorter_of_two_ways_side_by_side_is_taken() {
    let metres = [[0.0, 0.0], [300.0, 400.0], [600.0, 0.0], [-100.0, 0.0], [700.0, 0.0]];
    let ways = vec![street(&[0, 1, 2]), street(&[0, 2]), street(&[3, 0]), street(&[2, 4])];
    let network = Network::build(&streets(&metres, ways));
    assert_eq!(walk(&network, Profile::Walk, at(-100.0, 0.0), at(700.0, 0.0)), Some((800.0, 600.0)));
}

#[test]
fn a_motorway_and_a_river_are_not_crossed_to_attach() {
    let mut streets = streets(
        &[[0.0, 0.0], [600.0, 0.0], [0.0, 30.0], [600.0, 30.0], [0.0, 200.0], [600.0, 200.0]],
        vec![street(&[0, 1]), street(&[4, 5])],
    );
    for class in [BarrierClass::Road, BarrierClass::Water, BarrierClass::Railway, BarrierClass::Wall] {
        streets.barriers = vec![Barrier { points: [2, 3].into(), class }];
        let network = Network::build(&streets);
        let attached = attach(&network, Profile::Walk, at(300.0, 50.0)).expect("the far street is free");
        assert_eq!(attached.way_m().round(), 150.0, "the street 50 m away lies behind the barrier");
        assert_eq!(attach(&network, Profile::Walk, at(300.0, 20.0)).expect("the near street is free").way_m().round(), 20.0);
    }
    streets.ways.pop();
    let network = Network::build(&streets);
    assert_eq!(attach(&network, Profile::Walk, at(300.0, 50.0)), Err(OffRoad::Blocked));
    assert_eq!(attach(&network, Profile::Walk, at(300.0, 900.0)), Err(OffRoad::Nothing));
    assert_eq!(attach(&network, Profile::Walk, [f64::NAN, 0.0]), Err(OffRoad::Unplaced));
}

#[test]
fn a_bridge_carries_over_but_nothing_attaches_to_it() {
    let metres = [[0.0, 0.0], [0.0, 100.0], [0.0, 200.0], [0.0, 300.0], [-300.0, 150.0], [300.0, 150.0]];
    let bridge = Street { off_ground: true, ..street(&[1, 2]) };
    let mut streets = streets(&metres, vec![street(&[0, 1]), bridge, street(&[2, 3])]);
    streets.barriers = vec![Barrier { points: [4, 5].into(), class: BarrierClass::Water }];
    let network = Network::build(&streets);
    assert_eq!(walk(&network, Profile::Walk, at(0.0, 50.0), at(0.0, 250.0)).map(|(metres, _)| metres), Some(200.0));
    let beside = attach(&network, Profile::Walk, at(30.0, 140.0)).expect("the bank is near");
    assert_eq!(beside.way_m().round(), 50.0, "30 m to the east of and 40 m beyond the foot of the bridge");
}

#[test]
fn steps_are_walked_on_foot_and_gone_round_on_wheels() {
    let metres = [[0.0, 0.0], [200.0, 0.0], [400.0, 0.0], [200.0, 300.0]];
    let steps = Street { class: StreetClass::Steps, step_free: false, ..street(&[1, 2]) };
    let ways = vec![street(&[0, 1]), steps, street(&[1, 3, 2])];
    let network = Network::build(&streets(&metres, ways));
    let ends = (at(0.0, 0.0), at(400.0, 0.0));
    assert_eq!(walk(&network, Profile::Walk, ends.0, ends.1).map(|(metres, _)| metres), Some(400.0));
    let round = 200.0 + 300.0 + 300.0f64.hypot(200.0);
    assert_eq!(walk(&network, Profile::StepFree, ends.0, ends.1).map(|(metres, _)| metres.round()), Some(round.round()));
    let on_steps = attach(&network, Profile::StepFree, at(300.0, 0.0)).expect("the ramp is near");
    assert!(on_steps.way_m() > 80.0, "wheels do not attach to steps");
}

#[test]
fn a_locked_gate_stops_everybody_and_a_kerb_stops_wheels() {
    let mut streets = streets(&[[0.0, 0.0], [600.0, 0.0], [1_200.0, 0.0], [600.0, 700.0]], vec![street(&[0, 1, 2]), street(&[1, 3])]);
    let ends = (at(0.0, 0.0), at(1_200.0, 0.0));
    for (stop, on_foot) in [(Stop::All, None), (Stop::Wheels, Some(1_200.0))] {
        streets.stops = vec![(1, stop)];
        let network = Network::build(&streets);
        assert_eq!(walk(&network, Profile::Elder, ends.0, ends.1).map(|(metres, _)| metres), on_foot, "{stop:?}");
        assert_eq!(walk(&network, Profile::StepFree, ends.0, ends.1), None, "{stop:?}");
        assert_eq!(network.islands(Profile::StepFree).len(), 2);
    }
}

#[test]
fn a_one_way_path_is_walked_one_way() {
    let ways = vec![Street { backward: false, ..street(&[0, 1]) }, street(&[1, 2]), street(&[2, 0])];
    let network = Network::build(&streets(&[[0.0, 0.0], [500.0, 0.0], [250.0, 600.0]], ways));
    let (a, b) = (at(100.0, 0.0), at(400.0, 0.0));
    assert_eq!(walk(&network, Profile::Walk, a, b).map(|(metres, _)| metres), Some(300.0));
    let round = 100.0 + 2.0 * 650.0 + 100.0;
    assert_eq!(walk(&network, Profile::Walk, b, a).map(|(metres, _)| metres), Some(round), "on to the end, two sides of 650 m, and 100 m");
}

#[test]
fn a_ferry_takes_its_own_time_whoever_walks() {
    let metres = [[0.0, 0.0], [0.0, 600.0], [3_000.0, 600.0], [3_000.0, 0.0]];
    let ferry = Street { class: StreetClass::Ferry, off_ground: true, duration_s: Some(600.0), ..street(&[1, 2]) };
    let network = Network::build(&streets(&metres, vec![street(&[0, 1]), ferry, street(&[2, 3])]));
    let [walk_s, elder_s] =
        [Profile::Walk, Profile::Elder].map(|profile| walk(&network, profile, at(0.0, 0.0), at(3_000.0, 0.0)).expect("a ferry goes"));
    assert_eq!((walk_s.0, elder_s.0), (elder_s.0, walk_s.0), "as far for everybody");
    assert_eq!(walk_s.1, 1_500.0, "600 s and 1,200 m at 4.8 km/h");
    assert_eq!(elder_s.1, 2_040.0, "600 s and 1,200 m at 3 km/h");
}

#[test]
fn an_island_is_said_to_be_one_and_a_stub_is_passed_over() {
    let metres = [[0.0, 0.0], [3_000.0, 0.0], [0.0, 400.0], [800.0, 400.0], [1_000.0, 60.0], [1_100.0, 60.0]];
    let island = Street { name: Some(0), ..street(&[2, 3]) };
    let mut streets = streets(&metres, vec![street(&[0, 1]), island, street(&[4, 5])]);
    streets.names = vec!["岛路".into()];
    let network = Network::build(&streets);
    let islands = network.islands(Profile::Walk);
    let told: Vec<_> = islands.iter().map(|island| (island.length_m.round(), island.street.as_deref(), island.worthy)).collect();
    assert_eq!(told, [(800.0, Some("岛路"), true), (100.0, None, false)]);
    assert_eq!(network.mainland_m(Profile::Walk).round(), 3_000.0);
    assert_eq!(walk(&network, Profile::Walk, at(400.0, 410.0), at(400.0, -10.0)), None, "no way from the island");
    let beside = attach(&network, Profile::Walk, at(1_050.0, 70.0)).expect("the street is near");
    assert_eq!((beside.way_m().round(), beside.over_island()), (70.0, true), "the stub 10 m away is passed over");
    let only_stub = Network::build(&super::by_hand::streets(
        &[[0.0, 0.0], [9_000.0, 0.0], [9_000.0, 900.0], [9_000.0, 990.0]],
        vec![street(&[0, 1]), street(&[2, 3])],
    ));
    assert_eq!(attach(&only_stub, Profile::Walk, at(9_000.0, 950.0)), Err(OffRoad::Island));
}

#[test]
fn of_places_equally_far_the_lower_row_comes_first_and_a_limit_is_closed() {
    let network = Network::build(&streets(&[[-600.0, 0.0], [0.0, 0.0], [600.0, 0.0]], vec![street(&[0, 1]), street(&[1, 2])]));
    let walker = Walker::new(&network, Profile::Walk, &Speeds::default());
    let ends = [at(600.0, 0.0), at(-600.0, 0.0), at(600.0, 0.0)].map(Some);
    let places = walker.attach_all(&ends, ATTACH_M);
    let from = walker.attach(at(0.0, 0.0), ATTACH_M).expect("it is on the street");
    let all = walker.nearest(&places, &from, &WalkQuery { count: 9, limit: Limit::Nowhere }, |_| true);
    let exact_m = all[0].distance_m;
    let rows =
        |limit| walker.nearest(&places, &from, &WalkQuery { count: 9, limit }, |_| true).iter().map(|near| near.row).collect::<Vec<_>>();
    assert!(all.iter().all(|near| (near.distance_m - 600.0).abs() < 0.02));
    let tied: Vec<u32> = all.iter().filter(|near| near.distance_m == exact_m).map(|near| near.row).collect();
    assert!(tied.is_sorted() && tied.len() >= 2 || tied == [1]);
    assert!(rows(Limit::Metres(exact_m)).contains(&all[0].row), "exactly at the limit is within it");
    assert!(rows(Limit::Seconds(exact_m * 0.75)).contains(&all[0].row), "also in seconds: 4/3 m a second");
    assert_eq!(rows(Limit::Metres(exact_m - 0.01)), []);
    assert_eq!(rows(Limit::Metres(-1.0)), []);
    assert_eq!(rows(Limit::Metres(f64::NAN)), []);
}
