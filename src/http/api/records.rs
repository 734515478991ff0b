//! Writes to facilities and organizations, and their full records: applied at once, or proposed to another person.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, LOCATION},
    },
    web::{self, Path},
};
use serde_json::{Map, Value};

use super::{
    openapi::{NotThere, PrivateRefusals, VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    domain::permission::Caller,
    http::{
        AppState, Problem,
        body::{Json, if_match},
        permit::Asker,
        private::private_with,
        query::Query,
    },
    registry::{FieldError, RecordItem, RecordWrite, Registry, RegistryError, ServicePatch, Written, kept_words},
};

type State = web::Data<AppState>;
/// A flat record, or a merge patch of one, as it is sent.
pub type Patch = Map<String, Value>;

/// Why a record is to go.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// Why.
    pub reason: Option<String>,
}

/// A facility in full, as those see it who keep it; what the caller may not see is left out and named.
#[utoipa::path(
    get, path = "/api/v1/facilities/{id}/record", tag = "keeping", params(("id" = String, Path, description = "Id of the facility")),
    responses((status = 200, description = "The full record", body = RecordItem), PrivateRefusals, NotThere)
)]
pub async fn get_facility_record(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    full_record(&state, asker.0, id.into_inner(), Registry::facility_record).await
}

/// An organization in full, as those see it who keep it.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}/record", tag = "keeping", params(("id" = String, Path, description = "Id of the organization")),
    responses((status = 200, description = "The full record", body = RecordItem), PrivateRefusals, NotThere)
)]
pub async fn get_organization_record(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    full_record(&state, asker.0, id.into_inner(), Registry::organization_record).await
}

/// Adds a facility: proposed to another person, or applied where nobody else is asked.
#[utoipa::path(
    post, path = "/api/v1/facilities", tag = "keeping", request_body(content = Object, description = "A flat record; `id` may be left out, `datum` of lon and lat is wgs84 unless stated; `reason`"),
    responses((status = 201, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals)
)]
pub async fn create_facility(state: State, asker: Asker, request: HttpRequest, body: Json<Patch>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let write = creation(body.0)?;
    written(&state, asker.0, write, StatusCode::CREATED, "/api/v1/facilities", Registry::write_facility).await
}

/// Changes a facility by a merge patch of its flat record. `If-Match` names the version that was read.
#[utoipa::path(
    patch, path = "/api/v1/facilities/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the facility")),
    request_body(content = Object, description = "A merge patch (RFC 7386) of the flat record; `reason`"),
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, VersionRefusals)
)]
pub async fn patch_facility(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Patch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let write = change(&request, id.into_inner(), body.0)?;
    written(&state, asker.0, write, StatusCode::OK, "/api/v1/facilities", Registry::write_facility).await
}

/// Takes a facility out of the registry; the log keeps it.
#[utoipa::path(
    delete, path = "/api/v1/facilities/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the facility")),
    request_body = Removal,
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, VersionRefusals)
)]
pub async fn delete_facility(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Removal>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let write = removal(&request, id.into_inner(), body.0)?;
    written(&state, asker.0, write, StatusCode::OK, "/api/v1/facilities", Registry::remove_facility).await
}

/// Adds an organization: proposed to another person, or applied where nobody else is asked.
#[utoipa::path(
    post, path = "/api/v1/organizations", tag = "keeping", request_body(content = Object, description = "A flat record; `id` may be left out; `reason`"),
    responses((status = 201, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals)
)]
pub async fn create_organization(state: State, asker: Asker, request: HttpRequest, body: Json<Patch>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let write = creation(body.0)?;
    written(&state, asker.0, write, StatusCode::CREATED, "/api/v1/organizations", Registry::write_organization).await
}

/// Changes an organization by a merge patch of its flat record. `If-Match` names the version that was read.
#[utoipa::path(
    patch, path = "/api/v1/organizations/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the organization")),
    request_body(content = Object, description = "A merge patch (RFC 7386) of the flat record; `reason`"),
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, VersionRefusals)
)]
pub async fn patch_organization(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Patch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let write = change(&request, id.into_inner(), body.0)?;
    written(&state, asker.0, write, StatusCode::OK, "/api/v1/organizations", Registry::write_organization).await
}

/// Takes an organization out of the registry; the log keeps it.
#[utoipa::path(
    delete, path = "/api/v1/organizations/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the organization")),
    request_body = Removal,
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, VersionRefusals)
)]
pub async fn delete_organization(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Removal>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let write = removal(&request, id.into_inner(), body.0)?;
    written(&state, asker.0, write, StatusCode::OK, "/api/v1/organizations", Registry::remove_organization).await
}

/// Changes one service of a facility. A vacancy alone needs no registrar.
#[utoipa::path(
    patch, path = "/api/v1/services/{id}", tag = "keeping", params(("id" = String, Path, description = "<facility>:<service type>")),
    request_body = ServicePatch,
    responses((status = 200, description = "Applied", body = Written), (status = 202, description = "Waits for approval", body = Written), WriteRefusals, NotThere)
)]
pub async fn patch_service(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<ServicePatch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let done = work(move || Ok(registry.write_service(&asker.0, &id, &body.0)?)).await?;
    answer(&done, StatusCode::OK, "/api/v1/facilities")
}

async fn full_record(
    state: &State,
    caller: Caller,
    id: String,
    read: fn(&Registry, &Caller, &str) -> Result<RecordItem, RegistryError>,
) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    let item = work(move || Ok(read(&registry, &caller, &id)?)).await?;
    private_with(StatusCode::OK, Some(item.version), &item)
}

async fn written(
    state: &State,
    caller: Caller,
    write: RecordWrite,
    applied: StatusCode,
    place: &'static str,
    act: fn(&Registry, &Caller, RecordWrite) -> Result<Written, RegistryError>,
) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    let done = work(move || Ok(act(&registry, &caller, write)?)).await?;
    answer(&done, applied, place)
}

/// What became of a write: 200 or 201 applied, 202 proposed.
pub fn answer(done: &Written, applied: StatusCode, place: &str) -> Result<HttpResponse, Problem> {
    let (status, version, location) = match done {
        Written::Applied { id, version, .. } => {
            let location = (applied == StatusCode::CREATED).then(|| format!("{place}/{}", percent_encoded(id)));
            (applied, Some(*version), location)
        }
        Written::Proposed { proposal, .. } => (StatusCode::ACCEPTED, None, Some(format!("/api/v1/proposals/{}", proposal.id))),
    };
    let mut response = private_with(status, version, done)?;
    if let Some(location) = location {
        response.headers_mut().insert(LOCATION, HeaderValue::from_str(&location).map_err(Problem::internal)?);
    }
    Ok(response)
}

/// An id as part of an address.
pub fn percent_encoded(id: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    id.bytes().map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn creation(mut patch: Patch) -> Result<RecordWrite, Problem> {
    let reason = reason_of(&mut patch)?;
    let id = match patch.get("id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.trim().to_owned()),
        Some(other) => return Err(wrong("id", other, "is not a text", "1 to 64 characters, or nothing for a new id")),
    };
    Ok(RecordWrite { id, is_new: true, patch, reason, ..RecordWrite::default() })
}

fn change(request: &HttpRequest, id: String, mut patch: Patch) -> Result<RecordWrite, Problem> {
    let version = if_match(request)?;
    let reason = reason_of(&mut patch)?;
    Ok(RecordWrite { id: Some(id), version, patch, reason, ..RecordWrite::default() })
}

fn removal(request: &HttpRequest, id: String, removal: Removal) -> Result<RecordWrite, Problem> {
    let mut patch = Patch::new();
    patch.insert("reason".to_owned(), removal.reason.map_or(Value::Null, Value::String));
    change(request, id, patch)
}

fn reason_of(patch: &mut Patch) -> Result<Option<String>, Problem> {
    match patch.remove("reason") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(reason)) => Ok(kept_words("reason", Some(&reason))?),
        Some(other) => Err(wrong("reason", &other, "is not a text", "why, in a few words")),
    }
}

fn wrong(field: &str, value: &Value, reason: &str, expected: &str) -> Problem {
    Problem::fields(false, vec![FieldError::new(field, value, reason, expected)])
}
