//! What comes next, roughly? Something of the lowest bucket that is not empty.
//!
//! Costs that differ by less than a bucket's width come out in any order (R. B. Dial, "Algorithm 360: shortest-path forest with
//! topological ordering", CACM 12(11), 1969; U. Meyer, P. Sanders, "Δ-stepping", Journal of Algorithms 49, 2003). That is
//! enough for a search that corrects its labels until nothing waits, and takes no comparisons. The buckets go round in a
//! ring; what is farther than a turn waits aside. Nothing may be cheaper than the bucket that comes out.

/// A bucket is 2^13 mm, about 8 m, wide: few edges are shorter.
const WIDTH: u32 = 13;

/// So many buckets are in the ring: about 17 km.
const RING: u32 = 2_048;

/// Costs and what they are the costs of.
#[derive(Debug)]
pub(super) struct Buckets {
    ring: Vec<Vec<(u32, u32)>>,
    /// How many are in the ring.
    inside: usize,
    /// The bucket that comes out, counted from cost 0.
    now: u32,
    far: Vec<(u32, u32)>,
}

impl Default for Buckets {
    fn default() -> Self {
        Buckets { ring: vec![vec![]; RING as usize], inside: 0, now: 0, far: vec![] }
    }
}

impl Buckets {
    /// Lets something wait.
    pub fn push(&mut self, cost: u32, what: u32) {
        if cost >> WIDTH < self.now.saturating_add(RING) {
            self.ring[(cost >> WIDTH) as usize % RING as usize].push((cost, what));
            self.inside += 1;
        } else {
            self.far.push((cost, what));
        }
    }

    /// A cost and number of the lowest bucket, taken out.
    pub fn pop(&mut self) -> Option<(u32, u32)> {
        loop {
            if let Some(next) = self.ring[self.now as usize % RING as usize].pop() {
                self.inside -= 1;
                return Some(next);
            }
            if self.inside > 0 {
                self.now += 1;
            } else {
                self.now = self.far.iter().map(|(cost, _)| cost >> WIDTH).min()?;
            }
            // Twice in a turn, so that what waits aside comes in before it is due.
            if !self.far.is_empty() && (self.inside == 0 || self.now.is_multiple_of(RING / 2)) {
                let far = std::mem::take(&mut self.far);
                far.into_iter().for_each(|(cost, what)| self.push(cost, what));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::random::Random;

    use super::*;

    #[test]
    fn everything_comes_out_once_and_bucket_by_bucket() {
        let mut random = Random(1);
        for round in 0..200 {
            let (mut buckets, mut waiting, mut now) = (Buckets::default(), vec![], 0);
            let reach = 10f64.powi(3 + round % 7);
            for number in 0..3 * round as u32 {
                if random.chance(0.7) {
                    let cost = ((f64::from(now) + random.unit() * reach) as u32).max(now);
                    buckets.push(cost, number);
                    waiting.push((cost, number));
                } else if let Some(next) = buckets.pop() {
                    assert!(waiting.iter().all(|(cost, _)| cost >> WIDTH >= next.0 >> WIDTH), "nothing in a lower bucket waits");
                    waiting.retain(|other| *other != next);
                    now = next.0 >> WIDTH << WIDTH;
                }
            }
            while let Some(next) = buckets.pop() {
                assert!(waiting.iter().all(|(cost, _)| cost >> WIDTH >= next.0 >> WIDTH));
                waiting.retain(|other| *other != next);
            }
            assert!(waiting.is_empty(), "all came out");
        }
    }
}
