//! `GET /api/v1/exports/{file}`: the registry as a file, of today or of a past day.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::{self, Path},
};

use super::{
    openapi::{NotThere, PrivateRefusals},
    work,
};
use crate::{
    exchange::ExportFormat,
    http::{
        AppState, Code, Problem,
        parameters::{ANY_STATUS, AS_OF, DIVISION, KIND, WITH_CONTACTS, WITH_PROTECTED, WITH_SITES, parameters},
        permit::Asker,
        query::Query,
    },
    registry::{ExportKind, ExportOptions},
};

parameters!(Exports: KIND, DIVISION, ANY_STATUS, WITH_SITES, WITH_PROTECTED, WITH_CONTACTS, AS_OF);

/// Facilities or organizations as a file: `facilities` or `organizations` with .csv, .xlsx, .geojson, .gpkg or .fgb.
#[utoipa::path(
    get, path = "/api/v1/exports/{file}", tag = "history", params(("file" = String, Path, description = "For instance facilities.xlsx"), Exports),
    responses((status = 200, description = "The file", content_type = "application/octet-stream", body = String), PrivateRefusals, NotThere)
)]
pub async fn get_export(
    state: web::Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    file: Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Exports::ALL)?;
    let (kinds, division, statuses) = (KIND.read(&mut query), DIVISION.read(&mut query), ANY_STATUS.read(&mut query));
    let flags = [WITH_SITES, WITH_PROTECTED, WITH_CONTACTS].map(|flag| flag.read(&mut query) == Some(true));
    let as_of = AS_OF.read(&mut query);
    query.done()?;
    let (name, ending) = file.split_once('.').unwrap_or((&file, ""));
    let what = ExportKind::parse(name).zip(ExportFormat::of_ending(ending));
    let no_such = || Problem::new(Code::NotFound, format!("there are facilities and organizations, as one of {}", ExportFormat::endings()));
    let what = what.ok_or_else(no_such)?;
    let options = ExportOptions {
        with_sites: flags[0],
        with_protected: flags[1],
        with_contacts: flags[2],
        kinds,
        division: division.map(|code| code.to_string()),
        statuses,
        map_approval: state.settings.basemap.approval_number.clone(),
    };
    let registry = state.registry.clone();
    let bytes = work(move || Ok(registry.export_for(&asker.0, what, &options, as_of)?)).await?;
    let mut answer = HttpResponse::Ok();
    answer.content_type(what.1.media_type()).insert_header((CACHE_CONTROL, "no-store"));
    Ok(answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.replace('"', "")))).body(bytes))
}
