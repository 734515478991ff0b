//! How much can open sites serve at most, and who goes where? A maximal flow from demands to sites.
//!
//! Augmenting paths are searched level by level (E. A. Dinic, 1970). Amounts are only added and subtracted, so whole weights and capacities
//! give whole parts, to the last bit. Flows grow: a site may be opened later, and paths go on from there.

use super::Serving;

/// No level yet.
const NO_LEVEL: u32 = u32::MAX;

/// A flow of demands to open sites.
#[derive(Debug, Clone)]
pub(in super::super) struct Flow<'s> {
    serving: &'s Serving,
    open: Vec<bool>,
    /// By pair, in the order of rows, what flows.
    amount: Vec<f64>,
    /// By row what is not served yet, by site what is still free.
    left: Vec<f64>,
    room: Vec<f64>,
    /// By site the pairs of it: row and place of the pair.
    pairs: Vec<Vec<(u32, u32)>>,
    /// Amounts below that are rounding.
    tiny: f64,
}

impl<'s> Flow<'s> {
    /// The largest flow to these sites.
    pub(in super::super) fn new(serving: &'s Serving, open: &[bool]) -> Flow<'s> {
        let mut pairs = vec![Vec::new(); open.len()];
        for row in 0..serving.rows() {
            for place in serving.start[row]..serving.start[row + 1] {
                if open[serving.site[place] as usize] {
                    pairs[serving.site[place] as usize].push((row as u32, place as u32));
                }
            }
        }
        let mut flow = Flow {
            serving,
            open: open.to_vec(),
            amount: vec![0.0; serving.site.len()],
            left: serving.weight.clone(),
            room: serving.capacity.clone(),
            pairs,
            tiny: 1e-12 * serving.weight.iter().sum::<f64>(),
        };
        flow.serve_directly();
        flow.augment();
        flow
    }

    /// The same flow with one more site open, made larger as far as that can be.
    pub(super) fn with(&self, site: usize) -> Flow<'s> {
        let mut flow = self.clone();
        flow.open[site] = true;
        for row in 0..self.serving.rows() {
            for place in self.serving.start[row]..self.serving.start[row + 1] {
                if self.serving.site[place] as usize == site {
                    flow.pairs[site].push((row as u32, place as u32));
                }
            }
        }
        flow.augment();
        flow
    }

    /// What is served.
    pub(in super::super) fn total(&self) -> f64 {
        self.amount.iter().sum()
    }

    /// What is served of a row, by site.
    pub(in super::super) fn parts(&self, row: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let places = self.serving.start[row]..self.serving.start[row + 1];
        places.filter(|place| self.amount[*place] > 0.0).map(|place| (self.serving.site[place], self.amount[place]))
    }

    /// A good start: each demand goes where there is room.
    fn serve_directly(&mut self) {
        for row in 0..self.serving.rows() {
            for place in self.serving.start[row]..self.serving.start[row + 1] {
                let site = self.serving.site[place] as usize;
                if self.open[site] {
                    let amount = self.left[row].min(self.room[site]);
                    self.amount[place] += amount;
                    self.left[row] -= amount;
                    self.room[site] -= amount;
                }
            }
        }
    }

    /// Finds augmenting paths until there is none.
    fn augment(&mut self) {
        loop {
            let (levels, found) = self.levels();
            if !found {
                return;
            }
            let mut next: Vec<usize> = self.serving.start[..self.serving.rows()].to_vec();
            let mut back = vec![0_usize; self.open.len()];
            let mut gained = false;
            for row in 0..self.serving.rows() {
                while self.left[row] > self.tiny && self.push(row, f64::INFINITY, &levels, (&mut next, &mut back)) > 0.0 {
                    gained = true;
                }
            }
            if !gained {
                return;
            }
        }
    }

    /// By row and by site the number of steps from a demand that is left over; and whether a site with room is met.
    fn levels(&self) -> ((Vec<u32>, Vec<u32>), bool) {
        let (mut of_row, mut of_site) = (vec![NO_LEVEL; self.left.len()], vec![NO_LEVEL; self.room.len()]);
        let mut rows: Vec<u32> = (0..self.left.len() as u32).filter(|row| self.left[*row as usize] > self.tiny).collect();
        rows.iter().for_each(|row| of_row[*row as usize] = 0);
        let (mut level, mut found) = (0, false);
        while !rows.is_empty() && !found {
            let mut sites = Vec::new();
            for row in rows.drain(..) {
                for site in self.serving.row(row as usize) {
                    if self.open[*site as usize] && of_site[*site as usize] == NO_LEVEL {
                        of_site[*site as usize] = level + 1;
                        found |= self.room[*site as usize] > self.tiny;
                        sites.push(*site);
                    }
                }
            }
            for site in sites {
                for (row, place) in &self.pairs[site as usize] {
                    if of_row[*row as usize] == NO_LEVEL && self.amount[*place as usize] > self.tiny {
                        of_row[*row as usize] = level + 2;
                        rows.push(*row);
                    }
                }
            }
            level += 2;
        }
        ((of_row, of_site), found)
    }

    /// Sends some of a row along one path to a site with room; what is sent. Rows give what is left over first, at the start of the path.
    fn push(&mut self, row: usize, most: f64, levels: &(Vec<u32>, Vec<u32>), next: (&mut Vec<usize>, &mut Vec<usize>)) -> f64 {
        let first = levels.0[row] == 0;
        let most = if first { most.min(self.left[row]) } else { most };
        let (rows, sites) = next;
        while rows[row] < self.serving.start[row + 1] {
            let place = rows[row];
            let site = self.serving.site[place] as usize;
            if self.open[site] && levels.1[site] == levels.0[row] + 1 {
                let sent = self.push_on(site, most, levels, (rows, sites));
                if sent > 0.0 {
                    self.amount[place] += sent;
                    if first {
                        self.left[row] -= sent;
                    }
                    return sent;
                }
            }
            rows[row] += 1;
        }
        0.0
    }

    /// Takes what comes to a site in, or makes room by sending somebody else on.
    fn push_on(&mut self, site: usize, most: f64, levels: &(Vec<u32>, Vec<u32>), next: (&mut Vec<usize>, &mut Vec<usize>)) -> f64 {
        if self.room[site] > self.tiny {
            let sent = most.min(self.room[site]);
            self.room[site] -= sent;
            return sent;
        }
        let (rows, sites) = next;
        while sites[site] < self.pairs[site].len() {
            let (row, place) = self.pairs[site][sites[site]];
            let there = self.amount[place as usize];
            if levels.0[row as usize] == levels.1[site] + 1 && there > self.tiny {
                let sent = self.push(row as usize, most.min(there), levels, (rows, sites));
                if sent > 0.0 {
                    self.amount[place as usize] -= sent;
                    return sent;
                }
            }
            sites[site] += 1;
        }
        0.0
    }
}
