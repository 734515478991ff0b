//! What is a report made from? Everything that its figures depend on, as one text with one hash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::{
    plan::{Deed, PlanAction, SitingQuestion, Terms},
    project::{FundSource, Project},
    small_count::SmallCounts,
    street::{Pace, Profile},
};

/// The number of the rules by which reports are made: another one is another report.
pub const RULES: u32 = 1;

/// What a siting run of the plan answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandInSiting {
    /// What it was asked.
    pub question: SitingQuestion,
    /// `optimal`, `feasible` or `infeasible`.
    pub status: String,
    /// What was optimised.
    pub objective: Option<f64>,
    /// No choice of sites does better than this.
    pub bound: Option<f64>,
    /// The distance of the two as a share.
    pub gap: Option<f64>,
}

/// What an action of an approved plan became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandInProject {
    /// The action.
    pub action: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where the money comes from, with 10,000 yuan each.
    pub funds: Vec<(FundSource, f64)>,
    /// The day by which it is done.
    pub deadline: Option<chrono::NaiveDate>,
    /// Where it stands.
    pub state: String,
}

/// How people walk, as whole numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandInPace {
    /// Kilometres an hour: walk, elder, step-free.
    pub kmh: [f64; 3],
    /// Metres from a place to its street, at most.
    pub attach_m: f64,
    /// Metres on foot for each metre of straight line, where there is no network.
    pub detour_factor: f64,
}

impl From<Pace> for HandInPace {
    fn from(pace: Pace) -> HandInPace {
        HandInPace { kmh: Profile::ALL.map(|profile| pace.kmh(profile)), attach_m: pace.attach_m(), detour_factor: pace.detour_factor() }
    }
}

/// Everything that a report depends on, besides the records at a change of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandInInputs {
    /// The number of the rules.
    pub rules: u32,
    /// Which registry.
    pub registry: String,
    /// The last change of the records that the figures come from.
    pub change_seq: i64,
    /// When that was.
    pub data_as_of: chrono::DateTime<chrono::Utc>,
    /// SHA-256 of the map file that the streets come from.
    pub streets: Option<String>,
    /// SHA-256 of the map file that is drawn beneath.
    pub base_map: Option<String>,
    /// How people walk.
    pub pace: HandInPace,
    /// The plan's id.
    pub plan: String,
    /// Its name.
    pub name: String,
    /// Its terms.
    pub terms: Terms,
    /// Its actions.
    pub actions: Vec<PlanAction>,
    /// What its siting run answered.
    pub siting: Option<HandInSiting>,
    /// What its actions became.
    pub projects: Vec<HandInProject>,
    /// By target group the count below which its counts are withheld; groups that are told as they are are left out.
    pub withheld_below: BTreeMap<String, u32>,
    /// Yearly growth of the people, percent.
    pub growth_percent: f64,
    /// `zh` or `en`.
    pub language: String,
    /// The map-approval number.
    pub map_approval: Option<String>,
    /// Whether the data is made up.
    pub sample: bool,
}

impl HandInSiting {
    /// Of what a run was asked and its answer, a JSON text; nothing where the plan does not build what the run has found.
    pub fn of(question: SitingQuestion, answer: &str, actions: &[PlanAction]) -> Option<HandInSiting> {
        let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
        let found = |site: &serde_json::Value| Some([site.get("lon")?.as_f64()?, site.get("lat")?.as_f64()?]);
        let mut found: Vec<[f64; 2]> = answer.get("sites")?.as_array()?.iter().filter_map(found).collect();
        let built = |action: &PlanAction| if let Deed::Build { lon, lat, .. } = action.deed { Some([lon, lat]) } else { None };
        let mut built: Vec<[f64; 2]> = actions.iter().filter_map(built).collect();
        let order = |a: &[f64; 2], b: &[f64; 2]| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
        found.sort_by(order);
        built.sort_by(order);
        if found != built {
            return None;
        }
        let number = |field: &str| answer.get(field).and_then(serde_json::Value::as_f64);
        let status = answer.get("status")?.as_str()?.to_owned();
        Some(HandInSiting { question, status, objective: number("objective"), bound: number("bound"), gap: number("gap") })
    }
}

impl From<&Project> for HandInProject {
    fn from(project: &Project) -> HandInProject {
        HandInProject {
            action: project.action_id.clone(),
            owner: match (&project.owner_unit, &project.owner_post) {
                (Some(unit), Some(post)) => Some(format!("{unit} {post}")),
                (unit, post) => unit.as_ref().or(post.as_ref()).cloned(),
            },
            funds: project.funds.iter().map(|fund| (fund.source, fund.amount)).collect(),
            deadline: project.deadline,
            state: project.state.code().to_owned(),
        }
    }
}

impl HandInInputs {
    /// How counts of the people of a group are told.
    pub fn told_of(&self, group: &str) -> SmallCounts {
        self.withheld_below.get(group).copied().map_or(SmallCounts::Told, SmallCounts::below)
    }

    /// How counts of the people of the terms are told.
    pub fn told(&self) -> SmallCounts {
        self.terms.group.as_deref().map_or(SmallCounts::Told, |group| self.told_of(group))
    }

    /// The text that the hash is of.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("inputs are texts, finite numbers and lists of them")
    }

    /// SHA-256 of the text, in hexadecimal digits.
    pub fn hash(&self) -> String {
        hash_of(&self.text())
    }
}

/// SHA-256 of a text, in hexadecimal digits.
pub fn hash_of(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}
