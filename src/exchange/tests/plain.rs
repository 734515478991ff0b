//! Plain files for analyses.

use super::*;
use crate::exchange::plain::{Coordinates, Skipped, read_costs, read_plain_demand, read_plain_facilities, read_points, read_zones};

fn skipped(id: &str, reason: &str) -> Skipped {
    Skipped { id: id.into(), reason: reason.into() }
}

#[test]
fn facilities_keep_their_ids_as_text_and_wrong_rows_are_named() {
    let text = "id,name,kind,lon,lat,capacity,extra\n60750101.0,a,any,-122.4,37.7,5.5,x\n07,b,,0,0,,\nc,c,,-122.4,x,,\nd,d,,1,95,,\ne,e,,1,1,-2,\n60750101.0,twice,,1,1,,\n,nobody,,1,1,,\n";
    let plain = read_plain_facilities(&csv(text.as_bytes()), Coordinates::LonLat).expect("readable");
    assert_eq!(
        plain.records.iter().map(|f| (f.id.as_str(), f.point, f.capacity)).collect::<Vec<_>>(),
        [("60750101.0", Some([-122.4, 37.7]), Some(5.5)), ("07", Some([0.0, 0.0]), None)]
    );
    assert_eq!(
        plain.skipped,
        [
            skipped("c", "t.csv, row 4: lat is \"x\"; expected a number"),
            skipped("d", "t.csv, row 5: latitude 95 is not between -90 and 90 degrees"),
            skipped("e", "t.csv, row 6: capacity is \"-2\"; expected a number of 0 or more"),
            skipped("60750101.0", "t.csv, row 7: an earlier row has the same id; that one stays"),
            skipped("row 8", "t.csv, row 8: the id is missing"),
        ]
    );
    assert_eq!(plain.notes.len(), 1);
}

#[test]
fn demand_takes_population_or_the_group_asked_for() {
    let text = "id,lon,lat,population,elderly\na,1,2,10,3\nb,1,2,,4\nc,1,2,nan,5\n";
    let all = read_plain_demand(&csv(text.as_bytes()), Coordinates::LonLat, None).expect("readable");
    assert_eq!((all.records.len(), all.records[0].count, all.skipped.len()), (1, 10.0, 2));
    let group = read_plain_demand(&csv(text.as_bytes()), Coordinates::LonLat, Some("elderly")).expect("readable");
    assert_eq!(group.records.iter().map(|d| d.count).sum::<f64>(), 12.0);
    let message = read_plain_demand(&csv(text.as_bytes()), Coordinates::LonLat, Some("dogs")).expect_err("no column").to_string();
    assert!(message.contains("dogs"), "{message}");
}

#[test]
fn coordinates_on_a_plane_and_none_at_all() {
    let plane = read_plain_facilities(&csv(b"id,x,y\na,5000,-300.5\n"), Coordinates::Plane).expect("readable");
    assert_eq!(plane.records[0].point, Some([5000.0, -300.5]));
    assert!(matches!(read_plain_facilities(&csv(b"id,x,y\na,1,1\n"), Coordinates::LonLat), Err(ReadError::MissingHeading { .. })));
    let none = read_plain_demand(&csv(b"id,lon,lat,population\na,x,,5\n"), Coordinates::None, None).expect("readable");
    assert_eq!((none.records[0].point, none.records[0].count), (None, 5.0));
}

#[test]
fn points_costs_and_zones_are_read() {
    assert_eq!(read_points(&csv(b"id,lon,lat\n1,2,3\n"), Coordinates::LonLat).expect("readable").records[0].point, Some([2.0, 3.0]));
    let costs = read_costs(&csv(b"from,to,cost\na,b,1.5\na,b,2\na,c,-1\na,d,\n,d,1\n")).expect("readable");
    assert_eq!(costs.records, [("a".to_string(), "b".to_string(), 1.5)]);
    assert_eq!(costs.skipped.len(), 4);
    let zone = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":9,"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]},"properties":{"name":"z","code":"61"}},
        {"type":"Feature","properties":{"name":"no shape"},"geometry":null}]}"#;
    let zones = read_zones(&geojson(zone)).expect("readable");
    assert_eq!((zones.records[0].id.as_str(), zones.records[0].name.as_deref(), zones.skipped.len()), ("9", Some("z"), 1));
}
