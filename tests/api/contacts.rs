//! A contact's mobile leaves as a file only when somebody with the right asks for it, and the log tells so.

use carereach::registry::ImportKind;
use serde_json::json;

use super::{
    office::{A1, Office, code},
    service::{Answer, import_bytes, text},
};

/// A mobile of a place in the east, one in the west, one of a protected place in the east.
const MOBILES: [(&str, &str); 3] = [("A1", "13800138001"), ("S11", "13800138002"), ("P1", "13800138003")];

fn office() -> Office {
    let office = Office::open();
    for (id, mobile) in MOBILES {
        let proposal = office.propose(&format!("/api/v1/facilities/{id}"), &json!({ "contact_mobile": mobile }));
        assert_eq!(office.approve(&proposal).status, 200);
    }
    office
}

fn export(office: &Office, cookie: &str, query: &str) -> Answer {
    office.service.ask("GET", &format!("/api/v1/exports/facilities.{query}"), &[("cookie", cookie)])
}

fn cell(csv: &str, id: &str, name: &str) -> String {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let place = reader.headers().expect("headings").iter().position(|heading| heading == name).expect("the column");
    let row = reader.records().flatten().find(|row| &row[0] == id).expect("the row");
    row[place].to_owned()
}

#[test]
fn no_export_has_a_mobile_unless_it_is_asked_for_by_somebody_with_the_right() {
    let office = office();
    assert_eq!(office.service.json(A1)["contact_mobile"], serde_json::Value::Null);
    for query in ["csv?with_sites=true", "csv?with_protected=true", "geojson", "csv?with_contacts=false"] {
        let file = export(&office, &office.registrar, query).text();
        assert!(!file.contains("contact_mobile") && MOBILES.iter().all(|(_, mobile)| !file.contains(mobile)), "{query}");
    }
    let anonymous = office.service.ask("GET", "/api/v1/exports/facilities.csv?with_contacts=true", &[]);
    assert!((401..=403).contains(&anonymous.status) && !anonymous.text().contains("13800138"), "{}", anonymous.text());
    let planner = export(&office, &office.service.sign_in("planner"), "csv?with_contacts=true");
    assert_eq!(code(&planner).0, 403);
    let file = export(&office, &office.registrar, "csv?with_contacts=true").text();
    for (id, mobile) in MOBILES {
        assert_eq!(cell(&file, id, "contact_mobile"), mobile);
    }
    assert_eq!(cell(&file, "P1", "lon"), "108.9480000", "the true point is another question");
    assert!(!file.contains("秘巷") && file.contains("含联系人手机"));
    assert!(export(&office, &office.registrar, "geojson?with_contacts=true").text().contains("13800138001"));
}

#[test]
fn the_log_tells_that_mobiles_went_out() {
    let office = office();
    export(&office, &office.registrar, "csv");
    let auditor = office.service.sign_in("auditor");
    let told = |office: &Office| office.read(&auditor, "/api/v1/audit?action=export")["total"].clone();
    assert_eq!(told(&office), json!(0));
    export(&office, &office.registrar, "csv?with_contacts=true");
    assert_eq!(told(&office), json!(1));
}

#[test]
fn a_mobile_of_another_jurisdiction_is_withheld_and_not_lost_when_the_file_comes_back() {
    let office = office();
    let west = office.service.sign_in("west");
    let file = export(&office, &west, "csv?with_contacts=true").text();
    assert_eq!((cell(&file, "S11", "contact_mobile").as_str(), cell(&file, "S11", "withheld").as_str()), ("13800138002", ""));
    assert!(!file.contains("13800138001") && !file.contains("13800138003"));
    assert_eq!((cell(&file, "A1", "contact_mobile").as_str(), cell(&file, "A1", "withheld").as_str()), ("", "contact"));
    assert_eq!(cell(&file, "P1", "withheld"), "protected;contact");
    assert_eq!(cell(&file, "P2", "withheld"), "protected", "it has no contact");
    let summary = import_bytes(office.service.registry.records(), ImportKind::Facilities, "back.csv", file.as_bytes());
    assert_eq!((summary.changed, summary.refused), (0, 0), "{:?}", summary.refusals);
    let record = office.read(&office.registrar, &format!("{A1}/record"));
    assert_eq!(text(&record["record"]["contact_mobile"]), "13800138001");
    // A file that has the column and an empty cell means it: the mobile goes.
    let emptied = "id,contact_mobile\nA1,\n";
    assert_eq!(import_bytes(office.service.registry.records(), ImportKind::Facilities, "less.csv", emptied.as_bytes()).changed, 1);
    office.service.registry.refresh().expect("the snapshot follows");
    assert_eq!(office.read(&office.registrar, &format!("{A1}/record"))["record"]["contact_mobile"], serde_json::Value::Null);
}
