//! How does the service say no? In one shape, RFC 9457 `application/problem+json`, whatever went wrong.
//!
//! A [`Problem`] is made where something is found wrong and written where the request's name is known (see `around`). Of a
//! fault of ours the client hears one fixed sentence; the cause goes to the log.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};

use super::request_id::RequestId;
use crate::{
    domain::{permission::Denied, personal_number::mask},
    registry::{FieldError, RegistryError, Stale},
};

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// When to come back, in seconds.
const RETRY_AFTER_S: u64 = 2;

/// What sort of no it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A parameter cannot be read as what it is.
    MalformedQuery,
    /// A body cannot be read as what it is.
    MalformedBody,
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// Unknown login or wrong password.
    SignInFailed,
    /// The password was right; a code is wanted too.
    SecondFactorNeeded,
    /// Signed in, without the right.
    Forbidden,
    /// One's own proposal.
    OwnProposal,
    /// A write from another site's page.
    CrossSite,
    /// Too many wrong passwords.
    AccountLocked,
    /// The password has to be changed first.
    PasswordChangeNeeded,
    /// No record with this id.
    NotFound,
    /// No such address.
    UnknownRoute,
    /// The address exists, not with this method.
    MethodNotAllowed,
    /// Clashes with what is stored.
    Conflict,
    /// The record has changed since the proposal was made.
    StaleProposal,
    /// A one-time link that was used or is too old.
    Gone,
    /// The record has changed since it was read.
    Stale,
    /// More than the service reads.
    PayloadTooLarge,
    /// A body of a sort that the address does not take.
    UnsupportedMediaType,
    /// Read but not acceptable.
    InvalidInput,
    /// The standard is not verified.
    StandardOff,
    /// No place fits the address text.
    AddressUnknown,
    /// No way on foot leads there.
    NoWay,
    /// A write that does not say which version it is about.
    PreconditionRequired,
    /// Too often.
    TooManyRequests,
    /// No data now.
    Unavailable,
    /// The outside geocoder answers, and does not help.
    GeocoderFailed,
    /// A fault of ours.
    Internal,
}

/// A code as clients see it.
#[derive(Debug, Clone, Copy)]
pub struct CodeRow {
    /// The code.
    pub code: Code,
    /// Its name in `code`.
    pub name: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// The title, always the same for a code.
    pub title: &'static str,
}

const fn row(code: Code, name: &'static str, status: StatusCode, title: &'static str) -> CodeRow {
    CodeRow { code, name, status, title }
}

/// Every code, in the order of [`Code`]; `docs/api.md` has the same table.
pub const CODES: [CodeRow; 28] = [
    row(Code::MalformedQuery, "malformed_query", StatusCode::BAD_REQUEST, "The query cannot be read"),
    row(Code::MalformedBody, "malformed_body", StatusCode::BAD_REQUEST, "The body cannot be read"),
    row(Code::SignedOut, "signed_out", StatusCode::UNAUTHORIZED, "Nobody is signed in"),
    row(Code::SignInFailed, "sign_in_failed", StatusCode::UNAUTHORIZED, "Login or password is wrong"),
    row(Code::SecondFactorNeeded, "second_factor_needed", StatusCode::UNAUTHORIZED, "A code of the second factor is needed"),
    row(Code::Forbidden, "forbidden", StatusCode::FORBIDDEN, "The right for this is missing"),
    row(Code::OwnProposal, "own_proposal", StatusCode::FORBIDDEN, "Nobody decides on their own proposal"),
    row(Code::CrossSite, "cross_site", StatusCode::FORBIDDEN, "Another site's page may not write here"),
    row(Code::AccountLocked, "account_locked", StatusCode::FORBIDDEN, "The account is locked for now"),
    row(Code::PasswordChangeNeeded, "password_change_needed", StatusCode::FORBIDDEN, "The password has to be changed first"),
    row(Code::NotFound, "not_found", StatusCode::NOT_FOUND, "There is no such record"),
    row(Code::UnknownRoute, "unknown_route", StatusCode::NOT_FOUND, "There is no such address"),
    row(Code::MethodNotAllowed, "method_not_allowed", StatusCode::METHOD_NOT_ALLOWED, "The address does not take this method"),
    row(Code::Conflict, "conflict", StatusCode::CONFLICT, "This clashes with what is stored"),
    row(Code::StaleProposal, "stale_proposal", StatusCode::CONFLICT, "The record has changed since it was proposed"),
    row(Code::Gone, "gone", StatusCode::GONE, "The link was used or is too old"),
    row(Code::Stale, "stale", StatusCode::PRECONDITION_FAILED, "The record has changed since it was read"),
    row(Code::PayloadTooLarge, "payload_too_large", StatusCode::PAYLOAD_TOO_LARGE, "The request is too large"),
    row(Code::UnsupportedMediaType, "unsupported_media_type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is of another sort"),
    row(Code::InvalidInput, "invalid_input", StatusCode::UNPROCESSABLE_ENTITY, "Some fields cannot be accepted"),
    row(Code::StandardOff, "standard_off", StatusCode::UNPROCESSABLE_ENTITY, "The standard is not verified (未核实)"),
    row(Code::AddressUnknown, "address_unknown", StatusCode::UNPROCESSABLE_ENTITY, "The address is not known here"),
    row(Code::NoWay, "no_way", StatusCode::UNPROCESSABLE_ENTITY, "No way on foot leads there"),
    row(Code::PreconditionRequired, "precondition_required", StatusCode::PRECONDITION_REQUIRED, "If-Match is missing"),
    row(Code::TooManyRequests, "too_many_requests", StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
    row(Code::Unavailable, "unavailable", StatusCode::SERVICE_UNAVAILABLE, "The service has no data at the moment"),
    row(Code::GeocoderFailed, "geocoder_failed", StatusCode::BAD_GATEWAY, "The outside geocoder does not help"),
    row(Code::Internal, "internal", StatusCode::INTERNAL_SERVER_ERROR, "The service has failed"),
];

impl Code {
    /// The code's row of the table.
    pub fn row(self) -> &'static CodeRow {
        &CODES[self as usize]
    }
}

/// One no.
#[derive(Debug, Clone)]
pub struct Problem {
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    /// For the log only.
    cause: Option<Box<str>>,
    /// When to come back, in seconds.
    retry_after_s: Option<u64>,
    /// What the address takes, of a method it does not.
    allow: Option<Box<str>>,
    /// Both versions, of a write that came too late.
    versions: Option<Box<Versions>>,
}

/// What a write that came too late would have to be put together from.
#[derive(Debug, Clone)]
pub struct Versions {
    /// The record as it is now, with its version.
    pub current: serde_json::Value,
    /// The record as the write wants it.
    pub yours: serde_json::Value,
    /// Fields in which the two differ.
    pub fields: Vec<String>,
}

/// An error as it is sent.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct ProblemBody<'a> {
    /// Names the sort of problem: `urn:carereach:problem:<code>`.
    #[serde(rename = "type")]
    kind: String,
    /// The same for every problem of a code.
    title: &'a str,
    /// The HTTP status.
    status: u16,
    /// What is wrong this time and what to do next.
    detail: String,
    /// A stable code.
    code: &'a str,
    /// Names the request in the service's log.
    request_id: &'a str,
    /// Every wrong field, when it is about fields.
    errors: Vec<FieldError>,
    /// Of a write that came too late: the record as it is now, with its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    current: Option<&'a serde_json::Value>,
    /// Of a write that came too late: the record as the write wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    yours: Option<&'a serde_json::Value>,
    /// Of a write that came too late: fields in which the two differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<String>, required = false)]
    fields: Option<&'a [String]>,
}

impl Problem {
    /// A problem that is not about fields.
    pub fn new(code: Code, detail: impl Into<String>) -> Problem {
        Problem { code, detail: detail.into(), errors: Vec::new(), cause: None, retry_after_s: None, allow: None, versions: None }
    }

    /// Wrong fields, all of them; `malformed` when one of them could not even be read.
    pub fn fields(malformed: bool, errors: Vec<FieldError>) -> Problem {
        let code = if malformed { Code::MalformedQuery } else { Code::InvalidInput };
        let names: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        Problem { detail: format!("see errors for: {}", names.join(", ")), errors, ..Problem::new(code, "") }
    }

    /// A fault of ours; the cause is for the log.
    pub fn internal(cause: impl fmt::Display) -> Problem {
        let detail = "the fault is ours, not yours; report the request_id and it will be found in the log";
        Problem { cause: Some(cause.to_string().into()), ..Problem::new(Code::Internal, detail) }
    }

    /// A fault of ours that ended in a panic.
    pub fn panicked(payload: &(dyn std::any::Any + Send)) -> Problem {
        let message = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Problem::internal(format_args!("panic: {}", message.unwrap_or("without a message")))
    }

    /// What an answer that this room did not write is turned into.
    pub fn of_status(status: StatusCode) -> Problem {
        match status {
            StatusCode::NOT_FOUND => Problem::unknown_route(),
            StatusCode::METHOD_NOT_ALLOWED => Problem::method_not_allowed("GET, HEAD"),
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => Problem::new(Code::PayloadTooLarge, "send a shorter request"),
            StatusCode::NOT_ACCEPTABLE => {
                Problem::new(Code::MalformedQuery, "Accept-Encoding takes nothing the service has: br, gzip or identity")
            }
            status if status.is_server_error() => Problem::internal(format_args!("an answer with status {status} and no problem")),
            _ => Problem::new(Code::MalformedQuery, "the request cannot be read; see /api/v1/docs"),
        }
    }

    /// No such address.
    pub fn unknown_route() -> Problem {
        Problem::new(Code::UnknownRoute, "the addresses are listed at /api/v1/docs and in /api/v1/openapi.json")
    }

    /// The address does not take the method.
    pub fn method_not_allowed(allow: &str) -> Problem {
        Problem { allow: Some(allow.into()), ..Problem::new(Code::MethodNotAllowed, format!("this address takes {allow}")) }
    }

    /// Too often; how long to wait, in seconds.
    pub fn too_many_requests(retry_after_s: u64) -> Problem {
        let detail = format!("too many requests from this address; wait {retry_after_s} s");
        Problem { retry_after_s: Some(retry_after_s), ..Problem::new(Code::TooManyRequests, detail) }
    }

    /// A write that came too late.
    pub fn stale(versions: Versions) -> Problem {
        let detail = "somebody has changed the record since you read it: put both versions together and send it with the current version";
        Problem { versions: Some(Box::new(versions)), ..Problem::new(Code::Stale, detail) }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Why, for the log; faults of ours only.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The answer, naming the request; personal numbers are masked.
    pub fn render(&self, id: &RequestId) -> HttpResponse {
        let CodeRow { name, status, title, .. } = *self.code.row();
        let masked = |text: &str| mask(text).into_owned();
        let errors =
            self.errors.iter().map(|error| FieldError { value: masked(&error.value), reason: masked(&error.reason), ..error.clone() });
        let body = ProblemBody {
            kind: format!("urn:carereach:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: masked(&self.detail),
            code: name,
            request_id: id.as_str(),
            errors: errors.collect(),
            current: self.versions.as_ref().map(|versions| &versions.current),
            yours: self.versions.as_ref().map(|versions| &versions.yours),
            fields: self.versions.as_ref().map(|versions| versions.fields.as_slice()),
        };
        let mut answer = HttpResponse::build(status);
        answer.insert_header((CONTENT_TYPE, PROBLEM_JSON)).insert_header((CACHE_CONTROL, "no-store"));
        if let Some(allow) = &self.allow {
            answer.insert_header((ALLOW, &**allow));
        }
        if status == StatusCode::UNAUTHORIZED {
            answer.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        let soon = (self.code == Code::Unavailable).then_some(RETRY_AFTER_S);
        if let Some(seconds) = self.retry_after_s.or(soon) {
            answer.insert_header((RETRY_AFTER, seconds));
        }
        answer.body(serde_json::to_vec(&body).unwrap_or_default())
    }
}

impl From<RegistryError> for Problem {
    fn from(error: RegistryError) -> Self {
        let said = error.to_string();
        match error {
            RegistryError::Invalid(errors) => Problem::fields(false, errors),
            RegistryError::NotFound { .. } => Problem::new(Code::NotFound, said),
            RegistryError::StandardOff { .. } => Problem::new(Code::StandardOff, said),
            RegistryError::AddressUnknown => Problem::new(Code::AddressUnknown, said),
            RegistryError::Busy { retry_after_s } => {
                Problem { retry_after_s: Some(retry_after_s), ..Problem::new(Code::TooManyRequests, said) }
            }
            RegistryError::NoWay => Problem::new(Code::NoWay, said),
            RegistryError::Denied(Denied::SignedOut(_)) => Problem::new(Code::SignedOut, said),
            RegistryError::Denied(Denied::Lacks { .. }) => Problem::new(Code::Forbidden, said),
            RegistryError::Conflict(_) => Problem::new(Code::Conflict, said),
            RegistryError::OwnProposal => Problem::new(Code::OwnProposal, said),
            RegistryError::StaleProposal { .. } => Problem::new(Code::StaleProposal, said),
            RegistryError::Stale(stale) => {
                let Stale { current, yours, fields } = *stale;
                Problem::stale(Versions { current, yours, fields })
            }
            RegistryError::SessionEnded => Problem::new(Code::SignedOut, said),
            RegistryError::SignInFailed => Problem::new(Code::SignInFailed, said),
            RegistryError::SecondFactorNeeded => Problem::new(Code::SecondFactorNeeded, said),
            RegistryError::SecondFactorMissing => Problem::new(Code::SecondFactorNeeded, said),
            RegistryError::SessionNeeded => Problem::new(Code::Forbidden, said),
            RegistryError::AccountLocked { .. } => Problem::new(Code::AccountLocked, said),
            RegistryError::PasswordChangeNeeded => Problem::new(Code::PasswordChangeNeeded, said),
            RegistryError::LinkGone => Problem::new(Code::Gone, said),
            RegistryError::Storage(storage) if storage.is_unavailable() => Problem {
                cause: Some(said.into()),
                ..Problem::new(Code::Unavailable, "the data cannot be reached; try again in a few seconds")
            },
            RegistryError::Read(_) | RegistryError::Map(_) => Problem::new(Code::InvalidInput, said),
            RegistryError::Storage(_) | RegistryError::Write { .. } | RegistryError::Shipped(_) => Problem::internal(said),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.row().name, self.detail)
    }
}

/// A handler's problem travels beside an empty answer until the request's name is known.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.row().status
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::new(self.status_code());
        answer.extensions_mut().insert(self.clone());
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_no_data_is_told_when_to_come_back() {
        let answer = Problem::new(Code::Unavailable, "later").render(&RequestId::new());
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key(RETRY_AFTER));
    }

    #[test]
    fn every_code_finds_its_own_row() {
        for row in CODES {
            assert_eq!(row.code.row().name, row.name);
        }
    }
}
