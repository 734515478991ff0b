//! How alike are two short texts, by characters and by how they sound?
//!
//! By characters: one minus the distance of optimal string alignment (insertion, deletion, substitution, swap of
//! neighbours; Damerau 1964) over the longer length. By sound: the same with Levenshtein's distance over syllables, where two
//! characters are alike when they share a reading without its tone (长, zhang or chang, and 常, chang). The better counts, but
//! sound alone never says more than [`PINYIN_CAP`]: who types by sound writes 常 for 长, yet 心 and 新 are different words.

use pinyin::ToPinyinMulti;

/// The most that likeness by sound is worth.
pub const PINYIN_CAP: f64 = 0.9;

/// So many readings of a character count; what comes after them is archaic.
const READINGS: usize = 3;

/// A character as it is read: equal to another when they share a reading, so equality is not transitive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sound([u32; READINGS]);

impl PartialEq for Sound {
    fn eq(&self, other: &Sound) -> bool {
        self.0.iter().any(|reading| other.0.contains(reading))
    }
}

impl Sound {
    fn of(c: char) -> Sound {
        let Some(readings) = c.to_pinyin_multi() else { return Sound([u32::from(c) | 1 << 31; READINGS]) };
        let mut found = [0; READINGS];
        let mut readings = readings.into_iter().map(|reading| hash(reading.plain()));
        let mut last = 0;
        for slot in &mut found {
            last = readings.next().unwrap_or(last);
            *slot = last;
        }
        Sound(found)
    }

    /// A bit for each reading.
    fn bits(self) -> u64 {
        self.0.iter().fold(0, |bits, reading| bits | 1 << (reading % 64))
    }

    /// The different readings.
    pub fn readings(self) -> impl Iterator<Item = u32> {
        let Sound(readings) = self;
        (0..READINGS).filter(move |at| !readings[..*at].contains(&readings[*at])).map(move |at| readings[at])
    }
}

/// A syllable, or any text, as a number below 2^31 (FNV-1a; two that share one only seem alike).
pub(super) fn hash(syllable: &str) -> u32 {
    syllable.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) & !(1 << 31)
}

/// A text to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Sounding {
    pub text: String,
    pub sounds: Vec<Sound>,
}

/// By what two texts are most alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Their characters.
    Characters,
    /// How they sound.
    Pinyin,
}

impl Sounding {
    pub fn new(text: impl Into<String>) -> Sounding {
        let text = text.into();
        Sounding { sounds: text.chars().map(Sound::of).collect(), text }
    }

    /// One bit for some of 64 classes of readings that occur: texts whose bits are disjoint share no reading.
    pub fn mask(&self) -> u64 {
        self.sounds.iter().fold(0, |mask, sound| mask | sound.bits())
    }

    /// At least the likeness, found quickly: what has no reading in common with the other text's mask is not matched.
    pub fn bound(&self, mask: u64, other: &Sounding, other_mask: u64) -> f64 {
        let matched = |text: &Sounding, mask: u64| text.sounds.iter().filter(|sound| sound.bits() & mask != 0).count();
        let most = matched(self, other_mask).min(matched(other, mask));
        let longer = self.sounds.len().max(other.sounds.len());
        if longer == 0 { 1.0 } else { most as f64 / longer as f64 }
    }

    /// From 0 to 1, and by what; two empty texts are alike.
    pub fn likeness(&self, other: &Sounding) -> (f64, By) {
        let longer = self.sounds.len().max(other.sounds.len());
        if self.text == other.text {
            return (1.0, By::Characters);
        }
        let share = |distance: usize| 1.0 - distance as f64 / longer as f64;
        let characters = share(strsim::osa_distance(&self.text, &other.text));
        let sounds = PINYIN_CAP * share(strsim::generic_levenshtein(&self.sounds, &other.sounds));
        if sounds > characters { (sounds, By::Pinyin) } else { (characters, By::Characters) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> (f64, By) {
        let (a, b) = (Sounding::new(a), Sounding::new(b));
        assert_eq!(a.likeness(&b).0, b.likeness(&a).0);
        a.likeness(&b)
    }

    #[test]
    fn homophones_are_alike_up_to_the_cap() {
        assert_eq!(likeness("长安", "常安"), (PINYIN_CAP, By::Pinyin));
        assert_eq!(likeness("长安", "长安"), (1.0, By::Characters));
        assert_eq!(likeness("东关南街", "东关南街"), (1.0, By::Characters));
    }

    #[test]
    fn one_character_of_three_and_a_swap_count_as_one_slip() {
        let (found, by) = likeness("望河桥", "望河路");
        assert!((found - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(by, By::Characters);
        assert_eq!(likeness("望河", "河望").0, 0.5);
    }

    #[test]
    fn nothing_is_like_nothing_and_unlike_something() {
        assert_eq!(likeness("", "").0, 1.0);
        assert_eq!(likeness("", "望河").0, 0.0);
        assert_eq!(likeness("abc", "望河").0, 0.0);
    }

    #[test]
    fn texts_that_sound_alike_share_a_bit() {
        assert_ne!(Sounding::new("长").mask() & Sounding::new("常").mask(), 0);
        assert_ne!(Sounding::new("A1").mask(), 0);
    }
}
