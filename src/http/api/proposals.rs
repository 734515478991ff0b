//! `/api/v1/proposals`: what waits for another person, and what that one decides.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Path},
};

use super::{
    openapi::{NotThere, PrivateRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{
        AppState, Code, Problem,
        body::Json,
        parameters::{CURSOR, DIVISION, LATEST, MINE, PAGE, PROPOSAL_TYPE, STATES, parameters},
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{Page, ProposalItem, ProposalQuestion, kept_words, needed_words},
};

type State = web::Data<AppState>;

parameters!(Proposals: STATES, PROPOSAL_TYPE, DIVISION, MINE, LATEST, PAGE, CURSOR);

/// A note of whoever approves.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What to remember about it.
    pub note: Option<String>,
}

/// Why a proposal is sent back.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why.
    pub reason: Option<String>,
}

/// Nothing to say.
#[derive(Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A page of proposals about records that the caller keeps, and of the caller's own; the newest first.
#[utoipa::path(
    get, path = "/api/v1/proposals", tag = "keeping", params(Proposals),
    responses((status = 200, description = "A page of proposals", body = Page<ProposalItem>), PrivateRefusals)
)]
pub async fn list_proposals(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Proposals::ALL)?;
    let question = ProposalQuestion {
        states: STATES.read_all(&mut query),
        record_type: PROPOSAL_TYPE.read(&mut query),
        division: DIVISION.read(&mut query),
        mine: MINE.read(&mut query) == Some(true),
        latest: LATEST.read(&mut query) == Some(true),
        cursor: CURSOR.read(&mut query),
        limit: PAGE.read(&mut query),
    };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.proposal_page(&asker.0, &question)?)).await?)
}

/// One proposal with its differences, field by field.
#[utoipa::path(
    get, path = "/api/v1/proposals/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the proposal")),
    responses((status = 200, description = "The proposal", body = ProposalItem), PrivateRefusals, NotThere)
)]
pub async fn get_proposal(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.proposal(&asker.0, &id)?)).await?)
}

/// Lets a proposal in. Nobody approves their own.
#[utoipa::path(
    post, path = "/api/v1/proposals/{id}/approve", tag = "keeping", params(("id" = String, Path, description = "Id of the proposal")),
    request_body = Note, responses((status = 200, description = "The proposal, approved and applied", body = ProposalItem), WriteRefusals, NotThere)
)]
pub async fn approve_proposal(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Note>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let note = kept_words("note", body.0.note.as_deref())?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.approve_proposal(&asker.0, &id, note)?)).await?)
}

/// Sends a proposal back with a reason.
#[utoipa::path(
    post, path = "/api/v1/proposals/{id}/return", tag = "keeping", params(("id" = String, Path, description = "Id of the proposal")),
    request_body = Reason, responses((status = 200, description = "The proposal, sent back", body = ProposalItem), WriteRefusals, NotThere)
)]
pub async fn return_proposal(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Reason>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let reason = needed_words("reason", body.0.reason.as_deref())?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.return_proposal(&asker.0, &id, reason)?)).await?)
}

/// Takes one's own proposal back.
#[utoipa::path(
    post, path = "/api/v1/proposals/{id}/withdraw", tag = "keeping", params(("id" = String, Path, description = "Id of the proposal")),
    request_body = Nothing, responses((status = 200, description = "The proposal, taken back", body = ProposalItem), WriteRefusals, NotThere)
)]
pub async fn withdraw_proposal(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    _: Json<Nothing>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    if asker.0.account_id().is_none() {
        return Err(Problem::new(Code::SignedOut, "sign in first"));
    }
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.withdraw_proposal(&asker.0, &id)?)).await?)
}
