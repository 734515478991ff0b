//! Where are the roads? On the lattice's edges between blocks, over water only on bridges, and in lanes inside blocks.

use geo_types::{Coord, LineString};

use super::{
    blocks::Blocks,
    chance::unit,
    density::Density,
    land::feature,
    lattice::{Axis, Lattice, Line},
    network::{Class, Network},
    outline::Cell,
    plane::degrees,
    words::Word,
};
use crate::domain::base_map::{BaseFeature, BaseLayer};

/// Names of all lines as roads.
#[derive(Debug, Clone)]
pub(super) struct RoadNames {
    columns: Vec<Word>,
    rows: Vec<Word>,
}

impl RoadNames {
    /// Gives each line a word: 大道 for the biggest, 路 for columns and 街 for rows.
    pub(super) fn new(lattice: &Lattice, network: &Network, words: Vec<Word>) -> Self {
        let mut words = words.into_iter();
        let mut name = |axis, line| {
            let ending = match (network.way(axis, line).class, axis) {
                (Class::Primary, _) => ("大道", "Avenue"),
                (_, Axis::Column) => ("路", "Road"),
                (_, Axis::Row) => ("街", "Street"),
            };
            words.next().unwrap_or_else(|| Word::new("无名", "Unnamed")).with(ending.0, ending.1)
        };
        let columns = (0..lattice.columns.len()).map(|line| name(Axis::Column, line)).collect();
        Self { columns, rows: (0..lattice.rows.len()).map(|line| name(Axis::Row, line)).collect() }
    }

    /// The name of a line.
    pub(super) fn of(&self, axis: Axis, line: usize) -> &Word {
        match axis {
            Axis::Column => &self.columns[line],
            Axis::Row => &self.rows[line],
        }
    }
}

/// What runs along one edge of the lattice.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Road(Class),
    Bridge,
}

/// All roads as lines: runs of the same class along each line, bridges, lanes.
pub(super) fn features(lattice: &Lattice, network: &Network, blocks: &Blocks, names: &RoadNames, density: &Density) -> Vec<BaseFeature> {
    let mut all = Vec::new();
    for axis in [Axis::Column, Axis::Row] {
        for line in 0..lattice.lines(axis).len() {
            runs(lattice, network, blocks, (axis, line), &mut |piece, spots| all.push(road(piece, names.of(axis, line), spots)));
        }
    }
    all.extend(lanes(lattice, blocks, density));
    all.sort_by_key(|road| match &*road.class {
        "residential" => 0,
        "secondary" => 1,
        "primary" => 2,
        _ => 3,
    });
    all
}

fn road(piece: Piece, name: &Word, spots: Vec<Coord<f64>>) -> BaseFeature {
    let (class, zh, en) = match piece {
        Piece::Road(class) => (class.code(), name.zh.clone(), name.en.clone()),
        Piece::Bridge => ("bridge", format!("{}桥", name.zh), format!("{} Bridge", name.en)),
    };
    feature(BaseLayer::Roads, class, Some((&zh, &en)), LineString(spots))
}

/// Calls `found` with each run of edges of a line that carry the same thing.
fn runs(
    lattice: &Lattice,
    network: &Network,
    blocks: &Blocks,
    (axis, line): (Axis, usize),
    found: &mut impl FnMut(Piece, Vec<Coord<f64>>),
) {
    let (across, up) = lattice.size();
    let steps = if axis == Axis::Column { up } else { across };
    let mut run: Option<(Piece, Vec<Coord<f64>>)> = None;
    for step in 0..steps {
        let here = piece(lattice, network, blocks, (axis, line, step));
        if let Some((piece, spots)) = run.take_if(|(piece, _)| Some(*piece) != here) {
            found(piece, spots);
        }
        if let Some(here) = here {
            let edge = lattice.edge(axis, line, step);
            match &mut run {
                Some((_, spots)) => spots.extend_from_slice(&edge[1..]),
                None => run = Some((here, edge.to_vec())),
            }
        }
    }
    if let Some((piece, spots)) = run {
        found(piece, spots);
    }
}

/// What runs along an edge, if anything.
fn piece(lattice: &Lattice, network: &Network, blocks: &Blocks, (axis, line, step): (Axis, usize, usize)) -> Option<Piece> {
    let lines = lattice.lines(axis);
    if line == 0 || line + 1 == lines.len() {
        return None;
    }
    let other = if axis == Axis::Column { Axis::Row } else { Axis::Column };
    let crossing = lattice.lines(other)[step].1 == Line::Middle || lattice.lines(other)[step + 1].1 == Line::Middle;
    let road = Some(Piece::Road(network.class(axis, line, step)));
    let wet_here = lattice.is_wet(axis, step);
    if crossing && (other == Axis::Column || line > lattice.middle(Axis::Column)) {
        let bridge = network.way(axis, line).bridge && lines[line].1 == Line::Plain;
        return bridge.then_some(Piece::Bridge);
    }
    match lines[line].1 {
        Line::Bank => {
            if wet_here {
                road
            } else {
                None
            }
        }
        Line::Middle => {
            if wet_here {
                None
            } else {
                road
            }
        }
        Line::Plain => {
            let (a, b) = match axis {
                Axis::Column => ((line - 1, step), (line, step)),
                Axis::Row => ((step, line - 1), (step, line)),
            };
            if blocks.of(a) == blocks.of(b) { None } else { road }
        }
    }
}

/// Lanes inside the blocks where people live: one or two each way, some left out.
fn lanes(lattice: &Lattice, blocks: &Blocks, density: &Density) -> Vec<BaseFeature> {
    let mut all = Vec::new();
    for cell in blocks.list.iter().flat_map(|block| &block.homes) {
        let lively = density.at(lattice.metres(lattice.middle_of(*cell)));
        for axis in [Axis::Column, Axis::Row] {
            for part in cuts(lattice, *cell, axis, lively) {
                all.push(feature(BaseLayer::Roads, Class::Residential.code(), None, lane(lattice, *cell, axis, part)));
            }
        }
    }
    all
}

/// Where lanes cut a cell, in parts of its width.
fn cuts(lattice: &Lattice, (i, j): Cell, axis: Axis, lively: f64) -> Vec<f64> {
    let width = match axis {
        Axis::Column => lattice.columns[i + 1].0 - lattice.columns[i].0,
        Axis::Row => lattice.rows[j + 1].0 - lattice.rows[j].0,
    };
    let draw = |number: i64| unit(0x1A9E ^ axis as u64, (i as i64) << 20 | j as i64, number);
    let most = if lively < 0.10 {
        0.0
    } else if lively < 0.3 {
        1.0
    } else {
        3.0
    };
    let count = (width / 190.0 - 0.2).round().max(1.0).min(most) as i64;
    let wanted = 0.35 + 0.6 * lively.min(1.0);
    (0..count)
        .filter(|cut| draw(*cut) < wanted)
        .map(|cut| (cut as f64 + 1.0 + 0.3 * (draw(cut + 10) - 0.5)) / (count as f64 + 1.0))
        .collect()
}

fn lane(lattice: &Lattice, (i, j): Cell, axis: Axis, part: f64) -> LineString<f64> {
    let ((p0, q0), (p1, q1)) = (lattice.vertex(i, j), lattice.vertex(i + 1, j + 1));
    let at = |t: f64| match axis {
        Axis::Column => (p0 + (p1 - p0) * part, q0 + (q1 - q0) * t),
        Axis::Row => (p0 + (p1 - p0) * t, q0 + (q1 - q0) * part),
    };
    LineString((0..=4).map(|step| degrees(lattice.metres(at(f64::from(step) / 4.0)))).collect())
}
