//! `/api/v1/settings`: what an installation tunes, with where each default comes from.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Items,
    openapi::{PrivateRefusals, VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::{Json, if_match},
        permit::Asker,
        private::{private, private_with},
        query::Query,
    },
    registry::SettingItem,
};

/// Another value of a setting.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingChange {
    /// The value; of the same sort as the one before.
    #[schema(value_type = serde_json::Value)]
    value: serde_json::Value,
    /// Why.
    reason: Option<String>,
}

/// Every setting, in its order.
#[utoipa::path(
    get, path = "/api/v1/settings", tag = "administration",
    responses((status = 200, description = "The settings", body = Items<SettingItem>), PrivateRefusals)
)]
pub async fn list_settings(request: HttpRequest, state: Data<AppState>, asker: Asker) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    private(&Items { items: work(move || Ok(registry.setting_items(&asker.0)?)).await? })
}

/// Give a setting another value.
#[utoipa::path(
    patch, path = "/api/v1/settings/{key}", tag = "administration", request_body = SettingChange,
    params(("key" = String, Path, description = "Key of the setting")),
    responses((status = 200, description = "The setting", body = SettingItem), WriteRefusals, VersionRefusals)
)]
pub async fn patch_setting(
    request: HttpRequest,
    state: Data<AppState>,
    asker: Asker,
    key: Path<String>,
    body: Json<SettingChange>,
) -> Result<HttpResponse, Problem> {
    let version = if_match(&request)?;
    let registry = state.registry.clone();
    let SettingChange { value, reason } = body.0;
    let item = work(move || Ok(registry.change_setting(&asker.0, &key, version, &value, reason)?)).await?;
    private_with(StatusCode::OK, Some(item.version), &item)
}
