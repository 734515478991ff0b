//! Which boxes touch a window? A packed tree: boxes in a good order, sixteen under one, until one is left.
//!
//! The tree is static and lies in one array (Kamel and Faloutsos, "On packing R-trees", 1993); found boxes come in their order.

/// West, north, east and south edge in the digits of the web's map; closed.
pub type Box4 = [u32; 4];

/// A box that holds nothing.
pub const NOTHING: Box4 = [u32::MAX, u32::MAX, 0, 0];
/// Boxes under one.
const FAN: usize = 16;

/// The box round both.
pub fn both(one: Box4, other: Box4) -> Box4 {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// Whether two boxes have a point in common.
pub fn touch(one: Box4, other: Box4) -> bool {
    one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}

/// Boxes to be searched, the given ones first, then one level after the other.
#[derive(Debug, Default)]
pub struct Boxes {
    boxes: Vec<Box4>,
    /// Where each level ends.
    ends: Vec<usize>,
}

impl Boxes {
    /// Of boxes of which neighbours in the list are neighbours on the map.
    pub fn new(boxes: Vec<Box4>) -> Boxes {
        let mut all = Boxes { ends: vec![boxes.len()], boxes };
        let mut from = 0;
        while all.boxes.len() - from > 1 {
            let end = all.boxes.len();
            for first in (from..end).step_by(FAN) {
                let group = &all.boxes[first..(first + FAN).min(end)];
                all.boxes.push(group.iter().copied().fold(NOTHING, both));
            }
            from = end;
            all.ends.push(all.boxes.len());
        }
        all
    }

    /// How many boxes were given.
    pub fn len(&self) -> usize {
        self.ends.first().copied().unwrap_or(0)
    }

    /// Numbers of the boxes that touch the window, ascending.
    pub fn touching(&self, window: Box4) -> Vec<u32> {
        let mut level = self.ends.len().saturating_sub(1);
        let start = |level: usize| if level == 0 { 0 } else { self.ends[level - 1] };
        let hit = |level: usize, place: &usize| touch(self.boxes[start(level) + place], window);
        let top = self.ends.last().map_or(0, |end| end - start(level));
        let mut found: Vec<usize> = (0..top).filter(|place| hit(level, place)).collect();
        while level > 0 {
            level -= 1;
            let length = self.ends[level] - start(level);
            let below = found.iter().flat_map(|place| place * FAN..(place * FAN + FAN).min(length));
            found = below.filter(|place| hit(level, place)).collect();
        }
        found.into_iter().map(|place| place as u32).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::random::Random;

    use super::*;

    #[test]
    fn what_touches_a_window_is_what_a_scan_finds() {
        let mut random = Random(7);
        let mut one = |size: f64| {
            let [x, y] = [random.unit() * 1e9, random.unit() * 1e9];
            [x as u32, y as u32, (x + random.unit() * size) as u32, (y + random.unit() * size) as u32]
        };
        for count in [0, 1, 2, 15, 16, 17, 255, 256, 257, 1_000] {
            let boxes: Vec<Box4> = (0..count).map(|_| one(2e7)).collect();
            let tree = Boxes::new(boxes.clone());
            for _ in 0..40 {
                let window = one(3e8);
                let scan: Vec<u32> = (0..).zip(&boxes).filter(|(_, other)| touch(**other, window)).map(|(number, _)| number).collect();
                assert_eq!(tree.touching(window), scan);
            }
        }
    }
}
