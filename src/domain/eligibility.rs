//! Who is admitted? Rules that can be tried on a profile, each with its answer.
//!
//! A profile is entered, tried and forgotten: nothing here is ever kept about a person.

use super::change::words;

/// Whom a service or an offer admits besides its target groups; an empty rule asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Not younger than so many years.
    pub min_age: Option<u8>,
    /// Not older than so many years.
    pub max_age: Option<u8>,
    /// Income of the household a head, at most so many times the local subsistence line 低保标准.
    pub max_income_ratio: Option<f64>,
    /// Levels of disability 残疾等级 that are admitted, 1 the severest to 4; empty asks for none.
    pub disability_levels: Vec<u8>,
}

/// What a caseworker enters of somebody; `None` is not said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// Years.
    pub age: Option<u8>,
    /// Codes of the target groups that the person belongs to.
    pub groups: Vec<String>,
    /// Income a head over the local subsistence line.
    pub income_ratio: Option<f64>,
    /// Level of disability; 0 says that there is none.
    pub disability_level: Option<u8>,
}

words! {
    /// A rule, as an answer names it.
    RuleName {
        /// 对象
        Group = "group",
        /// 最低年龄
        MinAge = "min_age",
        /// 最高年龄
        MaxAge = "max_age",
        /// 收入
        Income = "income",
        /// 残疾等级
        Disability = "disability",
    }
}

words! {
    /// What a rule says.
    Verdict {
        /// 符合
        Meets = "meets",
        /// 不符合
        Fails = "fails",
        /// 信息不足: the profile does not say.
        Unknown = "unknown",
    }
}

/// What one rule says of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Which rule.
    pub rule: RuleName,
    /// What it says.
    pub verdict: Verdict,
}

impl Rules {
    /// What each rule that asks for something says; target groups first, of which any is enough.
    pub fn judge(&self, groups: &[String], profile: &Profile) -> Vec<Said> {
        let said = |rule, asked: bool, meets: Option<bool>| {
            let verdict = match meets {
                None => Verdict::Unknown,
                Some(true) => Verdict::Meets,
                Some(false) => Verdict::Fails,
            };
            asked.then_some(Said { rule, verdict })
        };
        let in_groups = (!profile.groups.is_empty()).then(|| groups.iter().any(|group| profile.groups.contains(group)));
        let levels = &self.disability_levels;
        [
            said(RuleName::Group, !groups.is_empty(), in_groups),
            said(RuleName::MinAge, self.min_age.is_some(), self.min_age.zip(profile.age).map(|(least, age)| age >= least)),
            said(RuleName::MaxAge, self.max_age.is_some(), self.max_age.zip(profile.age).map(|(most, age)| age <= most)),
            said(
                RuleName::Income,
                self.max_income_ratio.is_some(),
                self.max_income_ratio.zip(profile.income_ratio).map(|(most, ratio)| ratio <= most),
            ),
            said(RuleName::Disability, !levels.is_empty(), profile.disability_level.map(|level| levels.contains(&level))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What all rules together say: one that fails decides, then one that cannot be answered.
pub fn together(said: &[Said]) -> Verdict {
    if said.iter().any(|one| one.verdict == Verdict::Fails) {
        Verdict::Fails
    } else if said.iter().any(|one| one.verdict == Verdict::Unknown) {
        Verdict::Unknown
    } else {
        Verdict::Meets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_meets_fails_or_cannot_say() {
        let rules = Rules { min_age: Some(60), max_age: None, max_income_ratio: Some(1.5), disability_levels: vec![1, 2] };
        let groups = ["elderly".to_owned()];
        let verdicts = |profile: &Profile| rules.judge(&groups, profile).iter().map(|one| one.verdict.code()).collect::<Vec<_>>();
        let all = Profile { age: Some(60), groups: vec!["elderly".into()], income_ratio: Some(1.5), disability_level: Some(2) };
        assert_eq!(verdicts(&all), ["meets", "meets", "meets", "meets"]);
        let none = Profile { age: Some(59), groups: vec!["disabled".into()], income_ratio: Some(1.6), disability_level: Some(0) };
        assert_eq!(verdicts(&none), ["fails", "fails", "fails", "fails"]);
        assert_eq!(verdicts(&Profile::default()), ["unknown", "unknown", "unknown", "unknown"]);
        let overall = |profile: &Profile| together(&rules.judge(&groups, profile));
        assert_eq!((overall(&all), overall(&none), overall(&Profile::default())), (Verdict::Meets, Verdict::Fails, Verdict::Unknown));
        assert_eq!(together(&Rules::default().judge(&[], &Profile::default())), Verdict::Meets, "no rule admits everyone");
    }
}
