//! What does the browser see of it? It is sent to the provider with a cookie of its own, and back to the page: signed in, or with
//! a word that the page says in its language.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time},
    http::{
        StatusCode,
        header::{ACCEPT, CACHE_CONTROL, LOCATION, REFERRER_POLICY},
    },
    web::Data,
};

pub use super::provider::Provider;
use super::{not_set_up, pending::LASTS};
use crate::{
    http::{
        AppState, Code, Problem,
        api::{
            records::percent_encoded,
            session::{cookie, session_of},
            work,
        },
        parameters::{AUTHORIZATION_CODE, ISSUER, PROVIDER_ERROR, SIGN_IN_STATE},
        permit::agent,
        query::Query,
    },
    registry::{NamedSignIn, RegistryError},
};

/// The cookie of the browser that began a sign-in.
const COOKIE: &str = "carereach_oidc";
/// The only addresses that it is sent to.
const COOKIE_PATH: &str = "/api/v1/session/oidc";

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The provider does not answer.
    Away,
    /// The provider says no, or whoever it is has turned back there.
    Declined,
    /// It took too long, was ended already, or was begun in another browser.
    Expired,
    /// What the provider says does not hold.
    Failed,
    /// No account that may sign in is linked to who it is.
    Unlinked,
    /// The account is locked.
    Locked,
    /// The account has a second factor, and the provider did not ask for one.
    SecondFactor,
}

impl Refusal {
    /// As the page is told.
    fn word(self) -> &'static str {
        match self {
            Refusal::Away => "away",
            Refusal::Declined => "declined",
            Refusal::Expired => "expired",
            Refusal::Failed => "failed",
            Refusal::Unlinked => "unlinked",
            Refusal::Locked => "locked",
            Refusal::SecondFactor => "second_factor",
        }
    }
}

/// Sends the browser to the provider.
pub async fn begin(request: &HttpRequest, state: &Data<AppState>, to: Option<String>) -> Result<HttpResponse, Problem> {
    let provider = state.settings.provider.clone().ok_or_else(not_set_up)?;
    let to = to.unwrap_or_else(|| "/".to_owned());
    let (asked, secure, afterwards) = (provider.clone(), provider.is_secure(), to.clone());
    match work(move || Ok(asked.begin(afterwards))).await? {
        Ok(begun) => {
            let mut answer = redirect(begun.address.as_str());
            answer.add_cookie(&binding(begun.binding, secure)).map_err(Problem::internal)?;
            Ok(answer)
        }
        Err(refusal) if reads_pages(request) => Ok(redirect(&refusal_page(refusal, &to))),
        Err(_) => Err(Problem::new(Code::Unavailable, "the provider does not answer: try again, or use login and password")),
    }
}

/// Signs in whom the provider names, and sends the browser to the page.
pub async fn finish(request: &HttpRequest, state: &Data<AppState>, mut query: Query<'_>) -> Result<HttpResponse, Problem> {
    let provider = state.settings.provider.clone().ok_or_else(not_set_up)?;
    let bound = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let (code, issuer) = (AUTHORIZATION_CODE.read(&mut query), ISSUER.read(&mut query));
    let (sign_in, error) = (SIGN_IN_STATE.read(&mut query), PROVIDER_ERROR.read(&mut query));
    let pending = provider.pending.take(sign_in.as_deref().unwrap_or_default(), &bound);
    let to = pending.as_ref().map_or_else(|| "/".to_owned(), |pending| pending.to.clone());
    let (registry, agent, replaces) = (state.registry.clone(), agent(request), session_of(request));
    let secure = provider.is_secure();
    let outcome = work(move || {
        let Some(pending) = pending else { return Ok(Err(Refusal::Expired)) };
        let named = match (code.filter(|_| error.is_none()), issuer) {
            (_, Some(issuer)) if issuer != provider.issuer() => Err(Refusal::Failed),
            (None, _) => Err(Refusal::Declined),
            (Some(code), _) => provider.name(pending, code),
        };
        let named = match named {
            Ok(named) => named,
            Err(refusal) => return Ok(Err(refusal)),
        };
        outcome(registry.records().sign_in_named(&NamedSignIn {
            issuer: provider.issuer(),
            subject: &named.subject,
            several_factors: named.several_factors,
            agent: agent.as_deref(),
            replaces: replaces.as_deref(),
        }))
    });
    let mut answer = match outcome.await? {
        Ok(token) => {
            let mut answer = redirect(&sendable(&to));
            answer.add_cookie(&cookie(request, &token)).map_err(Problem::internal)?;
            answer
        }
        Err(refusal) => redirect(&refusal_page(refusal, &to)),
    };
    let mut gone = binding(String::new(), secure);
    gone.make_removal();
    answer.add_cookie(&gone).map_err(Problem::internal)?;
    Ok(answer)
}

/// A session's token, a word for the page, or a fault.
fn outcome(signed_in: Result<String, RegistryError>) -> Result<Result<String, Refusal>, Problem> {
    match signed_in {
        Ok(token) => Ok(Ok(token)),
        Err(RegistryError::SignInFailed) => Ok(Err(Refusal::Unlinked)),
        Err(RegistryError::AccountLocked { .. }) => Ok(Err(Refusal::Locked)),
        Err(RegistryError::SecondFactorNeeded) => Ok(Err(Refusal::SecondFactor)),
        Err(error) => Err(error.into()),
    }
}

/// Goes elsewhere; neither the address of this step nor its answer is kept or handed on.
fn redirect(to: &str) -> HttpResponse {
    HttpResponse::build(StatusCode::SEE_OTHER)
        .insert_header((LOCATION, to))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .finish()
}

/// The page that says why nobody is signed in.
fn refusal_page(refusal: Refusal, to: &str) -> String {
    let afterwards = if to == "/" { String::new() } else { format!("&to={}", percent_encoded(to)) };
    format!("/sign-in?refused={}{afterwards}", refusal.word())
}

/// A path as a header can hold it.
fn sendable(path: &str) -> String {
    path.bytes().map(|byte| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Whether a person looks at the answer.
fn reads_pages(request: &HttpRequest) -> bool {
    request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accepted| accepted.contains("text/html"))
}

/// Lax, since the browser comes back from another site.
fn binding(value: String, secure: bool) -> Cookie<'static> {
    let lasts = time::Duration::try_from(LASTS).expect("ten minutes");
    Cookie::build(COOKIE, value).path(COOKIE_PATH).http_only(true).same_site(SameSite::Lax).secure(secure).max_age(lasts).finish()
}
