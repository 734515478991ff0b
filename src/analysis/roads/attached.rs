//! Which places meet the network, where, and which way does one walk from an edge's spot to its ends?
//!
//! A spot at a node is at that node, whichever way its edge may be walked.

use rayon::prelude::*;

use crate::analysis::space::Point;

use super::{
    attach::{Attachment, OffRoad},
    graph::Heading,
    network::Network,
    walker::Walker,
};

/// Where a place meets the network, or why it does not.
pub type Met = Result<Attachment, OffRoad>;

/// Places that are attached, by row, and the edges on which they are met.
#[derive(Debug, Clone)]
pub struct Attached {
    by_row: Vec<Met>,
    /// The spots of edge `e` stand at `first[e]..first[e + 1]`, by row.
    first: Vec<u32>,
    spots: Vec<Spot>,
}

/// A row on an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub row: u32,
    pub along_mm: u32,
    pub way_mm: u32,
}

impl Walker<'_> {
    /// Attaches places to the network, in parallel; `None` is unplaced.
    pub fn attach_all(&self, points: &[Option<Point>], attach_m: f64) -> Attached {
        self.attach_others(points, attach_m, |_| None)
    }

    /// The same where it is known of some rows where they meet the network, or why they do not.
    pub fn attach_others(&self, points: &[Option<Point>], attach_m: f64, known: impl Fn(u32) -> Option<Met> + Sync) -> Attached {
        let attach = |point: &Option<Point>| point.map_or(Err(OffRoad::Unplaced), |point| self.attach(point, attach_m));
        let met = |(row, point): (usize, &Option<Point>)| known(row as u32).unwrap_or_else(|| attach(point));
        Attached::new(self.network, points.par_iter().enumerate().map(met).collect())
    }
}

impl Attached {
    /// The places by row.
    fn new(network: &Network, by_row: Vec<Met>) -> Attached {
        let mut first = vec![0u32; network.edges() + 2];
        by_row.iter().flatten().for_each(|attachment| first[attachment.edge as usize + 2] += 1);
        for edge in 2..first.len() {
            first[edge] += first[edge - 1];
        }
        let mut spots = vec![Spot { row: 0, along_mm: 0, way_mm: 0 }; by_row.iter().flatten().count()];
        for (attachment, row) in by_row.iter().zip(0..).filter_map(|(attachment, row)| Some((attachment.ok()?, row))) {
            let next = &mut first[attachment.edge as usize + 1];
            spots[*next as usize] = Spot { row, along_mm: attachment.along_mm, way_mm: attachment.way_mm };
            *next += 1;
        }
        first.pop();
        Attached { by_row, first, spots }
    }

    /// How many rows there are, those on no road included.
    pub fn len(&self) -> usize {
        self.by_row.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_row.is_empty()
    }

    /// Where a row meets the network, or why it does not.
    pub fn get(&self, row: u32) -> Met {
        self.by_row[row as usize]
    }

    /// Every row that has a point and is on no road, with the reason.
    pub fn off_road(&self) -> impl Iterator<Item = (u32, OffRoad)> {
        let reasons = self.by_row.iter().zip(0..).filter_map(|(attachment, row)| Some((row, attachment.err()?)));
        reasons.filter(|(_, reason)| *reason != OffRoad::Unplaced)
    }

    /// The rows that meet an edge.
    pub(super) fn on(&self, edge: u32) -> &[Spot] {
        &self.spots[self.first[edge as usize] as usize..self.first[edge as usize + 1] as usize]
    }
}

impl Walker<'_> {
    /// The nodes at the ends of an attachment's edge that it is walked to or from, with the cost from the place to there.
    pub(super) fn ends(&self, place: &Attachment, heading: Heading) -> impl Iterator<Item = (u32, u32)> {
        self.ends_of(place.edge, place.along_mm, place.way_mm, heading)
    }

    /// The same for a spot on an edge.
    pub(super) fn ends_of(&self, edge: u32, along_mm: u32, way_mm: u32, heading: Heading) -> impl Iterator<Item = (u32, u32)> {
        let rest_mm = self.network.length_mm(edge) - along_mm;
        let edge = self.network.edge(edge);
        // Away from the place one walks against the edge to its start, home to the place along it.
        let against = heading == Heading::Home;
        let to_start = along_mm == 0 || edge.allows(self.footing, against);
        let to_end = rest_mm == 0 || edge.allows(self.footing, !against);
        let start = to_start.then_some((edge.from, way_mm.saturating_add(along_mm)));
        let end = to_end.then_some((edge.to, way_mm.saturating_add(rest_mm)));
        start.into_iter().chain(end)
    }

    /// Millimetres along an edge from one spot to another, if that may be walked.
    pub(super) fn between(&self, edge: u32, from_mm: u32, to_mm: u32) -> Option<u32> {
        let walks = from_mm == to_mm || self.network.edge(edge).allows(self.footing, from_mm < to_mm);
        walks.then(|| from_mm.abs_diff(to_mm))
    }
}
