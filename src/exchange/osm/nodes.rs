//! Where are the nodes that somebody needs? Ids in ascending order with their coordinates beside them, 16 bytes a node.

use rayon::prelude::*;

use super::{
    element::Element,
    facts::{Facts, Ledger, Names, Reader},
    layers::Outline,
    problem::{Problems, Sort},
    shapes::Place,
};

/// A node that the file does not give.
const NOWHERE: Place = [i32::MIN; 2];

/// Ids of the needed nodes, ascending.
pub(super) struct Ids(Vec<i64>);

impl Ids {
    /// The number of a node, looked for from `near` on, since ids come in runs; `near` then stands there.
    pub fn number(&self, id: i64, near: &mut usize) -> Option<usize> {
        let ids = &self.0;
        let start = (*near).min(ids.len());
        let ahead = ids.get(start).is_some_and(|first| *first <= id);
        let (mut low, mut high, mut step) = (start, start, 1);
        if ahead {
            while high < ids.len() && ids[high] <= id {
                low = high;
                high = high.saturating_add(step).min(ids.len());
                step *= 2;
            }
        } else {
            while low > 0 && ids[low - 1] >= id {
                high = low;
                low = low.saturating_sub(step);
                step *= 2;
            }
            low = low.saturating_sub(1);
            high = (high + 1).min(ids.len());
        }
        let found = ids[low..high].binary_search(&id).map(|place| low + place).ok();
        *near = found.unwrap_or(low);
        found
    }
}

/// The needed nodes.
pub(super) struct Nodes {
    ids: Ids,
    places: Vec<Place>,
}

impl Nodes {
    /// Makes room for these ids.
    pub fn new(mut ids: Vec<i64>) -> Nodes {
        ids.par_sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        let places = vec![NOWHERE; ids.len()];
        Nodes { ids: Ids(ids), places }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The number of a node, as [`Ids::number`].
    pub fn number(&self, id: i64, near: &mut usize) -> Option<usize> {
        self.ids.number(id, near)
    }

    /// The number of a node.
    pub fn find(&self, id: i64) -> Option<usize> {
        self.ids.0.binary_search(&id).ok()
    }

    /// The id of a node by its number.
    pub fn id(&self, number: usize) -> i64 {
        self.ids.0[number]
    }

    /// Where a node is; `None` where the file does not give it.
    pub fn place(&self, number: usize) -> Option<Place> {
        Some(self.places[number]).filter(|place| *place != NOWHERE)
    }

    /// The ids to look up and the places to fill in.
    pub fn split(&mut self) -> (&Ids, &mut [Place]) {
        (&self.ids, &mut self.places)
    }
}

/// Fills in what a part of the file says of the nodes; the first that is said of one holds.
pub(super) fn settle(ids: &Ids, places: &mut [Place], sightings: &mut Sightings) {
    for (number, place) in std::mem::take(&mut sightings.places) {
        let held = &mut places[number as usize];
        if *held == NOWHERE {
            *held = place;
        } else if *held != place {
            let id = ids.0[number as usize];
            sightings.problems.add(Sort::TwiceNode, || format!("node {id}"));
        }
    }
}

/// A node that says something by itself.
#[derive(Debug)]
pub(super) struct Point {
    pub id: i64,
    pub at: Place,
    pub facts: Facts,
}

/// What the second pass brings in.
#[derive(Default)]
pub(super) struct Sightings {
    places: Vec<(u32, Place)>,
    near: usize,
    pub points: Vec<Point>,
    pub names: Names,
    pub seen: u64,
    pub problems: Problems,
}

impl Sightings {
    /// Takes in a node.
    pub fn take(&mut self, element: Element, ids: &Ids, reader: &Reader) {
        let Element::Node { id, at, tags } = element else { return };
        self.seen += 1;
        let Some(at) = at else {
            return self.problems.add(Sort::OffEarth, || format!("node {id}"));
        };
        if let Some(number) = ids.number(id, &mut self.near) {
            self.places.push((number as u32, at));
        }
        if tags.is_empty() {
            return;
        }
        let object = || format!("node/{id}");
        let mut ledger = Ledger { names: &mut self.names, problems: &mut self.problems, object: &object };
        let facts = reader.read(tags, Outline::Point, &mut ledger);
        if !facts.is_empty() {
            self.points.push(Point { id, at, facts });
        }
    }

    /// Takes over the points of a later part of the file.
    pub fn append(&mut self, mut later: Sightings) {
        let numbers = self.names.merge(&later.names);
        later.points.iter_mut().for_each(|point| point.facts.renumber(&numbers));
        self.points.append(&mut later.points);
        self.seen += later.seen;
        self.problems.merge(later.problems);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_node_is_found_from_wherever_the_search_begins(ids in prop::collection::vec(-40i64..40, 0..40), asked in -45i64..45, near in 0usize..60) {
            let nodes = Nodes::new(ids);
            let mut near = near;
            prop_assert_eq!(nodes.number(asked, &mut near), nodes.ids.0.iter().position(|id| *id == asked));
        }
    }
}
