//! 学籍建立 (第四条 to 第七条): the school enters, its leader submits, the competent authority's registrar and leader approve.

use super::Link;
use crate::account::Role;
use crate::form::{BasicInfo, Field};
use crate::id::ImportId;
use crate::org::Unit;
use crate::refusal::{Refusal, RefusalCode};
use crate::rules::{RuleKey, Rules};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The content of a registration. The 72 items themselves stand on the person, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// 入学日期: the one-month clock of 第七条 runs from here.
    pub entry_date: NaiveDate,
    /// The import it came from, none when entered by form.
    pub import: Option<ImportId>,
    /// Why a possible duplicate is another child, when one was found (第六条); empty otherwise.
    pub duplicate_note: String,
}

/// Who decides a registration: the school's leader, then both people of the competent authority (第四条第二款).
///
/// # Errors
/// When the school has no competent authority: nobody could approve.
pub fn chain(school: &Unit, authority: &Unit) -> Result<Vec<Link>, Refusal> {
    authority_follows(school, authority)?;
    Ok(vec![link(school, Role::Leader), link(authority, Role::Registrar), link(authority, Role::Leader)])
}

/// Who enters grade one in autumn must be six by the province's day (《义务教育法》第十一条). The refusal names the item it is about.
pub fn too_young(info: &BasicInfo, entry_date: NaiveDate, rules: &Rules) -> Option<Refusal> {
    let cutoff = rules.day(RuleKey::AgeCutoff, entry_date.year())?;
    let autumn = entry_date.month() >= 8;
    let six_by = info.birth_date().checked_add_months(Months::new(72))?;
    (info.grade().absolute() == 1 && autumn && six_by > cutoff).then(|| {
        Refusal::new(
            RefusalCode::named(Field::BirthDate.key()),
            rules.basis(RuleKey::AgeCutoff),
            "学生到截止日期还不满6周岁。",
            "请核对出生日期和年级；不足龄的，请在下一学年办理入学。",
        )
    })
}

pub(super) fn authority_follows(school: &Unit, authority: &Unit) -> Result<(), Refusal> {
    if school.competent() == Some(&authority.id) && authority.kind.may_be_competent() {
        return Ok(());
    }
    Err(Refusal::of(RefusalCode::NoAuthority, format!("{}还没有确定学籍主管部门。", school.name)))
}

pub(super) fn link(unit: &Unit, role: Role) -> Link {
    Link { unit: unit.id.clone(), unit_name: unit.name.clone(), role }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{SchoolSystem, SchoolType, Stage};
    use crate::form::sample::{SampleSpec, pupil};
    use crate::form::{FormContext, validate};
    use crate::id::UnitId;
    use crate::rules::RuleSet;

    #[test]
    fn article_11_who_enters_grade_one_is_six_by_the_provinces_day() {
        let context = FormContext {
            today: "2026-09-10".parse().unwrap(),
            school_type: SchoolType::Primary,
            stages: vec![Stage::Primary],
            system: SchoolSystem::SixThree,
            places: crate::form::Places::default(),
        };
        let raw = pupil(1, &SampleSpec::first_grade("320102", 2026));
        let info = validate(&raw, &context).unwrap();
        let birthday = info.birth_date();
        let six = birthday.checked_add_months(Months::new(72)).unwrap();
        let autumn = NaiveDate::from_ymd_opt(six.year(), 9, 1).unwrap();
        let rules = |day: NaiveDate| {
            let set = RuleSet {
                authority: UnitId::nation(),
                authority_name: "教育部".into(),
                version: 1,
                valid_from: NaiveDate::MIN,
                valid_until: None,
                scopes: Default::default(),
                delegated: Default::default(),
                source: "试".into(),
                values: [(RuleKey::AgeCutoff, day.format("%m-%d").to_string())].into(),
            };
            Rules::in_force(&[set], None, NaiveDate::MAX)
        };
        assert!(too_young(&info, autumn, &rules(six)).is_none(), "on the day itself");
        let refusal = too_young(&info, autumn, &rules(six.pred_opt().unwrap())).unwrap();
        assert_eq!(refusal.control(), Field::BirthDate.key());
        let spring = NaiveDate::from_ymd_opt(six.year(), 3, 1).unwrap();
        assert!(too_young(&info, spring, &rules(six.pred_opt().unwrap())).is_none(), "only in autumn");
    }
}
