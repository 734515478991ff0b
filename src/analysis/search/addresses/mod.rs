//! Which spot of the map does an address mean? Places, landmarks, streets and house numbers of a city, in columns.
//!
//! 1. Spots with the same texts stand for one name: its forms (name, English name, other names, readings) are kept once.
//! 2. A house number belongs to the name of its street or place, in the order of numbers.
//! 3. A question goes over all forms: marks leave out most, the rest is compared (see `form`). Of the names that fit the spots
//!    are taken, or the houses with the number that was asked for.
//!
//! A city of half a million spots takes some 60 MB. Made once; answers are the same for the same spots in any order.

mod build;
mod find;
mod reverse;

use std::ops::Range;

use self::reverse::Grid;
pub use self::reverse::{Around, NearSpot};
use super::{
    form::{Form, Tier},
    marks::Slices,
};
use crate::domain::{address_point::SpotKind, position::Position};

/// The named spots of a map, to be searched for.
#[derive(Debug, Default)]
pub struct AddressIndex {
    /// All texts one behind the other.
    texts: String,
    /// All sounds one behind the other.
    sounds: Vec<u8>,
    names: Vec<Name>,
    slices: Slices,
    forms: Vec<FormRow>,
    spots: Vec<SpotRow>,
    tails: Vec<Tail>,
    classes: Vec<Box<str>>,
    /// Of each kind, in the order of [`SpotKind::ALL`].
    grids: [Grid; 4],
}

/// A place in [`AddressIndex::texts`].
#[derive(Debug, Clone, Copy, Default)]
struct Text {
    first: u32,
    length: u16,
}

/// What some spots are called.
#[derive(Debug, Clone, Copy)]
struct Name {
    text: Text,
    text_en: Text,
    /// Its spots without a number, from here.
    spots: u32,
    /// Its houses, from here to the next name's spots.
    houses: u32,
}

/// One way to write and read a name.
#[derive(Debug, Clone, Copy)]
struct FormRow {
    name: u32,
    tier: Tier,
    text: Text,
    sound: u32,
    sound_length: u8,
}

/// A spot.
#[derive(Debug, Clone, Copy)]
struct SpotRow {
    name: u32,
    /// The first digits of a house number.
    number: u32,
    /// The rest of a house's name, in [`AddressIndex::tails`].
    tail: u32,
    class: u16,
    kind: SpotKind,
    /// Degrees times 10^7.
    lon: i32,
    lat: i32,
}

/// What a house's name has besides the street's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Tail {
    text: Box<str>,
    /// Folded, without 号.
    number: Box<str>,
    /// Whether it stands before the street's name.
    before: bool,
}

/// A spot that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot<'a> {
    /// What it is.
    pub kind: SpotKind,
    /// Its class in the source.
    pub class: &'a str,
    /// Its name.
    pub name: String,
    /// English name; of a house the street's or place's.
    pub name_en: Option<&'a str>,
    /// Where its label stands.
    pub position: Position,
}

/// A spot that fits a question.
#[derive(Debug, Clone, PartialEq)]
pub struct AddressHit<'a> {
    /// The spot.
    pub spot: Spot<'a>,
    /// How well it fits, 1 to 100.
    pub rank: u32,
    /// Bytes of its name, folded.
    pub length: usize,
    /// How far it is from where the question was asked, in metres.
    pub distance_m: Option<f64>,
}

impl AddressIndex {
    /// How many spots it holds.
    pub fn len(&self) -> usize {
        self.spots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spots.is_empty()
    }

    fn text(&self, text: Text) -> &str {
        &self.texts[text.first as usize..text.first as usize + usize::from(text.length)]
    }

    fn form(&self, row: usize) -> Form<'_> {
        let FormRow { tier, text, sound, sound_length, .. } = self.forms[row];
        let sound = &self.sounds[sound as usize..sound as usize + usize::from(sound_length)];
        Form { tier, text: self.text(text), sound }
    }

    /// The spots of a name that have no number of it.
    fn own_spots(&self, name: u32) -> Range<usize> {
        let name = &self.names[name as usize];
        name.spots as usize..name.houses as usize
    }

    /// The houses of a name, in the order of numbers.
    fn houses(&self, name: u32) -> Range<usize> {
        let end = self.names.get(name as usize + 1).map_or(self.spots.len(), |next| next.spots as usize);
        self.names[name as usize].houses as usize..end
    }

    fn position(&self, spot: usize) -> Position {
        let SpotRow { lon, lat, .. } = self.spots[spot];
        Position::new(f64::from(lon) / 1e7, f64::from(lat) / 1e7).expect("it was made of a position")
    }

    fn spot(&self, row: usize) -> Spot<'_> {
        let spot = &self.spots[row];
        let name = &self.names[spot.name as usize];
        let (text, text_en) = (self.text(name.text), self.text(name.text_en));
        let whole = match &self.tails[spot.tail as usize] {
            Tail { text: tail, before: true, .. } => format!("{tail}{text}"),
            Tail { text: tail, .. } => format!("{text}{tail}"),
        };
        Spot {
            kind: spot.kind,
            class: &self.classes[usize::from(spot.class)],
            name: whole,
            name_en: (!text_en.is_empty()).then_some(text_en),
            position: self.position(row),
        }
    }
}

#[cfg(test)]
mod tests;
