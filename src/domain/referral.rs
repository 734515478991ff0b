//! Who is asked to help with a case, and what does that one say?
//!
//! A referral goes to a facility, an organization or an offer of one. Refuses to know what of a case is shared: consent decides.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    change::{Actor, words},
    id::{FacilityId, OrganizationId},
    offer::Side,
};

words! {
    /// Where a referral stands.
    ReferralState {
        /// 已发出
        Sent = "sent",
        /// 已接收
        Accepted = "accepted",
        /// 已谢绝, with a reason from the list.
        Declined = "declined",
        /// 逾期未答
        Unanswered = "unanswered",
        /// 已撤回
        Withdrawn = "withdrawn",
        /// 已反馈: the outcome is told.
        Done = "done",
    }
}

words! {
    /// What happens to a referral.
    ReferralAction {
        /// 接收
        Accept = "accept",
        /// 谢绝
        Decline = "decline",
        /// 逾期: nobody answered in time.
        Expire = "expire",
        /// 撤回
        Withdraw = "withdraw",
        /// 反馈结果
        Finish = "finish",
    }
}

words! {
    /// Why a referral is declined.
    DeclineReason {
        /// 名额已满
        Full = "full",
        /// 不符合条件
        NotEligible = "not_eligible",
        /// 不在服务范围
        OutOfArea = "out_of_area",
        /// 不提供该服务
        NoSuchService = "no_such_service",
        /// 时间不合
        Hours = "hours",
        /// 信息不足
        LacksInformation = "lacks_information",
        /// 其他, with a note.
        Other = "other",
    }
}

words! {
    /// How a referral ended.
    Outcome {
        /// 已得到帮助
        Helped = "helped",
        /// 部分得到帮助
        PartlyHelped = "partly_helped",
        /// 未得到帮助
        NotHelped = "not_helped",
        /// 无法联系
        NotReached = "not_reached",
    }
}

words! {
    /// Whether the receiver has room, as far as is known before a referral is sent.
    Room {
        /// 有名额
        Free = "free",
        /// 已满
        Full = "full",
        /// 未知: nobody said, or too long ago.
        Unknown = "unknown",
        /// 候补
        WaitingList = "waiting_list",
    }
}

impl ReferralState {
    /// The table: where a referral stands after an action; `None` where it cannot be done.
    pub fn after(self, action: ReferralAction) -> Option<ReferralState> {
        use self::ReferralAction::*;
        use self::ReferralState::*;
        match (self, action) {
            (Sent, Accept) => Some(Accepted),
            (Sent, Decline) => Some(Declined),
            (Sent, Expire) => Some(Unanswered),
            (Sent | Accepted, Withdraw) => Some(Withdrawn),
            (Accepted, Finish) => Some(Done),
            (Accepted | Declined | Unanswered | Withdrawn | Done, Accept | Decline | Expire)
            | (Declined | Unanswered | Withdrawn | Done, Withdraw)
            | (Sent | Declined | Unanswered | Withdrawn | Done, Finish) => None,
        }
    }

    /// Whether somebody is still to do something.
    pub fn is_pending(self) -> bool {
        matches!(self, ReferralState::Sent | ReferralState::Accepted)
    }
}

impl ReferralAction {
    /// Whether a side may do it. The office answers for a receiver that has no account: it heard the answer on the phone.
    pub fn is_for(self, side: Side) -> bool {
        match self {
            ReferralAction::Accept | ReferralAction::Decline | ReferralAction::Finish => true,
            ReferralAction::Expire | ReferralAction::Withdraw => side == Side::Office,
        }
    }
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Receiver {
    /// A facility; whoever runs it sees the referral.
    Facility(FacilityId),
    /// An organization.
    Organization(OrganizationId),
    /// An offer, by its id, of an organization.
    Offer(String, OrganizationId),
}

/// A referral.
#[derive(Debug, Clone, PartialEq)]
pub struct Referral {
    /// Its id.
    pub id: String,
    /// Which case.
    pub case: String,
    /// Who is asked.
    pub to: Receiver,
    /// The organization that sees it: the receiver, or who runs the facility.
    pub organization: Option<OrganizationId>,
    /// Whether there was room when it was sent.
    pub room: Room,
    /// Where it stands.
    pub state: ReferralState,
    /// The day by which it is to be answered.
    pub answer_by: Option<NaiveDate>,
    /// Why it was declined.
    pub reason: Option<DeclineReason>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What the caseworker says to the receiver, or the receiver back, last.
    pub note: Option<String>,
    /// Who sent it.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_referrals_is_whole() {
        let after = |state: ReferralState| {
            ReferralAction::ALL.iter().map(|action| state.after(*action).map_or("", ReferralState::code)).collect::<Vec<_>>()
        };
        // accept, decline, expire, withdraw, finish
        assert_eq!(after(ReferralState::Sent), ["accepted", "declined", "unanswered", "withdrawn", ""]);
        assert_eq!(after(ReferralState::Accepted), ["", "", "", "withdrawn", "done"]);
        for ended in [ReferralState::Declined, ReferralState::Unanswered, ReferralState::Withdrawn, ReferralState::Done] {
            assert_eq!(after(ended), [""; 5], "{}", ended.code());
        }
    }

    #[test]
    fn a_receiver_answers_and_the_office_takes_back() {
        let may = |side: Side| ReferralAction::ALL.iter().map(|action| action.is_for(side)).collect::<Vec<_>>();
        assert_eq!(may(Side::Organization), [true, true, false, false, true]);
        assert_eq!(may(Side::Office), [true; 5]);
    }
}
