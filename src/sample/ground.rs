//! Where can a place stand, and what is its address? Beside a road, inside its community.

use rand::Rng;

use super::{
    TITLE_ZH,
    blocks::Blocks,
    chance::Urn,
    density::Density,
    divisions::Tree,
    lattice::{Axis, Lattice},
    outline::Cell,
    plane::{degrees, metres, position},
    roads::RoadNames,
};
use crate::domain::position::Position;

/// The city's ground, ready to be built on.
pub(super) struct Ground {
    lattice: Lattice,
    blocks: Blocks,
    roads: RoadNames,
    pub(super) tree: Tree,
    /// The cells of each community where a place may stand, likelier where more people live.
    sites: Vec<Urn<Cell>>,
    /// The communities, likelier where more people live.
    pub(super) communities: Urn<usize>,
}

/// A place to build on.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) position: Position,
    pub(super) address: String,
}

/// The side of a cell that a place looks out on.
const SIDES: [(Axis, usize); 4] = [(Axis::Row, 0), (Axis::Column, 1), (Axis::Row, 1), (Axis::Column, 0)];

impl Ground {
    /// Looks over the land.
    pub(super) fn new(lattice: Lattice, blocks: Blocks, tree: Tree, roads: RoadNames, density: &Density) -> Self {
        let weight = |cell: Cell| {
            let middle = lattice.metres(lattice.middle_of(cell));
            (cell, density.at(middle))
        };
        let sites: Vec<Urn<Cell>> = tree
            .communities
            .iter()
            .map(|community| {
                let homes: Vec<_> =
                    community.blocks.iter().flat_map(|block| &blocks.list[*block].homes).map(|cell| weight(*cell)).collect();
                let plain = community.blocks.iter().flat_map(|block| &blocks.list[*block].cells).filter(|cell| lattice.is_plain(**cell));
                Urn::new(if homes.is_empty() { plain.map(|cell| weight(*cell)).collect() } else { homes })
            })
            .collect();
        let communities = Urn::new(sites.iter().map(Urn::weight).enumerate().collect());
        Self { lattice, blocks, roads, tree, sites, communities }
    }

    /// Expected people of a community, up to a factor.
    pub(super) fn weight(&self, community: usize) -> f64 {
        self.sites[community].weight()
    }

    /// A spot beside a road of a community, likelier where more people live.
    pub(super) fn spot(&self, rng: &mut impl Rng, community: usize) -> Spot {
        let cell = *self.sites[community].draw(rng);
        let first = rng.random_range(0..SIDES.len());
        let side = (0..SIDES.len())
            .map(|turn| SIDES[(first + turn) % SIDES.len()])
            .find(|side| self.faces_road(cell, *side))
            .unwrap_or(SIDES[first]);
        let along = rng.random_range(0.10..0.90);
        let ((p0, q0), (p1, q1)) = (self.lattice.vertex(cell.0, cell.1), self.lattice.vertex(cell.0 + 1, cell.1 + 1));
        let width = if side.0 == Axis::Column { p1 - p0 } else { q1 - q0 };
        let depth = (rng.random_range(16.0..40.0) / width).min(0.4);
        let across = if side.1 == 0 { depth } else { 1.0 - depth };
        let (u, v) = if side.0 == Axis::Column { (across, along) } else { (along, across) };
        let at = (p0 + (p1 - p0) * u, q0 + (q1 - q0) * v);
        let (line, way) = match side.0 {
            Axis::Column => (cell.0 + side.1, at.1),
            Axis::Row => (cell.1 + side.1, at.0),
        };
        let number = 2 * ((way + self.lattice.shape.radius) / 24.0) as u32 + if side.1 == 0 { 1 } else { 2 };
        let road = &self.roads.of(side.0, line).zh;
        Spot {
            position: position(degrees(self.lattice.metres(at))),
            address: format!("{}{road}{number}号", self.district_and_street(community)),
        }
    }

    /// A spot 300 to 600 m from another one, for a protected place to be met at; on a road of the same street where
    /// there is one that far, otherwise anywhere.
    pub(super) fn front(&self, rng: &mut impl Rng, community: usize, true_place: Position) -> Position {
        let near = self.tree.communities_of(self.tree.communities[community].above);
        for _ in 0..16 {
            let community = rng.random_range(near.clone());
            let spot = self.spot(rng, community).position;
            if (300.0..=600.0).contains(&spot.distance_m(true_place)) {
                return spot;
            }
        }
        let angle: f64 = rng.random_range(0.0..std::f64::consts::TAU);
        let away = rng.random_range(330.0..570.0);
        let (x, y) = metres(geo_types::Coord { x: true_place.lon(), y: true_place.lat() });
        position(degrees((x + away * angle.cos(), y + away * angle.sin())))
    }

    /// 示例市, district and street of a community.
    fn district_and_street(&self, community: usize) -> String {
        let street = self.tree.street_of(community);
        format!("{TITLE_ZH}{}{}", self.tree.district_of(street).name.zh, street.name.zh)
    }

    /// Whether a road runs along a side of a cell.
    fn faces_road(&self, cell: Cell, (axis, far): (Axis, usize)) -> bool {
        let (across, up) = self.lattice.size();
        let beyond = |at: usize, end: usize| if far == 1 { (at + 1 < end).then_some(at + 1) } else { at.checked_sub(1) };
        let other = match axis {
            Axis::Column => beyond(cell.0, across).map(|i| (i, cell.1)),
            Axis::Row => beyond(cell.1, up).map(|j| (cell.0, j)),
        };
        other.is_some_and(|other| self.blocks.of(other) != self.blocks.of(cell) || !self.lattice.is_plain(other))
    }
}
