//! What is this registry, and how much does it hold?

use chrono::{DateTime, Utc};

use super::Snapshot;
use crate::domain::{division::Level, facility::Status, kind::Kind};

/// How many records of each sort there are.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Facilities and sites.
    pub facilities: usize,
    /// Those that operate.
    pub operating: usize,
    /// Those that are on no map: protected, without a public front point.
    pub unplaced: usize,
    /// Organizations.
    pub organizations: usize,
    /// Services at facilities and doorless ones.
    pub services: usize,
    /// Communities in force.
    pub communities: usize,
    /// Demand cells.
    pub demand_cells: usize,
    /// People in them.
    pub people: f64,
}

/// What this registry is.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct About<'a> {
    /// Version of the program.
    pub version: &'static str,
    /// What the registry covers, in Chinese; null when it has no division.
    pub title_zh: Option<&'a str>,
    /// The same in English.
    pub title_en: Option<&'a str>,
    /// Whether the data is made up (示例数据).
    pub sample: bool,
    /// The state that answers.
    pub snapshot: &'a str,
    /// When the registry last changed.
    pub data_as_of: DateTime<Utc>,
    /// What a map shows first: the box of what has a place, without the few that stand far off; west, south, east, north.
    pub bounds: Option<[f64; 4]>,
    /// Whose data the imported map is; null where there is none, or where it is made up.
    pub map_attribution: Option<&'static str>,
    /// How much there is.
    pub counts: Counts,
    /// Codes of the counts of people.
    pub groups: &'a [String],
}

/// A kind with the number of its facilities.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct KindItem<'a> {
    /// The row.
    #[serde(flatten)]
    pub kind: &'a Kind,
    /// Facilities of the kind.
    pub count: usize,
    /// Those that operate.
    pub operating: usize,
    /// The number of the change that last wrote the row.
    pub version: i64,
}

impl Snapshot {
    /// What this registry is and how much it holds.
    pub fn about(&self) -> About<'_> {
        let facilities = self.facilities();
        let top = self.top_division();
        let services = facilities.iter().map(|facility| facility.services.len()).sum::<usize>()
            + self.organizations().iter().map(|organization| organization.record.services.len()).sum::<usize>();
        About {
            version: env!("CARGO_PKG_VERSION"),
            title_zh: top.map(|division| division.name.as_str()),
            title_en: top.and_then(|division| division.name_en.as_deref()),
            sample: self.is_sample(),
            snapshot: self.etag(),
            data_as_of: self.revision().changed_at,
            bounds: self.view(),
            map_attribution: self.map().attribution(),
            counts: Counts {
                facilities: facilities.len(),
                operating: facilities.iter().filter(|facility| facility.status == Status::Operating).count(),
                unplaced: facilities.iter().filter(|facility| facility.shown_position().is_none()).count(),
                organizations: self.organizations().len(),
                services,
                communities: self.in_force(Some(Level::Community)).count(),
                demand_cells: self.cell_count(),
                people: self.people_in_all(),
            },
            groups: self.groups(),
        }
    }

    /// Every kind with the number of its facilities.
    pub fn kinds(&self) -> Vec<KindItem<'_>> {
        let mut counts = vec![(0, 0); self.catalogue().kinds.rows().len()];
        for row in 0..self.facilities().len() {
            if let Some((count, operating)) = counts.get_mut(usize::from(self.places().kind(row as u32))) {
                *count += 1;
                *operating += usize::from(self.places().status(row as u32) == Status::Operating);
            }
        }
        let rows = self.catalogue().kinds.rows().iter().zip(counts);
        rows.map(|(kind, (count, operating))| KindItem { kind, count, operating, version: self.kind_version(&kind.code) }).collect()
    }
}
