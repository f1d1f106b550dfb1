//! 拟稿, 签发, 签收: one command on one letter, each in a transaction of its own.

use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Letters;
use crate::shown::Compared;
use crate::store::{UnitOfWork, Vars};
use crate::transaction::Transaction;
use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Actor, Target, authorise};
use domain::id::{LetterId, UnitId};
use domain::letter::{Command, Content, Context, Letter, LetterState};
use domain::refusal::{Basis, Refusal, RefusalCode};
use domain::shown::Shown;
use serde::Deserialize;

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedReceipt {
    /// 签收人; empty for the one who gives it.
    pub received_by: String,
    /// 签收日期
    pub on: NaiveDate,
    /// 实收件数, where an archive was handed over.
    pub pieces: Option<u32>,
    /// 备注
    pub note: String,
}

/// What is to be done, before the letter is loaded.
#[derive(Debug)]
enum Asked<'a> {
    Draft(Option<u32>, &'a str),
    Return(&'a str),
    Sign,
    Receive(&'a AskedReceipt),
    Cancel(&'a str),
}

impl Letters<'_> {
    /// Fills in what only the registrar knows (the number of pieces, or words) and puts the letter to the leader.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody but the two units; refusals by field.
    pub async fn draft_letter(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        pieces: Option<u32>,
        words: &str,
    ) -> Result<LetterState> {
        self.act_on_letter(actor, id.into(), Action::HandleLetters, &Asked::Draft(pieces, words)).await
    }

    /// Returns a draft to the registrar.
    ///
    /// # Errors
    /// As [`Letters::draft_letter`](crate::services::Letters::draft_letter).
    pub async fn return_letter(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        reason: &str,
    ) -> Result<LetterState> {
        self.act_on_letter(actor, id.into(), Action::SignLetters, &Asked::Return(reason)).await
    }

    /// Signs a letter; with that it has its number and is sent.
    ///
    /// # Errors
    /// As [`Letters::draft_letter`](crate::services::Letters::draft_letter); a refusal `four_eyes` for whoever drafted it.
    pub async fn sign_letter(&self, actor: &Actor, id: impl Into<Shown<LetterId>>) -> Result<LetterState> {
        self.act_on_letter(actor, id.into(), Action::SignLetters, &Asked::Sign).await
    }

    /// Gives the receipt, or records the one that came back on paper.
    ///
    /// # Errors
    /// As [`Letters::draft_letter`](crate::services::Letters::draft_letter).
    pub async fn receive_letter(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        asked: &AskedReceipt,
    ) -> Result<LetterState> {
        self.act_on_letter(actor, id.into(), Action::HandleLetters, &Asked::Receive(asked)).await
    }

    /// Ends a hand-over to a school outside this system: it did not receive the pupil, who stays on roll here (第十四条).
    ///
    /// # Errors
    /// As [`Letters::draft_letter`](crate::services::Letters::draft_letter); [`Error::NotFound`] for every other letter; a refusal while a list of pieces is out.
    pub async fn cancel_letter(
        &self,
        actor: &Actor,
        id: impl Into<Shown<LetterId>>,
        reason: &str,
    ) -> Result<LetterState> {
        self.act_on_letter(actor, id.into(), Action::SignLetters, &Asked::Cancel(reason)).await
    }

    async fn act_on_letter(
        &self,
        actor: &Actor,
        shown: Shown<LetterId>,
        action: Action,
        asked: &Asked<'_>,
    ) -> Result<LetterState> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("letter"))?;
        authorise(actor, action, &Target::Unit(&own.path))?;
        let id = shown.id;
        let lane = id.to_string();
        self.store
            .transact(&lane, || {
                Box::pin(async move {
                    let row = self.letter_row(id).await?;
                    if !row.concerns(&own.id) {
                        return Err(Error::NotFound("letter"));
                    }
                    let standing =
                        self.matters().as_shown("letter", &shown, row.version, actor, asked).await?;
                    let Compared::AsShown(act) = standing else {
                        return Ok((UnitOfWork::new(), row.letter(&*self.vault)?.state));
                    };
                    if matches!(asked, Asked::Draft(..) | Asked::Receive(_)) {
                        self.not_piece_by_piece(id).await?;
                    }
                    let before = row.letter(&*self.vault)?;
                    if matches!(asked, Asked::Cancel(_)) {
                        self.may_be_cancelled(&before).await?;
                    }
                    let mut tx = self.transaction(party(actor));
                    let command = self.letter_command(actor, &before, asked, &mut tx).await?;
                    let letter = self.take_step(&mut tx, before, command).await?;
                    act.keep(&mut tx.work);
                    row.save(&*self.vault, &mut tx.work, &letter);
                    Ok((tx.finish(), letter.state))
                })
            })
            .await
    }

    /// The command as the letter takes it.
    async fn letter_command(
        &self,
        actor: &Actor,
        before: &Letter,
        asked: &Asked<'_>,
        tx: &mut Transaction<'_>,
    ) -> Result<Command> {
        Ok(match asked {
            Asked::Draft(pieces, words) => {
                let content = match &before.content {
                    // Nothing is filled in here; the register is looked at once more.
                    Content::TermTransfers(notice) => {
                        let school = self.units().unit(&before.from.unit).await?;
                        Content::TermTransfers(self.moves(&school, notice.term).await?)
                    }
                    content => content.clone().filled(*pieces, words),
                };
                Command::Draft { content: Box::new(content) }
            }
            Asked::Return(reason) => Command::Return { reason: (*reason).to_owned() },
            Asked::Sign => {
                if let (Content::HukouHandOver(_), Some(person)) = (&before.content, before.about) {
                    before.content.may_be_signed(tx.today())?;
                    let school = self.pupils().person(person).await?.school;
                    self.papers().hold_for_letter(tx, person, &school, before.id).await?;
                }
                let (from, year) = (&before.from.unit, self.store.clock.today().year());
                let serial = tx.next_serial(format!("letter|{from}|{year}")).await?;
                Command::Sign { number: format!("学籍函{from}〔{year}〕{serial}号") }
            }
            Asked::Receive(receipt) => Command::Receive {
                received_by: match receipt.received_by.trim() {
                    // Who answers for the receiving unit is known; of a paper receipt only the paper says it.
                    "" if actor.unit.as_ref().is_some_and(|unit| unit.id == before.to.unit) => {
                        actor.name.clone()
                    }
                    name => name.to_owned(),
                },
                on: receipt.on,
                pieces: receipt.pieces,
                note: receipt.note.clone(),
            },
            Asked::Cancel(reason) => Command::Cancel { reason: (*reason).to_owned() },
        })
    }

    /// One step of a letter: decided, applied, told in the journal of the pupil it is about; one that is about no single pupil has
    /// none. The caller saves the row.
    pub(super) async fn take_step(
        &self,
        tx: &mut Transaction<'_>,
        before: Letter,
        command: Command,
    ) -> Result<Letter> {
        let from = self.units().unit(&before.from.unit).await?;
        let calendar = self.working_days().calendar_at(&from.path);
        let context = Context {
            today: tx.today(),
            actor: tx.by().clone(),
            calendar: &calendar,
            receiver_has_registrar: self.has_registrar(&before.to.unit).await?,
        };
        let mut letter = before;
        let open = letter.state.is_open();
        for event in letter.decide(command, &context)? {
            letter = letter.apply(&event);
            self.tell_letter(tx, &letter, &event).await?;
        }
        if open && !letter.state.is_open() {
            self.cases().letter_settles_leaving(tx, &letter).await?;
            self.household_takes_over(tx, &letter).await?;
        }
        Ok(letter)
    }

    /// Only the letter of a pupil who is about to leave for a school outside this system may be ended: every other hand-over is owed.
    async fn may_be_cancelled(&self, letter: &Letter) -> Result<()> {
        if !self.is_of_a_leaver(letter).await? {
            return Err(Error::NotFound("letter"));
        }
        if self.papers().has_hand_over(letter.id).await? {
            let what = "纸质档案已列移交清单，不能终止移交。";
            let remedy = "请先撤回移交清单；已经密封移交的，请按对方的清点结果登记。";
            return Err(Refusal::new(RefusalCode::PieceByPiece, Basis::Article(15), what, remedy).into());
        }
        Ok(())
    }

    /// Whether a pupil waits here for the receipt of this letter.
    pub(super) async fn is_of_a_leaver(&self, letter: &Letter) -> Result<bool> {
        let Some(person) = letter.about.filter(|_| letter.state.is_open()) else { return Ok(false) };
        let leaving = self.pupils().person(person).await?.leaving;
        Ok(leaving.is_some_and(|leaving| leaving.letter == letter.id))
    }

    /// Whether a unit has a registrar whose account is in use.
    async fn has_registrar(&self, unit: &UnitId) -> Result<bool> {
        #[derive(Deserialize)]
        struct Account {
            sealed_off: bool,
        }
        let text = "SELECT sealed_off FROM account WHERE unit = $unit AND role = 'registrar' AND standing = 'confirmed'";
        let accounts: Vec<Account> = self.store.rows(text, Vars::new().with("unit", unit)).await?;
        Ok(accounts.iter().any(|account| !account.sealed_off))
    }
}
