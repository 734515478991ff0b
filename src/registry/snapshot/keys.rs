//! By which number is a facility known from one snapshot to the next? Rows move when records come and go; keys stay, and stand
//! in the order of rows. What was worked out under keys holds for every snapshot after.

use std::sync::Arc;

use super::Snapshot;

/// So far apart are the keys of facilities that come after all others.
const STEP: u32 = 256;

/// The key of each row, ascending; neither 0 nor `u32::MAX`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::registry) struct Keys(Arc<[u32]>);

impl Keys {
    /// Keys of so many rows, far apart in the lower half of the numbers.
    pub(in crate::registry) fn fresh(rows: usize) -> Keys {
        let apart = u64::from(u32::MAX / 2) / (rows as u64 + 1);
        let apart = apart.max(1);
        Keys((1..=rows as u64).map(|place| (place * apart) as u32).collect())
    }

    /// The keys after some rows went and others, named by their rows from now on, came; both ascending. `None` when there is no
    /// room left where they came.
    pub(super) fn after(&self, gone: &[usize], came: &[usize]) -> Option<Keys> {
        if gone.is_empty() && came.is_empty() {
            return Some(self.clone());
        }
        let rows = self.0.len() - gone.len() + came.len();
        let mut gone = gone.iter().copied().peekable();
        let mut staying = self.0.iter().enumerate().filter(|(row, _)| gone.next_if_eq(row).is_none()).map(|(_, key)| *key);
        let mut coming = came.iter().copied().peekable();
        let mut keys = Vec::with_capacity(rows);
        for row in 0..rows {
            let comes = coming.next_if_eq(&row).is_some();
            keys.push(if comes { 0 } else { staying.next()? });
        }
        let mut from = 0;
        while let Some(first) = (from..rows).find(|row| keys[*row] == 0) {
            let next = (first..rows).find(|row| keys[*row] != 0);
            let (low, high) = (first.checked_sub(1).map_or(0, |row| keys[row]), next.map_or(u32::MAX, |row| keys[row]));
            from = next.unwrap_or(rows);
            // Nearer to the key before, since ids are mostly given in ascending order.
            let count = (from - first) as u32;
            let room = high - low;
            let step = if next.is_none() { STEP.min(room / (count + 1)) } else { (room / count / 8).max(1) };
            if step == 0 || u64::from(step) * u64::from(count) >= u64::from(room) {
                return None;
            }
            (first..from).zip(1..).for_each(|(row, place)| keys[row] = low + place * step);
        }
        Some(Keys(keys.into()))
    }

    /// The keys by row.
    pub(in crate::registry) fn by_row(&self) -> &[u32] {
        &self.0
    }

    /// The row of a key.
    pub(in crate::registry) fn row(&self, key: u32) -> Option<u32> {
        self.0.binary_search(&key).ok().map(|row| row as u32)
    }
}

impl Snapshot {
    /// By row, the number by which distances know a place from one snapshot to the next.
    pub fn place_numbers(&self) -> &[u32] {
        self.keys.by_row()
    }

    /// The row of a place by its number in distances; `None` of one that is gone.
    pub fn row_of_place(&self, number: u32) -> Option<u32> {
        self.keys.row(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(keys: &Keys) {
        assert!(keys.0.iter().all(|key| (1..u32::MAX).contains(key)) && keys.0.is_sorted_by(|one, next| one < next), "{keys:?}");
    }

    #[test]
    fn keys_stay_and_stand_in_the_order_of_rows() {
        let before = Keys::fresh(5);
        // B, C, D and E stay of A to E; new ones come before B, between C and D, and at the end.
        let after = before.after(&[0], &[0, 3, 4, 7]).expect("there is room");
        holds(&after);
        let stayed: Vec<u32> = [1, 2, 5, 6].iter().map(|row| after.0[*row]).collect();
        assert_eq!(stayed, before.0[1..]);
        assert_eq!((after.row(after.0[3]), after.row(before.0[0])), (Some(3), None));
        assert_eq!(before.after(&[], &[]), Some(before));
    }

    #[test]
    fn thousands_may_come_at_the_end_and_dozens_at_one_place() {
        let mut keys = Keys::fresh(100_000);
        for _ in 0..5_000 {
            keys = keys.after(&[], &[keys.0.len()]).expect("there is room at the end");
        }
        holds(&keys);
        for place in 50_000..50_024 {
            keys = keys.after(&[], &[place]).expect("there is room after the one before");
        }
        holds(&keys);
    }

    #[test]
    fn where_no_room_is_left_there_are_no_keys() {
        let mut keys = Keys::fresh(1_000_000);
        let mut came = 0;
        while let Some(next) = keys.after(&[], &[500]) {
            (keys, came) = (next, came + 1);
        }
        assert!(came > 2);
        holds(&keys);
        assert_eq!(Keys::fresh(2).after(&[0, 1], &[]).map(|keys| keys.0.len()), Some(0));
        holds(&Keys::fresh(0).after(&[], &[0, 1, 2]).expect("there is room"));
    }
}
