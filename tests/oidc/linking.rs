//! An administrator says which account a subject is; it is one account's alone, and the log tells of it.

use serde_json::{Value, json};

use super::provider::Office;

#[test]
fn a_link_is_shown_logged_and_one_accounts_alone() {
    let office = Office::open(&[("clerk", &["registrar=all"]), ("other", &["registrar=all"])]);
    let linked = office.link("clerk", &json!("auth0|7")).json();
    assert_eq!((&linked["oidc_issuer"], &linked["oidc_subject"]), (&json!(office.provider.issuer), &json!("auth0|7")));
    assert_eq!(office.link("other", &json!("auth0|7")).refused(), (409, "conflict".to_owned()));
    assert_eq!(office.link("clerk", &json!("auth0|7")).status, 200, "its own");
    for wrong in ["", " ", "13800138000", &"x".repeat(256)] {
        assert_eq!(office.link("other", &json!(wrong)).refused(), (422, "invalid_input".to_owned()), "{wrong}");
    }
    let admin = office.service.sign_in("admin");
    let log = office.service.ask("GET", "/api/v1/audit?type=account&action=change", &[("cookie", &admin)]).json();
    let told = &log["items"][0];
    assert_eq!(told["fields"], json!(["oidc_subject"]));
    assert_eq!(told["after"]["oidc_subject"], format!("{}|auth0|7", office.provider.issuer));
}

#[test]
fn unlinking_ends_the_sessions_and_the_subject_signs_in_no_more() {
    let office = Office::open(&[("clerk", &["registrar=all"])]);
    office.link("clerk", &json!("s-1"));
    let session = office.sign_in().cookie_named("carereach_session");
    assert_eq!(office.link("clerk", &Value::Null).json()["oidc_subject"], Value::Null);
    assert!(office.service.ask("GET", "/api/v1/session", &[("cookie", &session)]).json()["account"].is_null());
    assert_eq!(office.sign_in().location(), "/sign-in?refused=unlinked&to=%2Fregistry");
}
