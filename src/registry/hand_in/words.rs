//! What are things called in a report? Two languages, one place.

use crate::{
    domain::{
        facility::{Facility, Status},
        plan::{Deed, SitingModel},
        project::FundSource,
    },
    exchange::hand_in::Language,
    registry::{ESTIMATED_METHOD, MEASURED_METHOD, STRAIGHT_METHOD},
};

/// What an action is called.
pub fn deed(deed: &Deed, language: Language) -> &'static str {
    let (zh, en) = match deed {
        Deed::Build { .. } => ("新建", "build"),
        Deed::Upgrade { .. } => ("改建", "upgrade"),
        Deed::AddPlaces { .. } => ("扩建", "add places"),
        Deed::ExtendHours { .. } => ("延时", "extend hours"),
        Deed::Move { .. } => ("迁建", "move"),
        Deed::Close { .. } => ("撤并", "close"),
    };
    language.pick(zh, en)
}

/// What a status is called.
pub fn status(status: Status, language: Language) -> &'static str {
    let (zh, en) = match status {
        Status::Planned => ("规划", "planned"),
        Status::Approved => ("已批准", "approved"),
        Status::Building => ("在建", "being built"),
        Status::Accepted => ("已验收", "accepted"),
        Status::Operating => ("运营", "operating"),
        Status::Suspended => ("暂停", "suspended"),
        Status::Closed => ("关闭", "closed"),
    };
    language.pick(zh, en)
}

/// What a model is called.
pub fn model(model: SitingModel, language: Language) -> &'static str {
    let (zh, en) = match model {
        SitingModel::Lscp => ("集合覆盖（LSCP）", "set covering (LSCP)"),
        SitingModel::Mclp => ("最大覆盖（MCLP）", "maximal covering (MCLP)"),
        SitingModel::Cmclp => ("限容最大覆盖（CMCLP）", "capacitated maximal covering (CMCLP)"),
        SitingModel::PMedian => ("p-中位", "p-median"),
        SitingModel::PCenter => ("p-中心", "p-center"),
    };
    language.pick(zh, en)
}

/// How a siting run ended.
pub fn proof(status: &str, language: Language) -> &'static str {
    match status {
        "optimal" => language.pick("已证明最优", "proven optimal"),
        "infeasible" => language.pick("无可行解", "infeasible"),
        _ => language.pick("可行，未证明最优", "feasible, not proven optimal"),
    }
}

/// How distances are measured.
pub fn by(code: &str, language: Language) -> &'static str {
    let (zh, en) = match code {
        "walk" => ("步行", "on foot"),
        "elder" => ("老年人步行", "on foot at an older person's pace"),
        "step-free" => ("无障碍步行", "step-free on foot"),
        _ => ("直线", "in a straight line"),
    };
    language.pick(zh, en)
}

/// Whether a figure is measured or estimated.
pub fn measured(measured: bool, language: Language) -> &'static str {
    if measured { language.pick("实测路网", "measured over streets") } else { language.pick("估算", "estimated") }
}

/// The name of a facility in a language.
pub fn name(facility: &Facility, language: Language) -> &str {
    match (language, &facility.name_en) {
        (Language::English, Some(name)) => name,
        _ => &facility.name,
    }
}

/// Where money comes from.
pub fn fund(source: FundSource, language: Language) -> &'static str {
    let (zh, en) = match source {
        FundSource::WelfareLottery => ("福彩公益金", "welfare lottery"),
        FundSource::Budget => ("财政", "public budget"),
        FundSource::Society => ("社会", "society"),
    };
    language.pick(zh, en)
}

/// Where a project stands.
pub fn project(state: &str, language: Language) -> &str {
    match state {
        "planned" => language.pick("未开工", "planned"),
        "under_way" => language.pick("建设中", "under way"),
        "done" => language.pick("已完成", "done"),
        "dropped" => language.pick("已取消", "dropped"),
        other => other,
    }
}

/// How distances were found.
pub fn method(method: &'static str, language: Language) -> &'static str {
    if language == Language::English {
        return method;
    }
    match method {
        STRAIGHT_METHOD => "大圆距离，R = 6,371,008.8 米，等于限值算在内（直线，是步行的估算）",
        MEASURED_METHOD => "沿导入地图的路网最短步行距离，地点接到最近的可行走边，两端接入距离计入，等于限值算在内",
        ESTIMATED_METHOD => "无路网：大圆距离乘以绕行系数（估算），等于限值算在内",
        other => other,
    }
}
