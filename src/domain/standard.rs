//! What should there be, who says so, and is that verified?

use chrono::NaiveDate;

use super::kind::Confidence;

/// A required quantity, such as 30 m² per 100 households.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Ratio {
    /// How much.
    pub value: f64,
    /// Of what per what.
    pub unit: String,
}

/// A standard: a dated rule about one kind. One that is not verified is switched off.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Standard {
    /// Stable code.
    pub code: String,
    /// Code of the kind it is about.
    pub kind: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Living-circle tier or level of administration.
    #[serde(default)]
    pub tier: Option<String>,
    /// Reach in metres.
    #[serde(default)]
    pub reach_m: Option<f64>,
    /// How the reach is measured: `walk`, `straight`, or `administrative` for one per division.
    pub metric: String,
    /// Quantity per people or households.
    #[serde(default)]
    pub ratio: Option<Ratio>,
    /// Least floor area in square metres.
    #[serde(default)]
    pub min_area_m2: Option<f64>,
    /// `shall`, `should` or `may`.
    pub strength: String,
    /// The clause.
    pub citation: String,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether somebody compared it with the official text.
    pub verified: bool,
    /// First day of force.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of force.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

impl Standard {
    /// Whether it may be applied: only verified ones are.
    pub fn active(&self) -> bool {
        self.verified
    }
}
