//! Problem records (第六条): children who were entered a second time with a slip in the number. The real check finds them; of one the
//! first school has already answered.

use super::{Country, units};
use chrono::NaiveDate;
use domain::access::Role;
use domain::form::sample::{self, SampleSpec};
use domain::form::{BasicInfo, Field, FormContext, validate};
use domain::id::{CaseId, PersonId, UnitId};
use domain::ident::ResidentId;
use domain::problem::Remedy;
use registry::person::{Entered, NewPupil};
use registry::problem::{AskedAnswer, ProblemBox};

/// Where each child was entered, and where again: settled by the county, by the county, by the school itself, by the nation.
const TWICE: [(&str, &str); 4] = [
    ("2132000201", "2132000202"),
    ("2151000104", "3451000105"),
    ("2151000201", "2151000201"),
    ("2132000104", "2151000101"),
];
/// Far from the seeds of the other children.
const SEED: u64 = 770_000_000;

impl Country {
    pub(super) async fn build_problems(&self) -> anyhow::Result<()> {
        for (n, (first, second)) in (0_u64..).zip(TWICE) {
            let spec = SampleSpec::first_grade(&self.unit(first)?.division, self.school_year);
            let mut raw = sample::pupil(SEED + self.plan.seed * 100 + n, &spec);
            self.put_on_roll(first, raw.clone(), "").await?;
            if let Some(number) = raw.get(&Field::IdNumber).and_then(|number| slip(number)) {
                raw.insert(Field::IdNumber, number);
            }
            self.put_on_roll(second, raw, "家长所持证件号与对方学校登记的不同").await?;
        }
        self.registry.outbox().drain_outbox().await?;
        self.at(self.ago(2), 9);
        self.registry.problems().start_check(self.actor(&UnitId::nation(), Role::Registrar)?).await?;
        self.registry.outbox().drain_outbox().await?;
        self.at(self.ago(1), 10);
        let registrar = self.actor(&TWICE[3].0.parse()?, Role::Registrar)?;
        for line in
            self.registry.problems().list_problems(registrar, ProblemBox::Open, None, None).await?.rows
        {
            let sides = self.registry.problems().problem_view(registrar, line.id).await?.sides;
            for side in sides.into_iter().filter(|side| side.may_answer) {
                let asked = AskedAnswer {
                    person: side.person,
                    remedy: Remedy::GiveUp,
                    statement: "该生已随父母到成都就读，本校登记的证件号与户口簿核对有误。".into(),
                    upload: None,
                };
                self.registry.problems().answer_problem(registrar, line.id, &asked).await?;
            }
        }
        Ok(())
    }

    async fn put_on_roll(
        &self,
        school: &str,
        raw: std::collections::BTreeMap<Field, String>,
        note: &str,
    ) -> anyhow::Result<()> {
        let school = self.unit(school)?.clone();
        let plan = units::SCHOOLS.iter().find(|plan| plan.code == school.id.as_str());
        let plan = plan.ok_or_else(|| anyhow::anyhow!("{} is not planned", school.id))?;
        let day = |day: u32| NaiveDate::from_ymd_opt(self.school_year, 9, day).unwrap_or(self.today);
        self.at(day(5), 10);
        let context = FormContext {
            today: self.registry.store.clock.today(),
            school_type: plan.school_type,
            stages: plan.school_type.stages().to_vec(),
            system: plan.system,
            places: domain::form::Places::default(),
        };
        let info: BasicInfo =
            validate(&raw, &context).map_err(|problems| anyhow::anyhow!("twice: {problems:?}"))?;
        let pupil = NewPupil {
            extras: None,
            id: PersonId::new(self.registry.store.new_id()),
            info,
            entry_date: day(1),
            import: None,
            duplicate_note: note.to_owned(),
        };
        let registrar = self.actor(&school.id, Role::Registrar)?;
        let entered = self.registry.pupils().enter_pupils(registrar, &school.id, &[pupil]).await?;
        let Some(Entered::New(case)) = entered.into_iter().next() else { return Ok(()) };
        let cases: [CaseId; 1] = [case];
        self.agree(&school.id, Role::Leader, &cases).await?;
        let authority = self.authority(&school)?;
        self.at(day(8), 11);
        self.agree(&authority, Role::Registrar, &cases).await?;
        self.at(day(10), 16);
        self.agree(&authority, Role::Leader, &cases).await
    }
}

/// Another valid number that differs in its last two characters, as when a digit is misread.
fn slip(number: &str) -> Option<String> {
    let head = number.get(..16)?;
    let serial: u32 = number.get(16..17)?.parse().ok()?;
    // Odd stays odd: the sex on record is still the number's.
    let misread = (serial + 2) % 10;
    "0123456789X"
        .chars()
        .map(|check| format!("{head}{misread}{check}"))
        .find(|one| ResidentId::parse(one).is_ok())
}
