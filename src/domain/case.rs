//! Who needs what, where? A case, by a number of the office's own, and the steps it goes through.
//!
//! There is no field for a name, an id, an address or a phone of whoever is helped: a case is a community, target groups and the
//! services wanted. Refuses to know who looks at it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    change::{Actor, words},
    division::DivisionCode,
};

words! {
    /// Where a case stands. Overdue 逾期 is no state: any pending one may be.
    CaseState {
        /// 受理
        Accepted = "accepted",
        /// 分办: with a unit that handles it.
        Assigned = "assigned",
        /// 转办: with somebody who is to help.
        Transferred = "transferred",
        /// 反馈: the outcome is there.
        Answered = "answered",
        /// 办结
        Closed = "closed",
        /// 退回: the unit cannot handle it.
        Returned = "returned",
        /// 撤回: it is not wanted any more.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What happens to a case.
    CaseAction {
        /// 分办
        Assign = "assign",
        /// 转办
        Transfer = "transfer",
        /// 反馈
        Answer = "answer",
        /// 办结
        Close = "close",
        /// 退回, with a reason.
        Return = "return",
        /// 撤回, with a reason.
        Withdraw = "withdraw",
        /// 重新受理, with a reason.
        Reopen = "reopen",
    }
}

words! {
    /// How soon help is needed.
    Urgency {
        /// 紧急
        Urgent = "urgent",
        /// 尽快
        Soon = "soon",
        /// 一般
        Routine = "routine",
    }
}

impl CaseState {
    /// The table: where a case stands after an action; `None` where it cannot be done.
    pub fn after(self, action: CaseAction) -> Option<CaseState> {
        use self::CaseAction::*;
        use self::CaseState::*;
        match (self, action) {
            (Accepted | Returned | Answered, Assign) => Some(Assigned),
            // Declined or unanswered: on to the next.
            (Assigned | Transferred, Transfer) => Some(Transferred),
            (Assigned | Transferred, Answer) => Some(Answered),
            (Answered, Close) => Some(Closed),
            (Assigned | Transferred, Return) => Some(Returned),
            (Accepted | Assigned | Transferred | Answered | Returned, Withdraw) => Some(Withdrawn),
            (Closed | Withdrawn, Reopen) => Some(Accepted),
            (Assigned | Transferred | Closed | Withdrawn, Assign)
            | (Accepted | Answered | Closed | Returned | Withdrawn, Transfer | Answer | Return)
            | (Accepted | Assigned | Transferred | Closed | Returned | Withdrawn, Close)
            | (Closed | Withdrawn, Withdraw)
            | (Accepted | Assigned | Transferred | Answered | Returned, Reopen) => None,
        }
    }

    /// Whether anything is still to be done.
    pub fn is_pending(self) -> bool {
        !matches!(self, CaseState::Closed | CaseState::Withdrawn)
    }
}

impl CaseAction {
    /// Whether a reason is asked for.
    pub fn needs_reason(self) -> bool {
        matches!(self, CaseAction::Return | CaseAction::Withdraw | CaseAction::Reopen)
    }
}

/// What somebody agreed to be told to others.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    /// What for.
    pub purpose: String,
    /// Last day that it holds.
    pub until: NaiveDate,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Consent {
    /// Whether what is shared may be seen on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.withdrawn_at.is_none() && day <= self.until
    }
}

/// A case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its id; not to be guessed.
    pub id: String,
    /// The office's own number.
    pub number: String,
    /// The community.
    pub community: DivisionCode,
    /// The unit that handles it: a division at or above the community.
    pub unit: DivisionCode,
    /// Codes of the target groups.
    pub groups: Vec<String>,
    /// Codes of the service types wanted.
    pub services: Vec<String>,
    /// How soon.
    pub urgency: Urgency,
    /// Whether ways must be without steps.
    pub step_free: bool,
    /// Languages that help, as words; empty for Mandarin.
    pub languages: Vec<String>,
    /// Weekdays that suit, 1 Monday to 7; empty for any.
    pub days: Vec<u8>,
    /// What was agreed to; `None`: nothing is shared with anybody.
    pub consent: Option<Consent>,
    /// Anything else, without a name or number of a person.
    pub note: Option<String>,
    /// Where it stands.
    pub state: CaseState,
    /// The day by which the next step is due, and the limit's row that says so.
    pub due: Option<(NaiveDate, String)>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

impl Case {
    /// Whether its next step should have been done before today.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state.is_pending() && self.due.as_ref().is_some_and(|(day, _)| *day < today)
    }
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseStep {
    /// Which case.
    pub case: String,
    /// What was done; `None` for its opening.
    pub action: Option<CaseAction>,
    /// Where it stood after.
    pub state: CaseState,
    /// The unit that had it after.
    pub unit: DivisionCode,
    /// Why, or what about it.
    pub note: Option<String>,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_cases_is_whole() {
        let after =
            |state: CaseState| CaseAction::ALL.iter().map(|action| state.after(*action).map_or("", CaseState::code)).collect::<Vec<_>>();
        // assign, transfer, answer, close, return, withdraw, reopen
        assert_eq!(after(CaseState::Accepted), ["assigned", "", "", "", "", "withdrawn", ""]);
        assert_eq!(after(CaseState::Assigned), ["", "transferred", "answered", "", "returned", "withdrawn", ""]);
        assert_eq!(after(CaseState::Transferred), ["", "transferred", "answered", "", "returned", "withdrawn", ""]);
        assert_eq!(after(CaseState::Answered), ["assigned", "", "", "closed", "", "withdrawn", ""]);
        assert_eq!(after(CaseState::Closed), ["", "", "", "", "", "", "accepted"]);
        assert_eq!(after(CaseState::Returned), ["assigned", "", "", "", "", "withdrawn", ""]);
        assert_eq!(after(CaseState::Withdrawn), ["", "", "", "", "", "", "accepted"]);
    }

    #[test]
    fn consent_holds_through_its_last_day_unless_it_is_taken_back() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
        let consent = Consent { purpose: "示例".into(), until: day("2026-12-31"), withdrawn_at: None };
        assert_eq!((consent.holds_on(day("2026-12-31")), consent.holds_on(day("2027-01-01"))), (true, false));
        assert!(!Consent { withdrawn_at: Some(DateTime::UNIX_EPOCH), ..consent }.holds_on(day("2026-12-01")));
    }
}
