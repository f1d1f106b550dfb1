//! How what is planned is brought about: for each case a child of whom nothing is open, what has to come before it, and then the steps up to where
//! it is left. What a rule or the season refuses is left out.

use super::changes::change;
use super::kids::{Kid, Pool, other_school};
use super::plan::{ABSENT, Left, Planned, lead};
use super::schools::{JUNIOR, SCHOOLS};
use crate::demo::Country;
use crate::demo::pupils::Child;
use chrono::NaiveDate;
use domain::access::Role;
use domain::case::correction::ProofKind;
use domain::case::intake::{Applicant, Application, Intake};
use domain::case::{CaseKind, Command};
use domain::form::{Field, GuardianSlot};
use domain::id::{CaseId, UnitId};
use registry::case::{AskedCorrection, AskedProgression, AskedTransfer};
use registry::error::{Error, Result};
use std::collections::BTreeMap;

/// What stands behind a proof: a drawing that says it is one.
const PROOF: &[u8] = include_bytes!("../household_register.png");
/// Steps of the longest chain, with room.
const STEPS: u64 = 12;

/// What came of it; nothing where it is refused.
fn unless_refused<T>(kind: CaseKind, outcome: Result<T>) -> anyhow::Result<Option<T>> {
    match outcome {
        Ok(made) => Ok(Some(made)),
        Err(error @ (Error::Refused(_) | Error::NotFound(_))) => {
            tracing::debug!(kind = kind.key(), ?error, "left out of the demo");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

impl Country {
    /// Brings a case to where it is to be left. Gives whether it came there.
    pub(super) async fn bring_about(
        &self,
        pool: &mut Pool,
        planned: &Planned,
        n: usize,
    ) -> anyhow::Result<bool> {
        let Planned { kind, left, age } = *planned;
        let Some(age) = self.age_at_most(kind, age) else { return Ok(false) };
        let Some(kid) = pool.take(kind) else { return Ok(false) };
        if !self.come_before(kind, &kid, n, age).await? {
            return Ok(false);
        }
        self.at(self.ago(age), 9);
        match self.open_planned(kind, &kid, n, age).await? {
            Some((case, opener)) => self.leave_at(case, &opener, left, age).await,
            None => Ok(false),
        }
    }

    /// How old a case may be with what has to come before it: nobody is on roll before the middle of September.
    fn age_at_most(&self, kind: CaseKind, age: u64) -> Option<u64> {
        let enrolled = NaiveDate::from_ymd_opt(self.school_year, 9, 11)?;
        let days = u64::try_from((self.today - enrolled).num_days()).ok()?;
        days.checked_sub(lead(kind)).map(|most| age.min(most)).filter(|age| *age > 0)
    }

    /// What the child has to have behind it: the suspension that is to end, the absence that is to become a drop-out. Gives whether it came to it.
    async fn come_before(&self, kind: CaseKind, kid: &Kid, n: usize, age: u64) -> anyhow::Result<bool> {
        match kind {
            CaseKind::Resumption | CaseKind::Extension => {
                self.through(CaseKind::Suspension, kid, n, age + 5).await
            }
            CaseKind::ReturnFromAbroad => self.through(CaseKind::Abroad, kid, n, age + 5).await,
            CaseKind::Progression => self.through(CaseKind::Completion, kid, n, age + 5).await,
            CaseKind::DropOut => self.stay_away(kid, age + ABSENT).await,
            CaseKind::BackToSchool => Ok(self.stay_away(kid, age + 4 + ABSENT).await?
                && self.through(CaseKind::DropOut, kid, n, age + 4).await?),
            _ => Ok(true),
        }
    }

    /// The child stays away from so many days ago, and the school has tried to bring it back.
    async fn stay_away(&self, kid: &Kid, ago: u64) -> anyhow::Result<bool> {
        let (registrar, kind) = (self.actor(&kid.school, Role::Registrar)?, CaseKind::DropOut);
        let absences = self.registry.absences();
        self.at(self.ago(ago), 9);
        let noted = absences.note_absence(registrar, kid.person, self.ago(ago)).await;
        if unless_refused(kind, noted)?.is_none() {
            return Ok(false);
        }
        let visited = self.ago(ago - 10);
        self.at(visited, 10);
        let result = "家长称孩子随亲戚外出，已讲明义务教育的规定";
        let told = absences.follow_up(registrar, kid.person, visited, "家访", result).await;
        Ok(unless_refused(kind, told)?.is_some())
    }

    /// A case that was opened so many days ago and decided two days later.
    async fn through(&self, kind: CaseKind, kid: &Kid, n: usize, ago: u64) -> anyhow::Result<bool> {
        self.at(self.ago(ago), 9);
        let Some((case, _)) = self.open_planned(kind, kid, n, ago).await? else { return Ok(false) };
        self.at(self.ago(ago - 2), 10);
        self.agree_to_the_end(case).await
    }

    /// Opens a case today, which is so many days ago. Gives it with the school that opened it.
    async fn open_planned(
        &self,
        kind: CaseKind,
        kid: &Kid,
        n: usize,
        age: u64,
    ) -> anyhow::Result<Option<(CaseId, UnitId)>> {
        let (on, school) = (self.ago(age), kid.school.clone());
        let registrar = self.actor(&school, Role::Registrar)?;
        let began = match kind {
            CaseKind::DropOut => self.ago(age + ABSENT),
            _ => self.ago(age + 5),
        };
        if let Some(payload) = change(kind, kid, n, on, began) {
            let opened = self.registry.cases().open_change(registrar, kid.person, &payload).await;
            return Ok(unless_refused(kind, opened)?.map(|case| (case, school)));
        }
        match kind {
            CaseKind::Registration => Ok(self.come_late(kid, n, age).await?.map(|case| (case, school))),
            CaseKind::Correction => Ok(self.take_paper(kid, on).await?.map(|case| (case, school))),
            CaseKind::Progression => self.go_on(kid, on).await,
            _ => self.change_school(kid, n, on).await,
        }
    }

    /// Another child of the first grade, entered late.
    async fn come_late(&self, kid: &Kid, n: usize, age: u64) -> anyhow::Result<Option<CaseId>> {
        let planned = SCHOOLS.iter().find(|school| school.plan.code == kid.school.as_str());
        let Some(planned) = planned else { return Ok(None) };
        let school = self.unit(planned.plan.code)?.clone();
        // Beyond the children of the classes, and another for each.
        let mut seed = self.plan.seed.wrapping_mul(1_000_000) + super::SEED + 500_000 + n as u64 * 100;
        for _ in 0..5 {
            let of = (kid.grade, kid.class.as_str());
            let mut pupils = self.pupils(&school, &planned.plan, of, 1, &mut seed, false)?;
            for pupil in &mut pupils {
                pupil.entry_date = self.ago(age + 1);
            }
            // One who happens to look like another is somebody else.
            if let Some((_, case)) = self.enter(&school, pupils).await?.into_iter().next() {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }

    /// A paper application taken in at the school's counter.
    async fn take_paper(&self, kid: &Kid, on: NaiveDate) -> anyhow::Result<Option<CaseId>> {
        let (registrar, kind) = (self.actor(&kid.school, Role::Registrar)?, CaseKind::Correction);
        let (proof, name) = (ProofKind::HouseholdRegister, "户口簿.png");
        let proofs = self.registry.proofs();
        let filed = proofs.file_proof(registrar, kid.person, proof, name, PROOF.to_vec()).await;
        let Some(proof) = unless_refused(kind, filed)? else { return Ok(None) };
        let intake = Intake::Counter(Application {
            applicant: Applicant::Recorded(GuardianSlot::First),
            name: String::new(),
            kinship: String::new(),
            dated: on,
        });
        let asked = AskedCorrection {
            person: kid.person,
            values: BTreeMap::from([(Field::CurrentAddress, "淳兴路18号6幢201室".to_owned())]),
            proofs: vec![proof],
            statement: "今年搬家，户口簿已更新。".into(),
            confirmed: String::new(),
            intake,
        };
        unless_refused(kind, self.registry.cases().ask_correction(registrar, &asked).await)
    }

    /// A child that moves to another school of the county, which opens it.
    async fn change_school(
        &self,
        kid: &Kid,
        n: usize,
        on: NaiveDate,
    ) -> anyhow::Result<Option<(CaseId, UnitId)>> {
        let to: UnitId = other_school(kid).parse()?;
        let child = Child { person: kid.person, school: kid.school.clone(), guardian: None };
        let asked = self.ask_transfer(self.actor(&kid.school, Role::Registrar)?, &child, n, on).await?;
        let asked = AskedTransfer { note: "随父母迁居，就近入学".into(), ..asked };
        let opened = self.registry.cases().open_transfer(self.actor(&to, Role::Registrar)?, &asked).await;
        Ok(unless_refused(CaseKind::Transfer, opened)?.map(|case| (case, to)))
    }

    /// Who has finished primary school is taken by a junior middle school.
    async fn go_on(&self, kid: &Kid, on: NaiveDate) -> anyhow::Result<Option<(CaseId, UnitId)>> {
        let (kind, to) = (CaseKind::Progression, JUNIOR.parse::<UnitId>()?);
        let leaving = self.actor(&kid.school, Role::Registrar)?;
        let pupils = self.registry.pupils();
        let number = pupils.reveal(leaving, kid.person, None, "向升入学校提供学籍号").await;
        let view = pupils.pupil(leaving, kid.person).await;
        let (Some(number), Some(view)) = (unless_refused(kind, number)?, unless_refused(kind, view)?) else {
            return Ok(None);
        };
        let asked = AskedProgression {
            number,
            name: view.name,
            class_name: "1班".into(),
            grade: Default::default(),
            on,
            note: "补办毕业后升入初中，到校就读".into(),
        };
        let receiving = self.actor(&to, Role::Registrar)?;
        let opened = self.registry.cases().open_progressions(receiving, &[asked]).await?;
        Ok(opened.into_iter().next().and_then(std::result::Result::ok).map(|case| (case, to)))
    }

    /// Takes a case to where it is left, a step every other day. Gives whether it is there.
    async fn leave_at(&self, case: CaseId, opener: &UnitId, left: Left, age: u64) -> anyhow::Result<bool> {
        let step = |k: u64| self.at(self.ago(age.saturating_sub(2 * (k + 1))), 10);
        match left {
            Left::Waiting(steps) => {
                for k in 0..steps {
                    step(k);
                    if !self.decided_by_holder(case, agree()).await? {
                        return Ok(false);
                    }
                }
                Ok(self.registry.cases().waiting_for(case).await?.is_some())
            }
            Left::Approved => {
                step(0);
                self.agree_to_the_end(case).await
            }
            Left::Returned => {
                step(0);
                let agreed = self.decided_by_holder(case, agree()).await?;
                step(1);
                let reason = "材料复印件不清楚，请重新提供。".to_owned();
                Ok(agreed && self.decided_by_holder(case, Command::Return { reason }).await?)
            }
            Left::Refused => {
                step(0);
                let reason = "经核对，申请的情况与事实不符，不予办理。".to_owned();
                self.decided_by_holder(case, Command::Refuse { reason }).await
            }
            Left::Withdrawn => {
                step(0);
                let reason = "家长改变主意，撤回。".to_owned();
                let registrar = self.actor(opener, Role::Registrar)?;
                let command = Command::Withdraw { reason };
                let decided = self.registry.cases().decide_cases(registrar, &[case], &command).await?;
                Ok(decided.iter().all(|one| one.outcome.is_ok()))
            }
        }
    }

    async fn agree_to_the_end(&self, case: CaseId) -> anyhow::Result<bool> {
        for _ in 0..STEPS {
            if self.registry.cases().waiting_for(case).await?.is_none() {
                return Ok(true);
            }
            if !self.decided_by_holder(case, agree()).await? {
                return Ok(false);
            }
        }
        Ok(false)
    }

    /// Whoever has the case decides. Gives whether it was done.
    async fn decided_by_holder(&self, case: CaseId, command: Command) -> anyhow::Result<bool> {
        let Some((unit, role)) = self.registry.cases().waiting_for(case).await? else { return Ok(false) };
        let actor = self.actor(&unit, role)?;
        let decided = self.registry.cases().decide_cases(actor, &[case], &command).await?;
        Ok(decided.iter().all(|one| one.outcome.is_ok()))
    }
}

fn agree() -> Command {
    Command::Agree { reason: "情况属实，同意。".to_owned(), refused_fields: BTreeMap::new() }
}
