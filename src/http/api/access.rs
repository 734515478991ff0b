//! `GET /api/v1/access`: how well are people served when places share their supply among all who reach them?

use actix_web::{HttpRequest, HttpResponse};

use super::{coverage::manner, limits::limits, openapi::Refusals, work};
use crate::{
    analysis::access::Decay,
    domain::small_count::SmallCounts,
    http::{
        Problem,
        counting::Counting,
        etag::{JSON, to_json},
        parameters::{
            ACCESS_METHOD, AS_OF, AccessMethod, BANDWIDTH, COUNTED, DISTANCE_BY, DIVISION, EXPONENT, KIND, LEVEL, ONE_WITHIN, SCALE, STEPS,
            UNITS, WITHIN_S, parameters,
        },
        query::Query,
    },
    registry::{AccessItem, AccessQuestion, Choice, CoverageQuestion, FieldError},
};

parameters!(
    Access: ACCESS_METHOD, KIND, DISTANCE_BY, ONE_WITHIN, WITHIN_S, STEPS, BANDWIDTH, EXPONENT, SCALE, COUNTED, DIVISION, LEVEL, AS_OF, UNITS
);

/// Nothing counts as nearer than this in the gravity measure, in metres.
const LEAST_M: f64 = 1.0;

/// Scores by division: places for each person, or supply by distance. For the floating catchments people times scores add up to the
/// supply that anybody reaches.
#[utoipa::path(
    get, path = "/api/v1/access", tag = "answers", params(Access),
    responses((status = 200, description = "Scores by division", body = AccessItem), Refusals)
)]
pub async fn get_access(counting: Counting, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let live = &counting.live;
    let mut query = Query::read(&request, Access::ALL)?;
    let manner = manner(&live.snapshot, &mut query);
    let (method, decay) = decay(&mut query, |query| limits(query, manner, &ONE_WITHIN));
    let choice = Choice { kinds: KIND.read(&mut query), ..Choice::default() };
    let mut coverage = CoverageQuestion {
        manner,
        choice: choice.clone(),
        within_m: vec![decay.reach()],
        standard: None,
        count: COUNTED.read(&mut query),
        level: LEVEL.read(&mut query),
        division: DIVISION.read(&mut query),
        small_counts: SmallCounts::Told,
    };
    counting.tell(&mut coverage);
    query.settle(live.snapshot.check_access(&coverage))?;
    let question = AccessQuestion { manner, choice, count: coverage.count.clone(), decay, shared: method != AccessMethod::Gravity };
    let snapshot = live.snapshot.clone();
    let body = work(move || to_json(&snapshot.access_by_division(method.code(), &question, &coverage)?)).await?;
    Ok(live.bytes(JSON, body))
}

/// What distance does; what a method needs and was not given is said.
fn decay(query: &mut Query, limits: impl FnOnce(&mut Query) -> Vec<f64>) -> (AccessMethod, Decay) {
    let method = ACCESS_METHOD.read(query).unwrap_or(AccessMethod::Floating);
    let (steps, bandwidth) = (STEPS.read_all(query), BANDWIDTH.read(query));
    let (exponent, scale) = (EXPONENT.read(query).unwrap_or(1.0), SCALE.read(query).unwrap_or(1000.0));
    let limits = limits(query);
    if limits.len() > 1 {
        query.invalid(FieldError::new("within_m", limits.len(), "several limits are given", "one number of metres"));
    }
    let within = limits.first().copied();
    let mut missing = |name: &str, expected: &str| {
        if !query.is_wrong(name) {
            query.invalid(FieldError::new(name, "", "missing", expected));
        }
    };
    if within.is_none() && method != AccessMethod::Enhanced {
        missing("within_m", "metres, for instance 1000");
    }
    if steps.is_empty() && method == AccessMethod::Enhanced {
        missing("steps", "limit:weight, for instance 1000:1,3000:0.68");
    }
    if bandwidth.is_none() && method == AccessMethod::Gaussian {
        missing("bandwidth_m", "sigma of the bell curve, in metres");
    }
    let within = within.unwrap_or(0.0);
    let decay = match method {
        AccessMethod::Floating => Decay::Within(within),
        AccessMethod::Enhanced => {
            let mut steps = steps;
            steps.sort_by(|a, b| a.0.total_cmp(&b.0));
            if let Some(pair) = steps.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                query.invalid(FieldError::new("steps", pair[0].0, "is there twice", "each limit once"));
            }
            Decay::Steps(steps)
        }
        AccessMethod::Gaussian => Decay::Gaussian { bandwidth: bandwidth.unwrap_or(1.0), within },
        AccessMethod::Gravity => Decay::Power { exponent, scale, within, least: LEAST_M },
    };
    (method, decay)
}
