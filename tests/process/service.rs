use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use super::bench::Bench;

/// A service that is stopped with the test.
pub struct Service {
    process: Child,
    pub address: String,
}

impl Service {
    pub fn start(bench: &Bench, line: &str) -> Service {
        Service::of(bench.command(line))
    }

    /// The service that a command starts.
    pub fn of(mut command: std::process::Command) -> Service {
        command.stderr(Stdio::null());
        Service::logging(command)
    }

    /// The same, with its log where the command sends it.
    pub fn logging(mut command: std::process::Command) -> Service {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let out = BufReader::new(process.stdout.take().expect("its output"));
        let address = out
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line[line.find("http://")?..].split([' ', ';']).next()?.to_owned()))
            .expect("it says its address");
        Service { process, address }
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &serde_json::Value) -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut answer = agent.post(format!("{}{path}", self.address)).send_json(body).expect("it answers");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("a body"))
    }

    /// The head and the body of an answer, to who has a token.
    pub fn whole(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let asked = agent.get(format!("{}{path}", self.address));
        let asked = if let Some(token) = token { asked.header("authorization", format!("Bearer {token}")) } else { asked };
        let mut answer = asked.call().expect("it answers");
        let head = format!("{:?}", answer.headers());
        (answer.status().as_u16(), head + &answer.body_mut().read_to_string().expect("a body"))
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut answer = agent.get(format!("{}{path}", self.address)).call().expect("it answers");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("a body"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn another_process_import_is_answered_by_a_running_service() {
    let bench = Bench::new();
    let service = Service::start(&bench, "serve --listen 127.0.0.1:0");
    assert_eq!(service.get("/health/ready").0, 200);
    assert_eq!(service.get("/api/v1/facilities/F1").0, 404);
    bench.file("list.csv", "id,name,kind,lon,lat\nF1,示例,社区服务站,108.94,34.26\n");
    bench.done("import facilities list.csv --datum wgs84");
    // The service follows the database on its own; the test asks until it does, and fails by the runner's patience if never.
    let started = std::time::Instant::now();
    while service.get("/api/v1/facilities/F1").0 != 200 {
        assert!(started.elapsed().as_secs() < 30, "the import never became visible");
    }
    let (status, body) = service.get("/api/v1/nearest?lon=108.94&lat=34.261&kind=community-service-station");
    assert!(status == 200 && body.contains("\"F1\""), "{body}");
}

#[test]
fn the_demo_shows_a_sample_city_with_its_page_and_leaves_nothing_behind() {
    let bench = Bench::new();
    let service = Service::start(&bench, "demo --listen 127.0.0.1:0 --people 30000");
    let (_, about) = service.get("/api/v1/about");
    let about: serde_json::Value = serde_json::from_str(&about).expect("JSON");
    assert_eq!((&about["sample"], &about["counts"]["people"]), (&true.into(), &30000.0.into()));
    let (status, page) = service.get("/");
    assert!(status == 200 && page.contains("<script type=\"module\""), "the binary carries the page: {page}");
    drop(service);
    let left: Vec<_> = std::fs::read_dir(bench.path(".")).expect("the folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_taken_address_is_said_plainly() {
    let bench = Bench::new();
    let service = Service::start(&bench, "demo --listen 127.0.0.1:0 --people 20000");
    let address = service.address.trim_start_matches("http://");
    let said = bench.run(&format!("serve --listen {address}"));
    assert_eq!(said.code, 1);
    assert!(said.err.contains("--listen"), "{}", said.err);
}
