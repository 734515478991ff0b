//! Which people walk to one place within a limit, and how far does each of them?
//!
//! One search home from the place, no farther than the limit, and then only the people on the edges that it touched: what
//! [`super::coverage`] would say if there were no other place, at the cost of what the place reaches.

use super::{
    attach::Attachment,
    attached::Attached,
    graph::Heading,
    walker::{Limit, Walker},
};

impl Walker<'_> {
    /// The rows of people who walk to a place within so many metres (closed), with their metres, by row. They were attached by
    /// a walker on the same network and of the same footing.
    pub fn catchment(&self, place: &Attachment, people: &Attached, within_m: f64) -> Vec<(u32, f64)> {
        let limit = Limit::Metres(within_m);
        let gait = self.gait(Heading::Home, limit);
        let Some(most) = gait.most(limit) else { return vec![] };
        let network = self.network;
        network.shelf.lend(|desk| {
            desk.begin(network.nodes());
            let mut edges = vec![place.edge];
            self.ends(place, Heading::Home).filter(|(_, cost)| *cost <= most).for_each(|(node, cost)| {
                desk.offer(node, cost);
            });
            while let Some((node, cost)) = desk.next() {
                for arc in network.graph.arcs(node) {
                    edges.push(arc.edge());
                    if gait.takes(*arc) {
                        let cost = cost.saturating_add(gait.cost(*arc).0);
                        if cost <= most {
                            desk.offer(arc.to, cost);
                        }
                    }
                }
            }
            edges.sort_unstable();
            edges.dedup();
            let mut found = vec![];
            for (edge, spot) in edges.into_iter().flat_map(|edge| people.on(edge).iter().map(move |spot| (edge, spot))) {
                let round = self.ends_of(edge, spot.along_mm, spot.way_mm, Heading::Away);
                let round = round.filter_map(|(node, cost)| Some(desk.cost(node)?.saturating_add(cost))).min();
                let direct = (edge == place.edge).then(|| self.between(edge, spot.along_mm, place.along_mm)).flatten();
                let direct = direct.map(|between| between.saturating_add(spot.way_mm).saturating_add(place.way_mm));
                let cost = round.into_iter().chain(direct).min().filter(|cost| *cost <= most);
                found.extend(cost.map(|cost| (spot.row, f64::from(cost) / 1e3)));
            }
            found.sort_unstable_by_key(|(row, _)| *row);
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Network, Speeds, WalkCoverage, tests::world};
    use super::*;
    use crate::{analysis::random::Random, domain::street::Profile};

    #[test]
    fn the_people_of_one_place_are_those_that_coverage_gives_it_when_it_is_alone() {
        let mut random = Random(21);
        let mut met = 0;
        for round in 0..40 {
            let side = 3 + round % 4;
            let network = Network::build(&world::town(&mut random, side));
            for profile in Profile::ALL {
                let walker = Walker::new(&network, profile, &Speeds::default());
                let points: Vec<_> = (0..60).map(|_| Some(world::somewhere(&mut random, side))).collect();
                let people = walker.attach_all(&points, 200.0);
                let Ok(place) = walker.attach(world::somewhere(&mut random, side), 200.0) else { continue };
                for within_m in [0.0, 90.0, 400.0, 5_000.0] {
                    let alone = WalkCoverage::new(&walker, [(7, place)], &people, Limit::Metres(within_m)).per_cell(&walker, &people);
                    let distances = alone.nearest.distance_m.iter().zip(0..).filter(|(metres, _)| metres.is_finite());
                    let expected: Vec<(u32, f64)> = distances.map(|(metres, row)| (row, *metres)).collect();
                    met += expected.len();
                    assert_eq!(walker.catchment(&place, &people, within_m), expected, "round {round}, {within_m} m");
                }
            }
        }
        assert!(met > 2_000, "there was somebody to find: {met}");
    }
}
