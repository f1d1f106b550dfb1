//! 举证, 审查意见, 决定: one command on one problem, each in a transaction of its own.

use super::ProblemRow;
use crate::case::{Upload, party};
use crate::error::{Error, Result};
use crate::proof::{KeptFor, Owner};
use crate::services::Problems;
use crate::shown::Compared;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use domain::access::{Action, Actor, Target, authorise};
use domain::form::Field;
use domain::id::{PersonId, ProblemId};
use domain::problem::{Command, Context, Problem, ProblemEvent, ProblemState, Remedy, Verdict};
use domain::shown::Shown;
use std::collections::BTreeSet;

/// What a school says about its record.
#[derive(Debug, Clone)]
pub struct AskedAnswer {
    /// Whose record.
    pub person: PersonId,
    /// 佐证, 变更 or 删除.
    pub remedy: Remedy,
    /// 情况说明
    pub statement: String,
    /// A scan, added to those filed before.
    pub upload: Option<Upload>,
}

impl Problems<'_> {
    /// Gives a school's evidence for its record, the first time or again.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of it; refusals by field.
    pub async fn answer_problem(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
        asked: &AskedAnswer,
    ) -> Result<ProblemState> {
        let shown = id.into();
        let command = |proofs| Command::Answer {
            person: asked.person,
            remedy: asked.remedy,
            statement: asked.statement.clone(),
            proofs,
        };
        let mut proofs = Vec::new();
        if let Some(Upload { kind, name, bytes }) = asked.upload.clone() {
            // Nothing is kept of who may not answer.
            let row = self.problem_in_sight(actor, Action::HandleProblems, shown.id).await?;
            shown.check(row.version)?;
            let problem = row.problem(&*self.vault)?;
            let own = actor.unit.as_ref().map(|unit| &unit.id);
            if problem.side(asked.person).is_none_or(|side| Some(&side.school.unit) != own) {
                return Err(Error::NotFound("problem"));
            }
            proofs.push(
                self.proofs()
                    .keep_proof(actor, Owner::Person(asked.person), kind, &name, bytes, KeptFor::Case)
                    .await?,
            );
        }
        self.act_on_problem(actor, Action::HandleProblems, shown, &command(proofs)).await
    }

    /// Puts to the leader that the records are of two children.
    ///
    /// # Errors
    /// As [`Problems::answer_problem`](crate::services::Problems::answer_problem).
    pub async fn propose_distinct(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
        reason: &str,
    ) -> Result<ProblemState> {
        let command = Command::Propose { verdict: Verdict::Distinct, reason: reason.to_owned() };
        self.act_on_problem(actor, Action::HandleProblems, id.into(), &command).await
    }

    /// Puts to the leader that the records are of one child and are merged: whose record stays, and the items that are taken
    /// from the other.
    ///
    /// # Errors
    /// As [`Problems::answer_problem`](crate::services::Problems::answer_problem); refusals when the records cannot be merged, or the items do not fit each other.
    pub async fn propose_merge(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
        survivor: PersonId,
        taken: BTreeSet<Field>,
        reason: &str,
    ) -> Result<ProblemState> {
        let verdict = Verdict::Merge { survivor, taken };
        let command = Command::Propose { verdict, reason: reason.to_owned() };
        self.act_on_problem(actor, Action::HandleProblems, id.into(), &command).await
    }

    /// Returns a proposal to the registrar.
    ///
    /// # Errors
    /// As [`Problems::answer_problem`](crate::services::Problems::answer_problem).
    pub async fn return_problem(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
        reason: &str,
    ) -> Result<ProblemState> {
        let command = Command::Return { reason: reason.to_owned() };
        self.act_on_problem(actor, Action::DecideProblems, id.into(), &command).await
    }

    /// Decides as proposed; a merge happens with it.
    ///
    /// # Errors
    /// As [`Problems::answer_problem`](crate::services::Problems::answer_problem); `four_eyes` for whoever proposed it.
    pub async fn decide_problem(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
    ) -> Result<ProblemState> {
        self.act_on_problem(actor, Action::DecideProblems, id.into(), &Command::Decide).await
    }

    /// Asks that a merge be taken back.
    ///
    /// # Errors
    /// As [`Problems::answer_problem`](crate::services::Problems::answer_problem); refusals when the time is over or something has happened to the record since.
    pub async fn ask_undo(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ProblemId>>,
        reason: &str,
    ) -> Result<ProblemState> {
        let command = Command::AskUndo { reason: reason.to_owned() };
        self.act_on_problem(actor, Action::HandleProblems, id.into(), &command).await
    }

    /// Takes a merge back: both records are as they were.
    ///
    /// # Errors
    /// As [`Problems::ask_undo`](crate::services::Problems::ask_undo).
    pub async fn undo_merge(&self, actor: &Actor, id: impl Into<Shown<ProblemId>>) -> Result<ProblemState> {
        self.act_on_problem(actor, Action::DecideProblems, id.into(), &Command::Undo).await
    }

    /// Compares the records of a problem again now, for whoever has just corrected one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of it.
    pub async fn recheck_problem(&self, actor: &Actor, id: ProblemId) -> Result<ProblemState> {
        let row = self.problem_in_sight(actor, Action::HandleProblems, id).await?;
        if row.open {
            self.recheck_problem_row(id).await?;
        }
        Ok(self.problem_row(id).await?.state)
    }

    /// A problem the actor may see: of a record of the own unit or below, or settled there.
    pub(super) async fn problem_in_sight(
        &self,
        actor: &Actor,
        action: Action,
        id: ProblemId,
    ) -> Result<ProblemRow> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("problem"))?;
        let grant = authorise(actor, action, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("problem") }
        })?;
        let row = self.problem_row(id).await?;
        let concerns = row.settled_by == own.id || row.paths().any(|path| own.path.covers(path));
        // Officials see how many, not whose.
        if !concerns || grant.mask == domain::access::Mask::Figures {
            return Err(Error::NotFound("problem"));
        }
        Ok(row)
    }

    pub(super) async fn act_on_problem(
        &self,
        actor: &Actor,
        action: Action,
        shown: Shown<ProblemId>,
        command: &Command,
    ) -> Result<ProblemState> {
        let id = shown.id;
        let lane = id.to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    let row = self.problem_in_sight(actor, action, id).await?;
                    let standing =
                        self.matters().as_shown("problem", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), row.state));
                    };
                    let before = row.problem(&*self.vault)?;
                    let calendar = self.working_days().calendar_at(&row.one_path);
                    let (today, by) = (self.store.clock.today(), party(actor));
                    let context = Context { today, actor: by.clone(), calendar: &calendar };
                    let mut events = before.decide(command.clone(), &context)?;
                    let mut tx = self.transaction(by);
                    act.keep(&mut tx.work);
                    self.number_sheet(&mut tx, &mut events).await?;
                    self.check_proofs(&mut tx.work, &events).await?;
                    for event in &events {
                        self.effect(&mut tx, &before, event).await?;
                    }
                    let problem = self.follow_problem(&mut tx, &row, before, &events).await?;
                    Ok((tx.finish(), problem.state))
                })
            })
            .await
    }

    async fn check_proofs(&self, work: &mut UnitOfWork, events: &[ProblemEvent]) -> Result<()> {
        for event in events {
            match event {
                ProblemEvent::Answered(_, answer) => {
                    self.proofs().use_proofs(work, &answer.proofs).await?;
                }
                ProblemEvent::SheetAnswered(_, answer) => {
                    self.proofs().use_proofs(work, &answer.proofs).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What an event does to the records themselves.
    async fn effect(&self, tx: &mut Transaction<'_>, before: &Problem, event: &ProblemEvent) -> Result<()> {
        let proposed = before.proposal.as_ref().map(|proposal| &proposal.verdict);
        match (event, proposed) {
            (ProblemEvent::Proposed(proposal, _), _) => match &proposal.verdict {
                Verdict::Merge { survivor, taken } => self.try_merge(before, *survivor, taken).await,
                Verdict::Distinct => Ok(()),
            },
            (ProblemEvent::Decided(_), Some(Verdict::Merge { survivor, taken })) => {
                self.merge(tx, before, *survivor, taken).await
            }
            (ProblemEvent::UndoAsked(..), _) => self.may_unmerge(before).await.map(drop),
            (ProblemEvent::Undone(..), _) => self.unmerge(tx, before).await,
            _ => Ok(()),
        }
    }
}
