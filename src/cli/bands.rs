//! The rows of `carereach coverage`: people within a limit, by zone, and what the figures are.

use crate::{
    analysis::coverage::Band,
    registry::{CoverageBand, FiguresItem},
};

/// People within one limit.
#[derive(serde::Serialize)]
pub struct BandRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_m: Option<f64>,
    /// In place of metres, where limits are in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_s: Option<f64>,
    pub covered: f64,
    pub left_over: f64,
    pub total: f64,
    pub share: f64,
}

impl BandRow {
    /// Calls the limit seconds, where it is.
    pub fn tell_in_seconds(&mut self) {
        self.within_s = self.within_m.take();
    }

    /// Bands as the answer shows them.
    pub fn of(bands: &[Band]) -> Vec<BandRow> {
        bands
            .iter()
            .map(|band| BandRow {
                within_m: Some(band.within_m),
                within_s: None,
                covered: band.covered,
                left_over: band.left_over,
                total: band.total,
                share: band.share,
            })
            .collect()
    }
}

impl From<&CoverageBand> for BandRow {
    fn from(band: &CoverageBand) -> Self {
        BandRow {
            within_m: Some(band.within_m),
            within_s: None,
            covered: every(band.covered),
            left_over: every(band.left_over),
            total: every(band.total),
            share: every(band.share),
        }
    }
}

/// A count of the registry at the command line.
pub fn every(count: Option<f64>) -> f64 {
    count.expect("whoever holds the machine is told every count")
}

/// One zone.
#[derive(serde::Serialize)]
pub struct ZoneRow {
    pub id: Option<String>,
    pub name: Option<String>,
    pub total: f64,
    pub bands: Vec<BandRow>,
}

/// What the people's figures of one file are.
#[derive(serde::Serialize)]
pub struct FiguresRow {
    definition: Option<String>,
    year: Option<i32>,
    method: &'static str,
    how: Option<String>,
    file_name: String,
    /// The same for people.
    #[serde(skip)]
    pub line: String,
}

impl From<&FiguresItem<'_>> for FiguresRow {
    fn from(item: &FiguresItem) -> Self {
        FiguresRow {
            definition: item.definition.map(str::to_owned),
            year: item.year,
            method: item.method,
            how: item.how.map(str::to_owned),
            file_name: item.file_name.to_owned(),
            line: item.to_string(),
        }
    }
}
