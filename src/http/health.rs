//! Is the service alive, and can it answer? For the operator and whatever restarts it.

use actix_web::{HttpResponse, web};

use super::{AppState, Problem, etag::to_json};

#[derive(serde::Serialize)]
struct Health<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<&'static str>,
}

/// Whether the process runs.
pub async fn get_live() -> Result<HttpResponse, Problem> {
    health(None, None)
}

/// Whether it has a snapshot to answer from; the service does not listen before it has. A database that is away (`database`)
/// stops writes, not reads: the service stays ready.
pub async fn get_ready(state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    let database = if state.registry.database_is_away() { "away" } else { "ok" };
    health(Some(state.registry.snapshot().etag()), Some(database))
}

fn health(snapshot: Option<&str>, database: Option<&'static str>) -> Result<HttpResponse, Problem> {
    let body = to_json(&Health { status: "ok", snapshot, database })?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header(("cache-control", "no-store")).body(body))
}
