//! Which organizations are there, and what do they run?

use chrono::{DateTime, Utc};

use super::{
    Page, RegistryError, Snapshot,
    facilities::{DivisionPath, OfferedService},
};
use crate::{
    domain::{
        credit_code,
        division::DivisionCode,
        organization::{Category, Organization},
    },
    storage::Kept,
};

/// An organization as the interface shows it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct OrganizationItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// English name.
    pub name_en: Option<&'a str>,
    /// Legal form.
    pub category: Option<&'static str>,
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// What is known of the code: its form and check characters are right, nothing more.
    pub credit_code_note: Option<&'static str>,
    /// Number of its filing.
    pub filing_number: Option<&'a str>,
    /// Office phone.
    pub phone: Option<&'a str>,
    /// Office address.
    pub address: Option<&'a str>,
    /// Where it is based.
    pub division: Option<DivisionPath<'a>>,
    /// Ids of the facilities that it runs, its own site among them.
    pub sites: Vec<&'a str>,
    /// Services without a door.
    pub services: Vec<OfferedService<'a>>,
    /// Where the record comes from.
    pub source: Option<&'a str>,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// The number of the change that last wrote it.
    pub version: i64,
    /// Ids of records that became part of this one; they answer with it.
    pub merged_ids: Vec<&'a str>,
}

impl Snapshot {
    /// A page of organizations in the order of ids.
    pub fn organization_page(
        &self,
        text: Option<&str>,
        category: Option<Category>,
        scope: Option<DivisionCode>,
        (cursor, limit): (Option<&str>, usize),
    ) -> Page<OrganizationItem<'_>> {
        let rows = self
            .organizations()
            .iter()
            .filter(|one| text.is_none_or(|text| one.record.name.contains(text.trim()) || one.record.id.as_str() == text.trim()))
            .filter(|one| category.is_none() || one.record.category == category)
            .filter(|one| scope.is_none_or(|scope| one.record.division.is_some_and(|code| scope.contains(code))));
        Page::after(rows, cursor, limit, |one| one.record.id.to_string(), |one| self.organization_item(one))
    }

    /// One organization as it is shown.
    pub fn organization_answer(&self, id: &str) -> Result<OrganizationItem<'_>, RegistryError> {
        let organization =
            self.organization_or_heir(id).ok_or_else(|| RegistryError::NotFound { what: "organization", id: id.to_owned() })?;
        Ok(self.organization_item(organization))
    }

    fn organization_item<'a>(&'a self, kept: &'a Kept<Organization>) -> OrganizationItem<'a> {
        let one = &kept.record;
        OrganizationItem {
            id: one.id.as_str(),
            name: &one.name,
            name_en: one.name_en.as_deref(),
            category: one.category.map(Category::code),
            credit_code: one.credit_code.as_ref().map(ToString::to_string),
            credit_code_note: one.credit_code.as_ref().map(|_| credit_code::VALID_NOTE),
            filing_number: one.filing_number.as_deref(),
            phone: one.phone.as_deref(),
            address: one.address.as_deref(),
            division: one.division.map(|code| self.division_of_record(code)),
            sites: self.sites_of(one.id.as_str()).iter().map(|&row| self.facilities()[row as usize].id.as_str()).collect(),
            services: one.services.iter().map(|service| self.offered(one.id.as_str(), service)).collect(),
            source: one.source.as_deref(),
            updated_at: kept.updated_at,
            version: kept.version,
            merged_ids: self.merged_into_organization(one.id.as_str()),
        }
    }
}
