//! What people see of registrars: the own unit's by name, one file, one hand-over.

use super::RegistrarRow;
use crate::Registry;
use crate::account::AccountRow;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::access::{Action, Actor, Mask, Role, Target, authorise};
use domain::id::{AccountId, HandOverId};
use domain::registrar::{Desk, HandOver, HandOverState, Post, Registrar, RegistrarEvent, RegistrarState};

/// One registrar of the own unit.
#[derive(Debug, Clone)]
pub struct RegistrarLine {
    /// The account.
    pub id: AccountId,
    /// Login name.
    pub login: String,
    /// 姓名
    pub name: String,
    /// Where the registrar stands.
    pub state: RegistrarState,
    /// The present or last post.
    pub post: Option<Post>,
    /// In post since.
    pub since: Option<NaiveDate>,
    /// The last day of the certificate, none when it names none.
    pub valid_until: Option<NaiveDate>,
    /// Whether a certificate counts today.
    pub trained: bool,
    /// 封存
    pub sealed_off: bool,
}

/// One file and what the actor may do with it.
#[derive(Debug, Clone)]
pub struct RegistrarView {
    /// What a list shows.
    pub line: RegistrarLine,
    /// The file; certificates' numbers are masked for everybody but the leader and the registrar.
    pub file: Registrar,
    /// Whether the actor appoints.
    pub may_appoint: bool,
    /// Who could take the work over.
    pub able: Vec<Desk>,
}

/// One hand-over in a list.
#[derive(Debug, Clone)]
pub struct HandOverLine {
    /// The hand-over.
    pub id: HandOverId,
    /// Who leaves.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// Last day of who leaves.
    pub last_day: NaiveDate,
    /// Where it stands.
    pub state: HandOverState,
    /// Lines without an owner.
    pub open_items: usize,
}

/// One hand-over with what the actor may do.
#[derive(Debug, Clone)]
pub struct HandOverView {
    /// The version that is shown.
    pub version: u64,
    /// The hand-over, compared with the open work now.
    pub hand_over: HandOver,
    /// Who may take lines over.
    pub able: Vec<Desk>,
    /// Whether the actor may give lines and add some.
    pub may_give: bool,
    /// Whether the actor may sign now.
    pub may_sign: bool,
    /// Whether the actor leads the unit.
    pub leads: bool,
}

impl Registry {
    /// The registrars of the own unit; empty for who sees figures only.
    ///
    /// # Errors
    /// A refusal for who has nothing to do with it.
    pub async fn registrars(&self, actor: &Actor) -> Result<Vec<RegistrarLine>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        let grant = authorise(actor, Action::ReadRegistrars, &Target::Unit(&own.path))?;
        if grant.mask == Mask::Figures {
            return Ok(Vec::new());
        }
        let all = self.registrars_of(&own.id).await?;
        all.iter().map(|(account, row)| Ok(self.line(account, row, &row.file(&*self.vault)?))).collect()
    }

    fn line(&self, account: &AccountRow, row: &RegistrarRow, file: &Registrar) -> RegistrarLine {
        RegistrarLine {
            id: account.uid,
            login: account.login.clone(),
            name: account.name.clone(),
            state: row.state,
            post: file.post.clone(),
            since: file.in_post_since(),
            valid_until: account.training.as_ref().and_then(|one| one.valid_until),
            trained: account.is_trained_on(self.store.clock.today()),
            sealed_off: account.sealed_off,
        }
    }

    /// One file of the own unit.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is no registrar's of the own unit.
    pub async fn registrar_view(&self, actor: &Actor, id: AccountId) -> Result<RegistrarView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("account"))?;
        let grant = authorise(actor, Action::ReadRegistrars, &Target::Unit(&own.path))?;
        let account = self.account(id).await?;
        if grant.mask == Mask::Figures || account.unit.as_ref() != Some(&own.id) {
            return Err(Error::NotFound("account"));
        }
        let row = self.registrar_row_of(&account).await?;
        let mut file = row.file(&*self.vault)?;
        if actor.role != Role::Leader && actor.account != id {
            mask(&mut file);
        }
        let mut able = self.able_registrars(&own.id).await?;
        able.retain(|desk| desk.account != id);
        Ok(RegistrarView {
            line: self.line(&account, &row, &file),
            may_appoint: authorise(actor, Action::AppointRegistrars, &Target::Unit(&own.path)).is_ok(),
            file,
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
        let line = |(id, one): (HandOverId, HandOver)| HandOverLine {
            id,
            open_items: one.open_items().count(),
            from: one.from.name,
            to: one.to.name,
            last_day: one.last_day,
            state: one.state,
        };
        Ok(all.into_iter().map(line).collect())
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
        let leads = actor.role == Role::Leader;
        Ok(HandOverView {
            version: row.version,
            may_give: open && (leads || actor.account == hand_over.from.account),
            may_sign: hand_over.waits_for(actor.account),
            leads,
            able,
            hand_over,
        })
    }
}

/// Leaves the last four characters of certificates' numbers.
fn mask(file: &mut Registrar) {
    let short = |number: &mut String| {
        let tail: String = number.chars().skip(number.chars().count().saturating_sub(4)).collect();
        *number = format!("****{tail}");
    };
    for one in &mut file.certificates {
        short(&mut one.certificate);
    }
    for event in &mut file.history {
        if let RegistrarEvent::Certified(_, one) = event {
            short(&mut one.certificate);
        }
    }
}
