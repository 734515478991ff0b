//! What does a report say? Its subject, the sentences of the answer, and its parts in order.

use chrono::{DateTime, Utc};

use super::{HandInInputs, words};
use crate::{
    domain::{
        division::{DivisionCode, Level},
        plan::{SitingModel, Terms},
        position::Position,
        small_count::SmallCounts,
    },
    exchange::{
        INTERNAL_USE, SAMPLE_NOTICE,
        hand_in::{HandIn, Language, thousands},
    },
    registry::{Choice, CoverageQuestion, PlanFigures, RegistryError, Snapshot},
};

/// What a report is about: the registry as it was, and what is planned on it.
pub(super) struct Subject<'s> {
    /// The registry as it was.
    pub snapshot: &'s Snapshot,
    /// What the report is made from.
    pub inputs: &'s HandInInputs,
    /// In which language.
    pub language: Language,
    /// Before and after the plan, by community.
    pub figures: PlanFigures<'s>,
    /// The division that is planned.
    pub division: Option<DivisionCode>,
    /// What reach is.
    pub question: CoverageQuestion,
}

impl Subject<'_> {
    /// The question about today's reach, with rows of a level.
    pub(super) fn coverage_question(&self, level: Level) -> CoverageQuestion {
        CoverageQuestion { level: Some(level), ..self.question.clone() }
    }

    /// Rows of the facilities of the kinds within the division, in the order of ids.
    pub(super) fn facilities(&self) -> impl Iterator<Item = usize> + '_ {
        let kinds = &self.inputs.terms.kind;
        (0..self.snapshot.facilities().len()).filter(move |&row| {
            let of_kind = kinds.iter().any(|kind| **kind == *self.snapshot.facilities()[row].kind);
            of_kind && self.holds(self.snapshot.facility_division(row))
        })
    }

    /// Whether something of this division is within the one that is planned.
    pub(super) fn holds(&self, division: Option<DivisionCode>) -> bool {
        self.division.is_none_or(|scope| division.is_some_and(|code| scope.contains(code)))
    }

    /// The division that holds a point.
    pub(super) fn division_at(&self, lon: f64, lat: f64) -> Option<DivisionCode> {
        Position::new(lon, lat).ok().and_then(|position| self.snapshot.locate(position))
    }

    /// The name of a division; its code where it has none.
    pub(super) fn division_name(&self, code: DivisionCode) -> String {
        let division = self.snapshot.divisions().get(&code);
        let english = division.and_then(|one| one.name_en.clone()).filter(|_| self.language == Language::English);
        english.or_else(|| division.map(|one| one.name.clone())).unwrap_or_else(|| code.to_string())
    }

    /// The name of a kind.
    pub(super) fn kind_name(&self, code: &str) -> String {
        let kind = self.snapshot.catalogue().kinds.rows().iter().find(|kind| kind.code == code);
        kind.map_or_else(|| code.to_owned(), |kind| self.language.pick(&kind.name_zh, &kind.name_en).to_owned())
    }

    fn kinds_told(&self) -> String {
        let names: Vec<String> = self.inputs.terms.kind.iter().map(|code| self.kind_name(code)).collect();
        names.join(self.language.pick("、", ", "))
    }

    /// The name of the people that are counted.
    fn group_told(&self) -> String {
        let Some(group) = &self.inputs.terms.group else { return self.language.pick("居民", "residents").to_owned() };
        let row = self.snapshot.catalogue().target_groups.find(group);
        row.map_or_else(|| group.clone(), |row| self.language.pick(&row.name_zh, &row.name_en).to_owned())
    }

    /// Whose reach, how it is measured and within which limit.
    pub(super) fn terms_told(&self) -> String {
        let Terms { by, within_m, standard, .. } = &self.inputs.terms;
        let measured = words::measured(self.figures.measured, self.language);
        let (kinds, group, by) = (self.kinds_told(), self.group_told(), words::by(by, self.language));
        let standard = standard.as_deref().map(|code| self.standard_told(code)).unwrap_or_default();
        match self.language {
            Language::Chinese => format!("口径：{kinds}，{group}，{by} {within_m} 米以内（{measured}）{standard}。"),
            Language::English => format!("Terms: {kinds}, {group}, within {within_m} m {by} ({measured}){standard}."),
        }
    }

    fn standard_told(&self, code: &str) -> String {
        let standard = self.snapshot.standards().iter().find(|one| one.code == code);
        let mark = if standard.is_some_and(|one| one.verified) { "" } else { self.language.pick("，未核实", ", unverified") };
        let name = standard.map_or(code, |one| self.language.pick(&one.name_zh, &one.name_en));
        match self.language {
            Language::Chinese => format!("，规范：{name}{mark}"),
            Language::English => format!("; standard: {name}{mark}"),
        }
    }

    /// What the people's figures are.
    pub(super) fn figures_told(&self) -> String {
        let group = self.inputs.terms.group.as_deref().unwrap_or(crate::domain::kind::POPULATION);
        let figures: Vec<String> = self.snapshot.figures(group).iter().map(ToString::to_string).collect();
        if figures.is_empty() { self.language.pick("未说明", "not stated").to_owned() } else { figures.join("; ") }
    }

    fn title(&self) -> String {
        let division = self.division.map(|code| self.division_name(code));
        let (kinds, name) = (self.kinds_told(), &self.inputs.name);
        match self.language {
            Language::Chinese => format!("{}{kinds}布局规划方案：{name}", division.unwrap_or_default()),
            Language::English => {
                let place = division.map(|name| format!(", {name}")).unwrap_or_default();
                format!("Plan of {kinds}{place}: {name}")
            }
        }
    }

    fn summary(&self) -> Vec<String> {
        let (language, inputs, figures) = (self.language, self.inputs, &self.figures);
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for action in &inputs.actions {
            let word = words::deed(&action.deed, language);
            match counts.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word, 1)),
            }
        }
        let deeds: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count} {}", language.pick("处", "site(s)"))).collect();
        let deeds = if deeds.is_empty() {
            language.pick("不采取措施", "no action").to_owned()
        } else {
            deeds.join(language.pick("、", ", "))
        };
        let told = |share: Option<f64>| share.map_or_else(|| "—".to_owned(), |share| format!("{:.1}%", share * 100.0));
        let people = |count: Option<f64>| count.map_or_else(|| "—".to_owned(), |count| thousands(&format!("{count:.0}")));
        let (before, after) = (&figures.before, &figures.after);
        let mut sentences = vec![self.terms_told()];
        sentences.push(match language {
            Language::Chinese => format!(
                "{deeds}后，覆盖率由 {} 变为 {}（{} → {} 人），未覆盖 {} 人，共 {} 人。",
                told(before.share),
                told(after.share),
                people(before.covered),
                people(after.covered),
                people(after.left_over),
                people(figures.total)
            ),
            Language::English => format!(
                "With {deeds} the share covered goes from {} to {} ({} to {} people); {} are left over of {}.",
                told(before.share),
                told(after.share),
                people(before.covered),
                people(after.covered),
                people(after.left_over),
                people(figures.total)
            ),
        });
        sentences.extend(self.siting_told());
        if let Some(below) = inputs.withheld_below.values().max() {
            sentences.push(match language {
                Language::Chinese => format!("小于 {below} 人的数不予显示，相关合计取整到其倍数。"),
                Language::English => format!("Counts below {below} are withheld, and totals that would tell them are rounded."),
            });
        }
        sentences
    }

    fn siting_told(&self) -> Option<String> {
        let siting = self.inputs.siting.as_ref()?;
        let language = self.language;
        let (model, proof) = (words::model(siting.question.model, language), words::proof(&siting.status, language));
        let gap = siting.gap.map_or_else(|| "—".to_owned(), |gap| format!("{:.2}%", gap * 100.0));
        let unit = match siting.question.model {
            SitingModel::Lscp => language.pick("处", "sites"),
            SitingModel::Mclp | SitingModel::Cmclp => language.pick("人", "people"),
            SitingModel::PMedian => language.pick("人·米", "person metres"),
            SitingModel::PCenter => language.pick("米", "m"),
        };
        let number =
            |number: Option<f64>| number.map_or_else(|| "—".to_owned(), |number| format!("{} {unit}", thousands(&format!("{number:.0}"))));
        let (objective, bound) = (number(siting.objective), number(siting.bound));
        Some(match language {
            Language::Chinese => format!("选址模型：{model}，{proof}；目标 {objective}，上下界 {bound}，差距 {gap}。"),
            Language::English => format!("Siting model: {model}, {proof}; objective {objective}, bound {bound}, gap {gap}."),
        })
    }

    fn notices(&self) -> Vec<String> {
        let inputs = self.inputs;
        let approval = inputs.map_approval.as_ref().map_or_else(|| INTERNAL_USE.to_owned(), |number| format!("审图号 {number}"));
        let date = format!("{} {}", self.language.pick("数据日期", "Data as of"), inputs.data_as_of.format("%Y-%m-%d"));
        inputs.sample.then(|| SAMPLE_NOTICE.to_owned()).into_iter().chain([approval, date]).collect()
    }

    fn inputs_told(&self) -> Vec<(String, String)> {
        let (inputs, language) = (self.inputs, self.language);
        let none = language.pick("无", "none");
        let file = |sha256: &Option<String>| sha256.clone().filter(|sha256| !sha256.is_empty()).unwrap_or_else(|| none.to_owned());
        let item = |zh: &str, en: &str, content: String| (language.pick(zh, en).to_owned(), content);
        let pace = &inputs.pace;
        vec![
            item("登记库", "Registry", inputs.registry.clone()),
            item("最后变更", "Last change", format!("{} ({})", inputs.change_seq, inputs.data_as_of.format("%Y-%m-%d %H:%M:%S UTC"))),
            item("人口口径", "People", self.figures_told()),
            item("路网 SHA-256", "Streets, SHA-256", file(&inputs.streets)),
            item("底图 SHA-256", "Base map, SHA-256", file(&inputs.base_map)),
            item("方法", "Method", words::method(self.snapshot.method(self.question.manner), language).to_owned()),
            item(
                "步行参数",
                "Walking",
                format!("{} / {} / {} km/h; {} m; x {}", pace.kmh[0], pace.kmh[1], pace.kmh[2], pace.attach_m, pace.detour_factor),
            ),
            item("口径", "Terms", self.terms_told()),
            item("方案编号", "Plan", inputs.plan.clone()),
            item("规则版本", "Rules", inputs.rules.to_string()),
        ]
    }

    /// The whole report.
    pub(super) fn hand_in(&self, made_at: DateTime<Utc>) -> Result<HandIn, RegistryError> {
        let tables = vec![
            self.existing(),
            self.evaluation()?,
            self.forecast()?,
            self.planned(),
            self.evaluation_after(),
            self.evaluation_by_group(),
            self.projects(),
        ];
        Ok(HandIn {
            language: self.language,
            title: self.title(),
            summary: self.summary(),
            notices: self.notices(),
            tables,
            pictures: self.pictures(),
            inputs: self.inputs_told(),
            hash: self.inputs.hash(),
            made_at,
        })
    }
}

/// The question that the terms of a plan mean.
pub(super) fn question_of(snapshot: &Snapshot, terms: &Terms, small_counts: SmallCounts) -> CoverageQuestion {
    let by = crate::domain::street::By::parse(&terms.by).unwrap_or_default();
    CoverageQuestion {
        manner: snapshot.manner(by),
        choice: Choice { kinds: terms.kind.clone(), ..Choice::default() },
        within_m: vec![terms.within_m],
        standard: None,
        count: terms.group.clone(),
        level: None,
        division: super::division_of(terms),
        small_counts,
    }
}
