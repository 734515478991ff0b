//! Who is on duty for a community? Posts with the divisions that they cover; never a person's name.

use super::{change::words, division::DivisionCode};

words! {
    /// What a post is for.
    DutyRole {
        /// 儿童督导员: one in every street.
        ChildSupervisor = "child_supervisor",
        /// 儿童主任: one in every community.
        ChildDirector = "child_director",
        /// 急难问题快速响应服务队
        RapidResponse = "rapid_response",
    }
}

/// A post on duty.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyPost {
    /// Its id.
    pub id: String,
    /// What for.
    pub role: DutyRole,
    /// The post, never a person's name.
    pub post: String,
    /// The unit it belongs to.
    pub unit: DivisionCode,
    /// Office phone.
    pub phone: Option<String>,
    /// What it covers.
    pub divisions: Vec<DivisionCode>,
    /// The number of the change that last wrote it.
    pub version: i64,
}

impl DutyPost {
    /// Whether it covers a division: that one, or one above it.
    pub fn covers(&self, division: DivisionCode) -> bool {
        self.divisions.iter().any(|one| one.contains(division))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_covers_its_divisions_and_what_lies_in_them() {
        let code = |text: &str| DivisionCode::parse(text).expect("a code of the test");
        let post = DutyPost {
            id: "D1".into(),
            role: DutyRole::ChildSupervisor,
            post: "示例岗位".into(),
            unit: code("990101001"),
            phone: None,
            divisions: vec![code("990101001")],
            version: 0,
        };
        let covers = ["990101001000", "990101001001", "990101002001", "990101000000"].map(|text| post.covers(code(text)));
        assert_eq!(covers, [true, true, false, false]);
    }
}
