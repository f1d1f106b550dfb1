//! What decides about a unit stands in a journal of the unit, chained as a pupil's is (第七条第一项, 第二十六条, 第二十七条); the audit
//! administrator reads it.

use super::{Matter, Subject};
use crate::error::{Error, Result};
use crate::services::Matters;
use crate::sight::sight;
use crate::transaction::Transaction;
use contract::Page;
use contract::access::{UnitEntry, UnitJournal};
use domain::access::{Action, Actor, Target};
use domain::id::UnitId;
use domain::journal::{Begun, Detail, Step, Told, UnitDetail};
use domain::org::Unit;

/// Entries of one page.
const PAGE: usize = 50;

fn told<D>(matter: &Matter, decided: D) -> Told<D> {
    Told {
        matter: matter.uid(),
        href: matter.line().href.clone(),
        state: matter.line().state.to_owned(),
        about: matter.line().words.about.clone(),
        decided,
    }
}

impl Matters<'_> {
    /// Tells in the unit's journal that a matter about it began, in the transaction of the engine's row. Of matters about pupils nothing
    /// is told here: their engines write into the pupil's journal.
    pub(crate) async fn tell_begun(
        &self,
        tx: &mut Transaction<'_>,
        matter: &Matter,
        begun: impl Into<Begun>,
    ) -> Result<()> {
        let begun = begun.into();
        debug_assert_eq!(begun.kind(), matter.kind(), "told of another kind");
        self.tell_unit(tx, matter, UnitDetail::Opened(told(matter, begun))).await
    }

    /// The same of a step that was taken.
    pub(crate) async fn tell_step(
        &self,
        tx: &mut Transaction<'_>,
        matter: &Matter,
        step: impl Into<Step>,
    ) -> Result<()> {
        let step = step.into();
        debug_assert_eq!(step.kind(), matter.kind(), "told of another kind");
        self.tell_unit(tx, matter, UnitDetail::Decided(told(matter, step))).await
    }

    async fn tell_unit(&self, tx: &mut Transaction<'_>, matter: &Matter, detail: UnitDetail) -> Result<()> {
        let unit = match matter.subject() {
            Subject::Unit(unit) => Some(unit.clone()),
            // What an account's work is about is decided about in its unit.
            Subject::Account(_) => matter.line().path.units().pop(),
            Subject::Person(_) => None,
        };
        let Some(unit) = unit else { return Ok(()) };
        tx.tell(unit, detail).await
    }

    /// The units whose journals the actor may read, in the order of the tree.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who audits nothing.
    pub async fn audited_units(&self, actor: &Actor) -> Result<Vec<Unit>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        sight(actor, Action::ReadAudit, &Target::Unit(&own.path), "unit")?;
        let mut units = Vec::new();
        let own = self.units().unit(&own.id).await?;
        let below = self.units().working_units_below(&own.id).await?;
        units.extend(own.parent.is_none().then_some(own));
        units.extend(below);
        Ok(units)
    }

    /// The journal of a unit for the audit administrator of a unit above it; the nation's for the nation's. A unit does not read its own: it
    /// would learn of a suspicion before the order (第二十六条).
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else.
    pub async fn unit_journal(
        &self,
        actor: &Actor,
        unit: &UnitId,
        before: Option<u64>,
    ) -> Result<UnitJournal> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let unit = self.units().unit(unit).await?;
        sight(actor, Action::ReadAudit, &Target::Unit(&unit.path), "unit")?;
        if unit.id == own.id && unit.parent.is_some() {
            return Err(Error::NotFound("unit"));
        }
        let holds = self.journal().verify_chain(unit.id.clone().into()).await?.is_ok();
        let all = self.journal().entries(unit.id.clone()).await?;
        let mut earlier =
            all.into_iter().rev().filter(|told| before.is_none_or(|seq| told.entry.seq < seq)).peekable();
        let mut rows = Vec::new();
        let mut last = None;
        while let Some(told) = earlier.next_if(|_| rows.len() < PAGE) {
            last = Some(told.entry.seq);
            let Detail::Unit(detail) = told.detail else {
                return Err(Error::Decode("journal", "a pupil's entry in a unit's chain".into()));
            };
            let kind = detail.kind();
            let (about, state) = detail.words();
            rows.push(UnitEntry {
                at: told.entry.recorded_at,
                event: told.entry.event,
                kind,
                about,
                state,
                by: told.entry.actor.name,
                by_unit: told.entry.actor.unit_name,
            });
        }
        let next = last.filter(|_| earlier.peek().is_some());
        Ok(UnitJournal { id: unit.id, unit: unit.name, entries: Page { rows, next }, holds })
    }
}
