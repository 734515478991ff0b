//! What is open to decision, and what may be spent on it?

use super::watch::Halt;

/// A site that was decided to stay shut, in [`Fates`].
pub(super) const SHUT: u32 = u32::MAX;
/// A site that was decided to be open, in [`Fates`].
pub(super) const OPEN: u32 = u32::MAX - 1;

/// By site what became of it: its new number, [`OPEN`] or [`SHUT`].
pub(super) type Fates = Vec<u32>;

/// The sites that may be opened, in columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Options {
    /// The site's row in the question.
    pub(super) row: Vec<u32>,
    /// Rows of the question that are decided to be open.
    pub(super) opened: Vec<u32>,
    /// What it costs.
    pub(super) cost: Vec<f64>,
    /// Whether it counts as a new site.
    pub(super) counted: Vec<bool>,
    /// New sites that may still be opened.
    pub(super) new_sites: usize,
    /// What may still be spent; infinite without a budget.
    pub(super) budget: f64,
    /// Ends climbs and first choices early.
    pub(super) halt: Halt,
}

impl Options {
    /// How many sites are open to decision.
    pub(super) fn len(&self) -> usize {
        self.row.len()
    }

    /// The rows of a choice in the question, with those decided before.
    pub(super) fn rows_of(&self, chosen: &[u32]) -> Vec<u32> {
        let mut rows = self.opened.clone();
        rows.extend(chosen.iter().map(|site| self.row[*site as usize]));
        rows.sort_unstable();
        rows
    }

    /// The numbers of rows of the question, in the order of the rows; others are left out.
    pub(super) fn numbers_of(&self, rows: &[u32]) -> Vec<u32> {
        rows.iter().filter_map(|row| self.row.binary_search(row).ok()).map(|site| site as u32).collect()
    }

    /// All sites.
    pub(super) fn all(&self) -> Vec<u32> {
        (0..self.len() as u32).collect()
    }

    /// New sites and costs of a choice.
    pub(super) fn spent(&self, chosen: &[u32]) -> (usize, f64) {
        let count = chosen.iter().filter(|site| self.counted[**site as usize]).count();
        (count, chosen.iter().map(|site| self.cost[*site as usize]).sum())
    }

    /// Whether a choice keeps within the means.
    pub(super) fn allows(&self, chosen: &[u32]) -> bool {
        let (count, cost) = self.spent(chosen);
        count <= self.new_sites && cost <= self.budget
    }

    /// Whether everything may be opened.
    pub(super) fn allows_all(&self) -> bool {
        self.counted.iter().filter(|counted| **counted).count() <= self.new_sites && self.cost.iter().sum::<f64>() <= self.budget
    }

    /// Whether a site may be opened when `count` and `cost` are spent already.
    pub(super) fn affords(&self, site: usize, count: usize, cost: f64) -> bool {
        count + usize::from(self.counted[site]) <= self.new_sites && cost + self.cost[site] <= self.budget
    }

    /// What is left to decide once some are open and some are shut; what cannot be paid any more is shut as well.
    pub(super) fn narrowed(&self, open: &[u32], shut: &[bool]) -> (Options, Fates) {
        let (count, cost) = self.spent(open);
        let mut left = Options {
            row: Vec::new(),
            opened: self.rows_of(open),
            cost: Vec::new(),
            counted: Vec::new(),
            new_sites: if self.new_sites == usize::MAX { usize::MAX } else { self.new_sites - count.min(self.new_sites) },
            budget: self.budget - cost,
            halt: self.halt.clone(),
        };
        let mut fates = vec![SHUT; self.len()];
        open.iter().for_each(|site| fates[*site as usize] = OPEN);
        for site in 0..self.len() {
            if fates[site] == SHUT && !shut[site] && left.affords_alone(self.counted[site], self.cost[site]) {
                fates[site] = left.row.len() as u32;
                left.row.push(self.row[site]);
                left.cost.push(self.cost[site]);
                left.counted.push(self.counted[site]);
            }
        }
        (left, fates)
    }

    fn affords_alone(&self, counted: bool, cost: f64) -> bool {
        (!counted || self.new_sites > 0) && cost <= self.budget
    }
}
