//! How do kinds and standards change? A whole row at a time, held against everything that other rooms rely on.

use super::{FieldError, Registry, RegistryError, Stale};
use crate::{
    domain::{
        change::RecordType,
        division::DivisionCode,
        kind::{Confidence, Kind},
        permission::{Caller, Right},
        standard::Standard,
        text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, check_text},
        vocabulary::{Named, Vocabulary},
    },
    storage::{ChangeFilter, Reader},
};

/// The longest drawing of a glyph, in characters.
const LONGEST_ICON: usize = 4000;
/// The most other words for a kind, or tags of it.
const MOST_WORDS: usize = 100;

/// What a write of a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowVersion {
    /// The row is new.
    New,
    /// The row as it is, whichever version that is.
    Any,
    /// The row of this version.
    Version(i64),
}

/// Whether a row was added, and its version now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowWritten {
    /// Whether it was not there before.
    pub added: bool,
    /// The number of the change that wrote it.
    pub version: i64,
}

impl Registry {
    /// Adds a kind or replaces it.
    pub fn put_kind(&self, caller: &Caller, row: &Kind, version: RowVersion) -> Result<RowWritten, RegistryError> {
        caller.require_somewhere(Right::ManageStandards)?;
        let written = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let kinds = writer.reader().reference_rows()?.kinds;
            let known = kinds.iter().find(|kind| kind.code == row.code);
            hold_version(writer.reader(), RecordType::Kind, &row.code, version, known, row)?;
            refuse(kind_faults(row, &kinds))?;
            writer.put_kind(row)?;
            Ok::<_, RegistryError>(known.is_none())
        })?;
        self.written(RecordType::Kind, &row.code, written)
    }

    /// Adds a standard or replaces it.
    pub fn put_standard(&self, caller: &Caller, row: &Standard, version: RowVersion) -> Result<RowWritten, RegistryError> {
        caller.require_somewhere(Right::ManageStandards)?;
        let written = self.records.store.write(&self.records.stamp(caller.actor.clone()), |writer| {
            let rows = writer.reader().reference_rows()?;
            let known = rows.standards.iter().find(|standard| standard.code == row.code);
            hold_version(writer.reader(), RecordType::Standard, &row.code, version, known, row)?;
            refuse(standard_faults(row, &rows.kinds))?;
            writer.put_standard(row)?;
            Ok::<_, RegistryError>(known.is_none())
        })?;
        self.written(RecordType::Standard, &row.code, written)
    }

    fn written(&self, record_type: RecordType, code: &str, added: bool) -> Result<RowWritten, RegistryError> {
        self.refresh()?;
        let version = self.records.store.read(|reader| version_of(reader, record_type, code))?;
        Ok(RowWritten { added, version })
    }
}

fn version_of(reader: &mut Reader, record_type: RecordType, code: &str) -> Result<i64, RegistryError> {
    let last = ChangeFilter {
        record_types: vec![record_type],
        record_id: Some(code.to_owned()),
        newest_first: true,
        limit: 1,
        ..ChangeFilter::default()
    };
    Ok(reader.changes(&last)?.first().map_or(0, |change| change.seq))
}

fn hold_version<T: serde::Serialize>(
    reader: &mut Reader,
    record_type: RecordType,
    code: &str,
    wanted: RowVersion,
    known: Option<&T>,
    yours: &T,
) -> Result<(), RegistryError> {
    match (known, wanted) {
        (None, RowVersion::New) | (Some(_), RowVersion::Any) => Ok(()),
        (Some(_), RowVersion::New) => Err(RegistryError::Conflict(format!("there is a row with the code {code} already"))),
        (None, _) => Err(RegistryError::NotFound { what: "row", id: code.to_owned() }),
        (Some(known), RowVersion::Version(version)) => {
            let now = version_of(reader, record_type, code)?;
            // What the log has forgotten is no later than its beginning.
            let forgotten = now == 0 && version <= reader.forgotten()?.seq;
            if now == version || forgotten {
                return Ok(());
            }
            let json = |row: &T| serde_json::to_value(row).unwrap_or_default();
            let (mut current, yours) = (json(known), json(yours));
            let fields = current.as_object().into_iter().flatten().filter(|(name, value)| yours[name.as_str()] != **value);
            let fields = fields.map(|(name, _)| name.clone()).collect();
            current["version"] = now.into();
            Err(RegistryError::Stale(Box::new(Stale { current, yours, fields })))
        }
    }
}

pub(super) fn refuse(faults: Vec<FieldError>) -> Result<(), RegistryError> {
    if faults.is_empty() { Ok(()) } else { Err(RegistryError::Invalid(faults)) }
}

/// What is wrong with a kind.
fn kind_faults(row: &Kind, kinds: &[Kind]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    code_fault(&row.code, &mut faults);
    for (field, text, limit, needed) in [
        ("name_zh", &row.name_zh, MAX_NAME_CHARS, true),
        ("name_en", &row.name_en, MAX_NAME_CHARS, true),
        ("capacity_unit_zh", &row.capacity_unit_zh, MAX_NAME_CHARS, false),
        ("capacity_unit_en", &row.capacity_unit_en, MAX_NAME_CHARS, false),
        ("source", &row.source, MAX_TEXT_CHARS, true),
    ] {
        text_fault(field, text, limit, needed, &mut faults);
    }
    if !is_colour(&row.colour) {
        faults.push(FieldError::new("colour", &row.colour, "is no colour", "#rrggbb in hexadecimal digits"));
    }
    if !is_path(&row.icon) {
        let expected = format!("the data of an SVG path: commands, numbers, spaces and commas; at most {LONGEST_ICON} characters");
        faults.push(FieldError::new("icon", &row.icon, "is no drawing", expected));
    }
    for (field, words) in [("aliases", &row.aliases), ("osm_tags", &row.osm_tags)] {
        if words.len() > MOST_WORDS {
            faults.push(FieldError::new(field, words.len(), "are too many", format!("{MOST_WORDS} at most")));
        }
        words.iter().for_each(|word| text_fault(field, word, MAX_NAME_CHARS, true, &mut faults));
    }
    if let Some(term) = &row.hsds_term {
        text_fault("hsds_term", term, MAX_NAME_CHARS, true, &mut faults);
    }
    let others = Vocabulary::new(kinds.iter().filter(|kind| kind.code != row.code).cloned().collect());
    for word in row.words() {
        if let Some(other) = others.find(word) {
            let field = if row.aliases.iter().any(|alias| alias == word) { "aliases" } else { "name_zh" };
            faults.push(FieldError::new(field, word, format!("means {} already", other.code), "a word that means no other kind"));
        }
    }
    faults
}

/// What is wrong with a standard.
pub(super) fn standard_faults(row: &Standard, kinds: &[Kind]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    code_fault(&row.code, &mut faults);
    for (field, text, limit) in [
        ("set", &row.set, MAX_NAME_CHARS),
        ("name_zh", &row.name_zh, MAX_NAME_CHARS),
        ("name_en", &row.name_en, MAX_NAME_CHARS),
        ("citation", &row.citation, MAX_TEXT_CHARS),
        ("source", &row.source, MAX_TEXT_CHARS),
    ] {
        text_fault(field, text, limit, true, &mut faults);
    }
    if kinds.iter().all(|kind| kind.code != row.kind) {
        faults.push(FieldError::new("kind", &row.kind, "is no kind", "the code of a kind"));
    }
    for (field, word, words) in [
        ("metric", &row.metric, &["walk", "straight", "administrative", "quantity"][..]),
        ("strength", &row.strength, &["shall", "should", "may"][..]),
    ] {
        if !words.contains(&word.as_str()) {
            faults.push(FieldError::new(field, word, "is no such word", format!("one of {}", words.join(", "))));
        }
    }
    if let Some(tier) = &row.tier {
        text_fault("tier", tier, MAX_NAME_CHARS, true, &mut faults);
    }
    let ratio = row.ratio.as_ref();
    for (field, number) in [("reach_m", row.reach_m), ("min_area_m2", row.min_area_m2), ("ratio.value", ratio.map(|ratio| ratio.value))] {
        if number.is_some_and(|number| !(number > 0.0 && number <= 1e7)) {
            faults.push(FieldError::new(field, number.unwrap_or_default(), "is no such quantity", "a number above 0, at most 10000000"));
        }
    }
    if let Some(ratio) = ratio {
        text_fault("ratio.unit", &ratio.unit, MAX_NAME_CHARS, true, &mut faults);
    }
    if let Some(area) = &row.area
        && DivisionCode::parse(area).map_or(true, |code| code.to_string() != *area)
    {
        faults.push(FieldError::new("area", area, "is no code of a division", "12 digits, or null for everywhere"));
    }
    if row.min_places == Some(0) {
        faults.push(FieldError::new("min_places", 0, "is no such quantity", "a number above 0, at most 10000000"));
    }
    if row.metric == "administrative" && row.level().is_none() {
        let tier = row.tier.as_deref().unwrap_or("");
        faults.push(FieldError::new("tier", tier, "is no level of administration", "prefecture, county, street or community"));
    }
    if row.metric == "quantity" && row.clauses().is_empty() {
        faults.push(FieldError::new("metric", "quantity", "asks for nothing", "a ratio, min_area_m2 or min_places"));
    }
    if matches!(row.metric.as_str(), "walk" | "straight") && row.reach_m.is_none() {
        faults.push(FieldError::new("reach_m", "", "is missing", "metres, since the standard is about a distance"));
    }
    if row.verified && row.confidence != Confidence::A {
        let expected = "confidence A: somebody who compared the row with the official text has read it there";
        faults.push(FieldError::new("verified", true, "a row that was not read in the official text is not verified", expected));
    }
    if row.valid_from.zip(row.valid_to).is_some_and(|(from, to)| from > to) {
        faults.push(FieldError::new("valid_to", row.valid_to.unwrap_or_default(), "is before valid_from", "a later day"));
    }
    faults
}

fn code_fault(code: &str, faults: &mut Vec<FieldError>) {
    let parts =
        || code.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    if !(2..=64).contains(&code.len()) || !parts() {
        faults.push(FieldError::new("code", code, "is no code", "2 to 64 small letters and digits, parted by -, for instance day-care"));
    }
}

fn text_fault(field: &str, text: &str, limit: usize, needed: bool, faults: &mut Vec<FieldError>) {
    let reason = match check_text(text, limit) {
        Ok("") if needed => "is empty".to_owned(),
        Ok(kept) if kept != text => "begins or ends with white space".to_owned(),
        Ok(_) => return,
        Err(error) => error.to_string(),
    };
    faults.push(FieldError::new(field, text, reason, format!("text of at most {limit} characters")));
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit())
}

/// Path data and nothing else: it is drawn by browsers.
fn is_path(text: &str) -> bool {
    let fits = |c: char| "MmLlHhVvCcSsQqTtAaZz".contains(c) || c.is_ascii_digit() || matches!(c, ' ' | ',' | '.' | '-' | '+' | 'e');
    text.len() <= LONGEST_ICON && text.starts_with(['M', 'm']) && text.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::seed::shipped_rows;

    #[test]
    fn every_row_that_is_shipped_keeps_the_rules() {
        let rows = shipped_rows().expect("the shipped rows");
        let of_kinds = rows.kinds.iter().flat_map(|kind| kind_faults(kind, &rows.kinds));
        let of_standards = rows.standards.iter().flat_map(|standard| standard_faults(standard, &rows.kinds));
        let faults: Vec<String> = of_kinds.chain(of_standards).map(|fault| format!("{fault:?}")).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn a_drawing_is_path_data_and_a_colour_six_digits() {
        assert!(is_path("M3 2H15V8.5L-1e3,4Z") && !is_path("") && !is_path("3 2H15") && !is_path("M0 0\"/><script>"));
        assert!(is_colour("#1F5fa8") && !is_colour("#12345") && !is_colour("red") && !is_colour("#12345g"));
    }
}
