//! How is an outside geocoder asked? Over https, without following it elsewhere, for ten seconds; only when a person asks for it.
//!
//! Neither the address nor the key is told to anybody else: no log, no link and no error holds them.

use std::{fmt, time::Duration};

use ureq::{Agent, Error, tls::TlsConfig};

use super::{Code, Problem};
use crate::{
    domain::geocode::{Geocoded, GeocoderKind},
    exchange::{GeocodeError, geocode_query, read_geocoded},
};

/// How long a connection may take.
const CONNECTS_WITHIN: Duration = Duration::from_secs(5);
/// How long an answer may take in all.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;
/// What the service calls itself; Nominatim's rules ask for a name.
const AGENT: &str = concat!("carereach/", env!("CARGO_PKG_VERSION"));

/// Why a geocoder cannot be set up.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GeocoderError {
    /// A sort that has an address of its own was given none.
    #[error("--geocoder nominatim needs --geocoder-url (CAREREACH_GEOCODER_URL), for instance https://nominatim.example.cn")]
    NoUrl,
    /// A sort that wants a key was given none.
    #[error("--geocoder {0} needs a key: set CAREREACH_GEOCODER_KEY")]
    NoKey(&'static str),
    /// An address that is not asked.
    #[error("--geocoder-url takes an address that begins with https:// (http:// on this machine alone), without ?, # and @")]
    Url,
}

/// A geocoder that was set up.
pub struct Geocoder {
    kind: GeocoderKind,
    url: String,
    key: Option<String>,
    agent: Agent,
}

impl fmt::Debug for Geocoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Geocoder").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Geocoder {
    /// A geocoder of a sort at an address, its provider's own where it has one.
    pub fn open(kind: GeocoderKind, url: Option<&str>, key: Option<&str>) -> Result<Geocoder, GeocoderError> {
        let key = key.map(str::trim).filter(|key| !key.is_empty());
        if kind != GeocoderKind::Nominatim && key.is_none() {
            return Err(GeocoderError::NoKey(kind.code()));
        }
        let (own, path) = match kind {
            GeocoderKind::Nominatim => (None, "/search"),
            GeocoderKind::Tianditu => (Some("https://api.tianditu.gov.cn"), "/geocoder"),
            GeocoderKind::Amap => (Some("https://restapi.amap.com"), "/v3/geocode/geo"),
        };
        let base = url.or(own).ok_or(GeocoderError::NoUrl)?.trim().trim_end_matches('/');
        if !is_safe(base) {
            return Err(GeocoderError::Url);
        }
        let url = if base.ends_with(path) { base.to_owned() } else { format!("{base}{path}") };
        let config = Agent::config_builder()
            .timeout_connect(Some(CONNECTS_WITHIN))
            .timeout_global(Some(ANSWERS_WITHIN))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .user_agent(AGENT)
            .tls_config(TlsConfig::builder().build());
        Ok(Geocoder { kind, url, key: key.map(str::to_owned), agent: config.build().into() })
    }

    /// Its sort.
    pub fn kind(&self) -> GeocoderKind {
        self.kind
    }

    /// Where the address is, best first; waits for the answer.
    pub fn ask(&self, address: &str) -> Result<Vec<Geocoded>, Problem> {
        let query = geocode_query(self.kind, self.key.as_deref(), address);
        let answer = self.agent.get(&self.url).query_pairs(query).call().map_err(|error| self.away(reason(&error)))?;
        let status = answer.status();
        if matches!(status.as_u16(), 429 | 503) {
            return Err(self.away("it is asked too often"));
        }
        if !status.is_success() {
            tracing::warn!(geocoder = self.kind.code(), status = status.as_u16(), "the geocoder refuses");
            return Err(self.failed("it refuses: ask the administrator whether its key holds"));
        }
        let body = answer.into_body().into_with_config().limit(LONGEST).read_to_vec();
        let bytes = body.map_err(|error| self.away(reason(&error)))?;
        read_geocoded(self.kind, &bytes).map_err(|error| match error {
            GeocodeError::Shape(_) => {
                tracing::warn!(geocoder = self.kind.code(), "the geocoder's answer cannot be read");
                self.failed("its answer cannot be read")
            }
            // What it says might name the key or the address: the log has the fact alone.
            GeocodeError::Refused(_) => {
                tracing::warn!(geocoder = self.kind.code(), "the geocoder refuses: its key or its quota");
                self.failed("it refuses: ask the administrator whether its key holds")
            }
        })
    }

    fn away(&self, reason: &'static str) -> Problem {
        tracing::warn!(geocoder = self.kind.code(), reason, "the geocoder does not answer");
        Problem::new(Code::Unavailable, format!("the outside geocoder ({}) does not answer: {reason}; try again later", self.kind.code()))
    }

    fn failed(&self, reason: &'static str) -> Problem {
        Problem::new(Code::GeocoderFailed, format!("the outside geocoder ({}) does not help: {reason}", self.kind.code()))
    }
}

/// Why nothing came back, without a word of what was asked.
fn reason(error: &Error) -> &'static str {
    match error {
        Error::Timeout(_) => "it took too long",
        Error::HostNotFound => "its name is not known",
        Error::ConnectionFailed | Error::Io(_) => "it cannot be reached",
        Error::BodyExceedsLimit(_) => "it says more than is read",
        Error::Tls(_) | Error::Rustls(_) => "its certificate does not hold",
        _ => "the connection broke off",
    }
}

/// Whether an address is https, or http on this machine, and names nobody and nothing besides.
fn is_safe(url: &str) -> bool {
    let bare = !url.contains(['?', '#', '@', ' ', '\\']);
    let host = |rest: &str| rest.split('/').next().unwrap_or_default().to_owned();
    let here = |rest: &str| {
        let host = host(rest);
        let name = if host.starts_with('[') { host.split(']').next() } else { host.split(':').next() };
        let name = name.unwrap_or_default().trim_start_matches('[').to_owned();
        name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    };
    let secure = url.strip_prefix("https://").is_some_and(|rest| !host(rest).is_empty());
    bare && (secure || url.strip_prefix("http://").is_some_and(here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geocoder_is_asked_over_https_or_on_this_machine() {
        for good in ["https://nominatim.example.cn", "http://127.0.0.1:8080", "http://localhost/nominatim", "http://[::1]:80"] {
            assert!(is_safe(good), "{good}");
        }
        for wrong in [
            "http://nominatim.example.cn",
            "nominatim.example.cn",
            "https://",
            "https://a@b.cn",
            "https://b.cn/?key=1",
            "http://localhost.b.cn",
            "ftp://b.cn",
        ] {
            assert!(!is_safe(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_a_geocoder_needs_is_asked_for_and_its_key_is_never_shown() {
        let error = |kind, url, key| Geocoder::open(kind, url, key).map(drop).expect_err("something is missing");
        assert_eq!(error(GeocoderKind::Nominatim, None, None), GeocoderError::NoUrl);
        assert_eq!(error(GeocoderKind::Amap, None, Some(" ")), GeocoderError::NoKey("amap"));
        assert_eq!(error(GeocoderKind::Tianditu, Some("http://api.example.cn"), Some("K")), GeocoderError::Url);
        let geocoder = Geocoder::open(GeocoderKind::Amap, None, Some("SECRET-KEY")).expect("all that it needs");
        assert!(!format!("{geocoder:?}").contains("SECRET"));
        assert_eq!(geocoder.url, "https://restapi.amap.com/v3/geocode/geo");
    }
}
