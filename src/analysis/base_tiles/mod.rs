//! What does a tile show of the base map?
//!
//! 1. Every feature gets the first zoom at which it is worth drawing ([`rules`]), by its class or the area it covers.
//! 2. What is drawn up to [`FAR`] has a far view: lines of one class joined end to end and all shapes simplified for that
//!    zoom, without names. From the next zoom on the features themselves are drawn.
//! 3. Features of the same first and last zoom lie together along the curve of [`tile`](super::tile), under a tree of boxes.
//! 4. A tile takes what touches it, puts what looks alike together, turns digits into its units, cuts and simplifies. When
//!    that is too much for one tile, the least things go and the rest is drawn more coarsely, step by step.
//!
//! Points are columns of whole numbers, nine millimetres each at the equator. Refuses to know the tile's bytes and colours.

mod boxes;
mod build;
mod rules;
mod strokes;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use self::{
    boxes::{Box4, Boxes},
    rules::FAR,
    strokes::{Spot, Window, cut_line, cut_ring, simplify, simplify_ring, twice_area},
};
use super::tile::Tile;

/// Units along a tile's edge.
pub const UNITS: i64 = 4096;
/// Units by which shapes reach over the edge, so that outlines don't show the tiles' borders.
const MARGIN: i64 = 64;
/// About how many bytes a tile may have up to [`FAR`], and deeper.
const MOST_BYTES: [usize; 2] = [150_000, 450_000];
/// How often a tile may be made coarser.
const COARSEST: u32 = 8;
/// A text that is missing.
const NO_TEXT: u32 = u32::MAX;
/// Names of the layers: those of the base map in their order, then the names of areas.
const LAYERS: [&str; 6] = ["green", "water", "buildings", "roads", "places", "area_names"];
const AREA_NAMES: u8 = 5;

/// What parts of a drawn thing are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// One point each.
    Points,
    /// Lines.
    Lines,
    /// Rings without their last point: an outline, clockwise on the map, and its holes behind it, the other way.
    Areas,
}

/// What a tile shows of features that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn<'m> {
    /// The layer: `green`, `water`, `buildings`, `roads`, `places`, or `area_names` for names of what is an area.
    pub layer: &'static str,
    /// The class within the layer.
    pub class: &'m str,
    /// The name, where one is drawn.
    pub name: Option<&'m str>,
    /// English name, where one is drawn.
    pub name_en: Option<&'m str>,
    /// What the parts are.
    pub sort: Sort,
    spots: Vec<[i32; 2]>,
    ends: Vec<u32>,
}

impl Drawn<'_> {
    /// Points, lines or rings in units from the tile's north-west corner, at most a margin outside the tile.
    pub fn parts(&self) -> impl Iterator<Item = &[[i32; 2]]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.spots[start as usize..*end as usize])
    }

    fn add(&mut self, spots: &[Spot]) {
        // Spots are cut at the window, which is a few thousand units wide.
        self.spots.extend(spots.iter().map(|spot| spot.map(|part| part as i32)));
        self.ends.push(self.spots.len() as u32);
    }

    /// About how many bytes it takes.
    fn bytes(&self) -> usize {
        16 + 3 * self.spots.len() + 4 * self.ends.len()
    }
}

/// What is drawn beneath the answers, to be asked for tiles. Immutable; made from features with `collect` or [`new`](Self::new).
#[derive(Debug, Default)]
pub struct BaseMap {
    points: Vec<[u32; 2]>,
    parts: Vec<Part>,
    features: Vec<Feature>,
    tiers: Vec<Tier>,
    texts: Vec<Box<str>>,
    given: usize,
}

/// A point, a line or a ring: up to which point it goes, from where the part before ends.
#[derive(Debug, Clone, Copy)]
struct Part {
    end: u32,
    hole: bool,
}

/// Something to draw.
#[derive(Debug, Clone, Copy)]
struct Feature {
    /// Its parts.
    first: u32,
    count: u32,
    look: Look,
}

/// Everything of a feature besides its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Look {
    layer: u8,
    sort: Sort,
    class: u32,
    name: u32,
    name_en: u32,
}

/// Features that are drawn at the same zooms.
#[derive(Debug)]
struct Tier {
    from: u8,
    until: u8,
    /// Number of its first feature.
    first: u32,
    boxes: Boxes,
}

/// How a tile is drawn.
struct Pen {
    tile: Tile,
    window: Window,
    tolerance: f64,
    /// Lines that span less are left out, in units.
    least_line: i64,
    /// Areas of twice their size below this are left out, in square units.
    least_area: f64,
}

impl BaseMap {
    /// Of these features, in any order.
    pub fn new(features: Vec<crate::domain::base_map::BaseFeature>) -> BaseMap {
        features.into_iter().collect()
    }

    /// How many features it was made of.
    pub fn len(&self) -> usize {
        self.given
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.given == 0
    }

    /// What the tile shows: larger and more important things first, otherwise along the curve.
    pub fn tile(&self, tile: Tile) -> Vec<Drawn<'_>> {
        let groups = self.groups(tile);
        let most = MOST_BYTES[usize::from(tile.zoom() > FAR)];
        let mut coarser = 0;
        loop {
            let pen = Pen::new(tile, coarser);
            let drawn: Vec<Drawn> = groups.iter().map(|(look, features)| self.drawn(*look, features, &pen)).collect();
            if coarser == COARSEST || drawn.iter().map(Drawn::bytes).sum::<usize>() <= most {
                return drawn.into_iter().filter(|drawn| !drawn.ends.is_empty()).collect();
            }
            coarser += 1;
        }
    }

    /// Numbers of the features that touch the tile, those that look alike together.
    fn groups(&self, tile: Tile) -> Vec<(Look, Vec<u32>)> {
        let (zoom, window) = (tile.zoom(), window_of(tile));
        let mut groups: Vec<(Look, Vec<u32>)> = Vec::new();
        let mut places: HashMap<Look, usize> = HashMap::new();
        for tier in self.tiers.iter().filter(|tier| (tier.from..=tier.until).contains(&zoom)) {
            for number in tier.boxes.touching(window).into_iter().map(|number| number + tier.first) {
                let look = self.features[number as usize].look;
                let place = *places.entry(look).or_insert(groups.len());
                match groups.get_mut(place) {
                    Some((_, features)) => features.push(number),
                    None => groups.push((look, vec![number])),
                }
            }
        }
        groups
    }

    fn drawn(&self, look: Look, features: &[u32], pen: &Pen) -> Drawn<'_> {
        let text = |number: u32| self.texts.get(number as usize).map(|text| &**text);
        let (name, name_en) = (text(look.name), text(look.name_en));
        let (layer, class) = (LAYERS[usize::from(look.layer)], text(look.class).unwrap_or_default());
        let mut drawn = Drawn { layer, class, name, name_en, sort: look.sort, spots: Vec::new(), ends: Vec::new() };
        let mut spots = Vec::new();
        for feature in features {
            let mut outline = false;
            for (part, hole) in self.parts_of(self.features[*feature as usize]) {
                pen.units(part, &mut spots);
                match look.sort {
                    Sort::Points => pen.point(&spots, &mut drawn),
                    Sort::Lines => pen.line(&mut spots, &mut drawn),
                    Sort::Areas if hole && !outline => {}
                    Sort::Areas => outline = pen.ring(&mut spots, hole, &mut drawn) || hole,
                }
            }
        }
        drawn
    }

    fn parts_of(&self, feature: Feature) -> impl Iterator<Item = (&[[u32; 2]], bool)> {
        (feature.first..feature.first + feature.count).map(|number| {
            let part = self.parts[number as usize];
            let start = number.checked_sub(1).map_or(0, |before| self.parts[before as usize].end);
            (&self.points[start as usize..part.end as usize], part.hole)
        })
    }
}

/// The digits of the tile and its margin.
fn window_of(tile: Tile) -> Box4 {
    let edge = 1i64 << (32 - tile.zoom());
    let margin = (edge * MARGIN).div_euclid(UNITS) + 1;
    let digits = |place: i64| place.clamp(0, i64::from(u32::MAX)) as u32;
    let side = |first: u32| [digits(i64::from(first) * edge - margin), digits((i64::from(first) + 1) * edge + margin)];
    let ([west, east], [north, south]) = (side(tile.column()), side(tile.row()));
    [west, north, east, south]
}

impl Pen {
    /// For a tile; every step coarser doubles what is left out.
    fn new(tile: Tile, coarser: u32) -> Pen {
        let times = f64::from(1u32 << coarser);
        let finest = if coarser > 0 { 1.0 } else { 0.0 };
        let far = tile.zoom() <= FAR;
        Pen {
            tile,
            window: [-MARGIN, -MARGIN, UNITS + MARGIN, UNITS + MARGIN],
            tolerance: rules::tolerance(tile.zoom()).max(finest) * times,
            least_line: if far { 8 << coarser } else { (1 << coarser) >> 1 << 2 },
            least_area: if coarser > 0 { 2.0 * rules::WORTH_PX * 64.0 * times * times } else { 0.0 },
        }
    }

    /// Digits as units from the tile's corner; points that fall together are one.
    fn units(&self, part: &[[u32; 2]], spots: &mut Vec<Spot>) {
        let zoom = u32::from(self.tile.zoom());
        let corner = [self.tile.column(), self.tile.row()].map(|first| i64::from(first) * UNITS);
        let unit = |digits: u32| match zoom {
            ..=20 => i64::from(digits) >> (20 - zoom),
            _ => i64::from(digits) << (zoom - 20),
        };
        spots.clear();
        spots.extend(part.iter().map(|[x, y]| [unit(*x) - corner[0], unit(*y) - corner[1]]));
        spots.dedup();
    }

    /// A point belongs to one tile only.
    fn point(&self, spots: &[Spot], drawn: &mut Drawn) {
        if spots.iter().flatten().all(|part| (0..UNITS).contains(part)) {
            drawn.add(spots);
        }
    }

    fn line(&self, spots: &mut [Spot], drawn: &mut Drawn) {
        let span = |axis: usize| spots.iter().map(|spot| spot[axis]).max().zip(spots.iter().map(|spot| spot[axis]).min());
        let span = |axis: usize| span(axis).map_or(0, |(most, least)| most - least);
        if span(0).max(span(1)) < self.least_line {
            return;
        }
        cut_line(spots, self.window, |piece| {
            let mut piece = piece.to_vec();
            simplify(&mut piece, self.tolerance);
            drawn.add(&piece);
        });
    }

    /// Whether anything is left of the ring.
    fn ring(&self, spots: &mut Vec<Spot>, hole: bool, drawn: &mut Drawn) -> bool {
        // Without its last point a ring may still end where it began, after points fell together.
        if spots.len() > 1 && spots.first() == spots.last() {
            spots.pop();
        }
        if twice_area(spots).abs() < self.least_area {
            return false;
        }
        cut_ring(spots, self.window);
        simplify_ring(spots, self.tolerance);
        let area = twice_area(spots);
        if spots.len() < 3 || area == 0.0 {
            return false;
        }
        if (area > 0.0) == hole {
            spots.reverse();
        }
        drawn.add(spots);
        true
    }
}
