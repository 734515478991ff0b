//! How do records leave as CSV? UTF-8 without a mark, one heading row `id,name,kind,lon,lat,...`, notices in a column.

use std::io::Write;

use crate::domain::{demand::DemandCell, facility::Facility, organization::Organization};

use super::{
    armour,
    write::{
        ExportOptions, Value, WriteError, demand_columns, demand_values, facility_columns, facility_values, organization_columns,
        organization_values,
    },
};

/// Writes facilities. A protected place stands at its public front point unless the options say otherwise.
pub fn write_facilities_csv<'f>(
    out: &mut dyn Write,
    facilities: impl Iterator<Item = &'f Facility>,
    options: &ExportOptions,
) -> Result<(), WriteError> {
    let mut table = CsvTable::new(out, &facility_columns(), options.notice)?;
    for facility in facilities {
        table.row(&facility_values(&options.shown(facility)))?;
    }
    table.finish()
}

/// Writes organizations with their sites.
pub fn write_organizations_csv<'o>(
    out: &mut dyn Write,
    organizations: impl Iterator<Item = (&'o Organization, Option<&'o Facility>)>,
    options: &ExportOptions,
) -> Result<(), WriteError> {
    let mut table = CsvTable::new(out, &organization_columns(), options.notice)?;
    for (organization, site) in organizations {
        let site = site.map(|site| options.shown(site));
        table.row(&organization_values(organization, site.as_deref()))?;
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
        writer.write_record(columns.iter().copied().chain(notice.map(|_| "notice")))?;
        Ok(Self { writer, notice })
    }

    fn row(&mut self, values: &[Value]) -> Result<(), WriteError> {
        for value in values {
            let text = value.text();
            match value {
                Value::Text(_) => self.writer.write_field(armour::on(&text).as_bytes())?,
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
