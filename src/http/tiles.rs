//! Which picture does the map ask for? TileJSON that describes a layer, and its vector tiles, kept by snapshot.

use std::time::Duration;

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse,
    web::{Bytes, Path},
};
use moka::sync::Cache;

use super::{
    Code, Problem,
    api::{coverage, ways, work},
    counting::Counting,
    etag::Live,
    parameters::{
        self, ADMITTED, AS_OF, COUNTED, DISTANCE_BY, KIND, LEVEL, ONE_WITHIN, Parameter, REACH_OF, REACH_S, SERVICE, STATUS, UNITS, WITHIN,
        WITHIN_S,
    },
    query::Query,
};
use crate::{
    analysis::tile::Tile,
    registry::{FieldError, RegistryError, SAMPLE_NOTICE, Snapshot, TileQuestion},
};

const MVT: &str = "application/vnd.mapbox-vector-tile";
/// Bytes of tiles that are kept.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;
const KEPT_IDLE: Duration = Duration::from_secs(600);
/// Deeper tiles show nothing that those of this zoom do not.
const DEEPEST_USEFUL: u8 = 16;

/// Tiles by snapshot, address and question.
pub struct TileCache(Cache<String, Bytes>);

impl Default for TileCache {
    fn default() -> Self {
        let weight = |key: &String, tile: &Bytes| u32::try_from(key.len() + tile.len() + 64).unwrap_or(u32::MAX);
        TileCache(Cache::builder().weigher(weight).max_capacity(KEPT_BYTES).time_to_idle(KEPT_IDLE).build())
    }
}

/// A layer of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LayerName {
    Facilities,
    Coverage,
    Divisions,
    Reach,
    Base,
}

/// One tile: `z` up to 24, `x` from the west, `y` from the north. A tile with nothing in it is empty bytes.
pub async fn get_tile(request: HttpRequest, path: Path<(String, String, String, String)>) -> Result<HttpResponse, Error> {
    let (layer, z, x, y) = path.into_inner();
    let layer = LayerName::parse(&layer)?;
    // Only counts of people depend on who asks.
    let asked = match layer {
        LayerName::Coverage => Counting::extract(&request).await?,
        _ => Counting::by_anybody(Live::extract(&request).await?),
    };
    let live = &asked.live;
    let key = format!("{} {} {}?{}", live.snapshot.etag(), asked.terms, request.path(), request.query_string());
    if let Some(tile) = live.state.tiles.0.get(&key) {
        return Ok(live.bytes(MVT, tile));
    }
    let tile = z.parse().ok().zip(x.parse().ok()).zip(y.parse().ok()).and_then(|((z, x), y)| Tile::new(z, x, y));
    let tile =
        tile.ok_or_else(|| Problem::new(Code::NotFound, format!("there is no tile {z}/{x}/{y}: z is 0 to 24, x and y below 2^z")))?;
    let mut question = layer.question(&request, &live.snapshot)?;
    if let TileQuestion::Coverage(coverage) = &mut question {
        asked.tell(coverage);
    }
    let snapshot = live.snapshot.clone();
    let bytes = Bytes::from(work(move || Ok(snapshot.tile(&question, tile)?)).await?);
    live.state.tiles.0.insert(key, bytes.clone());
    Ok(live.bytes(MVT, bytes))
}

/// What a map needs to know of a layer before it asks for tiles.
pub async fn get_tile_json(live: Live, request: HttpRequest, path: Path<String>) -> Result<HttpResponse, Problem> {
    let layer = LayerName::parse(&path)?;
    layer.question(&request, &live.snapshot)?;
    let query = match request.query_string() {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let connection = request.connection_info();
    let tiles = format!("{}://{}/tiles/{}/{{z}}/{{x}}/{{y}}{query}", connection.scheme(), connection.host(), path.as_str());
    live.json(&TileJson {
        tilejson: "3.0.0",
        name: layer.name(),
        tiles: [tiles],
        scheme: "xyz",
        minzoom: 0,
        maxzoom: DEEPEST_USEFUL,
        bounds: live.snapshot.bounds(),
        attribution: live.snapshot.is_sample().then_some(SAMPLE_NOTICE),
        vector_layers: layer.vector_layers(),
    })
}

#[derive(serde::Serialize)]
struct TileJson<'a> {
    tilejson: &'a str,
    name: &'a str,
    tiles: [String; 1],
    scheme: &'a str,
    minzoom: u8,
    maxzoom: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds: Option<[f64; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<&'a str>,
    vector_layers: Vec<VectorLayer>,
}

#[derive(serde::Serialize)]
struct VectorLayer {
    id: &'static str,
    fields: std::collections::BTreeMap<&'static str, &'static str>,
}

impl LayerName {
    const ALL: [LayerName; 5] = [LayerName::Facilities, LayerName::Coverage, LayerName::Divisions, LayerName::Reach, LayerName::Base];

    fn name(self) -> &'static str {
        match self {
            LayerName::Facilities => "facilities",
            LayerName::Coverage => "coverage",
            LayerName::Divisions => "divisions",
            LayerName::Reach => "reach",
            LayerName::Base => "base",
        }
    }

    fn parse(name: &str) -> Result<LayerName, Problem> {
        let known = || LayerName::ALL.map(LayerName::name).join(", ");
        let layer = LayerName::ALL.into_iter().find(|layer| layer.name() == name);
        layer.ok_or_else(|| Problem::new(Code::NotFound, format!("there is no layer {name}: the layers are {}", known())))
    }

    fn parameters(self) -> &'static [&'static dyn Parameter] {
        match self {
            LayerName::Facilities => &[&KIND, &SERVICE, &ADMITTED, &STATUS, &AS_OF, &UNITS],
            LayerName::Coverage => &[&KIND, &DISTANCE_BY, &ONE_WITHIN, &WITHIN_S, &COUNTED, &AS_OF, &UNITS],
            LayerName::Divisions => &[&LEVEL, &AS_OF, &UNITS],
            LayerName::Reach => &[&REACH_OF, &DISTANCE_BY, &WITHIN, &REACH_S, &AS_OF],
            LayerName::Base => &[&AS_OF, &UNITS],
        }
    }

    /// What a query asks of the layer, checked in full.
    fn question(self, request: &HttpRequest, snapshot: &Snapshot) -> Result<TileQuestion, Problem> {
        let mut query = Query::read(request, self.parameters())?;
        match self {
            LayerName::Facilities => {
                let choice = parameters::choice(&mut query);
                query.settle(snapshot.filter(&choice).map_err(RegistryError::Invalid))?;
                Ok(TileQuestion::Facilities(choice))
            }
            LayerName::Coverage => {
                let question = coverage::one_limit(snapshot, &mut query);
                query.settle(snapshot.check_coverage(&question))?;
                Ok(TileQuestion::Coverage(question))
            }
            LayerName::Divisions => {
                let level = LEVEL.read(&mut query);
                query.done()?;
                Ok(TileQuestion::Divisions(level))
            }
            LayerName::Reach => {
                let question = ways::reach_question(snapshot, &mut query);
                let id = REACH_OF.read(&mut query);
                if id.is_none() && !query.is_wrong("facility") {
                    query.invalid(FieldError::new("facility", "", "missing", "the id of a facility"));
                }
                let id = id.unwrap_or_default();
                let known = if id.is_empty() { Ok(()) } else { snapshot.check_reach(&id, &question.0, question.1) };
                query.settle(known)?;
                Ok(TileQuestion::Reach(id, question))
            }
            LayerName::Base => {
                query.done()?;
                Ok(TileQuestion::Base)
            }
        }
    }

    fn vector_layers(self) -> Vec<VectorLayer> {
        let layer = |id, fields: &[(&'static str, &'static str)]| VectorLayer { id, fields: fields.iter().copied().collect() };
        let division = [("code", "String"), ("name", "String"), ("name_en", "String"), ("level", "String")];
        let drawn = [("class", "String"), ("name", "String"), ("name_en", "String")];
        match self {
            LayerName::Facilities => vec![layer(
                "facilities",
                &[
                    ("id", "String"),
                    ("name", "String"),
                    ("kind", "String"),
                    ("status", "String"),
                    ("cluster", "Boolean"),
                    ("count", "Number"),
                    ("kinds", "String"),
                ],
            )],
            LayerName::Coverage => vec![layer(
                "coverage",
                &[
                    ("id", "String"),
                    ("people", "Number"),
                    ("distance_m", "Number"),
                    ("covered", "Boolean"),
                    ("covered_people", "Number"),
                    ("share", "Number"),
                    ("cells", "Number"),
                ],
            )],
            LayerName::Reach => {
                let fields = [("id", "String"), ("by", "String"), ("measured", "Boolean"), ("within_m", "Number"), ("within_s", "Number")];
                vec![layer("reach", &fields)]
            }
            LayerName::Divisions => vec![layer("divisions", &division), layer("division_labels", &division)],
            LayerName::Base => {
                ["green", "water", "buildings", "roads", "places", "area_names"].into_iter().map(|id| layer(id, &drawn)).collect()
            }
        }
    }
}
