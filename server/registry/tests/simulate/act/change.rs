//! Changes of status (学籍异动): opened by who may and by who may not, and mended when they come back.

use super::Scene;
use crate::command::Kind;
use crate::model::{Done, Outcome};
use crate::society::guardian;
use chrono::{Months, NaiveDate};
use domain::access::Role;
use domain::case::abroad::Abroad;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome as End};
use domain::case::death::Death;
use domain::case::dropout::DropOut;
use domain::case::extension::Extension;
use domain::case::placement::{Placement, Setting};
use domain::case::readmission::{Away, Readmission};
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::withdrawal::{Manner, Withdrawal};
use domain::case::{CaseKind, CaseState, Payload};
use domain::codes::{Destination, PupilStatus};
use domain::id::{CaseId, PersonId};
use registry::case::AskedTransfer;
use registry::person::{PersonRow, Standing};

impl Scene<'_> {
    pub(super) fn facts(&self, on: NaiveDate, papers: &[Paper]) -> Facts {
        Facts { on, papers: papers.to_vec(), note: "按实际发生日期补录".into() }
    }

    /// A change of this kind and a pupil whom it fits.
    pub(super) fn drafted(&mut self, kind: Kind) -> Option<(PersonRow, Payload)> {
        use PupilStatus as S;
        let today = self.world.today();
        let class_name = format!("{}班", 1 + self.dice.below(3));
        let facts = |papers: &[Paper]| Facts { on: today, papers: papers.to_vec(), note: String::new() };
        let months = |n: u32| today + Months::new(n);
        Some(match kind {
            Kind::Suspend => {
                let until = months(6 + u32::try_from(self.dice.below(6)).unwrap_or(0));
                let suspension = Suspension {
                    facts: facts(&[Paper::Application, Paper::HospitalRecord]),
                    until,
                    ground: SuspensionGround::Illness,
                };
                (self.free_pupil(S::InSchool)?, Payload::Suspension(suspension))
            }
            Kind::Extend => {
                let row = self.free_pupil(S::Suspended)?;
                let until = row.suspended?.1 + Months::new(3);
                (row, Payload::Extension(Extension { facts: facts(&[Paper::Application]), until }))
            }
            Kind::Resume => {
                let resumption = Resumption {
                    facts: facts(&[Paper::Application]),
                    next_grade: false,
                    class_name,
                    why: None,
                };
                (self.free_pupil(S::Suspended)?, Payload::Resumption(resumption))
            }
            Kind::GoAbroad => {
                let facts = facts(&[Paper::Passport, Paper::ForeignSchool]);
                (self.free_pupil(S::InSchool)?, Payload::Abroad(Abroad { facts, country: "SGP".into() }))
            }
            Kind::ComeBack | Kind::BackToSchool => {
                let (status, from) = match kind {
                    Kind::ComeBack => (S::Abroad, Away::Abroad),
                    _ => (S::Lost, Away::DroppedOut),
                };
                let row = self.free_pupil(status)?;
                let facts = facts(&[Paper::Application, Paper::ForeignSchool]);
                let readmission = Readmission { facts, from, grade: row.grade, class_name, why: None };
                let payload = match kind {
                    Kind::ComeBack => Payload::ReturnFromAbroad(readmission),
                    _ => Payload::BackToSchool(readmission),
                };
                (row, payload)
            }
            Kind::DropOut => {
                let away = |row: &PersonRow| {
                    row.absent_since.is_some()
                        && row.open_case.is_none()
                        && row.standing == Standing::Pupil(S::InSchool)
                };
                let ready: Vec<PersonId> =
                    self.seen.people.iter().filter(|row| self.may_drop_out(row)).map(|row| row.uid).collect();
                let row = match self.pupil(|row| ready.contains(&row.uid)) {
                    Some(row) => row,
                    None => self.pupil(away)?,
                };
                let facts = self.facts(row.absent_since?, &[Paper::FollowUpRecord]);
                (row, Payload::DropOut(DropOut { facts }))
            }
            Kind::Place => {
                let placement = Placement {
                    disability: None,
                    facts: facts(&[Paper::Agreement, Paper::Assessment]),
                    setting: if self.dice.percent(70) { Setting::ReformSchool } else { Setting::Ended },
                    host: "苏州市育新专门学校".into(),
                    chosen: None,
                    agreement: "学籍留在原学校，由就读学校评价。".into(),
                };
                (self.free_pupil(S::InSchool)?, Payload::Placement(placement))
            }
            Kind::Graduate => {
                let row = self.pupil(|row| {
                    row.standing == Standing::Pupil(S::InSchool)
                        && row.open_case.is_none()
                        && matches!(row.grade, 6 | 9 | 12)
                })?;
                let number = self.model.next_child();
                let completion = Completion {
                    facts: self.facts(today, &[Paper::FinalRecords]),
                    outcome: if self.dice.percent(90) { End::Graduated } else { End::Completed },
                    certificate: format!("2027毕{number:04}"),
                    destination: match row.grade {
                        6 => None,
                        9 => Some(Destination::SeniorMiddle),
                        _ => Some(Destination::Undergraduate),
                    },
                };
                (row, Payload::Completion(completion))
            }
            Kind::LeaveSenior => {
                let row = self.pupil(|row| {
                    row.standing == Standing::Pupil(S::InSchool) && row.grade > 9 && row.open_case.is_none()
                })?;
                let facts = facts(&[Paper::Application]);
                (row, Payload::Withdrawal(Withdrawal { facts, manner: Manner::Voluntary, days: 0 }))
            }
            Kind::Die => {
                let facts = facts(&[Paper::DeathCertificate]);
                (self.free_pupil(S::InSchool)?, Payload::Death(Death { facts }))
            }
            _ => return None,
        })
    }

    /// As often as not everybody agrees at once, so that what comes after a change is reached, too.
    pub(super) async fn opened_and_carried(
        &mut self,
        person: PersonId,
        kind: CaseKind,
        answer: Result<CaseId, String>,
    ) -> Done {
        let case = answer.as_ref().ok().copied();
        let outcome = self.opened(person, kind, answer);
        if let Some(case) = case.filter(|_| self.dice.percent(50)) {
            self.carry(case).await?;
        }
        Ok(outcome)
    }

    pub(super) fn opened(
        &mut self,
        person: PersonId,
        kind: CaseKind,
        answer: Result<CaseId, String>,
    ) -> Outcome {
        match answer {
            Ok(case) => {
                self.model.cases.insert(case, (person, kind));
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        }
    }

    pub(super) async fn change(&mut self, kind: Kind) -> Done {
        let Some((row, payload)) = self.drafted(kind) else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} {} by {}", row.uid, payload.kind().label(), by.name));
        let answer = self.world.registry().cases().open_change(&by, row.uid, &payload).await;
        let answer = self.hear(answer)?;
        self.opened_and_carried(row.uid, payload.kind(), answer).await
    }

    /// A change opened by somebody of another school, or by whoever opens none.
    pub(super) async fn open_elsewhere(&mut self) -> Done {
        let kind =
            [Kind::Suspend, Kind::GoAbroad, Kind::Die][usize::try_from(self.dice.below(3)).unwrap_or(0)];
        let Some((row, payload)) = self.drafted(kind) else { return Ok(Outcome::Skipped) };
        let by = if self.dice.percent(20) { guardian(row.uid, 0) } else { self.anybody() };
        if by.role == Role::Registrar && by.unit.as_ref().is_some_and(|own| own.id == row.school) {
            return Ok(Outcome::Skipped);
        }
        self.note(format!("{} {} by {}", row.uid, payload.kind().label(), by.name));
        self.told(self.world.registry().cases().open_change(&by, row.uid, &payload).await)
    }

    pub(super) async fn mend_change(&mut self) -> Done {
        let returned: Vec<_> = self
            .seen
            .cases
            .iter()
            .filter(|row| {
                row.state == CaseState::Returned
                    && !matches!(row.kind, CaseKind::Registration | CaseKind::Correction)
            })
            .collect();
        let Some(row) = self.dice.pick(&returned).map(|row| (*row).clone()) else {
            return Ok(Outcome::Skipped);
        };
        let Some((unit, role)) = super::case::holder(&row) else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&unit, role);
        self.note(format!("{} {:?} by {}", row.uid, row.kind, by.name));
        let registry = self.world.registry();
        let (payload, person, _) = match self.hear(registry.cases().returned_change(&by, row.uid).await)? {
            Ok(found) => found,
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        if payload.status_change().is_some() {
            return self.told(registry.cases().mend_change(&by, row.uid, &payload).await);
        }
        let Some((number, name)) = self.number_and_name(person)? else { return Ok(Outcome::Skipped) };
        let today = self.world.today();
        match payload {
            Payload::Transfer(transfer) => {
                let asked = AskedTransfer {
                    disability: None,
                    number,
                    name,
                    on: today,
                    ground: transfer.ground,
                    class_name: transfer.class_name,
                    grade: Default::default(),
                    papers: transfer.facts.papers,
                    note: "补正".into(),
                };
                self.told(registry.cases().mend_transfer(&by, row.uid, &asked).await)
            }
            Payload::Progression(_) => self.told(
                registry
                    .cases()
                    .mend_progression(&by, row.uid, today, ("2班", &Default::default()), "补正")
                    .await,
            ),
            _ => Ok(Outcome::Skipped),
        }
    }
}
