//! What can an organization give, to whom, where and until when? An offer of support, and where it stands.
//!
//! Refuses to know who runs the page and how distances are measured.

use chrono::NaiveDate;

use super::{change::words, division::DivisionCode, id::OrganizationId, position::Position};

words! {
    /// In which way support is given.
    OfferMode {
        /// 结对帮扶: somebody for one household.
        Pair = "pair",
        /// 综合包户: a team for all that a household needs.
        WholeHousehold = "whole_household",
        /// 志愿服务
        Volunteering = "volunteering",
        /// 政府购买服务
        Purchased = "purchased",
    }
}

words! {
    /// Where an offer stands.
    OfferState {
        /// 草稿
        Draft = "draft",
        /// 已提交: a registrar of its area decides.
        Submitted = "submitted",
        /// 已发布
        Published = "published",
        /// 暂停
        Paused = "paused",
        /// 已结束
        Ended = "ended",
    }
}

words! {
    /// What happens to an offer.
    OfferAction {
        /// 提交
        Submit = "submit",
        /// 发布
        Publish = "publish",
        /// 退回: back to its organization, with a reason.
        Return = "return",
        /// 暂停, with a reason.
        Pause = "pause",
        /// 恢复
        Resume = "resume",
        /// 结束, with a reason.
        End = "end",
    }
}

words! {
    /// Who acts in an offer, a referral or a pairing.
    Side {
        /// The organization, a person of its own.
        Organization = "organization",
        /// The office: a registrar for offers, a caseworker for cases.
        Office = "office",
    }
}

impl OfferState {
    /// The table: where an offer stands after an action; `None` where it cannot be done.
    pub fn after(self, action: OfferAction) -> Option<OfferState> {
        use self::OfferAction::*;
        use self::OfferState::*;
        match (self, action) {
            (Draft, Submit) => Some(Submitted),
            (Submitted, Publish) | (Paused, Resume) => Some(Published),
            (Submitted, Return) => Some(Draft),
            (Published, Pause) => Some(Paused),
            (Draft | Submitted | Published | Paused, End) => Some(Ended),
            (Submitted | Published | Paused | Ended, Submit)
            | (Draft | Published | Paused | Ended, Publish | Return)
            | (Draft | Submitted | Paused | Ended, Pause)
            | (Draft | Submitted | Published | Ended, Resume)
            | (Ended, End) => None,
        }
    }
}

impl OfferAction {
    /// Whether a side may do it.
    pub fn is_for(self, side: Side) -> bool {
        match self {
            OfferAction::Submit | OfferAction::Resume => side == Side::Organization,
            OfferAction::Publish | OfferAction::Return => side == Side::Office,
            OfferAction::Pause | OfferAction::End => true,
        }
    }

    /// Whether a reason is asked for.
    pub fn needs_reason(self) -> bool {
        matches!(self, OfferAction::Return | OfferAction::Pause | OfferAction::End)
    }
}

/// Where an offer holds.
#[derive(Debug, Clone, PartialEq)]
pub enum OfferArea {
    /// In these divisions and what lies in them.
    Divisions(Vec<DivisionCode>),
    /// Within so many metres of a point, in a straight line.
    Around(Position, f64),
    /// Within an area somebody drew: rings of longitude and latitude, the first the outer one of each polygon.
    Drawn(Vec<Vec<Vec<[f64; 2]>>>),
}

/// An offer of support.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What it is called.
    pub title: String,
    /// In which way.
    pub mode: OfferMode,
    /// Codes of the service types.
    pub services: Vec<String>,
    /// Codes of the target groups; empty admits everyone.
    pub groups: Vec<String>,
    /// Who is admitted besides, as rules.
    pub admits: super::eligibility::Rules,
    /// Households at once.
    pub places: u32,
    /// Where.
    pub area: OfferArea,
    /// Weekly hours in OpenStreetMap's form, as facilities have them.
    pub hours: Option<String>,
    /// Languages besides Mandarin, as words.
    pub languages: Vec<String>,
    /// Whether whoever needs a way without steps is served.
    pub step_free: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` until it is ended.
    pub to: Option<NaiveDate>,
    /// What it costs the person helped, as written; `None` for nothing.
    pub fee: Option<String>,
    /// Where the money comes from, as written.
    pub funding: Option<String>,
    /// Where it stands.
    pub state: OfferState,
    /// Why, for what needs a reason.
    pub reason: Option<String>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

impl Offer {
    /// Whether it takes cases on a day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.state == OfferState::Published && self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_offers_is_whole() {
        let after =
            |state: OfferState| OfferAction::ALL.iter().map(|action| state.after(*action).map(OfferState::code)).collect::<Vec<_>>();
        // submit, publish, return, pause, resume, end
        assert_eq!(after(OfferState::Draft), [Some("submitted"), None, None, None, None, Some("ended")]);
        assert_eq!(after(OfferState::Submitted), [None, Some("published"), Some("draft"), None, None, Some("ended")]);
        assert_eq!(after(OfferState::Published), [None, None, None, Some("paused"), None, Some("ended")]);
        assert_eq!(after(OfferState::Paused), [None, None, None, None, Some("published"), Some("ended")]);
        assert_eq!(after(OfferState::Ended), [None; 6]);
    }

    #[test]
    fn an_organization_submits_and_the_office_publishes() {
        let may = |side: Side| OfferAction::ALL.iter().map(|action| action.is_for(side)).collect::<Vec<_>>();
        assert_eq!(may(Side::Organization), [true, false, false, true, true, true]);
        assert_eq!(may(Side::Office), [false, true, true, true, false, true]);
    }
}
