//! Several servers on one registry: two services behind nginx, a primary and a standby of PostgreSQL's, and what is left
//! when the primary dies or the database is away.

mod support {
    pub mod programs;
    pub mod replicated;
    mod unprivileged;
}

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use support::{programs::free_port, replicated::Replicated};
use tempfile::TempDir;

/// Long after what is waited for has happened, unless it never does.
const PATIENCE: Duration = Duration::from_secs(90);

/// A folder of the test's own, and the binary run in it.
struct Bench(TempDir);

impl Bench {
    fn new() -> Bench {
        Bench(tempfile::tempdir().expect("a temporary folder"))
    }

    fn file(&self, name: &str, content: String) {
        fs::write(self.0.path().join(name), content).expect("a file of the test");
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carereach"));
        command.current_dir(self.0.path()).args(line.split_whitespace()).stdin(Stdio::null());
        for name in ["CAREREACH_DATABASE", "CAREREACH_LISTEN", "CAREREACH_AREA", "CAREREACH_LOG"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command that has to work; answers what it said.
    fn done(&self, line: &str) -> String {
        let ran = self.command(line).output().expect("the binary runs");
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{line}\n{said}{}", String::from_utf8_lossy(&ran.stderr));
        said
    }
}

/// A process that ends with the test.
struct Ending(Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An answer: status, body, Retry-After.
struct Answer {
    status: u16,
    body: Value,
    retry_after: Option<String>,
}

/// Asks for an address, or writes to it, as nobody or as the owner of a token.
fn ask(method: &str, url: &str, token: Option<&str>, body: Option<&Value>) -> Option<Answer> {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(30))).build().new_agent();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let answer = match body {
        Some(body) => agent.run(request.header("content-type", "application/json").body(body.to_string()).expect("a request")),
        None => agent.run(request.body(()).expect("a request")),
    };
    let mut answer = answer.ok()?;
    let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let text = answer.body_mut().read_to_string().ok()?;
    Some(Answer { status: answer.status().as_u16(), body: serde_json::from_str(&text).unwrap_or_default(), retry_after })
}

fn get(base: &str, path: &str) -> Answer {
    ask("GET", &format!("{base}{path}"), None, None).unwrap_or_else(|| panic!("{base}{path} answers"))
}

/// A registrar's proposal of a new facility with this id, over the interface.
fn propose(base: &str, token: &str, id: &str) -> Option<Answer> {
    let new = json!({ "id": id, "name": "示例", "kind": "community-service-station", "lon": 108.94, "lat": 34.26, "status": "planned" });
    ask("POST", &format!("{base}/api/v1/facilities"), Some(token), Some(&new))
}

/// A token of a registrar's.
fn registrar(bench: &Bench, database: &str) -> String {
    bench.done(&format!("user add shili --role registrar=all --database {database}"));
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(30)).date_naive();
    let rights = "--right read_records --right write_records";
    let said = bench.done(&format!("token add shili --name test {rights} --expires-on {day} --format json --database {database}"));
    let made: Value = serde_json::from_str(&said).expect("JSON");
    made["token"].as_str().expect("the token").to_owned()
}

/// Asks until it is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "{what}: not after {PATIENCE:?}");
        thread::yield_now();
    }
}

/// A service; answers its address.
fn serve(bench: &Bench, database: &str) -> (Ending, String) {
    let mut process = bench
        .command(&format!("serve --listen 127.0.0.1:0 --database {database}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("it starts");
    let out = BufReader::new(process.stdout.take().expect("its output"));
    let line = out.lines().map_while(Result::ok).find(|line| line.contains("http://")).expect("it says its address");
    let address = line[line.find("http://").expect("an address")..].split([' ', ';']).next().expect("an address").to_owned();
    (Ending(process), address)
}

/// nginx before the services, as docs/operations.md has it.
fn nginx(bench: &Bench, services: [&str; 2]) -> (Ending, String) {
    let port = free_port();
    let folder = bench.0.path().display();
    let [one, two] = services.map(|service| service.trim_start_matches("http://"));
    let config = format!(
        "daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream carereach {{ server {one} max_fails=2 fail_timeout=2s; server {two} max_fails=2 fail_timeout=2s; keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://carereach;
      proxy_http_version 1.1;
      proxy_set_header Connection '';
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_connect_timeout 2s;
      proxy_next_upstream error timeout;
    }}
  }}
}}"
    );
    bench.file("nginx.conf", config);
    let process = Command::new("/usr/sbin/nginx")
        .args(["-e", &format!("{folder}/nginx.log"), "-c", &format!("{folder}/nginx.conf")])
        .spawn()
        .expect("nginx is installed (.ci/setup)");
    let ending = Ending(process);
    until("nginx listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    (ending, format!("http://127.0.0.1:{port}"))
}

const ONE_PLACE: &str = "id,name,kind,lon,lat\nF1,示例,社区服务站,108.94,34.26\n";

#[test]
fn two_servers_behind_nginx_survive_the_primary_and_nothing_acknowledged_is_lost() {
    let bench = Bench::new();
    let mut database = Replicated::start();
    let url = database.address();
    bench.file("one.csv", ONE_PLACE.to_owned());
    bench.file("two.csv", ONE_PLACE.replace("F1", "F2"));
    bench.done(&format!("import facilities one.csv --datum wgs84 --database {url}"));
    let token = registrar(&bench, &url);
    let (_one, first) = serve(&bench, &url);
    let (_two, second) = serve(&bench, &url);
    let (_nginx, front) = nginx(&bench, [&first, &second]);

    // What is written anywhere is answered by both.
    bench.done(&format!("import facilities two.csv --datum wgs84 --database {url}"));
    for server in [&first, &second] {
        until("the other's write is answered", || get(server, "/api/v1/facilities/F2").status == 200);
    }

    // A stream of writes through nginx; whatever was acknowledged is remembered.
    let acknowledged: Arc<Mutex<Vec<String>>> = Arc::default();
    let refused: Arc<Mutex<Vec<Option<String>>>> = Arc::default();
    let odd: Arc<Mutex<BTreeSet<u16>>> = Arc::default();
    let stop = Arc::new(AtomicBool::new(false));
    let writer = {
        let (front, token, acknowledged, refused, odd, stop) =
            (front.clone(), token.clone(), Arc::clone(&acknowledged), Arc::clone(&refused), Arc::clone(&odd), Arc::clone(&stop));
        thread::spawn(move || {
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                match propose(&front, &token, &format!("NEW-{number}")) {
                    Some(Answer { status: 202, body, .. }) => {
                        let id = body["proposal"]["id"].as_str().expect("a proposal").to_owned();
                        acknowledged.lock().expect("no thread panicked").push(id);
                    }
                    Some(Answer { status: 503, retry_after, .. }) => refused.lock().expect("no thread panicked").push(retry_after),
                    Some(other) => drop(odd.lock().expect("no thread panicked").insert(other.status)),
                    None => {}
                }
            }
        })
    };
    let count = |list: &Arc<Mutex<Vec<String>>>| list.lock().expect("no thread panicked").len();
    until("writes are acknowledged", || count(&acknowledged) >= 20);

    database.kill_primary();
    until("writes are refused", || refused.lock().expect("no thread panicked").len() >= 3);
    for server in [&front, &first, &second] {
        assert_eq!(get(server, "/api/v1/facilities/F1").status, 200, "reads go on");
        assert_eq!(get(server, "/health/ready").status, 200);
    }

    let before = count(&acknowledged);
    database.promote_standby();
    until("writes succeed again", || count(&acknowledged) >= before + 10);
    stop.store(true, Ordering::Relaxed);
    writer.join().expect("the writer ends");

    assert!(refused.lock().expect("no thread panicked").iter().all(Option::is_some), "each 503 says when to come back");
    assert_eq!(*odd.lock().expect("no thread panicked"), BTreeSet::new(), "no answer but 202 and 503");
    for id in acknowledged.lock().expect("no thread panicked").iter() {
        let answer = ask("GET", &format!("{front}/api/v1/proposals/{id}"), Some(&token), None).expect("an answer");
        assert_eq!(answer.status, 200, "the proposal {id} was acknowledged");
    }
    bench.done(&format!("check --database {url}"));

    // Both follow the new primary.
    bench.file("three.csv", ONE_PLACE.replace("F1", "F3"));
    bench.done(&format!("import facilities three.csv --datum wgs84 --database {url}"));
    for server in [&first, &second] {
        until("the new primary is followed", || get(server, "/api/v1/facilities/F3").status == 200);
    }
}

#[test]
fn a_database_that_is_gone_for_a_while_stops_writes_and_no_reads() {
    let bench = Bench::new();
    let mut database = Replicated::start();
    let url = database.address();
    bench.file("one.csv", ONE_PLACE.to_owned());
    bench.done(&format!("import facilities one.csv --datum wgs84 --database {url}"));
    let token = registrar(&bench, &url);
    let (_service, address) = serve(&bench, &url);
    assert_eq!(get(&address, "/health/ready").body["database"], "ok");
    assert_eq!(propose(&address, &token, "NEW-1").map(|answer| answer.status), Some(202));

    database.stop();
    until("the service notices", || get(&address, "/health/ready").body["database"] == "away");
    assert_eq!(get(&address, "/health/ready").status, 200);
    assert_eq!(get(&address, "/api/v1/nearest?lon=108.94&lat=34.26").status, 200);
    let started = Instant::now();
    let refused = propose(&address, &token, "NEW-2").expect("an answer");
    assert_eq!((refused.status, refused.body["code"].as_str(), refused.retry_after.is_some()), (503, Some("unavailable"), true));
    assert!(started.elapsed() < Duration::from_secs(10), "nobody waits for a database that is away");

    database.start_again();
    let mut ids = (3..).map(|number| format!("NEW-{number}"));
    let mut accepted = || propose(&address, &token, &ids.next()?).filter(|answer| answer.status == 202);
    until("writes succeed again", || accepted().is_some());
    until("the service notices", || get(&address, "/health/ready").body["database"] == "ok");
}

#[test]
fn a_service_starts_and_reads_on_a_standby_alone() {
    let bench = Bench::new();
    let mut database = Replicated::start();
    let url = database.address();
    bench.file("one.csv", ONE_PLACE.to_owned());
    bench.done(&format!("import facilities one.csv --datum wgs84 --database {url}"));
    let token = registrar(&bench, &url);
    database.kill_primary();
    let (_service, address) = serve(&bench, &url);
    assert_eq!(get(&address, "/api/v1/facilities/F1").status, 200);
    assert_eq!(propose(&address, &token, "NEW-1").map(|answer| answer.status), Some(503));
}
