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
        Method, StatusCode,
        header::{HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
};

use super::{
    Problem,
    request_id::{self, RequestId},
};

/// Headers that every answer carries.
const SAFE: [(HeaderName, HeaderValue); 2] =
    [(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")), (REFERRER_POLICY, HeaderValue::from_static("same-origin"))];

/// A request on its way.
pub struct Asked {
    id: RequestId,
    method: Method,
    began: Instant,
}

impl Asked {
    /// Takes down what will be needed when the answer is there.
    pub fn of(request: &ServiceRequest) -> Asked {
        Asked { id: RequestId::of(request.headers()), method: request.method().clone(), began: Instant::now() }
    }

    /// Waits for the answer and finishes it.
    ///
    /// 1. A panic becomes a problem.
    /// 2. A problem, or an error that this room did not write, is written as `application/problem+json`.
    /// 3. The request's name and the safe headers are added; one line goes to the log.
    pub async fn answered<B: MessageBody + 'static>(
        self,
        answer: impl Future<Output = Result<ServiceResponse<B>, Error>>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let problem = match unless_it_panics(answer).await {
            Ok(Ok(answer)) => {
                let (request, mut answer) = answer.into_parts();
                let problem = problem_of(&mut answer);
                self.log(|| request.match_pattern(), answer.status(), problem.as_ref());
                let answer = problem.map_or_else(|| answer.map_into_boxed_body(), |problem| problem.render(&self.id));
                return Ok(ServiceResponse::new(request, self.with_headers(answer)));
            }
            Ok(Err(error)) => problem_of(&mut error.error_response()).unwrap_or_else(|| Problem::internal(&error)),
            Err(problem) => problem,
        };
        // There is no request left to answer, so the error carries the answer.
        let answer = self.with_headers(problem.render(&self.id));
        self.log(|| None, answer.status(), Some(&problem));
        Err(InternalError::from_response(problem, answer).into())
    }

    fn with_headers(&self, mut answer: HttpResponse) -> HttpResponse {
        let headers = answer.headers_mut();
        headers.insert(request_id::HEADER, self.id.header());
        SAFE.into_iter().for_each(|(name, value)| headers.insert(name, value).for_each(drop));
        answer
    }

    /// Failures with their cause, everything else only for those who look closely.
    fn log(&self, pattern: impl Fn() -> Option<String>, status: StatusCode, problem: Option<&Problem>) {
        let Asked { id, method, began } = self;
        let route = || pattern().unwrap_or_else(|| "-".to_owned());
        let (status, ms) = (status.as_u16(), || began.elapsed().as_secs_f64() * 1000.0);
        if let Some(cause) = problem.and_then(Problem::cause) {
            tracing::error!(request_id = %id, %method, route = route(), status, ms = ms(), cause, "the service failed");
        } else if tracing::enabled!(tracing::Level::DEBUG) {
            tracing::debug!(request_id = %id, %method, route = route(), status, ms = ms(), "answered");
        }
    }
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
        let error = try_call_service(&app, request).await.err().expect("a panic has no request left to answer");
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
