//! How is the provider asked? Over https to certificates that are trusted here, without following it elsewhere, for ten seconds.

use std::{fs, io::Read, path::Path, sync::Arc, time::Duration};

use openidconnect::{
    HttpRequest, HttpResponse,
    http::{self, HeaderValue, Method, StatusCode, Uri, header::CONTENT_TYPE},
    ureq::{self, Agent, AgentBuilder, Response},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::ProviderError;

/// How long a connection may take.
const CONNECTS_WITHIN: Duration = Duration::from_secs(5);
/// How long an answer may take in all.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// The way to the provider.
#[derive(Debug)]
pub struct Wire {
    agent: Agent,
    /// Whether plain http is taken, on this machine alone.
    plain: bool,
}

/// Why the provider did not answer.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// It cannot be reached.
    #[error(transparent)]
    Transport(#[from] Box<ureq::Error>),
    /// It broke off.
    #[error("the answer broke off: {0}")]
    BrokeOff(#[from] std::io::Error),
    /// It says more than is read.
    #[error("the answer is longer than {LONGEST} bytes")]
    TooLong,
    /// It names an address that is not asked.
    #[error("{0} is not asked: it is no https")]
    Unsafe(Uri),
    /// What it says is no HTTP.
    #[error(transparent)]
    Http(#[from] http::Error),
    /// What is asked has a header that cannot be sent.
    #[error("the request has a header that is no text")]
    Header,
}

impl Wire {
    /// A way that trusts the certificates of the file, or the public ones; `plain` also takes http on this machine.
    pub fn open(ca_file: Option<&Path>, plain: bool) -> Result<Wire, ProviderError> {
        let mut builder = AgentBuilder::new().timeout_connect(CONNECTS_WITHIN).timeout(ANSWERS_WITHIN).redirects(0).user_agent("carereach");
        if let Some(file) = ca_file {
            builder = builder.tls_config(Arc::new(trusting(file)?));
        }
        Ok(Wire { agent: builder.build(), plain })
    }

    /// The provider's answer, whatever its status.
    pub fn ask(&self, request: HttpRequest) -> Result<HttpResponse, WireError> {
        let uri = request.uri();
        if !(uri.scheme_str() == Some("https") || (self.plain && uri.host().is_some_and(is_this_machine))) {
            return Err(WireError::Unsafe(uri.clone()));
        }
        let mut asked = self.agent.request(request.method().as_str(), &uri.to_string());
        for (name, value) in request.headers() {
            asked = asked.set(name.as_str(), value.to_str().map_err(|_| WireError::Header)?);
        }
        let answer = if *request.method() == Method::GET { asked.call() } else { asked.send_bytes(request.body()) };
        match answer {
            Ok(response) | Err(ureq::Error::Status(_, response)) => read(response),
            Err(error) => Err(Box::new(error).into()),
        }
    }
}

fn read(response: Response) -> Result<HttpResponse, WireError> {
    let mut answer = http::Response::builder().status(StatusCode::from_u16(response.status()).map_err(http::Error::from)?);
    if let Some(sort) = response.header("content-type") {
        answer = answer.header(CONTENT_TYPE, HeaderValue::from_str(sort).map_err(http::Error::from)?);
    }
    let mut body = Vec::new();
    let length = response.into_reader().take(LONGEST + 1).read_to_end(&mut body)?;
    if length as u64 > LONGEST {
        return Err(WireError::TooLong);
    }
    Ok(answer.body(body)?)
}

/// Whether a host is this machine.
pub fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn trusting(file: &Path) -> Result<ClientConfig, ProviderError> {
    let none = || ProviderError::NoCertificate { file: file.to_owned() };
    let bytes = fs::read(file).map_err(|cause| ProviderError::Read { file: file.to_owned(), cause })?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&bytes) {
        roots.add(certificate.map_err(|_| none())?).map_err(|_| none())?;
    }
    if roots.is_empty() {
        return Err(none());
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3");
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(plain: bool, address: &str) -> Result<HttpResponse, WireError> {
        let request = http::Request::builder().uri(address).body(Vec::new()).expect("a request of the test");
        Wire::open(None, plain).expect("the public certificates").ask(request)
    }

    #[test]
    fn plain_http_is_for_this_machine_alone_and_only_where_the_provider_is_on_it() {
        assert!(matches!(ask(true, "http://id.example.cn/keys"), Err(WireError::Unsafe(_))));
        assert!(matches!(ask(false, "http://127.0.0.1:1/keys"), Err(WireError::Unsafe(_))));
        assert!(matches!(ask(true, "http://127.0.0.1:1/keys"), Err(WireError::Transport(_))), "asked, but nobody answers");
    }

    #[test]
    fn a_file_of_certificates_holds_one_at_least() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        assert!(matches!(Wire::open(Some(file.path()), false), Err(ProviderError::NoCertificate { .. })));
        assert!(matches!(Wire::open(Some(Path::new("/no/such/file")), false), Err(ProviderError::Read { .. })));
    }
}
