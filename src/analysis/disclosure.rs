//! Which rows of a table by division may be told exactly, so that no small count comes back by subtraction?
//!
//! A row is a node of the tree of divisions and counts people in several parts: within the first limit, between the first and
//! the second, and so on, and beyond the last. A part above 0 and below the threshold is *small*; a row with a small part may
//! not be told. What is told of a node, less what is told of its children, is the sum of the children that are not: that sum has
//! to be as safe as a row.
//!
//! 1. Rows with a small part are held back.
//! 2. From the leaves upwards: while the children of a node that are held back are a single one, or sum up to a small part, its
//!    smallest told child is held back too, of equals the first. When none is left, the node itself is held back.
//! 3. From the root downwards: below a node that is held back, everything is.
//!
//! After 3. only sums of held-back children can be worked out, and each of them is safe. This is complementary suppression in
//! nested tables (A. Hundepool et al., *Statistical Disclosure Control*, 2012, chapter 4), by the plain greedy choice: it holds
//! back more than an optimum would, and never too little. Held-back rows may still be told rounded.
//! Refuses to know divisions, groups and who asks; answers about other limits, kinds or days are other tables.

/// Less than this is nobody: what rounding leaves of a difference.
const NOBODY: f64 = 1e-6;

/// The rows of a table. A node is added after its parent; the root is node 0.
pub struct Table {
    parts: usize,
    below: f64,
    parents: Vec<u32>,
    counts: Vec<f64>,
}

impl Table {
    /// A table of one row whose counts have so many parts; counts from `below` on are not small.
    pub fn new(parts: usize, below: u32) -> Table {
        Table { parts, below: f64::from(below), parents: vec![0], counts: vec![0.0; parts] }
    }

    /// Adds a row under another one; answers with its number.
    pub fn add(&mut self, parent: u32) -> u32 {
        self.parents.push(parent);
        self.counts.resize(self.counts.len() + self.parts, 0.0);
        (self.parents.len() - 1) as u32
    }

    /// Counts people in a row and in all above it.
    ///
    /// # Panics
    ///
    /// When there are not as many parts as the table has.
    pub fn count(&mut self, row: u32, parts: &[f64]) {
        assert_eq!(parts.len(), self.parts, "people come in the parts of the table");
        let mut row = row as usize;
        loop {
            let counts = &mut self.counts[row * self.parts..][..self.parts];
            counts.iter_mut().zip(parts).for_each(|(count, part)| *count += part);
            if row == 0 {
                return;
            }
            row = self.parents[row] as usize;
        }
    }

    /// By row, whether it may be told exactly.
    pub fn tellable(&self) -> Vec<bool> {
        let rows = self.parents.len();
        let mut told: Vec<bool> = (0..rows).map(|row| self.is_safe(self.counts_of(row))).collect();
        let mut children = vec![Vec::new(); rows];
        (1..rows).for_each(|row| children[self.parents[row] as usize].push(row));
        for row in (0..rows).rev() {
            if !self.settle(&mut told, &mut children[row]) {
                told[row] = false;
            }
        }
        for row in 1..rows {
            told[row] &= told[self.parents[row] as usize];
        }
        told
    }

    /// Holds back as many of a node's children as it takes; whether their sum is safe then.
    fn settle(&self, told: &mut [bool], children: &mut [usize]) -> bool {
        let people = |row: usize| self.counts_of(row).iter().sum::<f64>();
        children.sort_by(|a, b| told[*a].cmp(&told[*b]).then(people(*a).total_cmp(&people(*b))).then(a.cmp(b)));
        let mut held_back = 0;
        let mut sum = vec![0.0; self.parts];
        for &child in children.iter() {
            if told[child] && (held_back == 0 || (held_back > 1 && self.is_safe(&sum))) {
                return true;
            }
            told[child] = false;
            held_back += 1;
            sum.iter_mut().zip(self.counts_of(child)).for_each(|(sum, count)| *sum += count);
        }
        held_back == 0 || (held_back > 1 && self.is_safe(&sum))
    }

    fn counts_of(&self, row: usize) -> &[f64] {
        &self.counts[row * self.parts..][..self.parts]
    }

    fn is_safe(&self, counts: &[f64]) -> bool {
        counts.iter().all(|count| *count < NOBODY || *count >= self.below - NOBODY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::random::Random;

    /// Whether the last row is a sum of multiples of the others: Gauss over the rationals, in floating point on tiny 0/1 tables.
    fn follows(known: &[Vec<f64>], wanted: &[f64]) -> bool {
        let rank = |rows: Vec<Vec<f64>>| {
            let (mut rows, mut rank) = (rows, 0);
            for column in 0..wanted.len() {
                let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else { continue };
                rows.swap(rank, pivot);
                let by = rows[rank].clone();
                for row in rows.iter_mut().skip(rank + 1) {
                    let factor = row[column] / by[column];
                    row.iter_mut().zip(&by).for_each(|(cell, lead)| *cell -= factor * lead);
                }
                rank += 1;
            }
            rank
        };
        let with: Vec<Vec<f64>> = known.iter().cloned().chain([wanted.to_vec()]).collect();
        rank(known.to_vec()) == rank(with)
    }

    #[test]
    fn no_small_count_of_any_row_follows_from_what_is_told() {
        let mut random = Random(7);
        let mut held_back = 0;
        for round in 0..400 {
            let mut table = Table::new(2, 5);
            for _ in 0..1 + random.below(13) {
                table.add(random.below(table.parents.len()) as u32);
            }
            let rows = table.parents.len();
            let leaves: Vec<usize> = (0..rows).filter(|row| !(1..rows).any(|other| table.parents[other] as usize == *row)).collect();
            for leaf in &leaves {
                let most = if random.chance(0.3) { 4 } else { 40 };
                let parts = [random.below(most) as f64, random.below(most) as f64];
                table.count(*leaf as u32, &parts);
            }
            let told = table.tellable();
            // Row by row, which leaves it sums up.
            let under = |row: usize, mut leaf: usize| loop {
                if leaf == row {
                    return 1.0;
                }
                if leaf == 0 {
                    return 0.0;
                }
                leaf = table.parents[leaf] as usize;
            };
            let sums = |row: usize| leaves.iter().map(|leaf| under(row, *leaf)).collect::<Vec<f64>>();
            let known: Vec<Vec<f64>> = (0..rows).filter(|row| told[*row]).map(sums).collect();
            for row in (0..rows).filter(|row| !table.is_safe(table.counts_of(*row))) {
                held_back += 1;
                assert!(!told[row] && !follows(&known, &sums(row)), "round {round}, row {row}");
            }
        }
        assert!(held_back > 200, "there were small counts to look for: {held_back}");
    }

    #[test]
    fn a_table_without_small_counts_is_told_in_full() {
        let mut table = Table::new(2, 5);
        let (street, other) = (table.add(0), table.add(0));
        let communities = [table.add(street), table.add(street)];
        table.count(communities[0], &[5.0, 0.0]);
        table.count(communities[1], &[30.0, 7.0]);
        table.count(other, &[0.0, 0.0]);
        assert_eq!(table.tellable(), [true; 5]);
    }

    #[test]
    fn a_small_row_takes_its_smallest_sibling_along_and_leaves_the_sum() {
        let mut table = Table::new(1, 5);
        let rows = [table.add(0), table.add(0), table.add(0)];
        for (row, count) in rows.into_iter().zip([3.0, 100.0, 20.0]) {
            table.count(row, &[count]);
        }
        assert_eq!(table.tellable(), [true, false, true, false]);
    }

    #[test]
    fn two_small_rows_need_a_third_until_their_sum_is_not_small() {
        let mut table = Table::new(1, 5);
        let rows = [table.add(0), table.add(0), table.add(0)];
        for (row, count) in rows.into_iter().zip([1.0, 2.0, 50.0]) {
            table.count(row, &[count]);
        }
        assert_eq!(table.tellable(), [true, false, false, false]);
    }
}
