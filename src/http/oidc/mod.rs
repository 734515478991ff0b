//! How does somebody sign in by a provider of OpenID Connect? The browser goes there and comes back with a code, for which the
//! service asks the provider who it is: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700).
//!
//! Whose account it is, the registry says. A build without the feature `oidc` refuses the settings and answers 404.

#[cfg_attr(not(feature = "oidc"), path = "absent.rs")]
mod flow;
#[cfg(feature = "oidc")]
mod pending;
#[cfg(feature = "oidc")]
mod provider;
#[cfg(feature = "oidc")]
mod wire;

use std::path::{Path, PathBuf};

pub use self::flow::Provider;
pub(super) use self::flow::{begin, finish};
use super::{Code, Problem};

/// The provider that an installation uses.
pub struct ProviderChoice<'a> {
    /// Its address, as it writes it itself.
    pub issuer: &'a str,
    /// What it calls this service.
    pub client_id: &'a str,
    /// The file with the secret that it gave.
    pub secret_file: &'a Path,
    /// Certificates that its own is issued by, instead of the public ones.
    pub ca_file: Option<&'a Path>,
    /// The claim that names an account.
    pub claim: &'a str,
    /// Where browsers find this service.
    pub public_url: &'a str,
}

/// Why a provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The feature is not in this build.
    #[error("this build cannot sign in by OpenID Connect: build with --features oidc, or leave out --oidc-issuer (CAREREACH_OIDC_ISSUER)")]
    Absent,
    /// A file cannot be read.
    #[error("{file} cannot be read: {cause}")]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The secret's file holds none.
    #[error("{file} holds no secret: write the client secret that the provider gave into it, in one line")]
    NoSecret {
        /// The file.
        file: PathBuf,
    },
    /// The file of certificates holds none.
    #[error("{file} holds no certificate: give those that issued the provider's, in PEM (-----BEGIN CERTIFICATE-----)")]
    NoCertificate {
        /// The file.
        file: PathBuf,
    },
    /// An address that is none, or not safe.
    #[error("{option} {text}: expected {expected}")]
    Address {
        /// Where it is said.
        option: &'static str,
        /// What is said.
        text: String,
        /// What would be right.
        expected: &'static str,
    },
}

fn not_set_up() -> Problem {
    Problem::new(Code::NotFound, "signing in by OpenID Connect is not set up here: use login and password (POST /api/v1/session)")
}
