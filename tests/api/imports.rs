//! Files over HTTP: brought in, looked at, mended, approved by another, and taken out again.

use carereach::config::BasemapArgs;
use serde_json::{Value, json};

use super::service::{Answer, Service, add_account, fixtures, text};

/// A service of its own with people who bring files.
struct Office {
    service: Service,
    registrar: String,
    approver: String,
}

const MESSY: &str = "编号,设施名,类别,经度,纬度,行政区划代码,备注\nB1,新一,日间照料中心,108.945,34.255,990101,\nB2,新二,太空站,108.946,34.255,990101,\nA1,东一日间照料中心,日间照料中心,108.945,34.255,990101,电话13800138000\n";

impl Office {
    fn open() -> Office {
        let records = fixtures();
        add_account(&records, "registrar", &["registrar=all"]);
        add_account(&records, "approver", &["approver=all"]);
        add_account(&records, "planner", &["planner=all"]);
        add_account(&records, "east", &["registrar=990102"]);
        let service = Service::start(records, BasemapArgs::default());
        let (registrar, approver) = (service.sign_in("registrar"), service.sign_in("approver"));
        Office { service, registrar, approver }
    }

    fn upload(&self, cookie: &str, query: &str, bytes: &[u8]) -> Answer {
        let headers = [("cookie", cookie), ("content-type", "application/octet-stream")];
        self.service.send("POST", &format!("/api/v1/imports?{query}"), &headers, bytes)
    }

    fn write(&self, cookie: &str, method: &str, path: &str, body: &Value) -> Answer {
        self.service.write(method, path, &[("cookie", cookie)], body)
    }

    /// A write that has to work.
    fn done(&self, cookie: &str, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.write(cookie, method, path, body);
        assert!((200..300).contains(&answer.status), "{path}: {}", answer.text());
        answer.json()
    }

    fn read(&self, cookie: &str, path: &str) -> Value {
        let answer = self.service.ask("GET", path, &[("cookie", cookie)]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }
}

#[test]
fn a_messy_file_goes_in_after_another_persons_approval_and_comes_out_again() {
    let office = Office::open();
    let (me, other) = (office.registrar.clone(), office.approver.clone());
    let answer = office.upload(&me, "kind=facilities&name=..%2F%E8%A1%A8.csv", MESSY.as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    let draft = answer.json();
    assert_eq!((&draft["file_name"], &draft["rows"], &draft["state"]), (&json!("表.csv"), &json!(3), &json!("draft")));
    assert_eq!((&draft["datum"]["needed"], &draft["datum"]["candidates"][0]["points"][0]["lon"]), (&json!(true), &json!(108.945)));
    let at = format!("/api/v1/imports/{}", text(&draft["id"]));
    let said = json!({ "mapping": { "设施名": "name" }, "datum": "wgs84" });
    let draft = office.done(&me, "PATCH", &at, &said);
    assert_eq!(
        draft["summary"],
        json!({ "added": 1, "changed": 0, "unchanged": 0, "removed": 0, "refused": 2, "not_chosen": 0, "warned": 0 })
    );
    for (chosen, left_out) in [(false, 1), (true, 0)] {
        let all = json!({ "choose": { "state": "added", "chosen": chosen } });
        assert_eq!(office.done(&me, "PATCH", &at, &all)["summary"]["not_chosen"], left_out, "a whole state at once");
    }
    let rows = office.read(&me, &format!("{at}/rows?state=refused"));
    assert_eq!((&rows["total"], &rows["items"][0]["errors"][0]["column"]), (&json!(2), &json!("类别")));
    assert!(!rows.to_string().contains("13800138000"));
    assert_eq!(office.done(&me, "PATCH", &format!("{at}/rows/3"), &json!({ "cells": { "类别": "社区服务站" } }))["state"], "added");
    let mended = office.done(&me, "PATCH", &format!("{at}/rows/4"), &json!({ "cells": { "备注": "三楼有电梯" } }));
    assert_eq!(mended["state"], "changed");
    let fields: Vec<_> = mended["fields"].as_array().expect("fields").iter().map(|one| text(&one["field"])).collect();
    assert_eq!(fields, ["division"], "what the file has no column for stays");
    let page = office.read(&me, &format!("{at}/rows?limit=2"));
    assert_eq!((page["items"].as_array().expect("rows").len(), &page["next_cursor"]), (2, &json!("3")));
    assert_eq!(office.read(&me, &format!("{at}/rows?limit=2&cursor=3"))["items"][0]["row"], 4);
    let answer = office.write(&me, "POST", &format!("{at}/apply"), &json!({ "reason": "新名单" }));
    assert_eq!((answer.status, &answer.json()["applied"]), (202, &json!(false)));
    let proposal = format!("/api/v1/proposals/{}", text(&answer.json()["proposal"]["id"]));
    assert_eq!(office.service.get("/api/v1/facilities/B1").status, 404);
    assert_eq!(office.write(&me, "PATCH", &at, &said).refused(), (409, "conflict".into()));
    office.done(&other, "POST", &format!("{proposal}/approve"), &json!({}));
    assert_eq!(office.service.json("/api/v1/facilities/B2")["kind"], "community-service-station");
    let batches = office.read(&other, "/api/v1/batches");
    let batch = &batches["items"][0];
    assert_eq!((&batch["added"], &batch["changed"], &batch["may_undo"]), (&json!(2), &json!(1), &json!(true)));
    let undo = format!("/api/v1/batches/{}/undo", text(&batch["id"]));
    assert_eq!(office.write(&me, "POST", &undo, &json!({ "reason": "x" })).refused(), (403, "forbidden".into()));
    assert_eq!(office.write(&other, "POST", &undo, &json!({})).refused(), (422, "invalid_input".into()));
    assert!(office.done(&other, "POST", &undo, &json!({ "reason": "弄错了" }))["undone_at"].is_string());
    assert_eq!(office.write(&other, "POST", &undo, &json!({ "reason": "again" })).refused(), (409, "conflict".into()));
    assert_eq!(office.service.get("/api/v1/facilities/B1").status, 404);
    assert_eq!(office.read(&me, &at)["state"], "undone");
}

#[test]
fn a_row_in_the_wrong_place_is_warned_of_and_can_be_asked_for_alone() {
    let office = Office::open();
    let me = office.registrar.clone();
    // The second lies in the west and declares the east; the third lies nowhere.
    let text = "id,name,kind,lon,lat,datum,division\nB1,新一,日间照料中心,108.945,34.255,wgs84,990101\nB2,新二,日间照料中心,108.935,34.255,wgs84,990101\n\
        B3,新三,日间照料中心,109.5,34.255,wgs84,\n";
    let draft = office.upload(&me, "kind=facilities&name=a.csv", text.as_bytes()).json();
    assert_eq!((&draft["summary"]["added"], &draft["summary"]["warned"]), (&json!(3), &json!(2)));
    let at = format!("/api/v1/imports/{}", super::service::text(&draft["id"]));
    let rows = office.read(&me, &format!("{at}/rows?warned=true&state=added"));
    assert_eq!((&rows["total"], &rows["items"][0]["row"], &rows["items"][1]["row"]), (&json!(2), &json!(3), &json!(4)));
    let warning = &rows["items"][0]["warnings"][0];
    assert_eq!((&warning["problem"], &warning["detail"]["found"]), (&json!("outside_division"), &json!("990102001001")));
    assert_eq!(rows["items"][1]["warnings"][0]["problem"], "in_no_division");
    assert_eq!(office.read(&me, &format!("{at}/rows"))["items"][0]["warnings"], json!([]));
    let left = json!({ "choose": { "state": "added", "chosen": false, "warned": true } });
    assert_eq!(office.done(&me, "PATCH", &at, &left)["summary"]["not_chosen"], 2);
}

#[test]
fn a_package_is_a_draft_like_any_other_file() {
    let office = Office::open();
    let me = office.registrar.clone();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let files = [
        ("organizations.csv", "id,name\nH1,示例中心\n"),
        (
            "locations.csv",
            "id,organization_id,name,latitude,longitude\nH2,H1,示例日间照料中心,34.255,108.945\nH3,H1,示例日间照料中心,91,108.945\n",
        ),
    ];
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("its bytes");
    }
    let bytes = zip.finish().expect("a zip").into_inner();
    let draft = office.upload(&me, "kind=hsds&name=p.zip", &bytes).json();
    assert_eq!((&draft["kind"], &draft["headings"], &draft["datum"]["needed"]), (&json!("hsds"), &json!([]), &json!(false)));
    assert_eq!((&draft["summary"]["added"], &draft["summary"]["refused"], &draft["rows"]), (&json!(2), &json!(1), &json!(3)));
    let at = format!("/api/v1/imports/{}", text(&draft["id"]));
    let refused = office.read(&me, &format!("{at}/rows?state=refused"))["items"][0].clone();
    assert_eq!((&refused["file"], &refused["file_row"]), (&json!("locations.csv"), &json!(3)));
    assert_eq!(refused["errors"][0]["column"], "locations.csv:latitude");
    let broken = office.upload(&me, "kind=hsds&name=p.zip", b"PK\x03\x04").json();
    assert!(text(&broken["problem"]).contains("p.zip"), "{broken}");
}

#[test]
fn uploads_that_are_too_large_of_no_kind_or_from_nobody_are_refused() {
    let office = Office::open();
    let me = office.registrar.as_str();
    let large = vec![b'x'; (64 << 20) + 1];
    assert_eq!(office.upload(me, "kind=facilities&name=a.csv", &large).refused(), (413, "payload_too_large".into()));
    let announced = [("cookie", me), ("content-length", "209715200")];
    let answer = office.service.ask("POST", "/api/v1/imports?kind=facilities&name=a.csv", &announced[..1]);
    assert_eq!(answer.refused(), (422, "invalid_input".into()), "an empty file");
    let answer = office.upload(me, "kind=cats&name=a.exe", b"x");
    let fields: Vec<_> = answer.problem()["errors"].as_array().expect("errors").iter().map(|error| text(&error["field"])).collect();
    assert_eq!((answer.status, fields), (422, vec!["kind".to_owned(), "name".to_owned()]));
    assert_eq!(office.upload("", "kind=facilities&name=a.csv", b"x").refused(), (401, "signed_out".into()));
    let planner = office.service.sign_in("planner");
    assert_eq!(office.upload(&planner, "kind=facilities&name=a.csv", b"x").refused(), (403, "forbidden".into()));
}

#[test]
fn what_is_said_of_a_draft_is_held_against_its_shape() {
    let office = Office::open();
    let me = office.registrar.clone();
    let draft = office.upload(&me, "kind=facilities&name=a.csv", MESSY.as_bytes()).json();
    let at = format!("/api/v1/imports/{}", text(&draft["id"]));
    for body in [
        json!({ "mapping": { "设施名": "wings" } }),
        json!({ "mapping": { "没有": "name" } }),
        json!({ "mapping": "name" }),
        json!({ "datum": "moon" }),
        json!({ "choose": { "state": "all", "chosen": true } }),
        json!({ "choose": { "state": "added" } }),
        json!({ "default_kind": 7 }),
        json!({ "complete_for": { "division": "99", "kind": "太空站" } }),
        json!({ "complete_for": { "division": "x", "kind": "日间照料中心" } }),
        json!({ "wings": 2 }),
    ] {
        assert_eq!(office.write(&me, "PATCH", &at, &body).refused(), (422, "invalid_input".into()), "{body}");
    }
    office.done(&me, "PATCH", &at, &json!({ "datum": "gcj02", "default_kind": "日间照料中心" }));
    let back = office.done(&me, "PATCH", &at, &json!({ "datum": null, "default_kind": null }));
    assert_eq!((&back["datum"]["given"], &back["default_kind"]), (&Value::Null, &Value::Null), "null takes back");
    for row in ["99", "x", "-1", "1"] {
        assert_eq!(office.write(&me, "PATCH", &format!("{at}/rows/{row}"), &json!({ "chosen": false })).status, 404, "{row}");
    }
    assert_eq!(office.service.ask("GET", &format!("{at}/rows?cursor=x"), &[("cookie", &me)]).refused().0, 422);
    assert_eq!(office.write(&me, "POST", &format!("{at}/apply"), &json!({})).refused(), (409, "conflict".into()));
    let stranger = office.service.sign_in("east");
    assert_eq!(office.service.ask("GET", &at, &[("cookie", &stranger)]).refused(), (404, "not_found".into()));
    assert_eq!(office.service.ask("DELETE", &at, &[("cookie", &me)]).status, 204);
    assert_eq!(office.service.ask("GET", &at, &[("cookie", &me)]).status, 404);
}

/// Cells of 0.01 degrees from 108.93 E, 34.26 N: one in 西一社区, one in 东一社区, one in 东二社区.
fn grid(values: [f32; 3]) -> Vec<u8> {
    use tiff::{encoder::TiffEncoder, encoder::colortype::Gray32Float, tags::Tag};
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).expect("memory takes a file");
    let mut image = encoder.new_image::<Gray32Float>(3, 1).expect("a picture");
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[0.01, 0.01, 0.0][..]).expect("a tag");
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, 108.93, 34.26, 0.0][..]).expect("a tag");
    tags.write_tag(Tag::GeoKeyDirectoryTag, &[1u16, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326][..]).expect("a tag");
    image.write_data(&values).expect("memory takes a picture");
    file.into_inner()
}

/// Everybody of the registry, and the definitions that their figures have.
fn everybody(office: &Office) -> (Value, Vec<String>) {
    let answer = office.service.json("/api/v1/coverage?within_m=500");
    let figures = answer["inputs"]["figures"].as_array().expect("figures").iter();
    (answer["bands"][0]["total"].clone(), figures.filter_map(|one| one["definition"].as_str()).map(str::to_owned).collect())
}

#[test]
fn a_population_grid_is_looked_at_by_division_said_what_it_is_approved_and_undone() {
    let office = Office::open();
    let (me, other) = (office.registrar.clone(), office.approver.clone());
    let answer = office.upload(&me, "kind=demand&name=people.tif", &grid([12.5, 100.0, 7.25]));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let draft = answer.json();
    assert_eq!((&draft["figures"]["form"], &draft["figures"]["method"]), (&json!("grid"), &json!("estimated")));
    assert_eq!(draft["people"]["groups"], json!([{ "group": "population", "people": 119.75, "replaced": 0.0, "others": 2970.0 }]));
    let divisions = draft["people"]["divisions"].as_array().expect("divisions").iter();
    let told: Vec<_> = divisions.map(|one| (text(&one["name"]), one["cells"].clone(), one["people"].clone())).collect();
    let one = |name: &str, people: f64| (name.to_owned(), json!(1), json!([people]));
    assert_eq!(told, [one("东一社区", 100.0), one("东二社区", 7.25), one("西一社区", 12.5)]);
    assert_eq!((&draft["summary"]["added"], &draft["rows"]), (&json!(3), &json!(3)));
    let at = format!("/api/v1/imports/{}", text(&draft["id"]));
    let wrong = office.write(&me, "PATCH", &at, &json!({ "figures": { "year": 99, "band": 0, "spread": true } }));
    assert_eq!(wrong.status, 422);
    let fields: Vec<_> = wrong.json()["errors"].as_array().expect("errors").iter().map(|one| text(&one["field"])).collect();
    assert_eq!(fields, ["figures.year", "figures.band", "figures.spread"]);
    let said = json!({ "figures": { "definition": "WorldPop, modelled", "year": 2020 } });
    assert_eq!(office.done(&me, "PATCH", &at, &said)["figures"]["year"], 2020);
    assert_eq!(office.read(&me, &format!("{at}/rows"))["total"], 0, "it goes in as a whole");
    let answer = office.write(&me, "POST", &format!("{at}/apply"), &json!({ "reason": "栅格" }));
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(everybody(&office).0, 2970.0, "nothing holds before it is approved");
    let proposal = format!("/api/v1/proposals/{}", text(&answer.json()["proposal"]["id"]));
    office.done(&other, "POST", &format!("{proposal}/approve"), &json!({}));
    assert_eq!(everybody(&office), (json!(3089.75), vec!["WorldPop, modelled".to_owned()]));
    let batch = office.read(&other, "/api/v1/batches")["items"][0].clone();
    assert_eq!((&batch["kind"], &batch["added"], &batch["may_undo"]), (&json!("demand"), &json!(3), &json!(true)));
    office.done(&other, "POST", &format!("/api/v1/batches/{}/undo", text(&batch["id"])), &json!({ "reason": "弄错了" }));
    assert_eq!(everybody(&office), (json!(2970.0), vec![]));
}

#[test]
fn totals_and_grids_stay_within_the_jurisdiction_and_planners_bring_none() {
    let office = Office::open();
    let [west, planner] = ["east", "planner"].map(|login| office.service.sign_in(login));
    let draft = office.upload(&west, "kind=demand&name=people.tif", &grid([12.5, 100.0, 7.25])).json();
    assert_eq!((&draft["people"]["cells"], &draft["people"]["groups"][0]["people"]), (&json!(1), &json!(12.5)));
    let totals = "区划代码,人口,老年人占比,年份,口径\n990102001001,1003,0.2,2020,常住人口\n990101001001,5,0.2,2020,常住人口\n";
    let draft = office.upload(&west, "kind=demand&name=totals.csv", totals.as_bytes()).json();
    let groups: Vec<_> = draft["people"]["groups"].as_array().expect("groups").iter().map(|one| one["people"].clone()).collect();
    assert_eq!((groups, &draft["figures"]["form"]), (vec![json!(1003.0), json!(201.0)], &json!("totals")), "200.6 are rounded");
    assert_eq!((&draft["figures"]["definition"], &draft["figures"]["definition_in_file"]), (&json!("常住人口"), &json!(true)));
    let rows = office.read(&west, &format!("/api/v1/imports/{}/rows", text(&draft["id"])));
    assert_eq!((&rows["total"], &rows["items"][0]["row"], &draft["summary"]["refused"]), (&json!(1), &json!(3), &json!(1)));
    assert!(text(&rows["items"][0]["errors"][0]["reason"]).contains("outside your jurisdiction"), "{rows}");
    assert_eq!(office.upload(&planner, "kind=demand&name=people.tif", &grid([1.0; 3])).refused(), (403, "forbidden".into()));
    assert_eq!(office.upload(&west, "kind=facilities&name=people.tif", &grid([1.0; 3])).refused(), (422, "invalid_input".into()));
}
