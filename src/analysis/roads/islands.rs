//! Which parts of a network hang together, and which are worth attaching to?
//!
//! Two nodes are in one part when feet (or wheels) get from one to the other, directions aside. The longest part is the
//! mainland, every other an island. A part is *worth the name* when it is the mainland or at least [`WORTHY_M`] long: a
//! stub drawn inside a yard would otherwise catch the places beside it and keep them from the street next to it.

use crate::analysis::space::Point;

use super::{
    graph::Footing,
    network::{NO_NAME, Parts, degrees},
};

/// The least length of a part that places attach to.
pub const WORTHY_M: f64 = 500.0;

/// A part of the network that the largest one cannot be reached from.
#[derive(Debug, Clone, PartialEq)]
pub struct Island {
    /// Metres of all its edges.
    pub length_m: f64,
    /// The name of the street that has most of them, if any has a name.
    pub street: Option<Box<str>>,
    /// Somewhere on it: longitude and latitude in degrees.
    pub at: Point,
    /// Whether places attach to it.
    pub worthy: bool,
}

/// The parts of a network for one footing.
#[derive(Debug)]
pub(super) struct Islands {
    /// By node: the number of its part.
    part_of: Vec<u32>,
    /// By part.
    worthy: Vec<bool>,
    pub mainland_m: f64,
    pub islands: Vec<Island>,
}

impl Islands {
    /// Whether places may attach to the edges at a node.
    pub fn is_worthy(&self, node: u32) -> bool {
        self.worthy[self.part_of[node as usize] as usize]
    }

    /// Lets every part be worth the name that holds a node of one that was, where what hung together has been cut.
    pub fn stay_worthy(&mut self, before: &Islands) {
        for node in (0..before.part_of.len()).filter(|node| before.is_worthy(*node as u32)) {
            self.worthy[self.part_of[node] as usize] = true;
        }
    }

    /// Whether two nodes are in one part.
    pub fn hang_together(&self, one: u32, other: u32) -> bool {
        self.part_of[one as usize] == self.part_of[other as usize]
    }
}

/// The parts of a network; `length_mm` by edge.
pub(super) fn find(parts: &Parts, footing: Footing, length_mm: impl Fn(usize) -> u32) -> Islands {
    let walked = || parts.edges.iter().zip(0..).filter(|(edge, _)| edge.carries(footing));
    let mut joined = Joined((0..parts.nodes.len() as u32).collect());
    walked().for_each(|(edge, _)| joined.join(edge.from, edge.to));
    let (part_of, count) = joined.numbers();
    let mut lengths_m = vec![0.0; count];
    walked().for_each(|(edge, number)| lengths_m[part_of[edge.from as usize] as usize] += f64::from(length_mm(number)) / 1e3);
    let longest = (0..count).rev().max_by(|a, b| lengths_m[*a].total_cmp(&lengths_m[*b]));
    let worthy: Vec<bool> = (0..count).map(|part| Some(part) == longest || lengths_m[part] >= WORTHY_M).collect();
    let mut islands: Vec<(u32, Island)> = vec![];
    for part in (0..count).filter(|part| Some(*part) != longest && lengths_m[*part] > 0.0) {
        islands.push((part as u32, Island { length_m: lengths_m[part], street: None, at: [0.0; 2], worthy: worthy[part] }));
    }
    name(&mut islands, parts, walked().map(|(edge, number)| (part_of[edge.from as usize], edge.name, number)), length_mm);
    islands.sort_by(|a, b| b.1.length_m.total_cmp(&a.1.length_m));
    let islands = islands.into_iter().map(|(_, island)| island).collect();
    Islands { part_of, worthy, mainland_m: longest.map_or(0.0, |longest| lengths_m[longest]), islands }
}

/// Gives each island, in the order of parts, the name that most of it has, and a spot.
fn name(islands: &mut [(u32, Island)], parts: &Parts, edges: impl Iterator<Item = (u32, u32, usize)>, length_mm: impl Fn(usize) -> u32) {
    let island_of = |part: u32| islands.binary_search_by_key(&part, |(part, _)| *part).ok();
    let mut named: Vec<(usize, u32, usize)> = edges.filter_map(|(part, name, edge)| Some((island_of(part)?, name, edge))).collect();
    named.sort_unstable();
    let mut best = vec![0; islands.len()];
    for run in named.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (island, name, edge) = run[0];
        let length: u64 = run.iter().map(|(_, _, edge)| u64::from(length_mm(*edge))).sum();
        islands[island].1.at = degrees(parts.nodes[parts.edges[edge].from as usize]);
        if name != NO_NAME && length > best[island] {
            best[island] = length;
            islands[island].1.street = parts.names.get(name as usize).cloned();
        }
    }
}

/// Sets that are joined (B. A. Galler, M. J. Fischer, "An improved equivalence algorithm", CACM 7(5), 1964); each node points to one nearer to the lowest of its set.
struct Joined(Vec<u32>);

impl Joined {
    fn lowest(&mut self, mut node: u32) -> u32 {
        while self.0[node as usize] != node {
            self.0[node as usize] = self.0[self.0[node as usize] as usize];
            node = self.0[node as usize];
        }
        node
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.lowest(a), self.lowest(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// The number of each node's set, in the order of their lowest nodes, and how many sets there are.
    fn numbers(mut self) -> (Vec<u32>, usize) {
        let (mut numbers, mut count) = (vec![0; self.0.len()], 0);
        for node in 0..self.0.len() {
            let lowest = self.lowest(node as u32) as usize;
            numbers[node] = if lowest == node { count } else { numbers[lowest] };
            count += u32::from(lowest == node);
        }
        (numbers, count as usize)
    }
}
