//! `carereach token`: API tokens for other programs, kept by the operator.

use chrono::NaiveDate;

use super::{DatabaseArg, Failure, table, user::Format};
use crate::{
    domain::permission::Caller,
    registry::{NewToken, Records, SeedDivisions, TokenItem},
    storage::Open,
};

#[derive(clap::Subcommand)]
pub enum Token {
    /// Make a token of an account; it is shown once
    Add(Add),
    /// List all tokens
    List(List),
    /// Take a token's validity away
    Revoke(Revoke),
}

#[derive(clap::Args)]
pub struct Add {
    #[command(flatten)]
    database: DatabaseArg,
    /// The account's login; the token may do no more than it
    login: String,
    /// What it is for
    #[arg(long)]
    name: String,
    /// A right, such as read_records; may be repeated
    #[arg(long = "right", value_name = "RIGHT", required = true)]
    rights: Vec<String>,
    /// Where it holds: all, a division's code, or unit:CODE
    #[arg(long = "where", value_name = "WHERE", default_value = "all")]
    jurisdiction: String,
    /// The last day on which it holds; within a year
    #[arg(long, value_name = "DAY")]
    expires_on: NaiveDate,
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

#[derive(clap::Args)]
pub struct Revoke {
    #[command(flatten)]
    database: DatabaseArg,
    /// The token's id, as `list` shows it
    id: String,
}

impl Token {
    pub fn run(self) -> Result<(), Failure> {
        match self {
            Token::Add(add) => add.run(),
            Token::List(list) => list.run(),
            Token::Revoke(revoke) => {
                let records = Records::open(&revoke.database.database, Open::Existing, SeedDivisions::None)?;
                Ok(records.revoke_token(&Caller::operator(), &revoke.id)?)
            }
        }
    }
}

impl Add {
    fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let account = records.account_with_login(&Caller::operator(), &self.login)?;
        let new = NewToken { name: self.name, rights: self.rights, jurisdiction: self.jurisdiction, expires_on: self.expires_on };
        let made = records.add_token_for(&Caller::operator(), &account, &new)?;
        if self.format == Format::Json {
            println!("{}", serde_json::json!({ "token": made.token, "item": made.item }));
        } else {
            println!("{}\nit is shown this once; it holds until {}", made.token, new.expires_on);
        }
        Ok(())
    }
}

impl List {
    fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let tokens = records.tokens(&Caller::operator())?;
        if self.format == Format::Json {
            println!("{}", serde_json::json!({ "items": tokens }));
        } else {
            let rows: Vec<Vec<String>> = tokens.iter().map(as_row).collect();
            print!("{}", table::lines(&["id", "login", "name", "rights", "where", "until", "state"], &rows));
        }
        Ok(())
    }
}

fn as_row(token: &TokenItem) -> Vec<String> {
    let rights: Vec<&str> = token.rights.iter().map(|right| right.code()).collect();
    let until = token.expires_on.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let state = if token.revoked_at.is_some() { "revoked" } else { "holds" };
    vec![
        token.id.clone(),
        token.account.login.clone(),
        token.name.clone(),
        rights.join(", "),
        token.jurisdiction.clone(),
        until,
        state.to_owned(),
    ]
}
