//! Which cells were refused, as a file? `row,column,value,reason,expected`, as CSV or JSON.

use super::{Refusal, WriteError, armour};

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// UTF-8 with one heading row.
    Csv,
    /// An array of objects.
    Json,
}

/// Writes a report of refused cells. In CSV a value or heading that a spreadsheet would run as a formula begins with an apostrophe.
pub fn write_refusals(refusals: &[Refusal], format: ReportFormat) -> Result<Vec<u8>, WriteError> {
    match format {
        ReportFormat::Json => {
            let mut bytes = serde_json::to_vec_pretty(refusals)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        ReportFormat::Csv => {
            let mut bytes = Vec::new();
            let mut writer = csv::Writer::from_writer(&mut bytes);
            writer.write_record(["row", "column", "value", "reason", "expected"])?;
            for refusal in refusals {
                let row = refusal.row.to_string();
                let texts = [&refusal.column, &refusal.value, &refusal.reason, &refusal.expected].map(|text| armour::on(text));
                writer.write_record(std::iter::once(row.as_str()).chain(texts.iter().map(AsRef::as_ref)))?;
            }
            writer.flush()?;
            drop(writer);
            Ok(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(value: &str) -> Refusal {
        Refusal::new(3, "床位", value, "the number is negative".into(), "a whole number".into())
    }

    #[test]
    fn a_report_has_its_five_columns_and_disarms_formulas() {
        let bytes = write_refusals(&[refusal("-5"), refusal("=cmd|' /C calc'!A0")], ReportFormat::Csv).expect("written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            text,
            "row,column,value,reason,expected\n3,床位,-5,the number is negative,a whole number\n\
             3,床位,'=cmd|' /C calc'!A0,the number is negative,a whole number\n"
        );
    }

    #[test]
    fn a_report_as_json_is_an_array_of_the_same() {
        let bytes = write_refusals(&[refusal("-5")], ReportFormat::Json).expect("written");
        let json: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(json[0]["row"], 3);
        assert_eq!(json[0]["value"], "-5");
    }
}
