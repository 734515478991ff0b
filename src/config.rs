//! What an installation may choose, from the command line or the environment.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use crate::domain::{geocode::GeocoderKind, position::Area};

/// Where the service listens unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
/// Where the registry is kept unless told otherwise.
pub const DEFAULT_DATABASE: &str = "sqlite:carereach.db";

/// What is drawn instead of the registry's own base map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beneath {
    /// A MapLibre style at this address.
    Style(String),
    /// A PMTiles archive on this machine.
    Archive(PathBuf),
}

/// A PMTiles archive that lies elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a PMTiles archive has to lie on this machine: download it and give its path, or give the address of a MapLibre style")]
pub struct FarArchive;

impl FromStr for Beneath {
    type Err = FarArchive;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = text.split(['?', '#']).next().unwrap_or(text).to_ascii_lowercase();
        match (path.ends_with(".pmtiles"), text.contains("://")) {
            (true, true) => Err(FarArchive),
            (true, false) => Ok(Beneath::Archive(text.into())),
            (false, _) => Ok(Beneath::Style(text.to_owned())),
        }
    }
}

/// The base map beneath the registry's own, where an installation has one.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct BasemapArgs {
    /// What to draw beneath: a PMTiles file, or the address of a MapLibre style.
    #[arg(long = "basemap", env = "CAREREACH_BASEMAP", value_name = "FILE.pmtiles|URL")]
    pub beneath: Option<Beneath>,
    /// Key for Tianditu's tiles (天地图).
    #[arg(long, env = "CAREREACH_TIANDITU_KEY", value_name = "KEY", hide_env_values = true)]
    pub tianditu_key: Option<String>,
    /// Map-approval number to show (审图号).
    #[arg(long, env = "CAREREACH_MAP_APPROVAL", value_name = "NUMBER")]
    pub map_approval: Option<String>,
}

/// A certificate and its key, to speak https without a proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub struct TlsArgs {
    /// Certificate in PEM, with those that issued it behind it: speaks https
    #[arg(long = "tls-cert", env = "CAREREACH_TLS_CERT", value_name = "FILE", requires = "key")]
    pub certificate: Option<PathBuf>,
    /// Key of the certificate in PEM
    #[arg(long = "tls-key", env = "CAREREACH_TLS_KEY", value_name = "FILE", requires = "certificate")]
    pub key: Option<PathBuf>,
}

/// A provider of OpenID Connect that one may sign in by.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
#[command(next_help_heading = "Sign-in by OpenID Connect (builds with the feature oidc)")]
pub struct OidcArgs {
    /// The provider, as it writes its own address
    #[arg(long = "oidc-issuer", env = "CAREREACH_OIDC_ISSUER", value_name = "URL", requires_all = ["client_id", "client_secret_file", "public_url"])]
    pub issuer: Option<String>,
    /// What the provider calls this service
    #[arg(long = "oidc-client-id", env = "CAREREACH_OIDC_CLIENT_ID", value_name = "ID", requires = "issuer")]
    pub client_id: Option<String>,
    /// File with the secret that the provider gave for it
    #[arg(long = "oidc-client-secret-file", env = "CAREREACH_OIDC_CLIENT_SECRET_FILE", value_name = "FILE", requires = "issuer")]
    pub client_secret_file: Option<PathBuf>,
    /// Certificates in PEM that the provider's is issued by, instead of the public ones
    #[arg(long = "oidc-ca-file", env = "CAREREACH_OIDC_CA_FILE", value_name = "FILE", requires = "issuer")]
    pub ca_file: Option<PathBuf>,
    /// The claim that names an account; sub by default
    #[arg(long = "oidc-claim", env = "CAREREACH_OIDC_CLAIM", value_name = "CLAIM", requires = "issuer")]
    pub claim: Option<String>,
    /// Where browsers find this service; the provider sends them back there
    #[arg(long, env = "CAREREACH_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// An outside geocoder, asked only when somebody who edits records asks for it.
#[derive(Clone, Default, PartialEq, Eq, clap::Args)]
#[command(next_help_heading = "Outside geocoder (off unless one is named)")]
pub struct GeocoderArgs {
    /// Its sort: nominatim, tianditu or amap
    #[arg(id = "geocoder", long = "geocoder", env = "CAREREACH_GEOCODER", value_name = "SORT")]
    pub kind: Option<GeocoderKind>,
    /// Its address; the provider's own for tianditu and amap
    #[arg(id = "geocoder_url", long = "geocoder-url", env = "CAREREACH_GEOCODER_URL", value_name = "URL", requires = "geocoder")]
    pub url: Option<String>,
    /// Its key
    #[arg(
        id = "geocoder_key",
        long = "geocoder-key",
        env = "CAREREACH_GEOCODER_KEY",
        value_name = "KEY",
        hide_env_values = true,
        requires = "geocoder"
    )]
    pub key: Option<String>,
}

impl fmt::Debug for GeocoderArgs {
    /// Without the key, which no log may hold.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeocoderArgs").field("kind", &self.kind).field("url", &self.url).finish_non_exhaustive()
    }
}

/// How the service runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where places may lie.
    pub area: Option<Area>,
    /// The base map beneath.
    pub basemap: BasemapArgs,
    /// How it speaks https.
    pub tls: TlsArgs,
    /// Who else says who somebody is.
    pub oidc: OidcArgs,
    /// Who outside is asked for addresses.
    pub geocoder: GeocoderArgs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_geocoder_is_not_written_down() {
        let args = GeocoderArgs { kind: Some(GeocoderKind::Amap), url: None, key: Some("geheim".into()) };
        assert!(!format!("{args:?}").contains("geheim"), "{args:?}");
    }

    #[test]
    fn what_lies_beneath_is_an_archive_here_or_a_style_anywhere() {
        assert_eq!("maps/Xi'an.PMTiles".parse(), Ok(Beneath::Archive("maps/Xi'an.PMTiles".into())));
        assert_eq!("https://tiles.example/style.json?key=k".parse(), Ok(Beneath::Style("https://tiles.example/style.json?key=k".into())));
        assert_eq!("/style.json".parse(), Ok(Beneath::Style("/style.json".into())));
        assert_eq!("https://tiles.example/world.pmtiles".parse::<Beneath>(), Err(FarArchive));
    }
}
