//! Which ground is within reach of a place?
//!
//! A spot is within reach when somebody who is there, and goes straight to the nearest street as attaching does, walks to the
//! place within the limit. So the ground of an answer is that of the cells that [`super::coverage`] counts.
//!
//! 1. One search home from the place, to the largest limit.
//! 2. A raster over what that can touch (see [`super::raster`]): every sample knows its nearest street, and how far it is
//!    from there. Barriers are not crossed.
//! 3. A contour for each limit (see [`super::contour`]); a larger limit's ground contains a smaller one's.
//!
//! Its edge is off by at most about half a step of the raster, which is 10 m for a few minutes, 20 m for a quarter of an
//! hour, and a 256th of the extent for very large limits.

use geo_types::MultiPolygon;

use super::{
    attach::Attachment,
    contour::contour,
    graph::Heading,
    ground::units,
    network::UNITS,
    raster::{Extent, Raster},
    reached::Reached,
    walker::{Limit, Walker},
};

impl Walker<'_> {
    /// The ground from which one walks to a place within each limit, in the order of the limits: longitude and latitude in
    /// degrees, valid, holes kept. Limits in seconds and in metres may stand side by side.
    pub fn reach(&self, place: &Attachment, limits: &[Limit]) -> Vec<MultiPolygon<f64>> {
        let mut answers = vec![MultiPolygon(vec![]); limits.len()];
        for by_time in [false, true] {
            let kind: Vec<usize> = (0..limits.len()).filter(|at| matches!(limits[*at], Limit::Seconds(_)) == by_time).collect();
            let Some(like) = kind.first().map(|at| limits[*at]) else { continue };
            let gait = self.gait(Heading::Home, like);
            let costs: Vec<Option<u32>> = kind.iter().map(|at| gait.most(limits[*at])).collect();
            let Some(most) = costs.iter().flatten().max() else { continue };
            if let Some(raster) = self.raster(place, like, *most) {
                for (at, cost) in kind.iter().zip(costs) {
                    answers[*at] = cost.map_or(MultiPolygon(vec![]), |cost| contour(&raster, cost));
                }
            }
        }
        answers
    }

    /// The raster of all that is within a cost of a place.
    fn raster(&self, place: &Attachment, like: Limit, most: u32) -> Option<Raster> {
        let gait = self.gait(Heading::Home, like);
        let network = self.network;
        network.shelf.lend(|desk| {
            let spot = network.spot(place);
            let mut extent = Extent::around(spot);
            extent.add(spot.map(|part| part * UNITS), most.saturating_sub(place.way_mm), network.length_mm(place.edge));
            desk.begin(network.nodes());
            for (node, cost) in self.ends(place, Heading::Home).filter(|(_, cost)| *cost <= most) {
                desk.offer(node, cost);
            }
            while let Some((node, cost)) = desk.next() {
                let longest_mm = network.graph.arcs(node).iter().map(|arc| arc.length_mm).max();
                extent.add(units(network.parts.nodes[node as usize]), most - cost, longest_mm.unwrap_or_default());
                for arc in network.graph.arcs(node).iter().filter(|arc| gait.takes(**arc)) {
                    let cost = cost.saturating_add(gait.cost(*arc).0);
                    if cost <= most {
                        desk.offer(arc.to, cost);
                    }
                }
            }
            Raster::new(&Reached { walker: self, place, desk }, &extent)
        })
    }
}
