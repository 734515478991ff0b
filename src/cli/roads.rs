//! Walking at the command line: how distance is measured, and the streets of a map file where no registry is asked.

use std::path::{Path, PathBuf};

use super::{Failure, import_osm::MapFile, nearest::metres, progress::Progress};
use crate::{
    analysis::roads::{Estimate, Network, Speeds, Walker},
    domain::street::{By, Manner, Pace, Profile},
    exchange::read_osm_streets,
    registry::{ESTIMATED_METHOD, MEASURED_METHOD},
};

/// How distance is measured.
#[derive(clap::Args)]
pub struct RoadArgs {
    /// How distance is measured: straight, or on foot: walk, elder, step-free. With --roads walk unless told otherwise
    #[arg(long, value_parser = by)]
    by: Option<By>,
    /// The streets, from a map file (.osm.pbf or .osm) instead of the registry's map
    #[arg(long, value_name = "FILE", conflicts_with = "plane", conflicts_with = "costs")]
    roads: Option<PathBuf>,
    /// Farthest that a place may lie from the street it attaches to, in metres (with --roads)
    #[arg(long, value_name = "M", value_parser = metres, allow_negative_numbers = true, requires = "roads")]
    attach: Option<f64>,
}

fn by(text: &str) -> Result<By, String> {
    By::parse(text).ok_or_else(|| format!("expected {}", By::ALL.map(By::code).join(", ")))
}

impl RoadArgs {
    /// The way that was asked for.
    pub fn by(&self) -> By {
        self.by.unwrap_or(if self.roads.is_some() { By::OnFoot(Profile::Walk) } else { By::Straight })
    }

    /// Refuses a map where the registry has its own.
    pub fn on_registry(&self) -> Result<By, Failure> {
        match &self.roads {
            Some(_) => {
                Err(Failure::Input("--roads is for plain files: the registry walks on its own map; import it with `import osm`".to_owned()))
            }
            None => Ok(self.by()),
        }
    }

    /// The streets of the map file, where one is given and somebody walks.
    pub fn network(&self) -> Result<Option<Network>, Failure> {
        match (&self.roads, self.by()) {
            (Some(_), By::Straight) => {
                Err(Failure::Input("--roads with --by straight: nobody walks a straight line; leave one of the two out".to_owned()))
            }
            (Some(path), By::OnFoot(_)) => read_network(path).map(Some),
            (None, By::OnFoot(_)) => {
                eprintln!(
                    "note: no --roads: distances on foot are straight lines times {} (an estimate, 估算)",
                    Pace::default().detour_factor()
                );
                Ok(None)
            }
            (None, By::Straight) => Ok(None),
        }
    }

    /// Measuring like this, at the usual pace.
    pub fn manner(&self) -> Manner {
        let pace = Pace::default();
        let attach_m = self.attach.unwrap_or(pace.attach_m());
        Manner { by: self.by(), pace: Pace::new(Profile::ALL.map(|profile| pace.kmh(profile)), attach_m, pace.detour_factor()) }
    }

    /// Somebody who walks on the streets, where there are any.
    pub fn walker<'n>(&self, network: Option<&'n Network>) -> Option<Walker<'n>> {
        let By::OnFoot(profile) = self.by() else { return None };
        Some(Walker::new(network?, profile, &Speeds::from(self.manner().pace)))
    }

    /// How distances on foot are worked out; none for straight lines.
    pub fn method(&self) -> Option<&'static str> {
        let walks = self.by() != By::Straight;
        walks.then_some(if self.roads.is_some() { MEASURED_METHOD } else { ESTIMATED_METHOD })
    }

    /// What stands in for streets, where somebody walks.
    pub fn estimate(&self) -> Option<Estimate> {
        let By::OnFoot(profile) = self.by() else { return None };
        Some(Estimate::of(self.manner().pace, profile))
    }
}

/// Why a place cannot be walked to or from.
pub const ON_NO_ROAD: &str = "on no road: no street that people may walk within --attach metres, or only behind what nobody crosses";

fn read_network(path: &Path) -> Result<Network, Failure> {
    let file = MapFile::of(path)?;
    let bar = Progress::new("streets");
    let read = file.with_source(|source| read_osm_streets(source, &|done, total| bar.at(done as usize, total as usize)));
    bar.done();
    let (streets, report) = read.map_err(|error| Failure::Input(error.to_string()))?;
    for problem in &report.problems {
        eprintln!("note: {}: {} x {}: {}", path.display(), problem.count, problem.code, problem.what);
    }
    if streets.ways.is_empty() {
        return Err(Failure::Input(format!("{}: there is no street in the map that people may walk", path.display())));
    }
    Ok(Network::build(&streets))
}
