//! Who helps in the city? Community organizations, agencies, charities, volunteers, rapid-response teams and one hotline.

use rand::Rng;

use super::{
    TITLE_EN, TITLE_ZH,
    chance::{Purpose, dice, pick},
    credit::credit_code,
    divisions::SOURCE,
    facilities::{day, given, offered, phone},
    ground::Ground,
    menu::{Helper, ORGANIZATIONS, Spread},
    plan::communities,
    words::{Word, common_words},
};
use crate::domain::{
    division::DivisionCode,
    facility::{Facility, Location, Status},
    id::{FacilityId, OrganizationId},
    organization::{Category, Organization},
    position::Precision,
    service::ServiceAtLocation,
};

/// Phone of the one hotline.
const HOTLINE: &str = "0999-12345";

/// The organizations and the sites of those that have one; the hotline's is the first.
pub(super) fn records(ground: &Ground, seed: u64, people: u64) -> (Vec<Organization>, Vec<Facility>) {
    let mut rng = dice(seed, Purpose::Organizations);
    let (mut all, mut sites) = (vec![hotline(ground)], Vec::new());
    for helper in &ORGANIZATIONS {
        let found = communities(&mut rng, ground, people, helper.spread, |_| 1.0);
        let words = common_words(&mut rng, found.len());
        for (turn, (community, word)) in found.into_iter().zip(words).enumerate() {
            let mut organization = organization(&mut rng, helper, all.len() + 1);
            let name = name(ground, helper, (community, &word, turn));
            (organization.name, organization.name_en) = (name.zh, Some(name.en));
            organization.division = Some(ground.tree.communities[community].code);
            if rng.random_bool(0.86) {
                let site = site(&mut rng, ground, helper, (&organization, community));
                organization.address = site.address.as_deref().map(str::to_owned);
                sites.push(site);
            } else {
                organization.services = offered(&mut rng, helper.offers);
            }
            all.push(organization);
        }
    }
    (all, sites)
}

/// Organizations that may run facilities: agencies and charities.
pub(super) fn operators(organizations: &[Organization]) -> Vec<&Organization> {
    let runs = |organization: &&Organization| organization.category == Some(Category::SocialServiceInstitution);
    organizations.iter().filter(runs).collect()
}

/// The hotline: a phone and no door.
fn hotline(ground: &Ground) -> Organization {
    let mut service = ServiceAtLocation::of_type("assistance-hotline", Vec::new());
    service.fee = Some("免费".into());
    service.phone = Some(HOTLINE.into());
    Organization {
        id: id(1),
        name: format!("{TITLE_ZH}社会救助服务热线中心（示例）"),
        name_en: Some(format!("{TITLE_EN} Social-assistance Hotline Centre (sample)")),
        category: Some(Category::PublicInstitution),
        credit_code: Some(credit_code("12", 1)),
        contact_mobile: None,
        filing_number: None,
        phone: Some(HOTLINE.to_owned()),
        address: None,
        division: ground.tree.districts[0].code.parent(),
        services: vec![service],
        notes: None,
        source: Some(SOURCE.to_owned()),
    }
}

fn id(number: usize) -> OrganizationId {
    OrganizationId::parse(&format!("O{number:05}")).expect("a letter and digits are an id")
}

/// An organization's papers; name and place come later.
fn organization(rng: &mut impl Rng, helper: &Helper, number: usize) -> Organization {
    let (category, prefix) = match helper.kind {
        "social-work-agency" => (Category::SocialServiceInstitution, Some("52")),
        "charity" if number.is_multiple_of(2) => (Category::Foundation, Some("53")),
        "charity" => (Category::Association, Some("51")),
        "trade-association" => (Category::Association, Some("51")),
        "community-organization" if rng.random_bool(0.2) => (Category::Association, Some("51")),
        "community-organization" => (Category::FiledCommunityOrganization, None),
        _ => (Category::Unincorporated, None),
    };
    let filed = category == Category::FiledCommunityOrganization || category == Category::Unincorporated && rng.random_bool(0.5);
    Organization {
        id: id(number),
        name: String::new(),
        name_en: None,
        category: Some(category),
        credit_code: prefix.map(|prefix| credit_code(prefix, number)),
        contact_mobile: None,
        filing_number: filed.then(|| format!("示例备〔{}〕{number:04}号", rng.random_range(2019..=2026))),
        phone: rng.random_bool(0.9).then(|| phone(rng)),
        address: None,
        division: None,
        services: Vec::new(),
        notes: None,
        source: Some(SOURCE.to_owned()),
    }
}

/// Named after its community, its street or, for those of the whole city, a word of its own.
fn name(ground: &Ground, helper: &Helper, (community, word, turn): (usize, &Word, usize)) -> Word {
    let ending = helper.names[turn % helper.names.len()];
    let stem = match helper.spread {
        Spread::Communities(_) => ground.tree.communities[community].stem.clone(),
        Spread::Streets(_) => ground.tree.street_of(community).stem.clone(),
        Spread::People(..) => Word::new(&format!("{TITLE_ZH}{}", word.zh), &word.en),
    };
    Word::new(&format!("{}{}（示例）", stem.zh, ending.0), &format!("{} {} (sample)", stem.en, ending.1))
}

/// The site: a facility with the organization's id, run by itself.
fn site(rng: &mut impl Rng, ground: &Ground, helper: &Helper, (organization, community): (&Organization, usize)) -> Facility {
    let spot = ground.spot(rng, community);
    let division: DivisionCode = ground.tree.communities[community].code;
    let precision = *pick(rng, &[Precision::Exact, Precision::Building, Precision::Building, Precision::Street]);
    let opened = day(rng, (2012, 2025));
    Facility {
        id: FacilityId::parse(organization.id.as_str()).expect("an organization's id is an id"),
        name: organization.name.as_str().into(),
        name_en: organization.name_en.as_deref().map(Into::into),
        kind: helper.kind.into(),
        operator: Some(organization.id.clone()),
        division: Some(division),
        credit_code: organization.credit_code.clone(),
        address: Some(spot.address.into()),
        location: Some(Location { position: spot.position, given: given(spot.position), precision }),
        front: None,
        status: Status::Operating,
        status_date: Some(opened),
        status_reason: None,
        capacity: rng.random_bool(0.85).then(|| rng.random_range(helper.capacity.0..=helper.capacity.1)),
        floor_area_m2: None,
        opening_hours: rng.random_bool(0.85).then(|| (*pick(rng, helper.hours)).into()),
        phone: organization.phone.as_deref().map(Into::into),
        barrier_free: if rng.random_bool(0.4) { vec!["无障碍坡道".into()] } else { Vec::new() },
        grade: None,
        responsible_department: None,
        notes: None,
        opened_on: Some(opened),
        checked_by: None,
        contact_mobile: None,
        checked_on: rng.random_bool(0.85).then(|| day(rng, (2025, 2026))),
        source: Some(SOURCE.into()),
        services: offered(rng, helper.offers),
    }
}
