//! Packed base maps come back as they were, and damaged ones are refused.

use geo_types::{Line, MultiPoint, Rect, Triangle, line_string, point, polygon};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;

/// On the grid of steps, as files write it with seven decimals.
fn on_grid() -> impl Strategy<Value = Coord<f64>> {
    let near = (-2_000_000i64..2_000_000, -2_000_000i64..2_000_000).prop_map(|(x, y)| (1_089_400_000 + x, 342_600_000 + y));
    let anywhere = (-FURTHEST_LON..=FURTHEST_LON, -FURTHEST_LAT..=FURTHEST_LAT);
    prop_oneof![9 => near, 1 => anywhere].prop_map(|(x, y)| coord! { x: x as f64 / STEPS, y: y as f64 / STEPS })
}

fn line() -> impl Strategy<Value = LineString<f64>> {
    vec(on_grid(), 0..9).prop_map(LineString)
}

fn area() -> impl Strategy<Value = Polygon<f64>> {
    let ring = || vec(on_grid(), 3..9).prop_map(LineString);
    (ring(), vec(ring(), 0..3)).prop_map(|(outline, holes)| Polygon::new(outline, holes))
}

fn leaf() -> impl Strategy<Value = Geometry<f64>> {
    prop_oneof![
        on_grid().prop_map(|at| Geometry::Point(Point(at))),
        line().prop_map(Geometry::LineString),
        area().prop_map(Geometry::Polygon),
        vec(on_grid(), 0..4).prop_map(|points| Geometry::MultiPoint(MultiPoint(points.into_iter().map(Point).collect()))),
        vec(line(), 0..4).prop_map(|lines| Geometry::MultiLineString(MultiLineString(lines))),
        vec(area(), 0..3).prop_map(|areas| Geometry::MultiPolygon(MultiPolygon(areas))),
    ]
}

fn geometry() -> impl Strategy<Value = Geometry<f64>> {
    let collection = vec(leaf(), 0..3).prop_map(|members| Geometry::GeometryCollection(GeometryCollection::new_from(members)));
    prop_oneof![6 => leaf(), 1 => collection]
}

fn feature() -> impl Strategy<Value = BaseFeature> {
    let class = select(vec!["primary", "river", "park", "building", "村 🌾", ""]);
    let name = || option::of(select(vec!["渭河", "Wei River", "朱雀大街", ""]));
    (select(BaseLayer::ALL.to_vec()), class, name(), name(), geometry()).prop_map(|(layer, class, name, name_en, geometry)| BaseFeature {
        layer,
        class: class.to_owned().into(),
        name: name.map(str::to_owned),
        name_en: name_en.map(str::to_owned),
        geometry,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_packed_comes_back(features in vec(feature(), 0..12)) {
        prop_assert_eq!(unpack_base_map(&pack_base_map(&features)), Ok(features));
    }

    #[test]
    fn any_damage_is_an_error_or_other_features_but_never_a_panic(
        features in vec(feature(), 0..6),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut: prop::sample::Index,
    ) {
        let mut bytes = pack_base_map(&features);
        let kept = &bytes[..cut.index(bytes.len())];
        prop_assert!(unpack_base_map(kept).is_err(), "a beginning was taken for the whole");
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = unpack_base_map(&bytes);
    }

    #[test]
    fn any_bytes_behind_the_mark_are_read_without_a_panic(bytes: Vec<u8>) {
        let mut marked = Packer::new(MARK, VERSION).finish();
        marked.extend(bytes);
        let _ = unpack_base_map(&marked);
    }
}

fn of_shape(geometry: Geometry<f64>) -> BaseFeature {
    BaseFeature { layer: BaseLayer::Green, class: "park".into(), name: None, name_en: None, geometry }
}

#[test]
fn shapes_that_files_do_not_know_come_back_as_what_they_look_like() {
    let corners = [coord! { x: 108.0, y: 34.0 }, coord! { x: 109.0, y: 34.0 }, coord! { x: 109.0, y: 35.0 }];
    let nested = GeometryCollection::new_from(vec![point! { x: 108.0, y: 34.0 }.into()]);
    let nested = Geometry::GeometryCollection(GeometryCollection::new_from(vec![
        Geometry::GeometryCollection(nested),
        point! { x: 109.0, y: 35.0 }.into(),
    ]));
    let shapes = [
        Geometry::Line(Line::new(corners[0], corners[2])),
        Geometry::Rect(Rect::new(corners[0], corners[2])),
        Geometry::Triangle(Triangle::new(corners[0], corners[1], corners[2])),
        nested,
    ];
    let flat = GeometryCollection::new_from(vec![point! { x: 108.0, y: 34.0 }.into(), point! { x: 109.0, y: 35.0 }.into()]);
    let expected = [
        Geometry::LineString(line_string![(x: 108.0, y: 34.0), (x: 109.0, y: 35.0)]),
        Rect::new(corners[0], corners[2]).to_polygon().into(),
        polygon![(x: 108.0, y: 34.0), (x: 109.0, y: 34.0), (x: 109.0, y: 35.0)].into(),
        Geometry::GeometryCollection(flat),
    ];
    let features: Vec<_> = shapes.into_iter().map(of_shape).collect();
    let read = unpack_base_map(&pack_base_map(&features)).expect("its own bytes");
    assert_eq!(read.into_iter().map(|feature| feature.geometry).collect::<Vec<_>>(), expected);
}

#[test]
fn a_street_of_ten_short_steps_takes_a_few_dozen_bytes() {
    // Steps of 5 metres are about 500 units of 10^-7 degrees: two bytes each way.
    let street: LineString<f64> = (0..10).map(|step| (108.94 + f64::from(step) * 5e-5, 34.26 + f64::from(step) * 5e-5)).collect();
    let one = pack_base_map(&[of_shape(street.clone().into())]).len();
    let two = pack_base_map(&[of_shape(street.clone().into()), of_shape(street.into())]).len();
    // Layer, class, two missing names, ten points: 5 bytes and 10 * 4.
    assert_eq!(two - one, 5 + 40);
}

#[test]
fn what_is_not_on_the_earth_or_has_no_class_is_refused() {
    let written = |layer: u8, class: u64, lon: i64| {
        let mut packer = Packer::new(MARK, VERSION);
        packer.number(1);
        packer.text("park");
        packer.number(1);
        packer.byte(layer * SORTS);
        for text in [class, 0, 0] {
            packer.number(text);
        }
        packer.signed(lon);
        packer.signed(0);
        unpack_base_map(&packer.finish())
    };
    assert!(written(0, 1, FURTHEST_LON).is_ok());
    assert_eq!(written(0, 1, FURTHEST_LON + 1).map_err(|error| error.what), Err("a point is not on the earth"));
    assert_eq!(written(0, 0, 0).map_err(|error| error.what), Err("a feature has no class"));
    assert_eq!(written(5, 1, 0).map_err(|error| error.what), Err("there is no such layer"));
    assert_eq!(written(0, 2, 0).map_err(|error| error.what), Err("a number is too large"));
}
