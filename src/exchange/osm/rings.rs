//! Which closed rings do the members of a relation make? In any order and direction, with gaps told.

use std::collections::BTreeMap;

/// The rings that close and the ends that find no other.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Joined {
    /// Numbers of nodes, the first again at the end.
    pub rings: Vec<Vec<u32>>,
    /// The two ends of each row of members that does not close, the lower number first.
    pub gaps: Vec<[u32; 2]>,
}

/// A member in a row, and whether it is gone through backwards.
#[derive(Clone, Copy)]
struct Piece {
    line: usize,
    backward: bool,
}

/// Joins lines of node numbers to rings.
///
/// 1. A line that is closed is a ring.
/// 2. From any line that is left, follow at its end with any line that is left and begins or ends there.
/// 3. Whenever the end comes back to a junction already passed, what lies between is a ring and leaves the row: rings that
///    touch in a point come apart there.
/// 4. A row that cannot go on is turned around once and goes on at its other end; then its ends are a gap.
pub(super) fn join(lines: &[Vec<u32>]) -> Joined {
    let mut joined = Joined::default();
    let mut used = vec![false; lines.len()];
    let mut at_end: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        match (line.first(), line.last()) {
            (Some(first), Some(last)) if line.len() > 1 && first != last => {
                at_end.entry(*first).or_default().push(place);
                at_end.entry(*last).or_default().push(place);
            }
            (Some(_), Some(_)) if line.len() > 3 => {
                used[place] = true;
                joined.rings.push(line.clone());
            }
            _ => used[place] = true,
        }
    }
    for start in 0..lines.len() {
        if !used[start] {
            used[start] = true;
            follow(lines, Piece { line: start, backward: false }, (&mut used, &at_end), &mut joined);
        }
    }
    joined
}

fn follow(lines: &[Vec<u32>], start: Piece, (used, at_end): (&mut [bool], &BTreeMap<u32, Vec<usize>>), joined: &mut Joined) {
    let mut row = vec![start];
    // The junctions passed, and how many pieces lie before each.
    let mut passed = BTreeMap::from([(begin_of(lines, start), 0)]);
    let mut turned = false;
    loop {
        let Some(last) = row.last() else { return };
        let end = end_of(lines, *last);
        if let Some(before) = passed.get(&end).copied() {
            let ring = row.split_off(before);
            for piece in &ring[1..] {
                passed.remove(&begin_of(lines, *piece));
            }
            joined.rings.push(nodes_of(lines, &ring));
            if row.is_empty() {
                return;
            }
            passed.remove(&end);
            continue;
        }
        let next = at_end.get(&end).and_then(|places| places.iter().copied().find(|place| !used[*place]));
        if let Some(line) = next {
            used[line] = true;
            passed.insert(end, row.len());
            row.push(Piece { line, backward: lines[line].first() != Some(&end) });
        } else if turned {
            let begin = begin_of(lines, row[0]);
            joined.gaps.push([begin.min(end), begin.max(end)]);
            return;
        } else {
            turned = true;
            row = row.into_iter().rev().map(|piece| Piece { line: piece.line, backward: !piece.backward }).collect();
            passed = row.iter().enumerate().map(|(before, piece)| (begin_of(lines, *piece), before)).collect();
        }
    }
}

fn begin_of(lines: &[Vec<u32>], piece: Piece) -> u32 {
    let line = &lines[piece.line];
    if piece.backward { line[line.len() - 1] } else { line[0] }
}

fn end_of(lines: &[Vec<u32>], piece: Piece) -> u32 {
    begin_of(lines, Piece { backward: !piece.backward, ..piece })
}

fn nodes_of(lines: &[Vec<u32>], pieces: &[Piece]) -> Vec<u32> {
    let mut nodes = Vec::new();
    for piece in pieces {
        let line = &lines[piece.line];
        if piece.backward { nodes.extend(line.iter().rev()) } else { nodes.extend(line) }
    }
    nodes.dedup();
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(ring: &[u32]) -> Vec<u32> {
        let mut nodes = ring[1..].to_vec();
        nodes.sort_unstable();
        nodes
    }

    #[test]
    fn members_in_any_order_and_direction_make_a_ring() {
        let joined = join(&[vec![1, 2, 3], vec![5, 6, 1], vec![5, 4, 3]]);
        assert_eq!(joined.gaps, [] as [[u32; 2]; 0]);
        assert_eq!(joined.rings.len(), 1);
        assert_eq!(joined.rings[0].first(), joined.rings[0].last());
        assert_eq!(sorted(&joined.rings[0]), [1, 2, 3, 4, 5, 6]);
        for pair in joined.rings[0].windows(2) {
            assert!(pair[0].abs_diff(pair[1]) == 1 || pair[0].abs_diff(pair[1]) == 5, "{pair:?} are neighbours");
        }
    }

    #[test]
    fn rings_that_touch_in_a_point_come_apart() {
        let joined = join(&[vec![9, 1, 2], vec![2, 3, 9], vec![9, 4, 5], vec![5, 6, 9], vec![20, 21, 22, 20]]);
        let mut rings: Vec<Vec<u32>> = joined.rings.iter().map(|ring| sorted(ring)).collect();
        rings.sort();
        assert_eq!(rings, [vec![1, 2, 3, 9], vec![4, 5, 6, 9], vec![20, 21, 22]]);
    }

    #[test]
    fn a_gap_is_told_by_its_two_ends_and_a_stray_member_spoils_nothing() {
        let joined = join(&[vec![1, 2], vec![3, 4], vec![2, 3]]);
        assert_eq!((joined.rings.len(), joined.gaps.len()), (0, 1));
        assert_eq!(joined.gaps[0], [1, 4]);
        let stray = join(&[vec![1, 2, 3], vec![3, 99], vec![3, 4, 1]]);
        assert_eq!(stray.rings.iter().map(|ring| sorted(ring)).collect::<Vec<_>>(), [[1, 2, 3, 4]]);
        assert_eq!(stray.gaps.len(), 1);
        assert!(stray.gaps[0].contains(&99));
    }
}
