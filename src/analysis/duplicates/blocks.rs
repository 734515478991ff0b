//! Which pairs of records are compared at all, out of the five thousand million that 100,000 records make?
//!
//! A pair is compared if any of these ties it:
//!
//! 1. the same credit code;
//! 2. phones with the same last seven digits;
//! 3. points less than [`Rules::far_m`] apart;
//! 4. names alike by at least the *near floor*, where not both are on the map and their districts do not differ;
//! 5. names alike by at least the *far floor*.
//!
//! The floors follow from the weights w and the threshold T. Without a tie of 1 to 3, code and phone are of value 0 or left
//! out, address and kind at most 1. So the score reaches T only if `name ≥ (T(wₙ+wₐ+wₖ) − wₐ − wₖ) / wₙ`, the near floor; with
//! a distance of value 0 besides, if `name ≥ (T(wₙ+wₐ+wₖ+w_d) − wₐ − wₖ) / wₙ`, the far floor. Neither is taken below
//! [`LEAST_FLOOR`].
//!
//! Names with a floor are found by prefix filtering (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins
//! in data cleaning", ICDE 2006; Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007). Cores alike by
//! s, the longer of m characters, match in at least `⌈s m⌉` characters, each pair of them with a reading in common. Hence, with
//! the readings of a core from rare to frequent, n of them in all, two such cores share one of their first
//! `n − ⌈s m⌉ + 1`, m being the own length.
//!
//! Where s is over [`PINYIN_CAP`] and the text so short that a single slip is too much for it, even beside a text longer by
//! one, only an equal text will do, and the text itself takes the readings' place.
//!
//! So these pairs, and no others, may pass the threshold and not be found:
//!
//! - those whose only ties of 1 to 3 are shared by more than [`Rules::crowd`] records (a switchboard's number, the middle of a
//!   district that everything was put on) and whose names do not reach the floor: it says nothing about a single place;
//! - where a low threshold would make a floor lower than [`LEAST_FLOOR`], those whose names are less alike than that: nothing
//!   but a kind and an address speaks for them.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    Prepared, Rules,
    name::{GENERIC_SHARE, Name, core_needed},
    phone,
    sound::{PINYIN_CAP, hash},
};
use crate::{
    analysis::{neighbours::Neighbours, space::Point},
    domain::{division::DivisionCode, position::Position},
};

/// The lowest likeness of names by which alone a pair is found; more than [`GENERIC_SHARE`], so that a core takes part.
pub(super) const LEAST_FLOOR: f64 = 0.6;
const _: () = assert!(LEAST_FLOOR > GENERIC_SHARE);

/// Rounding does not lose a character.
const ROUNDING: f64 = 1e-9;

/// A reading, apart for names with and without a core, or a whole text.
type Token = (Sort, u32);

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sort {
    /// A reading in a core.
    Core,
    /// A reading in a name without a core.
    Whole,
    /// All of what is peculiar to a name.
    Text,
}

/// Records by what ties them; rows are in the order of ids.
pub(super) struct Blocks<'a> {
    records: &'a [Prepared],
    rules: &'a Rules,
    by_code: HashMap<&'a str, Vec<u32>>,
    by_phone: HashMap<&'a str, Vec<u32>>,
    neighbours: Neighbours,
    /// More than a crowd is near.
    crowded: Vec<bool>,
    near: Option<Join>,
    far: Option<Join>,
}

impl<'a> Blocks<'a> {
    pub fn new(records: &'a [Prepared], rules: &'a Rules) -> Blocks<'a> {
        let (mut by_code, mut by_phone) = (HashMap::<_, Vec<u32>>::new(), HashMap::<_, Vec<u32>>::new());
        for (record, row) in records.iter().zip(0..) {
            if let Some(code) = &record.credit_code {
                by_code.entry(&**code).or_default().push(row);
            }
            let mut endings: Vec<&str> = record.phones.iter().map(|number| phone::ending(number)).collect();
            endings.sort_unstable();
            endings.dedup();
            for ending in endings {
                by_phone.entry(ending).or_default().push(row);
            }
        }
        let points: Vec<Option<Point>> = records.iter().map(|record| record.point.map(point)).collect();
        let neighbours = Neighbours::new(&points);
        let many = |point: &Option<Point>| point.is_some_and(|point| neighbours.around(point, rules.far_m, rules.crowd).is_none());
        let crowded = points.par_iter().map(many).collect();
        let frequency = frequency(records);
        let (near, far) = floors(rules);
        let join = |floor: f64| (floor <= 1.0 + ROUNDING).then(|| Join::new(records, floor, &frequency));
        Blocks { by_code, by_phone, neighbours, crowded, near: join(near), far: join(far), records, rules }
    }

    /// Rows to be compared with a row, in their order; a pair is named by at least one of its rows.
    pub fn partners(&self, row: u32) -> Vec<u32> {
        let record = &self.records[row as usize];
        let mut found = vec![];
        let few = |rows: &&Vec<u32>| rows.len() <= self.rules.crowd;
        let mut later = |rows: Option<&Vec<u32>>| found.extend(rows.filter(few).into_iter().flatten().filter(|other| **other > row));
        later(record.credit_code.as_ref().and_then(|code| self.by_code.get(&**code)));
        for number in &record.phones {
            later(self.by_phone.get(phone::ending(number)));
        }
        if let Some(at) = record.point.filter(|_| !self.crowded[row as usize]) {
            let around = self.neighbours.around(point(at), self.rules.far_m, self.rules.crowd).unwrap_or_default();
            let uncrowded = |other: &u32| *other > row && !self.crowded[*other as usize];
            found.extend(around.into_iter().map(|(other, _)| other).filter(uncrowded));
        }
        if let Some(far) = &self.far {
            for token in &far.prefixes[row as usize] {
                let rows = far.postings.get(token).into_iter().flatten();
                found.extend(rows.map(|(_, other)| *other).filter(|other| *other > row && far.may_be_alike(row, *other)));
            }
        }
        if let Some(near) = self.near.as_ref().filter(|_| self.is_loose(row)) {
            for token in &near.prefixes[row as usize] {
                let rows = near.of(token, record.district);
                let named_here = |other: &u32| *other > row || (*other < row && !self.is_loose(*other));
                found.extend(rows.filter(|other| near.may_be_alike(row, *other)).filter(named_here));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether its point does not tie it to its neighbours: it has none, or a crowd shares it.
    fn is_loose(&self, row: u32) -> bool {
        self.records[row as usize].point.is_none() || self.crowded[row as usize]
    }
}

fn point(position: Position) -> Point {
    [position.lon(), position.lat()]
}

/// The near and the far floor.
pub(super) fn floors(rules: &Rules) -> (f64, f64) {
    let weights = &rules.weights;
    let others = weights.address + weights.kind;
    let floor = |distance: f64| {
        let needed = (rules.threshold * (weights.name + others + distance) - others) / weights.name;
        // Without a weight of its own the name says nothing, and nothing is found by it that is not alike anyway.
        if weights.name > 0.0 { needed.max(LEAST_FLOOR) } else { LEAST_FLOOR }
    };
    (floor(0.0), floor(weights.distance))
}

/// In how many names each reading occurs.
fn frequency(records: &[Prepared]) -> HashMap<Token, u32> {
    let mut frequency = HashMap::new();
    for record in records {
        for token in tokens(&record.name) {
            *frequency.entry(token).or_default() += 1;
        }
    }
    frequency
}

fn tokens(name: &Name) -> impl Iterator<Item = Token> {
    let sort = if name.has_core() { Sort::Core } else { Sort::Whole };
    name.peculiar().sounds.iter().flat_map(|sound| sound.readings()).map(move |reading| (sort, reading))
}

/// Names that may be alike by a floor.
struct Join {
    /// By row.
    prefixes: Vec<Vec<Token>>,
    /// Districts and rows, in that order.
    postings: HashMap<Token, Vec<(Option<DivisionCode>, u32)>>,
    /// By row.
    outlines: Vec<Outline>,
}

/// What is peculiar to a name, so small that all of them stay near the processor.
struct Outline {
    /// A bit for each class of readings.
    mask: u64,
    /// Characters.
    length: u32,
    /// By how much the readings exceed the bits.
    surplus: u32,
    /// The least likeness that counts.
    needed: f64,
}

impl Outline {
    fn new(name: &Name, floor: f64) -> Outline {
        let peculiar = name.peculiar();
        let readings: usize = peculiar.sounds.iter().map(|sound| sound.readings().count()).sum();
        let mask = peculiar.mask();
        let surplus = readings as u32 - mask.count_ones();
        Outline { mask, length: peculiar.sounds.len() as u32, surplus, needed: likeness_needed(name, floor) }
    }
}

impl Join {
    fn new(records: &[Prepared], floor: f64, frequency: &HashMap<Token, u32>) -> Join {
        let prefixes: Vec<Vec<Token>> = records.par_iter().map(|record| prefix(&record.name, floor, frequency)).collect();
        let mut postings: HashMap<Token, Vec<(Option<DivisionCode>, u32)>> = HashMap::new();
        for ((record, prefix), row) in records.iter().zip(&prefixes).zip(0..) {
            for token in prefix {
                postings.entry(*token).or_default().push((record.district, row));
            }
        }
        postings.par_iter_mut().for_each(|(_, rows)| rows.sort_unstable());
        let outlines = records.iter().map(|record| Outline::new(&record.name, floor)).collect();
        Join { prefixes, postings, outlines }
    }

    /// Whether two names that share a token may reach the floor: a character that is matched has a reading in one of the
    /// classes in common, and so many readings are in them at most.
    fn may_be_alike(&self, row: u32, other: u32) -> bool {
        let (a, b) = (&self.outlines[row as usize], &self.outlines[other as usize]);
        let matched = (a.mask & b.mask).count_ones() + a.surplus.min(b.surplus);
        f64::from(matched) >= a.needed * f64::from(a.length.max(b.length)) - ROUNDING
    }

    /// Rows with a token whose district is not known to be another one.
    fn of(&self, token: &Token, district: Option<DivisionCode>) -> impl Iterator<Item = u32> {
        let rows = self.postings.get(token).map_or(&[][..], Vec::as_slice);
        let run = |wanted: Option<DivisionCode>| {
            let start = rows.partition_point(|(district, _)| *district < wanted);
            let end = rows.partition_point(|(district, _)| *district <= wanted);
            &rows[start..end]
        };
        let (same, unknown) = if district.is_some() { (run(district), run(None)) } else { (rows, &[][..]) };
        same.iter().chain(unknown).map(|(_, row)| *row)
    }
}

/// How alike what is peculiar to two names has to be.
fn likeness_needed(name: &Name, floor: f64) -> f64 {
    if name.has_core() { core_needed(floor) } else { floor }
}

/// The rarest readings of a name, as many as it takes.
fn prefix(name: &Name, floor: f64, frequency: &HashMap<Token, u32>) -> Vec<Token> {
    let likeness = likeness_needed(name, floor);
    let length = name.peculiar().sounds.len() as f64;
    // A name without letters is like no other.
    if length == 0.0 {
        return vec![];
    }
    if likeness > PINYIN_CAP && (length + 1.0) * (1.0 - likeness) < 1.0 - ROUNDING {
        return vec![(Sort::Text, hash(&name.peculiar().text))];
    }
    let matches = (likeness * length - ROUNDING).ceil().max(1.0) as usize;
    let mut tokens: Vec<Token> = tokens(name).collect();
    tokens.sort_unstable_by_key(|token| (frequency.get(token).copied().unwrap_or(0), *token));
    tokens.truncate((tokens.len() + 1).saturating_sub(matches));
    tokens.dedup();
    tokens
}
