//! Every operation of the OpenAPI document, asked by everybody: each role with a jurisdiction that holds the record, one that
//! does not and one that is everywhere, and somebody who is not signed in. What must come of it follows from the table of
//! rights (`domain/permission.rs`) and the operation's `x-rule` alone.
//!
//! A new operation needs one line in [`example`], or the walk fails.

mod planning;

use std::collections::BTreeMap;

use carereach::{
    config::BasemapArgs,
    domain::permission::{Right, Role},
    http::{ROUTES, Rule},
};
use serde_json::{Value, json};

use super::service::{Answer, PASSWORD, Service, add_account, fixtures, text};

/// The jurisdiction that holds the records of the examples, and one that does not.
const INSIDE: &str = "990101";
const OUTSIDE: &str = "990102";

/// A file with one new place in [`INSIDE`].
const LIST: &str = "id,name,kind,lon,lat,division\nN9,示例新站,community-service-station,108.946,34.256,990101001001\n";

/// What an example is about.
#[derive(Clone, Copy, PartialEq)]
pub enum About {
    /// Nothing in particular, or oneself: a right held anywhere is enough.
    Anything,
    /// A record in [`INSIDE`], or a file of an office there: the right has to hold there.
    Record,
    /// A record in [`INSIDE`] that only those see who hold this right there.
    SeenWith(Right),
    /// Something of one other person alone.
    Others,
}

/// A request that is complete, so that nothing but permission stands in its way.
struct Example {
    path: String,
    body: Option<Value>,
    about: About,
}

/// Records that the examples are about.
struct Ids(BTreeMap<&'static str, String>);

impl Ids {
    fn fill(&self, path: &str) -> String {
        self.0.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("<{name}>"), id))
    }
}

/// The one line for each operation.
fn example(operation: &str, ids: &Ids) -> Option<Example> {
    use About::{Anything, Others, Record, SeenWith};
    let why = || json!({ "reason": "示例" });
    let new = |id: &str| {
        json!({ "id": id, "name": "示例新站", "kind": "community-service-station", "status": "operating", "lon": 108.946, "lat": 34.256,
                "division": "990101001001", "precision": "exact", "reason": "示例" })
    };
    let (path, body, about) = match operation {
        "get /api/v1/nearest" => ("/api/v1/nearest?lon=108.94&lat=34.25", None, Anything),
        "get /api/v1/coverage" => ("/api/v1/coverage?within_m=500", None, Anything),
        "get /api/v1/coverage/history" => ("/api/v1/coverage/history?within_m=500&dates=2026-11-24", None, Anything),
        "get /api/v1/coverage/band" => ("/api/v1/coverage/band?within_m=500&repeats=1", None, Anything),
        "get /api/v1/access" => ("/api/v1/access?within_m=500", None, Anything),
        "get /api/v1/gaps" => ("/api/v1/gaps?within_m=500", None, Anything),
        "get /api/v1/route" => ("/api/v1/route?lon=108.94&lat=34.25&to=A1&by=walk", None, Anything),
        "get /api/v1/reach/{id}" => ("/api/v1/reach/A1?within_m=300&by=walk", None, Anything),
        "get /api/v1/search" => ("/api/v1/search?q=A1", None, Anything),
        "get /api/v1/reverse" => ("/api/v1/reverse?lon=108.94&lat=34.25", None, Anything),
        "get /api/v1/geocode" => ("/api/v1/geocode?q=A1", None, Anything),
        "get /api/v1/facilities" => ("/api/v1/facilities", None, Anything),
        "post /api/v1/facilities" => ("/api/v1/facilities", Some(new("N1")), Record),
        "get /api/v1/facilities/{id}" => ("/api/v1/facilities/A1", None, Anything),
        "patch /api/v1/facilities/{id}" => ("/api/v1/facilities/S08", Some(json!({ "name": "示例改名", "reason": "示例" })), Record),
        "delete /api/v1/facilities/{id}" => ("/api/v1/facilities/S09", Some(why()), Record),
        "get /api/v1/facilities/{id}/record" => ("/api/v1/facilities/A1/record", None, Record),
        "post /api/v1/facilities/{id}/checks" => ("/api/v1/facilities/A1/checks", Some(json!({})), Record),
        "post /api/v1/facilities/{id}/reports" => ("/api/v1/facilities/A1/reports", Some(json!({ "text": "示例：电话不对" })), Anything),
        "get /api/v1/organizations" => ("/api/v1/organizations", None, Anything),
        "post /api/v1/organizations" => {
            ("/api/v1/organizations", Some(json!({ "id": "NO1", "name": "示例新队", "division": "990101", "reason": "示例" })), Record)
        }
        "get /api/v1/organizations/{id}" => ("/api/v1/organizations/O1", None, Anything),
        "patch /api/v1/organizations/{id}" => ("/api/v1/organizations/O1", Some(json!({ "name": "示例改名", "reason": "示例" })), Record),
        "delete /api/v1/organizations/{id}" => ("/api/v1/organizations/O2", Some(why()), Record),
        "get /api/v1/organizations/{id}/record" => ("/api/v1/organizations/O1/record", None, Record),
        "get /api/v1/services" => ("/api/v1/services", None, Anything),
        "patch /api/v1/services/{id}" => ("/api/v1/services/A1:meal-aid", Some(json!({ "vacancy": 3 })), Record),
        "get /api/v1/proposals" => ("/api/v1/proposals", None, Anything),
        "get /api/v1/proposals/{id}" => ("/api/v1/proposals/<seen>", None, SeenWith(Right::ReadRecords)),
        "post /api/v1/proposals/{id}/approve" => ("/api/v1/proposals/<approved>/approve", Some(json!({})), Record),
        "post /api/v1/proposals/{id}/return" => ("/api/v1/proposals/<returned>/return", Some(why()), Record),
        "post /api/v1/proposals/{id}/withdraw" => ("/api/v1/proposals/<seen>/withdraw", Some(json!({})), Others),
        "get /api/v1/checks" => ("/api/v1/checks", None, Anything),
        "get /api/v1/reports" => ("/api/v1/reports", None, Anything),
        "get /api/v1/reports/{id}" => ("/api/v1/reports/<report>?receipt=none", None, Anything),
        "post /api/v1/reports/{id}/close" => {
            ("/api/v1/reports/<report>/close", Some(json!({ "outcome": "mended", "answer": "示例" })), Record)
        }
        "get /api/v1/duplicates" => ("/api/v1/duplicates", None, Anything),
        "post /api/v1/duplicates/dismiss" => {
            ("/api/v1/duplicates/dismiss", Some(json!({ "a": "S01", "b": "S02", "reason": "示例" })), Record)
        }
        "post /api/v1/merges" => ("/api/v1/merges", Some(json!({ "keep": "S03", "drop": "S04", "reason": "示例" })), Record),
        "post /api/v1/merges/{id}/undo" => ("/api/v1/merges/S06/undo", Some(why()), Record),
        "get /api/v1/completeness" => ("/api/v1/completeness", None, Anything),
        "get /api/v1/completeness/records" => ("/api/v1/completeness/records", None, Anything),
        "get /api/v1/review" => ("/api/v1/review", None, Anything),
        "post /api/v1/review/accept" => {
            ("/api/v1/review/accept", Some(json!({ "problem": "outside_division", "ids": ["A1"], "reason": "示例" })), Record)
        }
        "get /api/v1/imports" => ("/api/v1/imports", None, Anything),
        "post /api/v1/imports" => ("/api/v1/imports?kind=facilities&name=list.csv", Some(LIST.into()), Anything),
        "get /api/v1/imports/{id}" => ("/api/v1/imports/<draft>", None, Record),
        "patch /api/v1/imports/{id}" => ("/api/v1/imports/<draft>", Some(json!({ "datum": "wgs84" })), Record),
        "delete /api/v1/imports/{id}" => ("/api/v1/imports/<dropped>", None, Record),
        "get /api/v1/imports/{id}/rows" => ("/api/v1/imports/<draft>/rows", None, Record),
        "patch /api/v1/imports/{id}/rows/{row}" => ("/api/v1/imports/<draft>/rows/2", Some(json!({ "chosen": true })), Record),
        "post /api/v1/imports/{id}/apply" => ("/api/v1/imports/<ready>/apply", Some(why()), Record),
        "get /api/v1/batches" => ("/api/v1/batches", None, Anything),
        "post /api/v1/batches/{id}/undo" => ("/api/v1/batches/<batch>/undo", Some(why()), Record),
        "get /api/v1/changes" => ("/api/v1/changes", None, Anything),
        "get /api/v1/history/days" => ("/api/v1/history/days", None, Anything),
        "get /api/v1/exports/{file}" => ("/api/v1/exports/facilities.csv", None, Anything),
        "get /api/v1/divisions" => ("/api/v1/divisions", None, Anything),
        "get /api/v1/divisions/{code}" => ("/api/v1/divisions/990101", None, Anything),
        "get /api/v1/divisions/changes" => ("/api/v1/divisions/changes", None, Anything),
        "post /api/v1/divisions/changes" => {
            let to = json!([{ "code": "990101001002", "name": "东二新社区" }]);
            let body = json!({ "kind": "rename", "on": "2026-01-01", "from": ["990101001002"], "to": to, "reason": "示例" });
            ("/api/v1/divisions/changes", Some(body), Record)
        }
        "get /api/v1/about" => ("/api/v1/about", None, Anything),
        "get /api/v1/kinds" => ("/api/v1/kinds", None, Anything),
        "put /api/v1/kinds/{code}" => ("/api/v1/kinds/<kind>", serde_json::from_str(&ids.0["kind row"]).ok(), Anything),
        "get /api/v1/service-types" => ("/api/v1/service-types", None, Anything),
        "get /api/v1/target-groups" => ("/api/v1/target-groups", None, Anything),
        "get /api/v1/standards" => ("/api/v1/standards", None, Anything),
        "put /api/v1/standards/{code}" => ("/api/v1/standards/<standard>", serde_json::from_str(&ids.0["standard row"]).ok(), Anything),
        "get /api/v1/session" => ("/api/v1/session", None, Anything),
        "post /api/v1/session" => ("/api/v1/session", Some(json!({ "login": "visitor", "password": PASSWORD })), Anything),
        "delete /api/v1/session" => ("/api/v1/session", None, Anything),
        "get /api/v1/session/oidc" => ("/api/v1/session/oidc?to=/find", None, Anything),
        "get /api/v1/session/oidc/callback" => ("/api/v1/session/oidc/callback?code=none&state=none", None, Anything),
        "put /api/v1/session/password" => ("/api/v1/session/password", Some(json!({ "old": PASSWORD, "new": "weak" })), Anything),
        "post /api/v1/session/second-factor" => ("/api/v1/session/second-factor", Some(json!({ "password": PASSWORD })), Anything),
        "put /api/v1/session/second-factor" => ("/api/v1/session/second-factor", Some(json!({ "code": "000000" })), Anything),
        "delete /api/v1/session/second-factor" => ("/api/v1/session/second-factor", Some(json!({ "password": PASSWORD })), Anything),
        "get /api/v1/sessions" => ("/api/v1/sessions", None, Anything),
        "delete /api/v1/sessions/{id}" => ("/api/v1/sessions/none", None, Anything),
        "get /api/v1/setup" => ("/api/v1/setup?token=none", None, Anything),
        "post /api/v1/setup" => ("/api/v1/setup", Some(json!({ "token": "none", "password": PASSWORD })), Anything),
        "get /api/v1/accounts" => ("/api/v1/accounts", None, Anything),
        "post /api/v1/accounts" => ("/api/v1/accounts", Some(json!({ "login": "newcomer", "name": "示例", "grants": [] })), Anything),
        "get /api/v1/accounts/{id}" => ("/api/v1/accounts/<victim>", None, Anything),
        "patch /api/v1/accounts/{id}" => ("/api/v1/accounts/<victim>", Some(json!({ "name": "示例" })), Anything),
        "post /api/v1/accounts/{id}/reset" => ("/api/v1/accounts/<victim>/reset", None, Anything),
        "post /api/v1/accounts/{id}/unlock" => ("/api/v1/accounts/<victim>/unlock", None, Anything),
        "get /api/v1/roles" => ("/api/v1/roles", None, Anything),
        "get /api/v1/reporting-units" => ("/api/v1/reporting-units", None, Anything),
        "get /api/v1/tokens" => ("/api/v1/tokens", None, Anything),
        "post /api/v1/tokens" => ("/api/v1/tokens", Some(json!({ "name": "示例", "rights": [], "expires_on": "2026-12-24" })), Anything),
        "delete /api/v1/tokens/{id}" => ("/api/v1/tokens/none", None, Anything),
        "get /api/v1/settings" => ("/api/v1/settings", None, Anything),
        "patch /api/v1/settings/{key}" => ("/api/v1/settings/vacancy_stale_days", Some(json!({ "value": 8 })), Anything),
        "get /api/v1/audit" => ("/api/v1/audit", None, Anything),
        "get /api/v1/openapi.json" => ("/api/v1/openapi.json", None, Anything),
        "get /api/v1/docs" => ("/api/v1/docs", None, Anything),
        "get /api/v1/docs.js" => ("/api/v1/docs.js", None, Anything),
        _ => match (super::scenarios::example(operation), super::plan_examples::example(operation)) {
            (Some((path, body)), _) => (path, Some(body), Anything),
            (None, Some(plan)) => plan,
            (None, None) => return planning::example(operation, ids),
        },
    };
    Some(Example { path: ids.fill(path), body, about })
}

/// Who asks.
struct Asking {
    login: String,
    role: Role,
    jurisdiction: &'static str,
    cookie: String,
}

/// What has to come of a request.
#[derive(Debug, PartialEq)]
enum Due {
    /// Nothing about permission.
    Allowed,
    /// 401.
    SignIn,
    /// 403.
    Forbidden,
    /// 403, or 404 where even that it is there is not told.
    Kept,
    /// Any refusal: it is somebody else's to do, which is told as a clash where no right would help.
    Refused,
}

fn due(rule: &str, about: About, asking: Option<&Asking>) -> Due {
    if rule == "anybody" {
        return Due::Allowed;
    }
    let Some(asking) = asking else { return Due::SignIn };
    let holds_there = asking.jurisdiction != OUTSIDE;
    let seen = |right: &Right| asking.role.rights().contains(right) && holds_there;
    match (rule, about) {
        ("signed_in", About::SeenWith(right)) if !seen(&right) => Due::Kept,
        ("signed_in", About::Others) => Due::Refused,
        ("signed_in", _) => Due::Allowed,
        (right, about) => {
            let right = Right::parse(right).unwrap_or_else(|| panic!("{right} is no rule"));
            if !asking.role.rights().contains(&right) || (right.is_central() && asking.jurisdiction != "all") {
                Due::Forbidden
            } else if about == About::Record && !holds_there {
                Due::Kept
            } else {
                Due::Allowed
            }
        }
    }
}

fn is_met(due: &Due, answer: &Answer, operation: &str) -> bool {
    // A link that is none, a provider that is not set up, and records that are nobody's, are not about permission.
    let nothing_there = ["/setup", "/session/oidc"].iter().any(|path| operation.contains(path))
        || operation.ends_with("/sessions/{id}")
        || operation.ends_with("/tokens/{id}");
    let gone_by_now = operation == "delete /api/v1/imports/{id}" || operation == "get /api/v1/reports/{id}";
    match due {
        Due::Allowed if nothing_there || gone_by_now => !matches!(answer.status, 401 | 403 | 500..),
        Due::Allowed => matches!(answer.status, 200..=299 | 409 | 412 | 422),
        Due::SignIn => answer.status == 401,
        Due::Forbidden => answer.status == 403,
        Due::Kept => matches!(answer.status, 403 | 404),
        Due::Refused => matches!(answer.status, 403 | 404 | 409),
    }
}

/// Asks with an address of its own, so that nobody is counted as asking too often.
fn send(service: &Service, cookie: Option<&str>, method: &str, path: &str, body: Option<&Value>) -> Answer {
    use std::sync::atomic::{AtomicU32, Ordering};
    static ADDRESSES: AtomicU32 = AtomicU32::new(0);
    let address = std::net::Ipv4Addr::from_bits(0x0a00_0000 + ADDRESSES.fetch_add(1, Ordering::Relaxed)).to_string();
    let mut headers = vec![("x-forwarded-for", address.as_str()), ("if-match", "*")];
    headers.extend(cookie.map(|cookie| ("cookie", cookie)));
    match body {
        Some(Value::String(file)) => service.send(&method.to_ascii_uppercase(), path, &headers, file.as_bytes()),
        Some(body) => service.write(&method.to_ascii_uppercase(), path, &headers, body),
        None => service.ask(&method.to_ascii_uppercase(), path, &headers),
    }
}

/// The number of the last change: a refusal writes nothing.
fn head(service: &Service) -> i64 {
    service.json("/api/v1/changes?limit=1")["head"].as_i64().expect("a number")
}

fn sign_in(service: &Service, login: &str) -> String {
    let answer = send(service, None, "post", "/api/v1/session", Some(&json!({ "login": login, "password": PASSWORD })));
    assert_eq!(answer.status, 200, "{login}: {}", answer.text());
    answer.cookie()
}

/// Everybody, and what the examples are about.
fn town() -> (Service, Vec<Asking>, Ids) {
    let records = fixtures();
    let mut people = Vec::new();
    for role in Role::ALL {
        for jurisdiction in [OUTSIDE, INSIDE, "all"] {
            let login = format!("{role}-{jurisdiction}");
            add_account(&records, &login, &[&format!("{role}={jurisdiction}")]);
            people.push((login, *role, jurisdiction));
        }
    }
    add_account(&records, "proposer", &["registrar=all"]);
    add_account(&records, "decider", &["approver=all"]);
    add_account(&records, "clerk", &["registrar=990101"]);
    add_account(&records, "visitor", &[]);
    let victim = add_account(&records, "victim", &["planner=all"]);
    let service = Service::start(records, BasemapArgs::default());
    let people = people.into_iter().map(|(login, role, jurisdiction)| {
        let cookie = sign_in(&service, &login);
        Asking { login, role, jurisdiction, cookie }
    });
    let people = people.collect();
    let ids = made(&service, victim);
    (service, people, ids)
}

fn made(service: &Service, victim: String) -> Ids {
    let (proposer, decider) = (sign_in(service, "proposer"), sign_in(service, "decider"));
    let done = |cookie: &str, method: &str, path: &str, body: Value| {
        let answer = send(service, Some(cookie), method, path, Some(&body));
        assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text());
        answer.json()
    };
    let propose = |id: &str| {
        let body = json!({ "name": format!("示例 {id}"), "reason": "示例" });
        text(&done(&proposer, "patch", &format!("/api/v1/facilities/{id}"), body)["proposal"]["id"])
    };
    let (approved, returned, seen) = (propose("S01"), propose("S02"), propose("S10"));
    let merge = done(&proposer, "post", "/api/v1/merges", json!({ "keep": "S05", "drop": "S06", "reason": "示例" }));
    let merge = text(&merge["proposal"]["id"]);
    done(&decider, "post", &format!("/api/v1/proposals/{merge}/approve"), json!({}));
    let clerk = sign_in(service, "clerk");
    let upload = || text(&done(&clerk, "post", "/api/v1/imports?kind=facilities&name=list.csv", LIST.into())["id"]);
    let declare = |id: &str| done(&clerk, "patch", &format!("/api/v1/imports/{id}"), json!({ "datum": "wgs84" }));
    let (draft, dropped, ready, whole) = (upload(), upload(), upload(), upload());
    declare(&ready);
    declare(&whole);
    let applied = done(&clerk, "post", &format!("/api/v1/imports/{whole}/apply"), json!({ "reason": "示例" }));
    let proposal = text(&applied["proposal"]["id"]);
    done(&decider, "post", &format!("/api/v1/proposals/{proposal}/approve"), json!({}));
    let batches = send(service, Some(&clerk), "get", "/api/v1/batches", None).json();
    let batch = text(&batches["items"][0]["id"]);
    let report = text(&done("", "post", "/api/v1/facilities/A1/reports", json!({ "text": "示例：电话不对" }))["id"]);
    let row = |list: &str, leave: &[&str]| {
        let mut row = service.json(&format!("/api/v1/{list}"))["items"][0].clone();
        row.as_object_mut().expect("a row").retain(|name, _| !leave.contains(&name.as_str()));
        (text(&row["code"]), row.to_string())
    };
    let campaign = planning::campaign(service);
    let (kind, kind_row) = row("kinds", &["count", "operating", "version"]);
    let (standard, standard_row) = row("standards", &["active", "version"]);
    let mut ids = super::plan_examples::made(&sign_in(service, "victim"), &decider, done);
    ids.extend([
        ("victim", victim),
        ("draft", draft),
        ("dropped", dropped),
        ("ready", ready),
        ("batch", batch),
        ("campaign", campaign),
        ("approved", approved),
        ("returned", returned),
        ("seen", seen),
        ("report", report),
        ("kind", kind),
        ("kind row", kind_row),
        ("standard", standard),
        ("standard row", standard_row),
    ]);
    Ids(ids)
}

#[test]
fn everybody_may_do_what_the_table_of_rights_says_at_every_address_and_nothing_else() {
    let (service, people, ids) = town();
    let document = service.json("/api/v1/openapi.json");
    let (mut wrong, mut asked) = (Vec::new(), 0);
    let mut written = head(&service);
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, described) in item.as_object().expect("operations") {
            let operation = format!("{method} {path}");
            let rule = described["x-rule"].as_str().unwrap_or_else(|| panic!("{operation} says no rule"));
            let example = example(&operation, &ids).unwrap_or_else(|| panic!("no example for {operation}: add a line above"));
            for asking in people.iter().map(Some).chain([None]) {
                // What ends one's session is asked in one of its own.
                let own = asking.filter(|_| path.starts_with("/api/v1/session")).map(|asking| sign_in(&service, &asking.login));
                let cookie = own.as_deref().or(asking.map(|asking| asking.cookie.as_str()));
                let answer = send(&service, cookie, method, &example.path, example.body.as_ref());
                let due = due(rule, example.about, asking);
                asked += 1;
                let who = asking.map_or("nobody", |asking| asking.login.as_str());
                let before = std::mem::replace(&mut written, head(&service));
                if due != Due::Allowed && written != before {
                    wrong.push(format!("{operation} ({rule}) by {who}: refused, and done all the same"));
                }
                if !is_met(&due, &answer, &operation) {
                    wrong.push(format!("{operation} ({rule}) by {who}: {due:?} is due, but {} {}", answer.status, answer.text()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 60 * 22, "{asked} requests were sent");
}

#[test]
fn the_document_says_the_rule_of_every_route_and_what_it_leaves_out_is_for_everybody_to_read() {
    let document = super::service::shared().json("/api/v1/openapi.json");
    for (path, methods) in ROUTES {
        for (method, rule) in *methods {
            if path.starts_with("/api/v1/") {
                let described = &document["paths"][path][method.to_ascii_lowercase()];
                assert_eq!(described["x-rule"], rule.code(), "{method} {path}");
            } else {
                assert_eq!((*method, *rule), ("GET", Rule::Anybody), "{path}");
            }
        }
    }
}
