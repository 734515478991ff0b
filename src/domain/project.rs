//! What does an approved plan become? For every action a project with an owner, money by source, milestones and a deadline.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{change::words, division::DivisionCode};

words! {
    /// Where a project stands.
    ProjectState {
        /// 未开工
        Planned = "planned",
        /// 建设中
        UnderWay = "under_way",
        /// 已完成
        Done = "done",
        /// 已取消
        Dropped = "dropped",
    }
}

/// Where money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FundSource {
    /// 福彩公益金
    WelfareLottery,
    /// 财政
    Budget,
    /// 社会
    Society,
}

/// Money from one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fund {
    /// Where it comes from.
    pub source: FundSource,
    /// 10,000 yuan.
    pub amount: f64,
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// What is reached.
    pub name: String,
    /// Until when.
    pub due: NaiveDate,
    /// When it was reached.
    #[serde(default)]
    pub done_on: Option<NaiveDate>,
}

/// One action of an approved plan on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Its id.
    pub id: String,
    /// The plan.
    pub plan_id: String,
    /// The action within the plan.
    pub action_id: String,
    /// What it is called.
    pub name: String,
    /// The facility that it is about.
    pub facility_id: String,
    /// Where that lies.
    pub division: Option<DivisionCode>,
    /// The unit that is responsible.
    pub owner_unit: Option<String>,
    /// The post there, never a person's name.
    pub owner_post: Option<String>,
    /// Money by source.
    pub funds: Vec<Fund>,
    /// Steps on the way.
    pub milestones: Vec<Milestone>,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// Where it stands.
    pub state: ProjectState,
    /// Number of the change that wrote it last.
    pub version: i64,
}
