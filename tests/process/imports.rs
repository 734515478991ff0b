use std::{collections::BTreeMap, io::Read};

use super::bench::Bench;

const GOOD: &str = "编号,名称,类别,经度,纬度,床位\nF1,示例一,日间照料中心,108.94,34.26,40\nF2,示例二,社区服务站,108.95,34.27,\n";

#[test]
fn a_chinese_sheet_in_gb18030_and_gcj02_goes_in_and_comes_out_in_wgs84() {
    let bench = Bench::new();
    // The pair is the GCJ-02 form of 108.94, 34.26 (a published vector).
    let sheet =
        "名称,编号,类别,经度,纬度,坐标系,床位,备注,负责人\n示例日照,F1,托老所,108.944649544,34.258408659,火星坐标,40,\"两行\n备注\",某人\n";
    let (bytes, _, failed) = encoding_rs::GB18030.encode(sheet);
    assert!(!failed);
    bench.file("list.csv", &bytes);
    let said = bench.done("import facilities list.csv");
    assert!(said.out.contains("1 added"), "{}", said.out);
    assert!(said.err.contains("负责人"), "the heading that was left out is named: {}", said.err);
    bench.done("export facilities --to out.csv");
    let mut reader = csv::Reader::from_path(bench.path("out.csv")).expect("the export is CSV");
    let row: BTreeMap<String, String> = reader.deserialize().next().expect("a row").expect("a row");
    let number = |name: &str| row[name].parse::<f64>().expect("a number");
    assert!((number("lon") - 108.94).abs() < 1e-6 && (number("lat") - 34.26).abs() < 1e-6, "{row:?}");
    assert_eq!((number("given_x"), number("given_y"), row["given_datum"].as_str()), (108.944649544, 34.258408659, "gcj02"));
    assert_eq!((row["kind"].as_str(), row["capacity"].as_str(), row["notes"].as_str()), ("elderly-day-care", "40", "两行\n备注"));
}

#[test]
fn a_file_with_coordinates_and_no_datum_is_refused_and_nothing_is_made() {
    let bench = Bench::new();
    bench.file("list.csv", GOOD);
    let said = bench.refused("import facilities list.csv --dry-run");
    assert!(said.err.contains("datum") && said.err.contains("坐标系"), "{}", said.err);
    assert!(!bench.path("carereach.db").exists());
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let bench = Bench::new();
    bench.file("list.csv", GOOD);
    assert!(bench.done("import facilities list.csv --datum wgs84").out.contains("2 added, 0 changed, 0 unchanged"));
    let again = bench.done("import facilities list.csv --datum wgs84");
    assert!(again.out.contains("0 added, 0 changed, 2 unchanged") && again.out.contains("nothing changed"), "{}", again.out);
    bench.file("list.csv", GOOD.replace("40", "41"));
    assert!(bench.done("import facilities list.csv --datum wgs84").out.contains("0 added, 1 changed, 1 unchanged"));
}

#[test]
fn a_dry_run_does_everything_but_write() {
    let bench = Bench::new();
    bench.file("list.csv", GOOD);
    let said = bench.done("import facilities list.csv --datum wgs84 --dry-run");
    assert!(said.out.contains("2 added") && said.out.contains("dry run"), "{}", said.out);
    assert!(!bench.path("carereach.db").exists(), "no database is left behind");
    bench.done("import facilities list.csv --datum wgs84");
    bench.file("more.csv", GOOD.replace("F2", "F3"));
    assert!(bench.done("import facilities more.csv --datum wgs84 --dry-run").out.contains("1 added"));
    bench.done("export facilities --to out.csv");
    assert_eq!(bench.text("out.csv").lines().count(), 3, "F3 was not kept");
}

#[test]
fn good_rows_go_in_and_bad_rows_come_back_by_row_and_column() {
    let bench = Bench::new();
    let rows = [
        "id,name,kind,lon,lat,capacity,credit_code,status_date,notes",
        "F1,好,day-care,108.94,34.26,40,52610103MJ000000XY,2026-02-28,",
        "F2,swapped,日间照料中心,34.26,108.94,,,,",
        "F3,outside,日间照料中心,121.47,31.23,,,,",
        "F4,no kind,太空站,108.94,34.26,,,,",
        "F5,code,日间照料中心,108.94,34.26,,91350100M000100Y4Z,,",
        "F6,negative,日间照料中心,108.94,34.26,-3,,,",
        "F1,twice,日间照料中心,108.94,34.26,,,,",
        "F8,date,日间照料中心,108.94,34.26,,,2023-02-30,",
        "F9,id,日间照料中心,108.94,34.26,,,,联系１１０１０５１９４９１２３１００２Ｘ",
        "F10,mobile,日间照料中心,108.94,34.26,,,,电话 138 0013 8000",
        "F11,text,日间照料中心,abc,34.26,,,,",
    ];
    bench.file("list.csv", rows.join("\n").replace("day-care", "日间照料中心"));
    let said = bench.done("import facilities list.csv --datum wgs84 --report bad.csv");
    assert!(said.out.contains("11 rows; 1 added, 0 changed, 0 unchanged, 10 refused"), "{}", said.out);
    let report = bench.text("bad.csv");
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    assert_eq!(reader.headers().expect("a heading").iter().collect::<Vec<_>>(), ["row", "column", "value", "reason", "expected"]);
    let named: Vec<(String, String)> =
        reader.records().map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    let rows: Vec<&str> = named.iter().map(|(row, _)| row.as_str()).collect();
    for row in 3..=12 {
        assert!(rows.contains(&row.to_string().as_str()), "row {row} is named: {report}");
    }
    let column = |row: &str| named.iter().find(|(named, _)| named == row).map(|(_, column)| column.as_str());
    assert_eq!(
        [column("5"), column("6"), column("7"), column("8"), column("9"), column("10")],
        [Some("kind"), Some("credit_code"), Some("capacity"), Some("id"), Some("status_date"), Some("notes")]
    );
    let everything = format!("{report}{}{}", said.out, said.err);
    for secret in ["11010519491231002", "１１０１０５１９４９１２３１００２", "13800138000", "138 0013 8000"] {
        assert!(!everything.contains(secret), "{secret} is masked");
    }
    assert_eq!(bench.run("import facilities list.csv --datum wgs84 --strict").code, 2);
    bench.done("import facilities list.csv --datum wgs84 --report bad.json");
    let json: serde_json::Value = serde_json::from_str(&bench.text("bad.json")).expect("the report is JSON");
    assert_eq!(json[0]["row"], 3);
}

#[test]
fn an_area_of_ones_own_or_none_decides_where_places_may_lie() {
    let bench = Bench::new();
    bench.file("list.csv", "id,name,kind,lon,lat\nS1,沪,社区服务站,121.47,31.23\n");
    assert!(bench.done("import facilities list.csv --datum wgs84").out.contains("1 refused"));
    assert!(bench.done("import facilities list.csv --datum wgs84 --area 121,31,122,32").out.contains("1 added"));
    assert!(bench.done("import facilities list.csv --datum wgs84 --area none").out.contains("1 unchanged"));
    assert!(bench.refused("import facilities list.csv --datum wgs84 --area 121,31").err.contains("area"));
}

#[test]
fn an_abolished_code_maps_to_its_successor_and_says_so() {
    let bench = Bench::new();
    bench.file("list.csv", "id,name,kind,lon,lat,division\nF1,一,社区服务站,107.4,34.5,610322\nF2,二,社区服务站,109.3,32.8,610928001\n");
    let said = bench.done("import facilities list.csv --datum wgs84");
    assert!(said.err.contains("610322") && said.err.contains("610305") && said.err.contains("610981"), "{}", said.err);
    bench.done("export facilities --to out.csv");
    let out = bench.text("out.csv");
    assert!(out.contains("610305000000") && out.contains("610981001000") && !out.contains("610322"), "{out}");
}

#[test]
fn a_protected_place_leaves_by_its_front_point_only() {
    let bench = Bench::new();
    let rows = "id,name,kind,lon,lat,public_lon,public_lat,address\n\
                P1,示例救助站,救助管理站,108.912345,34.212345,108.93,34.25,示例路1号\n\
                P2,示例救助站二,救助管理站,108.954321,34.254321,,,示例路2号\n";
    bench.file("list.csv", rows);
    let said = bench.done("import facilities list.csv --datum wgs84");
    assert!(said.err.contains("front point"), "{}", said.err);
    bench.done("export facilities --to out.csv");
    bench.done("export facilities --to out.geojson");
    let seen = [bench.text("out.csv"), bench.text("out.geojson"), bench.done("nearest --at 108.93,34.25 --format json").out].concat();
    for secret in ["912345", "212345", "954321", "254321", "示例路"] {
        assert!(!seen.contains(secret), "{secret} does not leave: {seen}");
    }
    assert!(seen.contains("108.93"), "the front point is shown");
    bench.done("export facilities --to all.csv --with-protected");
    assert!(bench.text("all.csv").contains("108.912345"));
}

#[test]
fn an_export_reads_back_as_the_same_registry() {
    let bench = Bench::new();
    bench.done("sample --to city --people 30000");
    for (what, file) in [("divisions", "divisions.geojson"), ("organizations", "organizations.csv"), ("facilities", "facilities.csv")] {
        bench.done(&format!("import {what} city/{file} --datum wgs84"));
    }
    bench.done("export facilities --to out.csv --with-protected");
    let said = bench.done("import facilities out.csv");
    assert!(said.out.contains(" 0 added, 0 changed,") && said.out.contains(" 0 refused"), "{}{}", said.out, said.err);
    assert!(bench.text("out.csv").contains("示例数据"));
}

#[test]
fn an_organization_with_a_site_is_found_like_a_facility_and_a_hotline_has_no_door() {
    let bench = Bench::new();
    let rows = "编号,名称,法人类别,类别,统一社会信用代码,经度,纬度,坐标系,服务,服务对象,电话\n\
                O1,示例互助会,备案社区社会组织,社区社会组织,,108.94,34.26,wgs84,探视,老年人,\n\
                O2,示例热线,事业单位,,1261010240000000XE,,,,社会救助服务热线,,029-12345678\n";
    bench.file("orgs.csv", rows);
    let said = bench.done("import organizations orgs.csv");
    assert!(said.out.contains("2 added"), "{}{}", said.out, said.err);
    let found = bench.json("nearest --at 108.94,34.261 --kind 社区社会组织 --service 探视 --group 老年人 --format json");
    assert_eq!(found["results"][0]["matches"][0]["id"], "O1");
    bench.file("f.csv", "id,name,kind,lon,lat\nO1,同号,社区服务站,108.94,34.26\n");
    let said = bench.done("import facilities f.csv --datum wgs84");
    assert!(said.out.contains("1 refused") && said.err.contains("示例互助会"), "{}{}", said.out, said.err);
}

#[test]
fn wrong_calls_end_with_two_and_say_what_would_be_right() {
    let bench = Bench::new();
    bench
        .file("empty.csv", "")
        .file("good.csv", GOOD)
        .file("list.csv", "name,kind\na,b\n")
        .file("list.pdf", "x")
        .file("broken.xlsx", "not a zip");
    for (line, word) in [
        ("import facilities none.csv", "none.csv"),
        ("import facilities empty.csv", "empty"),
        ("import facilities list.csv --datum wgs84", "lon"),
        ("import facilities list.pdf", ".csv"),
        ("import facilities broken.xlsx --datum wgs84", "broken.xlsx"),
        ("import facilities good.csv --datum venus", "gcj02"),
        ("import facilities list.csv --datum wgs84 --database postgers://x", "sqlite:"),
        ("import facilities good.csv --datum wgs84 --year 2020", "--year is for demand"),
        ("import demand good.csv --datum wgs84 --band 1", "(.tif)"),
        ("import demand good.csv --datum wgs84 --year 20", "1900"),
        ("nearest --at 108.94", "longitude"),
        ("nearest --at 108.94,34.26 --database sqlite:none.db", "none.db"),
        ("export facilities --to out.doc", ".csv"),
    ] {
        let said = bench.refused(line);
        assert!(said.err.contains(word), "{line}: {}", said.err);
    }
}

#[test]
fn a_kill_in_the_middle_leaves_all_or_nothing() {
    let bench = Bench::new();
    let mut rows = "id,name,kind,lon,lat\n".to_owned();
    for number in 0..60_000 {
        rows.push_str(&format!("F{number},示例{number},社区服务站,108.9{:04},34.2{:04}\n", number % 9_999, number % 9_973));
    }
    bench.file("list.csv", rows);
    let mut import =
        bench.command("import facilities list.csv --datum wgs84").stderr(std::process::Stdio::piped()).spawn().expect("it starts");
    // As soon as the write-ahead log grows, rows are being written.
    let log = bench.path("carereach.db-wal");
    while import.try_wait().expect("its state").is_none() && std::fs::metadata(&log).map_or(0, |log| log.len()) < 2_000_000 {
        std::thread::yield_now();
    }
    // It may have ended by itself on a fast machine; the rule holds either way.
    let _ = import.kill();
    import.wait().expect("it is gone");
    let mut said = String::new();
    import.stderr.take().expect("its errors").read_to_string(&mut said).expect("its errors");
    bench.done("export facilities --to out.csv");
    let rows = bench.text("out.csv").lines().count() - 1;
    assert!(rows == 0 || rows == 60_000, "{rows} rows are half done: {said}");
    bench.done("import facilities list.csv --datum wgs84");
    bench.done("export facilities --to out.csv");
    assert_eq!(bench.text("out.csv").lines().count(), 60_001);
}

#[test]
fn an_export_without_the_true_points_does_not_overwrite_them() {
    let bench = Bench::new();
    let rows = "id,name,kind,lon,lat,public_lon,public_lat,address,notes\n\
                P1,示例救助站,救助管理站,108.912345,34.212345,108.93,34.25,示例路1号,备注\n\
                P2,示例救助站二,救助管理站,108.954321,34.254321,,,示例路2号,\n";
    bench.file("list.csv", rows);
    bench.done("import facilities list.csv --datum wgs84");
    bench.done("export facilities --to all.csv --with-protected");
    bench.done("export facilities --to public.csv");
    let said = bench.done("import facilities public.csv");
    assert!(said.out.contains("0 added, 0 changed, 2 unchanged, 0 refused"), "{}{}", said.out, said.err);
    bench.done("export facilities --to again.csv --with-protected");
    assert_eq!(bench.text("all.csv"), bench.text("again.csv"));
    let elsewhere = bench.done("import facilities public.csv --database sqlite:other.db");
    assert!(elsewhere.out.contains("2 refused") && elsewhere.err.contains("--with-protected"), "{}{}", elsewhere.out, elsewhere.err);
}

#[test]
fn a_report_never_takes_the_place_of_the_file_and_is_tried_before_anything_is_written() {
    let bench = Bench::new();
    bench.file("list.csv", GOOD);
    assert!(bench.refused("import facilities list.csv --datum wgs84 --report list.csv").err.contains("another name"));
    assert_eq!(bench.text("list.csv"), GOOD);
    assert_eq!(bench.run("import facilities list.csv --datum wgs84 --report nowhere/bad.csv").code, 1);
    assert!(!bench.path("carereach.db").exists(), "nothing was written");
}

#[test]
fn a_personal_number_in_a_column_of_coordinates_is_masked_everywhere() {
    let bench = Bench::new();
    bench.file("list.csv", "id,name,kind,lon,lat\nF1,一,社区服务站,13800138000,110105194912310021\n");
    let said = bench.done("import facilities list.csv --datum wgs84 --report bad.csv --format json");
    let seen = format!("{}{}{}", said.out, said.err, bench.text("bad.csv"));
    assert!(!seen.contains("13800138000") && !seen.contains("1101051949"), "{seen}");
}

#[test]
fn the_own_name_of_a_column_wins_and_the_other_is_named() {
    let bench = Bench::new();
    bench.file("list.csv", "id,name,name:zh,kind,lon,lat\nF1,一,二,社区服务站,108.94,34.26\n");
    let said = bench.done("import facilities list.csv --datum wgs84");
    assert!(said.out.contains("1 added") && said.err.contains("name:zh"), "{}{}", said.out, said.err);
}

#[test]
fn a_formula_that_was_never_worked_out_is_no_empty_cell() {
    let bench = Bench::new();
    bench.file("list.xlsx", include_bytes!("../fixtures/formula-without-result.xlsx"));
    let said = bench.done("import facilities list.xlsx --datum wgs84");
    assert!(said.out.contains("1 refused") && said.err.contains("FORMULA"), "{}{}", said.out, said.err);
}

#[test]
fn successors_that_lead_in_a_circle_are_refused() {
    let bench = Bench::new();
    bench.file("list.csv", "code,name,successor\n610901,甲,610902\n610902,乙,610901\n610903,丙,\n");
    let said = bench.done("import divisions list.csv");
    assert!(said.out.contains("2 refused") && said.err.contains("lead back"), "{}{}", said.out, said.err);
}
