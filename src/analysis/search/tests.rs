use proptest::prelude::*;

use super::*;

fn folded(id: &str, name: &str, name_en: Option<&str>, detail: &str) -> Arc<Folded> {
    let entry = Entry { id: id.into(), name: name.into(), name_en: name_en.map(Into::into), detail: detail.into() };
    Arc::new(entry.into())
}

fn index() -> SearchIndex {
    SearchIndex::new(vec![
        (1, folded("F1", "望河社区日间照料中心", None, "日间照料中心 银杏街道望河路12号")),
        (2, folded("F2", "望河社区服务站", None, "社区服务站 银杏街道望河路14号")),
        (3, folded("F3", "北苑社区日间照料中心", None, "日间照料中心 北苑街3号")),
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
    assert_eq!(index().find("日间 望河", 9), [1]);
    assert!(index().find("望河 学校", 9).is_empty());
    assert!(index().find("  ", 9).is_empty());
}

#[test]
fn a_list_is_narrowed_without_slips_and_by_nothing_when_nothing_is_typed() {
    let index = index();
    let rows = |text: &str| -> Vec<usize> { (0..4).filter(|row| index.matches(text)(*row)).collect() };
    assert_eq!(rows("望河"), [0, 1]);
    assert_eq!(rows(""), [0, 1, 2]);
    assert_eq!(rows("wanghe fuwu"), [1]);
    assert!(rows("wanghefuwuzhna").is_empty(), "a slip");
}

#[test]
fn pinyin_is_cut_short_and_mixed_with_characters_as_one_likes() {
    let index =
        SearchIndex::new(vec![(1, folded("X", "中关村大街", Some("Zhongguancun Street"), "")), (2, folded("Y", "中心大街", None, ""))]);
    for typed in [
        "zhongguancundajie",
        "zhong guan cun da jie",
        "Zhōngguāncūn Dàjiē",
        "zhong1guan1cun1da4jie1",
        "zgcdj",
        "zhgcdj",
        "zhonggcdj",
        "中关村dajie",
        "中关村dj",
        "zgc大街",
        "zhongguancunda",
        "中官村大街",
        "street zhongguancun",
        "zhongguancun street",
        "中关村大街",
    ] {
        assert_eq!(index.find(typed, 9), [1], "{typed}");
    }
    assert_eq!(index.find("dajie", 9), [2, 1]);
    assert!(!index.matches("hongguan")(1) && !index.matches("hongguan")(2), "no unit begins like this");
}

#[test]
fn what_fits_better_comes_first() {
    let index = SearchIndex::new(vec![
        (1, folded("1", "北京大学", None, "")),
        (2, folded("2", "北京大学医院", None, "")),
        (3, folded("3", "西北京大学堂", None, "")),
        (4, folded("4", "备景大学", None, "")),
        (5, folded("5", "书店", None, "北京大学东门")),
        (6, folded("6", "北京火学", None, "")),
    ]);
    assert_eq!(index.find("北京大学", 9), [1, 2, 3, 4, 5], "北京火学 would be a slip, and there are better ones");
    assert_eq!(index.find("北京木学", 9), [1, 6, 2, 3], "with a slip: the whole, then parts");
    assert_eq!(index.find("beijingdaxue", 4), [1, 4, 2, 3], "of equal fits the shorter, then by name");
    assert_eq!(index.find("bjdx", 2), [1, 4]);
}

#[test]
fn every_usual_reading_of_a_name_finds_it() {
    let index = SearchIndex::new(vec![
        (1, folded("1", "重庆路", None, "")),
        (2, folded("2", "长安街", None, "")),
        (3, folded("3", "音乐厅", None, "")),
        (4, folded("4", "绿地广场", None, "")),
    ]);
    for (typed, found) in
        [("chongqinglu", 1), ("cql", 1), ("changan", 2), ("caj", 2), ("yinyueting", 3), ("lvdi", 4), ("ludi", 4), ("lüdi", 4)]
    {
        assert_eq!(index.find(typed, 9), [found], "{typed}");
    }
}

#[test]
fn of_equal_fits_the_nearer_comes_first() {
    let index = SearchIndex::new(vec![
        (1, folded("1", "助餐点", None, "")),
        (2, folded("2", "助餐点", None, "")),
        (3, folded("3", "助餐点", None, "")),
    ]);
    let asked = Asked::new("助餐").expect("a question");
    let far = |what: u64| [None, Some(900.0), Some(20.0)][what as usize - 1];
    let fits = index.fits(&asked, 9, far);
    assert_eq!(fits.iter().map(|fit| (fit.what, fit.distance_m)).collect::<Vec<_>>(), [(3, Some(20.0)), (2, Some(900.0)), (1, None)]);
}

/// Whether a word is beginnings of units one after the other, tried in every way.
fn cut_short(units: &[String], word: &str) -> bool {
    let Some((unit, rest)) = units.split_first() else { return word.is_empty() };
    word.is_empty() || (1..=unit.len()).any(|taken| word.strip_prefix(&unit[..taken]).is_some_and(|left| cut_short(rest, left)))
}

/// The least slips between the word and any part of the text, each compared by itself.
fn scanned_slips(word: &str, text: &str) -> usize {
    let text: Vec<char> = text.chars().collect();
    let parts = (0..=text.len()).flat_map(|from| (from..=text.len()).map(move |to| (from, to)));
    parts.map(|(from, to)| strsim::osa_distance(word, &text[from..to].iter().collect::<String>())).min().expect("the empty part is one")
}

const SYLLABLES: [&str; 8] = ["zhong", "guan", "cun", "da", "xi", "an", "jie", "xian"];
const CHARACTERS: [char; 8] = ['中', '关', '村', '大', '西', '安', '街', '先'];

fn texts() -> impl Strategy<Value = (String, Vec<String>)> {
    proptest::collection::vec(0..8usize, 1..7).prop_map(|units| {
        let text = units.iter().map(|unit| CHARACTERS[*unit]).collect();
        (text, units.iter().map(|unit| SYLLABLES[*unit].to_owned()).collect())
    })
}

proptest! {
    #[test]
    fn a_word_cut_short_fits_as_trying_every_way_says((text, units) in texts(), word in "[zhgdjxicna]{1,6}") {
        let sound = &sounds(&text)[0];
        let (form, marks) = (Form { tier: Tier::Name, text: &text, sound }, Marks::of(&text, sound));
        let fits = (0..units.len()).any(|from| cut_short(&units[from..], &word));
        let word = Word::new(&word).expect("letters");
        prop_assert_eq!(word.fit(&form) > 0, fits);
        prop_assert!(word.glance().shows_in(&marks) || !fits, "the marks hide what fits");
    }

    #[test]
    fn slips_are_forgiven_as_comparing_every_part_says((text, units) in texts(), word in "[zhonguacdjiex]{4,12}") {
        let sound = &sounds(&text)[0];
        let (form, marks) = (Form { tier: Tier::Name, text: &text, sound }, Marks::of(&text, sound));
        let forgiven = match word.len() { 0..5 => 0, 5..10 => 1, _ => 2 };
        let slips = scanned_slips(&word, &units.concat());
        let (word, fits) = (Word::new(&word).expect("letters"), forgiven > 0 && slips <= forgiven);
        prop_assert_eq!(word.fit_but_for_slips(&form) > 0, fits);
        prop_assert!(word.glance_for_slips().is_some_and(|glance| glance.shows_in(&marks)) || !fits, "the marks hide what fits");
    }

    #[test]
    fn slips_in_characters_are_forgiven_too((text, _) in texts(), (word, _) in texts()) {
        let sound = &sounds(&text)[0];
        let (form, marks) = (Form { tier: Tier::Name, text: &text, sound }, Marks::of(&text, sound));
        let forgiven = match word.chars().count() { 0..3 => 0, 3..6 => 1, _ => 2 };
        let slips = scanned_slips(&word, &text);
        let (word, fits) = (Word::new(&word).expect("characters"), forgiven > 0 && slips <= forgiven);
        prop_assert_eq!(word.fit_but_for_slips(&form) > 0, fits);
        prop_assert!(word.glance_for_slips().is_some_and(|glance| glance.shows_in(&marks)) || !fits, "the marks hide what fits");
    }

    #[test]
    fn whatever_is_typed_is_answered(typed in any::<String>()) {
        let _ = index().find(&typed, 3);
    }
}
