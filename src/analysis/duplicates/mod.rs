//! Which two records may be one and the same, and what speaks for it?
//!
//! A person decides; this only says where to look, and why. It works for facilities and for organizations alike.
//!
//! 1. Each [`Part`] that both records give is a value from 0 to 1: the likeness of names (`name`) and of addresses
//!    (`address`); 1 or 0 for credit code, phone and kind; for the distance 1 up to [`Rules::near_m`] metres, falling evenly
//!    to 0 at [`Rules::far_m`]. Of two records without two points, different districts make a distance of value 0. What one
//!    of them does not give is left out.
//! 2. The score is the mean of the parts by weight (a linear case of Fellegi and Sunter, "A theory for record linkage", JASA
//!    64, 1969). A pair with at least the threshold is answered, by falling score, then by ids.
//! 3. Not every two of 100,000 records are compared: `blocks` says which are, and which pairs may be lost by that.
//!
//! Of a protected place the caller gives only the public front point. Refuses to know how records are merged.

use rayon::prelude::*;

use crate::domain::{
    division::{DivisionCode, Level},
    position::Position,
};

pub(super) mod address;
mod blocks;
mod name;
mod phone;
mod score;
mod sound;
#[cfg(test)]
mod tests;
pub(super) mod text;

use self::{address::Address, name::Generic, name::Name};
pub use self::{
    address::HouseNumbers,
    name::{Difference, GENERIC_WORDS},
    score::{Part, PartName, Why},
    sound::By,
    text::PlaceNames,
};

/// Words that say nothing about a place in its own province; a database may keep others.
pub const STOP_WORDS: &[&str] = &["陕西省", "西安市", "市辖区"];

/// What is compared of a record, borrowed from wherever it is kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Record<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its address.
    pub address: Option<&'a str>,
    /// Its unified social credit code.
    pub credit_code: Option<&'a str>,
    /// Its phone field, which may hold several numbers.
    pub phone: Option<&'a str>,
    /// Code of its kind, or of an organization's category; empty where there is none.
    pub kind: &'a str,
    /// Where it is shown.
    pub point: Option<Position>,
    /// The division it declares.
    pub division: Option<DivisionCode>,
}

/// What each part counts; finite, not negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Likeness of names.
    pub name: f64,
    /// Likeness of addresses.
    pub address: f64,
    /// Same credit code.
    pub credit_code: f64,
    /// A phone in common.
    pub phone: f64,
    /// How near they are.
    pub distance: f64,
    /// Same kind.
    pub kind: f64,
}

/// How records are compared. All of it is settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// What each part counts.
    pub weights: Weights,
    /// The least score of a pair that is answered, from 0 to 1; closed.
    pub threshold: f64,
    /// Up to so many metres apart records count as in one place.
    pub near_m: f64,
    /// From so many metres on their places have nothing to do with each other; more than `near_m`.
    pub far_m: f64,
    /// Words without meaning.
    pub stop_words: Vec<String>,
    /// Words that many names share.
    pub generic_words: Vec<String>,
    /// A phone, credit code or spot that more records than this share is not looked into pair by pair.
    pub crowd: usize,
}

impl Rules {
    /// For facilities. Several of one operator share its credit code and phone and several kinds one building, so all of that
    /// together stays below the threshold when names and kinds differ.
    pub fn for_facilities() -> Rules {
        let weights = Weights { name: 0.40, address: 0.12, credit_code: 0.08, phone: 0.10, distance: 0.15, kind: 0.15 };
        Rules { weights, threshold: 0.8, ..Rules::with_words() }
    }

    /// For organizations: a credit code belongs to one of them only.
    pub fn for_organizations() -> Rules {
        let weights = Weights { name: 0.30, address: 0.10, credit_code: 0.40, phone: 0.10, distance: 0.05, kind: 0.05 };
        Rules { weights, threshold: 0.7, ..Rules::with_words() }
    }

    fn with_words() -> Rules {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Rules {
            weights: Weights { name: 1.0, address: 0.0, credit_code: 0.0, phone: 0.0, distance: 0.0, kind: 0.0 },
            threshold: 0.8,
            near_m: 50.0,
            far_m: 500.0,
            stop_words: own(STOP_WORDS),
            generic_words: own(GENERIC_WORDS),
            crowd: 2_000,
        }
    }
}

/// Two records that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The id that comes first in the order of bytes; the record asked about, if one was.
    pub first: Box<str>,
    /// The other id.
    pub second: Box<str>,
    /// From 0 to 1.
    pub score: f64,
    /// The parts that make up the score, in the order of [`PartName`]; what a record does not give has no part.
    pub parts: Vec<Part>,
}

/// Records ready to be compared; owns what it needs, so that it can be kept beside a snapshot.
#[derive(Debug)]
pub struct Duplicates {
    rules: Rules,
    places: PlaceNames,
    stop_words: Vec<String>,
    generic: Generic,
    records: Vec<Prepared>,
}

/// A record with its texts folded.
#[derive(Debug)]
struct Prepared {
    id: Box<str>,
    name: Name,
    address: Option<Address>,
    credit_code: Option<Box<str>>,
    phones: Vec<Box<str>>,
    kind: Box<str>,
    point: Option<Position>,
    district: Option<DivisionCode>,
}

impl Duplicates {
    /// Takes records in any order, their ids different.
    pub fn new(records: &[Record<'_>], places: PlaceNames, rules: Rules) -> Duplicates {
        let stop_words = rules.stop_words.iter().map(|word| text::fold(word)).filter(|word| !word.is_empty()).collect();
        let generic = Generic::new(rules.generic_words.iter().map(String::as_str));
        let mut found = Duplicates { rules, places, stop_words, generic, records: Vec::new() };
        found.records = records.par_iter().map(|record| found.prepare(record)).collect();
        // The order of ids, so that the answer does not depend on the order given.
        found.records.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// All probable duplicates, by falling score, then by ids.
    pub fn pairs(&self) -> Vec<Pair> {
        let blocks = blocks::Blocks::new(&self.records, &self.rules);
        let compared = |a: u32, b: u32| self.pair(&self.records[a.min(b) as usize], &self.records[a.max(b) as usize]);
        let of_row = |row| blocks.partners(row).into_iter().filter_map(move |other| compared(row, other));
        let mut pairs = sorted((0..self.records.len() as u32).into_par_iter().flat_map_iter(of_row).collect());
        // A pair may have been named by both of its rows.
        pairs.dedup();
        pairs
    }

    /// The probable duplicates of one record, which may be new: compared with every other, none is lost.
    pub fn of(&self, record: &Record<'_>) -> Vec<Pair> {
        let asked = self.prepare(record);
        let others = self.records.par_iter().filter(|other| other.id != asked.id);
        sorted(others.filter_map(|other| self.pair(&asked, other)).collect())
    }

    /// The pair with its score, if that is high enough.
    fn pair(&self, first: &Prepared, second: &Prepared) -> Option<Pair> {
        // The quick no comes first: most pairs are nothing alike.
        if !score::could_pass(first, second, first.name.bound(&second.name), &self.rules) {
            return None;
        }
        let name = first.name.likeness(&second.name);
        if !score::could_pass(first, second, name.value, &self.rules) {
            return None;
        }
        let parts = score::parts(first, second, name, &self.rules);
        let score = score::mean(&parts);
        score::passes(score, &self.rules).then(|| Pair { first: first.id.clone(), second: second.id.clone(), score, parts })
    }

    fn prepare(&self, record: &Record<'_>) -> Prepared {
        let division = record.division;
        let address = |text| Address::new(text, division, &self.places, &self.stop_words);
        let code = |code: &str| code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect::<String>();
        Prepared {
            id: record.id.into(),
            name: Name::new(record.name, division, &self.places, &self.stop_words, &self.generic),
            address: record.address.and_then(address),
            credit_code: record.credit_code.map(code).filter(|code| !code.is_empty()).map(Box::from),
            phones: record.phone.map(phone::numbers).unwrap_or_default(),
            kind: record.kind.into(),
            point: record.point,
            district: division.and_then(|code| code.at(Level::District)),
        }
    }
}

fn sorted(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second))));
    pairs
}
