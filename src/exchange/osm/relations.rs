//! What becomes of a relation? Its members joined to rings, its gaps told by name and place.

use super::{
    assemble::{Assembly, spoken},
    facts::Facts,
    problem::Sort,
    rings::{Joined, join},
    shapes::{Ring, cleaned, nested, position},
    store::{Relation, WayIndex, Ways},
};

/// Dangling ends that one report names.
const MOST_ENDS: usize = 3;

/// Takes in a relation.
pub(super) fn take(assembly: &mut Assembly, relation: Relation, ways: &Ways, index: &WayIndex) {
    let Relation { id, ways: members, mut facts } = relation;
    let extra = facts.extra.take();
    let mut once: Vec<i64> = members.to_vec();
    once.sort_unstable();
    once.dedup();
    let mut near = 0;
    let there: Vec<usize> = once.iter().filter_map(|member| index.find(*member, ways)).collect();
    let lines: Vec<Vec<u32>> = there.iter().map(|way| assembly.find(ways.refs(*way), &mut near).numbers).collect();
    let mut joined = join(&lines);
    let boundary = extra.as_ref().and_then(|extra| extra.boundary.as_ref());
    if boundary.is_some() {
        // A boundary that goes on across missing nodes would put people into the wrong division.
        set_apart_holes(assembly, &mut joined);
    }
    let absent = once.len() - there.len();
    let name = boundary.map_or("", |boundary| &boundary.name).to_owned();
    report(assembly, (id, &name, boundary.is_some()), (absent, once.len()), &joined);
    let rings: Vec<Ring> = joined.rings.iter().filter_map(|ring| cleaned(assembly.places(ring))).collect();
    outlines(assembly, &facts, &joined);
    let areas = nested(rings);
    if areas.is_empty() {
        if let Some(boundary) = extra.and_then(|extra| extra.boundary) {
            assembly.division(id, boundary, &[]);
        }
        return;
    }
    assembly.outlined(("relation", id), &facts, extra, areas);
}

/// Rings with a node that the file does not give become gaps: from the last node before it to the first one after it.
fn set_apart_holes(assembly: &Assembly, joined: &mut Joined) {
    let missing = |number: &u32| assembly.nodes.place(*number as usize).is_none();
    let mut gaps = Vec::new();
    joined.rings.retain(|ring| {
        let Some(first) = ring.iter().position(missing) else { return true };
        let before = ring[..first].last().or_else(|| ring.iter().rev().find(|number| !missing(number)));
        let after = ring[first..].iter().find(|number| !missing(number)).or_else(|| ring.iter().find(|number| !missing(number)));
        gaps.push([before, after].map(|end| end.copied().unwrap_or(ring[first])));
        false
    });
    joined.gaps.extend(gaps);
}

fn report(assembly: &mut Assembly, (id, name, boundary): (i64, &str, bool), (absent, all): (usize, usize), joined: &Joined) {
    if joined.gaps.is_empty() && absent == 0 {
        return;
    }
    let sort = match (boundary, absent) {
        (true, 0) => Sort::BrokenBoundary,
        (true, _) => Sort::CutBoundary,
        (false, _) => Sort::BrokenArea,
    };
    let nodes = assembly.nodes;
    assembly.problems.add(sort, || {
        let mut text = format!("relation {id}");
        if !name.is_empty() {
            text += &format!(" ({name})");
        }
        if absent > 0 {
            text += &format!(": {absent} of its {all} ways are not in the file");
        }
        let ends = joined.gaps.iter().take(MOST_ENDS).map(|gap| {
            let [from, to] = gap.map(|node| spoken(nodes.place(node as usize).and_then(position)));
            format!("a gap between {from} and {to}")
        });
        let ends: Vec<String> = ends.collect();
        if !ends.is_empty() {
            text += &format!(": {}", ends.join(", "));
        }
        if joined.gaps.len() > MOST_ENDS {
            text += &format!(" and {} more", joined.gaps.len() - MOST_ENDS);
        }
        text
    });
}

/// The outline of a square is walked along, that of a lake is not crossed.
fn outlines(assembly: &mut Assembly, facts: &Facts, joined: &Joined) {
    if facts.walk.is_none() && facts.barrier.is_none() {
        return;
    }
    for ring in &joined.rings {
        let found = assembly.find(ring.iter().map(|number| assembly.nodes.id(*number as usize)), &mut 0);
        if let Some(walk) = facts.walk {
            assembly.collected.street(&found.parts, (walk, (facts.name, facts.name_en)), None, assembly.nodes);
        }
        if let Some(class) = facts.barrier {
            assembly.collected.barrier(&found.parts, class);
        }
    }
}
