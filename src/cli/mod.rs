//! The command line, one file a command. People get tables; machines get JSON on standard output.
//!
//! Exit 0: done, also when some rows were refused; 2: the input or the call is wrong; 1: anything else.

mod access;
mod backup;
mod bands;
mod check;
mod coverage;
mod demo;
mod export;
mod files;
mod ground;
mod import;
mod import_osm;
mod nearest;
mod people;
mod plain;
mod progress;
mod report;
mod restore;
mod roads;
mod sample;
mod serve;
mod site;
mod site_answer;
mod table;
mod token;
mod undo;
mod user;
mod zones;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{config::DEFAULT_DATABASE, exchange::ReadError, registry::RegistryError, startup::StartError, storage::DatabaseUrl, telemetry};

/// A registry of community-care facilities with a map: whom they reach, whom they miss, what to build next.
#[derive(Parser)]
#[command(name = "carereach", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service with its web page
    Serve(serve::Serve),
    /// Run the service on a sample city (示例数据), thrown away at the end
    Demo(demo::Demo),
    /// Write the sample city as files that `import` reads
    Sample(sample::Sample),
    /// Accounts: add, list, new password, link to a provider
    #[command(subcommand)]
    User(user::User),
    /// API tokens for other programs: add, list, revoke
    #[command(subcommand)]
    Token(token::Token),
    /// Bring a file into the registry
    Import(import::Import),
    /// Take a whole import out again
    Undo(undo::Undo),
    /// Write the registry to a file
    Export(export::Export),
    /// The nearest places to a point or to each of many
    Nearest(nearest::Nearest),
    /// People within reach, in bands and by zone
    Coverage(coverage::Coverage),
    /// How well people are served where places share their supply (2SFCA, E2SFCA, Gaussian, gravity)
    Access(access::Access),
    /// Where new sites should open (LSCP, MCLP, capacitated MCLP, p-median, p-center), proven or with a bound
    Site(site::Site),
    /// Make a plan's hand-in again from the hash that stands in it
    Report(report::Report),
    /// Write the whole registry into one file, while the service runs
    Backup(backup::Backup),
    /// Bring a backup into a new registry, in SQLite or PostgreSQL
    Restore(restore::Restore),
    /// Verify the registry: its chain of changes, references, points, tables
    Check(check::Check),
}

/// Where the registry is kept.
#[derive(clap::Args)]
struct DatabaseArg {
    /// The registry, sqlite:PATH
    #[arg(long, env = "CAREREACH_DATABASE", default_value = DEFAULT_DATABASE, value_name = "URL")]
    database: DatabaseUrl,
}

/// Why a command did not do its work.
#[derive(Debug)]
enum Failure {
    /// The input or the call is wrong: exit 2.
    Input(String),
    /// Anything else: exit 1.
    Other(String),
}

impl From<RegistryError> for Failure {
    fn from(error: RegistryError) -> Self {
        if error.is_callers() { Failure::Input(error.to_string()) } else { Failure::Other(error.to_string()) }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Failure::Input(error.to_string())
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Registry(error) => error.into(),
            StartError::Basemap(error) => Failure::Input(error.to_string()),
            StartError::Tls(error) => Failure::Input(error.to_string()),
            StartError::Provider(error) => Failure::Input(error.to_string()),
            StartError::Geocoder(error) => Failure::Input(error.to_string()),
            StartError::Listen { .. } | StartError::Server(_) => Failure::Other(error.to_string()),
        }
    }
}

/// Parses the command line and runs the command.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start();
    let done = match cli.command {
        Command::Serve(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Sample(command) => command.run(),
        Command::User(command) => command.run(),
        Command::Token(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Undo(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Nearest(command) => command.run(),
        Command::Coverage(command) => command.run(),
        Command::Access(command) => command.run(),
        Command::Site(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Check(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
        Err(Failure::Other(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
