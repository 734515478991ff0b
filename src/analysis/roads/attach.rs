//! Where does a place meet the network?
//!
//! 1. Pieces of edges are looked at by distance: those within 40 m, then 120 m, 360 m, up to the limit. Only edges that the
//!    profile walks, on the ground, of a part worth the name (see [`super::islands`]).
//! 2. The place attaches to the nearest point of the nearest piece whose straight way there crosses no barrier; of pieces
//!    equally near the one with the lower number counts.
//! 3. The way there is a great-circle distance and part of every answer.
//!
//! On the few hundred metres in question the ground is taken as flat round the place; that moves the nearest point by less
//! than a millimetre in a hundred metres. A way that ends on a barrier's line does not cross it: a gate is in its wall.

use crate::analysis::space::{Point, Space};

use super::{
    barriers::crosses,
    graph::Footing,
    grid::Piece,
    ground::{Ground, nearest_share, units},
    network::{Network, UNITS, millimetres},
    walker::Walker,
};

/// How far a place may be from the network, in metres, where nobody says otherwise.
pub const ATTACH_M: f64 = 500.0;

/// Where a place meets the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment {
    pub(super) edge: u32,
    pub(super) along_mm: u32,
    pub(super) way_mm: u32,
    over_island: bool,
}

impl Attachment {
    /// The number of the edge.
    pub fn edge(&self) -> u32 {
        self.edge
    }

    /// Metres from the start of the edge to the spot.
    pub fn along_m(&self) -> f64 {
        f64::from(self.along_mm) / 1e3
    }

    /// Metres from the place to the spot.
    pub fn way_m(&self) -> f64 {
        f64::from(self.way_mm) / 1e3
    }

    /// Whether a nearer edge was passed over, since it belongs to a part too small to be worth the name.
    pub fn over_island(&self) -> bool {
        self.over_island
    }
}

/// Why a place is on no road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OffRoad {
    /// It has no point.
    Unplaced,
    /// There is nothing to walk on within the limit.
    Nothing,
    /// All that is within the limit lies behind a barrier.
    Blocked,
    /// All that is within the limit belongs to parts too small to be worth the name.
    Island,
}

/// A piece of an edge near a place.
#[derive(Clone, Copy)]
struct Near {
    square: f64,
    piece: Piece,
    share: f64,
}

impl Walker<'_> {
    /// Where a place meets the network within so many metres; longitude and latitude in degrees.
    pub fn attach(&self, at: Point, attach_m: f64) -> Result<Attachment, OffRoad> {
        attach(self.network, self.footing, at, attach_m)
    }
}

pub(super) fn attach(network: &Network, footing: Footing, at: Point, attach_m: f64) -> Result<Attachment, OffRoad> {
    if !at.iter().all(|part| part.is_finite()) {
        return Err(OffRoad::Unplaced);
    }
    let ground = Ground::around(at);
    let mut search = Search { network, footing, ground, blocked: false, over_island: false };
    let mut near = vec![];
    let mut inner_m = -1.0;
    for radius_m in [40.0, 120.0, 360.0, attach_m] {
        let radius_m = f64::min(radius_m, attach_m);
        near.clear();
        search.collect(inner_m, radius_m, &mut near);
        near.sort_unstable_by(|a: &Near, b: &Near| a.square.total_cmp(&b.square).then(a.piece.cmp(&b.piece)));
        near.dedup_by_key(|near| near.piece);
        if let Some(found) = near.iter().find(|near| search.takes(near)) {
            return Ok(search.attachment(at, found));
        }
        inner_m = radius_m;
    }
    Err(match (search.blocked, search.over_island) {
        (true, _) => OffRoad::Blocked,
        (false, true) => OffRoad::Island,
        (false, false) => OffRoad::Nothing,
    })
}

struct Search<'n> {
    network: &'n Network,
    footing: Footing,
    ground: Ground,
    blocked: bool,
    over_island: bool,
}

impl Search<'_> {
    /// Finds what lies farther than the inner and not farther than the outer radius.
    fn collect(&self, inner_m: f64, outer_m: f64, near: &mut Vec<Near>) {
        let (inner, outer) = (inner_m.max(0.0) * inner_m, outer_m * outer_m);
        let shape = &self.network.parts.shape;
        let [low, high] = [-outer_m, outer_m].map(|side| self.ground.units([side; 2]));
        self.network.ground.visit(low, high, |piece| {
            let [a, b] = [piece.point, piece.point + 1].map(|point| self.ground.metres(units(shape[point as usize])));
            let (share, square) = nearest_share(a, b);
            if square <= outer && (square > inner || inner_m < 0.0) && self.network.edge(piece.line).carries(self.footing) {
                near.push(Near { square, piece, share });
            }
        });
    }

    /// Whether a place may attach to a piece.
    fn takes(&mut self, near: &Near) -> bool {
        if !self.network.islands_of(self.footing).is_worthy(self.network.edge(near.piece.line).from) {
            self.over_island = true;
            return false;
        }
        let blocked = crosses(&self.network.barriers, &self.network.parts.barrier, self.ground.middle, self.spot(near));
        self.blocked |= blocked;
        !blocked
    }

    /// The nearest point of a piece in units.
    fn spot(&self, near: &Near) -> [f64; 2] {
        let [a, b] = [near.piece.point, near.piece.point + 1].map(|point| units(self.network.parts.shape[point as usize]));
        [0, 1].map(|axis| a[axis] + near.share * (b[axis] - a[axis]))
    }

    fn attachment(&self, at: Point, near: &Near) -> Attachment {
        let first = near.piece.point as usize;
        let [start, end] = [first, first + 1].map(|point| self.network.along_mm[point]);
        let way_m = Space::Sphere.distance_m(at, self.spot(near).map(|part| part / UNITS));
        Attachment {
            edge: near.piece.line,
            along_mm: start + (f64::from(end - start) * near.share).round() as u32,
            way_mm: millimetres(way_m),
            over_island: self.over_island,
        }
    }
}
