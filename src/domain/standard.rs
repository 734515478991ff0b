//! What should there be, who says so, and is that verified?
//!
//! A standard is a row of a named rule set; what it asks for are its clauses, each judged by itself. Refuses to know what is there.

use chrono::NaiveDate;

use super::{
    change::words,
    division::Level,
    kind::{Confidence, POPULATION},
};

/// A required quantity, such as 30 m² per 100 households.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Ratio {
    /// How much.
    pub value: f64,
    /// Of what per what; [`Ratio::basis`] reads it.
    pub unit: String,
}

words! {
    /// What a ratio counts.
    Quantity {
        /// 建筑面积: square metres.
        FloorArea = "floor_area_m2",
        /// 床位、座位: beds or places.
        Capacity = "capacity",
        /// 设施数
        Facilities = "facilities",
    }
}

/// What a ratio is about, read from its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioBasis {
    /// What is counted.
    pub quantity: Quantity,
    /// So many of what follows have to have the value.
    pub of: f64,
    /// Whom or what it is measured against.
    pub per: Per,
}

/// Whom or what a quantity is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// People or households: the code of the count of the demand data.
    Count(&'static str),
    /// Each division of a level.
    Division(Level),
}

/// The code of the count of households.
pub const HOUSEHOLDS: &str = "households";

impl Ratio {
    /// What the unit says: `<what> per [<number>] <whom>`, as in `m2 per 100 households`, `beds per 1000 people aged 60 and over` and
    /// `per street`. `None` when it cannot be read: such a clause is not checkable, and never passed.
    pub fn basis(&self) -> Option<RatioBasis> {
        let text = self.unit.trim().to_ascii_lowercase();
        let (what, whom) = text.strip_prefix("per ").map(|whom| ("", whom)).or_else(|| text.split_once(" per "))?;
        let quantity = match what.trim() {
            "m2" | "m²" | "square metres" | "平方米" => Quantity::FloorArea,
            "beds" | "places" | "床位" | "床" | "座位" => Quantity::Capacity,
            "" | "facilities" => Quantity::Facilities,
            _ => return None,
        };
        let whom = whom.trim();
        let (of, whom): (f64, &str) = match whom.split_once(' ') {
            Some((number, rest)) if number.starts_with(|c: char| c.is_ascii_digit()) => {
                (number.replace(',', "").parse().ok()?, rest.trim())
            }
            _ => (1.0, whom),
        };
        let per = match whom {
            "households" | "household" | "户" => Per::Count(HOUSEHOLDS),
            "people" | "residents" | "人" => Per::Count(POPULATION),
            "people aged 60 and over" | "older people" | "elders" | "老人" | "老年人" => Per::Count("elderly"),
            "people aged 65 and over" => Per::Count("elderly-65"),
            unit => Per::Division(administrative_level(unit)?),
        };
        let fits = of > 0.0 && of.is_finite() && (of == 1.0 || matches!(per, Per::Count(_)));
        fits.then_some(RatioBasis { quantity, of, per })
    }
}

/// The level of divisions that a word of a tier or a unit means.
fn administrative_level(word: &str) -> Option<Level> {
    match word {
        "prefecture" => Some(Level::City),
        word => Level::parse(word),
    }
}

words! {
    /// One thing that a standard asks for, judged by itself.
    Clause {
        /// 服务半径: everybody within a distance.
        Reach = "reach",
        /// 行政覆盖: one for each division of a level.
        Administrative = "administrative",
        /// 千人指标、百户指标
        Ratio = "ratio",
        /// 最小建筑面积
        MinimumArea = "minimum_area",
        /// 最小床位、座位数
        MinimumPlaces = "minimum_places",
    }
}

words! {
    /// Whether a standard is applied on a day.
    Standing {
        /// Verified and in force.
        InForce = "in_force",
        /// 未核实: switched off.
        Unverified = "unverified",
        /// Its first day is still to come.
        NotYet = "not_yet",
        /// Its last day is past.
        NoLonger = "no_longer",
    }
}

/// A standard: a dated rule about one kind. One that is not verified is switched off.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Standard {
    /// Stable code.
    pub code: String,
    /// The rule set that it belongs to, as it is cited, for instance `GB 50180-2018`.
    #[serde(default)]
    pub set: String,
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
    /// Least beds or places.
    #[serde(default)]
    pub min_places: Option<u32>,
    /// 12 digits of the division where it holds; `None` for everywhere.
    #[serde(default)]
    pub area: Option<String>,
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

    /// Whether it is applied on a day; `unverified` also takes those that nobody compared with the official text.
    pub fn standing(&self, day: NaiveDate, unverified: bool) -> Standing {
        if self.valid_from.is_some_and(|from| day < from) {
            Standing::NotYet
        } else if self.valid_to.is_some_and(|to| day > to) {
            Standing::NoLonger
        } else if self.verified || unverified {
            Standing::InForce
        } else {
            Standing::Unverified
        }
    }

    /// The level of administration that its tier names; a living circle is none.
    pub fn level(&self) -> Option<Level> {
        administrative_level(self.tier.as_deref()?)
    }

    /// What it asks for, in a fixed order.
    pub fn clauses(&self) -> Vec<Clause> {
        let administrative = self.metric == "administrative";
        let asks = |clause: &Clause| match clause {
            Clause::Reach => matches!(self.metric.as_str(), "walk" | "straight") && self.reach_m.is_some(),
            Clause::Administrative => administrative,
            // One for each division is what the administrative clause says already.
            Clause::Ratio => self.ratio.is_some() && !administrative,
            Clause::MinimumArea => self.min_area_m2.is_some(),
            Clause::MinimumPlaces => self.min_places.is_some(),
        };
        Clause::ALL.iter().copied().filter(asks).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basis(unit: &str) -> Option<RatioBasis> {
        Ratio { value: 1.0, unit: unit.to_owned() }.basis()
    }

    #[test]
    fn a_unit_is_read_or_it_is_nothing() {
        let per = |quantity, of, per| Some(RatioBasis { quantity, of, per });
        assert_eq!(basis("m2 per 100 households"), per(Quantity::FloorArea, 100.0, Per::Count("households")));
        assert_eq!(basis("beds per 1000 people aged 60 and over"), per(Quantity::Capacity, 1000.0, Per::Count("elderly")));
        assert_eq!(basis("places per 1,000 people"), per(Quantity::Capacity, 1000.0, Per::Count("population")));
        assert_eq!(basis("per street"), per(Quantity::Facilities, 1.0, Per::Division(Level::Street)));
        assert_eq!(basis("per prefecture"), per(Quantity::Facilities, 1.0, Per::Division(Level::City)));
        for unit in
            ["", "m2", "m2 per 0 households", "smiles per 100 households", "m2 per 100 trees", "per 3 streets", "m2 per x households"]
        {
            assert_eq!(basis(unit), None, "{unit}");
        }
    }

    #[test]
    fn dates_come_before_verification_and_the_days_named_are_inside() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
        let mut one = standard();
        (one.valid_from, one.valid_to) = (Some(day("2020-01-01")), Some(day("2020-12-31")));
        let standing = |one: &Standard, on: &str, unverified| one.standing(day(on), unverified);
        assert_eq!(standing(&one, "2019-12-31", true), Standing::NotYet);
        assert_eq!(standing(&one, "2020-01-01", true), Standing::InForce);
        assert_eq!(standing(&one, "2020-12-31", false), Standing::Unverified);
        assert_eq!(standing(&one, "2021-01-01", true), Standing::NoLonger);
        one.verified = true;
        assert_eq!(standing(&one, "2020-12-31", false), Standing::InForce);
    }

    #[test]
    fn every_clause_is_named_once_and_an_administrative_ratio_is_no_second_one() {
        let mut one = standard();
        (one.metric, one.reach_m, one.min_area_m2) = ("walk".into(), Some(300.0), Some(350.0));
        assert_eq!(one.clauses(), [Clause::Reach, Clause::MinimumArea]);
        (one.metric, one.min_places) = ("quantity".into(), Some(10));
        one.ratio = Some(Ratio { value: 30.0, unit: "m2 per 100 households".into() });
        assert_eq!(one.clauses(), [Clause::Ratio, Clause::MinimumArea, Clause::MinimumPlaces]);
        one.metric = "administrative".into();
        assert_eq!(one.clauses(), [Clause::Administrative, Clause::MinimumArea, Clause::MinimumPlaces]);
    }

    fn standard() -> Standard {
        Standard {
            code: "one".into(),
            set: "示例规范".into(),
            kind: "elderly-day-care".into(),
            name_zh: "示例".into(),
            name_en: "Sample".into(),
            tier: None,
            reach_m: None,
            metric: "quantity".into(),
            ratio: None,
            min_area_m2: None,
            min_places: None,
            area: None,
            strength: "should".into(),
            citation: "示例".into(),
            source: "test".into(),
            confidence: Confidence::A,
            verified: false,
            valid_from: None,
            valid_to: None,
        }
    }
}
