//! `/api/v1/setup`: what a one-time link is for, and the password that it sets.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::{
    openapi::{LimitedRefusals, PrivateRefusals, WriteRefusals},
    session::signed_in,
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::Json,
        parameters::{TOKEN, parameters},
        permit::agent,
        private::private,
        query::Query,
    },
    registry::{SessionState, SetupForm, SetupQuestion},
};

parameters!(Setup: TOKEN);

/// What somebody sends who opened a one-time link.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupBody {
    /// The link's token.
    token: String,
    /// The login; of the first administrator only.
    login: Option<String>,
    /// The name; of the first administrator only.
    name: Option<String>,
    /// The password.
    password: String,
}

/// What a one-time link is for.
#[utoipa::path(
    get, path = "/api/v1/setup", tag = "session", params(Setup),
    responses((status = 200, description = "What it is for", body = SetupQuestion), PrivateRefusals, LimitedRefusals)
)]
pub async fn get_setup(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Setup::ALL)?;
    let token = TOKEN.read(&mut query).unwrap_or_default();
    query.done()?;
    state.limit.hold(&request)?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.records().setup_question(&token)?)).await?)
}

/// Set the password that a one-time link is for, and sign in.
#[utoipa::path(
    post, path = "/api/v1/setup", tag = "session", request_body = SetupBody,
    responses((status = 200, description = "Signed in, with a cookie", body = SessionState), WriteRefusals, LimitedRefusals)
)]
pub async fn set_up(request: HttpRequest, state: Data<AppState>, body: Json<SetupBody>) -> Result<HttpResponse, Problem> {
    state.limit.hold(&request)?;
    let (registry, body, agent) = (state.registry.clone(), body.0, agent(&request));
    let token = work(move || {
        Ok(registry.records().set_up(&SetupForm {
            token: &body.token,
            login: body.login.as_deref(),
            name: body.name.as_deref(),
            password: &body.password,
            agent: agent.as_deref(),
        })?)
    });
    signed_in(&request, &state, token.await?).await
}
