//! From which zoom is a feature of the base map drawn, and how finely?
//!
//! | zoom | drawn from there |
//! |---|---|
//! | 0 | cities' names; areas as soon as they cover [`WORTH_PX`] |
//! | 6 | motorways |
//! | 7 | trunk roads |
//! | 8 | rivers as lines, districts' names |
//! | 9 | primary roads, bridges |
//! | 10 | secondary roads, railways, towns' and suburbs' names |
//! | 11 | tertiary roads, canals |
//! | 12 | villages' names |
//! | 13 | residential and all other roads, streams, neighbourhoods' names |
//! | 14 | buildings that cover [`WORTH_PX`] |
//! | 15 | service roads, paths, steps, all other buildings |
//! | 16 | all other areas |

use crate::domain::base_map::BaseLayer;

/// The deepest zoom whose tiles differ from those above.
pub const DEEPEST: u8 = 16;
/// The last zoom that is drawn from the far view: joined lines without names, simplified for this zoom.
pub const FAR: u8 = 12;
/// Pixels that an area must cover, on tiles of 512 pixels.
pub const WORTH_PX: f64 = 6.0;

/// The first zoom of a line of this class.
pub fn line_from(layer: BaseLayer, class: &str) -> u8 {
    match (layer, class) {
        (BaseLayer::Roads, "motorway") => 6,
        (BaseLayer::Roads, "trunk") => 7,
        (BaseLayer::Roads, "primary" | "bridge") => 9,
        (BaseLayer::Roads, "secondary" | "rail") => 10,
        (BaseLayer::Roads, "tertiary") => 11,
        (BaseLayer::Roads, "service" | "path" | "steps" | "footway" | "track" | "cycleway") => 15,
        (BaseLayer::Water, "river") => 8,
        (BaseLayer::Water, "canal") => 11,
        (BaseLayer::Buildings, _) => 15,
        _ => 13,
    }
}

/// The first zoom of a name of this class.
pub fn point_from(class: &str) -> u8 {
    match class {
        "city" => 0,
        "district" => 8,
        "town" | "suburb" | "street" => 10,
        "village" => 12,
        _ => 13,
    }
}

/// The first zoom of an area of so many square digits.
pub fn area_from(layer: BaseLayer, digits2: f64) -> u8 {
    let (first, last) = if layer == BaseLayer::Buildings { (14, 15) } else { (0, DEEPEST) };
    (first..last).find(|zoom| digits2 >= WORTH_PX * digits_per_px(*zoom).powi(2)).unwrap_or(last)
}

/// The first zoom of the name of an area that is drawn from a zoom: when there is room for it.
pub fn area_name_from(layer: BaseLayer, area_from: u8) -> u8 {
    let first = match layer {
        BaseLayer::Water => 10,
        BaseLayer::Buildings => 16,
        _ => 12,
    };
    (area_from + 2).clamp(first, DEEPEST)
}

/// Digits of the web's map along a pixel of a tile of 512.
fn digits_per_px(zoom: u8) -> f64 {
    2f64.powi(23 - i32::from(zoom))
}

/// How far a simplified line may lie from the true one, in 4096ths of a tile's edge: a quarter of a pixel far out, nothing
/// where the map is enlarged further.
pub fn tolerance(zoom: u8) -> f64 {
    match zoom {
        0..14 => 2.0,
        14..DEEPEST => 1.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_comes_when_it_covers_six_pixels() {
        // At zoom 10 a pixel of a tile of 512 is 2^(32-10-9) = 8192 digits wide.
        assert_eq!(area_from(BaseLayer::Green, 6.0 * 8192.0 * 8192.0), 10);
        assert_eq!(area_from(BaseLayer::Green, 5.9 * 8192.0 * 8192.0), 11);
        assert_eq!((area_from(BaseLayer::Water, 1e18), area_from(BaseLayer::Water, 0.0)), (0, 16));
        assert_eq!((area_from(BaseLayer::Buildings, 1e18), area_from(BaseLayer::Buildings, 0.0)), (14, 15));
    }
}
