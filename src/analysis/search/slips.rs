//! How many slips of the hand lie between what was typed and the likest part of a text?
//!
//! A slip is a letter too many, one too few, a wrong one, or two neighbours swapped (optimal string alignment; Damerau, CACM
//! 7(3), 1964). One column of the table of distances fits in a machine word (Myers, JACM 46(3), 1999), with the swap of Hyyrö,
//! "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10, 2003.

/// The longest pattern, in letters.
pub(super) const LONGEST_PATTERN: usize = 64;

/// The fewest slips between a pattern of so many letters and any part of a text. Of each letter of the text it is told, by bits,
/// at which places of the pattern it stands.
pub(super) fn fewest_slips(letters: usize, text: impl Iterator<Item = u64>) -> u32 {
    let Some(last) = letters.checked_sub(1).filter(|last| *last < LONGEST_PATTERN) else { return 0 };
    let last = 1u64 << last;
    let (mut more, mut less, mut same, mut before) = (u64::MAX, 0u64, 0u64, 0u64);
    let mut slips = letters as u32;
    let mut fewest = slips;
    for here in text {
        let swapped = ((!same & here) << 1) & before;
        same = ((here & more).wrapping_add(more) ^ more) | here | less | swapped;
        let (up, down) = (less | !(same | more), same & more);
        if up & last != 0 {
            slips += 1;
        } else if down & last != 0 {
            slips -= 1;
        }
        // A part may begin anywhere: nothing is carried into the first place.
        let (up, down) = (up << 1, down << 1);
        more = down | !(same | up);
        less = up & same;
        before = here;
        fewest = fewest.min(slips);
    }
    fewest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(pattern: &[u8], text: &[u8]) -> u32 {
        let places = |letter: u8| (0..).zip(pattern).filter(|(_, own)| **own == letter).fold(0, |places, (at, _)| places | 1 << at);
        fewest_slips(pattern.len(), text.iter().map(|letter| places(*letter)))
    }

    /// The least distance to any part of the text, each compared by itself.
    fn scanned(pattern: &[u8], text: &[u8]) -> u32 {
        let pattern = String::from_utf8_lossy(pattern);
        let parts = (0..=text.len()).flat_map(|from| (from..=text.len()).map(move |to| (from, to)));
        let slips = parts.map(|(from, to)| strsim::osa_distance(&pattern, &String::from_utf8_lossy(&text[from..to])));
        slips.min().expect("the empty part is one") as u32
    }

    proptest! {
        #[test]
        fn the_bits_say_what_comparing_every_part_says(
            pattern in proptest::collection::vec(b'a'..=b'd', 1..12), text in proptest::collection::vec(b'a'..=b'd', 0..20),
        ) {
            prop_assert_eq!(found(&pattern, &text), scanned(&pattern, &text));
        }
    }

    #[test]
    fn a_swap_a_loss_a_gain_and_a_wrong_letter_are_one_slip_each() {
        for typed in ["biejing", "beijng", "beijjing", "beijimg"] {
            assert_eq!(found(typed.as_bytes(), b"daxuebeijingxi"), 1, "{typed}");
        }
        assert_eq!(found(&[b'a'; 64], &[b'a'; 64]), 0);
        assert_eq!(found(b"", b"abc"), 0);
    }
}
