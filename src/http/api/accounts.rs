//! `/api/v1/accounts`: who works with the registry, kept by administrators.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    openapi::{NotThere, PrivateRefusals, VersionRefusals, WriteRefusals},
    work,
};
use crate::{
    http::{
        AppState, Problem,
        body::{Json, if_match},
        parameters::{CURSOR, NAME, PAGE, ROLE, parameters},
        permit::Asker,
        private::{done, private, private_with},
        query::Query,
    },
    registry::{AccountChange, AccountItem, NewAccount, Page, setup_path},
};

parameters!(Accounts: NAME, ROLE, PAGE, CURSOR);

/// A new account and how its password is set.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct AccountMade {
    /// The account.
    account: AccountItem,
    /// The path of a one-time link that sets the password; it holds for a day.
    setup_link: String,
}

/// How a password is set anew.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct SetupLink {
    /// The path of a one-time link that sets the password; it holds for a day.
    setup_link: String,
}

/// A page of accounts, by login.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "administration", params(Accounts),
    responses((status = 200, description = "A page of accounts", body = Page<AccountItem>), PrivateRefusals)
)]
pub async fn list_accounts(request: HttpRequest, state: Data<AppState>, asker: Asker) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, Accounts::ALL)?;
    let (text, role) = (NAME.read(&mut query), ROLE.read(&mut query));
    let (cursor, limit) = (CURSOR.read(&mut query), PAGE.read(&mut query));
    query.done()?;
    let registry = state.registry.clone();
    private(&work(move || Ok(registry.account_page(&asker.0, text.as_deref(), role, (cursor.as_deref(), limit))?)).await?)
}

/// Add an account; it has no password before somebody opens the link.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "administration", request_body = NewAccount,
    responses((status = 201, description = "The account and its link", body = AccountMade), WriteRefusals)
)]
pub async fn create_account(state: Data<AppState>, asker: Asker, body: Json<NewAccount>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    let made = work(move || {
        let (account, token) = registry.records().add_account(&asker.0, &body.0)?;
        Ok(AccountMade { account: registry.account_item(account), setup_link: setup_path(&token) })
    })
    .await?;
    private_with(StatusCode::CREATED, Some(made.account.version), &made)
}

/// One account as it is now.
#[utoipa::path(
    get, path = "/api/v1/accounts/{id}", tag = "administration", params(("id" = String, Path, description = "Id of the account")),
    responses((status = 200, description = "The account", body = AccountItem), PrivateRefusals, NotThere)
)]
pub async fn get_account(request: HttpRequest, state: Data<AppState>, asker: Asker, id: Path<String>) -> Result<HttpResponse, Problem> {
    Query::read(&request, &[])?.done()?;
    let registry = state.registry.clone();
    let item = work(move || Ok(registry.account_item(registry.records().account(&asker.0, &id)?))).await?;
    private_with(StatusCode::OK, Some(item.version), &item)
}

/// Change an account's name or roles, link it to a provider's subject, or disable it, which ends its sessions.
#[utoipa::path(
    patch, path = "/api/v1/accounts/{id}", tag = "administration", request_body = AccountChange,
    params(("id" = String, Path, description = "Id of the account")),
    responses((status = 200, description = "The account", body = AccountItem), WriteRefusals, VersionRefusals)
)]
pub async fn patch_account(
    request: HttpRequest,
    state: Data<AppState>,
    asker: Asker,
    id: Path<String>,
    body: Json<AccountChange>,
) -> Result<HttpResponse, Problem> {
    let version = if_match(&request)?;
    let registry = state.registry.clone();
    let change = AccountChange { oidc_issuer: state.settings.provider.as_ref().map(|provider| provider.issuer().to_owned()), ..body.0 };
    let item = work(move || Ok(registry.account_item(registry.records().change_account(&asker.0, &id, version, &change)?))).await?;
    private_with(StatusCode::OK, Some(item.version), &item)
}

/// Take an account's password and second factor away and end its sessions; the link sets a new one.
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/reset", tag = "administration", params(("id" = String, Path, description = "Id of the account")),
    responses((status = 200, description = "The link", body = SetupLink), WriteRefusals, NotThere)
)]
pub async fn reset_account(state: Data<AppState>, asker: Asker, id: Path<String>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    let token = work(move || Ok(registry.records().reset_account(&asker.0, &id)?)).await?;
    private(&SetupLink { setup_link: setup_path(&token) })
}

/// Let an account try again that was locked after too many wrong passwords.
#[utoipa::path(
    post, path = "/api/v1/accounts/{id}/unlock", tag = "administration", params(("id" = String, Path, description = "Id of the account")),
    responses((status = 204, description = "Unlocked"), WriteRefusals, NotThere)
)]
pub async fn unlock_account(state: Data<AppState>, asker: Asker, id: Path<String>) -> Result<HttpResponse, Problem> {
    let registry = state.registry.clone();
    work(move || Ok(registry.records().unlock_account(&asker.0, &id)?)).await?;
    Ok(done())
}
