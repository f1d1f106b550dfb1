//! Changes of status (学籍异动), corrections and transfers: opened by who may, by who may not, and two at the same moment.

use super::Scene;
use super::case::agree;
use crate::command::Kind;
use crate::model::{Done, Outcome, Violation, violated};
use crate::society::{guardian, png};
use chrono::{Days, Months, NaiveDate};
use domain::access::{Actor, Role};
use domain::case::abroad::Abroad;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome as End};
use domain::case::correction::ProofKind;
use domain::case::death::Death;
use domain::case::dropout::DropOut;
use domain::case::extension::Extension;
use domain::case::placement::{Placement, Setting};
use domain::case::readmission::{Away, Readmission};
use domain::case::resumption::Resumption;
use domain::case::suspension::{Suspension, SuspensionGround};
use domain::case::transfer::TransferGround;
use domain::case::withdrawal::{Manner, Withdrawal};
use domain::case::{CaseKind, CaseState, Payload};
use domain::codes::{Destination, PupilStatus};
use domain::form::Field;
use domain::id::{CaseId, PersonId};
use registry::case::{AskedCorrection, AskedProgression, AskedTransfer};
use registry::person::{PersonRow, Standing};
use std::collections::BTreeMap;

impl Scene<'_> {
    fn facts(&self, on: NaiveDate, papers: &[Paper]) -> Facts {
        Facts { on, papers: papers.to_vec(), note: "按实际发生日期补录".into() }
    }

    /// A change of this kind and a pupil whom it fits.
    fn drafted(&mut self, kind: Kind) -> Option<(PersonRow, Payload)> {
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
    async fn opened_and_carried(
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

    fn opened(&mut self, person: PersonId, kind: CaseKind, answer: Result<CaseId, String>) -> Outcome {
        match answer {
            Ok(case) => {
                self.model.cases.insert(case, (person, kind));
                Outcome::Accepted
            }
            Err(code) => Outcome::Refused(code),
        }
    }

    /// A school does all that article 22 asks of it: notes the absence, goes there, waits the days of the rule, and has the drop-out
    /// confirmed.
    pub(super) async fn drop_out(&mut self) -> Done {
        let ready = self.seen.people.iter().any(|row| self.may_drop_out(row));
        if ready && self.dice.percent(60) {
            return self.change(Kind::DropOut).await;
        }
        let Some(row) = self.pupil(|row| {
            row.standing == Standing::Pupil(PupilStatus::InSchool)
                && row.open_case.is_none()
                && row.leaving.is_none()
                && row.grade < 10
        }) else {
            return Ok(Outcome::Skipped);
        };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} by {}, all of it", row.uid, by.name));
        let today = self.world.today();
        let registry = self.world.registry();
        let since = match row.absent_since {
            Some(since) => since,
            None => {
                let since = (today - Days::new(20)).max(row.entry_date);
                if let Err(code) = self.hear(registry.absences().note_absence(&by, row.uid, since).await)? {
                    return Ok(Outcome::Refused(code));
                }
                since
            }
        };
        let went =
            registry.absences().follow_up(&by, row.uid, today.max(since), "家访", "家长表示会送回").await;
        if let Err(code) = self.hear(went)? {
            return Ok(Outcome::Refused(code));
        }
        let left = u64::try_from((since + Days::new(31) - self.world.today()).num_days()).unwrap_or(0);
        self.world.pass(std::time::Duration::from_secs(left * 86_400));
        let payload = Payload::DropOut(DropOut { facts: self.facts(since, &[Paper::FollowUpRecord]) });
        let answer = self.world.registry().cases().open_change(&by, row.uid, &payload).await;
        let answer = self.hear(answer)?;
        let case = answer.as_ref().ok().copied();
        let outcome = self.opened(row.uid, payload.kind(), answer);
        match case {
            Some(case) => self.carry(case).await,
            None => Ok(outcome),
        }
    }

    fn may_drop_out(&self, row: &PersonRow) -> bool {
        row.standing == Standing::Pupil(PupilStatus::InSchool)
            && row.open_case.is_none()
            && row.follow_ups > 0
            && row.absent_since.is_some_and(|day| day + Days::new(30) <= self.world.today())
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

    /// What somebody who has the papers on the table knows of a child.
    fn number_and_name(&self, person: PersonId) -> Result<Option<(String, String)>, Violation> {
        let Some(row) = self.seen.person(person) else { return Ok(None) };
        match row.info(&*self.world.registry().vault) {
            Ok(info) => {
                let number = info.get(Field::IdNumber).map(ToOwned::to_owned);
                Ok(number.map(|number| (number, row.name.clone())))
            }
            Err(error) => violated("a record opens", format!("{person}: {error:?}")),
        }
    }

    async fn transfer_to(
        &mut self,
        row: &PersonRow,
        by: &Actor,
        name: &str,
    ) -> Result<Result<CaseId, String>, Violation> {
        let Some((number, _)) = self.number_and_name(row.uid)? else { return Ok(Err("no_number".into())) };
        let asked = AskedTransfer {
            disability: None,
            number,
            name: name.to_owned(),
            on: self.world.today(),
            ground: TransferGround::Home,
            class_name: format!("{}班", 1 + self.dice.below(3)),
            grade: Default::default(),
            papers: vec![Paper::Application, Paper::Residence],
            note: "按实际到校日期补录".into(),
        };
        self.hear(self.world.registry().cases().open_transfer(by, &asked).await)
    }

    pub(super) async fn transfer(&mut self, kind: Kind) -> Done {
        let Some(row) = self.free_pupil(PupilStatus::InSchool) else { return Ok(Outcome::Skipped) };
        let schools: Vec<_> =
            self.world.schools().into_iter().filter(|school| school.id != row.school).cloned().collect();
        let Some(to) = self.dice.pick(&schools).cloned() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&to.id, Role::Registrar);
        self.note(format!("{} to {} by {}", row.uid, to.name, by.name));
        let name = if kind == Kind::TransferWrongName { "别的名字" } else { row.name.as_str() };
        let answer = self.transfer_to(&row, &by, name).await?;
        self.opened_and_carried(row.uid, CaseKind::Transfer, answer).await
    }

    pub(super) async fn progress(&mut self) -> Done {
        let left = |status| Standing::Pupil(status);
        let graduate = self.pupil(|row| {
            row.open_case.is_none()
                && row.grade < 12
                && [left(PupilStatus::Graduated), left(PupilStatus::Completed)].contains(&row.standing)
        });
        let Some(row) = graduate else { return Ok(Outcome::Skipped) };
        let schools: Vec<_> = self
            .world
            .schools()
            .into_iter()
            .filter(|school| school.id.as_str().starts_with('3'))
            .cloned()
            .collect();
        let Some(to) = self.dice.pick(&schools).cloned() else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&to.id, Role::Registrar);
        let Some((number, name)) = self.number_and_name(row.uid)? else { return Ok(Outcome::Skipped) };
        self.note(format!("{} to {} by {}", row.uid, to.name, by.name));
        let asked = AskedProgression {
            number,
            name,
            class_name: "1班".into(),
            grade: Default::default(),
            on: self.world.today(),
            note: String::new(),
        };
        let answer = self.world.registry().cases().open_progressions(&by, &[asked]).await;
        let answer = match self.hear(answer)? {
            Ok(mut all) => all.pop().unwrap_or(Err(Vec::new())),
            Err(code) => return Ok(Outcome::Refused(code)),
        };
        let answer = answer.map_err(|told| told.first().map(|one| one.code.to_string()).unwrap_or_default());
        self.opened_and_carried(row.uid, CaseKind::Progression, answer).await
    }

    async fn ask(
        &mut self,
        by: &Actor,
        person: PersonId,
        field: Field,
        value: &str,
    ) -> Result<Result<CaseId, String>, Violation> {
        let registry = self.world.registry();
        let kind = ProofKind::HouseholdRegister;
        let picture = png(self.dice.below(1 << 20));
        let proof =
            match self.hear(registry.proofs().file_proof(by, person, kind, "户口簿.png", picture).await)? {
                Ok(proof) => proof,
                Err(code) => return Ok(Err(code)),
            };
        let asked = AskedCorrection {
            person,
            values: BTreeMap::from([(field, value.to_owned())]),
            proofs: vec![proof],
            statement: "户口簿上的信息有误，请予更正".into(),
            confirmed: String::new(),
            intake: Default::default(),
        };
        self.hear(registry.cases().ask_correction(by, &asked).await)
    }

    /// A guardian asks for a correction; or somebody does for a child that is not theirs.
    pub(super) async fn correct(&mut self, kind: Kind) -> Done {
        let Some(row) = self.pupil(|row| matches!(row.standing, Standing::Pupil(_))) else {
            return Ok(Outcome::Skipped);
        };
        let by = if kind == Kind::CorrectOther {
            let other = self.pupil(|other| other.uid != row.uid);
            match other {
                Some(other) if self.dice.percent(70) => guardian(other.uid, 0),
                _ => self.anybody(),
            }
        } else {
            guardian(row.uid, u128::from(self.dice.below(2)))
        };
        let house = 1 + self.dice.below(300);
        let (field, value) = match self.dice.below(6) {
            0 => (
                Field::HukouPlace,
                if house.is_multiple_of(2) { "320104000000" } else { "320102000000" }.to_owned(),
            ),
            1 => (
                Field::Name,
                ["司徒静", "欧阳明", "诸葛安"][usize::try_from(house % 3).unwrap_or(0)].to_owned(),
            ),
            _ => (Field::CurrentAddress, format!("江苏省南京市玄武区珠江路{house}号")),
        };
        self.note(format!("{} {field:?} by {}", row.uid, by.name));
        let answer = self.ask(&by, row.uid, field, &value).await?;
        self.opened_and_carried(row.uid, CaseKind::Correction, answer).await
    }

    pub(super) async fn absence(&mut self, kind: Kind) -> Done {
        let today = self.world.today();
        let registry = self.world.registry();
        let found = match kind {
            Kind::NoteAbsence => self.pupil(|row| {
                row.standing == Standing::Pupil(PupilStatus::InSchool)
                    && row.absent_since.is_none()
                    && row.grade < 10
            }),
            _ => self.pupil(|row| row.absent_since.is_some()),
        };
        let Some(row) = found else { return Ok(Outcome::Skipped) };
        let by = self.one_of(&row.school, Role::Registrar);
        self.note(format!("{} by {}", row.uid, by.name));
        let answer = match kind {
            Kind::NoteAbsence => {
                let since = today - Days::new(self.dice.below(29));
                registry.absences().note_absence(&by, row.uid, since.max(row.entry_date)).await
            }
            Kind::FollowUp => {
                registry.absences().follow_up(&by, row.uid, today, "家访", "家长表示会送回").await
            }
            _ => registry.absences().end_absence(&by, row.uid, "已返校").await,
        };
        self.told(answer)
    }

    /// Two people open something about the same pupil: one case is open afterwards.
    pub(super) async fn two_open(&mut self) -> Done {
        let Some((row, payload)) = self.drafted(Kind::Suspend) else { return Ok(Outcome::Skipped) };
        let unit = self.world.unit(&row.school);
        let by = [1, 2].map(|n| crate::society::actor(unit, Role::Registrar, n));
        let Some((_, other)) =
            (0..3).find_map(|_| self.drafted(Kind::GoAbroad).filter(|(there, _)| there.school == row.school))
        else {
            return Ok(Outcome::Skipped);
        };
        self.note(format!("{} by two of {}", row.uid, unit.name));
        let registry = self.world.registry();
        let cases = registry.cases();
        let (a, b) = tokio::join!(
            cases.open_change(&by[0], row.uid, &payload),
            cases.open_change(&by[1], row.uid, &other),
        );
        match (self.hear(a)?, self.hear(b)?) {
            (Ok(a), Ok(b)) => violated("one pupil has one open case", format!("{}: {a} and {b}", row.uid)),
            (Ok(case), Err(_)) => Ok(self.opened(row.uid, payload.kind(), Ok(case))),
            (Err(code), other_answer) => {
                Ok(self.opened(row.uid, other.kind(), other_answer.map_err(|_| code)))
            }
        }
    }

    /// A transfer by one school while the other decides something, and a correction by the guardian: whoever is first.
    pub(super) async fn two_at_once(&mut self) -> Done {
        let Some(row) = self.free_pupil(PupilStatus::InSchool) else { return Ok(Outcome::Skipped) };
        let Some((number, name)) = self.number_and_name(row.uid)? else { return Ok(Outcome::Skipped) };
        let schools: Vec<_> =
            self.world.schools().into_iter().filter(|school| school.id != row.school).cloned().collect();
        let by: Vec<Actor> = schools.iter().map(|school| self.one_of(&school.id, Role::Registrar)).collect();
        let at = usize::try_from(self.dice.below(schools.len() as u64)).unwrap_or(0);
        let asked = AskedTransfer {
            disability: None,
            number,
            name,
            on: self.world.today(),
            ground: TransferGround::Home,
            class_name: "2班".into(),
            grade: Default::default(),
            papers: vec![Paper::Application, Paper::Residence],
            note: String::new(),
        };
        // Meanwhile a case of anybody goes on.
        let case = self.open_case(CaseState::InProgress);
        let holder = case.as_ref().and_then(super::case::holder);
        let decider = holder.map(|(unit, role)| self.one_of(&unit, role));
        let before = case.as_ref().map(|row| self.content(row)).transpose()?;
        self.note(format!("{} by {} schools", row.uid, by.len().min(2)));
        let registry = self.world.registry();
        let decides = async {
            match (&case, &decider) {
                (Some(case), Some(by)) => Some(registry.cases().decide_case(by, case.uid, agree()).await),
                _ => None,
            }
        };
        let cases = registry.cases();
        let (a, b, decided) = tokio::join!(
            cases.open_transfer(&by[at], &asked),
            cases.open_transfer(&by[(at + 1) % by.len()], &asked),
            decides,
        );
        if let (Some(answer), Some(before), Some(by)) = (decided, before, decider)
            && let Ok(state) = self.hear(answer)?
        {
            self.was_decided(&before, &by, state);
        }
        match (self.hear(a)?, self.hear(b)?) {
            (Ok(a), Ok(b)) => violated("one pupil has one open case", format!("{}: {a} and {b}", row.uid)),
            (Ok(case), _) | (_, Ok(case)) => Ok(self.opened(row.uid, CaseKind::Transfer, Ok(case))),
            (Err(code), _) => Ok(Outcome::Refused(code)),
        }
    }
}
