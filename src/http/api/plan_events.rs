//! `GET /api/v1/plans/{id}/events`: how far is a siting run? Told as server-sent events while it goes on.
//!
//! The latest state at once, then whatever has changed since, at most five times a second, and `done` at the end. A run is looked at,
//! never asked to wait: a reader that is slow misses states and no more.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BodySize, MessageBody},
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue},
    rt::time::{Interval, interval},
    web::{self, Bytes, Path},
};

use super::{
    openapi::{NotThere, PrivateRefusals},
    work,
};
use crate::{
    domain::siting_run::RunState,
    http::{AppState, Problem, permit::Asker, query::Query},
    registry::{Following, RunItem},
};

/// How often a run is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// So many looks without any news, and a line is sent that says nothing, so that proxies keep the connection.
const QUIET_LOOKS: u32 = 75;

/// Progress of a siting run: events `progress` with `best`, `bound`, `gap`, `seconds`, then `done` with the run.
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/events", tag = "planning", params(("id" = String, Path, description = "Id of the plan")),
    responses((status = 200, description = "Server-sent events", body = String, content_type = "text/event-stream"), PrivateRefusals, NotThere)
)]
pub async fn follow_plan(
    state: web::Data<AppState>,
    asker: Asker,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let following = work(move || Ok(registry.follow_run(&asker.0, &id)?)).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("text/event-stream")));
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    // What is packed waits for more: events are sent as they are.
    answer.insert_header((CONTENT_ENCODING, HeaderValue::from_static("identity")));
    answer.insert_header(("x-accel-buffering", HeaderValue::from_static("no")));
    Ok(answer.body(Events { following, looks: interval(LOOK_EVERY), said: None, quiet: 0, over: false }))
}

/// The events of one run, made as they are read.
struct Events {
    following: Following,
    looks: Interval,
    /// What was said last.
    said: Option<String>,
    quiet: u32,
    over: bool,
}

impl Events {
    /// What there is to say now, if anything.
    fn say(&mut self) -> Option<Bytes> {
        let item = self.following.item();
        if !self.following.goes_on() {
            self.over = true;
            return Some(event("done", &serde_json::to_string(&item).unwrap_or_default()));
        }
        let told = item.map(|item| (news(&item), event("progress", &progress(&item))));
        match told {
            Some((news, event)) if self.said.as_ref() != Some(&news) => {
                (self.said, self.quiet) = (Some(news), 0);
                Some(event)
            }
            _ => {
                self.quiet += 1;
                if self.quiet.is_multiple_of(QUIET_LOOKS) { Some(Bytes::from_static(b": still at it\n\n")) } else { None }
            }
        }
    }
}

impl MessageBody for Events {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.over {
            return Poll::Ready(None);
        }
        loop {
            if self.looks.poll_tick(context).is_pending() {
                return Poll::Pending;
            }
            if let Some(bytes) = self.say() {
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
    }
}

/// What makes one state differ from another; time alone does not.
fn news(item: &RunItem) -> String {
    format!("{:?} {:?} {:?}", item.objective, item.bound, item.gap)
}

fn progress(item: &RunItem) -> String {
    debug_assert!(item.state == RunState::Running || item.why_failed.is_none());
    serde_json::json!({ "best": item.objective, "bound": item.bound, "gap": item.gap, "seconds": item.seconds }).to_string()
}

fn event(name: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}
