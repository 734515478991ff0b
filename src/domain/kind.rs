//! What sorts of places, services and people are there? Rows, not code: a new kind touches `data/` only.

use super::vocabulary::{Named, Vocabulary};

/// How sure a row's facts are: A read in the primary text, B from a second hand, C from memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Confidence {
    /// Primary text.
    A,
    /// Second hand.
    B,
    /// From memory.
    C,
}

impl Confidence {
    /// The letter.
    pub fn code(self) -> &'static str {
        match self {
            Confidence::A => "A",
            Confidence::B => "B",
            Confidence::C => "C",
        }
    }

    /// The confidence with this letter.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "A" | "a" => Some(Confidence::A),
            "B" | "b" => Some(Confidence::B),
            "C" | "c" => Some(Confidence::C),
            _ => None,
        }
    }
}

/// Whether a kind is of a facility or of an organization's site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KindOf {
    /// A place that is run.
    Facility,
    /// Where an organization is found.
    Organization,
}

impl KindOf {
    /// The code used in files and SQL.
    pub fn code(self) -> &'static str {
        match self {
            KindOf::Facility => "facility",
            KindOf::Organization => "organization",
        }
    }
}

/// A kind of facility.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Kind {
    /// Stable code, kebab-case.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Facility or organization.
    pub of: KindOf,
    /// SVG path data of a filled glyph in a 24 x 24 box.
    pub icon: String,
    /// Colour as `#rrggbb`.
    pub colour: String,
    /// What its capacity counts, in Chinese.
    pub capacity_unit_zh: String,
    /// What its capacity counts, in English.
    pub capacity_unit_en: String,
    /// Whether only a public front point is shown.
    pub protected: bool,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// OSM tags, `key=value` joined by `;`.
    #[serde(default)]
    pub osm_tags: Vec<String>,
    /// The term HSDS or Open Eligibility has for it.
    #[serde(default)]
    pub hsds_term: Option<String>,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A type of service.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ServiceType {
    /// Stable code, kebab-case.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// A phone and no door, such as a hotline.
    #[serde(default)]
    pub doorless: bool,
    /// The term HSDS or Open Eligibility has for it.
    #[serde(default)]
    pub hsds_term: Option<String>,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A target group: whom a service or a count is about.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TargetGroup {
    /// Stable code, kebab-case.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether it is about minors.
    #[serde(default)]
    pub minors: bool,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

macro_rules! named {
    ($row:ty) => {
        impl Named for $row {
            fn code(&self) -> &str {
                &self.code
            }

            fn words(&self) -> impl Iterator<Item = &str> {
                [self.code.as_str(), &self.name_zh, &self.name_en].into_iter().chain(self.aliases.iter().map(String::as_str))
            }
        }
    };
}
named!(Kind);
named!(ServiceType);
named!(TargetGroup);

/// The code of the count that is everyone.
pub const POPULATION: &str = "population";

/// The rows that give words their meaning, as an import or a query needs them.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Kinds of facilities and sites.
    pub kinds: Vocabulary<Kind>,
    /// Types of services.
    pub service_types: Vocabulary<ServiceType>,
    /// Target groups; `population`, everyone, is not among them.
    pub target_groups: Vocabulary<TargetGroup>,
}

impl Catalogue {
    /// Of rows in the order they are shown.
    pub fn new(kinds: Vec<Kind>, service_types: Vec<ServiceType>, target_groups: Vec<TargetGroup>) -> Catalogue {
        Catalogue {
            kinds: Vocabulary::new(kinds),
            service_types: Vocabulary::new(service_types),
            target_groups: Vocabulary::new(target_groups),
        }
    }
}
