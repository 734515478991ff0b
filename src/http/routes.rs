//! Which addresses are there, who answers them, and who may ask? One table; the OpenAPI document says the same, and a
//! test walks it.

use actix_web::{
    FromRequest, Handler, Responder, Route, guard,
    middleware::from_fn,
    web::{self, ServiceConfig},
};

use super::{
    Problem,
    api::{
        about, access, accounts, audit, batches, care, coverage, division_changes, divisions, docs, exports, facilities, gaps, geocode,
        hand_ins, history, imports, inspections, kinds, nearest, norms, oidc, organizations, plan_events, plans, projects, proposals,
        records, roles, rows, scenarios, search, services, session, settings, setup, tokens, ways,
    },
    basemap, health,
    permit::permit,
    tiles,
};
use crate::domain::permission::Right;

/// Who may ask. Where a right holds in a part of the land only, the registry looks at the record besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Anybody, signed in or not.
    Anybody,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds the right somewhere.
    Has(Right),
}

impl Rule {
    /// As the OpenAPI document says it: `anybody`, `signed_in`, or the right.
    pub fn code(self) -> &'static str {
        match self {
            Rule::Anybody => "anybody",
            Rule::SignedIn => "signed_in",
            Rule::Has(right) => right.code(),
        }
    }
}

/// What one address takes: the method and its rule.
pub type Methods = &'static [(&'static str, Rule)];

macro_rules! routes {
    ($($path:literal { $($method:ident $handler:path: $rule:expr),+ $(,)? })+) => {
        /// Every address besides the page's files, with what it takes. Whoever takes GET takes HEAD.
        pub const ROUTES: &[(&str, Methods)] = &[$(($path, &[$((stringify!($method), $rule)),+])),+];

        pub(super) fn configure(config: &mut ServiceConfig) {
            $(answer(config, $path, &[$((stringify!($method), $rule)),+], vec![$(route(stringify!($method), $handler)),+]);)+
        }
    };
}

use Right::{
    ApproveChanges, CheckRecords, MakePlans, ManageAccounts, ManageDivisions, ManageSettings, ManageStandards, ReadAudit, ReadRecords,
    WriteRecords,
};
use Rule::{Anybody, Has, SignedIn};

routes! {
    "/api/v1/nearest" { GET nearest::get_nearest: Anybody }
    "/api/v1/coverage" { GET coverage::get_coverage: Anybody }
    "/api/v1/coverage/band" { GET coverage::get_coverage_band: Anybody }
    "/api/v1/access" { GET access::get_access: Anybody }
    "/api/v1/gaps" { GET gaps::list_gaps: Anybody }
    "/api/v1/gaps/{id}" { GET gaps::get_gap: Anybody, PATCH gaps::patch_gap: Has(MakePlans) }
    "/api/v1/gaps/{id}/comments" { POST gaps::create_gap_comment: Has(ReadRecords) }
    "/api/v1/inspections" { GET inspections::list_inspections: Has(ReadRecords), POST inspections::create_inspection: Has(MakePlans) }
    "/api/v1/inspections/{id}" { GET inspections::get_inspection: Has(ReadRecords) }
    "/api/v1/inspections/{id}/visits" { POST inspections::create_inspection_visit: Has(MakePlans) }
    "/api/v1/norms" { GET norms::get_norms: Anybody }
    "/api/v1/route" { GET ways::get_route: Anybody }
    "/api/v1/reach/{id}" { GET ways::get_reach: Anybody }
    "/api/v1/coverage/history" { GET history::get_coverage_history: Anybody }
    "/api/v1/facilities" { GET facilities::list_facilities: Anybody, POST records::create_facility: Has(WriteRecords) }
    "/api/v1/facilities/{id}" {
        GET facilities::get_facility: Anybody,
        PATCH records::patch_facility: Has(WriteRecords),
        DELETE records::delete_facility: Has(WriteRecords),
    }
    "/api/v1/facilities/{id}/record" { GET records::get_facility_record: Has(ReadRecords) }
    "/api/v1/facilities/{id}/checks" { POST care::record_check: Has(CheckRecords) }
    "/api/v1/facilities/{id}/reports" { POST care::report_wrong: Anybody }
    "/api/v1/organizations" { GET organizations::list_organizations: Anybody, POST records::create_organization: Has(WriteRecords) }
    "/api/v1/organizations/{id}" {
        GET organizations::get_organization: Anybody,
        PATCH records::patch_organization: Has(WriteRecords),
        DELETE records::delete_organization: Has(WriteRecords),
    }
    "/api/v1/organizations/{id}/record" { GET records::get_organization_record: Has(ReadRecords) }
    "/api/v1/services" { GET services::list_services: Anybody }
    "/api/v1/services/{id}" { PATCH records::patch_service: Has(CheckRecords) }
    "/api/v1/proposals" { GET proposals::list_proposals: SignedIn }
    "/api/v1/proposals/{id}" { GET proposals::get_proposal: SignedIn }
    "/api/v1/proposals/{id}/approve" { POST proposals::approve_proposal: Has(ApproveChanges) }
    "/api/v1/proposals/{id}/return" { POST proposals::return_proposal: Has(ApproveChanges) }
    "/api/v1/proposals/{id}/withdraw" { POST proposals::withdraw_proposal: SignedIn }
    "/api/v1/plans/figures" { POST scenarios::get_plan_figures: Has(ReadRecords) }
    "/api/v1/plans/try" { POST scenarios::try_plan: Has(MakePlans) }
    "/api/v1/plans/compare" { POST scenarios::compare_plans: Has(ReadRecords) }
    "/api/v1/plans/phases" { POST scenarios::phase_plan: Has(MakePlans) }
    "/api/v1/plans/served" { POST scenarios::get_plan_served: Has(MakePlans) }
    "/api/v1/plans/drill" { POST scenarios::drill_plan: Has(MakePlans) }
    "/api/v1/plans" { GET plans::list_plans: SignedIn, POST plans::create_plan: Has(MakePlans) }
    "/api/v1/plans/{id}" {
        GET plans::get_plan: SignedIn,
        PATCH plans::patch_plan: Has(MakePlans),
        DELETE plans::delete_plan: Has(MakePlans),
    }
    "/api/v1/plans/{id}/copy" { POST plans::copy_plan: Has(MakePlans) }
    "/api/v1/plans/{id}/run" { POST plans::run_plan: Has(MakePlans), DELETE plans::cancel_run: Has(MakePlans) }
    "/api/v1/plans/{id}/events" { GET plan_events::follow_plan: SignedIn }
    "/api/v1/plans/{id}/approve" { POST plans::approve_plan: Has(ApproveChanges) }
    "/api/v1/projects" { GET projects::list_projects: SignedIn }
    "/api/v1/projects/{id}" { PATCH projects::patch_project: Has(MakePlans) }
    "/api/v1/checks" { GET care::list_checks: SignedIn }
    "/api/v1/reports" { GET care::list_reports: Has(ReadRecords) }
    "/api/v1/reports/{id}" { GET care::get_report: Anybody }
    "/api/v1/reports/{id}/close" { POST care::close_report: Has(WriteRecords) }
    "/api/v1/duplicates" { GET care::list_duplicates: Has(ReadRecords) }
    "/api/v1/duplicates/dismiss" { POST care::dismiss_duplicate: Has(WriteRecords) }
    "/api/v1/merges" { POST care::create_merge: Has(WriteRecords) }
    "/api/v1/merges/{id}/undo" { POST care::undo_merge: Has(WriteRecords) }
    "/api/v1/completeness" { GET care::get_completeness: Has(ReadRecords) }
    "/api/v1/completeness/records" { GET care::list_incomplete_records: Has(ReadRecords) }
    "/api/v1/review" { GET care::list_review: Has(ReadRecords) }
    "/api/v1/review/accept" { POST care::accept_review: Has(WriteRecords) }
    "/api/v1/imports" { GET imports::list_imports: Has(ReadRecords), POST imports::create_import: Has(WriteRecords) }
    "/api/v1/imports/{id}" {
        GET imports::get_import: Has(ReadRecords),
        PATCH imports::patch_import: Has(WriteRecords),
        DELETE imports::delete_import: Has(WriteRecords),
    }
    "/api/v1/imports/{id}/rows" { GET imports::list_import_rows: Has(ReadRecords) }
    "/api/v1/imports/{id}/rows/{row}" { PATCH imports::patch_import_row: Has(WriteRecords) }
    "/api/v1/imports/{id}/apply" { POST imports::apply_import: Has(WriteRecords) }
    "/api/v1/batches" { GET batches::list_batches: Has(ReadRecords) }
    "/api/v1/batches/{id}/undo" { POST batches::undo_batch: Has(ApproveChanges) }
    "/api/v1/changes" { GET history::list_changes: Anybody }
    "/api/v1/exports/{file}" { GET exports::get_export: Anybody }
    "/api/v1/plans/{id}/report.{ending}" { GET hand_ins::get_plan_report: SignedIn }
    "/api/v1/hand-ins/{hash}/report.{ending}" { GET hand_ins::get_hand_in_report: SignedIn }
    "/api/v1/history/days" { GET history::list_change_days: Anybody }
    "/api/v1/search" { GET search::search_registry: Anybody }
    "/api/v1/reverse" { GET search::get_reverse: Anybody }
    "/api/v1/geocode" { GET geocode::get_geocode: Has(WriteRecords) }
    "/api/v1/divisions" { GET divisions::list_divisions: Anybody }
    "/api/v1/divisions/changes" {
        GET division_changes::list_division_changes: Anybody,
        POST division_changes::create_division_change: Has(ManageDivisions),
    }
    "/api/v1/divisions/{code}" { GET divisions::get_division: Anybody }
    "/api/v1/about" { GET about::get_about: Anybody }
    "/api/v1/kinds" { GET kinds::list_kinds: Anybody }
    "/api/v1/service-types" { GET kinds::list_service_types: Anybody }
    "/api/v1/target-groups" { GET kinds::list_target_groups: Anybody }
    "/api/v1/roles" { GET roles::list_roles: Anybody }
    "/api/v1/reporting-units" { GET roles::list_reporting_units: Anybody }
    "/api/v1/kinds/{code}" { PUT rows::put_kind: Has(ManageStandards) }
    "/api/v1/standards/{code}" { PUT rows::put_standard: Has(ManageStandards) }
    "/api/v1/standards/{code}/effect" { POST norms::get_standard_effect: Has(ManageStandards) }
    "/api/v1/accounts" { GET accounts::list_accounts: Has(ManageAccounts), POST accounts::create_account: Has(ManageAccounts) }
    "/api/v1/accounts/{id}" { GET accounts::get_account: Has(ManageAccounts), PATCH accounts::patch_account: Has(ManageAccounts) }
    "/api/v1/accounts/{id}/reset" { POST accounts::reset_account: Has(ManageAccounts) }
    "/api/v1/accounts/{id}/unlock" { POST accounts::unlock_account: Has(ManageAccounts) }
    "/api/v1/tokens" { GET tokens::list_tokens: SignedIn, POST tokens::create_token: SignedIn }
    "/api/v1/tokens/{id}" { DELETE tokens::revoke_token: SignedIn }
    "/api/v1/settings" { GET settings::list_settings: Has(ManageSettings) }
    "/api/v1/settings/{key}" { PATCH settings::patch_setting: Has(ManageSettings) }
    "/api/v1/audit" { GET audit::list_audit: Has(ReadAudit) }
    "/api/v1/standards" { GET kinds::list_standards: Anybody }
    "/api/v1/session" { GET session::get_session: Anybody, POST session::sign_in: Anybody, DELETE session::sign_out: SignedIn }
    "/api/v1/session/oidc" { GET oidc::begin_oidc: Anybody }
    "/api/v1/session/oidc/callback" { GET oidc::finish_oidc: Anybody }
    "/api/v1/session/password" { PUT session::change_password: SignedIn }
    "/api/v1/session/second-factor" {
        POST session::begin_second_factor: SignedIn,
        PUT session::confirm_second_factor: SignedIn,
        DELETE session::end_second_factor: SignedIn,
    }
    "/api/v1/sessions" { GET session::list_sessions: SignedIn }
    "/api/v1/sessions/{id}" { DELETE session::end_session: SignedIn }
    "/api/v1/setup" { GET setup::get_setup: Anybody, POST setup::set_up: Anybody }
    "/api/v1/openapi.json" { GET docs::get_openapi: Anybody }
    "/api/v1/docs" { GET docs::get_docs: Anybody }
    "/api/v1/docs.js" { GET docs::get_docs_script: Anybody }
    "/tiles/basemap.json" { GET basemap::get_basemap_json: Anybody }
    "/tiles/basemap/{z}/{x}/{y}" { GET basemap::get_basemap_tile: Anybody }
    "/tiles/{layer}.json" { GET tiles::get_tile_json: Anybody }
    "/tiles/{layer}/{z}/{x}/{y}" { GET tiles::get_tile: Anybody }
    "/health/live" { GET health::get_live: Anybody }
    "/health/ready" { GET health::get_ready: Anybody }
}

/// One method of an address and its handler.
fn route<F, Args>(method: &str, handler: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let route = match method {
        "GET" => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        "POST" => web::post(),
        "PUT" => web::put(),
        "PATCH" => web::patch(),
        "DELETE" => web::delete(),
        other => unreachable!("the table of routes knows no method {other}"),
    };
    route.to(handler)
}

/// Puts an address into the service: its methods, a refusal of all others, and its rules before them.
fn answer(config: &mut ServiceConfig, path: &'static str, methods: Methods, routes: Vec<Route>) {
    let resource = routes.into_iter().fold(web::resource(path), |resource, route| resource.route(route));
    let resource =
        resource.default_service(web::to(move || async move { Err::<&str, Problem>(Problem::method_not_allowed(&allowed(methods))) }));
    if methods.iter().all(|(method, rule)| *rule == Anybody && *method == "GET") {
        // The answers that everybody asks for pass no further hands.
        config.service(resource);
    } else {
        config.service(resource.wrap(from_fn(move |request, next| permit(methods, request, next))));
    }
}

fn allowed(methods: Methods) -> String {
    let names = methods.iter().map(|(method, _)| if *method == "GET" { "GET, HEAD" } else { method });
    names.collect::<Vec<_>>().join(", ")
}
