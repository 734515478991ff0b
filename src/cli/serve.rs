//! `carereach serve`: the service with its web page.

use std::net::SocketAddr;

use super::{DatabaseArg, Failure};
use crate::{
    config::{AreaChoice, BasemapArgs, Config, DEFAULT_LISTEN},
    registry::{Records, SeedDivisions},
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
    /// Where places may lie: W,S,E,N in degrees, or none; Shaanxi's bounds by default
    #[arg(long, env = "CAREREACH_AREA", value_name = "W,S,E,N|none")]
    area: Option<AreaChoice>,
    #[command(flatten)]
    basemap: BasemapArgs,
}

impl Serve {
    pub fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Create, SeedDivisions::Shaanxi)?;
        let config = Config { listen: self.listen, area: self.area.unwrap_or_default().0, basemap: self.basemap };
        serve(&config, records, |running| {
            println!("carereach is at http://{} (registry: {}); stop it with Ctrl-C", running.address, self.database.database);
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
