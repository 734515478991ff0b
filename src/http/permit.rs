//! Who asks, and may they? The credentials of a request become a caller; a rule of the route table is held before the
//! handler runs, and writes that another site's page causes in somebody's browser are refused.

use std::{future::Future, pin::Pin};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{AUTHORIZATION, HOST, HeaderMap, ORIGIN},
    },
    middleware::Next,
    web,
};

use super::{AppState, Code, Problem, api::work, routes::Methods, routes::Rule};
use crate::{domain::permission::Caller, registry::Credentials};

/// The cookie that names a session.
pub const SESSION_COOKIE: &str = "carereach_session";

/// Who asks, as a handler sees it: one that is signed in, or the public.
pub struct Asker(pub Caller);

impl FromRequest for Asker {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Asker, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Asker(caller_of(&request).await?)) })
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
            let caller = caller_of(request.request()).await?;
            hold(rule, &caller)?;
        }
    }
    next.call(request).await
}

fn hold(rule: Rule, caller: &Caller) -> Result<(), Problem> {
    match rule {
        Rule::Anybody => Ok(()),
        Rule::SignedIn if caller.account_id().is_some() => Ok(()),
        Rule::SignedIn => Err(Problem::new(Code::SignedOut, "sign in first")),
        Rule::Has(right) => caller.require_somewhere(right).map_err(|denied| Problem::from(crate::registry::RegistryError::from(denied))),
    }
}

/// Who asks; worked out once a request.
async fn caller_of(request: &HttpRequest) -> Result<Caller, Problem> {
    if let Some(known) = request.extensions().get::<Caller>() {
        return Ok(known.clone());
    }
    let credentials = credentials_of(request);
    let caller = if credentials == Credentials::None {
        Caller::public()
    } else {
        let state =
            request.app_data::<web::Data<AppState>>().ok_or_else(|| Problem::internal("the server was started without its state"))?;
        let registry = state.registry.clone();
        work(move || registry.caller(&credentials).map_err(Problem::from)).await?
    };
    request.extensions_mut().insert(caller.clone());
    Ok(caller)
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
