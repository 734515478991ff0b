//! What does an outside geocoder say of an address? A point, and how exactly that is where the address is.

use std::str::FromStr;

use super::{
    datum::Datum,
    facility::GivenPoint,
    position::{Position, Precision},
};

/// The sort of an outside geocoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeocoderKind {
    /// Nominatim, or whatever answers like it.
    Nominatim,
    /// 天地图, in CGCS2000.
    Tianditu,
    /// 高德地图, in GCJ-02.
    Amap,
}

impl GeocoderKind {
    /// Every sort.
    pub const ALL: [GeocoderKind; 3] = [GeocoderKind::Nominatim, GeocoderKind::Tianditu, GeocoderKind::Amap];

    /// The code used in settings and answers.
    pub fn code(self) -> &'static str {
        match self {
            GeocoderKind::Nominatim => "nominatim",
            GeocoderKind::Tianditu => "tianditu",
            GeocoderKind::Amap => "amap",
        }
    }

    /// What its coordinates refer to.
    pub fn datum(self) -> Datum {
        match self {
            GeocoderKind::Nominatim => Datum::Wgs84,
            GeocoderKind::Tianditu => Datum::Cgcs2000,
            GeocoderKind::Amap => Datum::Gcj02,
        }
    }

    /// Whose data its answers are.
    pub fn attribution(self) -> &'static str {
        match self {
            GeocoderKind::Nominatim => "© OpenStreetMap contributors",
            GeocoderKind::Tianditu => "天地图",
            GeocoderKind::Amap => "高德地图",
        }
    }
}

/// A text that names no sort of geocoder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no geocoder: nominatim, tianditu or amap")]
pub struct NoGeocoder(pub String);

impl FromStr for GeocoderKind {
    type Err = NoGeocoder;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.code() == text.trim()).ok_or_else(|| NoGeocoder(text.to_owned()))
    }
}

/// What of an address a geocoder has found, from exact to vague.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GeocodeLevel {
    /// The house number.
    House,
    /// A named building or spot.
    Landmark,
    /// The street.
    Street,
    /// A neighbourhood, a village.
    Place,
    /// A division.
    Division,
    /// The geocoder does not say.
    Unknown,
}

impl GeocodeLevel {
    /// The code used in answers.
    pub fn code(self) -> &'static str {
        match self {
            GeocodeLevel::House => "house",
            GeocodeLevel::Landmark => "landmark",
            GeocodeLevel::Street => "street",
            GeocodeLevel::Place => "place",
            GeocodeLevel::Division => "division",
            GeocodeLevel::Unknown => "unknown",
        }
    }

    /// How exactly a position of this level is known.
    pub fn precision(self) -> Precision {
        match self {
            GeocodeLevel::House | GeocodeLevel::Landmark => Precision::Building,
            GeocodeLevel::Street => Precision::Street,
            GeocodeLevel::Place => Precision::Community,
            GeocodeLevel::Division => Precision::Centroid,
            GeocodeLevel::Unknown => Precision::Unknown,
        }
    }

    /// Whether a person should look at it before it is kept: the street or worse.
    pub fn wants_review(self) -> bool {
        self >= GeocodeLevel::Street
    }
}

/// An address that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Geocoded {
    /// What the geocoder calls it.
    pub label: String,
    /// What of it was found.
    pub level: GeocodeLevel,
    /// Where it is.
    pub position: Position,
    /// The pair as it came.
    pub given: GivenPoint,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_of_a_street_or_less_wants_a_look() {
        let told = |level: GeocodeLevel| (level.precision(), level.wants_review());
        assert_eq!(told(GeocodeLevel::House), (Precision::Building, false));
        assert_eq!(told(GeocodeLevel::Landmark), (Precision::Building, false));
        assert_eq!(told(GeocodeLevel::Street), (Precision::Street, true));
        assert_eq!(told(GeocodeLevel::Division), (Precision::Centroid, true));
        assert_eq!(told(GeocodeLevel::Unknown), (Precision::Unknown, true));
    }

    #[test]
    fn a_geocoder_is_named_by_its_code() {
        assert_eq!("amap".parse(), Ok(GeocoderKind::Amap));
        assert!("google".parse::<GeocoderKind>().is_err_and(|error| error.to_string().contains("nominatim")));
    }
}
