//! What do the cells of one row say, and which of them are wrong? Every wrong cell is reported, each once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{
    division::DivisionCode,
    personal_number,
    text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, TextError, check_text},
};

use super::{
    Refusal,
    cell::{self, DateCell},
    spellings::Field,
    table::{Row, Table},
};

/// The column of a refusal that is about the row as a whole.
const WHOLE_ROW: &str = "(row)";
/// The column of a refusal that is about a feature's geometry.
pub(super) const GEOMETRY: &str = "geometry";
/// A mobile, the shortest personal number, has eleven digits.
const SHORTEST_NUMBER: usize = 11;
/// Fields are remembered as bits.
const _: () = assert!(Field::COUNT <= 128);

/// Reads the cells of one row and collects what is wrong with them.
pub(super) struct RowReader<'t> {
    table: &'t Table,
    /// The row itself.
    pub row: &'t Row,
    refused: u128,
    refusals: Vec<Refusal>,
    /// Abolished codes met, and what took their place.
    pub moved: Vec<(DivisionCode, DivisionCode)>,
}

impl<'t> RowReader<'t> {
    /// Starts a row: a ragged one and cells that show a spreadsheet's error are refused at once.
    pub fn new(table: &'t Table, row: &'t Row) -> Self {
        let mut reader = Self { table, row, refused: 0, refusals: Vec::new(), moved: Vec::new() };
        // A row that was mended on screen has a cell for every heading.
        let (cells, headings) = (row.cells.len(), if table.mends.contains_key(&row.number) { row.cells.len() } else { table.own_columns });
        // A short row ends in empty cells; one with more filled cells than headings has a stray separator.
        let ragged = row.cells.iter().skip(headings).any(|cell| !cell.trim().is_empty());
        if table.may_be_ragged && ragged {
            let value = row.cells.iter().collect::<Vec<_>>().join(",");
            let reason = format!("the row has {cells} cells under {headings} headings");
            let expected = format!("{headings} cells; a cell that holds the separator or a quote stands in quotes");
            reader.refusals.push(Refusal::new(row.number, WHOLE_ROW, &value, reason, expected));
        }
        reader
    }

    /// Whether the row as a whole is wrong, so that its cells say nothing.
    pub fn spoiled(&self) -> bool {
        self.refusals.first().is_some_and(|refusal| refusal.column == WHOLE_ROW)
    }

    /// The refusals, when there are any.
    pub fn into_refusals(self) -> Vec<Refusal> {
        self.refusals
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.refusals.is_empty()
    }

    /// Whether the file has a column for the field, or this row a cell for it that was written on screen.
    pub fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    fn place(&self, field: Field) -> Option<usize> {
        let there = |place: &usize| *place < self.table.own_columns || self.table.is_added(self.row, *place);
        self.table.columns.place(field).filter(there)
    }

    /// A cell as written, trimmed; empty where there is no such column. An empty id is a feature's own.
    pub fn raw(&self, field: Field) -> &'t str {
        let text = self.place(field).map_or("", |place| self.row.cell(place));
        match (&self.row.feature, &self.table.default_kind) {
            (Some(feature), _) if field == Field::Id && text.is_empty() => feature.id.trim(),
            (_, Some(kind)) if field == Field::Kind && text.is_empty() => kind,
            _ => text,
        }
    }

    /// A cell for a number, date or code: `None` when empty, `-`, 无 or an error, which is refused.
    pub fn value(&mut self, field: Field) -> Option<&'t str> {
        let text = self.raw(field);
        if cell::is_error(text) {
            self.refuse(field, "the spreadsheet shows an error in this cell", "a value, or an empty cell");
            return None;
        }
        (!cell::is_nothing(text)).then_some(text)
    }

    /// Refuses a field's cell; of several reasons for one cell the first stays.
    pub fn refuse(&mut self, field: Field, reason: impl Into<String>, expected: impl Into<String>) {
        self.refuse_value(field, self.raw(field), reason, expected);
    }

    /// Refuses a field with another value than its cell's.
    pub fn refuse_value(&mut self, field: Field, value: &str, reason: impl Into<String>, expected: impl Into<String>) {
        let bit = 1u128 << (field as u128);
        if self.refused & bit == 0 {
            self.refused |= bit;
            self.refusals.push(Refusal::new(self.row.number, self.table.heading(field), value, reason.into(), expected.into()));
        }
    }

    /// Refuses a column that is no field: a count, the geometry.
    pub fn refuse_column(&mut self, column: &str, value: &str, reason: impl Into<String>, expected: impl Into<String>) {
        self.refusals.push(Refusal::new(self.row.number, column, value, reason.into(), expected.into()));
    }

    /// The feature's geometry; a broken one is refused and then absent.
    pub fn geometry(&mut self) -> Option<&'t geojson::Geometry> {
        match &self.row.feature.as_ref()?.geometry {
            Ok(geometry) => geometry.as_ref(),
            Err(reason) => {
                self.refuse_column(GEOMETRY, "", format!("the geometry is broken: {reason}"), "a GeoJSON geometry with finite coordinates");
                None
            }
        }
    }

    /// A text of at most `limit` characters without personal numbers.
    pub fn text(&mut self, field: Field, limit: usize) -> Option<&'t str> {
        let text = self.raw(field);
        if text.is_empty() || !self.check(field, text, limit) {
            return None;
        }
        Some(text)
    }

    /// A short text: a name, a grade.
    pub fn name(&mut self, field: Field) -> Option<&'t str> {
        self.text(field, MAX_NAME_CHARS)
    }

    /// A long text: an address, notes.
    pub fn long(&mut self, field: Field) -> Option<&'t str> {
        self.text(field, MAX_TEXT_CHARS)
    }

    /// A name that must be there.
    pub fn needed_name(&mut self, field: Field) -> Option<&'t str> {
        if self.raw(field).is_empty() {
            self.refuse(field, format!("{} is missing", field.spellings()[0]), format!("1 to {MAX_NAME_CHARS} characters"));
        }
        self.name(field)
    }

    /// An id, parsed by one of the domain's id types.
    pub fn id<T, E: std::fmt::Display>(&mut self, field: Field, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let text = self.raw(field);
        if !self.check(field, text, usize::MAX) {
            return None;
        }
        match parse(text) {
            Ok(id) => Some(id),
            Err(error) => {
                self.refuse(field, format!("the id {error}"), "1 to 64 characters without line breaks");
                None
            }
        }
    }

    /// Checks a text and refuses the field's cell when it may not be kept.
    pub fn check(&mut self, field: Field, text: &str, limit: usize) -> bool {
        if cell::is_error(text) {
            self.refuse(field, "the spreadsheet shows an error in this cell", "a value, or an empty cell");
            return false;
        }
        if is_harmless(text, limit) {
            return true;
        }
        let Err(error) = check_text(text, limit) else { return true };
        let (reason, expected) = match error {
            TextError::TooLong { limit, .. } => (format!("the text {error}"), format!("at most {limit} characters")),
            TextError::Control => (format!("the text {error}"), "text without control characters".into()),
            TextError::PersonalNumber if field == Field::Phone => (
                "a personal mobile or another personal number is not kept".into(),
                "an office landline such as 029-88888888, a 400 number, a short number, or an empty cell".into(),
            ),
            TextError::PersonalNumber => (format!("the text {error}"), "no personal number: describe the place, never a person".into()),
        };
        self.refuse(field, reason, expected);
        false
    }

    /// An office phone. A personal mobile is refused.
    pub fn phone(&mut self) -> Option<&'t str> {
        let text = self.value(Field::Phone)?;
        self.check(Field::Phone, text, MAX_NAME_CHARS).then_some(text)
    }

    /// The mobile of a contact: the one field in which a mobile is allowed, and nothing else.
    pub fn mobile(&mut self, field: Field) -> Option<String> {
        let text = self.value(field)?;
        let mobile = personal_number::as_mobile(text);
        if mobile.is_none() {
            self.refuse(
                field,
                "this is no mobile",
                "a mobile of 11 digits, or an empty cell; an office's landline stands under phone (电话)",
            );
        }
        mobile
    }

    /// A whole number that is not negative.
    pub fn whole(&mut self, field: Field) -> Option<u32> {
        let text = self.value(field)?;
        let number = cell::decimal(text).filter(|n| n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(n));
        if number.is_none() {
            let reason = match cell::decimal(text) {
                Some(n) if n < 0.0 => "the number is negative",
                Some(n) if n.fract() != 0.0 => "the number is not whole",
                Some(_) => "the number is too large",
                None => "this is not a number",
            };
            self.refuse(field, reason, "a whole number of 0 or more, without a unit");
        }
        number.map(|n| n as u32)
    }

    /// A decimal that is not negative.
    pub fn amount(&mut self, field: Field) -> Option<f64> {
        let text = self.value(field)?;
        let number = cell::decimal(text).filter(|n| *n >= 0.0);
        if number.is_none() {
            let reason = if cell::decimal(text).is_some() { "the number is negative" } else { "this is not a number" };
            self.refuse(field, reason, "a decimal of 0 or more, without a unit");
        }
        number
    }

    /// A date.
    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let text = self.value(field)?;
        let reason = match cell::date(text) {
            DateCell::Day(day) => return Some(day),
            DateCell::Impossible => "there is no such day",
            DateCell::NotADate => "this is not a date",
        };
        self.refuse(field, reason, "a day of the calendar such as 2023-02-01, 2023/2/1 or 2023年2月1日");
        None
    }

    /// A code that must be one of a few.
    pub fn choice<T>(&mut self, field: Field, parse: impl Fn(&str) -> Option<T>, expected: impl Fn() -> String) -> Option<T> {
        let text = self.value(field)?;
        let found = parse(text);
        if found.is_none() {
            self.refuse(field, "the word is not known here", expected());
        }
        found
    }

    /// A division code as written.
    pub fn division_code(&mut self, field: Field) -> Option<DivisionCode> {
        let text = self.value(field)?;
        let narrow = cell::narrow(text);
        match DivisionCode::parse(&narrow) {
            Ok(code) => Some(code),
            Err(error) => {
                self.refuse(field, error.to_string(), "a division code of 6, 9 or 12 digits such as 610102001001");
                None
            }
        }
    }

    /// A division code; an abolished one is replaced by its successor, which is remembered.
    pub fn division(&mut self, field: Field, successors: &BTreeMap<DivisionCode, DivisionCode>) -> Option<DivisionCode> {
        let old = self.division_code(field)?;
        let new = place_taken_by(old, successors);
        if new != old {
            self.moved.push((old, new));
        }
        Some(new)
    }
}

/// Whether a text is short, without control characters and with too few digits for any personal number, so that it need not be searched.
fn is_harmless(text: &str, limit: usize) -> bool {
    text.len() <= limit && !text.chars().any(char::is_control) && text.chars().filter(|c| is_digit(*c)).count() < SHORTEST_NUMBER
}

/// Whether `personal_number` takes the character for a digit: half-width, full-width or mathematical.
fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}')
}

/// The code that took an abolished code's place, by itself or by its district.
pub(super) fn place_taken_by(code: DivisionCode, successors: &BTreeMap<DivisionCode, DivisionCode>) -> DivisionCode {
    use crate::domain::division::Level;
    if let Some(successor) = successors.get(&code) {
        return *successor;
    }
    let district = code.at(Level::District).and_then(|district| successors.get(&district));
    district.map_or(code, |successor| code.moved_to(*successor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_may_stand_in_a_personal_number_counts_as_a_digit() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_numeric()) {
            let mobile = format!("1380013800{c}");
            assert!(is_digit(c) || personal_number::find(&mobile).is_empty(), "{c:?}");
        }
        assert!(!is_harmless("１３８００１３８０００", 100));
    }
}
