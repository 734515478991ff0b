//! How do records leave as CSV? UTF-8 without a mark, one heading row `id,name,kind,lon,lat,...`, notices in a column.

use std::io::Write;

use crate::domain::{demand::DemandCell, facility::Facility, organization::Organization};

use super::{
    Content, armour,
    columns::NOTICE,
    showing::ExportOptions,
    write::{Value, WriteError, demand_columns, demand_values},
};

/// Writes facilities. A protected place stands at its public front point unless the options say otherwise.
pub fn write_facilities_csv<'f>(
    out: &mut dyn Write,
    facilities: impl Iterator<Item = &'f Facility>,
    options: &ExportOptions,
) -> Result<(), WriteError> {
    write_content(out, &Content::facilities(facilities, options), options.notice)
}

/// Writes organizations with their sites.
pub fn write_organizations_csv<'o>(
    out: &mut dyn Write,
    organizations: impl Iterator<Item = (&'o Organization, Option<&'o Facility>)>,
    options: &ExportOptions,
) -> Result<(), WriteError> {
    write_content(out, &Content::organizations(organizations, options), options.notice)
}

/// Writes an export, with a last column for the notice where there is one.
pub(super) fn write_content(out: &mut dyn Write, content: &Content, notice: Option<&str>) -> Result<(), WriteError> {
    let columns = content.columns();
    let headings: Vec<&str> = columns.iter().map(|column| column.name).filter(|name| *name != NOTICE).collect();
    let mut table = CsvTable::new(out, &headings, notice)?;
    for record in content.records() {
        table.row(&record.values)?;
    }
    table.finish()
}

/// Writes demand cells; `groups` name their counts, in order.
pub fn write_demand_csv<'c>(
    out: &mut dyn Write,
    groups: &[String],
    cells: impl Iterator<Item = &'c DemandCell>,
    notice: Option<&str>,
) -> Result<(), WriteError> {
    let mut table = CsvTable::new(out, &demand_columns(groups), notice)?;
    for cell in cells {
        table.row(&demand_values(cell))?;
    }
    table.finish()
}

/// A CSV file being written, with a last column for the notice where there is one.
struct CsvTable<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    notice: Option<&'w str>,
}

impl<'w> CsvTable<'w> {
    fn new(out: &'w mut dyn Write, columns: &[&str], notice: Option<&'w str>) -> Result<Self, WriteError> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(columns.iter().copied().chain(notice.map(|_| NOTICE)))?;
        Ok(Self { writer, notice })
    }

    fn row(&mut self, values: &[Value]) -> Result<(), WriteError> {
        for value in values {
            let text = value.text();
            match value {
                Value::Text(_) | Value::Id(_) => self.writer.write_field(armour::on(&text).as_bytes())?,
                _ => self.writer.write_field(text.as_bytes())?,
            }
        }
        if let Some(notice) = self.notice {
            self.writer.write_field(notice)?;
        }
        // An empty record ends the line.
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(mut self) -> Result<(), WriteError> {
        self.writer.flush()?;
        Ok(())
    }
}
