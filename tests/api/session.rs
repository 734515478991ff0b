//! Signing in and out: passwords, the second factor, lock-out, cookies, and what ends a session.

use carereach::config::BasemapArgs;
use chrono::TimeDelta;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use super::service::{PASSWORD, Service, Shift, add_account, fixtures, text};

/// A service with one account of each of two roles.
fn office() -> (Service, Shift) {
    let (service, shift) = Service::with_clock();
    add_account(service.registry.records(), "clerk", &["registrar=990101"]);
    add_account(service.registry.records(), "admin", &["administrator=all"]);
    (service, shift)
}

fn try_password(service: &Service, login: &str, password: &str) -> (u16, String) {
    service.write("POST", "/api/v1/session", &[], &json!({ "login": login, "password": password })).refused()
}

fn state(service: &Service, cookie: &str) -> Value {
    service.ask("GET", "/api/v1/session", &[("cookie", cookie)]).json()
}

fn signed_in(service: &Service, cookie: &str) -> bool {
    !state(service, cookie)["account"].is_null()
}

#[test]
fn nobody_is_signed_in_before_the_password_and_whoever_is_learns_what_they_may_do() {
    let (service, _) = office();
    let nobody = service.json("/api/v1/session");
    assert_eq!((&nobody["account"], &nobody["idle_timeout_s"], &nobody["setup_needed"]), (&Value::Null, &1800.into(), &false.into()));
    let answer = service.write("POST", "/api/v1/session", &[], &json!({ "login": " CLERK ", "password": PASSWORD }));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let account = &answer.json()["account"];
    assert_eq!((&account["login"], &account["must_change_password"]), (&"clerk".into(), &false.into()));
    assert_eq!(account["grants"], json!([{ "role": "registrar", "jurisdiction": "990101000000", "jurisdiction_name": "东区" }]));
    assert_eq!(
        account["rights"],
        json!(["read_records", "read_protected", "read_contacts", "read_small_counts", "write_records", "check_records"])
    );
    assert_eq!(state(&service, &answer.cookie())["account"]["id"], account["id"]);
}

#[test]
fn an_unknown_login_and_a_wrong_password_are_refused_in_the_same_words() {
    let (service, _) = office();
    let said = |login: &str, password: &str| {
        let mut problem = service.write("POST", "/api/v1/session", &[], &json!({ "login": login, "password": password })).problem();
        problem.as_object_mut().expect("an object").remove("request_id");
        problem
    };
    let unknown = said("nobody", PASSWORD);
    assert_eq!(unknown["code"], "sign_in_failed");
    assert_eq!(unknown, said("clerk", "Another-pass-1"));
    assert_eq!(unknown, said("clerk", ""));
    assert_eq!(unknown, said("no login at all", PASSWORD));
    assert_eq!(unknown, said("clerk", &"Long-pass-1".repeat(1000)));
}

#[test]
fn the_cookie_is_for_this_site_and_no_script_and_for_https_alone_behind_https() {
    let (service, _) = office();
    let sign_in = |headers: &[(&str, &str)]| {
        let answer = service.write("POST", "/api/v1/session", headers, &json!({ "login": "clerk", "password": PASSWORD }));
        answer.header("set-cookie").expect("a cookie").to_owned()
    };
    let plain = sign_in(&[]);
    assert!(plain.starts_with("carereach_session=") && plain.contains("HttpOnly") && plain.contains("SameSite=Lax"), "{plain}");
    assert!(plain.contains("Path=/") && !plain.contains("Secure") && !plain.contains("Domain"), "{plain}");
    assert!(sign_in(&[("x-forwarded-proto", "https")]).contains("Secure"));
}

#[test]
fn a_session_that_somebody_else_chose_is_never_signed_in() {
    let (service, _) = office();
    let chosen = "carereach_session=chosen-by-somebody-else";
    let answer = service.write("POST", "/api/v1/session", &[("cookie", chosen)], &json!({ "login": "clerk", "password": PASSWORD }));
    let first = answer.cookie();
    assert_ne!(first, chosen);
    assert!(!signed_in(&service, chosen));
    // Signing in once more gives a new session and ends the one that the browser had.
    let answer = service.write("POST", "/api/v1/session", &[("cookie", &first)], &json!({ "login": "clerk", "password": PASSWORD }));
    assert_ne!(answer.cookie(), first);
    assert!(!signed_in(&service, &first) && signed_in(&service, &answer.cookie()));
}

#[test]
fn a_write_that_another_site_causes_is_refused() {
    let (service, _) = office();
    let cookie = service.sign_in("clerk");
    let with = |name: &str, value: &str| service.ask("DELETE", "/api/v1/session", &[("cookie", &cookie), (name, value)]).status;
    assert_eq!(with("sec-fetch-site", "cross-site"), 403);
    assert_eq!(with("sec-fetch-site", "same-site"), 403);
    assert_eq!(with("origin", "https://elsewhere.example"), 403);
    let body = json!({ "login": "clerk", "password": PASSWORD });
    let foreign = service.write("POST", "/api/v1/session", &[("origin", "https://elsewhere.example")], &body);
    assert_eq!(foreign.refused(), (403, "cross_site".into()), "nor is anybody signed in by another site");
    assert!(signed_in(&service, &cookie));
    assert_eq!(with("sec-fetch-site", "same-origin"), 204);
}

#[test]
fn signing_out_ends_the_session_and_takes_the_cookie_back() {
    let (service, _) = office();
    let cookie = service.sign_in("clerk");
    let other = service.sign_in("clerk");
    let answer = service.ask("DELETE", "/api/v1/session", &[("cookie", &cookie)]);
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").is_some_and(|set| set.starts_with("carereach_session=;") && set.contains("Max-Age=0")));
    assert!(!signed_in(&service, &cookie) && signed_in(&service, &other));
    assert_eq!(service.ask("DELETE", "/api/v1/session", &[("cookie", &cookie)]).refused(), (401, "signed_out".into()));
    assert_eq!(service.ask("GET", "/api/v1/facilities/A1", &[("cookie", &cookie)]).status, 200, "what everybody may see stays open");
}

#[test]
fn a_session_ends_when_nobody_asks_for_half_an_hour_and_after_twelve_hours_in_any_case() {
    let (service, shift) = office();
    let cookie = service.sign_in("clerk");
    shift.pass(TimeDelta::minutes(29));
    assert!(signed_in(&service, &cookie), "asking is being there");
    shift.pass(TimeDelta::minutes(29));
    assert!(signed_in(&service, &cookie));
    shift.pass(TimeDelta::minutes(31));
    assert!(!signed_in(&service, &cookie));
    assert_eq!(service.ask("GET", "/api/v1/sessions", &[("cookie", &cookie)]).refused(), (401, "signed_out".into()));
    let cookie = service.sign_in("clerk");
    for _ in 0..35 {
        shift.pass(TimeDelta::minutes(20));
        assert!(signed_in(&service, &cookie));
    }
    shift.pass(TimeDelta::minutes(20));
    assert!(!signed_in(&service, &cookie), "12 hours are over");
}

#[test]
fn five_wrong_passwords_lock_the_account_for_half_an_hour() {
    let (service, shift) = office();
    for _ in 0..4 {
        assert_eq!(try_password(&service, "clerk", "Wrong-pass-1"), (401, "sign_in_failed".into()));
    }
    assert_eq!(try_password(&service, "clerk", "Wrong-pass-1"), (403, "account_locked".into()));
    assert_eq!(try_password(&service, "clerk", PASSWORD), (403, "account_locked".into()), "nor with the right one");
    assert_eq!(try_password(&service, "admin", "Wrong-pass-1"), (401, "sign_in_failed".into()), "nobody else is locked");
    shift.pass(TimeDelta::minutes(29));
    assert_eq!(try_password(&service, "clerk", PASSWORD), (403, "account_locked".into()));
    shift.pass(TimeDelta::minutes(2));
    service.sign_in("clerk");
    for _ in 0..4 {
        assert_eq!(try_password(&service, "clerk", "Wrong-pass-1"), (401, "sign_in_failed".into()), "the right one began a new count");
    }
}

#[test]
fn a_password_is_changed_by_whoever_knows_it_and_the_other_sessions_end() {
    let (service, _) = office();
    let (cookie, other) = (service.sign_in("clerk"), service.sign_in("clerk"));
    let change =
        |old: &str, new: &str| service.write("PUT", "/api/v1/session/password", &[("cookie", &cookie)], &json!({ "old": old, "new": new }));
    let fields = |answer: super::service::Answer| -> Vec<(String, String)> {
        let problem = answer.problem();
        let errors = problem["errors"].as_array().expect("errors");
        errors.iter().map(|error| (text(&error["field"]), text(&error["reason"]))).collect()
    };
    assert_eq!(fields(change("Wrong-pass-1", "Better-pass-2"))[0].0, "old");
    let broken = fields(change(PASSWORD, "clerk"));
    assert_eq!(broken.len(), 3, "too short, too few sorts, holds the login: {broken:?}");
    assert!(broken.iter().all(|(field, _)| field == "new"));
    assert_eq!(fields(change(PASSWORD, PASSWORD)).len(), 1, "the same one again");
    assert_eq!(change(PASSWORD, "Better-pass-2").status, 204);
    assert!(signed_in(&service, &cookie) && !signed_in(&service, &other));
    assert_eq!(try_password(&service, "clerk", PASSWORD).1, "sign_in_failed");
}

#[test]
fn a_password_that_is_too_old_or_set_by_somebody_else_is_changed_before_anything_else() {
    let (service, shift) = office();
    shift.pass(TimeDelta::days(91));
    let cookie = service.sign_in("admin");
    let account = state(&service, &cookie)["account"].clone();
    assert_eq!((&account["must_change_password"], &account["rights"]), (&true.into(), &json!([])));
    let body = json!({ "old": PASSWORD, "new": "Better-pass-2" });
    assert_eq!(service.write("PUT", "/api/v1/session/password", &[("cookie", &cookie)], &body).status, 204);
    let account = state(&service, &cookie)["account"].clone();
    assert_eq!(account["must_change_password"], false);
    assert!(account["rights"].as_array().is_some_and(|rights| !rights.is_empty()));
    let records = service.registry.records();
    let operator = carereach::domain::permission::Caller::operator();
    let clerk = records.account_with_login(&operator, "clerk").expect("the clerk");
    records.set_password(&operator, &clerk.id, PASSWORD).expect("a password set by somebody else");
    let cookie = service.sign_in("clerk");
    assert_eq!(state(&service, &cookie)["account"]["must_change_password"], true);
}

fn telephone(secret: &str) -> Totp {
    let key = Secret::try_from_base32(secret).expect("base 32");
    Builder::new().with_secret(key).with_account_name("clerk").build().expect("a key of the service")
}

#[test]
fn a_second_factor_is_asked_for_once_it_is_confirmed_and_a_code_is_taken_once() {
    let (service, shift) = office();
    let cookie = service.sign_in("clerk");
    let own = |method: &str, body: Value| service.write(method, "/api/v1/session/second-factor", &[("cookie", &cookie)], &body);
    assert_eq!(own("POST", json!({ "password": "Wrong-pass-1" })).status, 422);
    let key = own("POST", json!({ "password": PASSWORD })).json();
    assert!(text(&key["otpauth_url"]).starts_with("otpauth://totp/"), "{key}");
    let telephone = telephone(&text(&key["secret"]));
    let code = |shift: &Shift| telephone.generate(shift.now().timestamp() as u64).to_string();
    service.sign_in("clerk");
    assert_eq!(own("PUT", json!({ "code": "12345" })).status, 422);
    assert_eq!(own("PUT", json!({ "code": code(&shift) })).status, 204);
    assert_eq!(state(&service, &cookie)["account"]["second_factor"], json!({ "enabled": true, "required": false }));

    let sign_in = |code: Option<String>| {
        service.write("POST", "/api/v1/session", &[], &json!({ "login": "clerk", "password": PASSWORD, "code": code }))
    };
    assert_eq!(sign_in(None).refused(), (401, "second_factor_needed".into()));
    assert_eq!(sign_in(Some(code(&shift))).refused(), (401, "second_factor_needed".into()), "that code was taken already");
    shift.pass(TimeDelta::seconds(60));
    let next = code(&shift);
    assert_eq!(sign_in(Some(next.clone())).status, 200);
    assert_eq!(sign_in(Some(next)).refused(), (401, "second_factor_needed".into()));
    shift.pass(TimeDelta::seconds(120));
    assert_eq!(try_password(&service, "clerk", "Wrong-pass-1"), (401, "sign_in_failed".into()), "a code is no help against the password");
    assert_eq!(own("DELETE", json!({ "password": PASSWORD })).status, 204);
    service.sign_in("clerk");
}

#[test]
fn a_link_of_the_first_start_makes_the_administrator_once() {
    let service = Service::start(fixtures(), BasemapArgs::default());
    assert_eq!(service.json("/api/v1/session")["setup_needed"], true);
    let token = service.registry.records().first_start().expect("a registry that answers").expect("nobody administers");
    let question = service.json(&format!("/api/v1/setup?token={token}"));
    assert_eq!(question, json!({ "purpose": "first_administrator", "login": null }));
    let set_up = |token: &str, password: &str| {
        service.write("POST", "/api/v1/setup", &[], &json!({ "token": token, "login": "chief", "name": "示例", "password": password }))
    };
    assert_eq!(set_up("not-the-token", PASSWORD).refused(), (410, "gone".into()));
    assert_eq!(set_up(&token, "short").status, 422, "a bad password does not use the link up");
    let answer = set_up(&token, PASSWORD);
    assert_eq!(answer.json()["account"]["grants"][0]["role"], "administrator");
    assert!(signed_in(&service, &answer.cookie()));
    assert_eq!(set_up(&token, PASSWORD).refused(), (410, "gone".into()));
    assert_eq!(service.get(&format!("/api/v1/setup?token={token}")).refused(), (410, "gone".into()));
    assert_eq!(service.registry.records().first_start().expect("a registry that answers"), None);
    assert_eq!(service.json("/api/v1/session")["setup_needed"], false);
}

#[test]
fn a_link_is_too_old_after_a_day() {
    let (service, shift) = Service::with_clock();
    let token = service.registry.records().first_start().expect("a registry that answers").expect("nobody administers");
    shift.pass(TimeDelta::hours(23));
    assert_eq!(service.get(&format!("/api/v1/setup?token={token}")).status, 200);
    shift.pass(TimeDelta::hours(1));
    assert_eq!(service.get(&format!("/api/v1/setup?token={token}")).refused(), (410, "gone".into()));
}

#[test]
fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    let (service, _) = office();
    let (first, second, other) = (service.sign_in("clerk"), service.sign_in("clerk"), service.sign_in("admin"));
    let list = |cookie: &str| service.ask("GET", "/api/v1/sessions", &[("cookie", cookie)]).json()["items"].clone();
    let items = list(&first);
    assert_eq!(items.as_array().map(Vec::len), Some(2));
    let id = |current: bool| text(&items.as_array().expect("a list").iter().find(|one| one["current"] == current).expect("it")["id"]);
    let (own, second_id) = (id(true), id(false));
    let end = |cookie: &str, id: &str| service.ask("DELETE", &format!("/api/v1/sessions/{id}"), &[("cookie", cookie)]).status;
    assert_eq!(end(&other, &second_id), 404);
    assert_eq!(end(&first, &second_id), 204);
    assert!(!signed_in(&service, &second) && signed_in(&service, &first));
    assert_eq!(end(&first, &own), 204);
    assert!(!signed_in(&service, &first));
}

#[test]
fn after_thirty_attempts_an_address_has_to_wait() {
    let (service, _) = office();
    let mut answers: Vec<_> =
        (0..32).map(|_| service.write("POST", "/api/v1/session", &[], &json!({ "login": "nobody", "password": "x" }))).collect();
    let last = answers.pop().expect("32 answers");
    assert_eq!(last.refused(), (429, "too_many_requests".into()));
    assert!(last.header("retry-after").and_then(|wait| wait.parse::<u64>().ok()).is_some_and(|wait| (1..=3).contains(&wait)));
    assert_eq!(answers[0].status, 401);
    let elsewhere = [("x-forwarded-for", "203.0.113.9")];
    assert_eq!(service.write("POST", "/api/v1/session", &elsewhere, &json!({ "login": "nobody", "password": "x" })).status, 401);
}

#[test]
fn bodies_of_another_shape_are_refused_with_their_field() {
    let (service, _) = office();
    let send = |body: Value| service.write("POST", "/api/v1/session", &[], &body);
    for (body, field) in [
        (json!({ "login": "clerk" }), "password"),
        (json!({ "login": 1, "password": "x" }), "login"),
        (json!({ "login": "clerk", "password": "x", "remember": true }), "remember"),
    ] {
        let problem = send(body).problem();
        assert!(problem.to_string().contains(field), "{problem}");
        assert_eq!(problem["status"], 422);
    }
    assert_eq!(service.send("POST", "/api/v1/session", &[("content-type", "text/plain")], b"login=clerk").status, 415);
    assert_eq!(service.send("POST", "/api/v1/session", &[("content-type", "application/json")], b"{").status, 400);
}
