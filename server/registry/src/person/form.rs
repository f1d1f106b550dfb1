//! Entering or mending one child by form: the same checks as an import's row, told field by field.

use crate::error::{Error, Result};
use crate::person::{Entered, NewPupil};
use crate::services::Pupils;
use domain::access::{Action, Actor, Target, authorise};
use domain::access_log::Function;
use domain::archive::{Entry, EntryProblem};
use domain::case::CaseState;
use domain::form::{
    BasicInfo, Field, FieldProblem, Rewritten, parse_date, same_as_nothing, validate, warnings,
};
use domain::id::{CaseId, PersonId, UnitId};
use domain::org::OrgPath;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::{BTreeMap, BTreeSet};

/// A filled form.
#[derive(Debug, Clone, Default)]
pub struct FilledForm {
    /// What was typed, by item.
    pub values: BTreeMap<Field, String>,
    /// The items that are ticked as the same as another (与…相同); their values are what that one says.
    pub same: BTreeSet<Field>,
    /// 入学日期 as typed.
    pub entry_date: String,
    /// 查重说明: why a possible duplicate is another child.
    pub duplicate_note: String,
    /// What was typed for the province's own items, by their keys.
    pub extras: BTreeMap<String, String>,
    /// Marks of what is unusual and was confirmed ([`domain::question::marks`]).
    pub confirmed: String,
}

/// What the name of a province's own item begins with.
pub const EXTRA: &str = "extra_";

/// Names of the two fields that are no items of the form.
pub const ENTRY_DATE: &str = "entry_date";
/// See [`ENTRY_DATE`].
pub const DUPLICATE_NOTE: &str = "duplicate_note";

impl Pupils<'_> {
    /// Enters one child at the actor's school.
    ///
    /// # Errors
    /// Refusals whose code is the key of the field they are about, all at once.
    pub async fn enter_by_form(&self, actor: &Actor, form: &FilledForm) -> Result<CaseId> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&unit.path))?;
        let (info, entry_date, extras) = self.checked_whole(&unit.id, &unit.path, form).await?;
        self.ask_about(&unit.id, &info, entry_date, form).await?;
        let pupil = NewPupil {
            extras,
            id: PersonId::new(self.store.new_id()),
            info: info.clone(),
            entry_date,
            import: None,
            duplicate_note: domain::text::words(&form.duplicate_note).text,
        };
        match self.enter_pupils(actor, &unit.id, &[pupil]).await?.pop() {
            Some(Entered::New(case)) => Ok(case),
            Some(Entered::Refused(refusals)) => {
                self.saw_duplicates(actor, &info, &refusals).await?;
                Err(beside_fields(refusals).into())
            }
            Some(Entered::Already) | None => Err(Error::NotFound("pupil")),
        }
    }

    /// A refusal that names where a pupil attends is a look at that pupil.
    async fn saw_duplicates(&self, actor: &Actor, info: &BasicInfo, refusals: &[Refusal]) -> Result<()> {
        match self.met_in(info, refusals).await? {
            Some(met) => self.access_log().saw(actor, Function::EntryCheck, &met).await,
            None => Ok(()),
        }
    }

    /// The pupils of this register whom refusals of a form are about; none where they are about the form alone.
    pub(crate) async fn met_in(
        &self,
        info: &BasicInfo,
        refusals: &[Refusal],
    ) -> Result<Option<Vec<PersonId>>> {
        let of_another = [RefusalCode::DuplicateDefinite, RefusalCode::DuplicatePossible];
        if !refusals.iter().any(|refusal| of_another.contains(&refusal.code)) {
            return Ok(None);
        }
        let likely = self.likely([info]).await?;
        let met = likely.met(&*self.vault, info)?;
        Ok(Some(met.iter().map(|(row, _)| row.uid).collect()))
    }

    /// What entering a form would refuse, all at once, before what other records say: nothing is entered.
    ///
    /// # Errors
    /// A refusal for who enters no pupils; store failures.
    pub async fn check_form(&self, actor: &Actor, form: &FilledForm) -> Result<Vec<Refusal>> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::EnterPupil, &Target::Unit(&unit.path))?;
        match self.checked_whole(&unit.id, &unit.path, form).await {
            Ok(_) => Ok(Vec::new()),
            Err(Error::Refused(refusals)) => Ok(refusals),
            Err(error) => Err(error),
        }
    }

    /// What of a form is kept otherwise than it was typed, for whoever typed it.
    ///
    /// # Errors
    /// When the actor belongs to no school; store failures.
    pub async fn rewritten(&self, actor: &Actor, form: &FilledForm) -> Result<Vec<Rewritten>> {
        let school = self.imports().entering_school(actor).await?;
        Ok(domain::form::rewritten(&form.values, &self.form_context(&school)?))
    }

    /// What is unusual about a form that can be entered as it is: the same as an import says of its row.
    ///
    /// # Errors
    /// When the actor belongs to no school; store failures.
    pub async fn unusual(&self, actor: &Actor, form: &FilledForm) -> Result<Vec<FieldProblem>> {
        let school = self.imports().entering_school(actor).await?;
        let context = self.form_context(&school)?;
        Ok(validate(&form.values, &context).map(|info| warnings(&info, &context)).unwrap_or_default())
    }

    /// Mends a returned registration from a form.
    ///
    /// # Errors
    /// As [`Pupils::enter_by_form`](crate::services::Pupils::enter_by_form).
    pub async fn mend_by_form(&self, actor: &Actor, case: CaseId, form: &FilledForm) -> Result<CaseState> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let (info, entry_date, extras) = self.checked_whole(&unit.id, &unit.path, form).await?;
        self.ask_about(&unit.id, &info, entry_date, form).await?;
        let note = &domain::text::words(&form.duplicate_note).text;
        let mended =
            self.cases().mend_registration(actor, case, &info, entry_date, note, extras.as_ref()).await;
        mended.map_err(|error| match error {
            Error::Refused(refusals) => beside_fields(refusals).into(),
            other => other,
        })
    }

    /// Asks about what is unusual and was not confirmed: the form asks it, and so does what enters it.
    async fn ask_about(
        &self,
        school: &UnitId,
        info: &BasicInfo,
        entry_date: chrono::NaiveDate,
        form: &FilledForm,
    ) -> Result<()> {
        let context = self.form_context(&self.units().unit(school).await?)?;
        let questions = domain::form::questions_of_entry(info, entry_date, &context);
        Ok(domain::question::confirmed(&questions, &form.confirmed)?)
    }

    /// The form with the province's own items (第七条第七项): everything that is wrong with either, at once.
    async fn checked_whole(
        &self,
        school: &UnitId,
        path: &OrgPath,
        form: &FilledForm,
    ) -> Result<(BasicInfo, chrono::NaiveDate, Option<Entry>)> {
        let columns = self.rules().rules_for(path).extra_columns();
        let extras = self.archives().read_extras(&columns, &form.extras).map_err(|problems| {
            problems.into_iter().map(|problem| {
                let named = EntryProblem { column: format!("{EXTRA}{}", problem.column), ..problem };
                Refusal::from(named)
            })
        });
        match (self.checked_form(school, form).await, extras) {
            (Ok((info, entry_date)), Ok(extras)) => Ok((info, entry_date, extras)),
            (Err(Error::Refused(mut wrong)), Err(more)) => {
                wrong.extend(more);
                Err(wrong.into())
            }
            (Err(error), _) => Err(error),
            (Ok(_), Err(more)) => Err(more.collect::<Vec<_>>().into()),
        }
    }

    async fn checked_form(
        &self,
        school: &UnitId,
        form: &FilledForm,
    ) -> Result<(BasicInfo, chrono::NaiveDate)> {
        let school = self.units().unit(school).await?;
        let context = self.form_context(&school)?;
        let today = self.store.clock.today();
        let mut wrong = Vec::new();
        let entry_date = parse_date(&form.entry_date)
            .filter(|date| *date <= today && *date > today - chrono::Days::new(400));
        if entry_date.is_none() {
            wrong.push(Refusal::new(
                RefusalCode::EntryDate,
                Basis::Article(7),
                "入学日期应在最近一年之内，且不晚于今天。",
                "请填写实际入学的日期，一个月的建档期限从这一天算起。",
            ));
        }
        let nothing = same_as_nothing(&form.values, |item| form.same.contains(&item));
        let (lacking, told): (BTreeSet<Field>, Vec<Refusal>) = nothing.into_iter().unzip();
        wrong.extend(told);
        match (validate(&form.values, &context), entry_date) {
            (Ok(info), Some(entry_date)) if wrong.is_empty() => return Ok((info, entry_date)),
            (Ok(_), _) => {}
            // Of what is ticked it is told already why it says nothing.
            (Err(problems), _) => wrong.extend(
                problems.iter().filter(|problem| !lacking.contains(&problem.field)).map(|problem| {
                    Refusal::new(
                        RefusalCode::named(problem.field.key()),
                        problem.basis(),
                        problem.message(),
                        problem.remedy(),
                    )
                }),
            ),
        }
        Err(wrong.into())
    }
}

/// A duplicate is told beside the document number, a possible one beside the note that can explain it.
fn beside_fields(refusals: Vec<Refusal>) -> Vec<Refusal> {
    refusals
        .into_iter()
        .map(|refusal| {
            let field = match refusal.code {
                RefusalCode::DuplicateDefinite => RefusalCode::named(Field::IdNumber.key()),
                RefusalCode::DuplicatePossible => RefusalCode::DuplicateNote,
                other => other,
            };
            Refusal { code: field, ..refusal }
        })
        .collect()
}
