//! What was wrong in a map file, and where? Counted by sort, with the first examples of each.

use std::collections::BTreeMap;

/// Examples kept of most sorts.
const EXAMPLES: usize = 5;
/// Examples kept of what somebody may want to mend one by one.
const MANY_EXAMPLES: usize = 200;

/// One sort of trouble with a map file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsmProblem {
    /// Stable code of the sort, kebab-case.
    pub code: &'static str,
    /// What is wrong and what was done, one sentence.
    pub what: &'static str,
    /// How often.
    pub count: u64,
    /// The first of them, such as `way 123: 2 of its 7 nodes are not in the file`.
    pub examples: Vec<String>,
}

/// The sorts of trouble, in the order they are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Truncated,
    FramingLost,
    BadBlock,
    BadXml,
    BadElement,
    Deleted,
    OffEarth,
    TwiceNode,
    TwiceWay,
    TwiceRelation,
    MissingNodes,
    ShortWay,
    RepeatedNode,
    OpenArea,
    SelfCrossing,
    BrokenBoundary,
    CutBoundary,
    BrokenArea,
    UnknownHighway,
    NoLevel,
    UnfitText,
    MobilePhone,
    TooMany,
}

impl Sort {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Sort::Truncated => ("truncated", "the file ends in the middle of something; what came before is used"),
            Sort::FramingLost => ("framing-lost", "the file cannot be followed further; what came before is used"),
            Sort::BadBlock => ("bad-block", "a block cannot be read and is left out"),
            Sort::BadXml => ("bad-xml", "the XML is broken; what came before is used"),
            Sort::BadElement => ("bad-element", "an element without a readable id or with an unreadable part is left out"),
            Sort::Deleted => ("deleted", "an element marked as deleted is left out"),
            Sort::OffEarth => ("off-earth", "a node without coordinates on the earth is left out"),
            Sort::TwiceNode => ("node-twice", "a node stands in the file twice at different places; the first is used"),
            Sort::TwiceWay => ("way-twice", "a way stands in the file twice; the first is used"),
            Sort::TwiceRelation => ("relation-twice", "a relation stands in the file twice; the first is used"),
            Sort::MissingNodes => ("missing-nodes", "a way names nodes that are not in the file; lines are parted there, areas go on"),
            Sort::ShortWay => ("short-way", "a way has fewer than two different nodes and is left out"),
            Sort::RepeatedNode => ("repeated-node", "a way names the same node twice in a row; once is enough"),
            Sort::OpenArea => ("open-area", "an area whose outline is not closed is left out"),
            Sort::SelfCrossing => ("self-crossing", "an outline crosses itself; inside is what an odd number of its turns goes around"),
            Sort::BrokenBoundary => ("broken-boundary", "the ring of a division boundary has a gap; whole rings are used"),
            Sort::CutBoundary => ("cut-boundary", "parts of a division boundary are not in the file; whole rings are used"),
            Sort::BrokenArea => ("broken-area", "the outline of an area made of several ways has a gap; whole rings are used"),
            Sort::UnknownHighway => ("unknown-highway", "a highway of a class that the rules do not name is not walked"),
            Sort::NoLevel => ("no-level", "a division without an admin_level from 2 to 11 is left out"),
            Sort::UnfitText => ("unfit-text", "a text that is too long or holds a personal number is left out"),
            Sort::MobilePhone => ("mobile-phone", "a personal mobile number is left out"),
            Sort::TooMany => ("too-many", "an element with more parts than any map has is left out"),
        }
    }

    fn examples(self) -> usize {
        match self {
            Sort::BrokenBoundary | Sort::CutBoundary => MANY_EXAMPLES,
            _ => EXAMPLES,
        }
    }
}

/// Trouble met so far.
#[derive(Debug, Default)]
pub(super) struct Problems(BTreeMap<Sort, (u64, Vec<String>)>);

impl Problems {
    /// Counts one; the example is made only where it is kept.
    pub fn add(&mut self, sort: Sort, example: impl FnOnce() -> String) {
        let (count, examples) = self.0.entry(sort).or_default();
        *count += 1;
        if examples.len() < sort.examples() {
            examples.push(example());
        }
    }

    /// Counts one unless it is there already: both passes meet the same broken spot.
    pub fn add_once(&mut self, sort: Sort, example: String) {
        if self.0.get(&sort).is_none_or(|(_, examples)| !examples.contains(&example)) {
            self.add(sort, || example);
        }
    }

    /// Takes over those of a later part of the file.
    pub fn merge(&mut self, later: Problems) {
        for (sort, (count, examples)) in later.0 {
            let (sum, kept) = self.0.entry(sort).or_default();
            *sum += count;
            let free = sort.examples().saturating_sub(kept.len());
            kept.extend(examples.into_iter().take(free));
        }
    }

    /// Whether the file broke off before its end.
    pub fn truncated(&self) -> bool {
        [Sort::Truncated, Sort::FramingLost, Sort::BadXml].iter().any(|sort| self.0.contains_key(sort))
    }

    /// The report.
    pub fn into_rows(self) -> Vec<OsmProblem> {
        let row = |(sort, (count, examples)): (Sort, (u64, Vec<String>))| {
            let (code, what) = sort.words();
            OsmProblem { code, what, count, examples }
        };
        self.0.into_iter().map(row).collect()
    }
}
