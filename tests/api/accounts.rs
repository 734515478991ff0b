//! Accounts kept by administrators: added, changed, disabled, reset; never so that nobody is left who administers.

use serde_json::{Value, json};

use super::service::{Answer, PASSWORD, Service, Shift, add_account, text};

/// A service with an administrator who is signed in.
struct Office {
    service: Service,
    shift: Shift,
    cookie: String,
}

impl Office {
    fn open() -> Office {
        let (service, shift) = Service::with_clock();
        add_account(service.registry.records(), "admin", &["administrator=all"]);
        let cookie = service.sign_in("admin");
        Office { service, shift, cookie }
    }

    fn ask(&self, method: &str, path: &str, tag: Option<&str>, body: &Value) -> Answer {
        let mut headers = vec![("cookie", self.cookie.as_str())];
        headers.extend(tag.map(|tag| ("if-match", tag)));
        self.service.write(method, path, &headers, body)
    }

    fn get(&self, path: &str) -> Answer {
        self.service.ask("GET", path, &[("cookie", &self.cookie)])
    }

    fn add(&self, login: &str, grants: &Value) -> Answer {
        self.ask("POST", "/api/v1/accounts", None, &json!({ "login": login, "name": "示例", "grants": grants }))
    }

    fn own_id(&self) -> String {
        text(&self.get("/api/v1/session").json()["account"]["id"])
    }

    fn sign_in(&self, login: &str) -> (u16, Answer) {
        let answer = self.service.write("POST", "/api/v1/session", &[], &json!({ "login": login, "password": PASSWORD }));
        (answer.status, answer)
    }
}

fn token_of(link: &Value) -> String {
    text(link).split_once("token=").expect("a token in the link").1.to_owned()
}

#[test]
fn a_new_account_sets_its_password_by_a_link_and_works_from_then_on() {
    let office = Office::open();
    let answer =
        office.add("New.Clerk", &json!([{ "role": "registrar", "jurisdiction": "990101" }, { "role": "planner", "jurisdiction": "all" }]));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let made = answer.json();
    let account = &made["account"];
    assert_eq!(account["login"], "new.clerk");
    assert_eq!(account["grants"][1]["jurisdiction_name"], "东区");
    assert_eq!(office.sign_in("new.clerk").0, 401, "there is no password yet");
    let token = token_of(&made["setup_link"]);
    assert_eq!(office.service.json(&format!("/api/v1/setup?token={token}")), json!({ "purpose": "new_account", "login": "new.clerk" }));
    let set = office.service.write("POST", "/api/v1/setup", &[], &json!({ "token": token, "password": PASSWORD }));
    assert_eq!(set.json()["account"]["login"], "new.clerk");
    assert_eq!(office.sign_in("new.clerk").0, 200);
}

#[test]
fn an_account_that_cannot_be_is_refused_with_every_wrong_field() {
    let office = Office::open();
    let grants = json!([{ "role": "king", "jurisdiction": "all" }, { "role": "planner", "jurisdiction": "123456" }, { "role": "planner", "jurisdiction": "unit:nowhere" }]);
    let problem = office.add("clerk", &grants).problem();
    let fields: Vec<String> = problem["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect();
    assert_eq!(fields, ["grants[0].role", "grants[1].jurisdiction", "grants[2].jurisdiction"]);
    for login in ["a", "two words", "13800138000", &"x".repeat(65)] {
        assert_eq!(office.add(login, &json!([])).status, 422, "{login}");
    }
    assert_eq!(office.add("ADMIN", &json!([])).refused(), (409, "conflict".into()));
}

#[test]
fn an_account_is_changed_by_whoever_read_its_present_version() {
    let office = Office::open();
    let id = text(&office.add("clerk", &json!([])).json()["account"]["id"]);
    let path = format!("/api/v1/accounts/{id}");
    let read = office.get(&path);
    let tag = read.header("etag").expect("a tag").to_owned();
    assert_eq!(office.ask("PATCH", &path, None, &json!({ "name": "甲" })).refused(), (428, "precondition_required".into()));
    assert_eq!(office.ask("PATCH", &path, Some(&tag), &json!({ "name": "甲" })).json()["name"], "甲");
    let late = office.ask("PATCH", &path, Some(&tag), &json!({ "name": "乙" }));
    assert_eq!(late.refused(), (412, "stale".into()));
    let problem = late.json();
    assert_eq!(
        (&problem["current"]["name"], &problem["yours"]["name"], &problem["fields"]),
        (&"甲".into(), &"乙".into(), &json!(["name"]))
    );
    let plain = format!("\"{}\"", problem["current"]["version"]);
    assert_eq!(office.ask("PATCH", &path, Some(&plain), &json!({ "name": "乙" })).status, 200, "the version alone is a tag too");
}

#[test]
fn nobody_is_left_without_an_administrator() {
    let office = Office::open();
    let own = format!("/api/v1/accounts/{}", office.own_id());
    for change in
        [json!({ "disabled": true }), json!({ "grants": [] }), json!({ "grants": [{ "role": "administrator", "jurisdiction": "990101" }] })]
    {
        assert_eq!(office.ask("PATCH", &own, Some("*"), &change).refused(), (409, "conflict".into()), "{change}");
    }
    // A second one who never set a password cannot administer.
    let other = text(&office.add("second", &json!([{ "role": "administrator", "jurisdiction": "all" }])).json()["account"]["id"]);
    let operator = carereach::domain::permission::Caller::operator();
    let disable = carereach::registry::AccountChange { disabled: Some(true), ..Default::default() };
    let records = office.service.registry.records();
    assert!(records.change_account(&operator, &office.own_id(), None, &disable).is_err(), "the last one, whoever asks");
    records.set_password(&operator, &other, PASSWORD).expect("a password");
    assert!(records.change_account(&operator, &office.own_id(), None, &disable).is_ok());
}

#[test]
fn a_disabled_account_is_signed_out_at_once_and_does_not_come_back() {
    let office = Office::open();
    let id = add_account(office.service.registry.records(), "clerk", &["registrar=all"]);
    let cookie = office.service.sign_in("clerk");
    assert_eq!(office.ask("PATCH", &format!("/api/v1/accounts/{id}"), Some("*"), &json!({ "disabled": true })).status, 200);
    assert_eq!(office.service.ask("GET", "/api/v1/sessions", &[("cookie", &cookie)]).refused(), (401, "signed_out".into()));
    assert_eq!(office.sign_in("clerk").1.refused(), (401, "sign_in_failed".into()));
}

#[test]
fn a_reset_takes_password_sessions_and_lock_away_and_the_link_is_used_once() {
    let office = Office::open();
    let id = add_account(office.service.registry.records(), "clerk", &["registrar=all"]);
    let cookie = office.service.sign_in("clerk");
    for _ in 0..5 {
        office.service.write("POST", "/api/v1/session", &[], &json!({ "login": "clerk", "password": "Wrong-pass-1" }));
    }
    let path = format!("/api/v1/accounts/{id}");
    assert!(office.get(&path).json()["locked_until"].is_string());
    let link = office.ask("POST", &format!("{path}/reset"), None, &json!({})).json()["setup_link"].clone();
    assert!(office.get(&path).json()["locked_until"].is_null());
    let told = office.get(&format!("/api/v1/audit?action=reset&id={id}")).json();
    assert_eq!(told["total"], 1, "the log says that there was a reset: {told}");
    assert_eq!(office.service.ask("GET", "/api/v1/sessions", &[("cookie", &cookie)]).status, 401);
    assert_eq!(office.sign_in("clerk").0, 401, "the old password is gone");
    let body = json!({ "token": token_of(&link), "password": "Better-pass-2" });
    assert_eq!(office.service.write("POST", "/api/v1/setup", &[], &body).status, 200);
    assert_eq!(office.service.write("POST", "/api/v1/setup", &[], &body).refused(), (410, "gone".into()));
}

#[test]
fn a_locked_account_is_unlocked_before_its_time() {
    let office = Office::open();
    let id = add_account(office.service.registry.records(), "clerk", &["registrar=all"]);
    for _ in 0..5 {
        office.service.write("POST", "/api/v1/session", &[], &json!({ "login": "clerk", "password": "Wrong-pass-1" }));
    }
    assert_eq!(office.sign_in("clerk").1.refused(), (403, "account_locked".into()));
    assert_eq!(office.ask("POST", &format!("/api/v1/accounts/{id}/unlock"), None, &json!({})).status, 204);
    assert_eq!(office.sign_in("clerk").0, 200);
}

#[test]
fn an_administrator_without_the_second_factor_that_is_asked_of_them_sets_it_up_and_does_nothing_else() {
    let office = Office::open();
    let path = "/api/v1/settings/second_factor_for_administrators";
    assert_eq!(office.ask("PATCH", path, Some("*"), &json!({ "value": true, "reason": "示例" })).status, 200);
    assert_eq!(office.get("/api/v1/accounts").refused(), (401, "second_factor_needed".into()));
    let account = office.get("/api/v1/session").json()["account"].clone();
    assert_eq!((&account["rights"], &account["second_factor"]["required"]), (&json!([]), &true.into()));
    let own = |method: &str, body: Value| office.ask(method, "/api/v1/session/second-factor", None, &body);
    let key = own("POST", json!({ "password": PASSWORD })).json();
    let secret = totp_rs::Secret::try_from_base32(text(&key["secret"])).expect("base 32");
    let telephone = totp_rs::Builder::new().with_secret(secret).with_account_name("admin").build().expect("a key");
    let code = telephone.generate(office.shift.now().timestamp() as u64).to_string();
    assert_eq!(own("PUT", json!({ "code": code })).status, 204);
    assert_eq!(office.get("/api/v1/accounts").status, 200);
}

#[test]
fn accounts_are_listed_by_login_a_page_at_a_time() {
    let office = Office::open();
    for login in ["clerk-b", "clerk-a", "planner-c"] {
        let role = login.split('-').next().map_or("", |role| if role == "clerk" { "registrar" } else { role });
        assert_eq!(office.add(login, &json!([{ "role": role, "jurisdiction": "all" }])).status, 201);
    }
    let logins = |path: &str| super::service::column(&office.get(path).json()["items"], "login");
    assert_eq!(logins("/api/v1/accounts"), ["admin", "clerk-a", "clerk-b", "planner-c"]);
    assert_eq!(logins("/api/v1/accounts?q=CLERK"), ["clerk-a", "clerk-b"]);
    assert_eq!(logins("/api/v1/accounts?role=planner"), ["planner-c"]);
    let first = office.get("/api/v1/accounts?limit=3").json();
    assert_eq!((&first["total"], &first["next_cursor"]), (&4.into(), &"clerk-b".into()));
    assert_eq!(logins("/api/v1/accounts?limit=3&cursor=clerk-b"), ["planner-c"]);
}
