//! What do people decide about a gap? Where it stands, whose it is and until when.
//!
//! A gap is a community with people of a group farther from a kind of place than a limit. It is named by those terms, so that the same
//! gap is found again after any write. It closes when the figures say that nobody is left over, and opens again when they do not: no
//! person closes it. Refuses to know figures, names and how it is kept.

use chrono::NaiveDate;

use super::{change::words, division::DivisionCode, street::By};

words! {
    /// Where a gap stands.
    GapState {
        /// 待办
        Open = "open",
        /// 已列入计划
        Planned = "planned",
        /// 办理中
        UnderWay = "under_way",
        /// 已消除: nobody is left over.
        Closed = "closed",
        /// 维持现状: accepted as it is, with a reason.
        Accepted = "accepted",
    }
}

words! {
    /// What happens to a gap.
    GapAction {
        /// Somebody plans it.
        Plan = "plan",
        /// Somebody begins.
        Start = "start",
        /// Somebody opens it again.
        Reopen = "reopen",
        /// Somebody accepts it as it is.
        Accept = "accept",
        /// The figures say that nobody is left over.
        Cover = "cover",
        /// The figures say that somebody is.
        Uncover = "uncover",
    }
}

impl GapState {
    /// The table: where a gap stands after an action; `None` where that cannot be done, or changes nothing.
    pub fn after(self, action: GapAction) -> Option<GapState> {
        use self::GapAction::*;
        use self::GapState::*;
        match (self, action) {
            (Open | UnderWay, Plan) => Some(Planned),
            (Open | Planned, Start) => Some(UnderWay),
            (Open | Planned | UnderWay, Accept) => Some(Accepted),
            (Planned | UnderWay | Accepted, Reopen) => Some(Open),
            (Open | Planned | UnderWay | Accepted, Cover) => Some(Closed),
            (Closed, Uncover) => Some(Open),
            (Planned | Accepted | Closed, Plan)
            | (UnderWay | Accepted | Closed, Start)
            | (Accepted | Closed, Accept)
            | (Open | Closed, Reopen)
            | (Closed, Cover)
            | (Open | Planned | UnderWay | Accepted, Uncover) => None,
        }
    }

    /// The action of a person that leads to a state; to be closed there is none.
    pub fn wished(self) -> Option<GapAction> {
        match self {
            GapState::Open => Some(GapAction::Reopen),
            GapState::Planned => Some(GapAction::Plan),
            GapState::UnderWay => Some(GapAction::Start),
            GapState::Accepted => Some(GapAction::Accept),
            GapState::Closed => None,
        }
    }

    /// Where it stands by the figures of now.
    pub fn seen(self, anybody_left_over: bool) -> GapState {
        let action = if anybody_left_over { GapAction::Uncover } else { GapAction::Cover };
        self.after(action).unwrap_or(self)
    }

    /// Whether anything is still to be done.
    pub fn is_pending(self) -> bool {
        matches!(self, GapState::Open | GapState::Planned | GapState::UnderWay)
    }
}

/// The limit that people are left over of.
#[derive(Debug, Clone, PartialEq)]
pub enum GapLimit {
    /// The reach of the standard with this code, whatever it is.
    Standard(String),
    /// So many metres.
    WithinM(f64),
}

/// What makes two gaps the same.
#[derive(Debug, Clone, PartialEq)]
pub struct GapTerms {
    /// The community.
    pub division: DivisionCode,
    /// Codes of the kinds of which any serves, in the order of the catalogue; none means any kind.
    pub kinds: Vec<String>,
    /// How far is too far.
    pub limit: GapLimit,
    /// How distances are measured.
    pub by: By,
    /// Code of the count of the people.
    pub group: String,
}

impl GapTerms {
    /// `<division>:<kinds joined by +, or ->:standard|within:<code|metres>:<by>:<group>`.
    pub fn id(&self) -> String {
        let kinds = if self.kinds.is_empty() { "-".to_owned() } else { self.kinds.join("+") };
        let (sort, limit) = match &self.limit {
            GapLimit::Standard(code) => ("standard", code.clone()),
            GapLimit::WithinM(metres) => ("within", metres.to_string()),
        };
        format!("{}:{kinds}:{sort}:{limit}:{}:{}", self.division, self.by.code(), self.group)
    }

    /// The terms that an id names; `None` when it is none, or not as [`GapTerms::id`] writes it.
    pub fn parse(id: &str) -> Option<GapTerms> {
        let [division, kinds, sort, limit, by, group] = id.split(':').collect::<Vec<_>>()[..] else { return None };
        let terms = GapTerms {
            division: DivisionCode::parse(division).ok()?,
            kinds: if kinds == "-" { Vec::new() } else { kinds.split('+').map(str::to_owned).collect() },
            limit: match sort {
                "standard" => GapLimit::Standard(limit.to_owned()),
                "within" => GapLimit::WithinM(limit.parse().ok().filter(|metres: &f64| metres.is_finite() && *metres >= 0.0)?),
                _ => return None,
            },
            by: By::parse(by)?,
            group: group.to_owned(),
        };
        (terms.id() == id).then_some(terms)
    }
}

/// A gap that somebody has decided something about.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackedGap {
    /// Which one.
    pub terms: GapTerms,
    /// Where it stood when it was written last; [`GapState::seen`] says where it stands.
    pub state: GapState,
    /// Why it is accepted as it is.
    pub reason: Option<String>,
    /// Whose it is: 12 digits of a division, or `unit:<reporting unit>`.
    pub owner_unit: Option<String>,
    /// The post within it, never a person's name.
    pub owner_post: Option<String>,
    /// The day by which it is to be closed.
    pub deadline: Option<NaiveDate>,
    /// Number of the change that wrote it last; 0 before any did.
    pub version: i64,
}

impl TrackedGap {
    /// A gap of which nobody has said anything.
    pub fn untouched(terms: GapTerms) -> TrackedGap {
        TrackedGap { terms, state: GapState::Open, reason: None, owner_unit: None, owner_post: None, deadline: None, version: 0 }
    }

    /// Whether its day is past and something is still to be done.
    pub fn is_overdue(&self, seen: GapState, today: NaiveDate) -> bool {
        seen.is_pending() && self.deadline.is_some_and(|deadline| deadline < today)
    }
}

/// What somebody says about a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct GapComment {
    /// Its id.
    pub id: String,
    /// Id of the gap.
    pub gap: String,
    /// The words.
    pub text: String,
    /// Who, as the log names an actor.
    pub by: super::change::Actor,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::street::Profile;

    #[test]
    fn the_table_of_states_and_actions_is_this_one() {
        // open, planned, under way, closed, accepted; - is not possible.
        let table = [
            (GapAction::Plan, "planned - planned - -"),
            (GapAction::Start, "under_way under_way - - -"),
            (GapAction::Reopen, "- open open - open"),
            (GapAction::Accept, "accepted accepted accepted - -"),
            (GapAction::Cover, "closed closed closed - closed"),
            (GapAction::Uncover, "- - - open -"),
        ];
        assert_eq!(table.len(), GapAction::ALL.len());
        for (action, row) in table {
            let found: Vec<&str> = GapState::ALL.iter().map(|state| state.after(action).map_or("-", GapState::code)).collect();
            assert_eq!(found.join(" "), row, "{action}");
        }
    }

    #[test]
    fn nobody_closes_a_gap_and_every_other_wish_leads_where_it_says() {
        for wish in GapState::ALL {
            let Some(action) = wish.wished() else {
                assert_eq!(*wish, GapState::Closed);
                continue;
            };
            assert!(GapState::ALL.iter().all(|state| state.after(action).is_none_or(|next| next == *wish)), "{wish}");
        }
    }

    #[test]
    fn an_id_is_read_back_as_the_terms_that_it_was_made_of() {
        let division = DivisionCode::parse("990101001002").expect("a code of the test");
        let kinds = [vec![], vec!["elderly-day-care".to_owned()], vec!["a".to_owned(), "b-c".to_owned()]];
        let limits =
            [GapLimit::WithinM(500.0), GapLimit::WithinM(300.5), GapLimit::WithinM(1.0 / 3.0), GapLimit::Standard("300m".to_owned())];
        for (kinds, limit) in kinds.iter().flat_map(|kinds| limits.iter().map(move |limit| (kinds.clone(), limit.clone()))) {
            for by in [By::Straight, By::OnFoot(Profile::StepFree)] {
                let terms = GapTerms { division, kinds: kinds.clone(), limit: limit.clone(), by, group: "elderly".to_owned() };
                assert_eq!(GapTerms::parse(&terms.id()), Some(terms));
            }
        }
        for bad in [
            "",
            "990101001002",
            "9901:-:within:500:straight:population",
            "990101001002:-:within:5e2:straight:population",
            "990101001002:-:within:NaN:straight:population",
            "990101001002:-:beyond:500:straight:population",
            "990101001002:-:within:500:fly:population",
        ] {
            assert_eq!(GapTerms::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_gap_is_overdue_after_its_day_while_something_is_to_be_done() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
        let terms = GapTerms::parse("990101001002:-:within:500:straight:population").expect("an id of the test");
        let gap = TrackedGap { deadline: Some(day("2026-03-31")), ..TrackedGap::untouched(terms) };
        assert!(!gap.is_overdue(GapState::Open, day("2026-03-31")));
        assert!(gap.is_overdue(GapState::UnderWay, day("2026-04-01")));
        assert!(!gap.is_overdue(GapState::Closed, day("2026-04-01")) && !gap.is_overdue(GapState::Accepted, day("2026-04-01")));
    }
}
