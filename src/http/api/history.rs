//! `/api/v1/changes` and what follows from the log: the days with changes, coverage over time.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{openapi::PrivateRefusals, work};
use crate::{
    http::{
        AppState, Problem,
        parameters::{
            COUNTED, DATES, DISTANCE_BY, DIVISION, FEED_PAGE, KIND, ONE_WITHIN, RECORD_ID, RECORD_TYPES, SINCE, WITHIN_S, parameters,
        },
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{ChangeDays, ChangeFeed, CoverageOnDay, FieldError, MOST_DATES},
};

type State = web::Data<AppState>;

parameters!(Changes: SINCE, RECORD_TYPES, RECORD_ID, FEED_PAGE);
parameters!(OverTime: KIND, DISTANCE_BY, ONE_WITHIN, WITHIN_S, COUNTED, DIVISION, DATES);

/// Coverage on several days.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct CoverageOverTime {
    /// As in coverage: counts above 0 and below this are withheld (null) from whoever asked; null when every count is told.
    pub withheld_below: Option<u32>,
    /// A point a day, in the order asked.
    pub points: Vec<CoverageOnDay>,
}

/// The changes of public records after a number, oldest first: what another system follows. Of protected places only what
/// may be shown.
#[utoipa::path(
    get, path = "/api/v1/changes", tag = "history", params(Changes),
    responses((status = 200, description = "Changes by number", body = ChangeFeed), PrivateRefusals)
)]
pub async fn list_changes(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Changes::ALL)?;
    let since = SINCE.read(&mut query).unwrap_or(0);
    let (types, id, limit) = (RECORD_TYPES.read_all(&mut query), RECORD_ID.read(&mut query), FEED_PAGE.read(&mut query));
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.change_feed(&asker.0, since, (types, id), limit)?)).await?)
}

/// The days on which records were written, in China's civil time.
#[utoipa::path(
    get, path = "/api/v1/history/days", tag = "history",
    responses((status = 200, description = "Days with changes", body = ChangeDays), PrivateRefusals)
)]
pub async fn list_change_days(state: State, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.change_days()?)).await?)
}

/// People within one limit at the end of each of several days.
#[utoipa::path(
    get, path = "/api/v1/coverage/history", tag = "history", params(OverTime),
    responses((status = 200, description = "Coverage day by day", body = CoverageOverTime), PrivateRefusals)
)]
pub async fn get_coverage_history(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, OverTime::ALL)?;
    let snapshot = state.registry.snapshot();
    let mut question = super::coverage::one_limit(&snapshot, &mut query);
    question.division = DIVISION.read(&mut query);
    question.small_counts = state.registry.small_counts(&asker.0, &snapshot, &question);
    let dates = DATES.read_all(&mut query);
    if !(1..=MOST_DATES).contains(&dates.len()) && !query.is_wrong("dates") {
        query.invalid(FieldError::new("dates", dates.len(), "is not a number of days that is taken", format!("1 to {MOST_DATES} days")));
    }
    query.settle(snapshot.check_coverage(&question))?;
    let registry = state.registry.clone();
    let withheld_below = question.small_counts.threshold();
    let points = work(move || Ok(registry.coverage_over_time(&question, &dates)?)).await?;
    private(&CoverageOverTime { withheld_below, points })
}
