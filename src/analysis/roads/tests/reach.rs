//! Is the ground within reach that from which one walks within the limit?

use geo::{Area, Contains, Validation};
use geo_types::Point as Spot;

use crate::{
    analysis::{
        random::Random,
        roads::{ATTACH_M, Limit, Network, Speeds, Walker},
    },
    domain::street::{Barrier, BarrierClass, Profile, Street, Streets},
};

use super::world::{at, points, somewhere, street, town};

#[test]
fn the_ground_of_a_lonely_street_is_a_strip_with_slanting_ends() {
    // From the middle of a straight street of 2 km, x metres along and y beside it cost x + y: a square on its corner.
    let streets = Streets { points: points(&[[-1_000.0, 0.0], [1_000.0, 0.0]]), ways: vec![street(&[0, 1])], ..Streets::default() };
    let network = Network::build(&streets);
    let walker = Walker::new(&network, Profile::Walk, &Speeds::default());
    let place = walker.attach(at(0.0, 0.0), ATTACH_M).expect("it is on the street");
    let ground = &walker.reach(&place, &[Limit::Metres(400.0), Limit::Seconds(300.0)]);
    assert_eq!(ground[0], ground[1], "300 s are 400 m at 4.8 km/h");
    let square_m = ground[0].unsigned_area() * 111_195.08f64.powi(2) * 34.2f64.to_radians().cos();
    assert!((square_m - 2.0 * 400.0 * 400.0).abs() < 6_000.0, "{square_m} m²");
    assert!(ground[0].contains(&Spot::from(at(190.0, 190.0))) && !ground[0].contains(&Spot::from(at(210.0, 210.0))));
}

#[test]
fn a_river_is_reached_over_its_bridge_only() {
    let metres = [
        [0.0, -300.0],
        [0.0, -20.0],
        [0.0, 20.0],
        [0.0, 300.0],
        [-2_000.0, 0.0],
        [2_000.0, 0.0],
        [-900.0, -50.0],
        [-900.0, 50.0],
        [0.0, -50.0],
        [0.0, 50.0],
    ];
    let bridge = Street { off_ground: true, ..street(&[1, 2]) };
    let banks = vec![street(&[0, 8, 1]), bridge, street(&[2, 9, 3]), street(&[6, 8]), street(&[7, 9])];
    let barriers = vec![Barrier { points: [4, 5].into(), class: BarrierClass::Water }];
    let network = Network::build(&Streets { points: points(&metres), ways: banks, barriers, ..Streets::default() });
    let walker = Walker::new(&network, Profile::Walk, &Speeds::default());
    let place = walker.attach(at(-800.0, -50.0), ATTACH_M).expect("it is on the street");
    let [near, far] = &walker.reach(&place, &[Limit::Metres(400.0), Limit::Metres(1_200.0)])[..] else { panic!("two limits") };
    for east in [-1_000.0, -800.0, -600.0, -400.0] {
        assert!(!near.contains(&Spot::from(at(east, 3.0))), "{east}: over the river is far, though it is 60 m away");
    }
    assert!(near.contains(&Spot::from(at(-800.0, -8.0))), "this bank is near");
    assert!(far.contains(&Spot::from(at(-100.0, 40.0))), "over the bridge it is 1,000 m");
    assert!(!far.contains(&Spot::from(at(-800.0, 40.0))), "and back on the other side it would be 1,700 m");
}

#[test]
fn the_ground_is_valid_nested_and_that_of_the_cells_within_the_limit() {
    let (mut right, mut asked) = (0, 0);
    for seed in 0..40 {
        let mut random = Random(seed);
        let side = 3 + random.below(4);
        let network = Network::build(&town(&mut random, side));
        let profile = Profile::ALL[random.below(3)];
        let walker = Walker::new(&network, profile, &Speeds::default());
        let Ok(place) = walker.attach(somewhere(&mut random, side), ATTACH_M) else { continue };
        let limits = [200.0, 350.0, 500.0];
        let grounds = walker.reach(&place, &limits.map(Limit::Metres));
        assert!(grounds.iter().all(|ground| ground.is_valid()), "town {seed}");
        assert!(grounds.is_sorted_by(|a, b| a.unsigned_area() <= b.unsigned_area()));
        let cells: Vec<_> = (0..300).map(|_| somewhere(&mut random, side)).collect();
        let attached = walker.attach_all(&cells.iter().copied().map(Some).collect::<Vec<_>>(), ATTACH_M);
        let walked =
            crate::analysis::roads::WalkCoverage::new(&walker, [(0, place)], &attached, Limit::Nowhere).per_cell(&walker, &attached);
        for (cell, metres) in cells.iter().zip(walked.nearest.distance_m.iter()) {
            let inside: Vec<bool> = grounds.iter().map(|ground| ground.contains(&Spot::from(*cell))).collect();
            assert!(inside.is_sorted(), "town {seed}: a larger limit holds what a smaller one holds");
            for (inside, limit) in inside.iter().zip(limits) {
                asked += 1;
                right += usize::from(*inside == (*metres <= limit));
            }
        }
    }
    assert!(asked > 10_000 && right * 100 >= asked * 97, "{right} of {asked} cells are told as coverage tells them");
}
