//! Which case is helped by which offer, and how often is somebody there?
//!
//! A pairing is proposed by the assignment or by a person, and begins when both sides have agreed. Visits 探访 belong to it.
//! Refuses to know how the assignment is found.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    change::{Actor, words},
    id::OrganizationId,
    offer::Side,
};

words! {
    /// Where a pairing stands.
    PairingState {
        /// 建议: nobody has agreed.
        Proposed = "proposed",
        /// 待机构确认: the caseworker agrees.
        Offered = "offered",
        /// 帮扶中
        Active = "active",
        /// 已谢绝, with a reason.
        Refused = "refused",
        /// 已结束, with a reason.
        Ended = "ended",
    }
}

words! {
    /// What happens to a pairing.
    PairingAction {
        /// 同意: the caseworker's, then the organization's.
        Agree = "agree",
        /// 谢绝
        Refuse = "refuse",
        /// 结束
        End = "end",
    }
}

words! {
    /// What came of a visit.
    VisitResult {
        /// 已探访
        Done = "done",
        /// 未遇
        NotMet = "not_met",
    }
}

impl PairingState {
    /// The table: where a pairing stands after an action of a side; `None` where that one cannot do it.
    pub fn after(self, action: PairingAction, side: Side) -> Option<PairingState> {
        use self::PairingAction::*;
        use self::PairingState::*;
        match (self, action, side) {
            (Proposed, Agree, Side::Office) => Some(Offered),
            (Offered, Agree, Side::Organization) => Some(Active),
            (Proposed, Refuse, Side::Office) | (Offered, Refuse, Side::Office | Side::Organization) => Some(Refused),
            (Active, End, Side::Office | Side::Organization) => Some(Ended),
            (Proposed, Agree | Refuse, Side::Organization)
            | (Offered, Agree, Side::Office)
            | (Active | Refused | Ended, Agree | Refuse, _)
            | (Proposed | Offered | Refused | Ended, End, _) => None,
        }
    }

    /// Whether it holds one of the offer's places.
    pub fn takes_place(self) -> bool {
        matches!(self, PairingState::Offered | PairingState::Active)
    }
}

/// A pairing.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairing {
    /// Its id.
    pub id: String,
    /// Which case.
    pub case: String,
    /// Which offer.
    pub offer: String,
    /// Whose offer.
    pub organization: OrganizationId,
    /// Metres from the offer's place to the community, and how they were measured; `None` where the offer has no point.
    pub distance_m: Option<f64>,
    /// Where it stands.
    pub state: PairingState,
    /// A visit at least every so many days.
    pub visit_every_days: Option<u16>,
    /// First day, once it is active.
    pub from: Option<NaiveDate>,
    /// Last day, once it has ended.
    pub to: Option<NaiveDate>,
    /// Why it was refused or has ended.
    pub reason: Option<String>,
    /// What is said about it at its end.
    pub feedback: Option<String>,
    /// Who proposed it.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

/// A visit to a household that a pairing is about.
#[derive(Debug, Clone, PartialEq)]
pub struct HomeVisit {
    /// Its id, made where it was written down, so that one sent twice is kept once.
    pub id: String,
    /// Which pairing.
    pub pairing: String,
    /// The day.
    pub on: NaiveDate,
    /// How long, in minutes.
    pub minutes: u16,
    /// What came of it.
    pub result: VisitResult,
    /// Codes of the service types that were given.
    pub given: Vec<String>,
    /// Anything else, without a name or number of a person.
    pub note: Option<String>,
    /// The day of the next one.
    pub next_on: Option<NaiveDate>,
    /// Who wrote it down.
    pub by: Actor,
    /// When it was written down, by the device's clock.
    pub written_at: DateTime<Utc>,
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_pairings_is_whole() {
        let after = |state: PairingState, side: Side| {
            PairingAction::ALL.iter().map(|action| state.after(*action, side).map_or("", PairingState::code)).collect::<Vec<_>>()
        };
        // agree, refuse, end
        assert_eq!(after(PairingState::Proposed, Side::Office), ["offered", "refused", ""]);
        assert_eq!(after(PairingState::Proposed, Side::Organization), ["", "", ""]);
        assert_eq!(after(PairingState::Offered, Side::Office), ["", "refused", ""]);
        assert_eq!(after(PairingState::Offered, Side::Organization), ["active", "refused", ""]);
        for side in [Side::Office, Side::Organization] {
            assert_eq!(after(PairingState::Active, side), ["", "", "ended"]);
            assert_eq!(after(PairingState::Refused, side), ["", "", ""]);
            assert_eq!(after(PairingState::Ended, side), ["", "", ""]);
        }
    }
}
