//! Which datum does a pair of coordinates refer to, and what is it in WGS84?
//!
//! A point read in the wrong datum is 0.3 to 1.4 km off. Refuses to guess a datum from the numbers.
//! The GCJ-02 formula is public knowledge without an official text: it agrees with map providers to about 1 m.
//! Outside China the formula does not hold; whoever calls checks the area first.

use std::f64::consts::PI;

use unicode_normalization::UnicodeNormalization;

/// What coordinates refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// GPS and OpenStreetMap.
    Wgs84,
    /// China's national datum of 2000 (天地图); taken as WGS84, from which it differs by centimetres to decimetres.
    Cgcs2000,
    /// 火星坐标 (高德, 腾讯): WGS84 shifted by 0.3 to 0.6 km in Shaanxi.
    Gcj02,
    /// 百度: GCJ-02 shifted again, 1.0 to 1.4 km from WGS84 in Shaanxi.
    Bd09,
}

/// Semi-major axis of the Krasovsky ellipsoid in metres, which the formula uses.
const KRASOVSKY_A_M: f64 = 6_378_245.0;
/// Squared first eccentricity that goes with it.
const KRASOVSKY_EE: f64 = 0.006_693_421_622_965_943;
/// The angular step of the BD-09 ripple.
const BD_STEP: f64 = PI * 3000.0 / 180.0;
/// An inverse stops when the pair maps back to within this many degrees.
const RESIDUAL_DEG: f64 = 1e-11;
/// An inverse never takes more steps than this; 4 give micrometres in Shaanxi.
const STEPS: usize = 12;

impl Datum {
    /// All datums.
    pub const ALL: [Datum; 4] = [Datum::Wgs84, Datum::Cgcs2000, Datum::Gcj02, Datum::Bd09];

    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        match self {
            Datum::Wgs84 => "wgs84",
            Datum::Cgcs2000 => "cgcs2000",
            Datum::Gcj02 => "gcj02",
            Datum::Bd09 => "bd09",
        }
    }

    /// The datum a text names, whatever its case, width and punctuation; `None` when it names none of the four.
    ///
    /// Projected systems (EPSG:4545, 3857, bd09mc) are not degrees and are not taken.
    pub fn parse(text: &str) -> Option<Datum> {
        let word: String = text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let word = ["urnogcdefcrs", "httpwwwopengisnetdefcrs", "httpswwwopengisnetdefcrs"]
            .into_iter()
            .find_map(|prefix| word.strip_prefix(prefix))
            .unwrap_or(&word);
        let word = word.strip_suffix("坐标系").or_else(|| word.strip_suffix("坐标")).unwrap_or(word);
        match word {
            "wgs84" | "wgs1984" | "wgs" | "gps" | "epsg4326" | "epsg04326" | "4326" | "crs84" | "ogc13crs84" | "ogccrs84" | "osm"
            | "openstreetmap" | "世界大地" | "地球" => Some(Datum::Wgs84),
            "cgcs2000" | "cgcs" | "epsg4490" | "epsg04490" | "4490" | "国家2000" | "2000国家大地" | "国家大地2000" | "2000国家"
            | "中国2000" | "大地2000" | "天地图" | "tianditu" => Some(Datum::Cgcs2000),
            "gcj02" | "gcj" | "gcj2" | "火星" | "国测局" | "高德" | "高德地图" | "腾讯" | "腾讯地图" | "amap" | "gaode" | "autonavi"
            | "tencent" | "mars" => Some(Datum::Gcj02),
            "bd09" | "bd09ll" | "bd" | "bdll" | "百度" | "百度地图" | "baidu" | "百度经纬度" => Some(Datum::Bd09),
            _ => None,
        }
    }

    /// A pair of this datum in WGS84: longitude and latitude in degrees, both ways; no check of range.
    ///
    /// 1. BD-09 and GCJ-02 have no closed inverse: start at the pair, map forward, subtract what it is off.
    /// 2. Stop when it maps back to within 1e-10 degrees (0.01 mm), or at the cap.
    pub fn to_wgs84(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Datum::Wgs84 | Datum::Cgcs2000 => (x, y),
            Datum::Gcj02 => inverse(gcj02_from_wgs84, (x, y), (x, y)),
            Datum::Bd09 => {
                let gcj = inverse(bd09_from_gcj02, (x, y), (x - 0.0065, y - 0.006));
                inverse(gcj02_from_wgs84, gcj, gcj)
            }
        }
    }

    /// A WGS84 pair in this datum: longitude and latitude in degrees, both ways; no check of range.
    pub fn from_wgs84(self, lon: f64, lat: f64) -> (f64, f64) {
        match self {
            Datum::Wgs84 | Datum::Cgcs2000 => (lon, lat),
            Datum::Gcj02 => gcj02_from_wgs84((lon, lat)),
            Datum::Bd09 => bd09_from_gcj02(gcj02_from_wgs84((lon, lat))),
        }
    }
}

/// Finds the pair that `forward` maps to `target`, by fixed-point steps from `guess`.
fn inverse(forward: fn((f64, f64)) -> (f64, f64), target: (f64, f64), guess: (f64, f64)) -> (f64, f64) {
    let mut pair = guess;
    for _ in 0..STEPS {
        let mapped = forward(pair);
        let off = (mapped.0 - target.0, mapped.1 - target.1);
        pair = (pair.0 - off.0, pair.1 - off.1);
        if off.0.abs().max(off.1.abs()) < RESIDUAL_DEG {
            break;
        }
    }
    pair
}

/// The public GCJ-02 formula, as in gcoord (MIT), PRCoords (CC0) and eviltransform (MIT), on the Krasovsky ellipsoid.
fn gcj02_from_wgs84((lon, lat): (f64, f64)) -> (f64, f64) {
    let (x, y) = (lon - 105.0, lat - 35.0);
    let root = x.abs().sqrt();
    let ripple = (20.0 * (6.0 * PI * x).sin() + 20.0 * (2.0 * PI * x).sin()) * 2.0 / 3.0;
    let north_m = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + ripple
        + (20.0 * (PI * y).sin() + 40.0 * (PI * y / 3.0).sin()) * 2.0 / 3.0
        + (160.0 * (PI * y / 12.0).sin() + 320.0 * (PI * y / 30.0).sin()) * 2.0 / 3.0;
    let east_m = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + ripple
        + (20.0 * (PI * x).sin() + 40.0 * (PI * x / 3.0).sin()) * 2.0 / 3.0
        + (150.0 * (PI * x / 12.0).sin() + 300.0 * (PI * x / 30.0).sin()) * 2.0 / 3.0;
    let (sin_lat, cos_lat) = lat.to_radians().sin_cos();
    let m = 1.0 - KRASOVSKY_EE * sin_lat * sin_lat;
    let meridian_m = KRASOVSKY_A_M * (1.0 - KRASOVSKY_EE) / (m * m.sqrt());
    let parallel_m = KRASOVSKY_A_M / m.sqrt() * cos_lat;
    (lon + (east_m / parallel_m).to_degrees(), lat + (north_m / meridian_m).to_degrees())
}

/// The public BD-09 formula over GCJ-02.
fn bd09_from_gcj02((lon, lat): (f64, f64)) -> (f64, f64) {
    let radius = lon.hypot(lat) + 2e-5 * (lat * BD_STEP).sin();
    let angle = lat.atan2(lon) + 3e-6 * (lon * BD_STEP).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Pair = (f64, f64);

    /// WGS84, GCJ-02, BD-09: nine decimals on which four independent implementations agree.
    const VECTORS: [(&str, Pair, Pair, Pair); 10] = [
        ("xian-a", (108.94, 34.26), (108.944_649_544, 34.258_408_659), (108.951_079_804, 34.264_635_985)),
        ("xian-b", (108.9398, 34.3416), (108.944_455_634, 34.340_044_496), (108.950_901_435, 34.346_274_136)),
        ("yanan", (109.4897, 36.5853), (109.495_103_543, 36.585_397_092), (109.501_696_58, 36.591_074_956)),
        ("hanzhong", (107.0238, 33.0674), (107.028_323_786, 33.065_514_73), (107.034_737_116, 33.071_775_975)),
        ("yulin", (109.7346, 38.2854), (109.740_183_826, 38.285_918_119), (109.746_804_436, 38.291_590_922)),
        ("baoji", (107.2372, 34.3619), (107.241_892_4, 34.360_480_554), (107.248_451_106, 34.366_353_249)),
        ("shangluo", (109.9404, 33.8704), (109.945_388_664, 33.868_723_743), (109.951_883_44, 33.874_808_485)),
        ("evil-beijing", (116.377_817, 39.911_954), (116.384_047_225, 39.913_345_455), (116.390_454_713, 39.919_575_551)),
        ("evil-shanghai", (121.527_210_6, 31.177_427_6), (121.531_541_859, 31.175_303_984), (121.538_015_686, 31.181_328_607)),
        ("evil-shenzhen", (113.912_316, 22.543_847), (113.917_176_481, 22.540_796_132), (113.923_684_729, 22.546_667_438)),
    ];

    fn close(found: Pair, expected: Pair, name: &str) {
        assert!((found.0 - expected.0).abs() < 1e-6, "{name}: longitude {} is not {}", found.0, expected.0);
        assert!((found.1 - expected.1).abs() < 1e-6, "{name}: latitude {} is not {}", found.1, expected.1);
    }

    #[test]
    fn every_vector_holds_both_ways_within_a_millionth_of_a_degree() {
        for (name, wgs, gcj, bd) in VECTORS {
            close(Datum::Gcj02.from_wgs84(wgs.0, wgs.1), gcj, name);
            close(Datum::Bd09.from_wgs84(wgs.0, wgs.1), bd, name);
            close(Datum::Gcj02.to_wgs84(gcj.0, gcj.1), wgs, name);
            close(Datum::Bd09.to_wgs84(bd.0, bd.1), wgs, name);
            close(Datum::Cgcs2000.to_wgs84(wgs.0, wgs.1), wgs, name);
        }
    }

    #[test]
    fn the_published_examples_hold() {
        close(bd09_from_gcj02((116.404, 39.915)), (116.410_369_493_710_29, 39.921_336_993_510_22), "GCJ-02 to BD-09");
        close(Datum::Gcj02.from_wgs84(116.404, 39.915), (116.410_244_499_169_38, 39.916_404_281_501_64), "WGS84 to GCJ-02");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn a_point_of_china_comes_back_from_every_datum(lon in 73.5..135.1f64, lat in 3.8..53.6f64) {
            for datum in Datum::ALL {
                let (x, y) = datum.from_wgs84(lon, lat);
                let (back_lon, back_lat) = datum.to_wgs84(x, y);
                prop_assert!((back_lon - lon).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9, "{datum:?} {back_lon} {back_lat}");
            }
        }

        #[test]
        fn the_inverse_of_a_point_of_shaanxi_maps_back_to_it(x in 105.48..111.25f64, y in 31.70..39.59f64) {
            for datum in Datum::ALL {
                let (lon, lat) = datum.to_wgs84(x, y);
                let (again_x, again_y) = datum.from_wgs84(lon, lat);
                prop_assert!((again_x - x).abs() < 1e-10 && (again_y - y).abs() < 1e-10, "{datum:?} {again_x} {again_y}");
            }
        }
    }

    #[test]
    fn a_number_that_is_no_place_does_not_hang_the_inverse() {
        for pair in [(f64::NAN, 1.0), (f64::INFINITY, 0.0), (1e300, -1e300), (0.0, 90.0), (180.0, -90.0)] {
            for datum in Datum::ALL {
                let _ = datum.to_wgs84(pair.0, pair.1);
            }
        }
    }

    #[test]
    fn a_datum_is_found_by_any_of_its_spellings() {
        let spellings = [
            (Datum::Wgs84, "WGS84,wgs-84,WGS 84,WGS_1984,EPSG:4326,epsg:4326,GPS,urn:ogc:def:crs:OGC:1.3:CRS84,urn:ogc:def:crs:EPSG::4326"),
            (
                Datum::Wgs84,
                "http://www.opengis.net/def/crs/OGC/1.3/CRS84,http://www.opengis.net/def/crs/EPSG/0/4326,ＷＧＳ８４,GPS坐标,WGS84坐标系",
            ),
            (Datum::Cgcs2000, "CGCS2000,cgcs-2000,国家2000,国家2000坐标系,2000国家大地坐标系,EPSG:4490,urn:ogc:def:crs:EPSG::4490,天地图"),
            (Datum::Gcj02, "GCJ02,gcj-02,GCJ_02,火星坐标,火星坐标系,高德,高德坐标,腾讯,腾讯地图,amap"),
            (Datum::Bd09, "BD09,BD-09,bd09ll,BD09LL,百度,百度坐标,百度坐标系,baidu"),
        ];
        for (datum, list) in spellings {
            for spelling in list.split(',') {
                assert_eq!(Datum::parse(spelling), Some(datum), "{spelling}");
            }
        }
        for datum in Datum::ALL {
            assert_eq!(Datum::parse(datum.code()), Some(datum));
        }
    }

    #[test]
    fn projected_and_unknown_systems_are_not_taken() {
        for text in ["", " ", "EPSG:3857", "EPSG:4545", "bd09mc", "西安80", "北京54", "坐标系", "unknown"] {
            assert_eq!(Datum::parse(text), None, "{text}");
        }
    }
}
