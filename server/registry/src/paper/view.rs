//! A hand-over as its two schools see it (第十五条): who may read it, and what the reader may do.

use super::HandOverRow;
use super::hand_over::TABLE;
use crate::Registry;
use crate::error::{Error, Result};
use domain::access::{Action, Actor, ActorUnit, Target, authorise};
use domain::access_log::Function;
use domain::id::{LetterId, PersonId};
use domain::letter::{Content, Letter, LetterState};
use domain::paper::{Dossier, HandOver, HandOverState};

/// One hand-over as its two schools see it.
#[derive(Debug, Clone)]
pub struct HandOverView {
    /// The version that is shown.
    pub version: u64,
    /// The list.
    pub hand_over: HandOver,
    /// The letter, without what only its sender knows.
    pub letter: Letter,
    /// Calendar days since the letter's deadline passed, while the papers have not been received.
    pub days_late: Option<i64>,
    /// Whether the actor confirms the seal.
    pub may_seal: bool,
    /// Whether the actor checks the pieces.
    pub may_receive: bool,
    /// Whether the actor settles differences.
    pub may_settle: bool,
    /// Whether the actor may take the list back.
    pub may_take_back: bool,
    /// The actor is the sender and records what the paper receipt says.
    pub on_paper: bool,
}

/// A letter that hands an archive over, before and after its list was made.
#[derive(Debug, Clone)]
pub struct HandOverDesk {
    /// The letter, without what only its sender knows.
    pub letter: Letter,
    /// The pupil.
    pub pupil: PersonId,
    /// Whether the actor's school sends it.
    pub sender: bool,
    /// The sender's dossier, for the sender.
    pub dossier: Option<Dossier>,
    /// Whether the actor may make the list.
    pub may_list: bool,
    /// The hand-over, once there is a list that was not taken back and the actor may read it.
    pub hand_over: Option<HandOverView>,
}

impl Registry {
    /// The desk at which a hand-over is done, for both schools of the letter.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else and for other letters.
    pub async fn hand_over_desk(&self, actor: &Actor, id: LetterId) -> Result<HandOverDesk> {
        let (unit, person) = self.hand_over_letter(actor, Action::ReadPaper, id).await?;
        let hand_over = match self.hand_over(actor, id).await {
            Ok(view) => Some(view).filter(|view| view.hand_over.state != HandOverState::TakenBack),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let mut letter = self.letter_for(id, &unit.id).await?;
        let sender = letter.from.unit == unit.id;
        if !sender {
            letter.drafted = None;
            letter.returned = None;
        }
        // Who handed over without a list may have no dossier of the pupil.
        let dossier = match self.dossier_of(unit, person).await {
            Ok((_, dossier)) => Some(dossier).filter(|_| sender),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        let keeps = authorise(actor, Action::KeepPaper, &Target::Unit(&unit.path)).is_ok();
        let may_list = sender && keeps && hand_over.is_none() && !letter.state.is_sent();
        Ok(HandOverDesk { letter, pupil: person, sender, dossier, may_list, hand_over })
    }

    /// A hand-over, for its sender, and for its receiver once it is sealed.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else and where no list was made.
    pub async fn hand_over(&self, actor: &Actor, id: LetterId) -> Result<HandOverView> {
        let (unit, _) = self.hand_over_letter(actor, Action::ReadPaper, id).await?;
        let row = self.hand_over_row(id, unit).await?;
        let hand_over = row.hand_over(&*self.vault)?;
        self.saw(actor, Function::PaperHandOver, &[hand_over.person]).await?;
        let mut letter = self.letter_for(id, &unit.id).await?;
        if hand_over.from != unit.id {
            letter.drafted = None;
            letter.returned = None;
        }
        let late = (self.store.clock.today() - letter.due.date).num_days();
        let may = |action| authorise(actor, action, &Target::Unit(&unit.path)).is_ok();
        let (sender, receiver) = (hand_over.from == unit.id, hand_over.to == unit.id);
        let on_paper = hand_over.seal.as_ref().is_some_and(|seal| seal.on_paper);
        let keeps = (receiver || (sender && on_paper)) && may(Action::KeepPaper);
        Ok(HandOverView {
            version: row.version,
            days_late: (letter.state.is_open() && late > 0).then_some(late),
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
            letter,
            hand_over,
        })
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
        let letter = self.letter_for(id, &unit.id).await?;
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
