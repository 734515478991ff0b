//! What is there now? 现状设施一览表, 现状评价表, 需求预测表.

use std::collections::HashMap;

use super::{content::Subject, words};
use crate::{
    domain::{
        division::{DivisionCode, Level},
        facility::Status,
        plan::Deed,
    },
    exchange::{
        Cell,
        hand_in::{HandInColumn, HandInTable},
    },
    registry::{GapQuestion, RegistryError},
};

/// A text cell; nothing for an empty text.
pub(super) fn text(text: impl AsRef<str>) -> Cell {
    let text = text.as_ref();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// A number cell; nothing where there is no number.
pub(super) fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

/// The sum of a column; `None` where one of its numbers is not told.
fn sum(numbers: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    numbers.sum()
}

impl Subject<'_> {
    /// The names of district, street and community of a code, as far as there are any.
    pub(super) fn path(&self, code: Option<DivisionCode>) -> [Cell; 3] {
        [Level::District, Level::Street, Level::Community].map(|level| {
            let at = code.filter(|code| code.level() >= level).and_then(|code| code.at(level));
            text(at.map(|code| self.division_name(code)).unwrap_or_default())
        })
    }

    /// 现状设施一览表: every facility of the kinds within the division.
    pub(super) fn existing(&self) -> HandInTable {
        let (snapshot, language) = (self.snapshot, self.language);
        let say = |zh: &str, en: &str| HandInColumn::plain(language.pick(zh, en));
        let rows: Vec<usize> = self.facilities().collect();
        let serving = rows.iter().filter(|&&row| snapshot.facilities()[row].status == Status::Operating).count();
        let cells = (1..).zip(&rows).map(|(place, &row)| {
            let facility = &snapshot.facilities()[row];
            let [district, street, community] = self.path(snapshot.facility_division(row));
            vec![
                Cell::Number(f64::from(place)),
                text(facility.id.as_str()),
                text(words::name(facility, language)),
                text(self.kind_name(&facility.kind)),
                district,
                street,
                community,
                text(facility.address.as_deref().unwrap_or_default()),
                text(words::status(facility.status, language)),
                number(facility.capacity.map(f64::from)),
                number(facility.floor_area_m2),
                text(facility.opening_hours.as_deref().unwrap_or_default()),
                text(facility.responsible_department.as_deref().unwrap_or_default()),
            ]
        });
        let cells: Vec<Vec<Cell>> = cells.collect();
        let operating = |row: &&usize| snapshot.facilities()[**row].status == Status::Operating;
        let capacity = rows.iter().filter(operating).filter_map(|&row| snapshot.facilities()[row].capacity).map(f64::from).sum();
        let area = rows.iter().filter(operating).filter_map(|&row| snapshot.facilities()[row].floor_area_m2).sum();
        let mut totals = vec![Cell::Empty; 13];
        totals[2] = text(language.pick("合计（运营中）", "Total (operating)"));
        totals[8] = Cell::Number(serving as f64);
        totals[9] = Cell::Number(capacity);
        totals[10] = Cell::Number(area);
        HandInTable {
            name: language.pick("现状设施一览表", "Existing facilities").to_owned(),
            note: match language {
                crate::exchange::hand_in::Language::Chinese => {
                    format!("共 {} 处，其中运营 {serving} 处计入覆盖；床位（座位）与面积合计只计运营中且有记录的。", rows.len())
                }
                crate::exchange::hand_in::Language::English => format!(
                    "{} in all, of which {serving} operate and count as reach; totals of places and area are of operating ones on record.",
                    rows.len()
                ),
            },
            columns: vec![
                say("序号", "No."),
                say("编号", "Id"),
                say("名称", "Name"),
                say("类别", "Kind"),
                say("区县", "District"),
                say("街道", "Street"),
                say("社区", "Community"),
                say("地址", "Address"),
                say("状态", "Status"),
                say("床位（座位）", "Places"),
                say("建筑面积 (m²)", "Floor area (m²)"),
                say("开放时间", "Opening hours"),
                say("负责部门", "Responsible"),
            ],
            rows: cells,
            totals,
        }
    }

    /// 现状评价表: a row a community, with the nearest place of those that have people left over.
    pub(super) fn evaluation(&self) -> Result<HandInTable, RegistryError> {
        let (snapshot, language) = (self.snapshot, self.language);
        let question = GapQuestion { coverage: self.coverage_question(Level::Community), ..GapQuestion::default() };
        let gaps = snapshot.gaps(&question)?;
        let nearest: HashMap<&str, _> = gaps.items.iter().filter_map(|gap| Some((gap.code.as_deref()?, gap))).collect();
        let answer = snapshot.coverage(&question.coverage)?;
        let mut rows = Vec::new();
        for zone in &answer.zones {
            let Some(band) = zone.bands.first() else { continue };
            let [district, street, community] = self.path(zone.code);
            let gap = zone.code.map(|code| code.to_string()).and_then(|code| nearest.get(code.as_str()).copied());
            let place = gap.and_then(|gap| gap.nearest.as_ref());
            rows.push(vec![
                district,
                street,
                if zone.code.is_none() { text(language.pick("（社区外）", "(outside every community)")) } else { community },
                number(band.total),
                number(band.covered),
                number(band.left_over),
                number(band.share),
                text(
                    place
                        .and_then(|place| snapshot.facility_row(place.id))
                        .map(|row| words::name(&snapshot.facilities()[row], language))
                        .unwrap_or_default(),
                ),
                number(place.map(|place| place.distance_m.round())),
                number(gap.and_then(|gap| gap.mean_distance_m).map(f64::round)),
            ]);
        }
        let all = answer.bands.first();
        let mut totals = vec![text(language.pick("合计", "Total")), Cell::Empty, Cell::Empty];
        totals.extend([all.and_then(|band| band.total), all.and_then(|band| band.covered)].map(number));
        totals.extend([all.and_then(|band| band.left_over), all.and_then(|band| band.share)].map(number));
        totals.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
        let with_one = &answer.communities;
        let say = |zh: &str, en: &str| HandInColumn::plain(language.pick(zh, en));
        Ok(HandInTable {
            name: language.pick("现状评价表", "Evaluation of today").to_owned(),
            note: format!(
                "{}{} {}: {} / {}.",
                self.terms_told(),
                language.pick("覆盖 + 未覆盖 = 总数。", " Covered + left over = total."),
                language.pick("有设施的社区", "Communities with a place of their own"),
                with_one.with_one,
                with_one.total
            ),
            columns: vec![
                say("区县", "District"),
                say("街道", "Street"),
                say("社区", "Community"),
                say("人数", "People"),
                say("已覆盖", "Covered"),
                say("未覆盖", "Left over"),
                HandInColumn::percent(language.pick("覆盖率", "Share")),
                say("最近设施", "Nearest place"),
                say("最近距离 (m)", "To the nearest (m)"),
                say("平均距离 (m)", "Mean distance (m)"),
            ],
            rows,
            totals,
        })
    }

    /// 需求预测表: people by district, today's and the plan's places, each for a thousand of them.
    pub(super) fn forecast(&self) -> Result<HandInTable, RegistryError> {
        let (snapshot, language, inputs) = (self.snapshot, self.language, self.inputs);
        let answer = snapshot.coverage(&self.coverage_question(Level::District))?;
        let from = inputs.data_as_of.format("%Y").to_string().parse().unwrap_or(0);
        let until = inputs.actions.iter().filter_map(|action| action.year).max().unwrap_or(from).max(from);
        let growth = (1.0 + inputs.growth_percent / 100.0).powi(until - from);
        let mut places: HashMap<Option<DivisionCode>, [f64; 2]> = HashMap::new();
        for row in self.facilities().filter(|&row| snapshot.facilities()[row].status == Status::Operating) {
            let capacity = snapshot.facilities()[row].capacity.map_or(0.0, f64::from);
            let entry = places.entry(snapshot.facility_division(row).and_then(|code| code.at(Level::District))).or_default();
            entry[0] += capacity;
            entry[1] += capacity;
        }
        for action in &inputs.actions {
            let (at, more) = self.places_of(&action.deed);
            places.entry(at.and_then(|code| code.at(Level::District))).or_default()[1] += more;
        }
        let row_of = |head: Vec<Cell>, people: Option<f64>, [now, then]: [f64; 2]| {
            let later = people.map(|people| people * growth);
            let a_thousand =
                |places: f64, people: Option<f64>| people.filter(|people| *people > 0.0).map(|people| places / people * 1000.0);
            let mut row = head;
            row.extend([number(people), number(later), Cell::Number(now), number(a_thousand(now, people))]);
            row.extend([Cell::Number(then), number(a_thousand(then, later))]);
            row
        };
        let zones: Vec<(Option<DivisionCode>, Option<f64>)> = answer.zones.iter().map(|zone| (zone.code, zone.total)).collect();
        let rows = zones.iter().map(|(code, people)| {
            let name = code.map_or_else(|| language.pick("（区划外）", "(outside)").to_owned(), |code| self.division_name(code));
            row_of(vec![text(name)], *people, places.get(code).copied().unwrap_or_default())
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let all = places.values().fold([0.0; 2], |[now, then], more| [now + more[0], then + more[1]]);
        let totals = row_of(vec![text(language.pick("合计", "Total"))], sum(answer.bands.first().map(|band| band.total).into_iter()), all);
        let say = |zh: String, en: String| HandInColumn::plain(language.pick(&zh, &en));
        let figures = self.figures_told();
        Ok(HandInTable {
            name: language.pick("需求预测表", "Forecast of demand").to_owned(),
            note: match language {
                crate::exchange::hand_in::Language::Chinese => format!(
                    "人数口径：{figures}。预测按年增长率 {}%（设置项，未核实）由 {from} 年推至 {until} 年；床位（座位）只计有记录的。",
                    inputs.growth_percent
                ),
                crate::exchange::hand_in::Language::English => format!(
                    "People: {figures}. Forecast with {}% a year (a setting, unverified) from {from} to {until}; places on record only.",
                    inputs.growth_percent
                ),
            },
            columns: vec![
                say("区县".into(), "District".into()),
                say("现状人数".into(), "People today".into()),
                say(format!("{until} 年预测人数"), format!("People in {until}")),
                say("现状床位（座位）".into(), "Places today".into()),
                HandInColumn::decimal(language.pick("每千人", "A thousand people"), 1),
                say("规划后床位（座位）".into(), "Places planned".into()),
                HandInColumn::decimal(language.pick("每千人（预测）", "A thousand (forecast)"), 1),
            ],
            rows,
            totals,
        })
    }

    /// Where an action changes the number of places, and by how many.
    fn places_of(&self, deed: &Deed) -> (Option<DivisionCode>, f64) {
        let snapshot = self.snapshot;
        let row_of = |id: &str| snapshot.facility_row(id);
        let at = |id: &str| row_of(id).and_then(|row| snapshot.facility_division(row));
        let has = |id: &str| {
            let facility = row_of(id).map(|row| &snapshot.facilities()[row]);
            facility.filter(|one| one.status == Status::Operating).and_then(|one| one.capacity).map_or(0.0, f64::from)
        };
        match deed {
            Deed::Build { lon, lat, capacity, .. } => (self.division_at(*lon, *lat), capacity.map_or(0.0, f64::from)),
            Deed::Upgrade { facility, capacity } => (at(facility), capacity.map_or_else(|| has(facility), f64::from)),
            Deed::AddPlaces { facility, places } => (at(facility), f64::from(*places)),
            Deed::Close { facility } => (at(facility), -has(facility)),
            Deed::ExtendHours { .. } | Deed::Move { .. } => (None, 0.0),
        }
    }
}
