//! What do facilities and organizations have in common when somebody writes them? One face, two sorts of records.

use serde_json::{Map, Value};

use super::{FieldError, RegistryError, Snapshot, draft, draft::Drafting};
use crate::{
    domain::{
        change::RecordType,
        division::DivisionCode,
        facility::Facility,
        id::{FacilityId, OrganizationId},
        organization::Organization,
        permission::{Caller, Right},
        proposal::ProposalType,
        record::{FacilityRecord, OrganizationRecord, RecordError},
    },
    storage::{Kept, Reader, StorageError, Writer},
};

/// A record that is proposed, approved, merged and kept with its history.
pub(super) trait Recorded: Sized {
    /// As proposals name it.
    const PROPOSAL: ProposalType;
    /// As the log names it.
    const RECORD: RecordType;
    /// As messages name it.
    const WHAT: &'static str;
    /// What a new id begins with.
    const PREFIX: &'static str;

    /// Those of these ids that are there, in any order.
    fn load_many(reader: &mut Reader, ids: &[&str]) -> Result<Vec<Kept<Self>>, StorageError>;

    fn load(reader: &mut Reader, id: &str) -> Result<Option<Kept<Self>>, StorageError> {
        Ok(Self::load_many(reader, &[id])?.pop())
    }

    fn form(&self) -> Value;
    fn blank(id: &str) -> Value;
    fn draft(drafting: &Drafting, before: &Value, patch: &Map<String, Value>) -> Result<Self, Vec<FieldError>>;
    fn read_back(text: &str) -> Result<Self, RegistryError>;
    fn id(&self) -> &str;
    fn name(&self) -> &str;
    /// The division that decides who may write and approve: as declared, otherwise where the place lies.
    fn division(&self, snapshot: &Snapshot) -> Option<DivisionCode>;
    /// Whether it is a protected place as it stands here.
    fn is_protected(&self, snapshot: &Snapshot) -> bool;
    /// Without what this caller may not see, and the names of the fields that were taken out; `protected` where the record is a
    /// protected place here, or in another state that this one would tell of.
    fn shown_as(self, caller: &Caller, snapshot: &Snapshot, protected: bool) -> (Self, Vec<&'static str>);

    /// Whether of a protected place the true position, and words that may tell it, are kept from this caller.
    fn is_hidden_from(&self, caller: &Caller, snapshot: &Snapshot, protected: bool) -> bool {
        protected && !caller.may(Right::ReadProtected, self.division(snapshot))
    }

    /// The same for the record as it stands here.
    fn hides_words_from(&self, caller: &Caller, snapshot: &Snapshot) -> bool {
        self.is_hidden_from(caller, snapshot, self.is_protected(snapshot))
    }

    fn shown_to(self, caller: &Caller, snapshot: &Snapshot) -> (Self, Vec<&'static str>) {
        let protected = self.is_protected(snapshot);
        self.shown_as(caller, snapshot, protected)
    }

    fn put(&self, writer: &mut Writer) -> Result<(), StorageError>;
    fn remove(writer: &mut Writer, id: &str) -> Result<bool, RegistryError>;
}

/// A stored form that does not read back is a fault of ours.
fn unreadable(what: &'static str, why: impl ToString) -> RegistryError {
    RegistryError::Storage(StorageError::Corrupt { table: "proposal", key: what.to_owned(), column: "after", why: why.to_string() })
}

impl Recorded for Facility {
    const PROPOSAL: ProposalType = ProposalType::Facility;
    const RECORD: RecordType = RecordType::Facility;
    const WHAT: &'static str = "facility";
    const PREFIX: &'static str = "F";

    fn load_many(reader: &mut Reader, ids: &[&str]) -> Result<Vec<Kept<Facility>>, StorageError> {
        reader.facilities_by_id(ids)
    }

    fn form(&self) -> Value {
        serde_json::to_value(FacilityRecord::from(self)).expect("a record is texts, finite numbers and lists of them")
    }

    fn blank(id: &str) -> Value {
        draft::blank_facility(id)
    }

    fn draft(drafting: &Drafting, before: &Value, patch: &Map<String, Value>) -> Result<Facility, Vec<FieldError>> {
        drafting.facility(before, patch)
    }

    fn read_back(text: &str) -> Result<Facility, RegistryError> {
        let record: FacilityRecord = serde_json::from_str(text).map_err(|error| unreadable("facility", error))?;
        record.try_into().map_err(|error: RecordError| unreadable("facility", error))
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn division(&self, snapshot: &Snapshot) -> Option<DivisionCode> {
        self.division.or_else(|| snapshot.locate(self.location?.position))
    }

    fn is_protected(&self, snapshot: &Snapshot) -> bool {
        snapshot.is_protected(&self.kind)
    }

    fn shown_as(self, caller: &Caller, snapshot: &Snapshot, protected: bool) -> (Facility, Vec<&'static str>) {
        let division = self.division(snapshot);
        let mut withheld = Vec::new();
        let mobile = self.contact_mobile.clone().filter(|_| caller.may(Right::ReadContacts, division));
        if self.contact_mobile.is_some() && mobile.is_none() {
            withheld.push("contact_mobile");
        }
        if self.is_hidden_from(caller, snapshot, protected) {
            withheld.extend(["lon", "lat", "given", "precision", "address", "notes", "division"]);
            return (Facility { contact_mobile: mobile, ..self.shown_to_public(true) }, withheld);
        }
        (Facility { contact_mobile: mobile, ..self }, withheld)
    }

    fn put(&self, writer: &mut Writer) -> Result<(), StorageError> {
        writer.upsert_facilities(&[self]).map(drop)
    }

    fn remove(writer: &mut Writer, id: &str) -> Result<bool, RegistryError> {
        let id = FacilityId::parse(id).map_err(|error| unreadable("facility", error))?;
        Ok(writer.remove_facility(&id)?)
    }
}

impl Recorded for Organization {
    const PROPOSAL: ProposalType = ProposalType::Organization;
    const RECORD: RecordType = RecordType::Organization;
    const WHAT: &'static str = "organization";
    const PREFIX: &'static str = "O";

    fn load_many(reader: &mut Reader, ids: &[&str]) -> Result<Vec<Kept<Organization>>, StorageError> {
        reader.organizations_by_id(ids)
    }

    fn form(&self) -> Value {
        serde_json::to_value(OrganizationRecord::from(self)).expect("a record is texts, finite numbers and lists of them")
    }

    fn blank(id: &str) -> Value {
        draft::blank_organization(id)
    }

    fn draft(drafting: &Drafting, before: &Value, patch: &Map<String, Value>) -> Result<Organization, Vec<FieldError>> {
        drafting.organization(before, patch)
    }

    fn read_back(text: &str) -> Result<Organization, RegistryError> {
        let record: OrganizationRecord = serde_json::from_str(text).map_err(|error| unreadable("organization", error))?;
        record.try_into().map_err(|error: RecordError| unreadable("organization", error))
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn division(&self, _: &Snapshot) -> Option<DivisionCode> {
        self.division
    }

    fn is_protected(&self, _: &Snapshot) -> bool {
        false
    }

    fn shown_as(self, caller: &Caller, _: &Snapshot, _: bool) -> (Organization, Vec<&'static str>) {
        if self.contact_mobile.is_none() || caller.may(Right::ReadContacts, self.division) {
            return (self, Vec::new());
        }
        (self.shown_to_public(), vec!["contact_mobile"])
    }

    fn put(&self, writer: &mut Writer) -> Result<(), StorageError> {
        writer.upsert_organizations(&[self]).map(drop)
    }

    fn remove(writer: &mut Writer, id: &str) -> Result<bool, RegistryError> {
        let id = OrganizationId::parse(id).map_err(|error| unreadable("organization", error))?;
        Ok(writer.remove_organization(&id)?)
    }
}
