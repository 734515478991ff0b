//! `/api/v1/session`: signing in and out, one's own password, second factor and sessions.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Items,
    openapi::{LimitedRefusals, NotThere, PrivateRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::Json,
        permit::{Myself, SESSION_COOKIE, Visitor, agent, credentials_of},
        private::{done, private, private_with},
        query::Query,
    },
    registry::{Credentials, SecondFactorKey, SessionItem, SessionState, SignIn},
};

/// What somebody signs in with.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// The login.
    login: String,
    /// The password.
    password: String,
    /// Six digits of the second factor, where the account has one.
    code: Option<String>,
}

/// A password and the one that replaces it.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    /// The password now.
    old: String,
    /// The password from now on.
    new: String,
}

/// One's own password, to prove that it is oneself.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofBody {
    /// The password.
    password: String,
}

/// A code of the second factor.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeBody {
    /// Six digits.
    code: String,
}

/// Who is signed in, and what they may do.
#[utoipa::path(
    get, path = "/api/v1/session", tag = "session",
    responses((status = 200, description = "Who is signed in; account is null for nobody", body = SessionState), PrivateRefusals)
)]
pub async fn get_session(request: HttpRequest, state: Data<AppState>, visitor: Visitor) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let (registry, oidc) = (state.registry.clone(), state.settings.provider.is_some());
    let answer = work(move || Ok(registry.session_state(visitor.0.as_ref(), oidc)?)).await?;
    private(&answer)
}

/// Sign in with login and password, and with a code where the account has a second factor.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", request_body = SignInBody,
    responses((status = 200, description = "Signed in, with a cookie", body = SessionState), WriteRefusals, LimitedRefusals)
)]
pub async fn sign_in(request: HttpRequest, state: Data<AppState>, body: Json<SignInBody>) -> Result<HttpResponse, Problem> {
    state.limit.hold(&request)?;
    let (registry, body, agent) = (state.registry.clone(), body.0, agent(&request));
    let replaces = session_of(&request);
    let token = work(move || {
        Ok(registry.records().sign_in(&SignIn {
            login: &body.login,
            password: &body.password,
            code: body.code.as_deref(),
            agent: agent.as_deref(),
            replaces: replaces.as_deref(),
        })?)
    });
    signed_in(&request, &state, token.await?).await
}

/// The answer to whoever has just signed in.
pub async fn signed_in(request: &HttpRequest, state: &Data<AppState>, token: String) -> Result<HttpResponse, Problem> {
    let (registry, credentials) = (state.registry.clone(), Credentials::Session(token.clone()));
    let oidc = state.settings.provider.is_some();
    let answer = work(move || Ok(registry.session_state(registry.signed_in(&credentials)?.as_ref(), oidc)?)).await?;
    let mut response = private_with(StatusCode::OK, None, &answer)?;
    response.add_cookie(&cookie(request, &token)).map_err(Problem::internal)?;
    Ok(response)
}

/// Sign out: the session ends at once.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "session",
    responses((status = 204, description = "The session has ended"), WriteRefusals)
)]
pub async fn sign_out(request: HttpRequest, state: Data<AppState>, myself: Myself) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().sign_out(&myself.0)?)).await?;
    let mut response = done();
    let mut gone = cookie(&request, "");
    gone.make_removal();
    response.add_cookie(&gone).map_err(Problem::internal)?;
    Ok(response)
}

/// Change one's own password; the other sessions end.
#[utoipa::path(
    put, path = "/api/v1/session/password", tag = "session", request_body = PasswordBody,
    responses((status = 204, description = "Changed"), WriteRefusals)
)]
pub async fn change_password(state: Data<AppState>, myself: Myself, body: Json<PasswordBody>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().change_password(&myself.0, &body.0.old, &body.0.new)?)).await?;
    Ok(done())
}

/// Make a key for a second factor; it is in force once a code of it is shown.
#[utoipa::path(
    post, path = "/api/v1/session/second-factor", tag = "session", request_body = ProofBody,
    responses((status = 200, description = "The key, shown once", body = SecondFactorKey), WriteRefusals)
)]
pub async fn begin_second_factor(state: Data<AppState>, myself: Myself, body: Json<ProofBody>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.records().begin_second_factor(&myself.0, &body.0.password)?)).await?)
}

/// Put the second factor into force.
#[utoipa::path(
    put, path = "/api/v1/session/second-factor", tag = "session", request_body = CodeBody,
    responses((status = 204, description = "In force"), WriteRefusals)
)]
pub async fn confirm_second_factor(state: Data<AppState>, myself: Myself, body: Json<CodeBody>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().confirm_second_factor(&myself.0, &body.0.code)?)).await?;
    Ok(done())
}

/// Switch the second factor off.
#[utoipa::path(
    delete, path = "/api/v1/session/second-factor", tag = "session", request_body = ProofBody,
    responses((status = 204, description = "Off"), WriteRefusals)
)]
pub async fn end_second_factor(state: Data<AppState>, myself: Myself, body: Json<ProofBody>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().end_second_factor(&myself.0, &body.0.password)?)).await?;
    Ok(done())
}

/// One's own sessions, the newest first.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "session",
    responses((status = 200, description = "The sessions of the account that asks", body = Items<SessionItem>), PrivateRefusals)
)]
pub async fn list_sessions(request: HttpRequest, state: Data<AppState>, myself: Myself) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&Items { items: work(move || Ok(registry.records().sessions(&myself.0)?)).await? })
}

/// End one of one's own sessions.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "session", params(("id" = String, Path, description = "Id of the session")),
    responses((status = 204, description = "Ended"), WriteRefusals, NotThere)
)]
pub async fn end_session(state: Data<AppState>, myself: Myself, id: Path<String>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().end_session(&myself.0, &id)?)).await?;
    Ok(done())
}

/// The session that a browser has already.
pub fn session_of(request: &HttpRequest) -> Option<String> {
    match credentials_of(request) {
        Credentials::Session(token) => Some(token),
        Credentials::Token(_) | Credentials::None => None,
    }
}

/// The cookie of a session: no script reads it, no other site's page sends it along with a write.
pub fn cookie(request: &HttpRequest, token: &str) -> Cookie<'static> {
    let secure = request.connection_info().scheme() == "https";
    Cookie::build(SESSION_COOKIE, token.to_owned()).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).finish()
}
