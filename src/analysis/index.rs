//! Which points lie near a point? The only user of rstar in the house.
//!
//! 1. The points are halved again and again across their longest side until at most [`BLOCK`] are left (Bentley,
//!    "Multidimensional binary search trees", CACM 18(9), 1975). What remains together is a block.
//! 2. rstar keeps the blocks' boxes in a tree. It is searched from the root, the nearest child first, leaving out whatever is
//!    farther than the limit, which the visitor lowers (Roussopoulos, Kelley and Vincent, "Nearest neighbor queries", SIGMOD
//!    1995).
//! 3. The points of a block lie side by side in memory and are looked at one after the other.
//!
//! A tree over blocks is a sixteenth of a tree over points, which is what makes it quicker than one. The boxes are flat: their
//! height is left out, so they can only be nearer than their points, and no block is passed by. In the frame of a town's
//! points (see [`super::space::Frame`]) the height is next to nothing; on a globe a box stands for both of its sides.
//! Refuses to know metres, filters and ties: it visits points by straight-line distance and lets the visitor decide.

use rstar::{AABB, ParentNode, RStarInsertionStrategy, RTree, RTreeNode, RTreeObject, RTreeParams};

use super::space::{Point, Straight, minus, squared};

/// The most points in a block.
const BLOCK: usize = 16;

/// The most children of a node of the tree.
const WIDTH: usize = 9;

/// A point laid out, as it is, and the number of its row: side by side, since whoever looks at one wants the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub straight: Straight,
    pub point: Point,
    pub row: u32,
}

/// Points in blocks.
pub(super) struct Index {
    tree: RTree<Block, Width>,
    entries: Vec<Entry>,
}

/// Entries `first..last` and the box round them.
struct Block {
    around: AABB<[f64; 2]>,
    first: u32,
    last: u32,
}

impl RTreeObject for Block {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> AABB<[f64; 2]> {
        self.around
    }
}

/// How wide the tree is.
struct Width;

impl RTreeParams for Width {
    const MIN_SIZE: usize = 3;
    const MAX_SIZE: usize = WIDTH;
    const REINSERTION_COUNT: usize = 1;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

impl Index {
    /// An index of points, finite all of them, and fewer than 2^32.
    pub fn new(mut entries: Vec<Entry>) -> Index {
        halve(&mut entries);
        let mut first = 0;
        let blocks = entries.chunks(BLOCK).map(|block| {
            let corners: Vec<_> = block.iter().map(|Entry { straight: [x, y, _], .. }| [*x, *y]).collect();
            let last = first + block.len() as u32;
            Block { around: AABB::from_points(&corners), first: std::mem::replace(&mut first, last), last }
        });
        Index { tree: RTree::bulk_load_with_params(blocks.collect()), entries }
    }

    /// How many points it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Visits every point whose squared straight-line distance from `from` is at most the limit, nearer blocks first.
    /// The visitor gets the square and the entry, and answers with the limit from then on, never a larger one.
    /// `from` is finite.
    pub fn visit(&self, from: Straight, mut limit: f64, mut visitor: impl FnMut(f64, &Entry) -> f64) {
        self.descend(self.tree.root(), from, &mut limit, &mut visitor);
    }

    fn descend(&self, node: &ParentNode<Block>, from: Straight, limit: &mut f64, visitor: &mut impl FnMut(f64, &Entry) -> f64) {
        // As a rule there is one group; for some widths rstar makes nodes a little wider than asked.
        for children in node.children().chunks(WIDTH) {
            let mut nearest_first = [(f64::INFINITY, 0); WIDTH];
            for (at, (slot, child)) in nearest_first.iter_mut().zip(children).enumerate() {
                *slot = (child.envelope().distance_2(&[from[0], from[1]]), at);
            }
            let nearest_first = &mut nearest_first[..children.len()];
            nearest_first.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            for (distance, at) in nearest_first.iter() {
                match &children[*at] {
                    _ if *distance > *limit => break,
                    RTreeNode::Parent(node) => self.descend(node, from, limit, visitor),
                    RTreeNode::Leaf(block) => self.visit_block(block, from, limit, visitor),
                }
            }
        }
    }

    fn visit_block(&self, block: &Block, from: Straight, limit: &mut f64, visitor: &mut impl FnMut(f64, &Entry) -> f64) {
        for entry in &self.entries[block.first as usize..block.last as usize] {
            let distance = squared(minus(entry.straight, from));
            if distance <= *limit {
                *limit = visitor(distance, entry);
            }
        }
    }
}

/// Orders entries so that every [`BLOCK`] of them in a row lie together.
fn halve(entries: &mut [Entry]) {
    if entries.len() <= BLOCK {
        return;
    }
    let middle = entries.len().div_ceil(BLOCK) / 2 * BLOCK;
    let axis = longest_side(entries);
    entries.select_nth_unstable_by(middle, |a, b| a.straight[axis].total_cmp(&b.straight[axis]));
    let (low, high) = entries.split_at_mut(middle);
    halve(low);
    halve(high);
}

fn longest_side(entries: &[Entry]) -> usize {
    let (mut low, mut high) = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for Entry { straight, .. } in entries {
        for axis in 0..3 {
            low[axis] = low[axis].min(straight[axis]);
            high[axis] = high[axis].max(straight[axis]);
        }
    }
    let sides = minus(high, low);
    (0..3).max_by(|a, b| sides[*a].total_cmp(&sides[*b])).expect("there are three axes")
}

#[cfg(test)]
mod tests {
    use crate::analysis::{
        random::Random,
        space::{Frame, Space},
    };

    use super::*;

    #[test]
    fn everything_within_the_limit_is_visited_once_and_nothing_else() {
        let mut random = Random(1);
        for count in [0, 1, 15, 16, 17, 300, 5_000] {
            let points: Vec<Point> = (0..count).map(|_| random.point()).collect();
            let frame = Frame::around(Space::Sphere, points.iter().map(|point| Space::Sphere.straight(*point)));
            let entry = |(point, row): (&Point, u32)| Entry { straight: frame.straight(*point), point: *point, row };
            let index = Index::new(points.iter().zip(0..).map(entry).collect());
            for _ in 0..20 {
                let (from, limit) = (frame.straight(random.point()), random.unit());
                let mut visited = vec![];
                index.visit(from, limit, |_, entry| {
                    visited.push(entry.row);
                    limit
                });
                visited.sort_unstable();
                let near = |row: &u32| squared(minus(frame.straight(points[*row as usize]), from)) <= limit;
                assert_eq!(visited, (0..count).filter(near).collect::<Vec<_>>());
            }
        }
    }
}
