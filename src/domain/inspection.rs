//! What is looked at on the spot, what was found, and by when is it put right?
//!
//! A campaign draws a sample of places or gaps, goes through a checklist at each, and comes again where something was found.
//! Refuses to know how the sample is drawn and who may see it.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    change::{Actor, words},
    division::DivisionCode,
};

words! {
    /// What sort of campaign it is.
    CampaignKind {
        /// 集中督查
        Concentrated = "concentrated",
        /// 重点抽查
        Focused = "focused",
        /// 随机暗访
        Unannounced = "unannounced",
        /// 大排查
        Sweep = "sweep",
    }
}

words! {
    /// Where a subject of a campaign stands.
    SubjectState {
        /// 待查: nobody was there yet.
        ToVisit = "to_visit",
        /// 合格: nothing was found at the last visit.
        Clear = "clear",
        /// 整改中: something was found, and there is time to put it right.
        ToRectify = "to_rectify",
        /// 逾期: the day for that is past.
        Overdue = "overdue",
    }
}

/// A campaign of visits.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// Its id.
    pub id: String,
    /// What sort it is.
    pub kind: CampaignKind,
    /// What it is called.
    pub name: String,
    /// Where; `None` for everywhere.
    pub division: Option<DivisionCode>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What is gone through at each subject.
    pub checklist: Vec<String>,
    /// What the sample was drawn with; the same seed draws the same from the same.
    pub seed: String,
    /// How many there were to draw from.
    pub drawn_from: u32,
    /// What was drawn, in the order of the draw: ids of facilities, or of gaps.
    pub subjects: Vec<String>,
    /// Who made it.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// A visit to a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Its id.
    pub id: String,
    /// The campaign.
    pub campaign: String,
    /// Which of its subjects.
    pub subject: String,
    /// The day.
    pub on: NaiveDate,
    /// The post of whoever was there, never a person's name.
    pub post: String,
    /// What was found wrong: entries of the checklist with words about each; empty when all was well.
    pub findings: Vec<FoundWrong>,
    /// The day by which it is put right; there when something was found.
    pub rectify_by: Option<NaiveDate>,
    /// Who wrote it down.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// An entry of a checklist that is not as it should be.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FoundWrong {
    /// The entry's place on the checklist, from 1.
    pub entry: u32,
    /// What was found.
    pub text: String,
}

impl SubjectState {
    /// Where a subject stands after its last visit.
    pub fn after(last: Option<&Visit>, today: NaiveDate) -> SubjectState {
        match last {
            None => SubjectState::ToVisit,
            Some(visit) if visit.findings.is_empty() => SubjectState::Clear,
            Some(visit) if visit.rectify_by.is_some_and(|day| day < today) => SubjectState::Overdue,
            Some(_) => SubjectState::ToRectify,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_clear_when_its_last_visit_found_nothing_and_overdue_after_its_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
        let visit = |found: bool, rectify_by: Option<&str>| Visit {
            id: "V1".into(),
            campaign: "C1".into(),
            subject: "F1".into(),
            on: day("2026-03-01"),
            post: "示例岗位".into(),
            findings: found.then(|| FoundWrong { entry: 1, text: "示例".into() }).into_iter().collect(),
            rectify_by: rectify_by.map(day),
            by: Actor::operator(),
            at: DateTime::UNIX_EPOCH,
        };
        let state = |visit: Option<&Visit>, today: &str| SubjectState::after(visit, day(today));
        assert_eq!(state(None, "2026-03-01"), SubjectState::ToVisit);
        assert_eq!(state(Some(&visit(false, None)), "2026-03-01"), SubjectState::Clear);
        let found = visit(true, Some("2026-03-31"));
        assert_eq!(
            (state(Some(&found), "2026-03-31"), state(Some(&found), "2026-04-01")),
            (SubjectState::ToRectify, SubjectState::Overdue)
        );
    }
}
