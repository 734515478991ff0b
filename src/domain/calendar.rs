//! Which days are worked on? Weekdays, but for the holidays and the exchanged days that a calendar names.
//!
//! Refuses to know the clock and where the calendar comes from.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{change::words, kind::Confidence};

words! {
    /// What a named day is.
    DaySort {
        /// 放假
        Holiday = "holiday",
        /// 调休上班
        Workday = "workday",
    }
}

/// Days after one another that are something else than their weekday says.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarPeriod {
    /// Stable code.
    pub code: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What they are.
    pub sort: DaySort,
    /// What it is called.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Where the row comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether somebody compared it with the official text.
    pub verified: bool,
}

/// Named days; the others are worked on from Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, DaySort>,
    /// Years that a verified row is about.
    verified_years: Vec<i32>,
}

impl Calendar {
    /// Of its rows; of two that name a day the later one holds.
    pub fn new(periods: &[CalendarPeriod]) -> Calendar {
        let days = periods.iter().flat_map(|row| row.from.iter_days().take_while(|day| *day <= row.to).map(|day| (day, row.sort)));
        let mut verified_years: Vec<i32> = periods.iter().filter(|row| row.verified).map(|row| row.from.year()).collect();
        verified_years.dedup();
        Calendar { days: days.collect(), verified_years }
    }

    /// Whether a day is worked on.
    pub fn is_worked_on(&self, day: NaiveDate) -> bool {
        match self.days.get(&day) {
            Some(sort) => *sort == DaySort::Workday,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The day on which so many working days have passed, the first day itself not counted (民法典 art. 201), and whether every year
    /// it was counted in is verified. `None` past the end of all calendars.
    pub fn after(&self, from: NaiveDate, working_days: u32) -> Option<(NaiveDate, bool)> {
        let mut day = from;
        let mut left = working_days;
        while left > 0 {
            day = day.checked_add_days(Days::new(1))?;
            left -= u32::from(self.is_worked_on(day));
        }
        Some((day, (from.year()..=day.year()).all(|year| self.verified_years.contains(&year))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day of the test")
    }

    fn period(from: &str, to: &str, sort: DaySort, verified: bool) -> CalendarPeriod {
        let (code, name_zh, name_en, source) = (from.to_owned(), String::new(), String::new(), String::new());
        CalendarPeriod { code, from: day(from), to: day(to), sort, name_zh, name_en, source, confidence: Confidence::A, verified }
    }

    #[test]
    fn holidays_are_left_out_and_exchanged_days_counted() {
        let holiday = period("2026-10-01", "2026-10-07", DaySort::Holiday, true);
        let calendar = Calendar::new(&[holiday, period("2026-10-10", "2026-10-10", DaySort::Workday, true)]);
        // From Wednesday 30 September: 8 and 9 October (Thursday, Friday), 10 October (a worked Saturday), then Monday the 12th.
        let found: Vec<_> = (0..5).map(|days| calendar.after(day("2026-09-30"), days)).collect();
        let expected = ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"].map(|text| Some((day(text), true)));
        assert_eq!(found, expected);
    }

    #[test]
    fn it_is_told_when_a_year_is_not_verified() {
        let calendar = Calendar::new(&[period("2026-10-01", "2026-10-07", DaySort::Holiday, true)]);
        assert_eq!(calendar.after(day("2026-12-31"), 1), Some((day("2027-01-01"), false)));
        assert_eq!(Calendar::default().after(day("2026-12-04"), 1), Some((day("2026-12-07"), false)));
        assert_eq!(Calendar::default().after(NaiveDate::MAX, 1), None);
    }
}
