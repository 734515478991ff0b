//! What speaks for two records being one, part by part, and how much in all?

use crate::domain::division::DivisionCode;

use super::{
    Prepared, Rules,
    address::HouseNumbers,
    name::{Difference, NameLikeness},
    phone,
    sound::By,
};

/// Two ways of adding up the same parts differ by less.
const ROUNDING: f64 = 1e-9;

/// What is compared of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartName {
    /// Their names.
    Name,
    /// Their addresses.
    Address,
    /// Their credit codes.
    CreditCode,
    /// Their phones.
    Phone,
    /// Their places.
    Distance,
    /// Their kinds.
    Kind,
}

impl PartName {
    /// All parts in the order in which they are shown.
    pub const ALL: [PartName; 6] = [Self::Name, Self::Address, Self::CreditCode, Self::Phone, Self::Distance, Self::Kind];

    /// The code used in API and settings.
    pub fn code(self) -> &'static str {
        match self {
            PartName::Name => "name",
            PartName::Address => "address",
            PartName::CreditCode => "credit_code",
            PartName::Phone => "phone",
            PartName::Distance => "distance",
            PartName::Kind => "kind",
        }
    }
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Part {
    /// Which.
    pub part: PartName,
    /// From 0, nothing speaks for it, to 1.
    pub value: f64,
    /// What it counts.
    pub weight: f64,
    /// What the value comes from.
    pub why: Why,
}

/// What a part's value comes from, for a screen to say in words.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// Names, as compared.
    Names {
        /// The first name, folded and stripped.
        first: Box<str>,
        /// The second name, folded and stripped.
        second: Box<str>,
        /// Words that were stripped from either.
        stripped: Vec<Box<str>>,
        /// Likeness of what is peculiar to them, from 0 to 1.
        core: f64,
        /// Likeness of the words that many names share, from 0 to 1.
        generic: f64,
        /// By what the peculiar parts are alike.
        by: By,
        /// What speaks against them.
        differences: Vec<Difference>,
    },
    /// Addresses, as compared.
    Addresses {
        /// The first address, folded and stripped.
        first: Box<str>,
        /// The second address, folded and stripped.
        second: Box<str>,
        /// Words that were stripped from either.
        stripped: Vec<Box<str>>,
        /// What the house numbers say.
        house_numbers: HouseNumbers,
    },
    /// They are the same, or have one in common.
    Same,
    /// They are different.
    Different,
    /// Both are on the map.
    Metres {
        /// Great-circle metres between them.
        distance_m: f64,
    },
    /// They are not both on the map, and declare different districts.
    DifferentDistricts {
        /// The first record's district.
        first: DivisionCode,
        /// The second record's district.
        second: DivisionCode,
    },
}

/// The parts that both records give, in the order of [`PartName`].
pub(super) fn parts(first: &Prepared, second: &Prepared, name: NameLikeness, rules: &Rules) -> Vec<Part> {
    let weights = &rules.weights;
    let part = |part, weight, value, why| Part { part, value, weight, why };
    let NameLikeness { value, core, generic, by, differences } = name;
    let (a, b) = (&first.name.stripped, &second.name.stripped);
    let (names, stripped) = ((a.text.as_str().into(), b.text.as_str().into()), both(&a.words, &b.words));
    let why = Why::Names { first: names.0, second: names.1, stripped, core, generic, by, differences };
    let mut found = vec![part(PartName::Name, weights.name, value, why)];
    if let (Some(a), Some(b)) = (&first.address, &second.address) {
        let (value, house_numbers) = a.likeness(b);
        let (a, b) = (&a.stripped, &b.stripped);
        let stripped = both(&a.words, &b.words);
        let why = Why::Addresses { first: a.text.as_str().into(), second: b.text.as_str().into(), stripped, house_numbers };
        found.push(part(PartName::Address, weights.address, value, why));
    }
    let mut equal = |name, weight, same: Option<bool>| {
        if let Some(same) = same {
            found.push(part(name, weight, f64::from(same), if same { Why::Same } else { Why::Different }));
        }
    };
    equal(PartName::CreditCode, weights.credit_code, same_code(first, second));
    equal(PartName::Phone, weights.phone, same_phone(first, second));
    if let Some((value, why)) = distance(first, second, rules) {
        found.push(part(PartName::Distance, weights.distance, value, why));
    }
    if let Some(same) = same_kind(first, second) {
        found.push(part(PartName::Kind, weights.kind, f64::from(same), if same { Why::Same } else { Why::Different }));
    }
    found
}

fn same_code(first: &Prepared, second: &Prepared) -> Option<bool> {
    Some(first.credit_code.as_ref()? == second.credit_code.as_ref()?)
}

fn same_phone(first: &Prepared, second: &Prepared) -> Option<bool> {
    (!first.phones.is_empty() && !second.phones.is_empty()).then(|| phone::share(&first.phones, &second.phones))
}

fn same_kind(first: &Prepared, second: &Prepared) -> Option<bool> {
    (!first.kind.is_empty() && !second.kind.is_empty()).then(|| first.kind == second.kind)
}

fn distance(first: &Prepared, second: &Prepared, rules: &Rules) -> Option<(f64, Why)> {
    if let (Some(a), Some(b)) = (first.point, second.point) {
        let distance_m = a.distance_m(b);
        let value = (rules.far_m - distance_m) / (rules.far_m - rules.near_m).max(f64::MIN_POSITIVE);
        return Some((value.clamp(0.0, 1.0), Why::Metres { distance_m }));
    }
    let (first, second) = (first.district?, second.district?);
    (first != second).then_some((0.0, Why::DifferentDistricts { first, second }))
}

/// The words of both, each once.
fn both(a: &[Box<str>], b: &[Box<str>]) -> Vec<Box<str>> {
    let mut words: Vec<Box<str>> = a.iter().chain(b).cloned().collect();
    words.sort();
    words.dedup();
    words
}

/// The mean of the parts by weight, 0 where nothing weighs anything.
pub(super) fn mean(parts: &[Part]) -> f64 {
    over(parts.iter().map(|part| (part.value, part.weight)))
}

fn over(parts: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (value, weight) = parts.fold((0.0, 0.0), |(sum, whole), (value, weight)| (sum + value * weight, whole + weight));
    if weight > 0.0 { value / weight } else { 0.0 }
}

/// Whether a score reaches the threshold.
pub(super) fn passes(score: f64, rules: &Rules) -> bool {
    score + ROUNDING >= rules.threshold
}

/// Whether the score can reach the threshold with names no more alike than this, by what is quickly compared: false only if
/// it cannot.
pub(super) fn could_pass(first: &Prepared, second: &Prepared, name: f64, rules: &Rules) -> bool {
    let weights = &rules.weights;
    let bit = |same: Option<bool>, weight| same.map(|same| (f64::from(same), weight));
    let address = first.address.as_ref().zip(second.address.as_ref()).map(|(a, b)| (a.bound(b), weights.address));
    let parts = [
        Some((name, weights.name)),
        address,
        bit(same_code(first, second), weights.credit_code),
        bit(same_phone(first, second), weights.phone),
        bit(same_kind(first, second), weights.kind),
    ];
    let with = |distance: Option<f64>| over(parts.into_iter().flatten().chain(distance.map(|value| (value, weights.distance))));
    // Distances take the longest: they are worked out only if the rest does not already say no.
    passes(with(Some(1.0)), rules) && passes(with(distance(first, second, rules).map(|(value, _)| value)), rules)
}
