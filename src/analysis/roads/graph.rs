//! Which edges leave a node, and who may walk them which way?
//!
//! Compressed rows: the arcs of node `n` stand at `first[n]..first[n + 1]`, one for each end of an edge. A cost is a whole
//! number of millimetres, so that sums are exact in any order and ties are ties. Refuses to know where nodes lie.

use super::network::Edge;

/// Whether feet or wheels are on the ground: walk and elder differ in speed only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Footing {
    /// On foot, steps and kerbs included.
    Feet,
    /// Without a step.
    Wheels,
}

/// Which way costs are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// From the source to everywhere.
    Away,
    /// From everywhere to the source.
    Home,
}

/// One end of an edge, seen from the node there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    /// The node at the other end.
    pub to: u32,
    /// The edge's number in the lower bits, and what holds of it in the upper ones.
    pub tag: u32,
    /// The edge's length.
    pub length_mm: u32,
}

/// The arc may be walked from this node, on foot or on wheels; against it, likewise.
const AWAY_FEET: u32 = 1 << 31;
const AWAY_WHEELS: u32 = 1 << 30;
const HOME_FEET: u32 = 1 << 29;
const HOME_WHEELS: u32 = 1 << 28;
/// The edge starts here.
const START: u32 = 1 << 27;
/// The edge takes a fixed time, whoever walks.
const FIXED: u32 = 1 << 26;

/// The most edges there may be: twice what a map of China has.
pub(super) const MOST_EDGES: usize = 1 << 26;

impl Arc {
    /// The edge.
    pub fn edge(self) -> u32 {
        self.tag & (FIXED - 1)
    }

    /// Whether the edge starts at the node that the arc belongs to.
    pub fn starts_here(self) -> bool {
        self.tag & START != 0
    }

    /// Whether the edge takes a fixed time.
    pub fn is_fixed(self) -> bool {
        self.tag & FIXED != 0
    }
}

/// The bit that an arc needs to be walked.
pub(super) fn mask(footing: Footing, heading: Heading) -> u32 {
    match (footing, heading) {
        (Footing::Feet, Heading::Away) => AWAY_FEET,
        (Footing::Wheels, Heading::Away) => AWAY_WHEELS,
        (Footing::Feet, Heading::Home) => HOME_FEET,
        (Footing::Wheels, Heading::Home) => HOME_WHEELS,
    }
}

/// The arcs of all nodes.
#[derive(Debug)]
pub(super) struct Graph {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Graph {
    /// The arcs of edges between so many nodes; `length_mm` by edge.
    pub fn new(nodes: usize, edges: &[Edge], length_mm: &[u32]) -> Graph {
        let mut first = vec![0u32; nodes + 2];
        for edge in edges {
            first[edge.from as usize + 2] += 1;
            first[edge.to as usize + 2] += 1;
        }
        for node in 2..first.len() {
            first[node] += first[node - 1];
        }
        let mut arcs = vec![Arc { to: 0, tag: 0, length_mm: 0 }; edges.len() * 2];
        let mut put = |node: u32, arc| {
            let next = &mut first[node as usize + 1];
            arcs[*next as usize] = arc;
            *next += 1;
        };
        for ((edge, number), length_mm) in edges.iter().zip(0..).zip(length_mm) {
            let fixed = if edge.is_fixed() { FIXED } else { 0 };
            put(edge.from, Arc { to: edge.to, tag: number | START | fixed | bits(edge, true), length_mm: *length_mm });
            put(edge.to, Arc { to: edge.from, tag: number | fixed | bits(edge, false), length_mm: *length_mm });
        }
        first.pop();
        Graph { first, arcs }
    }

    /// The arcs of a node.
    pub fn arcs(&self, node: u32) -> &[Arc] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

/// Who may walk an edge from one of its ends, or towards it.
fn bits(edge: &Edge, from_start: bool) -> u32 {
    let bit = |footing, along, bit| if edge.allows(footing, along) { bit } else { 0 };
    bit(Footing::Feet, from_start, AWAY_FEET)
        | bit(Footing::Wheels, from_start, AWAY_WHEELS)
        | bit(Footing::Feet, !from_start, HOME_FEET)
        | bit(Footing::Wheels, !from_start, HOME_WHEELS)
}
