//! Do divisions, facilities, spots, buildings and the base map come out as the map tells them?

use geo_types::Geometry;

use crate::domain::{address_point::SpotKind, base_map::BaseLayer, facility::Status, position::Precision};

use super::{count, examples, map, nodes, tag_texts, way};

/// Four corners of a square of 0.01 degrees, numbered against the clock from `first` at its south-west.
fn corners(first: i64, west: f64, south: f64, side: f64) -> String {
    let at = |id: i64, lon: f64, lat: f64| format!("<node id='{id}' lon='{lon:.7}' lat='{lat:.7}'/>");
    at(first, west, south)
        + &at(first + 1, west + side, south)
        + &at(first + 2, west + side, south + side)
        + &at(first + 3, west, south + side)
}

fn relation(id: i64, members: &[(i64, &str)], tags: &[&str]) -> String {
    let members: String = members.iter().map(|(way, role)| format!("<member type='way' ref='{way}' role='{role}'/>")).collect();
    format!("<relation id='{id}'>{members}{}</relation>", tag_texts(tags))
}

const DISTRICT: [&str; 5] = ["type=boundary", "boundary=administrative", "admin_level=6", "name=碑林区", "name:en=Beilin"];

#[test]
fn a_division_is_joined_of_reversed_members_in_any_order_with_its_hole() {
    let ways = way(10, &[1, 2, 3], &[]) + &way(11, &[1, 4, 3], &[]) + &way(12, &[5, 6, 7, 8, 5], &[]);
    let members = [(12, "inner"), (11, "outer"), (10, "outer")];
    let tags = [&DISTRICT[..], &["ref:gb=610103"]].concat();
    let extract = map(&(corners(1, 108.9, 34.2, 0.1) + &corners(5, 108.92, 34.22, 0.01) + &ways + &relation(3, &members, &tags)));
    let [division] = &extract.divisions[..] else { panic!("one division") };
    assert_eq!((division.osm_id, division.admin_level, division.code.as_deref()), (3, 6, Some("610103")));
    assert_eq!((division.name.as_str(), division.name_en.as_deref()), ("碑林区", Some("Beilin")));
    let boundary = division.boundary.as_ref().expect("a boundary");
    assert_eq!((boundary.0.len(), boundary.0[0].interiors().len(), boundary.0[0].exterior().0.len()), (1, 1, 5));
    assert!(extract.report.problems.is_empty(), "{:?}", extract.report.problems);
}

#[test]
fn a_gap_in_a_boundary_is_told_with_its_place_and_the_whole_ring_is_used() {
    let ways = way(10, &[1, 2, 3, 4], &[]) + &way(12, &[5, 6, 7, 8, 5], &[]);
    let extract = map(&(corners(1, 108.9, 34.2, 0.1)
        + &corners(5, 109.5, 34.22, 0.01)
        + &ways
        + &relation(3, &[(10, "outer"), (12, "outer")], &DISTRICT)));
    assert_eq!(extract.divisions[0].boundary.as_ref().map(|boundary| boundary.0.len()), Some(1));
    let told = examples(&extract, "broken-boundary");
    assert_eq!(told, ["relation 3 (碑林区): a gap between 108.9000000,34.2000000 and 108.9000000,34.3000000"]);
}

#[test]
fn a_boundary_whose_ways_are_not_all_in_the_file_is_said_to_be_cut() {
    let extract =
        map(&(corners(1, 108.9, 34.2, 0.1) + &way(10, &[1, 2, 3], &[]) + &relation(3, &[(10, "outer"), (99, "outer")], &DISTRICT)));
    assert_eq!((extract.divisions.len(), &extract.divisions[0].boundary), (1, &None));
    assert!(examples(&extract, "cut-boundary")[0].starts_with("relation 3 (碑林区): 1 of its 2 ways are not in the file: a gap between"));
}

#[test]
fn a_boundary_does_not_go_on_across_a_missing_node() {
    let extract = map(&(corners(1, 108.9, 34.2, 0.1) + &way(10, &[1, 2, 99, 3, 4, 1], &[]) + &relation(3, &[(10, "outer")], &DISTRICT)));
    assert_eq!(extract.divisions[0].boundary, None);
    let told = &examples(&extract, "broken-boundary")[0];
    assert!(told.contains("a gap between 109.0000000,34.2000000 and 109.0000000,34.3000000"), "{told}");
}

#[test]
fn a_closed_way_is_a_division_too_and_one_without_a_level_is_reported() {
    let closed = way(10, &[1, 2, 3, 4, 1], &DISTRICT[1..]);
    let bad = way(11, &[1, 2, 3, 1], &["boundary=administrative", "admin_level=six", "name=无级"]);
    let extract = map(&(corners(1, 108.9, 34.2, 0.1) + &closed + &bad));
    assert_eq!(extract.divisions.iter().map(|division| division.osm_id).collect::<Vec<_>>(), [-10]);
    assert_eq!(examples(&extract, "no-level"), ["way/11 (无级)"]);
}

fn node(id: i64, tags: &[&str]) -> String {
    format!("<node id='{id}' lon='108.95' lat='34.25'>{}</node>", tag_texts(tags))
}

#[test]
fn a_facility_is_taken_with_what_it_says_and_the_kind_that_says_most() {
    let tags = [
        "amenity=social_facility",
        "social_facility=day_care",
        "social_facility:for=disabled;senior",
        "phone=13812345678; 029-87654321",
        "addr:city=西安市",
        "addr:street=友谊东路",
        "addr:housenumber=27",
        "opening_hours=Mo-Fr 08:00-18:00",
        "capacity=40",
        "wheelchair=yes",
    ];
    let extract = map(&node(5, &tags));
    let [found] = &extract.facilities[..] else { panic!("one facility") };
    let facility = &found.facility;
    assert_eq!((found.osm.as_str(), facility.id.as_str(), &*facility.kind), ("node/5", "osm-n5", "elderly-day-care"));
    assert_eq!(&*facility.name, "社区老年人日间照料中心", "without a name, the kind's");
    assert_eq!(facility.phone.as_deref(), Some("029-87654321"));
    assert_eq!((facility.contact_mobile.as_deref(), count(&extract, "mobile-phone")), (None, 1));
    assert_eq!(facility.address.as_deref(), Some("西安市友谊东路27号"));
    assert_eq!((facility.opening_hours.as_deref(), facility.capacity), (Some("Mo-Fr 08:00-18:00"), Some(40)));
    assert_eq!((facility.barrier_free.len(), facility.status, facility.checked_on), (1, Status::Operating, None));
    assert_eq!(facility.source.as_deref(), Some("OpenStreetMap, node/5"));
    let location = facility.location.expect("a place");
    assert_eq!((location.position.lon(), location.position.lat(), location.precision), (108.95, 34.25, Precision::Building));
    let house = extract.addresses.iter().find(|spot| spot.kind == SpotKind::House).expect("a house number");
    assert_eq!(&*house.name, "友谊东路27号");
    assert!(!format!("{extract:?}").contains("13812345678"), "a mobile goes nowhere, the report included");
}

#[test]
fn what_is_planned_is_planned_and_what_is_gone_is_left_out() {
    let extract = map(&(node(1, &["planned:amenity=community_centre", "name=甲"])
        + &node(2, &["disused:amenity=community_centre"])
        + &node(3, &["amenity=community_centre", "abandoned=yes"])
        + &node(4, &["construction:amenity=community_centre"])
        + &node(6, &["amenity=school"])));
    let seen: Vec<_> = extract.facilities.iter().map(|one| (one.osm.as_str(), one.facility.status)).collect();
    assert_eq!(seen, [("node/1", Status::Planned), ("node/4", Status::Building)]);
}

#[test]
fn a_facility_with_an_outline_stands_inside_it() {
    let horseshoe = "<node id='1' lon='108.90' lat='34.20'/><node id='2' lon='109.00' lat='34.20'/><node id='3' lon='109.00' lat='34.21'/>\
        <node id='4' lon='108.91' lat='34.21'/><node id='5' lon='108.91' lat='34.29'/><node id='6' lon='109.00' lat='34.29'/>\
        <node id='7' lon='109.00' lat='34.30'/><node id='8' lon='108.90' lat='34.30'/>";
    let tags = ["building=apartments", "building:levels=6", "amenity=community_centre", "name=中心"];
    let extract = map(&(horseshoe.to_owned() + &way(45, &[1, 2, 3, 4, 5, 6, 7, 8, 1], &tags)));
    let position = extract.facilities[0].facility.location.expect("a place").position;
    assert_eq!(extract.facilities[0].facility.id.as_str(), "osm-w45");
    assert!(position.lon() > 108.90 && position.lon() < 108.91 && position.lat() > 34.21 && position.lat() < 34.29, "{position:?}");
    let [building] = &extract.buildings[..] else { panic!("one building") };
    // In degrees: 0.1 x 0.1 less the bay of 0.09 x 0.08, that is 0.0028; a degree is 111,195 m, times cos 34.25°.
    let expected = 0.0028 * 111_195.0f64.powi(2) * 34.25f64.to_radians().cos() * 6.0;
    assert!((building.floor_m2 / expected - 1.0).abs() < 1e-3, "{} {expected}", building.floor_m2);
    assert!(building.residential);
}

#[test]
fn a_text_with_a_personal_number_is_left_out_and_counted() {
    let extract = map(&node(1, &["amenity=community_centre", "name=张三 13812345678"]));
    assert_eq!(&*extract.facilities[0].facility.name, "社区综合服务设施");
    assert!(count(&extract, "unfit-text") > 0);
    assert!(extract.addresses.is_empty());
}

#[test]
fn one_street_in_many_pieces_is_one_spot_and_its_namesake_far_away_another() {
    let far = "<node id='80' lon='109.9' lat='34.2'/><node id='81' lon='109.901' lat='34.2'/>";
    let extract = map(&(nodes(1..=20)
        + far
        + &way(1, &[1, 2, 3], &["highway=primary", "name=解放路", "name:en=Jiefang Road"])
        + &way(2, &[3, 4, 5, 6, 7], &["highway=secondary", "name=解放路", "old_name=尚仁路"])
        + &way(3, &[15, 16], &["highway=secondary", "name=解放路"])
        + &way(4, &[80, 81], &["highway=residential", "name=解放路"])));
    let spots: Vec<_> = extract.addresses.iter().map(|spot| (spot.kind, &*spot.class, spot.position.lon())).collect();
    // The pieces lie within 0.8 km of one another; the longest of them, of four steps, has its middle at node 5.
    assert_eq!(spots, [(SpotKind::Street, "secondary", 108.905), (SpotKind::Street, "residential", spots[1].2)]);
    assert_eq!(
        (extract.addresses[0].name_en.as_deref(), &extract.addresses[0].aliases[..]),
        (Some("Jiefang Road"), &["尚仁路".into()][..])
    );
}

#[test]
fn places_landmarks_and_houses_are_found_by_their_names() {
    let extract = map(&(node(1, &["place=suburb", "name=小寨", "name:en=Xiaozhai"])
        + &node(2, &["amenity=school", "name=一中", "alt_name=第一中学;市一中"])
        + &node(3, &["addr:housenumber=5", "addr:street=Main Street"])
        + &node(4, &["addr:full=雁塔路58号"])
        + &node(5, &["highway=bus_stop", "name=东门"])
        + &node(6, &["highway=bus_stop", "name=东门"])
        + &node(7, &["natural=tree", "name=树"])));
    let spots: Vec<_> = extract.addresses.iter().map(|spot| (spot.kind, &*spot.class, &*spot.name)).collect();
    let expected = [
        (SpotKind::Place, "suburb", "小寨"),
        (SpotKind::Landmark, "school", "一中"),
        (SpotKind::House, "house", "Main Street 5"),
        (SpotKind::House, "house", "雁塔路58号"),
        (SpotKind::Landmark, "bus_stop", "东门"),
    ];
    assert_eq!(spots, expected);
    assert_eq!(extract.addresses[1].aliases, ["第一中学".into(), "市一中".into()]);
    let place = &extract.base[0];
    assert_eq!((place.layer, &*place.class, place.name_en.as_deref()), (BaseLayer::Places, "suburb", Some("Xiaozhai")));
}

#[test]
fn the_base_map_has_lines_for_roads_and_areas_for_water_green_and_buildings() {
    let square = corners(1, 108.9, 34.2, 0.01);
    let class_of = |refs: &[i64], tags: &[&str]| {
        let extract = map(&(square.clone() + &way(9, refs, tags)));
        let shape = |feature: &crate::domain::base_map::BaseFeature| match feature.geometry {
            Geometry::Polygon(_) => "area",
            Geometry::LineString(_) => "line",
            _ => "other",
        };
        extract.base.first().map(|feature| (feature.layer.code(), feature.class.clone().into_owned(), shape(feature)))
    };
    let is = |layer, class: &str, shape| Some((layer, class.to_owned(), shape));
    let ring = [1, 2, 3, 4, 1];
    assert_eq!(class_of(&[1, 2], &["highway=motorway_link"]), is("roads", "motorway", "line"));
    assert_eq!(class_of(&ring, &["highway=residential"]), is("roads", "residential", "line"));
    assert_eq!(class_of(&[1, 2], &["highway=steps"]), is("roads", "steps", "line"));
    assert_eq!(class_of(&[1, 2], &["highway=footway"]), is("roads", "path", "line"));
    assert_eq!(class_of(&[1, 2], &["railway=subway"]), is("roads", "rail", "line"));
    assert_eq!(class_of(&[1, 2], &["railway=subway", "tunnel=yes"]), None);
    assert_eq!(class_of(&ring, &["natural=water", "water=river"]), is("water", "river", "area"));
    assert_eq!(class_of(&ring, &["waterway=river"]), is("water", "river", "line"));
    assert_eq!(class_of(&ring, &["leisure=park"]), is("green", "park", "area"));
    assert_eq!(class_of(&ring, &["building=yes"]), is("buildings", "building", "area"));
    assert_eq!(class_of(&ring, &["building=no"]), None);
    assert_eq!(class_of(&[1, 2, 3], &["leisure=park"]), None, "an area whose outline is open");
}
