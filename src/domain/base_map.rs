//! What is drawn beneath the answers? Water, green, roads and names of the land.

use std::borrow::Cow;

use geo_types::Geometry;

/// What a base-map feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseLayer {
    /// Rivers and lakes, polygons or lines.
    Water,
    /// Parks, polygons.
    Green,
    /// Buildings, polygons.
    Buildings,
    /// Streets and bridges, lines; also railways, of class `rail`.
    Roads,
    /// Names of places, points.
    Places,
}

impl BaseLayer {
    /// Every layer in drawing order.
    pub const ALL: [BaseLayer; 5] = [BaseLayer::Green, BaseLayer::Water, BaseLayer::Buildings, BaseLayer::Roads, BaseLayer::Places];

    /// The code used in files, SQL and tiles.
    pub fn code(self) -> &'static str {
        match self {
            BaseLayer::Water => "water",
            BaseLayer::Green => "green",
            BaseLayer::Buildings => "buildings",
            BaseLayer::Roads => "roads",
            BaseLayer::Places => "places",
        }
    }

    /// The layer with this code.
    pub fn parse(text: &str) -> Option<BaseLayer> {
        Self::ALL.into_iter().find(|layer| layer.code() == text)
    }
}

/// One feature of the base map, in WGS84.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseFeature {
    /// What it is.
    pub layer: BaseLayer,
    /// Its class within the layer: of roads `motorway`, `trunk`, `primary`, `secondary`, `tertiary`, `residential`, `service`,
    /// `path`, `steps`, `bridge`, `rail`; of water `river`, `stream`, `lake`; of green `park`, `wood`, `grass`; of buildings `building`; of
    /// places `city`, `district`, `suburb`, `village`, `neighbourhood`.
    pub class: Cow<'static, str>,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// English name, where it has one.
    pub name_en: Option<String>,
    /// Its shape.
    pub geometry: Geometry<f64>,
}
