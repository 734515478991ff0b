//! Every reason to refuse a row, with the cell that it names.

use super::*;
use crate::exchange::Refusal;

/// The refusals of one row under `id,name,kind,lon,lat` and one more column.
fn refused(heading: &str, row: &str) -> Vec<Refusal> {
    let records = records(&format!("id,name,kind,lon,lat,{heading}\n{row}\n"));
    assert_eq!((records.records.len(), records.refused_rows), (0, 1), "{row}: {:?}", records.refused);
    records.refused
}

/// The one refusal of a good row whose last cell is wrong.
fn refused_cell(heading: &str, cell: &str) -> Refusal {
    let refused = refused(heading, &format!("a,a,day-care,108.94,34.26,{cell}"));
    assert_eq!(refused.len(), 1, "{refused:?}");
    refused.into_iter().next().expect("one")
}

#[test]
fn swapped_coordinates_are_named_and_the_right_order_told() {
    let refusal = refused("notes", "a,a,day-care,34.26,108.94,").remove(0);
    assert_eq!(
        (refusal.column.as_str(), refusal.value.as_str(), refusal.reason.as_str()),
        ("lon", "34.26, 108.94", "lon and lat look swapped")
    );
    assert!(refusal.expected.starts_with("lon 108.94 and lat 34.26"), "{refusal:?}");
}

#[test]
fn a_latitude_beyond_90_is_swapped_even_without_an_area() {
    let catalogue = catalogue();
    let reading = Reading {
        datum: Some(Datum::Wgs84),
        area: None,
        catalogue: &catalogue,
        successors: &BTreeMap::new(),
        held: None,
        progress: &|_, _| {},
    };
    let text = "id,name,kind,lon,lat\na,a,day-care,34.26,108.94\nb,b,day-care,12.5,41.9\n";
    let records = read_facilities(&csv(text.as_bytes()), &reading).expect("readable");
    assert_eq!((records.records.len(), records.refused[0].reason.as_str()), (1, "lon and lat look swapped"));
}

#[test]
fn the_edge_of_the_area_is_inside_and_what_lies_beyond_is_refused() {
    let records = records(
        "id,name,kind,lon,lat\na,a,day-care,105.48,31.70\nb,b,day-care,111.25,39.59\nc,c,day-care,111.2500001,39.59\nd,d,day-care,116.4,39.9\n",
    );
    assert_eq!(records.records.len(), 2);
    assert_eq!(records.refused.iter().map(|r| r.row).collect::<Vec<_>>(), [4, 5]);
    assert!(records.refused[0].reason.contains("outside the area") && records.refused[0].expected.contains("105.48"));
}

#[test]
fn missing_zero_and_unreadable_positions_are_refused() {
    for (lon, lat, column, reason) in [
        ("", "", "lon", "the position is missing"),
        ("108.94", "", "lat", "the coordinate is missing"),
        ("0", "0.0", "lon", "the position is 0,0"),
        ("东边", "34.26", "lon", "this is not a number of degrees"),
        ("108.94", "nan", "lat", "this is not a number of degrees"),
        ("108.94", "#N/A", "lat", "the spreadsheet shows an error"),
        ("1089.4", "34.26", "lon", "longitude 1089.4 is not between"),
    ] {
        let refusal = refused("notes", &format!("a,a,day-care,{lon},{lat},")).remove(0);
        assert!(refusal.column == column && refusal.reason.starts_with(reason), "{lon},{lat}: {refusal:?}");
    }
}

#[test]
fn degrees_minutes_and_seconds_are_taken() {
    let records = records("id,name,kind,lon,lat\na,a,day-care,\"108°56'24\"\"\",34°15′36″\n");
    let position = records.records[0].1.location.map(|location| location.position).expect("a place");
    assert!((position.lon() - 108.94).abs() < 1e-9 && (position.lat() - 34.26).abs() < 1e-9);
}

#[test]
fn an_unknown_kind_is_answered_with_the_codes_and_the_near_ones() {
    let refusal = refused("notes", "a,a,日间照料所,108.94,34.26,").remove(0);
    assert_eq!((refusal.column.as_str(), refusal.reason.as_str()), ("kind", "the kind is not known here"));
    assert!(
        refusal.expected.contains("day-care, shelter") && refusal.expected.contains("near: day-care (社区老年人日间照料中心)"),
        "{refusal:?}"
    );
}

#[test]
fn wrong_cells_are_named_with_what_would_be_right() {
    for (heading, cell, reason) in [
        ("capacity", "-5", "the number is negative"),
        ("床位", "12.5", "the number is not whole"),
        ("床位", "12张", "this is not a number"),
        ("床位", "99999999999", "the number is too large"),
        ("建筑面积", "-1", "the number is negative"),
        ("credit_code", "91350100M000100Y44", "the check character (18th) is 4; it should be 3"),
        ("启用日期", "2023-02-30", "there is no such day"),
        ("启用日期", "去年", "this is not a date"),
        ("状态", "不知道", "the word is not known here"),
        ("精度", "vague", "the word is not known here"),
        ("区划代码", "61010", "a division code has"),
        ("服务", "助餐;飞行", "\"飞行\" is no service type"),
        ("服务对象", "火星人", "\"火星人\" is no target group"),
        ("services_json", "[{]", "this cannot be read"),
    ] {
        let refusal = refused_cell(heading, cell);
        assert!(refusal.column == heading && refusal.reason.starts_with(reason) && !refusal.expected.is_empty(), "{refusal:?}");
    }
    assert_eq!(refused_cell("public_lon,public_lat", "108.9,").column, "public_lat");
}

#[test]
fn texts_over_their_length_are_refused_and_cut_in_the_report() {
    let long = "长".repeat(1001);
    let refusal = refused_cell("备注", &long);
    assert!(refusal.reason.contains("1001 characters") && refusal.value.chars().count() == 80);
    let name = "n".repeat(121);
    assert_eq!(refused("notes", &format!("a,{name},day-care,108.94,34.26,"))[0].column, "name");
    let id = "i".repeat(65);
    assert_eq!(refused("notes", &format!("{id},a,day-care,108.94,34.26,"))[0].column, "id");
    assert_eq!(refused("notes", ",a,day-care,108.94,34.26,")[0].reason, "the id is empty");
}

#[test]
fn personal_numbers_in_any_text_are_refused_and_masked() {
    // The number is the one printed in GB 11643 as an example.
    for (heading, cell) in [
        ("备注", "联系人身份证11010519491231002X"),
        ("备注", "联系人 １１０１０５１９４９１２３１００２Ｘ"),
        ("地址", "110105 19491231 002X"),
        ("备注", "残疾证11010519491231002X42"),
        ("来源", "电话 13800138000"),
        ("开放时间", "138-0013-8000"),
        ("无障碍", "坡道;13800138000"),
        ("电话", "13800138000"),
        ("电话", "+86 138 0013 8000"),
        ("services_json", "\"[{\"\"type\"\":\"\"meals\"\",\"\"phone\"\":\"\"13800138000\"\"}]\""),
    ] {
        let refusal = refused_cell(heading, cell);
        assert!(refusal.reason.contains("personal"), "{refusal:?}");
        let digits: String = refusal.value.chars().filter(|c| c.is_numeric()).collect();
        assert!(digits.len() < 11 && refusal.value.contains('*'), "{refusal:?}");
    }
    assert_eq!(refused("notes", "13800138000,a,day-care,108.94,34.26,")[0].column, "id");
    assert_eq!(refused("notes", "a,王13800138000,day-care,108.94,34.26,")[0].value, "王138********");
}

#[test]
fn office_phones_are_kept() {
    let records = records(
        "id,name,kind,lon,lat,电话\na,a,day-care,108.94,34.26,029-88888888\nb,b,day-care,108.94,34.26,400-820-8820\nc,c,day-care,108.94,34.26,无\n",
    );
    let phones: Vec<Option<&str>> = records.records.iter().map(|(_, facility)| facility.phone.as_deref()).collect();
    assert_eq!(phones, [Some("029-88888888"), Some("400-820-8820"), None]);
}

#[test]
fn of_a_duplicate_id_the_first_good_one_stays() {
    let records = records(
        "id,name,kind,lon,lat\na,bad,?,108.94,34.26\na,first,day-care,108.94,34.26\na,second,day-care,108.94,34.26\na,third,?,108.94,34.26\nb,b,day-care,108.94,34.26\n",
    );
    assert_eq!(records.records.iter().map(|(row, f)| (*row, &*f.name)).collect::<Vec<_>>(), [(3, "first"), (6, "b")]);
    let found: Vec<(usize, &str, &str)> = records.refused.iter().map(|r| (r.row, r.column.as_str(), r.reason.as_str())).collect();
    assert_eq!(found[1], (4, "id", "the id is already in row 3, which stays"));
    assert_eq!((found.len(), records.refused_rows), (4, 3));
}

#[test]
fn every_wrong_cell_of_a_row_is_reported() {
    let refused = refused("床位", "a,,x,34,108,-1");
    let columns: Vec<&str> = refused.iter().map(|refusal| refusal.column.as_str()).collect();
    assert_eq!(columns, ["name", "kind", "lon", "床位"]);
}

#[test]
fn a_ragged_row_is_refused_as_a_row() {
    let records = records("id,name,kind,lon,lat\na,a,day-care,108.94,34.26,extra\nb,b,day-care\nc,c,day-care,108.94,34.26,,\n");
    assert_eq!(
        records.refused.iter().map(|r| (r.row, r.column.as_str())).collect::<Vec<_>>(),
        [(2, "(row)"), (3, "lon")],
        "a short row ends in empty cells"
    );
    assert_eq!(records.records.len(), 1);
}
