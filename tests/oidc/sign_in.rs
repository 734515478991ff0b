//! Who comes back from the provider and is linked to an account is signed in like anybody else.

use serde_json::json;

use super::{provider::Office, service::text};

#[test]
fn whoever_the_provider_names_is_signed_in_as_the_account_that_is_linked() {
    let office = Office::open(&[("clerk", &["registrar=all"])]);
    assert!(office.link("clerk", &json!("s-1")).status == 200);
    assert_eq!(office.service.json("/api/v1/session")["oidc"], true);
    let begun = office.service.get("/api/v1/session/oidc?to=/registry%3Fq%3D%E5%85%BB");
    assert_eq!((begun.status, begun.header("cache-control")), (303, Some("no-store")));
    let set = begun.header("set-cookie").expect("a cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/api/v1/session/oidc", "Max-Age=600"] {
        assert!(set.contains(part), "{set}");
    }
    let back = office.come_back(&office.provider.code_for(begun.location()), &begun.cookie());
    assert_eq!((back.status, back.location()), (303, "/registry?q=%E5%85%BB"));
    assert_eq!((back.header("cache-control"), back.header("referrer-policy")), (Some("no-store"), Some("no-referrer")));
    let session = back.cookie_named("carereach_session");
    let state = office.service.ask("GET", "/api/v1/session", &[("cookie", &session)]).json();
    assert_eq!(state["account"]["login"], "clerk");
    let admin = office.service.sign_in("admin");
    let log = office.service.ask("GET", "/api/v1/audit?type=session&action=sign-in&limit=5", &[("cookie", &admin)]).json();
    let who: Vec<_> = log["items"].as_array().expect("rows").iter().map(|row| text(&row["after"]["login"])).collect();
    assert!(who.contains(&"clerk".to_owned()), "{who:?}");
}

#[test]
fn the_session_that_the_browser_had_ends() {
    let office = Office::open(&[("clerk", &["registrar=all"])]);
    office.link("clerk", &json!("s-1"));
    let old = office.service.sign_in("clerk");
    let begun = office.service.get("/api/v1/session/oidc");
    let query = office.provider.code_for(begun.location());
    let back = office.come_back(&query, &format!("{}; {old}", begun.cookie()));
    assert_eq!(back.location(), "/");
    assert!(office.service.ask("GET", "/api/v1/session", &[("cookie", &old)]).json()["account"].is_null());
}

#[test]
fn the_provider_is_asked_for_its_keys_once_and_again_when_it_signs_with_a_new_one() {
    let office = Office::open(&[("clerk", &["registrar=all"])]);
    office.link("clerk", &json!("s-1"));
    let keys = || office.provider.behaves().asked.iter().filter(|path| *path == "/keys").count();
    assert_eq!(keys(), 0, "the service starts without asking");
    assert_eq!((office.sign_in().location(), office.sign_in().location()), ("/registry", "/registry"));
    assert_eq!(keys(), 1);
    {
        let mut behaviour = office.provider.behaves();
        (behaviour.signs_with, behaviour.key_id) = (2, "second".to_owned());
        behaviour.shows = vec![(1, "first".to_owned()), (2, "second".to_owned())];
    }
    assert_eq!(office.sign_in().location(), "/registry");
    assert_eq!(keys(), 2);
}

#[test]
fn another_claim_may_name_the_account_and_an_address_of_email_only_when_it_is_verified() {
    let office = Office::with(&[("clerk", &["registrar=all"])], Some("email"));
    office.link("clerk", &json!("clerk@example.cn"));
    let says = |claims| office.provider.behaves().claims = claims;
    for unverified in [json!({ "email": "clerk@example.cn" }), json!({ "email": "clerk@example.cn", "email_verified": false }), json!({})] {
        says(unverified);
        assert_eq!(office.sign_in().location(), "/sign-in?refused=failed&to=%2Fregistry");
    }
    says(json!({ "email": "clerk@example.cn", "email_verified": true }));
    assert_eq!(office.sign_in().location(), "/registry");
}
