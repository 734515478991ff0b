//! How does the service speak https by itself? A certificate and its key in PEM, and what is wrong with them by file.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// A certificate with its key, ready to serve.
pub struct Tls(pub(super) ServerConfig);

/// Why https cannot be spoken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{file} cannot be read: {cause}")]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The certificate's file holds none.
    #[error("{file} holds no certificate: give one in PEM (-----BEGIN CERTIFICATE-----), the service's own first")]
    NoCertificate {
        /// The file.
        file: PathBuf,
    },
    /// The key's file holds none.
    #[error("{file} holds no private key: give one in PEM (-----BEGIN PRIVATE KEY-----), without a password")]
    NoKey {
        /// The file.
        file: PathBuf,
    },
    /// The two do not fit each other, or are of a sort that is not served.
    #[error("the certificate {certificate} and the key {key} cannot be used together: {cause}")]
    Unfit {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why.
        cause: rustls::Error,
    },
}

impl Tls {
    /// Reads a certificate, with those that it was issued by behind it, and its key.
    pub fn read(certificate: &Path, key: &Path) -> Result<Tls, TlsError> {
        let read = |file: &Path| fs::read(file).map_err(|cause| TlsError::Read { file: file.to_owned(), cause });
        let (certificate_bytes, key_bytes) = (read(certificate)?, read(key)?);
        let no_certificate = || TlsError::NoCertificate { file: certificate.to_owned() };
        let chain = CertificateDer::pem_slice_iter(&certificate_bytes).collect::<Result<Vec<_>, _>>().map_err(|_| no_certificate())?;
        if chain.is_empty() {
            return Err(no_certificate());
        }
        let private = PrivateKeyDer::from_pem_slice(&key_bytes).map_err(|_| TlsError::NoKey { file: key.to_owned() })?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private));
        config.map(Tls).map_err(|cause| TlsError::Unfit { certificate: certificate.to_owned(), key: key.to_owned(), cause })
    }
}
