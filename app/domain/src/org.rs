//! Units (单位): the tree of authorities, the townships and the schools (第二条, 第三条).

mod phone;

pub use phone::OfficePhone;

use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::id::UnitId;
use serde::{Deserialize, Serialize};

/// What kind of unit this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 国务院教育行政部门
    Nation,
    /// 省级教育行政部门, of which there are 32 with 新疆生产建设兵团
    Province,
    /// 地（市）级教育行政部门
    City,
    /// 县级教育行政部门
    County,
    /// 乡镇人民政府: receives reports (第二十二条), decides nothing
    Township,
    /// 学校
    School,
}

impl UnitKind {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nation => "国家",
            Self::Province => "省级",
            Self::City => "市级",
            Self::County => "县级",
            Self::Township => "乡镇",
            Self::School => "学校",
        }
    }

    /// Whether the unit is an education authority (教育行政部门).
    pub fn is_authority(self) -> bool {
        matches!(self, Self::Nation | Self::Province | Self::City | Self::County)
    }

    /// Whether a school may have this unit as its competent authority (学籍主管部门, 第三条).
    pub fn may_be_competent(self) -> bool {
        matches!(self, Self::Province | Self::City | Self::County)
    }
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its code. Written as `uid`: in a store `id` is the record's own address.
    #[serde(rename = "uid")]
    pub id: UnitId,
    /// 名称
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The unit above it. For a school this is the competent authority (学籍主管部门), which need not be the county.
    pub parent: Option<UnitId>,
    /// Where it stands in the tree.
    pub path: OrgPath,
    /// 6-digit division in which it stands. For a directly-run school this is the county, not the authority.
    pub division: String,
    /// Only for schools.
    pub school: Option<School>,
}

/// What is particular to a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// 办学类型
    pub school_type: SchoolType,
    /// 学段, in order
    pub stages: Vec<Stage>,
    /// 学制
    pub system: SchoolSystem,
    /// 所在乡镇: whose people's government is told of a drop-out (第二十二条); none when it is not on record.
    #[serde(default)]
    pub township: Option<UnitId>,
}

impl Unit {
    /// The competent authority of a school (学籍主管部门).
    pub fn competent(&self) -> Option<&UnitId> {
        self.school.as_ref().and(self.parent.as_ref())
    }

    /// Whether this is a school run directly by a province or a city (直管学校, 第十八条): its competent authority is not the
    /// county in which it stands. What a province runs it always runs directly, even where nobody has put down the county.
    pub fn is_directly_run(&self) -> bool {
        self.competent().is_some_and(|authority| {
            authority.as_str() != self.division || authority.as_str().ends_with("0000")
        })
    }
}

/// A materialised path such as `/000000/320000/320100/2132000001/`. Starts and ends with `/`, so that one path lies in
/// another's subtree exactly when it starts with it, which the store can answer from an index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrgPath(String);

impl OrgPath {
    /// The nation's path.
    pub fn root() -> Self {
        Self(format!("/{}/", UnitId::nation()))
    }

    /// The path of a unit directly below this one.
    #[must_use]
    pub fn child(&self, id: &UnitId) -> Self {
        Self(format!("{}{id}/", self.0))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this unit or lies below it.
    pub fn covers(&self, other: &OrgPath) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The units on the way, from the nation down to this one.
    pub fn units(&self) -> Vec<UnitId> {
        self.0.split('/').filter_map(|part| part.parse().ok()).collect()
    }

    /// The authority on this path that is next to its end (学籍主管部门): of a school the one it answers to, of an authority itself.
    pub fn authority(&self) -> UnitId {
        let authorities = self.units().into_iter().rev().find(|unit| !unit.is_school());
        authorities.unwrap_or_else(UnitId::nation)
    }

    /// The province on this path; the nation where it leads through none.
    pub fn province(&self) -> UnitId {
        let mut authorities = self.units().into_iter().take(2).filter(|unit| !unit.is_school());
        authorities.next_back().unwrap_or_else(UnitId::nation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_3_a_unit_covers_itself_and_what_is_below_and_nothing_else() {
        let city = OrgPath::root().child(&"320000".parse().unwrap()).child(&"320100".parse().unwrap());
        let county = city.child(&"320102".parse().unwrap());
        let direct_school = city.child(&"3132000001".parse().unwrap());
        assert!(city.covers(&county) && city.covers(&city) && city.covers(&direct_school));
        assert!(!county.covers(&city));
        assert!(
            !county.covers(&direct_school),
            "a directly-run school answers to the city, not to the county it stands in"
        );
        assert_eq!(county.units().len(), 4);
    }

    #[test]
    fn article_3_a_path_names_the_authority_and_the_province() {
        let under = |codes: &[&str]| {
            codes.iter().fold(OrgPath::root(), |path, code| path.child(&code.parse().unwrap()))
        };
        for (codes, authority, province) in [
            (&["320000", "320100", "320102", "2132000001"][..], "320102", "320000"),
            (&["320000", "320100", "3132000001"], "320100", "320000"),
            (&["320000", "3132000002"], "320000", "320000"),
            (&["320000", "320100"], "320100", "320000"),
            (&["320000"], "320000", "320000"),
            (&["3132000003"], "000000", "000000"),
            (&[], "000000", "000000"),
        ] {
            let path = under(codes);
            assert_eq!(
                (path.authority().as_str(), path.province().as_str()),
                (authority, province),
                "{codes:?}"
            );
        }
    }

    #[test]
    fn article_18_a_school_is_directly_run_when_it_does_not_answer_to_the_county_it_stands_in() {
        let school = |parent: &str| Unit {
            id: "3432000006".parse().unwrap(),
            name: "完全中学".into(),
            kind: UnitKind::School,
            parent: Some(parent.parse().unwrap()),
            path: OrgPath::root(),
            division: "320102".into(),
            school: Some(School {
                school_type: SchoolType::ALL[0],
                stages: Vec::new(),
                system: SchoolSystem::SixThree,
                township: None,
            }),
        };
        assert!(school("320100").is_directly_run() && school("320000").is_directly_run());
        assert!(!school("320102").is_directly_run());
        let nowhere = Unit { division: "320000".into(), ..school("320000") };
        assert!(nowhere.is_directly_run(), "a province runs no county's schools");
        assert!(!Unit { school: None, ..school("320100") }.is_directly_run(), "an authority is no school");
    }
}
