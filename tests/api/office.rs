//! An office of the tests: a service of its own with people who keep its records.

use carereach::config::BasemapArgs;
use serde_json::{Value, json};

use super::service::{Answer, Service, add_account, fixtures, text};

/// A service of its own with people who keep its records.
pub struct Office {
    /// The service.
    pub service: Service,
    /// The registrar's cookie.
    pub registrar: String,
    /// The approver's cookie.
    pub approver: String,
}

impl Office {
    pub fn open() -> Office {
        let records = fixtures();
        add_account(&records, "registrar", &["registrar=all"]);
        add_account(&records, "approver", &["approver=all"]);
        add_account(&records, "both", &["registrar=all", "approver=all"]);
        add_account(&records, "east", &["registrar=990101"]);
        add_account(&records, "caseworker", &["caseworker=all"]);
        add_account(&records, "planner", &["planner=all"]);
        add_account(&records, "auditor", &["auditor=all"]);
        add_account(&records, "administrator", &["administrator=all"]);
        add_account(&records, "west", &["registrar=990102", "approver=990102"]);
        let service = Service::start(records, BasemapArgs::default());
        let (registrar, approver) = (service.sign_in("registrar"), service.sign_in("approver"));
        Office { service, registrar, approver }
    }

    pub fn write(&self, cookie: &str, method: &str, path: &str, tag: Option<&str>, body: &Value) -> Answer {
        let mut headers = vec![("cookie", cookie)];
        headers.extend(tag.map(|tag| ("if-match", tag)));
        self.service.write(method, path, &headers, body)
    }

    pub fn tag(&self, path: &str) -> String {
        self.service.get(path).header("etag").expect("a tag").to_owned()
    }

    /// A change by the registrar that waits; answers the proposal's id.
    pub fn propose(&self, path: &str, patch: &Value) -> String {
        let answer = self.write(&self.registrar, "PATCH", path, Some(&self.tag(path)), patch);
        assert_eq!(answer.status, 202, "{}", answer.text());
        text(&answer.json()["proposal"]["id"])
    }

    pub fn approve(&self, id: &str) -> Answer {
        self.write(&self.approver, "POST", &format!("/api/v1/proposals/{id}/approve"), None, &json!({}))
    }

    pub fn read(&self, cookie: &str, path: &str) -> Value {
        let answer = self.service.ask("GET", path, &[("cookie", cookie)]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }
}

/// The status and the code of a refusal.
pub fn code(answer: &Answer) -> (u16, String) {
    (answer.status, text(&answer.problem()["code"]))
}

/// A facility of the fixture.
pub const A1: &str = "/api/v1/facilities/A1";
