//! What does a search write on, and how is it used again without being wiped?
//!
//! A label holds the number of the search in its upper half, counted down, and a cost in its lower half: whatever an earlier
//! search left is larger than anything of this one, so that one comparison tells both "new" and "cheaper".

use std::sync::{Mutex, PoisonError};

use super::heap::Heap;

/// Labels, costs and a heap for one search at a time.
#[derive(Debug, Default)]
pub(super) struct Desk {
    labels: Vec<u64>,
    /// By number: what the way there differs by in the other measure (see `gait`); only kept where something differs.
    pub extra: Vec<i32>,
    /// By number: where its way came from, as the search notes it; only for routes.
    pub came: Vec<u32>,
    heap: Heap,
    search: u32,
}

impl Desk {
    /// Begins a search among this many numbers.
    pub fn begin(&mut self, numbers: usize) {
        if self.search == 0 {
            self.labels.clear();
            self.search = u32::MAX;
        }
        self.search -= 1;
        if self.labels.len() < numbers {
            self.labels.resize(numbers, u64::MAX);
        }
        self.heap.clear();
    }

    /// Keeps what differs in the other measure.
    pub fn keep_extra(&mut self, numbers: usize) {
        if self.extra.len() < numbers {
            self.extra.resize(numbers, 0);
        }
    }

    /// Keeps where ways came from.
    pub fn keep_came(&mut self, numbers: usize) {
        if self.came.len() < numbers {
            self.came.resize(numbers, 0);
        }
    }

    /// Notes a cost if it is less than what is known; whether it was.
    pub fn offer(&mut self, number: u32, cost: u32) -> bool {
        let label = u64::from(self.search) << 32 | u64::from(cost);
        let known = &mut self.labels[number as usize];
        let better = label < *known;
        if better {
            *known = label;
            self.heap.push(cost, number);
        }
        better
    }

    /// The next number and its final cost.
    pub fn next(&mut self) -> Option<(u32, u32)> {
        loop {
            let (cost, number) = self.heap.pop()?;
            if self.labels[number as usize] as u32 == cost {
                return Some((number, cost));
            }
        }
    }

    /// The cost of a number, if this search knows one.
    pub fn cost(&self, number: u32) -> Option<u32> {
        let label = self.labels[number as usize];
        (label >> 32 == u64::from(self.search)).then_some(label as u32)
    }
}

/// Desks that are not in use.
#[derive(Debug)]
pub(super) struct Shelf(pub Mutex<Vec<Desk>>);

impl Shelf {
    /// Works on a desk from the shelf, or a new one, and puts it back.
    pub fn lend<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        let mut desk = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let answer = work(&mut desk);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
        answer
    }
}
