//! Tags, copies that are still right, HEAD, compression and the names of requests.

use super::service::{Service, fixtures, import_bytes, shared};
use carereach::{config::BasemapArgs, registry::ImportKind};

const ANSWERED: [&str; 8] = [
    "/api/v1/about",
    "/api/v1/kinds",
    "/api/v1/facilities?limit=3",
    "/api/v1/nearest?lon=108.94&lat=34.25",
    "/api/v1/coverage?within_m=500",
    "/api/v1/gaps?within_m=100&format=csv",
    "/tiles/facilities/0/0/0",
    "/tiles/facilities.json",
];

#[test]
fn a_copy_that_is_still_right_is_not_sent_again() {
    for path in ANSWERED {
        let first = shared().get(path);
        let tag = first.header("etag").unwrap_or_else(|| panic!("{path} has no tag")).to_owned();
        assert_eq!(first.header("cache-control"), Some("no-cache"), "{path}");
        for seen in [tag.clone(), tag.trim_start_matches("W/").to_owned(), format!("\"other\", {tag}")] {
            let again = shared().ask("GET", path, &[("if-none-match", &seen)]);
            assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())), "{path}");
        }
        let other = shared().ask("GET", path, &[("if-none-match", "W/\"other\"")]);
        assert_eq!((other.status, other.body), (200, first.body), "{path}");
    }
}

#[test]
fn a_tag_names_the_snapshot_and_belongs_to_one_question() {
    let about = shared().get("/api/v1/about");
    let tag = about.header("etag").expect("a tag").to_owned();
    let snapshot = about.json()["snapshot"].as_str().expect("a snapshot").to_owned();
    assert!(tag.contains(&snapshot), "{tag}");
    assert_eq!(shared().ask("GET", "/api/v1/kinds", &[("if-none-match", &tag)]).status, 200);
    assert_eq!(shared().ask("GET", "/api/v1/nearest?lon=x", &[("if-none-match", &tag)]).status, 400);
    assert_eq!(shared().get("/api/v1/facilities/none").header("etag"), None);
}

#[test]
fn a_change_of_the_registry_or_of_the_settings_makes_copies_stale() {
    let service = Service::start(fixtures(), BasemapArgs::default());
    let tag = |path: &str| service.get(path).header("etag").expect("a tag").to_owned();
    let before: Vec<String> = ANSWERED.iter().map(|path| tag(path)).collect();
    let row = "id,name,kind,lon,lat\nN1,新服务站,community-service-station,108.9001,34.2001\n";
    import_bytes(service.registry.records(), ImportKind::Facilities, "new.csv", row.as_bytes());
    service.registry.refresh().expect("the snapshot is loaded");
    for (path, before) in ANSWERED.iter().zip(before) {
        assert_ne!(tag(path), before, "{path}");
        assert_eq!(service.ask("GET", path, &[("if-none-match", &before)]).status, 200, "{path}");
    }
}

#[test]
fn head_answers_as_get_does_without_the_body() {
    for path in ANSWERED.into_iter().chain(["/", "/health/live", "/api/v1/docs", "/api/v1/openapi.json"]) {
        let plain = [("accept-encoding", "identity")];
        let (get, head) = (shared().ask("GET", path, &plain), shared().ask("HEAD", path, &plain));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["etag", "content-type", "content-length", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
    let missing = shared().ask("HEAD", "/api/v1/facilities/none", &[]);
    assert_eq!((missing.status, missing.body.len()), (404, 0));
}

#[test]
fn answers_are_compressed_for_those_who_take_it() {
    for path in ["/api/v1/kinds", "/tiles/facilities/0/0/0", "/api/v1/docs.js", "/"] {
        let plain = shared().ask("GET", path, &[("accept-encoding", "identity")]);
        assert_eq!(plain.header("content-encoding"), None, "{path}");
        let brotli = shared().ask("GET", path, &[("accept-encoding", "br")]);
        assert_eq!((brotli.status, brotli.header("content-encoding")), (200, Some("br")), "{path}");
        assert!(brotli.header("vary").is_some_and(|vary| vary.eq_ignore_ascii_case("accept-encoding")), "{path}");
        // ureq takes gzip apart by itself.
        let gzip = shared().ask("GET", path, &[("accept-encoding", "gzip")]);
        assert_eq!(gzip.body, plain.body, "{path}");
    }
    let kinds = shared().ask("GET", "/api/v1/kinds", &[("accept-encoding", "br")]);
    let plain = shared().ask("GET", "/api/v1/kinds", &[("accept-encoding", "identity")]);
    assert!(kinds.body.len() * 2 < plain.body.len());
}

#[test]
fn a_request_keeps_the_name_that_its_client_gave_it_and_a_refused_one_always_has_one() {
    let named = shared().ask("GET", "/api/v1/facilities/none", &[("x-request-id", "proxy-17")]);
    assert_eq!((named.header("x-request-id"), named.problem()["request_id"].clone()), (Some("proxy-17"), "proxy-17".into()));
    let fine = shared().ask("GET", "/health/live", &[("x-request-id", "proxy-18")]);
    assert_eq!(fine.header("x-request-id"), Some("proxy-18"));
    let odd = shared().ask("GET", "/api/v1/facilities/none", &[("x-request-id", "a b<script>")]);
    assert!(odd.header("x-request-id").is_some_and(|id| id != "a b<script>" && !id.is_empty()));
}

#[test]
fn health_says_that_it_lives_and_what_it_answers_from() {
    let live = shared().get("/health/live");
    assert_eq!((live.status, live.json()), (200, serde_json::json!({"status": "ok"})));
    let snapshot = shared().json("/api/v1/about")["snapshot"].clone();
    assert_eq!(shared().json("/health/ready"), serde_json::json!({"status": "ok", "snapshot": snapshot, "database": "ok"}));
}
