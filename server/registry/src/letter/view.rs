//! The letters of a unit (收到, 发出) and one letter as its two units see it. What waits for somebody stands on the desk.

use super::LetterRow;
use crate::case::party;
use crate::error::{Error, Result};
use crate::services::Letters;
use crate::store::Vars;
use contract::letter::{LetterLine, LetterView, ReceiptView};
use contract::{Page, Said};
use domain::access::{Action, Actor, Role, Target, authorise};
use domain::access_log::Function;
use domain::calendar::{Term, term};
use domain::id::{LetterId, PersonId};
use domain::letter::{Content, Delivery, Letter, LetterKind, LetterState};
use domain::org::Unit;

/// Rows on one page.
const PAGE: usize = 50;

/// Which letters of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterBox {
    /// 全部: what came and what was or has to be sent
    All,
    /// 收到
    Inbox,
    /// 发出
    Outbox,
}

impl LetterBox {
    /// What is asked for, each part from an index of its own.
    fn parts(self) -> &'static [&'static str] {
        const IN: &str = "to_unit = $unit AND sent = true";
        const OUT: &str = "from_unit = $unit";
        match self {
            Self::All => &[IN, OUT],
            Self::Inbox => &[IN],
            Self::Outbox => &[OUT],
        }
    }
}

/// What a unit has to tell once a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duties {
    /// The terms that may be told now: this one and the one before.
    pub terms: Vec<Term>,
    /// 学期转学告知 (第十八条): a directly-run school's registrar.
    pub notice: bool,
    /// 随迁子女辍学档案移交 (第二十二条第二款): a competent authority's registrar.
    pub hand_overs: bool,
}

impl Letters<'_> {
    /// One page of the actor's unit's letters, the newest first.
    ///
    /// # Errors
    /// A refusal for everybody but registrars and leaders; store failures.
    pub async fn list_letters(
        &self,
        actor: &Actor,
        which: LetterBox,
        after: Option<LetterId>,
    ) -> Result<Page<LetterLine, LetterId>> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::ReadLetters, &Target::Unit(&own.path))?;
        let mut vars = Vars::new().with("unit", &own.id);
        let mut beyond = "";
        if let Some(id) = after {
            beyond = "AND uid < $id";
            vars = vars.with("id", id);
        }
        let mut rows: Vec<LetterRow> = Vec::new();
        for part in which.parts() {
            let text =
                format!("SELECT * FROM letter WHERE {part} {beyond} ORDER BY uid DESC LIMIT {}", PAGE + 1);
            rows.extend(self.store.rows::<LetterRow>(&text, vars.clone()).await?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.uid));
        rows.dedup_by_key(|row| row.uid);
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(|row| row.uid);
        let letters = rows.iter().map(|row| row.letter(&*self.vault)).collect::<Result<Vec<Letter>>>()?;
        let people: Vec<PersonId> = letters.iter().filter_map(|letter| letter.about).collect();
        self.access_log().saw(actor, Function::Letters, &people).await?;
        let rows = rows.iter().zip(&letters).map(|(row, letter)| self.letter_line(row, letter)).collect();
        Ok(Page { rows, next })
    }

    /// What the actor's unit has to tell once a term.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn letter_duties(&self, actor: &Actor) -> Result<Duties> {
        let Some(own) = &actor.unit else { return Ok(Duties::default()) };
        if authorise(actor, Action::HandleLetters, &Target::Unit(&own.path)).is_err() {
            return Ok(Duties::default());
        }
        let unit: Unit = self.units().unit(&own.id).await?;
        let now = term(self.store.clock.today());
        Ok(Duties {
            terms: vec![now, now.previous()],
            notice: unit.is_directly_run(),
            hand_overs: unit.kind.may_be_competent(),
        })
    }

    /// One letter, for its sender, and for its receiver once it is sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else.
    pub async fn letter_view(&self, actor: &Actor, id: LetterId) -> Result<LetterView> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("letter"))?;
        let row = self.letter_in_sight(actor, id).await?;
        let letter = row.letter(&*self.vault)?;
        self.access_log().saw(actor, Function::Letter, letter.about.as_slice()).await?;
        let me = party(actor);
        let sender = row.from_unit == own.id;
        let registrar = actor.role == Role::Registrar;
        let drafted_by_me = letter.drafted.as_ref().is_some_and(|act| act.by.account == me.account);
        let paper = letter.delivery == Some(Delivery::Paper);
        let pupil = match letter.about {
            Some(person) => {
                let path = self.pupils().person(person).await?.path_for(actor);
                authorise(actor, Action::ViewPupil, &Target::Unit(&path)).is_ok().then_some(person)
            }
            None => None,
        };
        let may_cancel = sender && actor.role == Role::Leader && self.is_of_a_leaver(&letter).await?;
        let by_pieces = row.kind == LetterKind::ArchiveHandOver && self.papers().has_hand_over(id).await?;
        Ok(LetterView {
            line: self.letter_line(&row, &letter),
            may_draft: sender && registrar && !letter.state.is_sent() && !by_pieces,
            may_sign: sender
                && actor.role == Role::Leader
                && letter.state == LetterState::Drafted
                && !drafted_by_me,
            may_receive: registrar
                && !by_pieces
                && letter.state == LetterState::Signed
                && (row.to_unit == own.id || (sender && paper)),
            may_cancel: may_cancel && !by_pieces,
            on_paper: paper && row.to_unit != own.id,
            by_pieces,
            pupil,
            today: self.store.clock.today(),
            provisional: letter.due.provisional,
            // Who drafted it and what its leader returned is the sender's own business.
            drafted: letter.drafted.filter(|_| sender).map(Into::into),
            returned: letter.returned.filter(|_| sender),
            content: letter.content,
            signed: letter.signed.map(Into::into),
            delivery: letter.delivery,
            receipt: letter.receipt.map(|receipt| ReceiptView {
                received_by: receipt.received_by,
                on: receipt.on,
                pieces: receipt.pieces,
                note: receipt.note,
            }),
            cancelled: letter.cancelled.map(|(act, why)| Said::with(act, why)),
        })
    }

    /// The letter itself, for its sender, and for its receiver once it is sent; the look is put down.
    pub(crate) async fn letter_as_seen(&self, actor: &Actor, id: LetterId) -> Result<Letter> {
        let letter = self.letter_in_sight(actor, id).await?.letter(&*self.vault)?;
        self.access_log().saw(actor, Function::Letter, letter.about.as_slice()).await?;
        Ok(letter)
    }

    async fn letter_in_sight(&self, actor: &Actor, id: LetterId) -> Result<LetterRow> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("letter"))?;
        authorise(actor, Action::ReadLetters, &Target::Unit(&own.path)).map_err(|refusal| {
            if refusal.code.bars_a_registrar() { refusal.into() } else { Error::NotFound("letter") }
        })?;
        let row = self.letter_row(id).await?;
        if row.concerns(&own.id) { Ok(row) } else { Err(Error::NotFound("letter")) }
    }

    fn letter_line(&self, row: &LetterRow, letter: &Letter) -> LetterLine {
        let today = self.store.clock.today();
        let about = match &letter.content {
            Content::TermTransfers(notice) => notice.term.to_string(),
            content => content.pupil().map(|pupil| pupil.name.clone()).unwrap_or_default(),
        };
        LetterLine {
            id: row.uid,
            version: row.version,
            kind: row.kind,
            state: row.state,
            number: letter.number.clone(),
            from: letter.from.name.clone(),
            to: letter.to.name.clone(),
            about,
            owed_on: letter.owed_on,
            due_on: row.due_on,
            days_left: row
                .due_on
                .map(|due| self.working_days().calendar_at(&row.from_path).working_days_left(today, due)),
        }
    }
}
