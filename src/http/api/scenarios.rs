//! `/api/v1/plans/figures`, `try`, `compare`, `phases`, `drill`, `served`: what would a plan change? Terms and actions come with the
//! question; nothing is kept.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{openapi::WriteRefusals, ways::Ground, work};
use crate::{
    domain::plan::{PlanAction, Terms},
    http::{AppState, Problem, body::Json, etag::to_json, permit::Asker, private::private_json, query::Query},
    registry::{
        DrillQuestion, NamedPlan, PhasesQuestion, PlanComparison, PlanDrill, PlanFigures, PlanPhases, PlanServed, PlanTry, Registry,
        ScenarioQuestion, ServedQuestion, Snapshot, TryQuestion,
    },
};

type State = web::Data<AppState>;

/// Terms and actions.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanBody {
    /// `kind` (codes), `group`, `by`, `within_m`, `division`, `standard`.
    #[schema(value_type = Object)]
    terms: Terms,
    /// Each with `id`, `do` (`build`, `upgrade`, `add-places`, `extend-hours`, `move`, `close`) and what belongs to it, `cost`, `year`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    actions: Vec<PlanAction>,
    /// The level of rows by division: `district` when nobody says.
    #[serde(default)]
    level: Option<String>,
}

/// A plan one of whose sites is being dragged.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryBody {
    /// `kind` (codes), `group`, `by`, `within_m`, `division`, `standard`.
    #[schema(value_type = Object)]
    terms: Terms,
    /// All actions of the plan; where the dragged one has its site does not matter.
    #[schema(value_type = Vec<Object>)]
    actions: Vec<PlanAction>,
    /// Which one is dragged, and where it is now.
    moving: Moving,
    /// The level of rows by division: `district` when nobody says.
    #[serde(default)]
    level: Option<String>,
    /// Whether the ground within reach of the site is wanted.
    #[serde(default)]
    with_reach: bool,
}

/// A site that is being dragged.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Moving {
    /// Id of the action.
    action: String,
    /// Longitude, WGS84.
    lon: f64,
    /// Latitude, WGS84.
    lat: f64,
}

/// What is made of it there.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct TryAnswer<'a> {
    #[serde(flatten)]
    figures: PlanTry<'a>,
    /// The ground within reach of the site, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<Ground>,
}

/// Plans side by side.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareBody {
    /// 2 to 4, about the same people in the same division.
    plans: Vec<NamedPlanBody>,
    /// The level of rows by division: `district` when nobody says.
    #[serde(default)]
    level: Option<String>,
}

/// A plan with its name.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedPlanBody {
    /// What it is called.
    name: String,
    /// As of `/api/v1/plans/figures`.
    #[schema(value_type = Object)]
    terms: Terms,
    /// As of `/api/v1/plans/figures`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    actions: Vec<PlanAction>,
}

/// A plan under stress.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrillBody {
    /// As of `/api/v1/plans/figures`.
    #[schema(value_type = Object)]
    terms: Terms,
    /// As of `/api/v1/plans/figures`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    actions: Vec<PlanAction>,
    /// The level of rows by division: `district` when nobody says.
    #[serde(default)]
    level: Option<String>,
    /// Ids of facilities that close.
    #[serde(default)]
    close: Vec<String>,
    /// Lines of longitude and latitude that nobody crosses, such as a closed bridge; over streets only.
    #[serde(default)]
    bar: Vec<Vec<[f64; 2]>>,
    /// How many times as many people come as are counted; 1 when nobody says.
    #[serde(default)]
    demand_factor: Option<f64>,
}

/// A plan to be spread over years.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhasesBody {
    /// As of `/api/v1/plans/figures`.
    #[schema(value_type = Object)]
    terms: Terms,
    /// As of `/api/v1/plans/figures`; their years do not matter.
    #[schema(value_type = Vec<Object>)]
    actions: Vec<PlanAction>,
    /// Years, ascending.
    years: Vec<YearBody>,
    /// `greedy` or `exact`; exact, when nobody says, for up to 12 actions that build, move or upgrade.
    #[serde(default)]
    method: Option<String>,
}

/// A year and its new money.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct YearBody {
    /// The year.
    year: i32,
    /// In 10,000 yuan.
    budget: f64,
}

/// A plan whose people are served once each.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServedBody {
    /// As of `/api/v1/plans/figures`.
    #[schema(value_type = Object)]
    terms: Terms,
    /// As of `/api/v1/plans/figures`; none for the registry as it is.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    actions: Vec<PlanAction>,
    /// The level of rows by division: `district` when nobody says.
    #[serde(default)]
    level: Option<String>,
    /// `nearest` (with room), when nobody says, or `optimal`.
    #[serde(default)]
    method: Option<String>,
}

impl PlanBody {
    /// The plan as whoever asks may know of it.
    pub(super) fn asked(self, registry: &Registry, asker: &Asker, snapshot: &Snapshot) -> ScenarioQuestion {
        let told = registry.small_counts_by_group(&asker.0, snapshot, self.terms.division.as_deref());
        ScenarioQuestion { terms: self.terms, actions: self.actions, level: self.level, told }
    }
}

/// Works out an answer for whoever asks, beside the threads that answer requests.
async fn answer(
    (state, asker, request): (State, Asker, HttpRequest),
    job: impl FnOnce(&Registry, &Asker, &Snapshot) -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let (registry, snapshot) = (state.registry.clone(), state.registry.snapshot());
    Ok(private_json(work(move || job(&registry, &asker, &snapshot)).await?))
}

/// What a plan changes: people within reach before and after, in all, by division, by group and by action.
#[utoipa::path(
    post, path = "/api/v1/plans/figures", tag = "plans", request_body = PlanBody,
    responses((status = 200, description = "Figures of the plan", body = PlanFigures), WriteRefusals)
)]
pub async fn get_plan_figures(state: State, asker: Asker, request: HttpRequest, body: Json<PlanBody>) -> Result<HttpResponse, Problem> {
    answer((state, asker, request), move |registry, asker, snapshot| {
        let question = body.0.asked(registry, asker, snapshot);
        to_json(&snapshot.plan_figures(&question)?)
    })
    .await
}

/// The same while one site is being dragged: what stands still is held between moves, and only differences are worked out.
#[utoipa::path(
    post, path = "/api/v1/plans/try", tag = "plans", request_body = TryBody,
    responses((status = 200, description = "Figures with the site where it is now", body = TryAnswer), WriteRefusals)
)]
pub async fn try_plan(state: State, asker: Asker, request: HttpRequest, body: Json<TryBody>) -> Result<HttpResponse, Problem> {
    answer((state, asker, request), move |registry, asker, snapshot| {
        let TryBody { terms, actions, moving, level, with_reach } = body.0;
        let plan = PlanBody { terms, actions, level }.asked(registry, asker, snapshot);
        let question = TryQuestion { plan, action: moving.action, at: [moving.lon, moving.lat], with_reach };
        let mut figures = registry.try_plan(snapshot, &question)?;
        let reach = figures.reach.take().map(|area| Ground::of(&area));
        to_json(&TryAnswer { figures, reach })
    })
    .await
}

/// Plans side by side: people within reach of each, by division and by group, and how far each differs from the first.
#[utoipa::path(
    post, path = "/api/v1/plans/compare", tag = "plans", request_body = CompareBody,
    responses((status = 200, description = "The plans side by side", body = PlanComparison), WriteRefusals)
)]
pub async fn compare_plans(state: State, asker: Asker, request: HttpRequest, body: Json<CompareBody>) -> Result<HttpResponse, Problem> {
    answer((state, asker, request), move |registry, asker, snapshot| {
        let CompareBody { plans, level } = body.0;
        let plan = |NamedPlanBody { name, terms, actions }| {
            let plan = PlanBody { terms, actions, level: level.clone() }.asked(registry, asker, snapshot);
            NamedPlan { name, plan }
        };
        let plans: Vec<NamedPlan> = plans.into_iter().map(plan).collect();
        to_json(&snapshot.compare_plans(&plans)?)
    })
    .await
}

/// A plan under stress: who loses reach when facilities close or streets are barred, and who takes over.
#[utoipa::path(
    post, path = "/api/v1/plans/drill", tag = "plans", request_body = DrillBody,
    responses((status = 200, description = "Who loses reach, and who takes over", body = PlanDrill), WriteRefusals)
)]
pub async fn drill_plan(state: State, asker: Asker, request: HttpRequest, body: Json<DrillBody>) -> Result<HttpResponse, Problem> {
    answer((state, asker, request), move |registry, asker, snapshot| {
        let DrillBody { terms, actions, level, close, bar, demand_factor } = body.0;
        let plan = PlanBody { terms, actions, level }.asked(registry, asker, snapshot);
        to_json(&snapshot.drill_plan(&DrillQuestion { plan, close, bar, demand_factor: demand_factor.unwrap_or(1.0) })?)
    })
    .await
}

/// A plan spread over years under their budgets: which action comes in which year, and who is within reach at the end of each.
#[utoipa::path(
    post, path = "/api/v1/plans/phases", tag = "plans", request_body = PhasesBody,
    responses((status = 200, description = "The years", body = PlanPhases), WriteRefusals)
)]
pub async fn phase_plan(state: State, asker: Asker, request: HttpRequest, body: Json<PhasesBody>) -> Result<HttpResponse, Problem> {
    answer((state, asker, request), move |registry, asker, snapshot| {
        let PhasesBody { terms, actions, years, method } = body.0;
        let plan = PlanBody { terms, actions, level: None }.asked(registry, asker, snapshot);
        let years = years.into_iter().map(|year| (year.year, year.budget)).collect();
        to_json(&snapshot.phase_plan(&PhasesQuestion { plan, years, method })?)
    })
    .await
}

/// Who is served where when everybody is served once: the nearest with room, or the optimum (most people, then least metres).
#[utoipa::path(
    post, path = "/api/v1/plans/served", tag = "plans", request_body = ServedBody,
    responses((status = 200, description = "Who is served where, and who is turned away", body = PlanServed), WriteRefusals)
)]
pub async fn get_plan_served(state: State, asker: Asker, request: HttpRequest, body: Json<ServedBody>) -> Result<HttpResponse, Problem> {
    answer((state, asker, request), move |registry, asker, snapshot| {
        let ServedBody { terms, actions, level, method } = body.0;
        let plan = PlanBody { terms, actions, level }.asked(registry, asker, snapshot);
        to_json(&snapshot.plan_served(&ServedQuestion { plan, method })?)
    })
    .await
}
