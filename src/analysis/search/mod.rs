//! Which record or spot of the map does somebody mean who types a name, its pinyin, its initials, an address or an id? And what
//! is near a point?
//!
//! Indexes in memory: SQL text search finds no two-character words such as 养老, and differs between databases. Every word of the
//! question has to fit; the worst fit of them ranks an entry. Slips of the hand are looked for only where nothing fits well.
//! docs/methods.md has the whole of it. Refuses to know what divisions are and who may see what.

mod addresses;
mod asked;
mod form;
mod marks;
mod slips;
mod sound;

use std::{cmp::Reverse, sync::Arc};

use rayon::prelude::*;

pub use self::{
    addresses::{AddressHit, AddressIndex, Around, NearSpot, Spot},
    asked::Asked,
};
use self::{
    form::{Form, Tier, Word},
    marks::{Glance, Marks},
    sound::{fold, sounds},
};

/// What the id itself is worth.
const BY_ID: u32 = 90;
/// What fits well fits at least like this.
const WELL: u32 = 50;
/// What a word in the kind or the address is worth.
const BY_DETAIL: u32 = 20;

/// The texts of a record to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Its English name.
    pub name_en: Option<Box<str>>,
    /// Other text it is found by: kind, address.
    pub detail: Box<str>,
}

/// Records with their texts folded for search.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// What the caller knows each record by, and its texts.
    entries: Vec<(u64, Arc<Folded>)>,
}

/// How a text counts, its marks, and how it sounds.
type Sounding = (Tier, Marks, Box<[u8]>);

/// The texts of a record, folded for search; shared by the indexes of several states of a registry.
#[derive(Debug)]
pub struct Folded {
    id: Box<str>,
    name: Box<str>,
    name_en: Box<str>,
    detail: Box<str>,
    sounds: Box<[Sounding]>,
}

/// A record that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// What the caller knows it by.
    pub what: u64,
    /// How well it fits, 1 to 100.
    pub rank: u32,
    /// Bytes of its name, folded.
    pub length: usize,
    /// How far it is, in metres; `None` when nobody says.
    pub distance_m: Option<f64>,
}

impl SearchIndex {
    /// Of records with what the caller knows each by.
    pub fn new(entries: Vec<(u64, Arc<Folded>)>) -> SearchIndex {
        SearchIndex { entries }
    }

    /// The texts of the record at a place.
    pub fn texts(&self, place: usize) -> &Arc<Folded> {
        &self.entries[place].1
    }

    /// What fits best first, at most `limit`; equal fits in the order of name length, name and id.
    pub fn find(&self, query: &str, limit: usize) -> Vec<u64> {
        let fits = Asked::new(query).map(|asked| self.fits(&asked, limit, |_| None)).unwrap_or_default();
        fits.into_iter().map(|fit| fit.what).collect()
    }

    /// The same, with what they are worth; of equal fits the nearer first, where the caller tells how far each is.
    pub fn fits(&self, asked: &Asked, limit: usize, distance_m: impl Fn(u64) -> Option<f64> + Sync) -> Vec<Fit> {
        let ranked = |rank: &(dyn Fn(&Folded) -> u32 + Sync)| -> Vec<(u32, usize)> {
            let rows = self.entries.par_iter().enumerate();
            rows.map(|(row, (_, entry))| (rank(entry), row)).filter(|(rank, _)| *rank > 0).collect()
        };
        if limit == 0 {
            return Vec::new();
        }
        let mut hits = ranked(&|entry| entry.fit(asked));
        if fits_badly(hits.iter().map(|(rank, _)| *rank)) {
            let slips = ranked(&|entry| if entry.fit(asked) == 0 { entry.fit_but_for_slips(&asked.words.whole) } else { 0 });
            hits.extend(slips);
        }
        let mut hits: Vec<(u32, Option<f64>, usize)> =
            hits.into_iter().map(|(rank, row)| (rank, distance_m(self.entries[row].0), row)).collect();
        let key = |(rank, distance_m, row): &(u32, Option<f64>, usize)| {
            let entry = &self.entries[*row].1;
            (Reverse(*rank), whole_metres(*distance_m), entry.name.len(), &entry.name, &entry.id)
        };
        if hits.len() > limit {
            hits.select_nth_unstable_by(limit, |a, b| key(a).cmp(&key(b)));
            hits.truncate(limit);
        }
        hits.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        let fit = |(rank, distance_m, row): (u32, Option<f64>, usize)| {
            let (what, entry) = &self.entries[row];
            Fit { what: *what, rank, length: entry.name.len(), distance_m }
        };
        hits.into_iter().map(fit).collect()
    }

    /// Which entries fit at all, without slips, as a test for lists; an empty query fits everything.
    pub fn matches(&self, query: &str) -> impl Fn(usize) -> bool + '_ {
        let asked = Asked::new(query);
        move |row| self.entries.get(row).is_some_and(|(_, entry)| asked.as_ref().is_none_or(|asked| entry.fit(asked) > 0))
    }
}

/// Whether nothing fits as a whole or from its beginning: then somebody may have slipped.
fn fits_badly(mut ranks: impl Iterator<Item = u32>) -> bool {
    !ranks.any(|rank| rank >= WELL)
}

/// A distance as answers are ordered by it; what has none comes last.
fn whole_metres(distance_m: Option<f64>) -> u32 {
    distance_m.map_or(u32::MAX, |metres| metres as u32)
}

impl From<Entry> for Folded {
    fn from(entry: Entry) -> Folded {
        let (name, name_en) = (fold(&entry.name), entry.name_en.as_deref().map(fold).unwrap_or_default());
        let of = |tier: Tier, text: &str, folded: &str| -> Vec<_> {
            if folded.is_empty() {
                return Vec::new();
            }
            sounds(text).into_iter().map(|sound| (tier, Marks::of(folded, &sound), sound.into_boxed_slice())).collect()
        };
        let mut sounds = of(Tier::Name, &entry.name, &name);
        sounds.extend(of(Tier::English, entry.name_en.as_deref().unwrap_or_default(), &name_en));
        Folded {
            id: fold(&entry.id).into(),
            detail: fold(&entry.detail).into(),
            name: name.into(),
            name_en: name_en.into(),
            sounds: sounds.into(),
        }
    }
}

impl Folded {
    /// The ways to write and read it that are worth comparing.
    fn forms(&self, glance: &Glance) -> impl Iterator<Item = Form<'_>> {
        let shown = self.sounds.iter().filter(move |(_, marks, _)| glance.shows_in(marks));
        shown.map(|(tier, _, sound)| {
            let text = if *tier == Tier::English { &self.name_en } else { &self.name };
            Form { tier: *tier, text, sound }
        })
    }

    /// How well it fits; 0 not at all.
    fn fit(&self, asked: &Asked) -> u32 {
        asked.words.fit_by(|word| {
            let by_name = self.forms(word.glance()).map(|form| word.fit(&form)).max().unwrap_or(0);
            let by_id = if *self.id == *word.text() { BY_ID } else { 0 };
            let by_detail = if by_name < BY_DETAIL && self.detail.contains(word.text()) { BY_DETAIL } else { 0 };
            by_name.max(by_id).max(by_detail)
        })
    }

    fn fit_but_for_slips(&self, word: &Word) -> u32 {
        let forms = word.glance_for_slips().into_iter().flat_map(|glance| self.forms(glance));
        forms.map(|form| word.fit_but_for_slips(&form)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
