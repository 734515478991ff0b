//! What may go out to this caller as a file, of today or of a past day? A true point only where the right holds; that it
//! went out is told by the log.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{ExportInputs, ExportKind, ExportOptions, write_export};
use crate::{
    domain::{
        change::{Action, RecordType},
        facility::Facility,
        kind::Catalogue,
        permission::{Caller, Right},
    },
    exchange::ExportFormat,
    registry::{Registry, RegistryError, recorded::Recorded, retention::last_kept_change},
};

impl Registry {
    /// The bytes of an export for a caller.
    pub fn export_for(
        &self,
        caller: &Caller,
        what: (ExportKind, ExportFormat),
        options: &ExportOptions,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<u8>, RegistryError> {
        if options.with_protected {
            caller.require_somewhere(Right::ReadProtected)?;
        }
        let snapshot = self.snapshot();
        let (state, data_as_of) = self.records.store.read(|reader| match as_of {
            None => Ok::<_, RegistryError>((reader.state()?, reader.revision()?.changed_at)),
            Some(moment) => {
                let seq = last_kept_change(reader, moment)?;
                Ok((reader.state_after(seq)?, moment.min(self.records.now())))
            }
        })?;
        let catalogue = Catalogue::new(state.rows.kinds, state.rows.service_types, state.rows.target_groups);
        // Outside the caller's jurisdiction a protected place keeps its public front point only, whatever is asked, and whether it
        // was one on the day or is one now.
        let shown = |one: Facility| {
            let protected = one.is_protected(&snapshot) || snapshot.protects(one.id.as_str());
            let shown = one.shown_as(caller, &snapshot, protected).0;
            if protected && !options.with_protected { shown.shown_to_public(true) } else { shown }
        };
        let facilities: Vec<_> = state.facilities.into_iter().map(|kept| shown(kept.record)).collect();
        let organizations: Vec<_> = state.organizations.into_iter().map(|kept| kept.record.shown_to(caller, &snapshot).0).collect();
        let inputs = ExportInputs {
            facilities: &facilities,
            organizations: &organizations,
            divisions: &state.divisions,
            catalogue: &catalogue,
            data_as_of,
        };
        let mut bytes = Vec::new();
        let written = write_export(what, &inputs, options, &mut bytes)?;
        if options.with_protected {
            let told = json!({ "what": format!("{:?}", what.0), "records": written, "with_protected": true }).to_string();
            let stamp = self.records.stamp(caller.actor.clone());
            self.records.store.write(&stamp, |writer| {
                writer.log(Action::Export, RecordType::Verdict, "export", None, Some(told));
                Ok::<_, RegistryError>(())
            })?;
        }
        Ok(bytes)
    }
}
