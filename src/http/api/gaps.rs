//! `GET /api/v1/gaps`: which communities have people left over, worst first? As pages of JSON or as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, HeaderValue},
};

use super::{
    coverage::{manner, refuse_several},
    gaps_sheet,
    openapi::Refusals,
    work,
};
use crate::{
    domain::small_count::SmallCounts,
    exchange::SheetFormat,
    http::{
        Problem,
        counting::Counting,
        etag::{JSON, Live, to_json},
        parameters::{AS_OF, COUNTED, CURSOR, DISTANCE_BY, DIVISION, FORMAT, Format, KIND, ONE_WITHIN, PAGE, STANDARD, UNITS, parameters},
        query::Query,
    },
    registry::{Choice, CoverageQuestion, FieldError, GapAnswer, GapQuestion, Snapshot},
};

parameters!(Gaps: KIND, DISTANCE_BY, ONE_WITHIN, STANDARD, COUNTED, DIVISION, PAGE, CURSOR, FORMAT, AS_OF, UNITS);

/// Communities (cells, when there are no communities) in the order of people left over. `csv` and `xlsx` hold all rows.
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
pub async fn list_gaps(counting: Counting, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let live = &counting.live;
    let mut query = Query::read(&request, Gaps::ALL)?;
    let mut question = gap_question(&live.snapshot, &mut query);
    counting.tell(&mut question.coverage);
    let format = FORMAT.read(&mut query).unwrap_or(Format::Json);
    query.settle(live.snapshot.check_coverage(&question.coverage))?;
    match format {
        Format::Json => {
            let snapshot = live.snapshot.clone();
            let body = work(move || to_json(&snapshot.gaps(&question)?)).await?;
            Ok(live.bytes(JSON, body))
        }
        Format::Csv => answer_file(live, question, SheetFormat::Csv).await,
        Format::Xlsx => answer_file(live, question, SheetFormat::Xlsx).await,
    }
}

fn gap_question(snapshot: &Snapshot, query: &mut Query) -> GapQuestion {
    let coverage = CoverageQuestion {
        manner: manner(snapshot, query),
        choice: Choice { kinds: KIND.read(query), ..Choice::default() },
        within_m: ONE_WITHIN.read(query),
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
    GapQuestion { coverage, offset, limit: Some(PAGE.read(query)) }
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
