//! Tiles of a base map against a scan of all its features, by another library's geometry.

use geo::{Area, BooleanOps, Distance, Euclidean, Intersects, Length};
use geo_types::{Coord, Geometry, LineString, MultiLineString, Point, Polygon, Rect, coord};

use super::*;
use crate::{
    analysis::random::Random,
    domain::base_map::{BaseFeature, BaseLayer},
};

fn feature(layer: BaseLayer, class: &str, name: Option<String>, geometry: Geometry<f64>) -> BaseFeature {
    BaseFeature { layer, class: class.to_owned().into(), name, name_en: None, geometry }
}

/// Web Mercator as OpenStreetMap's wiki writes it, in units of a zoom.
fn units(zoom: u8, point: Coord<f64>) -> Coord<f64> {
    let n = 2f64.powi(i32::from(zoom)) * 4096.0;
    let lat = point.y.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    coord! { x: (point.x + 180.0) / 360.0 * n, y: y * n }
}

fn tile_at(zoom: u8, point: Coord<f64>) -> Tile {
    let at = units(zoom, point);
    Tile::new(zoom, (at.x / 4096.0) as u32, (at.y / 4096.0) as u32).expect("a tile of the map")
}

/// The tile with its margin and `more` units around.
fn window(tile: Tile, more: f64) -> Rect<f64> {
    let (west, north) = (f64::from(tile.column()) * 4096.0, f64::from(tile.row()) * 4096.0);
    let out = 64.0 + more;
    Rect::new(coord! { x: west - out, y: north - out }, coord! { x: west + 4096.0 + out, y: north + 4096.0 + out })
}

/// Within three kilometres of a spot, or so.
fn near(random: &mut Random) -> Coord<f64> {
    coord! { x: random.between(108.92, 108.96), y: random.between(34.24, 34.28) }
}

fn walk(random: &mut Random, steps: usize, step: f64) -> LineString<f64> {
    let mut at = near(random);
    let mut to = |at: &mut Coord<f64>| {
        *at = coord! { x: at.x + random.between(-step, step), y: at.y + random.between(-step, step) };
        *at
    };
    (0..steps).map(|_| to(&mut at)).collect()
}

/// A ring round a middle that does not cross itself.
fn star(random: &mut Random, size: f64) -> LineString<f64> {
    let middle = near(random);
    let corners = 3 + random.below(9);
    let corner = |number: usize, far: f64| {
        let angle = number as f64 / corners as f64 * std::f64::consts::TAU;
        coord! { x: middle.x + far * angle.cos(), y: middle.y + far * angle.sin() }
    };
    (0..corners).map(|number| corner(number, size * random.between(0.3, 1.0))).collect()
}

fn shown<'m>(map: &'m BaseMap, tile: Tile, layer: &str, text: impl Fn(&Drawn<'m>) -> Option<&'m str>) -> Vec<&'m str> {
    let mut texts: Vec<&str> = map.tile(tile).iter().filter(|drawn| drawn.layer == layer).filter_map(text).collect();
    texts.sort_unstable();
    texts
}

#[test]
fn a_tile_shows_the_lines_and_areas_that_a_scan_finds_in_it() {
    let mut random = Random(11);
    let lines: Vec<LineString<f64>> = (0..300).map(|number| walk(&mut random, 2 + number % 7, 0.004)).collect();
    let areas: Vec<Polygon<f64>> = (0..300).map(|_| Polygon::new(star(&mut random, 0.003), vec![])).collect();
    let roads = lines.iter().enumerate();
    let roads = roads.map(|(number, line)| feature(BaseLayer::Roads, "residential", Some(number.to_string()), line.clone().into()));
    let greens = areas.iter().enumerate().map(|(number, area)| feature(BaseLayer::Green, &number.to_string(), None, area.clone().into()));
    let map: BaseMap = roads.chain(greens).collect();
    for zoom in [13, 14, 15, 16, 18, 21] {
        let in_units = |line: &LineString<f64>| -> LineString<f64> { line.coords().map(|point| units(zoom, *point)).collect() };
        for _ in 0..6 {
            let tile = tile_at(zoom, near(&mut random));
            let names = shown(&map, tile, "roads", |drawn| drawn.name);
            let classes = shown(&map, tile, "green", |drawn| Some(drawn.class));
            for (number, (line, area)) in lines.iter().zip(&areas).enumerate() {
                let (name, line, ring) = (number.to_string(), in_units(line), in_units(area.exterior()));
                let area = Polygon::new(ring, vec![]);
                for (shapes, sort, touches) in [
                    (&names, "line", &(|window: &Rect<f64>| line.intersects(window)) as &dyn Fn(&Rect<f64>) -> bool),
                    (&classes, "area", &|window: &Rect<f64>| area.intersects(window)),
                ] {
                    let is_shown = shapes.binary_search(&name.as_str()).is_ok();
                    // Points are rounded to units: what only just touches may be either.
                    assert!(is_shown || !touches(&window(tile, -3.0)), "{sort} {name} is missing in {tile:?}");
                    assert!(!is_shown || touches(&window(tile, 3.0)), "{sort} {name} is not in {tile:?}");
                }
            }
        }
    }
}

#[test]
fn every_name_stands_in_one_tile_of_each_zoom_from_its_first() {
    let mut random = Random(12);
    let places = ["city", "district", "suburb", "village", "neighbourhood"];
    let mut features = Vec::new();
    for (number, class) in places.iter().cycle().take(100).enumerate() {
        features.push(feature(BaseLayer::Places, class, Some(number.to_string()), Point(near(&mut random)).into()));
    }
    let map = BaseMap::new(features);
    assert_eq!((map.len(), map.is_empty()), (100, false));
    for (zoom, kinds) in [(3u8, 1), (8, 2), (11, 3), (12, 4), (14, 5)] {
        let corners = [tile_at(zoom, coord! { x: 108.92, y: 34.28 }), tile_at(zoom, coord! { x: 108.96, y: 34.24 })];
        let columns = corners[0].column()..=corners[1].column();
        let tiles = columns.flat_map(|x| (corners[0].row()..=corners[1].row()).filter_map(move |y| Tile::new(zoom, x, y)));
        let names = tiles.flat_map(|tile| shown(&map, tile, "places", |drawn| drawn.name)).count();
        assert_eq!(names, kinds * 20, "zoom {zoom}");
    }
}

#[test]
fn a_road_of_many_pieces_is_one_line_far_out_and_keeps_its_names_near() {
    let piece = |number: i32| {
        let at = |place: i32| (108.90 + f64::from(place) * 0.004, 34.26);
        // Every second piece is drawn the other way round.
        let line = if number % 2 == 0 { vec![at(number), at(number + 1)] } else { vec![at(number + 1), at(number)] };
        feature(BaseLayer::Roads, "primary", Some(format!("{number}")), LineString::from(line).into())
    };
    let map: BaseMap = (0..20).map(piece).collect();
    let far = map.tile(tile_at(9, coord! { x: 108.94, y: 34.26 }));
    let parts: Vec<_> = far.iter().flat_map(|drawn| drawn.parts()).collect();
    assert_eq!((far.len(), parts.len(), parts[0].len(), far[0].name), (1, 1, 2, None));
    assert!(map.tile(tile_at(8, coord! { x: 108.94, y: 34.26 })).is_empty(), "primary roads begin at zoom 9");
    let near = map.tile(tile_at(13, coord! { x: 108.94, y: 34.26 }));
    assert!(near.len() > 3 && near.iter().all(|drawn| drawn.name.is_some()));
}

#[test]
fn simplified_lines_stay_within_half_a_pixel_of_the_true_ones() {
    let mut random = Random(13);
    let line = walk(&mut random, 4_000, 0.0001);
    let map = BaseMap::new(vec![feature(BaseLayer::Roads, "motorway", None, line.clone().into())]);
    for zoom in [9, 11, 12, 13, 14, 15] {
        let tile = tile_at(zoom, line.0[2_000]);
        let drawn = map.tile(tile);
        let corner = coord! { x: f64::from(tile.column()) * 4096.0, y: f64::from(tile.row()) * 4096.0 };
        let float = |spot: &[i32; 2]| coord! { x: f64::from(spot[0]) + 0.5, y: f64::from(spot[1]) + 0.5 } + corner;
        let lines: MultiLineString<f64> =
            MultiLineString(drawn.iter().flat_map(Drawn::parts).map(|part| part.iter().map(float).collect()).collect());
        let inside = window(tile, -70.0);
        let points = line.coords().map(|point| units(zoom, *point)).filter(|point| inside.intersects(point));
        let worst = points.map(|point| Euclidean.distance(&Point(point), &lines)).fold(0.0, f64::max);
        assert!(worst < 4.0, "zoom {zoom}: {worst} units");
        let vertices = lines.0.iter().map(|line| line.0.len()).sum::<usize>();
        assert!(zoom > 9 || vertices < 1_000, "zoom {zoom}: {vertices} points are left of 4000");
    }
}

#[test]
fn outlines_turn_one_way_and_holes_the_other_whatever_way_they_came() {
    let square = |low: f64, high: f64, forwards: bool| {
        let mut corners = vec![(low, low), (high, low), (high, high), (low, high)];
        if !forwards {
            corners.reverse();
        }
        LineString::from(corners.into_iter().map(|(x, y)| (108.9 + x, 34.2 + y)).collect::<Vec<_>>())
    };
    for (outline, hole) in [(true, true), (true, false), (false, true), (false, false)] {
        let area = Polygon::new(square(0.0, 0.02, outline), vec![square(0.005, 0.01, hole)]);
        let map = BaseMap::new(vec![feature(BaseLayer::Water, "lake", Some("示例湖".to_owned()), area.into())]);
        for zoom in [11, 13, 15] {
            let drawn = map.tile(tile_at(zoom, coord! { x: 108.904, y: 34.204 }));
            let [water] = &drawn.iter().filter(|drawn| drawn.layer == "water").collect::<Vec<_>>()[..] else { panic!("{drawn:?}") };
            let turns = water.parts().map(|ring| ring.iter().map(|spot| spot.map(i64::from)).collect::<Vec<_>>());
            let turns: Vec<bool> = turns.map(|ring| twice_area(&ring) > 0.0).collect();
            assert_eq!((turns, water.name), (vec![true, false], None), "zoom {zoom}");
        }
        // A degree of a hundredth is about 29 pixels at zoom 11; the name has room from two zooms after its area's first on.
        let tile = tile_at(11, coord! { x: 108.915, y: 34.215 });
        assert_eq!(shown(&map, tile, "area_names", |drawn| drawn.name), ["示例湖"]);
    }
}

#[test]
fn cut_rings_and_lines_cover_what_another_library_says() {
    let mut random = Random(14);
    let edge = Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 1_000.0, y: 1_000.0 }).to_polygon();
    for _ in 0..300 {
        let middle = [random.between(-200.0, 1_200.0), random.between(-200.0, 1_200.0)];
        let corners = 3 + random.below(9);
        let mut ring: Vec<Spot> = (0..corners)
            .map(|number| {
                let (angle, far) = (number as f64 / corners as f64 * std::f64::consts::TAU, random.between(100.0, 900.0));
                [(middle[0] + far * angle.cos()) as i64, (middle[1] + far * angle.sin()) as i64]
            })
            .collect();
        let float = |spot: &Spot| coord! { x: spot[0] as f64, y: spot[1] as f64 };
        let line: LineString<f64> = ring.iter().map(float).collect();
        let area = Polygon::new(line.clone(), vec![]);
        let mut length = 0.0;
        cut_line(&ring, [0, 0, 1_000, 1_000], |piece| length += Euclidean.length(&piece.iter().map(float).collect::<LineString<f64>>()));
        let expected = Euclidean.length(&edge.clip(&MultiLineString(vec![line]), false));
        assert!((length - expected).abs() < 6.0, "{length} and {expected}");
        cut_ring(&mut ring, [0, 0, 1_000, 1_000]);
        let expected = area.intersection(&edge).unsigned_area();
        // Four corners rounded on edges of up to 1800 units.
        assert!((twice_area(&ring).abs() / 2.0 - expected).abs() < 2_500.0, "{} and {expected}", twice_area(&ring) / 2.0);
        assert!(ring.iter().flatten().all(|part| (0..=1_000).contains(part)));
    }
}

#[test]
fn joining_keeps_every_stretch_once() {
    let mut random = Random(15);
    let mut spot = || [random.below(6) as i64, random.below(6) as i64];
    let lines: Vec<Vec<Spot>> = (0..60).map(|number| (0..2 + number % 4).map(|_| spot()).collect()).collect();
    let stretches = |lines: &[Vec<Spot>]| {
        let mut all: Vec<[Spot; 2]> =
            lines.iter().flat_map(|line| line.windows(2)).map(|pair| [pair[0].min(pair[1]), pair[0].max(pair[1])]).collect();
        all.sort_unstable();
        all
    };
    let chains = strokes::joined(&lines);
    assert_eq!(stretches(&chains), stretches(&lines));
    assert!(chains.len() < lines.len());
}

#[test]
fn a_crowded_tile_is_drawn_more_coarsely_until_it_is_small() {
    let mut random = Random(16);
    let road = |random: &mut Random| feature(BaseLayer::Roads, "primary", None, walk(random, 12, 0.002).into());
    let roads: Vec<BaseFeature> = (0..8_000).map(|_| road(&mut random)).collect();
    let map = BaseMap::new(roads);
    for zoom in 9..=FAR {
        let drawn = map.tile(tile_at(zoom, coord! { x: 108.94, y: 34.26 }));
        let bytes = drawn.iter().map(Drawn::bytes).sum::<usize>();
        assert!((1_000..=MOST_BYTES[0]).contains(&bytes), "zoom {zoom}: {bytes} bytes");
    }
}
