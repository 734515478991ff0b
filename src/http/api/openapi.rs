//! The whole interface in one document: OpenAPI 3.1, made of what the handlers say about themselves.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::{
    IntoResponses, OpenApi, PartialSchema,
    openapi::{
        RefOr,
        content::ContentBuilder,
        response::{Response, ResponseBuilder},
    },
};

use super::{
    about, access, accounts, audit, batches, care, coverage, division_changes, divisions, docs, exports, facilities, gaps, geocode,
    hand_ins, history, imports, inspections, kinds, nearest, norms, oidc, organizations, plan_events, plans, projects, proposals, records,
    roles, rows, scenarios, search, services, session, settings, setup, tokens, ways,
};
use crate::http::{
    error::{CODES, PROBLEM_JSON, ProblemBody},
    permit::SESSION_COOKIE,
    routes::{ROUTES, Rule},
};

/// Everything under `/api/v1`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "carereach · 惠及",
        description = "A registry of community-care facilities with a map: whom they reach, whom they miss. Longitude comes before latitude; \
            distances are great-circle metres; limits are closed. Lists are written with commas. Answers carry an ETag; errors are \
            RFC 9457 problem+json with a stable code and all wrong fields at once."
    ),
    tags(
        (name = "answers", description = "就近与缺口 · Nearest places, coverage, gaps, search"),
        (name = "registry", description = "登记 · Facilities, organizations, services"),
        (name = "reference", description = "参照 · What the registry is, kinds, standards, divisions"),
        (name = "plans", description = "规划 · What a plan would change"),
        (name = "keeping", description = "维护 · Full records, writes, proposals"),
        (name = "care", description = "治理 · Checks, reports, duplicates, completeness, positions"),
        (name = "imports", description = "导入 · Files on their way in, and batches that went in"),
        (name = "planning", description = "规划 · Plans, siting runs, projects"),
        (name = "history", description = "变更 · The log, past days"),
        (name = "session", description = "登录 · Signing in, one's own password and second factor"),
        (name = "administration", description = "管理 · Accounts, tokens, settings, kinds, standards, the log"),
        (name = "interface", description = "接口 · This description")
    ),
    paths(
        ways::get_route, ways::get_reach,
        nearest::get_nearest, coverage::get_coverage, coverage::get_coverage_band, gaps::list_gaps, gaps::get_gap, gaps::patch_gap,
        gaps::create_gap_comment, norms::get_norms, search::search_registry, search::get_reverse, geocode::get_geocode,
        scenarios::get_plan_figures, scenarios::try_plan, scenarios::compare_plans, scenarios::drill_plan, scenarios::phase_plan,
        scenarios::get_plan_served,
        access::get_access,
        inspections::list_inspections, inspections::create_inspection, inspections::get_inspection, inspections::create_inspection_visit,
        facilities::list_facilities, facilities::get_facility,
        organizations::list_organizations, organizations::get_organization, services::list_services,
        about::get_about, kinds::list_kinds, kinds::list_service_types, kinds::list_target_groups, kinds::list_standards,
        roles::list_roles, roles::list_reporting_units,
        divisions::list_divisions, divisions::get_division, division_changes::list_division_changes, division_changes::create_division_change,
        records::get_facility_record, records::create_facility, records::patch_facility, records::delete_facility,
        records::get_organization_record, records::create_organization, records::patch_organization, records::delete_organization,
        records::patch_service,
        proposals::list_proposals, proposals::get_proposal, proposals::approve_proposal, proposals::return_proposal,
        proposals::withdraw_proposal,
        plans::list_plans, plans::create_plan, plans::get_plan, plans::patch_plan, plans::delete_plan, plans::copy_plan, plans::run_plan,
        plans::cancel_run, plan_events::follow_plan, plans::approve_plan, projects::list_projects, projects::patch_project,
        care::list_checks, care::record_check, care::report_wrong, care::list_reports, care::get_report, care::close_report,
        care::list_duplicates, care::dismiss_duplicate, care::create_merge, care::undo_merge, care::get_completeness,
        care::list_incomplete_records, care::list_review, care::accept_review,
        imports::create_import, imports::list_imports, imports::get_import, imports::patch_import, imports::delete_import,
        imports::list_import_rows, imports::patch_import_row, imports::apply_import, batches::list_batches, batches::undo_batch,
        history::list_changes, history::list_change_days, history::get_coverage_history, exports::get_export,
        hand_ins::get_plan_report, hand_ins::get_hand_in_report,
        session::get_session, session::sign_in, session::sign_out, session::change_password, session::begin_second_factor,
        session::confirm_second_factor, session::end_second_factor, session::list_sessions, session::end_session, oidc::begin_oidc, oidc::finish_oidc,
        setup::get_setup, setup::set_up,
        accounts::list_accounts, accounts::create_account, accounts::get_account, accounts::patch_account, accounts::reset_account,
        accounts::unlock_account, tokens::list_tokens, tokens::create_token, tokens::revoke_token,
        settings::list_settings, settings::patch_setting, rows::put_kind, rows::put_standard, norms::get_standard_effect, audit::list_audit,
        docs::get_openapi, docs::get_docs, docs::get_docs_script
    ),
    components(schemas(ProblemBody))
)]
pub struct Interface;

/// What any address may answer instead.
pub struct Refusals;

/// What a private question may be answered with instead; 401 and 403 are added by the rule of its address.
pub struct PrivateRefusals;

/// What a write may be answered with instead; 401 and 403 are added by the rule of its address.
pub struct WriteRefusals;

/// What an address that is asked by anybody, and not without end, may answer instead.
pub struct LimitedRefusals;

/// What an address that asks an outside geocoder may answer instead.
pub struct GeocoderRefusals;

/// What a write about a version may be answered with instead.
pub struct VersionRefusals;

/// What an address of one record may answer instead.
pub struct NotThere;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [400, 413, 422, 500, 503].into_iter().map(refusal).chain([not_modified()]).collect()
    }
}

impl IntoResponses for PrivateRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [400, 413, 422, 500, 503].into_iter().map(refusal).collect()
    }
}

impl IntoResponses for WriteRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [400, 403, 409, 413, 415, 422, 500, 503].into_iter().map(refusal).collect()
    }
}

impl IntoResponses for LimitedRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([refusal(429)])
    }
}

impl IntoResponses for GeocoderRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [409, 502].into_iter().map(refusal).collect()
    }
}

impl IntoResponses for VersionRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [404, 412, 428].into_iter().map(refusal).collect()
    }
}

impl IntoResponses for NotThere {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([refusal(404)])
    }
}

/// A status with the codes that have it.
fn refusal(status: u16) -> (String, RefOr<Response>) {
    let codes: Vec<&str> = CODES.iter().filter(|row| row.status.as_u16() == status).map(|row| row.name).collect();
    let content = ContentBuilder::new().schema(Some(ProblemBody::schema())).build();
    let response = ResponseBuilder::new().description(codes.join(", ")).content(PROBLEM_JSON, content).build();
    (status.to_string(), response.into())
}

fn not_modified() -> (String, RefOr<Response>) {
    ("304".to_owned(), ResponseBuilder::new().description("If-None-Match names the present state").build().into())
}

/// The document as JSON, with the rule of each operation from the table of routes.
pub fn document() -> Result<String, serde_json::Error> {
    let mut document = serde_json::to_value(Interface::openapi())?;
    document["components"]["securitySchemes"] = json!({
        "session": { "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE },
        "token": { "type": "http", "scheme": "bearer" },
    });
    for (path, methods) in ROUTES {
        for (method, rule) in *methods {
            let operation = document["paths"].get_mut(path).and_then(|item| item.get_mut(method.to_ascii_lowercase()));
            operation.map_or(Ok(()), |operation| say_rule(operation, *rule))?;
        }
    }
    serde_json::to_string(&document)
}

fn say_rule(operation: &mut Value, rule: Rule) -> Result<(), serde_json::Error> {
    operation["x-rule"] = rule.code().into();
    if rule != Rule::Anybody {
        operation["security"] = json!([{ "session": [] }, { "token": [] }]);
        for (status, response) in [401, 403].into_iter().map(refusal) {
            operation["responses"][status] = serde_json::to_value(response)?;
        }
    }
    Ok(())
}
