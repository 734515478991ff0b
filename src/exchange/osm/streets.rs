//! What do the walked ways and the barriers make together? Points numbered once, lines parted where a node is missing.

use std::collections::BTreeMap;

use crate::domain::street::{Barrier, BarrierClass, Stop, Street, Streets};

use super::{
    facts::{NameId, Names},
    nodes::{Nodes, Point},
    rules::Walk,
    shapes::length_m,
};

/// How fast a ferry goes that does not say how long it takes.
const FERRY_KMH: f64 = 10.0;

/// A way on its way to a street; points are numbers of nodes.
struct Draft {
    points: Box<[u32]>,
    walk: Walk,
    /// In Chinese and in English.
    name: (Option<NameId>, Option<NameId>),
    duration_s: Option<f32>,
}

/// Collects streets and barriers.
#[derive(Default)]
pub(super) struct Collected {
    ways: Vec<Draft>,
    barriers: Vec<Barrier>,
}

impl Collected {
    /// Takes in the parts of a walked way; a ferry's time is shared out among them by length.
    pub fn street(
        &mut self,
        parts: &[Vec<u32>],
        (walk, name): (Walk, (Option<NameId>, Option<NameId>)),
        duration_s: Option<f32>,
        nodes: &Nodes,
    ) {
        let ferry = walk.class == crate::domain::street::StreetClass::Ferry;
        let lengths: Vec<f64> =
            if ferry || duration_s.is_some() { parts.iter().map(|part| part_m(part, nodes)).collect() } else { Vec::new() };
        let whole_m: f64 = lengths.iter().sum();
        for (place, part) in parts.iter().enumerate() {
            let length_m = lengths.get(place).copied().unwrap_or_default();
            let told = duration_s.map(|seconds| if whole_m > 0.0 { seconds * (length_m / whole_m) as f32 } else { seconds });
            let duration_s = told.or_else(|| ferry.then(|| (length_m / (FERRY_KMH / 3.6)) as f32));
            self.ways.push(Draft { points: part.as_slice().into(), walk, name, duration_s });
        }
    }

    /// Takes in the parts of a barrier.
    pub fn barrier(&mut self, parts: &[Vec<u32>], class: BarrierClass) {
        self.barriers.extend(parts.iter().map(|part| Barrier { points: part.as_slice().into(), class }));
    }

    /// The streets, with the nodes in use numbered in the order of their ids.
    pub fn into_streets(self, names: &Names, nodes: &Nodes, points: &[Point]) -> Streets {
        let Collected { ways, mut barriers } = self;
        let mut used = Rank::new(nodes.len());
        let all = ways.iter().map(|way| &way.points).chain(barriers.iter().map(|barrier| &barrier.points));
        all.flatten().for_each(|node| used.mark(*node));
        used.count();
        let mut walked = Rank::new(nodes.len());
        ways.iter().flat_map(|way| &way.points).for_each(|node| walked.mark(*node));

        let mut streets = Streets {
            points: (0..nodes.len()).filter(|node| used.has(*node)).filter_map(|node| nodes.place(node)).collect(),
            stops: stops(points, nodes, (&used, &walked)),
            ..Streets::default()
        };
        let mut name_numbers = BTreeMap::new();
        for way in ways {
            let (name, name_en) = way.name;
            let name = name.map(|name| {
                *name_numbers.entry(name).or_insert_with(|| {
                    streets.names.push(names.text(name).into());
                    streets.names_en.push(None);
                    streets.names.len() as u32 - 1
                })
            });
            // A street has one English name, that of the first way that tells it, so that it stays one street along its length.
            if let Some((name, name_en)) = name.zip(name_en) {
                streets.names_en[name as usize].get_or_insert_with(|| names.text(name_en).into());
            }
            let Walk { class, forward, backward, step_free, off_ground, climb } = way.walk;
            let points = renumbered(way.points, &used);
            streets.ways.push(Street { points, class, name, forward, backward, step_free, off_ground, climb, duration_s: way.duration_s });
        }
        for barrier in &mut barriers {
            barrier.points = renumbered(std::mem::take(&mut barrier.points), &used);
        }
        streets.barriers = barriers;
        streets
    }
}

/// Points of walked ways that stop somebody, ascending; of two that are told of one node the stricter holds.
fn stops(points: &[Point], nodes: &Nodes, (used, walked): (&Rank, &Rank)) -> Vec<(u32, Stop)> {
    let mut stops = BTreeMap::new();
    for point in points {
        let Some(stop) = point.facts.stop else { continue };
        let node = nodes.find(point.id).filter(|node| walked.has(*node));
        if let Some(node) = node {
            let held = stops.entry(used.rank(node as u32)).or_insert(stop);
            if stop == Stop::All {
                *held = stop;
            }
        }
    }
    stops.into_iter().collect()
}

fn part_m(part: &[u32], nodes: &Nodes) -> f64 {
    let places: Vec<_> = part.iter().filter_map(|node| nodes.place(*node as usize)).collect();
    length_m(&places)
}

fn renumbered(mut points: Box<[u32]>, used: &Rank) -> Box<[u32]> {
    points.iter_mut().for_each(|point| *point = used.rank(*point));
    points
}

/// A set of node numbers that tells how many smaller ones it holds: 1.5 bits a node.
struct Rank {
    bits: Vec<u64>,
    before: Vec<u32>,
}

impl Rank {
    fn new(len: usize) -> Rank {
        Rank { bits: vec![0; len.div_ceil(64)], before: Vec::new() }
    }

    fn mark(&mut self, node: u32) {
        self.bits[node as usize / 64] |= 1 << (node % 64);
    }

    fn has(&self, node: usize) -> bool {
        self.bits[node / 64] >> (node % 64) & 1 == 1
    }

    fn count(&mut self) {
        let mut sum = 0;
        let before = |word: &u64| {
            sum += word.count_ones();
            sum - word.count_ones()
        };
        self.before = self.bits.iter().map(before).collect();
    }

    fn rank(&self, node: u32) -> u32 {
        let word = node as usize / 64;
        self.before[word] + (self.bits[word] & ((1 << (node % 64)) - 1)).count_ones()
    }
}
