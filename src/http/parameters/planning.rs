//! Which parameters do planners give? Norms, the worklist, accessibility, plans, projects and reports.

use super::{
    FARTHEST_M,
    shapes::{Coded, Flag, Formed, Number, Text},
};
use crate::{
    domain::{division::Level, gap::GapState, permission::Jurisdiction, plan::PlanState, project::ProjectState, street::By},
    exchange::hand_in::{Language, Paper},
};

/// How accessibility is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessMethod {
    /// Two-step floating catchment.
    Floating,
    /// The same with bands.
    Enhanced,
    /// The same with a bell curve.
    Gaussian,
    /// Supply by distance, without competition.
    Gravity,
}

impl AccessMethod {
    const ALL: [AccessMethod; 4] = [AccessMethod::Floating, AccessMethod::Enhanced, AccessMethod::Gaussian, AccessMethod::Gravity];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            AccessMethod::Floating => "2sfca",
            AccessMethod::Enhanced => "e2sfca",
            AccessMethod::Gaussian => "gaussian",
            AccessMethod::Gravity => "gravity",
        }
    }
}

pub const GAP_STATES: Formed<GapState> = Formed {
    name: "state",
    about: "Only in these states: open, planned, under_way, closed, accepted; every gap with people left over unless it is said",
    parse: GapState::parse,
    expected: "open, planned, under_way, closed or accepted",
};
pub const OWNER: Formed<Jurisdiction> = Formed {
    name: "owner",
    about: "Only those of this unit: the code of a division, or unit:CODE; for whoever keeps records or makes plans",
    parse: |text| text.parse().ok(),
    expected: "the code of a division, or unit:CODE of a reporting unit",
};
pub const OVERDUE: Flag = Flag {
    name: "overdue",
    about: "true: only those whose deadline is past; false: only others; for whoever keeps records or makes plans",
};
pub const RULE_SET: Text = Text { name: "set", about: "Only standards of this rule set, as it is cited, for instance GB 50180-2018" };
pub const UNVERIFIED: Flag =
    Flag { name: "unverified", about: "true: standards that nobody compared with the official text are applied too, and marked" };
pub const NORM_LEVEL: Coded<Level> = Coded {
    name: "level",
    about: "The level of the rows of divisions, district unless it is said; one for each division is looked at by the level of its tier",
    parse: Level::parse,
    codes: || Level::ALL.map(Level::code).to_vec(),
};
pub const NORM_BY: Coded<By> = Coded {
    name: "by",
    about: "How distances are measured; as each standard says, unless it is said",
    parse: By::parse,
    codes: || By::ALL.map(By::code).to_vec(),
};
pub const LANGUAGE: Coded<Language> = Coded {
    name: "lang",
    about: "The language of the report: zh by default",
    parse: Language::parse,
    codes: || Language::ALL.map(Language::code).to_vec(),
};
pub const PAPER: Coded<Paper> = Coded {
    name: "paper",
    about: "The paper that html is laid out for: a4 by default",
    parse: Paper::parse,
    codes: || Paper::ALL.map(Paper::code).to_vec(),
};
pub const PLAN_STATES: Formed<PlanState> = Formed {
    name: "state",
    about: "Only in these states: draft, approved, archived",
    parse: PlanState::parse,
    expected: "draft, approved or archived",
};
pub const PROJECT_STATES: Formed<ProjectState> = Formed {
    name: "state",
    about: "Only in these states: planned, under_way, done, dropped",
    parse: ProjectState::parse,
    expected: "planned, under_way, done or dropped",
};
pub const OF_PLAN: Text = Text { name: "plan", about: "Only projects of the plan with this id" };
pub const PROJECT_OWNER: Text = Text { name: "owner", about: "Only projects of this responsible unit" };
pub const PROJECT_OVERDUE: Flag = Flag { name: "overdue", about: "true: only what is overdue; false: only what is not" };
pub const ACCESS_METHOD: Coded<AccessMethod> = Coded {
    name: "method",
    about: "How scores are worked out; 2sfca by default",
    parse: |text| AccessMethod::ALL.into_iter().find(|method| method.code() == text),
    codes: || AccessMethod::ALL.map(AccessMethod::code).to_vec(),
};
pub const STEPS: Formed<(f64, f64)> = Formed {
    name: "steps",
    about: "Of e2sfca: bands as limit:weight, metres and a weight, for instance 1000:1,3000:0.68",
    parse: |text| {
        let (limit, weight) = text.split_once(':')?;
        let number = |text: &str| text.trim().parse::<f64>().ok();
        Some((number(limit)?, number(weight)?)).filter(|(limit, weight)| (0.0..=FARTHEST_M).contains(limit) && (0.0..=1e6).contains(weight))
    },
    expected: "limit:weight, metres and a weight of 0 or more",
};
pub const BANDWIDTH: Number =
    Number { name: "bandwidth_m", about: "Of gaussian: sigma of the bell curve, in metres", limits: 1.0..=FARTHEST_M };
pub const EXPONENT: Number =
    Number { name: "exponent", about: "Of gravity: supply x (d / scale_m)^-exponent; 1 by default", limits: 0.01..=10.0 };
pub const SCALE: Number =
    Number { name: "scale_m", about: "Of gravity: metres that count as 1; 1000 by default", limits: 1.0..=FARTHEST_M };
