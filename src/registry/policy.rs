//! What does an installation let pass without a second person? Read from its settings.

use super::RegistryError;
use crate::storage::Reader;

/// How writes are let in.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Whether another person has to approve.
    pub two_person: bool,
    /// Fields that need no approval.
    pub free_fields: Vec<String>,
}

impl Policy {
    /// As the settings say.
    pub fn read(reader: &mut Reader) -> Result<Policy, RegistryError> {
        let settings = reader.settings()?;
        Ok(Policy { two_person: settings.two_person, free_fields: settings.no_approval_fields })
    }

    /// The same as if a second person were asked for everything else.
    pub fn strict(self) -> Policy {
        Policy { two_person: true, ..self }
    }

    /// Whether a change of these fields is let in at once.
    pub fn lets_pass(&self, fields: &[super::FieldChange]) -> bool {
        !self.two_person || fields.iter().all(|one| self.free_fields.iter().any(|free| *free == one.field || only_vacancy(free, one)))
    }
}

/// Whether `services` differ in nothing but vacancies, where those are free.
fn only_vacancy(free: &str, change: &super::FieldChange) -> bool {
    let without = |services: &serde_json::Value| {
        let mut services = services.clone();
        for one in services.as_array_mut().into_iter().flatten().filter_map(serde_json::Value::as_object_mut) {
            one.remove("vacancy");
            one.remove("vacancy_at");
        }
        services
    };
    free == "services.vacancy" && change.field == "services" && without(&change.before) == without(&change.after)
}
