//! How well does a word that somebody typed fit a text? By its characters, by its sound, by a sound cut short, or but for slips.
//!
//! Texts are compared letter by letter here; which are worth that is told by their marks (see `marks`).

use super::{
    marks::Glance,
    slips::{LONGEST_PATTERN, fewest_slips},
    sound::{CODES, LONGEST, START, bare, fold, sounds},
};

/// What a fit is worth: of the whole text, of its beginning, of a part of it.
type Worth = [u32; 3];

const BY_SOUND: Worth = [72, 57, 32];
const BY_INITIALS: Worth = [70, 55, 30];
const BY_SHORT_SOUND: Worth = [68, 53, 28];
/// Other characters of the same sound: 中官村 for 中关村.
const BY_SAME_SOUND: Worth = [45, 35, 22];
/// With one slip, with two; of the whole text, and of a part.
const BY_SLIPS: [[u32; 2]; 2] = [[16, 12], [14, 10]];
/// The most slips that are forgiven.
const MOST_SLIPS: u32 = 2;
/// So many different letters of a word may be cut short.
const MOST_LETTERS: usize = 32;

/// What sort of name a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    /// The name itself.
    Name,
    /// Another name.
    Alias,
    /// The English name.
    English,
}

impl Tier {
    fn worth(self) -> Worth {
        match self {
            Tier::Name => [100, 80, 60],
            Tier::Alias => [98, 78, 58],
            Tier::English => [95, 75, 50],
        }
    }
}

/// A text to be found: folded, and as it sounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    pub tier: Tier,
    pub text: &'a str,
    pub sound: &'a [u8],
}

/// In which letters somebody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// a to z and digits: a name, its pinyin or its initials.
    Latin,
    /// Anything but a to z.
    Other,
    /// Both: 中关村dajie.
    Mixed,
}

/// A word that somebody typed.
#[derive(Debug, Clone)]
pub(super) struct Word {
    text: String,
    sound: Vec<u8>,
    script: Script,
    slips: u32,
    glance: Glance,
    glance_for_slips: Glance,
    /// Where each character stands, by bits.
    places: Vec<(char, u64)>,
    /// Where each letter stands, by bits.
    letter_places: [u64; CODES],
    /// The number of each different letter.
    numbers: [u8; CODES],
}

impl Word {
    /// A word as it is typed; `None` when nothing of it is a letter or a digit.
    pub fn new(typed: &str) -> Option<Word> {
        let text = fold(typed);
        let sound: Vec<u8> = sounds(&text).swap_remove(0).iter().map(|letter| bare(*letter)).collect();
        if text.is_empty() {
            return None;
        }
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        let length = text.chars().count();
        let script = match text.is_ascii() {
            true => Script::Latin,
            false if latin == 0 => Script::Other,
            false => Script::Mixed,
        };
        let slips = match (script, length) {
            (Script::Other, 3..=5) | (Script::Latin | Script::Mixed, 5..=9) => 1,
            (Script::Other, 6..=LONGEST_PATTERN) | (Script::Latin | Script::Mixed, 10..)
                if sound.len() <= LONGEST_PATTERN || script == Script::Other =>
            {
                MOST_SLIPS
            }
            _ => 0,
        };
        let mut places: Vec<(char, u64)> = Vec::new();
        for (c, at) in text.chars().zip(0..LONGEST_PATTERN) {
            match places.iter_mut().find(|(own, _)| *own == c) {
                Some((_, bits)) => *bits |= 1 << at,
                None => places.push((c, 1 << at)),
            }
        }
        let (mut letter_places, mut numbers, mut different) = ([0; CODES], [u8::MAX; CODES], 0);
        for (letter, at) in sound.iter().zip(0..) {
            letter_places[usize::from(*letter)] |= if at < LONGEST_PATTERN { 1 << at } else { 0 };
            let number = &mut numbers[usize::from(*letter)];
            if *number == u8::MAX {
                (*number, different) = (different, different + 1);
            }
        }
        let glance = Glance::of(&text, &sound, script != Script::Other);
        let glance_for_slips = match script {
            Script::Other => Glance::of_characters_but_for(&text, slips),
            Script::Latin | Script::Mixed => Glance::of_letters_but_for(&sound, slips),
        };
        Some(Word { text, sound, script, slips, glance, glance_for_slips, places, letter_places, numbers })
    }

    /// The word, folded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a text must show at a glance for the word to fit.
    pub fn glance(&self) -> &Glance {
        &self.glance
    }

    /// What a text must show at a glance for the word to fit but for slips; `None` when none are forgiven.
    pub fn glance_for_slips(&self) -> Option<&Glance> {
        (self.slips > 0).then_some(&self.glance_for_slips)
    }

    /// The most that a fit is worth which is neither the whole text nor its beginning.
    pub fn most_within(&self) -> u32 {
        if self.script == Script::Latin { Tier::English.worth()[2] } else { Tier::Name.worth()[2] }
    }

    /// The letter that a text begins with where the word is its beginning.
    pub fn first_letter(&self) -> u8 {
        self.sound[0]
    }

    /// How well the word fits a text, without slips; 0 not at all.
    pub fn fit(&self, form: &Form) -> u32 {
        let by_text = match rank(form.text, &self.text, form.tier.worth()) {
            within if within == form.tier.worth()[2] => within.min(self.most_within()),
            other => other,
        };
        let most_by_sound = if self.script == Script::Other { BY_SAME_SOUND[0] } else { BY_SOUND[0] };
        if by_text >= most_by_sound { by_text } else { by_text.max(self.fit_by_sound(form)) }
    }

    fn fit_by_sound(&self, form: &Form) -> u32 {
        let whole_units = self.script == Script::Other;
        if let Some(found) = part_of(form.sound, &self.sound, whole_units) {
            return found.worth(if whole_units { BY_SAME_SOUND } else { BY_SOUND });
        }
        if whole_units {
            return 0;
        }
        self.short_part_of(form.sound).map_or(0, |(found, initials)| found.worth(if initials { BY_INITIALS } else { BY_SHORT_SOUND }))
    }

    /// Where beginnings of units one after the other are the word, and whether they are initials alone.
    ///
    /// 1. A bit says that the word so far may end at a place of the sound.
    /// 2. The next letter stands at the next place, or begins the next unit: adding lets a bit run up to there.
    fn short_part_of(&self, sound: &[u8]) -> Option<(Part, bool)> {
        let (mut starts, mut places, mut last) = (0u128, [0u128; MOST_LETTERS], 0);
        for (letter, at) in sound.iter().zip(0..LONGEST) {
            if letter & START != 0 {
                (starts, last) = (starts | 1 << at, at);
            }
            if let Some(bits) = places.get_mut(usize::from(self.numbers[usize::from(bare(*letter))])) {
                *bits |= 1 << at;
            }
        }
        let at = |letter: u8| places.get(usize::from(self.numbers[usize::from(letter)])).copied().unwrap_or(0);
        if self.sound.iter().any(|letter| at(*letter) == 0) {
            return None;
        }
        let inside = !starts;
        let follow = |begun: u128, only_initials: bool| {
            self.sound[1..].iter().fold(begun & at(self.sound[0]), |ends, letter| {
                let next = ends << 1;
                let begins = next & starts | (next & inside).wrapping_add(inside) & starts;
                (begins | if only_initials { 0 } else { next }) & at(*letter)
            })
        };
        if follow(starts, false) == 0 {
            return None;
        }
        let from_first = follow(1, false);
        let part = if from_first >> last != 0 {
            Part::Whole
        } else if from_first != 0 {
            Part::Beginning
        } else {
            Part::Within
        };
        let initials = follow(if part == Part::Within { starts } else { 1 }, true);
        Some((part, if part == Part::Whole { initials >> last != 0 } else { initials != 0 }))
    }

    /// How well the word fits a text but for slips; 0 not at all.
    pub fn fit_but_for_slips(&self, form: &Form) -> u32 {
        let by_chars = self.script == Script::Other;
        if self.slips == 0 {
            return 0;
        }
        let (typed, there, slips) = if by_chars {
            let place = |c: char| self.places.iter().find(|(own, _)| *own == c).map_or(0, |(_, bits)| *bits);
            let typed = self.text.chars().count();
            (typed, form.text.chars().count(), fewest_slips(typed, form.text.chars().map(place)))
        } else {
            let place = |letter: &u8| self.letter_places[usize::from(bare(*letter))];
            (self.sound.len(), form.sound.len(), fewest_slips(self.sound.len(), form.sound.iter().map(place)))
        };
        if slips > self.slips {
            return 0;
        }
        let part = usize::from(typed.abs_diff(there) > self.slips as usize);
        BY_SLIPS[slips.max(1) as usize - 1][part]
    }
}

/// How much of a text something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Beginning,
    Within,
}

impl Part {
    fn worth(self, worth: Worth) -> u32 {
        worth[self as usize]
    }
}

/// Where a sound begins a unit of another and goes on in it; `whole_units`: and ends with a unit.
fn part_of(sound: &[u8], word: &[u8], whole_units: bool) -> Option<Part> {
    let fits = |at: &usize| {
        let part = &sound[*at..*at + word.len()];
        let begins = part[0] & START != 0 && part.iter().zip(word).all(|(one, other)| bare(*one) == *other);
        begins && (!whole_units || sound.get(*at + word.len()).is_none_or(|next| next & START != 0))
    };
    let last = sound.len().checked_sub(word.len())?;
    let found = (0..=last).find(fits)?;
    Some(match found {
        0 if last == 0 => Part::Whole,
        0 => Part::Beginning,
        _ => Part::Within,
    })
}

/// Whether the text is, begins with or contains the word.
fn rank(text: &str, word: &str, [whole, beginning, within]: Worth) -> u32 {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    if text.starts_with(word) {
        if text.len() == word.len() { whole } else { beginning }
    } else if text.windows(word.len()).any(|part| part[0] == word[0] && part == word) {
        within
    } else {
        0
    }
}
