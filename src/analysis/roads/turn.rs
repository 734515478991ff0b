//! Which way does somebody turn?

use crate::analysis::space::Point;

use super::{ground::Ground, network::UNITS};

/// A change of direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// There is none: one sets out.
    Start,
    /// Less than 25 degrees either way.
    Straight,
    /// From 25 degrees.
    SlightLeft,
    /// From 60 degrees.
    Left,
    /// From 120 degrees.
    SharpLeft,
    /// From 25 degrees.
    SlightRight,
    /// From 60 degrees.
    Right,
    /// From 120 degrees.
    SharpRight,
    /// From 160 degrees either way.
    Back,
}

impl Turn {
    /// The code used in answers.
    pub fn code(self) -> &'static str {
        match self {
            Turn::Start => "start",
            Turn::Straight => "straight",
            Turn::SlightLeft => "slight-left",
            Turn::Left => "left",
            Turn::SharpLeft => "sharp-left",
            Turn::SlightRight => "slight-right",
            Turn::Right => "right",
            Turn::SharpRight => "sharp-right",
            Turn::Back => "back",
        }
    }

    /// The turn of somebody who comes from `before` and goes on at `at` to `next`; degrees.
    pub(super) fn between(before: Point, at: Point, next: Point) -> Turn {
        let ground = Ground::around(at);
        let [came, goes] = [before, next].map(|point| ground.metres(point.map(|part| part * UNITS)));
        let direction = [-came[0], -came[1]];
        let left = direction[0] * goes[1] - direction[1] * goes[0];
        let ahead = direction[0] * goes[0] + direction[1] * goes[1];
        let degrees = left.atan2(ahead).to_degrees();
        match degrees.abs() {
            small if small < 25.0 => Turn::Straight,
            slight if slight < 60.0 => {
                if degrees > 0.0 {
                    Turn::SlightLeft
                } else {
                    Turn::SlightRight
                }
            }
            plain if plain < 120.0 => {
                if degrees > 0.0 {
                    Turn::Left
                } else {
                    Turn::Right
                }
            }
            sharp if sharp < 160.0 => {
                if degrees > 0.0 {
                    Turn::SharpLeft
                } else {
                    Turn::SharpRight
                }
            }
            _ => Turn::Back,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_who_comes_from_the_south_turns_left_to_the_west() {
        let turn = |east: f64, north: f64| Turn::between([108.9, 34.199], [108.9, 34.2], [108.9 + east / 1e5 / 0.827, 34.2 + north / 1e5]);
        assert_eq!(turn(0.0, 100.0), Turn::Straight);
        assert_eq!(turn(-100.0, 100.0), Turn::SlightLeft);
        assert_eq!(turn(-100.0, 0.0), Turn::Left);
        assert_eq!(turn(-100.0, -100.0), Turn::SharpLeft);
        assert_eq!(turn(100.0, 100.0), Turn::SlightRight);
        assert_eq!(turn(100.0, 0.0), Turn::Right);
        assert_eq!(turn(100.0, -100.0), Turn::SharpRight);
        assert_eq!(turn(1.0, -100.0), Turn::Back);
    }
}
