//! One case as its parties see it: steps, who holds it and until when, old beside new.

use crate::case::decide::takes_part;
use crate::case::talk::{may_answer, may_ask, may_write, talk_of};
use crate::case::{CaseRow, party};
use crate::error::{Error, Result};
use crate::person::{PersonRow, value_in_words};
use crate::services::Cases;
use crate::store::Vars;
use contract::case::{CaseView, ChangeView, ProofLine, StepView};
use contract::office::OfficeLine;
use domain::access::{Action, Actor, Ground, Mask, Role, Target, authorise};
use domain::access_log::Function;
use domain::case::change::StatusChange;
use domain::case::correction::{Correction, Proof};
use domain::case::{Case, CaseNumber, CaseState, Payload, Verdict};
use domain::form::Field;
use domain::guardian::NoticeKind;
use domain::guide::where_it_stands;
use domain::id::{CaseId, ProofId};
use domain::refusal::RefusalCode;

impl Cases<'_> {
    /// One case, for a party to it or a unit above.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not in the actor's scope.
    pub async fn case_view(&self, actor: &Actor, id: CaseId) -> Result<CaseView> {
        let row = self.case_row(id).await?;
        let case = row.case(&*self.vault)?;
        let mask = self.case_mask(actor, &row, &case)?;
        self.access_log().saw(actor, Function::Case, &[case.person]).await?;
        if actor.role == Role::Guardian && case.talk.is_written_to(actor.account) {
            self.guardians().was_shown(actor.account, id, NoticeKind::Written).await?;
        }
        self.case_told(actor, &row, &case, mask).await
    }

    /// The case with a 办件编号, for whoever may open it. Nothing of it is shown here: its page puts the look down.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not the actor's to see: the two look the same.
    pub async fn case_numbered(&self, actor: &Actor, number: &CaseNumber) -> Result<CaseId> {
        let text = "SELECT * FROM case WHERE number = $number LIMIT 1";
        let vars = Vars::new().with("number", number.as_str());
        let found = self.store.rows::<CaseRow>(text, vars).await?.into_iter().next();
        let row = found.ok_or(Error::NotFound("case"))?;
        let case = row.case(&*self.vault)?;
        self.case_mask(actor, &row, &case).map_err(|_| Error::NotFound("case"))?;
        Ok(row.uid)
    }

    /// A case as the actor sees it, who may.
    async fn case_told(&self, actor: &Actor, row: &CaseRow, case: &Case, mask: Mask) -> Result<CaseView> {
        let person = self.pupils().person(case.person).await?;
        let info = person.shown_info(&*self.vault)?;
        let me = party(actor);
        let my_turn = case.waiting_for().is_some_and(|link| {
            Some(&link.unit) == me.unit.as_ref()
                && link.role == me.role
                && case.acted().all(|one| actor.may_act_with(one))
        });
        let opener_side = case.state.is_open()
            && (case.opened_by.account == me.account
                || (me.unit.is_some() && case.opened_by.unit == me.unit && case.opened_by.role == me.role));
        let last_reason = case.steps.iter().rev().find_map(|step| {
            let decision = step.decision.as_ref()?;
            (decision.verdict != Verdict::Agreed).then(|| decision.reason.clone())
        });
        // Whoever decides must see the values whole, and so must the guardian who typed them; others see masks.
        let whole = my_turn || opener_side;
        // What a decision changed of the own child a guardian reads in full, old and new, once it is taken.
        let changed = actor.role == Role::Guardian
            && case.state == CaseState::Approved
            && self.guardians().guardian_quiet_until(actor).await?.is_none();
        let look = Ground::Look(mask);
        let looks = person.reader(actor, look);
        let (old, new) = match actor.role == Role::Guardian {
            // What he typed himself stays whole to him, even where it is of the family.
            true if changed && row.opener == actor.account => (Ground::Own, Ground::Turn),
            true if changed => (Ground::Own, Ground::Own),
            true if whole => (look, Ground::Turn),
            false if whole => (Ground::Turn, Ground::Turn),
            _ => (look, look),
        };
        let told = |field: Field, value: &str, ground: Ground| {
            // After a withdrawal an optional item is read by who must decide the running case, by nobody else.
            if !person.shows(field) && !my_turn {
                return "（已撤回同意，不再显示）".to_owned();
            }
            value_in_words(&info, field, value, person.reader(actor, ground).shown(field))
        };
        // Who sees the record masked reads neither the documents nor what was written in free words.
        let works_with_it = mask == Mask::Working || row.opener == actor.account;
        let intake = intake_of(&case.payload, works_with_it && actor.role != Role::Guardian);
        let (changes, proofs, statement, entry_date, duplicate_note) = match &case.payload {
            Payload::Correction(correction) => {
                let changes = correction.changes.iter().map(|change| ChangeView {
                    field: change.field,
                    old: told(change.field, &change.old, old),
                    new: told(change.field, &change.new, new),
                    refused: change.refused.clone(),
                });
                let note = if actor.role == Role::Guardian {
                    String::new()
                } else {
                    correction.duplicate_note.clone()
                };
                let (proofs, statement) = if works_with_it {
                    (proof_lines(case), correction.statement.clone())
                } else {
                    (Vec::new(), String::new())
                };
                (changes.collect(), proofs, statement, None, note)
            }
            Payload::Registration(registration) => (
                Vec::new(),
                Vec::new(),
                String::new(),
                Some(registration.entry_date),
                registration.duplicate_note.clone(),
            ),
            _ => {
                let scans = if works_with_it || actor.role == Role::Guardian {
                    proof_lines(case)
                } else {
                    Vec::new()
                };
                (Vec::new(), scans, String::new(), None, String::new())
            }
        };
        let change = change_of(&case.payload, works_with_it || actor.role == Role::Guardian);
        let host = match &case.payload {
            Payload::Placement(placement)
                if case.state.is_open() && works_with_it && actor.role != Role::Guardian =>
            {
                self.host_told(placement, &self.units().unit(&person.school).await?).await?
            }
            _ => None,
        };
        let pupil_target = if actor.role == Role::Guardian {
            Target::Child(case.person)
        } else {
            Target::Unit(&person.path)
        };
        let may_open_pupil = authorise(actor, Action::ViewPupil, &pupil_target).is_ok();
        let mut warnings = Vec::new();
        if mask == Mask::Working && case.state.is_open() {
            warnings = self.unusual_in(case, &person).await?;
            if let Payload::Correction(correction) = &case.payload {
                let values = correction.accepted().map(|change| (change.field, change.new.clone())).collect();
                warnings.extend(self.warnings_of(&person, &values).await?.into_iter().map(|(_, told)| told));
            }
        }
        let fields = Field::ALL.iter().filter(|field| info.get(**field).is_some());
        let show_info = entry_date.is_some() && mask != Mask::Figures;
        let info_lines = fields
            .map(|field| (*field, value_in_words(&info, *field, info.value(*field), looks.shown(*field))));
        let mut line = self.queue_line(row, mask);
        if actor.role == Role::Guardian {
            let today = self.store.clock.today();
            line.told = where_it_stands(case, actor.account, today);
            line.told_in_english = domain::english::where_it_stands(case, actor.account, today);
        }
        Ok(CaseView {
            line,
            person: case.person,
            steps: steps(case, actor.role != Role::Guardian),
            changes,
            proofs,
            statement,
            intake,
            duplicate_note,
            // Guardians are told what is decided, not what it is weighed against.
            exceptions: if actor.role == Role::Guardian { Vec::new() } else { case.exceptions.clone() },
            info: if show_info { info_lines.collect() } else { Vec::new() },
            entry_date,
            change,
            host,
            may_open_pupil,
            my_turn,
            may_mend: opener_side && case.state == CaseState::Returned,
            may_add_scans: opener_side && case.payload.facts().is_some() && actor.role != Role::Guardian,
            may_withdraw: opener_side,
            last_reason: last_reason.unwrap_or_default(),
            result: match &case.payload {
                Payload::Correction(correction) if case.state == CaseState::Approved => correction.result(),
                _ => String::new(),
            },
            papers_checked: case.papers_checked(),
            warnings,
            talk: talk_of(actor, case, mask),
            may_ask: may_ask(actor, case),
            may_answer: may_answer(actor, case),
            may_write: may_write(actor, case),
            guardian: actor.role == Role::Guardian,
            office: self.office_of(actor, case, &person).await?,
        })
    }

    /// Whom a guardian calls about a case: the unit that holds it, or had it last; the child's school where that has no telephone.
    async fn office_of(&self, actor: &Actor, case: &Case, person: &PersonRow) -> Result<Option<OfficeLine>> {
        if actor.role != Role::Guardian {
            return Ok(None);
        }
        let school = (&person.school, person.school_name.as_str());
        match case.handled_by() {
            Some(office) => self.units().first_office(&[(&office.unit, &office.name), school]).await,
            None => self.units().first_office(&[school]).await,
        }
    }

    /// What is unusual about an open case, as it was asked of who opened it: a line of warning for everybody who decides it.
    async fn unusual_in(&self, case: &Case, person: &PersonRow) -> Result<Vec<String>> {
        let questions = match &case.payload {
            Payload::Registration(registration) => {
                let info = person.info(&*self.vault)?;
                let context = self.pupils().form_context(&self.units().unit(&person.school).await?)?;
                domain::form::questions_of_entry(&info, registration.entry_date, &context)
            }
            Payload::Correction(correction) => {
                let values = correction.accepted().map(|change| (change.field, change.new.clone())).collect();
                self.unusual_changes(person, &values).await?
            }
            // Of the changes of status only an absence can lie before the pupil came.
            Payload::DropOut(change) => change.questions(&self.pupil_now(person).await?),
            _ => Vec::new(),
        };
        Ok(questions.into_iter().map(|question| question.words).collect())
    }

    /// How much of a case the actor sees: its own school and its competent authority work with it, others see masks.
    fn case_mask(&self, actor: &Actor, row: &CaseRow, case: &Case) -> Result<Mask> {
        let target = Target::Unit(&row.path);
        let child = Target::Child(row.person);
        let target = if actor.role == Role::Guardian { child } else { target };
        // The other school and the other authority of a transfer work with the case though the pupil is not theirs.
        if let Some(unit) = actor.unit.as_ref().filter(|unit| takes_part(case, &unit.id))
            && matches!(actor.role, Role::Registrar | Role::Leader)
        {
            authorise(actor, Action::ViewPupil, &Target::Unit(&unit.path))?;
            return Ok(Mask::Working);
        }
        // An authority that was told that a step is late may look, though the case may belong elsewhere; it sees masks.
        if let Some(unit) = actor.unit.as_ref().filter(|unit| case.is_urged_by(&unit.id))
            && authorise(actor, Action::ListPupils, &Target::Unit(&unit.path)).is_ok()
            && !unit.path.covers(&row.path)
        {
            return Ok(Mask::Masked);
        }
        let grant = authorise(actor, Action::ViewPupil, &target).map_err(|error| match error.code {
            RefusalCode::NotTrained | RefusalCode::NotAppointed => Error::from(error),
            _ => Error::NotFound("case"),
        })?;
        Ok(grant.mask)
    }

    /// The bytes of a proof, for those who may see the case it belongs to.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case or the proof is not the actor's to see.
    pub async fn proof_of_case(
        &self,
        actor: &Actor,
        case: CaseId,
        proof: ProofId,
    ) -> Result<(Proof, Vec<u8>)> {
        let row = self.case_row(case).await?;
        let case = row.case(&*self.vault)?;
        let mask = self.case_mask(actor, &row, &case)?;
        self.access_log().saw(actor, Function::Case, &[case.person]).await?;
        let view = self.case_told(actor, &row, &case, mask).await?;
        if view.proofs.iter().all(|one| one.id != proof) {
            return Err(Error::NotFound("proof"));
        }
        let found = files(&case).iter().find(|one| one.id == proof).cloned();
        let found = found.ok_or(Error::NotFound("proof"))?;
        self.access_log().saw(actor, Function::CaseFile, &[view.person]).await?;
        let bytes = self.proofs().read_proof(&found).await?;
        Ok((found, bytes))
    }
}

/// What was filed in support of a case.
fn files(case: &Case) -> &[Proof] {
    match &case.payload {
        Payload::Correction(correction) => &correction.proofs,
        _ => &case.scans,
    }
}

/// How a correction came in, where that was not by the guardian's phone; names and free words are for who works with the record.
fn intake_of(payload: &Payload, works_with_it: bool) -> String {
    match payload {
        Payload::Correction(Correction { intake, .. }) if intake.is_schools() => {
            if works_with_it {
                intake.told_whole()
            } else {
                intake.told()
            }
        }
        _ => String::new(),
    }
}

fn proof_lines(case: &Case) -> Vec<ProofLine> {
    files(case).iter().map(ProofLine::from).collect()
}

/// The content of a change. Why somebody is ill or moves, and where a child is placed, is for those who work with the record.
fn change_of(payload: &Payload, works_with_it: bool) -> Option<Payload> {
    let mut payload = payload.clone();
    payload.facts()?;
    if !works_with_it {
        payload.withhold();
    }
    Some(payload)
}

fn steps(case: &Case, names: bool) -> Vec<StepView> {
    let mut views: Vec<StepView> = case
        .steps
        .iter()
        .filter_map(|step| {
            let link = case.chain.get(step.link)?;
            let decision = step.decision.as_ref();
            // Who took a step before the school was handed over to another authority took it for the old one.
            let taken =
                decision.map(|decision| &decision.by).filter(|by| by.unit.as_ref() != Some(&link.unit));
            let unit = taken.map_or(&link.unit_name, |by| &by.unit_name);
            Some(StepView {
                unit: unit.clone(),
                in_school: link.unit.is_school(),
                role: link.role,
                round: step.round,
                due_on: Some(step.due.date),
                reminded_on: step.reminded_on,
                escalated_to: step.escalated_to.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
                provisional: step.due.provisional,
                verdict: decision.map(|decision| decision.verdict),
                by: decision.filter(|_| names).map(|decision| decision.by.name.clone()).unwrap_or_default(),
                at: decision.map(|decision| decision.at),
                reason: decision.map(|decision| decision.reason.clone()).unwrap_or_default(),
            })
        })
        .collect();
    if case.state == CaseState::InProgress {
        let (next, round) = case.steps.last().map_or((0, 1), |step| (step.link + 1, step.round));
        views.extend(case.chain.iter().skip(next).map(|link| StepView {
            unit: link.unit_name.clone(),
            in_school: link.unit.is_school(),
            role: link.role,
            round,
            due_on: None,
            reminded_on: None,
            escalated_to: String::new(),
            provisional: false,
            verdict: None,
            by: String::new(),
            at: None,
            reason: String::new(),
        }));
    }
    views
}
