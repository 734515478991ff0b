//! What does a search say that takes every piece of every way for an edge, and every place for a node on it?
//!
//! Written without anything of the network: floating-point metres, hash maps, a scan over all pieces to attach, a scan over
//! all nodes to find the next one.

use std::collections::HashMap;

use crate::{
    analysis::space::{Point, Space},
    domain::street::{Stop, StreetClass, Streets},
};

/// A node: a point, and on which side of which piece where a stop cuts it off; or a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    Point(u32),
    Cut(usize, usize, bool),
    Spot(usize),
    Place(usize),
}

/// A piece of a way.
#[derive(Debug, Clone)]
pub struct Piece {
    ends: [Node; 2],
    at: [Point; 2],
    walks: [bool; 2],
    open: bool,
    /// Seconds for each metre.
    pace: f64,
    spots: Vec<(f64, usize)>,
}

pub struct Plain {
    pieces: Vec<Piece>,
    walls: Vec<[Point; 2]>,
    stopped: Vec<Point>,
    /// Place, spot, metres between.
    places: Vec<Option<f64>>,
    pace: f64,
}

/// Metres and seconds.
pub type Cost = (f64, f64);

impl Plain {
    pub fn new(streets: &Streets, wheels: bool, metres_a_second: f64) -> Plain {
        let at = |point: u32| streets.points[point as usize].map(|part| f64::from(part) / 1e7);
        let stops: HashMap<u32, Stop> = streets.stops.iter().copied().collect();
        let cuts = |point: &u32| match stops.get(point) {
            Some(Stop::All) => true,
            Some(Stop::Wheels) => wheels,
            None => false,
        };
        let mut pieces = vec![];
        for (number, way) in streets.ways.iter().enumerate().filter(|(_, way)| !wheels || way.step_free) {
            let whole: f64 = way.points.windows(2).map(|pair| Space::Sphere.distance_m(at(pair[0]), at(pair[1]))).sum();
            for (piece, pair) in way.points.windows(2).enumerate() {
                let node = |end: usize| if cuts(&pair[end]) { Node::Cut(number, piece, end == 1) } else { Node::Point(pair[end]) };
                pieces.push(Piece {
                    ends: [node(0), node(1)],
                    at: [at(pair[0]), at(pair[1])],
                    walks: [way.forward, way.backward],
                    open: !way.off_ground && way.class != StreetClass::Ferry,
                    pace: way.duration_s.map_or(1.0 / metres_a_second, |seconds| f64::from(seconds) / whole),
                    spots: vec![],
                });
            }
        }
        let walls = streets.barriers.iter().flat_map(|barrier| barrier.points.windows(2).map(|pair| [at(pair[0]), at(pair[1])]));
        let stopped = streets.stops.iter().map(|(point, _)| at(*point)).collect();
        Plain { pieces, walls: walls.collect(), stopped, places: vec![], pace: 1.0 / metres_a_second }
    }

    /// Adds a place; metres to where it attaches, `None` when nowhere. An `Err` when it lies so that either answer is right.
    pub fn attach(&mut self, place: Point, within_m: f64) -> Result<Option<f64>, ()> {
        let worthy = self.worthy();
        let mut found: Vec<(f64, usize, f64)> = vec![];
        for (number, piece) in self.pieces.iter().enumerate().filter(|(number, piece)| piece.open && worthy[*number]) {
            let (metres, share) = nearest(piece.at, place);
            let spot = between(piece.at, share);
            if metres <= within_m && !self.walls.iter().any(|wall| cross([place, spot], *wall)) {
                found.push((metres, number, share));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let number = self.places.len();
        self.places.push(found.first().map(|found| found.0));
        let Some((metres, piece, share)) = found.first().copied() else { return Ok(None) };
        let spot = between(self.pieces[piece].at, share);
        // Streets on top of one another, which may be walked in different ways: either is the nearest.
        let twins = share > 0.0 && share < 1.0 && found.get(1).is_some_and(|next| next.0 - metres < 1e-3);
        if twins || self.stopped.iter().any(|stop| Space::Sphere.distance_m(*stop, spot) < 0.01) || (within_m - metres).abs() < 0.01 {
            self.places[number] = None;
            return Err(());
        }
        self.pieces[piece].spots.push((share, number));
        Ok(Some(metres))
    }

    /// Of each piece, whether all that hangs together with it is 500 m or more, or longest.
    fn worthy(&self) -> Vec<bool> {
        let mut part: Vec<usize> = (0..self.pieces.len()).collect();
        let mut again = true;
        while again {
            again = false;
            for a in 0..self.pieces.len() {
                for b in 0..a {
                    let meet = self.pieces[a].ends.iter().any(|end| self.pieces[b].ends.contains(end));
                    if meet && part[a] != part[b] {
                        let least = part[a].min(part[b]);
                        (part[a], part[b], again) = (least, least, true);
                    }
                }
            }
        }
        let mut length = HashMap::new();
        for (piece, part) in self.pieces.iter().zip(&part) {
            *length.entry(*part).or_insert(0.0) += Space::Sphere.distance_m(piece.at[0], piece.at[1]);
        }
        let longest = length.values().copied().fold(0.0, f64::max);
        part.iter().map(|part| length[part] >= 500.0 || length[part] == longest).collect()
    }

    /// Arcs from each node: to where, metres, seconds.
    fn arcs(&self) -> HashMap<Node, Vec<(Node, f64, f64)>> {
        let mut arcs: HashMap<Node, Vec<(Node, f64, f64)>> = HashMap::new();
        let mut put = |from, to, metres: f64, pace: f64| arcs.entry(from).or_default().push((to, metres, metres * pace));
        for piece in &self.pieces {
            let length = Space::Sphere.distance_m(piece.at[0], piece.at[1]);
            let mut chain = vec![(0.0, piece.ends[0])];
            let mut spots = piece.spots.clone();
            spots.sort_by(|a, b| a.0.total_cmp(&b.0));
            chain.extend(spots.iter().map(|(share, place)| (*share, Node::Spot(*place))));
            chain.push((1.0, piece.ends[1]));
            for pair in chain.windows(2) {
                let metres = (pair[1].0 - pair[0].0) * length;
                // Two spots at one point are one spot.
                if piece.walks[0] || metres == 0.0 {
                    put(pair[0].1, pair[1].1, metres, piece.pace);
                }
                if piece.walks[1] || metres == 0.0 {
                    put(pair[1].1, pair[0].1, metres, piece.pace);
                }
            }
        }
        for (number, way) in self.places.iter().enumerate().filter_map(|(number, way)| Some((number, (*way)?))) {
            put(Node::Place(number), Node::Spot(number), way, self.pace);
            put(Node::Spot(number), Node::Place(number), way, self.pace);
        }
        arcs
    }

    /// Metres and seconds from a place to every place, by least metres or least seconds; infinite where there is no way.
    pub fn from(&self, place: usize, by_time: bool) -> Vec<Cost> {
        let arcs = self.arcs();
        let rank = |cost: &Cost| if by_time { cost.1 } else { cost.0 };
        let mut open: HashMap<Node, Cost> = HashMap::from([(Node::Place(place), (0.0, 0.0))]);
        let mut closed: HashMap<Node, Cost> = HashMap::new();
        while let Some((node, cost)) = open.iter().map(|(node, cost)| (*node, *cost)).min_by(|a, b| rank(&a.1).total_cmp(&rank(&b.1))) {
            open.remove(&node);
            closed.insert(node, cost);
            for (to, metres, seconds) in arcs.get(&node).into_iter().flatten() {
                let cost = (cost.0 + metres, cost.1 + seconds);
                // A place is a door, not a way through.
                if !closed.contains_key(to) && open.get(to).is_none_or(|known| rank(&cost) < rank(known)) {
                    open.insert(*to, cost);
                }
            }
        }
        // To the street and back, for a door beside another at the same spot.
        let own = self.places[place].map(|way| (2.0 * way, 2.0 * way * self.pace));
        let of = |number: usize| if number == place { own } else { closed.get(&Node::Place(number)).copied() };
        (0..self.places.len()).map(|number| of(number).unwrap_or((f64::INFINITY, f64::INFINITY))).collect()
    }
}

fn between([a, b]: [Point; 2], share: f64) -> Point {
    [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis]))
}

/// Metres to the nearest point of a piece and its share, by trying ever smaller steps.
fn nearest(piece: [Point; 2], place: Point) -> (f64, f64) {
    let metres = |share: f64| Space::Sphere.distance_m(between(piece, share), place);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..80 {
        let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if metres(a) <= metres(b) { high = b } else { low = a }
    }
    // An end is nearest where nothing between is nearer by more than rounding can tell.
    let inside = (metres(low), low);
    let ends = [(metres(0.0), 0.0), (metres(1.0), 1.0)];
    ends.into_iter().find(|end| end.0 <= inside.0 + 1e-6).unwrap_or(inside)
}

/// Whether two lines cross, by the equations of both.
fn cross([a, b]: [Point; 2], [c, d]: [Point; 2]) -> bool {
    let (r, s, gap) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]], [c[0] - a[0], c[1] - a[1]]);
    let slant = r[0] * s[1] - r[1] * s[0];
    let (t, u) = ((gap[0] * s[1] - gap[1] * s[0]) / slant, (gap[0] * r[1] - gap[1] * r[0]) / slant);
    (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)
}
