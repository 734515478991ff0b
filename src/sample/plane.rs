//! Where on earth does the city lie? A flat sheet of metres pinned to mountain country where there is no such city.

use geo_types::Coord;

use crate::domain::position::Position;

/// Longitude and latitude of the sheet's origin, in the Qinling range.
const CENTRE: (f64, f64) = (107.6, 33.75);
/// Metres in a degree of latitude on the sphere of 6,371,008.8 m.
const METRES_PER_DEGREE: f64 = 111_195.079_734;
/// Coordinates are kept to 7 decimals, about a centimetre.
const DECIMALS: f64 = 1e7;

/// Metres east and north of the centre.
pub(super) type Metres = (f64, f64);

/// Metres in a degree of longitude at the centre.
fn metres_per_degree_east() -> f64 {
    METRES_PER_DEGREE * CENTRE.1.to_radians().cos()
}

/// The degrees of a spot on the sheet, rounded to 7 decimals.
pub(super) fn degrees((x, y): Metres) -> Coord<f64> {
    let round = |value: f64| (value * DECIMALS).round() / DECIMALS;
    Coord { x: round(CENTRE.0 + x / metres_per_degree_east()), y: round(CENTRE.1 + y / METRES_PER_DEGREE) }
}

/// The spot on the sheet of a pair of degrees.
pub(super) fn metres(spot: Coord<f64>) -> Metres {
    ((spot.x - CENTRE.0) * metres_per_degree_east(), (spot.y - CENTRE.1) * METRES_PER_DEGREE)
}

/// A pair of degrees as a position.
pub(super) fn position(spot: Coord<f64>) -> Position {
    Position::new(spot.x, spot.y).expect("the sheet lies far from the poles and the date line")
}

/// Straight distance on the sheet.
pub(super) fn distance(a: Metres, b: Metres) -> f64 {
    ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
}

/// Whether a closed ring holds a spot: the even-odd rule, so that of rings with a common edge just one does.
pub(super) fn holds(ring: &[Coord<f64>], spot: Coord<f64>) -> bool {
    let mut inside = false;
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a.y > spot.y) != (b.y > spot.y) && spot.x < (b.x - a.x) * (spot.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
    }
    inside
}

/// Twice the signed area of a ring, in the square of its unit; positive when it runs against the clock.
pub(super) fn twice_area(ring: &[Coord<f64>]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    ring.windows(2).map(|pair| (pair[0].x - origin.x) * (pair[1].y - origin.y) - (pair[1].x - origin.x) * (pair[0].y - origin.y)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_comes_back_within_a_centimetre() {
        let spot = (-8_123.4, 7_654.3);
        assert!(distance(metres(degrees(spot)), spot) < 0.01);
    }

    #[test]
    fn a_ring_holds_what_lies_inside() {
        let ring: Vec<_> = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0), (0.0, 0.0)].into_iter().map(Coord::from).collect();
        assert!(holds(&ring, Coord { x: 1.0, y: 1.0 }));
        assert!(!holds(&ring, Coord { x: 5.0, y: 1.0 }));
        assert_eq!(twice_area(&ring), 24.0);
    }
}
