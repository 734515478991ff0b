//! `carereach site`: small questions worked out by hand, and the published answers where they are at hand.

use std::{collections::HashMap, fs, path::Path};

use super::bench::Bench;

/// Candidates every 1,000 m along a line; people at 0, 1,000, 2,000, 3,000 and 9,000 m.
const CANDIDATES: &str = "id,x,y,cost,capacity\nA,0,0,1,5\nB,1000,0,2,30\nC,2000,0,3,10\nD,3000,0,1,100\nE,9000,0,9,100\n";
const DEMAND: &str = "id,x,y,population\n1,0,0,10\n2,1000,0,10\n3,2000,0,10\n4,3000,0,10\n5,9000,0,3\n6,20000,0,0\n";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.file("c.csv", CANDIDATES).file("d.csv", DEMAND).file("e.csv", "id,x,y,capacity\nX,0,100,4\n");
    bench
}

fn ask(bench: &Bench, options: &str) -> serde_json::Value {
    bench.json(&format!("site {options} --candidates c.csv --demand d.csv --plane --format json"))
}

fn sites(answer: &serde_json::Value) -> Vec<&str> {
    answer["sites"].as_array().expect("sites").iter().map(|site| site.as_str().expect("an id")).collect()
}

fn told(answer: &serde_json::Value) -> (Vec<&str>, &str, f64) {
    (sites(answer), answer["status"].as_str().expect("a status"), answer["objective"].as_f64().expect("a number"))
}

#[test]
fn every_model_answers_as_by_hand() {
    let bench = bench();
    // Within 1,000 m B has 1, 2, 3; then 4 needs C or D, 5 needs E.
    let lscp = ask(&bench, "--model lscp --within 1000");
    assert_eq!(told(&lscp), (vec!["A", "C", "E"], "optimal", 3.0), "of equal ones the first ids: A has 1 and 2, C has 2, 3 and 4");
    assert_eq!((&lscp["covered"], &lscp["left_over"], &lscp["gap"]), (&43.0.into(), &0.0.into(), &0.0.into()));
    let mclp = ask(&bench, "--model mclp --within 1000 --sites 1");
    assert_eq!((told(&mclp), &mclp["total"]), ((vec!["B"], "optimal", 30.0), &43.0.into()));
    // B has room for 30, C for 10, D for 100: B with C, whose 10 are those of 4, has as many as B with D.
    assert_eq!(told(&ask(&bench, "--model cmclp --within 1000 --sites 2")), (vec!["B", "C"], "optimal", 40.0));
    // Sum of people x metres: 2 and 3 have 1,000 m to A and D (as they would to B), 5 has 6,000 m to D.
    assert_eq!(told(&ask(&bench, "--model p-median --sites 2")), (vec!["A", "D"], "optimal", 10.0 * 2_000.0 + 3.0 * 6_000.0));
    assert_eq!(told(&ask(&bench, "--model p-center --sites 2")), (vec!["B", "E"], "optimal", 2_000.0));
}

#[test]
fn existing_sites_stay_and_a_budget_is_kept() {
    let bench = bench();
    let with = ask(&bench, "--model mclp --within 1000 --sites 1 --existing e.csv");
    // X has 1 already; C has 2, 3 and 4.
    assert_eq!(told(&with), (vec!["C"], "optimal", 40.0));
    assert_eq!(told(&ask(&bench, "--model mclp --within 1000 --budget 2 --existing e.csv")), (vec!["A", "D"], "optimal", 40.0));
    assert_eq!(told(&ask(&bench, "--model lscp --within 1000 --budget 20")), (vec!["A", "D", "E"], "optimal", 11.0), "the cheapest");
}

#[test]
fn what_cannot_be_done_says_who_and_what_would_help() {
    let bench = bench();
    bench.file("c.csv", CANDIDATES.replace("E,9000,0,9,100\n", ""));
    let far = ask(&bench, "--model lscp --within 1000");
    assert_eq!((&far["status"], &far["infeasible_because"][0]["demand"]), (&"infeasible".into(), &"5".into()));
    let reason = far["infeasible_because"][0]["reason"].as_str().expect("a reason");
    assert!(reason.contains("within 1000") && reason.contains("nearest is at 6000"), "{reason}");
    bench.file("c.csv", CANDIDATES);
    let few = ask(&bench, "--model lscp --within 1000 --sites 2");
    assert!(few["infeasible_because"][0]["reason"].as_str().is_some_and(|reason| reason.contains("3 new sites")), "{few}");
    let full = ask(&bench, "--model cmclp --within 1000 --sites 1 --everybody");
    assert_eq!(full["status"], "infeasible");
}

#[test]
fn a_wrong_question_is_refused_with_what_would_be_right() {
    let bench = bench();
    bench.file("o.csv", "id,name\nO1,示例机构\n").file("lonlat.csv", "id,lon,lat\nA,108.94,34.26\n");
    let refused = |options: &str| bench.refused(&format!("site {options} --candidates c.csv --demand d.csv --plane")).err;
    assert!(refused("--model mclp --sites 1").contains("--within"));
    assert!(refused("--model p-median").contains("--sites"));
    bench.done("import organizations o.csv");
    let nobody = bench.refused("site --model mclp --sites 1 --within 5 --candidates lonlat.csv").err;
    assert!(nobody.contains("no demand data yet"), "{nobody}");
    bench.file("x.csv", "id,x,y\nA,0,0\n");
    assert!(refused("--model mclp --sites 1 --within 5 --existing x.csv").contains("candidate and an existing site"));
    bench.file("c.csv", "id,x,y\nA,0,0\n");
    assert!(refused("--model cmclp --sites 1 --within 5").contains("capacity"));
    assert!(refused("--model mclp --budget 1 --within 5").contains("column cost"));
}

#[test]
fn the_registry_s_people_and_places_are_asked_too() {
    let bench = Bench::new();
    bench.done("sample --to city --people 20000 --seed 3");
    for (what, ending) in [("divisions", "geojson"), ("facilities", "csv"), ("demand", "csv")] {
        bench.done(&format!("import {what} city/{what}.{ending}"));
    }
    // Every demand cell may be a site.
    let demand = bench.text("city/demand.csv");
    let mut rows = csv::Reader::from_reader(demand.as_bytes());
    let headings = rows.headers().expect("headings").clone();
    let place = |name: &str| headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("a column {name}"));
    let (lon, lat) = (place("lon"), place("lat"));
    let lines = rows.records().enumerate().step_by(9).map(|(number, row)| {
        let row = row.expect("a row");
        format!("N{number:05},{},{}\n", &row[lon], &row[lat])
    });
    bench.file("c.csv", format!("id,lon,lat\n{}", lines.collect::<String>()));
    let line = "site --model mclp --sites 3 --within 500 --candidates c.csv --kind elderly-day-care --group elderly --format json";
    let answer = bench.json(line);
    let before = bench.json("coverage --within 500 --kind elderly-day-care --group elderly --format json");
    let covered = |answer: &serde_json::Value| answer["covered"].as_f64().expect("a number");
    assert_eq!((&answer["status"], sites(&answer).len()), (&"optimal".into(), 3));
    assert!(covered(&answer) > covered(&before["bands"][0]), "three more places reach more people");
    assert_eq!(answer["total"], before["bands"][0]["total"]);
    // A grid over the people reaches at least somebody more than nothing; a finer one has more candidates.
    let grid = |spacing_m: u32| bench.json(&line.replace("c.csv", &format!("grid:{spacing_m}")));
    let (coarse, fine) = (grid(800), grid(400));
    let candidates = |answer: &serde_json::Value| answer["inputs"]["candidates"].as_u64().expect("a number");
    assert!(candidates(&fine) > 2 * candidates(&coarse), "four times as many squares");
    assert!(covered(&coarse) > covered(&before["bands"][0]) && fine["total"] == answer["total"]);
    let refused = |from: &str| bench.refused(&line.replace("c.csv", from)).err;
    assert!(refused("streets:200").contains("there is no map of streets yet"));
    assert!(refused("grid:1").contains("metres, 10 to 100000"));
    assert!(bench.refused("site --model mclp --sites 1 --within 5 --candidates idle --demand c.csv").err.contains("for the registry"));
}

#[test]
fn the_published_answers_are_reached_where_they_are_at_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/benchmarks/spopt_sf");
    let Ok(costs) = fs::read_to_string(folder.join("SF_network_distance_candidateStore_16_censusTract_205_new.csv")) else { return };
    let rows: Vec<HashMap<String, String>> =
        csv::Reader::from_reader(costs.as_bytes()).deserialize().map(|row| row.expect("a row")).collect();
    let bench = Bench::new();
    let file = |heading: &str, mut rows: Vec<String>| {
        rows.sort_unstable();
        rows.dedup();
        format!("{heading}\n{}\n", rows.join("\n"))
    };
    let line = |form: &dyn Fn(&HashMap<String, String>) -> String| rows.iter().map(form).collect::<Vec<String>>();
    bench
        .file("m.csv", file("from,to,cost", line(&|row| format!("{},{},{}", row["DestinationName"], row["name"], row["distance"]))))
        .file("d.csv", file("id,population", line(&|row| format!("{},{}", row["DestinationName"], row["demand"]))))
        .file("c.csv", file("id", line(&|row| row["name"].clone())));
    for (options, objective) in [
        ("lscp --within 5000", 8.0),
        ("mclp --within 5000 --sites 4", 875_247.0),
        ("p-median --sites 4", 2_848_268_129.714_510_4),
        ("p-center --sites 4", 7_403.063_8),
    ] {
        let answer = bench.json(&format!("site --model {options} --candidates c.csv --demand d.csv --costs m.csv --format json"));
        let found = answer["objective"].as_f64().expect("a number");
        assert!(answer["status"] == "optimal" && (found - objective).abs() < 1e-8 * objective, "{options}: {found} {objective}");
    }
}
