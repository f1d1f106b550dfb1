//! Decisions: one command on one or many cases, each case with its own outcome, batches in one transaction.

use crate::case::{CaseRow, party};
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::person::PersonRow;
use crate::services::Cases;
use crate::shown::Compared;
use crate::sight::sight;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::case::correction::Proof;
use domain::case::{Case, CaseEvent, CaseState, Command, Payload};
use domain::id::{AccountId, CaseId, UnitId};
use domain::journal::{CaseDetail, CaseName};
use domain::message::Template;
use domain::refusal::{Refusal, RefusalCode};
use domain::rules::Rules;
use domain::shown::Shown;

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

/// Cases that are decided in one transaction where others kept changing what more of them rest on.
const FEW: usize = 40;
/// Cases that are decided in one transaction: what they change is a few MiB. The build for work is some twenty times slower.
const TOGETHER: usize = if cfg!(debug_assertions) { 50 } else { 250 };

impl Cases<'_> {
    /// Gives the same command to every case, as it was shown. Up to 250 share a transaction; what one refuses the others do not, and one
    /// that changed since it was shown is left out with that as its outcome.
    ///
    /// # Errors
    /// Store failures at the first transaction. Refusals and missing cases are outcomes, and so is everything after some are decided.
    pub async fn decide_cases(
        &self,
        actor: &Actor,
        cases: &[impl Copy + Into<Shown<CaseId>> + Sync],
        command: &Command,
    ) -> Result<Vec<Decided>> {
        let mut all = Vec::with_capacity(cases.len());
        for chunk in cases.chunks(TOGETHER) {
            let shown: Vec<Shown<CaseId>> = chunk.iter().map(|case| (*case).into()).collect();
            match self.decide_together(actor, &shown, (command, &[]), false).await {
                Ok(decided) => all.extend(decided),
                Err(Error::Busy) if shown.len() > FEW => {
                    for few in shown.chunks(FEW) {
                        let decided = self.decide_together(actor, few, (command, &[]), false).await;
                        Self::gather(&mut all, few, decided)?;
                    }
                }
                Err(error) => Self::gather(&mut all, &shown, Err(error))?,
            }
        }
        Ok(all)
    }

    /// Puts what became of a part to the others. Those before are decided and in the journal: whoever asked has to hear of them.
    fn gather(all: &mut Vec<Decided>, part: &[Shown<CaseId>], decided: Result<Vec<Decided>>) -> Result<()> {
        match decided {
            Ok(decided) => all.extend(decided),
            Err(error) if all.is_empty() => return Err(error),
            Err(error) => {
                tracing::error!(%error, "a part of the cases was not decided");
                all.extend(part.iter().map(|case| Decided::left_out(case.id, not_done())));
            }
        }
        Ok(())
    }

    /// Gives the command to every case in one transaction, with the files that go with it. A case that is not there is an outcome of its
    /// own, unless it was asked for alone.
    async fn decide_together(
        &self,
        actor: &Actor,
        cases: &[Shown<CaseId>],
        asked: (&Command, &[Proof]),
        alone: bool,
    ) -> Result<Vec<Decided>> {
        let lane = actor.unit.as_ref().map_or("guardians", |unit| unit.id.as_str());
        self.store
            .transact(lane, || {
                Box::pin(async {
                    let mut tx = self.transaction(party(actor));
                    if cases.len() > 1 {
                        self.foresee(actor, cases, asked.0, &mut tx).await?;
                    }
                    let mut decided = Vec::with_capacity(cases.len());
                    for shown in cases {
                        let one = self.decide_one(actor, *shown, asked, &mut tx).await;
                        decided.push(match one {
                            Err(Error::NotFound(_)) if !alone => Decided::left_out(shown.id, not_there()),
                            one => one?,
                        });
                    }
                    Ok((tx.finish(), decided))
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
        self.decide_alone(actor, case.into(), (&command, &[])).await
    }

    /// Sends a returned change again with more scans, all in one transaction: it is not back without them.
    pub(super) async fn resubmit_with(
        &self,
        actor: &Actor,
        case: CaseId,
        payload: Payload,
        scans: &[Proof],
    ) -> Result<CaseState> {
        let command = Command::Resubmit { payload: Box::new(payload) };
        self.decide_alone(actor, case.into(), (&command, scans)).await
    }

    async fn decide_alone(
        &self,
        actor: &Actor,
        case: Shown<CaseId>,
        asked: (&Command, &[Proof]),
    ) -> Result<CaseState> {
        let decided = self.decide_together(actor, &[case], asked, true).await?;
        match decided.into_iter().next().map(|one| one.outcome) {
            Some(outcome) => Ok(outcome?),
            None => Err(Error::NotFound("case")),
        }
    }

    async fn decide_one(
        &self,
        actor: &Actor,
        shown: Shown<CaseId>,
        asked: (&Command, &[Proof]),
        tx: &mut Transaction<'_>,
    ) -> Result<Decided> {
        let row = tx.case_row(shown.id).await?;
        let before = tx.set_aside();
        let outcome = match self.try_decide(actor, &row, shown, asked, tx).await {
            Ok(state) => {
                tx.keep(before);
                Ok(state)
            }
            // Whatever is wrong with this case, what was decided before it stays.
            Err(error) => {
                tx.take_back(before);
                match error {
                    Error::Refused(refusals) => Err(refusals),
                    error => return Err(error),
                }
            }
        };
        Ok(Decided { case: shown.id, number: row.number, person: row.person_name, outcome })
    }

    async fn try_decide(
        &self,
        actor: &Actor,
        row: &CaseRow,
        shown: Shown<CaseId>,
        (command, scans): (&Command, &[Proof]),
        tx: &mut Transaction<'_>,
    ) -> Result<CaseState> {
        let before = row.case(&*self.vault)?;
        self.may_act(actor, row, &before, command)?;
        self.guardians().check_quiet(actor).await?;
        let Compared::AsShown(act) =
            self.matters().as_shown("case", &shown, row.version, actor, command).await?
        else {
            return Ok(before.state);
        };
        let loaded = tx.person(row.person).await?;
        let context = self.context(actor, &row.path);
        let events = before.decide(command.clone(), &context)?;
        let mut case = self.after(before, &events, tx).await?;
        for scan in scans {
            let added = case.add_scan(scan.clone(), &context)?;
            case = self.after(case, &[added], tx).await?;
        }
        self.proofs().use_proofs(&mut tx.work, scans).await?;
        if matches!(command, Command::Resubmit { .. }) {
            case.exceptions = self.exceptions(&context, &loaded, &case.payload).await?;
        }
        if let (Command::Resubmit { .. }, Payload::Correction(correction)) = (command, &case.payload) {
            for proof in self.proofs().use_proofs(&mut tx.work, &correction.proofs).await? {
                let filed = NewEntry::of(CaseDetail::ProofFiled(proof)).in_case(case.id);
                tx.tell_entry(row.person, filed).await?;
            }
        }
        let mut person = loaded.clone();
        let closes = !case.state.is_open();
        if closes {
            person.open_case = None;
            self.effects(&case, &mut person, &context.rules, tx).await?;
        }
        self.tell_opener(actor.account, &case, &mut tx.work).await?;
        act.keep(&mut tx.work);
        let flow = self.flow_of(&case, &loaded).await?;
        row.save_as(&*self.vault, &mut tx.work, &case, flow);
        // A step on the way changes the case alone, whose version keeps two from being taken at once. What is sent again is asked of the
        // record as it is now: whoever changes that at the same moment comes first or second.
        if closes || matches!(command, Command::Resubmit { .. }) {
            person.save(&mut tx.work, &loaded);
        } else {
            tx.work.touch(&loaded.path);
        }
        Ok(case.state)
    }

    /// Tells the guardian who asked for it that it is decided or came back to be mended, if the guardian chose to be told; what became of
    /// it stands on the guardian's page (第十条).
    pub(crate) async fn tell_opener(&self, by: AccountId, case: &Case, work: &mut UnitOfWork) -> Result<()> {
        let opener = &case.opened_by;
        if opener.role != Role::Guardian || opener.account == by {
            return Ok(());
        }
        let template = match case.state {
            CaseState::Approved | CaseState::Refused | CaseState::Cleared => Template::Result,
            CaseState::Returned => Template::Mending,
            _ => return Ok(()),
        };
        self.messages().tell(work, opener.account, template).await
    }

    /// The case after what was decided, each event told in the child's journal.
    pub(crate) async fn after(
        &self,
        mut case: Case,
        events: &[CaseEvent],
        tx: &mut Transaction<'_>,
    ) -> Result<Case> {
        for event in events {
            case = case.apply(event);
            if let Some(detail) = told(&case, event) {
                tx.tell_entry(case.person, NewEntry::of(detail).in_case(case.id)).await?;
            }
        }
        Ok(case)
    }

    /// Whether the actor may take part at all. Whose step it is the case itself says; for a unit outside the chain or a
    /// guardian of another child the case does not exist.
    fn may_act(&self, actor: &Actor, row: &CaseRow, case: &Case, command: &Command) -> Result<()> {
        if actor.role == Role::Guardian {
            sight(actor, Action::AskCorrection, &Target::Child(row.person), "case")?;
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
        rules: &Rules,
        tx: &mut Transaction<'_>,
    ) -> Result<()> {
        // What the archive should hold follows from what was decided.
        self.archives().hold_again(&mut tx.work, person.uid);
        match &case.payload {
            Payload::Registration(registration) => {
                self.registration_closed(case, registration, person, tx).await
            }
            Payload::Correction(correction) => {
                self.correction_closed(case, correction, person, rules, tx).await
            }
            Payload::Transfer(transfer) => self.transfer_closed(case, transfer, person, tx).await,
            Payload::Progression(progression) => self.progression_closed(case, progression, person, tx).await,
            Payload::TransferOut(transfer) => self.transfer_out_closed(case, transfer, person, tx).await,
            _ => self.change_closed(case, person, tx).await,
        }
    }
}

/// Missing and somebody else's look the same from outside.
fn not_there() -> Refusal {
    let what = "没有这件办件，或不由您的单位办理。";
    Refusal::of(RefusalCode::NotFound, what)
}

fn not_done() -> Refusal {
    let what = "这件办件没有办理，系统中途出错；前面的已经办理。";
    Refusal::of(RefusalCode::NotDone, what)
}

/// Whether a unit is a link of the case's chain: the other school and the other authority of a transfer are.
pub(super) fn takes_part(case: &Case, unit: &UnitId) -> bool {
    case.chain.iter().any(|link| link.unit == *unit)
}

/// How an event of the case is told in the journal.
pub(crate) fn told(case: &Case, event: &CaseEvent) -> Option<CaseDetail> {
    let number = case.number.clone();
    Some(match event {
        CaseEvent::StepDecided(decision) => {
            let (verdict, reason) = (decision.verdict, decision.reason.clone());
            CaseDetail::StepDecided { verdict, reason, number }
        }
        CaseEvent::FieldsRefused(fields) => CaseDetail::FieldsRefused(fields.clone()),
        CaseEvent::ReturnedForMending(due) => CaseDetail::Returned { due: due.date },
        CaseEvent::Resubmitted(..) => CaseDetail::Resubmitted { number },
        CaseEvent::Closed(state, _) => {
            let name = CaseName { number, kind: case.kind() };
            match state {
                CaseState::Approved => CaseDetail::Approved(name),
                CaseState::Refused => CaseDetail::Refused(name),
                CaseState::Cleared => CaseDetail::Cleared(name),
                _ => CaseDetail::Withdrawn(name),
            }
        }
        CaseEvent::StepOpened(_) => return None,
        CaseEvent::ScanAdded(proof) => CaseDetail::ProofFiled(proof.clone()),
        CaseEvent::Reminded(_) => CaseDetail::DeadlineNear { number, due: case.due().map(|due| due.date) },
        CaseEvent::Escalated(_, to) => CaseDetail::Escalated { number, to: to.clone() },
        CaseEvent::HandedOver { to, .. } => CaseDetail::HandedOver { number, to: to.name.clone() },
        CaseEvent::Recounted(due) => CaseDetail::DueRecounted { number, due: due.date },
        CaseEvent::QuestionAsked(_) => CaseDetail::QuestionAsked { number },
        CaseEvent::QuestionAnswered(..) => CaseDetail::QuestionAnswered { number },
        CaseEvent::MessageWritten(_) => CaseDetail::MessageWritten { number },
    })
}
