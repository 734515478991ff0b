//! Which named spots does a map know? Places, streets and house numbers, to be searched for.

use super::position::Position;

/// What a named spot is; the order tells which is meant first when two fit equally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum SpotKind {
    /// A city, a district, a suburb, a village, a neighbourhood.
    Place = 0,
    /// A named building, shop, school, stop, park, water.
    Landmark = 1,
    /// A street.
    Street = 2,
    /// A house number on a street or in a place.
    House = 3,
}

impl SpotKind {
    /// Every kind, in the order of its number.
    pub const ALL: [SpotKind; 4] = [SpotKind::Place, SpotKind::Landmark, SpotKind::Street, SpotKind::House];

    /// The code used in answers.
    pub fn code(self) -> &'static str {
        match self {
            SpotKind::Place => "place",
            SpotKind::Landmark => "landmark",
            SpotKind::Street => "street",
            SpotKind::House => "house",
        }
    }
}

/// A named spot of the map, in WGS84.
#[derive(Debug, Clone, PartialEq)]
pub struct AddressPoint {
    /// What it is.
    pub kind: SpotKind,
    /// Its class in the source: `suburb`, `school`, `residential`; `house` for house numbers.
    pub class: Box<str>,
    /// Its name; of a house the street (or place) and the number, such as 中关村大街27号.
    pub name: Box<str>,
    /// English name.
    pub name_en: Option<Box<str>>,
    /// Other names it is known by.
    pub aliases: Vec<Box<str>>,
    /// Where its label stands.
    pub position: Position,
}
