//! 登记, 核查, 责令改正, 报告, 验收: one command on one violation, each in a transaction of its own.

use super::ViolationRow;
use crate::case::{Upload, party};
use crate::error::{Error, Result};
use crate::letter::office;
use crate::proof::{KeptFor, Owner};
use crate::services::Violations;
use crate::shown::Compared;
use crate::store::UnitOfWork;
use domain::access::{Action, Actor, Target, authorise};
use domain::case::correction::Proof;
use domain::id::{ProofId, UnitId, ViolationId};
use domain::problem::Office;
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::shown::Shown;
use domain::violation::{
    Command, Context, Finding, Violation, ViolationEvent, ViolationKind, ViolationState,
};

/// What an authority's registrar enters.
#[derive(Debug, Clone)]
pub struct AskedViolation {
    /// The unit it is laid to: directly below the actor's.
    pub subject: UnitId,
    /// What was done wrong.
    pub kind: ViolationKind,
    /// The fact, in words.
    pub fact: String,
    /// 证明材料
    pub upload: Option<Upload>,
}

impl Violations<'_> {
    /// Enters a violation of a unit directly below the actor's (第二十六条, 第二十七条).
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit that is not the actor's to order; refusals by field.
    pub async fn enter_violation(&self, actor: &Actor, asked: &AskedViolation) -> Result<ViolationId> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::EnterViolations, &Target::Unit(&own.path))?;
        let subject = self.units().unit(&asked.subject).await?;
        if subject.parent.as_ref() != Some(&own.id) {
            return Err(Error::NotFound("unit"));
        }
        let handler = self.units().unit(&own.id).await?;
        let id = ViolationId::new(self.store.new_id());
        let mut finding = Finding {
            kind: asked.kind,
            subject: office(&subject),
            handler: office(&handler),
            fact: asked.fact.clone(),
            evidence: Vec::new(),
        };
        // Words and kind first: a file is kept only of what could be entered.
        Violation::suspect(finding.clone())?;
        finding.evidence = self.keep_evidence(actor, id, asked.upload.clone()).await?;
        let (finding, subject) = (&finding, &subject);
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let calendar = self.working_days().calendar_at(&subject.path);
                    let context =
                        Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
                    let violation = Violation::enter(finding.clone(), &context)?;
                    let mut tx = self.transaction(context.actor.clone());
                    self.proofs().use_proofs(&mut tx.work, &violation.evidence).await?;
                    let once = format!("entered/{id}");
                    let row = ViolationRow::new(&*self.vault, id, &violation, once, subject, context.today);
                    let matter = row.create(&*self.vault, &mut tx.work, &violation);
                    self.matters().tell_begun(&mut tx, &matter, &violation).await?;
                    Ok((tx.finish(), id))
                })
            })
            .await
    }

    /// Does one step; `upload` counts with a reply only.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of it; refusals by field; `four_eyes` for whoever examined it.
    pub async fn act_on_violation(
        &self,
        actor: &Actor,
        id: impl Into<Shown<ViolationId>>,
        command: &Command,
        upload: Option<Upload>,
    ) -> Result<ViolationState> {
        let shown = id.into();
        let id = shown.id;
        let mut command = command.clone();
        if let Command::Reply { proofs, .. } = &mut command {
            // Nothing is kept of who may not answer: without a file the domain says what else is wrong.
            let row = self.violation_in_sight(actor, id, Action::HandleViolations).await?;
            let own = actor.unit.as_ref().map(|unit| &unit.id);
            if upload.is_some() {
                shown.check(row.version)?;
            }
            if row.state == ViolationState::Ordered && own == Some(&row.subject) {
                *proofs = self.keep_evidence(actor, id, upload).await?;
            }
        }
        let command = &command;
        self.store
            .transact(&id.to_string(), || {
                Box::pin(async move {
                    let row = self.violation_in_sight(actor, id, Action::HandleViolations).await?;
                    let standing =
                        self.matters().as_shown("violation", &shown, row.version, actor, command).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), row.state));
                    };
                    let before = row.violation(&*self.vault)?;
                    let command = match command {
                        Command::Escalate { serious, reason, .. } => {
                            let above = self.above(&before.handler.unit).await?;
                            Command::Escalate { above, serious: *serious, reason: reason.clone() }
                        }
                        command => command.clone(),
                    };
                    let calendar = self.working_days().calendar_at(&row.subject_path);
                    let context =
                        Context { today: self.store.clock.today(), actor: party(actor), calendar: &calendar };
                    let events = before.decide(command, &context)?;
                    let mut tx = self.transaction(context.actor.clone());
                    act.keep(&mut tx.work);
                    for event in &events {
                        if let ViolationEvent::Replied(reply) = event {
                            self.proofs().use_proofs(&mut tx.work, &reply.proofs).await?;
                        }
                    }
                    let violation = events.iter().fold(before, Violation::apply);
                    let matter = row.save(&*self.vault, &mut tx.work, &violation);
                    self.matters().tell_step(&mut tx, &matter, events).await?;
                    Ok((tx.finish(), violation.state))
                })
            })
            .await
    }

    /// A file of the evidence.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who sees nothing of the violation, or when it has no such file.
    pub async fn evidence_of_violation(
        &self,
        actor: &Actor,
        id: ViolationId,
        proof: ProofId,
    ) -> Result<(Proof, Vec<u8>)> {
        let row = self.violation_in_sight(actor, id, Action::HandleViolations).await?;
        let violation = row.violation(&*self.vault)?;
        let replies = violation.replies.into_iter().flat_map(|reply| reply.proofs);
        let found = violation.evidence.into_iter().chain(replies).find(|one| one.id == proof);
        let found = found.ok_or(Error::NotFound("file"))?;
        let bytes = self.proofs().read_proof(&found).await?;
        Ok((found, bytes))
    }

    /// A violation the actor may see by name: laid to the own unit once it is ordered, handled there, or laid to a unit below.
    pub(super) async fn violation_in_sight(
        &self,
        actor: &Actor,
        id: ViolationId,
        action: Action,
    ) -> Result<ViolationRow> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("violation"))?;
        authorise(actor, action, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("violation") }
        })?;
        let row = self.violation_row(id).await?;
        let concerns = if row.subject == own.id {
            row.ordered
        } else {
            row.handler == own.id || own.path.covers(&row.subject_path)
        };
        if concerns { Ok(row) } else { Err(Error::NotFound("violation")) }
    }

    async fn keep_evidence(
        &self,
        actor: &Actor,
        id: ViolationId,
        upload: Option<Upload>,
    ) -> Result<Vec<Proof>> {
        let Some(Upload { kind, name, bytes }) = upload else { return Ok(Vec::new()) };
        Ok(vec![
            self.proofs().keep_proof(actor, Owner::Violation(id), kind, &name, bytes, KeptFor::Draft).await?,
        ])
    }

    async fn above(&self, unit: &UnitId) -> Result<Office> {
        match self.units().unit(unit).await?.parent {
            Some(parent) => Ok(office(&self.units().unit(&parent).await?)),
            None => Err(Refusal::new(
                RefusalCode::Above,
                Basis::Article(26),
                "国务院教育行政部门没有上一级教育行政部门。",
                "请在本级办理。",
            )
            .into()),
        }
    }
}
