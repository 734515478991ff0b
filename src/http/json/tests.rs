use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone, Serialize)]
struct Sample<'a> {
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    numbers: (f64, i64, u32),
    texts: Vec<String>,
    map: BTreeMap<String, Option<f32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<bool>,
    letter: char,
    day: chrono::NaiveDate,
}

#[derive(Serialize)]
struct Flat<'a> {
    #[serde(flatten)]
    sample: Sample<'a>,
    last: (),
}

proptest! {
    #[test]
    fn the_bytes_are_those_of_serde_json(
        text in any::<String>(), texts in prop::collection::vec(any::<String>(), 0..4), number in any::<f64>(), whole in any::<i64>(),
        map in prop::collection::btree_map(any::<String>(), any::<Option<f32>>(), 0..3), absent in any::<Option<bool>>(), letter in any::<char>(),
    ) {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let sample = Sample { kind: Some(&text), numbers: (number, whole, 7), texts, map, absent, letter, day };
        prop_assert_eq!(to_json(&sample).expect("written"), serde_json::to_vec(&sample).expect("written"));
        let flat = Flat { sample, last: () };
        prop_assert_eq!(to_json(&flat).expect("written"), serde_json::to_vec(&flat).expect("written"));
    }
}

#[test]
fn every_letter_that_needs_it_is_escaped() {
    let all: String = (0..0x300).filter_map(char::from_u32).collect();
    for start in 0..16 {
        let text: String = all.chars().skip(start).collect();
        assert_eq!(to_json(&text).expect("written"), serde_json::to_vec(&text).expect("written"));
    }
}
