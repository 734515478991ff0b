//! Nodes that are thinned out lie apart, leave nobody out for nothing, and are the same each time.

use super::world::town;
use crate::{
    analysis::{
        random::Random,
        roads::Network,
        space::{Point, Space},
    },
    domain::street::Profile,
};

#[test]
fn kept_nodes_lie_apart_and_every_other_one_is_near_an_earlier_one() {
    let network = Network::build(&town(&mut Random(5), 12));
    let all = network.spread_nodes(Profile::Walk, 0.0, |_| true);
    assert!(all.len() > 50, "{}", all.len());
    for spacing_m in [60.0, 200.0, 700.0] {
        let kept = network.spread_nodes(Profile::Walk, spacing_m, |_| true);
        let apart = |a: Point, b: Point| Space::Sphere.distance_m(a, b) >= spacing_m;
        for (at, (_, point)) in kept.iter().enumerate() {
            assert!(kept[..at].iter().all(|(_, other)| apart(*other, *point)), "{spacing_m}");
        }
        for (node, point) in &all {
            let is_kept = kept.iter().any(|(one, _)| one == node);
            assert!(is_kept || kept.iter().any(|(one, other)| one < node && !apart(*other, *point)), "{spacing_m}: {node}");
        }
        assert_eq!(kept, network.spread_nodes(Profile::Walk, spacing_m, |_| true));
    }
}

#[test]
fn only_wanted_nodes_are_kept_and_they_do_not_push_others_away() {
    let network = Network::build(&town(&mut Random(5), 12));
    let west = |[lon, _]: Point| lon < 108.905;
    let kept = network.spread_nodes(Profile::StepFree, 100.0, west);
    assert!(!kept.is_empty() && kept.iter().all(|(_, point)| west(*point)));
}
