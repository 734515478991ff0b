//! How do two forms of a record differ, and what does a patch make of one? JSON objects, field by field.

use serde_json::{Map, Value};

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

/// The fields in which two records differ, in the order of the form; a record that is not there has none of them.
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let none = Map::new();
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_else(|| none.clone());
    let (before, after) = (object(before), object(after));
    let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
    let value = |record: &Map<String, Value>, name: &String| record.get(name).cloned().unwrap_or(Value::Null);
    names
        .map(|name| FieldChange { field: name.clone(), before: value(&before, name), after: value(&after, name) })
        .filter(|change| change.before != change.after)
        .collect()
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
        assert_eq!(fields, ["b", "new", "gone"]);
        assert!(differences(Some(&before), Some(&before)).is_empty());
        assert_eq!(differences(None, Some(&before)).len(), 3);
    }

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let record = json!({ "a": 1, "front": { "lon": 1.0, "lat": 2.0 }, "list": [1, 2] });
        let patch = json!({ "a": null, "front": { "lat": 3.0 }, "list": [3] });
        let expected = json!({ "a": null, "front": { "lon": 1.0, "lat": 3.0 }, "list": [3] });
        assert_eq!(patched(&record, patch.as_object().expect("an object")), expected);
    }
}
