use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};

use super::bench::Bench;

/// The made-up package of the fixtures: three organizations, six locations, five services; see its files.
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/hsds");

fn id(sort: char, number: u32) -> String {
    let sort = String::from(sort).repeat(8);
    format!("{sort}-0000-4000-8000-{number:012x}")
}

fn zip_of(folder: &str, under: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for entry in fs::read_dir(folder).expect("the package").flatten() {
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        writer.write_all(&fs::read(entry.path()).expect("a file")).expect("its bytes");
    }
    writer.finish().expect("a zip").into_inner()
}

fn rows(bench: &Bench, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_path(bench.path(name)).expect("CSV").deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn a_package_comes_in_with_its_places_services_and_organizations() {
    let bench = Bench::new();
    let said = bench.done(&format!("import hsds {PACKAGE} --report bad.csv"));
    assert!(said.out.contains("4 added, 0 changed, 0 unchanged, 8 refused"), "{}{}", said.out, bench.text("bad.csv"));
    assert!(
        said.err.contains("programs.csv") && said.err.contains("1 virtual or postal") && said.err.contains("no plain weeks"),
        "{}",
        said.err
    );
    bench.done("export facilities --to f.csv");
    let facilities = rows(&bench, "f.csv");
    assert_eq!(facilities.len(), 2, "{facilities:?}");
    let day_care = &facilities[0];
    let cell = |name: &str| day_care[name].as_str();
    assert_eq!((cell("id"), cell("name")), (id('2', 1).as_str(), "莲湖路日间照料中心（示例）"));
    assert_eq!((cell("kind"), cell("name_en")), ("elderly-day-care", "Lianhu day care (sample)"));
    assert_eq!((cell("lon"), cell("lat"), cell("given_datum")), ("108.9402000", "34.2658000", "wgs84"));
    assert_eq!((cell("address"), cell("phone")), ("陕西省西安市莲湖路1号2层", "029-88880001-12"));
    assert_eq!((cell("opening_hours"), cell("capacity"), cell("status")), ("Mo-Fr 08:30-17:30", "40", "operating"));
    assert_eq!((cell("operator_id"), cell("notes"), cell("source")), (id('1', 1).as_str(), "二层", "HSDS"));
    let services: serde_json::Value = serde_json::from_str(cell("services_json")).expect("JSON");
    let meals = services.as_array().expect("a list").iter().find(|service| service["fee"] == "每餐10元").expect("the meals");
    assert_eq!((&meals["capacity"], &meals["vacancy"], &meals["target_groups"][0]), (&40.into(), &12.into(), &"elderly".into()));
    assert_eq!(meals["vacancy_at"], "2024-09-25T06:23:06.500Z");
    // Its attribute tells the kind; the mobile among its phones is refused alone.
    assert_eq!((facilities[1]["kind"].as_str(), facilities[1]["phone"].as_str()), ("community-activity-space", ""));
    bench.done("export organizations --to o.csv");
    let organizations = rows(&bench, "o.csv");
    assert_eq!(organizations[0]["credit_code"], "52610103MJ000000XY");
    assert_eq!(
        (organizations[1]["category"].as_str(), organizations[1]["own_services"].as_str()),
        ("public-institution", "assistance-hotline")
    );
    assert!(organizations[1]["own_services_json"].contains("12345"), "{organizations:?}");
}

#[test]
fn every_refused_row_is_told_by_its_file_row_and_column() {
    let bench = Bench::new();
    bench.done(&format!("import hsds {PACKAGE} --dry-run --report bad.csv"));
    assert!(!bench.path("carereach.db").exists());
    let told: Vec<(String, String)> = rows(&bench, "bad.csv").into_iter().map(|row| (row["column"].clone(), row["row"].clone())).collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(column, row)| (column.as_str(), row.as_str())).collect();
    assert_eq!(
        told,
        [
            ("locations.csv:name", "4"),
            ("locations.csv:latitude", "5"),
            ("locations.csv:name", "7"),
            ("locations.csv:name", "7"),
            ("organizations.csv:name", "4"),
            ("phones.csv:number", "3"),
            ("service_at_location.csv:location_id", "4"),
            ("service_capacity.csv:available", "3"),
            ("services.csv:name", "5"),
        ]
    );
    let report = bench.text("bad.csv");
    assert!(report.contains("太空旅行") && report.contains("--kind KIND") && !report.contains("13800138000"), "{report}");
}

#[test]
fn a_zip_is_the_same_package_and_the_second_time_changes_nothing() {
    let bench = Bench::new();
    bench.file("p.zip", zip_of(PACKAGE, "package/"));
    assert!(bench.done("import hsds p.zip").out.contains("4 added"));
    let again = bench.done(&format!("import hsds {PACKAGE}"));
    assert!(again.out.contains("0 added, 0 changed, 4 unchanged"), "{}", again.out);
}

#[test]
fn a_default_kind_takes_the_places_that_tell_none() {
    let bench = Bench::new();
    let said = bench.done(&format!("import hsds {PACKAGE} --kind 社区服务站 --format json"));
    let summary: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!((&summary["added"], &summary["refused"]), (&5.into(), &7.into()));
    assert!(bench.refused(&format!("import hsds {PACKAGE} --kind 太空站")).err.contains("太空站"));
    bench.file("f.csv", "id,name,kind,lon,lat\n");
    assert!(bench.refused("import facilities f.csv --kind 社区服务站").err.contains("hsds"));
    assert!(bench.refused(&format!("import hsds {PACKAGE} --datum gcj02")).err.contains("WGS84"));
}

#[test]
fn what_is_no_package_is_refused_and_leaves_no_database() {
    let bench = Bench::new();
    let bomb = {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("locations.csv", zip::write::SimpleFileOptions::default()).expect("an entry");
        let zeros = vec![b'0'; 1 << 20];
        for _ in 0..257 {
            writer.write_all(&zeros).expect("its bytes");
        }
        writer.finish().expect("a zip").into_inner()
    };
    bench.file("bomb.zip", bomb).file("broken.zip", "PK\u{3}\u{4}").file("list.csv", "id\n");
    fs::create_dir(bench.path("empty")).expect("a folder");
    for (line, word) in [
        ("import hsds bomb.zip", "256 MiB"),
        ("import hsds broken.zip", "broken.zip"),
        ("import hsds list.csv", ".zip"),
        ("import hsds none.zip", "none.zip"),
        ("import hsds empty", "locations.csv"),
        ("import facilities bomb.zip --datum wgs84", "HSDS"),
    ] {
        let said = bench.refused(line);
        assert!(said.err.contains(word), "{line}: {}", said.err);
    }
    assert!(!bench.path("carereach.db").exists());
}

#[test]
fn the_standards_own_example_is_read() {
    // The example lies beside the repository where the project's shared data is; its place lies at 101 E 100 N, which is nowhere.
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hsds/3.1/examples/csv");
    if !example.is_dir() {
        return;
    }
    let bench = Bench::new();
    let said = bench.done(&format!("import hsds {} --area none --kind 社区服务站 --report bad.csv", example.display()));
    assert!(said.out.contains("1 added"), "{}{}", said.out, said.err);
    assert!(bench.text("bad.csv").contains("locations.csv:latitude"), "{}", bench.text("bad.csv"));
}
