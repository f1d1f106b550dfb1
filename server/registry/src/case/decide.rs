//! Decisions: one command on one or many cases, each case with its own outcome, batches in one transaction.

use crate::Registry;
use crate::case::CaseRow;
use crate::error::{Error, Result};
use crate::journal::{Chain, NewEntry};
use crate::person::{Numbers, PersonRow};
use crate::shown::Compared;
use crate::store::UnitOfWork;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::{Case, CaseEvent, CaseState, Command, Context, Payload};
use domain::id::{CaseId, UnitId};
use domain::journal::Event;
use domain::refusal::{Basis, Refusal};
use domain::shown::Shown;
use serde_json::{Value as Json, json};

/// What became of one case.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The case.
    pub case: CaseId,
    /// 办件编号; empty when there is no such case for the actor.
    pub number: String,
    /// 姓名 of the child; empty likewise.
    pub person: String,
    /// Its new state, or why not.
    pub outcome: std::result::Result<CaseState, Vec<Refusal>>,
}

impl Decided {
    /// A case of which nothing is told but that nothing was done with it.
    fn left_out(case: CaseId, refusal: Refusal) -> Self {
        Self { case, number: String::new(), person: String::new(), outcome: Err(vec![refusal]) }
    }
}

impl Registry {
    /// Gives the same command to every case, as it was shown. Forty at a time share a transaction; what one refuses the others do not,
    /// and one that changed since it was shown is left out with that as its outcome.
    ///
    /// # Errors
    /// Store failures at the first forty. Refusals and missing cases are outcomes, and so is everything after forty that are decided.
    pub async fn decide_cases(
        &self,
        actor: &Actor,
        cases: &[impl Copy + Into<Shown<CaseId>> + Sync],
        command: &Command,
    ) -> Result<Vec<Decided>> {
        let mut all = Vec::with_capacity(cases.len());
        for chunk in cases.chunks(40) {
            let shown: Vec<Shown<CaseId>> = chunk.iter().map(|case| (*case).into()).collect();
            match self.decide_together(actor, &shown, command, false).await {
                Ok(decided) => all.extend(decided),
                Err(error) if all.is_empty() => return Err(error),
                // Those before are decided and in the journal: whoever asked has to hear of them.
                Err(error) => {
                    tracing::error!(%error, "a part of the cases was not decided");
                    all.extend(shown.iter().map(|case| Decided::left_out(case.id, not_done())));
                }
            }
        }
        Ok(all)
    }

    /// Gives the command to every case in one transaction. One that is not there is an outcome of its own, unless it was asked for
    /// alone.
    async fn decide_together(
        &self,
        actor: &Actor,
        cases: &[Shown<CaseId>],
        command: &Command,
        alone: bool,
    ) -> Result<Vec<Decided>> {
        let lane = actor.unit.as_ref().map_or("guardians", |unit| unit.id.as_str());
        self.store
            .transact(lane, || {
                Box::pin(async {
                    let mut work = UnitOfWork::new();
                    let mut numbers = Numbers::default();
                    let mut decided = Vec::with_capacity(cases.len());
                    for shown in cases {
                        let one = self.decide_one(actor, *shown, command, &mut work, &mut numbers).await;
                        decided.push(match one {
                            Err(Error::NotFound(_)) if !alone => Decided::left_out(shown.id, not_there()),
                            one => one?,
                        });
                    }
                    numbers.save(&mut work);
                    Ok((work, decided))
                })
            })
            .await
    }

    /// Gives one command to one case.
    ///
    /// # Errors
    /// Refusals, [`Error::NotFound`], store failures.
    pub async fn decide_case(
        &self,
        actor: &Actor,
        case: impl Into<Shown<CaseId>>,
        command: Command,
    ) -> Result<CaseState> {
        let decided = self.decide_together(actor, &[case.into()], &command, true).await?;
        match decided.into_iter().next().map(|one| one.outcome) {
            Some(outcome) => Ok(outcome?),
            None => Err(Error::NotFound("case")),
        }
    }

    async fn decide_one(
        &self,
        actor: &Actor,
        shown: Shown<CaseId>,
        command: &Command,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<Decided> {
        let row = self.case_row(shown.id).await?;
        let mut staged = UnitOfWork::new();
        let outcome = match self.try_decide(actor, &row, shown, command, &mut staged, numbers).await {
            Ok(state) => {
                work.absorb(staged);
                Ok(state)
            }
            Err(Error::Refused(refusals)) => Err(refusals),
            Err(error) => return Err(error),
        };
        Ok(Decided { case: shown.id, number: row.number, person: row.person_name, outcome })
    }

    async fn try_decide(
        &self,
        actor: &Actor,
        row: &CaseRow,
        shown: Shown<CaseId>,
        command: &Command,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<CaseState> {
        let before = row.case(&*self.vault)?;
        self.may_act(actor, row, &before, command)?;
        self.check_quiet(actor).await?;
        let Compared::AsShown(act) = self.as_shown("case", &shown, row.version, actor, command).await? else {
            return Ok(before.state);
        };
        let loaded = self.person(row.person).await?;
        let context = self.context(actor, &row.path);
        let events = before.decide(command.clone(), &context)?;
        let mut journal = self.chain(row.person).await?;
        let case = self.after(before, &events, &mut journal, &context, work);
        if let (Command::Resubmit { .. }, Payload::Correction(correction)) = (command, &case.payload) {
            for proof in self.use_proofs(work, &correction.proofs).await? {
                let entry = NewEntry {
                    event: Event::ProofFiled,
                    detail: json!(proof),
                    case: Some(case.id),
                    occurred_on: context.today,
                };
                journal.append(work, &*self.vault, &context.actor, context.at, entry);
            }
        }
        let mut person = loaded.clone();
        if !case.state.is_open() {
            person.open_case = None;
            self.effects(&case, &mut person, &mut journal, &context, work, numbers).await?;
        }
        act.keep(work);
        journal.save(work);
        row.save(&*self.vault, work, &case);
        person.save(work, &loaded);
        Ok(case.state)
    }

    /// The case after what was decided, each event told in the child's journal.
    pub(crate) fn after(
        &self,
        mut case: Case,
        events: &[CaseEvent],
        journal: &mut Chain,
        context: &Context,
        work: &mut UnitOfWork,
    ) -> Case {
        for event in events {
            case = case.apply(event);
            if let Some((name, detail)) = told(&case, event) {
                let entry = NewEntry { event: name, detail, case: Some(case.id), occurred_on: context.today };
                journal.append(work, &*self.vault, &context.actor, context.at, entry);
            }
        }
        case
    }

    /// Whether the actor may take part at all. Whose step it is the case itself says; for a unit outside the chain or a
    /// guardian of another child the case does not exist.
    fn may_act(&self, actor: &Actor, row: &CaseRow, case: &Case, command: &Command) -> Result<()> {
        if actor.role == Role::Guardian {
            authorise(actor, Action::AskCorrection, &Target::Child(row.person))
                .map_err(|_| Error::NotFound("case"))?;
            return Ok(());
        }
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("case"))?;
        if !unit.path.covers(&row.path) && !takes_part(case, &unit.id) {
            return Err(Error::NotFound("case"));
        }
        let action = match (command, actor.role) {
            (Command::Withdraw { .. } | Command::Resubmit { .. }, _) => Action::EnterPupil,
            (_, Role::Leader) => Action::ApproveCase,
            _ => Action::HandleCase,
        };
        authorise(actor, action, &Target::Unit(&unit.path))?;
        Ok(())
    }

    async fn effects(
        &self,
        case: &Case,
        person: &mut PersonRow,
        journal: &mut Chain,
        context: &Context,
        work: &mut UnitOfWork,
        numbers: &mut Numbers,
    ) -> Result<()> {
        match &case.payload {
            Payload::Registration(registration) => {
                self.registration_closed(case, registration, person, journal, context, work, numbers).await
            }
            Payload::Correction(correction) => {
                self.correction_closed(case, correction, person, journal, context, work, numbers).await
            }
            Payload::Transfer(transfer) => {
                self.transfer_closed(case, transfer, person, journal, context, work).await
            }
            Payload::Progression(progression) => {
                self.progression_closed(case, progression, person, journal, context, work).await
            }
            Payload::TransferOut(transfer) => {
                self.transfer_out_closed(case, transfer, person, journal, context, work).await
            }
            _ => self.change_closed(case, person, journal, context, work).await,
        }
    }
}

/// Missing and somebody else's look the same from outside.
fn not_there() -> Refusal {
    let what = "没有这件办件，或不由您的单位办理。";
    Refusal::new("not_found", Basis::Procedure, what, "请刷新待办列表后重新勾选。")
}

fn not_done() -> Refusal {
    let what = "这件办件没有办理，系统中途出错；前面的已经办理。";
    Refusal::new("not_done", Basis::Procedure, what, "请刷新待办列表，稍后重新勾选未办理的办件。")
}

/// Whether a unit is a link of the case's chain: the other school and the other authority of a transfer are.
pub(super) fn takes_part(case: &Case, unit: &UnitId) -> bool {
    case.chain.iter().any(|link| link.unit == *unit)
}

/// How an event of the case is told in the journal.
pub(crate) fn told(case: &Case, event: &CaseEvent) -> Option<(Event, Json)> {
    match event {
        CaseEvent::StepDecided(decision) => Some((
            Event::StepDecided,
            json!({ "verdict": decision.verdict, "reason": decision.reason, "case": case.number }),
        )),
        CaseEvent::FieldsRefused(fields) => Some((Event::StepDecided, json!({ "refused_fields": fields }))),
        CaseEvent::ReturnedForMending(due) => Some((Event::CaseReturned, json!({ "due": due.date }))),
        CaseEvent::Resubmitted(_) => Some((Event::CaseResubmitted, json!({ "case": case.number }))),
        CaseEvent::Closed(state, _) => {
            let name = match state {
                CaseState::Approved => Event::CaseApproved,
                CaseState::Refused => Event::CaseRefused,
                CaseState::Cleared => Event::CaseCleared,
                _ => Event::CaseWithdrawn,
            };
            Some((name, json!({ "case": case.number, "kind": case.kind() })))
        }
        CaseEvent::StepOpened(_) => None,
        CaseEvent::ScanAdded(proof) => Some((Event::ProofFiled, json!(proof))),
        CaseEvent::Reminded(_) => {
            Some((Event::DeadlineNear, json!({ "due": case.due().map(|due| due.date), "case": case.number })))
        }
        CaseEvent::Escalated(_, name) => {
            Some((Event::CaseEscalated, json!({ "to": name, "case": case.number })))
        }
        CaseEvent::Recounted(due) => {
            Some((Event::DueRecounted, json!({ "due": due.date, "case": case.number })))
        }
    }
}
