//! Which parts of the map bear one name? Streets, rivers and stops in many pieces become one spot where they lie together.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    address_point::{AddressPoint, SpotKind},
    position::Position,
};

use super::{
    facts::{NameId, Names},
    shapes::{Place, length_m, middle, position},
    spots::{HouseNumber, Spot},
};

/// The side of the squares by whose neighbourhood pieces are found to lie together: about 1 km.
const SQUARE_M: f64 = 1000.0;
/// Metres of a degree of a great circle.
const DEGREE_M: f64 = 111_195.0;
/// Stops on both sides of a road bear one name.
const STOPS: [&str; 4] = ["bus_stop", "platform", "tram_stop", "stop"];

/// A piece with a name.
struct Piece {
    name: NameId,
    name_en: Option<NameId>,
    spot: Spot,
    middle: Place,
    length_m: f32,
    squares: Box<[[i32; 2]]>,
}

/// Collects address points.
#[derive(Default)]
pub(super) struct Spots {
    pieces: Vec<Piece>,
    pub points: Vec<AddressPoint>,
}

impl Spots {
    /// Takes in a named line, to be joined with others of its name.
    pub fn line(&mut self, (name, name_en): (NameId, Option<NameId>), spot: Spot, places: &[Place]) {
        let Some(middle) = middle(places) else { return };
        let squares: BTreeSet<[i32; 2]> = places.iter().map(|place| square(*place)).collect();
        let squares = squares.into_iter().collect();
        self.pieces.push(Piece { name, name_en, spot, middle, length_m: length_m(places) as f32, squares });
    }

    /// Takes in a named spot; a stop is joined with others of its name.
    pub fn point(&mut self, (name, name_en): (NameId, Option<NameId>), spot: Spot, at: Place, names: &Names) {
        if STOPS.contains(&spot.class.as_ref()) {
            return self.line((name, name_en), spot, &[at]);
        }
        let Some(position) = position(at) else { return };
        let Spot { kind, class, aliases } = spot;
        let name_en = name_en.map(|name| names.text(name).into());
        self.points.push(AddressPoint { kind, class, name: names.text(name).into(), name_en, aliases, position });
    }

    /// Takes in a house number.
    pub fn house(&mut self, house: HouseNumber, position: Position) {
        let HouseNumber { name, name_en } = house;
        self.points.push(AddressPoint { kind: SpotKind::House, class: "house".into(), name, name_en, aliases: Vec::new(), position });
    }

    /// Every spot; those joined of pieces last, where the longest piece has its middle.
    pub fn into_points(self, names: &Names) -> Vec<AddressPoint> {
        let Spots { pieces, mut points } = self;
        let mut by_name: BTreeMap<(SpotKind, NameId), Vec<usize>> = BTreeMap::new();
        for (place, piece) in pieces.iter().enumerate() {
            by_name.entry((piece.spot.kind, piece.name)).or_default().push(place);
        }
        for same in by_name.values() {
            for group in together(&pieces, same) {
                points.extend(joined(&pieces, &group, names));
            }
        }
        points
    }
}

/// The square of about a kilometre that a place lies in; squares of one row have one width.
fn square([lon, lat]: Place) -> [i32; 2] {
    let side = SQUARE_M / DEGREE_M;
    let row = (f64::from(lat) / 1e7 / side).floor();
    let width = side / (row * side).to_radians().cos().max(0.01);
    [(f64::from(lon) / 1e7 / width).floor() as i32, row as i32]
}

/// Pieces in groups: two lie together when a square of one is or touches a square of the other.
fn together(pieces: &[Piece], same: &[usize]) -> Vec<Vec<usize>> {
    let mut owner: BTreeMap<[i32; 2], usize> = BTreeMap::new();
    let mut parent: Vec<usize> = (0..same.len()).collect();
    for (number, place) in same.iter().enumerate() {
        for [x, y] in &pieces[*place].squares {
            for (dx, dy) in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy))) {
                if let Some(other) = owner.get(&[x.saturating_add(dx), y.saturating_add(dy)]) {
                    let (a, b) = (root(&mut parent, number), root(&mut parent, *other));
                    parent[a.max(b)] = a.min(b);
                }
            }
        }
        for square in &pieces[*place].squares {
            owner.entry(*square).or_insert(number);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, place) in same.iter().enumerate() {
        groups.entry(root(&mut parent, number)).or_default().push(*place);
    }
    groups.into_values().collect()
}

fn root(parent: &mut [usize], mut of: usize) -> usize {
    while parent[of] != of {
        parent[of] = parent[parent[of]];
        of = parent[of];
    }
    of
}

fn joined(pieces: &[Piece], group: &[usize], names: &Names) -> Option<AddressPoint> {
    let longest =
        group.iter().map(|place| &pieces[*place]).reduce(|best, piece| if piece.length_m > best.length_m { piece } else { best })?;
    let mut aliases: Vec<Box<str>> = Vec::new();
    for alias in group.iter().flat_map(|place| &pieces[*place].spot.aliases) {
        if !aliases.contains(alias) {
            aliases.push(alias.clone());
        }
    }
    let name_en = longest.name_en.or_else(|| group.iter().find_map(|place| pieces[*place].name_en));
    Some(AddressPoint {
        kind: longest.spot.kind,
        class: longest.spot.class.clone(),
        name: names.text(longest.name).into(),
        name_en: name_en.map(|name| names.text(name).into()),
        aliases,
        position: position(longest.middle)?,
    })
}
