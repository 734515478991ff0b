//! What does a column of an export hold, and what does it mean? One row a column, for typed formats and for people.

use super::write::{facility_columns, organization_columns};

/// What sort of value stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, also ids and codes: never taken for a number.
    Text,
    /// A whole number.
    Whole,
    /// A decimal.
    Real,
    /// A day, `2023-02-01`.
    Date,
}

/// A column of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its heading, the same in every format.
    pub name: &'static str,
    /// What stands in it.
    pub kind: ColumnKind,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
}

/// The heading of the column that repeats the stamp's notice in every row.
pub(super) const NOTICE: &str = "notice";

use ColumnKind::{Date, Real, Text, Whole};

/// Every column that an export may have.
const COLUMNS: [Column; 40] = [
    of("id", Text, "编号，登记册内唯一", "id, unique in the registry"),
    of("name", Text, "名称", "name"),
    of("kind", Text, "类别代码", "code of the kind"),
    of("lon", Real, "经度，WGS84，十进制度", "longitude, WGS84, decimal degrees"),
    of("lat", Real, "纬度，WGS84，十进制度", "latitude, WGS84, decimal degrees"),
    of("capacity", Whole, "床位或名额，单位随类别", "beds or places, in the kind's unit"),
    of("name_en", Text, "英文名称", "English name"),
    of("address", Text, "地址", "street address"),
    of("division", Text, "行政区划代码，12 位", "division code, 12 digits"),
    of("status", Text, "状态代码", "planned, approved, building, accepted, operating, suspended or closed"),
    of("status_date", Date, "状态日期", "since when it has this status"),
    of("status_reason", Text, "状态原因", "why it has this status"),
    of("floor_area_m2", Real, "建筑面积，平方米", "floor area in square metres"),
    of("opening_hours", Text, "开放时间，OSM 写法", "opening hours as OpenStreetMap writes them"),
    of("phone", Text, "办公电话", "office phone"),
    of("barrier_free", Text, "无障碍设施，分号分隔", "barrier-free features, separated by semicolons"),
    of("grade", Text, "等级", "grade"),
    of("responsible_department", Text, "责任处室", "department responsible"),
    of("services", Text, "服务类型代码，分号分隔", "codes of service types, separated by semicolons"),
    of("services_json", Text, "服务明细，JSON", "services in full, as JSON"),
    of("precision", Text, "坐标精度", "how exactly the position is known"),
    of("public_lon", Real, "公开经度，保护性场所用", "longitude of a protected place's public front point"),
    of("public_lat", Real, "公开纬度，保护性场所用", "latitude of a protected place's public front point"),
    of("opened_on", Date, "启用日期", "first day of operation"),
    of("checked_on", Date, "核实日期", "last day somebody checked the record"),
    of("source", Text, "记录来源", "where the record comes from"),
    of("given_x", Real, "原始经度", "longitude as given"),
    of("given_y", Real, "原始纬度", "latitude as given"),
    of("given_datum", Text, "原始坐标系", "datum of the pair as given"),
    of("withheld", Text, "隐去：保护性场所的真实位置未写出", "filled where a protected place's true position was left out"),
    of("operator_id", Text, "运营机构编号", "id of the organization that runs it"),
    of("credit_code", Text, "统一社会信用代码", "unified social credit code"),
    of("notes", Text, "备注", "notes"),
    of("datum", Text, "lon、lat 的坐标系", "datum of lon and lat"),
    of("category", Text, "法人类别代码", "code of the legal form"),
    of("filing_number", Text, "备案号", "number of its filing"),
    of("own_services", Text, "无门店的服务类型，分号分隔", "services without a door, separated by semicolons"),
    of("own_services_json", Text, "无门店服务明细，JSON", "services without a door in full, as JSON"),
    of("contact_mobile", Text, "联系人手机，不得外传", "mobile of the contact, not to be passed on"),
    of(NOTICE, Text, "提示：示例数据、审图号或内部使用、数据日期", "sample data, map approval or internal use, date of the data"),
];

const fn of(name: &'static str, kind: ColumnKind, zh: &'static str, en: &'static str) -> Column {
    Column { name, kind, zh, en }
}

/// The column with this heading.
pub(super) fn column(name: &str) -> Column {
    COLUMNS.into_iter().find(|column| column.name == name).expect("a test holds that every heading of an export has its row")
}

/// The columns of facilities, the notice last.
pub(super) fn of_facilities(with_contacts: bool) -> Vec<Column> {
    facility_columns(with_contacts).into_iter().chain([NOTICE]).map(column).collect()
}

/// The columns of organizations with their sites, the notice last.
pub(super) fn of_organizations(with_contacts: bool) -> Vec<Column> {
    organization_columns(with_contacts).into_iter().chain([NOTICE]).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_an_export_has_its_row_once() {
        for contacts in [false, true] {
            assert_eq!(of_facilities(contacts).len(), facility_columns(contacts).len() + 1);
            assert_eq!(of_organizations(contacts).len(), organization_columns(contacts).len() + 1);
        }
        for column in COLUMNS {
            assert_eq!(COLUMNS.iter().filter(|other| other.name == column.name).count(), 1, "{}", column.name);
        }
    }
}
