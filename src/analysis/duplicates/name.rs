//! Do two names mean the same place? What is peculiar to them counts more than what all such places are called.
//!
//! 1. Fold and strip the names of cities and districts and the stop words (`text`). The street's and the community's name
//!    stay: they are what a community's places are told apart by.
//! 2. Split what is left into *generic* words (社区, 服务, 中心 ...; 站, 所, 院 ... at the end) and the *core*, the rest.
//! 3. `core` and `generic` are the likenesses of the two cores and of the two rows of generic words (`sound`). Without a core
//!    in both, `core` is that of the whole stripped names; with one in only one of them it is 0.
//! 4. `name = (1 - g) core + g generic` with g = [`GENERIC_SHARE`].
//! 5. Times [`CONTRADICTION`] for each of these: both hold numbers and not the same (示例一社区, 示例二社区); as many compass
//!    points but not the same (东关南街, 东关北街); different districts or cities by name. Times [`ONE_SIDED`] if only one holds
//!    numbers.
//!
//! A name without letters and digits is like no other.

use crate::domain::division::{DivisionCode, Level};

use super::{
    sound::{By, Sounding},
    text::{PlaceNames, Stripped, strip},
};

/// What the generic words are worth beside the core.
pub const GENERIC_SHARE: f64 = 0.4;

/// What is left of a likeness that something speaks against.
pub const CONTRADICTION: f64 = 0.5;

/// What is left of a likeness where only one of two texts says something.
pub const ONE_SIDED: f64 = 0.85;

/// Words that many names share.
pub const GENERIC_WORDS: &[&str] = &[
    "社区",
    "街道",
    "街道办事处",
    "办事处",
    "居民委员会",
    "居委会",
    "村委会",
    "委员会",
    "村民委员会",
    "城市",
    "城镇",
    "服务",
    "综合",
    "中心",
    "站点",
    "服务站",
    "工作站",
    "服务所",
    "日间",
    "照料",
    "养老",
    "居家",
    "老年",
    "老年人",
    "老人",
    "托老所",
    "敬老院",
    "养老院",
    "福利院",
    "福利",
    "幸福院",
    "助餐",
    "食堂",
    "餐厅",
    "驿站",
    "卫生",
    "医院",
    "党群",
    "文化",
    "活动",
    "活动室",
    "场所",
    "设施",
    "儿童",
    "儿童之家",
    "未成年人",
    "保护",
    "救助",
    "管理",
    "社会",
    "社工",
    "工作",
    "组织",
    "机构",
    "协会",
    "联合会",
    "商会",
    "公益",
    "慈善",
    "志愿",
    "志愿者",
    "有限公司",
    "有限责任公司",
    "窗口",
];

/// Last characters that say what a place is, not which.
const GENERIC_ENDS: &str = "站点所院室部会队";

/// Characters that tell neighbours apart.
const COMPASS: &str = "东南西北上下前后";

/// What speaks against two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Both hold numbers, and not the same.
    Numbers,
    /// Only one holds numbers.
    OneSidedNumbers,
    /// 东, 南, 西, 北, 上, 下, 前, 后 in the same number but not the same.
    Compass,
    /// They name different divisions.
    Places,
}

impl Difference {
    fn factor(self) -> f64 {
        if self == Difference::OneSidedNumbers { ONE_SIDED } else { CONTRADICTION }
    }
}

/// A name ready to be compared.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub stripped: Stripped,
    whole: Sounding,
    core: Sounding,
    generic: Sounding,
    numbers: Vec<Box<str>>,
    compass: String,
    /// Bits of the readings that [`Name::peculiar`] holds.
    mask: u64,
}

/// How alike two names are, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NameLikeness {
    pub value: f64,
    pub core: f64,
    pub generic: f64,
    pub by: By,
    pub differences: Vec<Difference>,
}

impl Name {
    pub fn new(name: &str, division: Option<DivisionCode>, places: &PlaceNames, stop_words: &[String], generic: &Generic) -> Name {
        let stripped = strip(name, division, Level::District, places, stop_words);
        let (core, words) = generic.split(&stripped.text);
        let (whole, core) = (Sounding::new(stripped.text.clone()), Sounding::new(core));
        let mask = if core.text.is_empty() { whole.mask() } else { core.mask() };
        let compass = stripped.text.chars().filter(|c| COMPASS.contains(*c)).collect();
        Name { numbers: numbers(&stripped.text), compass, whole, core, generic: Sounding::new(words), mask, stripped }
    }

    /// The text by which it is told from others: its core, or all of it where there is none.
    pub fn peculiar(&self) -> &Sounding {
        if self.has_core() { &self.core } else { &self.whole }
    }

    pub fn has_core(&self) -> bool {
        !self.core.text.is_empty()
    }

    /// At least the value of the likeness, found quickly.
    pub fn bound(&self, other: &Name) -> f64 {
        if self.whole.text.is_empty() || other.whole.text.is_empty() {
            return 0.0;
        }
        let core = match self.mask & other.mask {
            0 => 0.0,
            _ if self.has_core() != other.has_core() => 0.0,
            _ => self.peculiar().bound(self.mask, other.peculiar(), other.mask),
        };
        let numbers = !self.numbers.is_empty() && !other.numbers.is_empty() && self.numbers != other.numbers;
        let factor = if numbers { CONTRADICTION } else { 1.0 };
        (blend(core, 1.0) * factor).min(1.0)
    }

    pub fn likeness(&self, other: &Name) -> NameLikeness {
        if self.whole.text.is_empty() || other.whole.text.is_empty() {
            return NameLikeness { value: 0.0, core: 0.0, generic: 0.0, by: By::Characters, differences: vec![] };
        }
        let (core, by) = match (self.has_core(), other.has_core()) {
            (true, true) => self.core.likeness(&other.core),
            (false, false) => self.whole.likeness(&other.whole),
            _ => (0.0, By::Characters),
        };
        let (generic, _) = self.generic.likeness(&other.generic);
        let differences = self.differences(other);
        let factor: f64 = differences.iter().map(|difference| difference.factor()).product();
        NameLikeness { value: blend(core, generic) * factor, core, generic, by, differences }
    }

    fn differences(&self, other: &Name) -> Vec<Difference> {
        let mut found = vec![];
        match (self.numbers.is_empty(), other.numbers.is_empty()) {
            (false, false) if self.numbers != other.numbers => found.push(Difference::Numbers),
            (true, false) | (false, true) => found.push(Difference::OneSidedNumbers),
            _ => {}
        }
        if self.compass.len() == other.compass.len() && self.compass != other.compass {
            found.push(Difference::Compass);
        }
        if self.stripped.contradicts(&other.stripped) {
            found.push(Difference::Places);
        }
        found
    }
}

/// The weighted mean of core and generic words.
pub(super) fn blend(core: f64, generic: f64) -> f64 {
    (1.0 - GENERIC_SHARE) * core + GENERIC_SHARE * generic
}

/// The least likeness of cores that a likeness of names takes.
pub(super) fn core_needed(name: f64) -> f64 {
    (name - GENERIC_SHARE) / (1.0 - GENERIC_SHARE)
}

/// Runs of digits.
pub(super) fn numbers(text: &str) -> Vec<Box<str>> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(Box::from).collect()
}

/// Generic words, the longest first.
#[derive(Debug, Clone)]
pub(super) struct Generic(Vec<String>);

impl Generic {
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Generic {
        let mut words: Vec<String> = words.map(super::text::fold).filter(|word| !word.is_empty()).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        Generic(words)
    }

    /// What is peculiar to a folded text and its generic words, each in the order of the text.
    fn split(&self, text: &str) -> (String, String) {
        let (mut core, mut generic) = (String::new(), String::new());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let last = rest.len() == c.len_utf8() && GENERIC_ENDS.contains(c);
            let word = self.0.iter().find(|word| rest.starts_with(word.as_str())).map(|word| word.len());
            let length = word.or(last.then_some(c.len_utf8()));
            match length {
                Some(length) => generic.push_str(&rest[..length]),
                None => core.push(c),
            }
            rest = &rest[length.unwrap_or(c.len_utf8())..];
        }
        (core, generic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> NameLikeness {
        let code = |text| DivisionCode::parse(text).expect("a code of the test");
        let places = PlaceNames::new([(code("990102"), "碑前区"), (code("990103"), "雁回区")].into_iter());
        let generic = Generic::new(GENERIC_WORDS.iter().copied());
        let name = |text| Name::new(text, None, &places, &[], &generic);
        let (a, b) = (name(a), name(b));
        let found = a.likeness(&b);
        assert_eq!(found.value, b.likeness(&a).value, "likeness has no direction");
        assert!(found.value <= a.bound(&b) + 1e-12, "{} over its bound {}", found.value, a.bound(&b));
        found
    }

    #[test]
    fn one_generic_word_more_leaves_names_alike() {
        // Cores are equal; 社区服务站 and 社区综合服务站 differ by 2 of 7: 0.6 + 0.4 * 5/7.
        let found = likeness("东关南街社区服务站", "东关南街社区综合服务站");
        assert!((found.value - (0.6 + 0.4 * 5.0 / 7.0)).abs() < 1e-12, "{found:?}");
        assert_eq!(found.core, 1.0);
    }

    #[test]
    fn numbers_tell_places_apart_however_long_the_rest_is() {
        // Cores 示例1 and 示例2 differ by 1 of 3; generic words are equal; halved for the numbers.
        let found = likeness("示例一社区日间照料中心", "示例二社区日间照料中心");
        assert!((found.value - 0.5 * (0.6 * 2.0 / 3.0 + 0.4)).abs() < 1e-12, "{found:?}");
        assert_eq!(found.differences, [Difference::Numbers]);
        assert_eq!(likeness("示例一社区日间照料中心", "示例1社区日间照料中心").value, 1.0);
        assert_eq!(likeness("示例社区服务站", "示例社区第二服务站").differences, [Difference::OneSidedNumbers]);
    }

    #[test]
    fn neighbours_by_the_compass_are_different_places() {
        let found = likeness("东关南街社区服务站", "东关北街社区服务站");
        assert_eq!(found.differences, [Difference::Compass]);
        assert!(found.value < 0.5);
    }

    #[test]
    fn another_kind_in_the_same_community_is_less_alike_than_a_slip_of_the_pen() {
        let other_kind = likeness("望河社区服务站", "望河社区日间照料中心").value;
        let slip = likeness("望河桥社区服务站", "忘河桥社区服务站");
        assert!(other_kind < 0.75, "{other_kind}");
        assert!((slip.value - (0.6 * 0.9 + 0.4)).abs() < 1e-12, "{slip:?}");
        assert_eq!(slip.by, By::Pinyin);
    }

    #[test]
    fn names_of_generic_words_only_are_compared_whole_and_by_their_district() {
        assert_eq!(likeness("碑前区救助管理站", "救助管理站").value, 1.0);
        assert_eq!(likeness("碑前区救助管理站", "雁回区救助管理站").value, CONTRADICTION);
        assert!(likeness("救助管理站", "望河救助管理站").value <= GENERIC_SHARE);
        assert_eq!(likeness("—", "—").value, 0.0);
    }
}
