//! Which indexes hold exactly the places that a filter accepts?
//!
//! Every kind has two indexes from the start, one of its operating places and one of the others, so the questions that are
//! asked most need nothing else. Any other filter is tried on every place once; what comes of it is kept:
//!
//! - it accepts whole indexes: they answer;
//! - it accepts at least one in [`FEW`] of their places: the indexes answer, and a bit for every place says whether to take it;
//! - it accepts fewer: they get an index of their own, since a walk past so many others would be slow.
//!
//! What is kept is bounded by [`KEPT_BYTES`], the least recently used goes first. Refuses to know distance.

use std::{collections::BTreeSet, sync::Arc};

use moka::{policy::EvictionPolicy, sync::Cache};
use rayon::prelude::*;

use crate::domain::facility::Status;

use super::{
    filter::Filter,
    index::{Entry, Index},
    places::Places,
};

/// A filter that accepts less than one in this many of its indexes' places gets an index of its own.
const FEW: usize = 2;

/// How much memory the remembered selections may take.
const KEPT_BYTES: u64 = 64 << 20;

/// About what an indexed place takes.
const BYTES_PER_PLACE: usize = 56;

/// Indexes by kind, and what became of filters.
pub(super) struct Selections {
    /// By [`part`].
    indexes: Vec<Arc<Index>>,
    kept: Cache<Filter, Arc<Selection>>,
}

/// Which places a filter accepts.
enum Selection {
    /// The indexes' places whose bit is set, 64 rows to a word.
    Marked(Vec<u64>),
    /// These.
    Own(Index),
}

/// For kind `k`: `2k` of its operating places, `2k + 1` of the others.
pub(super) fn part(kind: u16, status: Status) -> usize {
    2 * usize::from(kind) + usize::from(status != Status::Operating)
}

fn parts_for(kinds: &[u16]) -> usize {
    2 * kinds.iter().max().map_or(0, |kind| usize::from(*kind) + 1)
}

impl Default for Selections {
    fn default() -> Selections {
        let kept = Cache::builder()
            .max_capacity(KEPT_BYTES)
            .weigher(|_, selection: &Arc<Selection>| u32::try_from(selection.bytes()).unwrap_or(u32::MAX))
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Selections { indexes: Vec::new(), kept }
    }
}

impl Selections {
    /// Indexes of laid-out places.
    pub fn new(entries: impl Iterator<Item = Entry>, kinds: &[u16], statuses: &[Status]) -> Selections {
        let all = (0..parts_for(kinds)).collect();
        Selections::default().next(entries, &all, kinds, statuses)
    }

    /// Indexes where those of the touched parts hold these places instead, and the others are shared.
    pub fn next(&self, entries: impl Iterator<Item = Entry>, touched: &BTreeSet<usize>, kinds: &[u16], statuses: &[Status]) -> Selections {
        let mut parts: Vec<Vec<Entry>> = vec![];
        parts.resize_with(parts_for(kinds), Vec::new);
        for entry in entries {
            let row = entry.row as usize;
            parts[part(kinds[row], statuses[row])].push(entry);
        }
        let index = |(number, part): (usize, Vec<Entry>)| match self.indexes.get(number) {
            Some(index) if !touched.contains(&number) => Arc::clone(index),
            _ => Arc::new(Index::new(part)),
        };
        Selections { indexes: parts.into_par_iter().enumerate().map(index).collect(), ..Selections::default() }
    }

    /// Calls `search` with every index that holds accepted places, and with the test that tells them from the others in it.
    pub fn of(&self, places: &Places, filter: &Filter, mut search: impl FnMut(&Index, &dyn Fn(u32) -> bool)) {
        if is_whole(filter) {
            return self.indexes_for(filter).for_each(|index| search(index, &|_| true));
        }
        let selection = match self.kept.get(filter) {
            Some(selection) => selection,
            None => self.kept.get_with_by_ref(filter, || Arc::new(self.select(places, filter))),
        };
        match &*selection {
            Selection::Own(index) => search(index, &|_| true),
            Selection::Marked(bits) => self.indexes_for(filter).for_each(|index| search(index, &|row| has(bits, row))),
        }
    }

    /// The one index that holds what a filter accepts and nothing else, if there is one from the start.
    pub fn sole<'a>(&'a self, filter: &Filter) -> Option<&'a Index> {
        let mut holding = self.indexes_for(filter).filter(|index| index.len() > 0);
        holding.next().filter(|_| is_whole(filter) && holding.next().is_none())
    }

    /// Indexes that may hold places of the filter's kinds and statuses.
    pub fn indexes_for<'a>(&'a self, filter: &Filter) -> impl Iterator<Item = &'a Index> {
        let operating = filter.takes_status(Status::Operating);
        let others = filter.statuses.is_empty() || filter.statuses.iter().any(|status| *status != Status::Operating);
        let wanted = move |(kind, pair): (u16, &'a [Arc<Index>])| {
            let of_kind = filter.takes_kind(kind);
            [(of_kind && operating).then_some(&pair[0]), (of_kind && others).then_some(&pair[1])]
        };
        (0..).zip(self.indexes.chunks(2)).flat_map(wanted).flatten().map(|index| &**index)
    }

    /// Tries a filter on every place of its indexes. Builds on this thread alone: others wait for the same answer, and a
    /// thread of rayon's that waited while it was to help would wait for ever.
    fn select(&self, places: &Places, filter: &Filter) -> Selection {
        let candidates: usize = self.indexes_for(filter).map(Index::len).sum();
        let mut bits = vec![0; places.len().div_ceil(64)];
        places.accepted(filter).for_each(|(row, _)| bits[row as usize / 64] |= 1 << (row % 64));
        let count: usize = bits.iter().map(|word: &u64| word.count_ones() as usize).sum();
        if count * FEW >= candidates {
            return Selection::Marked(bits);
        }
        let marked = (0..places.len() as u32).filter(|row| has(&bits, *row));
        let entry = |row| places.point(row).map(|point| Entry { straight: places.frame().straight(point), point, row });
        Selection::Own(Index::new(marked.filter_map(entry).collect()))
    }
}

impl Selection {
    fn bytes(&self) -> usize {
        match self {
            Selection::Marked(bits) => bits.len() * 8,
            Selection::Own(index) => 1000 + index.len() * BYTES_PER_PLACE,
        }
    }
}

/// Whether a filter takes whole indexes: by kind, and by status either all, or the operating ones only.
fn is_whole(filter: &Filter) -> bool {
    !filter.asks_offers() && (filter.statuses.is_empty() || filter.statuses == [Status::Operating])
}

fn has(bits: &[u64], row: u32) -> bool {
    bits[row as usize / 64] & (1 << (row % 64)) != 0
}
