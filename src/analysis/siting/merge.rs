//! Which demands reach exactly the same sites? They can be counted as one.
//!
//! Of a million demands in a city most share their sites with others: circles around sites cut the ground into few pieces.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

/// Demands with the same sites, by the first demand of each lot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lot {
    /// Its demands, ascending.
    pub(super) demands: Vec<u32>,
    /// The sites they reach, ascending; at least one.
    pub(super) sites: Vec<u32>,
}

/// Puts demands that reach the same sites into one lot; `sites_of` may give sites in any order, and demands without any are left out.
pub(super) fn lots(demands: &[u32], sites_of: impl Fn(u32) -> Vec<u32> + Sync) -> Vec<Lot> {
    let keyed = |demand: &u32| {
        let mut sites = sites_of(*demand);
        sites.sort_unstable();
        let mut hasher = DefaultHasher::new();
        sites.hash(&mut hasher);
        (hasher.finish(), *demand, sites)
    };
    let mut keyed: Vec<(u64, u32, Vec<u32>)> = demands.par_iter().map(keyed).filter(|(_, _, sites)| !sites.is_empty()).collect();
    keyed.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.2.cmp(&b.2)).then(a.1.cmp(&b.1)));
    let mut lots: Vec<Lot> = Vec::new();
    for (_, demand, sites) in keyed {
        match lots.last_mut() {
            Some(lot) if lot.sites == sites => lot.demands.push(demand),
            _ => lots.push(Lot { demands: vec![demand], sites }),
        }
    }
    lots.par_sort_unstable_by_key(|lot| lot.demands[0]);
    lots
}
