//! What is at a point? The division it lies in and what the map knows nearby, in words.

use super::{
    Snapshot,
    facilities::DivisionPath,
    search::{MAP_ATTRIBUTION, level},
};
use crate::{
    analysis::search::{AddressIndex, Around, NearSpot},
    domain::{division::Level, position::Position},
};

/// A spot of the map near a point.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct NearItem<'a> {
    /// Its name.
    pub name: String,
    /// English name; of a house its street's.
    pub name_en: Option<&'a str>,
    /// Its class in the map.
    pub class: &'a str,
    /// Great-circle metres from the point.
    pub distance_m: f64,
    /// Where its label stands.
    pub lon: f64,
    /// Where its label stands.
    pub lat: f64,
}

/// What is at a point.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ReverseAnswer<'a> {
    /// In Chinese words, such as 海淀区 中关村大街27号附近; null when nothing is known.
    pub label: Option<String>,
    /// What the words go by: `house`, `place`, `street` or `division`.
    pub level: Option<&'static str>,
    /// How far the named spot is, in metres; null for a division alone.
    pub distance_m: Option<f64>,
    /// The smallest division whose boundary holds the point.
    pub division: Option<DivisionPath<'a>>,
    /// The nearest house number, within 200 m.
    pub house: Option<NearItem<'a>>,
    /// The nearest landmark, within 300 m.
    pub landmark: Option<NearItem<'a>>,
    /// The nearest street by its label, within 800 m.
    pub street: Option<NearItem<'a>>,
    /// The nearest place, within 5 km.
    pub place: Option<NearItem<'a>>,
    /// Whose data the spots are.
    pub attribution: Option<&'static str>,
}

impl Snapshot {
    /// What is at a point.
    pub fn reverse(&self, at: Position) -> ReverseAnswer<'_> {
        self.reverse_with(self.address_index(), at)
    }

    /// The smallest division that holds a point, with those above it.
    pub fn division_at(&self, at: Position) -> Option<DivisionPath<'_>> {
        self.locate(at).map(|code| self.division_of_record(code))
    }

    fn reverse_with<'a>(&'a self, addresses: Option<&'a AddressIndex>, at: Position) -> ReverseAnswer<'a> {
        let Around { house, street, landmark, place } = addresses.map(|addresses| addresses.around(at)).unwrap_or_default();
        let code = self.locate(at);
        let district = code.map(|code| {
            let named = code.at(Level::District).and_then(|district| self.divisions().get(&district));
            named.or_else(|| self.divisions().get(&code)).map_or("", |division| division.name.as_str())
        });
        let nearest = [&house, &landmark, &street, &place].into_iter().find_map(Option::as_ref);
        let words: Vec<String> =
            district.map(str::to_owned).into_iter().chain(nearest.map(|near| format!("{}附近", near.spot.name))).collect();
        ReverseAnswer {
            label: (!words.is_empty()).then(|| words.join(" ")),
            level: nearest.map(|near| level(near.spot.kind)).or(code.map(|_| "division")),
            distance_m: nearest.map(|near| near.distance_m),
            division: code.map(|code| self.division_of_record(code)),
            attribution: nearest.map(|_| MAP_ATTRIBUTION),
            house: house.map(item),
            landmark: landmark.map(item),
            street: street.map(item),
            place: place.map(item),
        }
    }
}

fn item(near: NearSpot<'_>) -> NearItem<'_> {
    let NearSpot { spot, distance_m } = near;
    NearItem { name: spot.name, name_en: spot.name_en, class: spot.class, distance_m, lon: spot.position.lon(), lat: spot.position.lat() }
}
