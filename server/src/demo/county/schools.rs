//! The schools of the county: two streets with large schools, townships, and villages where a class is a handful of children. All of them are
//! invented; the division is the real one.

use super::super::crowd::Class;
use super::super::{pupils, units};
use super::COUNTY;
use domain::codes::SchoolType;

/// Children in a class at most.
const CLASS: u64 = 45;

/// A school of the county, and how many children it has.
pub(super) struct School {
    pub(super) plan: units::Plan,
    pub(super) pupils: u64,
}

const fn school(code: &'static str, name: &'static str, school_type: SchoolType, pupils: u64) -> School {
    School { plan: units::plan(code, name, school_type, COUNTY, COUNTY, 0), pupils }
}

/// The schools of the streets, where a grade is large.
pub(super) const TOWN: [&str; 3] = ["2132000301", "2132000302", "2132000303"];
/// Where who has finished primary school goes on.
pub(super) const JUNIOR: &str = "3132000315";

/// Every school.
pub(super) static SCHOOLS: [School; 20] = [
    school(TOWN[0], "高淳区文澜小学", SchoolType::Primary, 414),
    school(TOWN[1], "高淳区崇礼小学", SchoolType::Primary, 348),
    school(TOWN[2], "高淳区银杏小学", SchoolType::Primary, 306),
    school("2132000304", "高淳区荷塘小学", SchoolType::Primary, 156),
    school("2132000305", "高淳区石桥小学", SchoolType::Primary, 102),
    school("2132000306", "高淳区梅溪村小学", SchoolType::Primary, 60),
    school("2132000307", "高淳区竹园村小学", SchoolType::Primary, 46),
    school("2132000308", "高淳区南圩村小学", SchoolType::Primary, 37),
    school("2132000309", "高淳区河沿村小学", SchoolType::Primary, 29),
    school("2132000310", "高淳区双坝村小学", SchoolType::Primary, 23),
    school("2132000311", "高淳区松岗教学点", SchoolType::TeachingPoint, 17),
    school("2132000312", "高淳区茶山教学点", SchoolType::TeachingPoint, 12),
    school("2132000313", "高淳区北圩教学点", SchoolType::TeachingPoint, 9),
    school("2132000314", "高淳区湖滨教学点", SchoolType::TeachingPoint, 6),
    school(JUNIOR, "高淳区澄心初级中学", SchoolType::JuniorMiddle, 342),
    school("3132000316", "高淳区东湖初级中学", SchoolType::JuniorMiddle, 138),
    school("3132000317", "高淳区青山初级中学", SchoolType::JuniorMiddle, 57),
    school("3132000318", "高淳区知行九年一贯制学校", SchoolType::NineYear, 189),
    school("5132000319", "高淳区向阳培智学校", SchoolType::IntellectualSchool, 27),
    school("3432000320", "高淳区石臼高级中学", SchoolType::SeniorMiddle, 204),
];

/// The classes of a school: as many in a grade as its children need, of nearly the same size; the odd ones are in the lower grades.
pub(super) fn classes(school: &School) -> Vec<Class> {
    let grades = pupils::grades(school.plan.system, &school.plan);
    let mut classes = Vec::new();
    for (children, grade) in shares(school.pupils, grades.len() as u64).into_iter().zip(grades) {
        let sizes = shares(children, children.div_ceil(CLASS));
        let of = |(n, size): (usize, u64)| Class { grade, name: format!("{}班", n + 1), size };
        classes.extend(sizes.into_iter().enumerate().map(of));
    }
    classes
}

/// A number in so many nearly equal parts, the larger first.
fn shares(whole: u64, parts: u64) -> Vec<u64> {
    (0..parts).map(|n| whole / parts + u64::from(n < whole % parts)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::UnitId;
    use std::collections::BTreeSet;

    #[test]
    fn sizes_are_skewed_as_in_a_county_and_come_to_some_2500() {
        let sizes: Vec<u64> = SCHOOLS.iter().map(|school| school.pupils).collect();
        assert!((2400..=2600).contains(&sizes.iter().sum::<u64>()), "{sizes:?}");
        assert!(sizes.iter().filter(|size| **size >= 300).count() >= 4, "{sizes:?}");
        assert!(sizes.iter().filter(|size| **size <= 60).count() >= 9, "{sizes:?}");
        assert_eq!(sizes.iter().min(), Some(&6));
    }

    #[test]
    fn every_child_is_in_a_class_of_real_size() {
        for school in &SCHOOLS {
            let classes = classes(school);
            assert_eq!(classes.iter().map(|class| class.size).sum::<u64>(), school.pupils);
            assert!(classes.iter().all(|class| (1..=CLASS).contains(&class.size)), "{}", school.plan.name);
            let names: BTreeSet<(u8, &str)> =
                classes.iter().map(|class| (class.grade.absolute(), class.name.as_str())).collect();
            assert_eq!(names.len(), classes.len(), "{}: a class stands once", school.plan.name);
        }
    }

    #[test]
    fn codes_are_of_schools_of_the_province_and_nobody_elses() {
        let others = units::SCHOOLS.iter().chain(units::MERGING).map(|plan| plan.code);
        let mut codes: BTreeSet<&str> = others.collect();
        for school in &SCHOOLS {
            let id: UnitId = school.plan.code.parse().unwrap();
            assert!(id.is_school() && id.school_province() == Some("32"), "{id}");
            assert!(codes.insert(school.plan.code), "{id} is there already");
        }
        assert!(TOWN.iter().chain([&JUNIOR]).all(|code| codes.contains(code)));
    }
}
