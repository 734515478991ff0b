//! How well is somebody served, when places share their supply among all who reach them?
//!
//! The floating catchment methods, in two steps:
//!
//! 1. For every place, its supply over the people in its catchment, each weighed by distance.
//! 2. For every point, the sum of these ratios over the places that it reaches, weighed the same.
//!
//! With weight 1 within a limit this is 2SFCA (W. Luo and F. Wang, "Measures of spatial accessibility to health care in a GIS environment",
//! Environment and Planning B 30, 2003); with weights by bands, in both steps, E2SFCA (W. Luo and Y. Qi, "An enhanced two-step floating
//! catchment area method", Health & Place 15, 2009); with a bell curve cut off at the limit, the Gaussian form (D. Dai, Health & Place 16, 2010).
//! People times scores sum up to the supply of all places that anybody reaches. The gravity measure has no competition (W. G. Hansen, "How
//! accessibility shapes land use", Journal of the American Institute of Planners 25, 1959): the sum of supply by distance, and no such sum holds.
//!
//! How even it is: the Lorenz curve over people, from the worst served, and the Gini coefficient, twice the area between it and
//! the diagonal (people are weights; C. Gini 1912). Refuses to know who counts and how far anything is.

use rayon::prelude::*;

use super::{pairs::Pairs, space::ROUNDING_M};

/// Sums are put together from so many runs of points, whatever the machine, so that they come out the same everywhere.
const RUNS: usize = 64;

/// What distance does to the weight of a place. Limits are closed.
#[derive(Debug, Clone, PartialEq)]
pub enum Decay {
    /// Weight 1 within the limit.
    Within(f64),
    /// Limit and weight, by limit ascending: the weight of the first band that holds the distance.
    Steps(Vec<(f64, f64)>),
    /// `exp(-d² / 2σ²)` within a limit.
    Gaussian {
        /// σ, above 0.
        bandwidth: f64,
        /// Where it is cut off.
        within: f64,
    },
    /// `(d / scale)^-exponent` within a limit.
    Power {
        /// Above 0.
        exponent: f64,
        /// Above 0.
        scale: f64,
        /// Where it is cut off; infinite for nowhere.
        within: f64,
        /// Nothing counts as nearer than this, since a place at the door would count without end.
        least: f64,
    },
}

/// How well each point is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// By point; 0 where nothing is reached.
    pub scores: Vec<f64>,
    /// The supply of places that nobody reaches: it is in no score.
    pub unused: f64,
}

/// How evenly people are served.
#[derive(Debug, Clone, PartialEq)]
pub struct Evenness {
    /// 0 when all are served alike, near 1 when one has everything. 0 when there is nothing to share.
    pub gini: f64,
    /// Share of people and of what they have, from the worst served, beginning at 0, 0 and ending at 1, 1; as many points as asked.
    pub lorenz: Vec<[f64; 2]>,
}

impl Decay {
    /// The weight of a place at a distance.
    pub fn weight(&self, distance: f64) -> f64 {
        let inside = |limit: f64| distance <= limit + ROUNDING_M;
        match self {
            Decay::Within(limit) => f64::from(u8::from(inside(*limit))),
            Decay::Steps(steps) => steps.iter().find(|(limit, _)| inside(*limit)).map_or(0.0, |(_, weight)| *weight),
            Decay::Gaussian { bandwidth, within } if inside(*within) => (-distance * distance / (2.0 * bandwidth * bandwidth)).exp(),
            Decay::Power { exponent, scale, within, least } if inside(*within) => (distance.max(*least) / scale).powf(-exponent),
            Decay::Gaussian { .. } | Decay::Power { .. } => 0.0,
        }
    }

    /// Nothing farther than this counts.
    pub fn reach(&self) -> f64 {
        match self {
            Decay::Within(limit) => *limit,
            Decay::Steps(steps) => steps.iter().map(|(limit, _)| *limit).fold(0.0, f64::max),
            Decay::Gaussian { within, .. } | Decay::Power { within, .. } => *within,
        }
    }
}

/// The floating catchment score of every point.
///
/// # Panics
///
/// When there are not as many people as points, or pairs name a place without supply.
pub fn floating_catchment(people: &[f64], supply: &[f64], pairs: &Pairs, decay: &Decay) -> Access {
    assert_eq!(people.len(), pairs.len(), "people live at the points of the pairs");
    let weighed = |point: usize| pairs.of(point).map(|(place, distance)| (place as usize, decay.weight(distance)));
    let run = people.len().div_ceil(RUNS).max(1);
    let sums: Vec<Vec<f64>> = (0..RUNS)
        .into_par_iter()
        .map(|number| {
            let mut sums = vec![0.0; supply.len()];
            for point in (number * run..people.len().min((number + 1) * run)).filter(|point| people[*point] > 0.0) {
                weighed(point).for_each(|(place, weight)| sums[place] += people[point] * weight);
            }
            sums
        })
        .collect();
    let crowd = |place: usize| sums.iter().map(|sums| sums[place]).sum::<f64>();
    let crowds: Vec<f64> = (0..supply.len()).into_par_iter().map(crowd).collect();
    let ratio = |(supply, crowd): (&f64, &f64)| if *crowd > 0.0 { supply / crowd } else { 0.0 };
    let ratios: Vec<f64> = supply.iter().zip(&crowds).map(ratio).collect();
    let score = |point: usize| weighed(point).fold(0.0, |sum, (place, weight)| sum + ratios[place] * weight);
    let unused = supply.iter().zip(&crowds).filter(|(_, crowd)| **crowd == 0.0).fold(0.0, |sum, (supply, _)| sum + supply);
    Access { scores: (0..people.len()).into_par_iter().map(score).collect(), unused }
}

/// The gravity score of every point: supply by distance, without competition.
pub fn gravity(supply: &[f64], pairs: &Pairs, decay: &Decay) -> Access {
    let score = |point: usize| pairs.of(point).fold(0.0, |sum, (place, distance)| sum + supply[place as usize] * decay.weight(distance));
    let mut reached = vec![false; supply.len()];
    (0..pairs.len()).flat_map(|point| pairs.of(point)).for_each(|(place, _)| reached[place as usize] = true);
    let unused = supply.iter().zip(&reached).filter(|(_, reached)| !**reached).fold(0.0, |sum, (supply, _)| sum + supply);
    Access { scores: (0..pairs.len()).into_par_iter().map(score).collect(), unused }
}

/// How evenly scores are spread over people, with the Lorenz curve at so many equal steps of people.
pub fn evenness(people: &[f64], scores: &[f64], steps: usize) -> Evenness {
    let mut order: Vec<usize> = (0..people.len()).filter(|row| people[*row] > 0.0).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(a.cmp(b)));
    let everybody: f64 = order.iter().map(|row| people[*row]).sum();
    let everything: f64 = order.iter().map(|row| people[*row] * scores[*row]).sum();
    let mut curve = vec![[0.0, 0.0]];
    let (mut so_many, mut so_much) = (0.0, 0.0);
    for row in order {
        so_many += people[row];
        so_much += people[row] * scores[row];
        let share = if everything > 0.0 { so_much / everything } else { so_many / everybody };
        curve.push([so_many / everybody, share]);
    }
    let under: f64 = curve.windows(2).map(|pair| (pair[1][0] - pair[0][0]) * (pair[1][1] + pair[0][1])).sum();
    let gini = if everything > 0.0 { (1.0 - under).max(0.0) } else { 0.0 };
    let lorenz = if curve.len() < 2 { vec![] } else { (0..=steps).map(|step| at(&curve, step as f64 / steps as f64)).collect() };
    Evenness { gini, lorenz }
}

/// The point of a rising curve at a share of people.
fn at(curve: &[[f64; 2]], share: f64) -> [f64; 2] {
    let next = curve.partition_point(|point| point[0] < share).clamp(1, curve.len() - 1);
    let [from, to] = [curve[next - 1], curve[next]];
    let part = if to[0] > from[0] { ((share - from[0]) / (to[0] - from[0])).clamp(0.0, 1.0) } else { 1.0 };
    [share, from[1] + part * (to[1] - from[1])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::random::Random;

    fn made_up(random: &mut Random) -> (Vec<f64>, Vec<f64>, Pairs) {
        let people: Vec<f64> = (0..40).map(|_| random.below(30) as f64).collect();
        let supply: Vec<f64> = (0..9).map(|_| random.below(20) as f64).collect();
        let row = |random: &mut Random| {
            let reached: Vec<u32> = (0..9).filter(|_| random.chance(0.4)).collect();
            reached.into_iter().map(|place| (place, random.between(0.0, 6_000.0))).collect()
        };
        let rows: Vec<Vec<(u32, f64)>> = people.iter().map(|_| row(random)).collect();
        (people, supply, Pairs::from_rows(rows))
    }

    fn decays() -> Vec<Decay> {
        vec![
            Decay::Within(3_000.0),
            Decay::Steps(vec![(1_000.0, 1.0), (3_000.0, 0.68), (5_000.0, 0.22)]),
            Decay::Gaussian { bandwidth: 2_000.0, within: 5_000.0 },
        ]
    }

    #[test]
    fn people_times_scores_sum_up_to_the_supply_that_is_reached() {
        let mut random = Random(5);
        for decay in decays() {
            let (people, supply, pairs) = made_up(&mut random);
            let access = floating_catchment(&people, &supply, &pairs, &decay);
            let shared: f64 = people.iter().zip(&access.scores).map(|(people, score)| people * score).sum();
            assert!((shared + access.unused - supply.iter().sum::<f64>()).abs() < 1e-9, "{decay:?}");
        }
    }

    #[test]
    fn scores_are_those_of_the_two_sums_written_out() {
        let mut random = Random(6);
        for decay in decays() {
            let (people, supply, pairs) = made_up(&mut random);
            let weight = |point: usize, place: usize| {
                pairs.of(point).find(|(row, _)| *row as usize == place).map_or(0.0, |(_, distance)| decay.weight(distance))
            };
            let ratio = |place: usize| {
                let crowd: f64 = (0..people.len()).map(|point| people[point] * weight(point, place)).sum();
                if crowd > 0.0 { supply[place] / crowd } else { 0.0 }
            };
            for (point, score) in floating_catchment(&people, &supply, &pairs, &decay).scores.into_iter().enumerate() {
                let expected: f64 = (0..supply.len()).map(|place| ratio(place) * weight(point, place)).sum();
                assert!((score - expected).abs() < 1e-12, "{score} {expected}");
            }
        }
    }

    #[test]
    fn limits_are_closed_and_a_place_at_the_door_counts_with_an_end() {
        let steps = Decay::Steps(vec![(100.0, 1.0), (200.0, 0.5)]);
        assert_eq!([0.0, 100.0, 100.1, 200.0, 200.1].map(|distance| steps.weight(distance)), [1.0, 1.0, 0.5, 0.5, 0.0]);
        let power = Decay::Power { exponent: 1.0, scale: 1_000.0, within: f64::INFINITY, least: 1.0 };
        assert_eq!([0.0, 1.0, 500.0].map(|distance| power.weight(distance)), [1_000.0, 1_000.0, 2.0]);
        let pairs = Pairs::from_rows(vec![vec![(0, 500.0)], vec![]]);
        assert_eq!(gravity(&[3.0, 4.0], &pairs, &power), Access { scores: vec![6.0, 0.0], unused: 4.0 });
    }

    #[test]
    fn evenness_is_that_of_the_textbook() {
        // Four people with 1, 2, 3 and 4: the mean difference over all pairs is 1.25, half of it over the mean of 2.5 is 0.25.
        let even = evenness(&[1.0; 4], &[4.0, 1.0, 3.0, 2.0], 4);
        assert!((even.gini - 0.25).abs() < 1e-12);
        let lorenz = [[0.0, 0.0], [0.25, 0.1], [0.5, 0.3], [0.75, 0.6], [1.0, 1.0]];
        assert!(even.lorenz.iter().zip(lorenz).all(|(a, b)| (a[0] - b[0]).abs() + (a[1] - b[1]).abs() < 1e-12), "{:?}", even.lorenz);
        // The same people in two heaps.
        assert!((evenness(&[2.0, 2.0], &[1.0, 3.0], 4).gini - evenness(&[1.0; 4], &[1.0, 1.0, 3.0, 3.0], 4).gini).abs() < 1e-12);
        assert_eq!(evenness(&[5.0, 5.0], &[2.0, 2.0], 1).gini, 0.0);
        assert_eq!(evenness(&[], &[], 4), Evenness { gini: 0.0, lorenz: vec![] });
        assert_eq!(evenness(&[1.0], &[0.0], 1), Evenness { gini: 0.0, lorenz: vec![[0.0, 0.0], [1.0, 1.0]] });
    }
}
