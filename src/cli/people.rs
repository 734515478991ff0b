//! What does a call say about a file of people: whom it counts, for which year, by which definition?

use std::path::Path;

use super::Failure;
use crate::{exchange::ToldOfFigures, registry::PeopleOptions};

/// What is said about a file of people (demand only).
#[derive(clap::Args)]
pub struct People {
    /// Whom a population grid counts: population (everybody) unless told otherwise
    #[arg(long, value_name = "CODE")]
    group: Option<String>,
    /// Which band of a population grid holds the counts, from 1
    #[arg(long, value_name = "N")]
    band: Option<u16>,
    /// The table gives totals of divisions, to be spread over their buildings or ground
    #[arg(long)]
    spread: bool,
    /// The year that the figures stand for
    #[arg(long, value_parser = year, value_name = "YYYY")]
    year: Option<i32>,
    /// What the figures count (口径), for instance: residents by place, census 2020
    #[arg(long, value_name = "TEXT")]
    definition: Option<String>,
}

impl People {
    /// The first option that was given.
    fn given(&self) -> Option<&'static str> {
        let given = [
            ("--group", self.group.is_some()),
            ("--band", self.band.is_some()),
            ("--spread", self.spread),
            ("--year", self.year.is_some()),
            ("--definition", self.definition.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }

    /// Refuses options that say nothing about this file.
    pub fn check(&self, demand: bool, grid: bool) -> Result<(), Failure> {
        if let Some(option) = self.given().filter(|_| !demand) {
            return Err(Failure::Input(format!("{option} is for demand: it says what figures of people are")));
        }
        let of_grids = if self.group.is_some() { Some("--group") } else { self.band.map(|_| "--band") };
        if let Some(option) = of_grids.filter(|_| !grid) {
            return Err(Failure::Input(format!("{option} is for population grids (.tif): a table names whom it counts in its headings")));
        }
        if grid && self.spread {
            return Err(Failure::Input("--spread is for tables: a population grid says itself where people live".to_owned()));
        }
        Ok(())
    }

    /// The same as the registry takes it, with the name of the file.
    pub fn options(&self, file: &Path) -> PeopleOptions {
        PeopleOptions {
            group: self.group.clone(),
            band: self.band,
            spread: self.spread,
            definition: self.definition.clone(),
            year: self.year,
            file_name: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        }
    }
}

fn year(text: &str) -> Result<i32, String> {
    text.parse().ok().filter(|year| ToldOfFigures::is_year(*year)).ok_or_else(|| "expected a year from 1900 to 2200".to_owned())
}
