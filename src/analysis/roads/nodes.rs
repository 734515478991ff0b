//! Where do streets meet that people may walk to? Nodes of the network, thinned out.

use std::collections::HashMap;

use crate::{
    analysis::space::{Point, Space},
    domain::{position::EARTH_RADIUS_M, street::Profile},
};

use super::{
    graph::Footing,
    network::{Network, degrees},
};

impl Network {
    /// Nodes that a place may attach to and that are wanted, so that two of them are at least `spacing_m` apart, each with its number.
    ///
    /// Nodes are looked at in their order, which is that of a curve through the land: of two that are too near the earlier one is
    /// kept, so that the same map gives the same nodes.
    pub fn spread_nodes(&self, profile: Profile, spacing_m: f64, wanted: impl Fn(Point) -> bool) -> Vec<(u32, Point)> {
        let footing = if profile == Profile::StepFree { Footing::Wheels } else { Footing::Feet };
        let islands = if footing == Footing::Wheels { &self.wheels } else { &self.feet };
        let mut open = vec![false; self.nodes()];
        for edge in self.parts.edges.iter().filter(|edge| edge.carries(footing) && edge.is_open()) {
            [edge.from, edge.to].into_iter().filter(|node| islands.is_worthy(*node)).for_each(|node| open[node as usize] = true);
        }
        let at = |node: usize| degrees(self.parts.nodes[node]);
        // Squares as wide as the spacing by latitude, and at least as wide by longitude: what is too near is in a neighbour.
        let high = spacing_m.max(0.1) / (EARTH_RADIUS_M * 1f64.to_radians());
        let steepest = self.parts.nodes.iter().map(|node| degrees(*node)[1].abs()).fold(0.0, f64::max).min(89.0);
        let wide = high / steepest.to_radians().cos();
        let square = |[lon, lat]: Point| ((lon / wide).floor() as i64, (lat / high).floor() as i64);
        let mut kept: HashMap<(i64, i64), Vec<Point>> = HashMap::new();
        let mut nodes = Vec::new();
        for node in (0..self.nodes()).filter(|node| open[*node] && wanted(at(*node))) {
            let (point, (x, y)) = (at(node), square(at(node)));
            let near = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))).filter_map(|square| kept.get(&square)).flatten();
            if near.into_iter().all(|other| Space::Sphere.distance_m(*other, point) >= spacing_m) {
                kept.entry((x, y)).or_default().push(point);
                nodes.push((node as u32, point));
            }
        }
        nodes
    }
}
