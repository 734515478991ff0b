//! `carereach sample`: the sample city as files that `import` reads.

use std::{fs, io::Write, path::PathBuf};

use super::{Failure, files::write_whole};
use crate::{
    exchange::{self, ExportOptions},
    registry::SAMPLE_NOTICE,
    sample::{SampleCity, SampleOptions, sample_city},
};

#[derive(clap::Args)]
pub struct Sample {
    /// The folder to write into; made when missing
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The same number makes the same city
    #[arg(long, default_value_t = SampleOptions::default().seed)]
    seed: u64,
    /// How many people live in it
    #[arg(long, default_value_t = SampleOptions::default().people, value_parser = clap::value_parser!(u64).range(1_000..=MOST_PEOPLE))]
    people: u64,
    /// How many facilities; as many as suit the people by default
    #[arg(long, value_parser = at_most_ten_million)]
    facilities: Option<usize>,
    /// How many demand cells; as many as suit the people by default
    #[arg(long, value_parser = at_most_ten_million)]
    cells: Option<usize>,
}

/// A city of more people is no city, and would not fit a machine.
pub const MOST_PEOPLE: u64 = 50_000_000;

fn at_most_ten_million(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number <= 10_000_000).ok_or_else(|| "expected a whole number up to 10000000".to_owned())
}

impl Sample {
    pub fn run(self) -> Result<(), Failure> {
        let options = SampleOptions { seed: self.seed, people: self.people, facilities: self.facilities, cells: self.cells };
        let city = sample_city(&options);
        fs::create_dir_all(&self.to).map_err(|error| Failure::Other(format!("{}: cannot be made: {error}", self.to.display())))?;
        self.write(&city)?;
        let dir = self.to.display();
        println!(
            "{} divisions, {} organizations, {} facilities, {} demand cells with {} people (示例数据, made up) in {dir}\nbring them in with:",
            city.divisions.len(),
            city.organizations.len(),
            city.facilities.len(),
            city.demand.cells.len(),
            self.people
        );
        for (what, file) in [
            ("divisions", "divisions.geojson"),
            ("organizations", "organizations.csv"),
            ("facilities", "facilities.csv"),
            ("demand", "demand.csv"),
            ("base-map", "base-map.geojson"),
        ] {
            println!("  carereach import {what} {dir}/{file} --datum wgs84");
        }
        Ok(())
    }

    fn write(&self, city: &SampleCity) -> Result<(), Failure> {
        let how = ExportOptions { notice: Some(SAMPLE_NOTICE), with_protected: true, is_protected: &|_| false, contacts: None };
        let notice = Some(SAMPLE_NOTICE);
        self.file("divisions.geojson", |to| exchange::write_divisions_geojson(to, city.divisions.iter(), notice))?;
        self.file("organizations.csv", |to| {
            let site = |id: &str| city.sites.iter().find(|site| site.id.as_str() == id);
            exchange::write_organizations_csv(to, city.organizations.iter().map(|one| (one, site(one.id.as_str()))), &how)
        })?;
        self.file("facilities.csv", |to| exchange::write_facilities_csv(to, city.facilities.iter(), &how))?;
        self.file("demand.csv", |to| exchange::write_demand_csv(to, &city.demand.groups, city.demand.cells.iter(), notice))?;
        self.file("base-map.geojson", |to| exchange::write_base_map_geojson(to, city.base.iter(), notice))
    }

    fn file(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> Result<(), exchange::WriteError>) -> Result<(), Failure> {
        write_whole(&self.to.join(name), |to| write(to).map_err(|error| Failure::Other(format!("{name}: {error}"))))
    }
}
