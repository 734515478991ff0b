//! Organizations, with and without a site.

use super::*;
use crate::exchange::{Note, organizations::OrganizationRow, read_organizations};

fn organizations(text: &str) -> Records<OrganizationRow> {
    with_reading(Some(Datum::Wgs84), |reading| read_organizations(&csv(text.as_bytes()), reading)).expect("readable")
}

#[test]
fn an_organization_with_a_position_has_a_site_with_its_id() {
    let text = "编号,名称,法人类别,统一社会信用代码,电话,类别,经度,纬度,服务,备注\no1,某志愿队,民非,91350100M000100Y43,029-1234567,志愿服务队,108.94,34.26,助餐;热线,n\n";
    let records = organizations(text);
    assert_eq!(records.refused, []);
    let (organization, site) = &records.records[0].1;
    let site = site.as_ref().expect("a site");
    assert_eq!((site.id.as_str(), &*site.kind, site.operator.as_ref()), ("o1", "volunteer-team", Some(&organization.id)));
    assert_eq!((site.phone.as_deref(), organization.phone.as_deref()), (Some("029-1234567"), Some("029-1234567")));
    assert_eq!(site.services.iter().map(|s| &*s.service_type).collect::<Vec<_>>(), ["meals"]);
    assert_eq!(organization.services.iter().map(|s| &*s.service_type).collect::<Vec<_>>(), ["hotline"]);
    assert_eq!(organization.category.map(|category| category.code()), Some("social-service-institution"));
}

#[test]
fn an_organization_without_a_position_needs_no_datum_and_keeps_its_services() {
    let text = "编号,名称,服务,类别\no1,某热线,热线;助餐,志愿服务队\n";
    let records = with_reading(None, |reading| read_organizations(&csv(text.as_bytes()), reading)).expect("readable");
    let (organization, site) = &records.records[0].1;
    assert_eq!((organization.services.len(), site.is_none()), (2, true));
    assert_eq!(records.notes, [Note::KindWithoutSite { rows: 1 }]);
}

#[test]
fn a_site_of_a_facilitys_kind_or_without_a_kind_is_refused() {
    let records = organizations("id,name,kind,lon,lat\no1,a,day-care,108.94,34.26\no2,b,,108.94,34.26\no3,c,volunteer-team,34.26,108.94\n");
    let found: Vec<(usize, &str)> = records.refused.iter().map(|r| (r.row, r.reason.as_str())).collect();
    assert_eq!(found, [(2, "the kind is not one of an organization's site"), (3, "the kind is missing"), (4, "lon and lat look swapped")]);
    assert!(records.refused[0].expected.contains("volunteer-team") && !records.refused[0].expected.contains("day-care,"));
}
