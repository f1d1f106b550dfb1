//! One sound content for every kind.

use super::*;

pub(super) fn facts(papers: &[Paper]) -> Facts {
    Facts { on: day(10), papers: papers.to_vec(), note: String::new() }
}

pub(super) fn payload(kind: CaseKind) -> Payload {
    match kind {
        CaseKind::Transfer => Payload::Transfer(Transfer {
            facts: facts(&[Paper::Application, Paper::Residence]),
            ground: TransferGround::Home,
            from: unit(FROM),
            from_name: "转出小学".into(),
            to: unit(SCHOOL),
            to_name: "转入小学".into(),
            class_name: "1班".into(),
            grade: None,
            disability: None,
        }),
        CaseKind::Suspension => Payload::Suspension(Suspension {
            facts: facts(&[Paper::Application, Paper::HospitalRecord]),
            until: NaiveDate::from_ymd_opt(2027, 6, 30).unwrap(),
            ground: SuspensionGround::Illness,
        }),
        CaseKind::Resumption => Payload::Resumption(Resumption {
            facts: facts(&[Paper::Application]),
            next_grade: false,
            class_name: "2班".into(),
            why: None,
        }),
        CaseKind::Death => Payload::Death(Death { facts: facts(&[Paper::DeathCertificate]) }),
        CaseKind::Extension => Payload::Extension(Extension {
            facts: facts(&[Paper::Application]),
            until: NaiveDate::from_ymd_opt(2027, 12, 31).unwrap(),
        }),
        CaseKind::TransferOut => Payload::TransferOut(TransferOut {
            facts: facts(&[Paper::Application, Paper::Admission]),
            ground: TransferGround::Home,
            province: "44".into(),
            to: Some(unit("2144000009")),
            to_name: "天河区第九小学".into(),
        }),
        CaseKind::Progression => Payload::Progression(Progression {
            facts: facts(&[]),
            from: unit(FROM),
            from_name: "毕业小学".into(),
            to: unit(SCHOOL),
            to_name: "升入初中".into(),
            class_name: "1班".into(),
            grade: None,
        }),
        CaseKind::Repeat => {
            Payload::Repeat(Repeat { facts: facts(&[Paper::Application]), class_name: "1班".into() })
        }
        CaseKind::Skip => Payload::Skip(Skip {
            facts: facts(&[Paper::Application, Paper::Assessment]),
            class_name: "1班".into(),
        }),
        CaseKind::Abroad => Payload::Abroad(Abroad {
            facts: facts(&[Paper::Passport, Paper::ForeignSchool]),
            country: "SGP".into(),
        }),
        CaseKind::ReturnFromAbroad => Payload::ReturnFromAbroad(readmission(Away::Abroad)),
        CaseKind::BackToSchool => Payload::BackToSchool(readmission(Away::DroppedOut)),
        CaseKind::DropOut => Payload::DropOut(DropOut { facts: facts(&[Paper::FollowUpRecord]) }),
        CaseKind::Withdrawal => Payload::Withdrawal(Withdrawal {
            facts: facts(&[Paper::Application]),
            manner: Manner::Voluntary,
            days: 0,
        }),
        CaseKind::Completion => Payload::Completion(Completion {
            facts: facts(&[Paper::FinalRecords]),
            outcome: Outcome::Graduated,
            certificate: "2026小0001".into(),
            destination: None,
        }),
        CaseKind::Placement => Payload::Placement(Placement {
            facts: facts(&[Paper::Agreement, Paper::Assessment]),
            setting: Setting::Inclusive,
            host: "明德小学".into(),
            chosen: None,
            agreement: "学籍留在本校，由就读学校评价。".into(),
            disability: None,
        }),
        CaseKind::Registration => Payload::Registration(Registration {
            entry_date: day(1),
            import: None,
            duplicate_note: String::new(),
        }),
        CaseKind::Correction => Payload::Correction(Correction {
            changes: [Field::Name, Field::BirthDate]
                .map(|field| Change { field, old: "旧".into(), new: "新".into(), refused: None })
                .into(),
            proofs: vec![Proof {
                id: ProofId::new(Uuid::from_u128(7)),
                kind: ProofKind::HouseholdRegister,
                sha256: "00".into(),
                format: "jpg".into(),
                size: 1,
            }],
            statement: String::new(),
            intake: Default::default(),
            duplicate_note: String::new(),
        }),
    }
}

pub(super) fn readmission(from: Away) -> Readmission {
    let papers = [Paper::Application, Paper::ForeignSchool];
    Readmission { facts: facts(&papers), from, grade: 4, class_name: "2班".into(), why: None }
}
