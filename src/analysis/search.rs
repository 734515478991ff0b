//! Which record does somebody mean who types a name, its pinyin, its initials, an address or an id?
//!
//! An index in memory: SQL text search finds no two-character words such as 养老, and differs between databases.
//! Every word of the query has to fit; the worst fit of them ranks the entry.

use std::sync::Arc;

use pinyin::ToPinyin;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// The texts of a record to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Its English name.
    pub name_en: Option<Box<str>>,
    /// Other text it is found by: kind, address.
    pub detail: Box<str>,
}

/// Records with their texts folded for search.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// What the caller knows each record by, and its texts.
    entries: Vec<(u64, Arc<Folded>)>,
}

/// The texts of a record, folded for search; shared by the indexes of several states of a registry.
#[derive(Debug)]
pub struct Folded {
    id: Box<str>,
    name: Box<str>,
    name_en: Box<str>,
    pinyin: Box<str>,
    initials: Box<str>,
    detail: Box<str>,
}

impl SearchIndex {
    /// Of records with what the caller knows each by.
    pub fn new(entries: Vec<(u64, Arc<Folded>)>) -> SearchIndex {
        SearchIndex { entries }
    }

    /// The texts of the record at a place.
    pub fn texts(&self, place: usize) -> &Arc<Folded> {
        &self.entries[place].1
    }

    /// What fits best first, at most `limit`; equal fits in the order of name length, name and id.
    pub fn find(&self, query: &str, limit: usize) -> Vec<u64> {
        let words: Vec<String> = query.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        if words.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut hits: Vec<(u32, usize)> = self
            .entries
            .par_iter()
            .enumerate()
            .filter_map(|(row, (_, entry))| {
                let score = words.iter().map(|word| entry.score(word)).min()?;
                (score > 0).then_some((score, row))
            })
            .collect();
        let key = |&(score, row): &(u32, usize)| {
            let (_, entry) = &self.entries[row];
            (std::cmp::Reverse(score), entry.name.len(), &entry.name, &entry.id)
        };
        hits.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        hits.truncate(limit);
        hits.into_iter().map(|(_, row)| self.entries[row].0).collect()
    }

    /// Which entries fit at all, as a test for lists; an empty query fits everything.
    pub fn matches(&self, query: &str) -> impl Fn(usize) -> bool + '_ {
        let words: Vec<String> = query.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        move |row| self.entries.get(row).is_some_and(|(_, entry)| words.iter().all(|word| entry.score(word) > 0))
    }
}

impl From<Entry> for Folded {
    fn from(entry: Entry) -> Folded {
        let name = fold(&entry.name);
        let (pinyin, initials) = sounds(&name);
        Folded {
            id: fold(&entry.id).into(),
            name_en: entry.name_en.map(|name| fold(&name)).unwrap_or_default().into(),
            detail: fold(&entry.detail).into(),
            name: name.into(),
            pinyin: pinyin.into(),
            initials: initials.into(),
        }
    }
}

impl Folded {
    /// How well one word fits; 0 not at all.
    fn score(&self, word: &str) -> u32 {
        let by_name = rank(&self.name, word, [100, 80, 60]).max(rank(&self.name_en, word, [95, 75, 50]));
        let by_sound =
            if word.is_ascii() { rank(&self.initials, word, [70, 55, 30]).max(rank(&self.pinyin, word, [72, 57, 32])) } else { 0 };
        let by_id = if *self.id == *word { 90 } else { 0 };
        let by_detail = if self.detail.contains(word) { 20 } else { 0 };
        by_name.max(by_sound).max(by_id).max(by_detail)
    }
}

/// Whether the text is, begins with or contains the word.
fn rank(text: &str, word: &str, [whole, beginning, within]: [u32; 3]) -> u32 {
    if text == word {
        whole
    } else if text.starts_with(word) {
        beginning
    } else if text.contains(word) {
        within
    } else {
        0
    }
}

/// Compared without case, width, white space and punctuation.
fn fold(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The whole pinyin and the initials; what is not Chinese stands for itself in both.
fn sounds(name: &str) -> (String, String) {
    let mut whole = String::with_capacity(name.len() * 2);
    let mut initials = String::with_capacity(name.len());
    for (c, sound) in name.chars().zip(name.to_pinyin()) {
        match sound {
            Some(sound) => {
                whole.push_str(sound.plain());
                initials.push_str(sound.first_letter());
            }
            None => {
                whole.push(c);
                initials.push(c);
            }
        }
    }
    (whole, initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> SearchIndex {
        let entry = |what: u64, id: &str, name: &str, detail: &str| {
            let texts = Entry { id: id.into(), name: name.into(), name_en: None, detail: detail.into() };
            (what, Arc::new(Folded::from(texts)))
        };
        SearchIndex::new(vec![
            entry(1, "F1", "望河社区日间照料中心", "日间照料中心 银杏街道望河路12号"),
            entry(2, "F2", "望河社区服务站", "社区服务站 银杏街道望河路14号"),
            entry(3, "F3", "北苑社区日间照料中心", "日间照料中心 北苑街3号"),
        ])
    }

    #[test]
    fn a_name_is_found_by_characters_pinyin_initials_address_and_id() {
        let index = index();
        assert_eq!(index.find("日间照料", 9), [3, 1]);
        assert_eq!(index.find("wanghe", 9), [2, 1]);
        assert_eq!(index.find("rjzl", 9), [3, 1]);
        assert_eq!(index.find("望河路14号", 9), [2]);
        assert_eq!(index.find("f3", 9), [3]);
        assert_eq!(index.find("ＷＨＳＱＦＷＺ", 9), [2]);
    }

    #[test]
    fn every_word_has_to_fit() {
        assert_eq!(index().find("望河 日间", 9), [1]);
        assert!(index().find("望河 学校", 9).is_empty());
        assert!(index().find("  ", 9).is_empty());
    }
}
