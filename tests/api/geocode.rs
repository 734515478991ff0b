//! Outside geocoders: asked when an editor asks, by their own rules, without a word to anybody else.
//!
//! The geocoder is a small server of the test that answers what is written here. Its answers are made up in the shape that the
//! public documentation of Nominatim's `/search` (jsonv2) gives; no public service was asked or recorded.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Shutdown, TcpListener},
    sync::mpsc::{Receiver, channel},
    thread,
};

use carereach::{
    config::{BasemapArgs, GeocoderArgs, OidcArgs},
    domain::geocode::GeocoderKind,
};
use serde_json::{Value, json};

use super::service::{Service, add_account, encode, fixtures, number};

const KEY: &str = "KEY-THAT-NOBODY-SEES";

/// A server that gives one answer to everybody and tells what it was asked.
fn geocoder(status: &'static str, body: String) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (tell, told) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().expect("the same stream")).lines();
            let head: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nlocation: http://127.0.0.1:1/\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let sent = stream.write_all(answer.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write));
            if sent.is_err() || tell.send(head.join("\n")).is_err() {
                return;
            }
        }
    });
    (format!("http://{address}"), told)
}

fn service(kind: GeocoderKind, url: &str) -> Service {
    let records = fixtures();
    add_account(&records, "registrar", &["registrar=all"]);
    add_account(&records, "auditor", &["auditor=all"]);
    let geocoder = GeocoderArgs { kind: Some(kind), url: Some(url.to_owned()), key: Some(KEY.to_owned()) };
    Service::start_with(records, BasemapArgs::default(), OidcArgs::default(), geocoder)
}

fn place(rank: u32, sort: &str) -> Value {
    json!({ "place_id": 1, "lat": "34.2550", "lon": "108.9460", "category": "place", "place_rank": rank, "addresstype": sort,
            "display_name": "平安路5号, 示例市" })
}

#[test]
fn an_address_is_placed_by_nominatim_with_its_level_and_what_to_do() {
    let (url, asked) = geocoder("200 OK", json!([place(30, "house"), place(26, "road")]).to_string());
    let service = service(GeocoderKind::Nominatim, &url);
    let cookie = service.sign_in("registrar");
    let path = format!("/api/v1/geocode?q={}", encode("平安路5号"));
    let answer = service.ask("GET", &path, &[("cookie", &cookie)]);
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    let answer = answer.json();
    let told: Vec<_> =
        answer["items"].as_array().expect("items").iter().map(|item| (&item["level"], &item["precision"], &item["review"])).collect();
    assert_eq!(told, [(&json!("house"), &json!("building"), &json!(false)), (&json!("street"), &json!("street"), &json!(true))]);
    assert_eq!((number(&answer["items"][0]["lon"]), &answer["attribution"]), (108.946, &json!("© OpenStreetMap contributors")));
    let head = asked.recv().expect("it was asked");
    assert!(head.starts_with(&format!("GET /search?q={}&format=jsonv2", encode("平安路5号"))), "{head}");
    assert!(head.contains("carereach/"), "it says who asks: {head}");
}

#[test]
fn amaps_points_come_in_wgs84_with_the_pair_as_given() {
    let point = json!({ "formatted_address": "示例路5号", "level": "门牌号", "location": "108.950600,34.253400" });
    let (url, _asked) = geocoder("200 OK", json!({ "status": "1", "count": "1", "geocodes": [point] }).to_string());
    let service = service(GeocoderKind::Amap, &url);
    let answer = service.ask("GET", "/api/v1/geocode?q=x", &[("cookie", &service.sign_in("registrar"))]).json();
    let item = &answer["items"][0];
    assert_eq!(item["given"], json!({ "x": 108.9506, "y": 34.2534, "datum": "gcj02" }));
    let moved = super::service::metres([108.9506, 34.2534], [number(&item["lon"]), number(&item["lat"])]);
    assert!((300.0..700.0).contains(&moved), "{moved}");
}

#[test]
fn a_geocoder_that_fails_is_told_without_its_key_or_the_address() {
    for (status, body, expected) in [
        ("403 Forbidden", format!("{{\"message\":\"{KEY} is no key\"}}"), 502),
        ("200 OK", "<html>".to_owned(), 502),
        ("200 OK", json!({ "error": format!("{KEY} is no key") }).to_string(), 502),
        ("302 Found", String::new(), 502),
        ("429 Too Many Requests", String::new(), 503),
    ] {
        let (url, _asked) = geocoder(status, body);
        let service = service(GeocoderKind::Nominatim, &url);
        let answer = service.ask("GET", "/api/v1/geocode?q=HIDDEN-STREET", &[("cookie", &service.sign_in("registrar"))]);
        assert_eq!(answer.status, expected, "{status}");
        let problem = answer.problem();
        assert_eq!(problem["code"], if expected == 502 { "geocoder_failed" } else { "unavailable" });
        let said = problem.to_string();
        assert!(!said.contains(KEY) && !said.contains("HIDDEN") && !said.contains(&url), "{said}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port that is free again");
    let service = service(GeocoderKind::Nominatim, &format!("http://{closed}"));
    assert_eq!(service.ask("GET", "/api/v1/geocode?q=x", &[("cookie", &service.sign_in("registrar"))]).status, 503);
}

#[test]
fn only_an_editor_asks_and_nobody_is_asked_unless_one_is_set_up() {
    let (url, asked) = geocoder("200 OK", "[]".to_owned());
    let with = service(GeocoderKind::Nominatim, &url);
    assert_eq!(with.get("/api/v1/geocode?q=x").status, 401);
    assert_eq!(with.ask("GET", "/api/v1/geocode?q=x", &[("cookie", &with.sign_in("auditor"))]).status, 403);
    assert_eq!(with.ask("GET", "/api/v1/geocode", &[("cookie", &with.sign_in("registrar"))]).status, 422);
    assert_eq!(with.get(&format!("/api/v1/nearest?address={}", encode("没有这条街"))).status, 422);
    assert_eq!(with.json(&format!("/api/v1/search?q={}", encode("没有这条街")))["items"], json!([]));
    assert!(asked.try_recv().is_err(), "searching asks nobody outside");
    assert_eq!(with.ask("GET", "/api/v1/geocode?q=x", &[("cookie", &with.sign_in("registrar"))]).json()["items"], json!([]));
    let records = fixtures();
    add_account(&records, "registrar", &["registrar=all"]);
    let without = Service::start(records, BasemapArgs::default());
    let problem = without.ask("GET", "/api/v1/geocode?q=x", &[("cookie", &without.sign_in("registrar"))]).problem();
    assert_eq!(problem["code"], "conflict");
}
