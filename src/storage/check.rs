//! What can the database itself say about its soundness, and which references does no constraint hold?

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};

use super::{
    Reader, StorageError,
    changes::ChangeRow,
    connection::{self, AnyConnection},
    schema::{change, facility, merged_id, organization, proposal, report},
};
use crate::domain::change::RecordType;

/// Rows of the log at a time.
const CHUNK: i64 = 5_000;

/// The migrations of a database.
pub struct Migrations {
    /// How many were applied.
    pub applied: usize,
    /// Those that this version does not know.
    pub unknown: Vec<String>,
}

/// What the database complains about.
pub struct EngineComplaints {
    /// How many tables or indexes were looked at.
    pub looked_at: usize,
    /// The complaints, in words.
    pub complaints: Vec<String>,
}

/// References that no constraint holds.
pub struct OpenReferences {
    /// Open proposals about records that should be there.
    pub proposals: usize,
    /// Those whose record is gone.
    pub proposals_without_record: Vec<String>,
    /// Ids that were merged away.
    pub merged: usize,
    /// Those that lead to nothing.
    pub merged_without_record: Vec<String>,
    /// Reports of the public.
    pub reports: usize,
    /// Those about no facility.
    pub reports_without_record: Vec<String>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Reader<'_> {
    /// Which migrations were applied.
    pub fn migrations(&mut self) -> Result<Migrations, StorageError> {
        let applied: Vec<Line> = sql_query("SELECT version AS line FROM __diesel_schema_migrations ORDER BY version").load(self.conn)?;
        let known = connection::known_migrations(self.conn)?;
        let unknown = applied.iter().map(|row| row.line.clone()).filter(|version| !known.contains(version)).collect();
        Ok(Migrations { applied: applied.len(), unknown })
    }

    /// What the database complains about when it looks at itself.
    pub fn engine_complaints(&mut self) -> Result<EngineComplaints, StorageError> {
        let (counting, questions): (&str, &[&str]) = match self.conn {
            AnyConnection::Sqlite(_) => (
                "SELECT count(*) AS count FROM sqlite_master WHERE type IN ('table', 'index')",
                &[
                    "SELECT integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                    "SELECT 'table ' || \"table\" || ' row ' || rowid || ' refers to no row of ' || parent AS line FROM pragma_foreign_key_check",
                ],
            ),
            AnyConnection::Postgres(_) => (
                "SELECT count(*) AS count FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = current_schema()::regnamespace",
                &[
                    "SELECT 'the index ' || indexrelid::regclass || ' is not valid' AS line FROM pg_index WHERE NOT indisvalid",
                    "SELECT 'the constraint ' || conname || ' was not validated' AS line FROM pg_constraint WHERE NOT convalidated",
                ],
            ),
        };
        let looked_at: Count = sql_query(counting).get_result(self.conn)?;
        let mut complaints = Vec::new();
        for question in questions {
            complaints.extend(sql_query(*question).load::<Line>(self.conn)?.into_iter().map(|row| row.line));
        }
        Ok(EngineComplaints { looked_at: usize::try_from(looked_at.count).unwrap_or_default(), complaints })
    }

    /// Lines of the log whose words or JSON cannot be read: how many lines there are, and what is wrong with which.
    pub fn unreadable_changes(&mut self, most: usize) -> Result<(usize, Vec<String>), StorageError> {
        let (mut looked_at, mut after, mut wrong) = (0, 0, Vec::new());
        loop {
            let rows: Vec<ChangeRow> = change::table.filter(change::seq.gt(after)).order(change::seq).limit(CHUNK).load(self.conn)?;
            let Some(last) = rows.last() else { return Ok((looked_at, wrong)) };
            after = last.seq;
            looked_at += rows.len();
            for row in rows {
                let (seq, texts) = (row.seq, [row.before.clone(), row.after.clone()]);
                let read = row.into_change().map_err(|error| error.to_string()).and_then(|_| {
                    texts.iter().flatten().try_for_each(|text| {
                        serde_json::from_str::<serde::de::IgnoredAny>(text).map(drop).map_err(|error| format!("change {seq}: {error}"))
                    })
                });
                if let Err(why) = read
                    && wrong.len() < most
                {
                    wrong.push(why);
                }
            }
        }
    }

    /// References between records that the tables themselves do not hold.
    pub fn open_references(&mut self) -> Result<OpenReferences, StorageError> {
        let facilities: Vec<String> = facility::table.select(facility::id).load(self.conn)?;
        let organizations: Vec<String> = organization::table.select(organization::id).load(self.conn)?;
        let facilities: std::collections::HashSet<String> = facilities.into_iter().collect();
        let organizations: std::collections::HashSet<String> = organizations.into_iter().collect();
        let there = |record_type: &str, id: &str| match RecordType::parse(record_type) {
            Some(RecordType::Facility) => facilities.contains(id),
            Some(RecordType::Organization) => organizations.contains(id),
            _ => true,
        };
        let proposals: Vec<(String, String, String)> = proposal::table
            .filter(proposal::state.eq("open").and(proposal::action.ne_all(["add", "unmerge", "import"])))
            .select((proposal::id, proposal::record_type, proposal::record_id))
            .load(self.conn)?;
        let merged: Vec<(String, String, String)> =
            merged_id::table.select((merged_id::record_type, merged_id::old_id, merged_id::new_id)).load(self.conn)?;
        let reports: Vec<(String, String)> = report::table.select((report::id, report::facility_id)).load(self.conn)?;
        let old_ids: std::collections::HashSet<&str> = merged.iter().map(|(_, old, _)| old.as_str()).collect();
        Ok(OpenReferences {
            proposals: proposals.len(),
            proposals_without_record: proposals
                .iter()
                .filter(|(_, record_type, id)| !there(record_type, id))
                .map(|(proposal, record_type, id)| format!("proposal {proposal} is about the {record_type} {id}, which is not here"))
                .collect(),
            merged: merged.len(),
            merged_without_record: merged
                .iter()
                .filter(|(record_type, _, new)| !there(record_type, new) && !old_ids.contains(new.as_str()))
                .map(|(record_type, old, new)| format!("{record_type} {old} was merged into {new}, which is not here"))
                .collect(),
            reports: reports.len(),
            reports_without_record: reports
                .iter()
                .filter(|(_, facility)| !facilities.contains(facility) && !old_ids.contains(facility.as_str()))
                .map(|(report, facility)| format!("report {report} is about the facility {facility}, which is not here"))
                .collect(),
        })
    }
}
