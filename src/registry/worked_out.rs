//! What does a snapshot keep of what it worked out, and what does it take over from the one before?
//!
//! What was worked out is handed on to the next snapshot with the places that were written since, and brought up to date when
//! somebody asks for it there; what nobody asks for costs a write nothing, and is forgotten after [`MOST_STEPS`] writes. Room is
//! bounded, twice: for what is worked out, and for what waits to be brought up to date.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use moka::sync::Cache;

use super::snapshot::Keys;
use crate::analysis::space::Point;

/// So many writes are waited for that somebody asks again.
const MOST_STEPS: u32 = 64;
/// Of more places than this everything is worked out anew.
const MOST_WRITTEN: usize = 256;

/// Places that were written, by key, each with where it was before; one that is written as it was is none of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Written(BTreeMap<u32, Option<Point>>);

impl Written {
    /// Whether a place was written.
    pub fn holds(&self, key: u32) -> bool {
        self.0.contains_key(&key)
    }

    /// The places in the order of keys.
    pub fn places(&self) -> impl Iterator<Item = (u32, Option<Point>)> {
        self.0.iter().map(|(key, was_at)| (*key, *was_at))
    }

    /// With what was written later: a place was where it was first.
    fn then(&self, later: &Written) -> Written {
        Written(later.0.iter().chain(&self.0).map(|(key, was_at)| (*key, *was_at)).collect())
    }
}

impl FromIterator<(u32, Option<Point>)> for Written {
    fn from_iter<I: IntoIterator<Item = (u32, Option<Point>)>>(places: I) -> Self {
        Written(places.into_iter().collect())
    }
}

/// How much is kept at once.
pub(super) struct Room<V> {
    /// As much as this in all.
    pub most: u64,
    /// What each takes of it.
    pub takes: fn(&V) -> u64,
}

/// What an earlier snapshot worked out.
pub(super) struct Before<V> {
    /// That.
    pub found: Arc<V>,
    /// The keys of that snapshot.
    pub keys: Keys,
    /// What was written since.
    pub written: Written,
    steps: u32,
}

/// Things worked out once a question, and those that wait to be brought up to date.
pub(super) struct WorkedOut<Q, V> {
    room: Room<V>,
    found: Cache<Q, Arc<V>>,
    before: Mutex<HashMap<Q, Before<V>>>,
}

impl<Q: Hash + Eq + Clone + Send + Sync + 'static, V: Send + Sync + 'static> WorkedOut<Q, V> {
    /// Nothing yet.
    pub fn new(room: Room<V>) -> WorkedOut<Q, V> {
        let takes = room.takes;
        let weigher = move |_: &Q, found: &Arc<V>| u32::try_from(takes(found)).unwrap_or(u32::MAX);
        let found = Cache::builder().max_capacity(room.most).weigher(weigher).build();
        WorkedOut { room, found, before: Mutex::default() }
    }

    /// The answer to a question; worked out where it is not known, with what an earlier snapshot found.
    pub fn get(&self, question: Q, work: impl FnOnce(Option<Before<V>>) -> V) -> Arc<V> {
        self.found.get_with(question.clone(), || {
            let before = self.waiting().remove(&question);
            Arc::new(work(before))
        })
    }

    /// For the snapshot after one with these keys and this written; only questions that stand.
    pub fn handed_on(&self, keys: &Keys, written: &Written, stands: impl Fn(&Q) -> bool) -> WorkedOut<Q, V> {
        let next = WorkedOut::new(Room { ..self.room });
        let found = self
            .found
            .iter()
            .map(|(question, found)| ((*question).clone(), Before { found, keys: keys.clone(), written: written.clone(), steps: 0 }));
        let waiting = self.waiting();
        let older = waiting.iter().map(|(question, before)| {
            let Before { found, keys, written: earlier, steps } = before;
            let written = earlier.then(written);
            (question.clone(), Before { found: Arc::clone(found), keys: keys.clone(), written, steps: steps + 1 })
        });
        let mut all: Vec<(Q, Before<V>)> = found.chain(older).collect();
        all.retain(|(question, one)| stands(question) && one.steps <= MOST_STEPS && one.written.0.len() <= MOST_WRITTEN);
        all.sort_by_key(|(_, one)| one.steps);
        let mut taken = 0;
        let fits = |(_, one): &(Q, Before<V>)| {
            taken += (self.room.takes)(&one.found);
            taken <= self.room.most
        };
        *next.waiting() = all.into_iter().take_while(fits).collect();
        next
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<Q, Before<V>>> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(places: &[(u32, Option<Point>)]) -> Written {
        places.iter().copied().collect()
    }

    fn ask(kept: &WorkedOut<char, u64>, question: char) -> Option<(u64, Written)> {
        let mut before = None;
        kept.get(question, |found| {
            before = found.map(|found| (*found.found, found.written));
            7
        });
        before
    }

    #[test]
    fn what_was_worked_out_is_handed_on_with_all_that_was_written_since() {
        let keys = Keys::fresh(3);
        let first = WorkedOut::new(Room { most: 100, takes: |_| 1 });
        assert_eq!(ask(&first, 'a'), None);
        assert_eq!(ask(&first, 'b'), None);
        let second = first.handed_on(&keys, &written(&[(1, Some([0.0, 1.0])), (2, None)]), |_| true);
        assert_eq!(ask(&second, 'b'), Some((7, written(&[(1, Some([0.0, 1.0])), (2, None)]))));
        let third = second.handed_on(&keys, &written(&[(1, None), (3, Some([0.0, 3.0]))]), |_| true);
        assert_eq!(ask(&third, 'a'), Some((7, written(&[(1, Some([0.0, 1.0])), (2, None), (3, Some([0.0, 3.0]))]))));
        assert_eq!(ask(&third, 'b'), Some((7, written(&[(1, None), (3, Some([0.0, 3.0]))]))));
        assert_eq!(ask(&third, 'b'), None, "it is known now, and not asked again");
        assert_eq!(ask(&third.handed_on(&keys, &written(&[]), |question| *question == 'a'), 'b'), None, "it stands no longer");
    }

    #[test]
    fn what_nobody_asks_for_is_forgotten_and_room_is_bounded() {
        let keys = Keys::fresh(3);
        let first = WorkedOut::new(Room { most: 25, takes: |_| 10 });
        assert_eq!((ask(&first, 'a'), ask(&first, 'b')), (None, None));
        let second = first.handed_on(&keys, &written(&[]), |_| true);
        assert_eq!(ask(&second, 'c'), None);
        let third = second.handed_on(&keys, &written(&[]), |_| true);
        assert_eq!(third.waiting().len(), 2);
        assert!(third.waiting().contains_key(&'c'), "the latest comes first");
        let last = (0..MOST_STEPS + 1).fold(third, |kept, _| kept.handed_on(&keys, &written(&[]), |_| true));
        assert!(last.waiting().is_empty());
        let much: Written = (0..300).map(|key| (key, None)).collect();
        assert!(second.handed_on(&keys, &much, |_| true).waiting().is_empty(), "so much is worked out anew");
    }
}
