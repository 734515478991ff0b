//! What is planned? 规划设施一览表, 规划评价表, 近期项目库.

use super::{
    content::Subject,
    present::{number, text},
    words,
};
use crate::{
    domain::{
        division::{DivisionCode, Level},
        plan::{Deed, PlanAction},
    },
    exchange::{
        Cell,
        hand_in::{HandInColumn, HandInTable, Language},
    },
    registry::scenarios::ActionFigures,
};

impl Subject<'_> {
    /// What an action is about: its name, where it is, and the facility's row where there is one.
    pub(super) fn site(&self, action: &PlanAction) -> (String, Option<[f64; 2]>, Option<DivisionCode>) {
        let snapshot = self.snapshot;
        let of_facility = |id: &str| {
            let row = snapshot.facility_row(id);
            let name = row.map_or(id, |row| words::name(&snapshot.facilities()[row], self.language)).to_owned();
            let point = row.and_then(|row| snapshot.facilities()[row].shown_position()).map(|position| [position.lon(), position.lat()]);
            (name, point, row.and_then(|row| snapshot.facility_division(row)))
        };
        match &action.deed {
            Deed::Build { name, lon, lat, .. } => (name.clone(), Some([*lon, *lat]), self.division_at(*lon, *lat)),
            Deed::Move { facility, lon, lat } => (of_facility(facility).0, Some([*lon, *lat]), self.division_at(*lon, *lat)),
            Deed::Upgrade { facility, .. }
            | Deed::AddPlaces { facility, .. }
            | Deed::ExtendHours { facility, .. }
            | Deed::Close { facility } => of_facility(facility),
        }
    }

    /// 规划设施一览表: a row an action.
    pub(super) fn planned(&self) -> HandInTable {
        let language = self.language;
        let rows: Vec<Vec<Cell>> = (1..)
            .zip(&self.inputs.actions)
            .map(|(place, action)| {
                let (name, point, division) = self.site(action);
                let [district, street, community] = self.path(division);
                let figures = self.figures.per_action.iter().find(|one| one.id == action.id);
                let (capacity, area) = match &action.deed {
                    Deed::Build { capacity, floor_area_m2, .. } => (capacity.map(f64::from), *floor_area_m2),
                    Deed::Upgrade { capacity, .. } => (capacity.map(f64::from), None),
                    Deed::AddPlaces { places, .. } => (Some(f64::from(*places)), None),
                    Deed::ExtendHours { .. } | Deed::Move { .. } | Deed::Close { .. } => (None, None),
                };
                let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
                vec![
                    Cell::Number(f64::from(place)),
                    text(&action.id),
                    text(words::deed(&action.deed, language)),
                    text(name),
                    district,
                    street,
                    community,
                    number(point.map(|point| round(point[0]))),
                    number(point.map(|point| round(point[1]))),
                    number(capacity),
                    number(area),
                    number(action.cost),
                    action.year.map_or(Cell::Empty, |year| Cell::Text(year.to_string())),
                    number(figures.and_then(|one| one.newly_covered)),
                    number(figures.and_then(|one| one.newly_lost)),
                    number(figures.and_then(|one| one.lost_without)),
                ]
            })
            .collect();
        let say = |zh: &str, en: &str| HandInColumn::plain(language.pick(zh, en));
        let sum = |of: fn(&ActionFigures) -> Option<f64>| number(self.figures.per_action.iter().map(of).sum());
        let mut totals = vec![Cell::Empty; 16];
        totals[3] = text(language.pick("合计", "Total"));
        totals[11] = Cell::Number(self.inputs.actions.iter().filter_map(|action| action.cost).sum());
        totals[13] = sum(|one| one.newly_covered);
        totals[14] = sum(|one| one.newly_lost);
        HandInTable {
            name: language.pick("规划设施一览表", "Planned facilities").to_owned(),
            note: language
                .pick(
                    "新增与失去按措施次序累计，两者合计之差为全部变化；“缺此则失去”为其余措施都在时单去掉此项所失去的人数。坐标为 WGS84。",
                    "Newly covered and lost: one action after the other in this order, together the whole change; lost without: people lost when this one alone is left out. WGS84.",
                )
                .to_owned(),
            columns: vec![
                say("序号", "No."),
                say("措施编号", "Action"),
                say("措施", "What"),
                say("名称", "Name"),
                say("区县", "District"),
                say("街道", "Street"),
                say("社区", "Community"),
                HandInColumn::decimal(language.pick("经度", "Longitude"), 6),
                HandInColumn::decimal(language.pick("纬度", "Latitude"), 6),
                say("床位（座位）", "Places"),
                say("建筑面积 (m²)", "Floor area (m²)"),
                HandInColumn::decimal(language.pick("投资（万元）", "Cost (10,000 yuan)"), 1),
                say("年度", "Year"),
                say("新增覆盖", "Newly covered"),
                say("失去覆盖", "Newly lost"),
                say("缺此则失去", "Lost without"),
            ],
            rows,
            totals,
        }
    }

    /// 规划评价表: before and after, a row a community.
    pub(super) fn evaluation_after(&self) -> HandInTable {
        let language = self.language;
        let say = |zh: &str, en: &str| HandInColumn::plain(language.pick(zh, en));
        let figures = &self.figures;
        let row_of = |head: Vec<Cell>, total: Option<f64>, before: Option<f64>, after: Option<f64>| {
            let share = |covered: Option<f64>| covered.zip(total).filter(|(_, total)| *total > 0.0).map(|(covered, total)| covered / total);
            let mut row = head;
            row.extend([number(total), number(before), number(share(before)), number(after), number(share(after))]);
            row.extend([number(after.zip(before).map(|(after, before)| after - before))]);
            row.extend([number(total.zip(after).map(|(total, after)| total - after))]);
            row
        };
        let rows = figures.by_division.iter().map(|one| {
            let [district, street, community] = self.path(one.code);
            let community =
                if one.code.is_none() { text(language.pick("（社区外）", "(outside every community)")) } else { community };
            row_of(vec![district, street, community], one.total, one.before, one.after)
        });
        let head = vec![text(language.pick("合计", "Total")), Cell::Empty, Cell::Empty];
        HandInTable {
            name: language.pick("规划评价表", "Evaluation of the plan").to_owned(),
            note: format!(
                "{}{}",
                self.terms_told(),
                language.pick("规划后覆盖 + 未覆盖 = 人数。", " Covered with the plan + left over = people.")
            ),
            columns: vec![
                say("区县", "District"),
                say("街道", "Street"),
                say("社区", "Community"),
                say("人数", "People"),
                say("现状覆盖", "Covered today"),
                HandInColumn::percent(language.pick("现状覆盖率", "Share today")),
                say("规划后覆盖", "Covered with the plan"),
                HandInColumn::percent(language.pick("规划后覆盖率", "Share with the plan")),
                say("变化", "Change"),
                say("规划后未覆盖", "Left over"),
            ],
            rows: rows.collect(),
            totals: row_of(head, figures.total, figures.before.covered, figures.after.covered),
        }
    }

    /// 分对象评价表: before and after, a row a group.
    pub(super) fn evaluation_by_group(&self) -> HandInTable {
        let language = self.language;
        let say = |zh: &str, en: &str| HandInColumn::plain(language.pick(zh, en));
        let rows = self.figures.by_group.iter().map(|one| {
            let row = self.snapshot.catalogue().target_groups.find(one.group);
            let name = row.map_or(one.group, |row| language.pick(&row.name_zh, &row.name_en));
            let name = if one.group == crate::domain::kind::POPULATION { language.pick("居民", "residents") } else { name };
            let left_over = one.total.zip(one.after).map(|(total, after)| total - after);
            vec![text(name), number(one.total), number(one.before), number(one.after), number(left_over)]
        });
        HandInTable {
            name: language.pick("分对象评价表", "Evaluation by group").to_owned(),
            note: self.terms_told(),
            columns: vec![
                say("对象", "Group"),
                say("人数", "People"),
                say("现状覆盖", "Covered today"),
                say("规划后覆盖", "Covered with the plan"),
                say("规划后未覆盖", "Left over"),
            ],
            rows: rows.collect(),
            totals: Vec::new(),
        }
    }

    /// 近期项目库: a row an action, with who answers for it and where the money comes from.
    pub(super) fn projects(&self) -> HandInTable {
        let language = self.language;
        let say = |zh: &str, en: &str| HandInColumn::plain(language.pick(zh, en));
        let rows = (1..).zip(&self.inputs.actions).map(|(place, action)| {
            let project = self.inputs.projects.iter().find(|project| project.action == action.id);
            let (name, _, division) = self.site(action);
            let where_to = division.and_then(|code| code.at(Level::District)).map(|code| self.division_name(code));
            let fund = |(source, amount): &(_, f64)| format!("{} {amount}", words::fund(*source, language));
            let funds = project.map(|project| project.funds.iter().map(fund).collect::<Vec<_>>());
            let deadline = project.and_then(|project| project.deadline);
            vec![
                Cell::Number(f64::from(place)),
                text(name),
                text(words::deed(&action.deed, language)),
                text(where_to.unwrap_or_default()),
                action.year.map_or(Cell::Empty, |year| Cell::Text(year.to_string())),
                number(action.cost),
                text(funds.unwrap_or_default().join("; ")),
                text(project.and_then(|project| project.owner.clone()).unwrap_or_default()),
                text(deadline.map(|day| day.to_string()).unwrap_or_default()),
                text(project.map(|project| words::project(&project.state, language)).unwrap_or_default()),
            ]
        });
        let mut totals = vec![Cell::Empty; 10];
        totals[1] = text(language.pick("合计", "Total"));
        totals[5] = Cell::Number(self.inputs.actions.iter().filter_map(|action| action.cost).sum());
        HandInTable {
            name: language.pick("近期项目库", "Projects").to_owned(),
            note: match (language, self.inputs.projects.is_empty()) {
                (Language::Chinese, true) => "方案尚未批准：责任单位、资金来源与时限待定。".to_owned(),
                (Language::English, true) => "The plan is not approved yet: owner, money and deadline are open.".to_owned(),
                (Language::Chinese, false) => "方案已批准，责任单位、资金来源与时限以登记为准。".to_owned(),
                (Language::English, false) => "The plan is approved; owner, money and deadline as recorded.".to_owned(),
            },
            columns: vec![
                say("序号", "No."),
                say("项目名称", "Project"),
                say("建设内容", "What"),
                say("区县", "District"),
                say("年度", "Year"),
                HandInColumn::decimal(language.pick("投资（万元）", "Cost (10,000 yuan)"), 1),
                say("资金来源", "Money"),
                say("责任单位", "Owner"),
                say("完成时限", "Deadline"),
                say("状态", "State"),
            ],
            rows: rows.collect(),
            totals,
        }
    }
}
