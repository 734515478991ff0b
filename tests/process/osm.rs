use std::{fs, path::Path};

use super::bench::Bench;

fn town() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/town.osm")).expect("a map of the tests")
}

#[test]
fn a_map_file_becomes_a_working_registry_by_one_command() {
    let bench = Bench::new();
    bench.file("town.osm", town());
    let dry = bench.done("import osm town.osm --dry-run");
    assert!(dry.out.contains("nothing was written"), "{}", dry.out);
    let said = bench.done("import osm town.osm");
    assert!(said.out.contains("1 added, unchecked") && said.out.contains("示例洲路"), "{}", said.out);
    assert!(bench.done("import osm town.osm").out.contains("nothing changed"));
    let answer = bench.done("nearest --at 108.94,34.26 --by walk --format json");
    let answer: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    let first = &answer["results"][0]["matches"][0];
    assert_eq!((&answer["measured"], &first["id"]), (&true.into(), &"osm-n4".into()));
    assert!((first["distance_m"].as_f64().expect("metres") - 183.80).abs() < 0.02, "{first}");
    assert!(bench.done("check").out.contains("parts of the map"));
}

#[test]
fn plain_files_are_walked_on_the_streets_of_a_map_file() {
    let bench = Bench::new();
    bench.file("town.osm", town());
    bench.file("f.csv", "id,lon,lat\nA,108.9402,34.2500\nB,108.9500,34.2530\nfar,109.2,34.2\n");
    bench.file("d.csv", "id,lon,lat,population\nD1,108.9400,34.2600,100\nD3,108.9300,34.2700,7\n");
    let answer = bench.done("coverage --facilities f.csv --demand d.csv --roads town.osm --by walk --within 1000,1200 --format json");
    let answer: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(answer["by"], "walk");
    let covered: Vec<_> = (0..2).map(|band| answer["bands"][band]["covered"].clone()).collect();
    assert_eq!(covered, [serde_json::json!(0.0), serde_json::json!(100.0)], "1,130 m on foot");
    let skipped: Vec<_> = answer["skipped"].as_array().expect("skipped").iter().map(|one| one["id"].clone()).collect();
    assert_eq!(skipped, ["far", "D3"]);
    let near = bench.done("nearest --facilities f.csv --at 108.94,34.26 --roads town.osm --by elder --format json");
    let near: serde_json::Value = serde_json::from_str(&near.out).expect("JSON");
    let matches = near["results"][0]["matches"].as_array().expect("matches");
    assert_eq!((matches.len(), &matches[0]["id"]), (1, &"A".into()), "B is on an island");
    let timed = bench.done("coverage --facilities f.csv --demand d.csv --roads town.osm --by elder --within-s 1300,1400 --format json");
    let timed: serde_json::Value = serde_json::from_str(&timed.out).expect("JSON");
    let bands: Vec<_> = (0..2).map(|band| (timed["bands"][band]["within_s"].clone(), timed["bands"][band]["covered"].clone())).collect();
    let hand = |seconds: f64, people: f64| (serde_json::json!(seconds), serde_json::json!(people));
    assert_eq!(bands, [hand(1300.0, 0.0), hand(1400.0, 100.0)], "1,130 m at 3 km/h are 1,356 s");
    assert_eq!(timed["bands"][0]["within_m"], serde_json::Value::Null);
    let within = |seconds: u32| {
        bench.json(&format!("nearest --facilities f.csv --at 108.94,34.26 --roads town.osm --within-s {seconds} --format json"))
    };
    let found = |answer: serde_json::Value| answer["results"][0]["matches"].as_array().map_or(0, Vec::len);
    assert_eq!((found(within(840)), found(within(850))), (0, 1), "1,130 m at 4.8 km/h are 848 s");
    let straight = bench.refused("nearest --facilities f.csv --at 108.94,34.26 --within-s 60");
    assert!(straight.err.contains("--by walk"), "{}", straight.err);
    let estimated = bench.done("nearest --facilities f.csv --at 108.94,34.26 --by walk --limit 1 --format json");
    assert!(estimated.err.contains("估算"), "{}", estimated.err);
    let wrong = bench.refused("nearest --facilities f.csv --at 108.94,34.26 --roads f.csv");
    assert!(wrong.err.contains(".osm.pbf or .osm"), "{}", wrong.err);
}

#[test]
fn sites_and_access_on_foot_are_the_same_on_the_registry_as_on_files() {
    let bench = Bench::new();
    let demand = "id,lon,lat,population\nD1,108.9400,34.2600,100\nD2,108.9400,34.2550,7\nD3,108.9300,34.2700,3\n";
    let facilities =
        "id,name,kind,lon,lat,capacity\nA,示例甲,elderly-day-care,108.9402,34.2500,30\nB,示例乙,elderly-day-care,108.9420,34.2590,12\n";
    bench.file("town.osm", town()).file("d.csv", demand).file("f.csv", facilities);
    bench.file("c.csv", "id,lon,lat\nN1,108.9402,34.2551\nN2,108.9410,34.2600\n");
    bench.done("import osm town.osm");
    bench.done("import facilities f.csv --datum wgs84");
    bench.done("import demand d.csv --datum wgs84");
    let files = "--facilities f.csv --demand d.csv --roads town.osm";
    let access = |given: &str| {
        bench.json(&format!("access --method e2sfca --steps 300:1,1200:0.5 --by walk {given} --format json"))["scores"].clone()
    };
    // The map's own day-care centre has no capacity, and shares nothing.
    assert_eq!(access("--kind elderly-day-care"), access(files));
    let site = |given: &str| {
        let answer = bench.json(&format!("site --model mclp --sites 1 --within 400 --candidates c.csv --by walk {given} --format json"));
        ["status", "sites", "covered", "total"].map(|name| answer[name].clone())
    };
    let found = site("--demand d.csv --roads town.osm");
    assert_eq!(site(""), found);
    assert_eq!(found[1], serde_json::json!(["N2"]), "100 people beside it, and not the 7 at N1");
}

#[test]
fn the_registry_takes_limits_in_seconds_too() {
    let bench = Bench::new();
    bench.file("town.osm", town()).file("d.csv", "id,lon,lat,population\nD1,108.9400,34.2600,100\nD2,108.9400,34.2550,7\n");
    bench.done("import osm town.osm");
    bench.done("import demand d.csv --datum wgs84");
    // 800 m at 4.8 km/h.
    let timed = bench.json("coverage --by walk --within-s 60,600 --format json");
    let walked = bench.json("coverage --by walk --within 80,800 --format json");
    let covered = |answer: &serde_json::Value| {
        let bands = answer["bands"].as_array().expect("bands").iter();
        bands.map(|band| band["covered"].as_f64().expect("people")).collect::<Vec<_>>()
    };
    assert_eq!(covered(&timed), covered(&walked));
    assert_eq!((&timed["bands"][1]["within_s"], covered(&timed)[1] > 0.0), (&600.0.into(), true));
    let near = |limit: &str| bench.json(&format!("nearest --at 108.94,34.26 --by walk {limit} --format json"))["results"].clone();
    assert_eq!(near("--within-s 600"), near("--within 800"));
}

#[test]
fn a_file_that_is_no_map_leaves_nothing_behind() {
    let bench = Bench::new();
    bench.file("notes.osm", "these are notes\n");
    bench.file("empty.osm.pbf", "");
    for file in ["notes.osm", "empty.osm.pbf", "missing.osm"] {
        let refused = bench.refused(&format!("import osm {file}"));
        assert!(refused.err.contains(file), "{}", refused.err);
        assert!(!bench.path("carereach.db").exists(), "{file}");
    }
    let mut cut = town();
    cut.truncate(cut.len() / 2);
    bench.file("cut.osm", cut);
    let said = bench.done("import osm cut.osm");
    assert!(said.out.contains("ends before its end") || said.err.contains("bad-xml"), "{} {}", said.out, said.err);
}
