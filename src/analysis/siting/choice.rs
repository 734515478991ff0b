//! Which sites are worth most together, when each has a worth of its own?
//!
//! The heart of the relaxed problem: the worths no longer depend on each other, so the dearest are taken.
//!
//! 1. With a number of sites only, the worthiest are taken.
//! 2. A budget is relaxed as well: each site's worth is lowered by its cost times a price, and the price is searched by bisection until
//!    what is taken can be paid (G. B. Dantzig's bound of the knapsack, 1957, where there is a budget only).
//! 3. What it would cost to force a site in or out is known at once, so that many sites are decided by it.

use super::options::Options;

/// Halvings when a price is searched.
const HALVINGS: usize = 24;

/// Takes the worthiest sites again and again, in the same memory.
#[derive(Default)]
pub(super) struct Choice {
    /// By site whether it is taken.
    pub(super) chosen: Vec<bool>,
    /// No choice within the means is worth more.
    pub(super) worth: f64,
    reduced: Vec<f64>,
    order: Vec<u32>,
    price: f64,
    full: bool,
    last_in: f64,
    first_out: f64,
    cost: f64,
}

impl Choice {
    /// Takes the sites for these worths.
    pub(super) fn take(&mut self, options: &Options, worth: &[f64]) {
        if options.budget.is_infinite() {
            self.take_at(0.0, options, worth);
            return;
        }
        self.take_at(0.0, options, worth);
        if self.cost <= options.budget {
            self.price = 0.0;
            return;
        }
        let (mut low, mut high) = (0.0, if self.price > 0.0 { self.price * 1.05 } else { self.first_price(options, worth) });
        self.take_at(high, options, worth);
        while self.cost > options.budget {
            (low, high) = (high, high * 2.0);
            self.take_at(high, options, worth);
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            self.take_at(middle, options, worth);
            if self.cost > options.budget { low = middle } else { high = middle }
        }
        self.take_at(high, options, worth);
        self.price = high;
    }

    /// A price at which nothing that costs anything is worth taking.
    fn first_price(&self, options: &Options, worth: &[f64]) -> f64 {
        let ratios = worth.iter().zip(&options.cost).filter(|(_, cost)| **cost > 0.0).map(|(worth, cost)| worth / cost);
        ratios.fold(f64::MIN_POSITIVE, f64::max)
    }

    fn take_at(&mut self, price: f64, options: &Options, worth: &[f64]) {
        let sites = options.len();
        self.reduced.clear();
        self.reduced.extend(worth.iter().zip(&options.cost).map(|(worth, cost)| worth - price * cost));
        self.chosen.clear();
        self.chosen.resize(sites, false);
        self.order.clear();
        self.order.extend((0..sites as u32).filter(|site| self.reduced[*site as usize] > 0.0 && options.counted[*site as usize]));
        let (reduced, order) = (&self.reduced, &mut self.order);
        self.full = order.len() >= options.new_sites;
        (self.last_in, self.first_out) = (0.0, 0.0);
        if order.len() > options.new_sites {
            let dearest = |a: &u32, b: &u32| reduced[*b as usize].total_cmp(&reduced[*a as usize]).then(a.cmp(b));
            let (_, next, _) = order.select_nth_unstable_by(options.new_sites, dearest);
            self.first_out = reduced[*next as usize];
            order.truncate(options.new_sites);
        }
        if self.full {
            self.last_in = order.iter().map(|site| reduced[*site as usize]).fold(f64::INFINITY, f64::min);
        }
        order.iter().for_each(|site| self.chosen[*site as usize] = true);
        for site in 0..sites {
            self.chosen[site] |= !options.counted[site] && self.reduced[site] > 0.0;
        }
        let taken = (0..sites).filter(|site| self.chosen[*site]);
        let (mut value, mut cost) = (0.0, 0.0);
        taken.for_each(|site| {
            value += self.reduced[site];
            cost += options.cost[site];
        });
        self.cost = cost;
        self.worth = if price > 0.0 { value + price * options.budget } else { value };
    }

    /// How much worth is lost at least when a site that is not taken must be, or one that is taken must not be.
    pub(super) fn regret(&self, site: usize, options: &Options) -> f64 {
        let full = self.full && options.counted[site];
        if self.chosen[site] {
            self.reduced[site] - if full { self.first_out } else { 0.0 }
        } else {
            (if full { self.last_in } else { 0.0 }) - self.reduced[site]
        }
    }

    /// The sites taken, ascending.
    pub(super) fn picks(&self) -> Vec<u32> {
        (0..self.chosen.len() as u32).filter(|site| self.chosen[*site as usize]).collect()
    }
}
