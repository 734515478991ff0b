//! On which state of the registry were figures worked out, and is that still today's?

use sha2::{Digest, Sha256};

use super::Snapshot;
use crate::domain::{map_part::MapPart, plan::Baseline};

impl Snapshot {
    /// What figures worked out on this snapshot rest on.
    pub fn baseline(&self) -> Baseline {
        let streets = self.map().kept.iter().find(|kept| kept.part == MapPart::Streets);
        let standards = serde_json::to_vec(self.standards()).expect("standards are texts and finite numbers");
        Baseline {
            change_seq: self.change_seq(),
            revision: self.revision().number,
            people_revision: self.revision().people,
            streets: streets.map(|kept| kept.source.sha256.clone()),
            standards: data_encoding::HEXLOWER.encode(&Sha256::digest(standards)),
        }
    }

    /// Whether records, people, streets or standards have changed since. Changes of the log that touch none of them do not count.
    pub fn has_left(&self, baseline: &Baseline) -> bool {
        let now = self.baseline();
        Baseline { change_seq: now.change_seq, ..baseline.clone() } != now
    }
}
