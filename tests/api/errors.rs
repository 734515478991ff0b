//! How the service says no: every code, every field at once, always in one shape.

use std::{collections::BTreeMap, fs, path::Path};

use carereach::{
    http::{CODES, Code, Problem},
    registry::RegistryError,
    storage::StorageError,
};

use super::service::{encode, shared, text};

#[test]
fn the_table_of_codes_is_the_one_in_the_papers() {
    let papers = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.md")).expect("docs/api.md");
    let errors = papers.split("\n## Errors").nth(1).expect("the section on errors");
    let documented: BTreeMap<String, u16> = errors
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(code, rest)| (code.to_owned(), rest[..3].parse().expect("a status")))
        .collect();
    let own: BTreeMap<String, u16> = CODES.iter().map(|row| (row.name.to_owned(), row.status.as_u16())).collect();
    assert_eq!(own, documented);
}

#[test]
fn every_code_that_a_client_can_cause_is_answered() {
    let long = format!("/api/v1/search?q={}", "a".repeat(9000));
    for (path, status, code) in [
        ("/api/v1/nearest?lon=abc&lat=34", 400, "malformed_query"),
        ("/api/v1/facilities/none", 404, "not_found"),
        ("/api/v1/organizations/none", 404, "not_found"),
        ("/api/v1/none", 404, "unknown_route"),
        (long.as_str(), 413, "payload_too_large"),
        ("/api/v1/nearest?lon=181&lat=34", 422, "invalid_input"),
        ("/api/v1/coverage?standard=gb50180-2018-elderly-day-care-5min", 422, "standard_off"),
        ("/api/v1/nearest?address=zzzzzzzz", 422, "address_unknown"),
    ] {
        let (found, name, _) = shared().refusal(path);
        assert_eq!((found, name.as_str()), (status, code), "{}", &path[..path.len().min(60)]);
    }
    let answer = shared().ask("POST", "/api/v1/nearest", &[]);
    assert_eq!((answer.status, text(&answer.problem()["code"]).as_str()), (405, "method_not_allowed"));
}

#[test]
fn faults_of_ours_have_their_codes() {
    let code = |error: StorageError| Problem::from(RegistryError::Storage(error)).code();
    assert_eq!(code(StorageError::Pool("all taken".to_owned())), Code::Unavailable);
    assert_eq!(code(StorageError::Migration("too new".to_owned())), Code::Internal);
    assert_eq!(Problem::from(RegistryError::Shipped("a row".to_owned())).code(), Code::Internal);
    let problem = Problem::from(RegistryError::Storage(StorageError::Migration("a secret".to_owned())));
    assert!(problem.cause().is_some_and(|cause| cause.contains("a secret")) && !problem.to_string().contains("a secret"));
}

#[test]
fn all_wrong_fields_come_at_once() {
    let (status, code, mut fields) = shared().refusal(
        "/api/v1/nearest?lat=91&kind=zzz,elderly-day-care&service=yyy&group=xxx&status=www&within_m=-1&limit=101&explain=maybe&lang=zh",
    );
    fields.sort();
    assert_eq!((status, code.as_str()), (422, "invalid_input"));
    assert_eq!(fields, ["explain", "group", "kind", "lang", "lat", "limit", "lon", "service", "status", "within_m"]);
}

#[test]
fn what_cannot_be_read_is_400_and_what_cannot_be_accepted_422() {
    for (query, status) in [
        ("lon=abc&lat=34", 400),
        ("lon=NaN&lat=34", 400),
        ("lon=inf&lat=34", 400),
        ("lon=1e999&lat=34", 422),
        ("lon=108,94&lat=34", 400),
        ("lon=108.9&lat=34&limit=1.5", 400),
        ("lon=108.9&lat=34&limit=-1", 422),
        ("lon=108.9&lat=34&limit=0", 422),
        ("lon=%ff&lat=34", 400),
        ("lon=108.9", 422),
        ("", 422),
        ("lon=34.2&lat=108.9", 422),
        ("lon=108.9&lat=34&address=a", 422),
        ("lon=108.9&lon=108.8&lat=34", 422),
        ("lon=108.9&lat=34&group=elderly,minors", 422),
    ] {
        assert_eq!(shared().refusal(&format!("/api/v1/nearest?{query}")).0, status, "{query}");
    }
    for (query, status) in [
        ("bbox=1,2,3", 422),
        ("bbox=1,2,a,4", 400),
        ("bbox=3,2,1,4", 422),
        ("bbox=34.2,108.9,34.3,109", 422),
        ("division=abc", 422),
        ("limit=1001", 422),
    ] {
        assert_eq!(shared().refusal(&format!("/api/v1/facilities?{query}")).0, status, "{query}");
    }
}

#[test]
fn an_unknown_parameter_is_answered_with_the_known_ones() {
    let problem = shared().get("/api/v1/search?q=a&page=2").problem();
    assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["expected"]), (&"page".into(), &"one of q, lon, lat, limit".into()));
    assert_eq!(shared().refusal("/api/v1/about?x=1").2, ["x"]);
}

#[test]
fn an_unknown_word_is_answered_with_those_that_are_known() {
    let problem = shared().get("/api/v1/facilities?kind=zzz").problem();
    assert!(text(&problem["errors"][0]["expected"]).contains("elderly-day-care"));
}

#[test]
fn a_wrong_method_is_told_what_the_address_takes() {
    for path in ["/api/v1/about", "/api/v1/divisions/990101", "/tiles/base/0/0/0", "/health/live", "/api/v1/docs", "/"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = shared().ask(method, path, &[]);
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
            assert_eq!(answer.problem()["code"], "method_not_allowed");
        }
    }
}

#[test]
fn an_address_of_a_record_takes_writes_and_says_so() {
    let answer = shared().ask("PUT", "/api/v1/facilities/A1", &[]);
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, PATCH, DELETE")));
    for (method, path) in [("PATCH", "/api/v1/facilities/A1"), ("DELETE", "/api/v1/facilities/A1"), ("POST", "/api/v1/merges")] {
        let answer = shared().ask(method, path, &[]);
        assert_eq!((answer.status, text(&answer.problem()["code"]).as_str()), (401, "signed_out"), "{method} {path}");
        assert!(answer.header("www-authenticate").is_some(), "{method} {path}");
    }
}

#[test]
fn an_unknown_address_is_a_problem_too() {
    for path in [
        "/api",
        "/api/v2/about",
        "/api/v1/about/",
        "/tiles",
        "/tiles/facilities/0/0",
        "/health",
        "/metrics",
        "/missing.js",
        "/api/v1/facilities/a/b",
    ] {
        let answer = shared().get(path);
        assert_eq!((answer.status, answer.problem()["code"].clone()), (404, "unknown_route".into()), "{path}");
    }
}

#[test]
fn a_personal_number_is_masked_in_what_is_said_back() {
    let answer = shared().get("/api/v1/nearest?lon=13812345678&lat=34");
    assert!(!answer.text().contains("13812345678"), "{}", answer.text());
    let answer = shared().get(&format!("/api/v1/facilities/{}", encode("13812345678")));
    assert!(!answer.text().contains("13812345678"), "{}", answer.text());
}

#[test]
fn a_client_that_takes_no_encoding_we_have_is_told_so_in_our_shape() {
    let answer = shared().ask("GET", "/api/v1/about", &[("accept-encoding", "identity;q=0, lzma")]);
    assert_eq!((answer.status, answer.problem()["code"].clone()), (400, "malformed_query".into()));
}
