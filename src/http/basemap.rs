//! Which picture lies beneath the answers, where an installation gave a PMTiles archive? Its TileJSON and its tiles as they are.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY},
    web,
};
use serde_json::Value;

use super::{
    AppState, Code, Problem,
    api::work,
    etag::{JSON, to_json},
};
use crate::exchange::{PmTiles, PmTilesError, TileKind};

/// Where the page finds its description.
pub const TILE_JSON: &str = "/tiles/basemap.json";
/// The address of a tile carries the archive's fingerprint, so that a copy is right as long as the address is.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// Pixels along a picture's edge where its maker does not say.
const PICTURE_PX: u64 = 256;

/// A PMTiles archive that is served.
pub type Archive = PmTiles<File>;

/// Why an archive cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("--basemap {}: {cause}", file.display())]
pub struct BasemapError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub cause: PmTilesError,
}

/// Opens an archive to be served.
pub fn open_archive(file: &Path) -> Result<Arc<Archive>, BasemapError> {
    let opened = File::open(file).map_err(PmTilesError::from).and_then(PmTiles::open);
    opened.map(Arc::new).map_err(|cause| BasemapError { file: file.to_owned(), cause })
}

/// What a map needs to know of the archive before it asks for tiles.
pub async fn get_basemap_json(state: web::Data<AppState>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let archive = archive(&state)?;
    let connection = request.connection_info();
    let fingerprint = archive.fingerprint();
    let tiles = format!("{}://{}/tiles/basemap/{{z}}/{{x}}/{{y}}?v={fingerprint:016x}", connection.scheme(), connection.host());
    let text = |key| archive.described(key).and_then(Value::as_str);
    let (minzoom, maxzoom) = archive.zooms();
    let vector = archive.kind() == TileKind::Vector;
    let body = to_json(&TileJson {
        tilejson: "3.0.0",
        name: text("name").unwrap_or("basemap"),
        tiles: [tiles],
        scheme: "xyz",
        format: archive.kind().format(),
        minzoom,
        maxzoom,
        bounds: archive.bounds(),
        attribution: text("attribution"),
        vector_layers: vector.then(|| archive.described("vector_layers").filter(|layers| layers.is_array())).flatten(),
        tile_size: (!vector).then(|| archive.described("tile_size").and_then(Value::as_u64).unwrap_or(PICTURE_PX)),
    })?;
    Ok(HttpResponse::Ok().content_type(JSON).insert_header((CACHE_CONTROL, "no-cache")).body(body))
}

#[derive(serde::Serialize)]
struct TileJson<'a> {
    tilejson: &'static str,
    name: &'a str,
    tiles: [String; 1],
    scheme: &'static str,
    format: &'static str,
    minzoom: u8,
    maxzoom: u8,
    bounds: [f64; 4],
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vector_layers: Option<&'a Value>,
    /// Pixels along a picture's edge.
    #[serde(skip_serializing_if = "Option::is_none")]
    tile_size: Option<u64>,
}

/// One tile of the archive. Where it has none, a vector tile is empty bytes; of pictures the map enlarges the one above.
pub async fn get_basemap_tile(
    state: web::Data<AppState>,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let archive = Arc::clone(archive(&state)?);
    let kind = archive.kind();
    let (z, x, y) = path.into_inner();
    let nothing = || Problem::new(Code::NotFound, format!("the map beneath has no tile {z}/{x}/{y}; {TILE_JSON} says what it has"));
    let (tile_z, tile_x, tile_y) =
        z.parse().ok().zip(x.parse().ok()).zip(y.parse().ok()).map(|((z, x), y)| (z, x, y)).ok_or_else(nothing)?;
    let tile = work(move || archive.tile(tile_z, tile_x, tile_y).map_err(Problem::internal)).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, kind.media_type())).insert_header((CACHE_CONTROL, KEEP));
    match tile {
        None if kind == TileKind::Vector => Ok(answer.finish()),
        None => Err(nothing()),
        Some(tile) if tile.gzip && takes_gzip(&request) => {
            Ok(answer.insert_header((CONTENT_ENCODING, "gzip")).insert_header((VARY, "accept-encoding")).body(tile.bytes))
        }
        Some(tile) => Ok(answer.body(work(move || tile.unpacked().map_err(Problem::internal)).await?)),
    }
}

fn archive(state: &AppState) -> Result<&Arc<Archive>, Problem> {
    let missing = || Problem::new(Code::NotFound, "this service has no map of its own beneath; --basemap FILE.pmtiles gives it one");
    state.settings.archive.as_ref().ok_or_else(missing)
}

fn takes_gzip(request: &HttpRequest) -> bool {
    let lines = request.headers().get_all(ACCEPT_ENCODING).filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()) == Some(0.0);
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}
