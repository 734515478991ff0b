//! Which texts are worth comparing with a word? Their marks tell at a glance.
//!
//! A mark is a bit: for a letter that occurs, a letter that begins a unit, a pair of neighbouring letters (hashed), a character
//! (hashed), the first letter of all. A word asks for marks, for one of two marks, or forgives a few that are missing: one wrong
//! letter costs a word two of its pairs, a swap three (Ukkonen, "Approximate string-matching with q-grams", Theoretical Computer
//! Science 92, 1992). Of many texts the marks are kept bit by bit, one row of all texts for each mark (bit-sliced signatures:
//! Faloutsos and Christodoulakis, "Signature files", ACM TOIS 2(4), 1984), so that 64 texts are looked at with one operation.

use super::sound::{CODES, START, bare};

/// Words of bits for the marks of a text.
const WORDS: usize = 6;
/// Where the marks of each sort begin.
const LETTERS: usize = 0;
const INITIALS: usize = 64;
const PAIRS: usize = 128;
const CHARS: usize = 256;
const FIRST: usize = 320;
/// Texts are looked at in blocks of so many times 64.
pub(super) const BLOCK: usize = 128;
/// Missing marks are counted up to here.
const COUNTED: u32 = 7;

/// The marks of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks([u64; WORDS]);

impl Marks {
    pub fn of(text: &str, sound: &[u8]) -> Marks {
        let mut marks = Marks::default();
        text.chars().for_each(|c| marks.set(char_mark(c)));
        for letter in sound {
            marks.set(LETTERS + usize::from(bare(*letter)));
            if letter & START != 0 {
                marks.set(INITIALS + usize::from(bare(*letter)));
            }
        }
        sound.windows(2).for_each(|pair| marks.set(pair_mark(bare(pair[0]), bare(pair[1]))));
        sound.first().into_iter().for_each(|first| marks.set(first_mark(bare(*first))));
        marks
    }

    fn set(&mut self, mark: usize) {
        self.0[mark / 64] |= 1 << (mark % 64);
    }

    fn has(&self, mark: usize) -> bool {
        self.0[mark / 64] >> (mark % 64) & 1 == 1
    }
}

fn char_mark(c: char) -> usize {
    CHARS + (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26) as usize
}

fn pair_mark(one: u8, other: u8) -> usize {
    PAIRS + ((u32::from(one) * CODES as u32 + u32::from(other)).wrapping_mul(0x9e37_79b1) >> 25) as usize
}

/// The mark of texts whose sound begins with a letter.
pub(super) fn first_mark(letter: u8) -> usize {
    FIRST + usize::from(letter)
}

/// What a word asks of the marks of a text: what never is missing where the word fits.
#[derive(Debug, Clone, Default)]
pub(super) struct Glance {
    /// All of these.
    all: Vec<usize>,
    /// And all of one of these lists, each a mark or another in its place.
    one_of: Vec<Vec<(usize, usize)>>,
    /// And of each of these all but so many.
    but_for: Vec<(Vec<usize>, u32)>,
}

impl Glance {
    /// The word stands in the text, sounds like a part of it, or (`short`) like units cut short: then each letter begins a unit
    /// or follows the one before it.
    pub fn of(text: &str, sound: &[u8], short: bool) -> Glance {
        let pairs = || sound.windows(2).map(|pair| pair_mark(pair[0], pair[1]));
        let twice = |mark: usize| (mark, mark);
        let mut one_of: Vec<Vec<(usize, usize)>> = vec![text.chars().map(char_mark).map(twice).collect(), pairs().map(twice).collect()];
        if short {
            let begins = |letter: u8| INITIALS + usize::from(letter);
            let first = sound.first().map(|first| twice(begins(*first)));
            one_of.push(first.into_iter().chain(pairs().zip(&sound[1..]).map(|(pair, letter)| (begins(*letter), pair))).collect());
        }
        let all = if short { letters(sound) } else { Vec::new() };
        Glance { all, one_of, but_for: Vec::new() }
    }

    /// The characters of the word but for slips: each costs one at most.
    pub fn of_characters_but_for(text: &str, slips: u32) -> Glance {
        Glance { but_for: vec![(text.chars().map(char_mark).collect(), slips)], ..Glance::default() }
    }

    /// The letters of the word but for slips: each costs one letter and three pairs at most, of those that stand in it twice too.
    pub fn of_letters_but_for(sound: &[u8], slips: u32) -> Glance {
        let letters = sound.iter().map(|letter| LETTERS + usize::from(*letter)).collect();
        let pairs = sound.windows(2).map(|pair| pair_mark(pair[0], pair[1])).collect();
        Glance { but_for: vec![(letters, slips), (pairs, 3 * slips)], ..Glance::default() }
    }

    /// The same of texts that begin with a letter.
    pub fn beginning_with(&self, letter: u8) -> Glance {
        let mut glance = self.clone();
        glance.all.push(first_mark(letter));
        glance
    }

    /// Whether the marks of a text show it.
    pub fn shows_in(&self, marks: &Marks) -> bool {
        self.all.iter().all(|mark| marks.has(*mark))
            && (self.one_of.is_empty()
                || self.one_of.iter().any(|list| list.iter().all(|(one, other)| marks.has(*one) || marks.has(*other))))
            && self.but_for.iter().all(|(list, most)| list.iter().filter(|mark| !marks.has(**mark)).count() <= *most as usize)
    }
}

/// The marks of all letters, each once.
fn letters(sound: &[u8]) -> Vec<usize> {
    let mut marks: Vec<usize> = sound.iter().map(|letter| LETTERS + usize::from(*letter)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The marks of many texts, bit by bit.
#[derive(Debug, Default)]
pub(super) struct Slices {
    /// Words of 64 texts in a row.
    words: usize,
    bits: Vec<u64>,
}

impl Slices {
    pub fn new(marks: &[Marks]) -> Slices {
        let words = marks.len().div_ceil(64);
        let mut bits = vec![0u64; words * WORDS * 64];
        for (marks, text) in marks.iter().zip(0..) {
            for (word, sort) in marks.0.iter().zip(0..) {
                let mut left = *word;
                while left != 0 {
                    let mark = sort * 64 + left.trailing_zeros() as usize;
                    bits[mark * words + text / 64] |= 1 << (text % 64);
                    left &= left - 1;
                }
            }
        }
        Slices { words, bits }
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> usize {
        self.words.div_ceil(BLOCK)
    }

    fn row(&self, mark: usize, block: usize) -> &[u64] {
        let first = mark * self.words;
        &self.bits[first + block * BLOCK..first + self.words.min((block + 1) * BLOCK)]
    }

    /// The rows of the texts of a block whose bits are set.
    pub fn rows(shown: &[u64; BLOCK], block: usize, texts: usize) -> impl Iterator<Item = usize> + '_ {
        let of_word = move |(word, bits): (usize, &u64)| {
            let first = (block * BLOCK + word) * 64;
            std::iter::successors(Some(*bits), |left| left.checked_sub(1).map(|less| left & less))
                .take_while(|left| *left != 0)
                .map(move |left| first + left.trailing_zeros() as usize)
        };
        shown.iter().enumerate().flat_map(of_word).take_while(move |row| *row < texts)
    }

    /// Which texts of a block show a glance, by bits; what is behind the last text shows nothing unless nothing is asked.
    pub fn shown(&self, glance: &Glance, block: usize) -> [u64; BLOCK] {
        let mut shown = [u64::MAX; BLOCK];
        let and = |into: &mut [u64; BLOCK], mark: usize| into.iter_mut().zip(self.row(mark, block)).for_each(|(all, bits)| *all &= bits);
        glance.all.iter().for_each(|mark| and(&mut shown, *mark));
        if !glance.one_of.is_empty() {
            let mut any = [0u64; BLOCK];
            for list in &glance.one_of {
                let mut these = [u64::MAX; BLOCK];
                for (one, other) in list {
                    let rows = self.row(*one, block).iter().zip(self.row(*other, block));
                    these.iter_mut().zip(rows).for_each(|(all, (one, other))| *all &= one | other);
                }
                any.iter_mut().zip(these).for_each(|(any, these)| *any |= these);
            }
            shown.iter_mut().zip(any).for_each(|(all, any)| *all &= any);
        }
        for (list, most) in &glance.but_for {
            self.count(list, *most, block, &mut shown);
        }
        shown
    }

    /// Takes away the texts that lack more than so many marks of a list. Three rows of bits count what is missing, up to seven.
    fn count(&self, list: &[usize], most: u32, block: usize, shown: &mut [u64; BLOCK]) {
        if most >= COUNTED {
            return;
        }
        let mut counts = [[0u64; BLOCK]; 3];
        for mark in list {
            for (at, bits) in self.row(*mark, block).iter().enumerate() {
                let [ones, twos, fours] = [counts[0][at], counts[1][at], counts[2][at]];
                let missing = !bits & !(ones & twos & fours);
                counts[0][at] = ones ^ missing;
                counts[1][at] = twos ^ (ones & missing);
                counts[2][at] = fours ^ (twos & ones & missing);
            }
        }
        for (at, shown) in shown.iter_mut().enumerate() {
            let enough = (0..=most).fold(0, |any, count| {
                let is = |row: usize| if count >> row & 1 == 1 { counts[row][at] } else { !counts[row][at] };
                any | is(0) & is(1) & is(2)
            });
            *shown &= enough;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::search::{form::Word, sound::sounds};

    fn marks(texts: &[String]) -> Vec<Marks> {
        texts.iter().map(|text| Marks::of(text, &sounds(text)[0])).collect()
    }

    proptest! {
        #[test]
        fn rows_of_bits_show_what_each_text_by_itself_shows(
            texts in proptest::collection::vec("[中关村大街西安a-c]{1,6}", 1..200), typed in "[中关村大街西安a-d]{1,9}",
        ) {
            let marks = marks(&texts);
            let slices = Slices::new(&marks);
            let word = Word::new(&typed).expect("letters");
            let glances = [Some(word.glance().clone()), Some(word.glance().beginning_with(2)), word.glance_for_slips().cloned()];
            for glance in glances.into_iter().flatten() {
                let shown: Vec<[u64; BLOCK]> = (0..slices.blocks()).map(|block| slices.shown(&glance, block)).collect();
                for (text, marks) in marks.iter().enumerate() {
                    let bit = shown[text / 64 / BLOCK][text / 64 % BLOCK] >> (text % 64) & 1 == 1;
                    prop_assert_eq!(bit, glance.shows_in(marks), "{}", &texts[text]);
                }
            }
        }
    }
}
