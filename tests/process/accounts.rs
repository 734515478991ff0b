//! Accounts at the command line, the first start, and https, as whoever runs the machine meets them.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use super::bench::{Bench, Said};

/// A service whose lines on standard output are kept; it is stopped with the test.
struct Running {
    process: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Running {
    fn start(bench: &Bench, line: &str) -> Running {
        let mut process = bench.command(line).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let out = BufReader::new(process.stdout.take().expect("its output"));
        Running { process, out }
    }

    /// What follows this beginning in the first line that has it.
    fn after(&mut self, beginning: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.out.read_line(&mut line).expect("it speaks") > 0, "it ended without saying {beginning}");
            if let Some(at) = line.find(beginning) {
                return line[at..].split([' ', ';', '\n']).next().unwrap_or_default().to_owned();
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn with_input(bench: &Bench, line: &str, input: &str) -> Said {
    let mut process =
        bench.command(line).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    process.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it reads");
    let output = process.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the binary speaks UTF-8");
    Said { code: output.status.code().expect("it ended by itself"), out: text(output.stdout), err: text(output.stderr) }
}

fn post(url: &str, body: &serde_json::Value) -> (u16, serde_json::Value) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut answer = agent.post(url).send_json(body).expect("it answers");
    (answer.status().as_u16(), answer.body_mut().read_json().expect("JSON"))
}

#[test]
fn the_first_start_prints_a_link_that_makes_the_administrator_and_the_next_does_not() {
    let bench = Bench::new();
    let mut service = Running::start(&bench, "serve --listen 127.0.0.1:0");
    let address = service.after("http://");
    let link = service.after("http://");
    let token = link.split_once("/setup?token=").expect("a link").1.to_owned();
    let body = serde_json::json!({ "token": token, "login": "chief", "name": "示例", "password": "Sample-pass-1" });
    let (status, answer) = post(&format!("{address}/api/v1/setup"), &body);
    assert_eq!((status, &answer["account"]["login"]), (200, &"chief".into()));
    drop(service);
    let list = bench.json("user list --format json");
    assert_eq!(list["items"][0]["grants"], serde_json::json!([{ "role": "administrator", "jurisdiction": "all" }]));
    assert!(!list.to_string().contains("argon2"));
}

#[test]
fn accounts_and_tokens_are_made_at_the_command_line() {
    let bench = Bench::new();
    let made = bench.done("user add Clerk --name 示例 --role registrar=610102 --role planner");
    assert!(made.out.contains("/setup?token="), "{}", made.out);
    let refused = bench.refused("user add other --role king --role planner=123456");
    assert!(refused.err.contains("king") && refused.err.contains("123456"), "{}", refused.err);
    bench.refused("user add clerk");
    bench.refused("user passwd nobody");
    let weak = with_input(&bench, "user passwd clerk --password-stdin", "weak\n");
    assert!(weak.code == 2 && weak.err.contains("shorter than 8"), "{}", weak.err);
    assert!(!format!("{}{}", weak.out, weak.err).contains("weak"), "a password is not repeated");
    assert_eq!(with_input(&bench, "user passwd clerk --password-stdin", "Sample-pass-1\n").code, 0);
    let token = bench.json("token add clerk --name 日报 --right read_records --where 610102 --expires-on 2027-06-30 --format json");
    assert!(token["token"].as_str().is_some_and(|token| token.starts_with("crt_")));
    assert!(bench.refused("token add clerk --name x --right approve_changes --expires-on 2027-06-30").err.contains("approve_changes"));
    let id = token["item"]["id"].as_str().expect("an id").to_owned();
    bench.done(&format!("token revoke {id}"));
    let list = bench.done("token list");
    assert!(list.out.contains("revoked") && !list.out.contains("crt_"), "{}", list.out);

    // What lies on the disk has neither the password nor the token nor the link, and does have what they are for.
    let link = made.out.split_once("token=").expect("a token in the link").1.trim().to_owned();
    let kept: Vec<u8> = std::fs::read_dir(bench.path("."))
        .expect("the folder")
        .flat_map(|file| std::fs::read(file.expect("a file").path()).expect("its bytes"))
        .collect();
    let holds = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("clerk") && holds("$argon2id$") && holds("日报"));
    for secret in ["Sample-pass-1", token["token"].as_str().expect("a token"), &link] {
        assert!(!holds(secret), "{secret} lies on the disk");
    }
}

#[test]
fn the_demo_has_an_account_of_each_role_with_a_password_of_its_own() {
    let bench = Bench::new();
    let mut service = Running::start(&bench, "demo --listen 127.0.0.1:0 --people 20000");
    let address = service.after("http://");
    service.after("registrar");
    let mut line = String::new();
    service.out.read_line(&mut line).expect("the next account");
    let (login, password) = line.trim().split_once(char::is_whitespace).expect("a login and a password");
    let (status, answer) = post(&format!("{address}/api/v1/session"), &serde_json::json!({ "login": login, "password": password.trim() }));
    assert_eq!((status, &answer["account"]["grants"][0]["role"]), (200, &login.into()));
}

fn certificate(bench: &Bench, name: &str) {
    let made = Command::new("openssl")
        .current_dir(bench.path("."))
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.crt")])
        .output()
        .expect("openssl runs (Debian's package)");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn the_service_speaks_https_with_a_certificate_and_tells_browsers_to_stay_with_it() {
    let bench = Bench::new();
    certificate(&bench, "own");
    let mut service = Running::start(&bench, "serve --listen 127.0.0.1:0 --tls-cert own.crt --tls-key own.key");
    let address = service.after("https://");
    // openssl's own client, which knows nothing of the service's library.
    let ask = |request: &str| {
        let mut client = Command::new("openssl")
            .current_dir(bench.path("."))
            .args(["s_client", "-quiet", "-verify_return_error", "-CAfile", "own.crt", "-connect", address.trim_start_matches("https://")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl runs");
        client.stdin.as_mut().expect("its input").write_all(request.as_bytes()).expect("it reads");
        let output = client.wait_with_output().expect("it ends");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let body = r#"{"login":"nobody","password":"x"}"#;
    let said = ask(&format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    assert!(said.starts_with("HTTP/1.1 401") && said.to_lowercase().contains("strict-transport-security: max-age="), "{said}");
}

#[test]
fn a_certificate_that_cannot_be_used_is_told_by_its_file() {
    let bench = Bench::new();
    certificate(&bench, "own");
    certificate(&bench, "other");
    bench.file("empty.pem", "nothing here\n");
    for (options, said) in [
        ("--tls-cert none.crt --tls-key own.key", "none.crt cannot be read"),
        ("--tls-cert empty.pem --tls-key own.key", "empty.pem holds no certificate"),
        ("--tls-cert own.crt --tls-key empty.pem", "empty.pem holds no private key"),
        ("--tls-cert own.crt --tls-key other.key", "own.crt and the key other.key cannot be used together"),
        ("--tls-cert own.crt", "--tls-key"),
    ] {
        let refused = bench.refused(&format!("serve --listen 127.0.0.1:0 {options}"));
        assert!(refused.err.contains(said), "{options}: {}", refused.err);
    }
}
