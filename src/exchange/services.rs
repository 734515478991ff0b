//! How does a row say what a place offers? A list of service types, one list of target groups for all of them,
//! and, in exports, a JSON text for what such lists cannot say.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    service::ServiceAtLocation,
    text::{MAX_NAME_CHARS, MAX_TEXT_CHARS},
    vocabulary::Named,
};

use super::{
    cell,
    refusal::shown,
    row::RowReader,
    spellings::Field,
    words::{Lexicon, Lexicons},
};

/// A service at a place as the column `services_json` holds it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceText<'a> {
    #[serde(rename = "type")]
    service_type: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    target_groups: Vec<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fee: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vacancy: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vacancy_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<Cow<'a, str>>,
}

/// The services of a row, ordered by type, each type once; the JSON text wins over the list.
pub(super) fn read_services(row: &mut RowReader, words: &Lexicons, list: Field, json: Field) -> Vec<ServiceAtLocation> {
    let mut services = if row.raw(json).is_empty() { listed(row, words, list) } else { written(row, words, json) };
    services.sort_by(|a, b| a.service_type.cmp(&b.service_type));
    services.dedup_by(|later, first| later.service_type == first.service_type);
    services
}

fn listed(row: &mut RowReader, words: &Lexicons, list: Field) -> Vec<ServiceAtLocation> {
    let text = row.value(list).unwrap_or_default();
    let types = codes(row, list, "service type", cell::list(text), &words.service_types);
    let groups_text = row.value(Field::TargetGroups).unwrap_or_default();
    let groups = codes(row, Field::TargetGroups, "target group", cell::list(groups_text), &words.target_groups);
    types.into_iter().map(|code| ServiceAtLocation::of_type(code, groups.clone())).collect()
}

fn codes<'w, T: Named>(
    row: &mut RowReader,
    field: Field,
    what: &str,
    words: impl Iterator<Item = &'w str>,
    rows: &Lexicon<T>,
) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for word in words {
        match rows.find(word) {
            Some(found) if codes.iter().any(|code| code == found.code()) => {}
            Some(found) => codes.push(found.code().to_string()),
            None => row.refuse(field, format!("{:?} is no {what} known here", shown(word)), rows.expected(what, word, |_| true)),
        }
    }
    codes
}

fn written(row: &mut RowReader, words: &Lexicons, json: Field) -> Vec<ServiceAtLocation> {
    let texts: Vec<ServiceText> = match serde_json::from_str(row.raw(json)) {
        Ok(texts) => texts,
        Err(error) => {
            let reason = shown(&format!("this cannot be read: {error}"));
            row.refuse(json, reason, "what an export writes: [{\"type\":...,\"target_groups\":[...],\"capacity\":...}]");
            return Vec::new();
        }
    };
    texts.into_iter().filter_map(|text| service(row, words, json, text)).collect()
}

fn service(row: &mut RowReader, words: &Lexicons, json: Field, text: ServiceText) -> Option<ServiceAtLocation> {
    let service_type = codes(row, json, "service type", [text.service_type.as_ref()].into_iter(), &words.service_types).pop()?;
    let groups = text.target_groups.iter().map(Cow::as_ref);
    let target_groups = codes(row, json, "target group", groups, &words.target_groups);
    for (own, limit) in [(&text.fee, MAX_TEXT_CHARS), (&text.phone, MAX_NAME_CHARS)] {
        if let Some(own) = own {
            row.check(json, own, limit);
        }
    }
    let owned = |own: Option<Cow<str>>| own.map(|own| own.trim().to_string()).filter(|own| !own.is_empty());
    Some(ServiceAtLocation {
        service_type: service_type.into(),
        target_groups: target_groups.into_iter().map(Into::into).collect(),
        fee: owned(text.fee).map(Into::into),
        capacity: text.capacity,
        vacancy: text.vacancy,
        vacancy_at: text.vacancy_at,
        phone: owned(text.phone).map(Into::into),
    })
}

/// The list of service types, joined by `;`.
pub(super) fn list_text(services: &[ServiceAtLocation]) -> String {
    services.iter().map(|service| &*service.service_type).collect::<Vec<_>>().join(";")
}

/// The JSON text, empty when the list of types says everything.
pub(super) fn json_text(services: &[ServiceAtLocation]) -> String {
    let plain = |service: &ServiceAtLocation| *service == ServiceAtLocation::of_type(service.service_type.clone(), Vec::new());
    if services.iter().all(plain) {
        return String::new();
    }
    let texts: Vec<ServiceText> = services.iter().map(text_of).collect();
    serde_json::to_string(&texts).unwrap_or_default()
}

fn text_of(service: &ServiceAtLocation) -> ServiceText<'_> {
    ServiceText {
        service_type: Cow::Borrowed(&service.service_type),
        target_groups: service.target_groups.iter().map(|group| Cow::Borrowed(&**group)).collect(),
        fee: service.fee.as_deref().map(Cow::Borrowed),
        capacity: service.capacity,
        vacancy: service.vacancy,
        vacancy_at: service.vacancy_at,
        phone: service.phone.as_deref().map(Cow::Borrowed),
    }
}
