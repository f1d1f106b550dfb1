//! The ledgers (台账) by school and by authority, and one violation. What waits for somebody stands on the desk.

use super::{BELOW, ORDERED, OWN, SUSPECTED, ViolationRow};
use crate::case::queue_key;
use crate::error::{Error, Result};
use crate::keyset::AFTER_ALL;
use crate::listed;
use crate::services::Violations;
use crate::store::Vars;
use contract::violation::{Escalation, Order, Reply, ViolationCount, ViolationLine, ViolationView};
use contract::{Page, Said};
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::id::{ProofId, ViolationId};
use domain::matter::Proof;
use domain::violation::{Violation, ViolationKind, ViolationState};

/// Rows on one page.
const PAGE: usize = 50;

/// Which violations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViolationBox {
    /// 台账: of the units below, newest first
    Below,
    /// 本单位: ordered of the own unit, newest first
    Own,
}

impl Violations<'_> {
    /// One page.
    ///
    /// # Errors
    /// A refusal for who sees none by name.
    pub async fn list_violations(
        &self,
        actor: &Actor,
        which: ViolationBox,
        kind: Option<ViolationKind>,
        after: Option<ViolationId>,
    ) -> Result<Page<ViolationLine, ViolationId>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let grant = authorise(actor, Action::ReadViolations, &Target::Unit(&own.path))?;
        if grant.mask == Mask::Figures {
            return Ok(Page::empty());
        }
        let sort = match which {
            ViolationBox::Below => BELOW,
            ViolationBox::Own => OWN,
        };
        let list = listed::key(&own.id, sort, &[kind.map(ViolationKind::key)]);
        // Named on the first page too: from what says nothing of its column an index is not read.
        let text = format!(
            "SELECT * FROM violation WITH INDEX violation_lists WHERE lists CONTAINS $list AND uid < $after \
             ORDER BY uid DESC LIMIT {}",
            PAGE + 1
        );
        let after = after.map_or_else(|| AFTER_ALL.to_owned(), |after| after.to_string());
        let vars = Vars::new().with("list", list).with("after", after);
        let mut rows: Vec<ViolationRow> = self.store.rows(&text, vars).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let lines = rows.iter().map(|row| Ok(self.violation_line(row, &row.violation(&*self.vault)?)));
        Ok(Page { rows: lines.collect::<Result<_>>()?, next })
    }

    /// How many are open below the actor's unit, by kind, as the figures were summed last; empty for a school.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with violations.
    pub async fn violation_counts(&self, actor: &Actor) -> Result<Vec<ViolationCount>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadViolations, &Target::Unit(&own.path))?;
        if own.id.is_school() {
            return Ok(Vec::new());
        }
        let counters = self.figures().counters_from_below(&own.id).await?;
        let of = |kind: ViolationKind, stands: &str| {
            let n = counters.get(&format!("violation|{}|{stands}", kind.key())).copied().unwrap_or(0);
            u64::try_from(n).unwrap_or(0)
        };
        let counted =
            |kind| ViolationCount { kind, suspected: of(kind, SUSPECTED), ordered: of(kind, ORDERED) };
        Ok(ViolationKind::ALL
            .into_iter()
            .map(counted)
            .filter(|one| one.suspected + one.ordered > 0)
            .collect())
    }

    /// One violation.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with it.
    pub async fn violation_view(&self, actor: &Actor, id: ViolationId) -> Result<ViolationView> {
        let row = self.violation_in_sight(actor, id, Action::HandleViolations).await?;
        let mut violation = row.violation(&*self.vault)?;
        let own = actor.unit.as_ref().ok_or(Error::NotFound("violation"))?;
        if row.subject == own.id {
            violation.entered = None;
            violation.examined = None;
            violation.accountability = None;
        }
        let steers = actor.role == Role::Leader
            && row.handler == own.id
            && matches!(row.state, ViolationState::Ordered | ViolationState::Replied);
        Ok(ViolationView {
            line: self.violation_line(&row, &violation),
            my_turn: row.waiting.as_deref() == Some(queue_key(&own.id, actor.role).as_str()),
            may_steer: steers,
            fact: violation.fact,
            entered: violation.entered.map(Into::into),
            evidence: files(violation.evidence),
            examined: violation.examined.map(Into::into),
            order: violation.order.map(|order| Order {
                said: Said::with(order.act, order.demand),
                authority: order.by.name,
                due_on: order.due.date,
            }),
            replies: violation
                .replies
                .into_iter()
                .map(|reply| Reply {
                    said: Said::with(reply.act, reply.statement),
                    files: files(reply.proofs),
                    rejected: reply.rejected.map(Into::into),
                })
                .collect(),
            escalations: violation
                .escalations
                .into_iter()
                .map(|one| Escalation { said: one.opinion.into(), serious: one.serious })
                .collect(),
            accountability: violation.accountability.map(Into::into),
            ended: violation.ended.map(Into::into),
        })
    }

    fn violation_line(&self, row: &ViolationRow, violation: &Violation) -> ViolationLine {
        let today = self.store.clock.today();
        ViolationLine {
            id: row.uid,
            version: row.version,
            kind: row.kind,
            state: row.state,
            subject: violation.subject.name.clone(),
            handler: violation.handler.name.clone(),
            found_on: row.found_on,
            due_on: row.due_on,
            days_left: row
                .due_on
                .map(|due| self.working_days().calendar_at(&row.subject_path).working_days_left(today, due)),
        }
    }
}

fn files(proofs: Vec<Proof>) -> Vec<ProofId> {
    proofs.into_iter().map(|proof| proof.id).collect()
}
