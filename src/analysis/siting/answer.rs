//! What comes out: the sites, how good they are, how good they could be at best, and what stands in the way.

use super::{
    question::{Question, Role},
    search::Proof,
    watch::gap,
};

/// No site: the demand is left over.
pub const NO_SITE: u32 = u32::MAX;

/// How sure the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nothing does better; objective and bound are equal.
    Optimal,
    /// These sites will do; whether others do better was not settled before the search was stopped.
    Feasible,
    /// No choice of sites will do; the reasons say why.
    Infeasible,
    /// The search was stopped before it knew whether any choice will do.
    Unknown,
}

/// Why no choice of sites will do, and what would help.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// No site reaches the demand; a limit of `nearest_cost` would do, as far as costs beyond the limit are known.
    Unreachable {
        /// The demand's row.
        demand: u32,
        /// The smallest limit at which it would be reached.
        nearest_cost: Option<f64>,
    },
    /// Fewer new sites than `least` do not reach everybody.
    TooFewSites {
        /// The least number that will do.
        least: usize,
    },
    /// Less than `least` does not pay for sites that reach everybody.
    BudgetTooSmall {
        /// The least budget that will do.
        least: f64,
    },
    /// The number of sites would do, and so would the budget, but not both together.
    SitesAndBudgetTooSmall,
    /// Less than nothing is to be spent.
    NothingAffordable,
    /// The best choice has room for everybody but so many.
    CapacityTooSmall {
        /// What capacity is missing.
        missing: f64,
    },
}

/// Part of a demand, served at a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// The demand's row.
    pub demand: u32,
    /// The site's row.
    pub site: u32,
    /// How much of its weight.
    pub amount: f64,
}

/// The answer to a question about sites.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How sure it is.
    pub status: Status,
    /// Candidates to open, ascending.
    pub opened: Vec<u32>,
    /// Closable sites to close, ascending.
    pub closed: Vec<u32>,
    /// What was optimised.
    pub objective: f64,
    /// No choice has a better objective.
    pub bound: f64,
    /// The distance of the two as a share of the objective; 0 when proven.
    pub gap: f64,
    /// The weight that is covered, or served.
    pub covered_weight: f64,
    /// Everybody's weight.
    pub total_weight: f64,
    /// By demand the cheapest open site (within the limit), or [`NO_SITE`]. Empty where demands are split.
    pub site_of_demand: Vec<u32>,
    /// Who is served where, by demand and site, where demands are split.
    pub served: Vec<Served>,
    /// Why no choice will do; empty otherwise.
    pub reasons: Vec<Reason>,
}

impl Answer {
    /// No choice will do, or none is known.
    pub(super) fn without_sites(question: &Question, status: Status, reasons: Vec<Reason>) -> Answer {
        Answer {
            status,
            opened: Vec::new(),
            closed: Vec::new(),
            objective: f64::NAN,
            bound: f64::NAN,
            gap: f64::NAN,
            covered_weight: 0.0,
            total_weight: question.total_weight(),
            site_of_demand: Vec::new(),
            served: Vec::new(),
            reasons,
        }
    }

    /// An answer with these decided rows open; objective and bound are in the terms of whoever asked.
    pub(super) fn with_sites(question: &Question, rows: &[u32], (objective, bound): (f64, f64), proven: bool) -> Answer {
        let (opened, closed) = opened_and_closed(question, rows);
        Answer {
            status: if proven { Status::Optimal } else { Status::Feasible },
            opened,
            closed,
            objective,
            bound: if proven { objective } else { bound },
            gap: if proven { 0.0 } else { gap(objective, bound) },
            ..Answer::without_sites(question, Status::Unknown, Vec::new())
        }
    }

    /// Sends each demand to its cheapest open site within a limit, and counts who is covered.
    pub(super) fn assign(mut self, question: &Question, limit: f64) -> Answer {
        let open = self.open_sites(question);
        let nearest = |demand: usize| {
            let within = question.reach.within(demand, limit);
            within.iter().copied().find(|site| open[*site as usize]).unwrap_or(NO_SITE)
        };
        self.site_of_demand = (0..question.weights.len()).map(nearest).collect();
        let covered = self.site_of_demand.iter().zip(question.weights).filter(|(site, _)| **site != NO_SITE);
        self.covered_weight = covered.map(|(_, weight)| weight).sum();
        self
    }

    /// By site, whether it is open in this answer.
    pub fn open_sites(&self, question: &Question) -> Vec<bool> {
        let mut open: Vec<bool> = question.sites.role.iter().map(|role| *role != Role::Candidate).collect();
        self.opened.iter().for_each(|row| open[*row as usize] = true);
        self.closed.iter().for_each(|row| open[*row as usize] = false);
        open
    }
}

/// Splits the rows that are open into candidates that were opened and the complement of closable sites that are kept.
fn opened_and_closed(question: &Question, rows: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut open = question.staying();
    rows.iter().for_each(|row| open[*row as usize] = true);
    let having = |role: Role, is_open: bool| {
        let sites = (0..open.len()).filter(|site| question.sites.role[*site] == role && open[*site] == is_open);
        sites.map(|site| site as u32).collect()
    };
    (having(Role::Candidate, true), having(Role::Closable, false))
}

/// Fills a choice up to the number of new sites, the lowest candidates first: it becomes no worse.
///
/// Only without a budget, for with one a useless site costs something.
pub(super) fn filled(question: &Question, mut proof: Proof) -> Proof {
    if let (Some(most), None) = (question.means.new_sites, question.means.budget) {
        let is_candidate = |row: &u32| question.sites.role[*row as usize] == Role::Candidate;
        let missing = most.saturating_sub(proof.best.rows.iter().filter(|row| is_candidate(row)).count());
        let rows = 0..question.reach.sites() as u32;
        let spare: Vec<u32> = rows.filter(|row| is_candidate(row) && proof.best.rows.binary_search(row).is_err()).take(missing).collect();
        proof.best.rows.extend(spare);
        proof.best.rows.sort_unstable();
    }
    proof
}
