//! What a school enters for a change of each kind.

use super::kids::Kid;
use chrono::{Months, NaiveDate};
use domain::case::abroad::Abroad;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::case::death::Death;
use domain::case::dropout::DropOut;
use domain::case::extension::Extension;
use domain::case::grade::{Repeat, Skip};
use domain::case::placement::{Placement, Setting};
use domain::case::readmission::{Away, Readmission};
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::case::transfer_out::TransferOut;
use domain::case::withdrawal::{Manner, Withdrawal};
use domain::case::{CaseKind, Payload};
use domain::codes::{Destination, Disability, Stage};

/// Where some go whose new school another system serves.
const ELSEWHERE: (&str, &str, &str) = ("33", "2133009901", "浙江省清溪小学（演示）");
/// Countries some go to.
const COUNTRIES: [&str; 3] = ["SGP", "JPN", "CAN"];

/// The change of a child, dated on a day; none for kinds that are not opened as a change by the child's own school. `n` makes one differ from the
/// next, `began` is the day on which began what it ends (an absence, a suspension).
pub(super) fn change(
    kind: CaseKind,
    kid: &Kid,
    n: usize,
    on: NaiveDate,
    began: NaiveDate,
) -> Option<Payload> {
    let facts = |papers: &[Paper], note: &str| Facts { on, papers: papers.to_vec(), note: note.to_owned() };
    let class_name = kid.class.clone();
    Some(match kind {
        CaseKind::Suspension => Payload::Suspension(Suspension {
            facts: facts(&[Paper::Application, Paper::HospitalRecord], ""),
            until: on + Months::new(6),
            ground: SuspensionGround::ALL[n % 3],
        }),
        CaseKind::Resumption => Payload::Resumption(Resumption {
            facts: facts(&[Paper::Application, Paper::FitForSchool], "身体恢复，提前复学"),
            next_grade: false,
            class_name,
            why: None,
        }),
        CaseKind::Extension => Payload::Extension(Extension {
            facts: facts(&[Paper::Application, Paper::HospitalRecord], "仍在治疗"),
            until: began + Months::new(9),
        }),
        CaseKind::Death => Payload::Death(Death { facts: facts(&[Paper::DeathCertificate], "") }),
        CaseKind::Repeat => Payload::Repeat(Repeat {
            facts: facts(&[Paper::Application], "因病缺课较多，家长申请"),
            class_name,
        }),
        CaseKind::Skip => Payload::Skip(Skip {
            facts: facts(&[Paper::Application, Paper::Assessment], "经评估达到所跳入年级的水平"),
            class_name,
        }),
        CaseKind::Abroad => Payload::Abroad(Abroad {
            facts: facts(&[Paper::Passport, Paper::ForeignSchool], ""),
            country: COUNTRIES[n % COUNTRIES.len()].into(),
        }),
        CaseKind::ReturnFromAbroad => Payload::ReturnFromAbroad(Readmission {
            facts: facts(&[Paper::Application, Paper::ForeignSchool], ""),
            from: Away::Abroad,
            grade: kid.grade.absolute(),
            class_name,
            why: None,
        }),
        CaseKind::DropOut => Payload::DropOut(DropOut {
            facts: Facts {
                on: began,
                papers: vec![Paper::FollowUpRecord],
                note: "连续缺课满三十日，多次劝返未到校".into(),
            },
        }),
        CaseKind::BackToSchool => Payload::BackToSchool(Readmission {
            facts: facts(&[Paper::Application], "劝返后返校"),
            from: Away::DroppedOut,
            grade: kid.grade.absolute(),
            class_name,
            why: None,
        }),
        CaseKind::Withdrawal => Payload::Withdrawal(Withdrawal {
            facts: facts(&[Paper::Application], "本人和家长申请"),
            manner: Manner::Voluntary,
            days: 0,
        }),
        CaseKind::Completion => Payload::Completion(Completion {
            facts: facts(&[Paper::FinalRecords], "补办毕业手续"),
            outcome: Outcome::Graduated,
            certificate: String::new(),
            destination: Some(Destination::SeniorMiddle).filter(|_| kid.grade.stage() != Stage::Primary),
        }),
        CaseKind::Placement => Payload::Placement(Placement {
            facts: facts(&[Paper::Agreement, Paper::Assessment], ""),
            setting: Setting::HomeTeaching,
            host: String::new(),
            chosen: None,
            disability: Some(Disability::Limbs),
            agreement: "学籍留在本校，由本校教师每周上门授课两次并评价".into(),
        }),
        CaseKind::TransferOut => Payload::TransferOut(TransferOut {
            facts: facts(&[Paper::Application, Paper::Admission], ""),
            ground: TransferGround::Home,
            province: ELSEWHERE.0.into(),
            to: ELSEWHERE.1.parse().ok(),
            to_name: ELSEWHERE.2.into(),
        }),
        CaseKind::Registration | CaseKind::Correction | CaseKind::Transfer | CaseKind::Progression => {
            return None;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::{Grade, SchoolSystem};
    use domain::id::{PersonId, UnitId};

    #[test]
    fn every_kind_that_is_a_change_has_one_with_what_the_regulation_wants_sighted() {
        let kid = Kid {
            person: PersonId::new(Default::default()),
            school: "2132000301".parse::<UnitId>().unwrap(),
            grade: Grade::new(5, SchoolSystem::SixThree).unwrap(),
            class: "1班".into(),
        };
        let (on, began) = ("2026-10-20".parse().unwrap(), "2026-09-15".parse().unwrap());
        let mut changes = 0;
        for (n, kind) in CaseKind::ALL.into_iter().enumerate() {
            let Some(payload) = change(kind, &kid, n, on, began) else { continue };
            changes += 1;
            assert_eq!(payload.kind(), kind);
            let change = payload.status_change().unwrap();
            for group in change.needed() {
                let sighted = |paper| change.facts().papers.contains(paper);
                assert!(group.iter().any(sighted), "{}: {group:?}", kind.label());
            }
        }
        assert_eq!(changes, CaseKind::ALL.len() - 4);
    }
}
