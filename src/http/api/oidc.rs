//! `/api/v1/session/oidc`: signing in by a provider of OpenID Connect, where one is set up.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::openapi::{LimitedRefusals, NotThere, PrivateRefusals};
use crate::http::{
    AppState, Problem, oidc,
    parameters::{AUTHORIZATION_CODE, ISSUER, LANDING, PROVIDER_ERROR, SIGN_IN_STATE, parameters},
    query::Query,
};

parameters!(Begin: LANDING);
parameters!(Finish: AUTHORIZATION_CODE, SIGN_IN_STATE, ISSUER, PROVIDER_ERROR);

/// Go to the provider to sign in there; for browsers.
#[utoipa::path(
    get, path = "/api/v1/session/oidc", tag = "session", params(Begin),
    responses((status = 303, description = "To the provider, or to the page when it does not answer"),
        PrivateRefusals, NotThere, LimitedRefusals)
)]
pub async fn begin_oidc(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Begin::ALL)?;
    let to = LANDING.read(&mut query);
    query.done()?;
    state.limit.hold(&request)?;
    oidc::begin(&request, &state, to).await
}

/// Come back from the provider; who is linked to an account is signed in, with a cookie.
#[utoipa::path(
    get, path = "/api/v1/session/oidc/callback", tag = "session", params(Finish),
    responses((status = 303, description = "To the page: signed in, or to /sign-in?refused=... with the reason"),
        PrivateRefusals, NotThere, LimitedRefusals)
)]
pub async fn finish_oidc(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    state.limit.hold(&request)?;
    // Providers add parameters of their own, which RFC 6749 says to leave aside.
    oidc::finish(&request, &state, Query::any(request.query_string())?).await
}
