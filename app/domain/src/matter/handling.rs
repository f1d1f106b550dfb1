//! What holds of every kind of matter (事项), whichever it is: whether it keeps its school from ending, by which day it is due, who is
//! reminded, and in whose journal it is told. One answer a kind, and no kind left out: what is done for all of them asks here.

use super::MatterKind;
use super::deadline::REMIND_DAYS;
use crate::account::Role;

/// What an open matter means for the end of its school (撤销、合并、变更学校类别, 第九条).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtSchoolsEnd {
    /// It is the school's: it has to be finished first, whoever holds it. Under this heading it is told to whoever would end the school.
    Finished(&'static str),
    /// It is shared with others, who finish it without the school: it has to be finished while one of these desks of the school holds it.
    FinishedAt(&'static str, &'static [Role]),
    /// It is about a pupil and goes with the record, to whoever keeps it from then on.
    WithRecord,
    /// It is its authority's and goes on as before: a campaign, one it owes, a draft of rules, the report the authority has to acknowledge, the
    /// complaint it has to answer, or the change of the school itself.
    OfAuthority,
}

/// What becomes of an open matter of a school that comes to answer to another authority (划转, 第三条). None of them keeps a school for good:
/// what is to be finished first keeps it until it is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtHandOver {
    /// 随学校: it waits at the school's own desks, or where it was sent, and goes on there.
    Goes,
    /// 改由新主管部门办理: what the old authority would have decided the new one decides.
    Moves,
    /// It is finished first, where the old authority has it in its hands: under this heading, for this reason, by this article.
    First(&'static str, &'static str, u8),
    /// It is the authority's own and none of the school's.
    Stays,
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

/// How whoever holds it hears that the day is near (临期提醒), and the authority above that it has passed (逾期督办).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminded {
    /// At the desk and in the list of what is late, and in the pupil's journal with the case.
    InCase,
    /// At the desk and in the list of what is late, where it has a day.
    AtDesk,
    /// At the desk alone: what the authority above watches over is the letter that it serves, or it is the unit's own housekeeping.
    AtOwnDesk,
    /// Not at all: it runs out by itself and harms nobody.
    Never,
}

impl Reminded {
    /// Working days before the last day on which whoever holds it is reminded; none where nobody is.
    pub fn days_before(self) -> Option<i64> {
        (self != Self::Never).then_some(REMIND_DAYS)
    }

    /// Whether the authority above whoever holds it is told once the day has passed.
    pub fn told_above(self) -> bool {
        matches!(self, Self::InCase | Self::AtDesk)
    }
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
        use AtSchoolsEnd::{Finished, FinishedAt, OfAuthority, WithRecord};
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
            // It lasts for years; the school that takes the record over follows the child.
            Self::FollowUp => WithRecord,
            Self::AlarmInquiry => Finished("未查结的查阅异常核查"),
            // Told with the dossiers that are on their way.
            Self::PaperLoan => Finished("借阅未了结或移交途中的纸质档案"),
            Self::Import => Finished("未完成的批量导入"),
            // The accounts of a school that ends are sealed: one that nobody has confirmed would be left between the two.
            Self::AccountConfirmation => Finished("未确认的账号"),
            Self::Review
            | Self::ReviewOwed
            | Self::RegistrarReport
            | Self::SchoolChange
            | Self::Rules
            | Self::Complaint => OfAuthority,
        }
    }

    /// What becomes of it when its school comes to answer to another authority.
    pub fn at_hand_over(self) -> AtHandOver {
        use AtHandOver::{First, Goes, Moves, Stays};
        match self {
            Self::Case(_)
            | Self::Problem
            | Self::RegistrarReport
            | Self::AlarmInquiry
            | Self::AccountConfirmation => Moves,
            // Of a campaign that the old authority opened itself: it counts the school, and accepts what the school answers.
            Self::ReviewSchool => First("未完成的学籍复核", "由原主管部门发起的复核，由它验收后再划转。", 24),
            Self::Violation => First("未办结的责令改正", "责令改正由作出决定的主管部门核查办结。", 27),
            Self::Disclosure => {
                First("未办结的对外提供申请", "对外提供由受理申请的学籍主管部门书面决定。", 25)
            }
            Self::Letter
            | Self::Package
            | Self::RegistrarHandOver
            | Self::PaperHandOver
            | Self::Bond
            | Self::BindingCode
            | Self::Warning
            | Self::FollowUp
            | Self::PaperLoan
            | Self::Import => Goes,
            // Who was above the school when it was complained of answers.
            Self::Review | Self::ReviewOwed | Self::SchoolChange | Self::Rules | Self::Complaint => Stays,
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
            | Self::Warning
            | Self::AlarmInquiry
            | Self::Complaint => DueDay::Counted,
            Self::Review
            | Self::ReviewSchool
            | Self::ReviewOwed
            | Self::RegistrarHandOver
            | Self::BindingCode
            | Self::FollowUp
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
            | Self::BindingCode
            | Self::FollowUp => ToldIn::Pupil,
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
            | Self::AlarmInquiry
            | Self::AccountConfirmation
            | Self::Import
            | Self::Complaint => ToldIn::Unit,
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
                AtSchoolsEnd::WithRecord => {
                    assert_eq!(kind, MatterKind::FollowUp);
                    continue;
                }
                AtSchoolsEnd::OfAuthority => {
                    use MatterKind as K;
                    assert!(matches!(
                        kind,
                        K::Review
                            | K::ReviewOwed
                            | K::RegistrarReport
                            | K::SchoolChange
                            | K::Rules
                            | K::Complaint
                    ));
                    continue;
                }
            };
            headings.insert(heading);
        }
        assert_eq!(
            headings.len(),
            15,
            "cases have one heading, and so have the two of guardians: {headings:?}"
        );
    }

    #[test]
    fn article_3_what_is_open_goes_with_a_school_that_is_handed_over_unless_an_article_keeps_it() {
        for kind in MatterKind::all() {
            let kept = matches!(kind.at_hand_over(), AtHandOver::First(..));
            use MatterKind as K;
            assert_eq!(kept, matches!(kind, K::ReviewSchool | K::Violation | K::Disclosure), "{kind:?}");
            if let AtHandOver::First(heading, why, article) = kind.at_hand_over() {
                assert!(!heading.is_empty() && why.ends_with('。'));
                assert!((24..=27).contains(&article), "{kind:?}");
            }
            // What is an authority's own at a school's end is no school's at a hand-over; a report is about a registrar of the school.
            let own = matches!(kind.at_schools_end(), AtSchoolsEnd::OfAuthority);
            let stays = matches!(kind.at_hand_over(), AtHandOver::Stays);
            assert_eq!(stays, own && kind != K::RegistrarReport, "{kind:?}");
        }
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

    #[test]
    fn article_14_whoever_is_reminded_is_reminded_three_days_before_and_whose_holder_answers_above_is_told_of()
     {
        for kind in MatterKind::all() {
            let reminded = kind.reminded();
            let days = if reminded == Reminded::Never { None } else { Some(3) };
            assert_eq!(reminded.days_before(), days, "{kind:?}");
            let above = !matches!(reminded, Reminded::Never | Reminded::AtOwnDesk);
            assert_eq!(reminded.told_above(), above, "{kind:?}");
        }
    }
}
