use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    process::Command,
};

use super::bench::Bench;

const ENDINGS: [&str; 5] = ["csv", "xlsx", "geojson", "gpkg", "fgb"];

const FACILITIES: &str = "id,name,kind,lon,lat,public_lon,public_lat,address,capacity,status,opened_on,notes,division\n\
    007,莲湖日间照料中心（示例）,日间照料中心,108.9123456,34.2123456,,,示例路1号,40,运营,2020-02-29,=1+1,610104\n\
    F2,示例社区服务站,社区服务站,108.95,34.27,,,示例路2号,,规划,,,610102\n\
    P1,示例救助站,救助管理站,108.9543219,34.2543219,108.93,34.25,保密路3号,9,运营,,保密,610102001001\n\
    P2,示例救助站二,救助管理站,108.9654321,34.2654321,,,保密路4号,,运营,,,610102001001\n";

const ORGANIZATIONS: &str = "编号,名称,法人类别,类别,经度,纬度,服务,电话,地址\n\
    O1,示例互助会,备案社区社会组织,社区社会组织,108.94,34.26,探视,,示例街5号\n\
    O2,示例热线,事业单位,,,,社会救助服务热线,029-12345678,\n";

/// A registry with two plain and two protected facilities and two organizations, one of them without a site.
fn bench() -> Bench {
    let bench = Bench::new();
    bench.file("f.in.csv", FACILITIES).file("o.in.csv", ORGANIZATIONS);
    assert!(bench.done("import facilities f.in.csv --datum wgs84").out.contains("4 added"));
    assert!(bench.done("import organizations o.in.csv --datum wgs84").out.contains("2 added"));
    bench
}

/// What GDAL says about a file. Without GDAL this fails: the files are made for it and its like.
fn ogrinfo(bench: &Bench, arguments: &[&str]) -> String {
    let output = Command::new("ogrinfo")
        .args(["-ro", "-al", "--config", "OGR_XLSX_HEADERS", "FORCE"])
        .args(["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"])
        .args(arguments)
        .current_dir(bench.path("."))
        .output()
        .expect("ogrinfo runs: `make setup` installs Debian's gdal-bin");
    let (said, complaints) = (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
    assert!(output.status.success() && !complaints.contains("ERROR"), "{arguments:?}: {said}{complaints}");
    said
}

/// The features of a layer as GDAL reads them: field to value, and the geometry under `geometry`.
fn features(said: &str) -> Vec<BTreeMap<String, String>> {
    said.split("\nOGRFeature(").skip(1).map(|feature| feature.lines().skip(1).filter_map(field).collect()).collect()
}

fn field(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    match line.split_once(") = ") {
        Some((name, value)) => Some((name.split(" (").next().unwrap_or_default().to_owned(), value.to_owned())),
        None => line.starts_with("POINT").then(|| ("geometry".to_owned(), line.to_owned())),
    }
}

fn layer_of(what: &str, ending: &str) -> &'static str {
    match (what, ending) {
        ("facilities", "xlsx") => "设施",
        ("facilities", _) => "facilities",
        (_, "xlsx") => "机构",
        _ => "organizations",
    }
}

/// A number in a feature, whichever type GDAL gives it.
fn number(feature: &BTreeMap<String, String>, name: &str) -> f64 {
    feature.get(name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {feature:?}"))
}

#[test]
fn gdal_reads_every_format_and_finds_the_same_records() {
    let bench = bench();
    for ending in ENDINGS {
        let (file, layer) = (format!("facilities.{ending}"), layer_of("facilities", ending));
        assert!(bench.done(&format!("export facilities --to {file}")).out.contains("4 facilities"));
        let summary = ogrinfo(&bench, &["-so", &file, layer]);
        assert!(summary.contains("Feature Count: 4"), "{ending}: {summary}");
        let geometry = if ending == "xlsx" { "Geometry: None" } else { "Geometry: Point" };
        assert!(summary.contains(geometry), "{ending}: {summary}");
        assert!(ending == "xlsx" || ending == "csv" || summary.contains("ID[\"EPSG\",4326]"), "{ending}: {summary}");
        let features = features(&ogrinfo(&bench, &[&file, layer]));
        let by_id: BTreeMap<&str, _> = features.iter().map(|feature| (feature["id"].as_str(), feature)).collect();
        let one = by_id["007"];
        assert_eq!(one["name"], "莲湖日间照料中心（示例）", "{ending}");
        assert_eq!(number(one, "capacity"), 40.0, "{ending}");
        assert!(one["opened_on"].replace('/', "-").starts_with("2020-02-29"), "{ending}: {one:?}");
        assert!(one["notice"].contains("内部使用") && one["notice"].contains("数据日期"), "{ending}: {one:?}");
        if ending == "xlsx" {
            assert_eq!((number(one, "lon"), number(one, "lat")), (108.9123456, 34.2123456));
            assert_eq!((number(by_id["P1"], "lon"), by_id["P2"].get("lon")), (108.93, None));
        } else {
            assert_eq!(one["geometry"], "POINT (108.9123456 34.2123456)", "{ending}");
            assert_eq!(by_id["P1"]["geometry"], "POINT (108.93 34.25)", "{ending}");
            assert!(by_id["P2"].get("geometry").is_none_or(|text| text == "POINT EMPTY"), "{ending}: {:?}", by_id["P2"]);
        }
    }
}

#[test]
fn gdal_reads_organizations_with_and_without_a_site() {
    let bench = bench();
    for ending in ENDINGS {
        let file = format!("organizations.{ending}");
        assert!(bench.done(&format!("export organizations --to {file}")).out.contains("2 organizations"));
        let features = features(&ogrinfo(&bench, &[&file, layer_of("organizations", ending)]));
        let names: BTreeSet<&str> = features.iter().map(|feature| feature["name"].as_str()).collect();
        assert_eq!(names, BTreeSet::from(["示例互助会", "示例热线"]), "{ending}");
        let placed: Vec<_> = features
            .iter()
            .filter(|feature| feature.get("geometry").is_some_and(|text| text != "POINT EMPTY") || feature.contains_key("lon"))
            .map(|feature| feature["id"].as_str())
            .collect();
        assert_eq!(placed, ["O1"], "{ending}");
    }
}

#[test]
fn a_geopackage_is_one_by_its_own_tables_and_index() {
    let bench = bench();
    bench.done("export facilities --to f.gpkg --map-approval GS(2024)1号");
    let layers = ogrinfo(&bench, &["-so", "f.gpkg"]);
    assert!(layers.contains("Layer name: facilities") && layers.contains("Layer name: about"), "{layers}");
    assert!(layers.contains("DESCRIPTION=审图号 GS(2024)1号"), "{layers}");
    let about = features(&ogrinfo(&bench, &["f.gpkg", "about"]));
    assert!(about.iter().any(|row| row["item"] == "记录数 Records" && row["content"] == "4"), "{about:?}");
    let near = ogrinfo(&bench, &["-spat", "108.949", "34.269", "108.951", "34.271", "f.gpkg", "facilities"]);
    assert_eq!(features(&near).iter().map(|row| row["id"].as_str()).collect::<Vec<_>>(), ["F2"], "the index answers");
    let indexed = ogrinfo(&bench, &["-sql", "SELECT count(*) AS n FROM rtree_facilities_geom", "f.gpkg"]);
    assert!(indexed.contains("n (Integer) = 3") || indexed.contains("n (Integer64) = 3"), "{indexed}");
    let sound = ogrinfo(&bench, &["-sql", "PRAGMA integrity_check", "f.gpkg"]);
    assert!(sound.contains("= ok"), "{sound}");
}

#[test]
fn what_is_exported_comes_in_as_the_same_registry_elsewhere() {
    let bench = bench();
    let without_notice = |name: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_path(bench.path(name)).expect("CSV");
        let mut rows: Vec<Vec<String>> = vec![reader.headers().expect("headings").iter().map(str::to_owned).collect()];
        rows.extend(reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()));
        assert_eq!(rows[0].last().map(String::as_str), Some("notice"));
        rows.iter_mut().for_each(|row| drop(row.pop()));
        rows
    };
    bench.done("export facilities --to f.csv --with-protected");
    bench.done("export organizations --to o.csv");
    for ending in ["csv", "xlsx", "geojson"] {
        bench.done(&format!("export facilities --to f.{ending} --with-protected"));
        bench.done(&format!("export organizations --to o.{ending}"));
        let there = format!("--database sqlite:{ending}.db");
        assert!(bench.done(&format!("import facilities f.{ending} {there}")).out.contains("4 added"), "{ending}");
        assert!(bench.done(&format!("import organizations o.{ending} {there}")).out.contains("2 added"), "{ending}");
        bench.done(&format!("export facilities --to again.csv --with-protected {there}"));
        assert_eq!(without_notice("again.csv"), without_notice("f.csv"), "{ending}");
        bench.done(&format!("export organizations --to again.csv {there}"));
        assert_eq!(without_notice("again.csv"), without_notice("o.csv"), "{ending}");
    }
}

/// A file's bytes, those of a workbook unpacked.
fn unpacked(bench: &Bench, name: &str) -> Vec<u8> {
    let bytes = std::fs::read(bench.path(name)).expect("the export");
    if !name.ends_with(".xlsx") {
        return bytes;
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut all = Vec::new();
    for place in 0..archive.len() {
        archive.by_index(place).expect("a part").read_to_end(&mut all).expect("its bytes");
    }
    all
}

/// A degree in every form in which a file may hold it: as text, as a double and, in a spatial index, as a float of either order.
fn forms(degrees: f64) -> Vec<Vec<u8>> {
    let text = degrees.to_string();
    let near = |step: i32| f32::from_bits(((degrees as f32).to_bits() as i32 + step) as u32);
    let floats = (-2..=2).map(near).flat_map(|float| [float.to_le_bytes().to_vec(), float.to_be_bytes().to_vec()]);
    let doubles = [degrees.to_le_bytes().to_vec(), degrees.to_be_bytes().to_vec()];
    floats.chain(doubles).chain([text.as_bytes()[..text.len() - 1].to_vec()]).collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn no_format_holds_the_true_point_of_a_protected_place_without_the_right() {
    let bench = bench();
    for ending in ENDINGS {
        bench.done(&format!("export facilities --to public.{ending}"));
        bench.done(&format!("export facilities --to full.{ending} --with-protected"));
        let (public, full) = (unpacked(&bench, &format!("public.{ending}")), unpacked(&bench, &format!("full.{ending}")));
        for degrees in [108.9543219, 34.2543219, 108.9654321, 34.2654321] {
            assert!(forms(degrees).iter().all(|form| !holds(&public, form)), "{ending} gives {degrees} away");
            assert!(forms(degrees).iter().any(|form| holds(&full, form)), "the search finds {degrees} where it is: {ending}");
        }
        for secret in ["保密", "610102001001"] {
            assert!(!holds(&public, secret.as_bytes()) && holds(&full, secret.as_bytes()), "{ending}: {secret}");
        }
    }
}

#[test]
fn a_filter_chooses_by_what_may_be_shown_and_is_written_down() {
    let bench = bench();
    let count = |line: &str| bench.done(&format!("export facilities --to out.csv {line}")).out;
    assert!(count("--kind 日间照料中心").contains("1 facilities"));
    assert!(count("--status planned,closed").contains("1 facilities"));
    assert!(count("--division 610102").contains("3 facilities"));
    assert!(count("--with-sites").contains("5 facilities"));
    // A protected place is in its district; in which community is told to nobody without the right.
    assert!(count("--division 610102001001").contains(": 0 facilities"));
    assert!(count("--division 610102001001 --with-protected").contains("2 facilities"));
    assert!(bench.done("export organizations --to out.csv --kind 社区社会组织").out.contains("1 organizations"));
    bench.done("export facilities --to out.geojson --kind 日间照料中心 --status operating");
    let json: serde_json::Value = serde_json::from_str(&bench.text("out.geojson")).expect("GeoJSON");
    assert_eq!(
        json["metadata"]["filters"],
        serde_json::json!(["类别 Kinds: 社区老年人日间照料中心 elderly-day-care", "状态 Statuses: operating"])
    );
    let said = bench.refused("export facilities --to out.csv --kind 太空站 --status gone --division 12x");
    assert!(["太空站", "gone", "division=12x"].iter().all(|word| said.err.contains(word)), "{}", said.err);
}

#[test]
fn a_stamp_says_approval_or_internal_use_and_sample_data() {
    let bench = bench();
    bench.done("export facilities --to out.csv");
    let text = bench.text("out.csv");
    assert!(text.contains("内部使用") && !text.contains("示例数据 Sample"), "{text}");
    assert!(text.contains(",'=1+1,"), "a formula is neutralised: {text}");
    let output = bench.command("export facilities --to out.csv").env("CAREREACH_MAP_APPROVAL", "陕S(2024)9号").output().expect("it runs");
    assert!(output.status.success());
    let text = bench.text("out.csv");
    assert!(text.contains("审图号 陕S(2024)9号") && !text.contains("内部使用"), "{text}");
    bench.done("sample --to city --people 30000");
    bench.done("import divisions city/divisions.geojson --datum wgs84 --database sqlite:sample.db");
    bench.done("import organizations city/organizations.csv --database sqlite:sample.db");
    bench.done("export organizations --to out.csv --database sqlite:sample.db");
    assert!(bench.text("out.csv").contains("示例数据 Sample data; 内部使用"));
}

#[test]
fn a_wrong_ending_is_named_with_the_right_ones_and_leaves_nothing() {
    let bench = bench();
    let said = bench.refused("export organizations --to out.shp");
    assert!([".csv", ".xlsx", ".geojson", ".gpkg", ".fgb"].iter().all(|ending| said.err.contains(ending)), "{}", said.err);
    bench.refused("export facilities --to out.gpkg --kind 太空站");
    let left: Vec<_> = std::fs::read_dir(bench.path(".")).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("out.")), "{left:?}");
}

#[test]
fn an_empty_registry_is_exported_as_an_empty_layer() {
    let bench = Bench::new();
    bench.file("none.csv", "id,name,kind,lon,lat\n");
    bench.done("import facilities none.csv --datum wgs84");
    for ending in ENDINGS {
        let file = format!("facilities.{ending}");
        assert!(bench.done(&format!("export facilities --to {file}")).out.contains(": 0 facilities"));
        let said = ogrinfo(&bench, &["-so", &file, layer_of("facilities", ending)]);
        // A sheet of headings alone is a sheet of one row to GDAL.
        let count = if ending == "xlsx" { "Feature Count: 1" } else { "Feature Count: 0" };
        assert!(said.contains(count), "{ending}: {said}");
    }
}
