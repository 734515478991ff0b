//! A running service for a test, and what it answers.

use std::{
    fs,
    path::Path,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
        mpsc,
    },
    thread,
};

use carereach::{
    config::{BasemapArgs, Config, GeocoderArgs, OidcArgs, TlsArgs},
    domain::{
        change::Stamp,
        permission::{Caller, Role},
    },
    exchange::{Format, Source},
    registry::{
        Hashing, ImportKind, ImportOptions, ImportSummary, NewAccount, PeopleOptions, Records, Registry, SeedDivisions, WishedGrant,
    },
    startup,
    storage::{DatabaseUrl, Open},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::support;

/// A service of its own; it stops when it is dropped.
pub struct Service {
    address: String,
    /// What it answers from.
    pub registry: Arc<Registry>,
    handle: actix_web::dev::ServerHandle,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: ureq::http::HeaderMap,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// The service on the fixtures that tests share, since none of them changes it.
pub fn shared() -> &'static Service {
    static SHARED: LazyLock<Service> = LazyLock::new(|| {
        let records = fixtures();
        let roles: Vec<String> = Role::ALL.iter().map(|role| format!("{role}=all")).collect();
        add_account(&records, "everything", &roles.iter().map(String::as_str).collect::<Vec<_>>());
        Service::start(records, BasemapArgs::default())
    });
    &SHARED
}

/// The cookie of somebody who may do everything on the shared service.
pub fn everything() -> &'static str {
    static COOKIE: LazyLock<String> = LazyLock::new(|| shared().sign_in("everything"));
    &COOKIE
}

/// A new registry with nothing but the shipped rows: in memory, or in PostgreSQL.
pub fn empty() -> Records {
    let url = if support::on_postgres() { support::postgres::fresh() } else { DatabaseUrl::SqliteMemory };
    let records = Records::open(&url, Open::Create, SeedDivisions::None).expect("a new registry");
    records.with(Arc::new(Utc::now), Hashing::cheap())
}

/// A new registry with the fixtures.
pub fn fixtures() -> Records {
    let records = empty();
    import(&records, ImportKind::Divisions, "divisions.geojson");
    import(&records, ImportKind::Organizations, "organizations.csv");
    import(&records, ImportKind::Facilities, "facilities.csv");
    import(&records, ImportKind::Demand, "demand.csv");
    import(&records, ImportKind::BaseMap, "base_map.geojson");
    records
}

/// A clock that a test sets: seconds before or after the real one.
#[derive(Clone, Default)]
pub struct Shift(Arc<AtomicI64>);

impl Shift {
    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_seconds(), Ordering::SeqCst);
    }

    /// What time it is for the registry.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

/// The password of every account of the tests.
pub const PASSWORD: &str = "Sample-pass-1";

/// Adds an account with [`PASSWORD`] and these roles, as in `registrar=all`.
pub fn add_account(records: &Records, login: &str, roles: &[&str]) -> String {
    let grants = roles.iter().map(|text| {
        let (role, jurisdiction) = text.split_once('=').expect("role=jurisdiction");
        WishedGrant { role: role.to_owned(), jurisdiction: jurisdiction.to_owned() }
    });
    let new = NewAccount { login: login.to_owned(), name: format!("示例 {login}"), grants: grants.collect() };
    records.add_account_with_password(&Caller::operator(), &new, PASSWORD).expect("a new account").id
}

/// The bytes of a fixture.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/api");
    fs::read(folder.join(name)).expect("a fixture of the tests")
}

fn import(records: &Records, what: ImportKind, name: &str) {
    import_bytes(records, what, name, &fixture(name));
}

/// Imports a file of which no row may be refused.
pub fn import_bytes(records: &Records, what: ImportKind, name: &str, bytes: &[u8]) -> ImportSummary {
    let source = Source { name, format: Format::of_path(Path::new(name)).expect("a known ending"), bytes };
    let options = ImportOptions {
        datum: Some(carereach::domain::datum::Datum::Wgs84),
        area: None,
        stamp: Stamp::operator(),
        dry_run: false,
        people: PeopleOptions { file_name: name.to_owned(), ..PeopleOptions::default() },
        progress: &|_, _| {},
    };
    let summary = records.import(what, &source, &options).expect("the file can be read");
    assert!(summary.refusals.is_empty(), "{name}: {:?}", summary.refusals);
    summary
}

impl Service {
    /// A service of its own on the fixtures, whose clock the test sets.
    pub fn with_clock() -> (Service, Shift) {
        let shift = Shift::default();
        let clock = shift.clone();
        let records = fixtures().with(Arc::new(move || clock.now()), Hashing::cheap());
        (Service::start(records, BasemapArgs::default()), shift)
    }

    /// Brings a service up as production does.
    pub fn start(records: Records, basemap: BasemapArgs) -> Service {
        Service::start_with(records, basemap, OidcArgs::default(), GeocoderArgs::default())
    }

    /// The same, with a provider that one may sign in by, and an outside geocoder.
    pub fn start_with(records: Records, basemap: BasemapArgs, oidc: OidcArgs, geocoder: GeocoderArgs) -> Service {
        let (up, is_up) = mpsc::channel();
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let listen = "127.0.0.1:0".parse().expect("a free port");
                let config = Config { listen, area: None, basemap, tls: TlsArgs::default(), oidc, geocoder };
                let running = startup::start(&config, records).expect("the service starts");
                up.send((running.address, running.registry, running.server.handle())).expect("the test waits");
                running.server.await.expect("the service runs");
            });
        });
        let (address, registry, handle) = is_up.recv().expect("the service is up");
        Service { address: format!("http://{address}"), registry, handle }
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks with a method and headers.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, b"")
    }

    /// Asks with a method, headers and a body of JSON.
    pub fn write(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.send(method, path, &all, body.to_string().as_bytes())
    }

    /// Signs in with [`PASSWORD`]; the answer is the cookie to send along.
    pub fn sign_in(&self, login: &str) -> String {
        let answer = self.write("POST", "/api/v1/session", &[], &serde_json::json!({ "login": login, "password": PASSWORD }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.cookie()
    }

    /// Asks with a method, headers and a body of any sort.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).allow_non_standard_methods(true).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if body.is_empty() {
            agent.run(request.body(()).expect("a request of the test"))
        } else {
            agent.run(request.body(body.to_vec()).expect("a request of the test"))
        };
        let response = response.expect("the service answers");
        let (head, mut body) = response.into_parts();
        Answer { status: head.status.as_u16(), headers: head.headers, body: body.read_to_vec().expect("a whole body") }
    }

    /// Asks for JSON that must come.
    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Asks for what must be refused: the status, the code and the wrong fields.
    pub fn refusal(&self, path: &str) -> (u16, String, Vec<String>) {
        let answer = self.get(path);
        let problem = answer.problem();
        let fields = problem["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect();
        (answer.status, text(&problem["code"]), fields)
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // The order goes out at once; nobody waits for its end.
        drop(self.handle.stop(false));
    }
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a header in ASCII"))
    }

    /// The session's cookie that came, as it is sent back.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie").unwrap_or_else(|| panic!("no cookie: {}", self.text()));
        set.split(';').next().expect("a name and a value").to_owned()
    }

    /// The status and the code of a refusal.
    pub fn refused(&self) -> (u16, String) {
        (self.status, text(&self.problem()["code"]))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a problem, whose shape is checked.
    pub fn problem(&self) -> Value {
        let problem = self.json();
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"));
        for member in ["type", "title", "detail", "code"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {problem}");
        }
        for error in problem["errors"].as_array().expect("errors") {
            for member in ["field", "reason", "expected"] {
                assert!(error[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {error}");
            }
        }
        problem
    }
}

/// The text of a JSON string.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}

/// One member of every row of a list.
pub fn column(rows: &Value, name: &str) -> Vec<String> {
    rows.as_array().expect("a list").iter().map(|row| text(&row[name])).collect()
}

/// A number of JSON.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

/// Percent-encodes a value of a query or a part of a path.
pub fn encode(value: &str) -> String {
    value.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Great-circle metres by the spherical law of cosines on unit vectors: another formula than the service's.
pub fn metres([lon_a, lat_a]: [f64; 2], [lon_b, lat_b]: [f64; 2]) -> f64 {
    let vector = |lon: f64, lat: f64| {
        let (lon, lat) = (lon.to_radians(), lat.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let (a, b) = (vector(lon_a, lat_a), vector(lon_b, lat_b));
    let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    let sine = cross.iter().map(|part| part * part).sum::<f64>().sqrt();
    let cosine: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    6_371_008.8 * sine.atan2(cosine)
}
