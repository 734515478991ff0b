//! Does reading maps keep its word? Small maps as text, the same maps as PBF, and files that were broken on purpose.

mod big;
mod broken;
mod features;
mod formats;
mod walking;
mod world;

use std::io::{Cursor, Read};

use crate::domain::{
    kind::{Catalogue, Confidence, Kind, KindOf},
    vocabulary::Vocabulary,
};

use super::{OsmError, OsmExtract, OsmFormat, OsmReading, OsmSource, read_osm};

/// Kinds with tags as `data/kinds.toml` has them.
fn catalogue() -> Catalogue {
    let kind = |code: &str, name_zh: &str, tags: &[&str]| Kind {
        code: code.into(),
        name_zh: name_zh.into(),
        name_en: code.into(),
        of: KindOf::Facility,
        icon: String::new(),
        colour: "#000000".into(),
        capacity_unit_zh: String::new(),
        capacity_unit_en: String::new(),
        protected: false,
        aliases: Vec::new(),
        osm_tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        hsds_term: None,
        source: "test".into(),
        confidence: Confidence::A,
    };
    let day_care =
        ["amenity=social_facility;social_facility=day_care;social_facility:for=senior", "amenity=social_facility;social_facility=day_care"];
    let kinds = vec![
        kind("outreach", "外展服务", &["amenity=social_facility"]),
        kind("elderly-day-care", "社区老年人日间照料中心", &day_care),
        kind("community-centre", "社区综合服务设施", &["amenity=community_centre"]),
    ];
    Catalogue { kinds: Vocabulary::new(kinds), ..Catalogue::default() }
}

/// Reads the bytes of a file.
fn read(format: OsmFormat, bytes: &[u8]) -> Result<OsmExtract, OsmError> {
    let open = || -> std::io::Result<Box<dyn Read + Send>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    let source = OsmSource { name: "map", format, open: &open, size: bytes.len() as u64 };
    read_osm(&source, &OsmReading { catalogue: &catalogue(), progress: &|_, _| {} })
}

/// Reads what stands between `<osm>` and `</osm>`.
fn map(inner: &str) -> OsmExtract {
    read(OsmFormat::Xml, format!("<?xml version='1.0' encoding='UTF-8'?>\n<osm version='0.6'>{inner}</osm>").as_bytes()).expect("a map")
}

/// Nodes in a row from west to east, 0.001 degrees apart: `n(1..=3)` are 1, 2 and 3.
fn nodes(ids: std::ops::RangeInclusive<i64>) -> String {
    ids.map(|id| format!("<node id='{id}' lon='{}' lat='34.2'/>", 108.9 + id as f64 / 1000.0)).collect()
}

/// A way with tags as `key=value` texts.
fn way(id: i64, refs: &[i64], tags: &[&str]) -> String {
    let refs: String = refs.iter().map(|node| format!("<nd ref='{node}'/>")).collect();
    format!("<way id='{id}'>{refs}{}</way>", tag_texts(tags))
}

fn tag_texts(tags: &[&str]) -> String {
    let pair = |tag: &&str| {
        let (key, value) = tag.split_once('=').expect("key=value");
        format!("<tag k='{key}' v='{value}'/>")
    };
    tags.iter().map(pair).collect()
}

/// How often a sort of problem was met, by its code.
fn count(extract: &OsmExtract, code: &str) -> u64 {
    extract.report.problems.iter().find(|problem| problem.code == code).map_or(0, |problem| problem.count)
}

/// The examples of a sort of problem.
fn examples(extract: &OsmExtract, code: &str) -> Vec<String> {
    extract.report.problems.iter().find(|problem| problem.code == code).map(|problem| problem.examples.clone()).unwrap_or_default()
}
