//! `PUT /api/v1/kinds/{code}` and `standards/{code}`: the rows that planners keep, written whole.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    openapi::{VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    domain::{kind::Kind, standard::Standard},
    http::{
        AppState, Problem,
        body::{Json, row_version},
        permit::Asker,
        private::private_with,
    },
    registry::{FieldError, RowWritten},
};

/// A row with its version.
#[derive(serde::Serialize)]
struct Versioned<T> {
    #[serde(flatten)]
    row: T,
    version: i64,
}

/// Add a kind or replace it, as GET lists it without its counts.
#[utoipa::path(
    put, path = "/api/v1/kinds/{code}", tag = "administration", request_body = Object,
    params(("code" = String, Path, description = "Code of the kind")),
    responses(
        (status = 200, description = "Replaced", body = Object), (status = 201, description = "Added", body = Object),
        WriteRefusals, VersionRefusals
    )
)]
pub async fn put_kind(
    request: HttpRequest,
    state: Data<AppState>,
    asker: Asker,
    code: Path<String>,
    body: Json<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let version = row_version(&request)?;
    let row: Kind = typed(body.0)?;
    same_code(&code, &row.code)?;
    let registry = state.registry.clone();
    let (written, row) = work(move || Ok((registry.put_kind(&asker.0, &row, version)?, row))).await?;
    answer(written, row)
}

/// Add a standard or replace it, as GET lists it without `active`.
#[utoipa::path(
    put, path = "/api/v1/standards/{code}", tag = "administration", request_body = Object,
    params(("code" = String, Path, description = "Code of the standard")),
    responses(
        (status = 200, description = "Replaced", body = Object), (status = 201, description = "Added", body = Object),
        WriteRefusals, VersionRefusals
    )
)]
pub async fn put_standard(
    request: HttpRequest,
    state: Data<AppState>,
    asker: Asker,
    code: Path<String>,
    body: Json<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let version = row_version(&request)?;
    let row: Standard = typed(body.0)?;
    same_code(&code, &row.code)?;
    let registry = state.registry.clone();
    let (written, row) = work(move || Ok((registry.put_standard(&asker.0, &row, version)?, row))).await?;
    answer(written, row)
}

/// The row of the body; a field that such a row has not is wrong, although shipped files may have it.
pub fn typed<T: Serialize + DeserializeOwned>(body: Map<String, Value>) -> Result<T, Problem> {
    let wrong = |field: &str, reason: String| Problem::fields(false, vec![FieldError::new(field, "", reason, "the row as GET lists it")]);
    let row: T = serde_json::from_value(Value::Object(body.clone())).map_err(|error| wrong("body", error.to_string()))?;
    let known = serde_json::to_value(&row).map_err(Problem::internal)?;
    match body.keys().find(|field| known.get(field.as_str()).is_none()) {
        Some(field) => Err(wrong(field, "there is no such field in this row".to_owned())),
        None => Ok(row),
    }
}

pub fn same_code(path: &str, body: &str) -> Result<(), Problem> {
    if path == body {
        return Ok(());
    }
    Err(Problem::fields(false, vec![FieldError::new("code", body, "is another code than the address has", path)]))
}

fn answer<T: serde::Serialize>(written: RowWritten, row: T) -> Result<HttpResponse, Problem> {
    let status = if written.added { StatusCode::CREATED } else { StatusCode::OK };
    private_with(status, Some(written.version), &Versioned { row, version: written.version })
}
