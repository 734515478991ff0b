//! How does a map tile become bytes? Mapbox vector tiles 2.1, extent 4096.
//!
//! A geometry goes through these steps: Web Mercator, tile units, simplified to half a unit, clipped to the tile
//! with a margin, rings turned the way the format wants them, commands written by geozero.

use std::collections::HashMap;

use geo::{BooleanOps, BoundingRect, Intersects, MapCoords, Orient, Simplify, orient::Direction};
use geo_types::{Coord, Geometry, MultiLineString, MultiPolygon, Point, Rect, coord};
use geozero::{
    ToMvt,
    mvt::{
        Message, Tile,
        tile::{self, Feature},
    },
};

/// Tile units along an edge.
pub const EXTENT: u32 = 4096;
/// Tile units by which geometry reaches over the edge, so that outlines don't show the tiles' borders.
const MARGIN: f64 = 64.0;
/// Detail below this many tile units is dropped.
const TOLERANCE: f64 = 0.5;

/// Where a tile lies in the world.
#[derive(Debug, Clone, Copy)]
pub struct TileFrame {
    scale: f64,
    x: f64,
    y: f64,
}

impl TileFrame {
    /// The frame of the tile in column `x` and row `y` of zoom `z`.
    pub fn new(z: u8, x: u32, y: u32) -> TileFrame {
        TileFrame { scale: f64::from(2u32.saturating_pow(u32::from(z))), x: f64::from(x), y: f64::from(y) }
    }

    /// Degrees to tile units; y grows southward.
    fn project(&self, point: Coord<f64>) -> Coord<f64> {
        let sine = point.y.clamp(-85.051_128, 85.051_128).to_radians().sin();
        let world_x = point.x / 360.0 + 0.5;
        let world_y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
        coord! { x: (world_x * self.scale - self.x) * f64::from(EXTENT), y: (world_y * self.scale - self.y) * f64::from(EXTENT) }
    }
}

/// What a feature says about itself.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Count(u64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// What the parts of a feature are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// One point each.
    Points,
    /// Lines.
    Lines,
    /// Rings, an outline before its holes.
    Rings,
}

/// A layer under construction.
pub struct Layer {
    layer: tile::Layer,
    keys: HashMap<String, u32>,
    texts: HashMap<String, u32>,
}

impl Layer {
    /// An empty layer.
    pub fn new(name: &str) -> Layer {
        let layer = tile::Layer { version: 2, name: name.to_owned(), extent: Some(EXTENT), ..tile::Layer::default() };
        Layer { layer, keys: HashMap::new(), texts: HashMap::new() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.layer.name
    }

    /// Adds a point at 0 to 1 from the tile's west and north edge.
    pub fn point(&mut self, [x, y]: [f64; 2], tags: &[(&str, Value)]) {
        let extent = f64::from(EXTENT);
        self.add(&Geometry::Point(Point::new((x * extent).floor(), (y * extent).floor())), tags);
    }

    /// Adds a label at a position, if it lies in this tile and not in a neighbour.
    pub fn label(&mut self, frame: &TileFrame, [lon, lat]: [f64; 2], tags: &[(&str, Value)]) {
        let at = frame.project(coord! { x: lon, y: lat });
        let inside = |part: f64| (0.0..f64::from(EXTENT)).contains(&part);
        if inside(at.x) && inside(at.y) {
            self.add(&Geometry::Point(Point(at)), tags);
        }
    }

    /// Adds what of a geometry (WGS84) lies in the tile.
    pub fn geometry(&mut self, frame: &TileFrame, geometry: &Geometry<f64>, tags: &[(&str, Value)]) {
        let Some(bounds) = geometry.bounding_rect() else { return };
        let corner = |point: Coord<f64>| frame.project(point);
        let bounds = Rect::new(corner(bounds.min()), corner(bounds.max()));
        let window = Rect::new(coord! { x: -MARGIN, y: -MARGIN }, coord! { x: f64::from(EXTENT) + MARGIN, y: f64::from(EXTENT) + MARGIN });
        if !bounds.intersects(&window) {
            return;
        }
        let whole = window.min().x <= bounds.min().x
            && window.min().y <= bounds.min().y
            && bounds.max().x <= window.max().x
            && bounds.max().y <= window.max().y;
        match geometry.map_coords(|point| frame.project(point)) {
            Geometry::Point(point) => {
                let at = point.0;
                if (0.0..f64::from(EXTENT)).contains(&at.x) && (0.0..f64::from(EXTENT)).contains(&at.y) {
                    self.add(&Geometry::Point(point), tags);
                }
            }
            Geometry::LineString(line) => self.lines(MultiLineString(vec![line]), (window, whole), tags),
            Geometry::MultiLineString(lines) => self.lines(lines, (window, whole), tags),
            Geometry::Polygon(polygon) => self.areas(MultiPolygon(vec![polygon]), (window, whole), tags),
            Geometry::MultiPolygon(polygons) => self.areas(polygons, (window, whole), tags),
            // Nothing else is drawn on a base map.
            Geometry::Line(_) | Geometry::MultiPoint(_) | Geometry::GeometryCollection(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {}
        }
    }

    /// Adds a feature of parts in tile units, cut and turned as the format wants them: points, lines, or rings without their
    /// last point. Without parts there is no feature.
    pub fn parts<'p>(&mut self, what: Parts, parts: impl Iterator<Item = &'p [[i32; 2]]>, tags: &[(&str, Value)]) {
        let geometry = commands(what, parts);
        if geometry.is_empty() {
            return;
        }
        let kind = match what {
            Parts::Points => tile::GeomType::Point,
            Parts::Lines => tile::GeomType::Linestring,
            Parts::Rings => tile::GeomType::Polygon,
        };
        let mut feature = Feature { geometry, ..Feature::default() };
        feature.set_type(kind);
        self.push(feature, tags);
    }

    fn lines(&mut self, lines: MultiLineString<f64>, (window, whole): (Rect<f64>, bool), tags: &[(&str, Value)]) {
        let lines = lines.simplify(TOLERANCE);
        let mut lines = if whole { lines } else { window.to_polygon().clip(&lines, false) };
        lines.0.retain(|line| line.0.len() >= 2);
        if !lines.0.is_empty() {
            self.add(&Geometry::MultiLineString(lines), tags);
        }
    }

    fn areas(&mut self, areas: MultiPolygon<f64>, (window, whole): (Rect<f64>, bool), tags: &[(&str, Value)]) {
        let mut areas = areas.simplify(TOLERANCE);
        areas.0.retain(|area| area.exterior().0.len() >= 4);
        let mut areas = if whole { areas } else { areas.intersection(&window.to_polygon()) };
        areas.0.retain(|area| area.exterior().0.len() >= 4);
        if !areas.0.is_empty() {
            self.add(&Geometry::MultiPolygon(areas.orient(Direction::Default)), tags);
        }
    }

    fn add(&mut self, geometry: &Geometry<f64>, tags: &[(&str, Value)]) {
        if let Ok(feature) = geometry.to_mvt_unscaled() {
            self.push(feature, tags);
        }
    }

    fn push(&mut self, mut feature: Feature, tags: &[(&str, Value)]) {
        feature.tags = tags.iter().flat_map(|(key, value)| [self.key(key), self.value(*value)]).collect();
        self.layer.features.push(feature);
    }

    fn key(&mut self, key: &str) -> u32 {
        if let Some(&place) = self.keys.get(key) {
            return place;
        }
        let place = self.layer.keys.len() as u32;
        self.layer.keys.push(key.to_owned());
        self.keys.insert(key.to_owned(), place);
        place
    }

    fn value(&mut self, value: Value) -> u32 {
        if let Value::Text(text) = value
            && let Some(&place) = self.texts.get(text)
        {
            return place;
        }
        let place = self.layer.values.len() as u32;
        let mut stored = tile::Value::default();
        match value {
            Value::Text(text) => {
                stored.string_value = Some(text.to_owned());
                self.texts.insert(text.to_owned(), place);
            }
            Value::Count(count) => stored.uint_value = Some(count),
            Value::Number(number) => stored.double_value = Some(number),
            Value::Flag(flag) => stored.bool_value = Some(flag),
        }
        self.layer.values.push(stored);
        place
    }
}

/// The commands that draw parts (Mapbox vector tiles 2.1, 4.3): go to the first point, draw to the others, close a ring.
fn commands<'p>(what: Parts, parts: impl Iterator<Item = &'p [[i32; 2]]>) -> Vec<u32> {
    const MOVE: u32 = 1;
    const LINE: u32 = 2;
    const CLOSE: u32 = 7 | 1 << 3;
    let command = |command: u32, count: usize| command | (count as u32) << 3;
    let mut words = Vec::new();
    let mut at = [0; 2];
    let mut step = |words: &mut Vec<u32>, to: [i32; 2]| {
        words.extend([0, 1].map(|axis| to[axis] - at[axis]).map(|step| ((step << 1) ^ (step >> 31)) as u32));
        at = to;
    };
    if what == Parts::Points {
        let points: Vec<[i32; 2]> = parts.flatten().copied().collect();
        if !points.is_empty() {
            words.push(command(MOVE, points.len()));
            points.into_iter().for_each(|point| step(&mut words, point));
        }
        return words;
    }
    for part in parts {
        let [first, rest @ ..] = part else { continue };
        words.push(command(MOVE, 1));
        step(&mut words, *first);
        words.push(command(LINE, rest.len()));
        rest.iter().for_each(|point| step(&mut words, *point));
        if what == Parts::Rings {
            words.push(CLOSE);
        }
    }
    words
}

/// The bytes of a tile; layers without features are left out.
pub fn encode(layers: Vec<Layer>) -> Vec<u8> {
    let layers = layers.into_iter().map(|layer| layer.layer).filter(|layer| !layer.features.is_empty()).collect();
    Tile { layers }.encode_to_vec()
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, polygon};

    use super::*;

    #[test]
    fn a_polygon_over_the_edge_is_clipped_with_a_margin() {
        let frame = TileFrame::new(1, 0, 0);
        let world = polygon![(x: -170.0, y: -80.0), (x: 170.0, y: -80.0), (x: 170.0, y: 80.0), (x: -170.0, y: 80.0)];
        let mut layer = Layer::new("areas");
        layer.geometry(&frame, &Geometry::Polygon(world), &[("name", Value::Text("world"))]);
        let tile = Tile::decode(&encode(vec![layer])[..]).expect("an own tile can be read");
        let [feature] = &tile.layers[0].features[..] else { panic!("one feature") };
        // The first command moves to a corner; every corner lies within the margin.
        let mut at = (0i64, 0i64);
        let unzigzag = |value: u32| i64::from(value >> 1) ^ -i64::from(value & 1);
        let mut words = feature.geometry.iter().copied();
        while let Some(command) = words.next() {
            for _ in 0..if command & 7 == 7 { 0 } else { command >> 3 } {
                at.0 += unzigzag(words.next().expect("x"));
                at.1 += unzigzag(words.next().expect("y"));
                assert!((-64..=4160).contains(&at.0) && (-64..=4160).contains(&at.1), "{at:?}");
            }
        }
        assert_eq!(tile.layers[0].values[0].string_value.as_deref(), Some("world"));
    }

    #[test]
    fn commands_are_those_of_the_format_s_examples() {
        // The examples of the specification, 4.3.5: two points, two lines, two rings of which one has a hole.
        let words = |what, parts: &[&[[i32; 2]]]| commands(what, parts.iter().copied());
        assert_eq!(words(Parts::Points, &[&[[5, 7]], &[[3, 2]]]), [17, 10, 14, 3, 9]);
        let lines: [&[[i32; 2]]; 2] = [&[[2, 2], [2, 10], [10, 10]], &[[1, 1], [3, 5]]];
        assert_eq!(words(Parts::Lines, &lines), [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]);
        let rings: [&[[i32; 2]]; 3] =
            [&[[0, 0], [10, 0], [10, 10], [0, 10]], &[[11, 11], [20, 11], [20, 20], [11, 20]], &[[13, 13], [13, 17], [17, 17], [17, 13]]];
        let expected = [9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15];
        assert_eq!(words(Parts::Rings, &rings), expected);
        assert!(words(Parts::Lines, &[]).is_empty());
    }

    #[test]
    fn what_lies_elsewhere_is_left_out() {
        let mut layer = Layer::new("roads");
        let line = LineString::from(vec![(100.0, 30.0), (101.0, 31.0)]);
        layer.geometry(&TileFrame::new(3, 0, 0), &Geometry::LineString(line), &[]);
        assert!(encode(vec![layer]).is_empty());
    }

    #[test]
    fn a_label_belongs_to_one_tile_only() {
        let tiles = [(0, 0), (1, 0), (0, 1), (1, 1)];
        let holding = tiles.iter().filter(|(x, y)| {
            let mut layer = Layer::new("labels");
            layer.label(&TileFrame::new(1, *x, *y), [0.0, 0.0], &[]);
            !encode(vec![layer]).is_empty()
        });
        assert_eq!(holding.count(), 1);
    }
}
