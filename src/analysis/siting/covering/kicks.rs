//! Can a cover be made cheaper after a kick?
//!
//! A site, drawn from a fixed sequence, goes out with its nearest neighbours in the cover; some sites are barred for once, and the cover is
//! completed. One that is not dearer is kept. A large neighbourhood search: P. Shaw, 1998. The seed is always the same.

use super::{super::dice::Dice, Covering, Relaxed};

/// Kicks, at most.
const MOST_KICKS: usize = 3000;
/// Sites that go out at once.
const MOST_OUT: usize = 8;

impl Covering {
    /// A cover from a choice, made cheaper by kicks.
    pub(super) fn kicked(&self, chosen: Vec<u32>) -> Vec<u32> {
        let plain: Vec<f64> = self.options.cost.iter().map(|cost| -cost).collect();
        let mut best = self.completed(chosen, &plain);
        let mut value = self.value(&best);
        let mut dice = Dice::new(0x5EED);
        for _ in 0..if best.len() > 1 { MOST_KICKS } else { 0 } {
            let kept = self.without_a_spot(&best, &mut dice);
            // Each site's cost is seen differently each time, by a tenth at most.
            let seen: Vec<f64> = plain.iter().map(|cost| cost * (1.0 + 0.2 * dice.share())).collect();
            let trial = self.completed(kept, &seen);
            let now = self.value(&trial);
            if now <= value {
                (best, value) = (trial, now);
            }
        }
        best
    }

    /// The cover without one of its sites and some that share sites' demands with it.
    fn without_a_spot(&self, cover: &[u32], dice: &mut Dice) -> Vec<u32> {
        let mut inside = vec![false; self.options.len()];
        cover.iter().for_each(|site| inside[*site as usize] = true);
        let middle = cover[dice.below(cover.len())];
        inside[middle as usize] = false;
        let mut out = 1;
        for row in &self.columns[middle as usize] {
            for other in &self.rows[*row as usize] {
                for near in self.columns[*other as usize].iter().flat_map(|row| &self.rows[*row as usize]) {
                    if inside[*near as usize] && out < MOST_OUT && dice.share() < 0.5 {
                        inside[*near as usize] = false;
                        out += 1;
                    }
                }
                if out >= MOST_OUT {
                    return cover.iter().copied().filter(|site| inside[*site as usize]).collect();
                }
            }
        }
        cover.iter().copied().filter(|site| inside[*site as usize]).collect()
    }
}
