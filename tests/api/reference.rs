//! What the registry is, its words, standards and divisions.

use super::service::{Service, column, empty, encode, fixtures, import_bytes, number, shared, text};
use carereach::{
    config::BasemapArgs,
    registry::{ImportKind, Records, SeedDivisions},
    storage::{DatabaseUrl, Open},
};

#[test]
fn about_counts_what_was_imported() {
    let about = shared().json("/api/v1/about");
    // 24 rows of facilities.csv and the site of O2.
    assert_eq!(about["counts"]["facilities"], 25);
    // A3 suspended, A4 planned, S07 closed.
    assert_eq!(about["counts"]["operating"], 22);
    // P2 is protected and has no public front point.
    assert_eq!(about["counts"]["unplaced"], 1);
    assert_eq!((&about["counts"]["organizations"], &about["counts"]["communities"]), (&3.into(), &3.into()));
    assert_eq!(number(&about["counts"]["people"]), 1000.0 + 500.0 + 800.0 + 600.0 + 70.0);
    assert_eq!(about["groups"], serde_json::json!(["population", "elderly"]));
    assert_eq!((&about["sample"], &about["area"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!((text(&about["title_zh"]), text(&about["title_en"])), ("示例市".to_owned(), "Sample city".to_owned()));
    // D5 lies in the north-east, A4 a little farther; S11 in the west; A2's latitude is not the lowest, S06's is.
    let bounds: Vec<f64> = about["bounds"].as_array().expect("a box").iter().map(number).collect();
    assert_eq!(bounds, [108.9311, 34.2503, 108.99, 34.305]);
}

#[test]
fn an_empty_registry_answers_empty_lists() {
    let service = Service::start(empty(), BasemapArgs::default());
    for path in ["facilities", "organizations", "services", "divisions"] {
        let page = service.json(&format!("/api/v1/{path}"));
        assert_eq!(page, serde_json::json!({"items": [], "next_cursor": null, "total": 0}), "{path}");
    }
    assert_eq!(service.json("/api/v1/search?q=a")["items"], serde_json::json!([]));
    assert_eq!(service.json("/api/v1/nearest?lon=108&lat=34&explain=true")["features"], serde_json::json!([]));
    let coverage = service.json("/api/v1/coverage?within_m=500");
    assert_eq!((&coverage["zones"], number(&coverage["bands"][0]["total"])), (&serde_json::json!([]), 0.0));
    assert_eq!(service.json("/api/v1/gaps?within_m=500")["items"], serde_json::json!([]));
    let about = service.json("/api/v1/about");
    assert_eq!(
        (&about["bounds"], &about["title_zh"], &about["sample"]),
        (&serde_json::Value::Null, &serde_json::Value::Null, &false.into())
    );
    assert_eq!(service.json("/api/v1/divisions?geometry=true")["features"], serde_json::json!([]));
    for layer in ["facilities", "coverage", "divisions", "base"] {
        let query = if layer == "coverage" { "?within_m=500" } else { "" };
        let tile = service.get(&format!("/tiles/{layer}/0/0/0{query}"));
        assert_eq!((tile.status, tile.body.len()), (200, 0), "{layer}");
    }
}

#[test]
fn kinds_say_how_many_there_are_and_how_they_look() {
    let kinds = shared().json("/api/v1/kinds");
    let kind =
        |code: &str| kinds["items"].as_array().and_then(|rows| rows.iter().find(|row| row["code"] == code).cloned()).expect("a kind");
    let day_care = kind("elderly-day-care");
    assert_eq!((&day_care["count"], &day_care["operating"]), (&4.into(), &2.into()));
    assert_eq!((&day_care["of"], &day_care["protected"]), (&"facility".into(), &false.into()));
    assert_eq!(kind("volunteer-team")["of"], "organization");
    assert_eq!(kind("relief-station")["protected"], true);
    for member in ["name_zh", "name_en", "icon", "colour", "capacity_unit_zh", "capacity_unit_en", "source", "confidence"] {
        assert!(!text(&day_care[member]).is_empty(), "{member}");
    }
    assert!(day_care["aliases"].is_array() && day_care["osm_tags"].is_array());
}

#[test]
fn service_types_and_target_groups_are_listed_with_their_marks() {
    let types = shared().json("/api/v1/service-types");
    let doorless = types["items"].as_array().expect("rows").iter().filter(|row| row["doorless"] == true).map(|row| text(&row["code"]));
    assert!(doorless.collect::<Vec<_>>().contains(&"assistance-hotline".to_owned()));
    let groups = shared().json("/api/v1/target-groups");
    let minors = groups["items"].as_array().expect("rows").iter().filter(|row| row["minors"] == true).map(|row| text(&row["code"]));
    assert!(minors.collect::<Vec<_>>().contains(&"minors".to_owned()));
}

#[test]
fn the_table_of_rights_is_the_one_the_service_decides_by() {
    let answer = shared().json("/api/v1/roles");
    let roles = answer["items"].as_array().expect("rows");
    let holds = |role: &str, list: &str, right: &str| {
        let row = roles.iter().find(|row| row["role"] == role).expect("the role");
        row[list].as_array().expect("rights").iter().any(|one| one == right)
    };
    assert_eq!(roles.len(), 7);
    assert!(holds("registrar", "rights", "write_records") && !holds("registrar", "rights", "approve_changes"));
    assert!(holds("approver", "rights", "approve_changes") && !holds("approver", "rights", "write_records"));
    assert_eq!(roles[0], serde_json::json!({"role": "organization", "rights": ["manage_offers"], "central": []}));
    // Divisions are kept by whoever keeps their part of the land, accounts by whoever keeps the whole.
    assert!(holds("administrator", "central", "manage_accounts") && !holds("administrator", "central", "manage_divisions"));
}

#[test]
fn reporting_units_are_listed_with_their_divisions() {
    let units = shared().json("/api/v1/reporting-units");
    let yangling = units["items"].as_array().expect("rows").iter().find(|row| row["name_zh"] == "杨凌示范区").expect("杨凌");
    assert_eq!(yangling["divisions"], serde_json::json!(["610403000000"]));
}

#[test]
fn a_standard_that_is_not_verified_is_not_active() {
    let standards = shared().json("/api/v1/standards");
    let rows = standards["items"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["active"] == row["verified"]));
    assert!(rows.iter().any(|row| row["verified"] == false && row["reach_m"].is_number()));
}

#[test]
fn divisions_are_found_by_level_parent_text_and_box() {
    let service = shared();
    let codes = |query: &str| column(&service.json(&format!("/api/v1/divisions?{query}"))["items"], "code");
    assert_eq!(codes("level=community"), ["990101001001", "990101001002", "990102001001"]);
    assert_eq!(codes("level=社区".replace("社区", &encode("社区")).as_str()), ["990101001001", "990101001002", "990102001001"]);
    assert_eq!(codes("parent=990101"), ["990101001000", "990101001001", "990101001002"]);
    assert_eq!(codes(&format!("q={}", encode("西"))), ["990102000000", "990102001000", "990102001001"]);
    assert_eq!(codes("level=community&bbox=108.93,34.25,108.945,34.26"), ["990101001001", "990102001001"]);
    let one = service.json("/api/v1/divisions/990101001001");
    assert_eq!((&one["smart"], &one["smart_since"], number(&one["people"])), (&true.into(), &"2023-05-01".into(), 1500.0));
    assert_eq!((&one["level"], &one["parent"], &one["has_boundary"]), (&"community".into(), &"990101001000".into(), &true.into()));
    assert_eq!(service.refusal("/api/v1/divisions/990109").1, "not_found");
    assert_eq!(service.refusal("/api/v1/divisions/abc").1, "not_found");
}

#[test]
fn divisions_with_geometry_are_features_and_those_without_an_area_have_none() {
    let page = shared().json("/api/v1/divisions?geometry=true&limit=3");
    assert_eq!((&page["type"], &page["total"], &page["next_cursor"]), (&"FeatureCollection".into(), &9.into(), &"990101000000".into()));
    let features = page["features"].as_array().expect("features");
    assert_eq!((&features[0]["id"], &features[0]["geometry"]), (&"990000000000".into(), &serde_json::Value::Null));
    let east = &features[2];
    assert_eq!((&east["properties"]["name"], &east["geometry"]["type"]), (&"东区".into(), &"MultiPolygon".into()));
    let ring = east["geometry"]["coordinates"][0][0].as_array().expect("a ring");
    assert!(ring.contains(&serde_json::json!([108.96, 34.26])) && ring.first() == ring.last(), "{ring:?}");
}

#[test]
fn a_registry_of_shaanxi_is_no_sample() {
    let records = Records::open(&DatabaseUrl::SqliteMemory, Open::Create, SeedDivisions::Shaanxi).expect("a registry in memory");
    let service = Service::start(records, BasemapArgs::default());
    assert_eq!(service.json("/api/v1/about")["sample"], false);
    assert_eq!(service.json("/api/v1/divisions?level=city")["total"], 10);
    assert!(service.json("/tiles/base.json")["attribution"].is_null());
}

#[test]
fn an_import_is_visible_to_the_next_request() {
    let service = Service::start(fixtures(), BasemapArgs::default());
    let before = service.json("/api/v1/about");
    let row = "id,name,kind,lon,lat\nN1,新服务站,community-service-station,108.9001,34.2001\n";
    import_bytes(service.registry.records(), ImportKind::Facilities, "new.csv", row.as_bytes());
    service.registry.refresh().expect("the snapshot is loaded");
    let after = service.json("/api/v1/about");
    assert_ne!(before["snapshot"], after["snapshot"]);
    assert_eq!(service.json("/api/v1/facilities/N1")["name"], "新服务站");
}
