//! What changes when one place opens, closes or moves?
//!
//! Opening spreads from the new place as far as it is nearer than what was nearest. Closing forgets the labels of the place's
//! own region, which hangs together, and fills it again from the labels round it and from the places on its edges. Cells are
//! worked out again only on edges where something changed. The result is what working everything out anew would give, to the
//! last millimetre, rows included.

use super::{
    attach::Attachment,
    attached::{Attached, Spot},
    coverage::{NONE, WalkCoverage},
    graph::Heading,
    walker::Walker,
};

impl WalkCoverage {
    /// Opens a place under a row, instead of what was open under it. Answers with the cells whose answer changed, ascending.
    /// Walker and cells are those that the coverage was made with.
    pub fn open(&mut self, walker: &Walker, cells: &Attached, row: u32, place: Attachment) -> Vec<u32> {
        let mut changed = self.close(walker, cells, row);
        self.open.insert(row, place);
        let spot = Spot { row, along_mm: place.along_mm, way_mm: place.way_mm };
        self.on_edge.entry(place.edge).or_default().push(spot);
        let mut nodes = vec![];
        if let Some(mut spread) = self.spread(walker) {
            walker.ends(&place, Heading::Home).for_each(|(node, cost)| spread.offer(node, cost, row, 0));
            spread.run(|node| nodes.push(node));
        }
        changed.extend(self.serve_around(walker, cells, &nodes, place.edge));
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// Closes the place of a row; nothing happens when none is open. Answers with the cells whose answer changed, ascending.
    pub fn close(&mut self, walker: &Walker, cells: &Attached, row: u32) -> Vec<u32> {
        let Some(place) = self.open.remove(&row) else { return vec![] };
        if let Some(spots) = self.on_edge.get_mut(&place.edge) {
            spots.retain(|spot| spot.row != row);
            if spots.is_empty() {
                self.on_edge.remove(&place.edge);
            }
        }
        let region = self.forget(walker, row, &place);
        self.fill(walker, &region);
        let mut changed = self.serve_around(walker, cells, &region, place.edge);
        changed.sort_unstable();
        changed
    }

    /// Wipes the labels of a place's region; answers with its nodes.
    fn forget(&mut self, walker: &Walker, row: u32, place: &Attachment) -> Vec<u32> {
        let gait = walker.gait(Heading::Home, self.limit);
        let mut region: Vec<u32> = vec![];
        let labels = &mut self.labels;
        let mut wipe = |node: u32, region: &mut Vec<u32>| {
            let label = &mut labels[node as usize];
            if *label != NONE && *label as u32 == row {
                *label = NONE;
                region.push(node);
            }
        };
        walker.ends(place, Heading::Home).for_each(|(node, _)| wipe(node, &mut region));
        let mut next = 0;
        while let Some(node) = region.get(next).copied() {
            next += 1;
            for arc in walker.network.graph.arcs(node).iter().filter(|arc| gait.takes(**arc)) {
                wipe(arc.to, &mut region);
            }
        }
        region
    }

    /// Fills a wiped region from what is round it and on its edges.
    fn fill(&mut self, walker: &Walker, region: &[u32]) {
        let away = walker.gait(Heading::Away, self.limit);
        let on_edge = std::mem::take(&mut self.on_edge);
        if let Some(mut spread) = self.spread(walker) {
            for node in region {
                for arc in walker.network.graph.arcs(*node) {
                    let walks = away.takes(*arc);
                    let label = spread.labels[arc.to as usize];
                    if walks && label != NONE {
                        let (more, differs) = away.cost(*arc);
                        let extra = spread.extra.get(arc.to as usize).copied().unwrap_or_default();
                        spread.offer(*node, ((label >> 32) as u32).saturating_add(more), label as u32, extra.saturating_add(differs));
                    }
                    for spot in on_edge.get(&arc.edge()).into_iter().flatten() {
                        let offset = if arc.starts_here() { spot.along_mm } else { arc.length_mm - spot.along_mm };
                        if walks || offset == 0 {
                            spread.offer(*node, offset.saturating_add(spot.way_mm), spot.row, 0);
                        }
                    }
                }
            }
            spread.run(|_| ());
        }
        self.on_edge = on_edge;
    }

    /// Works out the cells on the edges of some nodes and on one more edge.
    fn serve_around(&mut self, walker: &Walker, cells: &Attached, nodes: &[u32], edge: u32) -> Vec<u32> {
        let mut edges: Vec<u32> = nodes.iter().flat_map(|node| walker.network.graph.arcs(*node)).map(|arc| arc.edge()).collect();
        edges.push(edge);
        edges.sort_unstable();
        edges.dedup();
        self.serve(walker, cells, &edges)
    }
}
