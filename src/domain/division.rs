//! Which part of the country? The 12-digit statistical code and what its digits say.
//!
//! `PP CC DD TTT VVV`: province, city, district (GB/T 2260), then street or town, then community.
//! Short codes are padded with zeros on the right.

use std::{collections::BTreeMap, fmt, num::NonZeroU64};

use chrono::NaiveDate;
use geo_types::MultiPolygon;

use super::{kind::Confidence, position::Position};

/// A division's place in the tree, from large to small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 省
    Province,
    /// 设区市
    City,
    /// 县、区、县级市
    District,
    /// 街道、镇、乡
    Street,
    /// 社区、村
    Community,
}

impl Level {
    /// All levels from large to small.
    pub const ALL: [Level; 5] = [Level::Province, Level::City, Level::District, Level::Street, Level::Community];

    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::City => "city",
            Level::District => "district",
            Level::Street => "street",
            Level::Community => "community",
        }
    }

    /// The level with this code, also by its Chinese names.
    pub fn parse(text: &str) -> Option<Level> {
        match text.trim().to_ascii_lowercase().as_str() {
            "province" | "省" | "省级" => Some(Level::Province),
            "city" | "市" | "地级" | "地市" | "设区市" => Some(Level::City),
            "district" | "county" | "区县" | "县级" | "区" | "县" => Some(Level::District),
            "street" | "town" | "township" | "街道" | "乡镇" | "镇街" | "乡级" => Some(Level::Street),
            "community" | "village" | "社区" | "村" | "村级" => Some(Level::Community),
            _ => None,
        }
    }

    /// What one unit of this level spans in the number: codes of a division's inside differ only below it.
    pub fn span(self) -> u64 {
        match self {
            Level::Province => 10_000_000_000,
            Level::City => 100_000_000,
            Level::District => 1_000_000,
            Level::Street => 1_000,
            Level::Community => 1,
        }
    }
}

/// Why a text is not a division code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionCodeError {
    /// Something other than digits.
    #[error("a division code holds digits only")]
    NotDigits,
    /// Not 2, 4, 6, 9 or 12 digits.
    #[error("a division code has 2, 4, 6, 9 or 12 digits, this one has {found}")]
    Length {
        /// The number of digits found.
        found: usize,
    },
    /// The first two digits are 00.
    #[error("a division code does not begin with 0")]
    LeadingZero,
}

/// A 12-digit division code, kept as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(NonZeroU64);

impl DivisionCode {
    /// Parses 2, 4, 6, 9 or 12 digits and pads with zeros; a trailing `.0` of a spreadsheet is dropped.
    pub fn parse(text: &str) -> Result<Self, DivisionCodeError> {
        let digits = text.trim();
        let digits = digits.strip_suffix(".0").unwrap_or(digits);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DivisionCodeError::NotDigits);
        }
        if !matches!(digits.len(), 2 | 4 | 6 | 9 | 12) {
            return Err(DivisionCodeError::Length { found: digits.len() });
        }
        if digits.starts_with('0') {
            return Err(DivisionCodeError::LeadingZero);
        }
        let number = digits.bytes().fold(0u64, |n, b| n * 10 + u64::from(b - b'0'));
        let padded = number * 10u64.pow(12 - digits.len() as u32);
        NonZeroU64::new(padded).map(Self).ok_or(DivisionCodeError::LeadingZero)
    }

    /// The code as a number of 12 digits.
    pub fn number(self) -> u64 {
        self.0.get()
    }

    /// The level that the zeros at the end tell.
    pub fn level(self) -> Level {
        let number = self.number();
        Level::ALL.into_iter().find(|level| number.is_multiple_of(level.span())).unwrap_or(Level::Community)
    }

    /// The division of `level` that this one is or lies in; `None` when this one is larger.
    pub fn at(self, level: Level) -> Option<DivisionCode> {
        if self.level() > level || self.level() == level {
            NonZeroU64::new(self.number() / level.span() * level.span()).map(Self)
        } else {
            None
        }
    }

    /// The division directly above by the digits; `None` for a province.
    pub fn parent(self) -> Option<DivisionCode> {
        let above = Level::ALL.into_iter().rev().find(|level| *level < self.level())?;
        self.at(above)
    }

    /// Whether `other` is this division or lies in it, by the digits.
    pub fn contains(self, other: DivisionCode) -> bool {
        other.at(self.level()) == Some(self)
    }

    /// The same code with the first six digits of `district`: how a changed county code carries its streets along.
    pub fn moved_to(self, district: DivisionCode) -> DivisionCode {
        let span = Level::District.span();
        let number = district.number() / span * span + self.number() % span;
        NonZeroU64::new(number).map_or(district, Self)
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.number())
    }
}

impl serde::Serialize for DivisionCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Whether a community is a smart community 智慧社区, since when and who says so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SmartCommunity {
    /// Yes, no, or not known.
    pub smart: Option<bool>,
    /// The day it became one.
    pub since: Option<NaiveDate>,
    /// Where that is written.
    pub source: Option<String>,
}

/// The first two digits of sample data's divisions: no province of China has them.
pub const SAMPLE_PROVINCE: u64 = 99;

/// The first two digits of divisions that an installation numbers itself, such as those of a map without codes.
pub const OWN_PROVINCE: u64 = 97;

impl DivisionCode {
    /// Whether the installation numbered the division itself.
    pub fn is_own(self) -> bool {
        self.number() / 10_000_000_000 == OWN_PROVINCE
    }

    /// Whether the division is made up (示例数据).
    pub fn is_sample(self) -> bool {
        self.number() / 10_000_000_000 == SAMPLE_PROVINCE
    }
}

/// A division as recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// The 12-digit code; its digits give the level.
    pub code: DivisionCode,
    /// Chinese name.
    pub name: String,
    /// English name, where there is one.
    pub name_en: Option<String>,
    /// The division above; by the digits unless the source says otherwise.
    pub parent: Option<DivisionCode>,
    /// First day of the code, where known.
    pub valid_from: Option<NaiveDate>,
    /// Last day of the code; an abolished code has one.
    pub valid_to: Option<NaiveDate>,
    /// The code that took its place.
    pub successor: Option<DivisionCode>,
    /// The area in WGS84, where known.
    pub boundary: Option<MultiPolygon<f64>>,
    /// Where its label stands; from the boundary or as given.
    pub centre: Option<Position>,
    /// 智慧社区, for communities.
    pub smart: SmartCommunity,
    /// Where the row comes from.
    pub source: Option<String>,
}

impl Division {
    /// Takes over from an earlier record what this one does not say: an import of names keeps the boundaries, an
    /// import of boundaries keeps the validity.
    pub fn keep_what_is_missing(&mut self, before: &Division) {
        self.name_en = self.name_en.take().or_else(|| before.name_en.clone());
        self.parent = self.parent.or(before.parent);
        self.valid_from = self.valid_from.or(before.valid_from);
        self.valid_to = self.valid_to.or(before.valid_to);
        self.successor = self.successor.or(before.successor);
        self.boundary = self.boundary.take().or_else(|| before.boundary.clone());
        self.centre = self.centre.or(before.centre);
        self.smart.smart = self.smart.smart.or(before.smart.smart);
        self.smart.since = self.smart.since.or(before.smart.since);
        self.smart.source = self.smart.source.take().or_else(|| before.smart.source.clone());
        self.source = self.source.take().or_else(|| before.source.clone());
    }

    /// From every abolished code to the one that is in force: chains are followed to their end.
    pub fn successors(divisions: &BTreeMap<DivisionCode, Division>) -> BTreeMap<DivisionCode, DivisionCode> {
        let next = |code: DivisionCode| divisions.get(&code).and_then(|division| division.successor);
        divisions
            .keys()
            .filter_map(|&old| {
                let mut current = next(old)?;
                // A chain is at most as long as there are divisions, so a circle ends too.
                for _ in 0..divisions.len() {
                    match next(current) {
                        Some(later) if later != old => current = later,
                        _ => break,
                    }
                }
                Some((old, current))
            })
            .collect()
    }
}

/// Who reports to the province: the second tree beside the divisions (杨凌, 西咸新区 and 韩城 report on their own).
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ReportingUnit {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// 12-digit codes of the divisions it reports for; empty where no code fits.
    #[serde(default)]
    pub divisions: Vec<String>,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).expect("a code of the test")
    }

    #[test]
    fn short_codes_are_padded_and_tell_their_level() {
        assert_eq!(code("61").to_string(), "610000000000");
        assert_eq!(code("610102").level(), Level::District);
        assert_eq!(code("610102001").level(), Level::Street);
        assert_eq!(code("610102001001").level(), Level::Community);
        assert_eq!(code("6101").level(), Level::City);
    }

    #[test]
    fn the_parent_follows_from_the_digits() {
        assert_eq!(code("610102001001").parent(), Some(code("610102001")));
        assert_eq!(code("610100").parent(), Some(code("61")));
        assert_eq!(code("61").parent(), None);
        assert!(code("6101").contains(code("610102001001")));
        assert!(!code("6102").contains(code("610102001001")));
    }

    #[test]
    fn a_street_moves_with_its_county() {
        assert_eq!(code("610322103201").moved_to(code("610305")), code("610305103201"));
    }

    #[test]
    fn what_is_no_code_says_why() {
        assert_eq!(DivisionCode::parse("61010"), Err(DivisionCodeError::Length { found: 5 }));
        assert_eq!(DivisionCode::parse("西安"), Err(DivisionCodeError::NotDigits));
        assert_eq!(DivisionCode::parse("010203"), Err(DivisionCodeError::LeadingZero));
        assert_eq!(DivisionCode::parse("610102.0"), DivisionCode::parse("610102"));
    }
}
