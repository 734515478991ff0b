//! Where is it? A point on the earth in WGS84, how far two of them are apart, and the box places may lie in.
//!
//! Refuses to know other datums (see `datum`), roads and map projections. Longitude always comes before latitude.

use std::{fmt, str::FromStr};

/// Mean earth radius R1 of IUGG in metres.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Why a pair of numbers is not a position.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// The longitude is not finite or not within -180 to 180 degrees.
    #[error("longitude {found} is not between -180 and 180 degrees")]
    Longitude {
        /// The number given, degrees.
        found: f64,
    },
    /// The latitude is not finite or not within -90 to 90 degrees.
    #[error("latitude {found} is not between -90 and 90 degrees")]
    Latitude {
        /// The number given, degrees.
        found: f64,
    },
}

/// A point in WGS84: degrees, both finite, longitude within -180 to 180 and latitude within -90 to 90.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Position {
    lon: f64,
    lat: f64,
}

impl Position {
    /// Makes a position of degrees; errors name the coordinate that is out of range or not finite.
    pub fn new(lon: f64, lat: f64) -> Result<Position, PositionError> {
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PositionError::Longitude { found: lon });
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PositionError::Latitude { found: lat });
        }
        Ok(Position { lon, lat })
    }

    /// The longitude in degrees.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// The latitude in degrees.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// The great-circle distance to `other` in metres on a sphere of [`EARTH_RADIUS_M`].
    ///
    /// Haversine in the form `2 atan2(sqrt h, sqrt(1 - h))`: sound for close points and for antipodes (R. W. Sinnott, 1984).
    pub fn distance_m(self, other: Position) -> f64 {
        let (lat_a, lat_b) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((other.lat - self.lat).to_radians() / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let h = (half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon).clamp(0.0, 1.0);
        2.0 * EARTH_RADIUS_M * h.sqrt().atan2((1.0 - h).sqrt())
    }

    /// The point on the unit sphere, `[x, y, z]`: x towards 0°E 0°N, z towards the north pole; chords order as great circles do.
    pub fn unit_vector(self) -> [f64; 3] {
        let (sin_lon, cos_lon) = self.lon.to_radians().sin_cos();
        let (sin_lat, cos_lat) = self.lat.to_radians().sin_cos();
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    }
}

/// How exactly a position is known, from exact to unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Measured or checked at the door.
    Exact,
    /// The building.
    Building,
    /// Somewhere on the street named.
    Street,
    /// Somewhere in the community named.
    Community,
    /// The middle of a larger division: not fit for the map.
    Centroid,
    /// Nobody said.
    Unknown,
}

impl Precision {
    /// All classes from exact to unknown.
    pub const ALL: [Precision; 6] = [Self::Exact, Self::Building, Self::Street, Self::Community, Self::Centroid, Self::Unknown];

    /// How far off a position of this class may be, in metres, where nobody knows better: an assumption of the product, by the size
    /// of what is named (a door, a building, a street of some hundred metres, a community, the middle of a district).
    pub fn error_m(self) -> f64 {
        match self {
            Precision::Exact => 5.0,
            Precision::Building => 30.0,
            Precision::Street => 300.0,
            Precision::Community | Precision::Unknown => 500.0,
            Precision::Centroid => 3_000.0,
        }
    }

    /// The code used in API, SQL and files.
    pub fn as_code(self) -> &'static str {
        match self {
            Precision::Exact => "exact",
            Precision::Building => "building",
            Precision::Street => "street",
            Precision::Community => "community",
            Precision::Centroid => "centroid",
            Precision::Unknown => "unknown",
        }
    }

    /// The class with this code, case and surrounding space aside; `None` for any other text.
    pub fn from_code(code: &str) -> Option<Precision> {
        let code = code.trim();
        Self::ALL.into_iter().find(|class| class.as_code().eq_ignore_ascii_case(code))
    }
}

/// Why a text is not an area.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AreaError {
    /// Not four numbers with commas between them.
    #[error("an area is four numbers W,S,E,N in degrees, such as 105.48,31.70,111.25,39.59; this is {found:?}")]
    NotFourNumbers {
        /// The text given.
        found: String,
    },
    /// A corner is not on the earth.
    #[error("an area is W,S,E,N in degrees, longitude before latitude: {0}")]
    Corner(#[from] PositionError),
    /// West is not less than east, or south not less than north.
    #[error("an area is W,S,E,N in degrees with west < east and south < north; this is {found:?}")]
    Order {
        /// The text given.
        found: String,
    },
}

/// A box in degrees WGS84, west < east and south < north, edges included; it does not cross the 180th meridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// The bounds of Shaanxi with a little room (confidence C: from memory, not from an official boundary).
pub const SHAANXI: Area = Area { west: 105.48, south: 31.70, east: 111.25, north: 39.59 };

impl Area {
    /// The western edge in degrees.
    pub fn west(self) -> f64 {
        self.west
    }

    /// The southern edge in degrees.
    pub fn south(self) -> f64 {
        self.south
    }

    /// The eastern edge in degrees.
    pub fn east(self) -> f64 {
        self.east
    }

    /// The northern edge in degrees.
    pub fn north(self) -> f64 {
        self.north
    }

    /// Whether the position lies in the box or on its edge.
    pub fn contains(self, position: Position) -> bool {
        self.holds(position.lon, position.lat)
    }

    /// Whether the pair lies outside as given but inside with longitude and latitude swapped; takes any numbers.
    pub fn would_contain_swapped(self, lon: f64, lat: f64) -> bool {
        !self.holds(lon, lat) && self.holds(lat, lon)
    }

    fn holds(self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }
}

impl Area {
    /// Whether the two boxes have a point in common.
    pub fn overlaps(self, other: Area) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }
}

/// Where places may lie: a box, or anywhere (`none`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaChoice(pub Option<Area>);

impl Default for AreaChoice {
    fn default() -> Self {
        AreaChoice(Some(SHAANXI))
    }
}

impl FromStr for AreaChoice {
    type Err = AreaError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().eq_ignore_ascii_case("none") { Ok(AreaChoice(None)) } else { text.parse().map(|area| AreaChoice(Some(area))) }
    }
}

impl fmt::Display for AreaChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("none"),
            Some(area) => area.fmt(f),
        }
    }
}

impl serde::Serialize for AreaChoice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for AreaChoice {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl FromStr for Area {
    type Err = AreaError;

    /// Reads `W,S,E,N` in degrees; spaces around the numbers are allowed.
    fn from_str(text: &str) -> Result<Area, AreaError> {
        let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
        let Some(&[west, south, east, north]) = numbers.as_deref() else {
            return Err(AreaError::NotFourNumbers { found: text.to_owned() });
        };
        Position::new(west, south)?;
        Position::new(east, north)?;
        if west < east && south < north { Ok(Area { west, south, east, north }) } else { Err(AreaError::Order { found: text.to_owned() }) }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.west, self.south, self.east, self.north)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).expect("a position of the test")
    }

    #[test]
    fn an_area_is_a_box_or_none() {
        assert_eq!("none".parse::<AreaChoice>(), Ok(AreaChoice(None)));
        assert!("108,34,109,35".parse::<AreaChoice>().is_ok_and(|choice| choice.0.is_some()));
        assert!("108,34,109".parse::<AreaChoice>().is_err());
    }

    #[test]
    fn numbers_off_the_earth_are_refused_by_name() {
        assert_eq!(Position::new(180.1, 0.0), Err(PositionError::Longitude { found: 180.1 }));
        assert_eq!(Position::new(34.26, 108.94), Err(PositionError::Latitude { found: 108.94 }));
        assert!(Position::new(f64::NAN, 0.0).is_err());
        assert!(Position::new(0.0, f64::INFINITY).is_err());
        assert!(Position::new(-180.0, 90.0).is_ok());
    }

    #[test]
    fn a_quarter_of_the_equator_is_a_quarter_of_the_circumference() {
        let quarter = EARTH_RADIUS_M * std::f64::consts::FRAC_PI_2;
        assert!((at(0.0, 0.0).distance_m(at(90.0, 0.0)) - quarter).abs() < 1e-6);
        assert!((at(0.0, 0.0).distance_m(at(17.0, 90.0)) - quarter).abs() < 1e-6);
        assert!((at(10.0, 0.0).distance_m(at(-170.0, 0.0)) - 2.0 * quarter).abs() < 1e-6);
    }

    #[test]
    fn the_way_across_the_180th_meridian_is_short() {
        let degree = EARTH_RADIUS_M * 1f64.to_radians();
        assert!((at(179.5, 0.0).distance_m(at(-179.5, 0.0)) - degree).abs() < 1e-6);
        assert!(at(180.0, 34.0).distance_m(at(-180.0, 34.0)) < 1e-6);
    }

    #[test]
    fn a_millimetre_is_still_measured() {
        let step = 1e-8;
        let expected = EARTH_RADIUS_M * f64::to_radians(step);
        assert!((at(108.94, 34.26).distance_m(at(108.94, 34.26 + step)) - expected).abs() < 1e-7);
    }

    proptest! {
        #[test]
        fn the_distance_is_the_arc_over_the_chord(
            a in (-180.0..=180.0f64, -90.0..=90.0f64), b in (-180.0..=180.0f64, -90.0..=90.0f64),
        ) {
            let (a, b) = (at(a.0, a.1), at(b.0, b.1));
            let (u, v) = (a.unit_vector(), b.unit_vector());
            let cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
            let sin = cross.iter().map(|c| c * c).sum::<f64>().sqrt();
            let cos: f64 = u.iter().zip(v).map(|(p, q)| p * q).sum();
            prop_assert!((a.distance_m(b) - EARTH_RADIUS_M * sin.atan2(cos)).abs() < 0.2);
            prop_assert_eq!(a.distance_m(b), b.distance_m(a));
        }

        #[test]
        fn an_area_is_read_back_from_its_own_text(
            w in -180.0..0.0f64, s in -90.0..0.0f64, e in 0.1..180.0f64, n in 0.1..90.0f64,
        ) {
            let area = Area { west: w, south: s, east: e, north: n };
            prop_assert_eq!(area.to_string().parse::<Area>(), Ok(area));
        }
    }

    #[test]
    fn an_area_includes_its_edges_and_knows_swapped_pairs() {
        assert!(SHAANXI.contains(at(105.48, 31.70)) && SHAANXI.contains(at(111.25, 39.59)));
        assert!(!SHAANXI.contains(at(116.4, 39.5)));
        assert!(SHAANXI.would_contain_swapped(34.26, 108.94));
        assert!(!SHAANXI.would_contain_swapped(108.94, 34.26));
        assert!(!SHAANXI.would_contain_swapped(f64::NAN, 108.94));
    }

    #[test]
    fn a_wrong_area_says_what_would_be_right() {
        for text in ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "NaN,1,2,3", "31.70,105.48,39.59,111.25", "111,31,105,39"] {
            let error = text.parse::<Area>().expect_err(text);
            assert!(error.to_string().contains("W,S,E,N"), "{error}");
        }
        assert_eq!(" 105.48, 31.7 ,111.25,39.59".parse(), Ok(SHAANXI));
    }

    #[test]
    fn each_precision_is_found_by_its_code() {
        for class in Precision::ALL {
            assert_eq!(Precision::from_code(class.as_code()), Some(class));
        }
        assert_eq!(Precision::from_code(" Exact "), Some(Precision::Exact));
        assert_eq!(Precision::from_code("about"), None);
    }
}
