//! What holds of every kind of matter (事项), whichever it is: whether it keeps its school from ending, by which day it is due, who is
//! reminded, and in whose journal it is told. One answer a kind, and no kind left out: what is done for all of them asks here.

use super::MatterKind;
use crate::account::Role;

/// What an open matter means for the end of its school (撤销、合并、变更学校类别, 第九条).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtSchoolsEnd {
    /// It is the school's: it has to be finished first, whoever holds it. Under this heading it is told to whoever would end the school.
    Finished(&'static str),
    /// It is shared with others, who finish it without the school: it has to be finished while one of these desks of the school holds it.
    FinishedAt(&'static str, &'static [Role]),
    /// It is its authority's and goes on as before: a campaign, one it owes, a draft of rules, the report the authority has to acknowledge, or the
    /// change of the school itself.
    OfAuthority,
}

/// How a due day came about, and so whether it is counted again when a year's working days are announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueDay {
    /// Counted in working days.
    Counted,
    /// A day that somebody named or that follows from one: the dates of a campaign, a last day in post, the day before rules hold, the
    /// day on which a code runs out, the day on which papers are due back, a week after a check. No announcement moves it.
    Named,
    /// Nothing sets a day.
    Open,
}

/// How whoever holds it hears that the day is near, and the authority above that it has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminded {
    /// In the pupil's journal, with the case.
    InCase,
    /// At the desk and in the list of what is late, where it has a day.
    AtDesk,
    /// At the desk alone: what the authority above watches over is the letter that it serves, or it is the unit's own housekeeping.
    AtOwnDesk,
    /// Not at all: it runs out by itself and harms nobody.
    Never,
}

/// In whose journal it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldIn {
    /// The pupil's.
    Pupil,
    /// The pupil's; the unit's where it is about no single pupil.
    PupilOrUnit,
    /// The unit's.
    Unit,
}

/// The desks of a school.
const DESKS: &[Role] = &[Role::Registrar, Role::Leader];

impl MatterKind {
    /// What it means for the end of its school while it is open.
    pub fn at_schools_end(self) -> AtSchoolsEnd {
        use AtSchoolsEnd::{Finished, FinishedAt, OfAuthority};
        match self {
            Self::Case(_) => Finished("未办结的事项"),
            Self::Letter => FinishedAt("未办理的公文", DESKS),
            Self::Problem => FinishedAt("未举证的问题学籍", DESKS),
            Self::Violation => Finished("未办结的责令改正"),
            Self::Disclosure => Finished("未办结的对外提供申请"),
            Self::Package => Finished("未办结的学籍档案包"),
            Self::ReviewSchool => Finished("未完成的学籍复核"),
            Self::RegistrarHandOver => Finished("未完成的学籍管理员工作交接"),
            // One that is to be sealed, or on its way, is told with its dossier.
            Self::PaperHandOver => FinishedAt("有差异的纸质档案移交", &[Role::Registrar]),
            Self::Bond | Self::BindingCode => Finished("未核实的监护人绑定、未核发的绑定码"),
            // The question goes to no successor: what is asked about are the figures of the school that ends.
            Self::Warning => Finished("未作处置说明的预警"),
            // Told with the dossiers that are on their way.
            Self::PaperLoan => Finished("借阅未了结或移交途中的纸质档案"),
            Self::Import => Finished("未完成的批量导入"),
            // The accounts of a school that ends are sealed: one that nobody has confirmed would be left between the two.
            Self::AccountConfirmation => Finished("未确认的账号"),
            Self::Review | Self::ReviewOwed | Self::RegistrarReport | Self::SchoolChange | Self::Rules => {
                OfAuthority
            }
        }
    }

    /// How its due day comes about.
    pub fn due_day(self) -> DueDay {
        match self {
            Self::Case(_)
            | Self::Letter
            | Self::Problem
            | Self::Violation
            | Self::Disclosure
            | Self::Package
            | Self::Warning => DueDay::Counted,
            Self::Review
            | Self::ReviewSchool
            | Self::ReviewOwed
            | Self::RegistrarHandOver
            | Self::BindingCode
            | Self::Rules
            | Self::AccountConfirmation
            | Self::PaperLoan
            | Self::Import => DueDay::Named,
            Self::RegistrarReport | Self::PaperHandOver | Self::Bond | Self::SchoolChange => DueDay::Open,
        }
    }

    /// How its holders are reminded.
    pub fn reminded(self) -> Reminded {
        match self {
            Self::Case(_) => Reminded::InCase,
            Self::BindingCode => Reminded::Never,
            Self::Package | Self::AccountConfirmation | Self::PaperLoan | Self::Import => Reminded::AtOwnDesk,
            _ => Reminded::AtDesk,
        }
    }

    /// In whose journal it is told.
    pub fn told_in(self) -> ToldIn {
        match self {
            Self::Case(_)
            | Self::Problem
            | Self::PaperHandOver
            | Self::PaperLoan
            | Self::Bond
            | Self::BindingCode => ToldIn::Pupil,
            Self::Letter | Self::Package => ToldIn::PupilOrUnit,
            Self::Violation
            | Self::Disclosure
            | Self::Review
            | Self::ReviewSchool
            | Self::ReviewOwed
            | Self::RegistrarHandOver
            | Self::RegistrarReport
            | Self::SchoolChange
            | Self::Rules
            | Self::Warning
            | Self::AccountConfirmation
            | Self::Import => ToldIn::Unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn article_9_every_kind_that_is_a_schools_own_is_told_before_the_school_ends() {
        let mut headings = BTreeSet::new();
        for kind in MatterKind::all() {
            let heading = match kind.at_schools_end() {
                AtSchoolsEnd::Finished(heading) | AtSchoolsEnd::FinishedAt(heading, _) => heading,
                AtSchoolsEnd::OfAuthority => {
                    use MatterKind as K;
                    assert!(matches!(
                        kind,
                        K::Review | K::ReviewOwed | K::RegistrarReport | K::SchoolChange | K::Rules
                    ));
                    continue;
                }
            };
            headings.insert(heading);
        }
        assert_eq!(
            headings.len(),
            14,
            "cases have one heading, and so have the two of guardians: {headings:?}"
        );
    }

    #[test]
    fn only_codes_are_not_reminded_of_only_cases_in_their_own_journal_and_housekeeping_at_its_own_desk() {
        for kind in MatterKind::all() {
            let expected = match kind {
                MatterKind::Case(_) => Reminded::InCase,
                MatterKind::BindingCode => Reminded::Never,
                MatterKind::Package
                | MatterKind::AccountConfirmation
                | MatterKind::PaperLoan
                | MatterKind::Import => Reminded::AtOwnDesk,
                _ => Reminded::AtDesk,
            };
            assert_eq!(kind.reminded(), expected, "{kind:?}");
        }
    }
}
