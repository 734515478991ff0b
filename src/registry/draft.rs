//! Is a record that somebody typed acceptable? Every wrong field at once, with what would be right.
//!
//! 1. A merge patch of the flat form is laid over the record as it is; unknown fields are named.
//! 2. Typed coordinates come with their datum and become the given pair; a move on the map leaves the given pair alone.
//! 3. The result is read as the flat form, then each field is held to its rules.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{FieldError, Snapshot, fields::patched};
use crate::domain::{
    datum::Datum,
    division::DivisionCode,
    facility::{Facility, Status},
    organization::Organization,
    personal_number::{self, PersonalNumber},
    position::{Area, Position},
    record::{FacilityRecord, OrganizationRecord, RecordError, ServiceRecord},
    text::{MAX_NAME_CHARS, MAX_TEXT_CHARS, check_text},
};

/// The largest floor area and capacity that are believed.
const MOST: f64 = 1_000_000.0;
/// The most entries of a list.
const MOST_ENTRIES: usize = 60;

/// What a draft is held against.
pub struct Drafting<'a> {
    /// Kinds, services, groups, divisions, organizations.
    pub snapshot: &'a Snapshot,
    /// Where places may lie.
    pub area: Option<Area>,
    /// Dates after this day are refused where only the past makes sense.
    pub today: NaiveDate,
}

/// The rules, and what was found wrong so far.
struct Checks<'a> {
    drafting: &'a Drafting<'a>,
    wrong: Vec<FieldError>,
}

/// A new facility's flat form with nothing known.
pub fn blank_facility(id: &str) -> Value {
    json!({
        "id": id, "name": "", "name_en": null, "kind": "", "operator": null, "credit_code": null, "division": null, "address": null,
        "lon": null, "lat": null, "given": null, "precision": null, "front": null, "status": "operating", "status_date": null,
        "status_reason": null, "capacity": null, "floor_area_m2": null, "opening_hours": null, "phone": null, "contact_mobile": null,
        "barrier_free": [], "grade": null, "responsible_department": null, "notes": null, "opened_on": null, "checked_on": null,
        "checked_by": null, "source": null, "services": []
    })
}

/// A new organization's flat form with nothing known.
pub fn blank_organization(id: &str) -> Value {
    json!({
        "id": id, "name": "", "name_en": null, "category": null, "credit_code": null, "filing_number": null, "phone": null,
        "contact_mobile": null, "address": null, "division": null, "services": [], "notes": null, "source": null
    })
}

impl Drafting<'_> {
    /// The facility that a patch makes of a flat form.
    pub fn facility(&self, before: &Value, patch: &Map<String, Value>) -> Result<Facility, Vec<FieldError>> {
        let mut checks = Checks { drafting: self, wrong: Vec::new() };
        let mut patch = patch.clone();
        let datum = patch.remove("datum");
        checks.known_fields(before, &patch, &["datum"]);
        // The same pair with another datum is another place: that is how a wrong datum is mended.
        let moved = datum.is_some() || ["lon", "lat"].iter().any(|name| patch.get(*name).is_some_and(|value| value != &before[*name]));
        let mut merged = patched(before, &patch);
        if moved {
            checks.place(&mut merged, datum.as_ref(), before["given"].is_null());
        }
        let Some(record) = checks.read::<FacilityRecord>(merged) else { return Err(checks.wrong) };
        let was_status = before["status"].as_str().filter(|_| before["name"].as_str() != Some("")).map(str::to_owned);
        checks.check_facility(&record, was_status.as_deref());
        checks.finish(record)
    }

    /// The organization that a patch makes of a flat form.
    pub fn organization(&self, before: &Value, patch: &Map<String, Value>) -> Result<Organization, Vec<FieldError>> {
        let mut checks = Checks { drafting: self, wrong: Vec::new() };
        checks.known_fields(before, patch, &[]);
        let Some(record) = checks.read::<OrganizationRecord>(patched(before, patch)) else { return Err(checks.wrong) };
        checks.name("name", &record.name);
        checks.texts(&[("name_en", &record.name_en, MAX_NAME_CHARS), ("filing_number", &record.filing_number, MAX_NAME_CHARS)]);
        checks.texts(&[("phone", &record.phone, MAX_NAME_CHARS), ("address", &record.address, MAX_TEXT_CHARS)]);
        checks.texts(&[("notes", &record.notes, MAX_TEXT_CHARS), ("source", &record.source, MAX_TEXT_CHARS)]);
        checks.mobile(record.contact_mobile.as_deref());
        checks.division(record.division.as_deref());
        checks.services(&record.services);
        checks.finish(record)
    }
}

impl Checks<'_> {
    fn refuse(&mut self, field: &str, value: impl ToString, reason: impl Into<String>, expected: impl Into<String>) {
        self.wrong.push(FieldError::new(field, value, reason, expected));
    }

    fn known_fields(&mut self, form: &Value, patch: &Map<String, Value>, besides: &[&str]) {
        for name in patch.keys() {
            if form.get(name).is_none() && !besides.contains(&name.as_str()) {
                let fields: Vec<&str> = form.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
                self.refuse(name, "", "there is no such field", format!("one of {}", fields.join(", ")));
            }
        }
    }

    /// Turns typed coordinates into WGS84 with the pair as given; without a datum they are a move on the map.
    fn place(&mut self, merged: &mut Value, datum: Option<&Value>, is_new: bool) {
        let number = |name: &str| merged[name].as_f64();
        let (Some(x), Some(y)) = (number("lon"), number("lat")) else {
            if !(merged["lon"].is_null() && merged["lat"].is_null()) {
                self.refuse("lon", &merged["lon"], "lon and lat belong together", "both as numbers of degrees");
            }
            return;
        };
        let named = datum.map(|word| word.as_str().and_then(Datum::parse));
        let datum = match named {
            Some(Some(datum)) => Some(datum),
            Some(None) => {
                self.refuse("datum", datum.unwrap_or(&Value::Null), "no datum", "wgs84, cgcs2000, gcj02 or bd09");
                return;
            }
            None => None,
        };
        let (lon, lat) = datum.map_or((x, y), |datum| datum.to_wgs84(x, y));
        merged["lon"] = json!(lon);
        merged["lat"] = json!(lat);
        if datum.is_some() || is_new {
            merged["given"] = json!({ "x": x, "y": y, "datum": datum.unwrap_or(Datum::Wgs84).code() });
        }
        if is_new && merged["precision"].is_null() {
            merged["precision"] = json!("unknown");
        }
    }

    fn read<T: DeserializeOwned>(&mut self, merged: Value) -> Option<T> {
        match serde_path_to_error::deserialize(&merged) {
            Ok(record) => Some(record),
            Err(error) => {
                let path = error.path().to_string();
                self.refuse(if path == "." { "body" } else { &path }, "", error.inner().to_string(), "the shape in /api/v1/docs");
                None
            }
        }
    }

    fn check_facility(&mut self, one: &FacilityRecord, was_status: Option<&str>) {
        self.name("name", &one.name);
        let kinds = &self.drafting.snapshot.catalogue().kinds;
        if kinds.rows().iter().all(|kind| kind.code != one.kind) {
            self.refuse("kind", &one.kind, "there is no such kind", "the code of a kind, as GET /api/v1/kinds lists them");
        }
        self.texts(&[("name_en", &one.name_en, MAX_NAME_CHARS), ("address", &one.address, MAX_TEXT_CHARS)]);
        self.texts(&[("phone", &one.phone, MAX_NAME_CHARS), ("opening_hours", &one.opening_hours, MAX_TEXT_CHARS)]);
        self.texts(&[("grade", &one.grade, MAX_NAME_CHARS), ("responsible_department", &one.responsible_department, MAX_NAME_CHARS)]);
        self.texts(&[("notes", &one.notes, MAX_TEXT_CHARS), ("source", &one.source, MAX_TEXT_CHARS)]);
        self.texts(&[("checked_by", &one.checked_by, MAX_NAME_CHARS), ("status_reason", &one.status_reason, MAX_TEXT_CHARS)]);
        for (at, feature) in one.barrier_free.iter().enumerate() {
            self.text(&format!("barrier_free[{at}]"), feature, MAX_NAME_CHARS);
        }
        self.few("barrier_free", one.barrier_free.len());
        self.mobile(one.contact_mobile.as_deref());
        self.division(one.division.as_deref());
        self.services(&one.services);
        self.position(one);
        self.status(one, was_status);
        if one.floor_area_m2.is_some_and(|area| !(0.0..=MOST).contains(&area)) {
            self.refuse("floor_area_m2", one.floor_area_m2.unwrap_or_default(), "is not believable", "0 to 1,000,000 square metres");
        }
        if one.capacity.is_some_and(|capacity| f64::from(capacity) > MOST) {
            self.refuse("capacity", one.capacity.unwrap_or_default(), "is not believable", "at most 1,000,000 places");
        }
        for (field, date) in [("opened_on", one.opened_on), ("checked_on", one.checked_on)] {
            if let Some(date) = date.filter(|date| *date > self.drafting.today && (field == "checked_on" || one.status == "operating")) {
                self.refuse(field, date, "lies in the future", format!("a day up to {}", self.drafting.today));
            }
        }
        if let Some(operator) = one.operator.as_deref()
            && self.drafting.snapshot.organization(operator).is_none()
        {
            self.refuse("operator", operator, "there is no such organization", "the id of an organization of the registry");
        }
    }

    fn position(&mut self, one: &FacilityRecord) {
        let (Some(lon), Some(lat)) = (one.lon, one.lat) else {
            let expected = "numbers of degrees, WGS84, or with `datum` in another";
            return self.refuse("lon", "", "lon and lat are missing: a facility is a place", expected);
        };
        match (Position::new(lon, lat), self.drafting.area) {
            (Err(error), _) => self.refuse("lon", format!("{lon},{lat}"), error.to_string(), "longitude before latitude, in degrees"),
            (Ok(position), Some(area)) if !area.contains(position) => {
                self.refuse("lon", format!("{lon},{lat}"), "lies outside the installation's area", format!("a place within {area}"));
            }
            _ => {}
        }
        if let Some(front) = one.front
            && let Err(error) = Position::new(front.lon, front.lat)
        {
            self.refuse("front", format!("{},{}", front.lon, front.lat), error.to_string(), "longitude before latitude, in degrees");
        }
    }

    fn status(&mut self, one: &FacilityRecord, was: Option<&str>) {
        let Some(status) = Status::parse(&one.status) else {
            let codes: Vec<&str> = Status::ALL.iter().map(|(_, code, _)| *code).collect();
            return self.refuse("status", &one.status, "there is no such status", format!("one of {}", codes.join(", ")));
        };
        let changed = was.is_some_and(|was| was != one.status);
        if changed && one.status_date.is_none() {
            self.refuse("status_date", "", "a change of status needs its day", "YYYY-MM-DD");
        }
        if changed
            && matches!(status, Status::Suspended | Status::Closed)
            && one.status_reason.as_deref().is_none_or(|why| why.trim().is_empty())
        {
            self.refuse("status_reason", "", "suspending and closing need a reason", "the reason in a few words");
        }
    }

    fn services(&mut self, services: &[ServiceRecord]) {
        let catalogue = self.drafting.snapshot.catalogue();
        self.few("services", services.len());
        for (at, one) in services.iter().enumerate() {
            let field = |name: &str| format!("services[{at}].{name}");
            if catalogue.service_types.rows().iter().all(|row| row.code != one.service_type) {
                self.refuse(&field("type"), &one.service_type, "there is no such service type", "a code of GET /api/v1/service-types");
            }
            if services[..at].iter().any(|before| before.service_type == one.service_type) {
                self.refuse(&field("type"), &one.service_type, "is there twice", "each type of service once");
            }
            for group in &one.target_groups {
                if catalogue.target_groups.rows().iter().all(|row| row.code != *group) {
                    self.refuse(&field("target_groups"), group, "there is no such group", "codes of GET /api/v1/target-groups");
                }
            }
            self.texts(&[(&field("fee"), &one.fee, MAX_TEXT_CHARS), (&field("phone"), &one.phone, MAX_NAME_CHARS)]);
            if let (Some(vacancy), Some(capacity)) = (one.vacancy, one.capacity)
                && vacancy > capacity
            {
                self.refuse(&field("vacancy"), vacancy, "is more than the places there are", format!("0 to {capacity}"));
            }
        }
    }

    fn division(&mut self, code: Option<&str>) {
        let Some(text) = code else { return };
        match DivisionCode::parse(text) {
            Err(error) => self.refuse("division", text, error.to_string(), "a code of 12 digits"),
            Ok(code) if !self.drafting.snapshot.divisions().contains_key(&code) => {
                self.refuse("division", text, "the registry has no such division", "a code of GET /api/v1/divisions");
            }
            Ok(_) => {}
        }
    }

    fn mobile(&mut self, number: Option<&str>) {
        let Some(number) = number else { return };
        let found = personal_number::find(number);
        let only_a_mobile = matches!(found.as_slice(), [one] if one.kind == PersonalNumber::Mobile && one.end - one.start == number.len());
        if !only_a_mobile {
            self.refuse(
                "contact_mobile",
                "(withheld)",
                "is no mobile number",
                "the 11 digits of a mobile; an office phone belongs into phone",
            );
        }
    }

    fn name(&mut self, field: &str, name: &str) {
        if name.trim().is_empty() {
            self.refuse(field, "", "is missing", format!("1 to {MAX_NAME_CHARS} characters"));
        }
        self.text(field, name, MAX_NAME_CHARS);
    }

    fn texts(&mut self, texts: &[(&str, &Option<String>, usize)]) {
        for (field, text, limit) in texts {
            if let Some(text) = text {
                self.text(field, text, *limit);
            }
        }
    }

    fn text(&mut self, field: &str, text: &str, limit: usize) {
        if let Err(error) = check_text(text, limit) {
            let shown = personal_number::mask(text).into_owned();
            self.refuse(field, shown, error.to_string(), format!("at most {limit} characters, without numbers that belong to a person"));
        }
    }

    fn few(&mut self, field: &str, entries: usize) {
        if entries > MOST_ENTRIES {
            self.refuse(field, entries, "has too many entries", format!("at most {MOST_ENTRIES}"));
        }
    }

    /// The record, trimmed and ordered as files give it; empty texts are none.
    fn finish<R, T>(mut self, record: R) -> Result<T, Vec<FieldError>>
    where
        R: Tidy,
        T: TryFrom<R, Error = RecordError>,
    {
        if !self.wrong.is_empty() {
            return Err(self.wrong);
        }
        T::try_from(record.tidied()).map_err(|error| {
            self.refuse(error.field, "", error.why, "what the record's form says");
            self.wrong
        })
    }
}

/// A form that people filled in.
trait Tidy {
    fn tidied(self) -> Self;
}

fn tidy(text: &mut Option<String>) {
    *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
}

fn tidy_services(services: &mut [ServiceRecord]) {
    services.sort_by(|a, b| a.service_type.cmp(&b.service_type));
    for one in services {
        tidy(&mut one.fee);
        tidy(&mut one.phone);
    }
}

impl Tidy for FacilityRecord {
    fn tidied(mut self) -> FacilityRecord {
        self.name = self.name.trim().to_owned();
        for text in [
            &mut self.name_en,
            &mut self.operator,
            &mut self.credit_code,
            &mut self.address,
            &mut self.status_reason,
            &mut self.opening_hours,
            &mut self.phone,
            &mut self.contact_mobile,
            &mut self.grade,
            &mut self.responsible_department,
            &mut self.notes,
            &mut self.checked_by,
            &mut self.source,
        ] {
            tidy(text);
        }
        tidy_services(&mut self.services);
        self
    }
}

impl Tidy for OrganizationRecord {
    fn tidied(mut self) -> OrganizationRecord {
        self.name = self.name.trim().to_owned();
        for text in [
            &mut self.name_en,
            &mut self.category,
            &mut self.credit_code,
            &mut self.filing_number,
            &mut self.phone,
            &mut self.contact_mobile,
            &mut self.address,
            &mut self.notes,
            &mut self.source,
        ] {
            tidy(text);
        }
        tidy_services(&mut self.services);
        self
    }
}
