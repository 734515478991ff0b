//! The page, the page of the interface, and the headers that keep both safe.

use super::service::{Service, empty, shared};
use carereach::{
    config::{BasemapArgs, Beneath},
    registry::{Records, SeedDivisions},
    storage::{DatabaseUrl, Open},
};

#[test]
fn the_page_or_the_sentence_that_says_how_to_build_it_is_at_the_root() {
    for path in ["/", "/gaps", "/find/anything", "/index.html"] {
        let answer = shared().get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")), "{path}");
        assert!(answer.text().contains("id=\"app\"") || answer.text().contains("make web"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[test]
fn files_with_a_hash_in_their_name_are_kept_forever() {
    let page = shared().get("/").text();
    for file in page.split('"').filter(|part| part.starts_with("/assets/")) {
        let answer = shared().get(file);
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("public, max-age=31536000, immutable")), "{file}");
        assert!(answer.header("content-type").is_some_and(|kind| kind.contains("javascript") || kind.contains("css")), "{file}");
        let tag = answer.header("etag").expect("a tag").to_owned();
        assert_eq!(shared().ask("GET", file, &[("if-none-match", &tag)]).status, 304);
    }
}

#[test]
fn the_page_may_load_from_the_service_only() {
    let policy = shared().get("/").header("content-security-policy").expect("a policy").to_owned();
    for rule in [
        "default-src 'self'",
        "worker-src 'self' blob:",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ] {
        assert!(policy.split("; ").any(|own| own == rule), "{rule} in {policy}");
    }
}

#[test]
fn a_map_beneath_is_let_in_when_it_is_configured() {
    let basemap = BasemapArgs {
        beneath: Some(Beneath::Style("https://tiles.example/styles/light.json?key=k".to_owned())),
        tianditu_key: Some("key".to_owned()),
        map_approval: Some("GS(2026)0001".to_owned()),
    };
    let service = Service::start(empty(), basemap);
    let policy = service.get("/").header("content-security-policy").expect("a policy").to_owned();
    for rule in [
        "connect-src 'self' https://tiles.example https://*.tianditu.gov.cn",
        "img-src 'self' data: blob: https://tiles.example https://*.tianditu.gov.cn",
    ] {
        assert!(policy.split("; ").any(|own| own == rule), "{rule} in {policy}");
    }
    let told = service.json("/api/v1/about")["basemap"].clone();
    assert_eq!(
        told,
        serde_json::json!({"style_url": "https://tiles.example/styles/light.json?key=k", "tiles_url": null, "tianditu_key": "key", "approval_number": "GS(2026)0001"})
    );
}

#[test]
fn other_settings_on_the_same_registry_make_other_tags() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = DatabaseUrl::SqliteFile(folder.path().join("registry.db"));
    let about = |beneath: Option<Beneath>| {
        let records = Records::open(&url, Open::Create, SeedDivisions::None).expect("a registry");
        let answer = Service::start(records, BasemapArgs { beneath, ..BasemapArgs::default() }).get("/api/v1/about");
        (answer.json()["snapshot"].clone(), answer.header("etag").expect("a tag").to_owned())
    };
    let (one, same, other) = (about(None), about(None), about(Some(Beneath::Style("/style.json".to_owned()))));
    assert_eq!(one, same);
    assert_eq!(one.0, other.0);
    assert_ne!(one.1, other.1);
}

#[test]
fn every_answer_is_safe_from_being_taken_for_something_else() {
    for path in ["/", "/api/v1/about", "/api/v1/none", "/tiles/base/0/0/0", "/api/v1/docs"] {
        let answer = shared().get(path);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        assert_eq!(answer.header("referrer-policy").is_some(), is_page, "{path}");
    }
}

#[test]
fn the_page_of_the_interface_needs_nothing_from_elsewhere() {
    let page = shared().get("/api/v1/docs");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.text().contains("接口说明") && page.text().contains("<script src=\"/api/v1/docs.js\">"));
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'self'") && !policy.contains("http")));
    let script = shared().get("/api/v1/docs.js");
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
    for text in [page.text(), script.text()] {
        assert!(!text.contains("http://") && !text.contains("https://"));
    }
}
