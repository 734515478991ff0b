//! How does a siting run go? Its state and the figures that it had last; what it found is the plan's answer.

use chrono::{DateTime, Utc};

use super::change::words;

words! {
    /// Where a siting run stands.
    RunState {
        /// 计算中
        Running = "running",
        /// 已完成: proven, infeasible, or as good as it was when the time was over.
        Done = "done",
        /// 已取消
        Cancelled = "cancelled",
        /// 失败
        Failed = "failed",
    }
}

/// A siting run of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct SitingRun {
    /// Where it stands.
    pub state: RunState,
    /// The objective of its sites, in the terms of its model.
    pub objective: Option<f64>,
    /// Nothing does better than this.
    pub bound: Option<f64>,
    /// The distance of the two as a fraction; 0 when proven.
    pub gap: Option<f64>,
    /// How long it has taken, in seconds.
    pub seconds: f64,
    /// Why it failed.
    pub why_failed: Option<String>,
    /// Nobody works on it any more after this, whatever its state says.
    pub until: DateTime<Utc>,
}

impl SitingRun {
    /// One that begins now.
    pub fn begun(until: DateTime<Utc>) -> SitingRun {
        SitingRun { state: RunState::Running, objective: None, bound: None, gap: None, seconds: 0.0, why_failed: None, until }
    }

    /// The same, given up for a reason.
    pub fn failed(self, why: &str) -> SitingRun {
        SitingRun { state: RunState::Failed, why_failed: Some(why.to_owned()), ..self }
    }
}
