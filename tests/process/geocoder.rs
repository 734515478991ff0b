//! The key of an outside geocoder: told to the geocoder, and to nobody and nothing else, whatever the geocoder does.
//!
//! The geocoder is a small server of the test. The binary runs as it does in an office, with the key in its environment, and says
//! all that it can be made to say.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    net::{Shutdown, TcpListener},
    process::Stdio,
    sync::mpsc::{Receiver, channel},
    thread,
};

use super::{bench::Bench, service::Service};

const KEY: &str = "K3yThatNobodySees";

/// What the geocoder does with whoever asks.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Answers,
    /// Says no, and repeats the key.
    Refuses,
    /// Sends elsewhere, with the key in the address.
    Redirects,
    /// Takes the question and hangs up.
    BreaksOff,
    /// Takes the question and says nothing for as long as anybody waits.
    Hangs,
}

/// A geocoder in a mood; tells the first line of each question.
fn geocoder(mood: Mood) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut waiting = Vec::new();
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().expect("the same stream")).lines();
            let head: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let (status, more, body) = match mood {
                Mood::Answers => {
                    let found =
                        r#"{"status":"1","geocodes":[{"formatted_address":"示例路5号","level":"门牌号","location":"108.95,34.25"}]}"#;
                    ("200 OK", String::new(), found.to_owned())
                }
                Mood::Refuses => ("403 Forbidden", String::new(), format!("{{\"status\":\"0\",\"info\":\"{KEY} is no key\"}}")),
                Mood::Redirects => ("302 Found", format!("location: http://127.0.0.1:1/?key={KEY}\r\n"), String::new()),
                Mood::BreaksOff | Mood::Hangs => ("", String::new(), String::new()),
            };
            if tell.send(head.first().cloned().unwrap_or_default()).is_err() {
                return;
            }
            if mood == Mood::Hangs {
                waiting.push(stream);
                continue;
            }
            if !status.is_empty() {
                let length = body.len();
                let answer = format!("HTTP/1.1 {status}\r\n{more}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
                let _ = stream.write_all(answer.as_bytes());
            }
            let _ = stream.shutdown(Shutdown::Both);
        }
    });
    (format!("http://{address}"), told)
}

/// A registry with somebody who edits records; answers their token.
fn office() -> (Bench, String) {
    let bench = Bench::new();
    bench.file("list.csv", "id,name,kind,lon,lat\nF1,示例,社区服务站,108.94,34.26\n");
    bench.done("import facilities list.csv --datum wgs84");
    bench.done("user add clerk --role registrar");
    let token = bench.json("token add clerk --name test --right write_records --right read_records --expires-on 2027-06-30 --format json");
    (bench, token["token"].as_str().expect("a token").to_owned())
}

/// Everything that one service says in its life: logs as loud as they go, answers with their heads, pages, links.
fn all_that_is_said(mood: Mood, sort: &str, log: &str) -> (u16, String, String) {
    let (bench, token) = office();
    let (url, asked) = geocoder(mood);
    let file = bench.path("log");
    let mut command = bench.command("serve --listen 127.0.0.1:0");
    command.env("CAREREACH_GEOCODER", sort).env("CAREREACH_GEOCODER_URL", &url).env("CAREREACH_GEOCODER_KEY", KEY);
    command.env("CAREREACH_LOG", "trace").env("CAREREACH_LOG_FORMAT", log).env("RUST_BACKTRACE", "full");
    command.stderr(Stdio::from(File::create(&file).expect("a file for the log")));
    let service = Service::logging(command);
    let (status, mut said) = service.whole("/api/v1/geocode?q=HIDDEN-STREET", Some(&token));
    let question = asked.recv().expect("the geocoder was asked");
    assert!(question.contains(KEY), "the geocoder hears the key: {question}");
    for path in [
        "/api/v1/about",
        "/api/v1/openapi.json",
        "/api/v1/search?q=HIDDEN-STREET",
        "/api/v1/nearest?address=HIDDEN-STREET",
        "/tiles/base.json",
        "/health/ready",
        "/",
    ] {
        said += &service.whole(path, Some(&token)).1;
    }
    drop(service);
    let logged = bench.text("log");
    assert!(logged.contains("carereach") || logged.contains("geocod") || mood == Mood::Answers, "the log is written: {logged}");
    (status, said, logged)
}

#[test]
fn the_key_of_a_geocoder_stands_in_no_log_no_answer_and_no_link_whatever_the_geocoder_does() {
    let moods = [
        (Mood::Answers, "amap", 200),
        (Mood::Refuses, "amap", 502),
        (Mood::Redirects, "tianditu", 502),
        (Mood::BreaksOff, "amap", 503),
        (Mood::Hangs, "tianditu", 503),
    ];
    let runs = moods.map(|(mood, sort, expected)| {
        thread::spawn(move || {
            for log in ["text", "json"] {
                let (status, said, logged) = all_that_is_said(mood, sort, log);
                assert_eq!(status, expected, "{said}");
                assert!(!said.contains(KEY), "{said}");
                assert!(!logged.contains(KEY), "{logged}");
                assert!(!logged.contains("HIDDEN-STREET"), "nor the address: {logged}");
            }
        })
    });
    for run in runs {
        run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    }
}

#[test]
fn a_geocoder_that_cannot_be_set_up_is_refused_without_its_key() {
    let bench = Bench::new();
    let refused = |sort: &str, url: &str| {
        let mut command = bench.command("serve --listen 127.0.0.1:0");
        command.env("CAREREACH_GEOCODER", sort).env("CAREREACH_GEOCODER_URL", url).env("CAREREACH_GEOCODER_KEY", KEY);
        let output = command.output().expect("the binary runs");
        assert!(!output.status.success(), "{sort} {url}");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(!said.is_empty() && !said.contains(KEY), "{said}");
    };
    refused("google", "https://example.cn");
    refused("amap", "http://example.cn");
    refused("amap", &format!("https://example.cn/?key={KEY}"));
    let help = bench.command("serve --help").env("CAREREACH_GEOCODER_KEY", KEY).output().expect("the binary runs");
    assert!(!String::from_utf8_lossy(&help.stdout).contains(KEY));
}
