//! What are the city's blocks? Cells of the lattice, joined where no road runs, with parks among them.

use rand::Rng;

use super::{
    chance::{Purpose, dice, ramp},
    density::Density,
    lattice::{Axis, Lattice, Line},
    network::{Class, Network, nearest_plain},
    outline::Cell,
    plane::{Metres, degrees, distance, metres, twice_area},
};

/// A park: a rectangle of cells without homes.
#[derive(Debug, Clone)]
pub(super) struct Park {
    pub(super) cells: Vec<Cell>,
    /// Whether a lake lies in it.
    pub(super) lake: bool,
}

/// Ground with road or water around it and none within.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// All its cells, its part of a water's strip included.
    pub(super) cells: Vec<Cell>,
    /// The cells where people live; none in a park.
    pub(super) homes: Vec<Cell>,
    /// Its middle.
    pub(super) centre: Metres,
    /// Relative number of people.
    pub(super) weight: f64,
}

/// Every block, which cells are whose, and which lie side by side.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    pub(super) list: Vec<Block>,
    pub(super) parks: Vec<Park>,
    /// For each block its neighbours, those across the river left out, each with the fence between: 0 a lane, 1 a main road.
    pub(super) beside: Vec<Vec<(usize, f64)>>,
    of_cell: Vec<usize>,
    up: usize,
}

/// Where parks are wished for (parts of the radius), how many cells across and up, and whether with a lake.
const PARKS: [(f64, f64, usize, usize, bool); 8] = [
    (0.42, 0.16, 4, 3, true),
    (0.12, -0.12, 2, 2, false),
    (-0.44, 0.12, 2, 3, false),
    (0.02, 0.80, 3, 2, true),
    (-0.60, -0.46, 3, 2, false),
    (0.52, -0.54, 2, 2, false),
    (0.19, 0.12, 2, 1, false),
    (-0.14, -0.55, 1, 2, false),
];

impl Blocks {
    /// Joins the cells of a lattice into blocks.
    pub(super) fn new(lattice: &Lattice, network: &Network, density: &Density, seed: u64) -> Self {
        let (across, up) = lattice.size();
        let mut joined = Joined((0..across * up).collect());
        let parks = parks(lattice, network);
        for cell in (0..across).flat_map(|i| (0..up).map(move |j| (i, j))) {
            joined.join(number(up, cell), number(up, dry_neighbour(lattice, cell)));
        }
        for park in &parks {
            for cell in &park.cells {
                joined.join(number(up, *cell), number(up, park.cells[0]));
            }
        }
        join_quiet(lattice, network, &parks, &mut joined, seed);
        let (list, of_cell) = gather(lattice, density, &parks, &mut joined);
        let beside = neighbours(lattice, network, &of_cell, list.len());
        Self { list, parks, beside, of_cell, up }
    }

    /// The block of a cell.
    pub(super) fn of(&self, cell: Cell) -> usize {
        self.of_cell[number(self.up, cell)]
    }
}

/// Sets that grow together (Galler and Fischer's union-find, smallest number as the root).
struct Joined(Vec<usize>);

impl Joined {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

fn number(up: usize, (i, j): Cell) -> usize {
    i * up + j
}

/// The cell away from the waters to which a cell of a strip belongs; a plain cell itself.
fn dry_neighbour(lattice: &Lattice, (i, j): Cell) -> Cell {
    let away = |lines: &[(f64, Line)], at: usize| match (lines[at].1, lines[at + 1].1) {
        (_, Line::Middle) => at - 1,
        (Line::Middle, _) => at + 1,
        _ => at,
    };
    (away(&lattice.columns, i), away(&lattice.rows, j))
}

/// Where a park moves when a big road or water is in its way, in cells.
const SHIFTS: [(usize, usize); 7] = [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2), (2, 2)];

/// The parks that find room, whole or as a single cell.
fn parks(lattice: &Lattice, network: &Network) -> Vec<Park> {
    let radius = lattice.shape.radius;
    let mut taken: Vec<Cell> = Vec::new();
    let mut found = Vec::new();
    let wanted = if radius < 3_000.0 { 4 } else { PARKS.len() };
    for (p, q, across, up, lake) in PARKS.iter().take(wanted).copied() {
        let (i, j) = (nearest_plain(lattice, Axis::Column, p * radius), nearest_plain(lattice, Axis::Row, q * radius));
        let whole = SHIFTS.iter().map(|shift| rectangle((i + shift.0, j + shift.1), across, up));
        let room =
            whole.chain([vec![(i, j)]]).find(|cells| is_free(lattice, network, cells) && cells.iter().all(|cell| !taken.contains(cell)));
        if let Some(cells) = room {
            taken.extend(&cells);
            found.push(Park { cells, lake });
        }
    }
    found
}

fn rectangle((i, j): Cell, across: usize, up: usize) -> Vec<Cell> {
    (i..i + across).flat_map(|i| (j..j + up).map(move |j| (i, j))).collect()
}

/// Whether cells are dry land inside the city with no primary road between them.
fn is_free(lattice: &Lattice, network: &Network, cells: &[Cell]) -> bool {
    let (width, height) = lattice.size();
    let inside = cells.iter().all(|(i, j)| i + 1 < width && j + 1 < height);
    inside
        && cells.iter().all(|(i, j)| {
            let east = cells.contains(&(i + 1, *j)) && network.class(Axis::Column, i + 1, *j) == Class::Primary;
            let north = cells.contains(&(*i, j + 1)) && network.class(Axis::Row, j + 1, *i) == Class::Primary;
            lattice.is_plain((*i, *j)) && !east && !north
        })
}

/// Joins some pairs of cells across quiet streets, more of them towards the edge.
fn join_quiet(lattice: &Lattice, network: &Network, parks: &[Park], joined: &mut Joined, seed: u64) {
    let mut rng = dice(seed, Purpose::Blocks);
    let (across, up) = lattice.size();
    let mut used = vec![false; across * up];
    for cell in parks.iter().flat_map(|park| &park.cells) {
        used[number(up, *cell)] = true;
    }
    for i in 1..across - 1 {
        for j in 1..up - 1 {
            let (axis, line, along, other) =
                if rng.random_bool(0.5) { (Axis::Column, i + 1, j, (i + 1, j)) } else { (Axis::Row, j + 1, i, (i, j + 1)) };
            let (p, q) = lattice.middle_of((i, j));
            let out = ramp(0.45, 0.95, p.hypot(q) / lattice.shape.radius);
            let chance = 0.08 + 0.7 * out;
            let class = network.class(axis, line, along);
            let quiet =
                (class == Class::Residential || class == Class::Secondary && out > 0.5) && lattice.lines(axis)[line].1 == Line::Plain;
            let free = lattice.is_plain((i, j)) && lattice.is_plain(other) && !used[number(up, (i, j))] && !used[number(up, other)];
            if quiet && free && rng.random_bool(chance) {
                joined.join(number(up, (i, j)), number(up, other));
                used[number(up, (i, j))] = true;
                used[number(up, other)] = true;
            }
        }
    }
}

/// Collects the joined cells in the order of their first cell.
fn gather(lattice: &Lattice, density: &Density, parks: &[Park], joined: &mut Joined) -> (Vec<Block>, Vec<usize>) {
    let (across, up) = lattice.size();
    let mut list: Vec<Block> = Vec::new();
    let mut of_root = vec![usize::MAX; across * up];
    let mut of_cell = Vec::with_capacity(across * up);
    for cell in (0..across).flat_map(|i| (0..up).map(move |j| (i, j))) {
        let root = joined.root(number(up, cell));
        if of_root[root] == usize::MAX {
            of_root[root] = list.len();
            list.push(Block { cells: Vec::new(), homes: Vec::new(), centre: (0.0, 0.0), weight: 0.0 });
        }
        of_cell.push(of_root[root]);
        let block = &mut list[of_root[root]];
        block.cells.push(cell);
        if lattice.is_plain(cell) && !parks.iter().any(|park| park.cells.contains(&cell)) {
            block.homes.push(cell);
        }
    }
    for block in &mut list {
        measure(lattice, density, block);
    }
    (list, of_cell)
}

/// Fills in a block's middle and weight.
fn measure(lattice: &Lattice, density: &Density, block: &mut Block) {
    let plain: Vec<Cell> = block.cells.iter().copied().filter(|cell| lattice.is_plain(*cell)).collect();
    let middles: Vec<Metres> = plain.iter().map(|cell| lattice.metres(lattice.middle_of(*cell))).collect();
    let count = middles.len() as f64;
    block.centre = (middles.iter().map(|at| at.0).sum::<f64>() / count, middles.iter().map(|at| at.1).sum::<f64>() / count);
    block.weight = block.homes.iter().map(|cell| density.at(lattice.metres(lattice.middle_of(*cell))) * cell_area_m2(lattice, *cell)).sum();
}

/// The area of a cell in square metres.
pub(super) fn cell_area_m2(lattice: &Lattice, cell: Cell) -> f64 {
    let (origin, unit) = (degrees((0.0, 0.0)), 1e-3);
    let east = distance(metres(geo_types::Coord { x: origin.x + unit, ..origin }), metres(origin)) / unit;
    let north = distance(metres(geo_types::Coord { y: origin.y + unit, ..origin }), metres(origin)) / unit;
    twice_area(&lattice.ring(cell)) / 2.0 * east * north
}

/// Which blocks have an edge in common, edges along the river left out, and how much the lowest edge divides.
fn neighbours(lattice: &Lattice, network: &Network, of_cell: &[usize], count: usize) -> Vec<Vec<(usize, f64)>> {
    let (across, up) = lattice.size();
    let mut beside = vec![Vec::new(); count];
    let mut meet = |a: Cell, b: Cell, fence: f64| {
        let (a, b) = (of_cell[number(up, a)], of_cell[number(up, b)]);
        if a != b {
            beside[a].push((b, fence));
            beside[b].push((a, fence));
        }
    };
    for (i, j) in (0..across).flat_map(|i| (0..up).map(move |j| (i, j))) {
        if i + 1 < across && lattice.columns[i + 1].1 != Line::Middle {
            meet((i, j), (i + 1, j), fence(lattice, network, (Axis::Column, i + 1, j)));
        }
        if j + 1 < up {
            meet((i, j), (i, j + 1), fence(lattice, network, (Axis::Row, j + 1, i)));
        }
    }
    for others in &mut beside {
        others.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        others.dedup_by_key(|other| other.0);
    }
    beside
}

/// How much an edge divides.
fn fence(lattice: &Lattice, network: &Network, (axis, line, step): (Axis, usize, usize)) -> f64 {
    if lattice.lines(axis)[line].1 == Line::Middle && lattice.is_wet(axis, step) {
        return 1.2;
    }
    match network.class(axis, line, step) {
        Class::Primary => 1.0,
        Class::Secondary => 0.3,
        Class::Residential => 0.0,
    }
}
