//! `carereach user`: the operator's way to accounts, for the first administrator and for whoever is locked out.

use std::io::Read;

use super::{DatabaseArg, Failure, table};
use crate::{
    domain::{account::Account, permission::Caller},
    registry::{AccountChange, NewAccount, Records, SeedDivisions, WishedGrant, setup_path},
    storage::Open,
};

#[derive(clap::Subcommand)]
pub enum User {
    /// Add an account; prints a one-time link that sets its password
    Add(Add),
    /// Give an account a new password; prints a one-time link that sets it
    Passwd(Passwd),
    /// Link an account to what a provider of OpenID Connect calls somebody, or unlink it
    Link(Link),
    /// List the accounts
    List(List),
}

#[derive(clap::Args)]
pub struct Add {
    #[command(flatten)]
    database: DatabaseArg,
    /// What it signs in with
    login: String,
    /// Who or what it is; the login by default
    #[arg(long)]
    name: Option<String>,
    /// A role, and where it holds: all, a division's code, or unit:CODE; may be repeated
    #[arg(long = "role", value_name = "ROLE[=WHERE]", value_parser = grant)]
    roles: Vec<WishedGrant>,
    #[command(flatten)]
    more: More,
}

#[derive(clap::Args)]
pub struct Passwd {
    #[command(flatten)]
    database: DatabaseArg,
    /// What it signs in with
    login: String,
    #[command(flatten)]
    more: More,
}

#[derive(clap::Args)]
pub struct Link {
    #[command(flatten)]
    database: DatabaseArg,
    /// What it signs in with
    login: String,
    /// The subject, as the provider writes it
    #[arg(long, required_unless_present = "none", requires = "issuer")]
    subject: Option<String>,
    /// Take the link away, which ends the account's sessions
    #[arg(long, conflicts_with = "subject")]
    none: bool,
    /// The provider, as given to serve
    #[arg(long = "oidc-issuer", env = "CAREREACH_OIDC_ISSUER", value_name = "URL")]
    issuer: Option<String>,
    /// How to answer
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(clap::Args)]
struct More {
    /// Read the password from standard input instead of printing a link
    #[arg(long)]
    password_stdin: bool,
    /// How to answer
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(clap::Args)]
pub struct List {
    #[command(flatten)]
    database: DatabaseArg,
    /// How to answer
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// How a list is given out.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For machines.
    Json,
}

impl User {
    pub fn run(self) -> Result<(), Failure> {
        match self {
            User::Add(add) => add.run(),
            User::Passwd(passwd) => passwd.run(),
            User::Link(link) => link.run(),
            User::List(list) => list.run(),
        }
    }
}

impl Add {
    fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Create, SeedDivisions::Shaanxi)?;
        let new = NewAccount { name: self.name.unwrap_or_else(|| self.login.clone()), login: self.login, grants: self.roles };
        let (account, token) = if self.more.password_stdin {
            (records.add_account_with_password(&Caller::operator(), &new, &password()?)?, None)
        } else {
            let (account, token) = records.add_account(&Caller::operator(), &new)?;
            (account, Some(token))
        };
        tell(&account, token, self.more.format);
        Ok(())
    }
}

impl Passwd {
    fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let account = records.account_with_login(&Caller::operator(), &self.login)?;
        let token = if self.more.password_stdin {
            records.set_password(&Caller::operator(), &account.id, &password()?)?;
            None
        } else {
            Some(records.reset_account(&Caller::operator(), &account.id)?)
        };
        tell(&account, token, self.more.format);
        Ok(())
    }
}

impl Link {
    fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let account = records.account_with_login(&Caller::operator(), &self.login)?;
        let change = AccountChange { oidc_subject: Some(self.subject), oidc_issuer: self.issuer, ..AccountChange::default() };
        let account = records.change_account(&Caller::operator(), &account.id, None, &change)?;
        if self.format == Format::Json {
            println!("{}", serde_json::json!({ "account": as_json(&account) }));
            return Ok(());
        }
        match account.issuer_and_subject() {
            Some((issuer, subject)) => println!("account {} is linked to {subject} at {issuer}", account.login),
            None => println!("account {} is not linked to any provider", account.login),
        }
        Ok(())
    }
}

impl List {
    fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let accounts = records.accounts(&Caller::operator())?;
        if self.format == Format::Json {
            let items: Vec<_> = accounts.iter().map(as_json).collect();
            println!("{}", serde_json::json!({ "items": items }));
        } else {
            let rows: Vec<Vec<String>> = accounts.iter().map(as_row).collect();
            print!("{}", table::lines(&["login", "name", "roles", "state", "last sign-in"], &rows));
        }
        Ok(())
    }
}

/// Says which account it was and how its password is set.
fn tell(account: &Account, token: Option<String>, format: Format) {
    let link = token.map(|token| setup_path(&token));
    if format == Format::Json {
        println!("{}", serde_json::json!({ "account": as_json(account), "setup_link": link }));
        return;
    }
    println!("account {} ({})", account.login, account.name);
    match link {
        Some(link) => println!("open this behind the address of the service within 24 hours, once, to set the password:\n  {link}"),
        None => println!("its password is set"),
    }
}

fn as_json(account: &Account) -> serde_json::Value {
    serde_json::json!({
        "id": account.id,
        "login": account.login.as_str(),
        "name": account.name,
        "grants": account.grants.iter().map(|grant| {
            serde_json::json!({ "role": grant.role, "jurisdiction": grant.jurisdiction.to_string() })
        }).collect::<Vec<_>>(),
        "disabled": account.disabled,
        "locked_until": account.locked_until,
        "second_factor": account.second_factor,
        "oidc_issuer": account.issuer_and_subject().map(|(issuer, _)| issuer),
        "oidc_subject": account.issuer_and_subject().map(|(_, subject)| subject),
        "last_sign_in_at": account.last_sign_in_at,
    })
}

fn as_row(account: &Account) -> Vec<String> {
    let roles: Vec<String> = account.grants.iter().map(|grant| format!("{}={}", grant.role, grant.jurisdiction)).collect();
    let state = match (account.disabled, account.has_password, &account.oidc_subject) {
        (true, ..) => "disabled",
        (false, false, None) => "no password yet",
        (false, true, None) => "active",
        (false, _, Some(_)) => "active, linked",
    };
    let last = account.last_sign_in_at.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string());
    vec![account.login.to_string(), account.name.clone(), roles.join(", "), state.to_owned(), last]
}

/// One line of standard input.
fn password() -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().take(4096).read_to_string(&mut text);
    read.map_err(|error| Failure::Input(format!("no password can be read from standard input: {error}")))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn grant(text: &str) -> Result<WishedGrant, String> {
    let (role, jurisdiction) = text.split_once('=').unwrap_or((text, "all"));
    Ok(WishedGrant { role: role.trim().to_owned(), jurisdiction: jurisdiction.trim().to_owned() })
}
