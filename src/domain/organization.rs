//! Who runs the places or helps? An organization, with or without a credit code.

use super::{credit_code::CreditCode, division::DivisionCode, id::OrganizationId, service::ServiceAtLocation};

/// The legal form of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// 机关
    Government,
    /// 事业单位
    PublicInstitution,
    /// 社会团体
    Association,
    /// 民办非企业单位(社会服务机构)
    SocialServiceInstitution,
    /// 基金会
    Foundation,
    /// 企业
    Enterprise,
    /// 居(村)委会特别法人
    Committee,
    /// 备案社区社会组织
    FiledCommunityOrganization,
    /// 无法人
    Unincorporated,
}

impl Category {
    /// Every category with its code, Chinese and English name.
    pub const ALL: [(Category, &'static str, &'static str, &'static str); 9] = [
        (Category::Government, "government", "机关", "Government body"),
        (Category::PublicInstitution, "public-institution", "事业单位", "Public institution"),
        (Category::Association, "association", "社会团体", "Association"),
        (Category::SocialServiceInstitution, "social-service-institution", "社会服务机构", "Social-service institution"),
        (Category::Foundation, "foundation", "基金会", "Foundation"),
        (Category::Enterprise, "enterprise", "企业", "Enterprise"),
        (Category::Committee, "committee", "居(村)委会", "Residents' or villagers' committee"),
        (Category::FiledCommunityOrganization, "filed-community-organization", "备案社区社会组织", "Filed community organisation"),
        (Category::Unincorporated, "unincorporated", "无法人", "Without legal personality"),
    ];

    /// The code used in API, SQL and files.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(category, ..)| *category == self).map_or("unincorporated", |(_, code, ..)| code)
    }

    /// The category that a code or a name means.
    pub fn parse(text: &str) -> Option<Category> {
        let text = text.trim();
        let alias = match text {
            "民办非企业单位" | "民办非企业单位(社会服务机构)" | "民办非企业单位（社会服务机构）" | "民非" => {
                "social-service-institution"
            }
            "社团" => "association",
            "公司" => "enterprise",
            "居委会" | "村委会" | "居（村）委会" | "居(村)委会特别法人" | "居（村）委会特别法人" => {
                "committee"
            }
            "社区社会组织" | "备案" => "filed-community-organization",
            other => other,
        };
        Self::ALL
            .iter()
            .find(|(_, code, zh, en)| alias.eq_ignore_ascii_case(code) || alias == *zh || alias.eq_ignore_ascii_case(en))
            .map(|(category, ..)| *category)
    }
}

/// An organization as recorded. Its site, when it has one, is a facility with the organization's id.
#[derive(Debug, Clone, PartialEq)]
pub struct Organization {
    /// Its id, shared with its site.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// English name, where there is one.
    pub name_en: Option<String>,
    /// Legal form.
    pub category: Option<Category>,
    /// Unified social credit code; optional, not unique to a facility.
    pub credit_code: Option<CreditCode>,
    /// Number of its filing 备案, for those without a credit code.
    pub filing_number: Option<String>,
    /// Office phone.
    pub phone: Option<String>,
    /// Mobile of the contact: hidden from whoever lacks the right.
    pub contact_mobile: Option<String>,
    /// Office address.
    pub address: Option<String>,
    /// Where it is based.
    pub division: Option<DivisionCode>,
    /// Services it gives that have no door of their own, such as a hotline.
    pub services: Vec<ServiceAtLocation>,
    /// Anything else.
    pub notes: Option<String>,
    /// Where the record comes from.
    pub source: Option<String>,
}

impl Organization {
    /// What may leave the service without any right: the contact's mobile goes.
    pub fn shown_to_public(mut self) -> Organization {
        self.contact_mobile = None;
        self
    }
}
