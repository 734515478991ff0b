//! How are numbers by row kept so that the next state shares with this one what did not change?
//!
//! A column is cut into chunks behind counters: a copy shares them all, and a row that is set copies its own chunk and no other.
//! Refuses to grow.

use std::{ops::Index, ops::Range, sync::Arc};

/// Rows in a chunk, but for the last one: 2 to this.
const CHUNK: u32 = 10;

/// Values by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Column<T> {
    chunks: Vec<Arc<[T]>>,
    rows: usize,
}

impl<T> Column<T> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The values in the order of rows.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The values in pieces, each with its rows: for loops that many rows go through.
    pub fn pieces(&self) -> impl Iterator<Item = (Range<usize>, &[T])> {
        let first = (0..).step_by(1 << CHUNK);
        self.chunks.iter().zip(first).map(|(chunk, first)| (first..first + chunk.len(), &**chunk))
    }

    /// The same rows with what is made of each value.
    pub fn map<U: Clone>(&self, value: impl Fn(&T) -> U) -> Column<U> {
        self.iter().map(value).collect()
    }
}

impl<T: Clone + PartialEq> Column<T> {
    /// Sets a row; answers whether that changed it.
    pub fn set(&mut self, row: usize, value: T) -> bool {
        let differs = self[row] != value;
        if differs {
            Arc::make_mut(&mut self.chunks[row >> CHUNK])[row & ((1 << CHUNK) - 1)] = value;
        }
        differs
    }
}

impl<T> Index<usize> for Column<T> {
    type Output = T;

    fn index(&self, row: usize) -> &T {
        &self.chunks[row >> CHUNK][row & ((1 << CHUNK) - 1)]
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { chunks: vec![], rows: 0 }
    }
}

impl<T: Clone> From<&[T]> for Column<T> {
    fn from(values: &[T]) -> Self {
        Column { chunks: values.chunks(1 << CHUNK).map(Arc::from).collect(), rows: values.len() }
    }
}

impl<T: Clone> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        values.as_slice().into()
    }
}

impl<T: Clone> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        values.into_iter().collect::<Vec<T>>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_holds_what_was_put_in() {
        for rows in [0, 1, 1_023, 1_024, 1_025, 5_000] {
            let values: Vec<usize> = (0..rows).map(|row| row * 3).collect();
            let column: Column<usize> = values.clone().into();
            assert_eq!((column.len(), column.is_empty()), (rows, rows == 0));
            assert!(column.iter().eq(&values) && (0..rows).all(|row| column[row] == values[row]));
            let pieces = column.pieces().flat_map(|(rows, piece)| rows.zip(piece));
            assert!(pieces.eq((0..rows).zip(&values)));
            assert!(column.map(|value| value + 1).iter().eq(values.iter().map(|value| value + 1).collect::<Vec<_>>().iter()));
        }
    }

    #[test]
    fn what_is_set_in_a_copy_leaves_the_first_as_it_was_and_shares_the_rest() {
        let first: Column<u32> = (0..3_000).collect();
        let mut copy = first.clone();
        assert!(!copy.set(2_000, 2_000), "that is what it was");
        assert!(Arc::ptr_eq(&first.chunks[1], &copy.chunks[1]));
        assert!(copy.set(2_000, 7));
        assert_eq!((first[2_000], copy[2_000]), (2_000, 7));
        let shared: Vec<bool> = first.chunks.iter().zip(&copy.chunks).map(|(one, other)| Arc::ptr_eq(one, other)).collect();
        assert_eq!(shared, [true, false, true]);
    }
}
