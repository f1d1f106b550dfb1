//! What people see of registrars: the own unit's by name, one file, one hand-over.

use super::RegistrarRow;
use crate::account::AccountRow;
use crate::error::{Error, Result};
use crate::services::Registrars;
use contract::registrar::{
    HandOverItem, HandOverLine, HandOverView, HistoryLine, RegistrarLine, RegistrarStep, RegistrarView,
};
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::id::{AccountId, HandOverId};
use domain::registrar::{Certificate, HandOver, HandOverState, Item, ItemState, Registrar, RegistrarEvent};

impl Registrars<'_> {
    /// The registrars of the own unit; empty for who sees figures only.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with it.
    pub async fn list_registrars(&self, actor: &Actor) -> Result<Vec<RegistrarLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let grant = authorise(actor, Action::ReadRegistrars, &Target::Unit(&own.path))?;
        if grant.mask == Mask::Figures {
            return Ok(Vec::new());
        }
        let all = self.registrars_of(&own.id).await?;
        all.iter().map(|(account, row)| Ok(self.line(account, row, &row.file(&*self.vault)?))).collect()
    }

    fn line(&self, account: &AccountRow, row: &RegistrarRow, file: &Registrar) -> RegistrarLine {
        let trained = account.is_trained_on(self.store.clock.today());
        RegistrarLine {
            id: account.uid,
            login: account.login.clone(),
            name: account.name.clone(),
            state: row.state,
            post: file.post.clone(),
            valid_until: account.training.as_ref().filter(|_| trained).and_then(|one| one.valid_until),
            trained,
        }
    }

    /// One file of the own unit.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is no registrar's of the own unit.
    pub async fn registrar_view(&self, actor: &Actor, id: AccountId) -> Result<RegistrarView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("account"))?;
        let grant = authorise(actor, Action::ReadRegistrars, &Target::Unit(&own.path))?;
        let account = self.accounts().account(id).await?;
        if grant.mask == Mask::Figures || account.unit.as_ref() != Some(&own.id) {
            return Err(Error::NotFound("account"));
        }
        let row = self.registrar_row_of(&account).await?;
        let file = row.file(&*self.vault)?;
        let masked = actor.role != Role::Leader && actor.account != id;
        let mut able = self.able_registrars(&own.id).await?;
        able.retain(|desk| desk.account != id);
        Ok(RegistrarView {
            line: self.line(&account, &row, &file),
            may_appoint: authorise(actor, Action::AppointRegistrars, &Target::Unit(&own.path)).is_ok(),
            certificates: file
                .certificates
                .into_iter()
                .rev()
                .map(|one| if masked { mask(one) } else { one })
                .collect(),
            history: file.history.into_iter().rev().map(history_line).collect(),
            able,
        })
    }

    /// The hand-overs of the own unit the actor has a part in, newest first; all of them for the leader.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hand_overs(&self, actor: &Actor) -> Result<Vec<HandOverLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        if authorise(actor, Action::HandOverWork, &Target::Unit(&own.path)).is_err() {
            return Ok(Vec::new());
        }
        let all = self.hand_overs_of(actor).await?;
        Ok(all.iter().map(|(id, one)| hand_over_line(*id, one)).collect())
    }

    /// One hand-over.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has no part in it.
    pub async fn hand_over_view(&self, actor: &Actor, id: HandOverId) -> Result<HandOverView> {
        let row = self.hand_over_in_sight(actor, id).await?;
        let mut hand_over = row.hand_over(&*self.vault)?;
        let mut able = Vec::new();
        let open = row.state == HandOverState::Open;
        if open {
            let found = self.open_work(&hand_over.office.unit, hand_over.from.account).await?;
            hand_over = hand_over.apply(&domain::registrar::HandOverEvent::Compared(found));
            able = self.able_registrars(&hand_over.office.unit).await?;
            able.retain(|desk| desk.account != hand_over.from.account);
        }
        let leads = open && actor.role == Role::Leader;
        Ok(HandOverView {
            version: row.version,
            line: hand_over_line(id, &hand_over),
            may_give: leads || (open && actor.account == hand_over.from.account),
            may_sign: hand_over.waits_for(actor.account),
            leads,
            able,
            reason: hand_over.reason,
            items: hand_over.items.into_iter().map(item).collect(),
            signed_from: hand_over.signed_from.map(Into::into),
            in_place: hand_over.in_place,
            signed_to: hand_over.signed_to.map(Into::into),
            ended: hand_over.ended.map(Into::into),
        })
    }
}

fn hand_over_line(id: HandOverId, one: &HandOver) -> HandOverLine {
    HandOverLine {
        id,
        from: one.from.name.clone(),
        to: one.to.name.clone(),
        last_day: one.last_day,
        state: one.state,
        open_items: one.open_items().count(),
    }
}

fn item(Item { found, state }: Item) -> HandOverItem {
    let finished = state == ItemState::Finished;
    let owner = match state {
        ItemState::Reassigned(desk) => Some(desk.name),
        ItemState::Open | ItemState::Finished => None,
    };
    HandOverItem { key: found.key, words: found.words, count: found.count, owner, finished }
}

/// What happened, without the accounts that did it and without any certificate's number.
fn history_line(event: RegistrarEvent) -> HistoryLine {
    let (act, on, step) = match event {
        RegistrarEvent::Appointed(act, post) => (act, post.since, RegistrarStep::Appointed(post)),
        RegistrarEvent::Changed(act, post) => {
            let on = act.on;
            (act, on, RegistrarStep::Changed(post))
        }
        RegistrarEvent::Certified(act, one) => (act, one.on, RegistrarStep::Certified(one.course)),
        RegistrarEvent::Left(act, on, reason) => (act, on, RegistrarStep::Left(reason)),
    };
    HistoryLine { on, by: act.by.name, step }
}

/// Leaves the last four characters of a certificate's number.
fn mask(one: Certificate) -> Certificate {
    let number = &one.certificate;
    let tail: String = number.chars().skip(number.chars().count().saturating_sub(4)).collect();
    Certificate { certificate: format!("****{tail}"), ..one }
}
