//! Within what limits is asked? Metres, or seconds on foot, which are metres at the pace of whoever walks.

use crate::{
    domain::street::Manner,
    http::{
        parameters::{Numbers, WITHIN_S},
        query::Query,
    },
    registry::FieldError,
};

/// The limits of a question in metres: those of `metres` (`within_m`, several or one), then those of `within_s`.
pub fn limits(query: &mut Query, manner: Manner, metres: &Numbers) -> Vec<f64> {
    let mut limits = metres.read(query);
    limits.extend(walked(query, manner));
    limits
}

/// The one limit of a question in metres, where it has one.
pub fn one_limit(query: &mut Query, manner: Manner, metres: Option<f64>) -> Option<f64> {
    let walked = walked(query, manner);
    if walked.len() + usize::from(metres.is_some()) > 1 {
        let expected = "one number, either of metres or of seconds";
        query.invalid(FieldError::new("within_s", walked.len(), "several limits are given", expected));
    }
    metres.or(walked.first().copied())
}

/// The metres of `within_s`.
fn walked(query: &mut Query, manner: Manner) -> Vec<f64> {
    let seconds = WITHIN_S.read(query);
    let walked: Option<Vec<f64>> = seconds.iter().map(|seconds| manner.metres_in(*seconds)).collect();
    walked.unwrap_or_else(|| {
        query.invalid(FieldError::new("within_s", "straight", "nobody walks a straight line", "by=walk, elder or step-free"));
        Vec::new()
    })
}
