//! `carereach report`: what the service made, made again at the command line from its hash.

use std::fs;

use serde_json::json;

use super::{bench::Bench, service::Service};

#[test]
fn a_report_is_made_again_at_the_command_line() {
    let bench = Bench::new();
    bench.file("places.csv", "id,name,kind,lon,lat,capacity\nF1,示例日间照料中心,elderly-day-care,108.94,34.26,20\n");
    bench.file("people.csv", "id,lon,lat,population\nC1,108.941,34.26,100\nC2,108.96,34.26,50\n");
    bench.done("import facilities places.csv --datum wgs84");
    bench.done("import demand people.csv --datum wgs84");
    bench.done("user add plan --role planner");
    let token = bench.json("token add plan --name test --right make_plans --right read_records --right read_small_counts --expires-on 2027-06-30 --format json");
    let token = token["token"].as_str().expect("a token").to_owned();
    let service = Service::start(&bench, "serve --listen 127.0.0.1:0");
    let body = json!({
        "terms": { "kind": ["elderly-day-care"], "by": "straight", "within_m": 500.0 },
        "actions": [{ "id": "a1", "do": "build", "name": "选址 1", "lon": 108.961, "lat": 34.26 }],
    });
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let bearer = format!("Bearer {token}");
    let asked = agent.post(format!("{}/api/v1/plans", service.address)).header("authorization", &bearer);
    let mut made = asked.send_json(&body).expect("it answers");
    let plan: serde_json::Value = made.body_mut().read_json().expect("a plan");
    let path = format!("{}/api/v1/plans/{}/report.html", service.address, plan["id"].as_str().expect("an id"));
    let mut report = agent.get(path).header("authorization", &bearer).call().expect("it answers");
    let hash = report.headers()["carereach-hash"].to_str().expect("a hash").to_owned();
    let page = report.body_mut().read_to_string().expect("a page");
    assert!(page.contains("100.0%") && page.contains("66.7%"), "100 of 150 people before, all of them after");
    drop(service);
    let said = bench.done(&format!("report {hash} --to again.html"));
    assert!(said.out.contains(&hash), "{}", said.out);
    let timeless = |text: &str| text.split_once("制作时间").expect("when it was made").0.to_owned();
    assert_eq!(timeless(&bench.text("again.html")), timeless(&page));
    bench.done(&format!("report {hash} --to again.xlsx"));
    assert!(fs::read(bench.path("again.xlsx")).expect("a workbook").starts_with(b"PK"));
    assert!(bench.refused(&format!("report {hash} --to again.pdf")).err.contains(".xlsx, .html, .geojson or .gpkg"));
    let unknown = "f".repeat(64);
    assert!(bench.refused(&format!("report {unknown} --to x.html")).err.contains(&unknown));
}
