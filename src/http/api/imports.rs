//! `/api/v1/imports`: files on their way in, with what is said about them, row by row, until they are applied.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Path},
};
use serde::{Deserialize, Deserializer};

use super::{
    openapi::{NotThere, PrivateRefusals, WriteRefusals},
    proposals::Reason,
    work,
};
use crate::{
    domain::{datum::Datum, division::DivisionCode},
    http::{
        AppState, Problem,
        body::{Json, read_all},
        parameters::{CURSOR, FILE_KIND, FILE_NAME, PAGE, ROW_STATE, WARNED, parameters},
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{
        Applied, CompleteForItem, DraftChange, FieldError, FiguresChange, ImportItem, ImportRow, ImportRowChange, Page, RowState, Together,
        Upload, kept_words,
    },
};

/// The largest file that is taken, in bytes: 64 MB.
const LARGEST: usize = 64 << 20;

type State = web::Data<AppState>;

parameters!(Uploads: FILE_KIND, FILE_NAME);
parameters!(Drafts: PAGE, CURSOR);
parameters!(Rows: ROW_STATE, WARNED, PAGE, CURSOR);

/// What somebody says about a draft; what is absent stays, null takes back.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportPatch {
    /// From heading to the code of its field; an empty code leaves the column out.
    mapping: Option<BTreeMap<String, String>>,
    /// What the coordinates refer to: `wgs84`, `cgcs2000`, `gcj02` or `bd09`.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    datum: Option<Option<String>>,
    /// The kind of rows that state none.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    default_kind: Option<Option<String>>,
    /// The file lists all records of a kind in a division: those that it lacks are to be removed.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<CompleteForItem>)]
    complete_for: Option<Option<CompleteForItem>>,
    /// What figures of people are: for files of the kind `demand`.
    figures: Option<FiguresPatch>,
    /// Takes all rows of a state, or leaves them out.
    choose: Option<ChooseAll>,
}

/// What somebody says about figures of people; what is absent stays, null takes back.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FiguresPatch {
    /// What they count (口径), where the file does not say it.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    definition: Option<Option<String>>,
    /// The year that they stand for, where the file does not say it.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<i32>)]
    year: Option<Option<i32>>,
    /// Whom a population grid counts; everybody where nothing is said.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<String>)]
    group: Option<Option<String>>,
    /// Which band of a population grid holds the counts, from 1.
    #[serde(default, deserialize_with = "stated")]
    #[schema(value_type = Option<u16>)]
    band: Option<Option<u16>>,
    /// Whether a table gives totals of divisions, to be spread over their homes or ground.
    spread: Option<bool>,
}

impl FiguresPatch {
    fn read(self) -> FiguresChange {
        let FiguresPatch { definition, year, group, band, spread } = self;
        FiguresChange { definition, year, group, band, spread }
    }
}

/// All rows of a state at once.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseAll {
    /// What would become of the rows.
    state: RowState,
    /// Whether they are to be applied.
    chosen: bool,
    /// Of the rows of this state only those with a warning.
    #[serde(default)]
    warned: bool,
}

/// What somebody says about a row; what is absent stays.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRowPatch {
    /// Texts that take the place of its cells, by heading or, where the file has no such column, by the code of a field.
    cells: Option<BTreeMap<String, String>>,
    /// Whether the row is to be applied.
    chosen: Option<bool>,
}

/// A member that is there, be it null.
fn stated<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(value).map(Some)
}

impl ImportPatch {
    fn read(self) -> Result<DraftChange, Problem> {
        let mut errors = Vec::new();
        let mut wrong =
            |field: &str, value: &str, expected: &str| errors.push(FieldError::new(field, value, "is not known here", expected));
        let datum = self.datum.map(|text| {
            text.and_then(|text| {
                let datum = Datum::parse(&text);
                if datum.is_none() {
                    wrong("datum", &text, "wgs84, cgcs2000, gcj02 or bd09");
                }
                datum
            })
        });
        let complete_for = self.complete_for.map(|complete| {
            complete.and_then(|complete| {
                let division = DivisionCode::parse(&complete.division).ok();
                if division.is_none() {
                    wrong("complete_for.division", &complete.division, "a division code of 2, 4, 6, 9 or 12 digits");
                }
                Some((division?, complete.kind))
            })
        });
        let change = DraftChange {
            mapping: self.mapping,
            datum,
            default_kind: self.default_kind,
            complete_for,
            figures: self.figures.map(FiguresPatch::read),
            choose: self.choose.map(|all| Together { state: all.state, warned: all.warned, chosen: all.chosen }),
        };
        if errors.is_empty() { Ok(change) } else { Err(Problem::fields(false, errors)) }
    }
}

/// Takes a file in as a draft: its bytes as the body, at most 64 MB. Nothing is written to the registry yet.
#[utoipa::path(
    post, path = "/api/v1/imports", tag = "imports", params(Uploads),
    request_body(content = String, content_type = "application/octet-stream", description = "The file's bytes"),
    responses((status = 201, description = "The draft", body = ImportItem), WriteRefusals)
)]
pub async fn create_import(state: State, asker: Asker, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Uploads::ALL)?;
    let (kind, name) = (FILE_KIND.read(&mut query).unwrap_or_default(), FILE_NAME.read(&mut query).unwrap_or_default());
    query.done()?;
    let bytes = read_all(&request, &mut payload.into_inner(), LARGEST).await?.to_vec();
    let registry = state.registry.clone();
    let upload = Upload { kind, name, bytes };
    let mut answer = private(&work(move || Ok(registry.upload_import(&asker.0, upload)?)).await?)?;
    *answer.status_mut() = StatusCode::CREATED;
    Ok(answer)
}

/// Drafts of the caller's office, the newest first; headings and fields stand in the single one.
#[utoipa::path(
    get, path = "/api/v1/imports", tag = "imports", params(Drafts),
    responses((status = 200, description = "A page of drafts", body = Page<ImportItem>), PrivateRefusals)
)]
pub async fn list_imports(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Drafts::ALL)?;
    let (limit, cursor) = (PAGE.read(&mut query), CURSOR.read(&mut query));
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.import_page(&asker.0, cursor.as_deref(), limit)?)).await?)
}

/// One draft: its headings and what they are taken for, the question of the datum, and what its rows come to.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path, description = "Id of the import")),
    responses((status = 200, description = "The draft", body = ImportItem), PrivateRefusals, NotThere)
)]
pub async fn get_import(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.import_draft(&asker.0, &id)?)).await?)
}

/// Says what a draft's headings mean, what its coordinates refer to, or what it lists completely.
#[utoipa::path(
    patch, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path, description = "Id of the import")),
    request_body = ImportPatch, responses((status = 200, description = "The draft", body = ImportItem), WriteRefusals, NotThere)
)]
pub async fn patch_import(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<ImportPatch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let change = body.0.read()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.change_import(&asker.0, &id, change)?)).await?)
}

/// Throws a draft away, with its bytes.
#[utoipa::path(
    delete, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = String, Path, description = "Id of the import")),
    responses((status = 204, description = "It is gone"), WriteRefusals, NotThere)
)]
pub async fn delete_import(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    work(move || Ok(registry.discard_import(&asker.0, &id)?)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A draft's rows in the file's order, each with what would change, what is wrong, and its cells.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/rows", tag = "imports", params(("id" = String, Path, description = "Id of the import"), Rows),
    responses((status = 200, description = "A page of rows", body = Page<ImportRow>), PrivateRefusals, NotThere)
)]
pub async fn list_import_rows(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Rows::ALL)?;
    let (row_state, limit, cursor) = (ROW_STATE.read(&mut query), PAGE.read(&mut query), CURSOR.read(&mut query));
    let warned = WARNED.read(&mut query) == Some(true);
    let after = cursor.as_deref().and_then(|text| text.parse().ok());
    if let Some(text) = cursor.filter(|_| after.is_none()) {
        query.invalid(FieldError::new("cursor", text, "is no cursor of this list", "next_cursor of the page before"));
    }
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.import_rows(&asker.0, &id, (row_state, warned), (after, limit))?)).await?)
}

/// Mends a row, leaves it out or takes it again; the row is checked anew. The file's bytes stay as they came.
#[utoipa::path(
    patch, path = "/api/v1/imports/{id}/rows/{row}", tag = "imports",
    params(("id" = String, Path, description = "Id of the import"), ("row" = usize, Path, description = "Number of the row")),
    request_body = ImportRowPatch, responses((status = 200, description = "The row", body = ImportRow), WriteRefusals, NotThere)
)]
pub async fn patch_import_row(
    state: State,
    asker: Asker,
    request: HttpRequest,
    path: Path<(String, String)>,
    body: Json<ImportRowPatch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let (id, row) = path.into_inner();
    let no_row = || Problem::from(crate::registry::RegistryError::NotFound { what: "row", id: row.clone() });
    let row = row.parse().map_err(|_| no_row())?;
    let change = ImportRowChange { cells: body.0.cells, chosen: body.0.chosen };
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.change_import_row(&asker.0, &id, row, change)?)).await?)
}

/// Applies the chosen rows as one batch, or proposes them to another person, who lets them in as a whole.
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/apply", tag = "imports", params(("id" = String, Path, description = "Id of the import")),
    request_body = Reason,
    responses((status = 200, description = "Applied", body = Applied), (status = 202, description = "Proposed", body = Applied), WriteRefusals, NotThere)
)]
pub async fn apply_import(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Reason>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let reason = kept_words("reason", body.0.reason.as_deref())?;
    let registry = state.registry.clone();
    let applied = work(move || Ok(registry.apply_draft(&asker.0, &id, reason)?)).await?;
    let proposed = matches!(applied, Applied::Proposal { .. });
    let mut answer = private(&applied)?;
    if proposed {
        *answer.status_mut() = StatusCode::ACCEPTED;
    }
    Ok(answer)
}
