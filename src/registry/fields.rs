//! How do two forms of a record differ, and what does a patch make of one? JSON objects, field by field, in the order of
//! the form that people fill in.

use serde_json::{Map, Value};

/// Every field of a record in the order of the form, those that organizations and divisions alone have among them. The page
/// tells them in the same order; a test of the page compares the two.
const FORM: [&str; 43] = [
    "id",
    "code",
    "name",
    "name_en",
    "kind",
    "category",
    "operator",
    "credit_code",
    "filing_number",
    "responsible_department",
    "grade",
    "division",
    "parent",
    "address",
    "lon",
    "lat",
    "datum",
    "given",
    "precision",
    "front",
    "centre",
    "boundary",
    "status",
    "status_date",
    "status_reason",
    "opened_on",
    "valid_from",
    "valid_to",
    "successor",
    "capacity",
    "floor_area_m2",
    "opening_hours",
    "phone",
    "contact_mobile",
    "services",
    "barrier_free",
    "smart",
    "smart_since",
    "smart_source",
    "checked_on",
    "checked_by",
    "notes",
    "source",
];

/// What stands before the field of an organization's site.
const SITE: &str = "site.";

/// A field with what it was and what it is.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldChange {
    /// Its name in the flat form.
    pub field: String,
    /// What it was.
    #[schema(value_type = serde_json::Value)]
    pub before: Value,
    /// What it is.
    #[schema(value_type = serde_json::Value)]
    pub after: Value,
}

/// Where a field stands in the form; a site's fields come behind the organization's own, unknown ones at the end.
fn rank(field: &str) -> (bool, usize) {
    let own = field.strip_prefix(SITE);
    (own.is_some(), FORM.iter().position(|one| *one == own.unwrap_or(field)).unwrap_or(FORM.len()))
}

/// The fields in which two records differ, in the order of the form; a record that is not there has none of them.
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let none = Map::new();
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_else(|| none.clone());
    let (before, after) = (object(before), object(after));
    let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
    let value = |record: &Map<String, Value>, name: &String| record.get(name).cloned().unwrap_or(Value::Null);
    let mut differences: Vec<FieldChange> = names
        .map(|name| FieldChange { field: name.clone(), before: value(&before, name), after: value(&after, name) })
        .filter(|change| change.before != change.after)
        .collect();
    differences.sort_by(|a, b| rank(&a.field).cmp(&rank(&b.field)).then_with(|| a.field.cmp(&b.field)));
    differences
}

/// The record that a merge patch (RFC 7386) makes of another.
pub fn patched(record: &Value, patch: &Map<String, Value>) -> Value {
    let mut patched = record.clone();
    if let Some(members) = patched.as_object_mut() {
        for (name, value) in patch {
            match (members.get_mut(name), value) {
                // Members of members are patched too; null stays as a member here, since the form has every field.
                (Some(Value::Object(inner)), Value::Object(changes)) => *inner = merged(inner, changes),
                _ => drop(members.insert(name.clone(), value.clone())),
            }
        }
    }
    patched
}

fn merged(inner: &Map<String, Value>, changes: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = inner.clone();
    for (name, value) in changes {
        if value.is_null() { drop(merged.remove(name)) } else { drop(merged.insert(name.clone(), value.clone())) }
    }
    merged
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_name_what_changed_came_and_went() {
        let before = json!({ "a": 1, "b": "x", "gone": true });
        let after = json!({ "a": 1, "b": "y", "new": [1] });
        let fields: Vec<_> = differences(Some(&before), Some(&after)).into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["b", "gone", "new"]);
        assert!(differences(Some(&before), Some(&before)).is_empty());
        assert_eq!(differences(None, Some(&before)).len(), 3);
    }

    #[test]
    fn differences_come_in_the_order_of_the_form_whatever_the_order_of_the_json() {
        let before = json!({ "status": "planned", "address": "a", "zeal": 1, "lat": 1.0, "name": "x", "lon": 2.0, "kind": "k" });
        let after =
            json!({ "zeal": 2, "site.lat": 3.0, "site.name": "s", "kind": "l", "name": "y", "lat": 2.0, "lon": 1.0, "address": "b" });
        let fields: Vec<_> = differences(Some(&before), Some(&after)).into_iter().map(|one| one.field).collect();
        assert_eq!(fields, ["name", "kind", "address", "lon", "lat", "status", "zeal", "site.name", "site.lat"]);
    }

    #[test]
    fn every_field_of_a_record_stands_in_the_form_once() {
        let forms = [crate::registry::draft::blank_facility("F"), crate::registry::draft::blank_organization("O")];
        for field in forms.iter().flat_map(|form| form.as_object().expect("a form").keys()) {
            assert_eq!(FORM.iter().filter(|one| *one == field).count(), 1, "{field}");
        }
        let mut once = FORM.to_vec();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), FORM.len());
    }

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let record = json!({ "a": 1, "front": { "lon": 1.0, "lat": 2.0 }, "list": [1, 2] });
        let patch = json!({ "a": null, "front": { "lat": 3.0 }, "list": [3] });
        let expected = json!({ "a": null, "front": { "lon": 1.0, "lat": 3.0 }, "list": [3] });
        assert_eq!(patched(&record, patch.as_object().expect("an object")), expected);
    }
}
