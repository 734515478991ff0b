//! What does a row look like in a backup? One JSON object a line, column to value, the same whichever database it came from.
//!
//! Times are UTC without a zone (`2026-11-24T08:00:00.000001`), dates `YYYY-MM-DD`, bytes Base64. The lines of a table come
//! in the order of its key, texts by their bytes: no database's own order or collation shows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    connection::DefaultLoadingMode,
    dsl::sql,
    pg::PgRowByRowLoadingMode,
    prelude::*,
    sql_types::{Bool, Text},
};

use super::{BackupError, base64_text};
use crate::storage::{
    connection::{AnyConnection, insert_all},
    schema,
};

/// Bound values a statement: below the 32,766 of SQLite and the 65,535 of PostgreSQL.
const VALUES: usize = 30_000;

/// Takes a line of a table.
pub(super) type Take<'t> = dyn FnMut(String) -> Result<(), BackupError> + 't;

/// One table, and how its rows become lines and lines become rows.
pub(super) struct Table {
    /// The table.
    pub name: &'static str,
    /// How many rows a backup of it has.
    pub count: fn(&mut AnyConnection) -> QueryResult<i64>,
    /// Hands out every line, in the order of the key, a row at a time.
    pub each: fn(&mut AnyConnection, &mut Take) -> Result<(), BackupError>,
    /// Whether a line is a row of the table.
    pub check: fn(&str) -> serde_json::Result<()>,
    /// Puts lines in.
    pub insert: fn(&mut AnyConnection, &[String]) -> Result<(), BackupError>,
    /// Takes every row out.
    pub empty: fn(&mut AnyConnection) -> QueryResult<usize>,
    /// The migration that made it; empty where every backup has it.
    pub since: &'static str,
}

/// Tables that a later migration took away, with that migration: older backups have them. Their rows are verified and left.
pub(super) const RETIRED: [(&str, &str); 1] = [("base_feature", "20261129000001")];

/// The tables that a backup of this schema has and this program still knows.
pub(super) fn tables_of(schema: &str) -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(move |table| table.since <= schema)
}

/// The ORDER BY of a key: PostgreSQL's texts by bytes like SQLite's, whatever the collation of the database.
fn order(keys: &[&str], collation: &str) -> String {
    keys.iter().map(|key| format!("\"{key}\"{collation}")).collect::<Vec<_>>().join(", ")
}

/// Whether a number of a change is that of none.
fn is_none_yet(seq: &i64) -> bool {
    *seq == 0
}

macro_rules! collation {
    (text) => {
        " COLLATE \"C\""
    };
    (number) => {
        ""
    };
}

macro_rules! since {
    () => {
        ""
    };
    ($since:literal) => {
        $since
    };
}

macro_rules! condition {
    () => {
        "1 = 1"
    };
    ($condition:literal) => {
        $condition
    };
}

macro_rules! tables {
    ($($table:ident $line:ident $(since $since:literal)? by $sort:ident [$($key:literal),+] $(where $condition:literal)? {
        $($(#[$meta:meta])* $column:ident: $sort_of:ty),+ $(,)?
    })+) => {
        $(
            #[derive(Queryable, Insertable, serde::Serialize, serde::Deserialize)]
            #[diesel(table_name = schema::$table, treat_none_as_default_value = false)]
            #[serde(deny_unknown_fields)]
            struct $line {
                $($(#[$meta])* $column: $sort_of),+
            }
        )+

        /// Every table of a backup, in an order in which references point back only.
        pub(super) const TABLES: &[Table] = &[$(Table {
            name: stringify!($table),
            count: |conn| schema::$table::table.filter(sql::<Bool>(condition!($($condition)?))).count().get_result(conn),
            each: |conn, take| {
                const KEYS: &[&str] = &[$($key),+];
                let rows = schema::$table::table.filter(sql::<Bool>(condition!($($condition)?)));
                let mut take = |row: QueryResult<$line>| take(serde_json::to_string(&row?)?);
                match conn {
                    AnyConnection::Sqlite(conn) => {
                        let rows = rows.order(sql::<Text>(&order(KEYS, "")));
                        rows.load_iter::<$line, DefaultLoadingMode>(conn)?.try_for_each(&mut take)
                    }
                    AnyConnection::Postgres(conn) => {
                        let rows = rows.order(sql::<Text>(&order(KEYS, collation!($sort))));
                        rows.load_iter::<$line, PgRowByRowLoadingMode>(conn)?.try_for_each(&mut take)
                    }
                }
            },
            check: |line| serde_json::from_str::<$line>(line).map(drop),
            insert: |conn, lines| {
                const COLUMNS: usize = [$(stringify!($column)),+].len();
                for lines in lines.chunks(VALUES / COLUMNS) {
                    let rows: Vec<$line> = lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
                    insert_all!(conn, schema::$table::table, &rows)?;
                }
                Ok(())
            },
            empty: |conn| diesel::delete(schema::$table::table).execute(conn),
            since: since!($($since)?),
        }),+];
    };
}

tables! {
registry RegistryLine by number ["id"] {
    id: i32, uid: String, revision: i64, changed_at: NaiveDateTime, change_seq: i64, change_hash: String, land_revision: i64,
    people_revision: i64, base_revision: i64,
    // Left out where nothing was forgotten: such a line is the one of a registry from before anything could be.
    #[serde(default, skip_serializing_if = "is_none_yet")] forgotten_seq: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")] forgotten_hash: String,
}
kind KindLine by text ["code"] {
    code: String, place: i32, name_zh: String, name_en: String, of: String, icon: String, colour: String, capacity_unit_zh: String,
    capacity_unit_en: String, protected: bool, aliases: String, osm_tags: String, hsds_term: Option<String>, source: String,
    confidence: String, edited: bool,
}
service_type ServiceTypeLine by text ["code"] {
    code: String, place: i32, name_zh: String, name_en: String, aliases: String, doorless: bool, hsds_term: Option<String>,
    source: String, confidence: String,
}
target_group TargetGroupLine by text ["code"] {
    code: String, place: i32, name_zh: String, name_en: String, aliases: String, minors: bool, source: String, confidence: String,
}
standard StandardLine by text ["code"] {
    code: String, place: i32, kind: String, name_zh: String, name_en: String, tier: Option<String>, reach_m: Option<f64>,
    metric: String, ratio_value: Option<f64>, ratio_unit: Option<String>, min_area_m2: Option<f64>, strength: String,
    citation: String, source: String, confidence: String, verified: bool, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>,
    edited: bool, #[serde(default)] rule_set: String, #[serde(default)] min_places: Option<i64>, #[serde(default)] area: Option<String>,
}
reporting_unit ReportingUnitLine by text ["code"] {
    code: String, place: i32, name_zh: String, name_en: String, divisions: String, source: String, confidence: String,
}
division DivisionLine by number ["code"] {
    code: i64, name: String, name_en: Option<String>, parent: Option<i64>, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>,
    successor: Option<i64>, boundary: Option<String>, lon: Option<f64>, lat: Option<f64>, smart: Option<bool>,
    smart_since: Option<NaiveDate>, smart_source: Option<String>, source: Option<String>,
}
organization OrganizationLine by text ["id"] {
    id: String, name: String, name_en: Option<String>, category: Option<String>, credit_code: Option<String>,
    filing_number: Option<String>, phone: Option<String>, address: Option<String>, division: Option<i64>, notes: Option<String>,
    source: Option<String>, updated_at: NaiveDateTime, contact_mobile: Option<String>, version: i64,
}
facility FacilityLine by text ["id"] {
    id: String, name: String, name_en: Option<String>, kind: String, operator_id: Option<String>, credit_code: Option<String>,
    division: Option<i64>, address: Option<String>, lon: f64, lat: f64, given_x: f64, given_y: f64, given_datum: String,
    position_precision: String, front_lon: Option<f64>, front_lat: Option<f64>, status: String, status_date: Option<NaiveDate>,
    status_reason: Option<String>, capacity: Option<i64>, floor_area_m2: Option<f64>, opening_hours: Option<String>,
    phone: Option<String>, barrier_free: String, grade: Option<String>, responsible_department: Option<String>, notes: Option<String>,
    opened_on: Option<NaiveDate>, checked_on: Option<NaiveDate>, source: Option<String>, updated_at: NaiveDateTime,
    contact_mobile: Option<String>, checked_by: Option<String>, version: i64,
}
service ServiceLine by text ["id"] {
    id: String, service_type: String, facility_id: Option<String>, organization_id: Option<String>, target_groups: String,
    fee: Option<String>, capacity: Option<i64>, vacancy: Option<i64>, vacancy_at: Option<NaiveDateTime>, phone: Option<String>,
}
demand_cell DemandCellLine by text ["id"] {
    id: String, lon: f64, lat: f64, given_x: Option<f64>, given_y: Option<f64>, given_datum: Option<String>, division: Option<i64>,
    counts: String,
}
demand_source DemandSourceLine since "20261130000001" by text ["id"] {
    id: String, group_code: String, definition: Option<String>, year: Option<i32>, method: String, how: Option<String>,
    file_name: String, at: NaiveDateTime, batch: Option<String>, superseded_by: Option<String>,
}
map_part MapPartLine since "20261129000001" by text ["part"] {
    part: String, source_name: String, source_sha256: String, data_as_of: Option<NaiveDateTime>, written_at: NaiveDateTime,
    content_sha256: String,
}
map_chunk MapChunkLine since "20261129000001" by number ["part", "number"] {
    part: String, number: i32, #[serde(with = "base64_text")] content: Vec<u8>,
}
change ChangeLine by number ["seq"] {
    seq: i64, at: NaiveDateTime, actor: String, actor_name: String, action: String, record_type: String, record_id: String,
    batch: Option<String>, reason: Option<String>, before: Option<String>, after: Option<String>, hash: String,
}
account AccountLine by text ["id"] {
    id: String, login: String, name: String, password_hash: Option<String>, password_changed_at: Option<NaiveDateTime>,
    must_change: bool, totp_secret: Option<String>, totp_enabled: bool, totp_last_step: Option<i64>, oidc_subject: Option<String>,
    failures: i32, locked_until: Option<NaiveDateTime>, disabled: bool, created_at: NaiveDateTime,
    last_sign_in_at: Option<NaiveDateTime>, version: i64,
}
account_grant AccountGrantLine by text ["account_id", "role", "jurisdiction"] {
    account_id: String, role: String, jurisdiction: String,
}
api_token ApiTokenLine by text ["id"] {
    id: String, token_hash: String, account_id: String, name: String, rights: String, jurisdiction: String, created_at: NaiveDateTime,
    expires_on: Option<NaiveDate>, last_used_at: Option<NaiveDateTime>, revoked_at: Option<NaiveDateTime>,
}
setting SettingLine by text ["key"] {
    key: String, place: i32, value: String, default_value: String, unit: Option<String>, name_zh: String, name_en: String,
    source: String, confidence: String, verified: bool, version: i64,
}
proposal ProposalLine by text ["id"] {
    id: String, record_type: String, record_id: String, action: String, state: String, name: String, division: Option<i64>,
    base_version: i64, before: Option<String>, after: Option<String>, others: String, reason: Option<String>, proposed_by: String,
    proposed_by_name: String, proposed_at: NaiveDateTime, decided_by: Option<String>, decided_by_name: Option<String>,
    decided_at: Option<NaiveDateTime>, decision_reason: Option<String>,
}
batch BatchLine by text ["id"] {
    id: String, kind: String, file_name: String, sha256: String, at: NaiveDateTime, actor: String, actor_name: String, added: i64,
    changed: i64, removed: i64, undone_at: Option<NaiveDateTime>, undone_by_name: Option<String>,
}
import_draft ImportDraftLine by text ["id"] where "state = 'proposed'" {
    id: String, kind: String, file_name: String, sha256: String, size: i64, #[serde(with = "base64_text")] content: Vec<u8>, state: String,
    mapping: String, datum: Option<String>, default_kind: Option<String>, complete_for: Option<String>, mends: String,
    left_out: String, owner: String, owner_name: String, office: String, at: NaiveDateTime, batch: Option<String>,
    proposal: Option<String>, summary: Option<String>, version: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")] figures: String,
}
heading_mapping HeadingMappingLine by text ["owner", "kind"] {
    owner: String, kind: String, mapping: String,
}
report ReportLine by text ["id"] {
    id: String, facility_id: String, field: Option<String>, text: String, at: NaiveDateTime, receipt_hash: String, state: String,
    outcome: Option<String>, answer: Option<String>, closed_by: Option<String>, closed_by_name: Option<String>,
    closed_at: Option<NaiveDateTime>,
}
merged_id MergedIdLine by text ["record_type", "old_id"] {
    record_type: String, old_id: String, new_id: String, at: NaiveDateTime,
}
distinct_pair DistinctPairLine by text ["record_type", "a", "b"] {
    record_type: String, a: String, b: String, reason: Option<String>, by_name: String, at: NaiveDateTime,
}
accepted_review AcceptedReviewLine by text ["problem", "ids"] {
    problem: String, ids: String, reason: Option<String>, by_name: String, at: NaiveDateTime,
}
division_change DivisionChangeLine by text ["id"] {
    id: String, kind: String, on_date: NaiveDate, from_codes: String, to_codes: String, reason: Option<String>, by_name: String,
    at: NaiveDateTime,
}
hand_in HandInLine since "20261202000003" by text ["hash"] {
    hash: String, plan_id: String, inputs: String, made_at: NaiveDateTime, made_by: String, made_by_name: String,
}
plan PlanLine since "20261202000001" by text ["id"] {
    id: String, name: String, state: String, terms: String, baseline: String, actions: String, siting: Option<String>,
    siting_answer: Option<String>, run_state: Option<String>, run_objective: Option<f64>, run_bound: Option<f64>, run_gap: Option<f64>,
    run_seconds: Option<f64>, run_why: Option<String>, run_until: Option<NaiveDateTime>, copied_from: Option<String>,
    created_by: String, created_by_name: String, created_at: NaiveDateTime, version: i64,
}
project ProjectLine since "20261202000001" by text ["id"] {
    id: String, plan_id: String, action_id: String, name: String, facility_id: String, division: Option<i64>,
    owner_unit: Option<String>, owner_post: Option<String>, funds: String, milestones: String, deadline: Option<NaiveDate>,
    state: String, version: i64,
}
gap GapLine since "20261202000002" by text ["id"] {
    id: String, division: i64, state: String, reason: Option<String>, owner_unit: Option<String>, owner_post: Option<String>,
    deadline: Option<NaiveDate>, version: i64,
}
gap_comment GapCommentLine since "20261202000002" by text ["id"] {
    id: String, gap_id: String, text: String, by_id: String, by_name: String, at: NaiveDateTime,
}
inspection InspectionLine since "20261202000002" by text ["id"] {
    id: String, kind: String, name: String, division: Option<i64>, from_date: NaiveDate, to_date: NaiveDate, checklist: String, seed: String,
    drawn_from: i64, subjects: String, by_id: String, by_name: String, at: NaiveDateTime,
}
inspection_visit InspectionVisitLine since "20261202000002" by text ["id"] {
    id: String, inspection_id: String, subject: String, on_date: NaiveDate, post: String, findings: String, rectify_by: Option<NaiveDate>,
    by_id: String, by_name: String, at: NaiveDateTime,
}}
