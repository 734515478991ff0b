//! What comes next? The least of what is waiting.
//!
//! A heap of four branches over whole numbers: a cost in the upper and what it is the cost of in the lower 32 bits, so that
//! equal costs come out by number (D. B. Johnson, "Priority queues with update and finding minimum spanning trees",
//! Information Processing Letters 4, 1975). Nothing is taken out early: whoever takes something sees whether it is out of date.

/// Keys in the order of a heap.
#[derive(Debug, Default)]
pub(super) struct Heap {
    keys: Vec<u64>,
}

impl Heap {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.keys.clear();
    }

    /// Lets something wait.
    pub fn push(&mut self, cost: u32, what: u32) {
        let key = u64::from(cost) << 32 | u64::from(what);
        let mut at = self.keys.len();
        self.keys.push(key);
        while at > 0 {
            let above = (at - 1) / 4;
            if self.keys[above] <= key {
                break;
            }
            self.keys[at] = self.keys[above];
            at = above;
        }
        self.keys[at] = key;
    }

    /// The cost and number of the least, taken out.
    pub fn pop(&mut self) -> Option<(u32, u32)> {
        let least = *self.keys.first()?;
        let last = self.keys.pop()?;
        if !self.keys.is_empty() {
            self.sink(last);
        }
        Some(((least >> 32) as u32, least as u32))
    }

    /// Puts a key where the first one was taken away.
    fn sink(&mut self, key: u64) {
        let keys = &mut self.keys[..];
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let least = if let Some(four) = keys.get(first..first + 4) {
                let low = usize::from(four[1] < four[0]);
                let high = 2 + usize::from(four[3] < four[2]);
                first + if four[high] < four[low] { high } else { low }
            } else {
                match (first..keys.len()).min_by_key(|below| keys[*below]) {
                    Some(least) => least,
                    None => break,
                }
            };
            if key <= keys[least] {
                break;
            }
            keys[at] = keys[least];
            at = least;
        }
        keys[at] = key;
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::random::Random;

    use super::*;

    #[test]
    fn everything_comes_out_in_order_whatever_the_order_it_went_in() {
        let mut random = Random(1);
        for round in 0..200 {
            let (mut heap, mut waiting) = (Heap::default(), vec![]);
            for _ in 0..random.below(3 * round + 2) {
                if random.chance(0.7) {
                    let (cost, what) = (random.below(50) as u32, random.below(9) as u32);
                    heap.push(cost, what);
                    waiting.push((cost, what));
                    waiting.sort_unstable();
                } else {
                    let least = (!waiting.is_empty()).then(|| waiting.remove(0));
                    assert_eq!(heap.pop(), least);
                }
            }
            waiting.iter().for_each(|least| assert_eq!(heap.pop(), Some(*least)));
            assert_eq!(heap.pop(), None);
        }
    }
}
