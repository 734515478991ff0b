//! What is answered to one person alone? JSON that nobody on the way may keep, with the record's version where it has one.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue},
    },
};
use serde::Serialize;

use super::{
    Problem,
    etag::{JSON, to_json},
};

/// Kept nowhere.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// An answer for whoever asks.
pub fn private(answer: &impl Serialize) -> Result<HttpResponse, Problem> {
    private_with(StatusCode::OK, None, answer)
}

/// An answer of a record, whose `ETag` names its version.
pub fn private_with(status: StatusCode, version: Option<i64>, answer: &impl Serialize) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::build(status);
    response.insert_header((CONTENT_TYPE, JSON)).insert_header((CACHE_CONTROL, NO_STORE));
    if let Some(version) = version {
        response.insert_header((ETAG, format!("\"{version}\"")));
    }
    Ok(response.body(to_json(answer)?))
}

/// Done, and there is nothing to say.
pub fn done() -> HttpResponse {
    HttpResponse::NoContent().insert_header((CACHE_CONTROL, NO_STORE)).finish()
}

/// An answer for whoever asks that is JSON already.
pub fn private_json(body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, JSON)).insert_header((CACHE_CONTROL, NO_STORE)).body(body)
}
