//! A hand-over as its two schools see it (第十五条): who may read it, and what the reader may do.

use super::HandOverRow;
use super::hand_over::TABLE;
use crate::error::{Error, Result};
use crate::services::Papers;
use contract::paper::{HandOverDesk, HandOverView, ListedPiece, SealView, Settlement};
use contract::{Said, Signed};
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::access_log::Function;
use domain::id::{LetterId, PersonId};
use domain::letter::{Content, LetterState};
use domain::paper::{CheckedPiece, Dossier, HandOver, HandOverState};

impl Papers<'_> {
    /// The desk at which a hand-over is done, for both schools of the letter.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else and for other letters.
    pub async fn hand_over_desk(&self, actor: &Actor, id: LetterId) -> Result<HandOverDesk> {
        let (unit, person) = self.hand_over_letter(actor, Action::ReadPaper, id).await?;
        let list = match self.hand_over(actor, id).await {
            Ok(view) => Some(view).filter(|view| view.state != HandOverState::TakenBack),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let letter = self.letters().letter_for(id, &unit.id).await?;
        let sender = letter.from.unit == unit.id;
        // Who handed over without a list may have no dossier of the pupil.
        let dossier = match self.dossier_of(unit, person).await {
            Ok((_, dossier)) => Some(dossier).filter(|_| sender),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let keeps = authorise(actor, Action::KeepPaper, &Target::Unit(&unit.path)).is_ok();
        let today = self.store.clock.today();
        let due_on = letter.due().map(|due| due.date);
        let pupil = letter.content.pupil();
        let waiting = dossier.iter().filter(|_| list.is_none()).flat_map(Dossier::current).cloned();
        Ok(HandOverDesk {
            letter: id,
            letter_state: letter.state,
            pupil: pupil.map(|pupil| pupil.name.clone()).unwrap_or_default(),
            pupil_number: pupil.map(|pupil| pupil.number.clone()).unwrap_or_default(),
            dossier: dossier.is_some().then_some(person),
            sender,
            due_on,
            days_left: due_on.map(|due| (due - today).num_days()).unwrap_or_default(),
            waiting: waiting.collect(),
            lent: dossier
                .as_ref()
                .and_then(Dossier::open_loan)
                .map(|loan| (loan.borrower.clone(), loan.due_back)),
            may_list: sender && keeps && list.is_none() && !letter.state.is_sent(),
            list,
            today,
            number: letter.number,
            signed: letter.signed.map(Into::into),
            from: letter.from.name,
            to: letter.to.name,
        })
    }

    /// A hand-over, for its sender, and for its receiver once it is sealed.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else and where no list was made.
    pub async fn hand_over(&self, actor: &Actor, id: LetterId) -> Result<HandOverView> {
        let (version, hand_over) = self.hand_over_in_sight(actor, id).await?;
        self.access_log().saw(actor, Function::PaperHandOver, &[hand_over.person]).await?;
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("hand_over"))?;
        let letter = self.letters().letter_for(id, &unit.id).await?;
        let may = |action| authorise(actor, action, &Target::Unit(&unit.path)).is_ok();
        let (sender, receiver) = (hand_over.from == unit.id, hand_over.to == unit.id);
        let on_paper = hand_over.seal.as_ref().is_some_and(|seal| seal.on_paper);
        let keeps = (receiver || (sender && on_paper)) && may(Action::KeepPaper);
        Ok(HandOverView {
            version,
            state: hand_over.state,
            may_seal: sender
                && may(Action::ApprovePaper)
                && hand_over.state == HandOverState::Listed
                && letter.state == LetterState::Signed
                && actor.may_act_with(hand_over.listed.by.account),
            may_receive: keeps && hand_over.state == HandOverState::Sealed,
            may_settle: keeps && hand_over.state == HandOverState::Differs,
            may_take_back: sender
                && may(Action::KeepPaper)
                && hand_over.state == HandOverState::Listed
                && !letter.state.is_sent(),
            on_paper: sender && on_paper,
            pages: hand_over.pages(),
            arrived: hand_over.arrived(),
            pieces: hand_over.pieces.into_iter().map(listed).collect(),
            listed: hand_over.listed.into(),
            seal: hand_over.seal.map(|seal| SealView {
                number: seal.number,
                handed_over: Signed { by: seal.signatory, on: seal.on },
                confirmed: seal.confirmed.into(),
            }),
            received: hand_over.received.map(Into::into),
            received_by: letter.receipt.map(|receipt| receipt.received_by).unwrap_or_default(),
        })
    }

    /// A hand-over with its version, for its sender, and for its receiver once it is sealed. Whoever shows it puts the look down.
    pub(crate) async fn hand_over_in_sight(&self, actor: &Actor, id: LetterId) -> Result<(u64, HandOver)> {
        let (unit, _) = self.hand_over_letter(actor, Action::ReadPaper, id).await?;
        let row = self.hand_over_row(id, unit).await?;
        Ok((row.version, row.hand_over(&*self.vault)?))
    }

    /// The actor's school and the pupil, where the letter hands an archive over and concerns that school.
    pub(super) async fn hand_over_letter<'a>(
        &self,
        actor: &'a Actor,
        action: Action,
        id: LetterId,
    ) -> Result<(&'a ActorUnit, PersonId)> {
        let unit = actor.unit.as_ref().ok_or(Error::NotFound("hand_over"))?;
        authorise(actor, action, &Target::Unit(&unit.path))?;
        let letter = self.letters().letter_for(id, &unit.id).await?;
        match (&letter.content, letter.about) {
            (Content::ArchiveHandOver(_), Some(person)) => Ok((unit, person)),
            _ => Err(Error::NotFound("hand_over")),
        }
    }

    pub(super) async fn hand_over_row(&self, id: LetterId, unit: &ActorUnit) -> Result<HandOverRow> {
        let row: Option<HandOverRow> = self.store.get(TABLE, &id.to_string()).await?;
        let row = row.ok_or(Error::NotFound("hand_over"))?;
        let hand_over = row.hand_over(&*self.vault)?;
        if hand_over.from == unit.id || (hand_over.state.is_sent() && hand_over.to == unit.id) {
            Ok(row)
        } else {
            Err(Error::NotFound("hand_over"))
        }
    }
}

fn listed(one: CheckedPiece) -> ListedPiece {
    ListedPiece {
        open: one.is_open(),
        check: one.check,
        settled: one.settled.map(|settled| Settlement {
            supplemented: settled.supplemented,
            said: Said::with(settled.by, settled.note),
        }),
        piece: one.piece,
    }
}
