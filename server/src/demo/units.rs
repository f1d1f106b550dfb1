//! The demo's schools: every kind of 第二条, in six counties of two provinces, three of them directly run (直管, 第三条).
//! The schools are invented; divisions are the real tree.

use domain::codes::{SchoolSystem, SchoolType};
use domain::id::UnitId;
use domain::org::{OrgPath, School, Unit, UnitKind};

/// A school of the demo.
pub(super) struct Plan {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) school_type: SchoolType,
    /// Six-digit code of the competent authority (学籍主管部门).
    pub(super) authority: &'static str,
    /// Six-digit code of the county it stands in.
    pub(super) stands_in: &'static str,
    pub(super) system: SchoolSystem,
    /// Classes in each grade.
    pub(super) classes: u64,
}

pub(super) const fn plan(
    code: &'static str,
    name: &'static str,
    school_type: SchoolType,
    authority: &'static str,
    stands_in: &'static str,
    classes: u64,
) -> Plan {
    Plan { code, name, school_type, authority, stands_in, system: SchoolSystem::SixThree, classes }
}

/// Every school of the demo.
pub(super) const SCHOOLS: &[Plan] = &[
    plan("2132000101", "玄武区明德小学", SchoolType::Primary, "320102", "320102", 2),
    plan("2132000102", "玄武区锁金小学", SchoolType::Primary, "320102", "320102", 1),
    plan("3132000103", "玄武区梅园初级中学", SchoolType::JuniorMiddle, "320102", "320102", 2),
    plan("2132000104", "秦淮区文枢小学", SchoolType::Primary, "320104", "320104", 2),
    plan("3132000105", "秦淮区晨光九年一贯制学校", SchoolType::NineYear, "320104", "320104", 1),
    plan("3432000106", "南京市钟山完全中学", SchoolType::CompleteMiddle, "320100", "320102", 2),
    plan("5132000107", "南京市启聪聋人学校", SchoolType::DeafSchool, "320100", "320104", 1),
    plan("2132000201", "虎丘区枫桥小学", SchoolType::Primary, "320505", "320505", 2),
    plan("2132000202", "虎丘区通安教学点", SchoolType::TeachingPoint, "320505", "320505", 1),
    plan("3432000203", "江苏省太湖高级中学", SchoolType::SeniorMiddle, "320000", "320505", 3),
    plan("3732000204", "苏州市育新专门学校", SchoolType::ReformSchool, "320500", "320505", 1),
    plan("2151000101", "锦江区锦官小学", SchoolType::Primary, "510104", "510104", 2),
    plan("3151000102", "锦江区三圣初级中学", SchoolType::JuniorMiddle, "510104", "510104", 2),
    plan("5151000103", "锦江区育智培智学校", SchoolType::IntellectualSchool, "510104", "510104", 1),
    plan("2151000104", "武侯区浣花小学", SchoolType::Primary, "510107", "510107", 2),
    plan("3451000105", "武侯区望江十二年一贯制学校", SchoolType::TwelveYear, "510107", "510107", 1),
    plan("2151000201", "涪城区越王小学", SchoolType::Primary, "510703", "510703", 2),
    plan("3151000202", "涪城区富乐初级中学", SchoolType::JuniorMiddle, "510703", "510703", 2),
    plan("3451000203", "绵阳市涪江高级中学", SchoolType::SeniorMiddle, "510700", "510703", 2),
    plan("5151000204", "涪城区明目盲人学校", SchoolType::BlindSchool, "510703", "510703", 1),
];

/// Two small schools of their own, one of which is to be merged into the other (第九条).
pub(super) const MERGING: &[Plan] = &[
    plan("2151000205", "涪城区塘汛小学", SchoolType::Primary, "510703", "510703", 1),
    plan("2151000206", "涪城区塘汛村小学", SchoolType::Primary, "510703", "510703", 1),
];

/// Authorities of the demo that have people: the nation, and what stands above the schools.
pub(super) const AUTHORITIES: &[&str] = &[
    "000000", "320000", "510000", "320100", "320500", "510100", "510700", "320102", "320104", "320505",
    "510104", "510107", "510703",
];

/// The unit of a planned school below its authority.
pub(super) fn school_unit(plan: &Plan, authority: &Unit) -> Unit {
    let id: UnitId = plan.code.parse().expect("ten digits");
    Unit {
        path: authority.path.child(&id),
        id,
        name: plan.name.into(),
        kind: UnitKind::School,
        parent: Some(authority.id.clone()),
        division: plan.stands_in.into(),
        school: Some(School {
            school_type: plan.school_type,
            stages: plan.school_type.stages().to_vec(),
            system: plan.system,
            township: format!("{}001", plan.stands_in).parse().ok(),
        }),
    }
}

/// Two townships of every demo county: they receive reports (第二十二条) and have no accounts.
pub(super) fn townships(county: &Unit) -> Vec<Unit> {
    [("001", "第一街道（演示）"), ("002", "第二街道（演示）")]
        .into_iter()
        .map(|(serial, name)| {
            let id: UnitId = format!("{}{serial}", county.id).parse().expect("nine digits");
            Unit {
                path: OrgPath::child(&county.path, &id),
                id,
                name: format!("{}{name}", county.name),
                kind: UnitKind::Township,
                parent: Some(county.id.clone()),
                division: county.division.clone(),
                school: None,
            }
        })
        .collect()
}
