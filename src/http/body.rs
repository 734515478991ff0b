//! What does the body of a write say? JSON of a known shape, and what is wrong with it is said by field.
//!
//! What is no JSON at all is 400, what is JSON of another shape 422 with the path of the field.

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH},
    web::Bytes,
};
use serde::de::DeserializeOwned;
use std::{future::Future, pin::Pin};

use super::{Code, Problem};
use crate::registry::{FieldError, RowVersion};

/// The longest JSON body that is read, in bytes.
pub const LONGEST: usize = 1024 * 1024;

/// A body of JSON.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Json<T>, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let sort = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_ascii_lowercase();
            let sort = sort.split(';').next().unwrap_or("").trim();
            if !(sort == "application/json" || sort.ends_with("+json") || sort.is_empty()) {
                return Err(Problem::new(Code::UnsupportedMediaType, "send JSON, with Content-Type: application/json").into());
            }
            let bytes = read_all(&request, &mut payload, LONGEST).await?;
            Ok(Json(parse(&bytes)?))
        })
    }
}

/// All bytes of a body, or the refusal of one that is too long; what is too long is not kept while it comes.
pub async fn read_all(request: &HttpRequest, payload: &mut Payload, longest: usize) -> Result<Bytes, Problem> {
    let too_long =
        || Problem::new(Code::PayloadTooLarge, format!("the body is longer than {longest} bytes, the most that this address reads"));
    let announced =
        request.headers().get("content-length").and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<u64>().ok());
    if announced.is_some_and(|length| length > longest as u64) {
        return Err(too_long());
    }
    match actix_web::body::to_bytes_limited(actix_web::body::BodyStream::new(payload), longest).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(Problem::new(Code::MalformedBody, format!("the body broke off: {error}"))),
        Err(_) => Err(too_long()),
    }
}

/// A value of the shape, or what is wrong and where.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(if bytes.is_empty() { b"{}" } else { bytes });
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => match reader.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(Problem::new(Code::MalformedBody, format!("there is something behind the JSON: {error}"))),
        },
        Err(error) => {
            let path = error.path().to_string();
            let inner = error.into_inner();
            if inner.is_data() {
                let field = if path == "." { "body".to_owned() } else { path };
                let reason = inner.to_string();
                Err(Problem::fields(false, vec![FieldError::new(&field, "", reason, "the shape in /api/v1/docs")]))
            } else {
                Err(Problem::new(Code::MalformedBody, format!("this is no JSON that can be read: {inner}")))
            }
        }
    }
}

/// The version that a write is about, from `If-Match`: the tag of the record, or `*` for whatever is there.
pub fn if_match(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let missing = || Problem::new(Code::PreconditionRequired, "send If-Match with the ETag of the record that you have read");
    let given = request.headers().get(IF_MATCH).ok_or_else(missing)?;
    let text = given.to_str().unwrap_or("").trim().trim_start_matches("W/").trim_matches('"').to_owned();
    if text == "*" {
        return Ok(None);
    }
    let version = text.strip_prefix('v').unwrap_or(&text).split('-').next().unwrap_or("").parse().ok();
    let unreadable =
        || Problem::new(Code::PreconditionRequired, "If-Match holds no ETag of a record: send the one that you were given with it");
    version.map(Some).ok_or_else(unreadable)
}

/// Which row a write of a whole row is about: `If-None-Match: *` for a new one, otherwise as [`if_match`].
pub fn row_version(request: &HttpRequest) -> Result<RowVersion, Problem> {
    let new = request.headers().get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == b"*");
    if new {
        return Ok(RowVersion::New);
    }
    Ok(if_match(request)?.map_or(RowVersion::Any, RowVersion::Version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[expect(dead_code, reason = "only whether it can be read is asked")]
        beds: u32,
    }

    fn refused(body: &str) -> (Code, String) {
        let problem = parse::<Shape>(body.as_bytes()).expect_err("it is refused");
        (problem.code(), problem.to_string())
    }

    #[test]
    fn what_is_no_json_is_malformed_and_what_is_another_shape_names_the_field() {
        assert_eq!(refused("{").0, Code::MalformedBody);
        assert_eq!(refused(r#"{"beds":1} x"#).0, Code::MalformedBody);
        assert_eq!(refused(&"[".repeat(1000)).0, Code::InvalidInput, "a list is another shape, however deep");
        assert_eq!(refused(&format!(r#"{{"beds":{}"#, "[".repeat(1000))).0, Code::InvalidInput);
        for body in [r#"{"beds":"many"}"#, r#"{"beds":-1}"#, r#"{"beds":1e99}"#, r#"{"beds":1,"beads":2}"#] {
            let (code, said) = refused(body);
            assert_eq!(code, Code::InvalidInput, "{body}");
            assert!(said.contains("be"), "{said}");
        }
    }
}
