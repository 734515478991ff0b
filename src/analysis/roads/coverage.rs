//! How far does every cell walk to the nearest place?
//!
//! One search from all places at once over the network walked backwards (Dijkstra 1959; K. Mehlhorn, "A faster approximation
//! algorithm for the Steiner problem in graphs", Information Processing Letters 27, 1988, calls its result the Voronoi regions
//! of a graph), which takes what waits by buckets and corrects labels until nothing waits. A label is a cost and a row in one number, so that of equal costs the lower row wins everywhere, and the labels
//! are the same in whatever order they are found. A cell then takes the better of its edge's two ends, or a place on its own edge.
//! The distance is from the cell to the place, ways to and from the network included.
//!
//! What is found is kept, so that one place may open, close or move (see [`super::update`]).

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::analysis::coverage::NearestPerCell;

use super::{
    attach::Attachment,
    attached::{Attached, Spot},
    buckets::Buckets,
    graph::Heading,
    walker::{Gait, Limit, Walker},
};

/// A cost in the upper half and the row of the place in the lower one.
type Label = u64;

/// The label of what no place is near to.
pub(super) const NONE: Label = u64::MAX;

/// What every cell has to the nearest place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WalkPerCell {
    /// Metres and row, as for straight lines: infinite and `u32::MAX` beyond the limit or on no road.
    pub nearest: NearestPerCell,
    /// Seconds of the same way; infinite likewise.
    pub walk_s: Vec<f64>,
    /// Cells that have a point and are on no road.
    pub off_road: usize,
}

/// Which place is nearest to every node and cell, for the places that are open.
#[derive(Debug, Clone)]
pub struct WalkCoverage {
    pub(super) limit: Limit,
    /// By node.
    pub(super) labels: Vec<Label>,
    /// By node: what the other measure differs by; empty where it differs nowhere.
    pub(super) extra: Vec<i32>,
    /// Open places by row.
    pub(super) open: BTreeMap<u32, Attachment>,
    /// Open places by edge.
    pub(super) on_edge: HashMap<u32, Vec<Spot>>,
    /// By cell.
    pub(super) cells: Vec<(Label, i32)>,
}

/// A search under way.
pub(super) struct Spread<'a> {
    pub gait: Gait<'a>,
    pub most: u32,
    pub labels: &'a mut [Label],
    pub extra: &'a mut [i32],
    pub waiting: Buckets,
}

impl Spread<'_> {
    /// Offers a node a cost to a row.
    pub fn offer(&mut self, node: u32, cost: u32, row: u32, extra: i32) {
        let label = u64::from(cost) << 32 | u64::from(row);
        let known = self.labels[node as usize];
        if cost > self.most || label > known || (label == known && self.extra.get(node as usize).is_none_or(|known| *known <= extra)) {
            return;
        }
        self.labels[node as usize] = label;
        if let Some(known) = self.extra.get_mut(node as usize) {
            *known = extra;
        }
        self.waiting.push(cost, node);
    }

    /// Follows what is offered to its end; tells of each node that has a new label.
    pub fn run(&mut self, mut tell: impl FnMut(u32)) {
        let graph = &self.gait.network.graph;
        while let Some((cost, node)) = self.waiting.pop() {
            let label = self.labels[node as usize];
            if (label >> 32) as u32 != cost {
                continue;
            }
            tell(node);
            let extra = self.extra.get(node as usize).copied().unwrap_or_default();
            for arc in graph.arcs(node) {
                if self.gait.takes(*arc) {
                    let (more, differs) = self.gait.cost(*arc);
                    self.offer(arc.to, cost.saturating_add(more), label as u32, extra.saturating_add(differs));
                }
            }
        }
    }
}

impl WalkCoverage {
    /// The nearest of these places (row and attachment) for every cell, within a limit. Places and cells were attached by this
    /// walker, or one on the same network and of the same footing.
    pub fn new(walker: &Walker, places: impl IntoIterator<Item = (u32, Attachment)>, cells: &Attached, limit: Limit) -> WalkCoverage {
        let nodes = walker.network.nodes();
        let differs = walker.gait(Heading::Home, limit).differs();
        let mut coverage = WalkCoverage {
            limit,
            labels: vec![NONE; nodes],
            extra: vec![0; if differs { nodes } else { 0 }],
            open: places.into_iter().collect(),
            on_edge: HashMap::new(),
            cells: vec![(NONE, 0); cells.len()],
        };
        for (row, place) in &coverage.open {
            let spot = Spot { row: *row, along_mm: place.along_mm, way_mm: place.way_mm };
            coverage.on_edge.entry(place.edge).or_default().push(spot);
        }
        let open = std::mem::take(&mut coverage.open);
        if let Some(mut spread) = coverage.spread(walker) {
            for (row, place) in &open {
                walker.ends(place, Heading::Home).for_each(|(node, cost)| spread.offer(node, cost, *row, 0));
            }
            spread.run(|_| ());
        }
        coverage.open = open;
        if !cells.is_empty() {
            coverage.serve(walker, cells, &(0..walker.network.edges() as u32).collect::<Vec<_>>());
        }
        coverage
    }

    /// A search that goes on from the labels there are; `None` when nothing is within the limit.
    pub(super) fn spread<'a>(&'a mut self, walker: &Walker<'a>) -> Option<Spread<'a>> {
        let gait = walker.gait(Heading::Home, self.limit);
        let most = gait.most(self.limit)?;
        Some(Spread { gait, most, labels: &mut self.labels, extra: &mut self.extra, waiting: Buckets::default() })
    }

    /// Works out the cells on some edges again; answers with those that changed, in no order.
    pub(super) fn serve(&mut self, walker: &Walker, cells: &Attached, edges: &[u32]) -> Vec<u32> {
        let gait = walker.gait(Heading::Home, self.limit);
        let Some(most) = gait.most(self.limit) else { return vec![] };
        let served =
            |edge: &u32| cells.on(*edge).iter().map(|cell| (cell.row, self.nearest_to(walker, *edge, cell, most))).collect::<Vec<_>>();
        let with_cells = |edge: &&u32| !cells.on(**edge).is_empty();
        let found: Vec<(u32, (Label, i32))> = edges.par_iter().with_min_len(1_000).filter(with_cells).flat_map_iter(served).collect();
        let mut changed = vec![];
        for (cell, label) in found {
            if std::mem::replace(&mut self.cells[cell as usize], label) != label {
                changed.push(cell);
            }
        }
        changed
    }

    /// The label of a cell on an edge.
    fn nearest_to(&self, walker: &Walker, edge: u32, cell: &Spot, most: u32) -> (Label, i32) {
        let mut best = (NONE, 0);
        let mut take = |cost: u64, row: u32, extra: i32| {
            if cost <= u64::from(most) {
                best = best.min((cost << 32 | u64::from(row), extra));
            }
        };
        for (node, cost) in walker.ends_of(edge, cell.along_mm, cell.way_mm, Heading::Away) {
            let label = self.labels[node as usize];
            if label != NONE {
                let extra = self.extra.get(node as usize).copied().unwrap_or_default();
                take((label >> 32) + u64::from(cost), label as u32, extra);
            }
        }
        for place in self.on_edge.get(&edge).into_iter().flatten() {
            if let Some(between) = walker.between(edge, cell.along_mm, place.along_mm) {
                take(u64::from(between) + u64::from(cell.way_mm) + u64::from(place.way_mm), place.row, 0);
            }
        }
        best
    }

    /// The answer by cell.
    pub fn per_cell(&self, walker: &Walker, cells: &Attached) -> WalkPerCell {
        let gait = walker.gait(Heading::Home, self.limit);
        let [mut distance_m, mut walk_s] = [0, 1].map(|_| Vec::with_capacity(self.cells.len()));
        for (label, extra) in &self.cells {
            let (metres, seconds) =
                if *label == NONE { (f64::INFINITY, f64::INFINITY) } else { gait.measure((label >> 32) as u32, *extra) };
            distance_m.push(metres);
            walk_s.push(seconds);
        }
        let row = self.cells.iter().map(|(label, _)| *label as u32).collect();
        let nearest = NearestPerCell { distance_m: distance_m.into(), row };
        WalkPerCell { nearest, walk_s, off_road: cells.off_road().count() }
    }

    /// Where the place of a row meets the network, if it is open.
    pub fn opened(&self, row: u32) -> Option<Attachment> {
        self.open.get(&row).copied()
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        let open = size_of::<(u32, Attachment)>() + size_of::<(u32, Vec<Spot>)>() + size_of::<Spot>();
        size_of_val(&*self.labels) + size_of_val(&*self.extra) + size_of_val(&*self.cells) + 2 * open * self.open.len()
    }

    /// The nearest place of one cell: row, metres and seconds.
    pub fn of_cell(&self, walker: &Walker, cell: u32) -> Option<(u32, f64, f64)> {
        let (label, extra) = self.cells[cell as usize];
        let (metres, seconds) = walker.gait(Heading::Home, self.limit).measure((label >> 32) as u32, extra);
        (label != NONE).then_some((label as u32, metres, seconds))
    }
}

impl Walker<'_> {
    /// The nearest of the accepted places for every cell, worked out once and for all.
    pub fn cover(&self, places: &Attached, accept: impl Fn(u32) -> bool, cells: &Attached, limit: Limit) -> WalkPerCell {
        let accepted = (0..places.len() as u32).filter(|row| accept(*row)).filter_map(|row| Some((row, places.get(row).ok()?)));
        WalkCoverage::new(self, accepted, cells, limit).per_cell(self, cells)
    }
}
