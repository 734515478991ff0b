//! Population grids and totals of divisions on their way into the registry, and what its answers then say of them.

use std::io::Cursor;

use carereach::{
    domain::{
        building::Building,
        change::Stamp,
        map_part::{MapPart, MapSource},
        permission::Caller,
        position::Position,
    },
    exchange::{Format, pack_buildings},
    registry::{Choice, CoverageQuestion, ImportKind, ImportSummary, PeopleOptions, RegistryError},
};
use tiff::{encoder::TiffEncoder, tags::Tag};

use super::office::{Office, registrar};

/// Two communities side by side, 0.02 degrees wide, and one of the same name elsewhere without a boundary.
const COMMUNITIES: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[
{"type":"Feature","properties":{"code":"610102001001","name":"示例东社区"},"geometry":{"type":"Polygon","coordinates":[[[108.92,34.20],[108.94,34.20],[108.94,34.22],[108.92,34.22],[108.92,34.20]]]}},
{"type":"Feature","properties":{"code":"610102001002","name":"示例西社区"},"geometry":{"type":"Polygon","coordinates":[[[108.90,34.20],[108.92,34.20],[108.92,34.22],[108.90,34.22],[108.90,34.20]]]}},
{"type":"Feature","properties":{"code":"610103001001","name":"同名社区"},"geometry":null},
{"type":"Feature","properties":{"code":"610104001001","name":"同名社区"},"geometry":null}]}"#;

pub fn office() -> Office {
    let office = Office::new();
    let summary = office.import(ImportKind::Divisions, "communities.geojson", COMMUNITIES);
    assert_eq!(summary.refused, 0, "{:?}", summary.refusals);
    office
}

/// A float grid of 0.01 degrees with its north-western corner at 108.90 E, 34.22 N.
pub fn grid(width: u32, values: &[f32]) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).expect("memory takes a file");
    let height = values.len() as u32 / width;
    let mut image = encoder.new_image::<tiff::encoder::colortype::Gray32Float>(width, height).expect("a picture");
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[0.01, 0.01, 0.0][..]).expect("a tag");
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, 108.90, 34.22, 0.0][..]).expect("a tag");
    tags.write_tag(Tag::GeoKeyDirectoryTag, &[1u16, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326][..]).expect("a tag");
    tags.write_tag(Tag::GdalNodata, "-99999").expect("a tag");
    image.write_data(values).expect("memory takes a picture");
    file.into_inner()
}

fn bring(office: &Office, name: &str, bytes: &[u8], people: PeopleOptions) -> Result<ImportSummary, RegistryError> {
    office.import_people(ImportKind::Demand, (name, bytes), PeopleOptions { file_name: name.to_owned(), ..people })
}

/// People of a group by community, as coverage tells them.
pub fn people(office: &Office, group: &str) -> Vec<(Option<String>, f64)> {
    let snapshot = office.registry.snapshot();
    let question = CoverageQuestion {
        choice: Choice::default(),
        within_m: vec![500.0],
        count: Some(group.to_owned()),
        level: Some(carereach::domain::division::Level::Community),
        ..CoverageQuestion::default()
    };
    let answer = snapshot.coverage(&question).expect("an answer");
    let total = |zone: &carereach::registry::ZoneCoverage| zone.total.expect("no count is withheld from a test");
    answer.zones.iter().map(|zone| (zone.code.map(|code| code.to_string()), total(zone))).collect()
}

/// What the figures of a group are, a line each.
pub fn figures(office: &Office, group: &str) -> Vec<String> {
    office.registry.snapshot().figures(group).iter().map(ToString::to_string).collect()
}

pub fn zones(east: f64, west: f64) -> Vec<(Option<String>, f64)> {
    vec![(Some("610102001001".to_owned()), east), (Some("610102001002".to_owned()), west)]
}

#[test]
fn a_grid_is_cut_to_the_divisions_and_its_people_are_kept() {
    let office = office();
    // The fifth column and the third row lie outside both communities.
    let values = [1.5, 2.0, 0.0, 4.0, 100.0, 8.0, -99999.0, 16.25, 32.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0];
    let named = PeopleOptions { year: Some(2020), definition: Some("WorldPop".into()), ..PeopleOptions::default() };
    let summary = bring(&office, "grid.tif", &grid(5, &values), named.clone()).expect("a grid");
    assert_eq!((summary.added, summary.refused), (6, 0));
    assert!(summary.notes.iter().any(|note| note.contains("7 cells with 700 people")), "{:?}", summary.notes);
    assert_eq!(people(&office, "population"), zones(52.25, 11.5));
    assert_eq!(figures(&office, "population"), ["WorldPop, 2020 (estimated: population grid; grid.tif)"]);
    let again = bring(&office, "grid.tif", &grid(5, &values), named).expect("a grid");
    assert_eq!((again.unchanged, again.added + again.changed, again.batch), (6, 0, None));
}

#[test]
fn a_later_grid_takes_the_place_of_the_one_before_and_undoing_it_brings_that_back() {
    let office = office();
    let of = |year| PeopleOptions { year: Some(year), definition: Some("residents".into()), ..PeopleOptions::default() };
    bring(&office, "2010.tif", &grid(4, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]), of(2010)).expect("a grid");
    let later = bring(&office, "2020.tif", &grid(4, &[0.0, 20.0, 30.0, 0.0, 50.0, 60.0, 70.0, 80.0]), of(2020)).expect("a grid");
    assert!(later.notes.iter().any(|note| note.starts_with("2 cells of an earlier import")), "{:?}", later.notes);
    assert_eq!(people(&office, "population"), zones(180.0, 130.0));
    assert_eq!(figures(&office, "population"), ["residents, 2020 (estimated: population grid; 2020.tif)"]);
    let batch = later.batch.expect("something changed");
    office.registry.undo_batch(&Caller::operator(), &batch, None).expect("it is undone");
    assert_eq!(people(&office, "population"), zones(22.0, 14.0));
    assert_eq!(figures(&office, "population"), ["residents, 2010 (estimated: population grid; 2010.tif)"]);
}

#[test]
fn totals_are_spread_over_homes_or_ground_and_kept_by_division_and_group() {
    let office = office();
    let home = |lon: f64, floor_m2: f64| Building { position: Position::new(lon, 34.21).expect("a position"), floor_m2, residential: true };
    let buildings = [home(108.93, 3_000.0), home(108.931, 1_000.0)];
    let map = MapSource { name: "map.osm".into(), sha256: "0".repeat(64), data_as_of: None };
    let packed = pack_buildings(&buildings);
    let kept = office.store().write(&Stamp::operator(), |writer| writer.replace_map_part(MapPart::Buildings, &map, &packed));
    kept.expect("the map's buildings are kept");
    let totals = "区划名称,人口,老年人占比,年份,口径\n示例东社区,101,21.5%,2020,常住人口\n示例西社区,1003,0.2,2020,常住人口\n";
    let summary = bring(&office, "totals.csv", totals.as_bytes(), PeopleOptions::default()).expect("totals");
    assert_eq!((summary.rows, summary.refused), (2, 0), "{:?}", summary.refusals);
    assert!(summary.notes.iter().any(|note| note.starts_with("An estimate: totals of divisions spread over")), "{:?}", summary.notes);
    assert_eq!(people(&office, "population"), zones(101.0, 1003.0));
    // 21.5 % of 101 are 21.715, rounded 22; a fifth of 1,003 are 200.6, rounded 201.
    assert_eq!(people(&office, "elderly"), zones(22.0, 201.0));
    let demand = office.content().demand;
    let east: Vec<_> = demand.cells.iter().filter(|cell| cell.id.as_str().starts_with("s610102001001-")).collect();
    // 101 by 3,000 and 1,000 square metres: quotas 75.75 and 25.25.
    assert_eq!(east.iter().map(|cell| cell.counts[0]).collect::<Vec<_>>(), [76.0, 25.0]);
    let expected = "常住人口, 2020 (estimated: totals of divisions spread over residential buildings by floor area (1), the ground evenly (1); totals.csv)";
    assert_eq!(figures(&office, "elderly"), [expected]);
    let fewer = "区划代码,人口\n610102001002,3\n";
    let summary = bring(&office, "fewer.csv", fewer.as_bytes(), PeopleOptions::default()).expect("totals");
    assert_eq!(people(&office, "population"), zones(101.0, 3.0), "{:?}", summary.notes);
    assert_eq!(figures(&office, "population").len(), 2, "the first file still holds people of the east");
}

#[test]
fn a_total_whose_division_is_not_clear_is_refused_by_row() {
    let office = office();
    let totals =
        "code,name,population\n,同名社区,5\n,无此社区,5\n610103001001,同名社区,5\n610199001001,,5\n,示例东社区,5\n610102001001,,6\n";
    let summary = bring(&office, "totals.csv", totals.as_bytes(), PeopleOptions::default()).expect("totals");
    let refused: Vec<_> = summary.refusals.iter().map(|one| (one.row, one.reason.as_str())).collect();
    let expected = [
        (2, "2 divisions have this name: 610103001001, 610104001001"),
        (3, "no division in force has this name"),
        (4, "the division 610103001001 has no boundary, so that nobody knows over what ground its people live"),
        (5, "the registry has no division 610199001001"),
        (7, "the division 610102001001 is already in row 6, which stays"),
    ];
    assert_eq!(refused, expected);
    assert_eq!((summary.rows, summary.refused), (6, 5));
    assert_eq!(people(&office, "population"), vec![(Some("610102001001".to_owned()), 5.0)]);
}

#[test]
fn a_division_and_a_part_of_it_are_not_both_spread() {
    let office = office();
    let district = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[
{"type":"Feature","properties":{"code":"610102","name":"新城区"},"geometry":{"type":"Polygon","coordinates":[[[108.89,34.19],[108.95,34.19],[108.95,34.23],[108.89,34.23],[108.89,34.19]]]}}]}"#;
    office.import(ImportKind::Divisions, "district.geojson", district);
    let totals = "code,population\n610102,500\n610102001001,100\n";
    let summary = bring(&office, "totals.csv", totals.as_bytes(), PeopleOptions::default()).expect("totals");
    assert_eq!(summary.refusals.iter().map(|one| one.row).collect::<Vec<_>>(), [2]);
    assert!(summary.refusals[0].reason.contains("counted twice"), "{}", summary.refusals[0].reason);
    assert_eq!(people(&office, "population"), vec![(Some("610102001001".to_owned()), 100.0)]);
}

#[test]
fn a_list_names_its_figures_in_columns_or_is_told_and_may_not_say_two_things() {
    let office = office();
    let list = "id,lon,lat,datum,population,year,definition\nC1,108.93,34.21,wgs84,10,2020,residents by place\n";
    office.import(ImportKind::Demand, "cells.csv", list);
    assert_eq!(figures(&office, "population"), ["residents by place, 2020 (counted; cells.csv)"]);
    let other = PeopleOptions { year: Some(2010), ..PeopleOptions::default() };
    let clash = bring(&office, "cells.csv", list.as_bytes(), other).expect_err("two years").to_string();
    assert!(clash.contains("2020"), "{clash}");
    let silent = "id,lon,lat,datum,population\nC1,108.93,34.21,wgs84,10\n";
    let summary = office.import(ImportKind::Demand, "cells.csv", silent);
    assert!(summary.notes.iter().any(|note| note.contains("--definition")), "{:?}", summary.notes);
}

#[test]
fn a_grid_that_cannot_be_read_says_why_and_is_of_people_only() {
    assert_eq!(Format::of_path(std::path::Path::new("a.TIFF")), Some(Format::Tiff));
    let office = office();
    let refused = bring(&office, "grid.tif", &grid(1, &[1.0])[..40], PeopleOptions::default()).expect_err("it is cut off").to_string();
    assert!(refused.starts_with("grid.tif: the population grid cannot be read"), "{refused}");
    let draft = office.try_upload_of("facilities", &registrar(), "grid.tif", grid(1, &[1.0])).expect_err("no draft").to_string();
    assert!(draft.contains("for a .tif the kind demand"), "{draft}");
    let wrong = office.import_people(ImportKind::Facilities, ("grid.tif", &grid(1, &[1.0])), PeopleOptions::default());
    assert!(wrong.expect_err("no facilities").to_string().contains("import demand"));
}
