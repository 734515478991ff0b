//! `GET /api/v1/coverage`: whom do the places of a kind reach, and whom do they miss?

use actix_web::{HttpRequest, HttpResponse};

use super::{limits::limits, openapi::Refusals, work};
use crate::{
    domain::{small_count::SmallCounts, street::Manner},
    http::{
        Problem,
        counting::Counting,
        etag::{JSON, to_json},
        parameters::{
            AS_OF, COUNTED, DISTANCE_BY, DIVISION, KIND, LEVEL, ONE_WITHIN, REPEATS, SEED, STANDARD, UNITS, WITHIN, WITHIN_S, parameters,
        },
        query::Query,
    },
    registry::{BandQuestion, Choice, CoverageAnswer, CoverageErrorBand, CoverageQuestion, FieldError, Snapshot},
};

parameters!(Coverage: KIND, DISTANCE_BY, WITHIN, WITHIN_S, STANDARD, COUNTED, LEVEL, DIVISION, AS_OF, UNITS);

parameters!(ErrorBand: KIND, DISTANCE_BY, ONE_WITHIN, WITHIN_S, STANDARD, COUNTED, DIVISION, REPEATS, SEED, AS_OF, UNITS);

/// People within reach and left over, in all and by division. `covered + left_over = total`, always; limits are closed. Small
/// counts of target groups are withheld from whoever lacks the right `read_small_counts` there: see `withheld_below`.
#[utoipa::path(
    get, path = "/api/v1/coverage", tag = "answers", params(Coverage),
    responses((status = 200, description = "People within reach", body = CoverageAnswer), Refusals)
)]
pub async fn get_coverage(counting: Counting, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let live = &counting.live;
    let mut query = Query::read(&request, Coverage::ALL)?;
    let manner = manner(&live.snapshot, &mut query);
    let mut question = CoverageQuestion {
        manner,
        choice: Choice { kinds: KIND.read(&mut query), ..Choice::default() },
        within_m: limits(&mut query, manner, &WITHIN),
        standard: STANDARD.read(&mut query),
        count: COUNTED.read(&mut query),
        level: LEVEL.read(&mut query),
        division: DIVISION.read(&mut query),
        small_counts: SmallCounts::Told,
    };
    counting.tell(&mut question);
    query.settle(live.snapshot.check_coverage(&question))?;
    let snapshot = live.snapshot.clone();
    let body = work(move || to_json(&snapshot.coverage(&question)?)).await?;
    Ok(live.bytes(JSON, body))
}

/// How sure a figure of coverage is: at a limit a tenth shorter and longer, and with every place moved within its precision, again and
/// again. The same seed moves places the same way.
#[utoipa::path(
    get, path = "/api/v1/coverage/band", tag = "answers", params(ErrorBand),
    responses((status = 200, description = "The figure and what it depends on", body = CoverageErrorBand), Refusals)
)]
pub async fn get_coverage_band(counting: Counting, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let live = &counting.live;
    let mut query = Query::read(&request, ErrorBand::ALL)?;
    let manner = manner(&live.snapshot, &mut query);
    let mut coverage = CoverageQuestion {
        manner,
        choice: Choice { kinds: KIND.read(&mut query), ..Choice::default() },
        within_m: limits(&mut query, manner, &ONE_WITHIN),
        standard: STANDARD.read(&mut query),
        count: COUNTED.read(&mut query),
        division: DIVISION.read(&mut query),
        ..CoverageQuestion::default()
    };
    counting.tell(&mut coverage);
    let question = BandQuestion { coverage, repeats: REPEATS.read(&mut query), seed: SEED.read(&mut query) };
    query.settle(live.snapshot.check_band(&question))?;
    let snapshot = live.snapshot.clone();
    let body = work(move || to_json(&snapshot.coverage_band(&question)?)).await?;
    Ok(live.bytes(JSON, body))
}

/// How distances are measured, at the pace that the settings say.
pub fn manner(snapshot: &Snapshot, query: &mut Query) -> Manner {
    snapshot.manner(DISTANCE_BY.read(query).unwrap_or_default())
}

/// A question with one limit, as map tiles ask it.
pub fn one_limit(snapshot: &Snapshot, query: &mut Query) -> CoverageQuestion {
    let manner = manner(snapshot, query);
    let question = CoverageQuestion {
        manner,
        choice: Choice { kinds: KIND.read(query), ..Choice::default() },
        within_m: limits(query, manner, &ONE_WITHIN),
        count: COUNTED.read(query),
        ..CoverageQuestion::default()
    };
    refuse_several(&question, query);
    question
}

/// Says that there may be one limit only.
pub fn refuse_several(question: &CoverageQuestion, query: &mut Query) {
    if question.within_m.len() > 1 {
        query.invalid(FieldError::new("within_m", question.within_m.len(), "several limits are given", "one number of metres"));
    }
}
