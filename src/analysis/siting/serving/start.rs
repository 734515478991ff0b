//! Which sites are a good start when room is short?
//!
//! 1. The site that lets most more be served is opened again and again; what a site adds only shrinks, so that a value from before is an
//!    upper bound of the value now.
//! 2. Exchanges are tried in order, for as many flows as are allowed; each that serves more is made.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Flow, Serving};

/// Flows that exchanges of one choice may take at most.
const MOST_FLOWS: usize = 4000;

/// Opens the next best site as long as the means allow; the sites ascend.
pub(in super::super) fn greedy(problem: &Serving) -> Vec<u32> {
    let by_gain = pick(problem, |_| 1.0);
    if problem.options.budget.is_infinite() {
        return by_gain.1;
    }
    let by_ratio = pick(problem, |site| problem.options.cost[site].max(1e-12));
    if by_ratio.0 > by_gain.0 { by_ratio.1 } else { by_gain.1 }
}

/// Picks by gain over price; what is served, and the sites.
fn pick(problem: &Serving, price: impl Fn(usize) -> f64 + Sync) -> (f64, Vec<u32>) {
    let options = &problem.options;
    let mut flow = Flow::new(problem, &problem.is_open(&[]));
    let mut score = vec![f64::INFINITY; options.len()];
    let mut closed: BTreeSet<usize> = (0..options.len()).collect();
    let mut chosen = Vec::new();
    loop {
        let (count, cost) = options.spent(&chosen);
        let mut order: Vec<usize> = closed.iter().copied().filter(|site| options.affords(*site, count, cost)).collect();
        order.sort_by(|a, b| score[*b].total_cmp(&score[*a]).then(a.cmp(b)));
        let mut best: Option<(f64, usize, Flow)> = None;
        // The first round looks at all of them; later ones stop where old values show that nothing better comes.
        for lot in order.chunks(8) {
            if options.halt.is_on() || best.as_ref().is_some_and(|(value, _, _)| *value >= score[lot[0]]) {
                break;
            }
            let tried: Vec<(f64, usize, Flow)> = lot.par_iter().map(|site| trial(problem, &flow, *site, price(*site))).collect();
            for (value, site, with) in tried {
                score[site] = value;
                if best.as_ref().is_none_or(|(most, other, _)| value > *most || (value == *most && site < *other)) {
                    best = Some((value, site, with));
                }
            }
        }
        match best {
            Some((value, site, with)) if value > 0.0 => {
                flow = with;
                closed.remove(&site);
                chosen.push(site as u32);
            }
            _ => break,
        }
    }
    chosen.sort_unstable();
    (flow.total(), chosen)
}

fn trial<'s>(problem: &'s Serving, flow: &Flow<'s>, site: usize, price: f64) -> (f64, usize, Flow<'s>) {
    let with = flow.with(problem.open + site);
    ((with.total() - flow.total()) / price, site, with)
}

/// Exchanges sites as long as that serves more by `least`.
pub(in super::super) fn exchange(problem: &Serving, chosen: &[u32], least: f64) -> Vec<u32> {
    let options = &problem.options;
    let mut chosen = chosen.to_vec();
    let mut served = Flow::new(problem, &problem.is_open(&chosen)).total();
    let mut flows = 0;
    let mut place = 0;
    let mut since = 0;
    while since < chosen.len() && flows < MOST_FLOWS && !options.halt.is_on() {
        let mut rest = chosen.clone();
        let out = rest.remove(place);
        let base = Flow::new(problem, &problem.is_open(&rest));
        let (count, cost) = options.spent(&rest);
        let others = (0..options.len()).filter(|site| *site != out as usize && !rest.contains(&(*site as u32)));
        let others: Vec<usize> = others.filter(|site| options.affords(*site, count, cost)).collect();
        flows += others.len() + 1;
        let totals: Vec<f64> = others.par_iter().map(|site| base.with(problem.open + *site).total()).collect();
        let best = totals.iter().zip(&others).max_by(|a, b| a.0.total_cmp(b.0).then(b.1.cmp(a.1)));
        match best {
            Some((total, site)) if *total > served + least => {
                chosen[place] = *site as u32;
                served = *total;
                since = 0;
            }
            _ => since += 1,
        }
        place = (place + 1) % chosen.len();
    }
    chosen.sort_unstable();
    chosen
}
