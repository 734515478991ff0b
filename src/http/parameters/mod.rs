//! Which parameters are there? One constant for each: what handlers read is what the OpenAPI document says.

mod planning;
mod shapes;

pub use self::planning::*;
use self::shapes::{Bounds, Coded, Division, Flag, Formed, Number, Text, Whole, Word, Words};
pub use self::shapes::{Numbers, Parameter};
use super::query::Query;
use crate::{
    domain::{
        change::{Action, RecordType},
        check::CheckState,
        division::Level,
        organization::Category,
        permission::Role,
        proposal::{ProposalState, ProposalType},
        street::By,
    },
    registry::{Choice, RowState, Units, beginning, moment},
};
use chrono::{DateTime, NaiveDate, Utc};

/// Half way round the earth and more: no distance is longer, in metres.
const FARTHEST_M: f64 = 40_000_000.0;

/// A day and a night of walking, in seconds.
const FARTHEST_S: f64 = 86_400.0;

/// The longest path to go to after signing in, in bytes.
const LONGEST_PATH: usize = 2000;

/// Declares the parameters of an address: what its handler may read and what the OpenAPI document says.
macro_rules! parameters {
    ($name:ident: $($parameter:expr),* $(,)?) => {
        #[doc = concat!("What may be asked: the parameters of ", stringify!($name), ".")]
        pub struct $name;

        impl $name {
            /// All of them.
            pub const ALL: &'static [&'static dyn crate::http::parameters::Parameter] = &[$(&$parameter),*];
        }

        impl utoipa::IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
                $name::ALL.iter().map(|parameter| parameter.described()).collect()
            }
        }
    };
}
pub(super) use parameters;

/// How a list is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A page of JSON.
    Json,
    /// A file with all rows.
    Csv,
    /// A workbook with all rows.
    Xlsx,
}

/// What a provider hands back, of whatever length it likes; the query as a whole is bounded.
const fn returned(name: &'static str, about: &'static str) -> Formed<String> {
    Formed { name, about, parse: |text| Some(text.to_owned()), expected: "as the provider sends it" }
}

/// A path that leads to no other site, whatever browsers make of slashes, backslashes and characters that they leave out.
fn local_path(text: &str) -> Option<String> {
    let local = text.starts_with('/') && !text.starts_with("//") && text.len() <= LONGEST_PATH;
    let plain = !text.contains(|c: char| c == '\\' || c.is_control());
    (local && plain).then(|| text.to_owned())
}

fn parse_format(text: &str) -> Option<Format> {
    match text {
        "json" => Some(Format::Json),
        "csv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        _ => None,
    }
}

pub const LON: Number = Number { name: "lon", about: "Longitude in degrees, WGS84; together with lat", limits: -180.0..=180.0 };
pub const LAT: Number = Number { name: "lat", about: "Latitude in degrees, WGS84; together with lon", limits: -90.0..=90.0 };
pub const NEAR_LON: Number = Number {
    name: "lon",
    about: "Of equal fits the nearer to here first: longitude in degrees, WGS84; together with lat",
    limits: -180.0..=180.0,
};
pub const NEAR_LAT: Number = Number {
    name: "lat",
    about: "Of equal fits the nearer to here first: latitude in degrees, WGS84; together with lon",
    limits: -90.0..=90.0,
};
pub const OUTSIDE_ADDRESS: Text = Text { name: "q", about: "The address that the outside geocoder is asked for" };
pub const ADDRESS: Text = Text { name: "address", about: "Instead of lon and lat: a name or address that the registry knows" };
pub const KIND: Words = Words { name: "kind", about: "Kinds, any of them: code, Chinese or English name, or alias" };
pub const SERVICE: Words = Words { name: "service", about: "Service types of which one at least is offered: code, name or alias" };
pub const SERVICE_TYPE: Words = Words { name: "type", about: "Service types: code, name or alias" };
pub const ADMITTED: Word = Word { name: "group", about: "The target group that must be admitted: code, name or alias" };
pub const COUNTED: Word =
    Word { name: "group", about: "Whose people are counted: population, or a target group that the demand data counts" };
pub const STATUS: Words = Words {
    name: "status",
    about: "Statuses: planned, approved, building, accepted, operating, suspended, closed, or any; operating by default",
};
pub const ANY_STATUS: Words =
    Words { name: "status", about: "Statuses: planned, approved, building, accepted, operating, suspended, closed; all by default" };
pub const NEAREST_WITHIN: Number = Number { name: "within_m", about: "No farther than this, in metres, closed", limits: 0.0..=FARTHEST_M };
pub const WITHIN: Numbers =
    Numbers { name: "within_m", about: "Limits in metres, closed; up to 8. Either this or standard", limits: 0.0..=FARTHEST_M };
pub const REACH_S: Numbers =
    Numbers { name: "within_s", about: "Limits in seconds on foot, closed; up to 8 together with within_m", limits: 0.0..=FARTHEST_S };
pub const WITHIN_S: Numbers = Numbers {
    name: "within_s",
    about: "Limits in seconds on foot, closed, instead of within_m: metres at the pace of the profile; with by=walk, elder or step-free",
    limits: 0.0..=FARTHEST_S,
};
pub const REACH_OF: Text = Text { name: "facility", about: "Id of the facility whose reach is drawn" };
pub const TO: Text = Text { name: "to", about: "Id of the facility that one walks to" };
pub const ONE_WITHIN: Numbers = Numbers { name: "within_m", about: "The limit in metres, closed", limits: 0.0..=FARTHEST_M };
pub const STANDARD: Text = Text { name: "standard", about: "Code of a verified standard whose reach is the limit; instead of within_m" };
pub const DIVISION: Division =
    Division { name: "division", about: "Only this division and what lies in it: a code of 2, 4, 6, 9 or 12 digits" };
pub const PARENT: Division = Division { name: "parent", about: "Only what lies in this division: a code of 2, 4, 6, 9 or 12 digits" };
pub const BBOX: Bounds = Bounds { name: "bbox", about: "Only what is shown inside: west,south,east,north in degrees" };
pub const TEXT: Text = Text { name: "q", about: "Only what this text fits: name, pinyin, initials, address or id" };
pub const NAME: Text = Text { name: "q", about: "Only those whose name holds this text, or whose code or id it is" };
pub const SEARCHED: Text = Text { name: "q", about: "A name, pinyin, initials, an address with or without a house number, or an id" };
pub const TOKEN: Text = Text { name: "token", about: "The token of a one-time link" };
pub const LANDING: Formed<String> = Formed {
    name: "to",
    about: "Where to go afterwards: a path of this site; / by default",
    parse: local_path,
    expected: "a path of this site such as /find",
};
pub const AUTHORIZATION_CODE: Formed<String> = returned("code", "What the provider gives the service to ask it with");
pub const SIGN_IN_STATE: Formed<String> = returned("state", "Names the sign-in that ends here");
pub const ISSUER: Formed<String> = returned("iss", "The provider that answers (RFC 9207)");
pub const PROVIDER_ERROR: Formed<String> = returned("error", "Why the provider says no");
pub const CURSOR: Text = Text { name: "cursor", about: "next_cursor of the page before" };
pub const EXPLAIN: Flag = Flag { name: "explain", about: "Also say why each place was taken and nearer ones were not" };
pub const GEOMETRY: Flag = Flag { name: "geometry", about: "Answer a FeatureCollection with boundaries" };
pub const DOORLESS: Flag =
    Flag { name: "doorless", about: "true: only services without a door, such as hotlines; false: only those with one" };
pub const PAGE: Whole = Whole { name: "limit", about: "Records at most", limits: 1..=1000, default: 50 };
pub const NEAREST_LIMIT: Whole = Whole { name: "limit", about: "Places at most", limits: 1..=100, default: 5 };
pub const REPEATS: Whole =
    Whole { name: "repeats", about: "How often places are moved within their precision", limits: 1..=100, default: 20 };
pub const SEED: Whole =
    Whole { name: "seed", about: "What the draws begin with: the same seed draws the same", limits: 0..=1_000_000, default: 1 };
pub const SEARCH_LIMIT: Whole = Whole { name: "limit", about: "Items at most", limits: 1..=50, default: 10 };
pub const LEVEL: Coded<Level> =
    Coded { name: "level", about: "A level of divisions", parse: Level::parse, codes: || Level::ALL.map(Level::code).to_vec() };
pub const DISTANCE_BY: Coded<By> = Coded {
    name: "by",
    about: "How distances are measured: straight, or on foot over the streets of the imported map (an estimate where there is none)",
    parse: By::parse,
    codes: || By::ALL.map(By::code).to_vec(),
};
pub const CATEGORY: Coded<Category> = Coded {
    name: "category",
    about: "Legal form of an organization",
    parse: Category::parse,
    codes: || Category::ALL.map(|(_, code, ..)| code).to_vec(),
};
pub const FORMAT: Coded<Format> = Coded {
    name: "format",
    about: "json: a page; csv and xlsx: a file with all rows, limit and cursor aside",
    parse: parse_format,
    codes: || vec!["json", "csv", "xlsx"],
};
pub const AS_OF: Formed<DateTime<Utc>> = Formed {
    name: "as_of",
    about: "The registry as it was then: a day (its end, in China's civil time) or a moment as RFC 3339",
    parse: moment,
    expected: "a day such as 2026-03-31, or a moment such as 2026-03-31T12:00:00+08:00",
};
pub const UNITS: Coded<Units> = Coded {
    name: "units",
    about: "In whose units: new, the divisions in force, or old, those before the changes of divisions that were entered",
    parse: Units::parse,
    codes: || vec!["new", "old"],
};
pub const DATES: Formed<NaiveDate> =
    Formed { name: "dates", about: "Days, at their end; up to 24", parse: |text| text.parse().ok(), expected: "days such as 2026-03-31" };
pub const SINCE: Formed<i64> = Formed {
    name: "since",
    about: "Only changes after this number",
    parse: |text| text.parse().ok().filter(|seq| *seq >= 0),
    expected: "the number of a change, 0 for all",
};
pub const RECORD_TYPES: Formed<RecordType> = Formed {
    name: "type",
    about: "Only of these sorts of records: facility, organization, division, kind, standard",
    parse: |text| RecordType::parse(text).filter(|one| one.is_public()),
    expected: "facility, organization, division, kind or standard",
};
pub const ROLE: Coded<Role> = Coded {
    name: "role",
    about: "Only accounts with this role",
    parse: Role::parse,
    codes: || Role::ALL.iter().map(|role| role.code()).collect(),
};
pub const FROM: Formed<DateTime<Utc>> = Formed {
    name: "since",
    about: "Not earlier: the beginning of a day, in China's civil time, or a moment as RFC 3339",
    parse: beginning,
    expected: "a day such as 2026-03-31, or a moment such as 2026-03-31T12:00:00+08:00",
};
pub const UNTIL: Formed<DateTime<Utc>> = Formed {
    name: "until",
    about: "Not later: the end of a day, in China's civil time, or a moment as RFC 3339",
    parse: moment,
    expected: "a day such as 2026-03-31, or a moment such as 2026-03-31T12:00:00+08:00",
};
pub const ACTOR: Text = Text { name: "actor", about: "Only by this one: a login, operator, public, system, or account:ID" };
pub const ANY_RECORD_TYPES: Formed<RecordType> = Formed {
    name: "type",
    about: "Only about these sorts of records, for instance facility, account, session, setting",
    parse: RecordType::parse,
    expected: "a sort of record, for instance facility, account, session or setting",
};
pub const ACTION: Coded<Action> = Coded {
    name: "action",
    about: "Only this sort of change",
    parse: Action::parse,
    codes: || Action::ALL.iter().map(|action| action.code()).collect(),
};
pub const BEFORE: Formed<i64> = Formed {
    name: "cursor",
    about: "next_cursor of the page before",
    parse: |text| text.parse().ok().filter(|seq| *seq >= 0),
    expected: "next_cursor of the page before",
};
pub const RECORD_ID: Text = Text { name: "id", about: "Only of the record with this id" };
pub const FEED_PAGE: Whole = Whole { name: "limit", about: "Changes at most", limits: 1..=1000, default: 200 };
pub const STATES: Formed<ProposalState> = Formed {
    name: "state",
    about: "Only in these states: open, approved, returned, withdrawn",
    parse: ProposalState::parse,
    expected: "open, approved, returned or withdrawn",
};
pub const PROPOSAL_TYPE: Coded<ProposalType> = Coded {
    name: "type",
    about: "Only about this sort of record",
    parse: ProposalType::parse,
    codes: || ProposalType::ALL.iter().map(|one| one.code()).collect(),
};
pub const MINE: Flag = Flag { name: "mine", about: "Only one's own" };
pub const LATEST: Flag = Flag { name: "latest", about: "Only the latest about each record; with mine, one's own latest" };
pub const CHECK_STATES: Formed<CheckState> = Formed {
    name: "state",
    about: "Only in these states: fresh, due_soon, overdue, never",
    parse: CheckState::parse,
    expected: "fresh, due_soon, overdue or never",
};
pub const REPORT_STATE: Coded<bool> = Coded {
    name: "state",
    about: "Only open or only closed reports",
    parse: |text| match text {
        "open" => Some(true),
        "closed" => Some(false),
        _ => None,
    },
    codes: || vec!["open", "closed"],
};
pub const RECEIPT: Text = Text { name: "receipt", about: "The receipt that was given when the report was made" };
pub const THRESHOLD: Number = Number { name: "threshold", about: "The least score, 0 to 1", limits: 0.0..=1.0 };
pub const OF: Text = Text { name: "of", about: "Only duplicates of the record with this id" };
pub const TWIN_TYPE: Coded<RecordType> = Coded {
    name: "type",
    about: "Among facilities (unless it is said) or organizations",
    parse: |text| RecordType::parse(text).filter(|one| matches!(one, RecordType::Facility | RecordType::Organization)),
    codes: || vec!["facility", "organization"],
};
pub const PROBLEM: Text = Text {
    name: "problem",
    about: "Only of this sort: outside_area, outside_division, in_no_division, coarse_position, shared_point, two_addresses, far_apart",
};
pub const BY: Coded<bool> = Coded {
    name: "by",
    about: "What a row stands for",
    parse: |text| match text {
        "kind" => Some(true),
        "division" => Some(false),
        _ => None,
    },
    codes: || vec!["kind", "division"],
};

pub const FILE_KIND: Text =
    Text { name: "kind", about: "What the file holds: facilities, organizations, demand, divisions or hsds (a zip)" };
pub const FILE_NAME: Text = Text { name: "name", about: "What the file is called; its ending tells the format" };
pub const ROW_STATE: Coded<RowState> = Coded {
    name: "state",
    about: "Only rows that would come to this",
    parse: RowState::parse,
    codes: || RowState::ALL.map(RowState::code).to_vec(),
};
pub const WARNED: Flag = Flag { name: "warned", about: "true: only rows with a warning" };
pub const WITH_PROTECTED: Flag =
    Flag { name: "with_protected", about: "With the true points of protected places, where the right holds; the log says so" };
pub const WITH_CONTACTS: Flag =
    Flag { name: "with_contacts", about: "With a column of the mobiles of contacts, where the right holds; the log says so" };
pub const WITH_SITES: Flag = Flag { name: "with_sites", about: "Among facilities also the sites of organizations" };

/// Kinds, services, group and statuses.
pub fn choice(query: &mut Query) -> Choice {
    Choice { kinds: KIND.read(query), services: SERVICE.read(query), group: ADMITTED.read(query), statuses: STATUS.read(query) }
}
