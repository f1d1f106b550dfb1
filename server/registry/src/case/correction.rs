//! 基础信息变更 (第十条): asking for it, mending it, and what follows when it ends. What is the counter's own stands in `counter.rs`.

use crate::case::{CaseRow, party};
use crate::error::Result;
use crate::journal::NewEntry;
use crate::person::{PersonRow, Standing};
use crate::services::Cases;
use contract::portal::Draft;
use domain::access::Actor;
use domain::access_log::Function;
use domain::case::correction::{Change, Correction, Proof};
use domain::case::intake::Intake;
use domain::case::{Case, CaseKind, CaseState, Command, Context, NewCase, Payload};
use domain::form::{BasicInfo, Field, FormContext, questions_of_change};
use domain::id::{AccountId, CaseId, PersonId};
use domain::journal::{Asked, CaseDetail, CaseName, ItemChange};
use domain::question::Question;
use domain::refusal::{Basis, Refusal, RefusalCode};
use std::collections::{BTreeMap, BTreeSet};

/// What a guardian asks for, or the school takes in.
#[derive(Debug, Clone)]
pub struct AskedCorrection {
    /// The child.
    pub person: PersonId,
    /// New values, as typed.
    pub values: BTreeMap<Field, String>,
    /// Proofs, filed before.
    pub proofs: Vec<Proof>,
    /// What the guardian says about it.
    pub statement: String,
    /// Marks of what is unusual and was confirmed ([`domain::question::marks`]).
    pub confirmed: String,
    /// How it came to the school.
    pub intake: Intake,
}

/// A record as it is and as a correction would make it.
pub(super) struct WouldBe {
    pub(super) now: BasicInfo,
    pub(super) then: BasicInfo,
    /// The items that are asked for, and those that follow from them.
    pub(super) changes: BTreeSet<Field>,
    pub(super) context: FormContext,
}

impl Cases<'_> {
    /// Opens a correction case, or sends a returned one again.
    ///
    /// # Errors
    /// Refusals by field and in general, so that everything wrong is told at once.
    pub async fn ask_correction(&self, actor: &Actor, asked: &AskedCorrection) -> Result<CaseId> {
        self.may_correct(actor, asked.person).await?;
        Self::intake_fits(actor, &asked.intake)?;
        self.guardians().check_quiet(actor).await?;
        let person = self.pupils().person(asked.person).await?;
        if let Some(open) = person.open_case {
            let row = self.case_row(open).await?;
            if row.kind == CaseKind::Correction && row.state == CaseState::Returned {
                let carried = match row.case(&*self.vault)?.payload {
                    Payload::Correction(correction) => correction.proofs,
                    _ => Vec::new(),
                };
                let payload = self.correction_payload(actor.account, &person, asked, &carried).await?;
                let command = Command::Resubmit { payload: Box::new(Payload::Correction(payload)) };
                self.decide_case(actor, open, command).await?;
                return Ok(open);
            }
        }
        let (school, authority) = self.units().school_and_authority(&person.school).await?;
        let chain = asked.intake.chain(&school, &authority)?;
        self.store
            .transact(school.id.as_str(), || {
                Box::pin(async {
                    let loaded = self.pupils().person(asked.person).await?;
                    refuse_if_busy(&loaded)?;
                    let payload = self.correction_payload(actor.account, &loaded, asked, &[]).await?;
                    let mut tx = self.transaction(party(actor));
                    let context = Context {
                        today: tx.today(),
                        at: tx.at(),
                        actor: tx.by().clone(),
                        calendar: self.working_days().calendar_at(&school.path),
                        rules: self.rules().rules_for(&school.path),
                    };
                    let case = Case::open(
                        NewCase {
                            id: CaseId::new(self.store.new_id()),
                            number: self.case_number(&mut tx, CaseKind::Correction).await?,
                            person: loaded.uid,
                            school: school.id.clone(),
                            path: school.path.clone(),
                            chain: chain.clone(),
                            payload: Payload::Correction(payload.clone()),
                        },
                        &context,
                    );
                    let name = CaseName { number: case.number.clone(), kind: case.kind() };
                    let changes = payload.changes.iter().map(ItemChange::from).collect();
                    let asked = match payload.intake.clone() {
                        Intake::Online => Asked::Correction(changes),
                        intake => Asked::CorrectionBySchool { intake, changes },
                    };
                    let mut details = vec![CaseDetail::Opened { case: name, asked }];
                    let proofs = self.proofs().use_proofs(&mut tx.work, &payload.proofs).await?;
                    details.extend(proofs.into_iter().map(CaseDetail::ProofFiled));
                    for detail in details {
                        tx.tell_entry(loaded.uid, NewEntry::of(detail).in_case(case.id)).await?;
                    }
                    if payload.intake.is_schools() {
                        self.guardians().tell_of_correction(&mut tx.work, &loaded, case.id).await?;
                    }
                    let mut person = loaded.clone();
                    person.open_case = Some(case.id);
                    let id = case.id;
                    CaseRow::new(&*self.vault, case, &person).create(&*self.vault, &mut tx.work)?;
                    person.save(&mut tx.work, &loaded);
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    /// Sends what a guardian, or the school's registrar at the counter, has prepared: every chosen item with its value, the proofs filed
    /// before and, when a returned case is mended, those it already carries.
    ///
    /// # Errors
    /// As [`Cases::ask_correction`](crate::services::Cases::ask_correction); an item without a value is refused beside that item.
    pub async fn send_correction(&self, actor: &Actor, child: PersonId, draft: &Draft) -> Result<CaseId> {
        self.may_correct(actor, child).await?;
        let Draft { fields: items, statement, confirmed, intake, .. } = draft;
        let (values, mut missing) = self.values_to_send(actor, child, draft).await?;
        let unanswered = items
            .iter()
            .filter(|item| !values.contains_key(item) && !draft.same.contains(item))
            .map(|item| {
                let what = format!("「{}」还没有填写新的内容。", item.label());
                Refusal::new(
                    RefusalCode::named(item.key()),
                    Basis::Procedure,
                    what,
                    "请填写，或不再更正这一项。",
                )
            });
        missing.extend(unanswered);
        if !missing.is_empty() {
            return Err(missing.into());
        }
        let mut proofs = match self.returned_correction(actor, child).await? {
            Some((_, carried)) => carried.proofs,
            None => Vec::new(),
        };
        proofs.extend(self.proofs().unsent_proofs(actor, child).await?);
        let values = items.iter().filter_map(|item| Some((*item, values.get(item)?.clone()))).collect();
        self.ask_correction(
            actor,
            &AskedCorrection {
                person: child,
                values,
                proofs,
                statement: statement.clone(),
                confirmed: confirmed.clone(),
                intake: intake.clone().unwrap_or_default(),
            },
        )
        .await
    }

    /// The returned correction of a child that the actor opened, or a colleague at the same counter, if there is one.
    pub(super) async fn returned_correction(
        &self,
        actor: &Actor,
        child: PersonId,
    ) -> Result<Option<(CaseId, Correction)>> {
        let Some(open) = self.pupils().person(child).await?.open_case else { return Ok(None) };
        let row = self.case_row(open).await?;
        let case = row.case(&*self.vault)?;
        match case.payload {
            Payload::Correction(correction)
                if case.state == CaseState::Returned
                    && (case.opened_by.account == actor.account
                        || (case.opened_by.unit.is_some()
                            && case.opened_by.unit == actor.unit.as_ref().map(|unit| unit.id.clone())
                            && case.opened_by.role == actor.role)) =>
            {
                Ok(Some((open, correction)))
            }
            _ => Ok(None),
        }
    }

    /// The values asked for in a returned correction, for mending it.
    ///
    /// # Errors
    /// [`crate::error::Error::NotFound`] when it is not the actor's to mend.
    pub async fn asked_values(&self, actor: &Actor, case: CaseId) -> Result<BTreeMap<Field, String>> {
        let person = self.case_row(case).await?.person;
        self.may_correct(actor, person).await.map_err(|_| crate::error::Error::NotFound("case"))?;
        self.access_log().saw(actor, Function::CaseMending, &[person]).await?;
        match self.returned_correction(actor, person).await? {
            Some((id, correction)) if id == case => {
                Ok(correction.changes.into_iter().map(|change| (change.field, change.new)).collect())
            }
            _ => Err(crate::error::Error::NotFound("case")),
        }
    }

    /// What is wrong with one answer by itself, beside those given before. Whether it fits the other items is checked when everything
    /// is there.
    ///
    /// # Errors
    /// When the child is not the actor's.
    pub async fn problem_of_answer(
        &self,
        actor: &Actor,
        child: PersonId,
        (item, value): (Field, &str),
        before: &BTreeMap<Field, String>,
    ) -> Result<Option<Refusal>> {
        self.may_correct(actor, child).await?;
        let person = self.pupils().person(child).await?;
        let current = person.info(&*self.vault)?;
        let school = self.units().unit(&person.school).await?;
        let context = self.pupils().form_context(&school)?;
        let mut asked = before.clone();
        asked.insert(item, value.to_owned());
        let next = match current.with_changes(&asked, &context) {
            Err(problems) => {
                let own = problems.iter().find(|problem| problem.field == item && problem.is_of_one_item());
                let refusal = own.map(|problem| {
                    Refusal::new(RefusalCode::Value, Basis::Article(10), problem.message(), problem.remedy())
                });
                return Ok(refusal);
            }
            Ok(next) => next,
        };
        Ok((next.get(item) == current.get(item)).then(|| {
            let what = "填写的内容与现有记录相同。";
            Refusal::new(RefusalCode::Value, Basis::Procedure, what, "请填写正确的新内容，或返回去掉这一项。")
        }))
    }

    /// What is unusual about one answer beside those given before. One that does not hold asks nothing.
    ///
    /// # Errors
    /// When the child is not the actor's.
    pub async fn questions_of_answer(
        &self,
        actor: &Actor,
        child: PersonId,
        (item, value): (Field, &str),
        before: &BTreeMap<Field, String>,
    ) -> Result<Vec<Question>> {
        self.may_correct(actor, child).await?;
        let person = self.pupils().person(child).await?;
        let mut asked = before.clone();
        asked.insert(item, value.to_owned());
        let mut questions = self.unusual_changes(&person, &asked).await?;
        questions.retain(|question| question.control == item.key());
        Ok(questions)
    }

    /// What is unusual about a record with these changes; nothing where they do not hold.
    pub(super) async fn unusual_changes(
        &self,
        person: &PersonRow,
        values: &BTreeMap<Field, String>,
    ) -> Result<Vec<Question>> {
        let Some(would) = self.would_be(person, values).await? else { return Ok(Vec::new()) };
        Ok(questions_of_change(
            &would.now,
            &would.then,
            |field| would.changes.contains(&field),
            &would.context,
        ))
    }

    /// The record as it would be with other values; nothing where they do not hold.
    pub(super) async fn would_be(
        &self,
        person: &PersonRow,
        values: &BTreeMap<Field, String>,
    ) -> Result<Option<WouldBe>> {
        let now = person.info(&*self.vault)?;
        let context = self.pupils().form_context(&self.units().unit(&person.school).await?)?;
        let values = now.with_inclusion(values, &context);
        let Ok(then) = now.with_changes(&values, &context) else { return Ok(None) };
        Ok(Some(WouldBe { now, then, changes: values.into_keys().collect(), context }))
    }

    /// Validates what was typed against the whole form, and runs the de-duplication for key data (第六条).
    async fn correction_payload(
        &self,
        by: AccountId,
        person: &PersonRow,
        asked: &AskedCorrection,
        carried: &[Proof],
    ) -> Result<Correction> {
        let withdrawn = asked.values.keys().filter(|field| !person.shows(**field)).map(|field| {
            let what = format!("已撤回对选填信息的同意，「{}」不再收集，也不需要更正。", field.label());
            Refusal::new(
                RefusalCode::named(field.key()),
                Basis::Article(25),
                what,
                "请去掉这一项，或重新同意后再申请。",
            )
        });
        let withdrawn: Vec<Refusal> = withdrawn.collect();
        if !withdrawn.is_empty() {
            return Err(withdrawn.into());
        }
        let current = person.info(&*self.vault)?;
        let next = self.corrected(person, &current, &asked.values).await?;
        let changes = asked.values.keys().map(|field| Change {
            field: *field,
            old: current.get(*field).unwrap_or_default().to_owned(),
            new: next.get(*field).unwrap_or_default().to_owned(),
            refused: None,
        });
        let mut payload = Correction {
            changes: changes.collect(),
            proofs: self.proofs().filed_proofs(by, person.uid, &asked.proofs, carried).await?,
            statement: domain::text::words(&asked.statement).text,
            intake: Self::settled_intake(person, &current, &asked.intake)?,
            duplicate_note: String::new(),
        };
        let mut wrong = payload.check().err().unwrap_or_default();
        let today = self.store.clock.today();
        wrong.extend(payload.intake.check(today, current.birth_date()).err().unwrap_or_default());
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        domain::question::confirmed(&self.unusual_changes(person, &asked.values).await?, &asked.confirmed)?;
        // A passport is its country's: with another nationality it is another document.
        let key_data = payload.touches_key_data(&self.rules().rules_for(&person.path));
        if key_data || next.document_key() != current.document_key() {
            payload.duplicate_note = self.duplicate_note(person, &next).await?;
        }
        Ok(payload)
    }
}

pub(super) fn refuse_if_busy(person: &PersonRow) -> Result<()> {
    if person.open_case.is_some() {
        return Err(Refusal::new(
            RefusalCode::OpenBusiness,
            Basis::Procedure,
            "这名学生还有正在办理的事项，暂不能再次申请。",
            "请等待现有事项办结；本人或本校提出的，可以在该事项的页面上撤回后再申请。",
        )
        .into());
    }
    if let Some(leaving) = &person.leaving {
        return Err(Refusal::of(
            RefusalCode::Leaving,
            format!("这名学生已准予转往{}，正等待对方接收。", leaving.to_name),
        )
        .into());
    }
    if person.standing == Standing::NotRegistered {
        return Err(Refusal::of(RefusalCode::NotRegistered, "这名学生还没有建立学籍。").into());
    }
    Ok(())
}
