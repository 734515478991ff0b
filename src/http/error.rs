//! How does the service say no? In one shape, RFC 9457 `application/problem+json`, whatever went wrong.
//!
//! A [`Problem`] is made where something is found wrong and written where the request's name is known (see `around`). Of a
//! fault of ours the client hears one fixed sentence; the cause goes to the log.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
    },
};

use super::request_id::RequestId;
use crate::{
    domain::personal_number::mask,
    registry::{FieldError, RegistryError},
};

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// The methods that addresses have until writes come.
pub const ALLOWED: &str = "GET, HEAD";
/// When to come back, in seconds.
const RETRY_AFTER_S: &str = "2";

/// What sort of no it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A parameter cannot be read as what it is.
    MalformedQuery,
    /// No record with this id.
    NotFound,
    /// No such address.
    UnknownRoute,
    /// The address exists, not with this method.
    MethodNotAllowed,
    /// More than the service reads.
    PayloadTooLarge,
    /// Read but not acceptable.
    InvalidInput,
    /// The standard is not verified.
    StandardOff,
    /// No place fits the address text.
    AddressUnknown,
    /// No data now.
    Unavailable,
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
pub const CODES: [CodeRow; 10] = [
    row(Code::MalformedQuery, "malformed_query", StatusCode::BAD_REQUEST, "The query cannot be read"),
    row(Code::NotFound, "not_found", StatusCode::NOT_FOUND, "There is no such record"),
    row(Code::UnknownRoute, "unknown_route", StatusCode::NOT_FOUND, "There is no such address"),
    row(Code::MethodNotAllowed, "method_not_allowed", StatusCode::METHOD_NOT_ALLOWED, "The address does not take this method"),
    row(Code::PayloadTooLarge, "payload_too_large", StatusCode::PAYLOAD_TOO_LARGE, "The request is too large"),
    row(Code::InvalidInput, "invalid_input", StatusCode::UNPROCESSABLE_ENTITY, "Some fields cannot be accepted"),
    row(Code::StandardOff, "standard_off", StatusCode::UNPROCESSABLE_ENTITY, "The standard is not verified (未核实)"),
    row(Code::AddressUnknown, "address_unknown", StatusCode::UNPROCESSABLE_ENTITY, "The address is not known here"),
    row(Code::Unavailable, "unavailable", StatusCode::SERVICE_UNAVAILABLE, "The service has no data at the moment"),
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
    cause: Option<String>,
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
}

impl Problem {
    /// A problem that is not about fields.
    pub fn new(code: Code, detail: impl Into<String>) -> Problem {
        Problem { code, detail: detail.into(), errors: Vec::new(), cause: None }
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
        Problem { cause: Some(cause.to_string()), ..Problem::new(Code::Internal, detail) }
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
            StatusCode::METHOD_NOT_ALLOWED => Problem::method_not_allowed(),
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
    pub fn method_not_allowed() -> Problem {
        Problem::new(Code::MethodNotAllowed, format!("this address takes {ALLOWED}; the service is read-only over HTTP"))
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
        };
        let mut answer = HttpResponse::build(status);
        answer.insert_header((CONTENT_TYPE, PROBLEM_JSON)).insert_header((CACHE_CONTROL, "no-store"));
        if self.code == Code::MethodNotAllowed {
            answer.insert_header((ALLOW, ALLOWED));
        }
        if self.code == Code::Unavailable {
            answer.insert_header((RETRY_AFTER, RETRY_AFTER_S));
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
            RegistryError::Storage(storage) if storage.is_unavailable() => {
                Problem { cause: Some(said), ..Problem::new(Code::Unavailable, "the data cannot be reached; try again in a few seconds") }
            }
            RegistryError::Storage(_) | RegistryError::Read(_) | RegistryError::Write { .. } | RegistryError::Shipped(_) => {
                Problem::internal(said)
            }
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
