//! `GET /api/v1/search`: which place, organization or division does a text mean?

use actix_web::{HttpRequest, HttpResponse};

use super::{Items, openapi::Refusals};
use crate::{
    http::{
        Problem,
        etag::Live,
        parameters::{SEARCH_LIMIT, SEARCHED, parameters},
        query::Query,
    },
    registry::{FieldError, SearchItem},
};

parameters!(Search: SEARCHED, SEARCH_LIMIT);

/// What fits a text, best first: by name, pinyin, initials, address or id.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "answers", params(Search),
    responses((status = 200, description = "What fits, best first", body = Items<SearchItem>), Refusals)
)]
pub async fn search_registry(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Search::ALL)?;
    let limit = SEARCH_LIMIT.read(&mut query);
    let text = SEARCHED.read(&mut query);
    if text.is_none() && !query.is_wrong("q") {
        query.invalid(FieldError::new("q", "", "missing", "a name, pinyin, initials, address or id"));
    }
    query.done()?;
    live.json(&Items { items: live.snapshot.search(&text.unwrap_or_default(), limit) })
}
