//! What must an export say about itself? Source, date, filters, map approval or internal use, and whether it is made up.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

/// The mark of made-up data in files.
pub const SAMPLE_NOTICE: &str = "示例数据 Sample data";
/// The mark of maps and coordinates that no map-approval number allows to be published.
pub const INTERNAL_USE: &str = "内部使用 Internal use";

/// The mark of files that hold what only some may see.
const PROTECTED_NOTICE: &str = "含保护性场所真实位置，不得外传 With the true points of protected places, not to be passed on";

const CONTACTS_NOTICE: &str = "含联系人手机，不得外传 With the mobiles of contacts, not to be passed on";

/// What an export says about itself, in every format.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportStamp {
    /// The title in Chinese, for a sheet's name too.
    pub title_zh: &'static str,
    /// The title in English.
    pub title_en: &'static str,
    /// Where the records come from.
    pub source: String,
    /// The state of the registry that was written.
    pub data_as_of: DateTime<Utc>,
    /// The map-approval number 审图号; without one the file is for internal use.
    pub map_approval: Option<String>,
    /// Whether the data is made up.
    pub sample: bool,
    /// Whether the true points of protected places are in it.
    pub with_protected: bool,
    /// Whether the mobiles of contacts are in it.
    pub with_contacts: bool,
    /// What was chosen, a sentence each; none means everything.
    pub filters: Vec<String>,
}

impl ExportStamp {
    /// The title in both languages.
    pub fn title(&self) -> String {
        format!("{} {}", self.title_zh, self.title_en)
    }

    /// The date of the data, RFC 3339.
    pub fn date(&self) -> String {
        self.data_as_of.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// `审图号 GS(2024)1号`, or the mark of internal use.
    pub fn approval(&self) -> String {
        self.map_approval.as_ref().map_or_else(|| INTERNAL_USE.to_owned(), |number| format!("审图号 {number}"))
    }

    /// One line for the column `notice`: sample data, map approval or internal use, true points of protected places, date of the data.
    pub fn notice(&self) -> String {
        let sample = self.sample.then_some(SAMPLE_NOTICE.to_owned());
        let protected = self.with_protected.then_some(PROTECTED_NOTICE.to_owned());
        let date = format!("数据日期 Data as of {}", self.date());
        let contacts = self.with_contacts.then_some(CONTACTS_NOTICE.to_owned());
        sample.into_iter().chain([self.approval()]).chain(protected).chain(contacts).chain([date]).collect::<Vec<_>>().join("; ")
    }

    /// The filters in one line.
    pub fn filters(&self) -> String {
        if self.filters.is_empty() { "无，全部 None, everything".to_owned() } else { self.filters.join("; ") }
    }

    /// Item and content, in the order in which people want to know: for a sheet or a table of its own.
    pub fn about(&self, records: usize, with_position: usize) -> Vec<(String, String)> {
        let sample = self.sample.then(|| ("示例数据 Sample data".to_owned(), "是，数据为虚构 Yes, the data is made up".to_owned()));
        let item = |name: &str, content: String| (name.to_owned(), content);
        let mut about = vec![
            item("标题 Title", self.title()),
            item("来源 Source", self.source.clone()),
            item("数据日期 Data as of", self.date()),
            item("筛选 Filters", self.filters()),
            item("审图号 Map approval", self.approval()),
            item(
                "保护性场所 Protected places",
                if self.with_protected { PROTECTED_NOTICE } else { "仅公开位置 Public front points only" }.to_owned(),
            ),
        ];
        about.extend(self.with_contacts.then(|| item("联系人 Contacts", CONTACTS_NOTICE.to_owned())));
        about.extend(sample);
        about.extend([
            item("坐标系 Datum", "WGS84 (EPSG:4326)，先经度后纬度 longitude before latitude".to_owned()),
            item("记录数 Records", records.to_string()),
            item("有位置 With a position", with_position.to_string()),
        ]);
        about
    }

    /// The same for machines: a foreign member of GeoJSON, the metadata of FlatGeobuf and GeoPackage.
    pub fn json(&self) -> serde_json::Value {
        json!({
            "title": self.title(),
            "source": self.source,
            "data_as_of": self.date(),
            "filters": self.filters,
            "map_approval": self.map_approval,
            "use": if self.map_approval.is_some() { "approved" } else { "internal" },
            "sample": self.sample,
            "with_protected": self.with_protected,
            "with_contacts": self.with_contacts,
            "notice": self.notice(),
        })
    }

    /// A paragraph for formats that have a description.
    pub fn description(&self) -> String {
        format!("{}. 来源 Source: {}. 筛选 Filters: {}.", self.notice(), self.source, self.filters())
    }
}

#[cfg(test)]
pub(super) fn of_test(map_approval: Option<&str>) -> ExportStamp {
    ExportStamp {
        title_zh: "设施",
        title_en: "Facilities",
        source: "test".to_owned(),
        data_as_of: DateTime::from_timestamp(1_700_000_000, 999).expect("a time"),
        map_approval: map_approval.map(str::to_owned),
        sample: map_approval.is_none(),
        with_protected: map_approval.is_none(),
        with_contacts: false,
        filters: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_approval_number_a_file_is_for_internal_use() {
        assert_eq!(
            of_test(None).notice(),
            format!("示例数据 Sample data; 内部使用 Internal use; {PROTECTED_NOTICE}; 数据日期 Data as of 2023-11-14T22:13:20Z")
        );
        let approved = of_test(Some("GS(2024)1号"));
        assert_eq!(approved.notice(), "审图号 GS(2024)1号; 数据日期 Data as of 2023-11-14T22:13:20Z");
        assert_eq!(approved.json()["use"], "approved");
    }
}
