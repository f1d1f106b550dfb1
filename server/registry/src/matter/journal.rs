//! What decides about a unit stands in a journal of the unit, chained as a pupil's is (第七条第一项, 第二十六条, 第二十七条); the audit
//! administrator reads it.

use super::{Matter, Subject};
use crate::error::{Error, Result};
use crate::journal::NewEntry;
use crate::services::Matters;
use crate::sight::sight;
use crate::store::UnitOfWork;
use contract::Page;
use contract::access::{UnitEntry, UnitJournal};
use domain::access::{Action, Actor, Target};
use domain::id::UnitId;
use domain::journal::{Detail, Told, UnitDetail};
use domain::matter::Party;
use domain::org::Unit;
use serde::Serialize;

/// Entries of one page.
const PAGE: usize = 50;

impl Matters<'_> {
    /// Tells in the unit's journal that a matter about it began or went on, in the transaction of the engine's row. Of matters about
    /// pupils nothing is told here: their engines write into the pupil's journal.
    pub(crate) async fn tell_unit(
        &self,
        work: &mut UnitOfWork,
        by: &Party,
        matter: &Matter,
        decided: &impl Serialize,
    ) -> Result<()> {
        self.tell_unit_of(work, by, matter, matter.version == 1, decided).await
    }

    /// The same of a matter whose engine's row may be older than the matter: `begins` says whether it is new.
    pub(crate) async fn tell_unit_of(
        &self,
        work: &mut UnitOfWork,
        by: &Party,
        matter: &Matter,
        begins: bool,
        decided: &impl Serialize,
    ) -> Result<()> {
        let unit = match &matter.subject {
            Subject::Unit(unit) => Some(unit.clone()),
            // What an account's work is about is decided about in its unit.
            Subject::Account(_) => matter.path.units().pop(),
            Subject::Person(_) => None,
        };
        let Some(unit) = unit else { return Ok(()) };
        let told = Told {
            kind: matter.kind,
            matter: matter.uid(),
            href: matter.href.clone(),
            state: matter.state.to_owned(),
            about: matter.words.about.clone(),
            decided: serde_json::to_value(decided)
                .map_err(|error| Error::Decode("event", error.to_string()))?,
        };
        let detail = if begins { UnitDetail::Opened(told) } else { UnitDetail::Decided(told) };
        let mut chain = self.journal().chain_of(unit).await?;
        chain.append(work, &*self.vault, (by, self.store.clock.now()), NewEntry::of(detail));
        chain.save(work);
        Ok(())
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
            let detail = detail.told();
            rows.push(UnitEntry {
                at: told.entry.recorded_at,
                event: told.entry.event,
                kind: detail.kind,
                about: detail.about,
                state: detail.state,
                by: told.entry.actor.name,
                by_unit: told.entry.actor.unit_name,
            });
        }
        let next = last.filter(|_| earlier.peek().is_some());
        Ok(UnitJournal { id: unit.id, unit: unit.name, entries: Page { rows, next }, holds })
    }
}
