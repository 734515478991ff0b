//! Who wrote what, and what was it before? Every write is a change; changes are never altered.

use chrono::{DateTime, Utc};

/// Who writes: an account, the operator at the command line, the public, or the service itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `account:<id>`, `operator`, `public` or `system`.
    pub id: String,
    /// What the account was called when it wrote.
    pub name: String,
}

impl Actor {
    /// Who holds the machine: the command line.
    pub fn operator() -> Actor {
        Actor { id: "operator".to_owned(), name: "operator".to_owned() }
    }

    /// The service by itself: shipped rows, first start.
    pub fn system() -> Actor {
        Actor { id: "system".to_owned(), name: "system".to_owned() }
    }

    /// Somebody who is not signed in.
    pub fn public() -> Actor {
        Actor { id: "public".to_owned(), name: "public".to_owned() }
    }

    /// Somebody who is signed in.
    pub fn account(id: &str, login: &str) -> Actor {
        Actor { id: format!("account:{id}"), name: login.to_owned() }
    }
}

/// What a write says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Who writes.
    pub actor: Actor,
    /// The file it came with, when it came with one.
    pub batch: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When; `None` for now. Never before the change before it.
    pub at: Option<DateTime<Utc>>,
}

impl Stamp {
    /// A write by somebody, now and without a reason.
    pub fn by(actor: Actor) -> Stamp {
        Stamp { actor, batch: None, reason: None, at: None }
    }

    /// A write by the operator.
    pub fn operator() -> Stamp {
        Stamp::by(Actor::operator())
    }

    /// The same with a reason.
    pub fn because(self, reason: Option<String>) -> Stamp {
        Stamp { reason, ..self }
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code used in API and SQL.
            pub fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code),+
                }
            }

            /// The one with this code.
            pub fn parse(text: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}

words! {
    /// What sort of record a change is about.
    RecordType {
        /// 设施
        Facility = "facility",
        /// 机构
        Organization = "organization",
        /// 行政区划
        Division = "division",
        /// 需求: one change for some thousand cells.
        Demand = "demand",
        /// 底图: told by its hash only.
        BaseMap = "base-map",
        /// 类别
        Kind = "kind",
        /// 规范
        Standard = "standard",
        /// The other rows that give words their meaning.
        Reference = "reference",
        /// 设置
        Setting = "setting",
        /// 账号
        Account = "account",
        /// 会话: signing in and out.
        Session = "session",
        /// 令牌
        Token = "token",
        /// 提案
        Proposal = "proposal",
        /// 批次
        Batch = "batch",
        /// 公众报错
        Report = "report",
        /// 已认定: pairs that are not duplicates, positions that are right.
        Verdict = "verdict",
        /// 规划
        Plan = "plan",
        /// 缺口: who owns it, until when, and where it stands.
        Gap = "gap",
        /// 督查
        Inspection = "inspection",
        /// 入驻申请
        Application = "application",
        /// 帮扶意向
        Offer = "offer",
        /// 个案
        Case = "case",
        /// 转介
        Referral = "referral",
        /// 结对
        Pairing = "pairing",
        /// 探访
        HomeVisit = "home-visit",
        /// 未满足需求
        UnmetRequest = "unmet-request",
        /// 责任岗位
        Duty = "duty",
    }
}

pub(crate) use words;

impl RecordType {
    /// Whether the record is part of the registry that everybody may see, rather than of how it is run.
    pub fn is_public(self) -> bool {
        matches!(self, RecordType::Facility | RecordType::Organization | RecordType::Division | RecordType::Kind | RecordType::Standard)
    }
}

words! {
    /// What was done.
    Action {
        /// 新增
        Add = "add",
        /// 修改
        Change = "change",
        /// 移除
        Remove = "remove",
        /// 合并: the record that stays, or the one that went into it.
        Merge = "merge",
        /// 撤销合并
        Unmerge = "unmerge",
        /// 整批导入
        Import = "import",
        /// 整批撤销
        Undo = "undo",
        /// 核查
        Check = "check",
        /// 提案
        Propose = "propose",
        /// 批准
        Approve = "approve",
        /// 退回
        Return = "return",
        /// 撤回
        Withdraw = "withdraw",
        /// 办结
        Close = "close",
        /// 登录
        SignIn = "sign-in",
        /// 登录失败
        SignInFailed = "sign-in-failed",
        /// 退出
        SignOut = "sign-out",
        /// 锁定
        Lock = "lock",
        /// 解锁
        Unlock = "unlock",
        /// 到期清除: the log's oldest part is forgotten.
        Forget = "forget",
        /// 重置: an account loses its password and second factor.
        Reset = "reset",
        /// 导出受保护内容
        Export = "export",
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its number, from 1 without a gap.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
    /// To what sort of record.
    pub record_type: RecordType,
    /// To which.
    pub record_id: String,
    /// The file it came with.
    pub batch: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The record before, as JSON; `None` when it was not there.
    pub before: Option<String>,
    /// The record after, as JSON; `None` when it is gone.
    pub after: Option<String>,
    /// SHA-256 over all of this and the hash of the change before, in hexadecimal digits.
    pub hash: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_as_itself() {
        assert!(RecordType::ALL.iter().all(|one| RecordType::parse(one.code()) == Some(*one)));
        assert!(Action::ALL.iter().all(|one| Action::parse(one.code()) == Some(*one)));
        assert_eq!(RecordType::parse("nothing"), None);
    }
}
