//! Which spots fit a question, best first?

use std::{cmp::Reverse, collections::HashSet};

use rayon::prelude::*;

use super::{AddressHit, AddressIndex};
use crate::{
    analysis::search::{
        Asked,
        asked::{Number, Words},
        fits_badly,
        form::Word,
        marks::{BLOCK, Slices},
        whole_metres,
    },
    domain::{address_point::SpotKind, position::Position},
};

/// Streets of one name that are no farther apart than this are pieces of one, in metres.
const ONE_STREET_M: f64 = 3_000.0;
/// What a house number by itself is worth.
const BY_NUMBER: u32 = 60;
/// So many houses stand for a name that has no spot of its own.
const HOUSES_SHOWN: usize = 3;

/// What orders the answers: the fit, nearness, the length of the name, the kind, the row.
type Key = (Reverse<u32>, u32, u32, SpotKind, u32);

/// The best so far.
struct Best<'a> {
    index: &'a AddressIndex,
    near: Option<Position>,
    room: usize,
    /// What fits worse is not among the best any more.
    least: u32,
    keys: Vec<Key>,
}

/// What a form is compared with, and which forms are.
struct Round<'q> {
    shown: &'q (dyn Fn(&AddressIndex, usize) -> [u64; BLOCK] + Sync),
    take: &'q (dyn Fn(&mut Best, usize) + Sync),
}

impl AddressIndex {
    /// What fits best first, at most `limit`. Of equal fits the nearer first when a point is given; then the shorter name, then
    /// places before landmarks, streets and houses.
    ///
    /// 1. What begins like a single word is compared first. When that is enough, nothing else could come before it.
    /// 2. Otherwise everything is compared that could fit.
    /// 3. When nothing fits well, slips are forgiven.
    pub fn find(&self, asked: &Asked, near: Option<Position>, limit: usize) -> Vec<AddressHit<'_>> {
        // Pieces of one street fall together in the end.
        let room = limit * 4 + 16;
        let take = |best: &mut Best, row: usize| best.take_form(asked, row);
        if let Some(word) = asked.words.only().filter(|_| asked.number.is_none()) {
            let glance = word.glance().beginning_with(word.first_letter());
            let best = self.go_over(near, room, &Round { shown: &|index, block| index.slices.shown(&glance, block), take: &take });
            if best.keys.len() >= room && best.keys.iter().all(|key| key.0.0 > word.most_within()) {
                return best.answer(limit);
            }
        }
        let mut best = self.go_over(near, room, &Round { shown: &|index, block| asked.words.shown(&index.slices, block), take: &take });
        if let Some((number, rest)) = asked.number.as_ref().and_then(|number| Some((number, number.rest.as_ref()?))) {
            let take = |best: &mut Best, row: usize| best.take_form_with_number(number, rest, row);
            let houses = self.go_over(near, room, &Round { shown: &|index, block| rest.shown(&index.slices, block), take: &take });
            best.keys.extend(houses.keys);
        }
        if let Some(Number { rest: None, value, text }) = &asked.number {
            let houses = (0..self.spots.len()).filter(|spot| self.spots[*spot].tail > 0 && self.spots[*spot].number == *value);
            houses.for_each(|spot| best.take(BY_NUMBER - self.number_misses(spot, text), spot));
        }
        if fits_badly(best.keys.iter().map(|key| key.0.0))
            && let Some(word) = asked.but_for_slips()
            && let Some(glance) = word.glance_for_slips()
        {
            let take = |best: &mut Best, row: usize| best.take_form_but_for_slips(asked, word, row);
            let slips = self.go_over(near, room, &Round { shown: &|index, block| index.slices.shown(glance, block), take: &take });
            best.keys.extend(slips.keys);
        }
        best.answer(limit)
    }

    fn go_over(&self, near: Option<Position>, room: usize, round: &Round) -> Best<'_> {
        let empty = || Best { index: self, near, room, least: 0, keys: Vec::new() };
        let some = (0..self.slices.blocks()).into_par_iter().with_min_len(8).fold(empty, |mut best, block| {
            let shown = (round.shown)(self, block);
            Slices::rows(&shown, block, self.forms.len()).for_each(|row| (round.take)(&mut best, row));
            best
        });
        some.reduce(empty, |mut one, other| {
            one.keys.extend(other.keys);
            one.cut();
            one
        })
    }

    /// What a house with the right first digits lacks to be the one: 0 nothing, 1 an ending, 2 more.
    fn number_misses(&self, spot: usize, asked: &str) -> u32 {
        let number = &*self.tails[self.spots[spot].tail as usize].number;
        if number == asked {
            0
        } else if number.starts_with(asked) || asked.starts_with(number) {
            1
        } else {
            2
        }
    }

    /// The length of a spot's name, as far as it orders answers.
    fn length(&self, spot: usize) -> usize {
        let spot = &self.spots[spot];
        usize::from(self.names[spot.name as usize].text.length) + self.tails[spot.tail as usize].text.len()
    }
}

impl Best<'_> {
    fn take_form(&mut self, asked: &Asked, row: usize) {
        let rank = asked.words.fit(&self.index.form(row));
        if rank > 0 {
            self.take_name(rank, self.index.forms[row].name);
        }
    }

    fn take_form_with_number(&mut self, number: &Number, rest: &Words, row: usize) {
        let rank = rest.fit(&self.index.form(row));
        if rank > 0 {
            self.take_houses(rank, self.index.forms[row].name, number);
        }
    }

    fn take_form_but_for_slips(&mut self, asked: &Asked, word: &Word, row: usize) {
        let rank = word.fit_but_for_slips(&self.index.form(row));
        let name = self.index.forms[row].name;
        match &asked.number {
            _ if rank == 0 => {}
            Some(number) => self.take_houses(rank, name, number),
            None => self.take_name(rank, name),
        }
    }

    /// The spots of a name, or some of its houses when it has none.
    fn take_name(&mut self, rank: u32, name: u32) {
        if rank < self.least {
            return;
        }
        let (own, houses) = (self.index.own_spots(name), self.index.houses(name));
        let (spots, most) = if own.is_empty() { (houses, HOUSES_SHOWN) } else { (own, usize::MAX) };
        match self.near {
            Some(_) if spots.len() > most => {
                let mut keys: Vec<Key> = spots.map(|spot| self.key(rank, spot)).collect();
                keys.sort_unstable();
                self.keys.extend(keys.into_iter().take(most));
            }
            Some(_) => spots.for_each(|spot| self.take(rank, spot)),
            None => spots.take(most.min(self.room)).for_each(|spot| self.take(rank, spot)),
        }
    }

    /// The houses of a name with a number, and far behind them the name itself.
    fn take_houses(&mut self, rank: u32, name: u32, number: &Number) {
        let houses = self.index.houses(name);
        let first = houses.start + self.index.spots[houses.clone()].partition_point(|spot| spot.number < number.value);
        for spot in (first..houses.end).take_while(|spot| self.index.spots[*spot].number == number.value) {
            self.take((rank - self.index.number_misses(spot, &number.text).min(rank - 1)).max(1), spot);
        }
        let own = self.index.own_spots(name);
        own.take(self.room).for_each(|spot| self.take((rank / 5).max(1), spot));
    }

    fn key(&self, rank: u32, spot: usize) -> Key {
        let distance = whole_metres(self.near.map(|near| near.distance_m(self.index.position(spot))));
        (Reverse(rank), distance, self.index.length(spot) as u32, self.index.spots[spot].kind, spot as u32)
    }

    fn take(&mut self, rank: u32, spot: usize) {
        if rank < self.least {
            return;
        }
        self.keys.push(self.key(rank, spot));
        if self.keys.len() > 8 * self.room {
            self.cut();
        }
    }

    /// Forgets what cannot be among the answers.
    fn cut(&mut self) {
        if self.keys.len() > 2 * self.room {
            // A spot that fits by several forms keeps its best.
            self.keys.sort_unstable();
            let mut seen = HashSet::new();
            self.keys.retain(|key| seen.insert(key.4));
            self.keys.truncate(self.room);
            self.least = self.keys.last().filter(|_| self.keys.len() == self.room).map_or(0, |key| key.0.0);
        }
    }
}

impl<'a> Best<'a> {
    fn answer(mut self, limit: usize) -> Vec<AddressHit<'a>> {
        self.keys.sort_unstable();
        let mut seen = HashSet::new();
        self.keys.retain(|key| seen.insert(key.4));
        let mut hits: Vec<AddressHit<'a>> = Vec::new();
        for (Reverse(rank), _, length, kind, row) in self.keys {
            if hits.len() == limit {
                break;
            }
            let spot = self.index.spot(row as usize);
            let same = |hit: &AddressHit| {
                let apart_m = hit.spot.position.distance_m(spot.position);
                hit.spot.kind == kind
                    && hit.spot.name == spot.name
                    && (apart_m <= ONE_STREET_M && kind == SpotKind::Street || apart_m < 1.0)
            };
            if !hits.iter().any(same) {
                let distance_m = self.near.map(|near| near.distance_m(spot.position));
                hits.push(AddressHit { spot, rank, length: length as usize, distance_m });
            }
        }
        hits
    }
}
