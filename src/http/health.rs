//! Is the service alive, and can it answer? For the operator and whatever restarts it.

use actix_web::{HttpResponse, web};

use super::{AppState, Problem, etag::to_json};

#[derive(serde::Serialize)]
struct Health<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<&'a str>,
}

/// Whether the process runs.
pub async fn get_live() -> Result<HttpResponse, Problem> {
    health(None)
}

/// Whether it has a snapshot to answer from; the service does not listen before it has.
pub async fn get_ready(state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    health(Some(state.registry.snapshot().etag()))
}

fn health(snapshot: Option<&str>) -> Result<HttpResponse, Problem> {
    let body = to_json(&Health { status: "ok", snapshot })?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header(("cache-control", "no-store")).body(body))
}
