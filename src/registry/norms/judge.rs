//! Is a clause kept, and where not? One answer for each sort of clause.

use std::collections::BTreeMap;

use super::{
    super::{Choice, CoverageQuestion, RegistryError, Snapshot},
    NormClause, NormDivision, NormFacility, NormQuestion, NormStatus, NormTerms, NormWhy,
    people::{People, Told},
};
use crate::{
    analysis::norms::{Shortfall, least_each, one_per},
    domain::{
        division::{DivisionCode, Level},
        small_count::SmallCounts,
        standard::{Clause, Per, Quantity, Standard},
        street::{By, Profile},
    },
};

/// Where a clause is looked at.
type Scope = Option<DivisionCode>;

impl Snapshot {
    /// Fills the row of a clause.
    pub(super) fn judge<'a>(
        &'a self,
        question: &NormQuestion,
        terms: &NormTerms,
        standard: &Standard,
        scope: Scope,
        row: &mut NormClause<'a>,
    ) -> Result<(), RegistryError> {
        let places = self.places_of_kind(&standard.kind, scope);
        row.facilities = places.len();
        match row.clause {
            Clause::Reach => self.judge_reach(question, terms, standard, scope, row)?,
            Clause::Administrative => self.judge_administrative(question, terms, standard, scope, row),
            Clause::Ratio => self.judge_ratio(question, terms, standard, scope, row),
            Clause::MinimumArea => self.judge_minimum(&places, |row| self.facilities()[row].floor_area_m2, row),
            Clause::MinimumPlaces => self.judge_minimum(&places, |row| self.facilities()[row].capacity.map(f64::from), row),
        }
        Ok(())
    }

    /// Rows of the places of a kind that operate in scope.
    fn places_of_kind(&self, kind: &str, scope: Scope) -> Vec<usize> {
        let choice = Choice { kinds: vec![kind.to_owned()], ..Choice::default() };
        self.filter(&choice).map(|filter| self.serving(&filter, scope)).unwrap_or_default()
    }

    fn told(question: &NormQuestion, column: usize) -> SmallCounts {
        question.told.get(column).copied().unwrap_or_default()
    }

    /// Whoever is farther than the limit, as coverage counts them.
    fn judge_reach<'a>(
        &'a self,
        question: &NormQuestion,
        terms: &NormTerms,
        standard: &Standard,
        scope: Scope,
        row: &mut NormClause<'a>,
    ) -> Result<(), RegistryError> {
        let Some(group) = self.groups().get(terms.column) else {
            row.cannot_be_judged(NormWhy::NoCount);
            return Ok(());
        };
        let by_standard = if standard.metric == "straight" { By::Straight } else { By::OnFoot(Profile::Walk) };
        let answer = self.coverage(&CoverageQuestion {
            manner: self.manner(question.by.unwrap_or(by_standard)),
            choice: Choice { kinds: vec![standard.kind.clone()], ..Choice::default() },
            within_m: standard.reach_m.into_iter().collect(),
            standard: None,
            count: Some(group.clone()),
            level: Some(terms.level),
            division: scope,
            small_counts: Snapshot::told(question, terms.column),
        })?;
        let everyone = answer.bands.first();
        row.group = Some(answer.group.to_owned());
        (row.by, row.measured, row.method) = (Some(answer.by), Some(answer.measured), Some(answer.inputs.method));
        row.people = everyone.and_then(|band| band.total);
        row.affected = everyone.and_then(|band| band.left_over);
        (row.rounded, row.withheld_below) = (answer.rounded, answer.withheld_below);
        let failing = answer.zones.into_iter().filter(|zone| zone.bands.first().is_none_or(|band| band.left_over != Some(0.0)));
        row.divisions = failing
            .map(|zone| NormDivision {
                code: zone.code,
                name: zone.name,
                name_en: zone.name_en,
                people: zone.total,
                affected: zone.bands.first().and_then(|band| band.left_over),
                there: None,
                required: None,
                missing: None,
                not_stated: 0,
                rounded: zone.rounded,
            })
            .collect();
        row.status = if row.divisions.is_empty() { NormStatus::Met } else { NormStatus::Failed };
        Ok(())
    }

    /// One, or as many as the ratio says, in each division of the tier.
    fn judge_administrative<'a>(
        &'a self,
        question: &NormQuestion,
        terms: &NormTerms,
        standard: &Standard,
        scope: Scope,
        row: &mut NormClause<'a>,
    ) {
        let Some(level) = standard.level() else { return row.cannot_be_judged(NormWhy::NoLevel) };
        let required = match standard.ratio.as_ref().map(|ratio| (ratio.value, ratio.basis())) {
            None => 1.0,
            Some((value, Some(basis))) if basis.quantity == Quantity::Facilities && basis.per == Per::Division(level) => value,
            Some(_) => return row.cannot_be_judged(NormWhy::UnreadableUnit),
        };
        let inside = |code: DivisionCode| scope.is_none_or(|scope| scope.contains(code));
        let units: Vec<DivisionCode> = self.in_force(Some(level)).map(|one| one.code).filter(|code| inside(*code)).collect();
        if units.is_empty() {
            return row.cannot_be_judged(NormWhy::NoDivision);
        }
        let people = People::of_group(self, question, terms.column, scope, row);
        let of_level = people.as_ref().map(|people| people.by_division(level, scope)).unwrap_or_default();
        let places = self.places_of_kind(&standard.kind, scope);
        if level > Level::District && self.is_protected(&standard.kind) {
            return self.judge_protected(&units, &places, required, row);
        }
        let stand_in = places.iter().filter_map(|&place| self.facility_division(place)?.at(level));
        let mut affected = Some(0.0);
        for (code, shortfall) in one_per(&units, stand_in, required).into_iter().filter(|(_, shortfall)| shortfall.fails()) {
            let there = of_level.get(&code).copied().unwrap_or(0.0);
            let told = people.as_ref().map(|people| people.told_of(code, there, scope));
            let count = told.and_then(|told| told.count);
            affected = affected.zip(count).map(|(sum, count)| sum + count);
            row.rounded |= told.is_some_and(|told| told.rounded);
            row.divisions.push(self.failing(code, told, count, shortfall, 0));
        }
        row.affected = affected.filter(|_| people.is_some());
        row.status = if row.divisions.is_empty() { NormStatus::Met } else { NormStatus::Failed };
    }

    /// Of protected places only the district is known: one with fewer places than parts lacks some for certain; otherwise nobody
    /// can tell from here.
    fn judge_protected<'a>(&'a self, units: &[DivisionCode], places: &[usize], required: f64, row: &mut NormClause<'a>) {
        let mut districts: BTreeMap<DivisionCode, f64> = BTreeMap::new();
        units.iter().filter_map(|unit| unit.at(Level::District)).for_each(|code| *districts.entry(code).or_default() += required);
        let stand_in: Vec<DivisionCode> = places.iter().filter_map(|&place| self.facility_division(place)?.at(Level::District)).collect();
        for (code, required) in districts {
            let there = stand_in.iter().filter(|district| **district == code).count() as f64;
            let shortfall = Shortfall::of(there, required);
            if shortfall.fails() {
                row.divisions.push(self.failing(code, None, None, shortfall, 0));
            }
        }
        if row.divisions.is_empty() {
            row.cannot_be_judged(NormWhy::Protected);
        } else {
            (row.status, row.why) = (NormStatus::Failed, Some(NormWhy::Protected));
        }
    }

    /// Floor area, places or facilities for so many people or households, division by division.
    fn judge_ratio<'a>(&'a self, question: &NormQuestion, terms: &NormTerms, standard: &Standard, scope: Scope, row: &mut NormClause<'a>) {
        let Some((value, basis)) = standard.ratio.as_ref().and_then(|ratio| Some((ratio.value, ratio.basis()?))) else {
            return row.cannot_be_judged(NormWhy::UnreadableUnit);
        };
        let Per::Count(group) = basis.per else { return row.cannot_be_judged(NormWhy::UnreadableUnit) };
        let Some(column) = self.groups().iter().position(|one| one == group) else {
            row.group = Some(group.to_owned());
            return row.cannot_be_judged(NormWhy::NoCount);
        };
        let Some(people) = People::of_group(self, question, column, scope, row) else { return row.cannot_be_judged(NormWhy::NoCount) };
        let mut there: BTreeMap<DivisionCode, (f64, usize)> = BTreeMap::new();
        for place in self.places_of_kind(&standard.kind, scope) {
            let Some(code) = self.facility_division(place).and_then(|code| code.at(terms.level)) else { continue };
            let facility = &self.facilities()[place];
            let stated = match basis.quantity {
                Quantity::FloorArea => facility.floor_area_m2,
                Quantity::Capacity => facility.capacity.map(f64::from),
                Quantity::Facilities => Some(1.0),
            };
            let (sum, not_stated) = there.entry(code).or_default();
            *sum += stated.unwrap_or(0.0);
            *not_stated += usize::from(stated.is_none());
        }
        row.facilities_not_stated = there.values().map(|(_, not_stated)| not_stated).sum();
        let mut affected = Some(0.0);
        for (code, count) in people.by_division(terms.level, scope) {
            let told = people.told_of(code, count, scope);
            // Judged by what is told: what is missing would tell a count that is not.
            let Some(count) = told.count else {
                row.divisions_withheld += 1;
                continue;
            };
            let (quantity, not_stated) = there.get(&code).copied().unwrap_or_default();
            let shortfall = Shortfall::of_ratio(quantity, value, basis.of, count);
            if shortfall.fails() {
                affected = affected.map(|sum| sum + count);
                row.rounded |= told.rounded;
                row.divisions.push(self.failing(code, Some(told), Some(count), shortfall, not_stated));
            }
        }
        row.affected = affected;
        row.status = if row.divisions.is_empty() { NormStatus::Met } else { NormStatus::Failed };
        if row.divisions.is_empty() && row.divisions_withheld > 0 {
            row.cannot_be_judged(NormWhy::SmallCounts);
        }
    }

    /// A least quantity of each place.
    fn judge_minimum<'a>(&'a self, places: &[usize], stated: impl Fn(usize) -> Option<f64>, row: &mut NormClause<'a>) {
        let found = least_each(places.iter().map(|&place| (place, stated(place))), row.requirement.value);
        let place = |at: usize, shortfall: Option<Shortfall>| NormFacility {
            id: self.facilities()[at].id.as_str(),
            name: &self.facilities()[at].name,
            division: self.facility_division(at),
            stated: shortfall.map(|shortfall| shortfall.there),
            missing: shortfall.map(|shortfall| shortfall.missing),
        };
        let short = found.short.iter().map(|(at, shortfall)| place(*at, Some(*shortfall)));
        row.facilities_failing = short.chain(found.unstated.iter().map(|at| place(*at, None))).collect();
        row.facilities_failing.sort_by(|a, b| a.id.cmp(b.id));
        row.facilities_not_stated = found.unstated.len();
        match (found.all, found.short.len(), found.unstated.len()) {
            (0, ..) => row.cannot_be_judged(NormWhy::NoPlace),
            (_, 0, 0) => row.status = NormStatus::Met,
            (_, 0, _) => row.cannot_be_judged(NormWhy::NotStated),
            _ => row.status = NormStatus::Failed,
        }
    }

    fn failing(
        &self,
        code: DivisionCode,
        told: Option<Told>,
        affected: Option<f64>,
        shortfall: Shortfall,
        not_stated: usize,
    ) -> NormDivision<'_> {
        let division = self.divisions().get(&code);
        NormDivision {
            code: Some(code),
            name: division.map(|division| division.name.as_str()),
            name_en: division.and_then(|division| division.name_en.as_deref()),
            people: told.and_then(|told| told.count),
            affected,
            there: Some(shortfall.there),
            required: Some(shortfall.required),
            missing: Some(shortfall.missing),
            not_stated,
            rounded: told.is_some_and(|told| told.rounded),
        }
    }
}

impl<'a> People<'a> {
    /// The people of a column for a row that counts them, which is told of whom it speaks; `None` when nobody is counted at all.
    fn of_group(snapshot: &'a Snapshot, question: &NormQuestion, column: usize, scope: Scope, row: &mut NormClause) -> Option<People<'a>> {
        let group = snapshot.groups().get(column)?;
        let told = Snapshot::told(question, column);
        let people = People::of(snapshot, column, told);
        let everybody = people.told_in(scope);
        (row.group, row.withheld_below) = (Some(group.clone()), told.threshold());
        (row.people, row.rounded) = (everybody.count, everybody.rounded);
        Some(people)
    }
}
