//! `carereach serve`: the service with its web page.

use std::{io::Write, net::SocketAddr};

use super::{DatabaseArg, Failure};
use crate::{
    config::{BasemapArgs, Config, DEFAULT_LISTEN, GeocoderArgs, OidcArgs, TlsArgs},
    domain::position::AreaChoice,
    registry::{Records, SeedDivisions, setup_path},
    startup::{self, Running},
    storage::Open,
};

#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    database: DatabaseArg,
    /// Address and port to listen on
    #[arg(long, env = "CAREREACH_LISTEN", default_value = DEFAULT_LISTEN, value_name = "ADDR")]
    listen: SocketAddr,
    /// Where places may lie: W,S,E,N in degrees, or none; by default as the setting `area` says, otherwise Shaanxi's bounds
    #[arg(long, env = "CAREREACH_AREA", value_name = "W,S,E,N|none")]
    area: Option<AreaChoice>,
    #[command(flatten)]
    basemap: BasemapArgs,
    #[command(flatten)]
    tls: TlsArgs,
    #[command(flatten)]
    oidc: OidcArgs,
    #[command(flatten)]
    geocoder: GeocoderArgs,
}

impl Serve {
    pub fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Create, SeedDivisions::Shaanxi)?;
        let first = records.first_start()?;
        let area = records.area(self.area)?;
        let config = Config { listen: self.listen, area, basemap: self.basemap, tls: self.tls, oidc: self.oidc, geocoder: self.geocoder };
        serve(&config, records, |running| {
            let url = &running.url;
            let mut text = format!("carereach is at {url} (registry: {}); stop it with Ctrl-C\n", self.database.database);
            if let Some(token) = first {
                let link = setup_path(&token);
                text += &format!("nobody administers this registry yet: open this within 24 hours, once\n  {url}{link}\n");
            }
            say(&text);
        })
    }
}

/// Runs the service until it is stopped; `up` is told when it answers.
pub fn serve(config: &Config, records: Records, up: impl FnOnce(&Running)) -> Result<(), Failure> {
    actix_web::rt::System::new().block_on(async {
        let running = startup::start(config, records)?;
        up(&running);
        running.server.await.map_err(|error| Failure::Other(format!("the server stopped: {error}")))
    })
}

/// Says something to whoever started the service, in one piece. Nobody may be listening, which is no reason to stop.
pub fn say(text: &str) {
    let mut out = std::io::stdout();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
