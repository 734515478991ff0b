//! `carereach check`: is the registry sound? Exit 0 when nothing is wrong, 1 when something is; doubts alone are no fault.

use super::{DatabaseArg, Failure, backup::Answer, files::say, table::lines};
use crate::{
    registry::{Records, SeedDivisions},
    storage::Open,
};

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    database: DatabaseArg,
    /// How to answer on standard output
    #[arg(long, default_value = "table")]
    format: Answer,
}

impl Check {
    pub fn run(self) -> Result<(), Failure> {
        let records = Records::open(&self.database.database, Open::Existing, SeedDivisions::None)?;
        let report = records.check()?;
        if self.format == Answer::Json {
            say(&format!("{}\n", serde_json::to_string_pretty(&report).expect("a report is texts and numbers")))?;
        } else {
            let number = |number: u64| if number == 0 { "-".to_owned() } else { number.to_string() };
            let row = |one: &crate::registry::Finding| {
                vec![one.check.to_owned(), one.looked_at.to_string(), number(one.wrong), number(one.doubts)]
            };
            let mut text = lines(&["check", "looked at", "wrong", "doubts"], &report.findings.iter().map(row).collect::<Vec<_>>());
            for finding in report.findings.iter().filter(|one| !one.examples.is_empty()) {
                text += &format!("\n{}:\n", finding.check);
                text.extend(finding.examples.iter().map(|example| format!("  {example}\n")));
                let more = (finding.wrong + finding.doubts).saturating_sub(finding.examples.len() as u64);
                if more > 0 {
                    text += &format!("  and {more} more\n");
                }
            }
            say(&text)?;
        }
        if report.sound { Ok(()) } else { Err(Failure::Other(format!("{}: something is wrong, see above", self.database.database))) }
    }
}
