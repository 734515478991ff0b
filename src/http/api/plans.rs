//! `/api/v1/plans`: what is to be built, and the siting runs that find out where.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, IF_MATCH, LOCATION},
    },
    web::{self, Path},
};

use super::{
    openapi::{LimitedRefusals, NotThere, PrivateRefusals, VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    domain::plan::SitingQuestion,
    http::{
        AppState, Problem,
        body::{Json, if_match},
        parameters::{CURSOR, PAGE, PLAN_STATES, parameters},
        permit::Asker,
        private::{done, private, private_with},
        query::Query,
    },
    registry::{Approved, NewPlan, Page, PlanItem, PlanPatch, PlanQuestion, kept_words},
};

type State = web::Data<AppState>;

parameters!(Plans: PLAN_STATES, PAGE, CURSOR);

/// What a copy is called.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCopy {
    /// Its name; that of the plan with a word behind it when it is left out.
    pub name: Option<String>,
}

/// A note of whoever approves.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanNote {
    /// What to remember about it.
    pub note: Option<String>,
}

/// A page of the plans that the caller may see, the newest first; answers of runs are left out.
#[utoipa::path(
    get, path = "/api/v1/plans", tag = "planning", params(Plans),
    responses((status = 200, description = "A page of plans", body = Page<PlanItem>), PrivateRefusals)
)]
pub async fn list_plans(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Plans::ALL)?;
    let question = PlanQuestion { states: PLAN_STATES.read_all(&mut query), cursor: CURSOR.read(&mut query), limit: PAGE.read(&mut query) };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.plan_page(&asker.0, &question)?)).await?)
}

/// Makes a plan; with `siting` the run begins at once.
#[utoipa::path(
    post, path = "/api/v1/plans", tag = "planning", request_body = NewPlan,
    responses((status = 201, description = "The plan", body = PlanItem), WriteRefusals, LimitedRefusals)
)]
pub async fn create_plan(state: State, asker: Asker, request: HttpRequest, body: Json<NewPlan>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    made(&work(move || Ok(registry.create_plan(&asker.0, body.0)?)).await?)
}

/// One plan with its actions, its run and what that answered.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    responses((status = 200, description = "The plan", body = PlanItem), PrivateRefusals, NotThere)
)]
pub async fn get_plan(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    shown(StatusCode::OK, &work(move || Ok(registry.plan(&asker.0, &id)?)).await?)
}

/// Changes a plan's name, terms, actions or state. `If-Match` names the version that was read.
#[utoipa::path(
    patch, path = "/api/v1/plans/{id}", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    request_body = PlanPatch, responses((status = 200, description = "The plan", body = PlanItem), WriteRefusals, VersionRefusals)
)]
pub async fn patch_plan(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<PlanPatch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let version = if_match(&request)?;
    let registry = state.registry.clone();
    shown(StatusCode::OK, &work(move || Ok(registry.patch_plan(&asker.0, &id, version, &body.0)?)).await?)
}

/// Throws a draft away; a run that goes on is stopped.
#[utoipa::path(
    delete, path = "/api/v1/plans/{id}", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    responses((status = 204, description = "Gone"), WriteRefusals, NotThere)
)]
pub async fn delete_plan(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    work(move || Ok(registry.remove_plan(&asker.0, &id)?)).await?;
    Ok(done())
}

/// A draft like another plan.
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/copy", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    request_body = PlanCopy, responses((status = 201, description = "The copy", body = PlanItem), WriteRefusals, NotThere)
)]
pub async fn copy_plan(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<PlanCopy>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    made(&work(move || Ok(registry.copy_plan(&asker.0, &id, body.0.name.as_deref())?)).await?)
}

/// Begins another run of a plan: what the last one answered goes, and the actions that it made.
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/run", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    request_body(content = Object, description = "What is asked: `model`, `candidates`, `sites`, `budget`, ..."),
    responses((status = 202, description = "The plan, whose run goes on", body = PlanItem), WriteRefusals, NotThere, LimitedRefusals)
)]
pub async fn run_plan(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<SitingQuestion>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    shown(StatusCode::ACCEPTED, &work(move || Ok(registry.run_plan(&asker.0, &id, body.0)?)).await?)
}

/// Cancels a run: the best so far is the answer, if there is any.
#[utoipa::path(
    delete, path = "/api/v1/plans/{id}/run", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    responses((status = 200, description = "The plan", body = PlanItem), WriteRefusals, NotThere)
)]
pub async fn cancel_run(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    shown(StatusCode::OK, &work(move || Ok(registry.cancel_run(&asker.0, &id)?)).await?)
}

/// Approves another person's plan: its new places become facilities in status planned, every action a project. `If-Match` may name
/// the version that was read.
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/approve", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    request_body = PlanNote,
    responses((status = 200, description = "The plan and the ids of what it became", body = Approved), WriteRefusals, VersionRefusals)
)]
pub async fn approve_plan(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<PlanNote>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let version = if request.headers().contains_key(IF_MATCH) { if_match(&request)? } else { None };
    let note = kept_words("note", body.0.note.as_deref())?;
    let registry = state.registry.clone();
    let approved = work(move || Ok(registry.approve_plan(&asker.0, &id, version, note)?)).await?;
    private_with(StatusCode::OK, Some(approved.plan.version), &approved)
}

fn shown(status: StatusCode, plan: &PlanItem) -> Result<HttpResponse, Problem> {
    private_with(status, Some(plan.version), plan)
}

fn made(plan: &PlanItem) -> Result<HttpResponse, Problem> {
    let mut response = shown(StatusCode::CREATED, plan)?;
    let place = HeaderValue::from_str(&format!("/api/v1/plans/{}", plan.id)).map_err(Problem::internal)?;
    response.headers_mut().insert(LOCATION, place);
    Ok(response)
}
