//! What was found by a search? A sort of record and a row, in one number.

/// What a search entry stands for: a sort and a row, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) enum Found {
    Facility(u32),
    Organization(u32),
    Division(u32),
}

impl Found {
    pub(super) fn number(self) -> u64 {
        match self {
            Found::Facility(row) => u64::from(row),
            Found::Organization(row) => 1 << 32 | u64::from(row),
            Found::Division(row) => 2 << 32 | u64::from(row),
        }
    }

    pub(in crate::registry) fn from_number(number: u64) -> Found {
        let row = (number & u64::from(u32::MAX)) as u32;
        match number >> 32 {
            0 => Found::Facility(row),
            1 => Found::Organization(row),
            _ => Found::Division(row),
        }
    }
}
