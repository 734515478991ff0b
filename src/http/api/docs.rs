//! `/api/v1/openapi.json`, `/api/v1/docs`: the interface described for machines, and a page to try it, without any CDN.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
};

use super::openapi;
use crate::http::{Problem, assets::TELL_NOBODY};

const PAGE: &str = include_str!("../docs/index.html");
const SCRIPT: &str = include_str!("../docs/docs.js");
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

/// This document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "interface",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub async fn get_openapi() -> Result<HttpResponse, Problem> {
    static DOCUMENT: LazyLock<Result<String, String>> = LazyLock::new(|| openapi::document().map_err(|error| error.to_string()));
    let document = DOCUMENT.as_deref().map_err(Problem::internal)?;
    Ok(file("application/json", document))
}

/// A page that lists the addresses and lets one try them.
#[utoipa::path(
    get, path = "/api/v1/docs", tag = "interface",
    responses((status = 200, description = "A page", body = String, content_type = "text/html"))
)]
pub async fn get_docs() -> HttpResponse {
    file("text/html; charset=utf-8", PAGE)
}

/// The page's script.
#[utoipa::path(
    get, path = "/api/v1/docs.js", tag = "interface",
    responses((status = 200, description = "A script", body = String, content_type = "text/javascript"))
)]
pub async fn get_docs_script() -> HttpResponse {
    file("text/javascript; charset=utf-8", SCRIPT)
}

fn file(content_type: &'static str, text: &'static str) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, content_type)).insert_header((CACHE_CONTROL, "no-cache"));
    answer.insert_header((CONTENT_SECURITY_POLICY, POLICY)).insert_header((REFERRER_POLICY, TELL_NOBODY)).body(text)
}
