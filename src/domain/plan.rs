//! What do we want to build, where and when, and on which state of the registry was that worked out?
//!
//! A plan is a list of actions on a stated baseline, under stated terms. A siting run fills it with sites; people add, move and drop
//! actions. Refuses to know distances, figures and where a plan is kept.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{change::words, siting_run::SitingRun};

words! {
    /// Where a plan stands.
    PlanState {
        /// 草案
        Draft = "draft",
        /// 已批准: its sites are projects now.
        Approved = "approved",
        /// 已归档
        Archived = "archived",
    }
}

/// What is looked at: whose reach is wanted, how it is measured and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Codes of the kinds that serve; at least one.
    pub kind: Vec<String>,
    /// Which people are counted; `None` for all.
    #[serde(default)]
    pub group: Option<String>,
    /// `straight`, `walk`, `elder` or `step-free`.
    pub by: String,
    /// The limit in metres, closed.
    pub within_m: f64,
    /// 12 digits of the division that is planned; `None` for everywhere.
    #[serde(default)]
    pub division: Option<String>,
    /// Code of the standard that the limit comes from.
    #[serde(default)]
    pub standard: Option<String>,
}

/// What is done at a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Deed {
    /// 新建: a place of the first kind of the terms.
    Build {
        /// What it is called in the plan.
        name: String,
        /// Longitude, WGS84.
        lon: f64,
        /// Latitude, WGS84.
        lat: f64,
        /// Places it will have.
        #[serde(default)]
        capacity: Option<u32>,
        /// Square metres it will have.
        #[serde(default)]
        floor_area_m2: Option<f64>,
        /// Id of the idle facility that it takes over.
        #[serde(default)]
        premises: Option<String>,
    },
    /// 改建: an existing facility of another kind becomes one of the first kind of the terms.
    Upgrade {
        /// Its id.
        facility: String,
        /// Places it will have.
        #[serde(default)]
        capacity: Option<u32>,
    },
    /// 扩建: places on top of those it has.
    AddPlaces {
        /// Its id.
        facility: String,
        /// How many more.
        places: u32,
    },
    /// 延时: longer hours.
    ExtendHours {
        /// Its id.
        facility: String,
        /// As OSM writes opening hours.
        opening_hours: String,
    },
    /// 迁建: it moves.
    Move {
        /// Its id.
        facility: String,
        /// Longitude, WGS84.
        lon: f64,
        /// Latitude, WGS84.
        lat: f64,
    },
    /// 撤并: it closes.
    Close {
        /// Its id.
        facility: String,
    },
}

impl Deed {
    /// The code used in files and answers, and the places that are built or added, where they are known.
    pub fn code_and_places(&self) -> (&'static str, Option<u32>) {
        match self {
            Deed::Build { capacity, .. } => ("build", *capacity),
            Deed::Upgrade { capacity, .. } => ("upgrade", *capacity),
            Deed::AddPlaces { places, .. } => ("add-places", Some(*places)),
            Deed::ExtendHours { .. } => ("extend-hours", None),
            Deed::Move { .. } => ("move", None),
            Deed::Close { .. } => ("close", None),
        }
    }
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanAction {
    /// Its name within the plan: `a1`, `a2`, ...
    pub id: String,
    /// What is done.
    #[serde(flatten)]
    pub deed: Deed,
    /// What it costs, in 10,000 yuan.
    #[serde(default)]
    pub cost: Option<f64>,
    /// In which year.
    #[serde(default)]
    pub year: Option<i32>,
}

/// The state of the registry that figures were worked out on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Number of the last change of the record.
    pub change_seq: i64,
    /// Revision of the registry.
    pub revision: i64,
    /// Revision at which the people were written last.
    pub people_revision: i64,
    /// SHA-256 of the map file that the streets come from; `None` where there is none.
    pub streets: Option<String>,
    /// SHA-256 over the standards as they were.
    pub standards: String,
}

/// Which best is meant; the codes are those of `carereach site --model`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SitingModel {
    /// Fewest sites that have everybody within the limit.
    Lscp,
    /// Most people within the limit.
    Mclp,
    /// The same with room for so many only at each site.
    Cmclp,
    /// Least sum of people times distance.
    PMedian,
    /// Least largest distance of anybody.
    PCenter,
}

/// A spot where a site could open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidatePoint {
    /// Its id.
    pub id: String,
    /// Longitude, WGS84.
    pub lon: f64,
    /// Latitude, WGS84.
    pub lat: f64,
    /// What opening costs, in 10,000 yuan.
    #[serde(default)]
    pub cost: Option<f64>,
    /// Places it would have.
    #[serde(default)]
    pub capacity: Option<u32>,
}

/// Where candidates come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Candidates {
    /// A list, as a file has it.
    Points {
        /// The list.
        points: Vec<CandidatePoint>,
    },
    /// Idle premises of the registry: facilities that are closed or suspended.
    Idle {},
    /// A square grid over the people.
    Grid {
        /// Metres from one to the next.
        spacing_m: f64,
    },
    /// Nodes of the street network, thinned out.
    Streets {
        /// Metres that two are apart at least.
        spacing_m: f64,
    },
}

/// What a siting run is asked, besides the terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitingQuestion {
    /// Which best is meant.
    pub model: SitingModel,
    /// New sites at most.
    #[serde(default)]
    pub sites: Option<usize>,
    /// What may be spent, in 10,000 yuan.
    #[serde(default)]
    pub budget: Option<f64>,
    /// What a new site costs where its candidate does not say, in 10,000 yuan.
    #[serde(default)]
    pub cost_per_site: Option<f64>,
    /// Places a new site has where its candidate does not say.
    #[serde(default)]
    pub capacity_per_site: Option<u32>,
    /// Where sites could open.
    pub candidates: Candidates,
    /// Whether existing places may be closed.
    #[serde(default)]
    pub closable: bool,
    /// Areas where nothing opens: rings of longitude and latitude, the last point being the first.
    #[serde(default)]
    pub exclude: Vec<Vec<[f64; 2]>>,
    /// What is weighed: the counts of these groups, each times its number, summed. Empty weighs the people of the terms.
    #[serde(default)]
    pub weights: std::collections::BTreeMap<String, f64>,
    /// Seconds after which the best so far is the answer.
    #[serde(default)]
    pub time_limit_s: Option<f64>,
    /// Taken for the sake of scripts; the search draws nothing at random.
    #[serde(default)]
    pub seed: Option<u64>,
}

/// A plan as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub state: PlanState,
    /// What is looked at.
    pub terms: Terms,
    /// On which state of the registry.
    pub baseline: Baseline,
    /// What is done, in order.
    pub actions: Vec<PlanAction>,
    /// What a siting run was asked, when there was one.
    pub siting: Option<SitingQuestion>,
    /// What it answered, as a JSON text; `None` before it ended.
    pub siting_answer: Option<String>,
    /// How the run went, or goes.
    pub run: Option<SitingRun>,
    /// The plan it was copied from.
    pub copied_from: Option<String>,
    /// Who made it, as the log names an actor.
    pub created_by: String,
    /// How that one was called then.
    pub created_by_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Number of the change that wrote it last.
    pub version: i64,
}
