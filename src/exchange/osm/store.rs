//! Which nodes do the wanted ways go through? Ways and relations packed small, in the order of the file.

use super::{
    element::{Element, MemberKind},
    facts::{Facts, Ledger, Names, Reader},
    layers::Outline,
    problem::{Problems, Sort},
    wire::{number, put_number, signed, unsigned},
};

/// More nodes than any way has; OpenStreetMap allows 2,000.
const MOST_REFS: usize = 1 << 20;

/// Ways with their nodes as small differences.
#[derive(Debug, Default)]
pub(super) struct Ways {
    pub ids: Vec<i64>,
    ends: Vec<u64>,
    packed: Vec<u8>,
    pub facts: Vec<Facts>,
}

impl Ways {
    fn push(&mut self, id: i64, refs: &[i64], facts: Facts) {
        let mut last = 0i64;
        for node in refs {
            put_number(unsigned(node.wrapping_sub(last)), &mut self.packed);
            last = *node;
        }
        self.ids.push(id);
        self.ends.push(self.packed.len() as u64);
        self.facts.push(facts);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The nodes of a way in their order.
    pub fn refs(&self, way: usize) -> impl Iterator<Item = i64> {
        let start = if way == 0 { 0 } else { self.ends[way - 1] };
        let mut bytes = &self.packed[start as usize..self.ends[way] as usize];
        let mut last = 0i64;
        std::iter::from_fn(move || {
            let delta = if bytes.is_empty() { None } else { number(&mut bytes).ok() }?;
            last = last.wrapping_add(signed(delta));
            Some(last)
        })
    }

    fn append(&mut self, mut later: Ways) {
        let start = self.packed.len() as u64;
        self.ids.append(&mut later.ids);
        self.ends.extend(later.ends.iter().map(|end| end + start));
        self.packed.append(&mut later.packed);
        self.facts.append(&mut later.facts);
    }
}

/// A wanted relation.
#[derive(Debug)]
pub(super) struct Relation {
    pub id: i64,
    /// Ids of the ways that make its outline.
    pub ways: Box<[i64]>,
    pub facts: Facts,
}

/// What the first pass brings in.
#[derive(Default)]
pub(super) struct Harvest {
    pub ways: Ways,
    pub relations: Vec<Relation>,
    pub names: Names,
    pub ways_seen: u64,
    pub relations_seen: u64,
    pub problems: Problems,
}

impl Harvest {
    /// Takes in a way or a relation.
    pub fn take(&mut self, element: Element, reader: &Reader) {
        match element {
            Element::Node { .. } => {}
            Element::Way { id, refs, tags } => {
                self.ways_seen += 1;
                let object = || format!("way/{id}");
                if refs.len() > MOST_REFS {
                    return self.problems.add(Sort::TooMany, || format!("way {id}: {} nodes", refs.len()));
                }
                let mut once = refs.to_vec();
                once.dedup();
                if once.len() < refs.len() && once.len() > 1 {
                    self.problems.add(Sort::RepeatedNode, || format!("way {id}"));
                }
                if once.len() < 2 {
                    return self.problems.add(Sort::ShortWay, || format!("way {id}: {} nodes", refs.len()));
                }
                let closed = once.len() > 3 && once.first() == once.last();
                let outline = if closed { Outline::Ring } else { Outline::Line };
                let mut ledger = Ledger { names: &mut self.names, problems: &mut self.problems, object: &object };
                let facts = reader.read(tags, outline, &mut ledger);
                self.ways.push(id, &once, facts);
            }
            Element::Relation { id, members, tags } => {
                self.relations_seen += 1;
                if !tags.is("type", &["multipolygon", "boundary"]) {
                    return;
                }
                let object = || format!("relation/{id}");
                let mut ledger = Ledger { names: &mut self.names, problems: &mut self.problems, object: &object };
                let facts = reader.read(tags, Outline::Area, &mut ledger);
                if !facts.is_empty() {
                    let outline = |role: &str| matches!(role, "" | "outer" | "inner" | "enclave" | "exclave");
                    let ways = members.iter().filter(|member| member.kind == MemberKind::Way && outline(member.role)).map(|way| way.id);
                    self.relations.push(Relation { id, ways: ways.collect(), facts });
                }
            }
        }
    }

    /// Takes over a later part of the file.
    pub fn append(&mut self, mut later: Harvest) {
        let numbers = self.names.merge(&later.names);
        for facts in later.ways.facts.iter_mut().chain(later.relations.iter_mut().map(|relation| &mut relation.facts)) {
            facts.renumber(&numbers);
        }
        self.ways.append(later.ways);
        self.relations.append(&mut later.relations);
        self.ways_seen += later.ways_seen;
        self.relations_seen += later.relations_seen;
        self.problems.merge(later.problems);
    }
}

/// Ways found by id, those that stand in the file twice left out.
pub(super) struct WayIndex {
    /// Places of ways, by id.
    order: Vec<u32>,
    /// Whether somebody needs the nodes of a way, by its place.
    pub needed: Vec<bool>,
}

impl WayIndex {
    /// Finds duplicates, and marks the ways that say something or belong to a wanted relation.
    pub fn new(harvest: &mut Harvest) -> WayIndex {
        let ways = &harvest.ways;
        let mut order: Vec<u32> = (0..u32::try_from(ways.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_key(|way| ways.ids[*way as usize]);
        let mut needed: Vec<bool> = ways.facts.iter().map(|facts| !facts.is_empty()).collect();
        order.dedup_by(|later, first| {
            let id = ways.ids[*later as usize];
            let twice = id == ways.ids[*first as usize];
            if twice {
                harvest.problems.add(Sort::TwiceWay, || format!("way {id}"));
                needed[*later as usize] = false;
            }
            twice
        });
        let mut index = WayIndex { order, needed };
        let mut known = std::collections::HashSet::new();
        let problems = &mut harvest.problems;
        harvest.relations.retain(|relation| {
            let fresh = known.insert(relation.id);
            if !fresh {
                problems.add(Sort::TwiceRelation, || format!("relation {}", relation.id));
            }
            fresh
        });
        for id in harvest.relations.iter().flat_map(|relation| &relation.ways) {
            if let Some(way) = index.find(*id, &harvest.ways) {
                index.needed[way] = true;
            }
        }
        index
    }

    /// The place of the way with this id.
    pub fn find(&self, id: i64, ways: &Ways) -> Option<usize> {
        let place = self.order.binary_search_by_key(&id, |way| ways.ids[*way as usize]).ok()?;
        Some(self.order[place] as usize)
    }
}
