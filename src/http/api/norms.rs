//! `GET /api/v1/norms`: which standards are kept, and where does which clause fail? And what an edited one would change.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::{
    openapi::{NotThere, Refusals, WriteRefusals},
    rows::{same_code, typed},
    work,
};
use crate::{
    domain::{permission::Caller, standard::Standard},
    http::{
        AppState, Problem,
        body::Json,
        counting::Counting,
        etag::{JSON, to_json},
        parameters::{AS_OF, COUNTED, DIVISION, KIND, NORM_BY, NORM_LEVEL, RULE_SET, UNITS, UNVERIFIED, parameters},
        permit::Asker,
        private::private,
        query::Query,
    },
    registry::{NormAnswer, NormEffect, NormQuestion, Registry, Snapshot, local_day},
};

parameters!(Norms: DIVISION, NORM_LEVEL, RULE_SET, KIND, COUNTED, NORM_BY, UNVERIFIED, AS_OF, UNITS);
parameters!(Effect: DIVISION, NORM_LEVEL, COUNTED, NORM_BY);

/// Every clause of every standard: met, failed and where for how many people, not checkable and why, or off and why. A standard that
/// is not verified is off unless `unverified=true`, and then marked.
#[utoipa::path(
    get, path = "/api/v1/norms", tag = "answers", params(Norms),
    responses((status = 200, description = "Clauses, in the order of the standards", body = NormAnswer), Refusals)
)]
pub async fn get_norms(state: Data<AppState>, request: HttpRequest) -> Result<HttpResponse, actix_web::Error> {
    // Standards come into force and end at midnight, whether or not anything is written.
    let counting = Counting::of(&request, &state.registry.today().to_string()).await?;
    let mut query = Query::read(&request, Norms::ALL)?;
    let moment = AS_OF.read(&mut query);
    let set = RULE_SET.read(&mut query);
    let unverified = UNVERIFIED.read(&mut query) == Some(true);
    let kinds = KIND.read(&mut query);
    let snapshot = counting.live.snapshot.clone();
    let question = question(&state.registry, counting.caller(), &snapshot, moment, &mut query);
    let question = NormQuestion { set, kinds, unverified, ..question };
    query.settle(snapshot.check_norms(&question))?;
    let body = work(move || to_json(&snapshot.norms(&question)?)).await?;
    Ok(counting.live.bytes(JSON, body))
}

/// What a standard's clauses come to as it is, and as the body says; nothing is saved. The body is that of PUT.
#[utoipa::path(
    post, path = "/api/v1/standards/{code}/effect", tag = "administration", params(("code" = String, Path, description = "Code of the standard"), Effect),
    request_body = Object, responses((status = 200, description = "Before and after", body = NormEffect), WriteRefusals, NotThere)
)]
pub async fn get_standard_effect(
    state: Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    code: Path<String>,
    body: Json<Map<String, Value>>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Effect::ALL)?;
    let row: Standard = typed(body.0)?;
    same_code(&code, &row.code)?;
    let (registry, snapshot) = (state.registry.clone(), state.registry.snapshot());
    let question = question(&registry, &asker.0, &snapshot, None, &mut query);
    query.settle(snapshot.check_norms(&question))?;
    let body = work(move || {
        registry.check_standard(&asker.0, &snapshot, &row)?;
        serde_json::to_value(snapshot.norm_effect(&question, &row)?).map_err(Problem::internal)
    });
    private(&body.await?)
}

fn question(registry: &Registry, caller: &Caller, snapshot: &Snapshot, moment: Option<DateTime<Utc>>, query: &mut Query) -> NormQuestion {
    let division = DIVISION.read(query);
    NormQuestion {
        division,
        level: NORM_LEVEL.read(query),
        group: COUNTED.read(query),
        by: NORM_BY.read(query),
        day: moment.map_or_else(|| registry.today(), local_day),
        told: registry.told_by_group(caller, snapshot, division),
        ..NormQuestion::default()
    }
}
