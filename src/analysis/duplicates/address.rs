//! Do two addresses mean the same door? The house number decides.
//!
//! 1. Fold, and strip the names of divisions down to the community and the stop words (`text`).
//! 2. Cut after the first number: the *head* is the text before it, the *number* the house number, the *tail* what follows
//!    (building, floor, room).
//! 3. `address = head × number × (0.8 + 0.2 tail)`: the likeness of the heads (`sound`); 1 for equal house numbers, 0.3 for
//!    different ones, 0.85 where one has none; the likeness of the tails, 1 where one has none.
//! 4. Times 0.5 if they name different divisions of a level.

use crate::domain::division::{DivisionCode, Level};

use super::{
    name::{CONTRADICTION, ONE_SIDED},
    sound::Sounding,
    text::{PlaceNames, Stripped, strip},
};

/// What is left of the likeness of two addresses with different house numbers.
pub const OTHER_HOUSE: f64 = 0.3;

/// What the part behind the house number is worth.
pub const TAIL_SHARE: f64 = 0.2;

/// How two house numbers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseNumbers {
    /// Both are given and the same.
    Same,
    /// Both are given and differ.
    Different,
    /// Only one is given.
    OneSided,
    /// Neither is given.
    None,
}

/// An address ready to be compared.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct Address {
    pub stripped: Stripped,
    head: Sounding,
    number: Option<Box<str>>,
    tail: Sounding,
}

impl Address {
    /// `None` for an address without letters and digits.
    pub fn new(address: &str, division: Option<DivisionCode>, places: &PlaceNames, stop_words: &[String]) -> Option<Address> {
        let stripped = strip(address, division, Level::Community, places, stop_words);
        if stripped.text.is_empty() {
            return None;
        }
        let text = stripped.text.as_str();
        let first = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (head, rest) = text.split_at(first);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        let tail = tail.strip_prefix('号').unwrap_or(tail);
        let (head, tail) = (Sounding::new(head), Sounding::new(tail));
        Some(Address { head, number: (!number.is_empty()).then(|| number.into()), tail, stripped })
    }

    /// Whether it names a house.
    pub fn has_number(&self) -> bool {
        self.number.is_some()
    }

    /// At least the value of the likeness, found quickly.
    pub fn bound(&self, other: &Address) -> f64 {
        match (&self.number, &other.number) {
            (Some(a), Some(b)) if a != b => OTHER_HOUSE,
            _ => 1.0,
        }
    }

    /// From 0 to 1, and what the house numbers say.
    pub fn likeness(&self, other: &Address) -> (f64, HouseNumbers) {
        let (numbers, factor) = match (&self.number, &other.number) {
            (Some(a), Some(b)) if a == b => (HouseNumbers::Same, 1.0),
            (Some(_), Some(_)) => (HouseNumbers::Different, OTHER_HOUSE),
            (None, None) => (HouseNumbers::None, 1.0),
            _ => (HouseNumbers::OneSided, ONE_SIDED),
        };
        let both_tails = !self.tail.text.is_empty() && !other.tail.text.is_empty();
        let tail = if both_tails { self.tail.likeness(&other.tail).0 } else { 1.0 };
        let places = if self.stripped.contradicts(&other.stripped) { CONTRADICTION } else { 1.0 };
        let (head, _) = self.head.likeness(&other.head);
        (head * factor * places * (1.0 - TAIL_SHARE + TAIL_SHARE * tail), numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> (f64, HouseNumbers) {
        let code = |text| DivisionCode::parse(text).expect("a code of the test");
        let rows = [("990102", "碑前区"), ("990102001", "银杏街道"), ("990102001001", "望河社区"), ("990102001002", "北苑社区")];
        let places = PlaceNames::new(rows.into_iter().map(|(number, name)| (code(number), name)));
        let address = |text| Address::new(text, None, &places, &[]).expect("an address of the test");
        let (a, b) = (address(a), address(b));
        assert_eq!(a.likeness(&b).0, b.likeness(&a).0);
        a.likeness(&b)
    }

    #[test]
    fn divisions_in_front_and_rooms_behind_do_not_matter_much() {
        assert_eq!(likeness("碑前区银杏街道望河路12号", "望河路十二号").0, 1.0);
        assert_eq!(likeness("望河路12号", "望河路12号3号楼二层").0, 1.0);
        let (found, _) = likeness("望河路12号3楼", "望河路12号4楼");
        assert!((found - (0.8 + 0.2 * 0.5)).abs() < 1e-12);
    }

    #[test]
    fn another_house_number_is_another_door() {
        assert_eq!(likeness("望河路12号", "望河路14号"), (OTHER_HOUSE, HouseNumbers::Different));
        assert_eq!(likeness("望河路12号", "望河路12-3号").1, HouseNumbers::Different);
        assert_eq!(likeness("望河路", "望河路14号"), (ONE_SIDED, HouseNumbers::OneSided));
        assert_eq!(likeness("望河路", "望河路"), (1.0, HouseNumbers::None));
    }

    #[test]
    fn the_same_number_in_another_community_is_another_door() {
        assert_eq!(likeness("望河社区12号", "北苑社区12号"), (CONTRADICTION, HouseNumbers::Same));
        assert!(likeness("望河路12号", "翠柳巷12号").0 < 0.1);
    }

    #[test]
    fn an_address_without_letters_is_none() {
        assert!(Address::new(" — ", None, &PlaceNames::default(), &[]).is_none());
    }
}
