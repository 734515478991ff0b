//! `/api/v1/batches`: the files that went in, each of which can be taken out again as a whole.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Path},
};

use super::{
    openapi::{NotThere, PrivateRefusals, WriteRefusals},
    proposals::Reason,
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::Json,
        parameters::{CURSOR, PAGE, parameters},
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{BatchItem, Page, needed_words},
};

type State = web::Data<AppState>;

parameters!(Batches: PAGE, CURSOR);

/// A page of batches, the newest first.
#[utoipa::path(
    get, path = "/api/v1/batches", tag = "imports", params(Batches),
    responses((status = 200, description = "A page of batches", body = Page<BatchItem>), PrivateRefusals)
)]
pub async fn list_batches(state: State, asker: Asker, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Batches::ALL)?;
    let (limit, cursor) = (PAGE.read(&mut query), CURSOR.read(&mut query));
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.batch_page(&asker.0, cursor.as_deref(), limit)?)).await?)
}

/// Puts every record that a batch touched back as it was before. Refused when later changes touched any of them.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/undo", tag = "imports", params(("id" = String, Path, description = "Id of the batch")),
    request_body = Reason, responses((status = 200, description = "The batch, undone", body = BatchItem), WriteRefusals, NotThere)
)]
pub async fn undo_batch(
    state: State,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Reason>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let reason = needed_words("reason", body.0.reason.as_deref())?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.undo_batch(&asker.0, &id, Some(reason))?)).await?)
}
