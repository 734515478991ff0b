//! Which lines are big roads and where are the bridges? A ring or two, radials through the centre, a grid between.

use rand::Rng;

use super::{
    chance::{Purpose, dice},
    lattice::{Axis, Lattice, Line},
};

/// How important a road is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Primary,
    Secondary,
    Residential,
}

impl Class {
    /// The class as the base map names it.
    pub(super) fn code(self) -> &'static str {
        match self {
            Class::Primary => "primary",
            Class::Secondary => "secondary",
            Class::Residential => "residential",
        }
    }
}

/// What one line of the lattice is as a road.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// Its class outside `ring`.
    pub(super) class: Class,
    /// Steps along which it is part of a ring road and primary.
    pub(super) ring: std::ops::Range<usize>,
    /// Whether it is carried over the other axis' water.
    pub(super) bridge: bool,
}

/// The roads of the city by line.
#[derive(Debug, Clone)]
pub(super) struct Network {
    columns: Vec<Way>,
    rows: Vec<Way>,
}

/// Where the ring roads run, in parts of the radius: west, east, south and north.
const RINGS: [[f64; 4]; 2] = [[-0.47, 0.30, -0.30, 0.32], [-0.76, 0.70, -0.68, 0.72]];

impl Network {
    /// Decides which lines are what.
    pub(super) fn new(lattice: &Lattice, seed: u64) -> Self {
        let mut rng = dice(seed, Purpose::Roads);
        let mut columns = plain_ways(&mut rng, lattice, Axis::Column);
        let mut rows = plain_ways(&mut rng, lattice, Axis::Row);
        let radius = lattice.shape.radius;
        let near = |axis, part: f64| nearest_plain(lattice, axis, part * radius);
        for ring in RINGS.iter().take(if radius < 2_500.0 { 1 } else { 2 }) {
            let (west, east) = (near(Axis::Column, ring[0]), near(Axis::Column, ring[1]));
            let (south, north) = (near(Axis::Row, ring[2]), near(Axis::Row, ring[3]));
            for column in [west, east] {
                columns[column].ring = south..north;
                columns[column].bridge = true;
            }
            for row in [south, north] {
                rows[row].ring = west..east;
                rows[row].bridge = true;
            }
        }
        let (column, row) = (near(Axis::Column, 0.04), near(Axis::Row, 0.02));
        for way in [&mut columns[column], &mut rows[row]] {
            way.class = Class::Primary;
            way.bridge = true;
        }
        Self { columns, rows }
    }

    /// The line as a road.
    pub(super) fn way(&self, axis: Axis, line: usize) -> &Way {
        match axis {
            Axis::Column => &self.columns[line],
            Axis::Row => &self.rows[line],
        }
    }

    /// The class of a line between crossing lines `step` and `step + 1`.
    pub(super) fn class(&self, axis: Axis, line: usize, step: usize) -> Class {
        let way = self.way(axis, line);
        if way.ring.contains(&step) { Class::Primary } else { way.class }
    }
}

/// Every line before rings and radials: banks and every second or third line are secondary.
fn plain_ways(rng: &mut impl Rng, lattice: &Lattice, axis: Axis) -> Vec<Way> {
    let mut since = rng.random_range(0..2);
    lattice
        .lines(axis)
        .iter()
        .map(|(_, line)| {
            since += 1;
            let secondary = *line != Line::Plain || since > 1 && rng.random_bool(0.6) || since > 2;
            if secondary {
                since = 0;
            }
            Way { class: if secondary { Class::Secondary } else { Class::Residential }, ring: 0..0, bridge: false }
        })
        .collect()
}

/// The line nearest to a lattice coordinate that is neither water nor bank, nor the city's edge.
pub(super) fn nearest_plain(lattice: &Lattice, axis: Axis, wanted: f64) -> usize {
    let lines = lattice.lines(axis);
    (1..lines.len() - 1)
        .filter(|&at| lines[at].1 == Line::Plain)
        .min_by(|&a, &b| (lines[a].0 - wanted).abs().total_cmp(&(lines[b].0 - wanted).abs()))
        .unwrap_or(0)
}
