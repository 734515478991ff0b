//! On which state of the registry were figures worked out, and is that still today's?

use sha2::{Digest, Sha256};

use super::Snapshot;
use crate::domain::{map_part::MapPart, plan::Baseline};

impl Snapshot {
    /// What figures worked out on this snapshot rest on.
    pub fn baseline(&self) -> Baseline {
        let standards = serde_json::to_vec(self.standards()).expect("standards are texts and finite numbers");
        Baseline {
            change_seq: self.change_seq(),
            revision: self.revision().number,
            people_revision: self.revision().people,
            streets: self.map_sha256(MapPart::Streets),
            standards: data_encoding::HEXLOWER.encode(&Sha256::digest(standards)),
        }
    }

    /// SHA-256 of the file that a part of the map was made from.
    pub(super) fn map_sha256(&self, part: MapPart) -> Option<String> {
        let kept = self.map().kept.iter().find(|kept| kept.part == part);
        kept.map(|kept| kept.source.sha256.clone())
    }

    /// Whether records, people, streets or standards have changed since. Changes of the log that touch none of them do not count.
    pub fn has_left(&self, baseline: &Baseline) -> bool {
        let now = self.baseline();
        Baseline { change_seq: now.change_seq, ..baseline.clone() } != now
    }
}
