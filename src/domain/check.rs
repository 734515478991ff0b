//! Is a record still to be believed? When it was last checked, when it is due again, and whether a vacancy has gone stale.
//!
//! Days are counted in the calendar; today is passed in. A record is due on `checked_on + interval`: on that day it is due
//! soon still, on the day after it is overdue by one day. A check dated in the future is a slip of the pen and counts as
//! made today.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// How many days a check holds where nothing else is said: half a year.
pub const CHECK_INTERVAL_DAYS: u32 = 180;

/// So many days before it is due a record is due soon.
pub const DUE_SOON_DAYS: u32 = 30;

/// How many hours a vacancy holds where nothing else is said: a week.
pub const VACANCY_HOURS: u32 = 7 * 24;

/// Where a record stands between two checks, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Checked, and not due for a while.
    Fresh,
    /// Due within a few days, or today.
    DueSoon,
    /// The day it was due is past.
    Overdue,
    /// Nobody has ever checked it.
    NeverChecked,
}

impl CheckState {
    /// All states from good to bad.
    pub const ALL: [CheckState; 4] = [Self::Fresh, Self::DueSoon, Self::Overdue, Self::NeverChecked];

    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        match self {
            CheckState::Fresh => "fresh",
            CheckState::DueSoon => "due_soon",
            CheckState::Overdue => "overdue",
            CheckState::NeverChecked => "never",
        }
    }

    /// The state with this code.
    pub fn parse(code: &str) -> Option<CheckState> {
        Self::ALL.into_iter().find(|state| state.code() == code.trim())
    }
}

/// What the clock says about one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// Where it stands.
    pub state: CheckState,
    /// The day it is due again; `None` when it was never checked, for then it is due at once.
    pub due_on: Option<NaiveDate>,
    /// Days since it was due; 0 unless it is overdue.
    pub overdue_days: u32,
}

/// How long a check holds, by kind. All of it is settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckClock {
    /// Days, for every kind without a row of its own.
    pub interval_days: u32,
    /// Days by code of the kind.
    pub by_kind: BTreeMap<Box<str>, u32>,
    /// So many days before the due day a record is due soon.
    pub due_soon_days: u32,
}

impl Default for CheckClock {
    fn default() -> Self {
        Self { interval_days: CHECK_INTERVAL_DAYS, by_kind: BTreeMap::new(), due_soon_days: DUE_SOON_DAYS }
    }
}

impl CheckClock {
    /// How many days a check of this kind holds.
    pub fn interval_days(&self, kind: &str) -> u32 {
        self.by_kind.get(kind).copied().unwrap_or(self.interval_days)
    }

    /// Where a record of this kind, last checked on that day, stands today.
    pub fn check(&self, kind: &str, checked_on: Option<NaiveDate>, today: NaiveDate) -> Check {
        let Some(checked_on) = checked_on else {
            return Check { state: CheckState::NeverChecked, due_on: None, overdue_days: 0 };
        };
        let due_on = later(checked_on.min(today), self.interval_days(kind));
        let left = (due_on - today).num_days();
        let state = match left {
            ..0 => CheckState::Overdue,
            _ if left <= i64::from(self.due_soon_days) => CheckState::DueSoon,
            _ => CheckState::Fresh,
        };
        Check { state, due_on: Some(due_on), overdue_days: u32::try_from(-left).unwrap_or(0) }
    }
}

/// The day so many days later, or the last day that the calendar knows.
fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// Whether a vacancy is too old to be shown as true: older than so many hours, or of no known time. A time in the future
/// does not make it stale.
pub fn vacancy_is_stale(vacancy_at: Option<DateTime<Utc>>, limit_hours: u32, now: DateTime<Utc>) -> bool {
    vacancy_at.is_none_or(|then| now - then > TimeDelta::hours(limit_hours.into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day of the test")
    }

    fn clock() -> CheckClock {
        CheckClock { by_kind: BTreeMap::from([("relief-station".into(), 90)]), ..CheckClock::default() }
    }

    #[test]
    fn a_check_holds_half_a_year_and_is_overdue_on_the_day_after() {
        let on = |today| clock().check("elderly-day-care", Some(day("2026-01-01")), day(today));
        // 180 days after the first of January: 30 + 28 + 31 + 30 + 31 + 30 = 180 lead to the thirtieth of June.
        let due_on = Some(day("2026-06-30"));
        assert_eq!(on("2026-01-01"), Check { state: CheckState::Fresh, due_on, overdue_days: 0 });
        assert_eq!(on("2026-05-30").state, CheckState::Fresh);
        assert_eq!(on("2026-05-31").state, CheckState::DueSoon);
        assert_eq!(on("2026-06-30"), Check { state: CheckState::DueSoon, due_on, overdue_days: 0 });
        assert_eq!(on("2026-07-01"), Check { state: CheckState::Overdue, due_on, overdue_days: 1 });
        assert_eq!(on("2027-06-30").overdue_days, 365);
    }

    #[test]
    fn a_kind_with_a_row_of_its_own_is_due_earlier() {
        let check = clock().check("relief-station", Some(day("2026-01-01")), day("2026-04-02"));
        assert_eq!((check.state, check.overdue_days), (CheckState::Overdue, 1));
    }

    #[test]
    fn what_nobody_checked_has_no_due_day_and_a_check_in_the_future_counts_as_today() {
        let never = clock().check("elderly-day-care", None, day("2026-01-01"));
        assert_eq!(never, Check { state: CheckState::NeverChecked, due_on: None, overdue_days: 0 });
        let slip = clock().check("elderly-day-care", Some(day("2062-01-01")), day("2026-01-01"));
        assert_eq!(slip.due_on, Some(day("2026-06-30")));
    }

    #[test]
    fn a_vacancy_goes_stale_with_the_limit_passed_and_without_a_time_at_once() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time of the test");
        let then = Some(at("2026-01-01T08:00:00Z"));
        assert!(!vacancy_is_stale(then, 24, at("2026-01-02T08:00:00Z")), "the limit is closed");
        assert!(vacancy_is_stale(then, 24, at("2026-01-02T08:00:01Z")));
        assert!(!vacancy_is_stale(then, 24, at("2025-12-31T08:00:00Z")));
        assert!(vacancy_is_stale(None, 24, at("2026-01-01T08:00:00Z")));
    }

    #[test]
    fn each_state_is_found_by_its_code() {
        for state in CheckState::ALL {
            assert_eq!(CheckState::parse(state.code()), Some(state));
        }
        assert_eq!(CheckState::parse("stale"), None);
    }

    proptest! {
        /// The oracle walks the calendar day by day.
        #[test]
        fn the_clock_agrees_with_counting_the_days(checked in 0..800i32, today in 0..800i32, interval in 0..400u32) {
            let start = day("2024-01-01");
            let (checked, today) = (start + Days::new(checked as u64), start + Days::new(today as u64));
            let clock = CheckClock { interval_days: interval, ..CheckClock::default() };
            let found = clock.check("any", Some(checked), today);
            let due = checked.min(today).iter_days().nth(interval as usize).expect("the calendar goes on");
            let late = due.iter_days().take_while(|day| *day < today).count() as u32;
            prop_assert_eq!(found.due_on, Some(due));
            prop_assert_eq!(found.overdue_days, late);
            prop_assert_eq!(found.state == CheckState::Overdue, late > 0);
        }

        #[test]
        fn no_number_of_days_overflows(days in 0..3_000_000u32, interval in any::<u32>()) {
            let today = NaiveDate::MIN + Days::new(days.into());
            let clock = CheckClock { interval_days: interval, due_soon_days: interval, ..CheckClock::default() };
            clock.check("any", Some(NaiveDate::MAX), today);
            clock.check("any", Some(NaiveDate::MIN), NaiveDate::MAX);
        }
    }
}
