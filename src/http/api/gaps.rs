//! `/api/v1/gaps`: which communities have people left over, worst first, and what is decided about them? As pages of JSON or as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, HeaderValue},
    },
    web::{Data, Path},
};

use super::{
    coverage::{manner, refuse_several},
    gaps_sheet,
    limits::limits,
    openapi::{NotThere, PrivateRefusals, Refusals, VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    domain::{permission::Caller, small_count::SmallCounts},
    exchange::SheetFormat,
    http::{
        AppState, Problem,
        body::{Json, if_match},
        counting::Counting,
        etag::{JSON, Live, to_json},
        parameters::{
            AS_OF, COUNTED, CURSOR, DISTANCE_BY, DIVISION, FORMAT, Format, GAP_STATES, KIND, ONE_WITHIN, OVERDUE, OWNER, PAGE, STANDARD,
            UNITS, WITHIN_S, parameters,
        },
        permit::Asker,
        private::private_with,
        query::Query,
    },
    registry::{
        Choice, CoverageQuestion, FieldError, GapAnswer, GapDesk, GapDetail, GapPatch, GapQuestion, GapTime, GapWish, Snapshot, Units,
    },
};

parameters!(
    Gaps: KIND, DISTANCE_BY, ONE_WITHIN, WITHIN_S, STANDARD, COUNTED, DIVISION, GAP_STATES, OWNER, OVERDUE, PAGE, CURSOR, FORMAT, AS_OF, UNITS
);

/// The gap by its id, as an answer that says more about the write.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct GapWritten {
    /// The gap as GET answers it.
    #[schema(value_type = Object)]
    gap: serde_json::Value,
    /// Of a deadline in working days: whether the calendar of every year it was counted in is verified.
    calendar_verified: Option<bool>,
}

/// What somebody says about a gap.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// The words.
    pub text: Option<String>,
}

/// Communities (cells, when there are no communities) in the order of people left over, or of the weighed parts of their rank, each with
/// where it stands. Whose it is and until when is told to those only who keep records or make plans there. `csv` and `xlsx` hold all rows.
#[utoipa::path(
    get, path = "/api/v1/gaps", tag = "answers", params(Gaps),
    responses(
        (status = 200, description = "Gaps, worst first", content(
            (GapAnswer = "application/json"),
            (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        Refusals
    )
)]
pub async fn list_gaps(state: Data<AppState>, request: HttpRequest) -> Result<HttpResponse, actix_web::Error> {
    let counting = Counting::of(&request, &state.registry.worklist_terms()).await?;
    let live = &counting.live;
    let mut query = Query::read(&request, Gaps::ALL)?;
    let wish = GapWish { states: GAP_STATES.read_all(&mut query), owner: OWNER.read(&mut query), overdue: OVERDUE.read(&mut query) };
    let time = match (AS_OF.read(&mut query), UNITS.read(&mut query).unwrap_or_default()) {
        (_, Units::Old) => GapTime::OldUnits,
        (None, Units::New) => GapTime::Now,
        (Some(moment), Units::New) => GapTime::At(moment),
    };
    let (registry, caller) = (state.registry.clone(), counting.caller().clone());
    let desk = work(move || Ok(registry.gap_desk(&caller, wish, time)?)).await?;
    let mut question = gap_question(&live.snapshot, desk, &mut query);
    counting.tell(&mut question.coverage);
    let format = FORMAT.read(&mut query).unwrap_or(Format::Json);
    query.settle(live.snapshot.check_gaps(&question))?;
    Ok(match format {
        Format::Json => {
            let snapshot = live.snapshot.clone();
            let body = work(move || to_json(&snapshot.gaps(&question)?)).await?;
            live.bytes(JSON, body)
        }
        Format::Csv => answer_file(live, question, SheetFormat::Csv).await?,
        Format::Xlsx => answer_file(live, question, SheetFormat::Xlsx).await?,
    })
}

/// One gap with what was decided about it and what is said of it.
#[utoipa::path(
    get, path = "/api/v1/gaps/{id}", tag = "answers", params(("id" = String, Path, description = "Id of the gap")),
    responses((status = 200, description = "The gap", body = GapDetail), PrivateRefusals, NotThere)
)]
pub async fn get_gap(state: Data<AppState>, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let (version, gap) = detail(state, asker.0, id.into_inner()).await?;
    private_with(StatusCode::OK, Some(version), &gap)
}

/// Decides about a gap: where it stands, whose it is, until when. `If-Match` names the version that was read, 0 of a gap about which
/// nobody has decided anything. Nobody closes a gap: the figures do.
#[utoipa::path(
    patch, path = "/api/v1/gaps/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the gap")),
    request_body = GapPatch, responses((status = 200, description = "The gap as it stands now", body = GapWritten), WriteRefusals, VersionRefusals)
)]
pub async fn patch_gap(
    state: Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<GapPatch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let version = if_match(&request)?;
    let (registry, caller, gap_id) = (state.registry.clone(), asker.0.clone(), id.clone());
    let written = work(move || Ok(registry.write_gap(&caller, &gap_id, version, &body.0)?)).await?;
    let (_, gap) = detail(state, asker.0, id.into_inner()).await?;
    private_with(StatusCode::OK, Some(written.version), &GapWritten { gap, calendar_verified: written.calendar_verified })
}

/// Says something about a gap.
#[utoipa::path(
    post, path = "/api/v1/gaps/{id}/comments", tag = "keeping", params(("id" = String, Path, description = "Id of the gap")),
    request_body = NewComment, responses((status = 201, description = "The gap with the comment", body = GapDetail), WriteRefusals, NotThere)
)]
pub async fn create_gap_comment(
    state: Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<NewComment>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let (registry, caller, gap_id) = (state.registry.clone(), asker.0.clone(), id.clone());
    work(move || Ok(registry.comment_on_gap(&caller, &gap_id, body.0.text.as_deref())?)).await?;
    let (version, gap) = detail(state, asker.0, id.into_inner()).await?;
    private_with(StatusCode::CREATED, Some(version), &gap)
}

/// A gap and its version.
async fn detail(state: Data<AppState>, caller: Caller, id: String) -> Result<(i64, serde_json::Value), Problem> {
    let (registry, snapshot) = (state.registry.clone(), state.registry.snapshot());
    work(move || {
        let found = registry.gap(&caller, &snapshot, &id)?;
        Ok((found.gap.version, serde_json::to_value(&found).map_err(Problem::internal)?))
    })
    .await
}

fn gap_question(snapshot: &Snapshot, desk: GapDesk, query: &mut Query) -> GapQuestion {
    let manner = manner(snapshot, query);
    let coverage = CoverageQuestion {
        manner,
        choice: Choice { kinds: KIND.read(query), ..Choice::default() },
        within_m: limits(query, manner, &ONE_WITHIN),
        standard: STANDARD.read(query),
        count: COUNTED.read(query),
        level: None,
        division: DIVISION.read(query),
        small_counts: SmallCounts::Told,
    };
    refuse_several(&coverage, query);
    let offset = CURSOR.read(query).map_or(Ok(0), |cursor| cursor.parse().map_err(|_| cursor)).unwrap_or_else(|cursor| {
        query.invalid(FieldError::new("cursor", cursor, "is not a cursor of this list", "next_cursor of the page before"));
        0
    });
    GapQuestion { coverage, offset, limit: Some(PAGE.read(query)), desk }
}

async fn answer_file(live: &Live, question: GapQuestion, format: SheetFormat) -> Result<HttpResponse, Problem> {
    let question = GapQuestion { offset: 0, limit: None, ..question };
    let snapshot = live.snapshot.clone();
    let (file, name) = work(move || gaps_sheet::write(&snapshot, &question, format)).await?;
    let content_type = match format {
        SheetFormat::Csv => "text/csv; charset=utf-8",
        SheetFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let mut answer = live.bytes(content_type, file);
    let disposition = HeaderValue::from_str(&name).map_err(Problem::internal)?;
    answer.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(answer)
}
