//! How does a list of features become a base map to be asked? Columns, far views, tiers.

use std::collections::{BTreeMap, HashMap};

use geo::InteriorPoint;
use geo_types::{Coord, Geometry, LineString, Point, Polygon};

use super::{
    AREA_NAMES, BaseMap, Boxes, Feature, Look, NO_TEXT, Part, Sort, Tier,
    boxes::{Box4, NOTHING, both},
    rules::{FAR, area_from, area_name_from, line_from, point_from, tolerance},
    strokes::{Spot, joined, simplify, simplify_ring, twice_area},
};
use crate::{
    analysis::tile::{DEEPEST, interleaved, world_digits},
    domain::base_map::{BaseFeature, BaseLayer},
};

impl FromIterator<BaseFeature> for BaseMap {
    /// One after the other, so that the features need not all be there at once.
    fn from_iter<I: IntoIterator<Item = BaseFeature>>(features: I) -> BaseMap {
        let mut making = Making::default();
        for feature in features {
            making.feature(&feature);
        }
        making.join();
        making.finish()
    }
}

/// A base map on its way.
#[derive(Default)]
struct Making {
    map: BaseMap,
    /// First and last zoom and box of every feature.
    shown: Vec<(u8, u8, Box4)>,
    texts: HashMap<Box<str>, u32>,
    /// Lines that have a far view, by layer, first zoom and class, in that order.
    far: BTreeMap<(u8, u8, u32), Vec<u32>>,
}

impl Making {
    fn feature(&mut self, feature: &BaseFeature) {
        self.map.given += 1;
        let layer = BaseLayer::ALL.iter().position(|layer| *layer == feature.layer).unwrap_or_default() as u8;
        let class = self.text(&feature.class);
        let [name, name_en] = [&feature.name, &feature.name_en].map(|name| name.as_deref().map_or(NO_TEXT, |name| self.text(name)));
        let look = Look { layer, sort: Sort::Points, class, name, name_en };
        self.shape(feature, &feature.geometry, look);
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        let number = self.map.texts.len() as u32;
        self.map.texts.push(text.into());
        self.texts.insert(text.into(), number);
        number
    }

    fn shape(&mut self, feature: &BaseFeature, geometry: &Geometry<f64>, look: Look) {
        match geometry {
            Geometry::Point(point) => self.names(feature, &[*point], look),
            Geometry::MultiPoint(points) => self.names(feature, &points.0, look),
            Geometry::LineString(line) => self.lines(feature, std::slice::from_ref(line), look),
            Geometry::MultiLineString(lines) => self.lines(feature, &lines.0, look),
            Geometry::Line(line) => self.lines(feature, &[LineString(vec![line.start, line.end])], look),
            Geometry::Polygon(area) => self.areas(feature, std::slice::from_ref(area), look),
            Geometry::MultiPolygon(areas) => self.areas(feature, &areas.0, look),
            Geometry::Rect(area) => self.areas(feature, &[area.to_polygon()], look),
            Geometry::Triangle(area) => self.areas(feature, &[area.to_polygon()], look),
            Geometry::GeometryCollection(members) => members.iter().for_each(|member| self.shape(feature, member, look)),
        }
    }

    fn names(&mut self, feature: &BaseFeature, points: &[Point<f64>], look: Look) {
        let parts = points.iter().map(|point| (digits(&[point.0]), false));
        self.add(look, (point_from(&feature.class), DEEPEST), parts);
    }

    fn lines(&mut self, feature: &BaseFeature, lines: &[LineString<f64>], look: Look) {
        let from = line_from(feature.layer, &feature.class);
        let look = Look { sort: Sort::Lines, ..look };
        let parts = lines.iter().filter(|line| line.0.len() >= 2).map(|line| (digits(&line.0), false));
        let added = self.add(look, (from.max(if from <= FAR { FAR + 1 } else { 0 }), DEEPEST), parts);
        if from <= FAR {
            self.far.entry((look.layer, from, look.class)).or_default().extend(added);
        }
    }

    /// Areas without their names, which stand at a point inside of the largest.
    fn areas(&mut self, feature: &BaseFeature, areas: &[Polygon<f64>], look: Look) {
        let rings = |area: &Polygon<f64>| {
            let rings = std::iter::once(area.exterior()).chain(area.interiors());
            rings.map(|ring| digits(&ring.0[..ring.0.len().saturating_sub(1)])).collect::<Vec<_>>()
        };
        let named = look;
        let look = Look { sort: Sort::Areas, name: NO_TEXT, name_en: NO_TEXT, ..look };
        let mut largest: Option<(f64, u8, &Polygon<f64>)> = None;
        for area in areas {
            let rings = rings(area);
            let size = twice_area(&spots(&rings[0])).abs() / 2.0;
            let from = area_from(feature.layer, size);
            if largest.is_none_or(|(most, ..)| size > most) {
                largest = Some((size, from, area));
            }
            let near = from.max(if from <= FAR { FAR + 1 } else { 0 });
            if from <= FAR {
                let far = rings.iter().map(|ring| far_ring(ring)).enumerate();
                self.add(look, (from, FAR), far.map(|(place, ring)| (ring, place > 0)));
            }
            self.add(look, (near, DEEPEST), rings.into_iter().enumerate().map(|(place, ring)| (ring, place > 0)));
        }
        if let Some((_, from, area)) = largest.filter(|_| named.name != NO_TEXT || named.name_en != NO_TEXT)
            && let Some(point) = area.interior_point()
        {
            let from = area_name_from(feature.layer, from);
            self.add(Look { layer: AREA_NAMES, ..named }, (from, DEEPEST), std::iter::once((digits(&[point.0]), false)));
        }
    }

    /// Adds a feature, unless it has no parts.
    fn add(&mut self, look: Look, (from, until): (u8, u8), parts: impl Iterator<Item = (Vec<[u32; 2]>, bool)>) -> Option<u32> {
        let first = self.map.parts.len();
        let mut around = NOTHING;
        for (points, hole) in parts.filter(|(points, _)| !points.is_empty()) {
            around = points.iter().fold(around, |around, [x, y]| both(around, [*x, *y, *x, *y]));
            self.map.points.extend(points);
            self.map.parts.push(Part { end: self.map.points.len() as u32, hole });
        }
        let count = (self.map.parts.len() - first) as u32;
        if count == 0 {
            return None;
        }
        self.map.features.push(Feature { first: first as u32, count, look });
        self.shown.push((from, until, around));
        Some(self.map.features.len() as u32 - 1)
    }

    /// Adds the far view of lines: those of a class joined, simplified, without names.
    fn join(&mut self) {
        for ((layer, from, class), features) in std::mem::take(&mut self.far) {
            let parts = features.iter().flat_map(|feature| self.map.parts_of(self.map.features[*feature as usize]));
            let lines: Vec<Vec<Spot>> = parts.map(|(points, _)| spots(points)).collect();
            let look = Look { layer, sort: Sort::Lines, class, name: NO_TEXT, name_en: NO_TEXT };
            for mut line in joined(&lines) {
                simplify(&mut line, far_tolerance());
                self.add(look, (from, FAR), std::iter::once((narrow(&line), false)));
            }
        }
    }

    /// Puts the features into tiers, along the curve within each.
    fn finish(self) -> BaseMap {
        let Making { mut map, shown, .. } = self;
        let order = |number: &usize| {
            let ((from, until, around), look) = (shown[*number], map.features[*number].look);
            let middle = |low: u32, high: u32| low + (high - low) / 2;
            (from, until, look.layer, interleaved([middle(around[0], around[2]), middle(around[1], around[3])]), *number)
        };
        let mut numbers: Vec<usize> = (0..shown.len()).collect();
        numbers.sort_by_cached_key(order);
        let mut tiers = Vec::new();
        for run in numbers.chunk_by(|one, other| (shown[*one].0, shown[*one].1) == (shown[*other].0, shown[*other].1)) {
            let (from, until, _) = shown[run[0]];
            let first = tiers.last().map_or(0, |tier: &Tier| tier.first + tier.boxes.len() as u32);
            tiers.push(Tier { from, until, first, boxes: Boxes::new(run.iter().map(|number| shown[*number].2).collect()) });
        }
        map.features = numbers.iter().map(|number| map.features[*number]).collect();
        map.tiers = tiers;
        map.points.shrink_to_fit();
        map.parts.shrink_to_fit();
        map
    }
}

fn digits(points: &[Coord<f64>]) -> Vec<[u32; 2]> {
    points.iter().map(|point| world_digits([point.x, point.y])).collect()
}

fn spots(points: &[[u32; 2]]) -> Vec<Spot> {
    points.iter().map(|point| point.map(i64::from)).collect()
}

/// Simplifying only leaves points out, so that the rest are digits as before.
fn narrow(spots: &[Spot]) -> Vec<[u32; 2]> {
    spots.iter().map(|spot| spot.map(|part| part as u32)).collect()
}

fn far_ring(ring: &[[u32; 2]]) -> Vec<[u32; 2]> {
    let mut ring = spots(ring);
    simplify_ring(&mut ring, far_tolerance());
    narrow(&ring)
}

/// Half of what the far view's deepest zoom allows, in digits; the tile itself simplifies again.
fn far_tolerance() -> f64 {
    tolerance(FAR) / 2.0 * f64::from(1u32 << (20 - FAR))
}
