//! Which sites does each demand reach, and at what cost?
//!
//! Costs are metres, seconds or anything that is not negative. A missing pair is out of reach. Refuses to know how costs were measured.

use rayon::prelude::*;

/// The sites that each demand reaches, in rows: by demand, the cheapest first, of equal ones the lower site first.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    sites: usize,
    start: Vec<usize>,
    site: Vec<u32>,
    cost: Vec<f64>,
}

/// The same the other way round: the demands that each site reaches, by demand.
#[derive(Debug, Clone, PartialEq)]
pub struct BySite {
    start: Vec<usize>,
    demand: Vec<u32>,
    cost: Vec<f64>,
}

impl Reach {
    /// No demand yet; sites are numbered from 0.
    pub fn new(sites: usize) -> Reach {
        Reach { sites, start: vec![0], site: Vec::new(), cost: Vec::new() }
    }

    /// Adds the next demand with the sites it reaches, in any order; of a pair given twice the cheaper counts, an infinite one does not.
    ///
    /// # Panics
    ///
    /// When there is no such site, or a cost is negative or not a number.
    pub fn push(&mut self, pairs: impl IntoIterator<Item = (u32, f64)>) {
        let mut row: Vec<(u32, f64)> = pairs.into_iter().filter(|(_, cost)| *cost < f64::INFINITY || cost.is_nan()).collect();
        assert!(row.iter().all(|(site, cost)| (*site as usize) < self.sites && *cost >= 0.0), "sites exist and costs are not negative");
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        row.dedup_by_key(|(site, _)| *site);
        row.sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        self.site.extend(row.iter().map(|(site, _)| *site));
        self.cost.extend(row.iter().map(|(_, cost)| *cost));
        self.start.push(self.site.len());
    }

    /// From pairs of demand, site and cost in any order.
    ///
    /// # Panics
    ///
    /// When there is no such demand or site, or a cost is negative or not a number.
    pub fn from_pairs(demands: usize, sites: usize, pairs: &[(u32, u32, f64)]) -> Reach {
        let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); demands];
        pairs.iter().for_each(|(demand, site, cost)| rows[*demand as usize].push((*site, *cost)));
        Reach::from_rows(sites, &rows)
    }

    /// From the demands that each site reaches.
    ///
    /// # Panics
    ///
    /// When there is no such demand, or a cost is negative or not a number.
    pub fn from_sites(demands: usize, reached: &[Vec<(u32, f64)>]) -> Reach {
        let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); demands];
        for (list, site) in reached.iter().zip(0..) {
            list.iter().for_each(|(demand, cost)| rows[*demand as usize].push((site, *cost)));
        }
        Reach::from_rows(reached.len(), &rows)
    }

    /// From a full table, one demand after the other; an infinite cost is a missing pair.
    ///
    /// # Panics
    ///
    /// When the table is not a rectangle, or a cost is negative or not a number.
    pub fn from_dense(sites: usize, costs: &[f64]) -> Reach {
        assert!(sites > 0 && costs.len().is_multiple_of(sites), "a table has as many columns as there are sites");
        let row = |row: &[f64]| row.iter().zip(0..).map(|(cost, site)| (site, *cost)).collect();
        let rows: Vec<Vec<(u32, f64)>> = costs.par_chunks(sites).map(row).collect();
        Reach::from_rows(sites, &rows)
    }

    fn from_rows(sites: usize, rows: &[Vec<(u32, f64)>]) -> Reach {
        let sorted = |row: &Vec<(u32, f64)>| {
            let mut one = Reach::new(sites);
            one.push(row.iter().copied());
            one
        };
        let parts: Vec<Reach> = rows.par_iter().map(sorted).collect();
        let mut reach = Reach::new(sites);
        for part in parts {
            reach.site.extend_from_slice(&part.site);
            reach.cost.extend_from_slice(&part.cost);
            reach.start.push(reach.site.len());
        }
        reach
    }

    /// How many demands there are.
    pub fn demands(&self) -> usize {
        self.start.len() - 1
    }

    /// How many sites there are.
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// The sites that a demand reaches and their costs, the cheapest first.
    pub fn of_demand(&self, demand: usize) -> (&[u32], &[f64]) {
        let range = self.start[demand]..self.start[demand + 1];
        (&self.site[range.clone()], &self.cost[range])
    }

    /// The sites that a demand reaches within a closed limit.
    pub fn within(&self, demand: usize, limit: f64) -> &[u32] {
        let (sites, costs) = self.of_demand(demand);
        &sites[..costs.partition_point(|cost| *cost <= limit)]
    }

    /// The same by site.
    pub fn by_site(&self) -> BySite {
        let mut start = vec![0_usize; self.sites + 1];
        self.site.iter().for_each(|site| start[*site as usize + 1] += 1);
        (0..self.sites).for_each(|site| start[site + 1] += start[site]);
        let mut next = start.clone();
        let (mut demand, mut cost) = (vec![0; self.site.len()], vec![0.0; self.site.len()]);
        for (row, row_number) in (0..self.demands()).zip(0..) {
            let (sites, costs) = self.of_demand(row);
            for (site, pair_cost) in sites.iter().zip(costs) {
                let place = &mut next[*site as usize];
                (demand[*place], cost[*place]) = (row_number, *pair_cost);
                *place += 1;
            }
        }
        BySite { start, demand, cost }
    }
}

impl BySite {
    /// The demands that a site reaches and their costs, by demand.
    pub fn of_site(&self, site: usize) -> (&[u32], &[f64]) {
        let range = self.start[site]..self.start[site + 1];
        (&self.demand[range.clone()], &self.cost[range])
    }
}
