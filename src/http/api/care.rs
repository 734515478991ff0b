//! Care of the records: checks, public reports, duplicates and merges, completeness, positions that want a look.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Path},
};
use chrono::NaiveDate;

use super::{
    openapi::{LimitedRefusals, NotThere, PrivateRefusals, WriteRefusals},
    records::answer,
    work,
};
use crate::{
    domain::change::RecordType,
    http::{
        AppState, Problem,
        body::Json,
        parameters::{
            BY, CHECK_STATES, CURSOR, DIVISION, KIND, LEVEL, OF, PAGE, PROBLEM, RECEIPT, REPORT_STATE, THRESHOLD, TWIN_TYPE, parameters,
        },
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{
        CheckItem, CheckQuestion, CompletenessAnswer, DuplicateAnswer, DuplicateQuestion, FieldError, IncompleteRecord, Merge, Page,
        QualityQuestion, ReportItem, ReportReceipt, ReportStatus, ReviewItem, Written, kept_words,
    },
};

type State = web::Data<AppState>;

parameters!(Checks: CHECK_STATES, KIND, DIVISION, PAGE, CURSOR);
parameters!(Reports: REPORT_STATE, DIVISION, PAGE, CURSOR);
parameters!(Receipt: RECEIPT);
parameters!(Duplicates: TWIN_TYPE, KIND, DIVISION, THRESHOLD, OF, PAGE, CURSOR);
parameters!(Completeness: BY, KIND, LEVEL, DIVISION);
parameters!(Incomplete: KIND, DIVISION, PAGE, CURSOR);
parameters!(Review: PROBLEM, KIND, DIVISION, PAGE, CURSOR);

/// A look at a record.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The day; today when it is not said.
    pub on: Option<NaiveDate>,
    /// What to remember about it.
    pub note: Option<String>,
}

/// That something is wrong.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrongReport {
    /// The field it is about.
    pub field: Option<String>,
    /// What is wrong.
    pub text: Option<String>,
}

/// How a report ends.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// `mended`, `not_wrong` or `cannot_tell`.
    pub outcome: Option<String>,
    /// What the reporter is told.
    pub answer: Option<String>,
}

/// Two records that are not the same.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// `facility` (unless it is said) or `organization`.
    #[serde(rename = "type")]
    pub record_type: Option<String>,
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
    /// Why.
    pub reason: Option<String>,
}

/// Two records that are one.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merging {
    /// `facility` (unless it is said) or `organization`.
    #[serde(rename = "type")]
    pub record_type: Option<String>,
    /// The record that stays.
    pub keep: String,
    /// The record that goes into it.
    pub drop: String,
    /// From a field to `drop` where the value of the record that goes is taken, or `keep`.
    #[serde(default)]
    pub fields: std::collections::BTreeMap<String, String>,
    /// Why.
    pub reason: Option<String>,
}

/// Why a merge is taken back.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakingBack {
    /// Why.
    pub reason: Option<String>,
}

/// Positions that are right as they are.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepting {
    /// The problem that is none.
    pub problem: String,
    /// The records.
    pub ids: Vec<String>,
    /// Why.
    pub reason: Option<String>,
}

/// Records that want a look: never checked first, then the latest.
#[utoipa::path(
    get, path = "/api/v1/checks", tag = "care", params(Checks),
    responses((status = 200, description = "A page of records on the verification clock", body = Page<CheckItem>), PrivateRefusals)
)]
pub async fn list_checks(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Checks::ALL)?;
    let question = CheckQuestion {
        states: CHECK_STATES.read_all(&mut query),
        kinds: KIND.read(&mut query),
        division: DIVISION.read(&mut query),
        cursor: CURSOR.read(&mut query),
        limit: PAGE.read(&mut query),
    };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.checks(&asker.0, &question)?)).await?)
}

/// Writes down that somebody looked and the record is true.
#[utoipa::path(
    post, path = "/api/v1/facilities/{id}/checks", tag = "care", params(("id" = String, Path, description = "Id of the facility")),
    request_body = Look, responses((status = 200, description = "The record with its new check", body = Written), WriteRefusals, NotThere)
)]
pub async fn record_check(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Look>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let done = work(move || Ok(registry.record_check(&asker.0, &id, body.0.on, body.0.note)?)).await?;
    answer(&done, StatusCode::OK, "/api/v1/facilities")
}

/// Says that something of a facility is wrong. Anybody may; the receipt opens the answer.
#[utoipa::path(
    post, path = "/api/v1/facilities/{id}/reports", tag = "care", params(("id" = String, Path, description = "Id of the facility")),
    request_body = WrongReport, responses((status = 201, description = "The receipt, shown once", body = ReportReceipt), WriteRefusals, NotThere, LimitedRefusals)
)]
pub async fn report_wrong(state: State, request: HttpRequest, id: Path<String>, body: Json<WrongReport>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    state.limit.hold(&request)?;
    let registry = state.registry.clone();
    let WrongReport { field, text } = body.0;
    let receipt = work(move || Ok(registry.report_wrong(&id, field, text.as_deref().unwrap_or(""))?)).await?;
    Ok(HttpResponse::Created().json(receipt))
}

/// A page of reports about facilities that the caller keeps, the newest first.
#[utoipa::path(
    get, path = "/api/v1/reports", tag = "care", params(Reports),
    responses((status = 200, description = "A page of reports", body = Page<ReportItem>), PrivateRefusals)
)]
pub async fn list_reports(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Reports::ALL)?;
    let (open, division) = (REPORT_STATE.read(&mut query), DIVISION.read(&mut query));
    let (cursor, limit) = (CURSOR.read(&mut query), PAGE.read(&mut query));
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.reports(&asker.0, open, division, (cursor.as_deref(), limit))?)).await?)
}

/// What became of a report, for whoever holds its receipt.
#[utoipa::path(
    get, path = "/api/v1/reports/{id}", tag = "care", params(("id" = String, Path, description = "Id of the report"), Receipt),
    responses((status = 200, description = "Its state and answer", body = ReportStatus), PrivateRefusals, NotThere)
)]
pub async fn get_report(state: State, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Receipt::ALL)?;
    let receipt = RECEIPT.read(&mut query).unwrap_or_default();
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.report_status(&id, &receipt)?)).await?)
}

/// Closes a report with an answer.
#[utoipa::path(
    post, path = "/api/v1/reports/{id}/close", tag = "care", params(("id" = String, Path, description = "Id of the report")),
    request_body = Closing, responses((status = 200, description = "The report, closed", body = ReportItem), WriteRefusals, NotThere)
)]
pub async fn close_report(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Closing>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let Closing { outcome, answer } = body.0;
    let (outcome, answer) = (outcome.unwrap_or_default(), answer.unwrap_or_default());
    private(&work(move || Ok(registry.close_report(&asker.0, &id, &outcome, &answer)?)).await?)
}

/// Pairs of facilities that may be one, with the parts of their scores.
#[utoipa::path(
    get, path = "/api/v1/duplicates", tag = "care", params(Duplicates),
    responses((status = 200, description = "A page of pairs", body = DuplicateAnswer), PrivateRefusals)
)]
pub async fn list_duplicates(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Duplicates::ALL)?;
    let question = DuplicateQuestion {
        record_type: TWIN_TYPE.read(&mut query).unwrap_or(RecordType::Facility),
        kinds: KIND.read(&mut query),
        division: DIVISION.read(&mut query),
        threshold: THRESHOLD.read(&mut query),
        of: OF.read(&mut query),
        cursor: CURSOR.read(&mut query),
        limit: PAGE.read(&mut query),
    };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.duplicates(&asker.0, &question)?)).await?)
}

/// Remembers that two records are not the same.
#[utoipa::path(
    post, path = "/api/v1/duplicates/dismiss", tag = "care", request_body = Apart,
    responses((status = 204, description = "Remembered"), WriteRefusals, NotThere)
)]
pub async fn dismiss_duplicate(state: State, asker: Asker, request: HttpRequest, body: Json<Apart>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let Apart { record_type, a, b, reason } = body.0;
    let record_type = twin_type(record_type.as_deref())?;
    work(move || Ok(registry.keep_apart(&asker.0, record_type, (&a, &b), reason.as_deref())?)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The sort of two records that may be one.
fn twin_type(text: Option<&str>) -> Result<RecordType, Problem> {
    match text {
        None => Ok(RecordType::Facility),
        Some(text) => TWIN_TYPE.known(text).ok_or_else(|| unknown("type", text, "facility or organization")),
    }
}

fn unknown(field: &str, value: &str, expected: &str) -> Problem {
    Problem::fields(false, vec![FieldError::new(field, value, "is not known", expected)])
}

/// Proposes to make one record of two, field by field. The old id answers with the new one from then on.
#[utoipa::path(
    post, path = "/api/v1/merges", tag = "care", request_body = Merging,
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, NotThere)
)]
pub async fn create_merge(state: State, asker: Asker, request: HttpRequest, body: Json<Merging>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let Merging { record_type, keep, drop, fields, reason } = body.0;
    let record_type = twin_type(record_type.as_deref())?;
    if let Some((field, from)) = fields.iter().find(|(_, from)| !matches!(from.as_str(), "keep" | "drop")) {
        return Err(unknown(&format!("fields.{field}"), from, "drop, or keep"));
    }
    let from_dropped = fields.into_iter().filter(|(_, from)| from == "drop").map(|(field, _)| field).collect();
    let reason = kept_words("reason", reason.as_deref())?;
    let merge = Merge { record_type, keep, drop, from_dropped, reason };
    let registry = state.registry.clone();
    let done = work(move || Ok(registry.merge(&asker.0, &merge)?)).await?;
    answer(&done, StatusCode::OK, "/api/v1/facilities")
}

/// Proposes to take a merge back: the record that went comes back, and what nobody changed since returns.
#[utoipa::path(
    post, path = "/api/v1/merges/{id}/undo", tag = "care", params(("id" = String, Path, description = "Id of the record that was merged away")),
    request_body = TakingBack,
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, NotThere)
)]
pub async fn undo_merge(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<TakingBack>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let reason = kept_words("reason", body.0.reason.as_deref())?;
    let registry = state.registry.clone();
    let done = work(move || Ok(registry.undo_merge(&asker.0, &id, reason)?)).await?;
    answer(&done, StatusCode::OK, "/api/v1/facilities")
}

/// How complete the records are, by kind or by division, with the weights behind the scores.
#[utoipa::path(
    get, path = "/api/v1/completeness", tag = "care", params(Completeness),
    responses((status = 200, description = "Rows by kind or division", body = CompletenessAnswer), PrivateRefusals)
)]
pub async fn get_completeness(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Completeness::ALL)?;
    let by_kind = BY.read(&mut query).unwrap_or(true);
    let question = QualityQuestion {
        kinds: KIND.read(&mut query),
        level: LEVEL.read(&mut query),
        division: DIVISION.read(&mut query),
        ..QualityQuestion::default()
    };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.completeness(&asker.0, by_kind, &question)?)).await?)
}

/// Records with what they lack, the least complete first.
#[utoipa::path(
    get, path = "/api/v1/completeness/records", tag = "care", params(Incomplete),
    responses((status = 200, description = "A page of records", body = Page<IncompleteRecord>), PrivateRefusals)
)]
pub async fn list_incomplete_records(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Incomplete::ALL)?;
    let question = quality(&mut query);
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.incomplete_records(&asker.0, &question)?)).await?)
}

/// Positions that want a look, the worst first.
#[utoipa::path(
    get, path = "/api/v1/review", tag = "care", params(Review),
    responses((status = 200, description = "A page of positions", body = Page<ReviewItem>), PrivateRefusals)
)]
pub async fn list_review(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Review::ALL)?;
    let problem = PROBLEM.read(&mut query);
    let question = quality(&mut query);
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.review(&asker.0, problem.as_deref(), &question)?)).await?)
}

/// Remembers that positions are right as they are.
#[utoipa::path(
    post, path = "/api/v1/review/accept", tag = "care", request_body = Accepting,
    responses((status = 204, description = "Remembered"), WriteRefusals, NotThere)
)]
pub async fn accept_review(state: State, asker: Asker, request: HttpRequest, body: Json<Accepting>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let Accepting { problem, ids, reason } = body.0;
    work(move || Ok(registry.accept_review(&asker.0, &problem, ids, reason.as_deref().unwrap_or(""))?)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn quality(query: &mut Query) -> QualityQuestion {
    QualityQuestion {
        kinds: KIND.read(query),
        division: DIVISION.read(query),
        level: None,
        cursor: CURSOR.read(query),
        limit: PAGE.read(query),
    }
}
