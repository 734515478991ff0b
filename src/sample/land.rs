//! What lies on the land? The river, the stream, lakes, parks, embankments, woods around, and names to find them by.

use std::f64::consts::TAU;

use geo_types::{Coord, Geometry, LineString, Point, Polygon};

use super::{
    blocks::{Blocks, Park},
    chance::noise,
    divisions::Tree,
    lattice::{Axis, Lattice, Line},
    outline::{Cell, outline},
    plane::{Metres, degrees},
};
use crate::domain::{
    base_map::{BaseFeature, BaseLayer},
    division::Division,
};

/// Names of parks, in the order in which parks are laid out.
const PARK_NAMES: [(&str, &str); 8] = [
    ("晴湖公园", "Qinghu Park"),
    ("中心公园", "Central Park"),
    ("西畔公园", "Xipan Park"),
    ("荷塘公园", "Hetang Park"),
    ("麦浪公园", "Mailang Park"),
    ("枫叶公园", "Fengye Park"),
    ("桂园", "Guiyuan Garden"),
    ("滨河公园", "Riverside Park"),
];

/// A feature of the base map with its names in both languages.
pub(super) fn feature(layer: BaseLayer, class: &str, name: Option<(&str, &str)>, geometry: impl Into<Geometry<f64>>) -> BaseFeature {
    BaseFeature {
        layer,
        class: class.to_owned().into(),
        name: name.map(|(zh, _)| zh.to_owned()),
        name_en: name.map(|(_, en)| en.to_owned()),
        geometry: geometry.into(),
    }
}

/// Water, green and names, without roads.
pub(super) fn features(lattice: &Lattice, blocks: &Blocks, tree: &Tree, divisions: &[Division], seed: u64) -> Vec<BaseFeature> {
    let mut all = woods(lattice, seed);
    all.extend(embankments(lattice));
    for (park, name) in blocks.parks.iter().zip(PARK_NAMES) {
        all.push(feature(BaseLayer::Green, "park", Some(name), outline(lattice, &park.cells)));
    }
    let river = river(lattice);
    all.push(feature(BaseLayer::Water, "river", Some(("晴河", "Qing River")), river));
    all.push(feature(BaseLayer::Water, "river", Some(("苇溪", "Wei Stream")), stream(lattice)));
    for (place, park) in blocks.parks.iter().enumerate().filter(|(_, park)| park.lake) {
        let name = if place == 0 { ("晴湖", "Qing Lake") } else { ("荷塘", "Lotus Pond") };
        all.push(feature(BaseLayer::Water, "lake", Some(name), lake(lattice, park, seed ^ place as u64)));
    }
    for (park, name) in blocks.parks.iter().zip(PARK_NAMES) {
        all.push(feature(BaseLayer::Places, "park", Some(name), Point(middle(lattice, &park.cells))));
    }
    for place in tree.districts.iter().chain(&tree.streets) {
        let class = if tree.districts.iter().any(|district| district.code == place.code) { "district" } else { "street" };
        let at = divisions.iter().find(|division| division.code == place.code).and_then(|division| division.centre);
        all.extend(at.map(|at| feature(BaseLayer::Places, class, Some((&place.name.zh, &place.name.en)), Point::new(at.lon(), at.lat()))));
    }
    all
}

/// The river from beyond one end of the city to beyond the other; its banks wander within its strip.
fn river(lattice: &Lattice) -> Polygon<f64> {
    let (radius, half) = (lattice.shape.radius, lattice.river_half);
    let width = |side: u64, q: f64| half * (0.60 + 0.34 * noise(side, q / (radius * 0.11), 0.5));
    let steps: Vec<f64> = (-70..=70).map(|step| f64::from(step) / 50.0 * radius).collect();
    let bank = |side: u64, sign: f64, q: f64| degrees(lattice.metres((lattice.shape.river + sign * width(side, q), q)));
    let left = steps.iter().map(|q| bank(3, -1.0, *q));
    let right = steps.iter().rev().map(|q| bank(4, 1.0, *q));
    ring(left.chain(right))
}

/// The stream from beyond the city's eastern edge into the river.
fn stream(lattice: &Lattice) -> Polygon<f64> {
    let (radius, half, mouth) = (lattice.shape.radius, lattice.stream_half, lattice.shape.river);
    let width = |side: u64, p: f64| half * (0.50 + 0.22 * noise(side, p / (radius * 0.08), 0.5));
    let count = 70;
    let steps: Vec<f64> = (0..=count).map(|step| mouth + (1.4 * radius - mouth) * f64::from(step) / f64::from(count)).collect();
    let bank = |side: u64, sign: f64, p: f64| degrees(lattice.metres((p, lattice.shape.stream + sign * width(side, p))));
    let near = steps.iter().map(|p| bank(5, -1.0, *p));
    let far = steps.iter().rev().map(|p| bank(6, 1.0, *p));
    ring(near.chain(far))
}

fn ring(spots: impl Iterator<Item = Coord<f64>>) -> Polygon<f64> {
    Polygon::new(LineString(spots.collect()), Vec::new())
}

/// A rounded shore within a park, in the lattice's coordinates so that it stays inside.
fn lake(lattice: &Lattice, park: &Park, seed: u64) -> Polygon<f64> {
    let corners = |at: fn(&Cell) -> usize| (park.cells.iter().map(at).min().unwrap_or(0), park.cells.iter().map(at).max().unwrap_or(0) + 1);
    let ((west, east), (south, north)) = (corners(|cell| cell.0), corners(|cell| cell.1));
    let ((p0, q0), (p1, q1)) = (lattice.vertex(west, south), lattice.vertex(east, north));
    let shore = |step: i32| {
        let angle = TAU * f64::from(step) / 48.0;
        let reach = 0.66 + 0.24 * noise(seed, 3.0 + 1.1 * angle.cos(), 3.0 + 1.1 * angle.sin());
        let (p, q) = ((p0 + p1) / 2.0 + reach * angle.cos() * (p1 - p0) / 2.0, (q0 + q1) / 2.0 + reach * angle.sin() * (q1 - q0) / 2.0);
        degrees(lattice.metres((p, q)))
    };
    ring((0..48).map(shore))
}

/// Green strips along the waters, beneath them.
fn embankments(lattice: &Lattice) -> Vec<BaseFeature> {
    let (across, up) = lattice.size();
    let river = lattice.middle(Axis::Column);
    let stream = lattice.middle(Axis::Row);
    let beside_river = (0..up).flat_map(|j| [(river - 1, j), (river, j)]).collect::<Vec<_>>();
    let beside_stream = (river + 1..across)
        .flat_map(|i| [(i, stream - 1), (i, stream)])
        .filter(|(i, _)| lattice.columns[*i].1 != Line::Middle)
        .collect::<Vec<_>>();
    [beside_river, beside_stream].map(|cells| feature(BaseLayer::Green, "embankment", None, outline(lattice, &cells))).into()
}

/// Wooded hills around the city, most of them where it does not grow.
fn woods(lattice: &Lattice, seed: u64) -> Vec<BaseFeature> {
    let radius = lattice.shape.radius;
    let hill = |number: u32| {
        let seed = seed ^ 0x0D << 32 ^ u64::from(number);
        let angle = TAU * f64::from(number) / 7.0 + 0.25 * noise(seed, 0.5, 0.5);
        let middle = (1.60 * radius * angle.cos(), 1.60 * radius * angle.sin());
        let shore = (0..72).map(|step| {
            let around = TAU * f64::from(step) / 72.0;
            let reach = radius * (0.30 + 0.13 * noise(seed, 9.0 + 2.2 * around.cos(), 9.0 + 2.2 * around.sin()));
            degrees((middle.0 + reach * around.cos(), middle.1 + reach * around.sin()))
        });
        ring(shore)
    };
    (0..7).map(|number| feature(BaseLayer::Green, "wood", None, hill(number))).collect()
}

/// The middle of some cells.
fn middle(lattice: &Lattice, cells: &[Cell]) -> Coord<f64> {
    let middles: Vec<Metres> = cells.iter().map(|cell| lattice.metres(lattice.middle_of(*cell))).collect();
    let count = middles.len() as f64;
    degrees((middles.iter().map(|at| at.0).sum::<f64>() / count, middles.iter().map(|at| at.1).sum::<f64>() / count))
}
