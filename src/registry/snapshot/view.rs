//! What does a map show first? The box of what has a place, without the few points that stand far off all others: one slip of
//! a digit must not shrink a city to a dot.

/// Of a hundred points one at each end may stand far off.
const FAR_OFF: usize = 100;

/// The box of these points without those that stand far off: further from the middle ninety-eight in a hundred than these spread.
pub(super) fn view_of(points: &[[f64; 2]]) -> Option<[f64; 4]> {
    if points.is_empty() {
        return None;
    }
    let near = [0, 1].map(|axis| {
        let mut values: Vec<f64> = points.iter().map(|point| point[axis]).collect();
        let few = values.len() / FAR_OFF;
        let last = values.len() - 1;
        let low = *values.select_nth_unstable_by(few, f64::total_cmp).1;
        let high = *values.select_nth_unstable_by(last - few, f64::total_cmp).1;
        (low - (high - low), high + (high - low))
    });
    let kept = points.iter().filter(|point| (0..2).all(|axis| (near[axis].0..=near[axis].1).contains(&point[axis])));
    let mut view = None;
    kept.for_each(|point| super::ground::include(&mut view, *point));
    view
}

#[cfg(test)]
mod tests {
    use super::view_of;

    #[test]
    fn one_point_far_off_does_not_widen_the_view_and_a_sparse_edge_stays() {
        let mut points: Vec<[f64; 2]> =
            (0..300).map(|number| [108.9 + f64::from(number % 20) / 100.0, 34.2 + f64::from(number / 20) / 100.0]).collect();
        let city = view_of(&points);
        points.push([116.4, 39.9]);
        assert_eq!(view_of(&points), city);
        points.push([109.2, 34.2]);
        assert_eq!(view_of(&points).map(|[_, _, east, _]| east), Some(109.2));
        assert_eq!(view_of(&[]), None);
        assert_eq!(view_of(&[[1.0, 2.0], [3.0, 4.0]]), Some([1.0, 2.0, 3.0, 4.0]));
    }
}
