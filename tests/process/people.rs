use std::io::Cursor;

use tiff::{
    encoder::{TiffEncoder, colortype::Gray16},
    tags::Tag,
};

use super::bench::Bench;

/// A grid of 0.01 degrees with its north-western corner at 108.90 E, 34.30 N, that says nothing of its coordinates.
fn grid(values: [u16; 4]) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).expect("memory takes a file");
    let mut image = encoder.new_image::<Gray16>(2, 2).expect("a picture");
    image.encoder().write_tag(Tag::ModelPixelScaleTag, &[0.01, 0.01, 0.0][..]).expect("a tag");
    image.encoder().write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, 108.90, 34.30, 0.0][..]).expect("a tag");
    image.write_data(&values).expect("memory takes a picture");
    file.into_inner()
}

#[test]
fn a_population_grid_goes_in_and_every_answer_names_its_definition_and_year() {
    let bench = Bench::new();
    bench.file("people.tif", grid([10, 0, 20, 30]));
    bench.file("list.csv", "编号,名称,类别,经度,纬度\nF1,示例一,日间照料中心,108.905,34.295\n");
    let unsaid = bench.refused("import demand people.tif");
    assert!(unsaid.err.contains("datum"), "{}", unsaid.err);
    let said = bench.done("import demand people.tif --datum wgs84 --year 2020 --definition residents");
    assert!(said.out.contains("3 added") && said.err.contains("60 people"), "{} {}", said.out, said.err);
    bench.done("import facilities list.csv --datum wgs84");
    let answer = bench.done("coverage --within 500 --format json");
    let answer: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!((&answer["bands"][0]["covered"], &answer["bands"][0]["total"]), (&10.0.into(), &60.0.into()));
    let figures = &answer["inputs"]["figures"][0];
    assert_eq!((&figures["definition"], &figures["year"], &figures["method"]), (&"residents".into(), &2020.into(), &"estimated".into()));
    let table = bench.done("coverage --within 500");
    assert!(table.err.contains("figures: residents, 2020 (estimated"), "{}", table.err);
    let facilities = bench.refused("import facilities people.tif --datum wgs84");
    assert!(facilities.err.contains("import demand"), "{}", facilities.err);
}
