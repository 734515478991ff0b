//! What may an export show of a record? Less than the record holds, unless its options say so.

use std::borrow::Cow;

use crate::domain::{division::Level, facility::Facility, organization::Organization};

/// What an export of facilities may hold.
pub struct ExportOptions<'a> {
    /// A notice for every row, such as 示例数据; `None` leaves the column out.
    pub notice: Option<&'a str>,
    /// Whether the true points of protected places are written.
    pub with_protected: bool,
    /// Whether a kind, by its code, is protected.
    pub is_protected: &'a dyn Fn(&str) -> bool,
    /// With the mobiles of contacts: whether that of a record, by its id, is withheld all the same. `None` leaves the column out.
    pub contacts: Option<&'a dyn Fn(&str) -> bool>,
}

/// What an export tells of the mobile of a record's contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contact {
    /// The export has no column for it.
    LeftOut,
    /// It stands in its column.
    Written,
    /// It was withheld: the cell is empty and `withheld` says so, so that reading the file back does not empty the field.
    Withheld,
}

impl ExportOptions<'_> {
    /// What this export tells of the contact of the record with this id.
    pub(super) fn contact(&self, id: &str) -> Contact {
        match self.contacts {
            None => Contact::LeftOut,
            Some(withheld) if withheld(id) => Contact::Withheld,
            Some(_) => Contact::Written,
        }
    }

    /// The facility as this export may show it.
    pub(super) fn shown<'f>(&self, facility: &'f Facility) -> Cow<'f, Facility> {
        if self.with_protected || !(self.is_protected)(&facility.kind) {
            Cow::Borrowed(facility)
        } else {
            // Whether the contact's mobile is written is another question.
            let contact_mobile = facility.contact_mobile.clone();
            Cow::Owned(Facility { contact_mobile, ..facility.clone().shown_to_public(true) })
        }
    }

    /// The organization and its site as this export may show them. The address of an organization whose site is protected
    /// would tell what the site keeps to itself.
    pub(super) fn shown_organization<'o>(
        &self,
        organization: &'o Organization,
        site: Option<&'o Facility>,
    ) -> (Cow<'o, Organization>, Option<Cow<'o, Facility>>) {
        let site = site.map(|site| self.shown(site));
        if !matches!(site, Some(Cow::Owned(_))) {
            return (Cow::Borrowed(organization), site);
        }
        let division = organization.division.and_then(|division| division.at(Level::District));
        (Cow::Owned(Organization { address: None, notes: None, division, ..organization.clone() }), site)
    }
}
