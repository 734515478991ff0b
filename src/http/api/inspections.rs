//! `/api/v1/inspections`: campaigns that draw a sample of places or gaps, and what is found on the spot.

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
        permit::Asker,
        private::{private, private_with},
        query::Query,
    },
    registry::{CampaignItem, NewCampaign, NewVisit},
};

type State = Data<AppState>;

/// The campaigns that the caller may see, the newest first, with how many of each sample stand where.
#[utoipa::path(
    get, path = "/api/v1/inspections", tag = "keeping",
    responses((status = 200, description = "The campaigns", body = Items<CampaignItem>), PrivateRefusals)
)]
pub async fn list_inspections(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&Items { items: work(move || Ok(registry.campaigns(&asker.0)?)).await? })
}

/// Makes a campaign and draws its sample: the ids whose SHA-256 with the seed comes first. The same seed draws the same from the same.
#[utoipa::path(
    post, path = "/api/v1/inspections", tag = "keeping", request_body = NewCampaign,
    responses((status = 201, description = "The campaign with its sample", body = CampaignItem), WriteRefusals)
)]
pub async fn create_inspection(state: State, asker: Asker, request: HttpRequest, body: Json<NewCampaign>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let item = work(move || {
        let id = registry.create_campaign(&asker.0, &body.0)?;
        Ok(registry.campaign(&asker.0, &id)?)
    });
    private_with(StatusCode::CREATED, None, &item.await?)
}

/// One campaign with its sample, where each subject stands, and every visit.
#[utoipa::path(
    get, path = "/api/v1/inspections/{id}", tag = "keeping", params(("id" = String, Path, description = "Id of the campaign")),
    responses((status = 200, description = "The campaign", body = CampaignItem), PrivateRefusals, NotThere)
)]
pub async fn get_inspection(state: State, asker: Asker, request: HttpRequest, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.campaign(&asker.0, &id)?)).await?)
}

/// Writes a visit down, the first or a re-visit: what was found at which entry of the checklist, and by when it is put right.
#[utoipa::path(
    post, path = "/api/v1/inspections/{id}/visits", tag = "keeping", params(("id" = String, Path, description = "Id of the campaign")),
    request_body = NewVisit, responses((status = 201, description = "The campaign with the visit", body = CampaignItem), WriteRefusals, NotThere)
)]
pub async fn create_inspection_visit(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<NewVisit>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let item = work(move || {
        registry.record_visit(&asker.0, &id, &body.0)?;
        Ok(registry.campaign(&asker.0, &id)?)
    });
    private_with(StatusCode::CREATED, None, &item.await?)
}
