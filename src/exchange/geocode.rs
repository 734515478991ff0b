//! How is an outside geocoder asked, and what does its answer say? The query it takes, and its JSON as points in WGS84.
//!
//! Shapes by the providers' own pages: Nominatim's `/search` (jsonv2), Tianditu's `/geocoder`, Amap's `/v3/geocode/geo`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::{
    facility::GivenPoint,
    geocode::{GeocodeLevel, Geocoded, GeocoderKind},
    position::Position,
};

/// The most answers that are taken.
const MOST: usize = 5;

/// Why an answer says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GeocodeError {
    /// Not what this sort of geocoder answers.
    #[error("the answer is not that of {0}")]
    Shape(&'static str),
    /// It says no: a wrong key, a quota used up.
    #[error("it refuses: {0}")]
    Refused(String),
}

/// The parameters that ask for an address, in order; the key is one of them where the geocoder wants one.
pub fn geocode_query(kind: GeocoderKind, key: Option<&str>, address: &str) -> Vec<(&'static str, String)> {
    let key = key.map(str::to_owned);
    match kind {
        GeocoderKind::Nominatim => {
            let asked = [("q", address.to_owned()), ("format", "jsonv2".to_owned()), ("limit", MOST.to_string())];
            asked.into_iter().chain(key.map(|key| ("key", key))).collect()
        }
        GeocoderKind::Tianditu => {
            let asked = ("ds", json!({ "keyWord": address }).to_string());
            std::iter::once(asked).chain(key.map(|key| ("tk", key))).collect()
        }
        GeocoderKind::Amap => {
            let asked = [("address", address.to_owned()), ("output", "JSON".to_owned())];
            asked.into_iter().chain(key.map(|key| ("key", key))).collect()
        }
    }
}

/// The points of a geocoder's answer, best first; none when it knows no such address. What has no point on the earth is left out.
pub fn read_geocoded(kind: GeocoderKind, bytes: &[u8]) -> Result<Vec<Geocoded>, GeocodeError> {
    let read = match kind {
        GeocoderKind::Nominatim => nominatim(bytes),
        GeocoderKind::Tianditu => tianditu(bytes),
        GeocoderKind::Amap => amap(bytes),
    };
    read.map(|mut found| {
        found.truncate(MOST);
        found
    })
}

#[derive(Deserialize)]
struct NominatimPlace {
    lat: Value,
    lon: Value,
    display_name: String,
    place_rank: Option<u32>,
    addresstype: Option<String>,
}

fn nominatim(bytes: &[u8]) -> Result<Vec<Geocoded>, GeocodeError> {
    let shape = || GeocodeError::Shape("Nominatim");
    let answer: Value = serde_json::from_slice(bytes).map_err(|_| shape())?;
    if let Some(error) = answer.get("error") {
        return Err(GeocodeError::Refused(said(error)));
    }
    let places: Vec<NominatimPlace> = serde_json::from_value(answer).map_err(|_| shape())?;
    let found = places.into_iter().filter_map(|place| {
        let level = match (place.addresstype.as_deref(), place.place_rank) {
            (Some("house" | "building" | "house_number"), _) => GeocodeLevel::House,
            (_, Some(28..)) => GeocodeLevel::Landmark,
            (_, Some(26..28)) => GeocodeLevel::Street,
            (_, Some(17..26)) => GeocodeLevel::Place,
            (_, Some(_)) => GeocodeLevel::Division,
            (_, None) => GeocodeLevel::Unknown,
        };
        geocoded(GeocoderKind::Nominatim, place.display_name, level, number(&place.lon)?, number(&place.lat)?)
    });
    Ok(found.collect())
}

fn tianditu(bytes: &[u8]) -> Result<Vec<Geocoded>, GeocodeError> {
    let shape = || GeocodeError::Shape("Tianditu");
    let answer: Value = serde_json::from_slice(bytes).map_err(|_| shape())?;
    match answer.get("status").map(said).as_deref() {
        Some("0") => {}
        // 101: no result.
        Some("101") => return Ok(Vec::new()),
        Some(_) => return Err(GeocodeError::Refused(answer.get("msg").map(said).unwrap_or_default())),
        None => return Err(answer.get("msg").map_or_else(shape, |message| GeocodeError::Refused(said(message)))),
    }
    let place = answer.get("location").ok_or_else(shape)?;
    let level = match place.get("level").map(said).as_deref() {
        Some("门址" | "门牌号" | "楼栋" | "楼栋号" | "单元号") => GeocodeLevel::House,
        Some("兴趣点" | "POI" | "地名地址" | "道路交叉口") => GeocodeLevel::Landmark,
        Some("道路" | "街路巷") => GeocodeLevel::Street,
        Some("村庄" | "社区" | "小区" | "自然村" | "行政村") => GeocodeLevel::Place,
        Some("乡镇" | "街道" | "区县" | "市" | "省" | "国家" | "地市" | "县") => GeocodeLevel::Division,
        _ => GeocodeLevel::Unknown,
    };
    let label = place.get("keyWord").map(said).unwrap_or_default();
    let pair = place.get("lon").and_then(number).zip(place.get("lat").and_then(number)).ok_or_else(shape)?;
    Ok(geocoded(GeocoderKind::Tianditu, label, level, pair.0, pair.1).into_iter().collect())
}

fn amap(bytes: &[u8]) -> Result<Vec<Geocoded>, GeocodeError> {
    let shape = || GeocodeError::Shape("Amap");
    let answer: Value = serde_json::from_slice(bytes).map_err(|_| shape())?;
    match answer.get("status").map(said).as_deref() {
        Some("1") => {}
        // ENGINE_RESPONSE_DATA_ERROR: nothing like this address is known.
        Some("0") if answer.get("infocode").map(said).as_deref() == Some("30001") => return Ok(Vec::new()),
        Some("0") => return Err(GeocodeError::Refused(answer.get("info").map(said).unwrap_or_default())),
        _ => return Err(shape()),
    }
    let places = answer.get("geocodes").and_then(Value::as_array).ok_or_else(shape)?;
    let found = places.iter().filter_map(|place| {
        let level = match place.get("level").map(said).as_deref() {
            Some("门牌号" | "门址" | "单元号" | "楼栋号") => GeocodeLevel::House,
            Some("兴趣点" | "公交站台、地铁站" | "公交地铁站点" | "道路交叉路口") => GeocodeLevel::Landmark,
            Some("道路") => GeocodeLevel::Street,
            Some("村庄" | "热点商圈" | "开发区" | "住宅区") => GeocodeLevel::Place,
            Some("国家" | "省" | "市" | "区县" | "乡镇") => GeocodeLevel::Division,
            _ => GeocodeLevel::Unknown,
        };
        let label = place.get("formatted_address").map(said).unwrap_or_default();
        let (x, y) = place.get("location")?.as_str()?.split_once(',')?;
        geocoded(GeocoderKind::Amap, label, level, x.trim().parse().ok()?, y.trim().parse().ok()?)
    });
    Ok(found.collect())
}

fn geocoded(kind: GeocoderKind, label: String, level: GeocodeLevel, x: f64, y: f64) -> Option<Geocoded> {
    Position::new(x, y).ok()?;
    let datum = kind.datum();
    let (lon, lat) = datum.to_wgs84(x, y);
    Some(Geocoded { label, level, position: Position::new(lon, lat).ok()?, given: GivenPoint { x, y, datum } })
}

/// A number, or a text that is one.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// A text, or a value as text.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::datum::Datum;

    fn read(kind: GeocoderKind, answer: Value) -> Result<Vec<Geocoded>, GeocodeError> {
        read_geocoded(kind, answer.to_string().as_bytes())
    }

    // The answers are made up in the shape that the providers' pages describe; none of them was asked.

    #[test]
    fn nominatims_places_are_levels_by_their_rank() {
        let place = |rank: u32, sort: &str| json!({ "lat": "39.98", "lon": "116.31", "display_name": "某处", "place_rank": rank, "addresstype": sort });
        let found = read(
            GeocoderKind::Nominatim,
            json!([place(30, "house"), place(30, "amenity"), place(26, "road"), place(20, "suburb"), place(12, "city"), place(12, "city")]),
        );
        let found = found.expect("points");
        let levels: Vec<&str> = found.iter().map(|one| one.level.code()).collect();
        assert_eq!(levels, ["house", "landmark", "street", "place", "division"], "five at most");
        assert_eq!((found[0].position.lon(), found[0].position.lat()), (116.31, 39.98));
        assert_eq!(read(GeocoderKind::Nominatim, json!([])), Ok(Vec::new()));
        assert_eq!(read(GeocoderKind::Nominatim, json!({ "error": "no" })), Err(GeocodeError::Refused("no".to_owned())));
    }

    #[test]
    fn amaps_points_are_shifted_back_and_the_pair_is_kept() {
        let answer = json!({ "status": "1", "count": "1", "geocodes": [
            { "formatted_address": "北京市海淀区中关村大街27号", "level": "门牌号", "location": "116.316833,39.979853" }] });
        let found = read(GeocoderKind::Amap, answer).expect("points").swap_remove(0);
        assert_eq!(found.given, GivenPoint { x: 116.316833, y: 39.979853, datum: Datum::Gcj02 });
        let given = Position::new(116.316833, 39.979853).expect("on the earth");
        assert!((400.0..700.0).contains(&found.position.distance_m(given)), "GCJ-02 lies some 550 m off in Beijing");
        assert_eq!(found.level, GeocodeLevel::House);
        let refused = read(GeocoderKind::Amap, json!({ "status": "0", "info": "INVALID_USER_KEY", "infocode": "10001" }));
        assert_eq!(refused, Err(GeocodeError::Refused("INVALID_USER_KEY".to_owned())));
    }

    #[test]
    fn tianditus_one_point_is_taken_as_it_is() {
        let answer = json!({ "msg": "ok", "status": "0", "location": { "lon": "116.290158", "lat": 39.894696, "level": "道路", "keyWord": "莲花池西路", "score": 100 } });
        let found = read(GeocoderKind::Tianditu, answer).expect("a point").swap_remove(0);
        assert_eq!((found.position.lon(), found.level.wants_review()), (116.290158, true));
        assert_eq!(read(GeocoderKind::Tianditu, json!({ "status": "101", "msg": "" })), Ok(Vec::new()));
        assert!(matches!(read(GeocoderKind::Tianditu, json!({ "msg": "非法Key", "code": "301" })), Err(GeocodeError::Refused(_))));
    }

    #[test]
    fn what_is_no_answer_of_theirs_is_told() {
        for kind in GeocoderKind::ALL {
            for bytes in [&b""[..], b"<html>", b"[1]", b"{}", b"\xff"] {
                assert!(matches!(read_geocoded(kind, bytes), Err(GeocodeError::Shape(_))), "{}", kind.code());
            }
        }
        let off = json!([{ "lat": "139", "lon": "116", "display_name": "x", "place_rank": 30 }]);
        assert_eq!(read(GeocoderKind::Nominatim, off), Ok(Vec::new()), "off the earth");
    }

    #[test]
    fn the_key_goes_where_the_geocoder_wants_it() {
        let names = |kind| -> Vec<&str> { geocode_query(kind, Some("K"), "某街").into_iter().map(|(name, _)| name).collect() };
        assert_eq!(names(GeocoderKind::Nominatim), ["q", "format", "limit", "key"]);
        assert_eq!(names(GeocoderKind::Tianditu), ["ds", "tk"]);
        assert_eq!(names(GeocoderKind::Amap), ["address", "output", "key"]);
        assert_eq!(geocode_query(GeocoderKind::Tianditu, None, "\"街\"")[0].1, r#"{"keyWord":"\"街\""}"#);
    }
}
