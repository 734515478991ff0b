//! Where should new sites open? A question of a plan, or of the command line, put to the analysis and answered by names.
//!
//! 1. [`SitingTask::new`]: terms, candidates and people become a task; what cannot be solved is refused at once, field by field.
//! 2. [`SitingTask::run`]: pairs are measured, the model is solved while somebody watches, the answer is put into words.
//!
//! The command line shares [`solve`] and what goes before it; plans add what each site is good for.

mod answer;
mod task;
mod words;

use crate::{
    analysis::{
        pairs::Pairs,
        siting::{Aim, Answer, Demanded, Question, Reach, Watch, center, cover_all, cover_most, median, serve_most},
        space::ROUNDING_M,
    },
    domain::plan::SitingModel,
};

pub use self::answer::{ReachedCommunity, SecondBest, SitingAnswer, SitingSite, WhyNot};
pub(super) use self::task::{SitingTask, Stopped};

/// More pairs of people and sites than this are not looked at.
pub const MOST_PAIRS: usize = 100_000_000;
/// Of so many people whom no site reaches it is said how far the nearest one is.
pub const MOST_LOST: usize = 1_000;

/// Solves a question by a model; `limit` is closed, and infinite where nobody is too far.
pub fn solve(model: SitingModel, question: &Question, limit: f64, demanded: Demanded, watch: &mut Watch) -> Answer {
    let limit = limit + ROUNDING_M;
    match model {
        SitingModel::Lscp => {
            let aim = if question.means.budget.is_some() { Aim::Cheapest } else { Aim::Fewest };
            cover_all(question, limit, aim, watch)
        }
        SitingModel::Mclp => cover_most(question, limit, watch),
        SitingModel::Cmclp => serve_most(question, limit, demanded, watch),
        SitingModel::PMedian => median(question, watch),
        SitingModel::PCenter => center(question, watch),
    }
}

/// Whether a model is about a limit: who is farther is not covered.
pub fn needs_limit(model: SitingModel) -> bool {
    matches!(model, SitingModel::Lscp | SitingModel::Mclp | SitingModel::Cmclp)
}

/// The code of a model.
pub fn model_code(model: SitingModel) -> &'static str {
    match model {
        SitingModel::Lscp => "lscp",
        SitingModel::Mclp => "mclp",
        SitingModel::Cmclp => "cmclp",
        SitingModel::PMedian => "p-median",
        SitingModel::PCenter => "p-center",
    }
}

/// Which of so many sites each demand reaches, from the pairs of its point.
pub fn reach_of(pairs: &Pairs, points: impl IntoIterator<Item = usize>, sites: usize) -> Reach {
    let mut reach = Reach::new(sites);
    points.into_iter().for_each(|point| reach.push(pairs.of(point)));
    reach
}

/// What the cheapest pair of a point costs.
pub fn nearest_of(pairs: &Pairs, point: usize) -> Option<f64> {
    pairs.of(point).map(|(_, cost)| cost).min_by(f64::total_cmp)
}
