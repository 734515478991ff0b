//! What may an installation tune? Every value with its default, unit, source and confidence is a row; here they have types.

use std::collections::BTreeMap;

use super::{
    account::{LockOut, PasswordRules, SessionLimits},
    kind::Confidence,
    position::AreaChoice,
    street::Pace,
};

/// A setting as it is shipped and kept; values are JSON texts.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingRow {
    /// Stable key.
    pub key: String,
    /// The value, as JSON.
    pub value: String,
    /// What the product ships, as JSON.
    pub default: String,
    /// What the number counts.
    pub unit: Option<String>,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Where the default comes from.
    pub source: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// Whether somebody compared the default with the official text.
    pub verified: bool,
    /// The number of the change that last wrote it.
    pub version: i64,
}

/// Every setting, typed.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Characters that a password has at least.
    pub password_min_length: u32,
    /// Sorts of characters that a password has at least.
    pub password_classes: u32,
    /// Days after which a password has to be changed; 0 for never.
    pub password_max_age_days: u32,
    /// Wrong passwords that lock an account; 0 for never.
    pub lock_after_failures: u32,
    /// Minutes for which it is locked.
    pub lock_minutes: u32,
    /// Minutes without a request that end a session.
    pub idle_timeout_minutes: u32,
    /// Hours that end a session in any case.
    pub session_max_hours: u32,
    /// Whether administrators need a second factor.
    pub second_factor_for_administrators: bool,
    /// Whether what one person writes waits for another's approval.
    pub two_person: bool,
    /// Fields whose change needs no approval.
    pub no_approval_fields: Vec<String>,
    /// Days after which a facility is due to be checked again.
    pub check_every_days: u32,
    /// The same by kind.
    pub check_every_days_by_kind: BTreeMap<String, u32>,
    /// Days before the due day from which a check is due soon.
    pub check_due_soon_days: u32,
    /// Days after which a vacancy is shown as stale.
    pub vacancy_stale_days: u32,
    /// Days for which the log is kept; `None` for ever.
    pub log_retention_days: Option<u32>,
    /// How much each field counts for completeness.
    pub completeness_weights: BTreeMap<String, f64>,
    /// How much each part counts for the likeness of two facilities.
    pub duplicate_weights: BTreeMap<String, f64>,
    /// The likeness from which two facilities are shown as one, 0 to 1.
    pub duplicate_threshold: f64,
    /// How much each part counts for the likeness of two organizations.
    pub duplicate_weights_organizations: BTreeMap<String, f64>,
    /// The likeness from which two organizations are shown as one, 0 to 1.
    pub duplicate_threshold_organizations: f64,
    /// How much each part counts for the rank of a gap.
    pub gap_rank_weights: BTreeMap<String, f64>,
    /// Where places may lie; `None` for Shaanxi's bounds, until a map file or somebody says otherwise.
    pub area: Option<AreaChoice>,
    /// Kilometres an hour that a grown person walks.
    pub walk_speed_kmh: f64,
    /// The same of an older person.
    pub elder_speed_kmh: f64,
    /// The same of somebody on wheels.
    pub step_free_speed_kmh: f64,
    /// Metres on foot for each metre of straight line, where there is no network.
    pub detour_factor: f64,
    /// Metres from a place to the street that it attaches to, at most.
    pub attach_m: f64,
    /// Whether anybody may report that something is wrong.
    pub public_reports: bool,
    /// Counts of people below this are not published; 0 for all are.
    pub suppress_below: u32,
    /// The same for children and minors.
    pub suppress_below_minors: u32,
    /// Yearly growth of the people that a report forecasts, percent.
    pub demand_growth_percent: f64,
}

/// Why a value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} takes {expected}")]
pub struct SettingError {
    /// The setting.
    pub key: &'static str,
    /// What it takes.
    pub expected: &'static str,
}

/// The parts of the likeness of two records.
pub const DUPLICATE_PARTS: [&str; 6] = ["name", "address", "credit_code", "phone", "distance", "kind"];

/// The parts of the rank of a gap.
pub const GAP_RANK_PARTS: [&str; 4] = ["people_left_over", "mean_distance", "share_uncovered", "unmet_requests"];

impl Settings {
    /// What a password has to be.
    pub fn password_rules(&self) -> PasswordRules {
        PasswordRules { min_length: self.password_min_length, classes: self.password_classes, max_age_days: self.password_max_age_days }
    }

    /// When an account is locked.
    pub fn lock_out(&self) -> LockOut {
        LockOut { after_failures: self.lock_after_failures, minutes: self.lock_minutes }
    }

    /// How long a session lasts.
    pub fn session_limits(&self) -> SessionLimits {
        SessionLimits { idle_minutes: self.idle_timeout_minutes, max_hours: self.session_max_hours }
    }

    /// How fast people walk, and how far off the streets places may lie.
    pub fn pace(&self) -> Pace {
        Pace::new([self.walk_speed_kmh, self.elder_speed_kmh, self.step_free_speed_kmh], self.attach_m, self.detour_factor)
    }

    /// Days after which a facility of this kind is due to be checked again.
    pub fn check_every_days_of(&self, kind: &str) -> u32 {
        self.check_every_days_by_kind.get(kind).copied().unwrap_or(self.check_every_days)
    }

    /// Whether every value is within its bounds.
    pub fn check(&self) -> Result<(), SettingError> {
        let within = |key, value: u32, from: u32, to: u32, expected| {
            if (from..=to).contains(&value) { Ok(()) } else { Err(SettingError { key, expected }) }
        };
        within("password_min_length", self.password_min_length, 8, 128, "a whole number, 8 to 128")?;
        within("password_classes", self.password_classes, 1, 4, "a whole number, 1 to 4")?;
        within("password_max_age_days", self.password_max_age_days, 0, 3650, "whole days, 0 (never) to 3650")?;
        within("lock_after_failures", self.lock_after_failures, 0, 100, "a whole number, 0 (never) to 100")?;
        within("lock_minutes", self.lock_minutes, 1, 1440, "whole minutes, 1 to 1440")?;
        within("idle_timeout_minutes", self.idle_timeout_minutes, 1, 1440, "whole minutes, 1 to 1440")?;
        within("session_max_hours", self.session_max_hours, 1, 168, "whole hours, 1 to 168")?;
        within("check_every_days", self.check_every_days, 1, 3650, "whole days, 1 to 3650")?;
        within("check_due_soon_days", self.check_due_soon_days, 0, 365, "whole days, 0 to 365")?;
        within("vacancy_stale_days", self.vacancy_stale_days, 1, 365, "whole days, 1 to 365")?;
        within("suppress_below", self.suppress_below, 0, 1000, "a whole number, 0 (none) to 1000")?;
        within("suppress_below_minors", self.suppress_below_minors, 0, 1000, "a whole number, 0 (none) to 1000")?;
        for days in self.check_every_days_by_kind.values() {
            within("check_every_days_by_kind", *days, 1, 3650, "whole days by code of a kind, each 1 to 3650")?;
        }
        let fields = self.no_approval_fields.len() <= 100 && self.no_approval_fields.iter().all(|field| is_field(field));
        holds(fields, "no_approval_fields", "codes of fields, for instance [\"phone\"]")?;
        let kept = self.log_retention_days.is_none_or(|days| (180..=36_500).contains(&days));
        holds(kept, "log_retention_days", "null (for ever) or whole days, 180 to 36500")?;
        for (key, kmh) in [
            ("walk_speed_kmh", self.walk_speed_kmh),
            ("elder_speed_kmh", self.elder_speed_kmh),
            ("step_free_speed_kmh", self.step_free_speed_kmh),
        ] {
            holds((0.5..=10.0).contains(&kmh), key, "kilometres an hour, 0.5 to 10")?;
        }
        holds((-20.0..=20.0).contains(&self.demand_growth_percent), "demand_growth_percent", "percent a year, -20 to 20")?;
        holds((1.0..=3.0).contains(&self.detour_factor), "detour_factor", "a number from 1 to 3")?;
        holds((0.0..=5_000.0).contains(&self.attach_m), "attach_m", "metres, 0 to 5000")?;
        let weighed = weighs(&self.completeness_weights) && self.completeness_weights.keys().all(|field| is_field(field));
        holds(weighed, "completeness_weights", "a number from 0 to 100 by code of a field, one above 0 at least")?;
        for (key, weights) in
            [("duplicate_weights", &self.duplicate_weights), ("duplicate_weights_organizations", &self.duplicate_weights_organizations)]
        {
            let parts = weighs(weights) && weights.keys().all(|part| DUPLICATE_PARTS.contains(&part.as_str()));
            holds(parts, key, "a number from 0 to 100 by part: name, address, credit_code, phone, distance, kind")?;
        }
        let ranked = weighs(&self.gap_rank_weights) && self.gap_rank_weights.keys().all(|part| GAP_RANK_PARTS.contains(&part.as_str()));
        let parts = "a number from 0 to 100 by part: people_left_over, mean_distance, share_uncovered, unmet_requests";
        holds(ranked, "gap_rank_weights", parts)?;
        for (key, threshold) in [
            ("duplicate_threshold", self.duplicate_threshold),
            ("duplicate_threshold_organizations", self.duplicate_threshold_organizations),
        ] {
            holds((0.0..=1.0).contains(&threshold), key, "a number from 0 to 1")?;
        }
        Ok(())
    }
}

fn holds(fits: bool, key: &'static str, expected: &'static str) -> Result<(), SettingError> {
    if fits { Ok(()) } else { Err(SettingError { key, expected }) }
}

fn weighs(weights: &BTreeMap<String, f64>) -> bool {
    weights.len() <= 100 && weights.values().all(|weight| (0.0..=100.0).contains(weight)) && weights.values().any(|weight| *weight > 0.0)
}

/// Whether a text may be the code of a field.
fn is_field(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}
