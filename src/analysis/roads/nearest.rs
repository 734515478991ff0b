//! Which accepted places are nearest to a point on foot?
//!
//! Dijkstra's search ("A note on two problems in connexion with graphs", Numerische Mathematik 1, 1959) from where the point
//! meets the network, in which places are numbers beyond the nodes: a place that comes out of the heap is the next nearest,
//! and of places equally far the one with the lower row comes first, since nodes as far come before any place. Distances are
//! from the person to the place, ways to and from the network included.

use rayon::prelude::*;

use super::{
    attach::Attachment,
    attached::{Attached, Spot},
    desk::Desk,
    graph::{Arc, Heading},
    walker::{Gait, Limit, Walker},
};
use crate::analysis::pairs::Pairs;

/// A place found on foot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkMatch {
    /// Its row.
    pub row: u32,
    /// Metres to walk (or to be carried, on a ferry).
    pub distance_m: f64,
    /// Seconds for it.
    pub walk_s: f64,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct WalkQuery {
    /// At most this many.
    pub count: usize,
    /// Not farther than this.
    pub limit: Limit,
}

impl Walker<'_> {
    /// The nearest accepted places, ordered by metres (by seconds when the limit is in seconds), then by row. The places
    /// were attached by a walker on the same network and of the same footing.
    pub fn nearest(&self, places: &Attached, from: &Attachment, query: &WalkQuery, accept: impl Fn(u32) -> bool) -> Vec<WalkMatch> {
        let gait = self.gait(Heading::Away, query.limit);
        let Some(most) = gait.most(query.limit).filter(|_| query.count > 0) else { return vec![] };
        self.network.shelf.lend(|desk| {
            let mut search = Search { walker: self, gait, places, most, desk, accept };
            search.start(from);
            search.run(query.count)
        })
    }
}

impl Walker<'_> {
    /// The accepted places within so many metres of each of many points; infinite for all that can be walked to. In parallel.
    pub fn pairs(&self, points: &Attached, places: &Attached, within_m: f64, accept: impl Fn(u32) -> bool + Sync) -> Pairs {
        let limit = if within_m.is_finite() { Limit::Metres(within_m) } else { Limit::Nowhere };
        let asked = WalkQuery { count: usize::MAX, limit };
        let near = |row: u32| {
            let found = points.get(row).map(|from| self.nearest(places, &from, &asked, &accept));
            found.unwrap_or_default().into_iter().map(|one| (one.row, one.distance_m)).collect()
        };
        Pairs::from_rows((0..points.len() as u32).into_par_iter().map(near).collect())
    }
}

struct Search<'a, A> {
    walker: &'a Walker<'a>,
    gait: Gait<'a>,
    places: &'a Attached,
    most: u32,
    desk: &'a mut Desk,
    accept: A,
}

impl<A: Fn(u32) -> bool> Search<'_, A> {
    fn nodes(&self) -> u32 {
        self.gait.network.nodes() as u32
    }

    fn start(&mut self, from: &Attachment) {
        let numbers = self.gait.network.nodes() + self.places.len();
        self.desk.begin(numbers);
        if self.gait.differs() {
            self.desk.keep_extra(numbers);
        }
        for (node, cost) in self.walker.ends(from, Heading::Away) {
            self.offer(node, cost, 0);
        }
        for spot in self.places.on(from.edge) {
            if let Some(between) = self.walker.between(from.edge, from.along_mm, spot.along_mm) {
                self.offer_place(spot, from.way_mm.saturating_add(between), 0);
            }
        }
    }

    fn run(&mut self, count: usize) -> Vec<WalkMatch> {
        let mut found = Vec::with_capacity(count.min(64));
        while let Some((number, cost)) = self.desk.next() {
            let extra = if self.gait.differs() { self.desk.extra[number as usize] } else { 0 };
            if let Some(row) = number.checked_sub(self.nodes()) {
                let (distance_m, walk_s) = self.gait.measure(cost, extra);
                found.push(WalkMatch { row, distance_m, walk_s });
                if found.len() == count {
                    break;
                }
            } else {
                self.leave(number, cost, extra);
            }
        }
        found
    }

    /// Goes on from a node, to the next nodes and to the places on the way.
    fn leave(&mut self, node: u32, cost: u32, extra: i32) {
        let network = self.gait.network;
        for arc in network.graph.arcs(node) {
            self.meet(arc, cost, extra);
            if self.gait.takes(*arc) {
                let (more, differs) = self.gait.cost(*arc);
                self.offer(arc.to, cost.saturating_add(more), extra.saturating_add(differs));
            }
        }
    }

    fn meet(&mut self, arc: &Arc, cost: u32, extra: i32) {
        let places = self.places;
        for spot in places.on(arc.edge()) {
            let offset = if arc.starts_here() { spot.along_mm } else { arc.length_mm - spot.along_mm };
            if offset == 0 || self.gait.takes(*arc) {
                self.offer_place(spot, cost.saturating_add(offset), extra);
            }
        }
    }

    fn offer_place(&mut self, spot: &Spot, cost: u32, extra: i32) {
        if (self.accept)(spot.row) {
            self.offer(self.nodes() + spot.row, cost.saturating_add(spot.way_mm), extra);
        }
    }

    fn offer(&mut self, number: u32, cost: u32, extra: i32) {
        if cost <= self.most && self.desk.offer(number, cost) && self.gait.differs() {
            self.desk.extra[number as usize] = extra;
        }
    }
}
