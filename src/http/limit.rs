//! Who asks too often? Sign-ins, one-time links and reports are counted by the address that they come from.
//!
//! Behind a proxy on the same machine the address is the last one in `X-Forwarded-For`, which that proxy wrote; from anybody
//! else the header is not believed.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use actix_web::HttpRequest;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use super::Problem;

/// At once, from one address: an office behind one address begins its day.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not none");
/// After that, one more in each of these.
const ONE_MORE_EVERY: Duration = Duration::from_secs(2);
/// After so many requests, addresses that were quiet for long are forgotten.
const FORGET_EVERY: u64 = 1_000;

/// Counts requests by the address that they come from.
pub struct Limit {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    asked: AtomicU64,
}

impl Default for Limit {
    fn default() -> Self {
        let quota = Quota::with_period(ONE_MORE_EVERY).expect("two seconds are not none").allow_burst(AT_ONCE);
        Limit { by_address: RateLimiter::keyed(quota), asked: AtomicU64::new(0) }
    }
}

impl Limit {
    /// Counts a request; refuses it when there were too many.
    pub fn hold(&self, request: &HttpRequest) -> Result<(), Problem> {
        let Some(address) = client_address(request) else { return Ok(()) };
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.by_address.retain_recent();
        }
        self.by_address.check_key(&address).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Problem::too_many_requests(wait.as_secs() + 1)
        })
    }
}

/// The address of whoever asks; IPv6 by its network, since one subscriber has many.
fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let forwarded = || {
        let lines = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        lines.last()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = if peer.is_loopback() { forwarded().unwrap_or(peer) } else { peer };
    Some(match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        v4 => v4,
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn address(peer: &str, forwarded: Option<&str>) -> String {
        let request = TestRequest::default().peer_addr(peer.parse().expect("an address of the test"));
        let request = forwarded.into_iter().fold(request, |request, value| request.append_header(("x-forwarded-for", value)));
        client_address(&request.to_http_request()).expect("there is a peer").to_string()
    }

    #[test]
    fn only_a_proxy_on_the_same_machine_is_believed() {
        assert_eq!(address("127.0.0.1:9", Some("198.51.100.7, 203.0.113.9")), "203.0.113.9");
        assert_eq!(address("198.51.100.1:9", Some("203.0.113.9")), "198.51.100.1");
        assert_eq!(address("127.0.0.1:9", Some("nonsense")), "127.0.0.1");
        assert_eq!(address("127.0.0.1:9", None), "127.0.0.1");
        assert_eq!(address("[2001:db8:1:2:3:4:5:6]:9", None), "2001:db8:1:2::");
    }

    #[test]
    fn after_thirty_requests_an_address_waits_and_others_do_not() {
        let limit = Limit::default();
        let from = |peer: &str| TestRequest::default().peer_addr(peer.parse().expect("an address of the test")).to_http_request();
        for _ in 0..30 {
            assert!(limit.hold(&from("198.51.100.1:9")).is_ok());
        }
        let refused = limit.hold(&from("198.51.100.1:10")).expect_err("one too many");
        assert_eq!(refused.code(), super::super::Code::TooManyRequests);
        assert!(limit.hold(&from("198.51.100.2:9")).is_ok());
    }
}
