//! The children of the county while its cases are made: of each, one case at most is made, and who fits which kind.

use super::schools::{JUNIOR, TOWN};
use domain::case::CaseKind;
use domain::codes::{Grade, Stage};
use domain::id::{PersonId, UnitId};

/// Children between one who is taken and the next, so that they are of many schools.
const STRIDE: usize = 97;

/// A child of the county on the day of its entry.
#[derive(Debug, Clone)]
pub(super) struct Kid {
    pub(super) person: PersonId,
    pub(super) school: UnitId,
    pub(super) grade: Grade,
    pub(super) class: String,
}

impl Kid {
    /// Whether such a case may be about it, as far as its school and grade say.
    fn fits(&self, kind: CaseKind) -> bool {
        let (stage, leaves) = (self.grade.stage(), self.grade.is_last_of_stage());
        match kind {
            CaseKind::Registration => self.grade.in_stage() == 1,
            CaseKind::Withdrawal => stage == Stage::Senior && !leaves,
            CaseKind::Completion => leaves && stage != Stage::Senior,
            CaseKind::Progression => leaves && stage == Stage::Primary,
            CaseKind::Transfer => !leaves && stage != Stage::Senior,
            CaseKind::DropOut | CaseKind::BackToSchool => !leaves && stage == Stage::Junior,
            CaseKind::Repeat => {
                // As many as a tenth of a grade may: only a large one has room.
                !leaves && self.grade.in_stage() > 1 && TOWN.contains(&self.school.as_str())
            }
            CaseKind::Skip => !leaves && stage == Stage::Primary && self.grade.in_stage() > 1,
            _ => !leaves,
        }
    }
}

/// The children of whom nothing was made yet.
pub(super) struct Pool {
    kids: Vec<Option<Kid>>,
    next: usize,
}

impl Pool {
    pub(super) fn new(kids: Vec<Kid>) -> Self {
        Self { kids: kids.into_iter().map(Some).collect(), next: 0 }
    }

    /// The next child that fits, which nobody else gets.
    pub(super) fn take(&mut self, kind: CaseKind) -> Option<Kid> {
        let len = self.kids.len();
        let place = (0..len)
            .map(|n| (self.next + n) % len)
            .find(|place| self.kids.get(*place).is_some_and(|kid| is_free(kid.as_ref(), kind)))?;
        self.next = place + STRIDE;
        self.kids.get_mut(place)?.take()
    }
}

fn is_free(kid: Option<&Kid>, kind: CaseKind) -> bool {
    kid.is_some_and(|kid| kid.fits(kind))
}

/// A school of the county, of those that teach the stage, to which a child goes on; another one than its own.
pub(super) fn other_school(kid: &Kid) -> &'static str {
    let of_stage = match kid.grade.stage() {
        Stage::Primary => TOWN,
        _ => [JUNIOR, "3132000316", "3132000317"],
    };
    of_stage.into_iter().find(|code| *code != kid.school.as_str()).unwrap_or(JUNIOR)
}

#[cfg(test)]
mod tests {
    use super::super::plan::plan;
    use super::super::schools::{SCHOOLS, classes};
    use super::*;

    /// The children as they would be enrolled.
    fn kids() -> Vec<Kid> {
        let mut kids = Vec::new();
        for school in &SCHOOLS {
            for class in classes(school) {
                let kid = |_| Kid {
                    person: PersonId::new(Default::default()),
                    school: school.plan.code.parse().unwrap(),
                    grade: class.grade,
                    class: class.name.clone(),
                };
                kids.extend((0..class.size).map(kid));
            }
        }
        kids
    }

    #[test]
    fn for_everything_that_is_planned_there_is_a_child_of_its_own_and_few_schools_are_left_out() {
        let mut pool = Pool::new(kids());
        let mut schools = std::collections::BTreeSet::new();
        for planned in plan() {
            let kid = pool.take(planned.kind);
            let kid = kid.unwrap_or_else(|| panic!("nobody is left for {}", planned.kind.label()));
            assert!(kid.fits(planned.kind));
            schools.insert(kid.school);
        }
        assert!(schools.len() >= 12, "{schools:?}");
        let left = pool.kids.iter().flatten().count();
        assert_eq!(left + plan().len(), kids().len(), "nobody is taken twice");
    }

    #[test]
    fn who_moves_goes_to_another_school_of_the_same_stage() {
        for kid in kids().iter().filter(|kid| kid.fits(CaseKind::Transfer)) {
            let to = other_school(kid);
            assert_ne!(to, kid.school.as_str());
            let school = SCHOOLS.iter().find(|school| school.plan.code == to).unwrap();
            assert!(school.plan.school_type.stages().contains(&kid.grade.stage()), "{to}");
        }
    }
}
