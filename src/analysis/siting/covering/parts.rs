//! Which parts of a covering problem have nothing to do with each other?

use super::{Course, Covering, Grain, all_whole, search};

/// Parts with so many sites at most are settled on the spot.
const SMALL: usize = 80;

impl Covering {
    /// The problem without its small parts, which are solved; the largest part always stays.
    pub(super) fn without_small_parts(self, multipliers: Vec<f64>) -> (Covering, Vec<f64>) {
        if self.rows.iter().any(Vec::is_empty) {
            return (self, multipliers);
        }
        let sites = self.sites_by_part();
        let Some(largest) = (0..sites.len()).max_by_key(|part| sites[*part].len()) else { return (self, multipliers) };
        let small = (0..sites.len()).filter(|part| *part != largest && sites[*part].len() <= SMALL);
        let (mut open, mut shut) = (Vec::new(), vec![false; self.options.len()]);
        for part in small {
            sites[part].iter().for_each(|site| shut[*site as usize] = true);
            if let Some(problem) = self.part(&sites[part]) {
                open.extend(self.options.numbers_of(&problem.best_cover()));
            }
        }
        if !shut.contains(&true) {
            return (self, multipliers);
        }
        open.sort_unstable();
        self.plainly_narrowed(&multipliers, &open, &shut)
    }

    /// The rows of the cheapest cover of a small problem.
    fn best_cover(&self) -> Vec<u32> {
        let start = self.solution(&self.completed(Vec::new(), &vec![0.0; self.options.len()]));
        let grain = Grain::new(all_whole(&self.options.cost), start.value);
        let polish = |rows: &[u32]| self.polished(rows);
        search(self.clone(), self.first_multipliers(), start, (grain, &polish), &mut |_, _| Course::Continue).best.rows
    }

    /// The problem in parts that share no site, each a problem of its own without what is decided already; the smallest first.
    pub(super) fn parts(&self) -> Vec<Covering> {
        let mut parts: Vec<Covering> = self.sites_by_part().iter().filter_map(|sites| self.part(sites)).collect();
        parts.sort_by_key(|part| part.rows.len());
        parts
    }

    /// By part its sites, ascending.
    fn sites_by_part(&self) -> Vec<Vec<u32>> {
        let part_of = self.part_of_site();
        let count = part_of.iter().copied().max().map_or(0, |last| last + 1);
        let mut sites: Vec<Vec<u32>> = vec![Vec::new(); count];
        part_of.iter().zip(0..).for_each(|(part, site)| sites[*part].push(site));
        sites
    }

    /// The part with these sites; `None` without any demand.
    fn part(&self, sites: &[u32]) -> Option<Covering> {
        let mut shut = vec![true; self.options.len()];
        sites.iter().for_each(|site| shut[*site as usize] = false);
        let (mut options, fates) = self.options.narrowed(&[], &shut);
        options.opened.clear();
        let mut demands: Vec<u32> = sites.iter().flat_map(|site| &self.columns[*site as usize]).copied().collect();
        demands.sort_unstable();
        demands.dedup();
        let of_row = |row: &u32| self.rows[*row as usize].iter().map(|site| fates[*site as usize]).collect();
        let rows: Vec<Vec<u32>> = demands.iter().map(of_row).collect();
        (!rows.is_empty()).then(|| Covering::with_rows(options, 0.0, rows))
    }

    /// By site the number of its part, in the order of their first sites.
    fn part_of_site(&self) -> Vec<usize> {
        let mut part_of = vec![usize::MAX; self.options.len()];
        let mut parts = 0;
        for first in 0..self.options.len() {
            if part_of[first] != usize::MAX {
                continue;
            }
            part_of[first] = parts;
            let mut waiting = vec![first as u32];
            let mut seen = std::collections::HashSet::new();
            while let Some(site) = waiting.pop() {
                for row in &self.columns[site as usize] {
                    if !seen.insert(*row) {
                        continue;
                    }
                    for other in &self.rows[*row as usize] {
                        if part_of[*other as usize] == usize::MAX {
                            part_of[*other as usize] = parts;
                            waiting.push(*other);
                        }
                    }
                }
            }
            parts += 1;
        }
        part_of
    }
}
