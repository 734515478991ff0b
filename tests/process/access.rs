//! `carereach access`: scores worked out by hand, and those of PySAL where its answers are at hand.

use std::{collections::HashMap, fs, path::Path};

use super::bench::Bench;

const FACILITIES: &str =
    "id,name,kind,x,y,capacity\nA,甲,day-care,0,0,12\nB,乙,day-care,1000,0,6\nC,丙,day-care,9000,0,5\nE,戊,day-care,0,0,\n";
const DEMAND: &str = "id,x,y,population,elderly\n1,0,500,100,10\n2,500,0,50,0\n3,1000,0,0,30\n";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.file("f.csv", FACILITIES).file("d.csv", DEMAND);
    bench
}

fn scores(answer: &serde_json::Value) -> HashMap<String, f64> {
    let rows = answer["scores"].as_array().expect("scores").iter();
    rows.map(|row| (row["id"].as_str().expect("an id").to_owned(), row["score"].as_f64().expect("a score"))).collect()
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

#[test]
fn places_are_shared_among_all_who_reach_them() {
    let bench = bench();
    // Within 500 m A has 1 and 2: 12 / 150. B has 2 and, at its door, 3, where nobody is counted: 6 / 50. C has nobody.
    let answer = bench.json("access --method 2sfca --within 500 --facilities f.csv --demand d.csv --plane --format json");
    let found = scores(&answer);
    assert!(near(found["1"], 0.08) && near(found["2"], 0.08 + 0.12) && near(found["3"], 0.12), "{found:?}");
    assert_eq!((&answer["supply_total"], &answer["supply_unused"], &answer["method"]), (&23.0.into(), &5.0.into(), &"2sfca".into()));
    assert_eq!(answer["skipped"][0]["id"], "E", "who has no capacity is named: {}", answer["skipped"]);
    // Worst served first, 100 people have 8 of 18: 1 - (100/150 * 8/18 + 50/150 * (8/18 + 1)).
    assert!(
        near(answer["gini"].as_f64().expect("a number"), 1.0 - (100.0 / 150.0 * 8.0 / 18.0 + 50.0 / 150.0 * 26.0 / 18.0)),
        "{}",
        answer["gini"]
    );
}

#[test]
fn bands_weigh_in_both_steps_and_another_group_counts_other_people() {
    let bench = bench();
    let line = "access --method e2sfca --steps 499:1,1000:0.5 --group elderly --facilities f.csv --demand d.csv --plane --format json";
    let found = scores(&bench.json(line));
    // A: 10 at 500 m and 30 at 1,000 m weigh half: 12 / 20. B: 30 at the door, nobody at 2, 1 is 1,118 m away: 6 / 30.
    assert!(near(found["1"], 0.3) && near(found["2"], 0.3 + 0.1) && near(found["3"], 0.3 + 0.2), "{found:?}");
}

#[test]
fn gravity_has_no_competition() {
    let bench = bench();
    let line = "access --method gravity --exponent 1 --scale 1000 --within 1000 --facilities f.csv --demand d.csv --plane --format json";
    let found = scores(&bench.json(line));
    assert!(near(found["1"], 24.0) && near(found["2"], 24.0 + 12.0) && near(found["3"], 12.0 + 6_000.0), "{found:?}");
}

#[test]
fn what_is_missing_is_said() {
    let bench = bench();
    let refused = |options: &str| bench.refused(&format!("access {options} --demand d.csv --plane")).err;
    assert!(refused("--method 2sfca --facilities f.csv").contains("--within"));
    assert!(refused("--method gaussian --within 500 --facilities f.csv").contains("--bandwidth"));
    assert!(refused("--method e2sfca --steps 1:1,1:2 --facilities f.csv").contains("given twice"));
    assert!(refused("--method 2sfca --within 5").contains("--facilities"));
    bench.file("bare.csv", "id,x,y\nA,0,0\n");
    assert!(refused("--method 2sfca --within 5 --facilities bare.csv").contains("capacity"));
}

#[test]
fn the_registry_answers_as_its_files_do() {
    let bench = Bench::new();
    bench.done("sample --to city --people 20000 --seed 3");
    for what in ["divisions", "facilities", "demand"] {
        let ending = if what == "divisions" { "geojson" } else { "csv" };
        bench.done(&format!("import {what} city/{what}.{ending}"));
    }
    let kind = "--kind elderly-day-care --method e2sfca --format json";
    let answer = bench.json(&format!("access {kind}"));
    let supply = answer["supply_total"].as_f64().expect("a number") - answer["supply_unused"].as_f64().expect("a number");
    let demand = bench.text("city/demand.csv");
    let mut lines = csv::Reader::from_reader(demand.as_bytes());
    let headings = lines.headers().expect("headings").clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("a column {name}"));
    let (id, people) = (column("id"), column("population"));
    let found = scores(&answer);
    let shared: f64 =
        lines.records().map(|row| row.expect("a row")).map(|row| found[&row[id]] * row[people].parse::<f64>().expect("people")).sum();
    assert!(supply > 0.0 && (shared - supply).abs() < 1e-6 * supply, "{shared} of {supply}");
}

#[test]
fn scores_are_those_of_pysal_where_its_answers_are_at_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/benchmarks");
    let Ok(expected) = fs::read_to_string(folder.join("pysal_access/expected_access_SF.csv")) else { return };
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of the benchmark");
    let rows = |text: &str| -> Vec<HashMap<String, String>> {
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row of the benchmark")).collect()
    };
    let expected = rows(&expected);
    let bench = Bench::new();
    let lines = |heading: &str, rows: Vec<String>| format!("{heading}\n{}\n", rows.join("\n"));
    let demand = expected.iter().map(|row| format!("{},{}", row["id"], row["pop"])).collect();
    let supply = rows(&read("pysal_access/supply_SF.csv")).iter().map(|row| format!("{},{}", row["sid"], row["cap"])).collect();
    let costs = rows(&read("spopt_sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv"));
    // PySAL read the ids as numbers.
    let number = |text: &str| format!("{:?}", text.parse::<f64>().expect("a number"));
    let costs = costs.iter().map(|row| format!("{},{},{}", number(&row["DestinationName"]), row["name"], row["distance"])).collect();
    bench
        .file("d.csv", lines("id,population", demand))
        .file("f.csv", lines("id,capacity", supply))
        .file("m.csv", lines("from,to,cost", costs));
    for (options, column) in [
        ("2sfca --within 3000", "2sfca_3000_cap"),
        ("2sfca --within 5000", "2sfca_5000_cap"),
        ("e2sfca", "e2sfca_cap"),
        ("gaussian --within 5000 --bandwidth 2000", "2sfca_gauss5000_cap"),
        ("gravity", "gravity_exp-1_cap"),
    ] {
        let found =
            scores(&bench.json(&format!("access --method {options} --facilities f.csv --demand d.csv --costs m.csv --format json")));
        for row in &expected {
            let wanted = row[column].parse::<f64>().unwrap_or(0.0);
            assert!(
                (found[&row["id"]] - wanted).abs() <= 1e-9 * wanted.max(1.0),
                "{options} {}: {} {wanted}",
                row["id"],
                found[&row["id"]]
            );
        }
    }
}
