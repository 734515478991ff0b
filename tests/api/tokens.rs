//! API tokens: no more than their account, until a day or until they are revoked; and no secret is kept or told anywhere.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::service::{Answer, PASSWORD, Service, Shift, add_account, text};

fn office() -> (Service, Shift, String) {
    let (service, shift) = Service::with_clock();
    add_account(service.registry.records(), "clerk", &["registrar=990101"]);
    add_account(service.registry.records(), "admin", &["administrator=all"]);
    let cookie = service.sign_in("clerk");
    (service, shift, cookie)
}

fn make(service: &Service, shift: &Shift, cookie: &str, rights: &[&str], jurisdiction: &str) -> Answer {
    let day = (shift.now() + TimeDelta::days(2)).date_naive();
    let body = json!({ "name": "示例程序", "rights": rights, "jurisdiction": jurisdiction, "expires_on": day });
    service.write("POST", "/api/v1/tokens", &[("cookie", cookie)], &body)
}

fn with(service: &Service, token: &str, path: &str) -> Answer {
    service.ask("GET", path, &[("authorization", &format!("Bearer {token}"))])
}

fn rights(service: &Service, token: &str) -> Value {
    with(service, token, "/api/v1/session").json()["account"]["rights"].clone()
}

#[test]
fn a_token_does_what_it_was_made_for_and_no_more() {
    let (service, shift, cookie) = office();
    let made = make(&service, &shift, &cookie, &["read_records"], "all").json();
    let token = text(&made["token"]);
    assert!(token.starts_with("crt_") && token.len() == 47, "{token}");
    assert_eq!(rights(&service, &token), json!(["read_records"]));
    assert_eq!(with(&service, &token, "/api/v1/facilities/A1/record").status, 200);
    let headers = [("authorization", format!("Bearer {token}"))];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(service.write("POST", "/api/v1/facilities", &headers, &json!({})).refused(), (403, "forbidden".into()));
    for (method, path) in [("POST", "/api/v1/tokens"), ("PUT", "/api/v1/session/password")] {
        let body = if path.ends_with("tokens") {
            json!({ "name": "x", "rights": ["read_records"], "expires_on": "2026-12-01" })
        } else {
            json!({ "old": PASSWORD, "new": "Better-pass-2" })
        };
        assert_eq!(service.write(method, path, &headers, &body).refused(), (403, "forbidden".into()), "{path} is for people");
    }
}

#[test]
fn a_token_is_never_given_what_its_account_has_not() {
    let (service, shift, cookie) = office();
    for (rights, jurisdiction) in [(&["approve_changes"][..], "all"), (&["read_records"], "nowhere"), (&["kingship"], "all"), (&[], "all")]
    {
        assert_eq!(make(&service, &shift, &cookie, rights, jurisdiction).status, 422, "{rights:?} {jurisdiction}");
    }
    let far = json!({ "name": "x", "rights": ["read_records"], "expires_on": "2099-01-01" });
    assert_eq!(service.write("POST", "/api/v1/tokens", &[("cookie", &cookie)], &far).status, 422);
    // Elsewhere than its account it may be made for, and then does nothing there.
    let token = text(&make(&service, &shift, &cookie, &["read_records"], "990102").json()["token"]);
    assert_eq!(with(&service, &token, "/api/v1/facilities/A1/record").refused(), (403, "forbidden".into()));
    assert_eq!(with(&service, &token, "/api/v1/facilities/A3/record").refused(), (403, "forbidden".into()));
}

#[test]
fn a_token_that_was_revoked_is_over_or_whose_account_is_disabled_does_not_hold() {
    let (service, shift, cookie) = office();
    let made = || make(&service, &shift, &cookie, &["read_records"], "all").json();
    let (first, second) = (made(), made());
    let ended = |token: &Value| with(&service, &text(&token["token"]), "/api/v1/session").refused();
    let path = format!("/api/v1/tokens/{}", text(&first["item"]["id"]));
    assert_eq!(service.ask("DELETE", &path, &[("cookie", &cookie)]).status, 204);
    assert_eq!(ended(&first), (401, "signed_out".into()), "even where anybody may ask: a program should know");
    assert_eq!(with(&service, "crt_none", "/api/v1/session").status, 401);
    shift.pass(TimeDelta::days(4));
    assert_eq!(ended(&second), (401, "signed_out".into()));
    let cookie = service.sign_in("clerk");
    let third = make(&service, &shift, &cookie, &["read_records"], "all").json();
    assert_eq!(rights(&service, &text(&third["token"])), json!(["read_records"]));
    let operator = carereach::domain::permission::Caller::operator();
    let records = service.registry.records();
    let clerk = records.account_with_login(&operator, "clerk").expect("the clerk");
    let disable = carereach::registry::AccountChange { disabled: Some(true), ..Default::default() };
    records.change_account(&operator, &clerk.id, None, &disable).expect("disabled");
    assert_eq!(ended(&third), (401, "signed_out".into()));
}

#[test]
fn one_sees_ones_own_tokens_and_administrators_see_and_revoke_all() {
    let (service, shift, clerk) = office();
    let admin = service.sign_in("admin");
    let id = text(&make(&service, &shift, &clerk, &["read_records"], "all").json()["item"]["id"]);
    let count = |cookie: &str| service.ask("GET", "/api/v1/tokens", &[("cookie", cookie)]).json()["items"].as_array().map(Vec::len);
    add_account(service.registry.records(), "other", &["registrar=all"]);
    let other = service.sign_in("other");
    assert_eq!((count(&clerk), count(&admin), count(&other)), (Some(1), Some(1), Some(0)));
    let path = format!("/api/v1/tokens/{id}");
    assert_eq!(service.ask("DELETE", &path, &[("cookie", &other)]).status, 404);
    assert_eq!(service.ask("DELETE", &path, &[("cookie", &admin)]).status, 204);
}

#[test]
fn no_password_token_link_or_key_is_in_the_log_in_a_list_or_in_any_refusal() {
    let (service, shift, clerk) = office();
    let admin = service.sign_in("admin");
    let token = text(&make(&service, &shift, &clerk, &["read_records"], "all").json()["token"]);
    let new = json!({ "login": "newcomer", "name": "示例", "grants": [] });
    let link = text(&service.write("POST", "/api/v1/accounts", &[("cookie", &admin)], &new).json()["setup_link"]);
    let link = link.split_once('=').expect("a token in the link").1.to_owned();
    let key = service.write("POST", "/api/v1/session/second-factor", &[("cookie", &clerk)], &json!({ "password": PASSWORD })).json();
    let wrong = "Wrong-and-secret-7";
    let refusals = [
        service.write("POST", "/api/v1/session", &[], &json!({ "login": "clerk", "password": wrong })),
        service.write("POST", "/api/v1/session", &[], &json!({ "login": wrong, "password": PASSWORD })),
        service.write("PUT", "/api/v1/session/password", &[("cookie", &clerk)], &json!({ "old": wrong, "new": "weak-and-secret" })),
        service.write("PUT", "/api/v1/session/password", &[("cookie", &clerk)], &json!({ "old": PASSWORD, "new": "weak-and-secret" })),
        service.write("POST", "/api/v1/setup", &[], &json!({ "token": link, "password": "weak-and-secret" })),
    ];
    let lists = ["audit?limit=1000", "accounts", "tokens", "settings", "sessions", "session"];
    let lists = lists.map(|path| service.ask("GET", &format!("/api/v1/{path}"), &[("cookie", &admin)]));
    let said: String = refusals.iter().chain(&lists).map(Answer::text).collect();
    assert!(
        said.contains("newcomer") && said.contains("sign-in-failed") && said.contains("示例程序"),
        "the search has something to find in"
    );
    let session = clerk.split_once('=').expect("a value").1;
    for secret in
        [PASSWORD, &token, &token[4..], &link, &text(&key["secret"]), session, wrong, &wrong.to_lowercase(), "weak-and-secret", "argon2"]
    {
        assert!(!said.contains(secret), "{secret} was told");
    }
}
