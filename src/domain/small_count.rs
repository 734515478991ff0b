//! How are counts of people told to somebody who may not know the small ones?
//!
//! A count of a target group below a threshold can point at a household. Whoever lacks the right is not told it, and other
//! counts from which it would follow by subtraction are told blurred: as multiples of the threshold, halves upwards. Which ones
//! those are is worked out by `analysis::disclosure`. Nobody at all is no secret: 0 is told. Rounding is what statistical offices
//! do with small counts (Ø. Langsrud and J. Heldal, "An algorithm for small count rounding of tabular data", Privacy in
//! Statistical Databases, 2018).
//!
//! Refuses to know who asks and which groups need care: the registry decides that.

/// How counts are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SmallCounts {
    /// Every count as it is.
    #[default]
    Told,
    /// Counts above 0 and below this are withheld; others are blurred where a small one would follow from them.
    Withheld {
        /// From 2 on.
        below: u32,
    },
}

/// People within reach and the others, as they are told; `None` is withheld.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToldSplit {
    /// People within.
    pub covered: Option<f64>,
    /// People beyond. Where all three are told, `covered + left_over == total`.
    pub left_over: Option<f64>,
    /// All of them.
    pub total: Option<f64>,
    /// `covered / total` of what is told: 0 when there is nobody, `None` where one of them is withheld.
    pub share: Option<f64>,
}

impl SmallCounts {
    /// Withholds counts below a threshold; below 2 there is nothing to withhold.
    pub fn below(threshold: u32) -> SmallCounts {
        if threshold < 2 { SmallCounts::Told } else { SmallCounts::Withheld { below: threshold } }
    }

    /// The threshold, when counts are withheld.
    pub fn threshold(self) -> Option<u32> {
        match self {
            SmallCounts::Told => None,
            SmallCounts::Withheld { below } => Some(below),
        }
    }

    /// A count blurred: withheld (`None`) when it is small, otherwise to the nearest multiple.
    pub fn blur(self, count: f64) -> Option<f64> {
        match self {
            SmallCounts::Told => Some(count),
            SmallCounts::Withheld { .. } if count == 0.0 => Some(0.0),
            SmallCounts::Withheld { below } if count < f64::from(below) => None,
            SmallCounts::Withheld { below } => Some((count / f64::from(below)).round() * f64::from(below)),
        }
    }

    /// The same of people within reach and the others.
    pub fn blur_split(self, covered: f64, left_over: f64) -> ToldSplit {
        let told = |covered: Option<f64>, left_over, total: Option<f64>| {
            let share = covered.zip(total).map(|(covered, total)| if total > 0.0 { covered / total } else { 0.0 });
            ToldSplit { covered, left_over, total, share }
        };
        if self == SmallCounts::Told {
            return told(Some(covered), Some(left_over), Some(covered + left_over));
        }
        let (within, beyond, total) = (self.blur(covered), self.blur(left_over), self.blur(covered + left_over));
        // The rest of what was rounded, so that the parts still make up the whole.
        let beyond = match (within, beyond, total) {
            (Some(within), Some(_), Some(total)) => Some(total - within),
            (_, beyond, _) => beyond,
        };
        told(within, beyond, total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_is_withheld_and_zero_is_told() {
        let small = SmallCounts::below(5);
        let told: Vec<Option<f64>> = [0.0, 0.4, 1.0, 4.9, 5.0, 7.0, 7.5, 12.0, 13.0].map(|count| small.blur(count)).to_vec();
        let hidden = None;
        assert_eq!(told, [Some(0.0), hidden, hidden, hidden, Some(5.0), Some(5.0), Some(10.0), Some(10.0), Some(15.0)]);
        assert_eq!(SmallCounts::below(0).blur(3.0), Some(3.0));
        assert_eq!(SmallCounts::below(1).blur(0.5), Some(0.5));
    }

    #[test]
    fn blurred_counts_add_up_and_are_multiples() {
        for below in [2, 5, 10] {
            let small = SmallCounts::below(below);
            let multiple = |count: f64| count.rem_euclid(f64::from(below)) == 0.0;
            for (covered, left_over) in (0..60).flat_map(|covered| (0..60).map(move |left_over| (f64::from(covered), f64::from(left_over))))
            {
                let told = small.blur_split(covered, left_over);
                let hidden = |count: f64| count > 0.0 && count < f64::from(below);
                assert_eq!(told.covered.is_none(), hidden(covered));
                assert_eq!(told.left_over.is_none(), hidden(left_over));
                assert_eq!(told.total.is_none(), hidden(covered + left_over));
                for count in [told.covered, told.left_over, told.total].into_iter().flatten() {
                    assert!(count >= 0.0 && multiple(count), "{covered} + {left_over}: {told:?}");
                }
                if let (Some(within), Some(beyond), Some(total)) = (told.covered, told.left_over, told.total) {
                    assert_eq!(within + beyond, total);
                    assert!((beyond - left_over).abs() <= f64::from(below), "{covered} + {left_over}: {told:?}");
                }
            }
        }
    }

    #[test]
    fn who_may_know_is_told_to_the_last_digit() {
        let told = SmallCounts::Told.blur_split(1.25, 2.5);
        assert_eq!((told.covered, told.left_over, told.total), (Some(1.25), Some(2.5), Some(3.75)));
        assert_eq!(SmallCounts::Told.blur_split(0.0, 0.0).share, Some(0.0));
    }
}
