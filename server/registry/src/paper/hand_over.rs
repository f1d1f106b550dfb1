//! The hand-over list (移交清单, 第十五条): made from the dossier, sealed by the sender, checked piece by piece by the receiver.

use super::{HandOverRow, told};
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Papers;
use crate::shown::Compared;
use crate::store::UnitOfWork;
use crate::transaction::Transaction;
use chrono::NaiveDate;
use domain::access::{Action, Actor, ActorUnit};
use domain::id::{LetterId, PersonId};
use domain::journal::PaperDetail;
use domain::letter::{Command, Letter, LetterState};
use domain::paper::{
    Check, Dossier, DossierCommand, DossierEvent, HandOver, HandOverCommand, HandOverEvent, HandOverState,
    Piece, Whereabouts,
};
use domain::shown::Shown;
use std::collections::BTreeMap;

pub(super) const TABLE: &str = "paper_hand_over";

/// What the sender confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedSeal {
    /// 密封条编号
    pub number: String,
    /// 移交人
    pub signatory: String,
    /// 移交日期
    pub on: NaiveDate,
}

impl Papers<'_> {
    /// Makes the list of a dossier that is owed, drafts the letter with its pieces, and holds the dossier until it has gone.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who is not the sender; the refusals of the dossier (`lent`, `pieces`) and of the letter.
    pub async fn list_hand_over(&self, actor: &Actor, id: LetterId) -> Result<()> {
        let (unit, person) = self.hand_over_letter(actor, Action::KeepPaper, id).await?;
        self.store
            .transact(&person.to_string(), || {
                Box::pin(async move {
                    let letter = self.letters().letter_for(id, &unit.id).await?;
                    if letter.from.unit != unit.id {
                        return Err(Error::NotFound("hand_over"));
                    }
                    let (row, mut dossier) = self.dossier_of(unit, person).await?;
                    let context = self.paper_context(actor);
                    let events = dossier.decide(DossierCommand::List(id), &context)?;
                    let mut tx = self.transaction(party(actor));
                    for event in &events {
                        dossier = dossier.apply(event);
                        tx.tell(person, told(event)).await?;
                    }
                    let hand_over = HandOver::list(id, &dossier, letter.to.unit.clone(), &context);
                    let content = letter.content.filled(Some(hand_over.count()), &hand_over.titles());
                    let draft = Command::Draft { content: Box::new(content) };
                    self.letters().step_letter(&mut tx, id, draft).await?;
                    self.write_dossier(&mut tx.work, row.as_ref(), &dossier).await?;
                    let key = id.to_string();
                    let row = match self.store.get::<HandOverRow>(TABLE, &key).await? {
                        None => {
                            let first = HandOverRow::new(&*self.vault, &hand_over, 1);
                            tx.work.create(TABLE, &key, &first);
                            first
                        }
                        // The dossier was here, so the list that was made before has been taken back.
                        Some(before) => {
                            let next = HandOverRow::new(&*self.vault, &hand_over, before.version + 1);
                            tx.work.replace(TABLE, &key, before.version, &next);
                            next
                        }
                    };
                    let matter = self.hand_over_matter(&row, &hand_over).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    Ok((tx.finish(), ()))
                })
            })
            .await
    }

    /// The sender's leader confirms that the papers were sealed and given away.
    ///
    /// # Errors
    /// As [`Papers::list_hand_over`](crate::services::Papers::list_hand_over); refusals by field, `letter` before the letter is signed.
    pub async fn seal_hand_over(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        asked: &AskedSeal,
    ) -> Result<HandOverState> {
        let shown = id.into();
        let (unit, person) = self.hand_over_letter(actor, Action::ApprovePaper, shown.id).await?;
        let command = |letter: &Letter| HandOverCommand::Seal {
            number: asked.number.clone(),
            signatory: asked.signatory.clone(),
            on: asked.on,
            delivery: letter.delivery,
        };
        self.act_on_hand_over(actor, unit, (shown, person), &command, "").await
    }

    /// Takes a list back while the letter is not signed, so that the dossier can be mended and listed again.
    ///
    /// # Errors
    /// As [`Papers::list_hand_over`](crate::services::Papers::list_hand_over); a refusal `letter` once the letter is signed.
    pub async fn take_back_hand_over(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
    ) -> Result<HandOverState> {
        let shown = id.into();
        let (unit, person) = self.hand_over_letter(actor, Action::KeepPaper, shown.id).await?;
        let command = |letter: &Letter| HandOverCommand::TakeBack { letter_sent: letter.state.is_sent() };
        self.act_on_hand_over(actor, unit, (shown, person), &command, "").await
    }

    /// The receiver checks every piece. With that the letter is receipted, and the pieces are the receiver's. Of a paper delivery
    /// the sender records it, with the name of who signed the paper receipt.
    ///
    /// # Errors
    /// As [`Papers::list_hand_over`](crate::services::Papers::list_hand_over); a refusal `check_N` for each piece that was not checked.
    pub async fn receive_hand_over(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        found: BTreeMap<u32, Check>,
        received_by: &str,
    ) -> Result<HandOverState> {
        let shown = id.into();
        let (unit, person) = self.hand_over_letter(actor, Action::KeepPaper, shown.id).await?;
        let command = |_: &Letter| HandOverCommand::Receive(found.clone());
        self.act_on_hand_over(actor, unit, (shown, person), &command, received_by).await
    }

    /// The receiver settles one difference: the piece came afterwards, or stays missing or damaged with a note.
    ///
    /// # Errors
    /// As [`Papers::list_hand_over`](crate::services::Papers::list_hand_over).
    pub async fn settle_hand_over(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        no: u32,
        supplemented: bool,
        note: &str,
    ) -> Result<HandOverState> {
        let shown = id.into();
        let (unit, person) = self.hand_over_letter(actor, Action::KeepPaper, shown.id).await?;
        let command = |_: &Letter| HandOverCommand::Settle { no, supplemented, note: note.to_owned() };
        self.act_on_hand_over(actor, unit, (shown, person), &command, "").await
    }

    /// Whether a list belongs to a letter that was not taken back.
    pub(crate) async fn has_hand_over(&self, id: LetterId) -> Result<bool> {
        let Some(row) = self.store.get::<HandOverRow>(TABLE, &id.to_string()).await? else {
            return Ok(false);
        };
        Ok(row.hand_over(&*self.vault)?.state != HandOverState::TakenBack)
    }

    async fn act_on_hand_over(
        &self,
        actor: &Actor,
        unit: &ActorUnit,
        (shown, person): (Shown<LetterId>, PersonId),
        command: &(dyn Fn(&Letter) -> HandOverCommand + Sync),
        received_by: &str,
    ) -> Result<HandOverState> {
        let id = shown.id;
        self.store
            .transact(&person.to_string(), || {
                Box::pin(async move {
                    let row = self.hand_over_row(id, unit).await?;
                    let before = row.hand_over(&*self.vault)?;
                    let context = self.paper_context(actor);
                    let letter = self.letters().letter_for(id, &unit.id).await?;
                    let asked = command(&letter);
                    let standing = self
                        .matters()
                        .as_shown(TABLE, &shown, row.version, actor, &(&asked, received_by))
                        .await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), before.state));
                    };
                    let events = before.decide(asked, &context)?;
                    let mut tx = self.transaction(context.actor);
                    act.keep(&mut tx.work);
                    let mut hand_over = before;
                    for event in &events {
                        hand_over = hand_over.apply(event);
                        self.follow_hand_over(&mut tx, actor, &hand_over, event, received_by).await?;
                    }
                    let next = HandOverRow::new(&*self.vault, &hand_over, row.version + 1);
                    tx.work.replace(TABLE, &id.to_string(), row.version, &next);
                    let matter = self.hand_over_matter(&next, &hand_over).await?;
                    crate::matter::put(&mut tx.work, &*self.vault, &matter);
                    tx.work.touch(&unit.path);
                    Ok((tx.finish(), hand_over.state))
                })
            })
            .await
    }

    /// What follows from an event for journal, letter and the two dossiers.
    async fn follow_hand_over(
        &self,
        tx: &mut Transaction<'_>,
        actor: &Actor,
        hand_over: &HandOver,
        event: &HandOverEvent,
        received_by: &str,
    ) -> Result<()> {
        let (id, person) = (hand_over.letter, hand_over.person);
        match event {
            HandOverEvent::Sealed(seal) => {
                let sealed = PaperDetail::Sealed {
                    letter: id,
                    seal: seal.number.clone(),
                    on: seal.on,
                    pieces: hand_over.count(),
                    pages: hand_over.pages(),
                };
                tx.tell(person, sealed).await?;
            }
            HandOverEvent::TakenBack => {
                let row = self.dossier_row(hand_over.person, &hand_over.from).await?;
                let row = row.ok_or(Error::NotFound("dossier"))?;
                let mut dossier = row.dossier(&*self.vault)?;
                for event in dossier.decide(DossierCommand::Unlist, &self.paper_context(actor))? {
                    dossier = dossier.apply(&event);
                    tx.tell(person, told(&event)).await?;
                }
                self.write_dossier(&mut tx.work, Some(&row), &dossier).await?;
                // The leader may have returned the draft before; otherwise nobody may sign a letter without its list.
                if self.letters().letter_for(id, &hand_over.from).await?.state == LetterState::Drafted {
                    self.letters().step_letter(tx, id, Command::TakeBack).await?;
                }
            }
            HandOverEvent::Received(..) => {
                let own = actor.unit.as_ref().is_some_and(|unit| unit.id == hand_over.to);
                let receipt = Command::Receive {
                    received_by: if own { actor.name.clone() } else { received_by.to_owned() },
                    on: self.store.clock.today(),
                    pieces: Some(hand_over.arrived()),
                    note: hand_over.differences(),
                };
                self.letters().step_letter(tx, id, receipt).await?;
                let (pieces, arrived) = (hand_over.count(), hand_over.arrived());
                let received = PaperDetail::Received { letter: id, pieces, arrived };
                tx.tell(person, received).await?;
                self.move_custody(&mut tx.work, hand_over).await?;
            }
            HandOverEvent::Settled(no, settlement) => {
                let settled = PaperDetail::Settled {
                    letter: id,
                    no: *no,
                    supplemented: settlement.supplemented,
                    note: settlement.note.clone(),
                };
                tx.tell(person, settled).await?;
                if settlement.supplemented {
                    self.supplement(&mut tx.work, hand_over, *no).await?;
                }
            }
        }
        Ok(())
    }

    /// The pieces that arrived are the receiver's from now on, without a shelf place; the sender keeps its copies.
    async fn move_custody(&self, work: &mut UnitOfWork, hand_over: &HandOver) -> Result<()> {
        if let Some(row) = self.dossier_row(hand_over.person, &hand_over.from).await? {
            let gone = row.dossier(&*self.vault)?.apply(&DossierEvent::Gone(hand_over.letter));
            self.write_dossier(work, Some(&row), &gone).await?;
        }
        let arrived: Vec<u32> =
            hand_over.pieces.iter().filter(|listed| listed.arrived()).map(|listed| listed.piece.no).collect();
        self.take_in(work, hand_over, &arrived).await
    }

    async fn supplement(&self, work: &mut UnitOfWork, hand_over: &HandOver, no: u32) -> Result<()> {
        // What was damaged is there already; only what was missing is put in now.
        let missing = |listed: &domain::paper::CheckedPiece| {
            listed.piece.no == no && listed.check == Some(Check::Missing)
        };
        if hand_over.pieces.iter().any(missing) {
            return self.take_in(work, hand_over, &[no]).await;
        }
        Ok(())
    }

    async fn take_in(&self, work: &mut UnitOfWork, hand_over: &HandOver, numbers: &[u32]) -> Result<()> {
        if self.units().unit(&hand_over.to).await.is_err() {
            // A school outside this system keeps its papers itself.
            return Ok(());
        }
        let row = self.dossier_row(hand_over.person, &hand_over.to).await?;
        let mut dossier = match &row {
            Some(row) => row.dossier(&*self.vault)?,
            None => Dossier::new(hand_over.person, hand_over.to.clone()),
        };
        let listed = hand_over.pieces.iter().filter(|listed| numbers.contains(&listed.piece.no));
        dossier = arrived(dossier, listed.map(|listed| listed.piece.clone()));
        self.write_dossier(work, row.as_ref(), &dossier).await?;
        Ok(())
    }
}

/// A dossier with the pieces that have arrived.
pub(super) fn arrived(mut dossier: Dossier, pieces: impl Iterator<Item = Piece>) -> Dossier {
    if matches!(dossier.whereabouts, Whereabouts::Gone(_)) {
        // A pupil who comes back: the papers are here again, and have to be given a place.
        dossier.whereabouts = Whereabouts::Here;
        dossier.place = None;
        for piece in dossier.pieces.iter_mut().filter(|piece| piece.withdrawn.is_none()) {
            piece.withdrawn = Some("已移交，后随新的移交清单收回".to_owned());
        }
        dossier.copied.clear();
    }
    for piece in pieces {
        let no = dossier.pieces.last().map_or(1, |piece| piece.no + 1);
        dossier = dossier.apply(&DossierEvent::Added(Piece { no, ..piece }));
    }
    dossier
}
