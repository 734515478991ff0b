//! `/api/v1/tokens`: what other programs show instead of a password.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Items,
    openapi::{NotThere, PrivateRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::Json,
        permit::{Asker, Myself},
        private::{done, private, private_with},
        query::Query,
    },
    registry::{MadeToken, NewToken, TokenItem},
};

/// One's own tokens; all of them for those who manage accounts.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "administration",
    responses((status = 200, description = "The tokens, the newest first", body = Items<TokenItem>), PrivateRefusals)
)]
pub async fn list_tokens(request: HttpRequest, state: Data<AppState>, asker: Asker) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&Items { items: work(move || Ok(registry.records().tokens(&asker.0)?)).await? })
}

/// Make a token that may do no more than oneself; it is shown once.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "administration", request_body = NewToken,
    responses((status = 201, description = "The token", body = MadeToken), WriteRefusals)
)]
pub async fn create_token(state: Data<AppState>, myself: Myself, body: Json<NewToken>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    let made = work(move || Ok(registry.records().add_token(&myself.0, &body.0)?)).await?;
    private_with(StatusCode::CREATED, None, &made)
}

/// Take a token's validity away: one's own, or any for those who manage accounts.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "administration", params(("id" = String, Path, description = "Id of the token")),
    responses((status = 204, description = "Revoked"), WriteRefusals, NotThere)
)]
pub async fn revoke_token(state: Data<AppState>, asker: Asker, id: Path<String>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().revoke_token(&asker.0, &id)?)).await?;
    Ok(done())
}
