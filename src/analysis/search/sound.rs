//! How is a text compared: without case, width, marks and punctuation, and by how it sounds?
//!
//! A sound is a row of units. A Chinese character is a unit of the letters of its pinyin without the tone, a word in Latin
//! letters is one of its letters, and a digit is one by itself. Characters that names really read in several ways (重, 长, 乐)
//! make several sounds of one text.

use std::{collections::HashSet, sync::LazyLock};

use pinyin::{ToPinyin, ToPinyinMulti};
use unicode_normalization::UnicodeNormalization;

/// Marks the first letter of a unit.
pub(super) const START: u8 = 0x80;
/// Whatever is no letter of a to z and no digit has one of the codes from here up to [`CODES`].
const OTHERS: u8 = 36;
/// So many codes of letters there are.
pub(super) const CODES: usize = 56;
/// The longest sound; what a text has beyond is not compared by sound.
pub(super) const LONGEST: usize = 128;
/// So many ways of reading one text are kept.
const READINGS: usize = 4;
/// So many ways of reading one character are taken.
const READINGS_OF_ONE: usize = 3;
/// Characters that places, streets and people's names read in more than one way.
static POLYPHONES: LazyLock<HashSet<char>> = LazyLock::new(|| {
    "重长乐朝都行厦参曾单藏传率调弹车会六陂堡铺浒莘莞番歙尉解华任覃仇翟阿泊薄便柏蔚角降卡校和巷虹露绿落\
    塞沈什宿系相兴浚筠澄奇壳乾种属镐洞侗峒句氏费渑洗盛折谷贾珲弄秘模栖茄舍提涡旋叶荥幢柞栎女吕旅略虐石大中更空了济藉角间将\
    夹强削屏圈数打沓地斗朴扎查槎台区尾咸盖员郇燕应予轧着正只转作坊晟垌埔圩"
        .chars()
        .collect()
});

/// A text without case, width, marks, white space and punctuation.
pub(super) fn fold(text: &str) -> String {
    folded(text).flatten().collect()
}

/// The letters and digits of a text, folded; `None` wherever something else stands between them.
fn folded(text: &str) -> impl Iterator<Item = Option<char>> + '_ {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)).map(|c| c.is_alphanumeric().then(|| plain(c)))
}

/// What stands over another letter, once it is taken apart, or holds syllables apart: it parts no words.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || c == '\'' || c == '’'
}

/// A Latin letter without what stands over it.
fn plain(c: char) -> char {
    let has_mark = ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{1e00}'..='\u{1eff}').contains(&c);
    let base = has_mark.then(|| std::iter::once(c).nfd().next()).flatten();
    base.filter(char::is_ascii_alphabetic).unwrap_or(c)
}

/// The code of a letter.
pub(super) fn code(c: char) -> u8 {
    match c {
        'a'..='z' => c as u8 - b'a',
        '0'..='9' => c as u8 - b'0' + 26,
        other => OTHERS + (u32::from(other) % (CODES as u32 - u32::from(OTHERS))) as u8,
    }
}

/// The code without the mark of a unit's beginning.
pub(super) fn bare(letter: u8) -> u8 {
    letter & !START
}

/// How a text may sound, likeliest first; one at least.
pub(super) fn sounds(text: &str) -> Vec<Vec<u8>> {
    let mut sounds = vec![Vec::with_capacity(text.len() * 2)];
    let mut fresh = true;
    for c in folded(text) {
        let Some(c) = c else {
            fresh = true;
            continue;
        };
        let readings = readings(c);
        if readings.is_empty() {
            let alone = !c.is_ascii_alphabetic();
            for sound in &mut sounds {
                append(sound, std::iter::once(code(c)), fresh || alone);
            }
            fresh = alone;
            continue;
        }
        let known = sounds.len();
        for reading in readings.iter().skip(1).take((READINGS / known).saturating_sub(1)) {
            for one in 0..known {
                let mut other = sounds[one].clone();
                append(&mut other, reading.chars().map(code), true);
                sounds.push(other);
            }
        }
        for sound in &mut sounds[..known] {
            append(sound, readings[0].chars().map(code), true);
        }
        fresh = true;
    }
    sounds
}

/// Adds letters to a sound, as a unit of their own or to the last one; units are whole or left out.
fn append(sound: &mut Vec<u8>, letters: impl Iterator<Item = u8>, starts: bool) {
    let before = sound.len();
    sound.extend(letters);
    if sound.len() > LONGEST {
        sound.truncate(before);
    } else if starts {
        sound[before] |= START;
    }
}

/// The readings of a Chinese character without tones, the usual one first; none of anything else.
fn readings(c: char) -> Vec<&'static str> {
    let Some(usual) = c.to_pinyin() else { return Vec::new() };
    let mut readings = Vec::with_capacity(READINGS_OF_ONE);
    take_reading(&mut readings, usual.plain());
    if POLYPHONES.contains(&c) {
        c.to_pinyin_multi().into_iter().flatten().for_each(|reading| take_reading(&mut readings, reading.plain()));
        readings.truncate(READINGS_OF_ONE);
    }
    readings
}

/// A ü is typed as v or as u.
fn take_reading(readings: &mut Vec<&'static str>, reading: &'static str) {
    let typed: &[&'static str] = match reading {
        "lü" => &["lv", "lu"],
        "nü" => &["nv", "nu"],
        "lüe" => &["lve", "lue"],
        "nüe" => &["nve", "nue"],
        _ => &[reading],
    };
    readings.extend(typed.iter().filter(|one| !readings.contains(one)).copied().collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sound as one writes it, units apart.
    fn written(sound: &[u8]) -> String {
        let letter = |code: u8| match bare(code) {
            code @ 0..26 => char::from(b'a' + code),
            code @ 26..36 => char::from(b'0' + code - 26),
            _ => '?',
        };
        let apart = sound.iter().flat_map(|one| [(one & START != 0).then_some(' '), Some(letter(*one))]);
        apart.flatten().collect::<String>().trim_start().to_owned()
    }

    fn heard(text: &str) -> Vec<String> {
        sounds(text).iter().map(|sound| written(sound)).collect()
    }

    #[test]
    fn a_text_is_folded_without_case_width_marks_and_punctuation() {
        assert_eq!(fold("Ｔ３ 航站楼（东）"), "t3航站楼东");
        assert_eq!(fold("Xī'ān Běijīng"), "xianbeijing");
    }

    #[test]
    fn a_character_a_word_and_a_digit_are_units() {
        assert_eq!(heard("T3航站楼"), ["t 3 hang zhan lou"]);
        assert_eq!(heard("Peking University 12"), ["peking university 1 2"]);
        assert_eq!(heard("soho现代城"), ["soho xian dai cheng"]);
        assert_eq!(heard("Xi'an"), ["xian"]);
    }

    #[test]
    fn a_character_of_several_readings_makes_several_sounds() {
        for (text, sound) in
            [("重庆", "chong qing"), ("长安", "chang an"), ("乐园", "le yuan"), ("音乐厅", "yin yue ting"), ("柞水", "zha shui")]
        {
            assert!(heard(text).iter().any(|one| one == sound), "{text}: {:?}", heard(text));
        }
        assert!(heard("绿地").iter().any(|one| one == "lv di") && heard("绿地").iter().any(|one| one == "lu di"));
        assert_eq!(heard("银杏街道"), ["yin xing jie dao"]);
        assert!(heard("重重重重重重").len() <= READINGS);
    }

    #[test]
    fn a_sound_that_grows_too_long_ends_with_a_whole_unit() {
        let sound = sounds(&"庄".repeat(60)).swap_remove(0);
        assert_eq!(sound.len(), 126, "21 times the six letters of zhuang");
    }
}
