//! What is asked: whose demand, which sites, and what may be spent?
//!
//! Rows are numbers; whoever asks knows what they are called.

use super::{options::Options, reach::Reach, watch::Halt};

/// What a site is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Not there yet; may be opened.
    Candidate,
    /// There, and it stays.
    Stays,
    /// There, and may be closed for a saving.
    Closable,
}

/// The sites, in columns of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Sites {
    /// What each is now.
    pub role: Vec<Role>,
    /// What opening a candidate costs, or what closing a closable site saves; a saving may be negative, then it never pays.
    pub cost: Vec<f64>,
    /// How much demand each can serve; infinite when nobody counts.
    pub capacity: Vec<f64>,
}

impl Sites {
    /// So many candidates that cost 1 each and have room for everybody.
    pub fn candidates(count: usize) -> Sites {
        Sites { role: vec![Role::Candidate; count], cost: vec![1.0; count], capacity: vec![f64::INFINITY; count] }
    }
}

/// What may be spent; without either everything may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Means {
    /// New sites at most, on top of those that are there.
    pub new_sites: Option<usize>,
    /// Costs of what is opened less savings of what is closed, at most; 10^-9 of it more is forgiven.
    pub budget: Option<f64>,
}

impl Means {
    /// So many new sites and no budget.
    pub fn new_sites(count: usize) -> Means {
        Means { new_sites: Some(count), budget: None }
    }

    /// A budget for any number of sites.
    pub fn budget(budget: f64) -> Means {
        Means { new_sites: None, budget: Some(budget) }
    }
}

/// A question about sites.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// People, or whatever is to be served, by demand; not negative. Demands of weight 0 ask for nothing.
    pub weights: &'q [f64],
    /// Candidates and existing sites.
    pub sites: &'q Sites,
    /// Who reaches which.
    pub reach: &'q Reach,
    /// What may be spent.
    pub means: Means,
    /// Ends stretches in which the watch is not asked; [`NEVER`](super::NEVER) where nobody does.
    pub halt: &'q Halt,
}

impl Question<'_> {
    /// The same question within other means.
    pub(super) fn within(self, means: Means) -> Self {
        Question { means, ..self }
    }

    /// All that closing would save.
    pub(super) fn savings(&self) -> f64 {
        let options = self.options();
        options.cost.iter().zip(&options.counted).filter(|(_, counted)| !**counted).map(|(cost, _)| cost).sum()
    }

    /// Whether a site stays open whatever is decided: it is there, and no option.
    pub(super) fn is_sure(&self, site: u32, numbers: &[u32]) -> bool {
        numbers[site as usize] == u32::MAX && self.sites.role[site as usize] != Role::Candidate
    }

    /// By site its number in some options; `u32::MAX` when it is none.
    pub(super) fn numbers(&self, options: &Options) -> Vec<u32> {
        let mut numbers = vec![u32::MAX; self.reach.sites()];
        options.row.iter().zip(0..).for_each(|(row, number)| numbers[*row as usize] = number);
        numbers
    }

    /// Everybody.
    pub(super) fn total_weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Panics when columns differ in length or hold what they must not.
    pub(super) fn check(&self) {
        let sites = self.reach.sites();
        assert!(self.weights.len() == self.reach.demands(), "a weight for each demand");
        assert!(self.weights.iter().all(|weight| *weight >= 0.0 && weight.is_finite()), "weights are not negative");
        assert!([self.sites.role.len(), self.sites.cost.len(), self.sites.capacity.len()] == [sites; 3], "columns for each site");
        assert!(self.sites.capacity.iter().all(|capacity| *capacity >= 0.0), "capacities are not negative");
        let priced = self.sites.role.iter().zip(&self.sites.cost);
        assert!(priced.into_iter().all(|(role, cost)| *role != Role::Candidate || *cost >= 0.0), "costs are not negative");
    }

    /// Whether a site is open whatever is decided: it stays, or closing it saves nothing that could be spent.
    pub(super) fn stays(&self, site: usize, savings_count: bool) -> bool {
        match self.sites.role[site] {
            Role::Stays => true,
            Role::Closable => !savings_count || self.sites.cost[site] <= 0.0,
            Role::Candidate => false,
        }
    }

    /// By site, whether it stays open whatever is decided.
    pub(super) fn staying(&self) -> Vec<bool> {
        (0..self.reach.sites()).map(|site| self.stays(site, self.means.budget.is_some())).collect()
    }

    /// What is open to decision: candidates, and closable sites, which are kept for the saving that is forgone.
    pub(super) fn options(&self) -> Options {
        let staying = self.staying();
        let row: Vec<u32> = (0..).zip(&staying).filter(|(_, stays)| !**stays).map(|(row, _)| row).collect();
        let cost: Vec<f64> = row.iter().map(|row| self.sites.cost[*row as usize]).collect();
        let counted: Vec<bool> = row.iter().map(|row| self.sites.role[*row as usize] == Role::Candidate).collect();
        let savings: f64 = cost.iter().zip(&counted).filter(|(_, counted)| !**counted).map(|(cost, _)| cost).sum();
        let budget = self.means.budget.map_or(f64::INFINITY, |budget| budget + savings + 1e-9 * budget.abs().max(1e-9));
        let new_sites = self.means.new_sites.unwrap_or(usize::MAX);
        Options { row, opened: Vec::new(), cost, counted, new_sites, budget, halt: self.halt.clone() }
    }

    /// The demands that ask for something.
    pub(super) fn asking(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.weights.len()).filter(|demand| self.weights[*demand] > 0.0)
    }
}
