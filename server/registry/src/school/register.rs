//! Reading: the schools of an authority with what became of them, its changes, and those a school has a part in.

use super::classes::province;
use super::{ChangeRow, PAGE, SchoolLife, who};
use crate::error::{Error, Result};
use crate::services::Schools;
use crate::sight::sight;
use crate::store::Vars;
use contract::school::{ChangeLine, ChangeView, ConsentLine, Decided, Register, SchoolLine, WithdrawalLine};
use domain::access::{Action, Actor, ActorUnit, Role, Target, authorise};
use domain::id::{SchoolChangeId, UnitId};
use domain::org::{Unit, UnitKind};
use domain::school::{Change, Consent, Profile, State};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Schools that a form offers at once.
const OFFERED: usize = 1000;

impl ChangeRow {
    /// Whether a school ends by it, or takes in its pupils or archives.
    fn has_part(&self, unit: &UnitId) -> bool {
        let placed = self.change.placements().iter().any(|one| one.to == *unit);
        placed || self.school.as_ref() == Some(unit) || self.successor.as_ref() == Some(unit)
    }
}

impl Schools<'_> {
    /// The schools that answer to the actor's unit and its changes; for a school the approved changes it has a part in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with them.
    pub async fn school_register(&self, actor: &Actor) -> Result<Register> {
        Ok(self.register(actor, None, OFFERED).await?.0)
    }

    /// The same with one page of the schools, by their codes, after one of them; and the code after which the next page begins.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with them.
    pub async fn school_register_page(
        &self,
        actor: &Actor,
        after: Option<&UnitId>,
    ) -> Result<(Register, Option<UnitId>)> {
        self.register(actor, after, PAGE).await
    }

    async fn register(
        &self,
        actor: &Actor,
        after: Option<&UnitId>,
        most: usize,
    ) -> Result<(Register, Option<UnitId>)> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        let changes = self.school_changes(actor, None).await?;
        if unit.kind == UnitKind::School {
            return Ok((Register { changes, ..Register::default() }, None));
        }
        let text = format!(
            "SELECT * FROM unit WHERE kind = 'school' AND parent = $parent AND uid > $after \
             ORDER BY uid LIMIT {}",
            most + 1
        );
        let after = after.map(UnitId::as_str).unwrap_or_default();
        let vars = Vars::new().with("parent", &unit.id).with("after", after);
        let mut units: Vec<Unit> = self.store.rows(&text, vars).await?;
        let more = units.len() > most;
        units.truncate(most);
        let next = units.last().filter(|_| more).map(|one| one.id.clone());
        let mut schools = Vec::new();
        for one in units {
            let life = self.school_life(&one.id).await?;
            let nowhere = life.closed_on.is_none() && self.stands_nowhere(&one).await?;
            let successor = match &life.successor {
                Some(next) if life.closed_on.is_some() => Some(self.units().unit(next).await?.name),
                _ => None,
            };
            schools.push(SchoolLine {
                id: one.id,
                name: one.name,
                profile: one.school.as_ref().map(Profile::of),
                school_type: one.school.map(|school| school.school_type),
                names: life.names,
                closed_on: life.closed_on,
                successor,
                nowhere,
            });
        }
        let may_propose = authorise(actor, Action::ProposeSchools, &Target::Unit(&unit.path)).is_ok();
        let of_divisions = matches!(unit.kind, UnitKind::Nation | UnitKind::Province);
        let register = Register {
            schools,
            changes,
            may_propose,
            may_propose_units: may_propose && of_divisions,
            may_hand_over: self.may_hand_over(actor),
            may_see_divisions: of_divisions,
        };
        Ok((register, next))
    }

    /// The changes of the actor's unit, newest first, before one of them; for a school those of its authority that were approved
    /// and in which it has a part.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has nothing to do with them.
    pub async fn school_changes(
        &self,
        actor: &Actor,
        before: Option<SchoolChangeId>,
    ) -> Result<Vec<ChangeLine>> {
        let authority = self.read_changes_of(actor)?;
        let mut vars = Vars::new().with("authority", authority);
        // The parts of a hand-over stand on its own page; for a school its part is what happened.
        let in_school = actor.unit.as_ref().is_some_and(|unit| unit.kind == UnitKind::School);
        let parts = if in_school { "" } else { "AND part_of IN [NONE, NULL]" };
        let mut beyond = "";
        if let Some(before) = before {
            beyond = "AND uid < $before";
            vars = vars.with("before", before);
        }
        let text = format!(
            "SELECT * FROM school_change WHERE (authority = $authority OR asked CONTAINS $authority) {parts} \
             {beyond} ORDER BY uid DESC LIMIT {PAGE}"
        );
        let rows: Vec<ChangeRow> = self.store.rows(&text, vars).await?;
        Ok(rows.iter().filter(|row| sees(actor, row)).map(ChangeRow::line).collect())
    }

    /// One change, with what the reader may do.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other unit than the authorities that decide it and, once it is approved, the schools that
    /// have a part in it.
    pub async fn school_change(&self, actor: &Actor, id: SchoolChangeId) -> Result<ChangeView> {
        self.read_changes_of(actor)?;
        let row = self.change_row(id).await?;
        if !sees(actor, &row) {
            return Err(Error::NotFound("school change"));
        }
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        let may = |action| authorise(actor, action, &Target::Unit(&unit.path)).is_ok();
        let open = row.state == State::Proposed && actor.may_act_with(row.proposed.0.account);
        let given = row.receipts.iter().any(|(party, _)| party.unit.as_ref() == Some(&unit.id));
        let due = row.state == State::Done && row.change.moves_archives() && !given;
        let own = unit.id == row.authority;
        let receives = own || (unit.kind == UnitKind::School && row.school.as_ref() != Some(&unit.id));
        let turn = Consent::desks(&row.consents).any(|(one, role)| *one == unit.id && role == actor.role);
        let said = Consent::parties(&row.consents).map(|party| party.account);
        let apart = row.own_parties().chain(said).all(|one| actor.may_act_with(one));
        let step = if actor.role == Role::Registrar { Action::ProposeSchools } else { Action::DecideSchools };
        let asked = row.state == State::Consulting && turn && apart;
        let may_decide = (open && own && may(Action::DecideSchools)) || (asked && may(step));
        let may_take_back = row.state == State::Consulting && own && may(Action::DecideSchools);
        let may_receipt = due && receives && may(Action::HandleLetters);
        let running = row.state == State::Running;
        let progress = if running { self.progress_of(&row).await? } else { None };
        let may_go_on = running && own;
        let waits = row.withdrawal.as_ref().filter(|one| one.is_open());
        let may_withdraw = running && own && row.is_left_to_hand() && waits.is_none();
        let may_withdraw = may_withdraw && may(Action::ProposeSchools);
        let may_decide_withdrawal = running
            && own
            && waits.is_some_and(|one| actor.may_act_with(one.asked.0.account))
            && row.is_left_to_hand()
            && may(Action::DecideSchools);
        let withdrawal = row.withdrawal.as_ref().map(|one| WithdrawalLine {
            asked: (who(&one.asked.0), one.asked.1),
            reason: one.reason.clone(),
            decided: one.decided.as_ref().map(|(party, at, agreed)| (who(party), *at, *agreed)),
        });
        let line = row.line();
        let giving = match &row.change {
            Change::HandOver { from, .. } => Some(from),
            _ => None,
        };
        let named = [row.school.as_ref(), row.successor.as_ref(), named_by(&row.change), giving];
        let last = row.sent_back.or(row.decided);
        let consents = row.consents.iter().map(|one| ConsentLine {
            authority: one.office.name.clone(),
            agreed: one.agreed.as_ref().map(|(party, at)| (who(party), *at)),
            approved: one.approved.as_ref().map(|(party, at)| (who(party), *at)),
        });
        Ok(ChangeView {
            consents: consents.collect(),
            units: self.names_of(named.into_iter().flatten()).await?,
            line,
            school: row.school,
            part_of: row.part_of,
            successor: row.successor,
            decided: last.map(|(party, at, reason)| Decided { by: who(&party), at, reason }),
            moved: row.moved,
            progress,
            list_hash: row.list_hash,
            finished_at: row.finished_at,
            receipts: row.receipts.iter().map(|(party, at)| (who(party), *at)).collect(),
            may_decide,
            may_take_back,
            may_receipt,
            may_go_on,
            withdrawal,
            may_withdraw,
            may_decide_withdrawal,
        })
    }

    /// The schools of these codes that are open and in the actor's province: names, to choose from where classes go to another authority's
    /// school.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who proposes no changes.
    pub async fn schools_named(&self, actor: &Actor, codes: &[UnitId]) -> Result<Vec<(UnitId, String)>> {
        let own = self.schools_office(actor, Action::ReadSchools)?;
        let own = self.units().unit(&own).await?;
        let closed = self.closed_schools().await?;
        let mut named = Vec::new();
        for code in codes.iter().filter(|code| !closed.contains(code)) {
            match self.units().unit(code).await {
                Ok(unit) if province(&unit) == province(&own) => named.push((unit.id, unit.name)),
                Ok(_) | Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(named)
    }

    /// The schools that are open and have this code or just this name, wherever they stand: none, one, or several of one name. What a school
    /// is called is known to everybody.
    pub(crate) async fn schools_called(&self, typed: &str) -> Result<Vec<Unit>> {
        let closed = self.closed_schools().await?;
        let found = match typed.parse::<UnitId>() {
            Ok(code) if code.is_school() => match self.units().unit(&code).await {
                Ok(unit) => vec![unit],
                Err(Error::NotFound(_)) => Vec::new(),
                Err(error) => return Err(error),
            },
            _ => {
                let text = "SELECT * FROM unit WHERE name = $name AND kind = 'school' LIMIT 20";
                self.store.rows::<Unit>(text, Vars::new().with("name", typed)).await?
            }
        };
        Ok(found.into_iter().filter(|unit| !closed.contains(&unit.id)).collect())
    }

    /// Whose changes the actor reads: the own ones, or for a school its authority's.
    fn read_changes_of(&self, actor: &Actor) -> Result<UnitId> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("school change"))?;
        if unit.kind != UnitKind::School {
            return self.schools_office(actor, Action::ReadSchools);
        }
        sight(actor, Action::ListPupils, &Target::Unit(&unit.path), "school change")?;
        above(unit).ok_or(Error::NotFound("school change"))
    }

    /// The units that are no more, by code, as they are remembered.
    pub(crate) async fn closed_schools(&self) -> Result<Arc<BTreeSet<UnitId>>> {
        self.known.closed.or_read(&self.store, &(), self.read_closed()).await
    }

    async fn read_closed(&self) -> Result<Arc<BTreeSet<UnitId>>> {
        #[derive(Deserialize)]
        struct Closed {
            unit: UnitId,
        }
        let text = "SELECT unit FROM school_life WHERE closed_on NOT IN [NONE, NULL]";
        let closed: Vec<Closed> = self.store.rows(text, Vars::new()).await?;
        Ok(Arc::new(closed.into_iter().map(|one| one.unit).collect()))
    }

    /// Those of some units that are closed or ended.
    pub(crate) async fn closed_among(&self, units: &[String]) -> Result<BTreeSet<UnitId>> {
        let lives: Vec<SchoolLife> = self.store.get_many("school_life", units).await?;
        let closed = lives.into_iter().filter(|life| life.closed_on.is_some());
        Ok(closed.map(|life| life.unit).collect())
    }
}

/// The other unit a change speaks of: where pupils or archives go, or the place the school stands at.
fn named_by(change: &Change) -> Option<&UnitId> {
    match change {
        Change::Merge { into, .. } => Some(into),
        Change::Reassign { to } | Change::HandOver { to, .. } => Some(to),
        Change::Close { archives, .. } => archives.as_ref(),
        Change::Relocate { site } => Some(site.township.as_ref().unwrap_or(&site.county)),
        Change::Found { site, .. } => {
            site.as_ref().map(|site| site.township.as_ref().unwrap_or(&site.county))
        }
        _ => None,
    }
}

/// A proposal is the authority's own affair until it is approved there; then those are shown it that were asked for their word.
fn sees(actor: &Actor, row: &ChangeRow) -> bool {
    actor.unit.as_ref().is_some_and(|unit| {
        row.authority == unit.id
            || row.consults(&unit.id)
            || (matches!(row.state, State::Running | State::Done) && row.has_part(&unit.id))
    })
}

/// The unit a school answers to.
fn above(unit: &ActorUnit) -> Option<UnitId> {
    unit.path.units().into_iter().rev().find(|one| *one != unit.id)
}
