//! How are a line and a ring made fit for a tile? Joined, cut at a window, simplified; in whole units.

use std::collections::HashMap;

/// A point in tile units or digits; x eastward, y southward.
pub type Spot = [i64; 2];

/// West, north, east and south edge of what is kept; closed.
pub type Window = [i64; 4];

/// Joins lines end to end where exactly two ends meet, so that a road of many pieces is one line. Each point of each line
/// is in exactly one of the answers, but for the ends that meet, which become one.
pub fn joined(lines: &[Vec<Spot>]) -> Vec<Vec<Spot>> {
    let mut meeting: HashMap<Spot, Vec<usize>> = HashMap::new();
    for (number, line) in lines.iter().enumerate() {
        if let [first, .., last] = line[..] {
            meeting.entry(first).or_default().push(number);
            meeting.entry(last).or_default().push(number);
        }
    }
    let mut taken = vec![false; lines.len()];
    // The other line at this end, when there is exactly one.
    let next = |end: Spot, taken: &[bool]| {
        let [one, other] = meeting.get(&end)?[..] else { return None };
        [one, other].into_iter().find(|number| !taken[*number])
    };
    let mut all = Vec::new();
    for number in 0..lines.len() {
        if taken[number] || lines[number].len() < 2 {
            continue;
        }
        taken[number] = true;
        let mut chain = lines[number].clone();
        for _ in 0..2 {
            while let Some(end) = chain.last().copied()
                && let Some(found) = next(end, &taken)
            {
                taken[found] = true;
                let line = &lines[found];
                if line.first() == Some(&end) {
                    chain.extend(&line[1..]);
                } else {
                    chain.extend(line[..line.len() - 1].iter().rev());
                }
            }
            chain.reverse();
        }
        all.push(chain);
    }
    all
}

/// What of a line lies in the window, in pieces (Liang and Barsky, 1984); points on the edge are rounded.
pub fn cut_line(line: &[Spot], window: Window, mut piece: impl FnMut(&[Spot])) {
    let mut current: Vec<Spot> = Vec::with_capacity(line.len());
    for pair in line.windows(2) {
        let Some([from, to]) = cut_stretch(pair[0], pair[1], window) else {
            finish(&mut current, &mut piece);
            continue;
        };
        if current.last() != Some(&from) {
            finish(&mut current, &mut piece);
            current.push(from);
        }
        if to != from {
            current.push(to);
        }
        if to != pair[1] {
            finish(&mut current, &mut piece);
        }
    }
    finish(&mut current, &mut piece);
}

fn finish(current: &mut Vec<Spot>, piece: &mut impl FnMut(&[Spot])) {
    if current.len() >= 2 {
        piece(current);
    }
    current.clear();
}

fn cut_stretch(from: Spot, to: Spot, [west, north, east, south]: Window) -> Option<[Spot; 2]> {
    let inside = |[x, y]: Spot| west <= x && x <= east && north <= y && y <= south;
    if inside(from) && inside(to) {
        return Some([from, to]);
    }
    let (mut first, mut last) = (0.0f64, 1.0f64);
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    for (step, room) in [(-dx, from[0] - west), (dx, east - from[0]), (-dy, from[1] - north), (dy, south - from[1])] {
        let part = room as f64 / step as f64;
        match step {
            0 if room < 0 => return None,
            0 => {}
            ..0 => first = first.max(part),
            _ => last = last.min(part),
        }
    }
    let at = |part: f64| [from[0] + (dx as f64 * part).round() as i64, from[1] + (dy as f64 * part).round() as i64];
    (first <= last).then(|| [if first > 0.0 { at(first) } else { from }, if last < 1.0 { at(last) } else { to }])
}

/// What of a ring (without its last point) lies in the window (Sutherland and Hodgman, 1974). Parts that hang together only
/// outside are tied along the window's edge, which lies outside the tile.
pub fn cut_ring(ring: &mut Vec<Spot>, window: Window) {
    let mut before = Vec::with_capacity(ring.len() + 4);
    for (edge, limit) in window.into_iter().enumerate() {
        let axis = edge % 2;
        let inside = |spot: &Spot| if edge < 2 { spot[axis] >= limit } else { spot[axis] <= limit };
        if ring.iter().all(inside) {
            continue;
        }
        std::mem::swap(ring, &mut before);
        ring.clear();
        let Some(mut last) = before.last().copied() else { return };
        for spot in &before {
            if inside(spot) != inside(&last) {
                let part = (limit - last[axis]) as f64 / (spot[axis] - last[axis]) as f64;
                let mut on_edge = [limit; 2];
                on_edge[1 - axis] = last[1 - axis] + ((spot[1 - axis] - last[1 - axis]) as f64 * part).round() as i64;
                ring.push(on_edge);
            }
            if inside(spot) {
                ring.push(*spot);
            }
            last = *spot;
        }
    }
}

/// Keeps the points without which the line would move further than `tolerance` (Douglas and Peucker, 1973). The ends stay.
pub fn simplify(line: &mut Vec<Spot>, tolerance: f64) {
    if tolerance <= 0.0 || line.len() < 3 {
        return;
    }
    let mut keep = vec![false; line.len()];
    let mut open = vec![(0, line.len() - 1)];
    while let Some((first, last)) = open.pop() {
        (keep[first], keep[last]) = (true, true);
        let furthest = (first + 1..last).map(|at| (distance2(line[at], line[first], line[last]), at));
        let furthest = furthest.max_by(|one, other| one.0.total_cmp(&other.0));
        if let Some((_, at)) = furthest.filter(|(distance2, _)| *distance2 > tolerance * tolerance) {
            open.extend([(first, at), (at, last)]);
        }
    }
    let mut kept = keep.into_iter();
    line.retain(|_| kept.next() == Some(true));
}

/// The same for a ring without its last point: the first point and the one furthest from it stay.
pub fn simplify_ring(ring: &mut Vec<Spot>, tolerance: f64) {
    let Some(first) = ring.first().copied().filter(|_| tolerance > 0.0) else { return };
    let far = |spot: Spot| (spot[0] - first[0]).pow(2) + (spot[1] - first[1]).pow(2);
    let turn = (0..ring.len()).max_by_key(|at| far(ring[*at])).unwrap_or(0);
    let mut back: Vec<Spot> = ring[turn..].iter().copied().chain([first]).collect();
    ring.truncate(turn + 1);
    simplify(ring, tolerance);
    simplify(&mut back, tolerance);
    ring.extend(&back[1..back.len() - 1]);
}

/// Square of the distance of a point from a stretch.
fn distance2(spot: Spot, from: Spot, to: Spot) -> f64 {
    let vector = |from: Spot, to: Spot| [(to[0] - from[0]) as f64, (to[1] - from[1]) as f64];
    let (along, out) = (vector(from, to), vector(from, spot));
    let length2 = along[0] * along[0] + along[1] * along[1];
    let part = if length2 > 0.0 { ((out[0] * along[0] + out[1] * along[1]) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (out[0] - part * along[0]).powi(2) + (out[1] - part * along[1]).powi(2)
}

/// Twice the area of a ring without its last point: positive when it goes clockwise on the map, y being southward.
pub fn twice_area(ring: &[Spot]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let from = |spot: &Spot| [(spot[0] - first[0]) as f64, (spot[1] - first[1]) as f64];
    ring.windows(2).map(|pair| [from(&pair[0]), from(&pair[1])]).map(|[one, other]| one[0] * other[1] - other[0] * one[1]).sum()
}
