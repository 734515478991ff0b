//! Who asks, and may they? The credentials of a request become a caller; a rule of the route table is held before the
//! handler runs, and writes that another site's page causes in somebody's browser are refused.

use std::{future::Future, pin::Pin};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{AUTHORIZATION, HOST, HeaderMap, ORIGIN, USER_AGENT},
    },
    middleware::Next,
    web,
};

use super::{AppState, Code, Problem, api::work, routes::Methods, routes::Rule};
use crate::{
    domain::permission::Caller,
    registry::{Credentials, RegistryError, SignedIn},
};

/// The cookie that names a session.
pub const SESSION_COOKIE: &str = "carereach_session";

/// Who asks, as a handler sees it: one that is signed in, or the public.
pub struct Asker(pub Caller);

/// Who asks, where that one's account matters; nobody is nobody's.
pub struct Visitor(pub Option<SignedIn>);

/// Somebody who is signed in and asks about themselves.
pub struct Myself(pub SignedIn);

/// What the credentials of a request are worth.
#[derive(Clone)]
enum Known {
    /// There are none.
    Nobody,
    /// A session that is over: as good as none where anybody may ask.
    Ended,
    /// Somebody.
    SignedIn(Box<SignedIn>),
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

impl FromRequest for Asker {
    type Error = Error;
    type Future = Extracted<Asker>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            Ok(match known(&request).await? {
                Known::SignedIn(signed_in) => Asker(signed_in.caller),
                Known::Nobody | Known::Ended => Asker(Caller::public()),
            })
        })
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Extracted<Visitor>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            Ok(match known(&request).await? {
                Known::SignedIn(signed_in) => Visitor(Some(*signed_in)),
                Known::Nobody | Known::Ended => Visitor(None),
            })
        })
    }
}

impl FromRequest for Myself {
    type Error = Error;
    type Future = Extracted<Myself>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Myself(somebody(known(&request).await?)?)) })
    }
}

/// Holds the rules of an address before its handler runs.
pub async fn permit<B: MessageBody + 'static>(
    methods: Methods,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let method = if request.method() == Method::HEAD { "GET" } else { request.method().as_str() };
    let rule = methods.iter().find(|(name, _)| *name == method).map(|(_, rule)| *rule);
    if let Some(rule) = rule {
        if method != "GET" {
            refuse_other_sites(request.headers(), &credentials_of(request.request()))?;
        }
        if rule != Rule::Anybody {
            hold(rule, known(request.request()).await?)?;
        }
    }
    next.call(request).await
}

fn hold(rule: Rule, known: Known) -> Result<(), Problem> {
    match rule {
        Rule::Anybody => Ok(()),
        Rule::SignedIn => somebody(known).map(drop),
        Rule::Has(right) => {
            let signed_in = somebody(known)?;
            signed_in.is_ready()?;
            Ok(signed_in.caller.require_somewhere(right).map_err(RegistryError::from)?)
        }
    }
}

fn somebody(known: Known) -> Result<SignedIn, Problem> {
    match known {
        Known::SignedIn(signed_in) => Ok(*signed_in),
        Known::Ended => Err(RegistryError::SessionEnded.into()),
        Known::Nobody => Err(Problem::new(Code::SignedOut, "sign in first (POST /api/v1/session)")),
    }
}

/// Who asks; worked out once a request.
async fn known(request: &HttpRequest) -> Result<Known, Problem> {
    if let Some(known) = request.extensions().get::<Known>() {
        return Ok(known.clone());
    }
    let credentials = credentials_of(request);
    let known = if credentials == Credentials::None {
        Known::Nobody
    } else {
        let state =
            request.app_data::<web::Data<AppState>>().ok_or_else(|| Problem::internal("the server was started without its state"))?;
        let registry = state.registry.clone();
        let by_session = matches!(credentials, Credentials::Session(_));
        work(move || match registry.signed_in(&credentials) {
            Ok(signed_in) => Ok(signed_in.map_or(Known::Nobody, |signed_in| Known::SignedIn(Box::new(signed_in)))),
            // A program whose token does not hold is told so everywhere; a browser just is not signed in any more.
            Err(RegistryError::SessionEnded) if by_session => Ok(Known::Ended),
            Err(error) => Err(error.into()),
        })
        .await?
    };
    request.extensions_mut().insert(known.clone());
    Ok(known)
}

/// What the browser or program calls itself.
pub fn agent(request: &HttpRequest) -> Option<String> {
    request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// What a request shows of itself: a token, a session, or nothing.
pub fn credentials_of(request: &HttpRequest) -> Credentials {
    let bearer = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    if let Some(token) = bearer {
        return Credentials::Token(token.trim().to_owned());
    }
    match request.cookie(SESSION_COOKIE) {
        Some(cookie) if !cookie.value().is_empty() => Credentials::Session(cookie.value().to_owned()),
        _ => Credentials::None,
    }
}

/// A browser sends the cookie along whoever's page makes it write; it also says whose page that is.
fn refuse_other_sites(headers: &HeaderMap, credentials: &Credentials) -> Result<(), Problem> {
    if matches!(credentials, Credentials::Token(_)) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let other_site = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) != text("x-forwarded-host").or(text(HOST.as_str())),
        (None, None) => false,
    };
    if other_site { Err(Problem::new(Code::CrossSite, "this write was caused by the page of another site")) } else { Ok(()) }
}
