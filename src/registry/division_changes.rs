//! How is a change of divisions entered? Checked against the divisions in force, applied to them, and kept, so that
//! figures can be given in the units before it too.

use chrono::{NaiveDate, TimeDelta};
use geo::BooleanOps;
use geo_types::{Geometry, MultiPolygon};

use super::{FieldError, Registry, RegistryError};
use crate::domain::{
    division::{Division, DivisionCode, SmartCommunity},
    division_change::{DivisionChange, DivisionChangeKind},
    permission::{Caller, Right},
    text::{MAX_NAME_CHARS, check_text},
};

/// A division after the change.
#[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// 12 digits, or fewer padded with zeros.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// Its area: a GeoJSON Polygon or MultiPolygon in WGS84.
    #[schema(value_type = Option<Object>)]
    pub boundary: Option<serde_json::Value>,
}

/// A change of divisions as it is entered.
#[derive(Debug, Clone, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WishedDivisionChange {
    /// `split`, `merge` or `rename`.
    pub kind: String,
    /// The first day of the new units.
    pub on: NaiveDate,
    /// Codes before.
    pub from: Vec<String>,
    /// Divisions after.
    pub to: Vec<NewUnit>,
    /// Where that is written.
    pub reason: Option<String>,
}

/// A change of divisions as it is shown.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct DivisionChangeItem {
    /// Its id.
    pub id: String,
    /// `split`, `merge` or `rename`.
    #[schema(value_type = String)]
    pub kind: DivisionChangeKind,
    /// The first day of the new units.
    pub on: NaiveDate,
    /// Codes before.
    #[schema(value_type = Vec<String>)]
    pub from: Vec<DivisionCode>,
    /// Codes after.
    #[schema(value_type = Vec<String>)]
    pub to: Vec<DivisionCode>,
    /// Where that is written.
    pub reason: Option<String>,
}

impl From<DivisionChange> for DivisionChangeItem {
    fn from(one: DivisionChange) -> DivisionChangeItem {
        DivisionChangeItem { id: one.id, kind: one.kind, on: one.on, from: one.from, to: one.to, reason: one.reason }
    }
}

impl Registry {
    /// Every change of divisions that was entered, the earliest first.
    pub fn division_changes(&self) -> Result<Vec<DivisionChangeItem>, RegistryError> {
        let changes = self.records.store.read(|reader| reader.division_changes())?;
        Ok(changes.into_iter().map(DivisionChangeItem::from).collect())
    }

    /// Enters a change of divisions: ended ones get their last day and successor, new ones their first day.
    pub fn change_divisions(&self, caller: &Caller, wished: &WishedDivisionChange) -> Result<DivisionChangeItem, RegistryError> {
        let stamp = self.records.stamp(caller.actor.clone()).because(wished.reason.clone());
        let change = self.records.store.write(&stamp, |writer| {
            let divisions = writer.reader().divisions()?;
            let (kind, from, to) = read(wished, &divisions).map_err(RegistryError::Invalid)?;
            for code in &from {
                caller.require(Right::ManageDivisions, Some(*code))?;
            }
            let change = DivisionChange {
                id: uuid::Uuid::now_v7().to_string(),
                kind,
                on: wished.on,
                to: to.iter().map(|one| one.code).collect(),
                from,
                reason: wished.reason.clone(),
                by_name: caller.actor.name.clone(),
                at: writer.now(),
            };
            let written = changed(&change, &divisions, to);
            writer.upsert_divisions(&written.iter().collect::<Vec<_>>())?;
            writer.insert_division_change(&change)?;
            Ok::<_, RegistryError>(change)
        })?;
        self.refresh_after_write();
        Ok(change.into())
    }
}

/// The change in domain words, or everything that is wrong with it.
fn read(
    wished: &WishedDivisionChange,
    divisions: &[Division],
) -> Result<(DivisionChangeKind, Vec<DivisionCode>, Vec<Division>), Vec<FieldError>> {
    let mut wrong = Vec::new();
    let known = |code: DivisionCode| divisions.iter().find(|one| one.code == code);
    let kind = DivisionChangeKind::parse(&wished.kind);
    if kind.is_none() {
        wrong.push(FieldError::new("kind", &wished.kind, "is not known", "split, merge or rename"));
    }
    let mut from = Vec::new();
    for text in &wished.from {
        match DivisionCode::parse(text).ok().and_then(known).filter(|one| one.valid_to.is_none()) {
            Some(division) => from.push(division.code),
            None => wrong.push(FieldError::new("from", text, "no division in force has this code", "a code of GET /api/v1/divisions")),
        }
    }
    let mut to = Vec::new();
    for (at, unit) in wished.to.iter().enumerate() {
        let field = |name: &str| format!("to[{at}].{name}");
        if unit.name.trim().is_empty() || check_text(&unit.name, MAX_NAME_CHARS).is_err() {
            wrong.push(FieldError::new(&field("name"), "", "is no name", format!("1 to {MAX_NAME_CHARS} characters")));
        }
        let boundary = unit.boundary.as_ref().map(polygons);
        if matches!(boundary, Some(None)) {
            wrong.push(FieldError::new(&field("boundary"), "", "is no area", "a GeoJSON Polygon or MultiPolygon in WGS84"));
        }
        match DivisionCode::parse(&unit.code) {
            Err(error) => wrong.push(FieldError::new(&field("code"), &unit.code, error.to_string(), "12 digits")),
            Ok(code) if from.first().is_some_and(|first| first.level() != code.level()) => {
                wrong.push(FieldError::new(&field("code"), code, "is of another level", "a code of the level of those before"));
            }
            Ok(code) if known(code).is_some_and(|one| one.valid_to.is_some()) => {
                wrong.push(FieldError::new(&field("code"), code, "was abolished before", "a code that was not used before"));
            }
            Ok(code) => to.push(unit_division(code, unit, boundary.flatten(), known(code), wished.on)),
        }
    }
    let fits = match kind {
        Some(DivisionChangeKind::Split) => from.len() == 1 && to.len() >= 2,
        Some(DivisionChangeKind::Merge) => from.len() >= 2 && to.len() == 1,
        Some(DivisionChangeKind::Rename) => from.len() == 1 && to.len() == 1,
        None => true,
    };
    if !fits && wrong.is_empty() {
        let expected = "split: one into several; merge: several into one; rename: one into one";
        wrong.push(FieldError::new("to", wished.to.len(), "does not fit the kind of change", expected));
    }
    match (kind, wrong.is_empty()) {
        (Some(kind), true) => Ok((kind, from, to)),
        _ => Err(wrong),
    }
}

fn unit_division(
    code: DivisionCode,
    unit: &NewUnit,
    boundary: Option<MultiPolygon<f64>>,
    known: Option<&Division>,
    on: NaiveDate,
) -> Division {
    let name = unit.name.trim().to_owned();
    match known {
        Some(known) => Division {
            name,
            name_en: unit.name_en.clone().or_else(|| known.name_en.clone()),
            centre: if boundary.is_some() { None } else { known.centre },
            boundary: boundary.or_else(|| known.boundary.clone()),
            ..known.clone()
        },
        None => Division {
            code,
            name,
            name_en: unit.name_en.clone(),
            parent: code.parent(),
            valid_from: Some(on),
            valid_to: None,
            successor: None,
            boundary,
            centre: None,
            smart: SmartCommunity::default(),
            source: None,
        },
    }
}

/// The divisions as they are after the change.
fn changed(change: &DivisionChange, divisions: &[Division], mut to: Vec<Division>) -> Vec<Division> {
    let before: Vec<&Division> = divisions.iter().filter(|one| change.from.contains(&one.code)).collect();
    if let ([whole], DivisionChangeKind::Merge) = (to.as_mut_slice(), change.kind) {
        let parts: Vec<&MultiPolygon<f64>> = before.iter().filter_map(|one| one.boundary.as_ref()).collect();
        // The area of what was merged is known when each part's is and nobody drew another.
        let own = before.iter().find(|one| one.code == whole.code).and_then(|one| one.boundary.as_ref());
        if parts.len() == before.len() && whole.boundary.as_ref() == own {
            whole.boundary = parts
                .into_iter()
                .fold(None, |sum: Option<MultiPolygon<f64>>, part| Some(sum.map_or_else(|| part.clone(), |sum| sum.union(part))));
            whole.centre = None;
        }
    }
    let only = if let [one] = change.to.as_slice() { Some(*one) } else { None };
    let ended = before.into_iter().filter(|one| !change.to.contains(&one.code)).map(|one| Division {
        valid_to: Some(change.on - TimeDelta::days(1)),
        successor: only,
        ..one.clone()
    });
    ended.chain(to).collect()
}

fn polygons(boundary: &serde_json::Value) -> Option<MultiPolygon<f64>> {
    let geometry: geojson::Geometry = serde_json::from_value(boundary.clone()).ok()?;
    let in_degrees = |polygons: &MultiPolygon<f64>| {
        use geo::CoordsIter;
        polygons.coords_iter().all(|at| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y))
    };
    let polygons = match Geometry::<f64>::try_from(geometry).ok()? {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(polygons) => polygons,
        _ => return None,
    };
    in_degrees(&polygons).then_some(polygons)
}
