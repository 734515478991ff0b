//! Where does a role hold? Everywhere, in a division, where a reporting unit reports, or in the affairs of an organization.

use std::{fmt, str::FromStr};

use super::{
    division::{DivisionCode, ReportingUnit},
    id::OrganizationId,
};

/// Where a grant holds, as it is written: `all`, a division's 12 digits, `unit:<reporting unit>`, or `org:<organization>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Jurisdiction {
    /// Everywhere.
    All,
    /// A division and what lies in it.
    Division(DivisionCode),
    /// What reports through a reporting unit.
    Unit(String),
    /// What belongs to an organization; no division.
    Organization(OrganizationId),
}

/// Why a text is no jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a jurisdiction is all, a division code, unit:CODE of a reporting unit, or org:ID of an organization; this is {0:?}")]
pub struct JurisdictionError(String);

impl FromStr for Jurisdiction {
    type Err = JurisdictionError;

    fn from_str(text: &str) -> Result<Jurisdiction, JurisdictionError> {
        let text = text.trim();
        if text == "all" {
            return Ok(Jurisdiction::All);
        }
        if let Some(unit) = text.strip_prefix("unit:").filter(|unit| !unit.is_empty()) {
            return Ok(Jurisdiction::Unit(unit.to_owned()));
        }
        if let Some(id) = text.strip_prefix("org:") {
            return OrganizationId::parse(id).map(Jurisdiction::Organization).map_err(|_| JurisdictionError(text.to_owned()));
        }
        DivisionCode::parse(text).map(Jurisdiction::Division).map_err(|_| JurisdictionError(text.to_owned()))
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Jurisdiction::All => f.write_str("all"),
            Jurisdiction::Division(code) => write!(f, "{code}"),
            Jurisdiction::Unit(code) => write!(f, "unit:{code}"),
            Jurisdiction::Organization(id) => write!(f, "org:{id}"),
        }
    }
}

/// Where a jurisdiction reaches, with reporting units resolved to divisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// `None` for everywhere.
    inside: Option<Vec<DivisionCode>>,
    /// Parts that belong to another unit.
    except: Vec<DivisionCode>,
    /// The organization whose affairs are inside, with no division at all.
    organization: Option<OrganizationId>,
}

impl Extent {
    /// Everywhere.
    pub fn everywhere() -> Extent {
        Extent { inside: None, except: Vec::new(), organization: None }
    }

    /// Where a jurisdiction reaches; a unit that is not there reaches nowhere. Of several units that hold a division the
    /// longest code decides, so that 杨凌 is not 咸阳's.
    pub fn of(jurisdiction: &Jurisdiction, units: &[ReportingUnit]) -> Extent {
        match jurisdiction {
            Jurisdiction::All => Extent::everywhere(),
            Jurisdiction::Division(code) => Extent { inside: Some(vec![*code]), except: Vec::new(), organization: None },
            Jurisdiction::Unit(unit) => {
                let codes =
                    |one: &ReportingUnit| one.divisions.iter().filter_map(|text| DivisionCode::parse(text).ok()).collect::<Vec<_>>();
                let own: Vec<DivisionCode> = units.iter().filter(|one| one.code == *unit).flat_map(codes).collect();
                let others = units.iter().filter(|one| one.code != *unit).flat_map(codes);
                let except = others.filter(|other| own.iter().any(|code| code != other && code.contains(*other))).collect();
                Extent { inside: Some(own), except, organization: None }
            }
            Jurisdiction::Organization(id) => Extent { inside: Some(Vec::new()), except: Vec::new(), organization: Some(id.clone()) },
        }
    }

    /// Whether a record of this division is inside; one without a division is inside everywhere only.
    pub fn holds(&self, division: Option<DivisionCode>) -> bool {
        match (&self.inside, division) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(inside), Some(code)) => {
                inside.iter().any(|own| own.contains(code)) && !self.except.iter().any(|other| other.contains(code))
            }
        }
    }

    /// Whether it is everywhere.
    pub fn is_everywhere(&self) -> bool {
        self.inside.is_none()
    }

    /// The organization whose affairs are inside.
    pub fn organization(&self) -> Option<&OrganizationId> {
        self.organization.as_ref()
    }

    /// Whether both hold a division.
    pub(super) fn both(&self, other: &Extent, division: Option<DivisionCode>) -> bool {
        self.holds(division) && other.holds(division)
    }
}
