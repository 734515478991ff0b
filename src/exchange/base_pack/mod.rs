//! How is a base map kept small? Its features one after the other, every text once, points as steps from the point before.
//!
//! 1. The texts: classes, then names, each once, in the order in which the features bring them.
//! 2. Each feature: layer and sort of shape in a byte, class and names as numbers of texts, then its points in whole 10^-7
//!    degrees (about a centimetre). A ring's last point is its first and is left out.
//!
//! Refuses to know what the features are for. Bytes of any origin are read without a panic.

use std::collections::HashMap;

use geo_types::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, coord};

use crate::domain::{
    base_map::{BaseFeature, BaseLayer},
    packed::{PackedError, Packer, Unpacker},
};

const MARK: &[u8; 4] = b"CRBM";
const VERSION: u8 = 1;
/// Steps to a degree.
const STEPS: f64 = 1e7;
/// No point lies further east or west, in steps.
const FURTHEST_LON: i64 = 1_800_000_000;
/// No point lies further north or south, in steps.
const FURTHEST_LAT: i64 = 900_000_000;
/// Sorts of shape; a byte holds layer times this, plus the sort.
const SORTS: u8 = 8;

/// The bytes of a base map. Points move to the nearest 10^-7 degree; what lies in collections within collections lies in one
/// afterwards; nothing else changes.
pub fn pack_base_map(features: &[BaseFeature]) -> Vec<u8> {
    let mut packer = Packer::new(MARK, VERSION);
    let classes = features.iter().map(|feature| &*feature.class);
    let names = features.iter().flat_map(|feature| [feature.name.as_deref(), feature.name_en.as_deref()]).flatten();
    let mut numbers: HashMap<&str, u64> = HashMap::new();
    let mut texts = Vec::new();
    for text in classes.chain(names) {
        numbers.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() as u64
        });
    }
    packer.number(texts.len() as u64);
    texts.iter().for_each(|text| packer.text(text));
    packer.number(features.len() as u64);
    let mut writing = Writing { packer, at: (0, 0) };
    for feature in features {
        let shape = Shape::of(&feature.geometry);
        let layer = BaseLayer::ALL.iter().position(|layer| *layer == feature.layer).unwrap_or_default();
        writing.packer.byte(layer as u8 * SORTS + shape.sort());
        for text in [Some(&*feature.class), feature.name.as_deref(), feature.name_en.as_deref()] {
            writing.packer.number(text.map_or(0, |text| numbers[text]));
        }
        writing.shape(&shape);
    }
    writing.packer.finish()
}

/// The features that [`pack_base_map`] wrote.
pub fn unpack_base_map(bytes: &[u8]) -> Result<Vec<BaseFeature>, PackedError> {
    BaseFeatures::of(bytes)?.collect()
}

/// The features of a packed base map, one at a time, so that a large one need not lie unpacked in memory; after an error
/// there are none.
pub struct BaseFeatures<'b> {
    texts: Vec<&'b str>,
    reading: Reading<'b>,
    left: usize,
}

impl<'b> BaseFeatures<'b> {
    /// Of these bytes; the texts are read at once.
    pub fn of(bytes: &'b [u8]) -> Result<BaseFeatures<'b>, PackedError> {
        let mut unpacker = Unpacker::new(bytes, MARK, VERSION)?;
        let texts = (0..unpacker.length()?).map(|_| unpacker.text()).collect::<Result<_, _>>()?;
        let left = unpacker.length()?;
        if left == 0 {
            unpacker.end()?;
        }
        Ok(BaseFeatures { texts, reading: Reading { unpacker, at: (0, 0) }, left })
    }

    fn feature(&mut self) -> Result<BaseFeature, PackedError> {
        let unpacker = &mut self.reading.unpacker;
        let what = unpacker.byte()?;
        let layer = BaseLayer::ALL.get(usize::from(what / SORTS)).copied();
        let layer = layer.ok_or_else(|| unpacker.wrong("there is no such layer"))?;
        let [class, name, name_en] =
            [unpacker.below(self.texts.len() + 1)?, unpacker.below(self.texts.len() + 1)?, unpacker.below(self.texts.len() + 1)?];
        let text = |number: usize| number.checked_sub(1).map(|place| self.texts[place].to_owned());
        let class = text(class).ok_or_else(|| unpacker.wrong("a feature has no class"))?;
        let geometry = self.reading.shape(what % SORTS)?;
        Ok(BaseFeature { layer, class: class.into(), name: text(name), name_en: text(name_en), geometry })
    }
}

impl Iterator for BaseFeatures<'_> {
    type Item = Result<BaseFeature, PackedError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let feature = self.feature();
        let feature = if self.left == 0 { feature.and_then(|feature| self.reading.unpacker.end().map(|()| feature)) } else { feature };
        if feature.is_err() {
            self.left = 0;
        }
        Some(feature)
    }
}

/// A shape as it is written.
enum Shape<'g> {
    Point(Coord<f64>),
    Line(&'g LineString<f64>),
    Area(Polygon<f64>),
    Points(Vec<Coord<f64>>),
    Lines(&'g [LineString<f64>]),
    Areas(&'g [Polygon<f64>]),
    Collection(Vec<Shape<'g>>),
    /// Two points.
    Stretch([Coord<f64>; 2]),
}

impl<'g> Shape<'g> {
    fn of(geometry: &'g Geometry<f64>) -> Shape<'g> {
        match geometry {
            Geometry::Point(point) => Shape::Point(point.0),
            Geometry::Line(line) => Shape::Stretch([line.start, line.end]),
            Geometry::LineString(line) => Shape::Line(line),
            Geometry::Polygon(area) => Shape::Area(area.clone()),
            Geometry::MultiPoint(points) => Shape::Points(points.iter().map(|point| point.0).collect()),
            Geometry::MultiLineString(lines) => Shape::Lines(&lines.0),
            Geometry::MultiPolygon(areas) => Shape::Areas(&areas.0),
            Geometry::Rect(area) => Shape::Area(area.to_polygon()),
            Geometry::Triangle(area) => Shape::Area(area.to_polygon()),
            Geometry::GeometryCollection(members) => Shape::Collection(members.iter().flat_map(Shape::leaves).collect()),
        }
    }

    fn leaves(geometry: &'g Geometry<f64>) -> Vec<Shape<'g>> {
        match Shape::of(geometry) {
            Shape::Collection(leaves) => leaves,
            leaf => vec![leaf],
        }
    }

    fn sort(&self) -> u8 {
        match self {
            Shape::Point(_) => 0,
            Shape::Line(_) | Shape::Stretch(_) => 1,
            Shape::Area(_) => 2,
            Shape::Points(_) => 3,
            Shape::Lines(_) => 4,
            Shape::Areas(_) => 5,
            Shape::Collection(_) => 6,
        }
    }
}

/// Where the writing stands on the earth.
struct Writing {
    packer: Packer,
    at: (i64, i64),
}

impl Writing {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Point(point) => self.point(*point),
            Shape::Line(line) => self.points(&line.0),
            Shape::Stretch(ends) => self.points(ends),
            Shape::Area(area) => self.area(area),
            Shape::Points(points) => self.points(points),
            Shape::Lines(lines) => {
                self.packer.number(lines.len() as u64);
                lines.iter().for_each(|line| self.points(&line.0));
            }
            Shape::Areas(areas) => {
                self.packer.number(areas.len() as u64);
                areas.iter().for_each(|area| self.area(area));
            }
            Shape::Collection(leaves) => {
                self.packer.number(leaves.len() as u64);
                for leaf in leaves {
                    self.packer.byte(leaf.sort());
                    self.shape(leaf);
                }
            }
        }
    }

    fn area(&mut self, area: &Polygon<f64>) {
        self.packer.number(1 + area.interiors().len() as u64);
        for ring in std::iter::once(area.exterior()).chain(area.interiors()) {
            self.points(&ring.0[..ring.0.len().saturating_sub(1)]);
        }
    }

    fn points(&mut self, points: &[Coord<f64>]) {
        self.packer.number(points.len() as u64);
        points.iter().for_each(|point| self.point(*point));
    }

    fn point(&mut self, point: Coord<f64>) {
        let steps = |degrees: f64, furthest: i64| ((degrees * STEPS).round() as i64).clamp(-furthest, furthest);
        let to = (steps(point.x, FURTHEST_LON), steps(point.y, FURTHEST_LAT));
        self.packer.signed(to.0 - self.at.0);
        self.packer.signed(to.1 - self.at.1);
        self.at = to;
    }
}

/// Where the reading stands on the earth.
struct Reading<'b> {
    unpacker: Unpacker<'b>,
    at: (i64, i64),
}

impl Reading<'_> {
    fn shape(&mut self, sort: u8) -> Result<Geometry<f64>, PackedError> {
        if sort != 6 {
            return self.leaf(sort);
        }
        let members = (0..self.unpacker.length()?).map(|_| {
            let sort = self.unpacker.byte()?;
            self.leaf(sort)
        });
        Ok(Geometry::GeometryCollection(GeometryCollection::new_from(members.collect::<Result<_, _>>()?)))
    }

    fn leaf(&mut self, sort: u8) -> Result<Geometry<f64>, PackedError> {
        Ok(match sort {
            0 => Geometry::Point(Point(self.point()?)),
            1 => Geometry::LineString(LineString(self.points()?)),
            2 => Geometry::Polygon(self.area()?),
            3 => Geometry::MultiPoint(MultiPoint(self.points()?.into_iter().map(Point).collect())),
            4 => {
                let lines = (0..self.unpacker.length()?).map(|_| self.points().map(LineString));
                Geometry::MultiLineString(MultiLineString(lines.collect::<Result<_, _>>()?))
            }
            5 => {
                let areas = (0..self.unpacker.length()?).map(|_| self.area());
                Geometry::MultiPolygon(MultiPolygon(areas.collect::<Result<_, _>>()?))
            }
            _ => return Err(self.unpacker.wrong("there is no such sort of shape")),
        })
    }

    fn area(&mut self) -> Result<Polygon<f64>, PackedError> {
        let rings = (0..self.unpacker.length()?).map(|_| {
            let mut ring = self.points()?;
            ring.extend(ring.first().copied());
            Ok(LineString(ring))
        });
        let mut rings = rings.collect::<Result<Vec<_>, PackedError>>()?.into_iter();
        let outline = rings.next().ok_or_else(|| self.unpacker.wrong("an area has no outline"))?;
        Ok(Polygon::new(outline, rings.collect()))
    }

    fn points(&mut self) -> Result<Vec<Coord<f64>>, PackedError> {
        (0..self.unpacker.length()?).map(|_| self.point()).collect()
    }

    fn point(&mut self) -> Result<Coord<f64>, PackedError> {
        let mut step = |from: i64, furthest: i64| {
            let to = from.checked_add(self.unpacker.signed()?).filter(|to| (-furthest..=furthest).contains(to));
            to.ok_or_else(|| self.unpacker.wrong("a point is not on the earth"))
        };
        self.at = (step(self.at.0, FURTHEST_LON)?, step(self.at.1, FURTHEST_LAT)?);
        Ok(coord! { x: self.at.0 as f64 / STEPS, y: self.at.1 as f64 / STEPS })
    }
}

#[cfg(test)]
mod tests;
