//! Which request is a line of the log about? A name for each, given by the client or made here.

use std::{
    fmt,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries it, in and out.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest name that is taken from a client.
const LONGEST: usize = 64;

/// Names one request: letters, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The client's own name for the request, when it gives a harmless one.
    pub fn given(headers: &HeaderMap) -> Option<RequestId> {
        let given = headers.get(&HEADER).filter(|value| is_harmless(value.as_bytes()));
        given.map(|value| RequestId(value.clone()))
    }

    /// A new name.
    pub fn new() -> RequestId {
        static PROCESS: LazyLock<u32> =
            LazyLock::new(|| uuid::Uuid::now_v7().as_fields().3.iter().fold(0, |sum, byte| sum << 4 ^ u32::from(*byte)));
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let text = format!("{:08x}-{:x}", *PROCESS, COUNT.fetch_add(1, Ordering::Relaxed));
        RequestId(HeaderValue::from_str(&text).expect("hexadecimal digits and a dash"))
    }

    /// As a header's value.
    pub fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn is_harmless(name: &[u8]) -> bool {
    (1..=LONGEST).contains(&name.len()) && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_harmless_name_is_taken_and_new_ones_differ() {
        let with = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_str(name).expect("a header of the test"));
            RequestId::given(&headers).map(|id| id.to_string())
        };
        assert_eq!(with("proxy-17_a").as_deref(), Some("proxy-17_a"));
        assert_eq!(with("a b"), None);
        assert_ne!(RequestId::new(), RequestId::new());
    }
}
