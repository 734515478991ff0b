//! What is a place of each kind like? How many there are, what they offer to whom, when they are open.
//!
//! Codes are those of `data/kinds.toml`, `data/service_types.toml` and `data/target_groups.toml`.

mod facilities;
mod organizations;

pub(in crate::sample) use self::{facilities::FACILITIES, organizations::ORGANIZATIONS};

/// Where places of a kind stand, and how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::sample) enum Spread {
    /// In this share of the communities.
    Communities(f64),
    /// In this share of the streets.
    Streets(f64),
    /// One for so many people, at least so many.
    People(u64, usize),
}

/// A service with its target groups (none for everyone) and its fee ("" where none is stated).
pub(in crate::sample) type Offer = (&'static str, &'static [&'static str], &'static str);

/// A kind of place as the sample makes it.
#[derive(Debug)]
pub(in crate::sample) struct Dish {
    pub(in crate::sample) kind: &'static str,
    /// Ending of the name in Chinese and English.
    pub(in crate::sample) name: (&'static str, &'static str),
    pub(in crate::sample) spread: Spread,
    /// Share of the places beyond a usual city's number.
    pub(in crate::sample) more: f64,
    /// Least and greatest capacity, in the kind's unit.
    pub(in crate::sample) capacity: (u32, u32),
    /// Least and greatest floor area in square metres.
    pub(in crate::sample) area_m2: (u32, u32),
    pub(in crate::sample) hours: &'static [&'static str],
    pub(in crate::sample) department: &'static str,
    pub(in crate::sample) protected: bool,
    /// Whether free places are counted.
    pub(in crate::sample) counts_places: bool,
    pub(in crate::sample) offers: &'static [Offer],
}

/// What an organization of some kind is like.
#[derive(Debug)]
pub(in crate::sample) struct Helper {
    pub(in crate::sample) kind: &'static str,
    pub(in crate::sample) spread: Spread,
    /// Endings of names in Chinese and English.
    pub(in crate::sample) names: &'static [(&'static str, &'static str)],
    pub(in crate::sample) capacity: (u32, u32),
    pub(in crate::sample) hours: &'static [&'static str],
    pub(in crate::sample) offers: &'static [Offer],
}

// Opening hours and target groups that several kinds have in common.
const OFFICE: &[&str] = &["Mo-Fr 09:00-12:00,13:30-17:30", "Mo-Fr 08:30-12:00,14:00-18:00", "Mo-Fr 09:00-17:00"];
const LONG: &[&str] = &["Mo-Sa 08:30-18:00", "Mo-Su 08:30-17:30", "Mo-Fr 08:00-18:00; Sa 09:00-16:00"];
const DAY: &[&str] = &["Mo-Su 07:30-18:00", "Mo-Sa 08:00-17:30", "Mo-Fr 08:00-17:30"];
const LEISURE: &[&str] = &["Tu-Su 09:00-20:30", "Mo-Su 09:00-21:00", "We-Su 10:00-18:00"];
const ALWAYS: &[&str] = &["24/7"];

const OLD: &[&str] = &["elderly"];
const FRAIL: &[&str] = &["elderly", "disabled-elderly", "self-care-loss"];
const POOR: &[&str] = &["destitute", "minimum-living", "low-income", "temporary-hardship"];
const YOUNG: &[&str] = &["minors", "children-in-hardship"];
const ORPHANS: &[&str] = &["orphans", "de-facto-orphans"];
const DISABLED: &[&str] = &["disabled", "severely-disabled"];
const ROUGH: &[&str] = &["homeless", "temporary-hardship"];
const ALL: &[&str] = &[];
