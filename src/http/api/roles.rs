//! `GET /api/v1/roles` and `GET /api/v1/reporting-units`: what each role may do, and whose part of the land a role may hold in.

use actix_web::{HttpRequest, HttpResponse};

use super::{Items, openapi::Refusals};
use crate::{
    domain::permission::{Right, Role},
    http::{Problem, etag::Live, query::Query},
};

/// A role with its rights, as the service decides by them.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct RoleRow {
    /// Stable code.
    role: &'static str,
    /// Codes of its rights.
    rights: Vec<&'static str>,
    /// Those of them that hold only where the role is granted for everywhere (`all`).
    central: Vec<&'static str>,
}

/// Who reports to the province; a jurisdiction names it as `unit:CODE`.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct ReportingUnitRow<'a> {
    /// Stable code.
    code: &'a str,
    /// Chinese name.
    name_zh: &'a str,
    /// English name.
    name_en: &'a str,
    /// Codes of the divisions that it reports for.
    divisions: &'a [String],
    /// Where the row comes from.
    source: &'a str,
    /// A read in the primary text, B from a second hand, C from memory.
    confidence: &'static str,
}

/// The table of rights: every role and what it may do.
#[utoipa::path(
    get, path = "/api/v1/roles", tag = "reference",
    responses((status = 200, description = "All roles", body = Items<RoleRow>), Refusals)
)]
pub async fn list_roles(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    live.json(&Items { items: Role::ALL.iter().copied().map(role).collect() })
}

/// Reporting units: the second tree beside the divisions.
#[utoipa::path(
    get, path = "/api/v1/reporting-units", tag = "reference",
    responses((status = 200, description = "All reporting units", body = Items<ReportingUnitRow>), Refusals)
)]
pub async fn list_reporting_units(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let units = live.snapshot.reporting_units().iter().map(|unit| ReportingUnitRow {
        code: &unit.code,
        name_zh: &unit.name_zh,
        name_en: &unit.name_en,
        divisions: &unit.divisions,
        source: &unit.source,
        confidence: unit.confidence.code(),
    });
    live.json(&Items { items: units.collect() })
}

fn role(role: Role) -> RoleRow {
    let codes = |wanted: fn(Right) -> bool| role.rights().iter().filter(|right| wanted(**right)).map(|right| right.code()).collect();
    RoleRow { role: role.code(), rights: codes(|_| true), central: codes(Right::is_central) }
}
