//! How do records become the rows of a snapshot? In the units in force, as the public may see them, with what is worked out
//! of each by itself; a row whose record was not written again is shared with the snapshot before.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use super::ground::Ground;
use crate::{
    analysis::{
        places::{NextRow, Offer, PlaceRow},
        search::{Entry, Folded},
    },
    domain::{division::DivisionCode, facility::Facility, kind::Catalogue, organization::Organization},
    storage::Kept,
};

/// A facility, as a snapshot keeps it.
#[derive(Clone)]
pub(super) struct FacilityRow {
    pub(super) facility: Arc<Facility>,
    /// When it was last written, and by which change.
    pub(super) kept: (DateTime<Utc>, i64),
    /// As declared, otherwise by its position.
    pub(super) division: Option<DivisionCode>,
    /// Whether only a public front point is shown.
    pub(super) protected: bool,
    pub(super) texts: Arc<Folded>,
    /// As the table of places has it.
    pub(super) place: NextRow,
}

/// An organization, as a snapshot keeps it.
#[derive(Clone)]
pub(super) struct OrganizationRow {
    pub(super) kept: Arc<Kept<Organization>>,
    pub(super) texts: Arc<Folded>,
}

impl FacilityRow {
    /// `veiled`: protected for a reason of its own, whatever its kind.
    pub(super) fn of(ground: &Ground, one: Kept<Facility>, veiled: bool) -> FacilityRow {
        let Kept { mut record, updated_at, version } = one;
        if let Some(heirs) = &ground.heirs {
            heirs.move_facility(&mut record);
        }
        let kind = ground.catalogue.kinds.find(&record.kind);
        let protected = veiled || kind.is_some_and(|kind| kind.protected);
        let facility = record.shown_to_public(protected);
        let division = facility.division.or_else(|| {
            // The front point of a protected place need not lie in its division.
            let position = facility.location?.position;
            ground.locator.locate([position.lon(), position.lat()])
        });
        let texts = Entry {
            id: facility.id.as_str().into(),
            name: facility.name.clone(),
            name_en: facility.name_en.clone(),
            detail: format!("{} {}", kind.map_or("", |kind| kind.name_zh.as_str()), facility.address.as_deref().unwrap_or("")).into(),
        };
        let place = NextRow::New(place_row(&facility, &ground.catalogue));
        FacilityRow { facility: Arc::new(facility), kept: (updated_at, version), division, protected, texts: Arc::new(texts.into()), place }
    }
}

impl OrganizationRow {
    pub(super) fn of(ground: &Ground, one: Kept<Organization>) -> OrganizationRow {
        let Kept { mut record, updated_at, version } = one;
        if let Some(heirs) = &ground.heirs {
            heirs.move_organization(&mut record);
        }
        let record = record.shown_to_public();
        let texts = Entry {
            id: record.id.as_str().into(),
            name: record.name.as_str().into(),
            name_en: record.name_en.as_deref().map(Into::into),
            detail: record.address.as_deref().unwrap_or("").into(),
        };
        OrganizationRow { kept: Arc::new(Kept { record, updated_at, version }), texts: Arc::new(texts.into()) }
    }
}

/// A row that knows its id.
pub(super) trait Row {
    fn id(&self) -> &str;
}

impl Row for FacilityRow {
    fn id(&self) -> &str {
        self.facility.id.as_str()
    }
}

impl Row for OrganizationRow {
    fn id(&self) -> &str {
        self.kept.record.id.as_str()
    }
}

/// Rows in the order of ids where those with the ids that were written are replaced by what is there of them now.
pub(super) fn renewed<T: Row>(old: impl Iterator<Item = T>, written: &[&str], now: impl Iterator<Item = T>) -> Vec<T> {
    let mut written: BTreeMap<String, Option<T>> = written.iter().map(|id| ((*id).to_owned(), None)).collect();
    written.extend(now.map(|row| (row.id().to_owned(), Some(row))));
    let mut written = written.into_iter().peekable();
    let mut rows = Vec::with_capacity(old.size_hint().0 + written.len());
    for row in old {
        while let Some((_, new)) = written.next_if(|(id, _)| id.as_str() < row.id()) {
            rows.extend(new);
        }
        match written.next_if(|(id, _)| id == row.id()) {
            Some((_, new)) => rows.extend(new),
            None => rows.push(row),
        }
    }
    rows.extend(written.filter_map(|(_, new)| new));
    rows
}

pub(super) fn place_row(facility: &Facility, catalogue: &Catalogue) -> PlaceRow {
    let number = |place: Option<usize>| place.and_then(|place| u16::try_from(place).ok()).unwrap_or(u16::MAX);
    PlaceRow {
        point: facility.shown_position().map(|position| [position.lon(), position.lat()]),
        kind: number(catalogue.kinds.place(&facility.kind)),
        status: facility.status,
        offers: facility
            .services
            .iter()
            .map(|service| Offer {
                service: number(catalogue.service_types.place(&service.service_type)),
                groups: service.target_groups.iter().map(|group| number(catalogue.target_groups.place(group))).collect(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, renewed};

    impl Row for (&str, u8) {
        fn id(&self) -> &str {
            self.0
        }
    }

    #[test]
    fn what_was_written_takes_its_place_in_the_order() {
        let old = [("B", 1), ("D", 2), ("F", 3)];
        let now = [("G", 13), ("A", 10), ("D", 11), ("E", 12)];
        let rows = renewed(old.into_iter(), &["A", "D", "E", "F", "G", "H"], now.into_iter());
        assert_eq!(rows, [("A", 10), ("B", 1), ("D", 11), ("E", 12), ("G", 13)]);
    }
}
