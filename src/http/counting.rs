//! Who asks for counts of people? The registry for one request, with how its small counts are told.

use std::{future::Future, pin::Pin};

use actix_web::{Error, FromRequest, HttpRequest, dev::Payload, web};

use super::{AppState, Problem, etag::Live, permit::Asker};
use crate::{domain::permission::Caller, registry::CoverageQuestion};

/// The registry for a request that counts people.
pub struct Counting {
    /// Answers the question; its tag tells apart what different callers are told.
    pub live: Live,
    /// What the answer depends on besides the question.
    pub terms: String,
    caller: Caller,
}

impl Counting {
    /// What anybody is told, of answers that count nobody.
    pub fn by_anybody(live: Live) -> Counting {
        Counting { live, terms: String::new(), caller: Caller::public() }
    }

    /// Who asks.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Who counts people, where the answer depends on more than the registry and the question: `besides` says on what.
    pub async fn of(request: &HttpRequest, besides: &str) -> Result<Counting, Error> {
        let Asker(caller) = Asker::extract(request).await?;
        let state = request.app_data::<web::Data<AppState>>();
        let state = state.ok_or_else(|| Problem::internal("the server was started without its state"))?;
        let mut terms = state.registry.small_count_terms(&caller);
        if !besides.is_empty() {
            // What else depends on who asks depends on all that one may do.
            terms = format!("{terms} {besides} {caller:?}");
        }
        let live = Live::told(request, &terms, caller.account_id().is_some()).await?;
        Ok(Counting { live, terms, caller })
    }

    /// Lets a question be answered as whoever asks may know it.
    pub fn tell(&self, question: &mut CoverageQuestion) {
        question.small_counts = self.live.state.registry.small_counts(&self.caller, &self.live.snapshot, question);
    }
}

impl FromRequest for Counting {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Counting, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Counting::of(&request, "").await })
    }
}
