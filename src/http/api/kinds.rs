//! `GET /api/v1/kinds`, `service-types`, `target-groups`, `standards`: the rows that give words their meaning.

use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;

use super::{Items, openapi::Refusals};
use crate::{
    domain::{
        kind::{ServiceType, TargetGroup},
        standard::Standard,
    },
    http::{Problem, etag::Live, query::Query},
    registry::KindItem,
};

/// A kind with the number of its facilities.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct KindRow<'a> {
    /// Stable code.
    code: &'a str,
    /// Chinese name.
    name_zh: &'a str,
    /// English name.
    name_en: &'a str,
    /// `facility` or `organization`.
    of: &'static str,
    /// SVG path data of a filled glyph in a 24 x 24 box.
    icon: &'a str,
    /// `#rrggbb`.
    colour: &'a str,
    /// What its capacity counts, in Chinese.
    capacity_unit_zh: &'a str,
    /// What its capacity counts, in English.
    capacity_unit_en: &'a str,
    /// Whether only a public front point is shown.
    protected: bool,
    /// Other words for it.
    aliases: &'a [String],
    /// OSM tags, `key=value` joined by `;`.
    osm_tags: &'a [String],
    /// The term that HSDS or Open Eligibility has for it.
    hsds_term: Option<&'a str>,
    /// Where the row comes from.
    source: &'a str,
    /// A read in the primary text, B from a second hand, C from memory.
    confidence: &'static str,
    /// Facilities of the kind.
    count: usize,
    /// Those that operate.
    operating: usize,
    /// The number of the change that last wrote the row, for `If-Match`; 0 when none did.
    version: i64,
}

impl<'a> From<KindItem<'a>> for KindRow<'a> {
    fn from(KindItem { kind, count, operating, version }: KindItem<'a>) -> Self {
        KindRow {
            code: &kind.code,
            name_zh: &kind.name_zh,
            name_en: &kind.name_en,
            of: kind.of.code(),
            icon: &kind.icon,
            colour: &kind.colour,
            capacity_unit_zh: &kind.capacity_unit_zh,
            capacity_unit_en: &kind.capacity_unit_en,
            protected: kind.protected,
            aliases: &kind.aliases,
            osm_tags: &kind.osm_tags,
            hsds_term: kind.hsds_term.as_deref(),
            source: &kind.source,
            confidence: kind.confidence.code(),
            count,
            operating,
            version,
        }
    }
}

/// A type of service or a target group.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct WordRow<'a> {
    /// Stable code.
    code: &'a str,
    /// Chinese name.
    name_zh: &'a str,
    /// English name.
    name_en: &'a str,
    /// Other words for it.
    aliases: &'a [String],
    /// Of a service type: a phone and no door, such as a hotline.
    #[serde(skip_serializing_if = "Option::is_none")]
    doorless: Option<bool>,
    /// Of a target group: whether it is about minors.
    #[serde(skip_serializing_if = "Option::is_none")]
    minors: Option<bool>,
    /// The term that HSDS or Open Eligibility has for it.
    hsds_term: Option<&'a str>,
    /// Where the row comes from.
    source: &'a str,
    /// A read in the primary text, B from a second hand, C from memory.
    confidence: &'static str,
}

/// A standard: a dated rule about one kind.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct StandardRow<'a> {
    /// Stable code.
    code: &'a str,
    /// The rule set that it belongs to, as it is cited.
    set: &'a str,
    /// Code of the kind that it is about.
    kind: &'a str,
    /// Chinese name.
    name_zh: &'a str,
    /// English name.
    name_en: &'a str,
    /// Living-circle tier or level of administration.
    tier: Option<&'a str>,
    /// Reach in metres.
    reach_m: Option<f64>,
    /// `walk`, `straight`, `administrative` (one for each division of the tier) or `quantity`.
    metric: &'a str,
    /// Quantity per people or households.
    ratio: Option<RatioRow<'a>>,
    /// Least floor area in square metres.
    min_area_m2: Option<f64>,
    /// Least beds or places.
    min_places: Option<u32>,
    /// 12 digits of the division where it holds; null for everywhere.
    area: Option<&'a str>,
    /// `shall`, `should` or `may`.
    strength: &'a str,
    /// The clause.
    citation: &'a str,
    /// Where the row comes from.
    source: &'a str,
    /// A read in the primary text, B from a second hand, C from memory.
    confidence: &'static str,
    /// Whether somebody compared it with the official text; if not it is shown as 未核实.
    verified: bool,
    /// Whether it can be asked for as `standard`.
    active: bool,
    /// First day of force.
    valid_from: Option<NaiveDate>,
    /// Last day of force.
    valid_to: Option<NaiveDate>,
    /// The number of the change that last wrote the row, for `If-Match`; 0 when none did.
    version: i64,
}

/// A required quantity.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct RatioRow<'a> {
    /// How much.
    value: f64,
    /// Of what per what.
    unit: &'a str,
}

/// Kinds of facilities and of organizations' sites, with how many of each there are.
#[utoipa::path(
    get, path = "/api/v1/kinds", tag = "reference",
    responses((status = 200, description = "All kinds", body = Items<KindRow>), Refusals)
)]
pub async fn list_kinds(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    live.json(&Items { items: live.snapshot.kinds().into_iter().map(KindRow::from).collect() })
}

/// Types of services.
#[utoipa::path(
    get, path = "/api/v1/service-types", tag = "reference",
    responses((status = 200, description = "All service types", body = Items<WordRow>), Refusals)
)]
pub async fn list_service_types(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    live.json(&Items { items: live.snapshot.catalogue().service_types.rows().iter().map(service_type).collect() })
}

/// Target groups: whom a service or a count is about.
#[utoipa::path(
    get, path = "/api/v1/target-groups", tag = "reference",
    responses((status = 200, description = "All target groups", body = Items<WordRow>), Refusals)
)]
pub async fn list_target_groups(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    live.json(&Items { items: live.snapshot.catalogue().target_groups.rows().iter().map(target_group).collect() })
}

/// Standards, verified or not.
#[utoipa::path(
    get, path = "/api/v1/standards", tag = "reference",
    responses((status = 200, description = "All standards", body = Items<StandardRow>), Refusals)
)]
pub async fn list_standards(live: Live, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let snapshot = &live.snapshot;
    live.json(&Items { items: snapshot.standards().iter().map(|row| standard(row, snapshot.standard_version(&row.code))).collect() })
}

fn service_type(row: &ServiceType) -> WordRow<'_> {
    WordRow {
        code: &row.code,
        name_zh: &row.name_zh,
        name_en: &row.name_en,
        aliases: &row.aliases,
        doorless: Some(row.doorless),
        minors: None,
        hsds_term: row.hsds_term.as_deref(),
        source: &row.source,
        confidence: row.confidence.code(),
    }
}

fn target_group(row: &TargetGroup) -> WordRow<'_> {
    WordRow {
        code: &row.code,
        name_zh: &row.name_zh,
        name_en: &row.name_en,
        aliases: &row.aliases,
        doorless: None,
        minors: Some(row.minors),
        hsds_term: None,
        source: &row.source,
        confidence: row.confidence.code(),
    }
}

fn standard(row: &Standard, version: i64) -> StandardRow<'_> {
    StandardRow {
        code: &row.code,
        set: &row.set,
        kind: &row.kind,
        name_zh: &row.name_zh,
        name_en: &row.name_en,
        tier: row.tier.as_deref(),
        reach_m: row.reach_m,
        metric: &row.metric,
        ratio: row.ratio.as_ref().map(|ratio| RatioRow { value: ratio.value, unit: &ratio.unit }),
        min_area_m2: row.min_area_m2,
        min_places: row.min_places,
        area: row.area.as_deref(),
        strength: &row.strength,
        citation: &row.citation,
        source: &row.source,
        confidence: row.confidence.code(),
        verified: row.verified,
        active: row.active(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        version,
    }
}
