//! Who may do what, and where? The whole table of rights is here; nothing else in the house decides it.
//!
//! A *grant* is a role within a jurisdiction; a role has rights; a caller may do what any of its grants allows there.
//! Refuses to know sessions, passwords and addresses of the interface: those name a right and ask.

pub use super::jurisdiction::{Extent, Jurisdiction};
use super::{
    change::{Actor, words},
    division::{DivisionCode, ReportingUnit},
    id::OrganizationId,
};

words! {
    /// What an account is for.
    Role {
        /// 社会组织
        Organization = "organization",
        /// 社工、窗口人员
        Caseworker = "caseworker",
        /// 规划人员
        Planner = "planner",
        /// 登记员
        Registrar = "registrar",
        /// 审核员
        Approver = "approver",
        /// 审计员
        Auditor = "auditor",
        /// 系统管理员
        Administrator = "administrator",
    }
}

words! {
    /// What may be done.
    Right {
        /// 查看完整记录: records with their office fields, proposals, duplicates, checks, reports, imports.
        ReadRecords = "read_records",
        /// 查看保护性场所的真实位置
        ReadProtected = "read_protected",
        /// 查看联系人手机
        ReadContacts = "read_contacts",
        /// 查看小数: counts of target groups as they are, where others are told rounded ones.
        ReadSmallCounts = "read_small_counts",
        /// 提出修改: propose, import, merge, mend, close reports.
        WriteRecords = "write_records",
        /// 核查: record a check, update a vacancy.
        CheckRecords = "check_records",
        /// 批准: decide proposals, undo a batch.
        ApproveChanges = "approve_changes",
        /// 编制规划: siting runs, plans, owners and deadlines of gaps, inspections.
        MakePlans = "make_plans",
        /// 办理个案: open cases, refer, pair, read what belongs to them.
        HandleCases = "handle_cases",
        /// 管理本机构帮扶: offers, people, referrals, pairings and visits of one's own organization.
        ManageOffers = "manage_offers",
        /// 管理行政区划
        ManageDivisions = "manage_divisions",
        /// 管理规范与类别
        ManageStandards = "manage_standards",
        /// 审计
        ReadAudit = "read_audit",
        /// 管理账号
        ManageAccounts = "manage_accounts",
        /// 管理设置
        ManageSettings = "manage_settings",
    }
}

impl Role {
    /// The table: which rights a role has within its jurisdiction.
    pub fn rights(self) -> &'static [Right] {
        use self::Right::*;
        match self {
            Role::Organization => &[ManageOffers],
            Role::Caseworker => &[ReadContacts, CheckRecords, HandleCases],
            Role::Planner => &[ReadRecords, ReadSmallCounts, MakePlans, ManageStandards],
            Role::Registrar => &[ReadRecords, ReadProtected, ReadContacts, ReadSmallCounts, WriteRecords, CheckRecords],
            Role::Approver => &[ReadRecords, ReadProtected, ReadContacts, ReadSmallCounts, ApproveChanges, ManageDivisions],
            Role::Auditor => &[ReadRecords, ReadSmallCounts, ReadAudit],
            Role::Administrator => &[ManageDivisions, ManageStandards, ReadAudit, ManageAccounts, ManageSettings],
        }
    }
}

impl Right {
    /// Whether the right is about the installation as a whole: a grant within a part of it does not give it.
    pub fn is_central(self) -> bool {
        matches!(self, Right::ManageStandards | Right::ReadAudit | Right::ManageAccounts | Right::ManageSettings)
    }
}

/// A role within a jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where.
    pub jurisdiction: Jurisdiction,
}

/// Why somebody may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in.
    #[error("sign in first: this needs the right {0}")]
    SignedOut(Right),
    /// Somebody without the right.
    #[error("this needs the right {right}{}", place(.division))]
    Lacks {
        /// The right that is missing.
        right: Right,
        /// Where it is missing; `None` for everywhere.
        division: Option<DivisionCode>,
    },
}

fn place(division: &Option<DivisionCode>) -> String {
    division.map_or_else(String::new, |code| format!(" in the division {code}"))
}

/// Who asks, and what that one may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Caller {
    /// As the log names it.
    pub actor: Actor,
    grants: Vec<(Role, Extent)>,
    /// What a token leaves of the grants.
    narrowed: Option<(Vec<Right>, Extent)>,
    operator: bool,
    office: Jurisdiction,
}

impl Caller {
    /// Somebody who is not signed in: may do what everybody may.
    pub fn public() -> Caller {
        Caller { actor: Actor::public(), grants: Vec::new(), narrowed: None, operator: false, office: Jurisdiction::All }
    }

    /// Whoever holds the machine, at the command line: may do everything, and is logged as such.
    pub fn operator() -> Caller {
        Caller { actor: Actor::operator(), grants: Vec::new(), narrowed: None, operator: true, office: Jurisdiction::All }
    }

    /// An account with its grants.
    pub fn account(id: &str, login: &str, grants: &[Grant], units: &[ReportingUnit]) -> Caller {
        let office = grants.first().map_or(Jurisdiction::All, |grant| grant.jurisdiction.clone());
        let grants = grants.iter().map(|grant| (grant.role, Extent::of(&grant.jurisdiction, units))).collect();
        Caller { actor: Actor::account(id, login), grants, narrowed: None, operator: false, office }
    }

    /// The same with no more than a token allows.
    pub fn narrowed(self, rights: &[Right], extent: Extent) -> Caller {
        Caller { narrowed: Some((rights.to_vec(), extent)), ..self }
    }

    /// The account's id, when somebody is signed in.
    pub fn account_id(&self) -> Option<&str> {
        self.actor.id.strip_prefix("account:")
    }

    /// Whose office the caller works for: the jurisdiction of the first grant. Headings are remembered by it; it gives no right.
    pub fn office(&self) -> &Jurisdiction {
        &self.office
    }

    /// Whether it is the command line.
    pub fn is_operator(&self) -> bool {
        self.operator
    }

    /// Whether this is allowed for a record of this division.
    pub fn may(&self, right: Right, division: Option<DivisionCode>) -> bool {
        self.allowed(right, |extent, token| match token {
            Some(token) => extent.both(token, division),
            None => extent.holds(division),
        })
    }

    /// Whether this is allowed anywhere at all; a right about the whole installation needs a grant for all of it.
    pub fn may_somewhere(&self, right: Right) -> bool {
        self.allowed(right, |extent, token| !right.is_central() || (extent.is_everywhere() && token.is_none_or(Extent::is_everywhere)))
    }

    /// The organizations for which this is allowed, in the order of the grants.
    pub fn organizations(&self, right: Right) -> Vec<&OrganizationId> {
        let narrowed = |id: &OrganizationId| match &self.narrowed {
            Some((rights, extent)) => rights.contains(&right) && (extent.is_everywhere() || extent.organization() == Some(id)),
            None => true,
        };
        let own = self.grants.iter().filter(|(role, _)| role.rights().contains(&right));
        own.filter_map(|(_, extent)| extent.organization()).filter(|id| narrowed(id)).collect()
    }

    /// Whether this is allowed for an organization: for its own people, and at the command line.
    pub fn may_for(&self, right: Right, organization: &OrganizationId) -> bool {
        self.operator || self.organizations(right).contains(&organization)
    }

    /// The same, with the reason why not.
    pub fn require(&self, right: Right, division: Option<DivisionCode>) -> Result<(), Denied> {
        if self.may(right, division) { Ok(()) } else { Err(self.denied(right, division)) }
    }

    /// The same for what is not about one record.
    pub fn require_somewhere(&self, right: Right) -> Result<(), Denied> {
        if self.may_somewhere(right) { Ok(()) } else { Err(self.denied(right, None)) }
    }

    /// Every right that is held somewhere.
    pub fn rights(&self) -> Vec<Right> {
        Right::ALL.iter().copied().filter(|right| self.may_somewhere(*right)).collect()
    }

    fn denied(&self, right: Right, division: Option<DivisionCode>) -> Denied {
        if self.account_id().is_none() { Denied::SignedOut(right) } else { Denied::Lacks { right, division } }
    }

    fn allowed(&self, right: Right, fits: impl Fn(&Extent, Option<&Extent>) -> bool) -> bool {
        if self.operator {
            return true;
        }
        let token = match &self.narrowed {
            Some((rights, extent)) if rights.contains(&right) => Some(extent),
            Some(_) => return false,
            None => None,
        };
        self.grants.iter().any(|(role, extent)| role.rights().contains(&right) && fits(extent, token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::Confidence;

    fn code(text: &str) -> DivisionCode {
        DivisionCode::parse(text).expect("a code of the test")
    }

    fn unit(unit: &str, divisions: &[&str]) -> ReportingUnit {
        ReportingUnit {
            code: unit.into(),
            name_zh: unit.into(),
            name_en: unit.into(),
            divisions: divisions.iter().map(|text| code(text).to_string()).collect(),
            source: "test".into(),
            confidence: Confidence::A,
        }
    }

    fn caller(role: Role, jurisdiction: &str) -> Caller {
        let units = [unit("xianyang", &["6104"]), unit("yangling", &["610403"])];
        let grant = Grant { role, jurisdiction: jurisdiction.parse().expect("a jurisdiction of the test") };
        Caller::account("a1", "test", &[grant], &units)
    }

    #[test]
    fn a_grant_holds_inside_its_division_and_nowhere_else() {
        let registrar = caller(Role::Registrar, "6101");
        assert!(registrar.may(Right::WriteRecords, Some(code("610102001003"))));
        assert!(!registrar.may(Right::WriteRecords, Some(code("610204"))));
        assert!(!registrar.may(Right::WriteRecords, None), "a record of no division is nobody's but all's");
        assert!(!registrar.may(Right::ApproveChanges, Some(code("610102"))));
        assert!(registrar.may_somewhere(Right::WriteRecords));
    }

    #[test]
    fn what_another_unit_reports_is_not_ones_own() {
        let xianyang = caller(Role::Approver, "unit:xianyang");
        assert!(xianyang.may(Right::ApproveChanges, Some(code("610402"))));
        assert!(!xianyang.may(Right::ApproveChanges, Some(code("610403001"))));
        assert!(caller(Role::Approver, "unit:yangling").may(Right::ApproveChanges, Some(code("610403001"))));
        assert!(!caller(Role::Approver, "unit:nowhere").may(Right::ApproveChanges, Some(code("610403001"))));
    }

    #[test]
    fn a_right_about_the_installation_needs_a_grant_for_all_of_it() {
        assert!(caller(Role::Administrator, "all").may_somewhere(Right::ManageAccounts));
        assert!(!caller(Role::Administrator, "6101").may_somewhere(Right::ManageAccounts));
    }

    #[test]
    fn a_token_takes_away_and_never_gives() {
        let everywhere = Extent::everywhere();
        let registrar = caller(Role::Registrar, "6101");
        let reader = registrar.clone().narrowed(&[Right::ReadRecords, Right::ApproveChanges], everywhere);
        assert!(reader.may(Right::ReadRecords, Some(code("610102"))));
        assert!(!reader.may(Right::WriteRecords, Some(code("610102"))));
        assert!(!reader.may(Right::ApproveChanges, Some(code("610102"))));
        let elsewhere = registrar.narrowed(&[Right::ReadRecords], Extent::of(&"610104".parse().expect("a code"), &[]));
        assert!(!elsewhere.may(Right::ReadRecords, Some(code("610102"))));
        assert!(elsewhere.may(Right::ReadRecords, Some(code("610104"))));
    }

    #[test]
    fn nobody_both_proposes_and_approves_by_one_role() {
        for role in Role::ALL {
            let rights = role.rights();
            assert!(!(rights.contains(&Right::WriteRecords) && rights.contains(&Right::ApproveChanges)), "{role}");
        }
    }

    #[test]
    fn a_jurisdiction_is_read_back_as_it_is_written() {
        for text in ["all", "610102000000", "unit:yangling"] {
            assert_eq!(text.parse::<Jurisdiction>().map(|one| one.to_string()), Ok(text.to_owned()));
        }
        assert!("unit:".parse::<Jurisdiction>().is_err());
        assert!("everywhere".parse::<Jurisdiction>().is_err());
    }
}
