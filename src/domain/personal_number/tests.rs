//! What is taken for a personal number and what is not, in as many spellings as people use.

use proptest::prelude::*;

use super::*;

/// Printed in GB 11643 as examples; every other number here is composed.
const SAMPLE: &str = "11010519491231002X";
const CERTAIN: PersonalNumber = PersonalNumber::ResidentId { certain: true };

const WRITTEN_IDS: &str = "11010519491231002X|11010519491231002x|440524188001010014|１１０１０５１９４９１２３１００２Ｘ|110105 19491231 002X|\
    110105-1949-1231-002-X|1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X|110105　1949　1231　002X|\
    110105–19491231·002x|110105.19491231.002X|110105_19491231_002X|110105\u{200b}19491231002X|\
    1101051949１２３１002x";

const WRITTEN_MOBILES: &str = "13800138000|138-0013-8000|138 0013 8000|１３８００１３８０００|1 3 8 0 0 1 3 8 0 0 0|138 00138000|\
    +8613800138000|+86 138 0013 8000|+86-138-0013-8000|0086 13800138000|008613800138000|013800138000|\
    13800 138000|1380 0138 000|138.0013.8000|(+86)13800138000|19912345678|1３8–0013–8000|13800138000.0";

const NOT_PERSONAL: &str = "|社区|029-88886666|(029)88886666-8001|0913 8886666|400-138-0013|4001380013|12345|12349|610102001001|\
    610102001001 300人|610102001001-001|610102001001001|F13812345678|13812345678A|138001380001|\
    12800138000|2021-05-12 1380|成立于1999-12-31 100人|1995.10-2003.5|床位150 2023-05-12|\
    108.93980000123,34.13912345678|139.12345678|0.13800138000|61010219991332001X|990105194912310021|\
    20211123184500|1637664000000|91350100M000100Y43|914403001922038216|12100000400010275N|\
    51610700305332460K|526101030000001660|5261010300000006XH|52610103MJ000000XY|911101077776591113|\
    9144030071526726XG|91110000802100433B|陕民发〔2021〕21号";

fn only(text: &str) -> (PersonalNumber, &str) {
    match find(text)[..] {
        [Finding { kind, start, end }] => (kind, &text[start..end]),
        ref other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_resident_id_is_found_however_it_is_written() {
    for text in WRITTEN_IDS.split('|') {
        assert_eq!(only(text), (CERTAIN, text));
        let inside = format!("联系人身份证号：{text}，住三楼");
        assert_eq!(only(&inside), (CERTAIN, text));
    }
    assert_eq!(only("id11010519491231002X").1, SAMPLE);
    assert_eq!(only("110105194912310021").0, PersonalNumber::ResidentId { certain: false });
    assert_eq!(find("11010519491231002X/440524188001010014 或13800138000").len(), 3);
}

#[test]
fn a_disability_card_is_found_whole() {
    for tail in ["11", "74", "43B1", "43b9", " 43", "-4-3-B2"] {
        let card = format!("{SAMPLE}{tail}");
        assert_eq!(only(&format!("证号{card}。")), (PersonalNumber::DisabilityCard, card.as_str()));
    }
}

#[test]
fn old_ids_and_bank_cards_are_found() {
    assert_eq!(only("旧证110105491231002").0, PersonalNumber::OldResidentId);
    assert_eq!(only("卡号6222 0000 0000 0000 004").0, PersonalNumber::BankCard);
    assert_eq!(only("4111-1111-1111-1111").0, PersonalNumber::BankCard);
    assert!(find("6222000000000000008").is_empty());
}

#[test]
fn a_mobile_is_found_however_it_is_written() {
    for number in WRITTEN_MOBILES.split('|') {
        let text = format!("负责人电话{number}（微信同号）");
        assert_eq!(only(&text).0, PersonalNumber::Mobile, "{number}");
    }
    for text in ["tel13800138000", "Tel:13800138000", "①13800138000", "029-88886666 13800138000", "100m²13800138000"] {
        assert_eq!(only(text), (PersonalNumber::Mobile, "13800138000"), "{text}");
    }
}

#[test]
fn numbers_of_places_and_offices_are_left_alone() {
    for text in NOT_PERSONAL.split('|') {
        assert_eq!(find(text), [], "{text}");
        assert_eq!(mask(text), text);
    }
}

#[test]
fn masking_keeps_three_digits_and_the_words_around() {
    assert_eq!(mask("张某 110105 19491231 002X，电话138-0013-8000。"), "张某 110*** ******** ****，电话138-****-****。");
    assert_eq!(mask("１３８００１３８０００"), "１３８********");
    assert_eq!(mask("610103 430506 1380013 8000"), "610*** ****** ******* ****");
    assert!(matches!(mask("没有号码"), Cow::Borrowed(_)));
}

/// Composes a credit code of a division with all-digit organization code where the checks allow.
fn credit_code(front: &str, eight: u32) -> Option<String> {
    const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut codes = LETTERS.chars().flat_map(|o| LETTERS.chars().map(move |c| format!("{front}{eight:08}{o}{c}")));
    codes.find(|code| CreditCode::parse(code).is_ok())
}

proptest! {
    #[test]
    fn no_credit_code_is_taken_for_an_id(
        front in "(11|12|51|52|53)6101(03|18|26)", eight in prop_oneof![0u32..100_000_000, 1_010_000u32..1_311_231],
    ) {
        if let Some(code) = credit_code(&front, eight) {
            prop_assert!(find(&code).is_empty(), "{}", code);
        }
    }

    #[test]
    fn masked_text_holds_no_finding(text in "([0-9Xx １３.·-]|13800138000|110105|19491231|002X|号|[a-z]){0,40}") {
        let masked = mask(&text);
        prop_assert!(find(&masked).is_empty(), "{} {}", text, masked);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
    }

    #[test]
    fn findings_are_in_order_and_on_character_boundaries(text in "([0-9 ０-９-]|13800138000|11010519491231002X|号|\\PC){0,30}") {
        let mut done = 0;
        for Finding { start, end, .. } in find(&text) {
            prop_assert!(done <= start && start < end && text.get(start..end).is_some());
            done = end;
        }
    }

    #[test]
    fn text_without_digits_is_unchanged(text in "\\PC{0,60}") {
        let text: String = text.chars().filter(|c| !c.is_numeric()).collect();
        prop_assert_eq!(mask(&text), text.as_str());
    }
}
