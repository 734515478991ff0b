//! What does an element's tags mean to us? Everything that is kept of them, so that the tags themselves can go.

use std::{collections::HashMap, num::NonZeroU32};

use crate::domain::{
    street::{BarrierClass, Stop},
    text::{MAX_NAME_CHARS, check_text},
};

use super::{
    barriers,
    care::{Care, Matcher},
    element::Tags,
    layers::{self, Drawn, House, Outline},
    problem::{Problems, Sort},
    rules::{self, Verdict, Walk},
    spots::{self, HouseNumber, Spot},
};

/// A number of [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NameId(NonZeroU32);

/// Names, each kept once.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, NameId>,
}

impl Names {
    /// The number of a name.
    pub fn number(&mut self, text: &str) -> Option<NameId> {
        if let Some(known) = self.numbers.get(text) {
            return Some(*known);
        }
        let number = NameId(NonZeroU32::new(u32::try_from(self.texts.len() + 1).ok()?)?);
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        Some(number)
    }

    /// The name with this number.
    pub fn text(&self, NameId(number): NameId) -> &str {
        self.texts.get(number.get() as usize - 1).map_or("", |text| text)
    }

    /// Takes over the names of a later part; the answer gives each of its numbers the number here.
    pub fn merge(&mut self, later: &Names) -> Vec<Option<NameId>> {
        later.texts.iter().map(|text| self.number(text)).collect()
    }
}

/// A division as its tags tell it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Boundary {
    pub level: u8,
    pub name: Box<str>,
    pub name_en: Option<Box<str>>,
    pub code: Option<Box<str>>,
}

/// What only few elements have.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Extra {
    pub duration_s: Option<f32>,
    pub spot: Option<Spot>,
    pub house_number: Option<HouseNumber>,
    pub care: Option<Care>,
    pub boundary: Option<Boundary>,
}

/// What is kept of an element's tags.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Facts {
    pub walk: Option<Walk>,
    pub barrier: Option<BarrierClass>,
    pub stop: Option<Stop>,
    pub drawn: Option<Drawn>,
    pub house: Option<House>,
    pub name: Option<NameId>,
    pub name_en: Option<NameId>,
    pub extra: Option<Box<Extra>>,
}

impl Facts {
    /// Whether nothing is wanted of the element.
    pub fn is_empty(&self) -> bool {
        let Facts { walk, barrier, stop, drawn, house, extra, .. } = self;
        walk.is_none() && barrier.is_none() && stop.is_none() && drawn.is_none() && house.is_none() && extra.is_none()
    }

    /// Gives the names the numbers they have elsewhere.
    pub fn renumber(&mut self, numbers: &[Option<NameId>]) {
        for name in [&mut self.name, &mut self.name_en] {
            *name = name.and_then(|NameId(number)| numbers.get(number.get() as usize - 1).copied().flatten());
        }
    }
}

/// Makes facts of tags.
pub(super) struct Reader {
    /// Tags of care facilities; `None` where only streets are wanted.
    pub matcher: Option<Matcher>,
}

/// Where the facts of an element go besides the answer.
pub(super) struct Ledger<'a> {
    pub names: &'a mut Names,
    pub problems: &'a mut Problems,
    /// Names the element: `way/123`.
    pub object: &'a dyn Fn() -> String,
}

/// Levels of divisions, from a country to a neighbourhood.
const LEVELS: std::ops::RangeInclusive<i64> = 2..=11;

impl Reader {
    /// The facts of an element.
    pub fn read(&self, tags: Tags, outline: Outline, ledger: &mut Ledger) -> Facts {
        if tags.is_empty() {
            return Facts::default();
        }
        let mut facts = Facts::default();
        let mut extra = Extra::default();
        if outline == Outline::Point {
            facts.stop = barriers::stop(tags);
        } else {
            let verdict = rules::judge(tags);
            match verdict {
                Verdict::Walked(walk) => {
                    facts.walk = Some(walk);
                    extra.duration_s = tags.get("route").and_then(|_| rules::duration_s(tags));
                }
                Verdict::Unknown => {
                    let class = tags.get("highway").unwrap_or_default();
                    ledger.problems.add(Sort::UnknownHighway, || format!("{}: highway={class}", (ledger.object)()));
                }
                Verdict::Barrier | Verdict::Nothing => {}
            }
            facts.barrier = barriers::line(tags, verdict);
        }
        if let Some(matcher) = &self.matcher {
            self.read_rest(matcher, tags, outline, (&mut facts, &mut extra), ledger);
        }
        let named = facts.walk.is_some() || facts.drawn.is_some() || extra.spot.is_some();
        if named {
            facts.name = fitting("name", spots::name(tags), ledger);
            facts.name_en = fitting("name:en", spots::name_en(tags), ledger);
        }
        facts.extra = (extra != Extra::default()).then(|| Box::new(extra));
        facts
    }

    fn read_rest(&self, matcher: &Matcher, tags: Tags, outline: Outline, (facts, extra): (&mut Facts, &mut Extra), ledger: &mut Ledger) {
        facts.drawn = layers::drawn(tags, outline);
        facts.house = layers::house(tags, outline);
        if outline == Outline::Line && layers::wants_area(tags) {
            ledger.problems.add(Sort::OpenArea, || (ledger.object)());
        }
        extra.spot = spots::spot(tags, outline);
        extra.house_number = spots::house_number(tags);
        extra.care = matcher.care(tags, ledger.object, ledger.problems);
        if outline.is_area() && tags.is("boundary", &["administrative"]) {
            extra.boundary = boundary(tags, ledger);
        }
    }
}

fn fitting(key: &str, text: Option<&str>, ledger: &mut Ledger) -> Option<NameId> {
    let text = text?;
    match check_text(text, MAX_NAME_CHARS) {
        Ok(text) => ledger.names.number(text),
        Err(error) => {
            ledger.problems.add(Sort::UnfitText, || format!("{}: {key} {error}", (ledger.object)()));
            None
        }
    }
}

fn boundary(tags: Tags, ledger: &mut Ledger) -> Option<Boundary> {
    let level = tags.get("admin_level").and_then(|text| text.parse::<i64>().ok()).filter(|level| LEVELS.contains(level));
    let name = spots::name(tags).filter(|name| spots::fits(name)).unwrap_or_default();
    let Some(level) = level.and_then(|level| u8::try_from(level).ok()) else {
        ledger.problems.add(Sort::NoLevel, || format!("{} ({name})", (ledger.object)()));
        return None;
    };
    let name_en = spots::name_en(tags).filter(|name| spots::fits(name)).map(Into::into);
    Some(Boundary { level, name: name.into(), name_en, code: code(tags).map(Into::into) })
}

/// A division code of the map: two, four, six, nine or twelve digits under one of the keys in use for it.
fn code(tags: Tags<'_>) -> Option<&str> {
    let keys = ["ref:GB", "ref:gb", "gb:code", "gb", "ref:CN", "ref:GB/T_2260", "division_code", "ref", "national_code"];
    let is_code = |text: &&str| matches!(text.len(), 2 | 4 | 6 | 9 | 12) && text.bytes().all(|byte| byte.is_ascii_digit());
    let others = || tags.0.iter().filter(|(key, _)| key.starts_with("ref:")).map(|(_, value)| value.trim());
    keys.iter().filter_map(|key| tags.get(key)).find(is_code).or_else(|| others().filter(|text| text.len() >= 6).find(is_code))
}
