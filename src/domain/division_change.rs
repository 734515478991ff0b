//! How do divisions change? One splits, several become one, one gets another name or code.

use chrono::{DateTime, NaiveDate, Utc};

use super::{change::words, division::DivisionCode};

words! {
    /// What happens to divisions.
    DivisionChangeKind {
        /// 拆分
        Split = "split",
        /// 合并
        Merge = "merge",
        /// 更名或改码
        Rename = "rename",
    }
}

/// A change of divisions as it was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct DivisionChange {
    /// Its id.
    pub id: String,
    /// What happens.
    pub kind: DivisionChangeKind,
    /// The first day of the new units.
    pub on: NaiveDate,
    /// Codes before.
    pub from: Vec<DivisionCode>,
    /// Codes after.
    pub to: Vec<DivisionCode>,
    /// Where that is written.
    pub reason: Option<String>,
    /// Who entered it.
    pub by_name: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
}

impl DivisionChange {
    /// Codes that end with the change.
    pub fn ended(&self) -> impl Iterator<Item = DivisionCode> {
        self.from.iter().copied().filter(|code| !self.to.contains(code))
    }

    /// Codes that begin with the change.
    pub fn begun(&self) -> impl Iterator<Item = DivisionCode> {
        self.to.iter().copied().filter(|code| !self.from.contains(code))
    }
}
