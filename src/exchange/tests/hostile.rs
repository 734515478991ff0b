//! No bytes make a reader panic.

use proptest::prelude::*;

use super::*;
use crate::exchange::{
    HsdsPackage,
    plain::{Coordinates, read_costs, read_plain_demand, read_plain_facilities, read_points, read_zones},
    read_base_map, read_demand, read_divisions, read_hsds, read_organizations,
};

fn read_everything(bytes: &[u8]) {
    for format in [Format::Csv, Format::Xlsx, Format::GeoJson] {
        let source = Source { name: "fuzz", format, bytes };
        for datum in [None, Some(Datum::Bd09)] {
            with_reading(datum, |reading| {
                let _ = read_facilities(&source, reading);
                let _ = read_organizations(&source, reading);
                let _ = read_demand(&source, reading);
                let _ = read_divisions(&source, reading);
            });
        }
        let _ = read_base_map(&source);
        let _ = HsdsPackage::unzip("fuzz", bytes);
        let files = ["organizations.csv", "locations.csv", "services.csv", "schedules.csv", "phones.csv", "attributes.csv"];
        if let Ok(package) = HsdsPackage::of_files("fuzz", files.map(|file| (file.to_owned(), bytes.to_vec()))) {
            with_reading(None, |reading| read_hsds(&package, None, reading).is_ok());
        }
        for coordinates in [Coordinates::LonLat, Coordinates::Plane, Coordinates::None] {
            let _ = read_plain_facilities(&source, coordinates);
            let _ = read_plain_demand(&source, coordinates, Some("x"));
            let _ = read_points(&source, coordinates);
        }
        let _ = read_costs(&source);
        let _ = read_zones(&source);
    }
}

/// Pieces that reach deeper than random bytes do.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("id,name,kind,lon,lat,population,code,from,to,cost,x,y\n".to_string()),
        Just("id,name,link_id,location_id,service_id,number,latitude,longitude,byday,opens_at,closes_at\n".to_string()),
        Just("a,日间照料,a,a,a,1,34.26,108.94,MO,09:00,1:3é\n".to_string()),
        Just("编号\t名称\t类别\t经度\t纬度\t启用日期\t服务\n".to_string()),
        Just("a,a,day-care,108.94,34.26,1,610102,a,b,1,2,3\n".to_string()),
        Just("{\"type\":\"FeatureCollection\",\"features\":[".to_string()),
        Just("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,6],[1,2]]]},\"properties\":{\"code\":\"61\",\"name\":1}}".to_string()),
        Just("{\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[],[[]]]},\"properties\":[]}".to_string()),
        Just("]}".to_string()),
        "[\"',\n0-9.°年#=\\[\\]{}:-]{0,12}",
        "\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_everything(&bytes);
    }

    #[test]
    fn random_pieces_never_panic(pieces in proptest::collection::vec(piece(), 0..12)) {
        read_everything(pieces.concat().as_bytes());
    }
}

#[test]
fn json_of_every_shape_is_answered_without_a_panic() {
    for text in
        ["null", "[]", "1", "\"x\"", "{}", "{\"type\":\"FeatureCollection\",\"features\":[1,null,[],\"x\",{}]}", "{\"type\":\"Feature\"}"]
    {
        read_everything(text.as_bytes());
    }
    read_everything("[".repeat(100_000).as_bytes());
}

#[test]
fn a_workbook_with_flipped_bytes_is_answered_without_a_panic() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "id").expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    for place in (0..bytes.len()).step_by(97) {
        let mut torn = bytes.clone();
        torn[place] ^= 0x55;
        read_everything(&torn);
    }
}
