//! How does everything come up? The one place that sees all rooms; production and tests start the same way.
//!
//! 1. The port is taken, so that a busy one is told before any work.
//! 2. The certificate and the archive of the map beneath are read, where there are any, and what signing in by OpenID Connect takes; the provider is not asked yet.
//! 3. The registry's snapshot is loaded.
//! 4. A thread follows the database, so that another process's import is answered by the next requests.
//! 5. The server answers.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Weak},
    thread,
    time::{Duration, Instant},
};

use crate::{
    config::{Beneath, Config, GeocoderArgs, OidcArgs},
    http::{self, BasemapError, Geocoder, GeocoderError, Provider, ProviderChoice, ProviderError, Tls, TlsError},
    registry::{Records, Registry, RegistryError},
};

/// How often the database is asked whether somebody else has written.
const FOLLOW_EVERY: Duration = Duration::from_millis(50);
/// How often drafts that nobody applied are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(60 * 60);
/// The same while the database is away.
const FOLLOW_AT_LEAST_EVERY: Duration = Duration::from_secs(1);

/// A service that is up.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its address as one writes it: `https://` with a certificate, otherwise `http://`.
    pub url: String,
    /// The registry it answers from.
    pub registry: Arc<Registry>,
    /// Ends when the service stops.
    pub server: actix_web::dev::Server,
}

/// Why the service does not come up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {cause}; give another with --listen, for instance 127.0.0.1:0 for a free port")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The registry.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The map beneath.
    #[error(transparent)]
    Basemap(#[from] BasemapError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Signing in by OpenID Connect.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The outside geocoder.
    #[error(transparent)]
    Geocoder(#[from] GeocoderError),
    /// The server.
    #[error("the server cannot start: {0}")]
    Server(std::io::Error),
}

/// Brings the service up on these records; must be called inside an actix system.
pub fn start(config: &Config, records: Records) -> Result<Running, StartError> {
    let cannot_listen = |cause| StartError::Listen { address: config.listen, cause };
    let listener = TcpListener::bind(config.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let tls = match (&config.tls.certificate, &config.tls.key) {
        (Some(certificate), Some(key)) => Some(Tls::read(certificate, key)?),
        _ => None,
    };
    if tls.is_none() && !address.ip().is_loopback() {
        tracing::warn!(%address, "listening for others than this machine without https: give --tls-cert and --tls-key, or stand behind a proxy that has them");
    }
    let provider = provider(&config.oidc)?;
    let (style_url, archive) = match &config.basemap.beneath {
        None => (None, None),
        Some(Beneath::Style(url)) => (Some(url.clone()), None),
        Some(Beneath::Archive(file)) => (None, Some(http::open_archive(file)?)),
    };
    let geocoder = geocoder(&config.geocoder)?;
    let url = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    let registry = Arc::new(Registry::new(records, config.area)?);
    close_lost_runs(&registry);
    follow(&registry)?;
    let settings = http::Settings {
        area: config.area,
        basemap: http::Basemap {
            style_url,
            tiles_url: archive.is_some().then(|| http::TILE_JSON.to_owned()),
            tianditu_key: config.basemap.tianditu_key.clone(),
            approval_number: config.basemap.map_approval.clone(),
        },
        archive,
        provider,
        geocoder,
    };
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let server = http::serve(listener, tls, Arc::clone(&registry), settings, workers).map_err(StartError::Server)?;
    Ok(Running { address, url, registry, server })
}

/// The provider that one may sign in by, where there is one; the command line asks for all parts or none.
fn provider(args: &OidcArgs) -> Result<Option<Arc<Provider>>, ProviderError> {
    let (Some(issuer), Some(client_id), Some(secret_file), Some(public_url)) =
        (&args.issuer, &args.client_id, &args.client_secret_file, &args.public_url)
    else {
        return Ok(None);
    };
    let claim = args.claim.as_deref().unwrap_or("sub");
    let ca_file = args.ca_file.as_deref();
    Provider::open(&ProviderChoice { issuer, client_id, secret_file, ca_file, claim, public_url }).map(|provider| Some(Arc::new(provider)))
}

/// The outside geocoder, where one is named.
fn geocoder(args: &GeocoderArgs) -> Result<Option<Arc<Geocoder>>, GeocoderError> {
    let Some(kind) = args.kind else { return Ok(None) };
    Geocoder::open(kind, args.url.as_deref(), args.key.as_deref()).map(|geocoder| Some(Arc::new(geocoder)))
}

/// Says of siting runs that nobody works on any more that they failed.
fn close_lost_runs(registry: &Registry) {
    match registry.close_lost_runs() {
        Ok(0) => {}
        Ok(runs) => tracing::info!(runs, "siting runs that nobody works on any more are marked as failed"),
        Err(error) => tracing::warn!(%error, "siting runs that nobody works on could not be looked for; it is tried again"),
    }
}

/// Follows the database until the registry is dropped. While it is away the last snapshot goes on answering, the log is
/// told once, and the database is looked for less and less often.
fn follow(registry: &Arc<Registry>) -> Result<(), RegistryError> {
    let mut watcher = registry.watch()?;
    let registry: Weak<Registry> = Arc::downgrade(registry);
    thread::Builder::new()
        .name("follow".to_owned())
        .spawn(move || {
            let mut tidied: Option<Instant> = None;
            let (mut pause, mut behind, mut said) = (FOLLOW_EVERY, false, None);
            loop {
                thread::sleep(pause);
                let Some(registry) = registry.upgrade() else { return };
                if tidied.is_none_or(|last| last.elapsed() >= TIDY_EVERY) {
                    if tidied.replace(Instant::now()).is_some() {
                        close_lost_runs(&registry);
                    }
                    if let Err(error) = registry.tidy_imports() {
                        tracing::warn!(%error, "old drafts of imports could not be thrown away; it is tried again");
                    }
                    match registry.forget_old_changes() {
                        Ok(0) => {}
                        Ok(changes) => tracing::info!(changes, "the log's oldest changes were forgotten, as its setting says"),
                        Err(error) => tracing::warn!(%error, "the log's oldest changes could not be forgotten; it is tried again"),
                    }
                }
                let followed = watcher.changed().map_err(RegistryError::from).and_then(|changed| {
                    behind |= changed;
                    // A snapshot that could not be loaded is tried again, not only after the next write.
                    if !behind {
                        return Ok(());
                    }
                    registry.refresh()?;
                    match registry.settle_gaps() {
                        Ok(0) => {}
                        Ok(gaps) => tracing::info!(gaps, "gaps were closed or opened again by their figures"),
                        Err(error) => tracing::warn!(%error, "what the figures say of gaps could not be written down; it is tried again"),
                    }
                    Ok(())
                });
                match followed {
                    Ok(()) => {
                        if said.take().is_some() {
                            tracing::info!("the database answers again and is followed");
                        }
                        (pause, behind) = (FOLLOW_EVERY, false);
                    }
                    Err(error) => {
                        let message = error.to_string();
                        if said.as_ref() != Some(&message) {
                            tracing::error!(%error, "the database cannot be followed; the last snapshot goes on answering");
                            said = Some(message);
                        }
                        pause = (pause * 2).min(FOLLOW_AT_LEAST_EVERY);
                    }
                }
            }
        })
        .map(drop)
        .map_err(|error| RegistryError::Write { name: "the following thread".to_owned(), cause: error.to_string() })
}
