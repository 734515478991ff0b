//! Which division does a point lie in? The smallest one whose boundary holds it.

use geo::{BoundingRect, Intersects};
use geo_types::{MultiPolygon, Point, Rect};

use crate::domain::division::{Division, DivisionCode};

/// Side of a look-up square in degrees: about 5 km.
const SQUARE: f64 = 0.05;
/// A boundary over more squares than this is kept aside and tried for every point.
const LARGE: usize = 4_096;

/// Boundaries of divisions, found by the squares that they touch.
#[derive(Debug, Default)]
pub struct Locator {
    areas: Vec<Area>,
    squares: std::collections::HashMap<(i32, i32), Vec<u32>>,
    large: Vec<u32>,
}

#[derive(Debug)]
struct Area {
    code: DivisionCode,
    bounds: Rect<f64>,
    boundary: MultiPolygon<f64>,
}

impl Locator {
    /// Takes the divisions that are in force and have a boundary.
    pub fn new<'a>(divisions: impl Iterator<Item = &'a Division>) -> Locator {
        let mut areas: Vec<Area> = divisions
            .filter(|division| division.valid_to.is_none())
            .filter_map(|division| {
                let boundary = division.boundary.clone()?;
                Some(Area { code: division.code, bounds: boundary.bounding_rect()?, boundary })
            })
            .collect();
        // The smallest first; among equals the lower code, so that a shared border always answers the same.
        areas.sort_by_key(|area| (std::cmp::Reverse(area.code.level()), area.code));
        let mut locator = Locator { areas, ..Locator::default() };
        for number in 0..locator.areas.len() {
            locator.enter(number);
        }
        locator
    }

    fn enter(&mut self, number: usize) {
        let bounds = self.areas[number].bounds;
        let (west, south) = square(bounds.min().x, bounds.min().y);
        let (east, north) = square(bounds.max().x, bounds.max().y);
        let count = (i64::from(east) - i64::from(west) + 1) * (i64::from(north) - i64::from(south) + 1);
        if count > LARGE as i64 {
            self.large.push(number as u32);
            return;
        }
        for x in west..=east {
            for y in south..=north {
                self.squares.entry((x, y)).or_default().push(number as u32);
            }
        }
    }

    /// The smallest division that holds the point (longitude, latitude), its border included.
    pub fn locate(&self, [lon, lat]: [f64; 2]) -> Option<DivisionCode> {
        let near = self.squares.get(&square(lon, lat)).map_or(&[][..], Vec::as_slice);
        let point = Point::new(lon, lat);
        near.iter()
            .chain(&self.large)
            .copied()
            .filter(|&number| {
                let area = &self.areas[number as usize];
                area.bounds.intersects(&point) && area.boundary.intersects(&point)
            })
            .min()
            .map(|number| self.areas[number as usize].code)
    }
}

fn square(lon: f64, lat: f64) -> (i32, i32) {
    ((lon / SQUARE).floor() as i32, (lat / SQUARE).floor() as i32)
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, Polygon};

    use super::*;
    use crate::domain::division::SmartCommunity;

    fn division(code: &str, [west, south, east, north]: [f64; 4]) -> Division {
        let ring = LineString::from(vec![(west, south), (east, south), (east, north), (west, north), (west, south)]);
        Division {
            code: DivisionCode::parse(code).expect("a code of the test"),
            name: code.to_owned(),
            name_en: None,
            parent: None,
            valid_from: None,
            valid_to: None,
            successor: None,
            boundary: Some(MultiPolygon(vec![Polygon::new(ring, Vec::new())])),
            centre: None,
            smart: SmartCommunity::default(),
            source: None,
        }
    }

    #[test]
    fn the_smallest_division_that_holds_a_point_answers() {
        let divisions = [
            division("61", [105.0, 31.0, 111.0, 39.0]),
            division("610102", [108.9, 34.2, 109.0, 34.3]),
            division("610102001001", [108.90, 34.20, 108.95, 34.25]),
        ];
        let locator = Locator::new(divisions.iter());
        let at = |lon, lat| locator.locate([lon, lat]).map(|code| code.to_string());
        assert_eq!(at(108.92, 34.22).as_deref(), Some("610102001001"));
        assert_eq!(at(108.97, 34.22).as_deref(), Some("610102000000"));
        assert_eq!(at(107.0, 33.0).as_deref(), Some("610000000000"));
        assert_eq!(at(100.0, 33.0), None);
        assert_eq!(at(108.95, 34.25).as_deref(), Some("610102001001"), "a border belongs to the division");
    }
}
