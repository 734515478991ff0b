//! Is the city whole? Checks on finished cities, by means other than those that built them.

use std::collections::{HashMap, HashSet};

use geo::{Area, Contains, Intersects, Validation};
use geo_types::{Geometry, LineString, MultiPolygon, Point, Polygon};

use super::{SampleCity, SampleOptions, menu, sample_city};
use crate::domain::{
    base_map::BaseLayer,
    division::{Division, DivisionCode, Level},
    facility::{Facility, Status},
    position::{Position, SHAANXI},
    text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, check_text},
};

fn city(seed: u64, people: u64) -> SampleCity {
    sample_city(&SampleOptions { seed, people, ..SampleOptions::default() })
}

fn point(position: Position) -> Point<f64> {
    Point::new(position.lon(), position.lat())
}

fn boundaries(city: &SampleCity) -> HashMap<DivisionCode, &MultiPolygon<f64>> {
    city.divisions.iter().filter_map(|division| Some((division.code, division.boundary.as_ref()?))).collect()
}

fn of_level(city: &SampleCity, level: Level) -> Vec<&Division> {
    city.divisions.iter().filter(|division| division.code.level() == level).collect()
}

fn waters(city: &SampleCity) -> Vec<&Polygon<f64>> {
    let water = city.base.iter().filter(|feature| feature.layer == BaseLayer::Water);
    water.filter_map(|feature| if let Geometry::Polygon(shape) = &feature.geometry { Some(shape) } else { None }).collect()
}

fn roads(city: &SampleCity, bridge: bool) -> Vec<&LineString<f64>> {
    let roads = city.base.iter().filter(|feature| feature.layer == BaseLayer::Roads && (feature.class == "bridge") == bridge);
    roads.filter_map(|feature| if let Geometry::LineString(line) = &feature.geometry { Some(line) } else { None }).collect()
}

#[test]
fn the_same_seed_gives_the_same_city_and_another_seed_another() {
    let options = SampleOptions { people: 60_000, facilities: Some(150), cells: Some(2_500), ..SampleOptions::default() };
    let one = sample_city(&options);
    assert!(one == sample_city(&options));
    let other = sample_city(&SampleOptions { seed: 2, ..options });
    assert!(one.divisions != other.divisions && one.demand != other.demand && one.facilities != other.facilities && one.base != other.base);
}

#[test]
fn people_add_up_exactly_whatever_the_size() {
    for (people, cells) in
        [(1, None), (100, None), (7_777, Some(33)), (50_001, None), (50_001, Some(60_000)), (1_000_000, None), (2_345_678, Some(4_321))]
    {
        let demand = sample_city(&SampleOptions { people, cells, ..SampleOptions::default() }).demand;
        assert_eq!(demand.cells.len(), cells.unwrap_or((people / 20).max(1) as usize));
        assert_eq!(demand.cells.iter().map(|cell| cell.counts[0]).sum::<f64>(), people as f64);
    }
}

#[test]
fn counts_are_whole_and_no_group_is_larger_than_everyone() {
    let demand = city(3, 200_000).demand;
    assert_eq!(demand.groups[0], "population");
    for cell in &demand.cells {
        assert_eq!(cell.counts.len(), demand.groups.len());
        assert!(cell.counts.iter().all(|count| count.fract() == 0.0 && (0.0..=cell.counts[0]).contains(count)));
        assert!(cell.counts[1] + cell.counts[2] <= cell.counts[0], "older people and minors are different people");
    }
}

#[test]
fn the_old_town_is_older_and_the_new_edge_younger() {
    let city = city(1, 1_000_000);
    let share = |group: usize| {
        let shares: Vec<f64> = of_level(&city, Level::District)
            .iter()
            .map(|district| {
                let cells: Vec<_> =
                    city.demand.cells.iter().filter(|cell| cell.division.is_some_and(|code| district.code.contains(code))).collect();
                cells.iter().map(|cell| cell.counts[group]).sum::<f64>() / cells.iter().map(|cell| cell.counts[0]).sum::<f64>()
            })
            .collect();
        shares.iter().copied().fold(0.0, f64::max) / shares.iter().copied().fold(1.0, f64::min)
    };
    assert!(share(1) > 1.3 && share(2) > 1.2);
}

#[test]
fn every_cell_lies_in_its_community() {
    let city = city(1, 1_000_000);
    let shapes = boundaries(&city);
    for cell in city.demand.cells.iter().step_by(city.demand.cells.len() / 2_000) {
        let community = cell.division.expect("the sample declares every cell's community");
        assert_eq!(community.level(), Level::Community);
        assert!(shapes[&community].contains(&point(cell.position)), "{}", cell.id);
        assert!(waters(&city).iter().all(|water| !water.contains(&point(cell.position))), "{}", cell.id);
    }
}

#[test]
fn divisions_are_a_tree_by_their_digits() {
    for (seed, people) in [(1, 1_000_000), (2, 30_000), (3, 4_000_000)] {
        let city = city(seed, people);
        let codes: HashSet<DivisionCode> = city.divisions.iter().map(|division| division.code).collect();
        assert_eq!(codes.len(), city.divisions.len());
        for division in &city.divisions {
            assert!(division.code.is_sample());
            assert_eq!(division.parent, division.code.parent());
            assert!(division.parent.is_none_or(|parent| codes.contains(&parent)));
        }
        let names: HashSet<&str> = of_level(&city, Level::Community).iter().map(|community| community.name.as_str()).collect();
        assert_eq!(names.len(), of_level(&city, Level::Community).len());
    }
}

#[test]
fn a_million_people_live_in_about_three_hundred_communities() {
    let city = city(1, 1_000_000);
    assert!((5..=8).contains(&of_level(&city, Level::District).len()));
    assert!((30..=60).contains(&of_level(&city, Level::Street).len()));
    let communities = of_level(&city, Level::Community);
    assert!((250..=320).contains(&communities.len()));
    let smart = communities.iter().filter(|community| community.smart.smart == Some(true)).count();
    assert!((communities.len() / 8..communities.len() / 3).contains(&smart));
}

#[test]
fn divisions_fill_the_one_above_without_gap_or_overlap() {
    for (seed, people) in [(1, 1_000_000), (5, 40_000)] {
        let city = city(seed, people);
        for division in &city.divisions {
            let shape = division.boundary.as_ref().expect("every division of the sample has a boundary");
            assert!(shape.is_valid(), "{}", division.name);
            assert!(division.centre.is_some_and(|centre| shape.contains(&point(centre))), "{}", division.name);
            let inside: Vec<_> = city
                .divisions
                .iter()
                .filter(|other| other.parent == Some(division.code))
                .filter_map(|other| other.boundary.as_ref())
                .collect();
            let parts: f64 = inside.iter().map(|part| part.unsigned_area()).sum();
            let together = geo::unary_union(inside.iter().copied()).unsigned_area();
            if !inside.is_empty() {
                assert!((parts / shape.unsigned_area() - 1.0).abs() < 1e-6, "{}", division.name);
                assert!((together / shape.unsigned_area() - 1.0).abs() < 1e-6, "{}", division.name);
            }
        }
    }
}

#[test]
fn roads_cross_water_on_bridges_only() {
    for (seed, people) in [(1, 1_000_000), (2, 300_000), (9, 20_000)] {
        let city = city(seed, people);
        let waters = waters(&city);
        assert!(roads(&city, false).iter().all(|road| waters.iter().all(|water| !water.intersects(*road))));
        let over_river = roads(&city, true).iter().filter(|bridge| waters[0].intersects(**bridge)).count();
        assert!((3..=7).contains(&over_river), "{over_river}");
        assert!(roads(&city, true).iter().all(|bridge| waters.iter().any(|water| water.intersects(*bridge))));
        assert!(city.base.iter().filter(|feature| feature.class == "park" && feature.layer == BaseLayer::Green).count() >= 3);
    }
}

#[test]
fn every_place_stands_in_its_division_dry_and_in_the_area() {
    let city = city(1, 1_000_000);
    let (shapes, waters) = (boundaries(&city), waters(&city));
    for place in city.facilities.iter().chain(&city.sites) {
        let location = place.location.expect("the sample knows where everything is");
        let shape = place.division.and_then(|code| shapes.get(&code)).expect("the sample's places have divisions");
        assert!(SHAANXI.contains(location.position));
        assert!(shape.contains(&point(location.position)), "{}", place.id);
        assert!(waters.iter().all(|water| !water.contains(&point(location.position))), "{}", place.id);
    }
}

#[test]
fn protected_places_have_a_front_at_some_distance_or_none() {
    let city = sample_city(&SampleOptions { facilities: Some(2_000), ..SampleOptions::default() });
    let protected = |place: &&Facility| menu::FACILITIES.iter().any(|dish| dish.kind == &*place.kind && dish.protected);
    let places: Vec<&Facility> = city.facilities.iter().filter(protected).collect();
    let fronts: Vec<f64> = places.iter().filter_map(|place| Some(place.front?.distance_m(place.location?.position))).collect();
    assert!(fronts.iter().all(|away| (295.0..=605.0).contains(away)));
    assert!(fronts.len() < places.len() && fronts.len() * 5 > places.len() * 4);
    assert!(city.facilities.iter().filter(|place| !protected(place)).all(|place| place.front.is_none()));
}

#[test]
fn as_many_facilities_as_wanted_of_every_kind() {
    for count in [0, 5, 11, 100, 3_000] {
        let city = sample_city(&SampleOptions { people: 300_000, facilities: Some(count), ..SampleOptions::default() });
        assert_eq!(city.facilities.len(), count);
        let kinds: HashSet<&str> = city.facilities.iter().map(|facility| &*facility.kind).collect();
        assert_eq!(kinds.len(), count.min(menu::FACILITIES.len()));
        let names: HashSet<&str> = city.facilities.iter().map(|facility| &*facility.name).collect();
        assert_eq!(names.len(), count, "no two have the same name");
    }
}

#[test]
fn every_kind_is_there_and_open_somewhere() {
    let city = city(1, 1_000_000);
    let open =
        |kind: &str| city.facilities.iter().chain(&city.sites).any(|place| &*place.kind == kind && place.status == Status::Operating);
    assert!(menu::FACILITIES.iter().all(|dish| open(dish.kind)));
    assert!(menu::ORGANIZATIONS.iter().all(|helper| open(helper.kind)));
}

#[test]
fn day_care_is_clearly_rarer_in_some_district() {
    let city = city(1, 1_000_000);
    let rates: Vec<f64> = of_level(&city, Level::District)
        .iter()
        .map(|district| {
            let communities = of_level(&city, Level::Community).iter().filter(|community| district.code.contains(community.code)).count();
            let places = city
                .facilities
                .iter()
                .filter(|place| &*place.kind == "elderly-day-care" && place.division.is_some_and(|code| district.code.contains(code)));
            places.count() as f64 / communities as f64
        })
        .collect();
    let (low, high) = rates.iter().fold((1.0f64, 0.0f64), |(low, high), rate| (low.min(*rate), high.max(*rate)));
    assert!(low < 0.6 * high, "{rates:?}");
}

#[test]
fn ids_are_unique_and_a_site_has_its_organizations() {
    let city = city(1, 400_000);
    let ids: HashSet<&str> = city.facilities.iter().chain(&city.sites).map(|place| place.id.as_str()).collect();
    assert_eq!(ids.len(), city.facilities.len() + city.sites.len());
    let organizations: HashSet<&str> = city.organizations.iter().map(|organization| organization.id.as_str()).collect();
    assert_eq!(organizations.len(), city.organizations.len());
    for site in &city.sites {
        assert!(organizations.contains(site.id.as_str()));
        assert_eq!(site.operator.as_ref().map(|operator| operator.as_str()), Some(site.id.as_str()));
    }
    assert!(city.facilities.iter().filter_map(|place| place.operator.as_ref()).all(|operator| organizations.contains(operator.as_str())));
    assert!(city.sites.len() < city.organizations.len());
}

#[test]
fn there_is_one_hotline_and_it_has_no_door() {
    let city = city(1, 400_000);
    let offers = |services: &[crate::domain::service::ServiceAtLocation]| {
        services.iter().any(|service| *service.service_type == *"assistance-hotline")
    };
    let hotlines: Vec<_> = city.organizations.iter().filter(|organization| offers(&organization.services)).collect();
    assert_eq!(hotlines.len(), 1);
    assert!(hotlines[0].phone.is_some() && city.sites.iter().all(|site| site.id.as_str() != hotlines[0].id.as_str()));
    assert!(city.facilities.iter().chain(&city.sites).all(|place| !offers(&place.services)));
}

#[test]
fn no_text_holds_a_personal_number_or_is_too_long() {
    let city = sample_city(&SampleOptions { facilities: Some(3_000), ..SampleOptions::default() });
    for place in city.facilities.iter().chain(&city.sites) {
        let names = [Some(&place.name), place.name_en.as_ref()];
        let texts =
            [&place.address, &place.status_reason, &place.opening_hours, &place.phone, &place.responsible_department, &place.source];
        assert!(names.into_iter().flatten().all(|text| check_text(text, MAX_NAME_CHARS).is_ok()), "{}", place.name);
        assert!(texts.into_iter().flatten().all(|text| check_text(text, MAX_TEXT_CHARS).is_ok()), "{}", place.name);
        assert!(place.services.is_sorted_by(|a, b| a.service_type < b.service_type));
        assert!(place.services.iter().all(|service| service.vacancy <= service.capacity));
    }
    for organization in &city.organizations {
        assert!(check_text(&organization.name, MAX_NAME_CHARS).is_ok());
        assert!(
            [&organization.phone, &organization.address, &organization.filing_number].into_iter().flatten().all(|text| check_text(
                text,
                MAX_TEXT_CHARS
            )
            .is_ok())
        );
    }
}

#[test]
fn every_code_is_a_row_of_the_data() {
    let has = |rows: &str, code: &str| rows.contains(&format!("code = \"{code}\"\n"));
    let (kinds, types, groups) = (
        include_str!("../../data/kinds.toml"),
        include_str!("../../data/service_types.toml"),
        include_str!("../../data/target_groups.toml"),
    );
    let offers = menu::FACILITIES.iter().flat_map(|dish| dish.offers).chain(menu::ORGANIZATIONS.iter().flat_map(|helper| helper.offers));
    for (service_type, of, _) in offers {
        assert!(has(types, service_type), "{service_type}");
        assert!(of.iter().all(|group| has(groups, group)), "{of:?}");
    }
    assert!(city(1, 10_000).demand.groups.iter().skip(1).all(|group| has(groups, group)));
    let used: Vec<&str> =
        menu::FACILITIES.iter().map(|dish| dish.kind).chain(menu::ORGANIZATIONS.iter().map(|helper| helper.kind)).collect();
    assert!(used.iter().all(|kind| has(kinds, kind)));
    assert_eq!(used.len(), kinds.matches("[[kind]]").count(), "the sample has every kind");
}
