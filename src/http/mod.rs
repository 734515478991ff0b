//! How do questions come in over HTTP and answers go out? The route table, the parsing, the one shape of errors.
//!
//! A request goes: route table -> parameters become domain types -> the registry's snapshot answers -> JSON, a tile or a
//! sheet. This room decides nothing about facilities; it keeps no state but a cache of tiles.

pub mod api;
mod around;
mod assets;
mod basemap;
mod body;
mod counting;
mod error;
mod etag;
mod geocoder;
mod health;
mod json;
mod limit;
mod oidc;
mod parameters;
mod permit;
mod private;
mod query;
mod request_id;
mod routes;
mod tiles;
mod tls;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    net::TcpListener,
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::{Server, Service},
    http::header::{HeaderValue, STRICT_TRANSPORT_SECURITY},
    middleware::{Compress, Condition, DefaultHeaders},
    web,
};

use self::{around::Asked, limit::Limit, tiles::TileCache};
pub use self::{
    basemap::{Archive, BasemapError, TILE_JSON, open_archive},
    error::{CODES, Code, CodeRow, Problem},
    geocoder::{Geocoder, GeocoderError},
    oidc::{Provider, ProviderChoice, ProviderError},
    routes::{Methods, ROUTES, Rule},
    tls::{Tls, TlsError},
};
use crate::{domain::position::Area, registry::Registry};

/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Browsers that saw https once ask for nothing else for a year.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// How long answers under way may take when the service is stopped.
const SHUTDOWN_S: u64 = 5;

/// What an installation tells the page.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where places may lie; `None` for anywhere.
    pub area: Option<Area>,
    /// The map beneath.
    pub basemap: Basemap,
    /// The archive whose tiles are the map beneath.
    pub archive: Option<Arc<Archive>>,
    /// Who says who somebody is, besides the registry.
    pub provider: Option<Arc<Provider>>,
    /// Who outside is asked for addresses, when somebody asks for that.
    pub geocoder: Option<Arc<Geocoder>>,
}

/// A map beneath the registry's own base map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize, utoipa::ToSchema)]
pub struct Basemap {
    /// Address of a MapLibre style.
    pub style_url: Option<String>,
    /// Address of the TileJSON of a PMTiles archive that is served here.
    pub tiles_url: Option<String>,
    /// Key for Tianditu's tiles (天地图).
    pub tianditu_key: Option<String>,
    /// Map-approval number to show (审图号).
    pub approval_number: Option<String>,
}

/// What the handlers share.
pub struct AppState {
    /// Answers the questions.
    pub registry: Arc<Registry>,
    /// What the page is told.
    pub settings: Settings,
    /// Differs when the same snapshot is answered differently: another version of the program, other settings.
    fingerprint: u64,
    /// What the page may load and from where.
    page_policy: HeaderValue,
    tiles: TileCache,
    /// Counts what may not be asked too often.
    limit: Limit,
}

impl AppState {
    fn new(registry: Arc<Registry>, settings: Settings) -> AppState {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        settings.basemap.hash(&mut hasher);
        settings.area.map(|area| area.to_string()).hash(&mut hasher);
        AppState {
            registry,
            fingerprint: hasher.finish(),
            page_policy: assets::page_policy(&settings.basemap),
            settings,
            tiles: TileCache::default(),
            limit: Limit::default(),
        }
    }
}

/// Answers on a listener until the server is stopped, over https where there is a certificate; must be called inside an
/// actix system. Longitude comes before latitude.
pub fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    registry: Arc<Registry>,
    settings: Settings,
    workers: usize,
) -> std::io::Result<Server> {
    let over_https = tls.is_some();
    let state = web::Data::new(AppState::new(registry, settings));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .configure(routes::configure)
            .default_service(web::to(assets::get_page))
            .wrap(Compress::default())
            .wrap_fn(|request, service| Asked::of(&request).answered(service.call(request)))
            .wrap(Condition::new(over_https, DefaultHeaders::new().add((STRICT_TRANSPORT_SECURITY, ONLY_HTTPS))))
    });
    let server = server.workers(workers.max(1)).keep_alive(KEEP_ALIVE).shutdown_timeout(SHUTDOWN_S);
    let server = match tls {
        Some(Tls(config)) => server.listen_rustls_0_23(listener, config)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}
