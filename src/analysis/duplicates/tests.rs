use proptest::prelude::*;

use super::*;
use crate::analysis::random::Random;

fn code(text: &str) -> DivisionCode {
    DivisionCode::parse(text).expect("a code of the test")
}

fn places() -> PlaceNames {
    let rows = [("99", "示例省"), ("9901", "云州市"), ("990102", "碑前区"), ("990103", "雁回区"), ("990102001", "银杏街道")];
    PlaceNames::new(rows.into_iter().map(|(number, name)| (code(number), name)))
}

fn at(lon: f64, lat: f64) -> Option<Position> {
    Some(Position::new(lon, lat).expect("a position of the test"))
}

fn record<'a>(id: &'a str, name: &'a str) -> Record<'a> {
    Record { id, name, kind: "elderly-day-care", point: at(108.9, 34.2), ..Record::default() }
}

fn pairs(records: &[Record<'_>], rules: Rules) -> Vec<Pair> {
    Duplicates::new(records, places(), rules).pairs()
}

fn ids(pairs: &[Pair]) -> Vec<(&str, &str)> {
    pairs.iter().map(|pair| (&*pair.first, &*pair.second)).collect()
}

#[test]
fn a_record_entered_twice_is_found_with_the_parts_of_its_score() {
    let one = Record {
        address: Some("云州市碑前区望河路12号"),
        phone: Some("029-88881234"),
        division: Some(code("990102001")),
        ..record("F2", "碑前区望河社区日间照料中心")
    };
    // 0.0012 degrees of latitude are 133.4 m: value (500 - 133.4) / 450.
    let two =
        Record {
            address: Some("望河路十二号"), phone: Some("8888 1234"), point: at(108.9, 34.2012), ..record("F1", "望河日间照料中心")
        };
    let found = pairs(&[one, two], Rules::for_facilities());
    assert_eq!(ids(&found), [("F1", "F2")]);
    let names: Vec<_> = found[0].parts.iter().map(|part| part.part).collect();
    assert_eq!(names, [PartName::Name, PartName::Address, PartName::Phone, PartName::Distance, PartName::Kind]);
    // Cores 望河 are equal; of 社区日间照料中心 two of eight characters are missing.
    let name = 0.6 + 0.4 * 0.75;
    let distance = (500.0 - 6_371_008.8 * 0.0012_f64.to_radians()) / 450.0;
    let expected = (0.40 * name + 0.12 + 0.10 + 0.15 * distance + 0.15) / 0.92;
    assert!((found[0].score - expected).abs() < 1e-9, "{found:#?}");
    let Why::Names { stripped, core, .. } = &found[0].parts[0].why else { panic!("the first part is the name") };
    assert_eq!((stripped.len(), stripped[0].as_ref(), *core), (1, "碑前区", 1.0));
}

#[test]
fn numbered_communities_and_neighbours_in_one_building_are_no_duplicates() {
    let shared = |id, name, kind| Record {
        address: Some("望河路12号"),
        phone: Some("029-88881234"),
        credit_code: Some("91350100M000100Y43"),
        kind,
        ..record(id, name)
    };
    let records = [
        shared("F1", "示例一社区日间照料中心", "elderly-day-care"),
        shared("F2", "示例二社区日间照料中心", "elderly-day-care"),
        shared("F3", "示例一社区服务站", "community-service-station"),
        shared("F4", "示例一社区救助窗口", "assistance-window"),
    ];
    assert_eq!(ids(&pairs(&records, Rules::for_facilities())), []);
}

#[test]
fn the_same_name_in_another_city_is_another_place() {
    let far = Record { point: at(107.1, 33.1), ..record("F2", "阳光养老院") };
    assert_eq!(ids(&pairs(&[record("F1", "阳光养老院"), far], Rules::for_facilities())), []);
    let nowhere = |id, district| Record { point: None, division: Some(code(district)), ..record(id, "阳光养老院") };
    let found = pairs(&[nowhere("F1", "990102"), nowhere("F2", "990103"), nowhere("F3", "990102")], Rules::for_facilities());
    assert_eq!(ids(&found), [("F1", "F3")]);
}

#[test]
fn an_organization_that_changed_its_name_is_found_by_its_credit_code() {
    let bare = |id, name, credit_code| Record { id, name, credit_code: Some(credit_code), ..Record::default() };
    let records = [
        bare("O1", "望河助老志愿者协会", "51990000mjx0000012"),
        bare("O2", "望河老年人公益服务中心", "51990000-MJX000001-2"),
        bare("O3", "望河助老志愿者协会", "51990000MJX0000099"),
    ];
    assert_eq!(ids(&pairs(&records, Rules::for_organizations())), [("O1", "O2")]);
}

#[test]
fn equal_scores_come_in_the_order_of_ids_whatever_the_order_given() {
    let records = [record("F3", "望河社区服务站"), record("F1", "望河社区服务站"), record("F2", "望河社区服务站")];
    let found = pairs(&records, Rules::for_facilities());
    assert_eq!(ids(&found), [("F1", "F2"), ("F1", "F3"), ("F2", "F3")]);
    let turned: Vec<_> = records.iter().rev().copied().collect();
    assert_eq!(found, pairs(&turned, Rules::for_facilities()));
}

#[test]
fn a_record_being_typed_is_warned_of_and_not_of_itself() {
    let register = Duplicates::new(&[record("F1", "望河社区服务站"), record("F2", "北苑食堂")], places(), Rules::for_facilities());
    let typed = register.of(&record("", "望河社区综合服务站"));
    assert_eq!(ids(&typed), [("", "F1")]);
    assert!(register.of(&record("F1", "望河社区服务站")).is_empty());
}

#[test]
fn a_switchboards_number_is_no_reason_to_compare_but_equal_names_are() {
    let rules = Rules { crowd: 3, ..Rules::for_facilities() };
    let names = ["望河", "望河", "北苑", "翠柳", "银杏"];
    let ids_of = ["F1", "F2", "F3", "F4", "F5"];
    let records: Vec<_> = ids_of.iter().zip(names).map(|(id, name)| Record { phone: Some("029-88881234"), ..record(id, name) }).collect();
    assert_eq!(ids(&pairs(&records, rules)), [("F1", "F2")]);
}

/// Made-up records from few words, so that many are nearly the same.
fn made_up(random: &mut Random, count: usize, spread: f64) -> Vec<[Option<String>; 7]> {
    let cores = [
        "望河",
        "忘河",
        "望河桥",
        "东关南街",
        "东关北街",
        "长安",
        "常安",
        "示例一",
        "示例二",
        "示例1",
        "碑前区",
        "雁回区望河",
        "",
        "阳光路北苑",
    ];
    let kinds = ["社区日间照料中心", "日间照料中心", "社区服务站", "社区综合服务站", "救助管理站", "食堂", ""];
    let roads = ["望河路", "忘河路", "云州市碑前区银杏街道望河路", "翠柳巷"];
    let mut some = |chance, text: String| random.chance(chance).then_some(text);
    let mut numbers = Random(count as u64 + 17);
    let mut below = |end: usize| numbers.below(end);
    (0..count)
        .map(|id| {
            let name = format!("{}{}", cores[below(cores.len())], kinds[below(kinds.len())]);
            [
                Some(format!("F{id:05}")),
                Some(name),
                some(0.6, format!("{}{}号", roads[below(4)], 1 + below(3))),
                some(0.3, format!("91350100M00010{}Y43", below(4))),
                some(0.3, format!("{}8888123{}", ["", "029-"][below(2)], below(4))),
                some(0.7, format!("{},{}", 108.9 + spread * below(1_000) as f64 / 1e3, 34.2 + spread * below(1_000) as f64 / 1e3)),
                some(0.6, ["990102001", "990103", "9901"][below(3)].to_owned()),
            ]
        })
        .collect()
}

fn borrowed(rows: &[[Option<String>; 7]]) -> Vec<Record<'_>> {
    rows.iter().map(record_of).collect()
}

fn record_of(row: &[Option<String>; 7]) -> Record<'_> {
    let [id, name, address, credit_code, phone, point, division] = row.each_ref().map(Option::as_deref);
    let degrees = |text: &str| {
        let (lon, lat) = text.split_once(',').expect("two numbers");
        at(lon.parse().expect("a longitude"), lat.parse().expect("a latitude"))
    };
    let name = name.expect("every record has a name");
    let kind = if name.ends_with("中心") { "elderly-day-care" } else { "community-service-station" };
    let (point, division) = (point.and_then(degrees), division.map(code));
    Record { id: id.expect("every record has an id"), name, address, credit_code, phone, kind, point, division }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The oracle compares every record with every other, in both directions.
    #[test]
    fn nothing_that_passes_the_threshold_is_lost(
        seed in any::<u64>(), count in 0..70usize, spread in prop_oneof![Just(0.002), Just(0.05)], organizations in any::<bool>(),
    ) {
        let rows = made_up(&mut Random(seed), count, spread);
        let rules = if organizations { Rules::for_organizations() } else { Rules::for_facilities() };
        let (near, _) = blocks::floors(&rules);
        let register = Duplicates::new(&borrowed(&rows), places(), rules);
        let found = register.pairs();
        let mut expected = vec![];
        for (at, first) in register.records.iter().enumerate() {
            for second in &register.records[at + 1..] {
                let parts = score::parts(first, second, first.name.likeness(&second.name), &register.rules);
                let score = score::mean(&parts);
                prop_assert_eq!(score, score::mean(&score::parts(second, first, second.name.likeness(&first.name), &register.rules)));
                if score::passes(score, &register.rules) {
                    prop_assert!(score::could_pass(first, second, first.name.bound(&second.name), &register.rules), "the quick bound is wrong: {first:?} {second:?}");
                    // Where the weights ask for less than the lowest floor, only the name decides.
                    let tied = |part: &Part| match part.part {
                        PartName::CreditCode | PartName::Phone | PartName::Distance => part.value > 0.0,
                        PartName::Name => part.value >= near,
                        _ => false,
                    };
                    if parts.iter().any(tied) || !organizations {
                        expected.push((first.id.clone(), second.id.clone()));
                    }
                }
            }
        }
        let mut ids: Vec<_> = found.iter().map(|pair| (pair.first.clone(), pair.second.clone())).collect();
        ids.sort();
        if organizations {
            prop_assert!(expected.iter().all(|pair| ids.binary_search(pair).is_ok()));
        } else {
            prop_assert_eq!(&ids, &expected);
        }
        prop_assert!(found.windows(2).all(|two| two[0].score >= two[1].score));
    }

    /// What one record asked about finds is what the pairs hold of it.
    #[test]
    fn asking_for_one_record_agrees_with_asking_for_all(seed in any::<u64>()) {
        let rows = made_up(&mut Random(seed), 40, 0.004);
        let records = borrowed(&rows);
        let register = Duplicates::new(&records, places(), Rules::for_facilities());
        let all = register.pairs();
        for record in &records {
            let mut expected: Vec<&str> = all.iter().filter(|pair| *pair.first == *record.id).map(|pair| &*pair.second).collect();
            expected.extend(all.iter().filter(|pair| *pair.second == *record.id).map(|pair| &*pair.first));
            expected.sort_unstable();
            let found = register.of(record);
            let mut ids: Vec<&str> = found.iter().map(|pair| &*pair.second).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, expected);
        }
    }

    #[test]
    fn any_text_can_be_compared(a in ".{0,40}", b in ".{0,40}", phone in "[0-9+ /转-]{0,30}") {
        let records = [Record { id: "a", name: &a, address: Some(&b), phone: Some(&phone), ..Record::default() },
            Record { id: "b", name: &b, address: Some(&a), phone: Some(&phone), ..Record::default() }];
        let found = pairs(&records, Rules { threshold: 0.0, ..Rules::for_facilities() });
        prop_assert!(found.iter().all(|pair| (0.0..=1.0).contains(&pair.score)));
    }
}

/// A city's worth of records, every tenth one of them entered before under a slightly longer name.
#[test]
fn twenty_thousand_records_are_compared_and_the_copies_are_found() {
    let mut random = Random(9);
    // Six hundred characters from all over the block, in fifty districts.
    let syllables: Vec<char> = (0..600).filter_map(|number| char::from_u32(0x4e00 + number * 33)).collect();
    let mut rows = vec![];
    for number in 0..18_000 {
        let core: String = (0..2 + random.below(3)).map(|_| syllables[random.below(syllables.len())]).collect();
        let kind = ["社区日间照料中心", "社区服务站", "社区综合服务站"][random.below(3)];
        let (lon, lat) = (random.between(108.7, 109.1), random.between(34.1, 34.4));
        let mut row = [
            Some(format!("F{number:05}")),
            Some(format!("{core}{kind}")),
            Some(format!("{core}路{}号", 1 + random.below(200))),
            None,
            random.chance(0.5).then(|| format!("029-8{:07}", random.below(10_000_000))),
            random.chance(0.9).then(|| format!("{lon},{lat}")),
            Some(format!("99{:04}001", 101 + number % 50)),
        ];
        rows.push(row.clone());
        if number % 9 == 0 {
            row[0] = Some(format!("G{number:05}"));
            row[1] = Some(format!("碑前区{core}{}", kind.replace("社区", "")));
            rows.push(row);
        }
    }
    let records = borrowed(&rows);
    assert_eq!(records.len(), 20_000);
    let found = pairs(&records, Rules::for_facilities());
    let copies = found.iter().filter(|pair| pair.first[1..] == pair.second[1..]).count();
    assert_eq!(copies, 2_000);
}
