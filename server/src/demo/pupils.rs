//! The children: those on roll, and a few whose registration is still on its way, in every state (第四条 to 第七条).

use super::{Country, Size, units};
use chrono::NaiveDate;
use domain::access::Role;
use domain::case::Command;
use domain::codes::{Grade, SchoolSystem};
use domain::form::sample::{self, SampleSpec};
use domain::form::{BasicInfo, Field, FormContext, validate};
use domain::id::{CaseId, PersonId, UnitId};
use domain::org::Unit;
use registry::person::{Entered, NewPupil};
use std::collections::BTreeMap;

/// A child of the demo.
#[derive(Debug, Clone)]
pub(super) struct Child {
    pub(super) person: PersonId,
    pub(super) school: UnitId,
    /// Which of the demo's guardians stands first in the record, counted from one.
    pub(super) guardian: Option<usize>,
}

/// Guardians with an account: so many children have a record that names one of them, 13900000001 and on.
pub(super) const GUARDIANS: usize = 40;

/// Which children get a guardian with an account: every so manieth, and another one for each that was left out.
#[derive(Debug, Default)]
pub(super) struct Families {
    made: usize,
    given: usize,
    spare: Vec<usize>,
}

impl Families {
    fn next(&mut self, size: Size) -> Option<usize> {
        let every = if size == Size::Full { 140 } else { 6 };
        self.made += 1;
        if let Some(spare) = self.spare.pop() {
            return Some(spare);
        }
        if (self.made - 1).is_multiple_of(every) && self.given < GUARDIANS {
            self.given += 1;
            return Some(self.given);
        }
        None
    }
}

/// The telephone a guardian of the demo signs in with.
pub(super) fn telephone(n: usize) -> String {
    format!("139{n:08}")
}

/// Which of the demo's guardians a record names first.
fn guardian_of(info: &BasicInfo) -> Option<usize> {
    let phone = info.value(Field::Member1Phone);
    (1..=GUARDIANS).find(|n| telephone(*n) == phone)
}

/// Children whose forms are typed and checked by one core: for fewer another thread costs more than it gains.
const BY_ONE: usize = 16;

/// The checked forms of these children (seed, and which guardian of the demo stands first), in their order, made by all cores.
fn forms(
    children: &[(u64, Option<usize>)],
    spec: &SampleSpec,
    context: &FormContext,
) -> anyhow::Result<Vec<BasicInfo>> {
    let one = |(seed, guardian): &(u64, Option<usize>)| {
        let mut typed = sample::pupil(*seed, spec);
        typed.extend(super::privacy::optional(*seed));
        typed.extend(guardian.map(|n| (Field::Member1Phone, telephone(n))));
        validate(&typed, context).map_err(|problems| anyhow::anyhow!("sample pupil {seed}: {problems:?}"))
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let each = children.len().div_ceil(cores).max(BY_ONE);
    if children.len() <= each {
        return children.iter().map(one).collect();
    }
    let one = &one;
    std::thread::scope(|scope| {
        let parts: Vec<_> = children
            .chunks(each)
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<anyhow::Result<Vec<_>>>()))
            .collect();
        let mut all = Vec::with_capacity(children.len());
        for part in parts {
            all.extend(part.join().map_err(|_| anyhow::anyhow!("a form was not made"))??);
        }
        Ok(all)
    })
}

/// Where a late arrival's registration is left.
#[derive(Debug, Clone, Copy)]
enum Left {
    WithSchoolLeader,
    WithAuthorityRegistrar,
    WithAuthorityLeader,
    Returned,
    Refused,
    Withdrawn,
    /// With the school's leader since before the one-month clock ran out.
    Late,
}

const LEFT: [Left; 7] = [
    Left::WithSchoolLeader,
    Left::WithAuthorityRegistrar,
    Left::WithAuthorityLeader,
    Left::Returned,
    Left::Refused,
    Left::Withdrawn,
    Left::Late,
];

/// Classes are not all of one size: within 15 % of the average, the same for the same seed.
pub(super) fn class_size(average: u64, seed: u64) -> u64 {
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    let spread = average * 3 / 20;
    average - spread + mixed % (2 * spread + 1)
}

impl Country {
    pub(super) async fn build_pupils(&self) -> anyhow::Result<Vec<Child>> {
        let classes: u64 =
            units::SCHOOLS.iter().map(|plan| plan.classes * grades(plan.system, plan).len() as u64).sum();
        let wanted: u64 = match self.plan.size {
            Size::Full => 6000,
            // Beside its county, the country is the small one.
            Size::Small | Size::County => 300,
        };
        let average = wanted.div_ceil(classes).max(1);
        let mut children = Vec::new();
        let mut seed = self.plan.seed.wrapping_mul(1_000_000);
        for (n, plan) in units::SCHOOLS.iter().enumerate() {
            let school = self.unit(plan.code)?.clone();
            for grade in grades(plan.system, plan) {
                for class in 1..=plan.classes {
                    let class = format!("{class}班");
                    let count = class_size(average, seed);
                    let enrolled = self.enrol(&school, plan, grade, &class, count, &mut seed).await?;
                    children.extend(enrolled);
                }
            }
            self.late_arrivals(&school, plan, n, &mut seed).await?;
            // School by school: a long outbox is slow to work off.
            self.registry.outbox().drain_outbox().await?;
        }
        Ok(children)
    }

    /// A class that is on roll: entered in the first days of this school year, approved by the middle of September.
    pub(super) async fn enrol(
        &self,
        school: &Unit,
        plan: &units::Plan,
        grade: Grade,
        class: &str,
        count: u64,
        seed: &mut u64,
    ) -> anyhow::Result<Vec<Child>> {
        let day = |day: u32| NaiveDate::from_ymd_opt(self.school_year, 9, day).unwrap_or(self.today);
        let mut cases = Vec::new();
        let mut children = Vec::new();
        self.at(day(3), 10);
        while (children.len() as u64) < count {
            let missing = count - children.len() as u64;
            // Whoever's training is over prints no codes.
            let bound = school.id.as_str() != super::people::LAPSED;
            let pupils = self.pupils(school, plan, (grade, class), missing, seed, bound)?;
            let mut families: BTreeMap<PersonId, Option<usize>> =
                pupils.iter().map(|pupil| (pupil.id, guardian_of(&pupil.info))).collect();
            for (person, case) in self.enter(school, pupils).await? {
                cases.push(case);
                let guardian = families.remove(&person).flatten();
                children.push(Child { person, school: school.id.clone(), guardian });
            }
            self.families().spare.extend(families.into_values().flatten());
        }
        self.at(day(4), 15);
        self.agree(&school.id, Role::Leader, &cases).await?;
        let authority = self.authority(school)?;
        self.at(day(8), 11);
        self.agree(&authority, Role::Registrar, &cases).await?;
        self.at(day(10), 16);
        self.agree(&authority, Role::Leader, &cases).await?;
        Ok(children)
    }

    pub(super) fn pupils(
        &self,
        school: &Unit,
        plan: &units::Plan,
        (grade, class): (Grade, &str),
        count: u64,
        seed: &mut u64,
        bound: bool,
    ) -> anyhow::Result<Vec<NewPupil>> {
        let spec = SampleSpec {
            division: school.division.clone(),
            grade: grade.absolute(),
            school_type: plan.school_type,
            system: plan.system,
            school_year: self.school_year,
            class_name: class.to_owned(),
        };
        let context = FormContext {
            today: self.registry.store.clock.today(),
            school_type: plan.school_type,
            stages: plan.school_type.stages().to_vec(),
            system: plan.system,
            places: domain::form::Places::default(),
        };
        let entered = self.school_year - i32::from(grade.in_stage()) + 1;
        let entry_date = NaiveDate::from_ymd_opt(entered, 9, 1).unwrap_or(self.today);
        let children: Vec<(u64, Option<usize>)> = (0..count)
            .map(|_| {
                *seed += 1;
                (*seed, if bound { self.families().next(self.plan.size) } else { None })
            })
            .collect();
        let forms = forms(&children, &spec, &context)?;
        Ok(forms
            .into_iter()
            .map(|info| NewPupil {
                extras: None,
                id: PersonId::new(self.registry.store.new_id()),
                info,
                entry_date,
                import: None,
                duplicate_note: String::new(),
            })
            .collect())
    }

    /// Enters children; one who happens to look like another is left out.
    pub(super) async fn enter(
        &self,
        school: &Unit,
        pupils: Vec<NewPupil>,
    ) -> anyhow::Result<Vec<(PersonId, CaseId)>> {
        let registrar = self.actor(&school.id, Role::Registrar)?;
        let entered = self.registry.pupils().enter_pupils(registrar, &school.id, &pupils).await?;
        Ok(pupils
            .iter()
            .zip(entered)
            .filter_map(|(pupil, entered)| match entered {
                Entered::New(case) => Some((pupil.id, case)),
                Entered::Already | Entered::Refused(_) => None,
            })
            .collect())
    }

    pub(super) async fn agree(&self, unit: &UnitId, role: Role, cases: &[CaseId]) -> anyhow::Result<()> {
        let command = Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() };
        self.decide(unit, role, cases, &command).await
    }

    pub(super) async fn decide(
        &self,
        unit: &UnitId,
        role: Role,
        cases: &[CaseId],
        command: &Command,
    ) -> anyhow::Result<()> {
        let actor = self.actor(unit, role)?;
        for decided in self.registry.cases().decide_cases(actor, cases, command).await? {
            if let Err(refusals) = decided.outcome {
                anyhow::bail!("case {} was refused: {refusals:?}", decided.number);
            }
        }
        Ok(())
    }

    pub(super) fn authority(&self, school: &Unit) -> anyhow::Result<UnitId> {
        school.competent().cloned().ok_or_else(|| anyhow::anyhow!("{} has no authority", school.id))
    }

    /// Some more children of the first grade whose registration is under way, each left somewhere else.
    async fn late_arrivals(
        &self,
        school: &Unit,
        plan: &units::Plan,
        n: usize,
        seed: &mut u64,
    ) -> anyhow::Result<()> {
        let Some(first) = grades(plan.system, plan).into_iter().next() else { return Ok(()) };
        let authority = self.authority(school)?;
        let how_many = if self.plan.size == Size::Full { LEFT.len() } else { 2 };
        for k in 0..how_many {
            let left = LEFT[(n + k) % LEFT.len()];
            let (entered_ago, entry_ago) = match left {
                Left::Late => (33, 36),
                _ => (6 - (k as u64 % 3), 8),
            };
            self.at(self.ago(entered_ago), 10);
            let mut pupils = self.pupils(school, plan, (first, "1班"), 1, seed, false)?;
            for pupil in &mut pupils {
                pupil.entry_date = self.ago(entry_ago);
            }
            let Some((_, case)) = self.enter(school, pupils).await?.into_iter().next() else { continue };
            let cases = [case];
            match left {
                Left::WithSchoolLeader | Left::Late => {}
                Left::WithAuthorityRegistrar => {
                    self.at(self.ago(3), 14);
                    self.agree(&school.id, Role::Leader, &cases).await?;
                }
                Left::WithAuthorityLeader => {
                    self.at(self.ago(3), 14);
                    self.agree(&school.id, Role::Leader, &cases).await?;
                    self.at(self.ago(1), 10);
                    self.agree(&authority, Role::Registrar, &cases).await?;
                }
                Left::Returned => {
                    self.at(self.ago(3), 14);
                    self.agree(&school.id, Role::Leader, &cases).await?;
                    self.at(self.ago(1), 11);
                    let reason = "户口所在地与户口簿复印件不一致，请核对后补正。".to_owned();
                    self.decide(&authority, Role::Registrar, &cases, &Command::Return { reason }).await?;
                }
                Left::Refused => {
                    self.at(self.ago(2), 14);
                    let reason = "该生已在原学校就读，应办理转学，不另建学籍。".to_owned();
                    self.decide(&school.id, Role::Leader, &cases, &Command::Refuse { reason }).await?;
                }
                Left::Withdrawn => {
                    self.at(self.ago(2), 9);
                    let reason = "重复录入，撤回。".to_owned();
                    self.decide(&school.id, Role::Registrar, &cases, &Command::Withdraw { reason }).await?;
                }
            }
        }
        Ok(())
    }
}

/// The grades of a school, lowest first.
pub(super) fn grades(system: SchoolSystem, plan: &units::Plan) -> Vec<Grade> {
    plan.school_type
        .stages()
        .iter()
        .flat_map(|stage| {
            let (first, last) = system.grades(*stage);
            (first..=last).filter_map(move |grade| Grade::new(grade, system))
        })
        .collect()
}
