//! Has the client seen this answer already? A tag from the snapshot and the question, and the answer 304.
//!
//! The tag is weak, since an answer may be compressed. It names the snapshot, so that a change of the registry is seen by
//! the next request, and holds a fingerprint of the address, the program's version and its settings.

use std::{
    fmt,
    future::Future,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    sync::Arc,
};

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse, ResponseError,
    dev::Payload,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_LOCATION, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH},
    },
    web::{self, Bytes},
};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    AppState, Problem,
    api::{records::percent_encoded, work},
    json,
    parameters::{AS_OF, UNITS},
    query::Query,
};
use crate::registry::{Snapshot, Units};

/// What most answers are.
pub const JSON: &str = "application/json";
/// What answers on a map are.
pub const GEOJSON: &str = "application/geo+json";
/// Keep it, but ask every time whether it is still right.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
/// The same of what was told to one person.
const ASK_AGAIN_YOURSELF: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The registry as it is now, for one request. A request whose copy is still right ends here with 304.
pub struct Live {
    /// Answers the question.
    pub snapshot: Arc<Snapshot>,
    /// What the handlers share.
    pub state: web::Data<AppState>,
    tag: HeaderValue,
    keep: HeaderValue,
}

impl Live {
    /// The registry for a request whose answer depends on who asks as well: `terms` says on what of that, and `yours` whether
    /// nobody on the way may keep it.
    pub async fn told(request: &HttpRequest, terms: &str, yours: bool) -> Result<Live, Error> {
        let live = Live::read(request, terms).await?;
        Ok(if yours { Live { keep: ASK_AGAIN_YOURSELF, ..live } } else { live })
    }

    async fn read(request: &HttpRequest, terms: &str) -> Result<Live, Error> {
        let state = request.app_data::<web::Data<AppState>>();
        let state = state.ok_or_else(|| Problem::internal("the server was started without its state"))?.clone();
        let snapshot = match as_of(request.query_string())? {
            None => state.registry.snapshot(),
            Some((moment, units)) => {
                let registry = Arc::clone(&state.registry);
                work(move || Ok(registry.snapshot_as_of(moment.unwrap_or_else(Utc::now), units)?)).await?
            }
        };
        let tag = tag(&snapshot, (state.fingerprint, terms), request);
        if has_seen(request, &tag) {
            return Err(Unchanged(tag).into());
        }
        Ok(Live { snapshot, state, tag, keep: ASK_AGAIN })
    }

    /// An answer as JSON.
    pub fn json(&self, answer: &impl Serialize) -> Result<HttpResponse, Problem> {
        Ok(self.bytes(JSON, to_json(answer)?))
    }

    /// An answer as GeoJSON.
    pub fn geojson(&self, answer: &impl Serialize) -> Result<HttpResponse, Problem> {
        Ok(self.bytes(GEOJSON, to_json(answer)?))
    }

    /// One record: its tag begins with its version, which `If-Match` gives back. An answer under another id than the one
    /// asked for says so.
    pub fn record(
        &self,
        request: &HttpRequest,
        (asked, id): (&str, &str),
        version: i64,
        answer: &impl Serialize,
    ) -> Result<HttpResponse, Problem> {
        let opaque = self.tag.to_str().unwrap_or_default().trim_start_matches("W/").trim_matches('"').to_owned();
        let tag = HeaderValue::from_str(&format!("\"{version}-{opaque}\"")).map_err(Problem::internal)?;
        if has_seen(request, &tag) {
            return Ok(Unchanged(tag).error_response());
        }
        let mut response = self.json(answer)?;
        response.headers_mut().insert(ETAG, tag);
        if asked != id {
            let place = request.path().rsplit_once('/').map_or("", |(place, _)| place);
            let place = HeaderValue::from_str(&format!("{place}/{}", percent_encoded(id))).map_err(Problem::internal)?;
            response.headers_mut().insert(CONTENT_LOCATION, place);
        }
        Ok(response)
    }

    /// An answer of any sort.
    pub fn bytes(&self, content_type: &'static str, body: impl Into<Bytes>) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        answer.insert_header((CONTENT_TYPE, HeaderValue::from_static(content_type)));
        answer.insert_header((ETAG, self.tag.clone())).insert_header((CACHE_CONTROL, self.keep.clone()));
        answer.body(body.into())
    }
}

/// The JSON of an answer.
pub fn to_json(answer: &impl Serialize) -> Result<Vec<u8>, Problem> {
    json::to_json(answer).map_err(Problem::internal)
}

impl FromRequest for Live {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Live, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Live::read(&request, "").await })
    }
}

/// Another moment than now, or other units than those in force.
type Then = (Option<DateTime<Utc>>, Units);

/// The past moment and the units that a query asks for; an address that takes none refuses the parameter by itself.
fn as_of(query: &str) -> Result<Option<Then>, Problem> {
    if !query.contains("as_of") && !query.contains("units") {
        return Ok(None);
    }
    let mut asked = Query::any(query)?;
    let (moment, units) = (AS_OF.read(&mut asked), UNITS.read(&mut asked).unwrap_or_default());
    asked.done()?;
    Ok((moment.is_some() || units != Units::New).then_some((moment, units)))
}

fn tag(snapshot: &Snapshot, (fingerprint, terms): (u64, &str), request: &HttpRequest) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    (fingerprint, terms, request.path(), request.query_string()).hash(&mut hasher);
    let text = format!("W/\"{}-{:016x}\"", snapshot.etag(), hasher.finish());
    HeaderValue::from_str(&text).expect("a snapshot's name is digits, letters and a dash")
}

/// Whether `If-None-Match` names the tag; compared weakly (RFC 9110, 13.1.2).
fn has_seen(request: &HttpRequest, tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str() else { return false };
    let lines = request.headers().get_all(IF_NONE_MATCH).filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|seen| opaque(seen) == opaque(tag))
}

/// The client's copy is still right.
#[derive(Debug)]
struct Unchanged(HeaderValue);

impl fmt::Display for Unchanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the copy is still right")
    }
}

impl ResponseError for Unchanged {
    fn status_code(&self) -> StatusCode {
        StatusCode::NOT_MODIFIED
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::NotModified().insert_header((ETAG, self.0.clone())).insert_header((CACHE_CONTROL, ASK_AGAIN)).finish()
    }
}
