//! Where do the people live? Demand cells on a jittered grid, as many as asked for, with whole counts that add up exactly.

use geo_types::Coord;
use rayon::prelude::*;

use super::{
    blocks::{Blocks, cell_area_m2},
    chance::unit,
    density::Density,
    divisions::Tree,
    lattice::Lattice,
    outline::Cell,
    plane::{Metres, degrees, holds, metres, position},
};
use crate::domain::{
    demand::{DemandCell, DemandTable},
    id::CellId,
    kind::POPULATION,
};

/// Columns of the counts after `population`; codes of `data/target_groups.toml`.
const GROUPS: [&str; 6] = ["elderly", "minors", "disabled", "destitute", "minimum-living", "low-income"];
/// More spots than wanted, so that the emptiest can be left out.
const SPARE: f64 = 1.3;

/// A spot where people live.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    pub(super) spot: Coord<f64>,
    /// Its community, by place in the tree's list.
    pub(super) community: usize,
    /// Where it stands in the grid: unique.
    grid: (i64, i64),
    weight: f64,
}

/// Exactly `wanted` spots (none when nobody may live anywhere), ordered by community.
pub(super) fn homes(lattice: &Lattice, blocks: &Blocks, tree: &Tree, density: &Density, seed: u64, wanted: usize) -> Vec<Home> {
    let cells: Vec<Cell> = blocks.list.iter().flat_map(|block| block.homes.iter().copied()).collect();
    let area: f64 = cells.iter().map(|cell| cell_area_m2(lattice, *cell)).sum();
    let mut pitch = (area / (wanted.max(1) as f64 * SPARE)).sqrt();
    let mut found: Vec<Home> = Vec::new();
    while wanted > 0 && !cells.is_empty() {
        let spots = |cell: &Cell| spots(lattice, density, (*cell, tree.of_block[blocks.of(*cell)]), seed, pitch);
        found = cells.par_iter().flat_map_iter(spots).collect();
        if found.len() >= wanted {
            break;
        }
        pitch *= 0.9;
    }
    if found.len() > wanted {
        let rank = |home: &Home| home.weight * (0.3 + unit(seed ^ 0x0F, home.grid.0, home.grid.1));
        found.select_nth_unstable_by(wanted, |a, b| rank(b).total_cmp(&rank(a)).then(a.grid.cmp(&b.grid)));
        found.truncate(wanted);
    }
    found.par_sort_unstable_by_key(|home| (home.community, -home.grid.1, home.grid.0));
    found
}

/// The grid's spots inside one cell of the lattice, moved about a little.
fn spots(lattice: &Lattice, density: &Density, (cell, community): (Cell, usize), seed: u64, pitch: f64) -> Vec<Home> {
    let ring = lattice.ring(cell);
    let corners: Vec<Metres> = ring.iter().map(|spot| metres(*spot)).collect();
    let span = |axis: fn(&Metres) -> f64| {
        let (low, high) = corners.iter().map(axis).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        (low / pitch).floor() as i64 - 1..=(high / pitch).ceil() as i64 + 1
    };
    let (across, up) = (span(|at| at.0), span(|at| at.1));
    let mut found = Vec::new();
    for grid in up.flat_map(|y| across.clone().map(move |x| (x, y))) {
        let (jx, jy) = (unit(seed, grid.0, grid.1), unit(!seed, grid.0, grid.1));
        let spot = degrees(((grid.0 as f64 + 0.15 + 0.7 * jx) * pitch, (grid.1 as f64 + 0.15 + 0.7 * jy) * pitch));
        if holds(&ring, spot) {
            let weight = density.at(metres(spot)) * (0.5 + unit(seed ^ 0xCE11, grid.0, grid.1));
            found.push(Home { spot, community, grid, weight });
        }
    }
    found
}

/// The demand table: `people` spread over the homes, and how many of them are of each group.
pub(super) fn demand(tree: &Tree, density: &Density, homes: &[Home], seed: u64, people: u64) -> DemandTable {
    let counts = shares(homes, people);
    let digits = homes.len().to_string().len().max(7);
    let cells = homes.par_iter().zip(&counts).enumerate().map(|(number, (home, count))| DemandCell {
        id: CellId::parse(&format!("C{:0digits$}", number + 1)).expect("a letter and digits are an id"),
        position: position(home.spot),
        given: None,
        division: Some(tree.communities[home.community].code),
        counts: groups(density, home, seed, *count),
    });
    let groups = std::iter::once(POPULATION).chain(GROUPS).map(str::to_owned).collect();
    DemandTable { groups, cells: cells.collect() }
}

/// Whole numbers in proportion to the weights that add up to `people`; nobody's home is empty where there are people
/// enough. Running totals are rounded, not each number: every one is within 1 of its quota, and since homes are ordered
/// by community, so is the sum of any community, however few people there are to a home.
fn shares(homes: &[Home], people: u64) -> Vec<u64> {
    let count = homes.len() as u64;
    let first = u64::from(people >= 2 * count);
    let rest = people - first * count;
    let total: f64 = homes.iter().map(|home| home.weight).sum();
    let (mut weight, mut given) = (0.0, 0);
    let mut shares: Vec<u64> = homes
        .iter()
        .map(|home| {
            weight += home.weight;
            let due = ((weight / total * rest as f64).round() as u64).clamp(given, rest);
            let share = due - given;
            given = due;
            first + share
        })
        .collect();
    if let Some(last) = shares.last_mut() {
        *last += rest - given;
    }
    shares
}

/// The counts of one cell: everyone, then each group, each whole and none more than everyone.
fn groups(density: &Density, home: &Home, seed: u64, count: u64) -> Box<[f64]> {
    let at = metres(home.spot);
    let hardship = density.hardship(at);
    let shares = [
        density.elderly(at),
        density.minors(at),
        density.disabled(at) * (0.8 + 0.4 * hardship),
        0.001 + 0.004 * hardship,
        0.006 + 0.035 * hardship,
        0.012 + 0.055 * hardship,
    ];
    let mut counts = Vec::with_capacity(1 + GROUPS.len());
    counts.push(count as f64);
    for (number, share) in shares.into_iter().enumerate() {
        let luck = unit(seed ^ (0x6_0000 + number as u64), home.grid.0, home.grid.1);
        counts.push((count as f64 * share + luck).floor().min(count as f64));
    }
    let (elderly, minors) = (counts[1], counts[2]);
    counts[2] = minors.min(count as f64 - elderly);
    counts.into()
}
