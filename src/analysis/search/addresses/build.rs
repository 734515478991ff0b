//! How do the spots of a map become columns to be searched?

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{AddressIndex, FormRow, Grid, Name, SpotRow, Tail, Text};
use crate::{
    analysis::search::{
        asked::{number_of, split_number},
        form::Tier,
        marks::{Marks, Slices},
        sound::{fold, sounds},
    },
    domain::address_point::{AddressPoint, SpotKind},
};

/// The longest text, in bytes; longer ones are cut.
const LONGEST_TEXT: usize = u16::MAX as usize;
/// The most classes that are told apart; what comes beyond has none.
const MOST_CLASSES: usize = u16::MAX as usize;

/// What spots that stand for one name have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Called<'a> {
    name: &'a str,
    name_en: &'a str,
    aliases: &'a [Box<str>],
}

/// A house's name in two parts.
struct House<'a> {
    street: &'a str,
    street_en: &'a str,
    number: u32,
    tail: Tail,
}

/// A form before it has its place in the columns.
struct Made {
    tier: Tier,
    text: String,
    sound: Vec<u8>,
    marks: Marks,
}

impl AddressIndex {
    /// An index of these spots.
    pub fn new(points: &[AddressPoint]) -> AddressIndex {
        let (names, rows) = named(points);
        let mut index = AddressIndex::default();
        let forms: Vec<Vec<Made>> = names.par_iter().map(forms_of).collect();
        let marks: Vec<Marks> = forms.iter().flatten().map(|form| form.marks).collect();
        index.slices = Slices::new(&marks);
        for (called, forms) in names.iter().zip(forms) {
            let number = index.names.len() as u32;
            let (text, text_en) = (index.keep(called.name), index.keep(called.name_en));
            index.names.push(Name { text, text_en, spots: 0, houses: 0 });
            forms.into_iter().for_each(|form| index.keep_form(number, form));
        }
        index.keep_spots(points, rows);
        index.grids = SpotKind::ALL.map(|kind| Grid::new(&index.spots, kind));
        index
    }

    fn keep(&mut self, text: &str) -> Text {
        let text = shortened(text);
        let first = self.texts.len() as u32;
        self.texts.push_str(text);
        Text { first, length: text.len() as u16 }
    }

    fn keep_form(&mut self, name: u32, form: Made) {
        // A name that is its own folded form is not kept twice, nor one that is read in several ways.
        let known = self.forms.last().filter(|last| last.name == name).map(|last| last.text);
        let text = [Some(self.names[name as usize].text), known].into_iter().flatten().find(|text| self.text(*text) == form.text);
        let text = text.unwrap_or_else(|| self.keep(&form.text));
        let sound = self.sounds.len() as u32;
        self.sounds.extend_from_slice(&form.sound);
        self.forms.push(FormRow { name, tier: form.tier, text, sound, sound_length: form.sound.len() as u8 });
    }

    fn keep_spots(&mut self, points: &[AddressPoint], rows: Vec<Placed>) {
        let none = Tail { text: "".into(), number: "".into(), before: false };
        let mut tails: Vec<&Tail> = rows.iter().filter_map(|(_, house)| house.as_ref().map(|(_, tail)| tail)).collect();
        tails.push(&none);
        tails.par_sort_unstable();
        tails.dedup();
        let tails: Vec<Tail> = tails.into_iter().cloned().collect();
        let tail_of = |tail: &Tail| tails.binary_search(tail).expect("every tail was collected") as u32;
        let mut classes: BTreeMap<&str, u16> = points.iter().map(|point| (&*point.class, 0)).collect();
        classes.values_mut().zip((0..MOST_CLASSES).chain(std::iter::repeat(0))).for_each(|(number, at)| *number = at as u16);
        let degrees = |degrees: f64| (degrees * 1e7).round() as i32;
        self.spots = points
            .iter()
            .zip(&rows)
            .map(|(point, (name, house))| SpotRow {
                name: *name,
                number: house.as_ref().map_or(0, |(number, _)| *number),
                tail: house.as_ref().map_or(0, |(_, tail)| tail_of(tail)),
                class: classes[&*point.class],
                kind: point.kind,
                lon: degrees(point.position.lon()),
                lat: degrees(point.position.lat()),
            })
            .collect();
        self.spots.par_sort_unstable_by_key(SpotRow::order);
        self.spots.dedup_by_key(|spot| spot.order());
        self.tails = tails;
        self.classes = classes.into_keys().take(MOST_CLASSES).map(Into::into).collect();
        for (name, at) in self.names.iter_mut().zip(0..) {
            name.spots = self.spots.partition_point(|spot| spot.name < at) as u32;
            name.houses = self.spots.partition_point(|spot| (spot.name, spot.tail > 0) < (at, true)) as u32;
        }
    }
}

impl SpotRow {
    /// By name; houses behind all others, by number.
    fn order(&self) -> impl Ord + use<> {
        (self.name, self.tail > 0, self.number, self.tail, self.kind, self.lon, self.lat, self.class)
    }
}

/// The row of a spot's name, and the number of a house with what follows it.
type Placed = (u32, Option<(u32, Tail)>);

/// The names, in order, and of each spot the row of its name and its number.
fn named(points: &[AddressPoint]) -> (Vec<Called<'_>>, Vec<Placed>) {
    let houses: Vec<Option<House>> = points.par_iter().map(house_of).collect();
    // What is known by each name, so that houses come to their street: a street before anything else, then what has most names.
    let mut known: HashMap<String, (bool, usize, bool, Called)> = HashMap::new();
    for (point, _) in points.iter().zip(&houses).filter(|(_, house)| house.is_none()) {
        let one = called(point);
        let one = (point.kind == SpotKind::Street, one.aliases.len(), !one.name_en.is_empty(), one);
        known.entry(fold(&point.name)).and_modify(|best| *best = (*best).max(one)).or_insert(one);
    }
    let by_name = |name: &str| known.get(&fold(name)).copied();
    let all: Vec<Called> = points
        .par_iter()
        .zip(&houses)
        .map(|(point, house)| match house {
            // Pieces of one street are often named in English here and not there.
            None if point.kind == SpotKind::Street => by_name(&point.name).map_or(called(point), |(.., known)| known),
            None => called(point),
            Some(House { street, street_en, .. }) => {
                by_name(street).map_or(Called { name: street, name_en: street_en, aliases: &[] }, |(.., known)| known)
            }
        })
        .collect();
    let mut names = all.clone();
    names.par_sort_unstable();
    names.dedup();
    let numbers: HashMap<Called, u32> = names.iter().copied().zip(0..).collect();
    let rows = all.iter().zip(houses).map(|(called, house)| (numbers[called], house.map(|house| (house.number, house.tail))));
    (names, rows.collect())
}

fn called(point: &AddressPoint) -> Called<'_> {
    Called { name: &point.name, name_en: point.name_en.as_deref().unwrap_or_default(), aliases: &point.aliases }
}

/// A house number and what it belongs to; `None` of anything else, and of a house that is called something else as well.
fn house_of(point: &AddressPoint) -> Option<House<'_>> {
    if point.kind != SpotKind::House || !point.aliases.is_empty() {
        return None;
    }
    let (before, number, behind) = split_number(&point.name)?;
    let (value, folded) = number_of(number)?;
    let (street, tail, first) = if fold(before).is_empty() {
        let street = behind.trim_start();
        (street, &point.name[..point.name.len() - street.len()], true)
    } else {
        let street = before.trim_end();
        (street, &point.name[street.len()..], false)
    };
    let street_en = point.name_en.as_deref().and_then(split_number).map_or("", |(before, _, behind)| match before.trim() {
        "" => behind.trim(),
        before => before,
    });
    let number = if first { folded } else { number_of(tail).map_or(folded, |(_, folded)| folded) };
    (!fold(street).is_empty()).then(|| House {
        street,
        street_en,
        number: value,
        tail: Tail { text: tail.into(), number: number.into(), before: first },
    })
}

/// Every way to write and read a name.
fn forms_of(called: &Called) -> Vec<Made> {
    let names = [(Tier::Name, called.name), (Tier::English, called.name_en)];
    let texts = names.into_iter().chain(called.aliases.iter().map(|alias| (Tier::Alias, &**alias)));
    let forms = texts.flat_map(|(tier, text)| {
        let text = shortened(text);
        let folded = fold(text);
        let sounds = if folded.is_empty() { Vec::new() } else { sounds(text) };
        sounds.into_iter().map(move |sound| Made { tier, text: shortened(&folded).to_owned(), marks: Marks::of(&folded, &sound), sound })
    });
    forms.collect()
}

/// A text that is not too long to be kept.
fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}
