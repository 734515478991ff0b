//! `/api/v1/divisions/changes`: splits, merges and new names of divisions.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    Items,
    openapi::{PrivateRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{AppState, Problem, body::Json, permit::Asker, private::private, query::Query},
    registry::{DivisionChangeItem, WishedDivisionChange, kept_words},
};

type State = web::Data<AppState>;

/// Every change of divisions that was entered, the earliest first.
#[utoipa::path(
    get, path = "/api/v1/divisions/changes", tag = "reference",
    responses((status = 200, description = "Changes of divisions", body = Items<DivisionChangeItem>), PrivateRefusals)
)]
pub async fn list_division_changes(state: State, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&Items { items: work(move || Ok(registry.division_changes()?)).await? })
}

/// Enters a change of divisions: ended ones get their last day and successor, new ones their first day.
#[utoipa::path(
    post, path = "/api/v1/divisions/changes", tag = "reference", request_body = WishedDivisionChange,
    responses((status = 201, description = "Entered", body = DivisionChangeItem), WriteRefusals)
)]
pub async fn create_division_change(
    state: State,
    asker: Asker,
    request: HttpRequest,
    body: Json<WishedDivisionChange>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let mut wished = body.0;
    wished.reason = kept_words("reason", wished.reason.as_deref())?;
    let registry = state.registry.clone();
    let entered = work(move || Ok(registry.change_divisions(&asker.0, &wished)?)).await?;
    Ok(HttpResponse::Created().json(entered))
}
