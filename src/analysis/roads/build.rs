//! How do ways become a network?
//!
//! 1. A point is a node when a way ends there, when ways share it (or one passes it twice), or when it stops somebody.
//! 2. Each way is cut at its nodes; what lies between two is an edge, and the points between are its shape. A duration is
//!    divided by length. Edges side by side and edges that return to their node stay as they are.
//! 3. Where everybody is stopped, each cut end gets a node of its own. Where wheels are stopped, each cut end gets one too,
//!    and a gate on foot joins it to the middle.
//! 4. Nodes are numbered along the map's curve and edges by their nodes, so that near ones are near in memory.
//!
//! Ways with a number that is out of range or with fewer than two points are no ways; nothing else is left out.

use std::collections::HashMap;

use crate::{
    analysis::{space::Space, tile},
    domain::street::{Climb, Stop, Street, Streets},
};

use super::{
    graph::MOST_EDGES,
    network::{BACKWARD, Edge, FALLS, FIXED, FORWARD, GATE, NO_NAME, Network, OFF_GROUND, Parts, RISES, STEP_FREE, degrees},
};

impl Network {
    /// The network of a map's ways.
    ///
    /// # Panics
    ///
    /// When there are more than 2^26 edges, twice what a map of China has.
    pub fn build(streets: &Streets) -> Network {
        let mut builder = Builder::new(streets);
        streets.ways.iter().filter(|way| builder.is_way(way)).collect::<Vec<_>>().into_iter().for_each(|way| builder.cut(way));
        assert!(builder.drafts.len() <= MOST_EDGES, "a network has at most {MOST_EDGES} edges");
        Network::assemble(builder.finish())
    }
}

/// An edge before it has its final number.
struct Draft<'s> {
    edge: Edge,
    points: &'s [u32],
    duration_s: Option<f32>,
}

struct Builder<'s> {
    streets: &'s Streets,
    /// By point: how often ways use it, their ends twice.
    uses: Vec<u8>,
    stops: HashMap<u32, Stop>,
    /// By point: the node in its middle, or `u32::MAX`.
    node_of: Vec<u32>,
    /// The point of each node.
    point_of: Vec<u32>,
    drafts: Vec<Draft<'s>>,
}

impl<'s> Builder<'s> {
    fn new(streets: &'s Streets) -> Self {
        let count = streets.points.len();
        let mut builder = Builder {
            streets,
            uses: vec![0; count],
            stops: streets.stops.iter().copied().collect(),
            node_of: vec![u32::MAX; count],
            point_of: vec![],
            drafts: vec![],
        };
        for way in streets.ways.iter() {
            if builder.is_way(way) {
                builder.count(way);
            }
        }
        builder
    }

    fn is_way(&self, way: &Street) -> bool {
        way.points.len() >= 2 && way.points.iter().all(|point| (*point as usize) < self.streets.points.len())
    }

    fn count(&mut self, way: &Street) {
        let ends = [way.points[0], way.points[way.points.len() - 1]];
        for point in way.points.iter().chain(&ends) {
            let uses = &mut self.uses[*point as usize];
            *uses = uses.saturating_add(1);
        }
    }

    /// Cuts a way into edges.
    fn cut(&mut self, way: &'s Street) {
        let whole_m = self.length_m(&way.points);
        let mut start = 0;
        for end in 1..way.points.len() {
            let point = way.points[end];
            if self.uses[point as usize] < 2 && !self.stops.contains_key(&point) {
                continue;
            }
            let points = &way.points[start..=end];
            let share = if whole_m > 0.0 { self.length_m(points) / whole_m } else { 1.0 };
            let duration_s = way.duration_s.map(|whole_s| (f64::from(whole_s) * share) as f32).filter(|seconds| *seconds >= 0.0);
            let (from, to) = (self.end_at(points[0]), self.end_at(point));
            let name = way.name.filter(|name| (*name as usize) < self.streets.names.len()).unwrap_or(NO_NAME);
            let flags = flags(way) | if duration_s.is_some() { FIXED } else { 0 };
            self.drafts.push(Draft { edge: Edge { from, to, name, class: way.class, flags }, points, duration_s });
            start = end;
        }
    }

    /// The node that an edge ends at, at this point.
    fn end_at(&mut self, point: u32) -> u32 {
        match self.stops.get(&point) {
            None => self.middle(point),
            Some(Stop::All) => self.new_node(point),
            Some(Stop::Wheels) => {
                let (middle, end) = (self.middle(point), self.new_node(point));
                let edge = Edge {
                    from: middle,
                    to: end,
                    name: NO_NAME,
                    class: crate::domain::street::StreetClass::Footway,
                    flags: GATE | FORWARD | BACKWARD,
                };
                self.drafts.push(Draft { edge, points: &[], duration_s: None });
                end
            }
        }
    }

    fn middle(&mut self, point: u32) -> u32 {
        if self.node_of[point as usize] == u32::MAX {
            self.node_of[point as usize] = self.new_node(point);
        }
        self.node_of[point as usize]
    }

    fn new_node(&mut self, point: u32) -> u32 {
        self.point_of.push(point);
        self.point_of.len() as u32 - 1
    }

    fn length_m(&self, points: &[u32]) -> f64 {
        let at = |point: u32| degrees(self.streets.points[point as usize]);
        points.windows(2).map(|pair| Space::Sphere.distance_m(at(pair[0]), at(pair[1]))).sum()
    }

    /// The parts in their final order.
    fn finish(self) -> Parts {
        let Builder { streets, point_of, mut drafts, .. } = self;
        let at = |point: u32| streets.points[point as usize];
        let mut order: Vec<(u64, u32)> =
            point_of.iter().zip(0..).map(|(point, node)| (tile::world_key(degrees(at(*point))), node)).collect();
        order.sort_unstable();
        let mut number = vec![0; order.len()];
        order.iter().zip(0..).for_each(|((_, node), new)| number[*node as usize] = new);
        for draft in &mut drafts {
            draft.edge.from = number[draft.edge.from as usize];
            draft.edge.to = number[draft.edge.to as usize];
        }
        drafts.sort_by_key(|draft| (draft.edge.from, draft.edge.to));
        let mut parts = Parts {
            nodes: order.iter().map(|(_, node)| at(point_of[*node as usize])).collect(),
            names: streets.names.clone(),
            names_en: (0..streets.names.len()).map(|name| streets.names_en.get(name).cloned().flatten()).collect(),
            first_shape: vec![0],
            ..Parts::default()
        };
        for (draft, edge) in drafts.iter().zip(0..) {
            match draft.points {
                [] => parts.shape.extend([draft.edge.from, draft.edge.to].map(|node| parts.nodes[node as usize])),
                points => parts.shape.extend(points.iter().map(|point| at(*point))),
            }
            parts.first_shape.push(parts.shape.len() as u32);
            parts.edges.push(draft.edge);
            parts.fixed.extend(draft.duration_s.map(|seconds| (edge, seconds)));
        }
        add_barriers(&mut parts, streets);
        parts
    }
}

fn flags(way: &Street) -> u8 {
    let flag = |holds: bool, flag: u8| if holds { flag } else { 0 };
    flag(way.forward, FORWARD)
        | flag(way.backward, BACKWARD)
        | flag(way.step_free, STEP_FREE)
        | flag(way.off_ground, OFF_GROUND)
        | flag(way.climb == Some(Climb::Up), RISES)
        | flag(way.climb == Some(Climb::Down), FALLS)
}

fn add_barriers(parts: &mut Parts, streets: &Streets) {
    parts.first_barrier.push(0);
    for barrier in &streets.barriers {
        parts.barrier.extend(barrier.points.iter().filter_map(|point| streets.points.get(*point as usize)));
        parts.first_barrier.push(parts.barrier.len() as u32);
        parts.barrier_class.push(barrier.class);
    }
}
