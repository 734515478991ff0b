//! `/api/v1/projects`: what became of approved plans: who builds what, with whose money, until when.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Path},
};

use super::{
    openapi::{PrivateRefusals, VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::{Json, if_match},
        parameters::{CURSOR, OF_PLAN, PAGE, PROJECT_OVERDUE, PROJECT_OWNER, PROJECT_STATES, parameters},
        permit::Asker,
        private::{private, private_with},
        query::Query,
    },
    registry::{Page, ProjectItem, ProjectPatch, ProjectQuestion},
};

type State = web::Data<AppState>;

parameters!(Projects: OF_PLAN, PROJECT_OWNER, PROJECT_STATES, PROJECT_OVERDUE, PAGE, CURSOR);

/// A page of projects that the caller may see, those of one plan together.
#[utoipa::path(
    get, path = "/api/v1/projects", tag = "planning", params(Projects),
    responses((status = 200, description = "A page of projects", body = Page<ProjectItem>), PrivateRefusals)
)]
pub async fn list_projects(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Projects::ALL)?;
    let question = ProjectQuestion {
        plan: OF_PLAN.read(&mut query),
        owner: PROJECT_OWNER.read(&mut query),
        states: PROJECT_STATES.read_all(&mut query),
        overdue: PROJECT_OVERDUE.read(&mut query),
        cursor: CURSOR.read(&mut query),
        limit: PAGE.read(&mut query),
    };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.project_page(&asker.0, &question)?)).await?)
}

/// Changes a project's owner, money, steps, deadline or state. `If-Match` names the version that was read.
#[utoipa::path(
    patch, path = "/api/v1/projects/{id}", tag = "planning", params(("id" = String, Path, description = "Id of the project")),
    request_body = ProjectPatch, responses((status = 200, description = "The project", body = ProjectItem), WriteRefusals, VersionRefusals)
)]
pub async fn patch_project(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<ProjectPatch>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let version = if_match(&request)?;
    let registry = state.registry.clone();
    let item = work(move || Ok(registry.patch_project(&asker.0, &id, version, &body.0)?)).await?;
    private_with(StatusCode::OK, Some(item.version), &item)
}
