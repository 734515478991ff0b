//! Small questions at random, and all their choices of sites.

use super::super::{Means, NEVER, Question, Reach, Role, Sites, dice::Dice};

/// A question that owns its columns.
#[derive(Debug, Clone)]
pub(super) struct Small {
    pub(super) weights: Vec<f64>,
    pub(super) sites: Sites,
    pub(super) reach: Reach,
    pub(super) means: Means,
    /// By demand and site; infinite when out of reach.
    pub(super) table: Vec<Vec<f64>>,
}

impl Small {
    /// With ties, missing pairs, weights of 0, existing sites, costs, and means of all kinds.
    pub(super) fn random(seed: u64) -> Small {
        let dice = &mut Dice::new(seed);
        let (demands, sites) = (dice.below(12), 1 + dice.below(8));
        let (whole, missing) = (dice.chance(0.5), [0.0, 0.0, 0.2, 0.6][dice.below(4)]);
        let number = |dice: &mut Dice, most: usize| {
            let number = dice.below(most) as f64;
            if whole { number } else { number + (dice.share() * 8.0).floor() / 8.0 + 0.1 * f64::from(u8::from(dice.chance(0.3))) }
        };
        let table: Vec<Vec<f64>> = (0..demands)
            .map(|_| (0..sites).map(|_| if dice.chance(missing) { f64::INFINITY } else { number(dice, 12) }).collect())
            .collect();
        let weights = (0..demands).map(|_| if dice.chance(0.15) { 0.0 } else { number(dice, 9) }).collect();
        let existing = [0.0, 0.0, 0.15, 0.4][dice.below(4)];
        let role = |dice: &mut Dice| match (dice.chance(existing), dice.chance(0.5)) {
            (true, true) => Role::Stays,
            (true, false) => Role::Closable,
            (false, _) => Role::Candidate,
        };
        let role = (0..sites).map(|_| role(dice)).collect();
        let cost = (0..sites).map(|_| number(dice, 6)).collect();
        let capacity = (0..sites).map(|_| if dice.chance(0.2) { f64::INFINITY } else { number(dice, 20) }).collect();
        let means = Means {
            new_sites: dice.chance(0.6).then(|| dice.below(5)),
            budget: dice.chance(0.4).then(|| number(dice, 12) - if dice.chance(0.1) { 4.0 } else { 0.0 }),
        };
        let flat: Vec<f64> = table.iter().flatten().copied().collect();
        Small { weights, sites: Sites { role, cost, capacity }, reach: Reach::from_dense(sites, &flat), means, table }
    }

    pub(super) fn question(&self) -> Question<'_> {
        Question { weights: &self.weights, sites: &self.sites, reach: &self.reach, means: self.means, halt: &NEVER }
    }

    /// All ways to have sites open, whatever the means.
    pub(super) fn choices(&self) -> impl Iterator<Item = Vec<bool>> + '_ {
        let sites = self.sites.role.len();
        let open = move |bits: u32| (0..sites).map(|site| bits >> site & 1 == 1).collect::<Vec<bool>>();
        let may = |open: &Vec<bool>| open.iter().zip(&self.sites.role).all(|(open, role)| *open || *role != Role::Stays);
        (0..1_u32 << sites).map(open).filter(may)
    }

    /// New sites, and costs less savings.
    pub(super) fn spent(&self, open: &[bool]) -> (usize, f64) {
        let (mut count, mut cost) = (0, 0.0);
        for (site, open) in open.iter().enumerate() {
            match (self.sites.role[site], open) {
                (Role::Candidate, true) => {
                    count += 1;
                    cost += self.sites.cost[site];
                }
                (Role::Closable, false) => cost -= self.sites.cost[site],
                _ => {}
            }
        }
        (count, cost)
    }

    /// Ways to have sites open within the means.
    pub(super) fn allowed(&self) -> Vec<Vec<bool>> {
        let within = |open: &Vec<bool>| {
            let (count, cost) = self.spent(open);
            count <= self.means.new_sites.unwrap_or(usize::MAX) && cost <= self.means.budget.unwrap_or(f64::INFINITY) + 1e-9
        };
        self.choices().filter(within).collect()
    }

    /// The cost of a demand at its cheapest open site.
    pub(super) fn cost(&self, demand: usize, open: &[bool]) -> f64 {
        let costs = self.table[demand].iter().zip(open).filter(|(_, open)| **open).map(|(cost, _)| *cost);
        costs.fold(f64::INFINITY, f64::min)
    }

    pub(super) fn asking(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.weights.len()).filter(|demand| self.weights[*demand] > 0.0)
    }

    pub(super) fn covers_all(&self, open: &[bool], limit: f64) -> bool {
        self.asking().all(|demand| self.cost(demand, open) <= limit)
    }

    pub(super) fn covered(&self, open: &[bool], limit: f64) -> f64 {
        self.asking().filter(|demand| self.cost(*demand, open) <= limit).map(|demand| self.weights[demand]).sum()
    }

    /// The most that open sites serve: least over all sets of demands of what is outside the set and the room around it (Hall; L. R. Ford
    /// and D. R. Fulkerson, 1956).
    pub(super) fn most_served(&self, open: &[bool], limit: f64) -> f64 {
        let sites: Vec<usize> = (0..open.len()).filter(|site| open[*site]).collect();
        let cut = |full: u32| {
            let is_full = |site: usize| sites.iter().position(|other| *other == site).is_some_and(|place| full >> place & 1 == 1);
            let room: f64 = sites.iter().filter(|site| is_full(**site)).map(|site| self.sites.capacity[*site]).sum();
            let caught = |demand: &usize| sites.iter().any(|site| self.table[*demand][*site] <= limit && !is_full(*site));
            room + self.asking().filter(caught).map(|demand| self.weights[demand]).sum::<f64>()
        };
        (0..1_u32 << sites.len()).map(cut).fold(f64::INFINITY, f64::min)
    }

    pub(super) fn sum_of_costs(&self, open: &[bool]) -> f64 {
        self.asking().map(|demand| self.weights[demand] * self.cost(demand, open)).sum()
    }

    pub(super) fn largest_cost(&self, open: &[bool]) -> f64 {
        self.asking().map(|demand| self.cost(demand, open)).fold(0.0, f64::max)
    }
}

/// Equal but for rounding.
pub(super) fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-7 * (1.0 + one.abs().min(other.abs()))
}
