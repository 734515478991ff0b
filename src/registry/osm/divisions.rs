//! Which divisions of a map are which divisions of the registry? By their code where the map has one, otherwise by name and
//! level; what is not known gets a code of the installation's own, which begins with 97.
//!
//! A boundary that came from elsewhere is never overwritten.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Contains, InteriorPoint};

use crate::{
    domain::division::{Division, DivisionCode, Level, OWN_PROVINCE, SmartCommunity},
    exchange::OsmDivision,
    registry::RegistryError,
    storage::Writer,
};

/// What a record that came from a map says of its source.
const FROM_MAP: &str = "OpenStreetMap";

/// Why a division is left out whose boundary encloses nothing.
const NO_BOUNDARY: &str = "its boundary is open, crosses itself or has ways that are not in the file: the map's report names the spot";

/// What became of a map's divisions.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct DivisionsTaken {
    /// In the map, of levels that the registry knows.
    pub found: usize,
    /// Known ones that got a boundary, or a newer one from the map.
    pub bounded: usize,
    /// New ones.
    pub added: usize,
    /// Known ones that have the boundary already, or one from elsewhere.
    pub kept: usize,
    /// Left out, with the reason.
    pub left_out: Vec<String>,
}

/// The level that `admin_level` means in China; none for countries and for levels in between.
fn level_of(admin_level: u8) -> Option<Level> {
    match admin_level {
        4 => Some(Level::Province),
        5 => Some(Level::City),
        6 => Some(Level::District),
        8 => Some(Level::Street),
        10 => Some(Level::Community),
        _ => None,
    }
}

/// Brings the divisions of a map in.
pub(super) fn take(writer: &mut Writer, found: &[OsmDivision]) -> Result<DivisionsTaken, RegistryError> {
    let mut taken = DivisionsTaken::default();
    let known: BTreeMap<DivisionCode, Division> =
        writer.reader().divisions()?.into_iter().map(|division| (division.code, division)).collect();
    let mut new: BTreeMap<DivisionCode, Division> = BTreeMap::new();
    let mut seen: BTreeSet<DivisionCode> = BTreeSet::new();
    let mut ordered: Vec<(Level, &OsmDivision)> =
        found.iter().filter_map(|division| Some((level_of(division.admin_level)?, division))).collect();
    // From large to small, so that those above are known; then by the map's own numbers, so that codes repeat.
    ordered.sort_by_key(|(level, division)| (*level, division.osm_id));
    taken.found = ordered.len();
    for (level, division) in ordered {
        if division.name.trim().is_empty() {
            taken.left_out.push(format!("{}: it has no name", division.osm_id));
            continue;
        }
        let Some(boundary) = &division.boundary else {
            taken.left_out.push(format!("{} {}: {NO_BOUNDARY}", division.osm_id, division.name));
            continue;
        };
        let all = || known.values().chain(new.values().filter(|one| !known.contains_key(&one.code)));
        let inside = boundary.interior_point();
        let above = inside.and_then(|point| {
            let holding = all().filter(|one| one.code.level() < level && one.boundary.as_ref().is_some_and(|area| area.contains(&point)));
            holding.max_by_key(|one| one.code.level()).map(|one| one.code)
        });
        let source = format!("{FROM_MAP}, relation/{}", division.osm_id);
        match matching(&known, level, division, above) {
            Some(one) => {
                if !seen.insert(one.code) {
                    taken.left_out.push(format!("{} {}: another one of the map is {} already", division.osm_id, division.name, one.code));
                    continue;
                }
                let ours = one.boundary.is_none() || one.source.as_deref().is_some_and(|source| source.starts_with(FROM_MAP));
                if !ours || one.boundary.as_ref() == Some(boundary) {
                    taken.kept += 1;
                    continue;
                }
                let own = one.code.is_own();
                let source = if own { Some(source) } else { one.source.clone() };
                new.insert(one.code, Division { boundary: Some(boundary.clone()), source, ..one.clone() });
                taken.bounded += 1;
            }
            None => {
                let Some(code) = free_code(level, above, |code| known.contains_key(&code) || new.contains_key(&code)) else {
                    taken.left_out.push(format!("{} {}: there is no free code left for it", division.osm_id, division.name));
                    continue;
                };
                seen.insert(code);
                let added = Division {
                    code,
                    name: division.name.trim().to_owned(),
                    name_en: division.name_en.clone(),
                    parent: above,
                    valid_from: None,
                    valid_to: None,
                    successor: None,
                    boundary: Some(boundary.clone()),
                    centre: None,
                    smart: SmartCommunity::default(),
                    source: Some(source),
                };
                new.insert(code, added);
                taken.added += 1;
            }
        }
    }
    writer.upsert_divisions(&new.values().collect::<Vec<_>>())?;
    Ok(taken)
}

/// The division of the registry that one of the map is.
fn matching<'k>(
    known: &'k BTreeMap<DivisionCode, Division>,
    level: Level,
    division: &OsmDivision,
    above: Option<DivisionCode>,
) -> Option<&'k Division> {
    let by_code = division.code.as_deref().and_then(|code| DivisionCode::parse(code).ok()).and_then(|code| known.get(&code));
    if let Some(one) = by_code.filter(|one| one.code.level() == level) {
        return Some(one);
    }
    let named: Vec<&Division> = known
        .values()
        .filter(|one| one.code.level() == level && one.valid_to.is_none() && one.name.trim() == division.name.trim())
        .collect();
    match named[..] {
        [one] => Some(one),
        _ => {
            let within: Vec<&&Division> = named.iter().filter(|one| above.is_some_and(|above| above.contains(one.code))).collect();
            if let [one] = within[..] { Some(one) } else { None }
        }
    }
}

/// The first code of a level that is free: below the division above, or below the installation's own province.
fn free_code(level: Level, above: Option<DivisionCode>, taken: impl Fn(DivisionCode) -> bool) -> Option<DivisionCode> {
    let own = DivisionCode::parse(&format!("{OWN_PROVINCE}")).ok()?;
    let above = above.unwrap_or(own);
    // Numbers from 1; levels between the one above and this one are passed over by ones.
    let between = Level::ALL.into_iter().filter(|one| *one > above.level() && *one < level).map(Level::span).sum::<u64>();
    if level == Level::Province {
        return Some(own).filter(|code| !taken(*code));
    }
    let above_span = Level::ALL.into_iter().rev().find(|one| *one < level).map_or(1, Level::span);
    let most = above_span / level.span();
    (1..most)
        .filter_map(|number| DivisionCode::parse(&format!("{:012}", above.number() + between + number * level.span())).ok())
        .find(|code| !taken(*code))
}
