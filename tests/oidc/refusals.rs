//! Nobody is signed in by a token that does not hold, a sign-in that is not this browser's, or a subject that nobody linked.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    provider::Office,
    service::{Answer, PASSWORD},
};

fn office() -> Office {
    let office = Office::open(&[("clerk", &["registrar=all"]), ("chief", &["administrator=all"])]);
    assert_eq!(office.link("clerk", &json!("s-1")).status, 200);
    office
}

/// The word that the page is told; no session may come with it.
fn refused(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(!answer.headers("set-cookie").iter().any(|set| set.starts_with("carereach_session=")));
    let word = answer.location().strip_prefix("/sign-in?refused=").unwrap_or_else(|| panic!("signed in: {}", answer.location()));
    word.split('&').next().expect("a word").to_owned()
}

#[test]
fn a_token_that_does_not_hold_signs_nobody_in() {
    let office = office();
    let ago = (Utc::now() - TimeDelta::minutes(1)).timestamp();
    for lie in [
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "aud": "another" }),
        json!({ "aud": ["carereach", "another"] }),
        json!({ "azp": "another" }),
        json!({ "iss": "https://id.example.cn" }),
        json!({ "exp": ago }),
    ] {
        office.provider.behaves().claims = lie.clone();
        assert_eq!(refused(&office.sign_in()), "failed", "{lie}");
    }
    office.provider.behaves().claims = json!({});
    assert_eq!(office.sign_in().location(), "/registry", "nothing else was wrong");
}

#[test]
fn a_token_that_another_key_signed_signs_nobody_in() {
    let office = office();
    office.provider.behaves().signs_with = 2;
    assert_eq!(refused(&office.sign_in()), "failed");
    office.provider.behaves().key_id = "unknown".to_owned();
    assert_eq!(refused(&office.sign_in()), "failed");
}

#[test]
fn a_sign_in_ends_once_and_in_the_browser_that_began_it() {
    let office = office();
    let (mine, others) = (office.service.get("/api/v1/session/oidc"), office.service.get("/api/v1/session/oidc"));
    let query = office.provider.code_for(mine.location());
    assert_eq!(refused(&office.come_back(&query, &others.cookie())), "expired", "the cookie of another browser");
    assert_eq!(refused(&office.come_back(&query, &mine.cookie())), "expired", "its state is known to another by now");
    let begun = office.service.get("/api/v1/session/oidc");
    let query = office.provider.code_for(begun.location());
    assert_eq!(refused(&office.come_back(&query, "a=b")), "expired", "no cookie");
    let begun = office.service.get("/api/v1/session/oidc");
    let query = office.provider.code_for(begun.location());
    assert_eq!(office.come_back(&query, &begun.cookie()).location(), "/");
    assert_eq!(refused(&office.come_back(&query, &begun.cookie())), "expired", "it has ended");
    assert_eq!(refused(&office.come_back("state=none&code=none", &begun.cookie())), "expired");
}

#[test]
fn what_the_provider_says_no_to_or_another_provider_answers_signs_nobody_in() {
    let office = office();
    let back = |with: &str| {
        let begun = office.service.get("/api/v1/session/oidc");
        let query = office.provider.code_for(begun.location());
        let state = query.split('&').find(|pair| pair.starts_with("state=")).expect("a state").to_owned();
        refused(&office.come_back(&format!("{state}&{with}"), &begun.cookie()))
    };
    assert_eq!(back("error=access_denied&error_description=x"), "declined");
    assert_eq!(back("code=never-given"), "failed");
    assert_eq!(back("code=a&iss=https%3A%2F%2Fid.example.cn"), "failed");
}

#[test]
fn a_subject_that_nobody_linked_and_an_account_that_may_not_sign_in_are_refused() {
    let office = office();
    office.provider.behaves().subject = "s-2".to_owned();
    assert_eq!(refused(&office.sign_in()), "unlinked");
    office.provider.behaves().subject = "s-1".to_owned();
    for _ in 0..5 {
        office.service.write("POST", "/api/v1/session", &[], &json!({ "login": "clerk", "password": "wrong" }));
    }
    assert_eq!(refused(&office.sign_in()), "locked");
    assert_eq!(change(&office, "clerk", &json!({ "disabled": true })), 200);
    assert_eq!(refused(&office.sign_in()), "unlinked");
}

#[test]
fn whoever_has_a_second_factor_needs_one_at_the_provider_too() {
    let office = office();
    let cookie = office.service.sign_in("clerk");
    let key = office.service.write("POST", "/api/v1/session/second-factor", &[("cookie", &cookie)], &json!({ "password": PASSWORD }));
    let secret = data_encoding::BASE32_NOPAD.decode(key.json()["secret"].as_str().expect("a key").as_bytes()).expect("base 32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a key");
    let code = totp.generate(u64::try_from(Utc::now().timestamp()).expect("after 1970")).to_string();
    let on = office.service.write("PUT", "/api/v1/session/second-factor", &[("cookie", &cookie)], &json!({ "code": code }));
    assert_eq!(on.status, 204, "{}", on.text());
    for methods in [Value::Null, json!(["pwd"]), json!(["pwd", "otp"])] {
        office.provider.behaves().claims = json!({ "amr": methods });
        assert_eq!(refused(&office.sign_in()), "second_factor", "{methods}");
    }
    office.provider.behaves().claims = json!({ "amr": ["pwd", "otp", "mfa"] });
    assert_eq!(office.sign_in().location(), "/registry");
}

#[test]
fn an_administrator_who_has_to_have_a_second_factor_has_no_right_without_one() {
    let office = office();
    assert_eq!(office.link("chief", &json!("s-9")).status, 200);
    let admin = office.service.sign_in("admin");
    let set = office.service.write(
        "PATCH",
        "/api/v1/settings/second_factor_for_administrators",
        &[("cookie", &admin), ("if-match", "*")],
        &json!({ "value": true }),
    );
    assert_eq!(set.status, 200, "{}", set.text());
    office.provider.behaves().subject = "s-9".to_owned();
    office.provider.behaves().claims = json!({ "amr": ["mfa"] });
    let cookie = office.sign_in().cookie_named("carereach_session");
    let asked = office.service.ask("GET", "/api/v1/accounts", &[("cookie", &cookie)]);
    assert_eq!(asked.refused(), (401, "second_factor_needed".to_owned()), "the provider's does not stand for an own one");
}

#[test]
fn while_the_provider_is_away_one_is_told_so_and_signs_in_with_a_password() {
    let office = office();
    office.provider.behaves().away = true;
    let answer = office.service.get("/api/v1/session/oidc");
    assert_eq!(answer.refused(), (503, "unavailable".to_owned()));
    let page = office.service.ask("GET", "/api/v1/session/oidc?to=/gaps", &[("accept", "text/html,*/*;q=0.8")]);
    assert_eq!((page.status, page.location()), (303, "/sign-in?refused=away&to=%2Fgaps"));
    office.service.sign_in("clerk");
    office.provider.behaves().away = false;
    assert_eq!(office.sign_in().location(), "/registry");
    let begun = office.service.get("/api/v1/session/oidc");
    let query = office.provider.code_for(begun.location());
    office.provider.behaves().away = true;
    assert_eq!(refused(&office.come_back(&query, &begun.cookie())), "away");
}

#[test]
fn afterwards_one_is_sent_to_no_other_site() {
    let office = office();
    for elsewhere in
        ["https%3A%2F%2Fexample.org", "%2F%2Fexample.org", "%2F%5Cexample.org", "%2F%09%2Fexample.org", "find", "javascript%3Aa"]
    {
        let answer = office.service.get(&format!("/api/v1/session/oidc?to={elsewhere}"));
        assert_eq!(answer.refused(), (400, "malformed_query".to_owned()), "{elsewhere}");
    }
}

/// Changes an account as an administrator does.
fn change(office: &Office, login: &str, body: &Value) -> u16 {
    let admin = office.service.sign_in("admin");
    let listed = office.service.ask("GET", &format!("/api/v1/accounts?q={login}"), &[("cookie", &admin)]).json();
    let path = format!("/api/v1/accounts/{}", listed["items"][0]["id"].as_str().expect("an id"));
    office.service.write("PATCH", &path, &[("cookie", &admin), ("if-match", "*")], body).status
}
