//! `GET /api/v1/plans/{id}/report.{ending}` and `GET /api/v1/hand-ins/{hash}/report.{ending}`: a plan as a file that is handed in,
//! made today or made again from its hash.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY},
    web::{self, Path},
};

use super::{
    openapi::{NotThere, PrivateRefusals},
    work,
};
use crate::{
    http::{
        AppState, Code, Problem,
        parameters::{LANGUAGE, PAPER, parameters},
        permit::Asker,
        query::Query,
    },
    registry::{HandInFormat, HandInOptions, MadeHandIn},
};

/// The header that names the hash of what a report was made from.
pub const HASH: &str = "carereach-hash";

parameters!(Reports: LANGUAGE, PAPER);
parameters!(ReportsAgain: PAPER);

/// A plan as a workbook (xlsx), a page that prints (html), GeoJSON or a GeoPackage (gpkg). The header `carereach-hash` names what it
/// was made from: the same hash makes the same report again.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/report.{ending}", tag = "plans",
    params(
        ("id" = String, Path, description = "The plan's id"),
        ("ending" = String, Path, description = "xlsx, html, geojson or gpkg"),
        Reports
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream", body = String,
            headers(("carereach-hash" = String, description = "SHA-256 of what it was made from"))),
        PrivateRefusals, NotThere
    )
)]
pub async fn get_plan_report(
    state: web::Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, ending) = path.into_inner();
    let mut query = Query::read(&request, Reports::ALL)?;
    let (language, paper) = (LANGUAGE.read(&mut query).unwrap_or_default(), PAPER.read(&mut query).unwrap_or_default());
    query.done()?;
    let format = HandInFormat::of_ending(&ending, paper).ok_or_else(no_such)?;
    let options = HandInOptions { language, map_approval: state.settings.basemap.approval_number.clone() };
    let registry = state.registry.clone();
    let made = work(move || Ok(registry.hand_in(&asker.0, &id, &options, format)?)).await?;
    Ok(file(made, format, &ending))
}

/// The same report again, from the hash that stands in it, on the records as they were then. 409 when something that cannot be put
/// back (the map, the walking speeds) is another now.
#[utoipa::path(
    get, path = "/api/v1/hand-ins/{hash}/report.{ending}", tag = "plans",
    params(
        ("hash" = String, Path, description = "SHA-256 of what the report was made from"),
        ("ending" = String, Path, description = "xlsx, html, geojson or gpkg"),
        ReportsAgain
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream", body = String,
            headers(("carereach-hash" = String, description = "The hash"))),
        PrivateRefusals, NotThere
    )
)]
pub async fn get_hand_in_report(
    state: web::Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (hash, ending) = path.into_inner();
    let mut query = Query::read(&request, ReportsAgain::ALL)?;
    let paper = PAPER.read(&mut query).unwrap_or_default();
    query.done()?;
    let format = HandInFormat::of_ending(&ending, paper).ok_or_else(no_such)?;
    let registry = state.registry.clone();
    let made = work(move || Ok(registry.hand_in_again(&asker.0, &hash, format)?)).await?;
    Ok(file(made, format, &ending))
}

fn no_such() -> Problem {
    Problem::new(Code::NotFound, "a report comes as one of xlsx, html, geojson, gpkg")
}

fn file(made: MadeHandIn, format: HandInFormat, ending: &str) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.content_type(format.media_type()).insert_header((CACHE_CONTROL, "no-store")).insert_header((HASH, made.hash.as_str()));
    // A page is looked at, everything else is kept.
    let how = if matches!(format, HandInFormat::Document(_)) { "inline" } else { "attachment" };
    let name = format!("{how}; filename=\"plan-{}.{ending}\"", &made.hash[..12]);
    // Names in it are people's words: nothing of it runs, and nothing is fetched.
    answer.insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"));
    answer.insert_header((CONTENT_DISPOSITION, name)).body(made.bytes)
}
