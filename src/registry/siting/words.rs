//! Why does no choice of sites do, and what would help? In sentences, with metres and numbers.

use super::{SitingTask, WhyNot};
use crate::analysis::siting::Reason;

/// One reason, with the cell that it is about.
pub(super) fn reason(task: &SitingTask, reason: Reason) -> WhyNot {
    let whole = |reason: String| WhyNot { demand: None, lon: None, lat: None, reason };
    match reason {
        Reason::Unreachable { demand, nearest_cost } => {
            let cell = task.cells[demand as usize];
            let point = task.snapshot.cell_point(cell);
            let limit = metres(task.understood.terms.within_m);
            let words = match nearest_cost {
                Some(nearest) if task.limit_m().is_finite() => {
                    format!("no site is within {limit} m; the nearest is {} m away", metres(nearest))
                }
                _ => "no way leads from there to any site".to_owned(),
            };
            WhyNot {
                demand: Some(task.snapshot.cell_id(cell as usize).to_string()),
                lon: point.map(|point| point[0]),
                lat: point.map(|point| point[1]),
                reason: words,
            }
        }
        Reason::TooFewSites { least } => whole(format!("so few sites do not reach everybody: {least} are the least that will do")),
        Reason::BudgetTooSmall { least } => whole(format!("the budget does not reach everybody: {least} is the least that will do")),
        Reason::SitesAndBudgetTooSmall => whole("the number of sites and the budget are too small together".to_owned()),
        Reason::NothingAffordable => whole("nothing can be paid: the budget is below 0".to_owned()),
        Reason::CapacityTooSmall { missing } => whole(format!("the best choice has room for all but {missing}")),
    }
}

/// What would make it possible; none where it is possible.
pub(super) fn what_would_do(task: &SitingTask, reasons: &[Reason]) -> Option<String> {
    let farthest = reasons.iter().filter_map(|reason| match reason {
        Reason::Unreachable { nearest_cost, .. } => *nearest_cost,
        _ => None,
    });
    let farthest = farthest.fold(f64::NEG_INFINITY, f64::max);
    let unreached = reasons.iter().filter(|reason| matches!(reason, Reason::Unreachable { .. })).count();
    let nowhere = reasons.iter().filter(|reason| matches!(reason, Reason::Unreachable { nearest_cost: None, .. })).count();
    match reasons.first()? {
        Reason::Unreachable { .. } if nowhere > 0 => Some(format!(
            "no limit will do: no way leads to {nowhere} of the places that are named; add candidates there, or measure by straight"
        )),
        Reason::Unreachable { .. } if farthest.is_finite() && task.limit_m().is_finite() => Some(format!(
            "a limit of {} m would have everybody in reach; or add candidates near the {unreached} places that are named",
            farthest.ceil()
        )),
        Reason::Unreachable { .. } => Some(format!("add candidates near the {unreached} places that are named, or measure by straight")),
        Reason::TooFewSites { least } => Some(format!("allow {least} new sites")),
        Reason::BudgetTooSmall { least } => Some(format!("allow a budget of {least}")),
        Reason::SitesAndBudgetTooSmall => Some("allow more sites or a larger budget: each of them alone would do".to_owned()),
        Reason::NothingAffordable => Some("allow a budget of 0 or more".to_owned()),
        Reason::CapacityTooSmall { missing } => Some(format!("{missing} more places are needed: larger sites, or more of them")),
    }
}

/// Metres to the decimetre.
fn metres(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}
