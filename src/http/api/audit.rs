//! `GET /api/v1/audit`: the log as auditors read it, the newest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::{openapi::PrivateRefusals, work};
use crate::{
    http::{
        AppState, Problem,
        parameters::{ACTION, ACTOR, ANY_RECORD_TYPES, BEFORE, FROM, PAGE, RECORD_ID, UNTIL, parameters},
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{AuditItem, AuditQuestion, Page},
};

parameters!(Audit: FROM, UNTIL, ACTOR, ANY_RECORD_TYPES, RECORD_ID, ACTION, PAGE, BEFORE);

/// A page of the log, the newest first; of protected places no more than the caller may see.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "administration", params(Audit),
    responses((status = 200, description = "A page of the log", body = Page<AuditItem>), PrivateRefusals)
)]
pub async fn list_audit(request: HttpRequest, state: Data<AppState>, asker: Asker) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Audit::ALL)?;
    let question = AuditQuestion {
        since: FROM.read(&mut query),
        until: UNTIL.read(&mut query),
        actor: ACTOR.read(&mut query),
        record_types: ANY_RECORD_TYPES.read_all(&mut query),
        id: RECORD_ID.read(&mut query),
        action: ACTION.read(&mut query),
        limit: PAGE.read(&mut query),
        cursor: BEFORE.read(&mut query),
    };
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.audit_page(&asker.0, question)?)).await?)
}
