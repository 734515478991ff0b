//! Kinds, service types, target groups, standards and reporting units: rows that give words their meaning.

use diesel::prelude::*;

use super::{
    Reader, StorageError, Writer,
    row::{At, json_text, list_text},
    schema::{kind, reporting_unit, service_type, standard, target_group},
};
use crate::domain::{
    change::RecordType,
    division::ReportingUnit,
    kind::{Confidence, Kind, KindOf, ServiceType, TargetGroup},
    standard::{Ratio, Standard},
};

/// All reference rows, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReferenceRows {
    /// Kinds of facilities and sites.
    pub kinds: Vec<Kind>,
    /// Types of services.
    pub service_types: Vec<ServiceType>,
    /// Target groups.
    pub target_groups: Vec<TargetGroup>,
    /// Standards, verified or not.
    pub standards: Vec<Standard>,
    /// Who reports to the province.
    pub reporting_units: Vec<ReportingUnit>,
}

#[derive(Queryable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = kind, treat_none_as_null = true, treat_none_as_default_value = false)]
struct KindRow {
    code: String,
    place: i32,
    name_zh: String,
    name_en: String,
    of: String,
    icon: String,
    colour: String,
    capacity_unit_zh: String,
    capacity_unit_en: String,
    protected: bool,
    aliases: String,
    osm_tags: String,
    hsds_term: Option<String>,
    source: String,
    confidence: String,
    edited: bool,
}

#[derive(Queryable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = service_type, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ServiceTypeRow {
    code: String,
    place: i32,
    name_zh: String,
    name_en: String,
    aliases: String,
    doorless: bool,
    hsds_term: Option<String>,
    source: String,
    confidence: String,
}

#[derive(Queryable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = target_group, treat_none_as_null = true, treat_none_as_default_value = false)]
struct TargetGroupRow {
    code: String,
    place: i32,
    name_zh: String,
    name_en: String,
    aliases: String,
    minors: bool,
    source: String,
    confidence: String,
}

#[derive(Queryable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = standard, treat_none_as_null = true, treat_none_as_default_value = false)]
struct StandardRow {
    code: String,
    place: i32,
    kind: String,
    name_zh: String,
    name_en: String,
    tier: Option<String>,
    reach_m: Option<f64>,
    metric: String,
    ratio_value: Option<f64>,
    ratio_unit: Option<String>,
    min_area_m2: Option<f64>,
    strength: String,
    citation: String,
    source: String,
    confidence: String,
    verified: bool,
    valid_from: Option<chrono::NaiveDate>,
    valid_to: Option<chrono::NaiveDate>,
    edited: bool,
    rule_set: String,
    min_places: Option<i64>,
    area: Option<String>,
}

#[derive(Queryable, Insertable, AsChangeset, PartialEq)]
#[diesel(table_name = reporting_unit, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ReportingUnitRow {
    code: String,
    place: i32,
    name_zh: String,
    name_en: String,
    divisions: String,
    source: String,
    confidence: String,
}

impl Reader<'_> {
    /// Every reference row.
    pub fn reference_rows(&mut self) -> Result<ReferenceRows, StorageError> {
        let kinds: Vec<KindRow> = kind::table.order((kind::place, kind::code)).load(self.conn)?;
        let service_types: Vec<ServiceTypeRow> = service_type::table.order((service_type::place, service_type::code)).load(self.conn)?;
        let target_groups: Vec<TargetGroupRow> = target_group::table.order((target_group::place, target_group::code)).load(self.conn)?;
        let standards: Vec<StandardRow> = standard::table.order((standard::place, standard::code)).load(self.conn)?;
        let units: Vec<ReportingUnitRow> = reporting_unit::table.order((reporting_unit::place, reporting_unit::code)).load(self.conn)?;
        Ok(ReferenceRows {
            kinds: kinds.into_iter().map(kind_from_row).collect::<Result<_, _>>()?,
            service_types: service_types.into_iter().map(service_type_from_row).collect::<Result<_, _>>()?,
            target_groups: target_groups.into_iter().map(target_group_from_row).collect::<Result<_, _>>()?,
            standards: standards.into_iter().map(standard_from_row).collect::<Result<_, _>>()?,
            reporting_units: units.into_iter().map(reporting_unit_from_row).collect::<Result<_, _>>()?,
        })
    }
}

/// Who puts reference rows in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsBy {
    /// The product: rows that somebody edited stay as they are.
    Product,
    /// A person: the rows count as edited from now on.
    Person,
}

/// Inserts a row, or updates the one with the same code, where it differs; the log is told.
macro_rules! put {
    ($writer:ident, $table:ident, $type:expr, $row:expr, $written:expr, $from:ident, $keep:expr) => {{
        let written = $written;
        let known = $table::table.filter($table::code.eq(&$row.code)).first($writer.conn()).optional()?;
        if known.as_ref() != Some(&written) && !known.as_ref().is_some_and($keep) {
            if known.is_none() {
                diesel::insert_into($table::table).values(&written).execute($writer.conn())?;
            } else {
                diesel::update($table::table.filter($table::code.eq($row.code.clone()))).set(&written).execute($writer.conn())?;
            }
            let before = known.map($from).transpose()?.map(|known| json_text(&known));
            $writer.log_replaced($type, &$row.code, before, json_text($row));
        }
    }};
}

impl Writer<'_> {
    /// Inserts the rows or brings those with the same codes up to date; rows of other codes stay.
    pub fn put_reference_rows(&mut self, rows: &ReferenceRows, by: RowsBy) -> Result<(), StorageError> {
        let edited = by == RowsBy::Person;
        let keep = |edited: bool| edited && by == RowsBy::Product;
        for (place, row) in numbered(&rows.kinds) {
            put!(self, kind, RecordType::Kind, row, kind_row(place, row, edited), kind_from_row, |known: &KindRow| keep(known.edited));
        }
        for (place, row) in numbered(&rows.service_types) {
            put!(self, service_type, RecordType::Reference, row, service_type_row(place, row), service_type_from_row, |_| false);
        }
        for (place, row) in numbered(&rows.target_groups) {
            put!(self, target_group, RecordType::Reference, row, target_group_row(place, row), target_group_from_row, |_| false);
        }
        for (place, row) in numbered(&rows.standards) {
            put!(self, standard, RecordType::Standard, row, standard_row(place, row, edited), standard_from_row, |known: &StandardRow| {
                keep(known.edited)
            });
        }
        for (place, row) in numbered(&rows.reporting_units) {
            put!(self, reporting_unit, RecordType::Reference, row, reporting_unit_row(place, row), reporting_unit_from_row, |_| false);
        }
        Ok(())
    }

    /// Adds a kind or replaces it; a new one comes last.
    pub fn put_kind(&mut self, row: &Kind) -> Result<(), StorageError> {
        let rows = self.reader().reference_rows()?;
        let place = rows.kinds.iter().position(|known| known.code == row.code).unwrap_or(rows.kinds.len());
        put!(self, kind, RecordType::Kind, row, kind_row(place as i32, row, true), kind_from_row, |_: &KindRow| false);
        Ok(())
    }

    /// Adds a standard or replaces it; a new one comes last.
    pub fn put_standard(&mut self, row: &Standard) -> Result<(), StorageError> {
        let rows = self.reader().reference_rows()?;
        let place = rows.standards.iter().position(|known| known.code == row.code).unwrap_or(rows.standards.len());
        put!(self, standard, RecordType::Standard, row, standard_row(place as i32, row, true), standard_from_row, |_: &StandardRow| false);
        Ok(())
    }
}

fn numbered<T>(rows: &[T]) -> impl Iterator<Item = (i32, &T)> {
    (0i32..).zip(rows)
}

fn kind_row(place: i32, kind: &Kind, edited: bool) -> KindRow {
    KindRow {
        code: kind.code.clone(),
        place,
        name_zh: kind.name_zh.clone(),
        name_en: kind.name_en.clone(),
        of: kind.of.code().to_owned(),
        icon: kind.icon.clone(),
        colour: kind.colour.clone(),
        capacity_unit_zh: kind.capacity_unit_zh.clone(),
        capacity_unit_en: kind.capacity_unit_en.clone(),
        protected: kind.protected,
        aliases: list_text(&kind.aliases),
        osm_tags: list_text(&kind.osm_tags),
        hsds_term: kind.hsds_term.clone(),
        source: kind.source.clone(),
        confidence: kind.confidence.code().to_owned(),
        edited,
    }
}

fn kind_from_row(row: KindRow) -> Result<Kind, StorageError> {
    let at = At { table: "kind", key: &row.code };
    let of = |text: &str| [KindOf::Facility, KindOf::Organization].into_iter().find(|of| of.code() == text);
    Ok(Kind {
        of: at.word("of", &row.of, of)?,
        aliases: at.list("aliases", &row.aliases)?,
        osm_tags: at.list("osm_tags", &row.osm_tags)?,
        confidence: at.word("confidence", &row.confidence, Confidence::parse)?,
        code: row.code,
        name_zh: row.name_zh,
        name_en: row.name_en,
        icon: row.icon,
        colour: row.colour,
        capacity_unit_zh: row.capacity_unit_zh,
        capacity_unit_en: row.capacity_unit_en,
        protected: row.protected,
        hsds_term: row.hsds_term,
        source: row.source,
    })
}

fn service_type_row(place: i32, row: &ServiceType) -> ServiceTypeRow {
    ServiceTypeRow {
        code: row.code.clone(),
        place,
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        aliases: list_text(&row.aliases),
        doorless: row.doorless,
        hsds_term: row.hsds_term.clone(),
        source: row.source.clone(),
        confidence: row.confidence.code().to_owned(),
    }
}

fn service_type_from_row(row: ServiceTypeRow) -> Result<ServiceType, StorageError> {
    let at = At { table: "service_type", key: &row.code };
    Ok(ServiceType {
        aliases: at.list("aliases", &row.aliases)?,
        confidence: at.word("confidence", &row.confidence, Confidence::parse)?,
        code: row.code,
        name_zh: row.name_zh,
        name_en: row.name_en,
        doorless: row.doorless,
        hsds_term: row.hsds_term,
        source: row.source,
    })
}

fn target_group_row(place: i32, row: &TargetGroup) -> TargetGroupRow {
    TargetGroupRow {
        code: row.code.clone(),
        place,
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        aliases: list_text(&row.aliases),
        minors: row.minors,
        source: row.source.clone(),
        confidence: row.confidence.code().to_owned(),
    }
}

fn target_group_from_row(row: TargetGroupRow) -> Result<TargetGroup, StorageError> {
    let at = At { table: "target_group", key: &row.code };
    Ok(TargetGroup {
        aliases: at.list("aliases", &row.aliases)?,
        confidence: at.word("confidence", &row.confidence, Confidence::parse)?,
        code: row.code,
        name_zh: row.name_zh,
        name_en: row.name_en,
        minors: row.minors,
        source: row.source,
    })
}

fn standard_row(place: i32, row: &Standard, edited: bool) -> StandardRow {
    StandardRow {
        code: row.code.clone(),
        place,
        kind: row.kind.clone(),
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        tier: row.tier.clone(),
        reach_m: row.reach_m,
        metric: row.metric.clone(),
        ratio_value: row.ratio.as_ref().map(|ratio| ratio.value),
        ratio_unit: row.ratio.as_ref().map(|ratio| ratio.unit.clone()),
        min_area_m2: row.min_area_m2,
        strength: row.strength.clone(),
        citation: row.citation.clone(),
        source: row.source.clone(),
        confidence: row.confidence.code().to_owned(),
        verified: row.verified,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        edited,
        rule_set: row.set.clone(),
        min_places: row.min_places.map(i64::from),
        area: row.area.clone(),
    }
}

fn standard_from_row(row: StandardRow) -> Result<Standard, StorageError> {
    let at = At { table: "standard", key: &row.code };
    Ok(Standard {
        confidence: at.word("confidence", &row.confidence, Confidence::parse)?,
        ratio: row.ratio_value.zip(row.ratio_unit).map(|(value, unit)| Ratio { value, unit }),
        min_places: at.count("min_places", row.min_places)?,
        set: row.rule_set,
        area: row.area,
        code: row.code,
        kind: row.kind,
        name_zh: row.name_zh,
        name_en: row.name_en,
        tier: row.tier,
        reach_m: row.reach_m,
        metric: row.metric,
        min_area_m2: row.min_area_m2,
        strength: row.strength,
        citation: row.citation,
        source: row.source,
        verified: row.verified,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}

fn reporting_unit_row(place: i32, row: &ReportingUnit) -> ReportingUnitRow {
    ReportingUnitRow {
        code: row.code.clone(),
        place,
        name_zh: row.name_zh.clone(),
        name_en: row.name_en.clone(),
        divisions: list_text(&row.divisions),
        source: row.source.clone(),
        confidence: row.confidence.code().to_owned(),
    }
}

fn reporting_unit_from_row(row: ReportingUnitRow) -> Result<ReportingUnit, StorageError> {
    let at = At { table: "reporting_unit", key: &row.code };
    Ok(ReportingUnit {
        divisions: at.list("divisions", &row.divisions)?,
        confidence: at.word("confidence", &row.confidence, Confidence::parse)?,
        code: row.code,
        name_zh: row.name_zh,
        name_en: row.name_en,
        source: row.source,
    })
}
