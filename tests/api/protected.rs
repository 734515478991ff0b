//! A protected place's true position leaves the service nowhere.

use geozero::mvt::{Message, Tile};

use serde_json::json;

use super::{
    office::Office,
    service::{Answer, encode, fixture, metres, number, shared, text},
    tiles::{place, point},
};

/// What no answer may hold: digits of the true positions and words of the addresses and notes.
const SECRETS: [&str; 6] = ["9473219", "2537891", "9412347", "2512389", "秘巷", "后门"];

/// Where the two protected places of the fixture really are.
const TRUE_POINTS: [[f64; 2]; 2] = [[108.9473219, 34.2537891], [108.9412347, 34.2512389]];
/// The public front point of the first.
const FRONT: [f64; 2] = [108.948, 34.252];

/// Questions to every route, near the places and about them.
fn questions() -> Vec<String> {
    let secret = encode("秘巷");
    let mut all: Vec<String> = [
        "about",
        "kinds",
        "service-types",
        "target-groups",
        "roles",
        "reporting-units",
        "standards",
        "divisions?limit=1000",
        "divisions?geometry=true",
        "divisions/changes",
        "divisions/990101001001",
        "facilities?limit=1000",
        "facilities?kind=relief-station,minor-protection-station",
        "facilities/P1",
        "facilities/P2",
        "facilities?bbox=108.9,34.2,109,34.3",
        "organizations",
        "organizations/O1",
        "services?limit=1000",
        "search?q=P1",
        "search?q=P2",
        "search?q=qiuzhu",
        "search?q=P1&lon=108.9473&lat=34.2538",
        "reverse?lon=108.9473&lat=34.2538",
        "geocode?q=P1",
        "nearest?lon=108.9473&lat=34.2538&limit=100&explain=true&status=any",
        "nearest?lon=108.9412&lat=34.2512&kind=relief-station&explain=true",
        "nearest?address=P1&explain=true",
        "nearest?lon=108.9473&lat=34.2538&limit=100&explain=true&status=any&by=walk",
        "route?lon=108.9473&lat=34.2538&to=P1",
        "route?lon=108.9473&lat=34.2538&to=P2&by=elder",
        "reach/P1?within_m=300",
        "reach/P2?within_s=300&by=step-free",
        "coverage?kind=relief-station,minor-protection-station&within_m=50,500&level=community",
        "coverage?within_m=300",
        "access?kind=relief-station,minor-protection-station&within_m=100&level=community",
        "norms?unverified=true&level=community",
        "gaps/990101001001:relief-station:within:50:straight:population",
        "inspections",
        "inspections/none",
        "hand-ins/none/report.geojson",
        "coverage/band?kind=relief-station&within_m=100&repeats=2",
        "coverage/history?kind=relief-station&within_m=100&dates=2020-01-01,2030-01-01",
        "changes?since=0&limit=1000",
        "divisions/changes",
        "changes?type=facility&id=P1",
        "changes?type=facility&id=P2",
        "history/days",
        "facilities/P1?as_of=2030-01-01",
        "facilities?as_of=2030-01-01",
        "exports/facilities.csv?with_sites=true",
        "exports/facilities.geojson?with_sites=true",
        "exports/facilities.gpkg?with_sites=true",
        "exports/facilities.fgb?with_sites=true",
        "exports/facilities.csv?with_protected=true",
        "exports/facilities.csv?with_contacts=true",
        "exports/organizations.csv",
        "exports/organizations.gpkg",
        "reports/none?receipt=none",
        "facilities/P1/record",
        "organizations/O1/record",
        "imports",
        "imports/none",
        "imports/none/rows",
        "batches",
        "proposals",
        "proposals/none",
        "plans",
        "plans/none",
        "plans/none/events",
        "projects",
        "checks",
        "reports",
        "duplicates",
        "completeness",
        "completeness/records",
        "review",
        "gaps?kind=relief-station&within_m=100",
        "gaps?kind=relief-station&within_m=100&format=csv",
        "accounts",
        "accounts/P1",
        "accounts/P1/reset",
        "accounts/P1/unlock",
        "tokens",
        "tokens/P1",
        "settings",
        "settings/P1",
        "kinds/P1",
        "standards/P1",
        "audit?id=P1",
        "session",
        "session/oidc",
        "session/oidc/callback",
        "session/password",
        "session/second-factor",
        "sessions",
        "sessions/P1",
        "setup?token=P1",
        "openapi.json",
        "docs",
        "docs.js",
    ]
    .iter()
    .map(|path| format!("/api/v1/{path}"))
    .collect();
    all.push(format!("/api/v1/search?q={}", encode("救助管理站")));
    all.push(format!("/api/v1/search?q={secret}"));
    all.push(format!("/api/v1/facilities?q={secret}"));
    all.extend(
        [
            "/health/live",
            "/health/ready",
            "/",
            "/tiles/facilities.json",
            "/tiles/coverage.json?within_m=5",
            "/tiles/divisions.json",
            "/tiles/base.json",
            "/tiles/basemap.json",
            "/tiles/basemap/0/0/0",
        ]
        .map(str::to_owned),
    );
    for z in [0, 8, 12, 14, 16, 18, 20, 22, 24] {
        for at in TRUE_POINTS.into_iter().chain([FRONT]) {
            let ([x, y], _) = place(z, at);
            all.push(format!("/tiles/facilities/{z}/{x}/{y}?status=any"));
            all.push(format!("/tiles/coverage/{z}/{x}/{y}?kind=relief-station&within_m=500"));
            all.push(format!("/tiles/divisions/{z}/{x}/{y}"));
            all.push(format!("/tiles/reach/{z}/{x}/{y}?facility=P1&within_m=50,500"));
        }
    }
    all
}

#[test]
fn no_answer_holds_the_digits_of_a_true_position_or_the_words_of_a_secret_address() {
    for path in questions() {
        assert_secret_free(&path, &shared().get(&path));
    }
}

fn assert_secret_free(path: &str, answer: &Answer) {
    assert_ne!(answer.status, 500, "{path}");
    let held = |needle: &[u8]| answer.body.windows(needle.len()).any(|window| window == needle);
    for needle in SECRETS {
        // A search says nothing of what was searched for.
        assert!(!held(needle.as_bytes()), "{path} holds {needle}");
    }
    let mut binary = TRUE_POINTS.iter().flatten().map(|degrees| degrees.to_le_bytes());
    assert!(!binary.any(|needle| held(&needle)), "{path} holds a coordinate in binary");
}

#[test]
fn whoever_lacks_the_right_finds_no_true_position_in_the_work_of_those_who_have_it() {
    let office = Office::open();
    // Work on the protected place: a change that came in, one that waits, one that was sent back, a report, a file.
    let p1 = "/api/v1/facilities/P1";
    let came_in = office.propose(p1, &json!({ "capacity": 31, "reason": "秘巷扩建，后门改道" }));
    assert_eq!(office.approve(&came_in).status, 200);
    let sent_back = office.propose(p1, &json!({ "lon": 108.9473219, "lat": 34.2537891, "address": "秘巷十号院" }));
    let back = json!({ "reason": "秘巷没有十号" });
    assert_eq!(office.write(&office.approver, "POST", &format!("/api/v1/proposals/{sent_back}/return"), None, &back).status, 200);
    let waits = office.propose(p1, &json!({ "notes": "后门夜间开", "reason": "后门" }));
    let report = office.write(&office.registrar, "POST", &format!("{p1}/reports"), None, &json!({ "text": "后门在秘巷，不在路上" }));
    assert_eq!(report.status, 201, "{}", report.text());
    let report = text(&report.json()["id"]);
    let checked = office.write(&office.registrar, "POST", &format!("{p1}/checks"), None, &json!({ "note": "从秘巷后门进" }));
    assert_eq!(checked.status, 200, "{}", checked.text());
    let headers = [("cookie", office.registrar.as_str()), ("content-type", "application/octet-stream")];
    let path = "/api/v1/imports?kind=facilities&name=facilities.csv";
    let draft = office.service.send("POST", path, &headers, &fixture("facilities.csv"));
    assert_eq!(draft.status, 201, "{}", draft.text());
    let draft = text(&draft.json()["id"]);
    let seen = office.read(&office.registrar, &format!("{p1}/record")).to_string();
    assert!(seen.contains("9473219") && seen.contains("秘巷"), "whoever has the right sees it: {seen}");

    // Whoever makes it an ordinary place does not tell where it was before that holds.
    let opened = json!({ "kind": "community-service-station", "reason": "秘巷不再保密" });
    let opened = office.propose("/api/v1/facilities/P2", &opened);

    // A token that writes and does not see hears no more than that.
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(9)).date_naive();
    let wish = json!({ "name": "示例", "rights": ["write_records"], "jurisdiction": "all", "expires_on": day });
    let token = text(&office.write(&office.registrar, "POST", "/api/v1/tokens", None, &wish).json()["token"]);
    let bearer = format!("Bearer {token}");
    for (tag, status) in [("\"0\"", 412), ("*", 409)] {
        let headers = [("authorization", bearer.as_str()), ("if-match", tag)];
        let answer = office.service.write("PATCH", "/api/v1/facilities/P2", &headers, &json!({ "kind": "community-service-station" }));
        assert_eq!(answer.status, status, "{}", answer.text());
        assert_secret_free("a token's write", &answer);
    }

    let mut all = questions();
    all.extend([came_in, sent_back, waits, opened].iter().map(|id| format!("/api/v1/proposals/{id}")));
    all.extend(["open", "approved", "returned"].iter().map(|state| format!("/api/v1/proposals?state={state}")));
    all.extend([format!("/api/v1/reports/{report}"), format!("/api/v1/imports/{draft}"), format!("/api/v1/imports/{draft}/rows")]);
    all.extend(
        ["added", "changed", "unchanged", "removed", "refused"].iter().map(|state| format!("/api/v1/imports/{draft}/rows?state={state}")),
    );
    all.extend(
        ["reports?state=open", "audit?limit=1000", "audit?type=proposal", "facilities/P2/record"]
            .iter()
            .map(|path| format!("/api/v1/{path}")),
    );
    for login in ["caseworker", "planner", "auditor", "administrator", "west"] {
        let cookie = office.service.sign_in(login);
        for path in &all {
            let answer = office.service.ask("GET", path, &[("cookie", cookie.as_str())]);
            assert_secret_free(&format!("{login}: {path}"), &answer);
        }
        // Also not in what refuses a write about it.
        let tag = office.tag(p1);
        for (path, body) in [
            (p1.to_owned(), json!({ "lon": 108.9 })),
            (format!("{p1}/checks"), json!({})),
            ("/api/v1/merges".to_owned(), json!({ "keep": "P1", "drop": "P2" })),
        ] {
            let method = if path == p1 { "PATCH" } else { "POST" };
            for tag in [tag.as_str(), "\"0\""] {
                assert_secret_free(&format!("{login}: {method} {path}"), &office.write(&cookie, method, &path, Some(tag), &body));
            }
        }
    }
}

#[test]
fn every_route_was_asked() {
    let asked = questions();
    for (route, methods) in carereach::http::ROUTES {
        if methods.iter().all(|(method, _)| *method != "GET") {
            continue;
        }
        let fixed = route.split('{').next().expect("a beginning");
        assert!(asked.iter().any(|path| path.starts_with(fixed)), "{route}");
    }
}

#[test]
fn a_protected_place_is_shown_at_its_public_front_point_and_measured_to_there() {
    let one = shared().json("/api/v1/facilities/P1");
    assert_eq!((number(&one["lon"]), number(&one["lat"]), &one["protected"]), (FRONT[0], FRONT[1], &true.into()));
    for member in ["address", "given", "precision", "notes"] {
        assert!(one[member].is_null(), "{member}: {one}");
    }
    // Its community would tell too much.
    assert_eq!(one["division"]["code"], "990101000000");
    let [lon, lat] = TRUE_POINTS[0];
    let answer = shared().json(&format!("/api/v1/nearest?lon={lon}&lat={lat}&kind=relief-station"));
    let distance = number(&answer["features"][0]["properties"]["distance_m"]);
    assert!((distance - metres(TRUE_POINTS[0], FRONT)).abs() < 1e-6, "{distance}");
}

#[test]
fn a_protected_place_without_a_front_point_is_listed_and_has_no_position() {
    let one = shared().json("/api/v1/facilities/P2");
    assert!(one["lon"].is_null() && one["lat"].is_null() && one["given"].is_null());
    let nearest = shared().json("/api/v1/nearest?lon=108.94&lat=34.25&kind=minor-protection-station&status=any&explain=true");
    assert_eq!((&nearest["features"], &nearest["left_out"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn no_tile_shows_anything_at_the_true_point() {
    // A tile of zoom 20 is some 30 m wide here.
    for at in TRUE_POINTS {
        let ([x, y], _) = place(20, at);
        assert!(shared().get(&format!("/tiles/facilities/20/{x}/{y}?status=any")).body.is_empty());
    }
    let ([x, y], expected) = place(20, FRONT);
    let body = shared().get(&format!("/tiles/facilities/20/{x}/{y}")).body;
    let tile = Tile::decode(&body[..]).expect("a vector tile");
    let [shown_x, shown_y] = point(&tile.layers[0].features[0]);
    assert!((shown_x - expected[0]).abs() <= 1 && (shown_y - expected[1]).abs() <= 1);
}

#[test]
fn a_place_that_becomes_protected_is_given_away_by_no_past_day() {
    let office = Office::open();
    let new =
        json!({ "name": "示例站", "kind": "community-service-station", "lon": 108.9473219, "lat": 34.2537891, "address": "秘巷九号" });
    let answer = office.write(&office.registrar, "POST", "/api/v1/facilities", None, &new);
    let proposal = answer.json()["proposal"].clone();
    assert_eq!(office.approve(&text(&proposal["id"])).status, 200);
    let place = format!("/api/v1/facilities/{}", text(&proposal["record_id"]));
    assert_eq!(number(&office.service.json(&place)["lon"]), 108.9473219, "an ordinary place is where it is");
    let then = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let past = format!("{place}?as_of={}", encode(&then));
    office.service.json(&past);
    assert_eq!(office.approve(&office.propose(&place, &json!({ "kind": "relief-station" }))).status, 200);

    let id = text(&proposal["record_id"]);
    let planner = office.service.sign_in("planner");
    let as_of = encode(&then);
    for path in [
        place.clone(),
        past,
        format!("/api/v1/facilities?as_of={as_of}&limit=1000"),
        format!("/api/v1/nearest?lon=108.9473&lat=34.2538&as_of={as_of}&limit=100"),
        format!("/api/v1/exports/facilities.csv?as_of={as_of}"),
        format!("/api/v1/changes?type=facility&id={id}"),
        format!("/api/v1/proposals/{}", text(&proposal["id"])),
        "/api/v1/proposals?state=approved".to_owned(),
    ] {
        for cookie in ["", planner.as_str()] {
            assert_secret_free(&path, &office.service.ask("GET", &path, &[("cookie", cookie)]));
        }
    }
    let office_sees = office.service.ask("GET", &format!("/api/v1/facilities/{id}/record"), &[("cookie", &office.registrar)]);
    assert!(office_sees.text().contains("9473219"));
}
