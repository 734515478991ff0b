//! `carereach demo`: the service on a sample city that is gone when it stops.

use std::net::SocketAddr;

use chrono::TimeDelta;

use super::{
    Failure,
    sample::MOST_PEOPLE,
    serve::{say, serve},
    table,
};
use crate::{
    config::{BasemapArgs, Config, DEFAULT_LISTEN, GeocoderArgs, OidcArgs, TlsArgs},
    registry::{Records, SampleAccount},
    sample::{SampleOptions, sample_city},
};

/// How old the sample registry claims to be.
const AGE_DAYS: i64 = 180;

#[derive(clap::Args)]
pub struct Demo {
    /// Address and port to listen on
    #[arg(long, env = "CAREREACH_LISTEN", default_value = DEFAULT_LISTEN, value_name = "ADDR")]
    listen: SocketAddr,
    /// The same number makes the same city
    #[arg(long, default_value_t = SampleOptions::default().seed)]
    seed: u64,
    /// How many people live in it
    #[arg(long, default_value_t = SampleOptions::default().people, value_parser = clap::value_parser!(u64).range(1_000..=MOST_PEOPLE))]
    people: u64,
    #[command(flatten)]
    basemap: BasemapArgs,
}

impl Demo {
    pub fn run(self) -> Result<(), Failure> {
        eprintln!("making the sample city (示例数据) ...");
        let city = sample_city(&SampleOptions { seed: self.seed, people: self.people, ..SampleOptions::default() });
        let age = TimeDelta::days(AGE_DAYS);
        let records = Records::open_sample(age)?;
        records.take_sample_with_past(&city, age)?;
        let accounts = records.add_sample_accounts()?;
        let config = Config {
            listen: self.listen,
            area: None,
            basemap: self.basemap,
            tls: TlsArgs::default(),
            oidc: OidcArgs::default(),
            geocoder: GeocoderArgs::default(),
        };
        serve(&config, records, |running| {
            let address = running.address;
            say(&format!(
                "the sample city (示例数据) is at http://{address}; it is gone when you stop it with Ctrl-C\n\n{}",
                console_table(&accounts)
            ));
        })
    }
}

/// The sample accounts with their passwords, for the console alone.
fn console_table(accounts: &[SampleAccount]) -> String {
    let rows: Vec<Vec<String>> = accounts.iter().map(|account| vec![account.login.clone(), account.password.clone()]).collect();
    format!("sample accounts (示例账号), gone with it:\n{}", table::lines(&["login 账号", "password 密码"], &rows))
}
