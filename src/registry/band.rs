//! How sure is a figure of coverage? The same figure at a limit a tenth shorter and longer, and with every place somewhere within
//! the precision that its position is known with.

use std::collections::BTreeMap;

use super::{CoverageInputs, CoverageQuestion, FieldError, RegistryError, Snapshot};
use crate::{
    analysis::{
        coverage::Band,
        scenario::{Rows, drag::sum, steady},
        space::Point,
    },
    domain::{
        division::Level,
        position::{EARTH_RADIUS_M, Precision},
        small_count::{SmallCounts, ToldSplit},
        street::Manner,
    },
};

/// What is asked besides the question of coverage.
#[derive(Debug, Clone)]
pub struct BandQuestion {
    /// The question; it has one limit.
    pub coverage: CoverageQuestion,
    /// How often places are moved.
    pub repeats: usize,
    /// What the draws begin with: the same seed draws the same.
    pub seed: usize,
}

/// People within one limit.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct BandFigures {
    /// The limit in metres, closed.
    pub within_m: f64,
    /// People within reach.
    pub covered: Option<f64>,
    /// People beyond: `covered + left_over = total`.
    pub left_over: Option<f64>,
    /// `covered / total`, 0 when there is nobody.
    pub share: Option<f64>,
}

/// People within reach over all draws; a percentile is the smallest draw that so many of a hundred do not exceed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct BandMoved {
    /// How many draws.
    pub repeats: usize,
    /// What they began with.
    pub seed: usize,
    /// The least.
    pub min: Option<f64>,
    /// 5 in a hundred draws are not above.
    pub p5: Option<f64>,
    /// Half of them are not above.
    pub median: Option<f64>,
    /// 95 in a hundred are not above.
    pub p95: Option<f64>,
    /// The most.
    pub max: Option<f64>,
}

/// A class of precision.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct BandPrecision {
    /// Its code.
    pub precision: &'static str,
    /// How far off a place may be, in metres.
    pub metres: f64,
    /// How many of the places that serve are known so exactly.
    pub facilities: usize,
}

/// A figure of coverage with what it depends on.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct CoverageErrorBand<'a> {
    /// How distances are measured.
    pub by: &'static str,
    /// Whether over the streets of a map.
    pub measured: bool,
    /// Codes of the kinds asked for; empty means any.
    pub kind: Vec<&'a str>,
    /// Which people were counted.
    pub group: &'a str,
    /// All of them.
    pub total: Option<f64>,
    /// The figure itself.
    pub stated: BandFigures,
    /// At a limit a tenth shorter.
    pub shorter: BandFigures,
    /// At a limit a tenth longer.
    pub longer: BandFigures,
    /// With every place moved within its precision.
    pub moved: BandMoved,
    /// How far places may be off, by class.
    pub precisions: Vec<BandPrecision>,
    /// Counts below this are withheld from whoever asked, and all others rounded to its multiples.
    pub withheld_below: Option<u32>,
    /// What it was worked out from.
    pub inputs: CoverageInputs<'a>,
}

/// A place that serves, and how far off it may be.
struct Doubtful {
    number: u32,
    point: Point,
    metres: f64,
    id: u64,
}

impl Snapshot {
    /// Whether a question can be answered, without answering it.
    pub fn check_band(&self, question: &BandQuestion) -> Result<(), RegistryError> {
        let (_, _, limits) = self.coverage_terms(&question.coverage)?;
        if limits.len() == 1 {
            return Ok(());
        }
        Err(RegistryError::Invalid(vec![FieldError::new("within_m", limits.len(), "several limits are given", "one number of metres")]))
    }

    /// People within reach, and how much that depends on the limit and on where places really are.
    pub fn coverage_band(&self, question: &BandQuestion) -> Result<CoverageErrorBand<'_>, RegistryError> {
        let asked =
            CoverageQuestion { division: question.coverage.division.map(|code| self.current_code(code)), ..question.coverage.clone() };
        self.check_band(question)?;
        let (filter, column, limits) = self.coverage_terms(&asked)?;
        let (manner, within_m, told) = (asked.manner, limits[0], asked.small_counts);
        let (_, rows) = self.rows_of(Level::Province, asked.division);
        let distances = self.distances(manner, &filter);
        let figure = |within_m: f64| {
            let covered = steady(&distances.nearest, within_m);
            let all = sum(&rows.tally(self.cells(), column, |cell| covered[cell]));
            (figures(told, Band::new(within_m, all.covered, all.total)), all.total)
        };
        let (stated, total) = figure(within_m);
        let serving: Vec<(u32, Point)> = self.places().accepted(&filter).collect();
        let places: Vec<Doubtful> = serving.iter().map(|(row, point)| self.doubtful(*row, *point)).collect();
        let mut draws: Vec<f64> =
            (0..question.repeats).map(|draw| self.draw((manner, within_m), (&rows, column), &places, (question.seed, draw))).collect();
        draws.sort_by(f64::total_cmp);
        let percentile =
            |hundredths: usize| draws.get((draws.len() * hundredths).div_ceil(100).max(1) - 1).and_then(|people| told.blur(*people));
        let mut by_class: BTreeMap<Precision, usize> = BTreeMap::new();
        serving.iter().for_each(|(row, _)| *by_class.entry(self.precision_of(*row)).or_default() += 1);
        let precisions = Precision::ALL.map(|class| BandPrecision {
            precision: class.as_code(),
            metres: class.error_m(),
            facilities: by_class.get(&class).copied().unwrap_or_default(),
        });
        Ok(CoverageErrorBand {
            by: manner.by.code(),
            measured: self.is_measured(manner),
            kind: self.kind_codes(&filter),
            group: self.groups().get(column).map_or("population", String::as_str),
            total: told.blur(total),
            stated,
            shorter: figure(within_m * 0.9).0,
            longer: figure(within_m * 1.1).0,
            moved: BandMoved {
                repeats: question.repeats,
                seed: question.seed,
                min: percentile(0),
                p5: percentile(5),
                median: percentile(50),
                p95: percentile(95),
                max: percentile(100),
            },
            precisions: precisions.into(),
            withheld_below: told.threshold(),
            inputs: self.inputs(serving.len(), column, manner),
        })
    }

    fn precision_of(&self, row: u32) -> Precision {
        // Of a protected place the public front point is known, and exactly: it is a choice.
        self.facilities()[row as usize].location.map_or(Precision::Exact, |location| location.precision)
    }

    fn doubtful(&self, row: u32, point: Point) -> Doubtful {
        let id = self.facilities()[row as usize].id.as_str();
        // FNV-1a: a facility is moved the same way whatever else is there.
        let id = id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Doubtful { number: row, point, metres: self.precision_of(row).error_m(), id }
    }

    /// People within reach when every place is somewhere within its precision.
    fn draw(&self, (manner, within_m): (Manner, f64), (rows, column): (&Rows, usize), places: &[Doubtful], draw: (usize, usize)) -> f64 {
        let moved: Vec<(u32, Point)> = places.iter().map(|place| (place.number, place.moved(draw))).collect();
        let covered = steady(&self.nearest_of(manner, within_m, &moved, None), within_m);
        sum(&rows.tally(self.cells(), column, |cell| covered[cell])).covered
    }
}

impl Doubtful {
    /// Anywhere within so many metres, evenly over the ground.
    fn moved(&self, (seed, draw): (usize, usize)) -> Point {
        let begin = mixed(mixed(seed as u64 ^ mixed(draw as u64)) ^ self.id);
        let unit = |bits: u64| (bits >> 11) as f64 / (1u64 << 53) as f64;
        let (away, turn) = (self.metres * unit(begin).sqrt(), std::f64::consts::TAU * unit(mixed(begin)));
        let north = (away / EARTH_RADIUS_M).to_degrees();
        let [lon, lat] = self.point;
        let lon = lon + north * turn.sin() / lat.to_radians().cos().max(1e-6);
        [lon.clamp(-180.0, 180.0), (lat + north * turn.cos()).clamp(-90.0, 90.0)]
    }
}

/// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
fn mixed(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

fn figures(told: SmallCounts, band: Band) -> BandFigures {
    if told == SmallCounts::Told {
        return BandFigures {
            within_m: band.within_m,
            covered: Some(band.covered),
            left_over: Some(band.left_over),
            share: Some(band.share),
        };
    }
    let ToldSplit { covered, left_over, share, .. } = told.blur_split(band.covered, band.left_over);
    BandFigures { within_m: band.within_m, covered, left_over, share }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::space::Space;

    #[test]
    fn a_place_is_moved_within_its_precision_the_same_way_each_time_and_all_over_the_ground() {
        let place = Doubtful { number: 0, point: [108.94, 34.25], metres: 300.0, id: 7 };
        let mut quarters = [0; 4];
        let mut inner = 0;
        for draw in 0..2_000 {
            let moved = place.moved((1, draw));
            assert_eq!(moved, place.moved((1, draw)));
            let away = Space::Sphere.distance_m(place.point, moved);
            assert!(away < 300.5, "{away}");
            inner += usize::from(away < 150.0);
            quarters[usize::from(moved[0] > place.point[0]) * 2 + usize::from(moved[1] > place.point[1])] += 1;
        }
        assert!(quarters.iter().all(|count| (420..580).contains(count)), "{quarters:?}");
        // Half the radius holds a quarter of the ground.
        assert!((420..580).contains(&inner), "{inner}");
        assert_ne!(place.moved((1, 0)), place.moved((2, 0)));
    }
}
