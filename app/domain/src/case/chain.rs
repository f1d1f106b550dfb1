//! Who handles what two schools do together (第十四条): the chains of transfer and progression, as data: a list of units, each with
//! its registrar and its leader.

use super::Link;
use super::registration::{authority_follows, link};
use crate::account::Role;
use crate::codes::Stage;
use crate::org::{Unit, UnitKind};
use crate::refusal::Refusal;
use crate::rules::{RuleKey, Rules};

/// One side of a hand-over: a school with its competent authority and everything above that.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The school.
    pub school: &'a Unit,
    /// 学籍主管部门
    pub authority: &'a Unit,
    /// The units above the authority, in any order.
    pub above: &'a [Unit],
    /// The rules in force there.
    pub rules: &'a Rules,
}

impl<'a> Side<'a> {
    fn of_kind(&self, kind: UnitKind) -> Option<&'a Unit> {
        [self.authority].into_iter().chain(self.above).find(|unit| unit.kind == kind)
    }

    /// The authorities of this side that take part, lowest first.
    fn authorities(&self, stage: Stage, crosses_province: bool) -> Vec<&'a Unit> {
        let city = (stage == Stage::Senior && self.rules.yes(RuleKey::TransferSeniorCity))
            .then(|| self.of_kind(UnitKind::City));
        let province = (crosses_province && self.rules.yes(RuleKey::TransferProvinceJoins))
            .then(|| self.of_kind(UnitKind::Province));
        [Some(self.authority), city.flatten(), province.flatten()].into_iter().flatten().collect()
    }
}

/// Who handles the way of a pupil from one school to another, in order. The receiving school's registrar opens it, so its
/// leader comes first; then the authorities on the receiving side; then the releasing school and its authorities.
/// Whoever stands on both sides decides once, last. Within one school only its authority is asked.
///
/// # Errors
/// When one of the schools has no competent authority.
pub fn handover(to: Side<'_>, from: Side<'_>, stage: Stage) -> Result<Vec<Link>, Refusal> {
    authority_follows(to.school, to.authority)?;
    authority_follows(from.school, from.authority)?;
    let provinces = [to, from].map(|side| side.of_kind(UnitKind::Province).map(|unit| &unit.id));
    let crosses = provinces[0] != provinces[1];
    let mut units = to.authorities(stage, crosses);
    if to.school.id != from.school.id {
        units.push(from.school);
    }
    units.extend(from.authorities(stage, crosses));
    let last = |n: usize| units[n + 1..].iter().all(|later| later.id != units[n].id);
    let once = (0..units.len()).filter(|n| last(*n)).map(|n| units[n]);
    let both = once.flat_map(|unit| [link(unit, Role::Registrar), link(unit, Role::Leader)]);
    Ok([link(to.school, Role::Leader)].into_iter().chain(both).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{SchoolSystem, SchoolType};
    use crate::id::UnitId;
    use crate::org::{OrgPath, School};
    use crate::rules::RuleSet;
    use chrono::NaiveDate;
    use std::collections::BTreeMap;

    fn unit(path: &str, kind: UnitKind) -> Unit {
        let ids: Vec<UnitId> = path.split('/').map(|id| id.parse().unwrap()).collect();
        let full = ids.iter().fold(OrgPath::root(), |path, id| path.child(id));
        let id = ids.last().unwrap().clone();
        let parent = ids.iter().rev().nth(1).cloned().unwrap_or(UnitId::nation());
        let school = (kind == UnitKind::School).then(|| School {
            school_type: SchoolType::TwelveYear,
            stages: SchoolType::TwelveYear.stages().to_vec(),
            system: SchoolSystem::SixThree,
            township: None,
        });
        let name = id.to_string();
        Unit { id, name, kind, parent: Some(parent), path: full, division: String::new(), school }
    }

    /// A school below a county, a city or a province, with what is above it.
    fn place(path: &str) -> (Unit, Unit, Vec<Unit>) {
        let parts: Vec<&str> = path.split('/').collect();
        let kinds = [UnitKind::Province, UnitKind::City, UnitKind::County];
        let above: Vec<Unit> = (1..parts.len()).map(|n| unit(&parts[..n].join("/"), kinds[n - 1])).collect();
        (unit(path, UnitKind::School), above.last().unwrap().clone(), above)
    }

    fn units(to: &str, from: &str, stage: Stage, decided: &[(RuleKey, &str)]) -> Vec<String> {
        let values: BTreeMap<_, _> = decided.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        let set = RuleSet {
            authority: UnitId::nation(),
            authority_name: "教育部".into(),
            version: 1,
            valid_from: NaiveDate::MIN,
            valid_until: None,
            scopes: Default::default(),
            delegated: Default::default(),
            source: "试".into(),
            values,
        };
        let rules = Rules::in_force(&[set], None, NaiveDate::MAX);
        let (to, from) = (place(to), place(from));
        let side = |place: &'static (Unit, Unit, Vec<Unit>), rules: &'static Rules| Side {
            school: &place.0,
            authority: &place.1,
            above: &place.2,
            rules,
        };
        let rules = Box::leak(Box::new(rules));
        let chain =
            handover(side(Box::leak(Box::new(to)), rules), side(Box::leak(Box::new(from)), rules), stage)
                .unwrap();
        assert_eq!(chain[0].role, Role::Leader, "the opener's leader comes first");
        for pair in chain[1..].chunks(2) {
            assert_eq!((pair[0].role, pair[1].role), (Role::Registrar, Role::Leader), "two persons a unit");
            assert_eq!(pair[0].unit, pair[1].unit);
        }
        let first = chain[0].unit.to_string();
        [first].into_iter().chain(chain[1..].iter().step_by(2).map(|link| link.unit.to_string())).collect()
    }

    #[test]
    fn article_14_the_chain_follows_from_where_the_two_schools_stand() {
        let (a, b) = ("320000/320100/320102/2132000001", "320000/320100/320102/2132000002");
        let other_county = "320000/320500/320505/2132000003";
        let other_province = "510000/510100/510104/2151000001";
        let by_city = "320000/320100/3432000009";
        let none: &[(RuleKey, &str)] = &[];
        assert_eq!(units(a, b, Stage::Primary, none), ["2132000001", "2132000002", "320102"]);
        assert_eq!(units(a, a, Stage::Primary, none), ["2132000001", "320102"], "no file moves");
        assert_eq!(
            units(a, other_county, Stage::Junior, none),
            ["2132000001", "320102", "2132000003", "320505"]
        );
        assert_eq!(
            units(by_city, a, Stage::Junior, none),
            ["3432000009", "320100", "2132000001", "320102"],
            "a directly run school answers to the city"
        );
        assert_eq!(
            units(a, other_county, Stage::Senior, none),
            ["2132000001", "320102", "320100", "2132000003", "320505", "320500"]
        );
        assert_eq!(
            units(a, b, Stage::Senior, none),
            ["2132000001", "2132000002", "320102", "320100"],
            "who stands on both sides decides once, last"
        );
        assert_eq!(
            units(a, b, Stage::Senior, &[(RuleKey::TransferSeniorCity, "no")]),
            ["2132000001", "2132000002", "320102"]
        );
        assert_eq!(
            units(a, other_province, Stage::Primary, &[(RuleKey::TransferProvinceJoins, "yes")]),
            ["2132000001", "320102", "320000", "2151000001", "510104", "510000"]
        );
        assert_eq!(
            units(a, other_county, Stage::Primary, &[(RuleKey::TransferProvinceJoins, "yes")]).len(),
            4,
            "within the province it takes no part"
        );
    }
}
