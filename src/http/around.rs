//! What happens to every request, whatever it asks? A name, safe headers, one line of the log, and every no in one shape.
//!
//! Query strings are never logged, since an address is personal; the log has the route's pattern.

use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Instant,
};

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method,
        header::{HeaderValue, X_CONTENT_TYPE_OPTIONS},
    },
};

use super::{
    Problem,
    request_id::{self, RequestId},
};

/// What every answer says: it is what its type says, nothing to be guessed.
const NO_GUESSING: HeaderValue = HeaderValue::from_static("nosniff");

/// A request on its way.
pub struct Asked {
    given: Option<RequestId>,
    method: Method,
    began: Instant,
}

impl Asked {
    /// Takes down what will be needed when the answer is there.
    pub fn of(request: &ServiceRequest) -> Asked {
        Asked { given: RequestId::given(request.headers()), method: request.method().clone(), began: Instant::now() }
    }

    /// Waits for the answer and finishes it.
    ///
    /// 1. A panic becomes a problem.
    /// 2. A problem, or an error that this room did not write, is written as `application/problem+json`.
    /// 3. The request's name is added when the client gave it or something is wrong; one line goes to the log.
    pub async fn answered<B: MessageBody + 'static>(
        self,
        answer: impl Future<Output = Result<ServiceResponse<B>, Error>>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let problem = match unless_it_panics(answer).await {
            Ok(Ok(answer)) => {
                let (request, mut answer) = answer.into_parts();
                let problem = problem_of(&mut answer);
                let pattern = || request.match_pattern();
                let answer = match problem {
                    None => self.named(answer.map_into_boxed_body(), pattern),
                    Some(problem) => self.refused(&problem, pattern),
                };
                return Ok(ServiceResponse::new(request, answer));
            }
            Ok(Err(error)) => problem_of(&mut error.error_response()).unwrap_or_else(|| Problem::internal(&error)),
            Err(problem) => problem,
        };
        // There is no request left to answer, so the error carries the answer.
        let answer = self.refused(&problem, || None);
        Err(InternalError::from_response(problem, answer).into())
    }

    fn named(&self, mut answer: HttpResponse, pattern: impl Fn() -> Option<String>) -> HttpResponse {
        answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, NO_GUESSING);
        if let Some(id) = &self.given {
            answer.headers_mut().insert(request_id::HEADER, id.header());
        }
        if tracing::enabled!(tracing::Level::DEBUG) {
            let (id, status) = (self.given.as_ref().map(RequestId::as_str), answer.status().as_u16());
            tracing::debug!(request_id = id, method = %self.method, route = route(pattern), status, ms = self.ms(), "answered");
        }
        answer
    }

    fn refused(&self, problem: &Problem, pattern: impl Fn() -> Option<String>) -> HttpResponse {
        let id = self.given.clone().unwrap_or_else(RequestId::new);
        let mut answer = problem.render(&id);
        answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, NO_GUESSING);
        answer.headers_mut().insert(request_id::HEADER, id.header());
        let status = answer.status().as_u16();
        match problem.cause() {
            Some(cause) => {
                tracing::error!(request_id = %id, method = %self.method, route = route(pattern), status, ms = self.ms(), cause, "the service failed");
            }
            None => tracing::debug!(request_id = %id, method = %self.method, route = route(pattern), status, ms = self.ms(), "refused"),
        }
        answer
    }

    fn ms(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }
}

/// The route's pattern: what of an address may be logged.
fn route(pattern: impl Fn() -> Option<String>) -> String {
    pattern().unwrap_or_else(|| "-".to_owned())
}

async fn unless_it_panics<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(polled) => polled.map(Ok),
        Err(payload) => Poll::Ready(Err(Problem::panicked(payload.as_ref()))),
    })
    .await
}

fn problem_of<B>(answer: &mut HttpResponse<B>) -> Option<Problem> {
    let status = answer.status();
    let refused = status.is_client_error() || status.is_server_error();
    refused.then(|| answer.extensions_mut().remove::<Problem>().unwrap_or_else(|| Problem::of_status(status)))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        dev::Service,
        http::StatusCode,
        test::{TestRequest, call_service, init_service, read_body, try_call_service},
        web,
    };

    use super::*;

    async fn boom() -> HttpResponse {
        panic!("a secret cause")
    }

    async fn foreign() -> HttpResponse {
        HttpResponse::ServiceUnavailable().body("not in our shape")
    }

    macro_rules! app {
        () => {
            init_service(
                App::new()
                    .route("/boom", web::get().to(boom))
                    .route("/foreign", web::get().to(foreign))
                    .wrap_fn(|request, service| Asked::of(&request).answered(service.call(request))),
            )
            .await
        };
    }

    #[actix_web::test]
    async fn a_panic_is_an_internal_problem_that_keeps_its_cause_to_itself() {
        let app = app!();
        let request = TestRequest::get().uri("/boom").insert_header((request_id::HEADER, "test-1")).to_request();
        let error = try_call_service(&app, request).await.map(drop).expect_err("a panic has no request left to answer");
        let answer = error.error_response();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = actix_web::body::to_bytes(answer.into_body()).await.expect("a body in memory");
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains(r#""code":"internal""#) && body.contains(r#""request_id":"test-1""#), "{body}");
        assert!(!body.contains("secret"), "{body}");
    }

    #[actix_web::test]
    async fn an_answer_that_somebody_else_wrote_is_put_into_our_shape() {
        let app = app!();
        for (uri, code) in [("/foreign", "internal"), ("/nowhere", "unknown_route")] {
            let answer = call_service(&app, TestRequest::get().uri(uri).to_request()).await;
            assert_eq!(answer.headers().get("content-type").map(HeaderValue::as_bytes), Some(&b"application/problem+json"[..]));
            let body = read_body(answer).await;
            assert!(String::from_utf8_lossy(&body).contains(code), "{body:?}");
        }
    }
}
