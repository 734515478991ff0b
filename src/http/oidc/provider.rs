//! What does the provider say about who has come back? Its own description and keys are fetched at first use and kept for an
//! hour; what it says counts once the ID token is verified: signature, issuer, audience, expiry, nonce.

use std::{
    error::Error,
    fs,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use data_encoding::BASE64URL_NOPAD;
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier,
        CoreJwsSigningAlgorithm, CoreProviderMetadata,
    },
    url::Url,
};
use serde_json::Value;

use super::{
    ProviderChoice, ProviderError,
    flow::Refusal,
    pending::{Pending, PendingSignIns},
    wire::{Wire, is_this_machine},
};

/// How long the provider's description and keys are kept.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// Behind the address of the service: where the provider sends browsers back to.
const CALLBACK: &str = "api/v1/session/oidc/callback";
/// Signatures that are taken: those with a public key.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// How a provider says that it asked for more than one factor (RFC 8176).
const SEVERAL_FACTORS: &str = "mfa";

/// A provider of OpenID Connect.
#[derive(Debug)]
pub struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    secret: ClientSecret,
    claim: String,
    redirect: RedirectUrl,
    wire: Wire,
    known: Mutex<Option<(Instant, CoreProviderMetadata)>>,
    /// The sign-ins that are under way.
    pub pending: PendingSignIns,
}

/// A sign-in that has begun.
pub struct Begun {
    /// Where the browser goes.
    pub address: Url,
    /// What its cookie holds.
    pub binding: String,
}

/// Who somebody is, as the provider says.
pub struct Named {
    /// The value of the claim.
    pub subject: String,
    /// Whether it asked for more than one factor.
    pub several_factors: bool,
}

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl Provider {
    /// Reads what is needed to ask it; it is not asked yet.
    pub fn open(choice: &ProviderChoice) -> Result<Provider, ProviderError> {
        let (_, plain) = address("--oidc-issuer", choice.issuer)?;
        let (public, _) = address("--public-url", choice.public_url)?;
        let back = public.join(CALLBACK).ok().filter(|_| public.path() == "/");
        let no_path = ProviderError::Address {
            option: "--public-url",
            text: choice.public_url.to_owned(),
            expected: "an address without a path, for instance https://care.example.cn",
        };
        let file = choice.secret_file.to_owned();
        let secret = match fs::read_to_string(&file) {
            Ok(text) if text.trim().is_empty() => return Err(ProviderError::NoSecret { file }),
            Ok(text) => text.trim().to_owned(),
            Err(cause) => return Err(ProviderError::Read { file, cause }),
        };
        Ok(Provider {
            issuer: IssuerUrl::new(choice.issuer.to_owned()).map_err(|_| unsafe_address("--oidc-issuer", choice.issuer))?,
            client_id: ClientId::new(choice.client_id.to_owned()),
            secret: ClientSecret::new(secret),
            claim: choice.claim.to_owned(),
            redirect: RedirectUrl::from_url(back.ok_or(no_path)?),
            wire: Wire::open(choice.ca_file, plain)?,
            known: Mutex::new(None),
            pending: PendingSignIns::default(),
        })
    }

    /// Its address.
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Whether browsers find this service over https.
    pub fn is_secure(&self) -> bool {
        self.redirect.url().scheme() == "https"
    }

    /// Begins a sign-in; asks the provider when it is not known yet.
    pub fn begin(&self, to: String) -> Result<Begun, Refusal> {
        let client = self.client(&self.description(KEPT)?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let pending = Pending::new(&verifier, to);
        let (nonce, binding) = (pending.nonce.clone(), pending.binding.clone());
        let asked = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new_random_len(32), move || nonce);
        let scopes = match self.claim.as_str() {
            "sub" => &[][..],
            "email" => &["email"],
            _ => &["profile"],
        };
        let scopes = scopes.iter().map(|scope| Scope::new((*scope).to_owned()));
        let (address, state, _) = asked.add_scopes(scopes).set_pkce_challenge(challenge).url();
        self.pending.keep(&state, pending);
        Ok(Begun { address, binding })
    }

    /// Asks the provider who it is that came back with this code.
    pub fn name(&self, pending: Pending, code: String) -> Result<Named, Refusal> {
        let description = self.description(KEPT)?;
        let client = self.client(&description);
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| refused("has no address for tokens", &error))?;
        let answer = request.set_pkce_verifier(PkceCodeVerifier::new(pending.verifier)).request(&|request| self.wire.ask(request));
        let answer = answer.map_err(|error| match error {
            RequestTokenError::Request(error) => away(&error),
            // Beside its name the error may hold what is personal.
            RequestTokenError::ServerResponse(said) => refused("takes no code", &Said(said.error().as_ref().to_owned())),
            other => refused("answers no tokens", &Said(other.to_string())),
        })?;
        let token = answer.id_token().ok_or_else(|| refused("answers no ID token", &Said("id_token is missing".to_owned())))?;
        let claims = self.verified(token, &description, &pending.nonce)?;
        if claims.authorized_party().is_some_and(|party| **party != *self.client_id) {
            return Err(refused("gives a token of another client", &Said("azp".to_owned())));
        }
        let methods = claims.auth_method_refs().map_or(&[][..], Vec::as_slice);
        let several_factors = methods.iter().any(|method| method.as_str() == SEVERAL_FACTORS);
        let subject = if self.claim == "sub" { Some(claims.subject().to_string()) } else { self.claimed(token) };
        let subject = subject.ok_or_else(|| refused("gives a token without the claim", &Said(self.claim.clone())))?;
        Ok(Named { subject, several_factors })
    }

    /// The claims of a token that holds; of a key that is not known, the keys are fetched again.
    fn verified<'t>(
        &self,
        token: &'t CoreIdToken,
        description: &CoreProviderMetadata,
        nonce: &Nonce,
    ) -> Result<&'t CoreIdTokenClaims, Refusal> {
        let with = |description: &CoreProviderMetadata| {
            let (id, secret) = (self.client_id.clone(), self.secret.clone());
            let verifier = CoreIdTokenVerifier::new_confidential_client(id, secret, self.issuer.clone(), description.jwks().clone());
            token.claims(&verifier.set_allowed_algs(SIGNATURES), nonce)
        };
        let claims = match with(description) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                with(&self.description(Duration::ZERO)?)
            }
            claims => claims,
        };
        claims.map_err(|error| refused("gives a token that does not hold", &error))
    }

    /// The claim that names an account, of a token that holds; an address of e-mail only once the provider has verified it.
    fn claimed(&self, token: &CoreIdToken) -> Option<String> {
        let text = token.to_string();
        let payload = BASE64URL_NOPAD.decode(text.split('.').nth(1)?.as_bytes()).ok()?;
        let claims: Value = serde_json::from_slice(&payload).ok()?;
        if self.claim == "email" && claims["email_verified"] != true && claims["email_verified"] != "true" {
            return None;
        }
        match &claims[&self.claim] {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The provider's description with its keys, fetched when there is none or it is older than this.
    fn description(&self, at_most: Duration) -> Result<CoreProviderMetadata, Refusal> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((since, description)) = known
            && since.elapsed() < at_most
        {
            return Ok(description);
        }
        // Nobody waits for another's question: while the provider is away, each is told within its own time.
        let fetched = CoreProviderMetadata::discover(&self.issuer, &|request| self.wire.ask(request)).map_err(|error| away(&error))?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), fetched.clone()));
        Ok(fetched)
    }

    fn client(&self, description: &CoreProviderMetadata) -> Client {
        let methods = description.token_endpoint_auth_methods_supported().map_or(&[][..], Vec::as_slice);
        let in_body =
            methods.contains(&CoreClientAuthMethod::ClientSecretPost) && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic);
        CoreClient::from_provider_metadata(description.clone(), self.client_id.clone(), Some(self.secret.clone()))
            .set_redirect_uri(self.redirect.clone())
            .set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth })
    }
}

/// An error that was said elsewhere.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Said(String);

fn away(error: &(dyn Error + 'static)) -> Refusal {
    tracing::warn!(error = chain(error), "the provider of OpenID Connect does not answer as one");
    Refusal::Away
}

fn refused(what: &'static str, error: &(dyn Error + 'static)) -> Refusal {
    tracing::warn!(error = chain(error), "signing in by OpenID Connect is refused: the provider {what}");
    Refusal::Failed
}

/// An error with its causes.
fn chain(error: &(dyn Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| (*error).source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// An address that is https, or http on this machine, and whether it is the latter.
fn address(option: &'static str, text: &str) -> Result<(Url, bool), ProviderError> {
    let url = Url::parse(text).map_err(|_| unsafe_address(option, text))?;
    let plain = url.scheme() == "http" && url.host_str().is_some_and(is_this_machine);
    let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && !text.contains(['|', ' ']);
    if (url.scheme() == "https" || plain) && bare { Ok((url, plain)) } else { Err(unsafe_address(option, text)) }
}

fn unsafe_address(option: &'static str, text: &str) -> ProviderError {
    let expected = "an address that begins with https:// (http:// on this machine alone), without ? and #";
    ProviderError::Address { option, text: text.to_owned(), expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_over_https_or_on_this_machine() {
        let holds = |text: &str| address("--oidc-issuer", text).map(|(_, plain)| plain).ok();
        assert_eq!(holds("https://id.example.cn/realms/office"), Some(false));
        for here in ["http://127.0.0.1:8180", "http://localhost:8180/realms/office", "http://[::1]:8180"] {
            assert_eq!(holds(here), Some(true), "{here}");
        }
        for wrong in ["http://id.example.cn", "id.example.cn", "https://id.example.cn/?a=b", "https://a@id.example.cn", "https://id.cn/a|b"]
        {
            assert_eq!(holds(wrong), None, "{wrong}");
        }
    }
}
