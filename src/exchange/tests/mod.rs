//! Does the room as a whole read and write what it says? Files made here, answers worked out by hand.

mod boundaries;
mod demand;
mod exports;
mod facilities;
mod hostile;
mod organizations;
mod plain;
mod refusals;
mod round_trip;
mod totals;
mod workbooks;

use std::collections::BTreeMap;

use crate::domain::{
    datum::Datum,
    division::DivisionCode,
    facility::Facility,
    kind::{Catalogue, Confidence, Kind, KindOf, ServiceType, TargetGroup},
    position::SHAANXI,
    vocabulary::Vocabulary,
};

use super::{Format, ReadError, Reading, Records, Source, read_facilities};

/// Headings and one good row, without a datum.
const GOOD: &str = "id,name,kind,lon,lat\nA-1,日间照料中心,日间照料,108.94,34.26\n";

fn kind(code: &str, name_zh: &str, of: KindOf) -> Kind {
    Kind {
        code: code.into(),
        name_zh: name_zh.into(),
        name_en: code.replace('-', " "),
        of,
        icon: String::new(),
        colour: "#000000".into(),
        capacity_unit_zh: "张".into(),
        capacity_unit_en: "beds".into(),
        protected: code == "shelter",
        aliases: if code == "day-care" { vec!["日间照料".into()] } else { Vec::new() },
        osm_tags: Vec::new(),
        hsds_term: None,
        source: "test".into(),
        confidence: Confidence::C,
    }
}

fn service_type(code: &str, name_zh: &str) -> ServiceType {
    ServiceType {
        code: code.into(),
        name_zh: name_zh.into(),
        name_en: code.into(),
        aliases: Vec::new(),
        doorless: code == "hotline",
        hsds_term: None,
        source: "test".into(),
        confidence: Confidence::C,
    }
}

fn target_group(code: &str, name_zh: &str, minors: bool) -> TargetGroup {
    TargetGroup {
        code: code.into(),
        name_zh: name_zh.into(),
        name_en: code.into(),
        aliases: vec![format!("{name_zh}们")],
        minors,
        source: "test".into(),
        confidence: Confidence::C,
    }
}

fn catalogue() -> Catalogue {
    Catalogue {
        kinds: Vocabulary::new(vec![
            kind("day-care", "社区老年人日间照料中心", KindOf::Facility),
            kind("shelter", "救助管理站", KindOf::Facility),
            kind("volunteer-team", "志愿服务队", KindOf::Organization),
        ]),
        service_types: Vocabulary::new(vec![
            service_type("meals", "助餐"),
            service_type("bathing", "助浴"),
            service_type("hotline", "热线"),
        ]),
        target_groups: Vocabulary::new(vec![target_group("elderly", "老年人", false), target_group("children", "儿童", true)]),
    }
}

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).expect("a code of the test")
}

/// Reads with the test catalogue, Shaanxi's area and 610322 abolished in favour of 610305.
fn with_reading<T>(datum: Option<Datum>, read: impl FnOnce(&Reading) -> T) -> T {
    let catalogue = catalogue();
    let successors = BTreeMap::from([(code("610322"), code("610305"))]);
    read(&Reading { datum, area: Some(SHAANXI), catalogue: &catalogue, successors: &successors, held: None, progress: &|_, _| {} })
}

fn csv(bytes: &[u8]) -> Source<'_> {
    Source { name: "t.csv", format: Format::Csv, bytes }
}

fn geojson(text: &str) -> Source<'_> {
    Source { name: "t.geojson", format: Format::GeoJson, bytes: text.as_bytes() }
}

fn read(text: &str) -> Result<Records<Facility>, ReadError> {
    with_reading(Some(Datum::Wgs84), |reading| read_facilities(&csv(text.as_bytes()), reading))
}

/// Reads a text that must be readable.
fn records(text: &str) -> Records<Facility> {
    read(text).expect("readable")
}

/// The message of a text that must be refused as a whole.
fn error(text: &str) -> String {
    read(text).expect_err("refused").to_string()
}
