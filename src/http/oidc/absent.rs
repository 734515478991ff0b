//! What does a build without the feature `oidc` say? That there is no signing in by OpenID Connect here.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::{ProviderChoice, ProviderError, not_set_up};
use crate::http::{AppState, Problem, query::Query};

/// A provider, of which there is none in this build.
#[derive(Debug)]
pub enum Provider {}

impl Provider {
    /// Refuses whatever is chosen.
    pub fn open(_: &ProviderChoice) -> Result<Provider, ProviderError> {
        Err(ProviderError::Absent)
    }

    /// Its address.
    pub fn issuer(&self) -> &str {
        match *self {}
    }
}

/// Refuses.
pub async fn begin(_: &HttpRequest, _: &Data<AppState>, _: Option<String>) -> Result<HttpResponse, Problem> {
    Err(not_set_up())
}

/// Refuses.
pub async fn finish(_: &HttpRequest, _: &Data<AppState>, _: Query<'_>) -> Result<HttpResponse, Problem> {
    Err(not_set_up())
}
