//! Vector tiles and their TileJSON, decoded by another library.

use geozero::mvt::{
    Message, Tile,
    tile::{Feature, Layer, Value as Tag},
};

use super::service::{number, shared, text};

fn tile(path: &str) -> Tile {
    let answer = shared().get(&format!("/tiles/{path}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/vnd.mapbox-vector-tile")), "{path}");
    Tile::decode(&answer.body[..]).expect("a vector tile")
}

fn layer<'a>(tile: &'a Tile, name: &str) -> &'a Layer {
    tile.layers.iter().find(|layer| layer.name == name).unwrap_or_else(|| panic!("no layer {name}"))
}

fn tag<'a>(layer: &'a Layer, feature: &Feature, key: &str) -> Option<&'a Tag> {
    feature.tags.chunks(2).find(|pair| layer.keys[pair[0] as usize] == key).map(|pair| &layer.values[pair[1] as usize])
}

fn tag_text(layer: &Layer, feature: &Feature, key: &str) -> String {
    tag(layer, feature, key).and_then(|tag| tag.string_value.clone()).unwrap_or_default()
}

fn tag_number(layer: &Layer, feature: &Feature, key: &str) -> f64 {
    let tag = tag(layer, feature, key).unwrap_or_else(|| panic!("no {key}"));
    tag.double_value.or(tag.uint_value.map(|count| count as f64)).expect("a number")
}

/// Tile of a zoom that a point lies in, and where in it, in 4096ths: Web Mercator as OpenStreetMap's wiki writes it.
pub fn place(z: u32, [lon, lat]: [f64; 2]) -> ([u32; 2], [i64; 2]) {
    let n = f64::from(1u32 << z);
    let lat = lat.to_radians();
    let x = (lon + 180.0) / 360.0 * n;
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * n;
    ([x as u32, y as u32], [(x.fract() * 4096.0) as i64, (y.fract() * 4096.0) as i64])
}

/// The first point of a feature's geometry.
pub fn point(feature: &Feature) -> [i64; 2] {
    let unzigzag = |value: u32| i64::from(value >> 1) ^ -i64::from(value & 1);
    [unzigzag(feature.geometry[1]), unzigzag(feature.geometry[2])]
}

#[test]
fn a_facility_stands_in_its_tile_where_it_is() {
    for z in [14, 16, 18] {
        let ([x, y], [at_x, at_y]) = place(z, [108.945, 34.255]);
        let tile = tile(&format!("facilities/{z}/{x}/{y}?kind=elderly-day-care"));
        let layer = layer(&tile, "facilities");
        let feature = layer.features.iter().find(|feature| tag_text(layer, feature, "id") == "A1").expect("A1 is there");
        let [shown_x, shown_y] = point(feature);
        assert!((shown_x - at_x).abs() <= 1 && (shown_y - at_y).abs() <= 1, "z{z}: {shown_x},{shown_y} and {at_x},{at_y}");
        assert_eq!(tag_text(layer, feature, "name"), "东一日间照料中心");
        assert_eq!((tag_text(layer, feature, "kind"), tag_text(layer, feature, "status")), ("elderly-day-care".into(), "operating".into()));
        assert_eq!(layer.extent, Some(4096));
    }
}

#[test]
fn clusters_of_the_whole_world_count_every_place_once_by_kind() {
    let tile = tile("facilities/0/0/0");
    let layer = layer(&tile, "facilities");
    // 22 operate; one of them has no public front point.
    let counts = layer.features.iter().map(|feature| tag(layer, feature, "count").map_or(1.0, |_| tag_number(layer, feature, "count")));
    assert_eq!(counts.sum::<f64>(), 21.0);
    let kinds: Vec<String> =
        layer.features.iter().map(|feature| tag_text(layer, feature, "kinds")).filter(|kinds| !kinds.is_empty()).collect();
    let of_kind = |kind: &str| -> u32 {
        let pairs = kinds.iter().flat_map(|kinds| kinds.split(',')).filter_map(|pair| pair.split_once(':'));
        pairs.filter(|(code, _)| *code == kind).map(|(_, count)| count.parse::<u32>().expect("a count")).sum()
    };
    assert_eq!((of_kind("elderly-day-care"), of_kind("community-activity-space"), of_kind("relief-station")), (2, 2, 1));
}

#[test]
fn status_and_offers_choose_places_of_a_tile() {
    let ([x, y], _) = place(14, [108.935, 34.255]);
    let ids = |query: &str| {
        let tile = tile(&format!("facilities/14/{x}/{y}?kind=elderly-day-care{query}"));
        tile.layers
            .first()
            .map(|layer| layer.features.iter().map(|feature| tag_text(layer, feature, "id")).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    assert!(!ids("").contains(&"A3".to_owned()));
    assert!(ids("&status=suspended").contains(&"A3".to_owned()));
    assert!(ids("&status=any").contains(&"A3".to_owned()));
    assert!(!ids("&service=meals&group=minors").contains(&"A1".to_owned()));
}

#[test]
fn cells_say_whether_they_are_covered() {
    let ([x, y], _) = place(13, [108.945, 34.255]);
    let near = tile(&format!("coverage/13/{x}/{y}?kind=elderly-day-care&within_m=100"));
    let cells = layer(&near, "coverage");
    let cell = |id: &str| cells.features.iter().find(|feature| tag_text(cells, feature, "id") == id).expect("a cell");
    assert_eq!(tag(cells, cell("D1"), "covered").and_then(|tag| tag.bool_value), Some(true));
    assert_eq!(tag(cells, cell("D2"), "covered").and_then(|tag| tag.bool_value), Some(false));
    assert!((tag_number(cells, cell("D2"), "distance_m") - 444.78).abs() < 0.01);
    assert_eq!(tag_number(cells, cell("D1"), "people"), 1000.0);
    let far = tile("coverage/0/0/0?kind=elderly-day-care&within_m=500");
    let squares = layer(&far, "coverage");
    let sum = |key: &str| squares.features.iter().map(|feature| tag_number(squares, feature, key)).sum::<f64>();
    assert_eq!((sum("people"), sum("covered_people"), sum("cells")), (2970.0, 2300.0, 6.0));
}

#[test]
fn divisions_have_areas_and_labels() {
    let ([x, y], _) = place(12, [108.945, 34.255]);
    let tile = tile(&format!("divisions/12/{x}/{y}?level=community"));
    let (areas, labels) = (layer(&tile, "divisions"), layer(&tile, "division_labels"));
    let codes = |layer: &Layer| {
        let mut codes: Vec<_> = layer.features.iter().map(|feature| tag_text(layer, feature, "code")).collect();
        codes.sort();
        codes
    };
    assert_eq!(codes(areas), ["990101001001", "990101001002", "990102001001"]);
    assert!(codes(labels).contains(&"990101001001".to_owned()));
    assert!(
        tag_text(areas, &areas.features[0], "name_en").starts_with("East")
            || tag_text(areas, &areas.features[0], "name_en").starts_with("West")
    );
}

#[test]
fn the_base_map_has_roads_and_green() {
    let ([x, y], _) = place(13, [108.952, 34.257]);
    let tile = tile(&format!("base/13/{x}/{y}"));
    let roads = layer(&tile, "roads");
    assert_eq!(
        (tag_text(roads, &roads.features[0], "class"), tag_text(roads, &roads.features[0], "name")),
        ("primary".into(), "示例大道".into())
    );
    assert_eq!(layer(&tile, "green").features.len(), 1);
}

#[test]
fn the_ground_within_reach_of_a_facility_comes_in_tiles() {
    let ([x, y], middle) = place(14, [108.945, 34.255]);
    let tile = tile(&format!("reach/14/{x}/{y}?facility=A1&within_m=50,100&by=straight"));
    let layer = layer(&tile, "reach");
    let within: Vec<f64> = layer.features.iter().map(|feature| tag_number(layer, feature, "within_m")).collect();
    assert_eq!(within, [100.0, 50.0], "the wider one lies below");
    // A tile of zoom 14 is 40,075,016.7 m x cos(34.255°) / 2^14 = 2,021.7 m wide there: 100 m are 202.6 of its 4,096 units.
    let circle = outline(&layer.features[0]);
    for (axis, at) in middle.into_iter().enumerate() {
        let (least, most) =
            circle.iter().fold((i64::MAX, i64::MIN), |(least, most), point| (least.min(point[axis]), most.max(point[axis])));
        assert!((at - least - 203).abs() <= 3 && (most - at - 203).abs() <= 3, "{least} {at} {most}");
    }
    assert_eq!(shared().refusal("/tiles/reach/14/0/0?facility=A1").2, ["within_m"]);
    assert_eq!(shared().refusal("/tiles/reach/14/0/0?within_m=5").2, ["facility"]);
    assert_eq!(shared().refusal("/tiles/reach/14/0/0?facility=nobody&within_m=5").0, 404);
}

/// The points of a polygon's rings.
fn outline(feature: &Feature) -> Vec<[i64; 2]> {
    let unzigzag = |value: u32| i64::from(value >> 1) ^ -i64::from(value & 1);
    let (mut at, mut points, mut rest) = ([0, 0], vec![], &feature.geometry[..]);
    while let Some((command, after)) = rest.split_first() {
        let (command, count) = (command & 7, (command >> 3) as usize);
        let used = if command == 7 { 0 } else { count * 2 };
        for step in after[..used].chunks(2) {
            at = [at[0] + unzigzag(step[0]), at[1] + unzigzag(step[1])];
            points.push(at);
        }
        rest = &after[used..];
    }
    points
}

#[test]
fn tile_json_describes_each_layer_and_carries_the_question() {
    for (name, query, layers) in [
        ("facilities", "?kind=elderly-day-care&status=any", vec!["facilities"]),
        ("coverage", "?within_m=500&kind=elderly-day-care", vec!["coverage"]),
        ("divisions", "?level=district", vec!["divisions", "division_labels"]),
        ("reach", "?facility=A1&within_m=300,500", vec!["reach"]),
        ("base", "", vec!["green", "water", "buildings", "roads", "places", "area_names"]),
    ] {
        let json = shared().json(&format!("/tiles/{name}.json{query}"));
        assert_eq!(json["tilejson"], "3.0.0");
        assert_eq!(json["tiles"][0], format!("{}/tiles/{name}/{{z}}/{{x}}/{{y}}{query}", shared().address()));
        let ids: Vec<String> = json["vector_layers"].as_array().expect("layers").iter().map(|layer| text(&layer["id"])).collect();
        assert_eq!(ids, layers);
        assert_eq!(number(&json["bounds"][0]), 108.9311);
        assert_eq!(json["attribution"], "示例数据 Sample data");
    }
    let forwarded = [("x-forwarded-proto", "https"), ("x-forwarded-host", "huiji.example")];
    let behind_a_proxy = shared().ask("GET", "/tiles/base.json", &forwarded).json();
    assert_eq!(behind_a_proxy["tiles"][0], "https://huiji.example/tiles/base/{z}/{x}/{y}");
}

#[test]
fn a_tile_that_is_not_there_is_not_found() {
    for path in [
        "facilities/25/0/0",
        "facilities/1/2/0",
        "facilities/1/0/2",
        "facilities/x/0/0",
        "facilities/0/0/-1",
        "roads/0/0/0",
        "facilities/0/0/99999999999",
    ] {
        let (status, code, _) = shared().refusal(&format!("/tiles/{path}"));
        assert_eq!((status, code.as_str()), (404, "not_found"), "{path}");
    }
    assert_eq!(shared().refusal("/tiles/roads.json").1, "not_found");
    assert_eq!(shared().get("/tiles/facilities/24/0/0").status, 200);
}

#[test]
fn a_wrong_question_of_a_tile_names_its_fields() {
    let refusal = |path: &str| shared().refusal(&format!("/tiles/{path}"));
    assert_eq!(refusal("coverage/0/0/0").2, ["within_m"]);
    assert_eq!(refusal("coverage.json?within_m=1,2&kind=zzz").2, ["within_m", "kind"]);
    assert_eq!(refusal("facilities/0/0/0?kind=zzz&status=zzz&lon=1").2, ["lon", "kind", "status"]);
    assert_eq!(refusal("divisions/0/0/0?level=zzz").2, ["level"]);
    assert_eq!(refusal("base/0/0/0?kind=a").2, ["kind"]);
}
