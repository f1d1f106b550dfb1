//! 升级 (第十二条): once a year, at the end of the national day, the system moves every pupil who is normally promoted one grade up.
//! Whoever is not is named with the reason.

use crate::calendar::SchoolYear;
use crate::codes::{Grade, PupilStatus};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the promotion has to know of a pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// 学生当前状态; none before the registration is approved.
    pub status: Option<PupilStatus>,
    /// 年级
    pub grade: Grade,
    /// The day the pupil's registration was approved here; none before.
    pub registered_on: Option<NaiveDate>,
    /// The month in which the present stage was entered (入学年月), as the first of that month.
    pub stage_entered: Option<NaiveDate>,
    /// The school year into which the pupil was promoted last.
    pub promoted_into: Option<SchoolYear>,
    /// The school year for which the grade on record is the pupil's: who came back or came in with the grade of the new year has it.
    pub grade_of: Option<SchoolYear>,
}

/// What becomes of a pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promotion {
    /// Into this grade.
    Up(Grade),
    /// Not, and why.
    Kept(Reason),
}

/// Why a pupil is not promoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 毕业年级
    Leaver,
    /// 未在读: suspended, abroad, dropped out, left
    NotInSchool,
    /// 学籍待核准
    NotRegistered,
    /// 升级日之后建立学籍: entered with the grade of the new year
    RegisteredLater,
    /// 本学年新入学: entered the stage for the new year
    NewInStage,
    /// 已升级
    Already,
    /// 已按新学年编入年级: came back or came in with the grade of the new year
    Placed,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Leaver,
        Self::NotInSchool,
        Self::NotRegistered,
        Self::RegisteredLater,
        Self::NewInStage,
        Self::Already,
        Self::Placed,
    ];

    /// In a sentence, with what to do.
    pub fn label(self) -> &'static str {
        match self {
            Self::Leaver => "毕业年级学生不参加升级，请办理毕业或结业（第十三条）",
            Self::NotInSchool => "不是在读状态，返校时再编入年级",
            Self::NotRegistered => "学籍尚未核准（第四条）",
            Self::RegisteredLater => "升级日之后建立的学籍，年级已是新学年的年级",
            Self::NewInStage => "新学年起始年级的新生",
            Self::Already => "已升入新学年的年级",
            Self::Placed => "复学、返校或转入时已编入新学年的年级",
        }
    }
}

/// What becomes of a pupil at the promotion into a school year whose national day is `day`.
pub fn promote(pupil: &Candidate, year: SchoolYear, day: NaiveDate) -> Promotion {
    let keep = Promotion::Kept;
    let Some(status) = pupil.status else { return keep(Reason::NotRegistered) };
    let Some(registered) = pupil.registered_on else { return keep(Reason::NotRegistered) };
    if status != PupilStatus::InSchool {
        return keep(Reason::NotInSchool);
    }
    if pupil.promoted_into.is_some_and(|into| into >= year) {
        return keep(Reason::Already);
    }
    if registered > day {
        return keep(Reason::RegisteredLater);
    }
    // A stage is entered in the summer before its first school year at the earliest: in May.
    let summer = NaiveDate::from_ymd_opt(year.start_year(), 5, 1);
    if pupil.stage_entered.zip(summer).is_some_and(|(entered, summer)| entered >= summer) {
        return keep(Reason::NewInStage);
    }
    if pupil.grade_of.is_some_and(|of| of >= year) {
        return keep(Reason::Placed);
    }
    match Grade::new(pupil.grade.absolute() + 1, pupil.grade.system()) {
        Some(next) if next.stage() == pupil.grade.stage() => Promotion::Up(next),
        _ => keep(Reason::Leaver),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::SchoolSystem;
    use proptest::prelude::*;

    const YEAR: SchoolYear = SchoolYear::starting_in(2027);

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pupil(grade: u8) -> Candidate {
        Candidate {
            status: Some(PupilStatus::InSchool),
            grade: Grade::new(grade, SchoolSystem::SixThree).unwrap(),
            registered_on: Some(date("2026-09-20")),
            stage_entered: Some(date("2024-09-01")),
            promoted_into: None,
            grade_of: Some(SchoolYear::starting_in(2026)),
        }
    }

    fn kept(pupil: &Candidate) -> Option<Reason> {
        match promote(pupil, YEAR, date("2027-08-10")) {
            Promotion::Kept(reason) => Some(reason),
            Promotion::Up(_) => None,
        }
    }

    #[test]
    fn article_12_who_is_in_school_goes_up_and_who_is_not_is_told_why() {
        assert_eq!(
            promote(&pupil(3), YEAR, date("2027-08-10")),
            Promotion::Up(Grade::new(4, SchoolSystem::SixThree).unwrap())
        );
        for leaver in [6, 9, 12] {
            assert_eq!(kept(&pupil(leaver)), Some(Reason::Leaver));
        }
        let five_four = Candidate { grade: Grade::new(5, SchoolSystem::FiveFour).unwrap(), ..pupil(3) };
        assert_eq!(kept(&five_four), Some(Reason::Leaver), "the fifth grade is the last of five");
        for status in PupilStatus::ALL.iter().filter(|status| **status != PupilStatus::InSchool) {
            let away = Candidate { status: Some(*status), ..pupil(3) };
            assert_eq!(kept(&away), Some(Reason::NotInSchool), "{status:?}");
        }
        assert_eq!(kept(&Candidate { status: None, ..pupil(3) }), Some(Reason::NotRegistered));
        let later = Candidate { registered_on: Some(date("2027-08-11")), ..pupil(3) };
        assert_eq!(kept(&later), Some(Reason::RegisteredLater));
        let new = Candidate { stage_entered: Some(date("2027-06-01")), ..pupil(7) };
        assert_eq!(kept(&new), Some(Reason::NewInStage), "a graduate who has gone on already");
        assert_eq!(kept(&Candidate { promoted_into: Some(YEAR), ..pupil(3) }), Some(Reason::Already));
        assert_eq!(kept(&Candidate { promoted_into: Some(SchoolYear::starting_in(2026)), ..pupil(3) }), None);
        assert_eq!(kept(&Candidate { grade_of: Some(YEAR), ..pupil(3) }), Some(Reason::Placed));
        assert_eq!(kept(&Candidate { grade_of: None, ..pupil(3) }), None, "a record of before this was kept");
    }

    proptest! {
        /// One grade at most, never out of the stage, and a second run changes nothing.
        #[test]
        fn nobody_skips_leaves_the_stage_or_goes_up_twice(
            grade in 1_u8..=12,
            five_four in any::<bool>(),
            status in prop::sample::select(PupilStatus::ALL.to_vec()),
            registered in 0_u64..900,
            entered in 0_u64..2000,
        ) {
            let system = if five_four { SchoolSystem::FiveFour } else { SchoolSystem::SixThree };
            let pupil = Candidate {
                status: Some(status),
                grade: Grade::new(grade, system).unwrap(),
                registered_on: Some(date("2025-09-01") + chrono::Days::new(registered)),
                stage_entered: Some(date("2022-09-01") + chrono::Days::new(entered)),
                promoted_into: None,
                grade_of: None,
            };
            if let Promotion::Up(next) = promote(&pupil, YEAR, date("2027-08-10")) {
                prop_assert_eq!(next.absolute(), grade + 1);
                prop_assert_eq!(next.stage(), pupil.grade.stage());
                prop_assert_eq!(status, PupilStatus::InSchool);
                let again = Candidate { grade: next, promoted_into: Some(YEAR), ..pupil };
                prop_assert_eq!(promote(&again, YEAR, date("2027-08-10")), Promotion::Kept(Reason::Already));
            }
        }
    }
}
