//! By when is a step of a case due? Limits are rows: step, days, working or calendar days, where and since when, and their source.

use chrono::{Days, NaiveDate};

use super::{
    calendar::Calendar,
    case::{CaseState, Urgency},
    change::words,
    division::DivisionCode,
    kind::Confidence,
};

words! {
    /// Which days are counted.
    DayCount {
        /// 工作日
        Working = "working",
        /// 自然日
        Calendar = "calendar",
    }
}

/// A limit.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeLimit {
    /// Stable code.
    pub code: String,
    /// How long a case may stand there.
    pub state: CaseState,
    /// For cases of this urgency; `None` for any.
    pub urgency: Option<Urgency>,
    /// So many days.
    pub days: u16,
    /// Which.
    pub count: DayCount,
    /// Where; `None` for everywhere.
    pub division: Option<DivisionCode>,
    /// First day that it holds.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_to: Option<NaiveDate>,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether somebody compared it with the official text.
    pub verified: bool,
}

impl TimeLimit {
    /// The day that is the last in time, from the day of the step, which is not counted; `None` past the end of all calendars.
    pub fn due(&self, from: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        match self.count {
            DayCount::Calendar => from.checked_add_days(Days::new(self.days.into())),
            DayCount::Working => calendar.after(from, self.days.into()).map(|(day, _)| day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_leave_the_weekend_out_and_calendar_days_do_not() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
        let limit = |count| TimeLimit {
            code: "示例".into(),
            state: CaseState::Accepted,
            urgency: None,
            days: 3,
            count,
            division: None,
            valid_from: day("2026-01-01"),
            valid_to: None,
            source: "test".into(),
            confidence: Confidence::C,
            verified: false,
        };
        // From Thursday 3 December: Friday, Monday, Tuesday.
        let due = |count| limit(count).due(day("2026-12-03"), &Calendar::default());
        assert_eq!((due(DayCount::Working), due(DayCount::Calendar)), (Some(day("2026-12-08")), Some(day("2026-12-06"))));
    }
}
