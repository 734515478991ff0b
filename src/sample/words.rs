//! What are things called? Plain words that could be anywhere and name nowhere in particular.

use rand::Rng;

use super::chance::shuffle;

/// A word in Chinese and how it is written in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    pub(super) zh: String,
    pub(super) en: String,
}

impl Word {
    /// A word of both spellings.
    pub(super) fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The word with an ending in both languages.
    pub(super) fn with(&self, zh: &str, en: &str) -> Self {
        Self { zh: format!("{}{zh}", self.zh), en: format!("{} {en}", self.en) }
    }
}

/// Words for streets (街道), the nicest first.
const STREETS: [(&str, &str); 44] = [
    ("银杏", "Yinxing"),
    ("梧桐", "Wutong"),
    ("松涛", "Songtao"),
    ("望河", "Wanghe"),
    ("北苑", "Beiyuan"),
    ("青竹", "Qingzhu"),
    ("桃溪", "Taoxi"),
    ("云栖", "Yunqi"),
    ("柳岸", "Liu'an"),
    ("枫林", "Fenglin"),
    ("晨光", "Chenguang"),
    ("听泉", "Tingquan"),
    ("兰亭", "Lanting"),
    ("石桥", "Shiqiao"),
    ("荷塘", "Hetang"),
    ("明月", "Mingyue"),
    ("锦屏", "Jinping"),
    ("和风", "Hefeng"),
    ("梅园", "Meiyuan"),
    ("翠谷", "Cuigu"),
    ("书院", "Shuyuan"),
    ("钟楼巷", "Zhonglouxiang"),
    ("桂花", "Guihua"),
    ("白鹭", "Bailu"),
    ("雁栖", "Yanqi"),
    ("杏坛", "Xingtan"),
    ("星湖", "Xinghu"),
    ("晴川", "Qingchuan"),
    ("丰泽", "Fengze"),
    ("麦田", "Maitian"),
    ("槐荫", "Huaiyin"),
    ("芦花", "Luhua"),
    ("古渡", "Gudu"),
    ("长亭", "Changting"),
    ("清溪", "Qingxi"),
    ("碧波", "Bibo"),
    ("棠梨", "Tangli"),
    ("紫藤", "Ziteng"),
    ("玉兰", "Yulan"),
    ("金穗", "Jinsui"),
    ("双桥", "Shuangqiao"),
    ("向阳", "Xiangyang"),
    ("稻香", "Daoxiang"),
    ("海棠", "Haitang"),
];

/// First and second syllables, joined to as many words as a city needs.
const FIRST: [(&str, &str); 40] = [
    ("望", "Wang"),
    ("松", "Song"),
    ("云", "Yun"),
    ("青", "Qing"),
    ("竹", "Zhu"),
    ("兰", "Lan"),
    ("梅", "Mei"),
    ("枫", "Feng"),
    ("桃", "Tao"),
    ("柳", "Liu"),
    ("荷", "He"),
    ("晨", "Chen"),
    ("新", "Xin"),
    ("平", "Ping"),
    ("和", "He"),
    ("康", "Kang"),
    ("乐", "Le"),
    ("春", "Chun"),
    ("秋", "Qiu"),
    ("星", "Xing"),
    ("霞", "Xia"),
    ("溪", "Xi"),
    ("石", "Shi"),
    ("丰", "Feng"),
    ("瑞", "Rui"),
    ("锦", "Jin"),
    ("翠", "Cui"),
    ("文", "Wen"),
    ("明", "Ming"),
    ("景", "Jing"),
    ("雅", "Ya"),
    ("朗", "Lang"),
    ("沐", "Mu"),
    ("槐", "Huai"),
    ("桂", "Gui"),
    ("鹤", "He"),
    ("鹭", "Lu"),
    ("晴", "Qing"),
    ("禾", "He"),
    ("棠", "Tang"),
];
const SECOND: [(&str, &str); 26] = [
    ("河", "he"),
    ("苑", "yuan"),
    ("园", "yuan"),
    ("林", "lin"),
    ("桥", "qiao"),
    ("塘", "tang"),
    ("坪", "ping"),
    ("岗", "gang"),
    ("庭", "ting"),
    ("湾", "wan"),
    ("洲", "zhou"),
    ("台", "tai"),
    ("亭", "ting"),
    ("泉", "quan"),
    ("谷", "gu"),
    ("坡", "po"),
    ("里", "li"),
    ("华", "hua"),
    ("光", "guang"),
    ("祥", "xiang"),
    ("荫", "yin"),
    ("涛", "tao"),
    ("屏", "ping"),
    ("风", "feng"),
    ("月", "yue"),
    ("居", "ju"),
];

/// Before a word when all plain words are used up.
const AGAIN: [(&str, &str); 5] = [("东", "Dong"), ("西", "Xi"), ("南", "Nan"), ("北", "Bei"), ("中", "Zhong")];

/// `count` different words for streets.
pub(super) fn street_words(rng: &mut impl Rng, count: usize) -> Vec<Word> {
    let mut words: Vec<Word> = STREETS.iter().map(|(zh, en)| Word::new(zh, en)).collect();
    shuffle(rng, &mut words);
    let more = pairs(rng, count.saturating_sub(words.len()));
    words.extend(more.into_iter().filter(|word| STREETS.iter().all(|(zh, _)| *zh != word.zh)));
    topped_up(words, count)
}

/// `count` different words for communities and roads.
pub(super) fn common_words(rng: &mut impl Rng, count: usize) -> Vec<Word> {
    let words = pairs(rng, count);
    topped_up(words, count)
}

/// Up to `count` pairs of syllables in a random order.
fn pairs(rng: &mut impl Rng, count: usize) -> Vec<Word> {
    let mut all: Vec<Word> = FIRST
        .iter()
        .flat_map(|first| SECOND.iter().map(move |second| Word { zh: format!("{}{}", first.0, second.0), en: spelled(first.1, second.1) }))
        .collect();
    shuffle(rng, &mut all);
    all.truncate(count + STREETS.len());
    all
}

/// Pinyin of two syllables, with the apostrophe where the second begins with a vowel.
fn spelled(first: &str, second: &str) -> String {
    let apart = second.starts_with(['a', 'e', 'o']);
    format!("{first}{}{second}", if apart { "'" } else { "" })
}

/// At least `count` words: the same again with a direction before them, then with numbers.
fn topped_up(mut words: Vec<Word>, count: usize) -> Vec<Word> {
    let plain = words.len().max(1);
    let mut place = 0;
    while words.len() < count {
        let (zh, en) = AGAIN[place / plain % AGAIN.len()];
        let round = place / plain / AGAIN.len();
        let base = &words[place % plain];
        let number = if round == 0 { String::new() } else { (round + 1).to_string() };
        words.push(Word { zh: format!("{zh}{}{number}", base.zh), en: format!("{en}{}{number}", base.en.to_lowercase()) });
        place += 1;
    }
    words.truncate(count);
    words
}

/// Districts by where they lie: direction east and north in parts of the radius.
pub(super) const DISTRICTS: [(&str, &str, f64, f64); 10] = [
    ("中城区", "Zhongcheng District", 0.02, 0.02),
    ("东苑区", "Dongyuan District", 0.60, -0.05),
    ("北苑区", "Beiyuan District", 0.10, 0.62),
    ("南苑区", "Nanyuan District", 0.12, -0.60),
    ("西畔区", "Xipan District", -0.55, -0.12),
    ("西岭区", "Xiling District", -0.55, 0.50),
    ("东泽区", "Dongze District", 0.62, 0.45),
    ("西苑区", "Xiyuan District", -0.50, -0.58),
    ("东岭区", "Dongling District", 0.62, -0.52),
    ("西洲区", "Xizhou District", -0.32, 0.10),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::sample::chance::{Purpose, dice};

    #[test]
    fn as_many_different_words_as_wanted() {
        for count in [3, 44, 286, 900, 5_000, 20_000] {
            for words in [street_words(&mut dice(1, Purpose::Names), count), common_words(&mut dice(1, Purpose::Names), count)] {
                let different: HashSet<&str> = words.iter().map(|word| word.zh.as_str()).collect();
                assert_eq!((words.len(), different.len()), (count, count));
            }
        }
    }
}
