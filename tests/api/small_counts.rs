//! Small counts of target groups: withheld from whoever lacks the right, and not to be had by subtraction.
//!
//! A1 serves D1; within 500 m lie D1 and D2, both in the community 990101001001. Of the older people there: 2 at D1, 40 at D2;
//! 3 in the other community of the street; 30 in the west, 20 in no division. Minors are told from 10 on.

use std::sync::LazyLock;

use carereach::{config::BasemapArgs, registry::ImportKind};
use geozero::mvt::{Message, Tile};
use serde_json::{Value, json};

use super::service::{Service, add_account, empty, fixture, import_bytes};

const DEMAND: &str = "id,lon,lat,population,elderly,minors,division\nD1,108.945,34.255,3,2,9,990101001001\nD2,108.945,34.259,50,40,10,990101001001\n\
    D3,108.955,34.255,80,3,0,990101001002\nD4,108.935,34.255,60,30,60,990102001001\nD5,108.99,34.3,70,20,0,\n";

fn service() -> &'static Service {
    static SERVICE: LazyLock<Service> = LazyLock::new(|| {
        let records = empty();
        for (what, name) in [(ImportKind::Divisions, "divisions.geojson"), (ImportKind::Facilities, "facilities.csv")] {
            import_bytes(&records, what, name, &fixture(name));
        }
        import_bytes(&records, ImportKind::Demand, "demand.csv", DEMAND.as_bytes());
        add_account(&records, "everywhere", &["planner=all"]);
        add_account(&records, "east", &["planner=990101"]);
        add_account(&records, "desk", &["caseworker=all"]);
        Service::start(records, BasemapArgs::default())
    });
    &SERVICE
}

fn ask_as(login: &str, path: &str) -> Value {
    let cookie = service().sign_in(login);
    let answer = service().ask("GET", path, &[("cookie", &cookie)]);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn zone<'a>(answer: &'a Value, code: &str) -> &'a Value {
    answer["zones"].as_array().expect("zones").iter().find(|zone| zone["code"] == code).expect("a zone")
}

const ELDERLY: &str = "/api/v1/coverage?kind=elderly-day-care&within_m=500&group=elderly&level=community";

/// Covered, left over and total of the first band.
fn told(of: &Value) -> [Value; 3] {
    let band = &of["bands"][0];
    [band["covered"].clone(), band["left_over"].clone(), band["total"].clone()]
}

fn counts(counts: [impl Into<Value>; 3]) -> [Value; 3] {
    counts.map(Into::into)
}

#[test]
fn the_public_is_told_no_small_count_and_none_follows_from_the_rest() {
    let public = service().json(ELDERLY);
    assert_eq!((&public["withheld_below"], &public["rounded"]), (&json!(5), &json!(false)));
    assert_eq!(told(&public), counts([45.0, 50.0, 95.0]));
    // The 3 of one community are withheld; the 42 of the other are rounded, since 45 - 42 = 3.
    let [small, other] = ["990101001002", "990101001001"].map(|code| zone(&public, code));
    assert_eq!((told(small), &small["total"]), ([Value::Null, json!(0.0), Value::Null], &Value::Null));
    assert_eq!((told(other), &other["rounded"]), (counts([40.0, 0.0, 40.0]), &json!(true)));
    let west = zone(&public, "990102001001");
    assert_eq!((told(west), &west["rounded"]), (counts([0.0, 30.0, 30.0]), &json!(false)));
    let districts = service().json(&ELDERLY.replace("community", "district"));
    assert_eq!(told(zone(&districts, "990101000000")), counts([45.0, 0.0, 45.0]), "the sum of both is no small count");
}

#[test]
fn an_answer_whose_sum_is_small_is_rounded_as_a_whole() {
    let public = service().json(&ELDERLY.replace("500", "100,500"));
    assert_eq!(public["rounded"], json!(true));
    // 2 of 95 within 100 m.
    assert_eq!(told(&public), [Value::Null, json!(95.0), json!(95.0)]);
    assert_eq!(public["bands"][0]["share"], Value::Null);
}

#[test]
fn those_with_the_right_are_told_every_count_where_they_have_it() {
    let exact = ask_as("everywhere", ELDERLY);
    assert_eq!((&exact["withheld_below"], told(zone(&exact, "990101001002"))), (&Value::Null, counts([3.0, 0.0, 3.0])));
    let east = ask_as("east", &format!("{ELDERLY}&division=990101"));
    assert_eq!((&east["withheld_below"], told(zone(&east, "990101001001"))), (&Value::Null, counts([42.0, 0.0, 42.0])));
    assert_eq!(ask_as("east", ELDERLY)["withheld_below"], json!(5), "not beyond the own district");
    assert_eq!(ask_as("desk", ELDERLY)["withheld_below"], json!(5), "a role without the right is told what the public is");
}

#[test]
fn all_residents_are_no_target_group_and_minors_need_more_care() {
    let residents = service().json(&ELDERLY.replace("&group=elderly", "").replace("500", "100"));
    assert_eq!((&residents["withheld_below"], told(&residents)), (&Value::Null, counts([3.0, 260.0, 263.0])));
    let minors = service().json(&ELDERLY.replace("elderly&level", "minors&level").replace("500", "100"));
    assert_eq!((&minors["withheld_below"], &minors["bands"][0]["covered"]), (&json!(10), &Value::Null), "9 of them");
}

#[test]
fn gaps_history_and_files_withhold_the_same() {
    let gaps = "/api/v1/gaps?kind=elderly-day-care&within_m=100&group=elderly";
    let public = service().json(gaps);
    let left_over = |answer: &Value| {
        let items = answer["items"].as_array().expect("items").iter();
        items.map(|gap| (gap["code"].as_str().unwrap_or("-").to_owned(), gap["left_over"].as_f64())).collect::<Vec<_>>()
    };
    let [east, other, west, none] = ["990101001001", "990101001002", "990102001001", "-"].map(str::to_owned);
    let exact = [(east.clone(), Some(40.0)), (west.clone(), Some(30.0)), (none.clone(), Some(20.0)), (other.clone(), Some(3.0))];
    assert_eq!(left_over(&ask_as("everywhere", gaps)), exact);
    assert_eq!(left_over(&public), [(east, Some(40.0)), (west, Some(30.0)), (none, Some(20.0)), (other, None)]);
    assert_eq!((&public["rounded"], &public["people_left_over"], &public["people_total"]), (&json!(true), &json!(95.0), &json!(95.0)));
    assert_eq!(public["items"][3]["mean_distance_m"], Value::Null);
    let file = service().get(&format!("{gaps}&format=csv")).text();
    let small = file.lines().find(|line| line.contains("990101001002")).expect("the row of the small count");
    assert!(small.contains(",,,0,,rounded,"), "{small}");
    let history = service().json("/api/v1/coverage/history?kind=elderly-day-care&within_m=100&group=elderly&dates=2090-01-01");
    assert_eq!((&history["points"][0]["covered"], &history["points"][0]["total"]), (&Value::Null, &json!(95.0)));
}

#[test]
fn a_copy_of_what_one_was_told_is_not_right_for_another() {
    let cookie = service().sign_in("everywhere");
    let own = service().ask("GET", ELDERLY, &[("cookie", &cookie)]);
    let tag = own.header("etag").expect("a tag").to_owned();
    assert_eq!(own.header("cache-control"), Some("private, no-cache"));
    assert_eq!(service().ask("GET", ELDERLY, &[("if-none-match", &tag)]).status, 200);
    assert_eq!(service().ask("GET", ELDERLY, &[("if-none-match", &tag), ("cookie", &cookie)]).status, 304);
}

#[test]
fn a_tile_tells_no_small_count_of_a_cell_either() {
    let path = "/tiles/coverage/14/13150/6530?kind=elderly-day-care&within_m=500&group=elderly";
    let people = |headers: &[(&str, &str)]| {
        let answer = service().ask("GET", path, headers);
        let tile = Tile::decode(&answer.body[..]).expect("a vector tile");
        let layer = &tile.layers[0];
        let key = layer.keys.iter().position(|key| key == "people").map(|key| key as u32);
        let tags = layer.features.iter().map(|feature| feature.tags.chunks(2).find(|pair| Some(pair[0]) == key));
        let mut people: Vec<Option<i64>> =
            tags.map(|pair| Some(layer.values[pair?[1] as usize].double_value.expect("a number") as i64)).collect();
        people.sort_unstable();
        people
    };
    let cookie = service().sign_in("everywhere");
    assert_eq!(people(&[("cookie", &cookie)]), [Some(2), Some(3), Some(40)], "told first, and kept");
    assert_eq!(people(&[]), [None, None, Some(40)]);
}
